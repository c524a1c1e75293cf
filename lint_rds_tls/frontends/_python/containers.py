"""Lists and dicts of Python: how they are built, taken apart and put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

import libcst as cst

from lint_rds_tls.frontends._python.notes import Extent, Notes
from lint_rds_tls.frontends._python.tree import Places
from lint_rds_tls.frontends._python.values import Item, Listing, Mapping, Member, Text, Unknown, Value, scalar, single
from lint_rds_tls.model import Vocabulary
from lint_rds_tls.text import MappedText, Span

__all__ = ["Containers"]

#: Elements of a list that are put into a comprehension.
_MOST_ELEMENTS = 64
#: Elements of lists that are put together; lists that hold each other twice would fill any memory.
_MOST_JOINED = 2_000


class Containers(Notes):
    """Evaluates what has elements."""

    def __init__(self, text: MappedText, places: Places, vocabulary: Vocabulary) -> None:
        super().__init__(text, vocabulary)
        self.places = places

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression comes to. What it does is noted, what is done with it is not."""
        raise NotImplementedError

    def inside(self, node: cst.CSTNode) -> None:
        """Evaluate the expressions in a node of which nothing is known."""
        for child in node.children:
            if isinstance(child, cst.BaseExpression):
                self.settle(child)
            else:
                self.inside(child)

    def settle(self, node: cst.BaseExpression) -> Value:
        """Evaluate an expression of which nobody sees what is done with it."""
        value = self.value(node)
        self.note(value, self.at(node))
        return value

    def code(self, node: cst.CSTNode) -> str:
        """The source of a node."""
        return self.source[slice(*self.places.extents[node])]

    def at(self, node: cst.CSTNode) -> Extent:
        """Where a node stands in the source."""
        return self.places.extents[node]

    def span(self, node: cst.CSTNode) -> Span:
        """The place of a node in the file."""
        return self.place(*self.places.extents[node])

    # --- lists

    def longer(self, values: Sequence[Value], nodes: Sequence[cst.CSTNode], node: cst.CSTNode) -> Listing:
        """Lists one after the other."""
        items: list[Item] = []
        for value, each in zip(values, nodes, strict=True):
            if isinstance(value, Listing) and len(items) + len(value.items) <= _MOST_JOINED:
                items += value.items
                value.ran = True  # as a part of this one
            else:
                items.append(Item(value, *self.places.extents[each], starred=True))
        listing = self.listing(items, self.at(node))
        listing.chosen = any(isinstance(value, Listing) and value.chosen for value in values)
        return listing

    def list_value(self, node: cst.List | cst.Tuple | cst.Set) -> Value:
        items: list[Item] = []
        for each in node.elements:
            value = self.value(each.value)
            extent = self.places.extents[each.value]
            starred = isinstance(each, cst.StarredElement)
            if starred and isinstance(value, Listing) and len(items) + len(value.items) <= _MOST_JOINED:
                items += value.items
                value.ran = True
            else:
                items.append(Item(value, *extent, starred=starred))
        return self.listing(items, self.at(node))

    def dict_value(self, node: cst.Dict) -> Value:
        mapping = self.mapping(self.at(node))
        for each in node.elements:
            value = self.value(each.value)
            if isinstance(each, cst.DictElement):
                self.member(mapping, each.key, value, each.value)
            elif isinstance(value, Mapping):
                self.take(mapping, value)
            else:
                mapping.whole = False
        return mapping

    def member(self, mapping: Mapping, key: cst.BaseExpression, value: Value, node: cst.CSTNode) -> None:
        """Write a value into a dict."""
        name = scalar(self.value(key))
        if name is None:
            mapping.whole = False
            self.note(value, self.at(node))
            return
        start, end = self.places.extents[key][0], self.places.extents[node][1]
        self.put(mapping, Member(name, value, start, end, self.guards))

    def take(self, mapping: Mapping, other: Mapping) -> None:
        """Let one dict take over what another one holds."""
        other.taken = True
        mapping.whole = mapping.whole and other.whole
        for member in other.members.values():
            mapping.put(member)

    def union(self, one: Mapping, other: Mapping, node: cst.CSTNode) -> Mapping:
        """Two dicts in one."""
        mapping = self.mapping(self.at(node))
        self.take(mapping, one)
        self.take(mapping, other)
        return mapping

    def subscript_value(self, node: cst.Subscript) -> Value:
        value = self.value(node.value)
        indices = [each.slice.value for each in node.slice if isinstance(each.slice, cst.Index)]
        if len(indices) != 1:
            self.read(value)
            self.inside(node)
            return Unknown(self.span(node))
        index = scalar(self.value(indices[0]))
        if isinstance(value, Mapping) and index is not None:
            member = value.members.get(str(index))
            return member.value if member is not None else Unknown(self.span(node))
        at = int(str(index)) if index is not None and re.fullmatch(r"\d{1,4}", str(index)) else -1
        if isinstance(value, Listing) and 0 <= at < len(value.items):
            return value.items[at].value
        self.read(value)
        return Unknown(self.span(node))

    def each(self, node: cst.BaseSimpleComp, values: Listing) -> Value:
        """One element for each one of a known list: `f"{key}={value}" for key, value in settings.items()`."""
        items: list[Item] = []
        for item in values.items[:_MOST_ELEMENTS]:
            self.bind(node.for_in.target, item.value)
            value = self.value(node.elt)
            items.append(Item(value, item.start, item.end, item.starred))
            if values.of is not None and isinstance(value, Text):
                values.of.taken = True
        values.noted = values.ran = True
        if values.of is not None and not values.of.whole:
            items.append(Item(Unknown(self.span(node)), *self.at(node), starred=True))
        return self.listing(items, self.at(node))

    def bind(self, target: cst.BaseAssignTargetExpression, value: Value) -> None:
        """Let names stand for a value, or for its elements."""
        if isinstance(target, cst.Name):
            self.scope.set(target.value, value)
        elif isinstance(target, cst.Tuple) and isinstance(value, Listing) and len(value.items) == len(target.elements):
            for each, item in zip(target.elements, value.items, strict=True):
                self.bind(cast("cst.Name", each.value), item.value)
        else:
            self.bind_unknown(target)

    def pairs(self, mapping: Mapping) -> Listing:
        """The names and values of a dict."""
        items = [Item(self._pair(member), member.start, member.end) for member in mapping.members.values()]
        listing = Listing(items, mapping.start, mapping.end, noted=True, ran=True)
        listing.of = mapping
        return listing

    def _pair(self, member: Member) -> Listing:
        both = [Item(single(member.name), member.start, member.end), Item(member.value, member.start, member.end)]
        return Listing(both, member.start, member.end, noted=True, ran=True)

    def bind_unknown(self, target: cst.CSTNode) -> None:
        """Nothing is known of what a name stands for from here on."""
        if isinstance(target, cst.Name):
            self.scope.set(target.value, Unknown(self.span(target)))
        elif isinstance(target, cst.Tuple | cst.List):
            for each in target.elements:
                self.bind_unknown(each.value)
        elif isinstance(target, cst.BaseExpression):
            self.inside(target)
