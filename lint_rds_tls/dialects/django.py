"""Django: `DATABASES` entries whose engine is mssql-django, or one of those that it took over from.

From mssql/base.py of mssql-django 1.5 and 2.0: what OPTIONS name is put into one ODBC string, `extra_params` last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._odbc_products import ANY_OF_MICROSOFT, libraries_of
from lint_rds_tls.dialects._odbc_settings import connection, read_text, setting_of, value_of
from lint_rds_tls.dialects._settings import first_wins
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Record, Setting, Vocabulary
from lint_rds_tls.text import MappedText

_ENGINES = frozenset({"mssql", "sql_server.pyodbc", "django_mssql_backend", "sqlserver_ado"})
#: Entries that become keywords, in the order in which they are written.
_KEYWORDS = {
    "options.driver": "driver",
    "options.dsn": "dsn",
    "host": "server",
    "user": "uid",
    "password": "pwd",
    "name": "database",
}


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that one entry sets up."""
    if not isinstance(fragment, Record) or fragment.type:
        return
    entries = {str(entry.name).lower(): entry for entry in fragment.entries}
    engine = entries.get("engine")
    if engine is None or str(engine.value) not in _ENGINES:
        return
    settings, complete = _settings(entries)
    library = _library(entries)
    python = entries.get("options.python_driver")
    dialect = "mssql-python" if python is not None and "mssql" in str(python.value) else "odbc"
    found = connection(dialect, path, fragment.span, settings, library, complete=complete and not fragment.truncated)
    if found.host is None and "host" not in entries and "options.dsn" not in entries:
        found = replace(found, complete=False)
    yield found


def _settings(entries: dict[str, Entry]) -> tuple[tuple[Setting, ...], bool]:
    """Those of the string that mssql-django makes, and whether they are all."""
    written = [_keyword(entries[name], key) for name, key in _KEYWORDS.items() if name in entries]
    extra = entries.get("options.extra_params")
    if extra is None:
        return first_wins(written), not _may_hold_more(entries)
    more = read_text(extra.value)
    return first_wins([*written, *more.settings]), more.complete and not extra.value.has_hole


def _keyword(entry: Entry, key: str) -> Setting:
    return replace(setting_of(MappedText.decoded(key, entry.name.span), entry.value, entry.span), name=entry.name)


def _may_hold_more(entries: dict[str, Entry]) -> bool:
    """`OPTIONS` is not known as a whole."""
    options = entries.get("options")
    return options is not None and value_of(options).value is None


def _library(entries: dict[str, Entry]) -> tuple[str, ...]:
    """Without a driver, 1.x takes ODBC Driver 17 and 2.0 takes 18, or 17 where that is all there is."""
    driver = entries.get("options.driver")
    named = libraries_of(str(driver.value)) if driver is not None else ()
    return named or ANY_OF_MICROSOFT


DIALECT = Dialect(
    name="django",
    keywords=(b"'mssql'", b'"mssql"', b"sql_server.pyodbc", b"django_mssql_backend"),
    vocabulary=Vocabulary(keys=frozenset({"engine"})),
    read=read,
)
