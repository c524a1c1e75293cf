"""The versions of SQL Server drivers that Spring Boot chooses where a build leaves them out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from lint_rds_tls.data import load
from lint_rds_tls.manifests._jvm_versions import hull
from lint_rds_tls.versions import ANY, Version, VersionRange

__all__ = ["BOM", "GROUP", "PARENTS", "PLUGIN", "managed", "override", "packages"]

GROUP = "org.springframework.boot"
BOM = f"{GROUP}:spring-boot-dependencies"
PLUGIN = f"{GROUP}:spring-boot-gradle-plugin"
#: What a project may have as its parent to get the versions and to change them by properties.
PARENTS = frozenset({BOM, f"{GROUP}:spring-boot-starter-parent"})


def packages() -> tuple[str, ...]:
    """Every package of the table."""
    return tuple(load("spring_boot")["packages"])


def override(package: str, boot: VersionRange) -> str:
    """The property that chooses another version; "" where there is none."""
    facts = load("spring_boot")["packages"][package]
    since = Version.parse(facts["property_since"])
    return str(facts["property"]) if boot.exact is None or boot.exact >= since else ""


def managed(package: str, boot: VersionRange) -> VersionRange | None:
    """What Spring Boot of some version chooses of a package; None where it chooses none, any where that is unknown."""
    rows = _rows().get(package)
    if rows is None:
        return None
    if boot.exact is None:
        return _some(rows, boot)
    for first, last, version in rows:
        if first <= boot.exact <= last:
            return version
    before = [version for _, last, version in rows if version and last < boot.exact]
    after = [version for first, _, version in rows if version and boot.exact < first]
    if not before:
        return None
    return hull([before[-1], after[0]]) if after else VersionRange(before[-1].exact or before[-1].low)


_Row = tuple[Version, Version, "VersionRange | None"]


def _some(rows: tuple[_Row, ...], boot: VersionRange) -> VersionRange:
    met = [version for first, last, version in rows if version and boot.low and boot.high and boot.meets(first, last)]
    return hull(met) if met else ANY


@cache
def _rows() -> Mapping[str, tuple[_Row, ...]]:
    found = {
        package: tuple(
            (Version.parse(first), Version.parse(last), _version(version)) for first, last, version in facts["rows"]
        )
        for package, facts in load("spring_boot")["packages"].items()
    }
    return MappingProxyType(found)


def _version(text: str | None) -> VersionRange | None:
    if text is None:
        return None
    low, _, high = text.partition(" to ")
    return hull([VersionRange.of(low), VersionRange.of(high or low)])
