"""`lint-rds-tls ca`: what CA bundles and trust stores hold, and what they lack for a region."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lint_rds_tls.anchors import Judged, Readiness, current_roots, judge_bundle
from lint_rds_tls.bundles import read_bundle
from lint_rds_tls.discovery import InputFile
from lint_rds_tls.model import Bundle, Certificate, Problem

__all__ = ["Looked", "Told", "as_json", "as_text", "exit_code", "look"]

_READY, _LACKS, _UNREADABLE = 0, 1, 2
#: How many names a line of the text lists.
_MOST = 6
_WORDS = {
    Readiness.READY: "ready",
    Readiness.LACKS_ROOT: "not ready",
    Readiness.NO_RDS: "nothing of RDS",
    Readiness.UNREADABLE: "cannot be read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One store, with what is made of it."""

    bundle: Bundle
    judged: Judged
    regions: tuple[str, ...]  #: those that its roots of today serve
    explicit: bool  #: named on the command line, not found in a directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What there is to say of all of them."""

    stores: tuple[Looked, ...]
    problems: tuple[Problem, ...]  #: files that are none, or cannot be opened
    region: str | None
    as_of: date


def look(
    files: Iterable[InputFile | Problem], *, region: str | None, as_of: date, passwords: Sequence[str] = ()
) -> Told:
    """Read and judge the files; one that was named and holds no certificate is a problem."""
    stores: list[Looked] = []
    problems: list[Problem] = []
    region = region.lower() if region else None
    for file in files:
        if isinstance(file, Problem):
            problems.append(file)
            continue
        try:
            bundle = read_bundle(file.read(), file.path, passwords)
        except OSError as error:
            problems.append(Problem(path=file.path, message=f"cannot be read: {error.strerror or error}"))
            continue
        if bundle is not None:
            stores.append(_looked(bundle, region, as_of, explicit=file.explicit))
        elif file.explicit:
            problems.append(Problem(path=file.path, message="holds no certificate"))
    if not stores and not problems:
        problems.append(Problem(path=".", message="no CA bundle and no trust store was found"))
    return Told(stores=tuple(stores), problems=tuple(problems), region=region, as_of=as_of)


def _looked(bundle: Bundle, region: str | None, as_of: date, *, explicit: bool) -> Looked:
    served = {each.region for each in current_roots(bundle, as_of)}
    return Looked(
        bundle=bundle,
        judged=judge_bundle(bundle, region, as_of),
        regions=tuple(sorted(each for each in served if each is not None)),
        explicit=explicit,
    )


def exit_code(told: Told) -> int:
    """0 where all are ready, 1 where one lacks its root, 2 where one cannot be read.

    What a directory holds for other purposes does not count beside stores of RDS.
    """
    of_rds = [each for each in told.stores if each.explicit or each.judged.readiness is not Readiness.NO_RDS]
    found = {each.judged.readiness for each in of_rds or told.stores}
    if told.problems or Readiness.UNREADABLE in found:
        return _UNREADABLE
    return _READY if found == {Readiness.READY} else _LACKS


def as_text(told: Told) -> str:
    """For people: a paragraph for each store."""
    return "\n".join("\n".join(_lines(each)) + "\n" for each in told.stores)


def _lines(each: Looked) -> Iterable[str]:
    bundle, judged = each.bundle, each.judged
    count = len(bundle.certificates)
    yield f"{bundle.path}: {_WORDS[judged.readiness]} ({bundle.format}, {count} certificate{'s' if count != 1 else ''})"
    yield f"  {judged.message}"
    if each.regions and judged.region is None:
        yield f"  regions: {_few(each.regions)}"
    if judged.expired:
        yield f"  expired: {_few([f'{_name(one)} ({_end(one)})' for one in judged.expired])}"
    current = [one for one in judged.intermediates if one not in judged.expired]
    if current:
        yield f"  intermediates, which servers send and no store needs: {_few([_name(one) for one in current])}"
    if bundle.unreadable and judged.readiness is not Readiness.UNREADABLE:
        yield f"  cannot be read: {_few(bundle.unreadable)}"


def _few(names: Sequence[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")


def _name(certificate: Certificate) -> str:
    return certificate.subject or certificate.sha256[:16]


def _end(certificate: Certificate) -> str:
    return "" if certificate.not_after is None else certificate.not_after.date().isoformat()


def as_json(told: Told) -> str:
    """For programs, version 1."""
    whole = {
        "version": 1,
        "region": told.region,
        "as_of": told.as_of.isoformat(),
        "stores": [_store(each) for each in told.stores],
        "errors": [{"path": each.path, "message": each.message} for each in told.problems],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _store(each: Looked) -> dict[str, Any]:
    bundle, judged = each.bundle, each.judged
    return {
        "path": bundle.path,
        "format": bundle.format,
        "readiness": judged.readiness.value,
        "message": judged.message,
        "roots": list(judged.roots),
        "regions": list(each.regions),
        "expired": [one.sha256 for one in judged.expired],
        "intermediates": [one.sha256 for one in judged.intermediates],
        "certificates": [_certificate(one) for one in bundle.certificates],
        "unreadable": list(bundle.unreadable),
    }


def _certificate(each: Certificate) -> dict[str, Any]:
    return {
        "sha256": each.sha256,
        "subject": each.subject,
        "alias": each.alias or None,
        "identifier": each.identifier,
        "role": each.role or None,
        "region": each.region,
        "not_before": None if each.not_before is None else each.not_before.isoformat(),
        "not_after": None if each.not_after is None else each.not_after.isoformat(),
    }
