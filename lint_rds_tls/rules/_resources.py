"""What the rules about resources share: how a finding is put together."""

from __future__ import annotations

from collections.abc import Sequence

from lint_rds_tls.model import (
    Certainty,
    Edit,
    Evidence,
    Finding,
    Fix,
    Level,
    Location,
    Reason,
    Safety,
)
from lint_rds_tls.text import MappedText, PieceKind, Span

__all__ = ["build", "known", "replacing"]


def known(text: MappedText | None) -> str | None:
    """A value as written, None where it, or a part of it, is not known."""
    return None if text is None or text.has_hole else str(text).strip()


def build(
    name: str,
    level: Level,
    path: str,
    span: Span,
    message: str,
    *,
    source: str,
    possible: bool = False,
    reasons: Sequence[str] = (),
    related: Sequence[Location] = (),
    fixes: Sequence[Fix] = (),
) -> Finding:
    """A finding; one that is only `possible` is at most a warning. `source` is where its reasons can be read."""
    if possible:
        level = min(level, Level.WARNING, key=lambda each: each.rank)
    return Finding(
        rule=name,
        level=level,
        certainty=Certainty.POSSIBLE if possible else Certainty.CERTAIN,
        message=message,
        primary=Location(path=path, span=span),
        because=tuple(Reason(text=text, evidence=Evidence.DOCUMENTED, source=source) for text in reasons),
        related=tuple(related),
        fixes=tuple(fixes),
    )


def replacing(value: MappedText | None, word: str, title: str, safety: Safety = Safety.UNSAFE) -> tuple[Fix, ...]:
    """Write `word` in the place of a value; where that is not written as such, only a person can do it."""
    pieces = value.pieces if value is not None else ()
    if len(pieces) == 1 and pieces[0].kind is PieceKind.COPIED:
        return (Fix(title=title, safety=safety, edits=(Edit(pieces[0].span, word),)),)
    return (Fix(title=title, safety=safety),)
