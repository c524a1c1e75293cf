"""Decodes the inside of Python's string literals, every character at its own place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lint_rds_tls.text import MappedText

__all__ = ["decoded", "with_holes"]

_ESCAPE = re.compile(
    r"""\\(?: (?P<end>\r\n|\r|\n) | (?P<octal>[0-7]{1,3}) | x(?P<byte>[0-9a-fA-F]{2})
    | (?P<unicode>u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}) | N\{(?P<name>[^}]*)\} | (?P<other>.) )
    | (?P<brace>\{\{|\}\})""",
    re.VERBOSE | re.DOTALL,
)
_BRACE = re.compile(r"(?P<brace>\{\{|\}\})")
_SIMPLE = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"',
}  # fmt: skip
#: An escape such as \N{DASH} is no field.
_FIELD = re.compile(r"\{\{|\}\}|(?<!\\N)\{[^{}]*\}")
_RETURN = re.compile(r"\r\n?")


def decoded(inner: MappedText, prefix: str) -> MappedText:
    """The value of what stands between the quotes of a literal with this (lower-case) prefix.

    Of an f-string (or t-string), of the text between two of its replacement fields.
    """
    written = str(inner)
    if "\r" in written:  # Python reads every line end as one line feed
        inner = _replaced(inner, ((*match.span(), "\n") for match in _RETURN.finditer(written)))
        written = str(inner)
    braces = ("f" in prefix or "t" in prefix) and ("{" in written or "}" in written)
    escapes = "r" not in prefix and "\\" in written
    if not braces and not escapes:
        return inner
    return _replaced(inner, _changes(written, _ESCAPE if escapes else _BRACE, prefix, braces=braces))


def with_holes(inner: MappedText, prefix: str) -> MappedText:
    """The same of a whole f-string that was not parsed: all its replacement fields as holes."""
    if "f" not in prefix and "t" not in prefix:
        return decoded(inner, prefix)
    parts: list[MappedText] = []
    last = 0
    for match in _FIELD.finditer(str(inner)):
        if match[0] not in ("{{", "}}"):
            parts += (
                decoded(inner[last : match.start()], prefix),
                MappedText.hole(inner[match.start() : match.end()].span),
            )
            last = match.end()
    return MappedText.joined([*parts, decoded(inner[last:], prefix)])


def _changes(written: str, pattern: re.Pattern[str], prefix: str, *, braces: bool) -> Iterator[tuple[int, int, str]]:
    for match in pattern.finditer(written):
        if match["brace"] is not None:
            value = match[0][0] if braces else None
        else:
            value = _character(match, is_bytes="b" in prefix)
        if value is not None:
            yield *match.span(), value


def _character(match: re.Match[str], *, is_bytes: bool) -> str | None:
    """What an escape stands for; None where it is none and stays as it is."""
    if match["end"] is not None:
        return ""
    if match["octal"] is not None:
        return chr(int(match["octal"], 8) & (0xFF if is_bytes else 0x1FF))
    if match["byte"] is not None:
        return chr(int(match["byte"], 16))
    if match["other"] is not None:
        return _SIMPLE.get(match["other"])
    if is_bytes:
        return None
    try:
        return unicodedata.lookup(match["name"]) if match["name"] is not None else chr(int(match["unicode"][1:], 16))
    except (KeyError, ValueError):
        return None


def _replaced(text: MappedText, changes: Iterator[tuple[int, int, str]]) -> MappedText:
    """The text with other characters in some places."""
    parts: list[MappedText] = []
    last = 0
    for start, end, value in changes:
        parts += text[last:start], MappedText.decoded(value, text[start:end].span)
        last = end
    parts.append(text[last:])
    return MappedText.joined(parts)
