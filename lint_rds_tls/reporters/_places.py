"""Lines and columns of the places that reporters name, and the excerpts they show, secrets hidden."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from lint_rds_tls.model import Case, Location, Report
from lint_rds_tls.secrets import is_word, mask
from lint_rds_tls.text import Lines, Span

__all__ = ["Excerpt", "Place", "Places"]

#: Of longer lines only the surroundings of the place are shown, this many characters on each side.
_LONG_LINE, _AROUND = 400, 120


@dataclass(frozen=True, slots=True)
class Place:
    """Start and end of a range; lines and columns count from 1, the end is behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of source as it may be shown, and the columns (from 0) that are meant in it."""

    number: int
    text: str
    start: int
    end: int


class Places:
    """Looks places up in the texts of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lines: dict[str, Lines] = {}

    def lines(self, path: str) -> Lines:
        """The lines of a reported file."""
        if path not in self._lines:
            self._lines[path] = Lines(self._report.text(path))
        return self._lines[path]

    def of(self, path: str, span: Span) -> Place:
        """Where a span is."""
        lines = self.lines(path)
        return Place(*lines.position(span.start), *lines.position(span.end))

    def at(self, location: Location) -> Place:
        """Where a location is."""
        return self.of(location.path, location.span)

    def excerpts(self, path: str, span: Span, most: int = 4) -> list[Excerpt]:
        """The lines of a span, secrets hidden; of long ones the first and the last."""
        place = self.of(path, span)
        numbers: Iterable[int] = range(place.line, place.end_line + 1)
        if place.end_line - place.line >= most:
            numbers = (place.line, place.end_line)
        return [self._excerpt(path, number, span) for number in numbers]

    def _excerpt(self, path: str, number: int, span: Span) -> Excerpt:
        lines = self.lines(path)
        text, begin = lines.line(number), lines.start(number)
        start = max(span.start - begin, 0)
        end = min(span.end - begin, len(text))
        first, last = 0, len(text)
        if last > _LONG_LINE:  # a minified file: only what is around the place
            first, last = max(start - _AROUND, 0), min(end + _AROUND, last)
        masked, shifts = mask(text[first:last], self._secrets_in(path, begin + first, last - first))
        before = "…" if first else ""
        after = "…" if last < len(text) else ""
        moved = [_moved(column - first, shifts) + len(before) for column in (start, end)]
        return Excerpt(number, before + masked + after, *moved)

    def _secrets_in(self, path: str, begin: int, length: int) -> list[Span]:
        spans = self._secrets.get(path, [])
        near = spans[max(bisect_left(spans, Span(begin, begin)) - 1, 0) : bisect_left(spans, Span(begin + length, 0))]
        cut = (Span(max(each.start - begin, 0), min(each.end - begin, length)) for each in near)
        return [each for each in cut if each.start < each.end]

    @cached_property
    def _secrets(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = {}
        for case in self._report.cases:
            found.setdefault(case.connection.path, []).extend(_secret_places(case))
        return {path: sorted(set(spans)) for path, spans in found.items()}


def _secret_places(case: Case) -> Iterable[Span]:
    for setting in case.connection.settings:
        if setting.secret:
            hidden = () if setting.value is None else setting.value.pieces
            for piece in (*hidden, *(() if is_word(setting.key) else setting.name.pieces)):
                yield piece.span


def _moved(column: int, shifts: list[tuple[int, int]]) -> int:
    moved = column
    for end, shift in shifts:
        if column >= end:
            moved = column + shift
    return max(moved, 0)
