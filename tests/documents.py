"""Reads documents in tests, with a vocabulary like that of the dialects."""

from lint_rds_tls.model import Embedded, Fragment, Frontend, Literal, Record, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind

VOCABULARY = Vocabulary(keys=frozenset({"encrypt", "trustservercertificate"}))


def fragments(frontend: Frontend, source: str) -> list[Fragment]:
    """The fragments of a document; every copied character of them stands where it says."""
    found = list(frontend.read(Source(path="a", text=MappedText.copied(source)), VOCABULARY))
    for text in (text for fragment in found for text in _texts(fragment)):
        for piece in text.pieces:
            assert 0 <= piece.span.start <= piece.span.end <= len(source)
            if piece.kind is PieceKind.COPIED:
                assert source[piece.span.start : piece.span.end] == piece.text
    return found


def literals(frontend: Frontend, source: str) -> list[Literal]:
    return [each for each in fragments(frontend, source) if isinstance(each, Literal)]


def records(frontend: Frontend, source: str) -> list[Record]:
    return [each for each in fragments(frontend, source) if isinstance(each, Record)]


def problems(frontend: Frontend, text: str) -> list[str]:
    source = Source(path="a", text=MappedText.copied(text))
    list(frontend.read(source, VOCABULARY))
    return [each.message for each in source.problems]


def values(frontend: Frontend, source: str) -> list[str]:
    """The texts of literals, with holes as ◌."""
    return [str(each.text).replace(HOLE_CHARACTER, "◌") for each in literals(frontend, source)]


def uses(literal: Literal) -> list[str]:
    return [f"{use.role} {use.name}" for use in literal.uses]


def _texts(fragment: Fragment) -> list[MappedText]:
    if isinstance(fragment, Literal | Embedded):
        return [fragment.text]
    assert isinstance(fragment, Record)
    return [text for entry in fragment.entries for text in (entry.name, entry.value)]
