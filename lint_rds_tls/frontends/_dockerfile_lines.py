"""The instructions of a Dockerfile: continued lines joined, comments between them left out, heredocs set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.text import MappedText

__all__ = ["Heredoc", "Instruction", "instructions"]

_LINE = re.compile(r"(?P<text>[^\r\n]*)(?P<end>\r\n|\n|\r|\Z)")
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(?P<name>\w+)[ \t]*=[ \t]*(?P<value>\S+)[ \t]*\Z")
_COMMENT = re.compile(r"[ \t]*#")
_WORD = re.compile(r"[ \t]*(?P<word>[A-Za-z]+)(?:[ \t]+|\Z)")
_HEREDOC = re.compile(r"<<(?P<tabs>-?)(?P<quote>[\"']?)(?P<word>[A-Za-z_]\w*)(?P=quote)")
#: Instructions that may hold heredocs, ONBUILD before them or not.
_HOLDERS = frozenset({"RUN", "COPY", "ADD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heredoc:
    """The lines below an instruction, up to the word that ends them."""

    word: str
    text: MappedText  #: its lines, with their ends
    raw: bool  #: the word is quoted: nothing in it is replaced
    start: int  #: of its mark, in the instruction's text


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One instruction."""

    name: str  #: in capitals
    word: MappedText  #: the name as written
    text: MappedText  #: what follows the name, on one line
    heredocs: tuple[Heredoc, ...] = ()
    escape: str = "\\"  #: what continues lines and takes the meaning off a character


def instructions(text: MappedText) -> Iterator[Instruction]:
    """All instructions of a file in order."""
    written = str(text)
    position, escape = _directives(written)
    parts: list[MappedText] = []
    while position < len(written):
        line = _LINE.match(written, position)
        if line is None:
            return
        position = line.end()
        content = line["text"].rstrip(" \t")
        if _COMMENT.match(content) or not content:
            continue
        start = line.start() if parts else line.start() + len(content) - len(content.lstrip())
        continued = content.endswith(escape)
        parts.append(text[start : line.start() + len(content) - continued])
        if continued and position < len(written):
            continue
        instruction, position = _instruction(text, MappedText.joined(parts), position, escape)
        parts = []
        if instruction is not None:
            yield instruction
    if parts:
        instruction, _ = _instruction(text, MappedText.joined(parts), len(written), escape)
        if instruction is not None:
            yield instruction


def _directives(written: str) -> tuple[int, str]:
    """Where the instructions start, and the escape that a comment at the top chooses."""
    position, escape = 0, "\\"
    while (line := _LINE.match(written, position)) is not None and line.end() > position:
        match = _DIRECTIVE.match(line["text"].lstrip("\ufeff"))
        if match is None:
            break
        if match["name"].lower() == "escape" and match["value"] in ("`", "\\"):
            escape = match["value"]
        position = line.end()
    return position, escape


def _instruction(text: MappedText, joined: MappedText, position: int, escape: str) -> tuple[Instruction | None, int]:
    """The instruction that a joined line is, with its heredocs, and where the file goes on."""
    match = _WORD.match(str(joined))
    if match is None:
        return None, position
    word, rest = joined[slice(*match.span("word"))], joined[match.end() :].strip(" \t")
    name = str(word).upper()
    inner = _WORD.match(str(rest)) if name == "ONBUILD" else None
    heredocs: list[Heredoc] = []
    if (inner["word"].upper() if inner else name) in _HOLDERS:
        for mark in _HEREDOC.finditer(str(rest)):
            body, position = _body(text, position, mark)
            heredocs.append(body)
    return Instruction(name=name, word=word, text=rest, heredocs=tuple(heredocs), escape=escape), position


def _body(text: MappedText, position: int, mark: re.Match[str]) -> tuple[Heredoc, int]:
    written = str(text)
    parts: list[MappedText] = []
    start = position
    while position < len(written):
        line = _LINE.match(written, position)
        if line is None:
            break
        position = line.end()
        content = line["text"]
        skipped = len(content) - len(content.lstrip("\t")) if mark["tabs"] else 0
        if content[skipped:] == mark["word"]:
            break
        parts.append(text[line.start() + skipped : position])
    body = MappedText.joined(parts) if parts else text[start:start]
    raw = bool(mark["quote"])
    return Heredoc(word=mark["word"], text=body, raw=raw, start=mark.start()), position
