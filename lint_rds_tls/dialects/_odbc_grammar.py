"""The grammars of ODBC connection strings, with the place of every part: Microsoft's, mssql-python's own, FreeTDS's.

Held against strings that the drivers themselves read (tests/recorded/odbc/strings.jsonl.gz).
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Fault", "Pair", "parse", "parse_freetds", "parse_strictly"]

_SPACE = " \t\n\v\f\r"


@dataclass(frozen=True, slots=True)
class Pair:
    """One key and value; offsets into the parsed text."""

    key: str  #: lower case, with the blanks and semicolons that belong to it
    key_start: int
    key_end: int
    value: str  #: without braces
    value_start: int  #: braces included
    value_end: int
    braced: bool = False
    closed: bool = True  #: the closing brace is there

    @property
    def last(self) -> bool:
        """Whether nothing at all is written as the value, not even a semicolon behind it."""
        return not self.value and not self.braced


def parse(text: str) -> tuple[Pair, ...]:
    """Read a string as Microsoft's drivers do; whatever is left behind a closing brace they do not read.

    A key goes up to the next `=`, whatever stands before it, so that `bogus;Encrypt=no` is one key that nobody knows.
    """
    pairs: list[Pair] = []
    position = 0
    while True:
        while position < len(text) and (text[position] in _SPACE or text[position] == ";"):
            position += 1
        equals = text.find("=", position)
        if equals < 0:
            return tuple(pairs)
        pair = _pair(text, position, equals)
        pairs.append(pair)
        position = pair.value_end
        if position < len(text) and text[position] != ";":
            return tuple(pairs)


def _pair(text: str, start: int, equals: int) -> Pair:
    key = text[start:equals].lower()
    if text[equals + 1 : equals + 2] == "{":
        end = closing_brace(text, equals + 1)
        closed = end is not None
        inner = text[equals + 2 : len(text) if end is None else end - 1].replace("}}", "}")
        return Pair(key, start, equals, inner, equals + 1, len(text) if end is None else end, True, closed)
    end = text.find(";", equals)
    end = len(text) if end < 0 else end
    return Pair(key, start, equals, text[equals + 1 : end], equals + 1, end)


def parse_freetds(text: str) -> tuple[Pair, ...]:
    """Read a string as FreeTDS does: only blanks may stand before a key, only `};` ends a value in braces."""
    pairs: list[Pair] = []
    position = 0
    while True:
        while position < len(text) and text[position] in " ;":
            position += 1
        equals = text.find("=", position)
        if equals < 0:
            return tuple(pairs)
        key = text[position:equals].lower()
        braced = text[equals + 1 : equals + 2] == "{"
        found = text.find("};" if braced else ";", equals)
        end = len(text) if found < 0 else found
        closed = braced and found >= 0
        value = text[equals + 1 + braced : end]
        pairs.append(Pair(key, position, equals, value, equals + 1, end + closed, braced, closed))
        position = end + closed


def closing_brace(text: str, start: int) -> int | None:
    """Behind the brace that closes the one at `start`; a doubled one does not close. None where none does."""
    position = start + 1
    while (found := text.find("}", position)) >= 0:
        if text[found + 1 : found + 2] != "}":
            return found + 1
        position = found + 2
    return None


@dataclass(frozen=True, slots=True)
class Fault:
    """What mssql-python refuses a string for; offsets into the parsed text."""

    message: str  #: in its own words; never a value
    key: str  #: lower case
    start: int
    end: int


def parse_strictly(text: str) -> tuple[tuple[Pair, ...], tuple[Fault, ...]]:
    """Read a string as mssql-python does before the driver sees it: `_ConnectionStringParser` of 1.16."""
    pairs: list[Pair] = []
    faults: list[Fault] = []
    end = len(text.rstrip())
    position = len(text) - len(text.lstrip())
    while True:
        while position < end and text[position] in " \t;":
            position += 1
        if position >= end:
            return tuple(pairs), tuple(faults)
        position = _strict_pair(text, position, end, pairs, faults)


def _strict_pair(text: str, start: int, end: int, pairs: list[Pair], faults: list[Fault]) -> int:
    """Read one pair into `pairs`, or what is wrong with it into `faults`; where to go on."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    stop = _until(text, ";", start, end)
    equals = text.find("=", start, stop)
    key_end = start + len(text[start : equals if equals >= 0 else stop].rstrip())
    key = text[start:key_end].lower()
    if equals < 0:
        message = f"Incomplete specification: keyword '{text[start:key_end]}' has no value (missing '=')"
        faults.append(Fault(message, key, start, key_end))
        return stop
    if not key:
        faults.append(Fault("Empty keyword found (format: =value)", "", start, stop))
        return stop
    value = equals + 1
    while value < end and text[value] in " \t":
        value += 1
    closing = closing_brace(text[:end], value) if text[value:end].startswith("{") else value
    if closing is None:
        message = f"Error parsing value for keyword '{key}': Unclosed braced value starting at position {value}"
        faults.append(Fault(message, key, start, stop))
        return stop
    if closing > value:
        pair = Pair(key, start, key_end, text[value + 1 : closing - 1].replace("}}", "}"), value, closing, True)
    else:
        closing = _until(text, ";", value, end)
        pair = Pair(key, start, key_end, text[value:closing].rstrip(), value, value + len(text[value:closing].rstrip()))
    if not pair.value:
        message = f"Empty value for keyword '{key}' (all connection string parameters must have non-empty values)"
        faults.append(Fault(message, key, start, closing))
    if any(key == each.key for each in pairs):
        faults.append(Fault(f"Duplicate keyword '{key}' found", key, start, closing))
    else:
        pairs.append(pair)
    return closing


def _until(text: str, character: str, start: int, end: int) -> int:
    found = text.find(character, start, end)
    return end if found < 0 else found
