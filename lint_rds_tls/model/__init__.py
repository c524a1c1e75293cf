"""The nouns of the linter: what front-ends, dialects, drivers and rules hand to each other."""

from __future__ import annotations

from lint_rds_tls.model.connections import Complaint, Connection, HostClass, Setting
from lint_rds_tls.model.findings import Case, Certainty, Edit, Finding, Fix, Level, Report, Rule, Safety, Suppression
from lint_rds_tls.model.fragments import (
    Command,
    Dependency,
    Embedded,
    Entry,
    Fragment,
    Literal,
    Record,
    Told,
    Use,
    Vocabulary,
    Word,
)
from lint_rds_tls.model.places import Location, Problem, Source
from lint_rds_tls.model.plugins import Dialect, Driver, Frontend, Manifest, Reporter
from lint_rds_tls.model.postures import (
    Assessment,
    Client,
    Encryption,
    Evidence,
    Hostname,
    Posture,
    Reason,
    TrustStore,
    Verdict,
    Verification,
)

__all__ = [
    "Assessment",
    "Case",
    "Certainty",
    "Client",
    "Command",
    "Complaint",
    "Connection",
    "Dependency",
    "Dialect",
    "Driver",
    "Edit",
    "Embedded",
    "Encryption",
    "Entry",
    "Evidence",
    "Finding",
    "Fix",
    "Fragment",
    "Frontend",
    "HostClass",
    "Hostname",
    "Level",
    "Literal",
    "Location",
    "Manifest",
    "Posture",
    "Problem",
    "Reason",
    "Record",
    "Report",
    "Reporter",
    "Rule",
    "Safety",
    "Setting",
    "Source",
    "Suppression",
    "Told",
    "TrustStore",
    "Use",
    "Verdict",
    "Verification",
    "Vocabulary",
    "Word",
]
