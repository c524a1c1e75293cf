"""Lines and columns of the places that reporters name, and the excerpts they show, secrets hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from lint_rds_tls.model import Case, Location, Report
from lint_rds_tls.secrets import is_word, mask
from lint_rds_tls.text import Lines, Span

__all__ = ["Excerpt", "Place", "Places"]


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
        lines = self.lines(path)
        place = self.of(path, span)
        numbers: Iterable[int] = range(place.line, place.end_line + 1)
        if place.end_line - place.line >= most:
            numbers = (place.line, place.end_line)
        shown = []
        for number in numbers:
            text, begin = lines.line(number), lines.start(number)
            start = max(span.start - begin, 0)
            end = min(span.end - begin, len(text))
            masked, shifts = mask(text, self._secrets_in(path, begin, len(text)))
            shown.append(Excerpt(number, masked, _moved(start, shifts), _moved(end, shifts)))
        return shown

    def _secrets_in(self, path: str, begin: int, length: int) -> list[Span]:
        known = (Span(max(s.start - begin, 0), min(s.end - begin, length)) for s in self._secrets.get(path, ()))
        return [span for span in known if span.start < span.end]

    @cached_property
    def _secrets(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = {}
        for case in self._report.cases:
            found.setdefault(case.connection.path, []).extend(_secret_places(case))
        return found


def _secret_places(case: Case) -> Iterable[Span]:
    for setting in case.connection.settings:
        if setting.secret:
            hidden = () if setting.value is None else setting.value.pieces
            for piece in (*hidden, *(() if is_word(str(setting.name)) else setting.name.pieces)):
                yield piece.span


def _moved(column: int, shifts: list[tuple[int, int]]) -> int:
    moved = column
    for end, shift in shifts:
        if column >= end:
            moved = column + shift
    return max(moved, 0)
