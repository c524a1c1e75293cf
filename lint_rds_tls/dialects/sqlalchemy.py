"""SQLAlchemy: `mssql+pyodbc://…` URLs wherever they stand, engines, and `URL.create`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lint_rds_tls.dialects._odbc_settings import connection, effective, value_of
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import first_wins, goes_on, place_of, place_of_call
from lint_rds_tls.dialects._sqlalchemy_connections import AIRFLOW, connection_of_url, library_of
from lint_rds_tls.dialects._sqlalchemy_urls import Item, Url, parse
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Literal, Record, Use, Vocabulary
from lint_rds_tls.text import MappedText

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
_START = re.compile(r"\s*(?:[\w.\-]*\s*=\s*)?(?=mssql(?:\+\w+)?://)")
_SCHEME = re.compile(r"(mssql(?:\+(\w+))?)://")
#: Where a bare `mssql://` is SQLAlchemy's: half a dozen other clients have such URLs too.
_ALCHEMY = re.compile(r"(?i)sqlalchemy|create_engine|create_async_engine|alembic")
_OF_SQL_SERVER = re.compile(r"(?i)mssql|sql ?server")
_OWN_ITEM = re.compile(r"(?i)[?&](?:driver=[^&]*(?:odbc|freetds|sql[+ ]|%20)|odbc_connect=)")


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections in one fragment."""
    if isinstance(fragment, Literal):
        found = _literal(fragment, path)
        if found is not None:
            complete = found.complete and not goes_on(fragment)
            yield replace(found, alternative=fragment.alternative, complete=complete)
    elif isinstance(fragment, Record) and fragment.type in _ENGINES | _MAKERS:
        yield from _call(fragment, path)
    elif isinstance(fragment, Record) and not fragment.type and any(use.name == "set" for use in fragment.uses):
        yield from _changed(fragment, path)


# --- URLs ------------------------------------------------------------------------------------------------------------


def _literal(literal: Literal, path: str) -> Connection | None:
    text = _url_in(literal.text)
    scheme = _SCHEME.match(str(text))
    if scheme is None:
        return None
    if any(AIRFLOW.search(use.name) for use in literal.uses):
        return None
    if scheme[1] == "mssql" and not _is_alchemy(str(text), literal.uses, literal.libraries):
        return None
    return connection_of_url(parse(text), place_of(text, literal), path, ())


def _url_in(text: MappedText) -> MappedText:
    if "://" not in str(text):
        return text[:0]
    match = _START.match(str(text))
    return settled(text[match.end() :], url=True) if match else text[:0]


def _is_alchemy(text: str, uses: Iterable[Use], libraries: Iterable[str]) -> bool:
    told = (*(use.name for use in uses), *(use.owner for use in uses), *libraries)
    return _OWN_ITEM.search(text) is not None or any(_ALCHEMY.search(each) for each in told)


# --- calls -----------------------------------------------------------------------------------------------------------


def _call(record: Record, path: str) -> Iterator[Connection]:
    if record.type in _MAKERS:
        found = connection_of_url(_made(record), record.span, path, ())
    else:
        base = record.base or next((each.value for each in record.entries if str(each.name) == "url"), None)
        text = _url_in(base) if base is not None else MappedText()
        scheme = _SCHEME.match(str(text))
        if scheme is None:
            return
        beside = [
            _inner(each, "connect_args.") for each in record.entries if str(each.name).startswith("connect_args.")
        ]
        found = connection_of_url(parse(text), place_of_call(record), path, beside)
    if found is not None:
        yield replace(found, complete=found.complete and not record.truncated)


def _changed(record: Record, path: str) -> Iterator[Connection]:
    """`url.set(query={…})`, where what stands beside it or around it tells that the URL is one of SQL Server."""
    if not any("sqlalchemy" in library for library in record.libraries):
        return
    name = next((str(each.value) for each in record.entries if str(each.name) == "drivername"), None)
    settings = first_wins(
        value_of(_inner(each, "query.")) for each in record.entries if str(each.name).startswith("query.")
    )
    guards = [guard for each in record.entries for guard in each.guards if not guard.startswith("not ")]
    told = [name] if name else [*guards, str(effective(settings, "driver") or "")]
    certain = name is None and effective(settings, "trustservercertificate") is not None
    if not any(setting.tls for setting in settings) or not (certain or any(map(_OF_SQL_SERVER.search, told))):
        return
    python = any("mssqlpython" in each for each in told)
    library = () if python else library_of(settings)
    if library is not None:
        yield connection("mssql-python" if python else "odbc", path, record.span, settings, library, complete=False)


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


DIALECT = Dialect(
    name="sqlalchemy",
    keywords=(b"mssql+", b"mssql://"),
    vocabulary=Vocabulary(calls=_ENGINES | _MAKERS, namespaces=frozenset({"sqlalchemy", "sqlmodel"})),
    read=read,
)
