"""The fragments of a file of HCL: its blocks as trees, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.frontends._documents import language_of, language_of_interpreter
from lint_rds_tls.frontends._hcl.nodes import Block, Body, Call, Collection, Expression
from lint_rds_tls.frontends._hcl.parser import Parser
from lint_rds_tls.frontends._hcl.values import Values
from lint_rds_tls.frontends._trees import settings
from lint_rds_tls.frontends._trees.nodes import Member, Node, Scalar, Tree, scalar_of
from lint_rds_tls.model import Embedded, Fragment, Problem, Record, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText

__all__ = ["fragments"]

_DYNAMIC, _PROVISIONER, _RESOURCE = "dynamic", "provisioner", "resource"


def fragments(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A record for each block of the vocabulary, a literal for each value that may connect, scripts as such."""
    parser = Parser(source.text)
    if parser.unread is not None:
        place = source.text[parser.unread : parser.unread + 1].span
        source.problems.append(Problem(path=source.path, message="is nested too deep", span=place, fatal=False))
    reader = _Reader(source, parser.body)
    for block, tree in reader.blocks:
        kind = _type(block, vocabulary)
        if kind:
            yield _record(source.text, block, tree, kind)
    yield from reader.scripts
    yield from settings.fragments(source.text, reader.root, vocabulary, reader.taken)


def _type(block: Block, vocabulary: Vocabulary) -> str:
    """The type of a block's record: `aws_instance` of a resource, `data.aws_ami` of others; "" where not wanted."""
    label = str(block.labels[0]) if block.labels else ""
    name = label if str(block.kind) == _RESOURCE else f"{block.kind}.{label}"
    return name if name in vocabulary.types else ""


def _record(text: MappedText, block: Block, tree: Tree, kind: str) -> Record:
    entries, whole = settings.entries_of(text, tree)[:2]
    names = (block.kind, *block.labels)
    return Record(
        type=kind,
        entries=tuple(entries),
        span=text[block.start : block.end].span,
        arguments=tuple(names),
        uses=(Use(role="key", name=":".join(map(str, names))),),
        truncated=not whole,
    )


class _Reader:
    """Makes a tree of the members of a file."""

    def __init__(self, source: Source, body: Body) -> None:
        self.root = Tree(0, len(source.text))
        self.blocks: list[tuple[Block, Tree]] = []  #: at the edge of the file, each with its tree
        self.scripts: list[Embedded] = []
        self.taken: set[int] = set()  #: identities of the scalars that are read as scripts
        self._text = source.text
        self._values = Values(source, body)
        self._attributes(self.root, body)
        for block in body.blocks:
            above = self.root
            names = (block.kind, *block.labels)
            for name in names[:-1]:
                above = above.child(name, block.start)
            tree = self._tree(block)
            above.members.append(Member(names[-1], tree, block.start, block.end))
            self.blocks.append((block, tree))

    def _attributes(self, tree: Tree, body: Body) -> None:
        for each in body.attributes:
            tree.members += self._values.members(each.name, each.value, each.start)

    def _tree(self, block: Block) -> Tree:
        """A block; those inside it are numbered, for there may be several of one name."""
        tree = Tree(block.start, block.end)
        self._attributes(tree, block.body)
        for inner in block.body.blocks:
            if str(inner.kind) == _DYNAMIC and inner.labels:
                # How many there are, and what they hold, is worked out.
                name = inner.labels[0]
                unknown = scalar_of(MappedText.hole(name.span), inner.start, inner.end)
                tree.members.append(Member(name, unknown, inner.start, inner.end))
                continue
            several = tree.child(inner.kind, inner.start)
            several.numbered = True
            below = self._tree(inner)
            several.append(below, inner.start, inner.end, self._text.offset(inner.start))
            if str(inner.kind) == _PROVISIONER:
                self._provisioner(inner, below)
        return tree

    def _provisioner(self, block: Block, tree: Tree) -> None:
        """What runs beside a resource: one command, or lines for a shell."""
        language = self._interpreter(block.body.get("interpreter"))
        for name in ("command", "inline"):
            value = block.body.get(name)
            if value is None or not language or isinstance(value, Call):
                continue
            lines = value.items if isinstance(value, Collection) else [value]
            line_end = MappedText.decoded("\n", self._text[value.end - 1 : value.end].span)
            text = MappedText.joined([self._values.text(each) for each in lines], line_end)
            self.scripts.append(Embedded(language=language_of(str(text)) or language, text=text))
            found = (member.node for member in tree.members if str(member.name) == name)
            self.taken.update(id(scalar) for node in found for scalar in _scalars(node))

    def _interpreter(self, value: Expression | None) -> str | None:
        if value is None:
            return "shell"
        first = value.items[:1] if isinstance(value, Collection) else []
        return language_of_interpreter(str(self._values.text(first[0]))) if first else None


def _scalars(node: Node) -> Iterator[Scalar]:
    """A scalar, or those of a list."""
    if isinstance(node, Scalar):
        yield node
    else:
        yield from (member.node for member in node.members if isinstance(member.node, Scalar))
