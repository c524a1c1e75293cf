"""Workflow commands that GitHub shows as annotations beside the changed lines.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from lint_rds_tls.model import Finding, Level, Report, Reporter
from lint_rds_tls.reporters._places import Places

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def write(report: Report, colour: bool) -> str:  # noqa: ARG001 -- commands have no colour
    """One command a finding, then a line of summary: GitHub shows ten annotations a step and hides the rest."""
    places = Places(report)
    shown = [finding for finding in report.findings if finding.suppressed is None]
    lines = [_command(finding, places) for finding in shown]
    lines.append(f"lint-rds-tls: {len(shown)} finding{'' if len(shown) == 1 else 's'} in {report.files} files.")
    return "\n".join(lines) + "\n"


def _command(finding: Finding, places: Places) -> str:
    place = places.at(finding.primary)
    properties = {"file": finding.primary.path, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # GitHub drops annotations with columns over several lines
        properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = f"lint-rds-tls {finding.rule}"
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    reasons = [reason.text for reason in finding.because if reason.setting is None]
    message = " ".join([finding.message, *(f"Because: {text}." for text in reasons[:1])])
    return f"::{_COMMANDS[finding.level]} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORTER = Reporter(name="github", summary="annotations of GitHub Actions", write=write)
