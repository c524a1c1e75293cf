"""What expressions of TypeScript come to, as far as a file tells: texts, objects, lists; else what is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lint_rds_tls.frontends._script.tokens import Tokens
from lint_rds_tls.text import MappedText

__all__ = ["Listing", "Mapping", "Member", "Text", "Unknown", "Value", "Values"]

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CODE_POINTS = 0x110000
#: Objects in objects in …, and names that stand for names.
_DEEPEST = 8
#: A longer expression is not repeated as it is written.
_LONGEST = 200
#: Members of one object and elements of one list that are read.
_MOST = 500


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A string, a number or a truth value."""

    text: MappedText


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Not known here."""

    text: MappedText  #: a hole
    written: str = ""  #: a name or a call, as the file says it


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A named value of an object."""

    name: MappedText
    value: Value
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Mapping:
    """An object."""

    members: list[Member] = field(default_factory=list)
    whole: bool = True  #: nothing else is in it


@dataclass(slots=True, eq=False)
class Listing:
    """A list."""

    items: list[Value] = field(default_factory=list)
    whole: bool = True


Value: TypeAlias = Text | Unknown | Mapping | Listing


class Values:
    """Evaluates expressions: ranges of tokens."""

    def __init__(self, text: MappedText, tokens: Tokens, constants: dict[str, tuple[int, int]]) -> None:
        self.text = text
        self.tokens = tokens
        self._constants = constants
        self._known: dict[str, Value] = {}
        self._seeking: list[str] = []

    def value(self, start: int, end: int, depth: int = 0) -> Value:
        """What the tokens from `start` to before `end` come to."""
        tokens = self.tokens
        if start < end and tokens.behind(start) >= end and depth < _DEEPEST:
            kind = tokens.kind(start)
            if kind in ("STRING", "TEMPLATE"):
                return Text(self.string(start))
            if kind == "NUMBER" or tokens.word(start) in ("true", "false"):
                return Text(self.text[tokens.starts[start] : tokens.ends[start]])
            if kind == "{":
                return self._mapping(start, depth)
            if kind == "[":
                return self._listing(start, depth)
            if kind == "(":
                return self.value(start + 1, min(tokens.behind(start), end) - 1, depth + 1)
            if kind == "NAME" and tokens.word(start) in self._constants:
                return self._constant(tokens.word(start), start, depth)
        return self._unknown(start, end)

    def parts(self, opening: int) -> Iterator[tuple[int, int]]:
        """What commas part between an opening bracket and its partner: ranges of tokens."""
        tokens, close = self.tokens, self.tokens.partners[opening]
        begin = index = opening + 1
        while index < close:
            if tokens.kind(index) == ",":
                yield begin, index
                begin = index + 1
            index = tokens.behind(index)
        if begin < close:
            yield begin, close

    def string(self, index: int) -> MappedText:
        """A string or a template without holes, decoded."""
        start, end = self.tokens.starts[index] + 1, self.tokens.ends[index] - 1
        written = self.text[start:end]
        parts, position = [], 0
        for match in _ESCAPE.finditer(str(written)):
            parts.append(written[position : match.start()])
            parts.append(MappedText.decoded(_unescaped(match), written[match.start() : match.end()].span))
            position = match.end()
        return MappedText.joined((*parts, written[position:])) if parts else written

    def place(self, start: int, end: int) -> MappedText:
        """The text of the tokens from `start` to before `end`."""
        tokens = self.tokens
        begin = tokens.starts[start] if start < len(tokens.starts) else len(tokens.source)
        return self.text[begin : tokens.ends[end - 1] if start < end else begin]

    def _unknown(self, start: int, end: int) -> Unknown:
        place = self.place(start, end)
        written = str(place) if len(place) <= _LONGEST and self._is_chain(start, end) else ""
        return Unknown(MappedText.hole(place.span), written)

    def _is_chain(self, start: int, end: int) -> bool:
        """Whether it is a name with what is called or taken of it, `a.b(c).d`, maybe made with `new`."""
        tokens = self.tokens
        index = start + 1 if tokens.word(start) == "new" else start
        if index >= end or tokens.kind(index) != "NAME":
            return False
        index += 1
        while index < end:
            if tokens.kind(index) in (".", "?.") and tokens.kind(index + 1) == "NAME":
                index += 2
            elif tokens.kind(index) in ("(", "["):
                index = tokens.behind(index)
            else:
                return False
        return index == end

    def _constant(self, name: str, index: int, depth: int) -> Value:
        if name in self._seeking:
            return self._unknown(index, index + 1)
        if name not in self._known:
            self._seeking.append(name)
            self._known[name] = self.value(*self._constants[name], depth + 1)
            self._seeking.pop()
        return self._known[name]

    def _mapping(self, opening: int, depth: int) -> Mapping:
        tokens, found = self.tokens, Mapping()
        for start, end in self.parts(opening):
            if len(found.members) >= _MOST:
                found.whole = False
                break
            if tokens.kind(start) == "...":
                spread = self.value(start + 1, end, depth + 1)
                if isinstance(spread, Mapping):
                    found.members += spread.members
                found.whole &= isinstance(spread, Mapping) and spread.whole
            elif start + 1 == end and tokens.kind(start) == "NAME":
                self._put(found, start, start, end, depth)
            elif (
                start + 2 < end and tokens.kind(start + 1) == ":" and tokens.kind(start) in ("NAME", "STRING", "NUMBER")
            ):
                self._put(found, start, start + 2, end, depth)
            elif start < end and not (tokens.kind(start) == "NAME" and tokens.kind(end - 1) == "}"):
                found.whole = False  # a name that is made; a method is no value
        found.whole &= tokens.partners[opening] < len(tokens.kinds)
        return found

    def _put(self, mapping: Mapping, name: int, start: int, end: int, depth: int) -> None:
        tokens = self.tokens
        quoted = tokens.kind(name) == "STRING"
        written = self.string(name) if quoted else self.text[tokens.starts[name] : tokens.ends[name]]
        value = self.value(start, end, depth + 1)
        mapping.members.append(Member(written, value, tokens.starts[name], tokens.ends[end - 1]))

    def _listing(self, opening: int, depth: int) -> Listing:
        found = Listing()
        for start, end in self.parts(opening):
            if self.tokens.kind(start) == "..." or len(found.items) >= _MOST:
                found.whole = False
            else:
                found.items.append(self.value(start, end, depth + 1))
        return found


def _unescaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        code = int(digits, 16)
        return chr(code) if code < _CODE_POINTS else "\N{REPLACEMENT CHARACTER}"
    return "" if match[4][0] in "\r\n\u2028\u2029" else _ESCAPED.get(match[4], match[4])
