"""Airflow: connections as URIs in its variables, and as objects with a `conn_type`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.dialects._odbc_settings import connection, value_of
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import first_wins, place_of
from lint_rds_tls.dialects._sqlalchemy_connections import AIRFLOW, connection_of_url, library_of, of_arguments
from lint_rds_tls.dialects._sqlalchemy_urls import arguments, parse
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Literal, Record, Vocabulary
from lint_rds_tls.text import MappedText, Span

_CALLS = frozenset({"airflow.models.Connection", "airflow.models.connection.Connection", "airflow.sdk.Connection"})
_TYPE = "conn_type"
#: What the hook for ODBC keeps for itself.
_OF_HOOK = frozenset({"driver", "dsn", "connect_kwargs", "sqlalchemy_scheme", "placeholder"})
#: A member of the extras where those are written as a text of JSON.
_MEMBER = re.compile(r'"([^"\\]+)"\s*:\s*(?:"([^"\\]*)"|([\w.-]+))')


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections in one fragment."""
    if isinstance(fragment, Literal) and any(AIRFLOW.search(use.name) for use in fragment.uses):
        text = settled(fragment.text, url=True)
        found = _uri(text, place_of(text, fragment), path)
        if found is not None:
            yield replace(found, alternative=fragment.alternative)
    elif isinstance(fragment, Record) and (not fragment.type or fragment.type in _CALLS):
        found = _object(fragment, path)
        if found is not None:
            yield replace(found, complete=found.complete and not fragment.truncated)


def _uri(text: MappedText, place: Span, path: str) -> Connection | None:
    """The hook for `mssql` hands its extras to pymssql, the one for `odbc` writes them into a string."""
    if str(text).startswith("mssql-odbc:"):
        text = text[len("mssql-") :]  # as the manual of the hook for ODBC has it
    url = parse(text) if re.match(r"mssql|odbc", str(text)) else None
    if url is None or any(str(item.name) == "__extra__" for item in url.query):
        return None
    if url.name == "mssql":
        return of_arguments("pymssql", arguments(url), place, path)
    if url.name != "odbc":
        return connection_of_url(url, place, path, ())
    extras = [Entry(name=item.name, value=item.value, span=item.span) for item in url.query]
    return _by_odbc(extras, url.parts.get("host"), place, path)


def _object(record: Record, path: str) -> Connection | None:
    named = {str(entry.name).lower(): entry for entry in record.entries}
    kind = str(named[_TYPE].value).lower() if _TYPE in named else ""
    if kind not in ("mssql", "odbc"):
        return None
    extras = list(_extras(record))
    host = named["host"].value if "host" in named else None
    if kind == "odbc":
        return _by_odbc(extras, host, record.span, path)
    beside = [named[name] for name in ("host", "password") if name in named]
    return of_arguments("pymssql", [*beside, *extras], record.span, path)


def _extras(record: Record) -> Iterator[Entry]:
    """The members of `extra`: an object, or a text of JSON."""
    for entry in record.entries:
        name = str(entry.name).lower()
        if name.startswith("extra."):
            yield replace(entry, name=entry.name[len("extra.") :])
        elif name in ("extra", "extra_dejson"):
            for match in _MEMBER.finditer(str(entry.value)):
                value = entry.value[slice(*match.span(2 if match[2] is not None else 3))]
                place = entry.value[match.start() : match.end()].span
                yield Entry(name=entry.value[slice(*match.span(1))], value=value, span=place)


def _by_odbc(extras: Sequence[Entry], host: MappedText | None, span: Span, path: str) -> Connection | None:
    driver = next((each for each in extras if str(each.name).lower() == "driver"), None)
    if driver is None:
        return None  # Airflow's own configuration names it
    entries = [replace(driver, value=driver.value.strip("{}"))]
    if host is not None:
        entries.append(Entry(name=MappedText.decoded("SERVER", host.span), value=host, span=host.span))
    entries += (each for each in extras if str(each.name).lower() not in _OF_HOOK)
    settings = first_wins(map(value_of, entries))
    library = library_of(settings)
    return None if library is None else connection("odbc", path, span, settings, library, complete=host is not None)


DIALECT = Dialect(
    name="airflow",
    keywords=(b"airflow_conn_", b"conn_type"),
    vocabulary=Vocabulary(calls=_CALLS, keys=frozenset({_TYPE}), namespaces=frozenset({"airflow"})),
    read=read,
)
