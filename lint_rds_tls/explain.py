"""What clients make of one connection string or command line, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from lint_rds_tls.engine import active_rules
from lint_rds_tls.judge import Clients, judge_fragments
from lint_rds_tls.judge import fragments as fragments_of
from lint_rds_tls.model import Assessment, Client, Connection, Fragment, Literal, Posture, Setting, Source, Use
from lint_rds_tls.registry import all_drivers, all_frontends
from lint_rds_tls.secrets import MASK, is_word
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import ANY, VersionRange

__all__ = ["ExplainError", "explain"]


class ExplainError(Exception):
    """The string is no connection string, or the client is not known."""


def explain(string: str, client: str | None = None) -> str:
    """Settings, postures and findings of a connection string or a command line; raises ExplainError.

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

    told = client is not None
    readings: Iterable[list[Fragment]] = ([literal], *_command_lines(string))
    for fragments in readings:
        judgement = judge_fragments(fragments, "", of_dialect if told else partial(_named, of_dialect), active_rules())
        if judgement.cases:
            break
    else:
        raise ExplainError("this reads neither as a connection string for SQL Server nor as a command line")
    lines: list[str] = []
    for case in judgement.cases:
        if told and not of_dialect(case.connection):
            takers = [name for name, driver in drivers.items() if case.connection.dialect in driver.dialects]
            raise ExplainError(f"{client} takes no such string; {', '.join(takers)} may")
        lines += [*([""] if lines else []), "settings", *(f"  {line}" for line in _settings(case.connection))]
        for assessment in case.assessments:
            lines += ["", *_assessment(assessment)]
    findings = [f"  {each.level.value}[{each.rule}] {each.message}" for each in judgement.findings]
    return "\n".join([*lines, "", "findings", *(findings or ["  none"])])


def _command_lines(string: str) -> Iterator[list[Fragment]]:
    """What the string holds as a line of each shell."""
    frontends = all_frontends()
    for language in ("shell", "powershell", "batch"):
        if language in frontends:
            yield list(fragments_of(Source(path="", text=MappedText.copied(string)), frontends[language]))


def _named(clients: Clients, connection: Connection) -> Iterable[Client]:
    """Those of the clients that the string itself names (the path of a program), or all."""
    libraries = {name.lower() for name in connection.library}
    found = list(clients(connection))
    return [each for each in found if all_drivers()[each.driver].library.lower() in libraries] or found


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
