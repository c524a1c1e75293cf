"""python-tds: `pytds.connect(dsn, database, user, password, cafile=…, validate_host=…, enc_login_only=…)`."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.dialects._python_calls import connection_of
from lint_rds_tls.model import Connection, Dialect, Fragment, Record, Vocabulary

_CALLS = frozenset({"pytds.connect"})
_POSITIONAL = ("dsn", "database", "user", "password")
_TLS = frozenset({"cafile", "validate_host", "enc_login_only"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that one call makes."""
    if isinstance(fragment, Record) and fragment.type in _CALLS:
        yield connection_of("pytds", fragment, path, _POSITIONAL, ("server", "dsn"), _TLS)


DIALECT = Dialect(
    name="pytds",
    keywords=(b"pytds",),
    vocabulary=Vocabulary(calls=_CALLS, namespaces=frozenset({"pytds"})),
    read=read,
)
