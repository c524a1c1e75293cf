"""The packages of Maven projects: their own and inherited dependencies, and those of the projects beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from lint_rds_tls.manifests._jvm_packages import DRIVERS, brings
from lint_rds_tls.manifests._jvm_versions import asked
from lint_rds_tls.manifests._maven_model import Pom, Poms, Read
from lint_rds_tls.manifests._maven_packages import Declared, used
from lint_rds_tls.model import Dependency, Manifest, Told

__all__ = ["MANIFEST", "read"]

#: What a project hands on to those that depend on it.
_FLOWING = ("", "compile", "runtime")


def read(path: PurePath, reader: Read) -> Iterator[Dependency]:
    """The packages of the project at `path`; behind them those of its modules and of projects that it depends on.

    Nothing is run and nothing is fetched: a parent or a bill of materials outside the tree is unknown, but for Spring
    Boot's, of which there is a table.
    """
    pom = Poms(reader).at(path.as_posix())
    if pom is not None:
        found = list(used(pom))
        yield from _made(pom, 0)
        yield from _told(found)
        yield from _brought(pom, found)


def _made(pom: Pom, depth: int) -> Iterator[Dependency]:
    """The driver that a project makes itself: repositories of drivers test them so."""
    name = ":".join(pom.coordinates)
    if name in DRIVERS:
        for version in pom.version():
            versions = asked(version.text or "")
            yield Dependency(name=name, versions=versions, location=version.place, depth=depth, certain=version.certain)


def _told(found: list[tuple[Declared, Dependency]]) -> Iterator[Dependency]:
    """The packages, without those that bring a driver where that is left out."""
    for entry, dependency in found:
        if not any(_excludes(entry, name) for name in brings(entry.name)):
            yield dependency


def _excludes(entry: Declared, name: str) -> bool:
    group, _, artifact = name.partition(":")
    return not entry.excluded.isdisjoint((name, f"{group}:*", f"*:{artifact}", "*:*"))


def _brought(pom: Pom, found: list[tuple[Declared, Dependency]]) -> Iterator[Dependency]:
    """The packages of the projects that a project builds or depends on, near ones first; each project once."""
    pins = {each.name for entry, each in found if each.told is Told.PINNED and each.certain}
    seen = {pom.path}
    waiting: list[tuple[Pom, int, tuple[Declared, ...] | None]] = [(each, 1, None) for each in pom.modules()]
    waiting += [(other, 1, (entry,)) for entry, other in _neighbours(pom, found)]
    for other, depth, through in waiting:
        if other.path in seen:
            continue
        seen.add(other.path)
        theirs = list(used(other))
        if through is not None:
            theirs = [each for each in theirs if _flows(each[0], through)]
        yield from _made(other, depth)
        for each in _told(theirs):
            if each.told is Told.REFERENCED and (through is None or each.name not in pins):
                yield replace(each, depth=depth)
        if through is None:
            waiting += [(module, depth + 1, None) for module in other.modules()]
        else:
            waiting += [(far, depth + 1, (*through, entry)) for entry, far in _neighbours(other, theirs)]


def _flows(entry: Declared, through: tuple[Declared, ...]) -> bool:
    return entry.scope in _FLOWING and not entry.optional and not any(_excludes(each, entry.name) for each in through)


def _neighbours(pom: Pom, found: list[tuple[Declared, Dependency]]) -> Iterator[tuple[Declared, Pom]]:
    for entry, dependency in found:
        if dependency.told is Told.REFERENCED:
            other = pom.poms.find(pom, entry.key[0], entry.key[1])
            if other is not None:
                yield entry, other


MANIFEST = Manifest(name="maven", patterns=("pom.xml",), read=read, ecosystem="maven")
