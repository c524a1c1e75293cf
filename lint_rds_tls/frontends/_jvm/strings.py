"""Decodes the strings of Kotlin, Scala and Groovy into pieces that know which characters they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lint_rds_tls.frontends._code.parts import Part

__all__ = ["FORMS", "text"]

_SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "s": " "}
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"  #: for half of a surrogate pair
_PAIR = r"u+([dD][89abAB][0-9A-Fa-f]{2})\\u+([dD][c-fC-F][0-9A-Fa-f]{2})"
#: Code units, and the end of a line that goes on.
_CODES = rf"{_PAIR}|u+([0-9A-Fa-f]{{4}})|(\r?\n)"
_ESCAPES = re.compile(rf"\\(?:{_CODES}|[\s\S])")
_DOLLARS = re.compile(r"()()()()\$[$\"]")
_SCALA = re.compile(rf"{_ESCAPES.pattern}|\$[$\"]")
#: After a hole of f"…" stands how it is formatted.
_FORMATS = re.compile(rf"{_SCALA.pattern}|%[%n]")
_SLASHES = re.compile(rf"\\(?:{_CODES}|/)")
_DOLLAR_SLASHES = re.compile(rf"\\(?:{_CODES})|\$[$/]")


class _Form(NamedTuple):
    """How the text of one kind of string is written."""

    opening: int  #: characters before the text
    closing: int
    escapes: re.Pattern[str] | None


#: By the kind of token; kinds that end in _TEXT are pieces of a template.
FORMS = {
    "KOTLIN_STRING": _Form(1, 1, _ESCAPES),
    "KOTLIN_RAW_STRING": _Form(3, 3, None),
    "KOTLIN_TEXT": _Form(0, 0, _ESCAPES),
    "SCALA_STRING": _Form(1, 1, _ESCAPES),
    "SCALA_RAW_STRING": _Form(3, 3, None),
    "SCALA_S_TEXT": _Form(0, 0, _SCALA),
    "SCALA_F_TEXT": _Form(0, 0, _FORMATS),
    "SCALA_RAW_TEXT": _Form(0, 0, _DOLLARS),
    "GROOVY_SINGLE": _Form(1, 1, _ESCAPES),
    "GROOVY_STRING": _Form(1, 1, _ESCAPES),
    "GROOVY_BLOCK_STRING": _Form(3, 3, _ESCAPES),
    "GROOVY_RAW_STRING": _Form(3, 3, _ESCAPES),
    "GROOVY_TEXT": _Form(0, 0, _ESCAPES),
    "GROOVY_SLASHY_TEXT": _Form(0, 0, _SLASHES),
    "GROOVY_DOLLAR_TEXT": _Form(0, 0, _DOLLAR_SLASHES),
    "RAW_TEXT": _Form(0, 0, None),
}


def text(source: str, start: int, end: int, kind: str) -> Iterator[Part]:
    """The value of a string, or of a piece of a template, of one of FORMS."""
    form = FORMS[kind]
    position, end = start + form.opening, end - form.closing
    if form.escapes is not None:
        for match in form.escapes.finditer(source, position, end):
            if position < match.start():
                yield Part(source[position : match.start()], position, match.start(), True)
            position = match.end()
            written = _escaped(match)
            if written:
                yield Part(written, match.start(), position, False)
    if position < end:
        yield Part(source[position:end], position, end, True)


def _escaped(match: re.Match[str]) -> str:
    high, low, code, line_end = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    if code:
        return _REPLACEMENT if code[0] in "dD" and code[1] in "89abcdefABCDEF" else chr(int(code, 16))
    if line_end:
        return ""
    sign = match[0][1]
    if match[0][0] != "\\":
        return "\n" if sign == "n" else sign
    return _SIMPLE.get(sign, sign)
