"""What PowerShell's expressions come to: texts, lists, tables, objects, and where each was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from lint_rds_tls.frontends._code.context import Path, exclusive
from lint_rds_tls.frontends._code.nodes import Node as CodeNode
from lint_rds_tls.frontends._code.objects import Event
from lint_rds_tls.model import Use
from lint_rds_tls.text import MappedText, Span

__all__ = [
    "MOST_CHOICES",
    "Draft",
    "Fork",
    "Hash",
    "Items",
    "Pair",
    "Slot",
    "Thing",
    "Value",
    "Values",
    "as_text",
    "distinct",
    "joined",
]

#: More values than this for one expression are not told apart.
MOST_CHOICES = 8
#: Longer texts than this are not put together: names that double names could fill any memory.
_LONGEST = 1 << 19
#: Nor of more pieces: code that adds to a text thousands of times would keep as many ever longer ones.
_MOST_PIECES = 1 << 11


@dataclass(slots=True, eq=False)
class Fork(CodeNode):
    """A place where a script takes one of several ways."""

    count: int = 0  #: of ways, where one of them is always taken; else 0


@dataclass(slots=True, eq=False)
class Draft:
    """A text of the script that may be reported, and what is done with it."""

    text: MappedText
    span: Span
    guards: tuple[str, ...]
    uses: list[Use] = field(default_factory=list)
    alternative: bool = False
    direct: bool = False  #: used by itself
    begun: bool = False  #: a bigger text is made of it, which is reported in its place
    handed: bool = False  #: an argument of a command that is reported with it


@dataclass(frozen=True, slots=True)
class Pair:
    """A key of a table with its value."""

    name: MappedText
    values: Values
    span: Span
    path: Path = ()
    guards: tuple[str, ...] = ()
    removed: bool = False  #: the key is taken out again


@dataclass(slots=True, eq=False)
class Hash:
    """A table, shared by all names that hold it."""

    span: Span
    pairs: list[Pair] = field(default_factory=list)
    open: bool = False  #: holds more than is seen here
    taken: bool = False  #: reported as the arguments of a command
    defaults: bool = False  #: holds parameters of all commands that its keys match

    def choices(self, path: Path) -> Iterator[tuple[Pair, ...]]:
        """What the table may hold, seen from a place in the script."""
        forks: dict[CodeNode, set[int]] = {}
        marked: list[tuple[Pair, Path]] = []
        for pair in self.pairs:
            if exclusive(pair.path, path):
                continue
            more = pair.path[_common(pair.path, path) :]
            marked.append((pair, more))
            if more:
                forks.setdefault(more[0].node, set()).add(more[0].number)
        ways = [_ways(fork, numbers) for fork, numbers in list(forks.items())[:3]]
        for way in product(*ways):
            taken = dict(zip(forks, way, strict=False))
            yield _settled(
                pair for pair, more in marked if not more or taken.get(more[0].node, more[0].number) == more[0].number
            )

    def get(self, key: str, path: Path) -> Values | None:
        """The values of a key; None where it is not known to be there."""
        found = [pair.values for way in self.choices(path) for pair in way if str(pair.name).lower() == key]
        return distinct(value for values in found for value in values) or None


def _common(one: Path, other: Path) -> int:
    """How many arms two places share."""
    count = 0
    for arm, other_arm in zip(one, other, strict=False):
        if arm.node is not other_arm.node:
            break
        count += 1
    return count


def _ways(fork: CodeNode, numbers: set[int]) -> list[int]:
    whole = isinstance(fork, Fork) and 0 < fork.count == len(numbers)
    return sorted(numbers) if whole else [*sorted(numbers), -1]


def _settled(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """The pairs of which the last of each name counts."""
    latest: dict[str, Pair] = {}
    for pair in pairs:
        name = str(pair.name).lower()
        latest.pop(name, None)
        if not pair.removed:
            latest[name] = pair
    return tuple(latest.values())


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    elements: tuple[Value, ...]
    open: bool = False  #: holds more than is seen here


@dataclass(slots=True, eq=False)
class Thing:
    """An object of a type that matters, shared by all names that hold it."""

    events: list[Event]
    owner: str  #: its type, fully qualified where the file says so


Value: TypeAlias = "MappedText | Items | Hash | Thing"
#: What an expression may come to, one at least.
Values: TypeAlias = "tuple[Value, ...]"


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """What a name holds."""

    values: Values
    drafts: tuple[Draft, ...] = ()
    type: str = ""  #: its declared type


def distinct(values: Iterable[Value]) -> Values:
    """The values, each once and not too many."""
    found: list[Value] = []
    for value in values:
        if all(value is not other and not (isinstance(value, MappedText) and value == other) for other in found):
            found.append(value)
    return tuple(found[:MOST_CHOICES])


def as_text(value: Value, span: Span) -> MappedText:
    """A value as a part of a text; `span` is where it is asked for."""
    if isinstance(value, MappedText):
        return value
    if isinstance(value, Items) and not value.open:
        blank = MappedText.decoded(" ", Span(span.start, span.start))
        return MappedText.joined([as_text(each, span) for each in value.elements], blank)
    return MappedText.hole(span)


def joined(parts: Sequence[Sequence[MappedText]], span: Span) -> tuple[MappedText, ...]:
    """Every way to put parts together."""
    pieces = sum(len(part[0].pieces) for part in parts)
    if sum(len(part[0]) for part in parts) > _LONGEST or pieces > max(_MOST_PIECES, len(parts)):
        return (MappedText.hole(span),)
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST_CHOICES:
        hole = (MappedText.hole(span),)
        parts = [part if len(part) == 1 else hole for part in parts]
    return tuple(MappedText.joined(way) for way in product(*parts))
