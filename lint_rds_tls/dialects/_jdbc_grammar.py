"""The URL grammar of mssql-jdbc: what its parser makes of every text, by place.

From com.microsoft.sqlserver.jdbc.Util.parseUrl, whose shape is the same in 6.1.0 to 13.5.1, and held against released
jars (tests/recorded/jdbc/urls.jsonl.gz). Blank means what java.lang.String.trim removes: everything up to U+0020.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["PREFIX", "Pair", "Parsed", "parse"]

#: Case matters: another spelling is not the driver's.
PREFIX = "jdbc:sqlserver://"

_BLANK = "".join(map(chr, range(0x21)))
_SERVER_ENDS = re.compile(r"[;:\\]")
_INSTANCE_ENDS = re.compile(r"[;:]")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value, both trimmed; offsets into the URL."""

    name: Range
    value: Range  #: between the braces where it is braced
    braced: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A URL taken apart, up to its first violation."""

    server: Range | None = None
    instance: Range | None = None
    port: Range | None = None
    pairs: tuple[Pair, ...] = ()
    error: Range | None = None  #: what is badly formed
    goes_on: bool = False  #: something follows the server


def parse(url: str, *, doubled_braces: bool = True) -> Parsed:
    """Take a URL apart that starts with PREFIX; `doubled_braces`: `}}` in braces is one (8.3.0 and later)."""
    server = instance = port = None
    position = start = len(PREFIX)
    goes_on = False
    if url[start : start + 1] not in ("", ";"):
        end = _next(_SERVER_ENDS, url, start + 1)
        server = _trimmed(url, start, end)
        goes_on = end < len(url)
        sign, position = url[end : end + 1], end
        if sign == "\\":
            end = _next(_INSTANCE_ENDS, url, position + 1)
            instance = _trimmed(url, position + 1, end)
            sign, position = url[end : end + 1], end
        if sign == ":":
            end = _end(url, position + 1)
            port = _trimmed(url, position + 1, end)
            position = end
    pairs, error = _pairs(url, position + 1, doubled_braces=doubled_braces)
    return Parsed(server, instance, port, tuple(pairs), error, goes_on)


def _pairs(url: str, position: int, *, doubled_braces: bool) -> tuple[list[Pair], Range | None]:
    pairs: list[Pair] = []
    while position < len(url):
        end = _end(url, position)
        equals = url.find("=", position, end)
        name = _trimmed(url, position, end if equals < 0 else equals)
        if equals < 0 and name[0] == name[1]:
            position = end + 1
            continue
        if equals < 0 or name[0] == name[1]:
            return pairs, (name if equals < 0 else (equals, end))
        brace = url.find("{", equals, end)
        if brace < 0:
            pairs.append(Pair(name, _trimmed(url, equals + 1, end), braced=False))
            position = end + 1
            continue
        closed = _closing(url, brace + 1, doubled_braces=doubled_braces)
        end = _end(url, closed + 1) if closed >= 0 else len(url)
        if url[equals + 1 : brace].strip(_BLANK) or closed < 0 or url[closed + 1 : end].strip(" "):
            return pairs, (name[0], end)
        pairs.append(Pair(name, (brace + 1, closed), braced=True))
        position = end + 1
    return pairs, None


def _closing(url: str, position: int, *, doubled_braces: bool) -> int:
    """Where the brace is that closes a value, -1 where none does."""
    while (found := url.find("}", position)) >= 0 and doubled_braces and url[found + 1 : found + 2] == "}":
        position = found + 2
    return found


def _end(url: str, position: int) -> int:
    found = url.find(";", position)
    return found if found >= 0 else len(url)


def _next(signs: re.Pattern[str], url: str, position: int) -> int:
    match = signs.search(url, position)
    return match.start() if match else len(url)


def _trimmed(url: str, start: int, end: int) -> Range:
    text = url[start:end]
    left = len(text) - len(text.lstrip(_BLANK))
    return start + min(left, len(text)), start + max(left, len(text.rstrip(_BLANK)))
