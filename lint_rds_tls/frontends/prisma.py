"""Prisma schemas: the strings that a block gives names."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.frontends._documents import may_connect
from lint_rds_tls.frontends._trees.nodes import Run, mapped
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Fragment, Frontend, Literal, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText

_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 -- a schema has no such objects
    """A literal for each string that may connect."""
    name = ""
    for match in scanner("prisma", "document").finditer(str(source.text)):
        if match.lastgroup == "NAMED":
            name = match[0].partition("=")[0].strip()
        elif match.lastgroup == "STRING":
            text = _decoded(source.text[match.start() + 1 : match.end() - 1])
            if may_connect(str(text)):
                span = source.text[match.start() : match.end()].span
                yield Literal(text=text, span=span, uses=(Use(role="key", name=name),) if name else ())
            name = ""


def _decoded(inner: MappedText) -> MappedText:
    written = str(inner)
    if "\\" not in written:
        return inner
    runs: list[Run] = []
    for match in scanner("prisma", "text").finditer(written):
        said = _SIMPLE.get(match[0][1:], match[0][1:]) if match.lastgroup == "ESCAPE" else None
        runs.append((*match.span(), said))
    return mapped(inner, runs)


FRONTEND = Frontend(name="prisma", patterns=("*.prisma",), read=read, comments=("//",))
