"""Words of a command line that no shell reads: blanks, quotes and backslashes, nothing else."""

from __future__ import annotations

import re

from lint_rds_tls.model import Word
from lint_rds_tls.text import MappedText

__all__ = ["plain_words"]

_WORD = re.compile(r"""(?:[^\s"'\\]+|"(?:[^"\\]|\\[\s\S])*"?|'[^']*'?|\\[\s\S]?)+""")
_PART = re.compile(
    r"""(?P<plain>[^\s"'\\]+)|(?P<double>"(?:[^"\\]|\\[\s\S])*"?)|'(?P<single>[^']*)'?|\\(?P<escaped>[\s\S]?)"""
)
_ESCAPE = re.compile(r'\\(?P<escaped>["\\$`])|\\(?P<join>\r?\n)')


def plain_words(text: MappedText) -> list[Word]:
    """The words, as Python's `shlex` and systemd split them."""
    return [_word(text[match.start() : match.end()]) for match in _WORD.finditer(str(text))]


def _word(written: MappedText) -> Word:
    parts: list[MappedText] = []
    for match in _PART.finditer(str(written)):
        kind = match.lastgroup or ""
        start, end = match.span(kind) if kind else match.span()
        if kind == "double":
            closed = end - start > 1 and match[0].endswith('"')
            parts += _unescaped(written[start + 1 : end - closed])
        else:
            parts.append(written[start:end])
    bare = all(match.lastgroup == "plain" for match in _PART.finditer(str(written)))
    return Word(text=MappedText.joined(parts), span=written.span, splits=bare and written.has_hole)


def _unescaped(inner: MappedText) -> list[MappedText]:
    parts: list[MappedText] = []
    position = 0
    for match in _ESCAPE.finditer(str(inner)):
        parts.append(inner[position : match.start()])
        if match["escaped"]:
            parts.append(inner[match.start("escaped") : match.end("escaped")])
        position = match.end()
    return [*parts, inner[position:]]
