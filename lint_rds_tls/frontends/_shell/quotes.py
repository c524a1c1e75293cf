"""What quotes and backslashes stand for in a shell script, and the commands in a text."""

from __future__ import annotations

import re

from lint_rds_tls.frontends._shell.nodes import Parameter, Substitution, Unknown, Word
from lint_rds_tls.text import MappedText, Piece

__all__ = ["commands_in", "unescaped", "unticked"]

_SIMPLE_ESCAPES = dict(zip("abeEfnrtv\\'\"?", "\a\b\x1b\x1b\f\n\r\t\v\\'\"?", strict=True))


def commands_in(word: Word) -> list[Substitution]:
    """The command substitutions in a text."""
    found: list[Substitution] = []
    for part in word.parts or ():
        if isinstance(part, Substitution):
            found.append(part)
        elif isinstance(part, Unknown):
            found += part.inner
        elif isinstance(part, Parameter) and part.argument is not None:
            found += commands_in(part.argument)
    return found


def unticked(inner: MappedText, quoted: bool) -> MappedText:
    r"""Without the backslashes that only protect from the backticks around: \\, \$, \` (and \" in double quotes)."""
    pieces: list[Piece] = []
    parts: list[MappedText] = []
    last = 0
    for match in re.finditer(r"\\[\\$`\"]", str(inner)):
        if match[0] == '\\"' and not quoted:
            continue
        parts += inner[last : match.start()], inner[match.start() + 1 : match.end()]
        last = match.end()
    parts.append(inner[last:])
    for part in parts:
        pieces.extend(part.pieces)
    return MappedText(pieces, anchor=inner.offset(0))


def unescaped(escape: str) -> str:
    r"""What an escape of $'…' stands for."""
    kind = escape[1:2]
    if kind in _SIMPLE_ESCAPES:
        return _SIMPLE_ESCAPES[kind]
    if kind in "xuU" and len(escape) > 2:
        value = int(escape[2:], 16)
        return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else escape
    if kind and kind in "01234567":
        return chr(int(escape[1:], 8) & 0xFF)
    if kind == "c" and len(escape) > 2:
        return chr(ord(escape[2]) & 0x1F)
    return escape
