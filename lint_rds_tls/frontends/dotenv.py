"""Dotenv: files of environment variables, .env and direnv's .envrc."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._trees.nodes import Run, Scalar, Tree, mapped
from lint_rds_tls.frontends._trees.settings import fragments
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Fragment, Frontend, Problem, Source, Vocabulary
from lint_rds_tls.text import MappedText, Span

_SIMPLE = {"n": "\n", "r": "\r", "t": "\t"}
_COMMENT = re.compile(r"(?:[ \t]+|\A)#.*\Z")
_LINE_END = re.compile(r"[\r\n]")
_NAME = re.compile(r"(?:export[ \t]+)?([\w.-]+)")


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each value that may connect, a record for the variables of each prefix of a known key."""
    yield from fragments(source.text, tree(source), vocabulary)


def tree(source: Source) -> Tree:
    """The variables of a file."""
    written = str(source.text)
    root = Tree(0, len(written), flat=True)
    lines, values = scanner("dotenv", "document"), scanner("dotenv", "value")
    position = 0
    while (match := lines.match(written, position)) is not None:
        position = match.end()
        if match.lastgroup != "NAME":
            continue
        name = _NAME.match(written, match.start(), match.end())
        token = values.match(written, position)
        kind = "END" if token is None else token.lastgroup
        if name is None:
            continue
        end = position if token is None or kind == "END" else token.end()
        if kind == "PLAIN":
            end = position + len(_COMMENT.sub("", written[position:end]).rstrip())
            if written[position] in "\"'`":
                place = Span(source.text.offset(position), source.text.offset(position) + 1)
                message = "a quotation mark is not closed"
                source.problems.append(Problem(path=source.path, message=message, span=place, fatal=False))
        value = source.text[position:end] if kind in ("PLAIN", "END") else source.text[position + 1 : end - 1]
        root.put([source.text[slice(*name.span(1))]], _scalar(value, str(kind), position, end), match.start(), end)
        position = max(position, end)
        if kind != "END":
            line_end = _LINE_END.search(written, position)
            position = line_end.start() if line_end else len(written)
    return root


def _scalar(inner: MappedText, kind: str, start: int, end: int) -> Scalar:
    value = _decoded(inner) if kind == "DOUBLE" else inner
    return Scalar(str(value), lambda: value, start, end)


def _decoded(inner: MappedText) -> MappedText:
    written = str(inner)
    if "\\" not in written:
        return inner
    runs: list[Run] = []
    for match in scanner("dotenv", "text").finditer(written):
        said = None
        if match.lastgroup == "JOIN":
            said = ""
        elif match.lastgroup == "ESCAPE":
            said = _SIMPLE.get(match[0][1], match[0][1])
        runs.append((*match.span(), said))
    return mapped(inner, runs)


FRONTEND = Frontend(name="dotenv", patterns=("*.env", ".env.*", "*.envrc"), read=read, comments=("#",))
