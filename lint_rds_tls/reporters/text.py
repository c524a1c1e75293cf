"""For people: each finding with its characters underlined, why it is one, and how to mend it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from lint_rds_tls.model import Certainty, Finding, Level, Report, Reporter
from lint_rds_tls.reporters._places import Excerpt, Places

_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.NOTE: "36"}


def write(report: Report, colour: bool) -> str:
    """All findings that are not suppressed, then a summary."""
    places = Places(report)
    paint = _paint if colour else _plain
    shown = [finding for finding in report.findings if finding.suppressed is None]
    blocks = ["\n".join(_block(finding, places, paint)) for finding in shown]
    return "\n\n".join([*blocks, "\n".join(_summary(report, shown))]) + "\n"


def _paint(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"


def _plain(text: str, codes: str) -> str:  # noqa: ARG001 -- the same shape as _paint
    return text


def _block(finding: Finding, places: Places, paint: Callable[[str, str], str]) -> Iterator[str]:
    place = places.at(finding.primary)
    colour = _COLOURS[finding.level]
    head = f"{finding.level.value}[{finding.rule}]"
    where = f"{finding.primary.path}:{place.line}:{place.column}:"
    yield f"{paint(where, '1')} {paint(head, '1;' + colour)} {finding.message}"
    excerpts = places.excerpts(finding.primary.path, finding.primary.span)
    width = len(str(excerpts[-1].number))
    yield f"{' ' * width} |"
    last = None
    for excerpt in excerpts:
        if last is not None and excerpt.number > last + 1:
            yield f"{' ' * width} ⋮"
        last = excerpt.number
        yield f"{excerpt.number:>{width}} | {excerpt.text.expandtabs(4).rstrip()}"
        before, carets = _carets(excerpt)
        yield f"{' ' * width} | {before}{paint(carets, '1;' + colour)}"
    margin = " " * width
    for reason in finding.because:
        if reason.setting is not None and reason.setting.span == finding.primary.span:
            continue  # the message has said that it is written
        yield f"{margin} = because: {reason.text} ({reason.evidence.value})"
    for related in finding.related:
        there = places.at(related)
        yield f"{margin} = see: {related.path}:{there.line}:{there.column}: {related.note}"
    if finding.certainty is Certainty.POSSIBLE:
        yield f"{margin} = not certain: it depends on the client or on what the code chooses"
    for fix in finding.fixes:
        yield f"{margin} = to mend: {fix.title}"
    yield f"{margin} = more: lint-rds-tls explain {finding.rule}"


def _carets(excerpt: Excerpt) -> tuple[str, str]:
    """The white space before the carets, and the carets."""
    text = excerpt.text
    start = excerpt.start + len(text[excerpt.start : excerpt.end]) - len(text[excerpt.start : excerpt.end].lstrip())
    before = _width(text[:start].expandtabs(4))
    under = _width(text[: excerpt.end].expandtabs(4)) - before
    return " " * before, "^" * max(under, 1)


def _width(text: str) -> int:
    """Terminal columns: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _summary(report: Report, shown: list[Finding]) -> Iterator[str]:
    for problem in report.problems:
        yield f"{problem.path}: {problem.message}"
    counts = [(level, sum(finding.level is level for finding in shown)) for level in reversed(Level)]
    levels = ", ".join(f"{count} {level.value}{'' if count == 1 else 's'}" for level, count in counts if count)
    suppressed = len(report.findings) - len(shown)
    found = f"{len(shown)} finding{'' if len(shown) == 1 else 's'} ({levels})" if shown else "No findings"
    yield (
        f"{found}; {len(report.cases)} connection{'' if len(report.cases) == 1 else 's'} in "
        f"{report.files} file{'' if report.files == 1 else 's'}"
        + (f", {suppressed} suppressed" if suppressed else "")
        + (f", {len(report.problems)} not read in full" if report.problems else "")
        + f", {report.seconds:.1f} s."
    )


REPORTER = Reporter(name="text", summary="excerpts with the exact characters underlined, for people", write=write)
