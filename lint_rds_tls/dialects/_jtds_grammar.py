"""The URL grammar of jTDS: tokens between `:`, `;` and `/`, brackets that quote.

From net.sourceforge.jtds.jdbc.Driver.parseURL and nextToken of 1.3.1, and held against released jars
(tests/recorded/jdbc/urls.jsonl.gz).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lint_rds_tls.text import MappedText

__all__ = ["PREFIX", "Pair", "Parsed", "parse"]

#: `jdbc:jtds:` and a kind of server, case ignored.
PREFIX = re.compile(r"jdbc:jtds:(?:sqlserver|sybase):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A property as written; neither name nor value is trimmed."""

    name: MappedText
    value: MappedText
    whole: MappedText


@dataclass(frozen=True, slots=True)
class Parsed:
    """A URL taken apart."""

    server: MappedText
    port: MappedText | None = None
    database: MappedText | None = None
    pairs: tuple[Pair, ...] = ()
    lost: MappedText | None = None  #: what stands behind a `:` or `/` inside a value, which ends the reading


def parse(url: MappedText) -> Parsed | None:
    """Take a URL apart; None where the driver says that it is not its own."""
    raw = str(url)
    prefix = PREFIX.match(raw)
    if prefix is None:
        return None
    nothing, position, _ = _token(url, raw, prefix.end())
    if len(nothing):
        return None
    server, position, ended = _token(url, raw, position)
    if not str(server):
        return None
    port = database = None
    if ended == ":" and position < len(raw):
        port, position, ended = _token(url, raw, position)
        if re.fullmatch(r"[-+]?\d{1,10}", str(port)) is None and not port.has_hole:
            return None
    if ended == "/" and position < len(raw):
        database, position, ended = _token(url, raw, position)
    pairs = []
    while ended == ";" and position < len(raw):
        token, position, ended = _token(url, raw, position)
        pairs.append(_pair(token))
    lost = url[position:] if ended in (":", "/") and position < len(raw) else None
    return Parsed(server, port, database, tuple(pairs), lost)


def _pair(token: MappedText) -> Pair:
    equals = str(token).find("=")
    if 0 < equals < len(token) - 1:
        return Pair(token[:equals], token[equals + 1 :], token)
    return Pair(token, token[len(token) :], token)  # the whole of it is the name, of no value


def _token(url: MappedText, raw: str, position: int) -> tuple[MappedText, int, str]:
    """The next token without its brackets, where the one behind it starts, and the sign between them."""
    parts: list[MappedText] = []
    start, quoted = position, False
    while position < len(raw):
        sign = raw[position]
        if not quoted and sign in ":;/":
            parts.append(url[start:position])
            behind = position + (2 if raw.startswith("//", position) else 1)
            return MappedText.joined(parts), behind, sign
        if sign in "[]":
            parts.append(url[start:position])
            quoted, start = sign == "[", position + 1
        position += 1
    parts.append(url[start:position])
    return MappedText.joined(parts), position, ""
