"""Everything the run found, as JSON version 1, for scripts."""

from __future__ import annotations

import json
from typing import Any

from lint_rds_tls.model import (
    Assessment,
    Case,
    Finding,
    Fix,
    Posture,
    Reason,
    Report,
    Reporter,
    Setting,
    Store,
)
from lint_rds_tls.reporters._places import Places
from lint_rds_tls.secrets import MASK, is_word
from lint_rds_tls.text import Span


def write(report: Report, colour: bool) -> str:  # noqa: ARG001 -- JSON has no colour
    """One document, its members in a fixed order."""
    places = Places(report)
    document = {
        "version": 1,
        "findings": [_finding(finding, places) for finding in report.findings],
        "connections": [_connection(case, places) for case in report.cases],
        "errors": [{"path": problem.path, "message": problem.message} for problem in report.problems],
        "stats": {
            "files": report.files,
            "candidates": report.candidates,
            "connections": len(report.cases),
            "seconds": round(report.seconds, 3),
        },
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _range(places: Places, path: str, span: Span) -> dict[str, Any]:
    place = places.of(path, span)
    return {
        "start": {"line": place.line, "column": place.column},
        "end": {"line": place.end_line, "column": place.end_column},
    }


def _finding(finding: Finding, places: Places) -> dict[str, Any]:
    path = finding.primary.path
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "certainty": finding.certainty.value,
        "message": finding.message,
        "path": path,
        **_range(places, path, finding.primary.span),
        "client": finding.client,
        "host": finding.host,
        "host_class": finding.host_class.value,
        "because": [_reason(reason, path, places) for reason in finding.because],
        "fixes": [_fix(fix, path, places) for fix in finding.fixes],
        "suppressed": finding.suppressed and {"reason": finding.suppressed.reason, "line": finding.suppressed.line},
    }


def _reason(reason: Reason, path: str, places: Places) -> dict[str, Any]:
    where: dict[str, Any] = {"path": None, "start": None, "end": None}
    if reason.setting is not None:
        where = {"path": path, **_range(places, path, reason.setting.span)}
    return {"text": reason.text, "evidence": reason.evidence.value, "source": reason.source, **where}


def _fix(fix: Fix, path: str, places: Places) -> dict[str, Any]:
    edits = [{**_range(places, path, edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safety": fix.safety.value, "edits": edits}


def _connection(case: Case, places: Places) -> dict[str, Any]:
    connection = case.connection
    return {
        "path": connection.path,
        **_range(places, connection.path, connection.span),
        "dialect": connection.dialect,
        "host": connection.host,
        "host_class": connection.host_class.value,
        "settings": [_setting(setting, connection.path, places) for setting in connection.settings],
        "trust_store": connection.store and _store(connection.store, places),
        "assessments": [_assessment(assessment) for assessment in case.assessments],
    }


def _setting(setting: Setting, path: str, places: Places) -> dict[str, Any]:
    value = None if setting.value is None else MASK if setting.secret and str(setting.value) else str(setting.value)
    hidden = setting.secret and not is_word(setting.key)
    return {
        "key": MASK if hidden else setting.key,
        "value": value,
        "name": MASK if hidden else str(setting.name),
        "effective": setting.effective,
        **_range(places, path, setting.span),
    }


def _store(store: Store, places: Places) -> dict[str, Any]:
    where = {"path": store.location.path, **_range(places, store.location.path, store.location.span)}
    return {"name": store.name, "process": store.process, "file": store.file, **where}


def _assessment(assessment: Assessment) -> dict[str, Any]:
    return {
        "client": assessment.client.driver,
        "version": str(assessment.client.versions),
        "refused": assessment.refused and assessment.refused.message,
        "as_is": _posture(assessment.as_is),
        "forced": _posture(assessment.forced),
    }


def _posture(posture: Posture | None) -> dict[str, str] | None:
    if posture is None:
        return None
    return {
        "encryption": posture.encryption.value.value,
        "verification": posture.verification.value.value,
        "hostname": posture.hostname.value.value,
        "trust_store": posture.trust_store.value.value,
    }


REPORTER = Reporter(name="json", summary="all findings and all connections, version 1", write=write)
