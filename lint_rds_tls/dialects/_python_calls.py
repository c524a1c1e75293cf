"""What dialects of Python modules share that take their settings as arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._odbc_settings import setting_of
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Connection, Entry, Record, Setting
from lint_rds_tls.text import HOLE_CHARACTER, MappedText

__all__ = ["connection_of"]


def connection_of(
    dialect: str, record: Record, path: str, positional: Sequence[str], hosts: Sequence[str], tls: frozenset[str]
) -> Connection:
    """The connection that a call makes.

    `positional` names its first arguments, `hosts` those that may hold the server, `tls` those that decide about TLS.
    """
    given = [
        _setting(MappedText.decoded(name, value.span), value, tls)
        for name, value in zip(positional, record.arguments, strict=False)
    ]
    named = [_named(each, tls) for each in record.entries]
    settings = last_wins([*given, *named])
    server = next((each for key in hosts for each in settings if each.key == key), None)
    host = None if server is None or server.value is None else _host(str(server))
    return Connection(
        dialect=dialect,
        path=path,
        span=record.span,
        settings=settings,
        host=host,
        host_class=host_class_of(host),
        complete=not record.truncated,
    )


def _named(entry: Entry, tls: frozenset[str]) -> Setting:
    return _setting(entry.name, entry.value, tls, entry)


def _setting(name: MappedText, value: MappedText, tls: frozenset[str], entry: Entry | None = None) -> Setting:
    span = entry.span if entry is not None else value.span
    found = setting_of(name, value, span, quoted=True)
    return Setting(
        key=found.key,
        name=name,
        value=found.value,
        prefix=str(value).partition(HOLE_CHARACTER)[0] if value.has_hole else "",
        span=span,
        tls=found.key in tls or found.tls,
        secret=found.secret,
        quoted=True,
    )


def _host(server: str) -> str:
    return re.split(r"[\\,:]", server.strip(), maxsplit=1)[0].lower()
