"""SARIF 2.1.0, as GitHub code scanning and editors read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and GitHub's "SARIF support for code scanning". Suppressed findings are
left out: GitHub ignores `suppressions` and would open alerts for them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from lint_rds_tls import __version__
from lint_rds_tls.model import Certainty, Finding, Level, Location, Problem, Report, Reporter, Rule
from lint_rds_tls.reporters._fingerprints import line_hashes
from lint_rds_tls.reporters._places import Places
from lint_rds_tls.text import Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write(report: Report, colour: bool) -> str:  # noqa: ARG001 -- SARIF has no colour
    """One run with every finding that is not suppressed."""
    places = Places(report)
    rules = sorted(report.rules)
    shown = [finding for finding in report.findings if finding.suppressed is None]
    hashes = {path: line_hashes(report.text(path)) for path in {finding.primary.path for finding in shown}}
    run = {
        "tool": {
            "driver": {
                "name": "lint-rds-tls",
                "semanticVersion": __version__,
                "version": __version__,
                "rules": [_rule(report.rules[name]) for name in rules],
            }
        },
        "automationDetails": {"id": "lint-rds-tls/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not any(problem.fatal for problem in report.problems),
                "toolExecutionNotifications": [_notification(problem) for problem in report.problems],
            }
        ],
        "results": [_result(finding, rules, places, hashes[finding.primary.path]) for finding in shown],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    tags = ["security", "tls", *([f"external/cwe/cwe-{rule.cwe:03}"] if rule.cwe else [])]
    return {
        "id": rule.name,
        "name": rule.name.title().replace("-", ""),
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": _section(rule.manual, "Why") or f"{rule.summary}."},
        "help": {"text": rule.manual, "markdown": rule.manual},
        "defaultConfiguration": {"level": rule.level.value},
        "properties": {
            "tags": tags,
            "precision": "very-high",
            "problem.severity": {"error": "error", "warning": "warning", "note": "recommendation"}[rule.level.value],
            "security-severity": f"{rule.security_severity:.1f}",
        },
    }


def _section(manual: str, heading: str) -> str:
    """A section of a manual page on one line, as GitHub shows it (at most 1,024 characters)."""
    text = manual.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return " ".join(text.split())[:1024]


def _result(finding: Finding, rules: Sequence[str], places: Places, hashes: Sequence[str]) -> dict[str, Any]:
    line = places.at(finding.primary).line
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.level.value,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _physical(finding.primary.path, finding.primary.span, places)}],
        "partialFingerprints": {"primaryLocationLineHash": hashes[line - 1]},
        "properties": {"certainty": finding.certainty.value, "client": finding.client},
    }
    if finding.certainty is Certainty.CERTAIN:
        result["rank"] = {Level.ERROR: 90.0, Level.WARNING: 60.0, Level.NOTE: 20.0}[finding.level]
    related = [*finding.related, *_reasons(finding)]
    if related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": location.note},
                "physicalLocation": _physical(location.path, location.span, places),
            }
            for number, location in enumerate(related, 1)
        ]
    return result


def _reasons(finding: Finding) -> list[Location]:
    """The settings that decided, where they are not the finding's own place."""
    return [
        Location(path=finding.primary.path, span=reason.setting.span, note=reason.text)
        for reason in finding.because
        if reason.setting is not None and reason.setting.span != finding.primary.span
    ]


def _physical(path: str, span: Span, places: Places) -> dict[str, Any]:
    place = places.of(path, span)
    region = {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line}
    return {
        "artifactLocation": {"uri": quote(path, safe="/:@!$&'()*+,;=~-._")},
        "region": {**region, "endColumn": place.end_column},
    }


def _notification(problem: Problem) -> dict[str, Any]:
    return {
        "level": "error" if problem.fatal else "warning",
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(problem.path, safe="/:@~-._")}}}],
    }


REPORTER = Reporter(name="sarif", summary="SARIF 2.1.0, for code scanning and editors", write=write)
