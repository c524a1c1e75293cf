"""What all dialects of texts share: which of several settings wins, and whether a text goes on elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lint_rds_tls.model import Literal, Record, Setting
from lint_rds_tls.text import MappedText, PieceKind, Span

__all__ = ["first_wins", "goes_on", "last_wins", "place_of", "place_of_call"]


def first_wins(settings: Iterable[Setting]) -> tuple[Setting, ...]:
    """The settings, those marked that an earlier one of the same key overrides."""
    return last_wins(reversed(list(settings)))[::-1]


def last_wins(settings: Iterable[Setting]) -> tuple[Setting, ...]:
    """The settings, those marked that a later one of the same key overrides."""
    settings = list(settings)
    winners = {setting.key: setting for setting in settings}
    return tuple(
        setting if winner is setting else replace(setting, effective=False, overridden_by=winner.span)
        for setting in settings
        for winner in (winners[setting.key],)
    )


def goes_on(literal: Literal) -> bool:
    """Whether a text is handed to something that puts it together with more: `builder.Append(…)`."""
    return any(use.role == "argument" and use.name.lower().startswith("append") for use in literal.uses)


def place_of(text: MappedText, literal: Literal) -> Span:
    """Where a text is reported as a whole: its own characters, unless names in it stand for parts from elsewhere."""
    own, whole = text.span, literal.span
    inside = all(whole.start <= piece.span.start and piece.span.end <= whole.end for piece in text.pieces)
    return own if text.pieces and (inside or len(text.runs) == 1 or not len(whole)) else whole


def place_of_call(record: Record) -> Span:
    """Where a call is reported as a whole: at the string it is handed, if that stands in one place; else itself."""
    base = record.base
    if base is None or all(piece.kind is PieceKind.HOLE for piece in base.pieces):
        return record.span
    return base.span if len(base.runs) == 1 else record.span
