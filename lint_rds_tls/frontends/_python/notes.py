"""What is noted about Python code: its texts with their uses, its dicts and its lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from lint_rds_tls.frontends._python.scopes import Scope
from lint_rds_tls.frontends._python.values import (
    Item,
    Listing,
    Mapping,
    Member,
    Note,
    Text,
    Value,
    Way,
)
from lint_rds_tls.model import Fragment, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

__all__ = ["Extent", "Notes"]

#: From where to where an expression stands in the source.
Extent: TypeAlias = tuple[int, int]

#: So many conditions around a place are kept; in code that is nested deeper, the inner ones.
_MOST_GUARDS = 32
#: Names of a path that a use tells.
_LONGEST_PATH = 16


class Notes:
    """What one pass over a file notes."""

    def __init__(self, text: MappedText, vocabulary: Vocabulary) -> None:
        self.text = text
        self.source = str(text)
        self.vocabulary = vocabulary
        self.scope = Scope()
        self.guards: tuple[str, ...] = ()
        self.stars: list[str] = []  #: modules of which everything is imported
        self.assigned: Counter[str] = Counter()  #: how often an attribute of this name is assigned
        self.notes: list[Note] = []
        self.mappings: list[Mapping] = []
        self.listings: list[Listing] = []
        self.told: list[Fragment] = []  #: calls and command lines
        self._copied = len(text.pieces) == 1

    def place(self, start: int, end: int) -> Span:
        """The place in the file of a part of the source."""
        if self._copied:
            shift = self.text.pieces[0].span.start
            return Span(start + shift, end + shift)
        return self.text[start:end].span

    # --- texts

    def note(self, value: Value, extent: Extent, *uses: Use) -> Value:
        """Something is done with a value: note what. The value, its texts with their notes."""
        if isinstance(value, Text):
            return self._noted(value, self.place(*extent), uses)
        if isinstance(value, Mapping):
            self._note_mapping(value, uses)
        elif isinstance(value, Listing):
            self._note_listing(value, uses)
        return value

    def _noted(self, value: Text, span: Span, uses: tuple[Use, ...]) -> Text:
        ways: list[Way] = []
        for way in value.ways:
            note = way.note
            if note is None:
                guards = tuple(dict.fromkeys((*self.guards, *way.guards)))[-_MOST_GUARDS:]
                note = Note(way.text, span, guards, alternative=len(value.ways) > 1)
                self.notes.append(note)
                way = Way(way.text, way.guards, note)
            else:
                note.direct = True
            note.uses += (use for use in uses if use not in note.uses)
            ways.append(way)
        return Text(tuple(ways), value.split)

    def _note_mapping(self, mapping: Mapping, uses: tuple[Use, ...]) -> None:
        mapping.uses += (use for use in uses if use not in mapping.uses)
        if not mapping.noted:
            mapping.noted = True
            if not mapping.path:
                mapping.path = tuple(use.name for use in uses[-1:])
            for member in mapping.members.values():
                self.note_member(mapping, member)

    def note_member(self, mapping: Mapping, member: Member) -> None:
        """A value is in a dict of which it is known what is done with it."""
        path = (*mapping.path, str(member.name))[-_LONGEST_PATH:]
        use = Use(role="key", name=":".join(path))
        if isinstance(member.value, Text):
            member.value = self._noted(member.value, self.place(member.start, member.end), (use, *mapping.uses))
        elif isinstance(member.value, Mapping):
            member.value.path = member.value.path or path
            self._note_mapping(member.value, ())
        elif isinstance(member.value, Listing):
            self._note_listing(member.value, (use,))

    def _note_listing(self, listing: Listing, uses: tuple[Use, ...]) -> None:
        if listing.noted:
            return
        listing.noted = True
        for index, item in enumerate(listing.items):
            self.note_item(listing, index, item, uses)

    def note_item(self, listing: Listing, index: int, item: Item, uses: tuple[Use, ...] = ()) -> None:
        """An element is in a list of which it is known what is done with it."""
        if isinstance(item.value, Text):
            value = self._noted(item.value, self.place(item.start, item.end), uses)
            listing.items[index] = Item(value, item.start, item.end, item.starred)
        elif isinstance(item.value, Mapping):
            self._note_mapping(item.value, uses)
        elif isinstance(item.value, Listing):
            self._note_listing(item.value, uses)

    def read(self, value: Value) -> None:
        """Only a part of a value, or something of it, is looked at."""
        for way in value.ways if isinstance(value, Text) else ():
            if way.note is not None:
                way.note.direct = True

    def name(self, name: str, value: Value, extent: Extent, owner: str = "") -> Value:
        """A name gets a value."""
        role = "property" if owner else "variable"
        return self.note(value, extent, Use(role=role, name=name, owner=owner))

    # --- containers

    def mapping(self, extent: Extent) -> Mapping:
        """A new dict."""
        mapping = Mapping({}, *extent, guards=self.guards)
        self.mappings.append(mapping)
        return mapping

    def listing(self, items: list[Item], extent: Extent) -> Listing:
        """A new list."""
        listing = Listing(items, *extent, guards=self.guards)
        self.listings.append(listing)
        return listing

    def put(self, mapping: Mapping, member: Member) -> None:
        """Write a value into a dict."""
        mapping.put(member)
        if mapping.noted:
            self.note_member(mapping, mapping.members[str(member.name)])

    @contextmanager
    def inner_scope(self, scope: Scope | None = None) -> Iterator[None]:
        """Names of their own for what follows."""
        outer = self.scope
        self.scope = scope if scope is not None else Scope(outer)
        try:
            yield
        finally:
            self.scope = outer
