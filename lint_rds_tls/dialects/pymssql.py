"""pymssql: `pymssql.connect(server, user, password, database, encryption=…)`."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.dialects._python_calls import connection_of
from lint_rds_tls.model import Connection, Dialect, Fragment, Record, Vocabulary

_CALLS = frozenset({"pymssql.connect", "pymssql._mssql.connect", "_mssql.connect"})
_POSITIONAL = ("server", "user", "password", "database")


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that one call makes."""
    if isinstance(fragment, Record) and fragment.type in _CALLS:
        yield connection_of("pymssql", fragment, path, _POSITIONAL, ("server", "host"), frozenset({"encryption"}))


DIALECT = Dialect(
    name="pymssql",
    keywords=(b"pymssql", b"_mssql"),
    vocabulary=Vocabulary(calls=_CALLS, namespaces=frozenset({"pymssql", "_mssql"})),
    read=read,
)
