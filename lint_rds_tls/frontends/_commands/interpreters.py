"""Programs that read text of a language: shells, PowerShell, cmd, Python; where on their command lines it stands."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from lint_rds_tls.model import Entry, Word
from lint_rds_tls.text import MappedText, Span

__all__ = ["Reading", "joined", "of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that a program reads."""

    language: str  #: name of a front-end
    text: MappedText | None = None  #: None where it is a file, or a person types it
    positional: tuple[Entry, ...] = ()  #: `$0`, `$1`, … under these numbers


Reader: TypeAlias = Callable[[Sequence[Word], "MappedText | None"], Reading]


def of(name: str) -> Reader | None:
    """How a program of this file name reads its words and its standard input; None where it reads no text."""
    return _READERS.get(name)


def joined(words: Iterable[Word], quote: str = "") -> MappedText:
    """Words with blanks between them, in `quote` where they hold blanks themselves."""
    parts: list[MappedText] = []
    for word in words:
        text = word.text
        start, end = Span(word.span.start, word.span.start), Span(word.span.end, word.span.end)
        if parts:
            parts.append(MappedText.decoded(" ", start))
        if quote and (" " in str(text) or not str(text)):
            text = MappedText.joined((MappedText.decoded(quote, start), text, MappedText.decoded(quote, end)))
        parts.append(text)
    return MappedText.joined(parts)


def _shell(words: Sequence[Word], given: MappedText | None) -> Reading:
    """`sh -c TEXT NAME ARGUMENT…`, with options bundled; without a text or a script it reads what it is given."""
    text = standard = False
    index = 1
    while index < len(words):
        written = str(words[index].text)
        if written[:1] not in ("-", "+"):
            break
        index += 1
        if written in ("-", "--"):
            break
        if written.startswith("--"):
            index += written in ("--rcfile", "--init-file")
            continue
        text = text or ("c" in written and written[0] == "-")
        standard = standard or "s" in written
        index += written[-1] in "oO"
    rest = words[index:]
    if text:
        return Reading("shell", rest[0].text if rest else None, _positional(rest[1:], 0))
    if standard or not rest:
        return Reading("shell", given, _positional(rest, 1))
    return Reading("shell")


def _positional(words: Sequence[Word], first: int) -> tuple[Entry, ...]:
    entries = []
    for number, word in enumerate(words, first):
        if word.splits:
            break
        name = MappedText.decoded(str(number), Span(word.span.start, word.span.start))
        entries.append(Entry(name=name, value=word.text, span=word.span))
    return tuple(entries)


#: Names of PowerShell's own options that take a value; each may be cut short.
_VALUES = (
    "executionpolicy", "ep", "windowstyle", "inputformat", "if", "outputformat", "of", "version", "configurationname",
    "configurationfile", "settingsfile", "workingdirectory", "wd", "psconsolefile", "custompipename",
)  # fmt: skip


def _powershell(words: Sequence[Word], given: MappedText | None, command: bool) -> Reading:
    """`-Command TEXT…`, `-EncodedCommand BASE64`; a text without an option is a command, or for pwsh a file."""
    index = 1
    while index < len(words):
        word = words[index]
        written = str(word.text)
        index += 1
        if written[:1] not in ("-", "/") or written == "-":
            plain = command and not written.lower().endswith((".ps1", "-"))
            return Reading("powershell", joined(words[index - 1 :]) if plain or " " in written else None)
        name = written[1:].lower().lstrip("-")
        if name and "command".startswith(name):
            rest = words[index:]
            typed = len(rest) == 1 and str(rest[0].text) == "-"
            return Reading("powershell", given if typed or not rest else joined(rest))
        if name in ("e", "ec") or (name.startswith("en") and "encodedcommand".startswith(name)):
            return Reading("powershell", _decoded(words[index].text) if index < len(words) else None)
        if name and "file".startswith(name):
            return Reading("powershell", given if [str(each.text) for each in words[index:]] == ["-"] else None)
        index += any(name and value.startswith(name) for value in _VALUES)
    return Reading("powershell", given)


def _decoded(text: MappedText) -> MappedText | None:
    """The text in base64 of UTF-16, as `-EncodedCommand` takes it."""
    if text.has_hole:
        return None
    try:
        said = base64.b64decode(str(text), validate=True).decode("utf-16-le")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return MappedText.decoded(said, text.span)


def _cmd(words: Sequence[Word], given: MappedText | None) -> Reading:
    """`cmd /d /c TEXT…`; Git Bash needs the slash twice."""
    for index, word in enumerate(words[1:], 1):
        option = str(word.text).lower()
        if option in ("/c", "/k", "//c", "//k", "/r"):
            rest = words[index + 1 :]
            return Reading("batch", rest[0].text if len(rest) == 1 else joined(rest, '"'))
        if not option.startswith("/"):
            return Reading("batch")
    return Reading("batch", given)


def _script(language: str, options: frozenset[str], words: Sequence[Word], given: MappedText | None) -> Reading:
    """`python -c TEXT`; without a script it reads what it is given."""
    index = 1
    while index < len(words):
        written = str(words[index].text)
        index += 1
        if written in options:
            return Reading(language, words[index].text if index < len(words) else None)
        if written == "-":
            break
        if written == "-m" or not written.startswith("-"):
            return Reading(language)
        index += written in ("-W", "-X", "-r", "--require")
    return Reading(language, given)


_READERS: dict[str, Reader] = {
    **dict.fromkeys(("sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh", "rbash"), _shell),
    "powershell": partial(_powershell, command=True),
    "pwsh": partial(_powershell, command=False),
    "cmd": _cmd,
    **dict.fromkeys(("python", "python2", "python3"), partial(_script, "python", frozenset({"-c"}))),
    "node": partial(_script, "javascript", frozenset({"-e", "--eval", "-p", "--print"})),
}
