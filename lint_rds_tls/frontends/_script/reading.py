"""Finds the calls of a TypeScript module that the vocabulary names, and makes records of the objects they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.frontends._script.names import Names
from lint_rds_tls.frontends._script.tokens import Tokens, tokens
from lint_rds_tls.frontends._script.values import Listing, Mapping, Text, Unknown, Value, Values
from lint_rds_tls.frontends._trees.nodes import joined
from lint_rds_tls.model import Entry, Record, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText

__all__ = ["records"]

#: The package of a dotted name: `@pulumi/aws` of `@pulumi/aws.rds.Instance`.
_PACKAGE = re.compile(r"[^.]+")
_ANY = "*."
#: Entries of one record, so that objects in objects that share others stay small.
_MOST = 2000


def records(source: Source, vocabulary: Vocabulary) -> Iterator[Record]:
    """A record for each call of something imported that the vocabulary names, or of any method that it names."""
    text = str(source.text)
    wanted = vocabulary.types | vocabulary.calls
    packages = {match[0] for match in map(_PACKAGE.match, wanted) if match is not None}
    if not any("/" in package and package.split("/")[0] in text for package in packages):
        return
    found = tokens(text)
    names = Names(found)
    reader = _Reader(source.text, found, names, wanted)
    for index, kind in enumerate(found.kinds):
        if kind == "(":
            yield from reader.call(index)


@dataclass(slots=True)
class _Reader:
    """Reads the calls of one file."""

    text: MappedText
    tokens: Tokens
    names: Names
    wanted: frozenset[str]
    values: Values

    def __init__(self, text: MappedText, found: Tokens, names: Names, wanted: frozenset[str]) -> None:
        self.text, self.tokens, self.names, self.wanted = text, found, names, wanted
        self.values = Values(text, found, names.constants)

    def call(self, opening: int) -> Iterator[Record]:
        """The record of a call whose arguments begin at a bracket."""
        begin, words = self._called(opening)
        path = self.names.path(words) if words else ""
        if path not in self.wanted:
            if len(words) < 2 or f"{_ANY}{words[-1]}" not in self.wanted:
                return
            path = ".".join(words)
        entries: list[Entry] = []
        given: list[MappedText] = []
        seen = truncated = False
        for start, end in self.values.parts(opening):
            value = self.values.value(start, end)
            given.append(value.text if isinstance(value, Text | Unknown) else self._hole(start, end))
            truncated |= self.tokens.kind(start) == "..."
            if isinstance(value, Mapping) and not seen:
                seen = True
                truncated |= not self._entries(value, (), entries)
        close = self.tokens.behind(opening)
        yield Record(
            type=path,
            entries=tuple(entries),
            span=self.values.place(begin, min(close, len(self.tokens.kinds))).span,
            base=given[0] if given else None,
            arguments=tuple(given),
            uses=(Use(role="argument", name=words[-1]),),
            truncated=truncated or not seen or close > len(self.tokens.kinds),
        )

    def _hole(self, start: int, end: int) -> MappedText:
        return MappedText.hole(self.values.place(start, end).span)

    def _called(self, opening: int) -> tuple[int, list[str]]:
        """Where the name of what is called begins, and its parts; types between `<` and `>` are passed over."""
        tokens, index, words = self.tokens, opening - 1, []
        if tokens.kind(index) == ">":
            while index > max(opening - 20, 0) and tokens.kind(index) != "<":
                index -= 1
            index -= 1
        while tokens.kind(index) == "NAME":
            words.append(tokens.word(index))
            if tokens.kind(index - 1) not in (".", "?."):
                break
            index -= 2
        words.reverse()
        return max(index, 0), words

    def _entries(self, value: Value, above: tuple[MappedText, ...], found: list[Entry]) -> bool:
        """Add what an object or a list holds, names joined by dots; whether that is all."""
        whole = True
        if isinstance(value, Mapping):
            whole = value.whole
            for member in value.members:
                names = (*above, member.name)
                inner = member.value
                if isinstance(inner, Mapping | Listing):
                    whole &= self._entries(inner, names, found)
                elif len(found) < _MOST:
                    written = inner.written if isinstance(inner, Unknown) else ""
                    span = self.text[member.start : member.end].span
                    found.append(Entry(name=joined(names), value=inner.text, span=span, written=written))
        elif isinstance(value, Listing):
            whole = value.whole
            for number, item in enumerate(value.items):
                if isinstance(item, Mapping | Listing):
                    place = above[-1].span
                    whole &= self._entries(item, (*above, MappedText.decoded(str(number), place)), found)
                else:
                    whole &= isinstance(item, Text)
        return whole and len(found) < _MOST
