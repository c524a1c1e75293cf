"""Properties: Java's .properties files, whose dotted keys make a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._trees.nodes import Run, Scalar, Tree, mapped, parts_of, unescaped
from lint_rds_tls.frontends._trees.settings import fragments
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Fragment, Frontend, Problem, Source, Vocabulary
from lint_rds_tls.text import MappedText

_SIMPLE = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_KEY = re.compile(r"((?:[^\\=: \t\f]|\\.)*)[ \t\f]*[=:]?[ \t\f]*", re.DOTALL)
#: Spring Boot reads what stands below such a comment as a document of its own.
_DOCUMENT = re.compile(r"[#!]---[ \t]*\Z")


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each value that may connect; keys that share all but their last part make a record."""
    for tree in trees(source):
        yield from fragments(source.text, tree, vocabulary)


def trees(source: Source) -> Iterator[Tree]:
    """The documents of a file, mostly one."""
    root = Tree(0)
    for match in scanner("properties", "document").finditer(str(source.text)):
        if match.lastgroup == "LINE":
            _put(source, root, match.start(), match.end())
        elif match.lastgroup == "COMMENT" and _DOCUMENT.match(match[0]):
            yield root
            root = Tree(match.end())
    yield root


def _put(source: Source, root: Tree, start: int, end: int) -> None:
    written = str(source.text)[start:end]
    kept = [(0, len(written))] if "\\" not in written else _kept(written)
    line = MappedText.joined(source.text[start + first : start + last] for first, last in kept)
    match = _KEY.match(str(line))
    if match is None or not str(line):
        return
    key = _decoded(source, line[: match.end(1)])
    value = _decoded(source, line[match.end() :])
    root.put(parts_of(key), Scalar(str(value), lambda: value, start + _place(kept, match.end()), end), start, end)


def _kept(written: str) -> list[tuple[int, int]]:
    """The parts of a line and those that continue it, without the line breaks and the blanks behind them."""
    kept: list[tuple[int, int]] = []
    start = 0
    for match in scanner("properties", "line").finditer(written):
        if match.lastgroup == "CONTINUATION":
            kept.append((start, match.start()))
            start = match.end()
    return [*kept, (start, len(written))]


def _place(kept: list[tuple[int, int]], index: int) -> int:
    """Where the character at `index` of the kept parts stands."""
    for start, end in kept:
        if index < end - start:
            return start + index
        index -= end - start
    return kept[-1][1]


def _decoded(source: Source, inner: MappedText) -> MappedText:
    written = str(inner)
    if "\\" not in written:
        return inner
    runs: list[Run] = []
    for match in scanner("properties", "text").finditer(written):
        said = None if match.lastgroup == "RUN" else _character(match[0])
        runs.append((*match.span(), said))
    if any(said == "\\u" for _, _, said in runs):
        message = "java.util.Properties refuses the file: a \\u without four hexadecimal digits"
        source.problems.append(Problem(path=source.path, message=message, span=inner.span, fatal=False))
    return mapped(inner, runs)


def _character(escape: str) -> str:
    if escape[1] != "u":
        return _SIMPLE.get(escape[1], escape[1])
    return unescaped(escape) if len(escape) > 2 else escape


FRONTEND = Frontend(name="properties", patterns=("*.properties",), read=read, comments=("#", "!"))
