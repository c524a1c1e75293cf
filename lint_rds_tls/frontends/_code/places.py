"""Texts of C# and Java expressions, every character at its own place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lint_rds_tls.frontends._code.nodes import Node
from lint_rds_tls.frontends._code.parts import Part
from lint_rds_tls.text import MappedText, Piece, PieceKind, Span

__all__ = ["Known", "Places"]


class Known(NamedTuple):
    """One text that an expression may come to, and the conditions under which it does."""

    text: MappedText
    guards: tuple[str, ...] = ()


class Places:
    """Turns places in a source into places in the file that holds it."""

    def __init__(self, text: MappedText) -> None:
        self._text = text
        piece = text.pieces[0] if text.pieces else Piece("", Span(0, 0))
        self._plain = len(text.pieces) < 2 and piece.kind is PieceKind.COPIED
        self._shift = piece.span.start

    def span(self, start: int, end: int) -> Span:
        """The place of a part."""
        if self._plain:
            return Span(start + self._shift, end + self._shift)
        return self._text[start:end].span

    def text(self, start: int, end: int) -> MappedText:
        """A part as it is written."""
        return self._text[start:end]

    def parts(self, parts: Iterable[Part], anchor: int) -> MappedText:
        """The value of a literal."""
        pieces: list[Piece] = []
        for part in parts:
            if not part.copied:
                pieces.append(Piece(part.text, self.span(part.start, part.end), PieceKind.DECODED))
            elif self._plain:
                pieces.append(Piece(part.text, self.span(part.start, part.end)))
            else:
                pieces.extend(self._text[part.start : part.end].pieces)
        return MappedText(pieces, anchor=self.span(anchor, anchor).start)

    def hole(self, node: Node) -> MappedText:
        """Something unknown."""
        return MappedText.hole(self.span(node.start, node.end))

    def decoded(self, text: str, node: Node) -> MappedText:
        """Text that an expression stands for as a whole."""
        span = self.span(node.start, node.end)
        return MappedText.decoded(text, span) if text else MappedText(anchor=span.start)
