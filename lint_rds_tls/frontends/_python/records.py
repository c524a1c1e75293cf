"""Makes records of Python's dicts, and of the calls that a client library's names tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lint_rds_tls.frontends._python.commands import Commands
from lint_rds_tls.frontends._python.notes import Extent
from lint_rds_tls.frontends._python.values import (
    Listing,
    Mapping,
    Member,
    Named,
    Scalar,
    Text,
    Unknown,
    Value,
    part,
)
from lint_rds_tls.frontends._trees import nodes as _trees
from lint_rds_tls.frontends._trees.nodes import Tree, joined
from lint_rds_tls.frontends._trees.settings import fragments as settings
from lint_rds_tls.model import Entry, Record, Use
from lint_rds_tls.text import MappedText, Span

__all__ = ["Argument", "Call", "Records"]

#: Dicts in dicts in …
_DEEPEST = 8
#: Names above a list whose dicts are looked at, how many of these, and values of each.
_DEEPEST_LIST, _MOST_ITEMS, _MOST_MEMBERS = 3, 200, 50
#: Values of a tree; dicts that hold each other twice would have more than any memory.
_LARGEST = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """What a call is given."""

    value: Value
    extent: Extent
    name: MappedText | None = None  #: of a keyword
    begin: int = 0  #: where the keyword begins
    star: str = ""  #: `*`, `**`


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A call."""

    path: str  #: dotted name of the function, as far as it is one
    arguments: tuple[Argument, ...]
    extent: Extent
    whole: bool  #: the path is all of it: nothing of the file stands behind its first name

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def owner(self) -> str:
        """All of the path but the last part."""
        return self.path.rpartition(".")[0]

    @property
    def positional(self) -> list[Argument]:
        """What has no name, stars left out."""
        return [each for each in self.arguments if each.name is None and not each.star]

    @property
    def first(self) -> Value | None:
        """The value of the first argument, if that has no name."""
        return next((each.value for each in self.arguments[:1] if each.name is None and not each.star), None)

    def named(self, *names: str) -> Argument | None:
        """The first argument of one of these names."""
        return next((each for each in self.arguments if each.name is not None and str(each.name) in names), None)


@dataclass(slots=True)
class _Sized:
    """A tree, and how many values are in it: one dict may stand in it many times over."""

    tree: Tree
    size: int = 1


class Records(Commands):
    """What has named values."""

    def text_of(self, value: Value, span: Span) -> MappedText:
        """A value as one text, or a hole."""
        found = part(value, span)
        return found.ways[0].text if len(found.ways) == 1 else MappedText.hole(span)

    def entries(self, mapping: Mapping, above: tuple[MappedText, ...]) -> Iterator[Entry]:
        """The values of a dict and of the dicts in it, their names joined by dots."""
        for member in mapping.members.values():
            names = (*above, member.name)
            if isinstance(member.value, Mapping) and len(names) < _DEEPEST:
                yield from self.entries(member.value, names)
            else:
                span = self.place(member.start, member.end)
                value = self.text_of(member.value, span)
                written = _written(member.value)
                yield Entry(name=joined(names), value=value, span=span, guards=member.guards, written=written)
                yield from self._items(member.value, names)

    def _items(self, value: Value, above: tuple[MappedText, ...]) -> Iterator[Entry]:
        """The values of the dicts in a list, which have its name and their number."""
        items = value.items[:_MOST_ITEMS] if isinstance(value, Listing) and len(above) < _DEEPEST_LIST else []
        for number, item in enumerate(items):
            if isinstance(item.value, Mapping):
                item.value.taken = True
                place = self.place(item.start, item.start)
                inner = self.entries(item.value, (*above, MappedText.decoded(str(number), place)))
                yield from islice(inner, _MOST_MEMBERS)

    def call_records(self, call: Call) -> None:
        """The call of a client library's function: one record for each text that it may be given."""
        positional = call.positional
        entries: list[Entry] = []
        truncated = any(each.star == "*" for each in call.arguments)
        for each in call.arguments:
            if each.star == "**":
                truncated |= not isinstance(each.value, Mapping) or not each.value.whole
                if isinstance(each.value, Mapping):
                    each.value.taken = True
                    entries += self.entries(each.value, ())
            elif each.name is not None:
                truncated |= isinstance(each.value, Mapping) and not each.value.whole
                entries += self._keyword(each)
        texts = tuple(self.text_of(each.value, self.place(*each.extent)) for each in positional)
        bases: Sequence[MappedText | None] = texts[:1] or (None,)
        if positional and isinstance(positional[0].value, Text):
            bases = [way.text for way in positional[0].value.ways]
        for base in bases:
            self.told.append(
                Record(
                    type=call.path,
                    base=base,
                    arguments=texts,
                    entries=tuple(entries),
                    span=self.place(*call.extent),
                    uses=(Use(role="argument", name=call.name, owner=call.owner),),
                    truncated=truncated,
                    alternative=len(bases) > 1,
                )
            )

    def _keyword(self, argument: Argument) -> Iterator[Entry]:
        if argument.name is None:
            return
        if isinstance(argument.value, Mapping):
            argument.value.taken = True
            yield from self.entries(argument.value, (argument.name,))
        else:
            yield Entry(
                name=argument.name,
                value=self.text_of(argument.value, self.place(*argument.extent)),
                span=self.place(argument.begin, argument.extent[1]),
                guards=self.guards,
                written=_written(argument.value),
            )
            yield from self._items(argument.value, (argument.name,))

    def keyword_record(self, call: Call) -> None:
        """The call of another function, where its keywords, or those of a dict in it, are those of connections."""
        named = [each for each in call.arguments if each.name is not None and self._is_wanted(each)]
        if not named:
            return
        if any(not isinstance(each.value, Mapping) for each in named):
            named = [each for each in call.arguments if each.name is not None]
        self.told.append(
            Record(
                type="",
                entries=tuple(entry for each in named for entry in self._keyword(each)),
                span=self.place(*call.extent),
                uses=(Use(role="argument", name=call.name, owner=call.owner),),
                truncated=any(each.star for each in call.arguments),
            )
        )

    def _is_wanted(self, argument: Argument) -> bool:
        keys = self.vocabulary.keys
        if isinstance(argument.value, Mapping):
            return any(name.lower() in keys for name in argument.value.members)
        return argument.name is not None and str(argument.name).lower() in keys

    def dicts(self) -> Iterator[Record]:
        """The dicts that nothing else took."""
        inner = {
            id(member.value)
            for mapping in self.mappings
            for member in mapping.members.values()
            if isinstance(member.value, Mapping)
        }
        seen: dict[int, _Sized] = {}
        for mapping in self.mappings:
            if not mapping.taken and id(mapping) not in inner:
                root = Tree(mapping.start)
                root.members.append(
                    _trees.Member(_name(mapping), self._tree(mapping, seen, 0).tree, mapping.start, mapping.end)
                )
                for fragment in settings(self.text, root, self.vocabulary):
                    if isinstance(fragment, Record):
                        yield fragment

    def _tree(self, mapping: Mapping, seen: dict[int, _Sized], depth: int) -> _Sized:
        if id(mapping) in seen:
            return seen[id(mapping)]
        sized = seen[id(mapping)] = _Sized(Tree(mapping.start, mapping.end, flat=mapping.flat))
        members = sized.tree.members
        for member in mapping.members.values():
            value = member.value
            if isinstance(value, Mapping):
                if not value.taken and depth < _DEEPEST * 4:
                    inner = self._tree(value, seen, depth + 1)
                    if sized.size + inner.size <= _LARGEST:
                        members.append(_trees.Member(member.name, inner.tree, member.start, member.end))
                        sized.size += inner.size
            elif not isinstance(value, Listing):
                members.append(self._leaf(member))
                sized.size += 1
        return sized

    def _leaf(self, member: Member) -> _trees.Member:
        text = self.text_of(member.value, self.place(member.start, member.end))
        scalar = _trees.Scalar(
            "" if isinstance(member.value, Scalar) else str(text), lambda: text, member.start, member.end
        )
        return _trees.Member(member.name, scalar, member.start, member.end)


def _written(value: Value) -> str:
    """What is written where a text is not known."""
    return value.path if isinstance(value, Named) else value.written if isinstance(value, Unknown) else ""


def _name(mapping: Mapping) -> MappedText:
    return (
        MappedText.decoded(":".join(mapping.path), Span(mapping.start, mapping.start)) if mapping.path else MappedText()
    )
