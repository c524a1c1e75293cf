"""Decodes Java's string literals and text blocks into pieces that know which characters they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._code.parts import Part
from lint_rds_tls.grammar import scanner
from lint_rds_tls.text import MappedText, Span

__all__ = ["block", "string", "without_unicode_escapes"]

_SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "s": " "}
_LINE = re.compile(r"\r\n|\r|\n")
_UNICODE = re.compile(r"\\(?:u+([0-9A-Fa-f]{4})|[\s\S])")


def without_unicode_escapes(text: MappedText) -> MappedText:
    r"""The text with `\u0041` as what it stands for, wherever it is (JLS 3.3); `\\u0041` is none."""
    written = str(text)
    if "\\u" not in written:
        return text
    parts: list[MappedText] = []
    position = 0
    high: tuple[str, int] | None = None  # half of a surrogate pair, and where it starts
    for match in _UNICODE.finditer(written):
        if match[1] is None:
            continue
        character, start = chr(int(match[1], 16)), match.start()
        if high is not None and start == position and "\udc00" <= character <= "\udfff":
            character = (high[0] + character).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            parts.pop()
            start = high[1]
        else:
            parts.append(text[position:start])
        high = (character, start) if "\ud800" <= character <= "\udbff" else None
        parts.append(MappedText.decoded(character, Span(text.offset(start), text.offset(match.end() - 1) + 1)))
        position = match.end()
    return MappedText.joined([*parts, text[position:]])


def string(source: str, start: int, end: int) -> list[Part]:
    """The value of a string or character literal."""
    return list(_escaped(source, start + 1, end - 1))


def block(source: str, start: int, end: int) -> list[Part]:
    """The value of a text block: without the indentation its lines share, and without blanks at their ends."""
    first = _LINE.search(source, start)
    inside = first.end() if first else start + 3
    lines = list(_lines(source, inside, end - 3))
    kept = [line for line in lines if source[line[0] : line[1]].strip()] + [lines[-1]]
    indentation = min(len(source[s:e]) - len(source[s:e].lstrip()) for s, e, _ in kept)
    parts: list[Part] = []
    for line_start, line_end, after in lines:
        text = source[line_start:line_end]
        if text.strip():
            parts += _escaped(source, line_start + indentation, line_start + len(text.rstrip()))
        if after > line_end:
            parts.append(Part("\n", line_end, after, source[line_end:after] == "\n"))
    return _without_joined_lines(parts)


def _lines(source: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Start and end of each line, and where the next one starts."""
    position = start
    for match in _LINE.finditer(source, start, end):
        yield position, match.start(), match.end()
        position = match.end()
    yield position, end, end


def _without_joined_lines(parts: list[Part]) -> list[Part]:
    r"""A `\` at the end of a line takes the line's end away."""
    kept: list[Part] = []
    for part in parts:
        if part.text == "\n" and kept and kept[-1].text == "\\" and not kept[-1].copied:
            kept[-1] = Part("", kept[-1].start, part.end, False)
        else:
            kept.append(part)
    return [part for part in kept if part.text]


def _escaped(source: str, start: int, end: int) -> Iterator[Part]:
    for match in scanner("java", "text").finditer(source, start, end):
        text = match[0]
        if match.lastgroup == "PLAIN":
            yield Part(text, match.start(), match.end(), True)
        elif match.lastgroup == "BACKSLASH":  # before the end of a line of a text block
            yield Part("\\", match.start(), match.end(), False)
        elif text[1] in "01234567":
            yield Part(chr(int(text[1:], 8)), match.start(), match.end(), False)
        else:
            yield Part(_SIMPLE.get(text[1], text[1]), match.start(), match.end(), False)
