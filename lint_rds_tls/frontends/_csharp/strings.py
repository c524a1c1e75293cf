"""Decodes C# string literals into pieces that know which characters of the source they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._code.parts import Part
from lint_rds_tls.frontends._code.tokens import NEW_LINE, before_new_line, indentation_start

__all__ = ["decode_name", "literal", "text_piece"]


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{1,4})|([\s\S]))")
_REGULAR_TEXT = re.compile(_ESCAPE.pattern + r"|(\{\{|\}\})")
_DOUBLED_QUOTE = re.compile('""')
_VERBATIM_TEXT = re.compile(r'""|\{\{|\}\}')
_SIMPLE = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_SPACES = re.compile(r"[^\S\r\n\x85\u2028\u2029]*")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def literal(source: str, start: int, end: int, kind: str) -> list[Part]:
    """The value of a STRING, VERBATIM, RAW or CHARACTER token, or of one of these with u8 behind it."""
    if source[end - 1] == "8":
        end -= 2
    if source[start] == "@":
        return list(_replaced(source, start + 2, end - 1, _DOUBLED_QUOTE))
    if source.startswith('"""', start) and kind != "STRING":
        quotes = end - start - len(source[start:end].lstrip('"'))
        return _raw(source, start + quotes, end - quotes)
    return list(_replaced(source, start + 1, end - 1, _ESCAPE))


def text_piece(source: str, start: int, end: int, opening: str, indentation: str | None, *, first: bool) -> list[Part]:
    """The value of a TEXT token of an interpolated string.

    `indentation` is that of the closing quotes of a raw string on lines of its own, None for all others.
    """
    if "@" in opening:
        return list(_replaced(source, start, end, _VERBATIM_TEXT))
    if not opening.endswith('"""'):
        return list(_replaced(source, start, end, _REGULAR_TEXT))
    if indentation is None:
        return [Part(source[start:end], start, end, True)]
    return list(_unindented(source, start, end, indentation, at_line_start=first))


def decode_name(name: str) -> str:
    """A name as the compiler compares it: without @, escapes replaced."""
    if "\\" in name:
        name = "".join(part.text for part in _replaced(name, 0, len(name), _ESCAPE))
    return name[1:] if name.startswith("@") else name


def _replaced(source: str, start: int, end: int, escapes: re.Pattern[str]) -> Iterator[Part]:
    position = start
    high: tuple[str, int] | None = None  # half of a surrogate pair, and where it starts
    for match in escapes.finditer(source, start, end):
        first, last = match.span()
        if position < first:
            if high is not None:
                yield Part(_REPLACEMENT, high[1], position, False)
                high = None
            yield Part(source[position:first], position, first, True)
        position = last
        text = _escaped(match)
        if high is not None:
            if "\udc00" <= text <= "\udfff":
                text = (high[0] + text).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
                first, high = high[1], None
            else:
                yield Part(_REPLACEMENT, high[1], first, False)
                high = None
        if "\ud800" <= text <= "\udbff":
            high = text, first
        else:
            yield Part(_REPLACEMENT if "\udc00" <= text <= "\udfff" else text, first, last, False)
    if high is not None:
        yield Part(_REPLACEMENT, high[1], position, False)
    if position < end:
        yield Part(source[position:end], position, end, True)


def _escaped(match: re.Match[str]) -> str:
    """What one escape stands for."""
    text = match[0]
    if text[0] != "\\":
        return text[0]  # a doubled quote or brace
    digits = match[1] or match[2] or match[3]
    if digits is None:
        return _SIMPLE.get(text[1], text[1])
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else _REPLACEMENT


def _raw(source: str, start: int, end: int) -> list[Part]:
    line = NEW_LINE.search(source, start, end)
    if line is None:
        return [Part(source[start:end], start, end, True)] if start < end else []
    last = indentation_start(source, end)
    return list(
        _unindented(source, line.end(), before_new_line(source, line.end(), last), source[last:end], at_line_start=True)
    )


def _unindented(source: str, start: int, end: int, indentation: str, *, at_line_start: bool) -> Iterator[Part]:
    """The lines without their common indentation, their ends kept as written."""
    position = start
    while True:
        line = NEW_LINE.search(source, position, end)
        stop = line.start() if line else end
        if at_line_start:
            if source.startswith(indentation, position) and position + len(indentation) <= stop:
                position += len(indentation)
            else:  # a shorter line of white space
                spaces = _SPACES.match(source, position, stop)
                position = spaces.end() if spaces else position
        after = line.end() if line else end
        if position < after:
            yield Part(source[position:after], position, after, True)
        if line is None:
            return
        position, at_line_start = after, True
