"""How a program on Windows cuts its command line into words: the rules of the C runtime."""

from __future__ import annotations

import re

from lint_rds_tls.model import Word
from lint_rds_tls.text import MappedText

__all__ = ["arguments", "program"]

_PIECE = re.compile(
    r"(?P<blank>[ \t\r\n]+)|(?P<slashes>\\*)(?P<quote>\")|(?P<text>(?:[^ \t\r\n\"\\]|\\+(?![\\\"]))+)|(?P<rest>\\+)"
)


def arguments(line: MappedText) -> list[Word]:
    r"""The words of a line: blanks part them, quotes hold them together, `\"` is a quote, `\\"` a slash and a quote.

    https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
    """
    words: list[Word] = []
    parts: list[MappedText] = []
    start: int | None = None
    quoted = False
    written = str(line)
    position = 0
    while position < len(written):
        match = _PIECE.match(written, position)
        if match is None:
            break
        kind, end = match.lastgroup, match.end()
        if kind == "blank" and not quoted:
            if start is not None:
                words.append(_word(line, parts, start, position))
            parts, start = [], None
            position = end
            continue
        start = position if start is None else start
        if kind == "quote":
            slashes = match.end("slashes") - match.start("slashes")
            parts.append(line[position : position + slashes // 2])
            if slashes % 2:
                parts.append(line[end - 1 : end])
            elif quoted and written[end : end + 1] == '"':
                parts.append(line[end : end + 1])
                end += 1
            else:
                quoted = not quoted
        else:
            parts.append(line[position:end])
        position = end
    if start is not None:
        words.append(_word(line, parts, start, len(written)))
    return words


def _word(line: MappedText, parts: list[MappedText], start: int, end: int) -> Word:
    whole = line[start:end]
    text = MappedText.joined(parts) if parts else MappedText(anchor=whole.span.start)
    return Word(text=text, span=whole.span, splits=text.has_hole and '"' not in str(whole))


def program(text: MappedText) -> MappedText:
    """The name of a program without folders that are not known: `?/tools/sqlcmd.exe` is still sqlcmd."""
    written = str(text)
    holes = [at for at in range(len(written)) if text.is_hole(at)] if text.has_hole else []
    slash = max(written.rfind("\\"), written.rfind("/"))
    return text[holes[-1] + 1 :] if holes and holes[-1] < slash else text
