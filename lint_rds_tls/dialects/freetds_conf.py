"""freetds.conf: what FreeTDS reads for every client that is built on it, one section a server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Record, Setting, Vocabulary

#: How front-ends name a section: `freetds:Shop`.
_SECTION = "freetds:"
_TLS = frozenset({"encryption", "ca file", "crl file", "check certificate hostname", "certificate hostname"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The server that one section describes, or what `[global]` says for all."""
    if not isinstance(fragment, Record) or fragment.type:
        return
    if not any(use.role == "key" and use.name.lower().startswith(_SECTION) for use in fragment.uses):
        return
    settings = last_wins(map(_setting, fragment.entries))
    if not _speaks_to_sql_server(settings):
        return
    server = next((each for each in settings if each.key == "host" and each.effective), None)
    host = None if server is None else re.split(r"[\\,]", str(server))[0].strip().lower() or None
    yield Connection(
        dialect="freetds-conf",
        path=path,
        span=fragment.span,
        settings=settings,
        host=host,
        host_class=host_class_of(host),
        complete=server is not None and not fragment.truncated,  # of [global] sections may say otherwise
    )


def _setting(entry: Entry) -> Setting:
    key = " ".join(str(entry.name).lower().split())
    return Setting(
        key=key,
        name=entry.name,
        value=entry.value,
        span=entry.span,
        tls=key in _TLS,
        joint=" = ",
        instead="require" if key == "encryption" else "",
    )


def _speaks_to_sql_server(settings: Sequence[Setting]) -> bool:
    """FreeTDS speaks to Sybase too: that is version 5 of the protocol, and knows none of these settings."""
    effective = {each.key: str(each).strip().lower() for each in settings if each.effective}
    if effective.get("tds version", "").startswith(("4", "5")):
        return False
    newer = effective.get("tds version", "").startswith(("7", "8"))
    return bool(_TLS & effective.keys()) or (newer and "host" in effective) or effective.get("port") == "1433"


DIALECT = Dialect(
    name="freetds-conf",
    keywords=(b"tds version", b"encryption", b"ca file"),
    languages=("ini",),
    vocabulary=Vocabulary(),
    read=read,
)
