"""Python to fragments: what libcst reads, and of what it cannot read, the strings."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.frontends._python.islands import islands
from lint_rds_tls.frontends._python.scan import Line, lines
from lint_rds_tls.frontends._python.strings import with_holes
from lint_rds_tls.frontends._python.texts import dedented
from lint_rds_tls.frontends._python.values import Note
from lint_rds_tls.model import Embedded, Fragment, Literal, Problem, Record, Source, Surroundings, Vocabulary
from lint_rds_tls.text import MappedText

if TYPE_CHECKING:
    from lint_rds_tls.frontends._python.walk import Walk

__all__ = ["fragments"]

_SHORTEST_DOCUMENT = 20
#: What every text of a Python program has in scope; other libraries' texts are not for it.
_RUNTIME = "python"
_IMPORT = re.compile(r"from[ \t]+(\w[\w.]*)[ \t]+import\b|import[ \t]+(\w[\w., \t]*)")
#: A program that is written in a text.
_PROGRAM = re.compile(r"^(?:import [\w.]+|from [\w.]+ import .+)$", re.MULTILINE)


def fragments(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """What the code of one file is made of."""
    cut = list(lines(str(source.text)))
    imported = _imported(str(source.text), cut)
    found = islands(source.text, cut, imported, vocabulary)
    if not found.text.pieces:
        return
    walk = _walked(found.text, vocabulary, str(source.text))
    if walk is None:
        _tell(source, "cannot be parsed as Python; only its strings were read")
        yield from _strings(source.text, cut)
        return
    if found.deep:
        _tell(source, "expressions are nested too deep; only their strings were read")
        yield from _strings(source.text, found.deep)
    libraries = (_RUNTIME, *imported)
    for note in walk.notes:
        if not note.begun or note.direct or note.language:
            yield from _told(note, libraries)
    for fragment in (*walk.told, *walk.dicts()):
        if isinstance(fragment, Record):
            yield replace(fragment, libraries=(*fragment.libraries, *libraries))
        else:
            yield fragment


def _walked(text: MappedText, vocabulary: Vocabulary, whole: str) -> Walk | None:
    """One pass over a source; None where libcst cannot read it."""
    # libcst takes its time to load, so only a file that matters brings it in.
    from lint_rds_tls.frontends._python.tree import parsed
    from lint_rds_tls.frontends._python.walk import Walk

    tree = parsed(str(text))
    try:
        return Walk(text, *tree, vocabulary, whole) if tree is not None else None
    except RecursionError:
        return None


def _imported(source: str, cut: Sequence[Line]) -> tuple[str, ...]:
    """The modules that are imported anywhere, and the packages they are in; those of Python itself left out."""
    found: dict[str, None] = {}
    for line in cut:
        match = _IMPORT.match(source, line.code)
        for path in (match[1] or match[2]).split(",") if match else ():
            module = path.split()[0] if path.strip() else ""
            top = module.partition(".")[0]
            if top and top not in sys.stdlib_module_names:
                found.update({top: None, module: None})
    return tuple(found)


def _tell(source: Source, message: str) -> None:
    source.problems.append(Problem(path=source.path, message=message, fatal=False))


def _told(note: Note, libraries: tuple[str, ...]) -> Iterator[Fragment]:
    written = str(note.text)
    language = note.language or (language_of(written) if len(written) >= _SHORTEST_DOCUMENT else None)
    text = note.text
    if not language and "\n" in written and "import " in written:
        text = dedented(text)
        language = "python" if _PROGRAM.search(str(text)) else None
    if language:
        around = Surroundings(guards=note.guards, alternative=note.alternative)
        yield Embedded(language=language, text=text, around=around)
    elif may_connect(written):
        yield Literal(
            text=note.text,
            span=note.span,
            uses=tuple(note.uses),
            libraries=libraries,
            guards=note.guards,
            alternative=note.alternative,
        )


def _strings(text: MappedText, cut: Sequence[Line]) -> Iterator[Literal]:
    """The literals that stand side by side, as one; of f-strings only the part before what is not known."""
    written = str(text)
    for line in cut:
        parts: list[MappedText] = []
        start = last = -1
        for each in line.texts:
            if parts and written[last : each.start].strip(" \t\f\r\n\\"):
                yield from _literal(text, parts, start, last)
                parts = []
            if not parts:
                start = each.start
            first = each.start + len(each.prefix) + len(each.quote)
            end = max(first, each.end - len(each.quote)) if each.closed else each.end
            parts.append(with_holes(text[first:end], each.prefix))
            last = each.end
        if parts and start > line.code:
            yield from _literal(text, parts, start, last)


def _literal(text: MappedText, parts: list[MappedText], start: int, end: int) -> Iterator[Literal]:
    joined = MappedText.joined(parts)
    if may_connect(str(joined)):
        yield Literal(text=joined, span=text[start:end].span, libraries=(_RUNTIME,))
