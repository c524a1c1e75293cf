"""Text that remembers where in a file each of its characters was written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

__all__ = ["HOLE_CHARACTER", "Lines", "MappedText", "Piece", "PieceKind", "Span"]

#: Stands in ``str(mapped_text)`` for a part that is not known. Ask `MappedText.has_hole`, never compare with it:
#: a file may hold the character itself.
HOLE_CHARACTER = "\N{OBJECT REPLACEMENT CHARACTER}"

#: Parts written further apart than this (code points) are not shown as one range: a value and a constant from the top
#: of the file have no honest common span.
_FARTHEST_NEIGHBOUR = 400


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a decoded file, its byte order mark removed."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def cover(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class PieceKind(Enum):
    """How the text of a piece came from the characters of its span."""

    COPIED = "copied"  #: character for character
    DECODED = "decoded"  #: as a whole: an escape, an entity, a value that a name stands for
    HOLE = "hole"  #: not known here: a variable, a parameter, a call


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one relation to one span."""

    text: str
    span: Span
    kind: PieceKind = PieceKind.COPIED
    default: bool = False  #: holds only unless something outside says otherwise: the `b` of `${A:b}`

    def cut(self, start: int, end: int) -> Piece:
        """The part from start to end, offsets into `text`; of a decoded piece or a hole the span stays whole."""
        if not start and end == len(self.text):
            return self
        if self.kind is PieceKind.COPIED:
            span = Span(self.span.start + start, self.span.start + end)
            return Piece(self.text[start:end], span, default=self.default)
        return Piece(self.text[start:end], self.span, self.kind, self.default)


class MappedText:
    """An immutable string made of pieces; slices and joins keep every character's place in the file.

    >>> written = MappedText.copied("Encrypt=no", 100)
    >>> str(written[8:]), written[8:].span
    ('no', Span(start=108, end=110))
    """

    __slots__ = ("_anchor", "_ends", "_text", "pieces")

    def __init__(self, pieces: Iterable[Piece] = (), *, anchor: int = 0) -> None:
        """Join `pieces`; `anchor` is the place of an empty text."""
        self.pieces = tuple([piece for piece in pieces if piece.text])
        texts = [piece.text for piece in self.pieces]
        self._text = texts[0] if len(texts) == 1 else "".join(texts)
        self._ends = tuple(accumulate(map(len, texts)))
        self._anchor = anchor

    @classmethod
    def copied(cls, text: str, start: int = 0) -> MappedText:
        """Text that stands in the file as it is, from offset `start`."""
        return cls((Piece(text, Span(start, start + len(text))),), anchor=start)

    @classmethod
    def decoded(cls, text: str, span: Span) -> MappedText:
        """Text that the characters of `span` stand for as a whole."""
        return cls((Piece(text, span, PieceKind.DECODED),), anchor=span.start)

    @classmethod
    def hole(cls, span: Span) -> MappedText:
        """Something unknown, written at `span`."""
        return cls((Piece(HOLE_CHARACTER, span, PieceKind.HOLE),), anchor=span.start)

    @classmethod
    def joined(cls, parts: Iterable[MappedText], separator: MappedText | None = None) -> MappedText:
        """The parts one after the other, `separator` between them."""
        pieces: list[Piece] = []
        anchor: int | None = None
        for index, part in enumerate(parts):
            if index and separator is not None:
                pieces.extend(separator.pieces)
            anchor = part._anchor if anchor is None else anchor
            pieces.extend(part.pieces)
        return cls(pieces, anchor=anchor or 0)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"MappedText({self._text!r} at {self.span.start}-{self.span.end})"

    def __len__(self) -> int:
        return len(self._text)

    def __iter__(self) -> Iterator[str]:
        return iter(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MappedText) and self.pieces == other.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)

    def __add__(self, other: MappedText) -> MappedText:
        return MappedText((*self.pieces, *other.pieces), anchor=self._anchor if self.pieces else other._anchor)

    def __getitem__(self, index: slice | int) -> MappedText:
        if isinstance(index, int):
            index = slice(index, index + 1 or None)
        start, end, step = index.indices(len(self._text))
        if step != 1:
            raise ValueError("mapped text has no stride")
        if start >= end:
            return MappedText(anchor=self.offset(start))
        if end - start == len(self._text):
            return self
        return MappedText(self._cut(start, end))

    def _cut(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of a part that is not empty; only those at its edges are new."""
        first, last = bisect_right(self._ends, start), bisect_left(self._ends, end)
        before = self._ends[first - 1] if first else 0
        edge = self.pieces[first]
        if first == last:
            return (edge.cut(start - before, end - before),)
        inner = self.pieces[first + 1 : last]
        return (edge.cut(start - before, len(edge.text)), *inner, self.pieces[last].cut(0, end - self._ends[last - 1]))

    def offset(self, index: int) -> int:
        """The place in the file of the character at `index`; of the end where `index` is the length."""
        if not self.pieces:
            return self._anchor
        at = bisect_right(self._ends, index)
        if at == len(self.pieces):
            return self.pieces[-1].span.end
        piece = self.pieces[at]
        if piece.kind is not PieceKind.COPIED:
            return piece.span.start
        return piece.span.start + index - (self._ends[at - 1] if at else 0)

    def strip(self, characters: str | None = None) -> MappedText:
        """Without white space (or `characters`) at both ends, as `str.strip` sees it."""
        left = len(self._text) - len(self._text.lstrip(characters))
        return self[left : max(left, len(self._text.rstrip(characters)))]

    @property
    def has_hole(self) -> bool:
        """Whether any part is unknown."""
        return any(piece.kind is PieceKind.HOLE for piece in self.pieces)

    @property
    def has_default(self) -> bool:
        """Whether any part holds only unless something outside says otherwise."""
        return any(piece.default for piece in self.pieces)

    def as_default(self) -> MappedText:
        """The same text, holding only unless something outside says otherwise."""
        pieces = (Piece(piece.text, piece.span, piece.kind, default=True) for piece in self.pieces)
        return MappedText(pieces, anchor=self._anchor)

    def is_hole(self, index: int) -> bool:
        """Whether the character at `index` stands for something unknown."""
        at = bisect_right(self._ends, index)
        return at < len(self.pieces) and self.pieces[at].kind is PieceKind.HOLE

    @property
    def runs(self) -> tuple[Span, ...]:
        """The places of the parts in order, neighbours joined."""
        runs: list[Span] = []
        for piece in self.pieces:
            last = runs[-1] if runs else None
            if last and last.end <= piece.span.start <= last.end + _FARTHEST_NEIGHBOUR:
                runs[-1] = last.cover(piece.span)
            elif last is None or piece.span != last:
                runs.append(piece.span)
        return tuple(runs)

    @property
    def span(self) -> Span:
        """Where this was written: its longest run; of equal ones the last."""
        if not self.pieces:
            return Span(self._anchor, self._anchor)
        if len(self.pieces) == 1:
            return self.pieces[0].span
        return max(reversed(self.runs), key=len)


class Lines:
    """Lines and columns of offsets; both count from 1, columns in code points. LF, CR LF and CR end a line."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        position = 0
        for line in text.replace("\r\n", "\0\n").replace("\r", "\n").split("\n"):
            position += len(line) + 1
            starts.append(position)
        self._starts = starts[:-1]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def __len__(self) -> int:
        return len(self._starts)

    def start(self, line: int) -> int:
        """The offset of the first character of `line`."""
        return self._starts[line - 1]

    def line(self, line: int) -> str:
        """The text of `line`, without its end."""
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return self.text[self._starts[line - 1] : end].rstrip("\r\n")
