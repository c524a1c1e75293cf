"""Assessments of neighbouring versions that agree, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.model import Assessment, Client
from lint_rds_tls.versions import Version, VersionRange

__all__ = ["assessed", "merged"]


def assessed(
    client: Client, starts: Sequence[str], assess: Callable[[Client, Version], Assessment]
) -> tuple[Assessment, ...]:
    """One assessment for each run of generations that the client may be of and that agree.

    `starts` are the first versions of the generations, the first one standing for all before it too; `assess` gets the
    client with the versions in question, and the one of them to judge by.
    """
    return merged(_each(client, [Version.parse(start) for start in starts], assess))


def _each(
    client: Client, starts: Sequence[Version], assess: Callable[[Client, Version], Assessment]
) -> Iterator[Assessment]:
    for index, start in enumerate(starts):
        low = start if index else None
        high = starts[index + 1] if index + 1 < len(starts) else None
        if client.versions.meets(low, high):
            versions = client.versions.within(low, high)
            yield assess(replace(client, versions=versions), versions.exact or start)


def merged(assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Neighbours that agree as one; they come in the order of their versions."""
    found: list[Assessment] = []
    for assessment in assessments:
        if found and _outcome(found[-1]) == _outcome(assessment):
            known, more = found[-1].client, assessment.client.versions
            versions = known.versions if known.versions.exact else VersionRange(known.versions.low, more.high)
            found[-1] = replace(found[-1], client=replace(known, versions=versions))
        else:
            found.append(assessment)
    return tuple(found)


def _outcome(assessment: Assessment) -> tuple[object, ...]:
    """What has to be equal for two versions to be one."""
    postures = (assessment.as_is, assessment.forced)
    return (
        assessment.refused and (assessment.refused.kind, assessment.refused.keyword),
        *((p.encryption.value, p.verification.value, p.hostname.value) if p else None for p in postures),
        tuple(setting for setting, _ in assessment.ignored),
        assessment.flaws,
    )
