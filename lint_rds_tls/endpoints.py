"""Host names of Amazon RDS: what kind of endpoint one is, and in which region.

The shapes are those of aws-advanced-jdbc-wrapper's RdsUtils and of botocore's partitions; read label by label from the
right, since patterns over host names let strangers in. ISO and European forms are by analogy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

__all__ = ["Endpoint", "EndpointKind", "endpoint_of"]

#: DNS suffix of each partition, and the partition's name in ARNs.
_SUFFIXES = {
    "amazonaws.com": "aws",
    "amazonaws.com.cn": "aws-cn",
    "amazonaws.eu": "aws-eusc",
    "c2s.ic.gov": "aws-iso",
    "sc2s.sgov.gov": "aws-iso-b",
    "cloud.adc-e.uk": "aws-iso-e",
    "csp.hci.ic.gov": "aws-iso-f",
}
#: What AWS's manuals write for an endpoint.
_PLACEHOLDER = "amazon.com"
_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+)+-\d+\Z")
_HASH = re.compile(r"(?:(?P<kind>proxy|cluster-ro|cluster-custom|cluster|shardgrp|global)-)?[a-z0-9]{8,24}\Z")
#: Hosts of services, to which no one connects as to a database.
_SERVICES = frozenset({"truststore", "rds-data", "rds"})
_SERVICE_LABELS = frozenset({"rds", "rds-fips"})


class EndpointKind(Enum):
    """What answers there."""

    INSTANCE = "instance"
    PROXY = "proxy"
    CLUSTER = "cluster"
    CUSTOM = "custom"  #: an endpoint made by the user, of a proxy or a cluster
    GLOBAL = "global"
    PLACEHOLDER = "placeholder"  #: as manuals write it; no real one
    UNKNOWN = "unknown"  #: of RDS, more is not known (a part of the name is not)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An endpoint of RDS."""

    kind: EndpointKind
    name: str  #: of the instance or proxy; "" where not known
    region: str | None  #: None where the name does not tell
    partition: str  #: `aws`, `aws-cn`, `aws-us-gov`, …


def endpoint_of(host: str | None) -> Endpoint | None:
    """The endpoint that a host name (no port, no instance) is; None where it is none of RDS."""
    if not host:
        return None
    labels = host.strip().rstrip(".").lower().split(".")
    suffix = next((each for each in (*_SUFFIXES, _PLACEHOLDER) if _ends(labels, each)), None)
    if suffix is None:
        return None
    rest = labels[: -len(suffix.split("."))]
    found = _without_service(rest)
    if found is None:
        return None
    region, names = found
    partition = _SUFFIXES.get(suffix, "aws")
    if region is not None and region.startswith("us-gov-"):
        partition = "aws-us-gov"
    if suffix == _PLACEHOLDER:
        return Endpoint(kind=EndpointKind.PLACEHOLDER, name=".".join(names), region=region, partition=partition)
    if names and names[0] in _SERVICES:
        return None
    return _named(names, region, partition)


def _ends(labels: list[str], suffix: str) -> bool:
    parts = suffix.split(".")
    return len(labels) > len(parts) and labels[-len(parts) :] == parts


def _without_service(labels: list[str]) -> tuple[str | None, list[str]] | None:
    """The region and the labels before `<region>.rds`, `rds.<region>` or `rds`; None where no `rds` is there."""
    if labels[-1] in _SERVICE_LABELS:
        if len(labels) > 1 and (_REGION.match(labels[-2]) or labels[-2] == "global"):
            return (None if labels[-2] == "global" else labels[-2]), labels[:-2]
        return None, labels[:-1]
    if len(labels) > 1 and labels[-2] in _SERVICE_LABELS:
        return (labels[-1] if _REGION.match(labels[-1]) else None), labels[:-2]
    return None


def _named(names: list[str], region: str | None, partition: str) -> Endpoint | None:
    if not names:
        return None
    kind = _HASH.match(names[-1])
    if len(names) == 1 or kind is None:
        # No hash of the account: an example in a manual, or a name of which a part is not known.
        shown = EndpointKind.PLACEHOLDER if region is None or len(names) == 1 else EndpointKind.UNKNOWN
        return Endpoint(kind=shown, name=".".join(names), region=region, partition=partition)
    rest, found = names[:-1], EndpointKind.INSTANCE
    if kind["kind"] == "proxy":
        found = EndpointKind.PROXY
        if len(rest) > 1 and rest[-1] == "endpoint":
            rest = rest[:-1]
    elif kind["kind"] == "cluster-custom":
        found = EndpointKind.CUSTOM
    elif kind["kind"] == "global":
        found = EndpointKind.GLOBAL
    elif kind["kind"] is not None:
        found = EndpointKind.CLUSTER
    return Endpoint(kind=found, name=".".join(rest), region=region, partition=partition)
