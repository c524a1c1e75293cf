"""Reads documents in tests, with a vocabulary like that of the dialects."""

from collections.abc import Iterable, Iterator

from lint_rds_tls.frontends._trees import Scalar, Tree, joined
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


def scalars(trees: Iterable[Tree]) -> Iterator[tuple[str, Scalar]]:
    """The dotted path and the scalar of each leaf of some trees, in the file's order."""
    for tree in trees:
        found: list[tuple[int, str, Scalar]] = []
        stack: list[tuple[Tree, tuple[MappedText, ...]]] = [(tree, ())]
        while stack:
            tree, path = stack.pop()
            for member in tree.members:
                names = (*path, member.name)
                if isinstance(member.node, Scalar):
                    found.append((member.start, str(joined(names)), member.node))
                else:
                    stack.append((member.node, names))
        yield from ((name, scalar) for _, name, scalar in sorted(found, key=lambda each: each[0]))


def at(source: str, text: MappedText) -> str:
    """The characters of the file that a text stands for."""
    return source[text.span.start : text.span.end]


def told(record: Record) -> list[tuple[str, str]]:
    """Names and values of a record's entries."""
    return [(str(each.name), str(each.value)) for each in record.entries]


def _texts(fragment: Fragment) -> list[MappedText]:
    if isinstance(fragment, Literal | Embedded):
        return [fragment.text]
    assert isinstance(fragment, Record)
    return [text for entry in fragment.entries for text in (entry.name, entry.value)]
