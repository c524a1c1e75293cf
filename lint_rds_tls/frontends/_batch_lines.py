"""Cuts batch files into logical lines, commands and redirections, as cmd.exe does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.text import MappedText

__all__ = ["Segment", "lines", "segment"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n]|\Z)")
_PLAIN = re.compile(r"[^\"^&|()<>]+")
_REDIRECTION = re.compile(
    r"(?<![^\s=])[0-9]?(?:>>?|<)(?:&[0-9]|\s*(?:\"[^\"]*\"?|[^\s&|<>()\"]+))?|(?:>>?|<)(?:&[0-9]|\s*(?:\"[^\"]*\"?|[^\s&|<>()\"]+))?"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A simple command: its text without carets and redirections, and what ends it."""

    text: MappedText
    end: int  #: in the line, before the sign that ends it
    sign: str  #: `&`, `&&`, `||`, `|`, `)` or nothing
    files: tuple[str, ...]  #: where its output goes, as written
    piped: bool = False


def lines(text: MappedText) -> Iterator[MappedText]:
    """The logical lines: a caret at the end of a line joins the next one to it."""
    written = str(text)
    position = 0
    parts: list[MappedText] = []
    while position < len(written):
        match = _LINE.match(written, position)
        if match is None or match.end() == position:
            break
        line = match[0].rstrip("\r\n")
        bare = line.rstrip("^")
        carets = len(line) - len(bare)
        joins = carets % 2 == 1 and line.count('"') % 2 == 0 and match.end() < len(written)
        parts.append(text[position : position + len(line) - joins])
        position = match.end()
        if not joins:
            yield MappedText.joined(parts)
            parts = []
    if parts:
        yield MappedText.joined(parts)


def segment(line: MappedText, start: int, *, block: bool) -> Segment:
    """The simple command that begins at `start`; inside a block a bracket ends it."""
    written = str(line)
    parts: list[MappedText] = []
    files: list[str] = []
    at = start
    sign = ""
    while at < len(written):
        character = written[at]
        redirection = _REDIRECTION.match(written, at) if character in "<>0123456789" else None
        if redirection is not None:
            target = redirection[0].lstrip("0123456789<>& ").strip('"')
            files.extend([target] if ">" in redirection[0] and "&" not in redirection[0] else [])
            at = redirection.end()
        elif character == '"':
            closing = written.find('"', at + 1)
            end = len(written) if closing < 0 else closing + 1
            parts.append(line[at:end])
            at = end
        elif character == "^":
            parts.append(line[at + 1 : at + 2])
            at += 2
        elif character in "&|":
            sign = written[at : at + 2] if written[at : at + 2] in ("&&", "||") else character
            break
        elif character == ")" and block:
            sign = ")"
            break
        else:
            end = at + 1
            if character not in "()0123456789<>":
                match = _PLAIN.match(written, at)
                end = match.end() if match is not None else end
                end = next(
                    (
                        index
                        for index in range(at + 1, end)
                        if written[index].isdigit()
                        and written[index + 1 : index + 2] in ("<", ">")
                        and written[index - 1].isspace()
                    ),
                    end,
                )
            parts.append(line[at:end])
            at = end
    text = MappedText.joined(parts) if parts else line[start:start]
    return Segment(text, at, sign, tuple(files))
