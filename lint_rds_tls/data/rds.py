"""Amazon RDS: authorities, bundles and SQL Server's parameters, as dated facts. `rds.json` names the sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from lint_rds_tls.data import load

__all__ = [
    "CURRENT_SINCE",
    "DEFAULT_IDENTIFIER",
    "CertificateFacts",
    "Family",
    "certificate_facts",
    "default_of",
    "expiry_of",
    "family_of",
    "holds_many",
    "is_bundle_name",
    "is_current_bundle",
    "is_static",
    "obsolete_bundle",
    "weak_values",
]

#: The authority that new instances get; https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
DEFAULT_IDENTIFIER: str = load("rds")["default_identifier"]
#: Since when AWS publishes the roots of today's authorities.
CURRENT_SINCE: date = date.fromisoformat(load("rds")["g1_published"])
_ROLES = {"root": "root", "regional-intermediate": "intermediate"}
_PROXY = "acm/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What is known of one certificate of RDS."""

    identifier: str  #: `rds-ca-rsa2048-g1`
    role: str  #: `root`, `intermediate`, `proxy`
    region: str | None  #: None where it serves all
    subject: str  #: common name
    issuer: str
    not_before: str  #: ISO 8601, UTC
    not_after: str


@cache
def certificate_facts() -> Mapping[str, CertificateFacts]:
    """The certificates by the SHA-256 of their DER form, lower-case hex."""
    return MappingProxyType(
        {
            row["sha256"]: CertificateFacts(
                identifier=row["ca_identifier"].partition(" ")[0],
                role="proxy" if row["ca_identifier"].startswith(_PROXY) else _ROLES[row["role"]],
                region=row["region"],
                subject=row["subject_cn"],
                issuer=row["issuer_cn"],
                not_before=row["not_before"],
                not_after=row["not_after"],
            )
            for row in load("rds_certificates")["certificates"]
        }
    )


def expiry_of(identifier: str, region: str | None = None) -> date | None:
    """The last day of the authority of this identifier; None of those that serve today, and of unknown ones.

    Without a region that of most of them.
    """
    for row in load("rds")["authorities"]:
        if re.fullmatch(row["pattern"], identifier, re.IGNORECASE) and not row.get("current"):
            regions = row.get("regions", {})
            named = region or next((each for each in regions if identifier.lower().endswith(each)), None)
            day = regions.get(named) or row["not_after"]
            return date.fromisoformat(day)
    return None


def obsolete_bundle(text: str) -> bool:
    """Whether a file name or an address is that of a bundle that AWS no longer renews."""
    bundles = load("rds")["bundles"]
    if re.search(bundles["obsolete_addresses"], text, re.IGNORECASE):
        return True
    return any(re.fullmatch(pattern, _file_name(text)) for pattern in bundles["obsolete_names"])


def is_bundle_name(text: str) -> bool:
    """Whether a file name or an address is that of a bundle of RDS, of today or of old."""
    return obsolete_bundle(text) or is_current_bundle(text)


def is_current_bundle(text: str) -> bool:
    """Whether a file name or an address is that of a bundle that AWS renews: it holds many certificates."""
    return re.fullmatch(load("rds")["bundles"]["current_names"], _file_name(text)) is not None


def holds_many(text: str) -> bool:
    """Whether a file name or an address is that of a bundle of several certificates, not of a single one."""
    return is_bundle_name(text) and "bundle" in _file_name(text)


def _file_name(text: str) -> str:
    return re.split(r"[/\\]", text)[-1].lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A SQL Server parameter group family or engine."""

    edition: str  #: `se`
    version: str | None  #: `15.0`; None of an engine
    custom: bool  #: RDS Custom, whose server is the user's own


def family_of(text: str) -> Family | None:
    """The family or engine of SQL Server that a text names, None where it names another one."""
    match = re.fullmatch(load("rds")["families"]["pattern"], text.strip(), re.IGNORECASE)
    if match is None:
        return None
    return Family(edition=match["edition"].lower(), version=match["version"], custom=match["custom"] is not None)


def default_of(parameter: str, family: Family) -> str | None:
    """What a parameter is in a family where nothing sets it; None where that was not seen."""
    for row in load("rds")["families"]["defaults"]:
        if parameter in row and not family.custom:
            newest = tuple(map(int, row["last_version"].split(".")))
            if family.version is None or tuple(map(int, family.version.split("."))) <= newest:
                return str(row[parameter])
    return None


def is_static(parameter: str) -> bool:
    """Whether a parameter takes effect only with a reboot, so that RDS refuses to apply it at once."""
    return bool(load("rds")["parameters"].get(parameter, {}).get("static"))


def weak_values(parameter: str) -> tuple[str, ...]:
    """The values of a parameter that let old protocols and ciphers in."""
    return tuple(load("rds")["parameters"].get(parameter, {}).get("weak", ()))
