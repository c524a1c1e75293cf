"""ODBC: connection strings with a driver or a data source, and the calls and objects that are given their parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.dialects._odbc_products import (
    ANY_OF_MICROSOFT,
    FREETDS,
    libraries_of,
    names_another_product,
    names_sql_server,
)
from lint_rds_tls.dialects._odbc_settings import Written, connection, effective, read_text, value_of
from lint_rds_tls.dialects._settings import first_wins, goes_on, last_wins, place_of, place_of_call
from lint_rds_tls.model import (
    Connection,
    Dialect,
    Entry,
    Fragment,
    Literal,
    Record,
    Setting,
    Use,
    Vocabulary,
)
from lint_rds_tls.text import MappedText, Span

#: Calls that take a string, and named arguments that pyodbc puts behind it.
_CALLS = frozenset(
    {
        "pyodbc.connect",
        "aioodbc.connect",
        "aioodbc.create_pool",
        "pypyodbc.connect",
        "turbodbc.connect",
        "ceodbc.connect",
    }
)
_BUILDER = "OdbcConnectionStringBuilder"
#: Named arguments that are for the module, not for the driver.
_OF_MODULE = frozenset(
    {"autocommit", "ansi", "timeout", "readonly", "attrs_before", "encoding", "loop", "echo", "minsize", "maxsize",
     "pool_recycle", "after_created", "executor", "turbodbc_options", "dsn", "connection_string"}
)  # fmt: skip
#: What pyodbc makes of names that other modules use.
_RENAMED = {"user": "uid", "password": "pwd", "host": "server"}
#: Keys that next to no other ODBC driver has.
_OWN_KEYS = frozenset(
    {"encrypt", "trustservercertificate", "trusted_connection", "hostnameincertificate", "mars_connection"}
)
_FREETDS_KEYS = frozenset({"tds_version", "encryption"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The SQL Server connections in one fragment."""
    if isinstance(fragment, Literal):
        yield from _literal(fragment, path)
    elif isinstance(fragment, Record) and fragment.type in _CALLS:
        yield from _call(fragment, path)
    elif isinstance(fragment, Record) and fragment.type == _BUILDER:
        yield from _builder(fragment, path)
    elif isinstance(fragment, Record) and not fragment.type:
        yield from _plain(fragment, path)


def _literal(literal: Literal, path: str) -> Iterator[Connection]:
    raw = str(literal.text).lower()
    if "driver" not in raw and "dsn" not in raw:
        return
    written, settings = _read(literal.text)
    found = _connection(written, settings, place_of(literal.text, literal), path, literal.uses, literal.libraries)
    if found is not None:
        complete = found.complete and not goes_on(literal)
        yield replace(found, alternative=literal.alternative, complete=complete)


def _call(record: Record, path: str) -> Iterator[Connection]:
    named = [_named(value_of(each)) for each in record.entries if _is_keyword(each)]
    written, settings = _read(_string(record), named)
    found = _connection(written, settings, place_of_call(record), path, record.uses, record.libraries)
    if found is not None:
        yield replace(found, complete=found.complete and not record.truncated)


def _read(text: MappedText, named: Sequence[Setting] = ()) -> tuple[Written, tuple[Setting, ...]]:
    """A string, and its settings with those named beside it: FreeTDS takes the last one, the others the first."""
    written = read_text(text)
    driver = effective([*written.settings, *named], "driver")
    if driver is None or libraries_of(str(driver)) != (FREETDS,):
        return written, first_wins([*written.settings, *named])
    written = read_text(text, freetds=True)
    return written, last_wins([*written.settings, *named])


def _is_keyword(entry: Entry) -> bool:
    return str(entry.name).lower().partition(".")[0] not in _OF_MODULE


def _string(record: Record) -> MappedText:
    """The connection string, first argument or named `dsn`."""
    named = (each.value for each in record.entries if str(each.name).lower() in ("dsn", "connection_string"))
    found = record.base if record.base is not None else next(named, MappedText())
    if "=" in str(found) or found.has_hole or not str(found):
        return found
    return MappedText.joined(
        [MappedText.decoded("DSN=", found.span), found]
    )  # aioodbc.connect("name of a data source")


def _named(setting: Setting) -> Setting:
    return replace(setting, key=_RENAMED.get(setting.key, setting.key))


def _builder(record: Record, path: str) -> Iterator[Connection]:
    written = read_text(record.base) if record.base is not None else Written(settings=())
    settings = last_wins([*written.settings, *map(value_of, record.entries)])
    found = _connection(written, settings, record.span, path, record.uses, record.libraries)
    if found is not None:
        yield replace(found, complete=found.complete and not record.truncated)


def _plain(record: Record, path: str) -> Iterator[Connection]:
    """An object of a configuration that names a driver and says something of TLS: what Airflow calls extras.

    With a `type` it is a profile of dbt.
    """
    settings = first_wins(_without_blanks(entry) for entry in record.entries)
    driver = effective(settings, "driver")
    library = libraries_of(str(driver)) if driver is not None else ()
    section = any(use.role == "key" and use.name.lower().startswith("odbc:") for use in record.uses)
    if (
        library
        and not section
        and effective(settings, "type") is None
        and any(setting.key in ("encrypt", "trustservercertificate") for setting in settings)
    ):
        yield replace(connection("odbc", path, record.span, settings, library, complete=False), builder=True)


def _without_blanks(entry: Entry) -> Setting:
    """Whoever reads such an object writes the keyword as the driver knows it; what other names become is not known."""
    key = str(entry.name).lower().replace("_", "").replace(" ", "")
    found = value_of(entry)
    return replace(found, key=key) if key in ("encrypt", "trustservercertificate") else replace(found, tls=False)


def _connection(
    written: Written,
    settings: tuple[Setting, ...],
    span: Span,
    path: str,
    uses: Sequence[Use],
    libraries: Iterable[str],
) -> Connection | None:
    library = _library(settings, uses, libraries)
    if library is None:
        return None
    complete = written.complete and effective(settings, "server", "servername", "addr", "address") is not None
    found = connection("odbc", path, span, settings, library, complete=complete)
    return replace(found, swallowed=written.swallowed)


def _library(settings: Sequence[Setting], uses: Sequence[Use], libraries: Iterable[str]) -> tuple[str, ...] | None:
    """The packages that may be meant; None where it is not a driver of SQL Server."""
    driver = effective(settings, "driver")
    keys = {setting.key for setting in settings}
    if driver is None and not keys & {"dsn", "filedsn"}:
        return None
    name = str(driver) if driver is not None else ""
    if name and libraries_of(name):
        sybase = libraries_of(name) == (FREETDS,) and _speaks_sybase(settings)
        return None if sybase else libraries_of(name)
    if names_another_product(name) or any(names_another_product(use.name) for use in uses):
        return None
    alias = driver is not None and driver.value is not None
    named = names_sql_server(name) or (not alias and any(names_sql_server(use.name) for use in uses))
    if keys & _OWN_KEYS or named:
        told = [each.lower() for each in libraries]
        return tuple(each for each in ANY_OF_MICROSOFT if each in told) or ANY_OF_MICROSOFT
    return (FREETDS,) if keys & _FREETDS_KEYS and not _speaks_sybase(settings) else None


def _speaks_sybase(settings: Sequence[Setting]) -> bool:
    version = effective(settings, "tds_version")
    return version is not None and str(version).strip().startswith(("4", "5"))


DIALECT = Dialect(
    name="odbc",
    keywords=(
        b"odbc driver", b"native client", b"{sql server}", b"freetds", b"tdsodbc", b"msodbcsql", b"driver={",
        b"dsn=", b"pyodbc", b"aioodbc", b"turbodbc", b"odbcconnectionstringbuilder",
    ),
    vocabulary=Vocabulary(
        types=frozenset({_BUILDER}),
        calls=_CALLS,
        namespaces=frozenset({"System.Data.Odbc", "pyodbc", "aioodbc", "pypyodbc", "turbodbc"}),
    ),
    read=read,
)  # fmt: skip
