"""Findings: rules, what they say of a case, and the report of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from enum import Enum

from lint_rds_tls.model.connections import Connection, HostClass
from lint_rds_tls.model.places import Location, Problem
from lint_rds_tls.model.postures import Assessment, Reason
from lint_rds_tls.model.resources import Resource
from lint_rds_tls.text import Span

__all__ = ["Case", "Certainty", "Edit", "Finding", "Fix", "Level", "Report", "Rule", "Safety", "Suppression"]


class Level(Enum):
    """How bad a finding is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return ("note", "warning", "error").index(self.value)


class Certainty(Enum):
    """Whether every possible client agrees."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Safety(Enum):
    """Whether a fix may be applied unasked."""

    SAFE = "safe"
    UNSAFE = "unsafe"  #: the connection may stop working until a certificate is installed


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of a span."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A way to mend a finding."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...] = ()  #: none where only a person can do it


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A comment that silences a finding, with its reason."""

    rules: frozenset[str]  #: names; empty for every rule
    reason: str
    line: int  #: where the comment stands, counted from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where a rule holds."""

    rule: str
    level: Level
    certainty: Certainty
    message: str
    primary: Location
    client: str = ""  #: driver names, joined by `, `
    host: str | None = None
    host_class: HostClass = HostClass.UNKNOWN
    because: tuple[Reason, ...] = ()
    related: tuple[Location, ...] = ()
    fixes: tuple[Fix, ...] = ()
    suppressed: Suppression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A connection with all its assessments: what a rule judges."""

    connection: Connection
    assessments: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """RULE of a module: judges cases, or resources. The module's docstring is its manual page."""

    name: str  #: kebab-case, says the bad thing
    summary: str  #: one sentence
    level: Level  #: for remote and unknown hosts
    cwe: int | None
    security_severity: float  #: 0.1 to 10, GitHub's scale
    manual: str  #: Markdown, headings Flags, Why, Fix, References
    check: Callable[[Case], Iterable[Finding]] | None = None  #: of connections
    #: of resources, by the day for which they are judged
    check_resource: Callable[[Resource, date], Iterable[Finding]] | None = None


def _today() -> date:
    return datetime.now(timezone.utc).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a run found, for reporters."""

    findings: tuple[Finding, ...]  #: by path, place, rule; suppressed ones too
    cases: tuple[Case, ...]  #: every connection, the quiet ones too
    problems: tuple[Problem, ...]
    files: int  #: looked at
    candidates: int  #: read whole
    seconds: float
    text: Callable[[str], str]  #: the decoded text of a reported path, for excerpts
    rules: Mapping[str, Rule]  #: those that ran
    resources: tuple[Resource, ...] = ()  #: servers, authorities, bundles and imports, the quiet ones too
    as_of: date = field(default_factory=_today)  #: the day for which all was judged
