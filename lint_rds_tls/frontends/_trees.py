"""Trees of configuration files: mappings, sequences and scalars with their places, and the fragments in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.model import Embedded, Entry, Fragment, Literal, Record, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

__all__ = ["PROVIDERS", "Member", "Node", "Run", "Scalar", "Tree", "fragments", "joined", "mapped", "parts_of"]

#: A part of a scalar: where it is written, from and to, and what it stands for; None where it stands for itself.
Run: TypeAlias = tuple[int, int, "str | None"]

#: Members that name the database product, without hyphens and underscores.
PROVIDERS = frozenset(
    {
        "providername", "provider", "dbprovider", "dataprovider", "invariantname", "classname", "driver",
        "driverclassname", "driverclass", "jdbcdriver", "jdbcdriverclass", "dbkind",
    }
)  # fmt: skip
_PART = re.compile(r'((?:(?<=\.)|\A)"[^"]*"(?=[.\[]|\Z)|\[[^\]]*\])|[^.\[]+|\[')
_EDGE = re.compile(r"__|:")
#: What a file of this extension holds, for values that are files: the data of a Kubernetes ConfigMap.
_FILES = {
    "properties": "properties",
    "yaml": "yaml",
    "yml": "yaml",
    "json": "json",
    "xml": "xml",
    "toml": "toml",
    "env": "dotenv",
    "conf": "hocon",
}
#: Levels below a mapping whose scalars belong to its record; keeps deep nesting and cycles linear.
_DEEPEST = 8
#: Members looked at for all records of one document; only aliases of aliases come to more.
_MOST = 50_000
#: Mappings that one may take over, one from the other.
_MOST_MERGED = 32
#: Aliases of one scalar that make a literal of their own.
_MOST_SHOWN = 8
#: Parts of a path that a use names.
_LONGEST_PATH = 32


@dataclass(slots=True, eq=False)
class Scalar:
    """A value that is no container."""

    value: str
    text: Callable[[], MappedText]  #: the value with its places; made only where it matters
    start: int
    end: int  #: quotes included


@dataclass(slots=True, eq=False)
class Member:
    """A named node of a mapping; of a sequence, its number names it."""

    name: MappedText
    node: Node
    start: int  #: of the name, or of the dotted key that it ends
    end: int  #: of the value; where that is an alias, of the alias


@dataclass(slots=True, eq=False)
class Tree:
    """A mapping, or a sequence."""

    start: int
    end: int = 0
    members: list[Member] = field(default_factory=list)
    numbered: bool = False  #: a sequence
    merged: list[Tree] = field(default_factory=list)  #: mappings whose members it takes over; its own and earlier win
    inner: dict[str, Tree] = field(default_factory=dict)  #: mappings made for the parts of dotted keys

    def child(self, name: MappedText, start: int) -> Tree:
        """The mapping of this name, made where it is not there."""
        tree = self.inner.get(str(name))
        if tree is None:
            tree = self.inner[str(name)] = Tree(start)
            self.members.append(Member(name, tree, start, start))
        return tree

    def append(self, node: Node, start: int, end: int, place: int) -> None:
        """Add a node to a sequence; `place` is the offset in the file of its `start`."""
        name = MappedText.decoded(str(len(self.members)), Span(place, place))
        self.members.append(Member(name, node, start, end))

    def put(self, names: list[MappedText], node: Node, start: int, end: int) -> None:
        """Add a node under a path; its whole key and value stand from `start` to `end`."""
        tree = self
        for name in names[:-1]:
            tree.end = max(tree.end, end)
            tree = tree.child(name, start)
        tree.end = max(tree.end, end)
        tree.members.append(Member(names[-1], node, start, end))


Node: TypeAlias = Scalar | Tree


@dataclass(slots=True, eq=False)
class _Step:
    """A tree with the way to it."""

    tree: Tree
    name: str = ""
    above: _Step | None = None
    providers: tuple[str, ...] = ()

    def path(self, last: str) -> str:
        parts = [last]
        step: _Step | None = self
        while step is not None and len(parts) < _LONGEST_PATH:
            parts.append(step.name)
            step = step.above
        return ":".join(part for name in reversed(parts) for part in _EDGE.split(name) if part)


def mapped(text: MappedText, runs: Iterable[Run]) -> MappedText:
    """The runs of a scalar of `text` as one text."""
    parts = []
    for start, end, said in runs:
        part = text[start:end]
        if said is not None:
            part = MappedText.decoded(said, part.span)
        parts.append(part)
    return MappedText.joined(parts)


def parts_of(name: MappedText) -> list[MappedText]:
    """The parts of a dotted key: `a.b[0]."c.d".[e.f]` has a, b, 0, c.d and e.f."""
    written = str(name)
    if not any(sign in written for sign in ".["):
        return [name]
    parts = []
    for match in _PART.finditer(written):
        bracket = int(match[1] is not None)
        parts.append(name[match.start() + bracket : match.end() - bracket])
    return parts or [name]


def joined(names: Iterable[MappedText]) -> MappedText:
    """The parts of a path, a dot at the place of each but the first."""
    parts: list[MappedText] = []
    for name in names:
        if parts:
            at = name.offset(0)
            parts.append(MappedText.decoded(".", Span(at, at)))
        parts.append(name)
    return MappedText.joined(parts)


def fragments(text: MappedText, root: Node, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each scalar of `text` that may connect, a record for each mapping with one of the vocabulary.

    Every tree is visited once, however often it is named, so cycles and aliases of aliases cost nothing.
    """
    if isinstance(root, Scalar):
        yield from _text(text, root, "", "", ())
        return
    seen = {id(root)}
    shown: dict[int, int] = {}  # how often each scalar was met that may connect
    left = _MOST
    stack = [_Step(root)]
    while stack:
        step = stack.pop()
        tree = step.tree
        step.providers = tuple(_providers(tree))
        libraries = (*step.providers, *(step.above.providers if step.above else ()))
        below: list[_Step] = []
        for member in tree.members:
            name = str(member.name)
            if isinstance(member.node, Scalar):
                if may_connect(member.node.value) or _language(name, member.node.value):
                    shown[id(member.node)] = shown.get(id(member.node), 0) + 1
                    if shown[id(member.node)] <= _MOST_SHOWN:
                        yield from _text(text, member.node, name, step.path(name), libraries)
            elif id(member.node) not in seen:
                seen.add(id(member.node))
                below.append(_Step(member.node, name, step))
        for each in _merged(tree):
            if id(each) not in seen:
                seen.add(id(each))
                below.append(_Step(each, step.name, step.above))
        stack += reversed(below)
        if left and _is_wanted(tree, vocabulary):
            entries, whole, steps = _entries(text, tree, left)
            left -= steps
            if len(entries) > 1:
                yield Record(
                    type="",
                    entries=tuple(entries),
                    span=text[tree.start : tree.end].span,
                    uses=(Use(role="key", name=step.path("")),),
                    libraries=libraries,
                    truncated=not whole,
                )


def _providers(tree: Tree) -> Iterator[str]:
    for member in tree.members:
        if isinstance(member.node, Scalar) and member.node.value:
            name = str(member.name).lower().replace("-", "").replace("_", "")
            if name in PROVIDERS:
                yield member.node.value


def _text(text: MappedText, scalar: Scalar, name: str, path: str, libraries: tuple[str, ...]) -> Iterator[Fragment]:
    language = _language(name, scalar.value)
    if language is not None:
        yield Embedded(language=language, text=scalar.text())
    elif may_connect(scalar.value):
        uses = (Use(role="key", name=path),)
        span = text[scalar.start : scalar.end].span
        yield Literal(text=scalar.text(), span=span, uses=uses, libraries=libraries)


def _language(name: str, value: str) -> str | None:
    language = language_of(value)
    if language is None and "\n" in value:
        return _FILES.get(name.lower().rpartition(".")[2])
    return language


def _is_wanted(tree: Tree, vocabulary: Vocabulary) -> bool:
    members = (member for each in (tree, *_merged(tree)) for member in each.members)
    return any(isinstance(each.node, Scalar) and str(each.name).lower() in vocabulary.keys for each in members)


def _entries(text: MappedText, tree: Tree, most: int) -> tuple[list[Entry], bool, int]:
    """All scalars below a mapping in order, whether these are all, and how many members were looked at."""
    entries: list[Entry] = []
    whole = True
    steps = 0
    stack: list[tuple[Iterator[Member], tuple[MappedText, ...]]] = [(iter(_members(tree)), ())]
    while stack:
        members, above = stack[-1]
        member = next(members, None)
        if member is None:
            stack.pop()
            continue
        if steps == most:
            return entries, False, steps
        steps += 1
        names = (*above, member.name)
        if isinstance(member.node, Scalar):
            span = text[member.start : member.end].span
            entries.append(Entry(name=joined(names), value=member.node.text(), span=span))
        elif len(names) < _DEEPEST:
            stack.append((iter(_members(member.node)), names))
        else:
            whole = False
    return entries, whole, steps


def _members(tree: Tree) -> list[Member]:
    """What a mapping holds: what it takes over from others first, where nothing hides it."""
    if not tree.merged:
        return tree.members
    hidden = {str(member.name) for member in tree.members}
    taken: list[Member] = []
    for other in _merged(tree):
        kept = [member for member in other.members if str(member.name) not in hidden]
        hidden.update(str(member.name) for member in kept)
        taken += kept
    return [*taken, *tree.members]


def _merged(tree: Tree) -> list[Tree]:
    """The mappings that one takes over, and those that they take over; nearer ones first."""
    found = list(tree.merged)
    for other in found:  # grows while it is read
        found += (each for each in other.merged if each is not tree and each not in found)
        if len(found) > _MOST_MERGED:
            break
    return found[:_MOST_MERGED]
