"""What clients make of one connection string, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lint_rds_tls.engine import active_rules
from lint_rds_tls.judge import judge_fragments
from lint_rds_tls.model import Assessment, Client, Connection, Literal, Posture, Setting, Use
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.secrets import MASK, is_word
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import ANY, VersionRange

__all__ = ["ExplainError", "explain"]


class ExplainError(Exception):
    """The string is no connection string, or the client is not known."""


def explain(string: str, client: str | None = None) -> str:
    """Settings, postures and findings of a connection string; raises ExplainError.

    `client` is a driver's name, `@` and a version behind it if wanted; None asks all.
    """
    clients = tuple(_clients(client))
    literal = Literal(
        text=MappedText.copied(string),
        span=Span(0, len(string)),
        uses=(Use(role="argument", name="SqlConnection", owner=""),),
    )
    drivers = all_drivers()

    def of_dialect(connection: Connection) -> list[Client]:
        return [each for each in clients if connection.dialect in drivers[each.driver].dialects]

    judgement = judge_fragments([literal], "", of_dialect, active_rules())
    if not judgement.cases:
        raise ExplainError("this does not read as a connection string for SQL Server")
    case = judgement.cases[0]
    if client is not None and not of_dialect(case.connection):
        takers = [name for name, driver in drivers.items() if case.connection.dialect in driver.dialects]
        raise ExplainError(f"{client} takes no such string; {', '.join(takers)} may")
    lines = ["settings", *(f"  {line}" for line in _settings(case.connection))]
    for assessment in case.assessments:
        lines += ["", *_assessment(assessment)]
    findings = [f"  {each.level.value}[{each.rule}] {each.message}" for each in judgement.findings]
    return "\n".join([*lines, "", "findings", *(findings or ["  none"])])


def _clients(wanted: str | None) -> Iterator[Client]:
    drivers = all_drivers()
    if wanted is None:
        yield from (Client(driver=name) for name in drivers)
        return
    name, _, version = wanted.partition("@")
    if name not in drivers:
        raise ExplainError(f"no client {name!r}; there are {', '.join(drivers)}")
    try:
        yield Client(driver=name, versions=VersionRange.of(version) if version else ANY)
    except ValueError as error:
        raise ExplainError(f"{error}; write {name}@5.1.9") from error


def _settings(connection: Connection) -> Iterable[str]:
    for setting in connection.settings:
        note = "" if setting.effective else "  (overruled by a later one)"
        yield f"{_name(setting)} = {_value(setting)}{note}"


def _name(setting: Setting) -> str:
    return MASK if setting.secret and not is_word(setting.key) else setting.key


def _value(setting: Setting) -> str:
    if setting.value is None:
        return "(not known)"
    return MASK if setting.secret else str(setting)


def _assessment(assessment: Assessment) -> Iterator[str]:
    yield f"{assessment.client.driver} {assessment.client.versions}"
    if assessment.refused is not None:
        yield f"  refused: {assessment.refused.message}"
        return
    for title, posture in (("as is", assessment.as_is), ("server forces TLS", assessment.forced)):
        if posture is not None:
            yield f"  {title}: {_posture(posture)}"
    if assessment.as_is is not None and assessment.forced is not None:
        verdicts = [
            verdict
            for posture in (assessment.as_is, assessment.forced)
            for verdict in (posture.encryption, posture.verification)
        ]
        for text in dict.fromkeys(verdict.because.text for verdict in verdicts):
            yield f"    because: {text}"
    for _, reason in assessment.ignored:
        yield f"  ignored: {reason.text}"
    for flaw in assessment.flaws:
        yield f"  defect: {flaw.text}"


def _posture(posture: Posture) -> str:
    return (
        f"encryption {posture.encryption.value.value}, verification {posture.verification.value.value}, "
        f"host name {posture.hostname.value.value}, trust store {posture.trust_store.value.value}"
    )
