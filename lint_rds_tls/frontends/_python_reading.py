"""Python to fragments: what libcst reads, and of what it cannot read, the strings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.frontends._python_islands import islands
from lint_rds_tls.frontends._python_scan import Line, lines
from lint_rds_tls.frontends._python_strings import decoded
from lint_rds_tls.frontends._python_values import Note
from lint_rds_tls.model import Embedded, Fragment, Literal, Problem, Source, Surroundings, Vocabulary
from lint_rds_tls.text import MappedText

if TYPE_CHECKING:
    from lint_rds_tls.frontends._python_walk import Walk

__all__ = ["fragments"]

_SHORTEST_DOCUMENT = 20


def fragments(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """What the code of one file is made of."""
    cut = list(lines(str(source.text)))
    found = islands(source.text, cut, vocabulary)
    if not found.text.pieces:
        return
    walk = _walked(found.text, vocabulary)
    if walk is None:
        _tell(source, "cannot be parsed as Python; only its strings were read")
        yield from _strings(source.text, cut)
        return
    if found.deep:
        _tell(source, "expressions are nested too deep; only their strings were read")
        yield from _strings(source.text, found.deep)
    libraries = tuple(walk.libraries)
    for note in walk.notes:
        if not note.begun or note.direct or note.language:
            yield from _told(note, libraries)
    yield from walk.told
    yield from walk.dicts()


def _walked(text: MappedText, vocabulary: Vocabulary) -> Walk | None:
    """One pass over a source; None where libcst cannot read it."""
    # libcst takes its time to load, so only a file that matters brings it in.
    from lint_rds_tls.frontends._python_tree import parsed
    from lint_rds_tls.frontends._python_walk import Walk

    tree = parsed(str(text))
    try:
        return Walk(text, *tree, vocabulary) if tree is not None else None
    except RecursionError:
        return None


def _tell(source: Source, message: str) -> None:
    source.problems.append(Problem(path=source.path, message=message, fatal=False))


def _told(note: Note, libraries: tuple[str, ...]) -> Iterator[Fragment]:
    written = str(note.text)
    language = note.language or (language_of(written) if len(written) >= _SHORTEST_DOCUMENT else None)
    if language:
        around = Surroundings(guards=note.guards, alternative=note.alternative)
        yield Embedded(language=language, text=note.text, around=around)
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
            parts.append(decoded(text[first:end], each.prefix))
            last = each.end
        if parts and start > line.code:
            yield from _literal(text, parts, start, last)


def _literal(text: MappedText, parts: list[MappedText], start: int, end: int) -> Iterator[Literal]:
    joined = MappedText.joined(parts)
    if may_connect(str(joined)):
        yield Literal(text=joined, span=text[start:end].span)
