"""What Python expressions come to, as far as a file tells: texts, lists, dicts, names of other modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from lint_rds_tls.model import Use
from lint_rds_tls.text import MappedText, Piece, PieceKind, Span

__all__ = [
    "MOST_WAYS",
    "Item",
    "Listing",
    "Mapping",
    "Member",
    "Named",
    "Note",
    "Scalar",
    "Text",
    "Unknown",
    "Value",
    "Way",
    "as_default",
    "joined",
    "merged",
    "part",
    "scalar",
    "single",
]

#: More texts than this for one expression are not told apart.
MOST_WAYS = 8
#: Longer texts than this are not put together: names that double names could fill any memory.
_LONGEST = 1 << 19
#: Nor of more pieces: code that adds to a text thousands of times would keep as many ever longer ones.
_MOST_PIECES = 1 << 11


@dataclass(slots=True, eq=False)
class Note:
    """A text where the code makes it, and what is done with it."""

    text: MappedText
    span: Span  #: of the expression
    guards: tuple[str, ...]
    uses: list[Use] = field(default_factory=list)
    alternative: bool = False
    begun: bool = False  #: a bigger text begins with it
    direct: bool = False  #: it is used as it is
    language: str = ""  #: in which it is handed to something that reads it


@dataclass(frozen=True, slots=True)
class Way:
    """One text that an expression may come to."""

    text: MappedText
    guards: tuple[str, ...] = ()
    note: Note | None = None  #: where it has a name already


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text; one of several where the code chooses."""

    ways: tuple[Way, ...]
    split: bool = False  #: as a shell reads it, into words


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A number, True, False or None as Python writes it."""

    text: MappedText


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """Something of another module."""

    path: str  #: `sqlalchemy.create_engine`


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Nothing is known but where it is written."""

    span: Span
    written: str = ""  #: of a call, as the file says it; "" where that is long


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """An element of a list."""

    value: Value
    start: int
    end: int
    starred: bool = False


@dataclass(slots=True, eq=False)
class Listing:
    """A list or tuple; code may add to it."""

    items: list[Item]
    start: int
    end: int
    noted: bool = False
    ran: bool = False  #: its command line was told
    guards: tuple[str, ...] = ()  #: conditions under which it is made
    chosen: bool = False  #: conditions decide what is in it
    of: Mapping | None = None  #: the dict whose names and values these are


@dataclass(slots=True, eq=False)
class Member:
    """A named value of a dict."""

    name: MappedText
    value: Value
    start: int
    end: int
    guards: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Mapping:
    """A dict; code may add to it."""

    members: dict[str, Member]
    start: int
    end: int
    whole: bool = True  #: nothing else is in it
    path: tuple[str, ...] = ()  #: the names it has
    uses: list[Use] = field(default_factory=list)
    guards: tuple[str, ...] = ()
    flat: bool = False  #: environment variables
    noted: bool = False
    taken: bool = False  #: told as a part of something else

    def put(self, member: Member) -> None:
        """Write a value; the last one written counts, after all others."""
        name = str(member.name)
        old = self.members.pop(name, None)
        if old is not None and member.guards != old.guards and set(member.guards) >= set(old.guards):
            value = Unknown(_span_of(member.value))  # the program chooses
            member = Member(member.name, value, member.start, member.end)
        self.members[name] = member


Value: TypeAlias = Text | Scalar | Named | Unknown | Listing | Mapping


def single(text: MappedText) -> Text:
    """The value of one text."""
    return Text((Way(text),))


def scalar(value: Value) -> MappedText | None:
    """The one text, number or truth value that a value is; None where it is not known as a whole."""
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Text) and len({str(way.text) for way in value.ways}) == 1:
        return None if value.ways[0].text.has_hole else value.ways[0].text
    return None


def part(value: Value, span: Span) -> Text:
    """What a value adds to a bigger text; what may also be something unknown is unknown."""
    if isinstance(value, Scalar):
        return single(value.text)
    if isinstance(value, Text) and (len(value.ways) == 1 or not any(way.text.has_hole for way in value.ways)):
        return value
    return single(MappedText.hole(span))


def joined(parts: Sequence[Text], span: Span) -> Text:
    """Every way to put parts together."""
    texts = [each.ways[0].text for each in parts]
    if sum(map(len, texts)) > _LONGEST or sum(len(each.pieces) for each in texts) > max(_MOST_PIECES, len(texts)):
        return single(MappedText.hole(span))
    count = 1
    for each in parts:
        count *= len(each.ways)
        if count > MOST_WAYS:
            hole = single(MappedText.hole(span))
            parts = [each if len(each.ways) == 1 else hole for each in parts]
            break
    _mark(parts)
    ways = (
        Way(
            MappedText((piece for way in each for piece in way.text.pieces), anchor=span.start),
            tuple(dict.fromkeys(guard for way in each for guard in way.guards)),
        )
        for each in product(*(each.ways for each in parts))
    )
    return Text(tuple(ways))


def _mark(parts: Iterable[Text]) -> None:
    """Note that texts with a name became parts of a bigger one."""
    begins = True
    for each in parts:
        for way in each.ways:
            if way.note is not None:
                way.note.begun |= begins
                way.note.direct |= not begins
        begins = begins and not any(len(way.text) for way in each.ways)


def merged(one: Value, other: Value) -> Value:
    """What is one of two values."""
    if one is other:
        return one
    if not isinstance(one, Text) and not isinstance(other, Text):
        same = isinstance(one, Scalar) and isinstance(other, Scalar) and str(one.text) == str(other.text)
        return one if same else Unknown(_span_of(other))
    ways: list[Way] = []
    for value in (one, other):
        if isinstance(value, Text):
            ways += (way for way in value.ways if way not in ways)
        elif not (isinstance(value, Scalar) and str(value.text) == "None"):
            ways.append(Way(MappedText.hole(_span_of(value))))
    if len(ways) > 1:
        for way in ways:
            if way.note is not None:
                way.note.alternative = True
    return Text(tuple(ways[:MOST_WAYS]))


def _span_of(value: Value) -> Span:
    if isinstance(value, Unknown):
        return value.span
    if isinstance(value, Scalar):
        return value.text.span
    return value.ways[0].text.span if isinstance(value, Text) else Span(0, 0)


def as_default(value: Value) -> Value:
    """The same, holding only unless something outside says otherwise."""
    if isinstance(value, Text):
        return Text(tuple(Way(way.text.as_default(), way.guards, way.note) for way in value.ways))
    return Scalar(value.text.as_default()) if isinstance(value, Scalar) else value


def mapped_characters(text: MappedText, change: dict[int, str]) -> MappedText:
    """The text with some characters replaced by what they are encoded as; holes stay."""
    pieces: list[Piece] = []
    for piece in text.pieces:
        if piece.kind is PieceKind.HOLE or not any(ord(each) in change for each in piece.text):
            pieces.append(piece)
            continue
        for index, each in enumerate(piece.text):
            cut = piece.cut(index, index + 1)
            said = change.get(ord(each))
            pieces.append(cut if said is None else Piece(said, cut.span, PieceKind.DECODED, cut.default))
    return MappedText(pieces, anchor=text.offset(0))
