"""Judges the content of trust stores and CA bundles: does one hold, on a day, what the servers of a region need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from lint_rds_tls.data.rds import DEFAULT_IDENTIFIER
from lint_rds_tls.model import Bundle, Certificate

__all__ = ["Judged", "Readiness", "current_roots", "judge_bundle", "serves_today"]

#: Generation of the authorities that serve today: `rds-ca-rsa2048-g1`.
_CURRENT = "-g"


class Readiness(Enum):
    """Whether a store serves clients of RDS."""

    READY = "ready"
    LACKS_ROOT = "lacks-root"  #: it holds certificates of RDS, but no root that is needed
    NO_RDS = "no-rds"  #: nothing of RDS
    UNREADABLE = "unreadable"  #: a part, or all, could not be read, and what could be does not settle it


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is made of the content of a store, for a region and a day."""

    readiness: Readiness
    region: str | None  #: the one that was asked for; None: any
    roots: tuple[str, ...]  #: identifiers of the roots that are valid on the day and serve the region
    expired: tuple[Certificate, ...]  #: of RDS
    intermediates: tuple[Certificate, ...]  #: of RDS; servers send them, stores need none
    message: str  #: one sentence for people


def judge_bundle(bundle: Bundle, region: str | None, as_of: date) -> Judged:
    """Judge a store for the servers of a region on a day; without a region, for any.

    Ready is one that holds the root of the authority that new servers get. Without a region it is enough that the
    root of any authority of today, in any region, is there.
    """
    roots = _identifiers(each for each in current_roots(bundle, as_of) if region is None or each.region == region)
    readiness = _readiness(bundle, region, roots)
    return Judged(
        readiness=readiness,
        region=region,
        roots=roots,
        expired=tuple(each for each in bundle.of_rds() if _has_ended(each, as_of)),
        intermediates=tuple(each for each in bundle.of_rds() if each.role == "intermediate"),
        message=_message(bundle, region, roots, readiness, as_of),
    )


def current_roots(bundle: Bundle, as_of: date) -> tuple[Certificate, ...]:
    """The roots of today's authorities that are valid on a day."""
    return tuple(each for each in bundle.of_rds() if each.role == "root" and serves_today(each, as_of))


def serves_today(certificate: Certificate, as_of: date) -> bool:
    """Whether it is of an authority that servers get today, and valid on the day."""
    return _CURRENT in (certificate.identifier or "") and _is_valid(certificate, as_of)


def _readiness(bundle: Bundle, region: str | None, roots: Sequence[str]) -> Readiness:
    if (DEFAULT_IDENTIFIER in roots) if region is not None else roots:
        return Readiness.READY
    if bundle.unreadable:
        return Readiness.UNREADABLE
    return Readiness.LACKS_ROOT if _authorities(bundle) else Readiness.NO_RDS


def _message(bundle: Bundle, region: str | None, roots: Sequence[str], readiness: Readiness, as_of: date) -> str:
    if readiness is Readiness.READY:
        where = "" if region is None else f" for {region}"
        return f"It holds the root{'s' if len(roots) > 1 else ''} of {_listed(roots)}{where}."
    if readiness is Readiness.UNREADABLE:
        return f"It cannot be read: {_listed(bundle.unreadable[:3])}."
    wanted = f"{DEFAULT_IDENTIFIER} for {region}" if region is not None else "any authority that serves today"
    if readiness is Readiness.NO_RDS:
        return f"It holds no certificate of RDS: the root of {wanted} is not there."
    if roots:
        return f"It lacks the root of {wanted}; it holds {_listed(roots)} alone."
    others = _regions(current_roots(bundle, as_of))
    if others:
        return f"It lacks the root of {wanted}; its roots serve {_listed(others)}."
    if all(_has_ended(each, as_of) for each in _authorities(bundle)):
        return f"It lacks the root of {wanted}: all that it holds of RDS has expired, the last on {_last_day(bundle)}."
    return f"It lacks the root of {wanted}; it holds {_listed(_identifiers(_authorities(bundle)))}."


def _authorities(bundle: Bundle) -> list[Certificate]:
    """What is of an authority of RDS itself; the roots of its proxies are those of every system."""
    return [each for each in bundle.of_rds() if each.role != "proxy"]


def _identifiers(certificates: Iterable[Certificate]) -> tuple[str, ...]:
    """Each authority once, the one that new servers get first."""
    found = {each.identifier for each in certificates if each.identifier is not None}
    return tuple(sorted(found, key=lambda each: (each != DEFAULT_IDENTIFIER, each)))


def _regions(certificates: Iterable[Certificate]) -> list[str]:
    return sorted({each.region for each in certificates if each.region is not None})


def _is_valid(certificate: Certificate, as_of: date) -> bool:
    begin, end = certificate.not_before, certificate.not_after
    return begin is not None and end is not None and begin.date() <= as_of <= end.date()


def _has_ended(certificate: Certificate, as_of: date) -> bool:
    return certificate.not_after is not None and certificate.not_after.date() < as_of


def _last_day(bundle: Bundle) -> date:
    return max(each.not_after.date() for each in _authorities(bundle) if each.not_after is not None)


def _listed(names: Sequence[str], most: int = 4) -> str:
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
