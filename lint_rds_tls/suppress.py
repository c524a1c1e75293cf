"""Comments that accept a finding where it stands, with a reason: `lint-rds-tls: ignore[rule, rule] reason`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.model import Finding, Problem, Suppression
from lint_rds_tls.text import Lines, Span

__all__ = ["Suppressed", "apply", "suppressions"]

_COMMENT = re.compile(r"lint-rds-tls:[ \t]*ignore(?:\[([^\]\r\n]*)\])?[ \t]*([^\r\n]*)")
_ENDS = ("-->", "*/", "%>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """Findings with the comments that accept them, and comments that do not count."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def suppressions(
    text: str, path: str, leaders: Sequence[str], rules: Collection[str]
) -> tuple[dict[int, Suppression], list[Problem]]:
    """The comments of a text by the line (from 1) they speak of, and what is wrong with others.

    A comment speaks of its own line; on a line of its own, of the line below. `leaders` start comments in the host
    language.
    """
    found: dict[int, Suppression] = {}
    problems: list[Problem] = []
    if "lint-rds-tls:" not in text or not leaders:
        return found, problems
    lines = Lines(text)
    for match in _COMMENT.finditer(text):
        line, _ = lines.position(match.start())
        before = lines.line(line)[: match.start() - lines.start(line)]
        leader = max((before.rfind(each) for each in leaders), default=-1)
        if leader < 0:
            continue
        names = [name.strip() for name in (match[1] or "").split(",") if name.strip()]
        reason = _reason(match[2])
        wrong = _wrong(names, reason, rules)
        if wrong:
            span = Span(match.start(), match.end())
            problems.append(Problem(path=path, message=f"the suppression {wrong}", span=span, fatal=False))
            continue
        alone = not before[:leader].strip()
        found[line + alone] = Suppression(rules=frozenset(names), reason=reason, line=line)
    return found, problems


def _reason(text: str) -> str:
    for end in _ENDS:
        text = text.partition(end)[0]
    return text.strip()


def _wrong(names: Sequence[str], reason: str, rules: Collection[str]) -> str:
    if not names:
        return "names no rule: write ignore[rule] and a reason"
    unknown = [name for name in names if name not in rules]
    if unknown:
        return f"names a rule that does not exist: {', '.join(unknown)}"
    return "" if reason else "gives no reason, so it does not count"


def apply(
    findings: Iterable[Finding],
    text_of: Callable[[str], str],
    leaders_of: Callable[[str], Sequence[str]],
    rules: Collection[str],
) -> Suppressed:
    """Mark the findings that a comment on their first line, or on a line of its own above, accepts.

    `text_of` gives the text of a reported path, `leaders_of` what starts comments there, `rules` all names there are.
    """
    findings = list(findings)
    read: dict[str, tuple[Lines, dict[int, Suppression]]] = {}
    problems: list[Problem] = []
    for path in dict.fromkeys(finding.primary.path for finding in findings):
        text = text_of(path)
        by_line, wrong = suppressions(text, path, leaders_of(path), rules)
        read[path] = Lines(text), by_line
        problems += wrong
    marked = []
    for finding in findings:
        lines, comments = read[finding.primary.path]
        comment = comments.get(lines.position(finding.primary.span.start)[0])
        accepted = comment is not None and finding.rule in comment.rules
        marked.append(replace(finding, suppressed=comment) if accepted else finding)
    return Suppressed(findings=tuple(marked), problems=tuple(problems))
