"""SQLAlchemy and Airflow: `mssql+pyodbc://…` URLs, `URL.create`, and the connections of Airflow's variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.dialects._odbc_products import ANY_OF_MICROSOFT, libraries_of, names_another_product
from lint_rds_tls.dialects._odbc_settings import connection, effective, read_text, value_of
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._python_calls import connection_of
from lint_rds_tls.dialects._settings import first_wins, goes_on
from lint_rds_tls.dialects._sqlalchemy_urls import Item, Url, arguments, is_unknown, odbc_string, parse
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Literal, Record, Setting, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

_ENGINES = frozenset(
    {
        "sqlalchemy.create_engine", "sqlalchemy.engine.create_engine", "sqlalchemy.ext.asyncio.create_async_engine",
        "sqlmodel.create_engine", "flask_sqlalchemy.create_engine",
    }
)  # fmt: skip
_MAKERS = frozenset(
    {
        "sqlalchemy.URL.create", "sqlalchemy.engine.URL.create", "sqlalchemy.engine.url.URL.create",
        "sqlalchemy.engine.URL", "sqlalchemy.engine.url.URL",
    }
)  # fmt: skip
#: `NAME=mssql+pyodbc://…`, as lists of variables and command lines have it.
_START = re.compile(r"\s*(?:[\w.\-]*\s*=\s*)?(?=(?:mssql(?:\+\w+)?|odbc)://)")
_SCHEME = re.compile(r"(mssql(?:\+(\w+))?|odbc)://")
_ODBC = frozenset({"pyodbc", "aioodbc", ""})
#: Where a bare `mssql://` is SQLAlchemy's and where Airflow's: half a dozen other clients have such URLs too.
_ALCHEMY = re.compile(r"(?i)sqlalchemy|create_engine|create_async_engine|alembic")
_AIRFLOW = re.compile(r"AIRFLOW_CONN_")
_OWN_ITEM = re.compile(r"(?i)[?&](?:driver=[^&]*(?:odbc|freetds|sql[+ ]|%20)|odbc_connect=)")
#: What Airflow's hook for ODBC keeps for itself.
_OF_HOOK = frozenset({"driver", "dsn", "connect_kwargs", "sqlalchemy_scheme", "placeholder"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections in one fragment."""
    if isinstance(fragment, Literal):
        found = _literal(fragment, path)
        if found is not None:
            complete = found.complete and not goes_on(fragment)
            yield replace(found, alternative=fragment.alternative, complete=complete)
    elif isinstance(fragment, Record) and fragment.type in _ENGINES | _MAKERS:
        yield from _call(fragment, path)


# --- URLs ------------------------------------------------------------------------------------------------------------


def _literal(literal: Literal, path: str) -> Connection | None:
    text = _url_in(literal.text)
    scheme = _SCHEME.match(str(text))
    if scheme is None:
        return None
    if any(_AIRFLOW.search(use.name) for use in literal.uses):
        return _airflow(text, path)
    if scheme[1] == "odbc" or (scheme[1] == "mssql" and not _is_alchemy(str(text), literal.uses, literal.libraries)):
        return None
    return _connection(parse(text), text.span, path, ())


def _url_in(text: MappedText) -> MappedText:
    if "://" not in str(text):
        return text[:0]
    match = _START.match(str(text))
    return settled(text[match.end() :], url=True) if match else text[:0]


def _is_alchemy(text: str, uses: Iterable[Use], libraries: Iterable[str]) -> bool:
    told = (*(use.name for use in uses), *(use.owner for use in uses), *libraries)
    return _OWN_ITEM.search(text) is not None or any(_ALCHEMY.search(each) for each in told)


def _connection(url: Url | None, span: Span, path: str, beside: Sequence[Entry]) -> Connection | None:
    """What SQLAlchemy makes of a URL and of `connect_args`; None where it throws, or all is unknown."""
    if url is None:
        return None
    client = url.name.partition("+")[2]
    if client in ("pymssql", "pytds"):
        return _of_arguments(client, [*arguments(url), *beside], span, path)
    text = odbc_string(url, strictly=client == "mssqlpython") if client in (*_ODBC, "mssqlpython") else None
    if text is None or is_unknown(text):
        return None
    written = read_text(text)
    settings = first_wins([*written.settings, *map(value_of, beside)])
    named = effective(settings, "server") is not None
    if client == "mssqlpython":
        return connection("mssql-python", path, span, settings, (), complete=written.complete and named)
    library = _library(settings)
    if library is None:
        return None
    driven = effective(settings, "driver") is not None
    found = connection("odbc", path, span, settings, library, complete=written.complete and named and driven)
    return replace(found, swallowed=written.swallowed)


def _of_arguments(client: str, entries: Sequence[Entry], span: Span, path: str) -> Connection:
    record = Record(type="", entries=tuple(entries), span=span)
    tls = frozenset({"encryption"}) if client == "pymssql" else frozenset({"cafile", "validate_host", "enc_login_only"})
    return connection_of(client, record, path, (), ("host", "server"), tls)


def _library(settings: Sequence[Setting]) -> tuple[str, ...] | None:
    """The drivers that may be meant; None where it is another product's."""
    driver = effective(settings, "driver")
    name = "" if driver is None else str(driver)
    return libraries_of(name) or (None if names_another_product(name) else ANY_OF_MICROSOFT)


# --- calls -----------------------------------------------------------------------------------------------------------


def _call(record: Record, path: str) -> Iterator[Connection]:
    if record.type in _MAKERS:
        found = _connection(_made(record), record.span, path, ())
    else:
        base = record.base or next((each.value for each in record.entries if str(each.name) == "url"), None)
        text = _url_in(base) if base is not None else MappedText()
        scheme = _SCHEME.match(str(text))
        if scheme is None or scheme[1] == "odbc":
            return
        beside = [
            _inner(each, "connect_args.") for each in record.entries if str(each.name).startswith("connect_args.")
        ]
        found = _connection(parse(text), record.span, path, beside)
    if found is not None:
        yield replace(found, complete=found.complete and not record.truncated)


def _inner(entry: Entry, prefix: str) -> Entry:
    return replace(entry, name=entry.name[len(prefix) :])


def _made(record: Record) -> Url | None:
    """The URL that `URL.create` makes: its arguments, and `query.…`."""
    named = {str(each.name): each for each in record.entries}
    name = record.base or (named["drivername"].value if "drivername" in named else None)
    if name is None or not re.fullmatch(r"mssql(?:\+\w+)?", str(name)):
        return None
    positions = dict(zip(("username", "password", "host", "port", "database"), record.arguments[1:], strict=False))
    parts: dict[str, MappedText] = {}
    for part in ("host", "database", "username", "password", "port"):
        value = named[part].value if part in named else positions.get(part)
        if value is not None and str(value) and str(value) != "None":
            parts["user" if part == "username" else part] = value
    query = tuple(_item(_inner(each, "query.")) for each in record.entries if str(each.name).startswith("query."))
    return Url(name=str(name), parts=parts, query=query)


def _item(entry: Entry) -> Item:
    return Item(entry.name, entry.value, entry.span, entry.value[:0])


# --- Airflow ---------------------------------------------------------------------------------------------------------


def _airflow(text: MappedText, path: str) -> Connection | None:
    """The hook for `mssql` hands its extras to pymssql, the one for `odbc` writes them into a string."""
    url = parse(text)
    if url is None or any(str(item.name) == "__extra__" for item in url.query):
        return None
    if url.name == "mssql":
        return _of_arguments("pymssql", arguments(url), text.span, path)
    if url.name != "odbc":
        return _connection(url, text.span, path, ())
    extras = {str(item.name).lower(): item for item in url.query}
    items = [item for name, item in extras.items() if name not in _OF_HOOK]
    entries = [Entry(name=item.name, value=item.value, span=item.span) for item in items]
    if "driver" in extras:
        driver = extras["driver"]
        entries.insert(0, Entry(name=driver.name, value=driver.value.strip("{}"), span=driver.span))
    if "host" in url.parts:
        host = url.parts["host"]
        entries.insert(1, Entry(name=MappedText.decoded("SERVER", host.span), value=host, span=host.span))
    settings = first_wins(map(value_of, entries))
    library = _library(settings) if "driver" in extras else None
    if library is None:
        return None
    return connection("odbc", path, text.span, settings, library, complete="host" in url.parts)


DIALECT = Dialect(
    name="sqlalchemy",
    keywords=(b"mssql+", b"mssql://", b"airflow_conn_"),
    vocabulary=Vocabulary(calls=_ENGINES | _MAKERS, namespaces=frozenset({"sqlalchemy", "sqlmodel"})),
    read=read,
)
