"""Trees of configuration files: mappings, sequences and scalars, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from lint_rds_tls.text import MappedText, Span

__all__ = [
    "Member",
    "Node",
    "Run",
    "Scalar",
    "Tree",
    "joined",
    "mapped",
    "members_of",
    "merged_into",
    "parts_of",
    "scalar_of",
    "unescaped",
]

#: Mappings that one may take over, one from the other.
_MOST_MERGED = 32

#: A part of a scalar: where it is written, from and to, and what it stands for; None where it stands for itself.
Run: TypeAlias = tuple[int, int, "str | None"]

_PART = re.compile(r'((?:(?<=\.)|\A)"[^"]*"(?=[.\[]|\Z)|\[[^\]]*\])|[^.\[]+|\[')


@dataclass(slots=True, eq=False)
class Scalar:
    """A value that is no container."""

    value: str
    text: Callable[[], MappedText]  #: the value with its places; made only where it matters
    start: int
    end: int  #: quotes included
    written: str = ""  #: of a value that is not known here, what is written for it: `X` of `!Ref X`


def scalar_of(text: MappedText, start: int, end: int) -> Scalar:
    """A scalar whose text is made already."""
    return Scalar(str(text), lambda: text, start, end)


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
    flat: bool = False  #: environment variables, whose names carry the path
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


def members_of(tree: Tree) -> list[Member]:
    """What a mapping holds: what it takes over from others first, where nothing hides it."""
    if not tree.merged:
        return tree.members
    hidden = {str(member.name) for member in tree.members}
    taken: list[Member] = []
    for other in merged_into(tree):
        kept = [member for member in other.members if str(member.name) not in hidden]
        hidden.update(str(member.name) for member in kept)
        taken += kept
    return [*taken, *tree.members]


def merged_into(tree: Tree) -> list[Tree]:
    """The mappings that one takes over, and those that they take over; nearer ones first."""
    found = list(tree.merged)
    for other in found:  # grows while it is read
        found += (each for each in other.merged if each is not tree and each not in found)
        if len(found) > _MOST_MERGED:
            break
    return found[:_MOST_MERGED]


def mapped(text: MappedText, runs: Iterable[Run]) -> MappedText:
    """The runs of a scalar of `text` as one text."""
    parts = []
    for start, end, said in runs:
        part = text[start:end]
        if said is not None:
            part = MappedText.decoded(said, part.span)
        parts.append(part)
    return MappedText.joined(parts)


def unescaped(escape: str) -> str:
    r"""The character of a Java escape `\u0041`, or of the two that make a surrogate pair."""
    if len(escape) == 6:
        return chr(int(escape[2:], 16))
    return chr(0x10000 + ((int(escape[2:6], 16) & 0x3FF) << 10) + (int(escape[8:], 16) & 0x3FF))


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
