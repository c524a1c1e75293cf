"""The grammar of ADO.NET connection strings: SqlClient's own state machine, with the place of every part.

Source: `GetKeyValuePair` of dotnet/SqlClient and dotnet/runtime (System.Data.Common), the same in every version; held
against 6,000 strings that thirteen versions of the packages read (tests/recorded/adonet-strings.jsonl.gz).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["IGNORABLE", "WHITE_SPACE", "Pair", "Parsed", "lower", "parse"]

#: `Char.IsWhiteSpace` of .NET; unlike Python it leaves out U+001C to U+001F.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

#: Characters that a comparison by culture does not see; from 7.0 on keywords are compared so (measured: these three).
IGNORABLE = dict.fromkeys(map(ord, "\u180e\u200b\ufeff"))

_CONTROL = re.compile(rf"(?![{WHITE_SPACE}])[\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(rf"[{WHITE_SPACE}]*")
_BETWEEN = re.compile(rf"[{WHITE_SPACE};]*")
_FILLER = re.compile(rf"(?:\x00[\x00{WHITE_SPACE}]*)?")
_UNQUOTED = re.compile(rf"(?:[^;\x00-\x1f\x7f-\x9f]|[{WHITE_SPACE}])*")
_QUOTED = {quote: re.compile(rf"{quote}([^{quote}\0]*(?:{quote}{quote}[^{quote}\0]*)*){quote}") for quote in "'\""}


@dataclass(frozen=True, slots=True)
class Pair:
    """One key and value; offsets into the parsed text."""

    key: str  #: lower case, `==` read as `=`
    key_start: int
    key_end: int
    value: str  #: unquoted
    value_start: int  #: quotes included
    value_end: int
    quote: str  #: `'`, `"` or nothing

    @property
    def absent(self) -> bool:
        """Whether nothing at all is written as the value, which is not the same as an empty string."""
        return not self.value and not self.quote


@dataclass(frozen=True, slots=True)
class Parsed:
    """The pairs up to the end, or up to a violation."""

    pairs: tuple[Pair, ...]
    error: int | None = None  #: where the token starts that violates the grammar


def lower(text: str) -> str:
    """Lower case as .NET's invariant culture has it: one character stays one."""
    folded = text.lower()
    return folded if len(folded) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def parse(text: str) -> Parsed:
    """Read a connection string; never raises."""
    pairs: list[Pair] = []
    position = 0
    while True:
        before, position = position, _matched(_BETWEEN, text, position)
        filled = _matched(_FILLER, text, position)
        if filled == len(text):
            return Parsed(tuple(pairs))
        if filled > position:
            return Parsed(tuple(pairs), filled)
        if _CONTROL.match(text, position):
            return Parsed(tuple(pairs), before)
        step = _pair(text, position)
        if isinstance(step, int):
            return Parsed(tuple(pairs), step)
        pairs.append(step[0])
        position = step[1] + (text[step[1] : step[1] + 1] == ";")


def _matched(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _pair(text: str, start: int) -> tuple[Pair, int] | int:
    """The pair that starts at `start` and where to go on, or where a violation starts."""
    equals = _separator(text, start)
    if equals is None:
        return start
    key_end = len(text[:equals].rstrip(WHITE_SPACE))
    if key_end <= start:
        return start
    key = lower(text[start:key_end].replace("==", "="))
    value_start = _matched(_SPACE, text, equals + 1)
    quote = text[value_start : value_start + 1]
    if quote in _QUOTED:
        match = _QUOTED[quote].match(text, value_start)
        if match is None:
            return start
        end = _matched(_SPACE, text, match.end())
        filled = _matched(_FILLER, text, end)
        if filled < len(text) and text[end] != ";":
            return filled if filled > end else start
        value = match[1].replace(quote * 2, quote)
        return Pair(key, start, key_end, value, value_start, match.end(), quote), end
    end = _matched(_UNQUOTED, text, value_start)
    value = text[value_start:end].rstrip(WHITE_SPACE)
    if value.endswith(("'", '"')) or (not value and end < len(text) and text[end] not in ";\0"):
        return start
    return Pair(key, start, key_end, value, value_start, value_start + len(value), ""), end


def _separator(text: str, start: int) -> int | None:
    """The first `=` from `start` that is not doubled; None where a control character or the end comes before."""
    position = start
    while True:
        equals = text.find("=", position)
        if equals < 0 or _CONTROL.search(text, position, equals):
            return None
        if text[equals + 1 : equals + 2] != "=":
            return equals
        position = equals + 2
