"""Prisma: `sqlserver://host:port;name=value`, a JDBC URL without its `jdbc:`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects import _jdbc_grammar
from lint_rds_tls.dialects._go_strings import is_prisma
from lint_rds_tls.dialects._jdbc_settings import hosted, looks_like_tls
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import goes_on, last_wins, place_of
from lint_rds_tls.model import Connection, Dialect, Fragment, Literal, Setting, Vocabulary
from lint_rds_tls.text import MappedText, Span

_JDBC = "jdbc:"
_NAMED = re.compile(r"\s*[\w.\-]*\s*=\s*(?=sqlserver://)")
_TLS = frozenset({"encrypt", "trustservercertificate", "trustservercertificateca"})
_SECRETS = frozenset({"password", "pwd"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections of Prisma in one fragment."""
    if not isinstance(fragment, Literal) or "sqlserver://" not in str(fragment.text):
        return
    text = settled(fragment.text)
    match = _NAMED.match(str(text))
    text = text[match.end() :] if match else text
    if is_prisma(str(text)):
        connection = _url(text, path)
        complete = connection.complete and not goes_on(fragment)
        place = place_of(text, fragment)
        yield replace(connection, alternative=fragment.alternative, complete=complete, span=place)


def _url(text: MappedText, path: str) -> Connection:
    parsed = _jdbc_grammar.parse(_JDBC + str(text))
    settings = [_setting(_cut(text, pair.name), _cut(text, pair.value)) for pair in parsed.pairs]
    connection = Connection(
        dialect="prisma",
        path=path,
        span=text.span,
        settings=last_wins(settings),
        complete=parsed.error is None and not any(each.name.has_hole for each in settings),
    )
    server = _cut(text, parsed.server) if parsed.server else None
    return connection if server is None else hosted(connection, server)


def _cut(text: MappedText, place: tuple[int, int]) -> MappedText:
    return text[place[0] - len(_JDBC) : place[1] - len(_JDBC)]


def _setting(name: MappedText, value: MappedText) -> Setting:
    key = str(name).lower()
    span = name.span.cover(value.span) if value.pieces else Span(name.span.start, name.span.end + 1)
    return Setting(
        key=key,
        name=name,
        value=None if value.has_hole else value,
        span=span,
        tls=key in _TLS or looks_like_tls(key),
        secret=key in _SECRETS,
        quoted=True,
        instead={"encrypt": "true", "trustservercertificate": "false"}.get(key, ""),
    )


DIALECT = Dialect(name="prisma", keywords=(b"sqlserver://",), vocabulary=Vocabulary(), read=read)
