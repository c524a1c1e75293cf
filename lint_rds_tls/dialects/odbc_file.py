"""ODBC data sources in files: sections of odbc.ini and of .dsn files, keys of the Windows registry."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.dialects._odbc_products import libraries_of
from lint_rds_tls.dialects._odbc_settings import SERVERS, connection, effective, value_of
from lint_rds_tls.dialects._settings import first_wins
from lint_rds_tls.model import Connection, Dialect, Fragment, Record, Vocabulary

#: How front-ends name a section: `odbc:Shop`.
_SECTION = "odbc:"


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The data source that one section describes."""
    if not isinstance(fragment, Record) or fragment.type or not _is_section(fragment):
        return
    settings = first_wins(value_of(entry) for entry in fragment.entries)
    driver = effective(settings, "driver")
    library = libraries_of(str(driver)) if driver is not None else ()
    if library and effective(settings, *SERVERS) is not None:
        yield connection("odbc-file", path, fragment.span, settings, library, complete=not fragment.truncated)


def _is_section(record: Record) -> bool:
    return any(use.role == "key" and use.name.lower().startswith(_SECTION) for use in record.uses)


DIALECT = Dialect(
    name="odbc-file",
    keywords=(b"odbc driver", b"native client", b"sql server", b"freetds", b"tdsodbc", b"msodbcsql"),
    languages=("ini", "reg"),
    vocabulary=Vocabulary(keys=frozenset({"driver"})),
    read=read,
)
