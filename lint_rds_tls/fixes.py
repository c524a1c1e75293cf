"""Applies the edits of findings to texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import unified_diff

from lint_rds_tls.model import Edit, Report, Safety
from lint_rds_tls.secrets import mask

__all__ = ["apply", "changed", "unified"]


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; of edits that overlap, the first in the text is made."""
    parts: list[str] = []
    position = 0
    for edit in sorted(set(edits), key=lambda edit: (edit.span.start, edit.span.end, edit.text)):
        if edit.span.start < position:
            continue
        parts += [text[position : edit.span.start], edit.text]
        position = edit.span.end
    return "".join([*parts, text[position:]])


def changed(report: Report, safeties: Collection[Safety]) -> Iterator[tuple[str, str, str]]:
    """Path, text before and text after, for every file that fixes of these safeties change."""
    edits: dict[str, list[Edit]] = {}
    for finding in report.findings:
        if finding.suppressed is None:
            fix = next((fix for fix in finding.fixes if fix.safety in safeties and fix.edits), None)
            edits.setdefault(finding.primary.path, []).extend(fix.edits if fix else ())
    for path, each in edits.items():
        before = report.text(path)
        after = apply(before, each)
        if after != before:
            yield path, before, after


def unified(path: str, before: str, after: str) -> str:
    """The change as a unified diff, to look at: secrets are hidden in it."""
    lines = unified_diff(before.splitlines(True), after.splitlines(True), path, path)
    hidden = (mask(line)[0] for line in lines)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in hidden)
