"""Reads documents in tests, with a vocabulary like that of the dialects."""

from collections.abc import Iterable, Iterator

from lint_rds_tls.frontends._trees.nodes import Scalar, Tree, joined
from lint_rds_tls.model import Command, Embedded, Fragment, Frontend, Literal, Record, Service, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind

VOCABULARY = Vocabulary(
    keys=frozenset({"encrypt", "trustservercertificate"}), programs=frozenset({"sqlcmd", "bcp", "sqlpackage"})
)


def fragments(frontend: Frontend, source: str, path: str = "a") -> list[Fragment]:
    """The fragments of a document; every copied character of them stands where it says."""
    found = list(frontend.read(Source(path=path, text=MappedText.copied(source)), VOCABULARY))
    for text in (text for fragment in found for text in _texts(fragment)):
        for piece in text.pieces:
            assert 0 <= piece.span.start <= piece.span.end <= len(source)
            if piece.kind is PieceKind.COPIED:
                assert source[piece.span.start : piece.span.end] == piece.text
    return found


def runs(frontend: Frontend, source: str, path: str = "a") -> list[str]:
    """What a document runs: `shell: text`, `word | word`, and `host: name` of what it sets up; holes as ◌."""
    found = (_run(each) for each in fragments(frontend, source, path))
    return [each.replace(HOLE_CHARACTER, "◌") for each in found if each]


def around(frontend: Frontend, source: str, path: str = "a") -> tuple[dict[str, str], tuple[str, ...]]:
    """The variables and libraries that the last command or text of a document is told."""
    found = [each for each in fragments(frontend, source, path) if isinstance(each, Embedded | Command)][-1]
    if isinstance(found, Command):
        entries, libraries = found.environment, found.libraries
    else:
        entries, libraries = found.around.variables, found.around.libraries
    told = {str(each.name): str(each.value).replace(HOLE_CHARACTER, "◌") for each in entries}
    return told, libraries


def _run(fragment: Fragment) -> str:
    if isinstance(fragment, Embedded):
        return f"{fragment.language}: {fragment.text}"
    if isinstance(fragment, Command):
        return " | ".join(str(word.text) for word in (fragment.program, *fragment.arguments))
    return f"host: {fragment.name}" if isinstance(fragment, Service) else ""


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
    if isinstance(fragment, Command):
        return [word.text for word in (fragment.program, *fragment.arguments)]
    if isinstance(fragment, Service):
        return []
    assert isinstance(fragment, Record)
    return [text for entry in fragment.entries for text in (entry.name, entry.value)]
