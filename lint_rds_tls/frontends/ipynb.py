"""Front-end for Jupyter notebooks: the code of all cells as one program, and what their magics hand to others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._documents import language_of_file, language_of_interpreter, may_connect
from lint_rds_tls.frontends._trees.json_trees import tree
from lint_rds_tls.frontends._trees.nodes import Node, Scalar, Tree
from lint_rds_tls.model import Embedded, Fragment, Frontend, Literal, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText

__all__ = ["FRONTEND"]

#: The first line of a cell that is not for the kernel, or not only: `%%bash`, `%%sql mssql+pyodbc://…`.
_CELL = re.compile(r"\s*%%(\w+)[ \t]*([^\r\n]*)\r?\n?")
#: A line for a shell or a magic: `!sqlcmd …`, `out = %sql …`.
_LINE = re.compile(r"^([ \t]*)(?:[\w, \t]+=[ \t]*)?(?:(!!?)|%(\w+)[ \t]+)([^\r\n]*)|^([ \t]*)%[^\r\n]*", re.MULTILINE)
#: Magics that leave the rest of the cell to Python.
_PASSING = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "px", "snowpark", "pyspark", "spark"})
#: Magics of cells whose argument names what reads them.
_NAMING = frozenset({"script", "writefile", "file"})
_LANGUAGES = {"c#": "csharp", "bash": "shell", "ipython": "python", "sh": "shell", "shell": "shell"}


def _read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 - cells are read as programs
    for member in tree(source.text).members:
        notebook = member.node
        if isinstance(notebook, Tree):
            language = _language(notebook)
            program: list[MappedText] = []
            for text in _cells(notebook):
                yield from _cell(text, language, program)
            if program:
                yield Embedded(language=language, text=MappedText.joined(program))


def _language(notebook: Tree) -> str:
    """The language of the kernel, as front-ends are called."""
    for path in (("metadata", "language_info", "name"), ("metadata", "kernelspec", "language")):
        node: Node | None = notebook
        for name in path:
            node = _member(node, name)
        if isinstance(node, Scalar) and node.value:
            return _LANGUAGES.get(node.value.lower(), node.value.lower())
    return "python"


def _cells(notebook: Tree) -> Iterator[MappedText]:
    """The texts of the cells of code, in order; those of format 3 stand in worksheets."""
    sheets = _member(notebook, "worksheets")
    holders = [notebook, *(each.node for each in (sheets.members if isinstance(sheets, Tree) else ()))]
    for holder in holders:
        cells = _member(holder, "cells")
        for cell in cells.members if isinstance(cells, Tree) else ():
            kind = _member(cell.node, "cell_type")
            code = _member(cell.node, "source") or _member(cell.node, "input")
            if isinstance(kind, Scalar) and kind.value == "code" and code is not None:
                lines = [code] if isinstance(code, Scalar) else [each.node for each in code.members]
                yield MappedText.joined(each.text() for each in lines if isinstance(each, Scalar))


def _member(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, Tree) or node.numbered:
        return None
    return next((each.node for each in node.members if str(each.name) == name), None)


def _cell(text: MappedText, language: str, program: list[MappedText]) -> Iterator[Fragment]:
    match = _CELL.match(str(text))
    if match is not None and match[1].lower() not in _PASSING:
        rest = text[match.end() :]
        reader = language_of_interpreter(match[1].lower())
        if match[1].lower() in _NAMING and match[2]:
            name = match[2].split()[-1]
            reader = language_of_interpreter(name) or language_of_file(name)
        if reader:
            yield Embedded(language=reader, text=rest)
        yield from _argument(text[match.start(2) : match.end(2)], match[1])
        return
    text = text[match.end() :] if match is not None else text
    if language == "python":
        text, handed = _without_magics(text)
        yield from handed
    if str(text).strip():
        program += text, MappedText.decoded("\n", text[len(text) :].span)


def _without_magics(text: MappedText) -> tuple[MappedText, list[Fragment]]:
    """The Python in a cell, `pass` for each line that is none, and what those lines hand to others."""
    parts: list[MappedText] = []
    handed: list[Fragment] = []
    last = 0
    for match in _LINE.finditer(str(text)):
        indent = match[1] if match[5] is None else match[5]
        parts += (
            text[last : match.start() + len(indent)],
            MappedText.decoded("pass", text[match.start() : match.end()].span),
        )
        last = match.end()
        argument = text[match.start(4) : match.end(4)] if match[4] else MappedText()
        if match[2] or match[3] in ("sx", "system"):
            handed.append(Embedded(language="shell", text=argument))
        elif match[3]:
            handed += _argument(argument, match[3])
    return MappedText.joined([*parts, text[last:]]), handed


def _argument(text: MappedText, magic: str) -> Iterator[Fragment]:
    """What a magic such as `%sql` connects to."""
    if may_connect(str(text)):
        text = text.strip()
        for quote in "\"'":
            if str(text)[:1] == quote and str(text)[-1:] == quote:
                text = text[1:-1]
        yield Literal(text=text, span=text.span, uses=(Use(role="argument", name=magic),), libraries=("python",))


FRONTEND = Frontend(name="ipynb", patterns=("*.ipynb",), read=_read, comments=("#",))
