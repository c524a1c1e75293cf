"""The connections that Python's modules make of a URL: by an ODBC string, or by named arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lint_rds_tls.dialects._odbc_products import ANY_OF_MICROSOFT, libraries_of, names_another_product
from lint_rds_tls.dialects._odbc_settings import connection, effective, read_text, value_of
from lint_rds_tls.dialects._python_calls import connection_of
from lint_rds_tls.dialects._settings import first_wins
from lint_rds_tls.dialects._sqlalchemy_urls import Url, arguments, is_unknown, odbc_string
from lint_rds_tls.model import Connection, Entry, Record, Setting
from lint_rds_tls.text import Span

__all__ = ["AIRFLOW", "connection_of_url", "library_of", "of_arguments"]

#: Variables that Airflow reads connections from.
AIRFLOW = re.compile(r"(?i)\bairflow_conn_")
_ODBC = frozenset({"pyodbc", "aioodbc", ""})


def connection_of_url(url: Url | None, span: Span, path: str, beside: Sequence[Entry]) -> Connection | None:
    """What SQLAlchemy makes of a URL and of `connect_args`; None where it throws, or all is unknown."""
    if url is None or not (url.parts or url.query):
        return None  # the scheme alone: what others look for, or put in the place of another
    client = url.name.partition("+")[2]
    if client in ("pymssql", "pytds"):
        return of_arguments(client, [*arguments(url), *beside], span, path)
    text = odbc_string(url, strictly=client == "mssqlpython") if client in (*_ODBC, "mssqlpython") else None
    if text is None or is_unknown(text):
        return None
    written = read_text(text)
    settings = first_wins([*written.settings, *map(value_of, beside)])
    named = effective(settings, "server") is not None
    if client == "mssqlpython":
        return connection("mssql-python", path, span, settings, (), complete=written.complete and named)
    library = library_of(settings)
    if library is None:
        return None
    driven = effective(settings, "driver") is not None
    found = connection("odbc", path, span, settings, library, complete=written.complete and named and driven)
    return replace(found, swallowed=written.swallowed)


def of_arguments(client: str, entries: Sequence[Entry], span: Span, path: str) -> Connection:
    record = Record(type="", entries=tuple(entries), span=span)
    tls = frozenset({"encryption"}) if client == "pymssql" else frozenset({"cafile", "validate_host", "enc_login_only"})
    return connection_of(client, record, path, (), ("host", "server"), tls)


def library_of(settings: Sequence[Setting]) -> tuple[str, ...] | None:
    """The drivers that may be meant; None where it is another product's."""
    driver = effective(settings, "driver")
    name = "" if driver is None else str(driver)
    return libraries_of(name) or (None if names_another_product(name) else ANY_OF_MICROSOFT)
