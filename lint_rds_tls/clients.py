"""Which clients may be behind a connection: what the code names, then the packages around it, then every driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from lint_rds_tls import frameworks
from lint_rds_tls.data import load
from lint_rds_tls.model import Client, Connection, Dependency, Driver, Told
from lint_rds_tls.versions import ANY, Version, VersionRange

__all__ = ["clients_of"]

#: Part of .NET Framework, where the package of that name only forwards to it.
_IN_FRAMEWORK = "system.data.sqlclient"


def clients_of(
    connection: Connection, dependencies: Sequence[Dependency], drivers: Iterable[Driver]
) -> tuple[Client, ...]:
    """The clients that may be behind `connection`; `dependencies` are those of the projects around its file.

    What the surroundings of the connection name goes before packages, packages go before guessing every driver of the
    dialect; versions come from packages alone.
    """
    candidates = [driver for driver in drivers if connection.dialect in driver.dialects]
    packages = [driver.library for driver in candidates]
    libraries = {driver.library.lower(): driver for driver in candidates}
    named = [libraries[name] for name in dict.fromkeys(map(str.lower, connection.library)) if name in libraries]
    telling = [each for each in dependencies if each.name.lower() in libraries or each.name.lower() in _rows()]
    found = _found([name for name in packages if not _of_maven(name)], telling, bool(named))
    found.update((name, _built_with(name, dependencies)) for name in packages if _of_maven(name))
    present = [driver for driver in named or candidates if found[driver.library]]
    return tuple(
        Client(driver=driver.name, versions=each.versions, dependency=each.told_by)
        for driver in present or named or candidates
        for each in found[driver.library] or [_Found(ANY)]
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """Versions of a package that may be in use, and what told."""

    versions: VersionRange
    told_by: Dependency | None = None
    certain: bool = True

    @property
    def in_box(self) -> bool:
        return self.told_by is not None and self.told_by.told is Told.IN_BOX


def _found(libraries: list[str], dependencies: Sequence[Dependency], named: bool) -> dict[str, list[_Found]]:
    """What may be in use of each library, over all frameworks that the projects build for."""
    found: dict[str, dict[VersionRange, _Found]] = {library: {} for library in libraries}
    for framework in _frameworks(dependencies):
        here = [each for each in dependencies if each.framework in (framework, "")]
        used = {library: list(_in_use(library.lower(), here, framework)) for library in libraries}
        if named or not any(used.values()):
            used = {library: versions or _in_box(library, here) for library, versions in used.items()}
        for library, versions in used.items():
            for each in versions:
                found[library].setdefault(each.versions, each)
    every = [each for versions in found.values() for each in versions.values()]
    if not named and all(each.in_box and not each.certain for each in every):
        return {library: [] for library in libraries}  # one framework of several has a client of its own: too little
    return {library: list(versions.values()) for library, versions in found.items()}


def _frameworks(dependencies: Sequence[Dependency]) -> list[str]:
    names = list(dict.fromkeys(each.framework for each in dependencies))
    return [name for name in names if name] or names


def _in_box(library: str, here: list[Dependency]) -> list[_Found]:
    same = [each for each in here if each.told is Told.IN_BOX and each.name.lower() == library.lower()]
    return [_Found(ANY, each, each.certain) for each in same[:1]]


def _in_use(name: str, here: list[Dependency], framework: str) -> Iterator[_Found]:
    """The versions of a package that NuGet takes for one framework; `name` in lower case.

    What it resolved; else what the project itself asks for; else the highest minimum of those who bring it.
    https://learn.microsoft.com/nuget/concepts/dependency-resolution
    """
    same = [each for each in here if each.name.lower() == name]
    chosen = [_Found(each.versions, each) for each in same if each.told is Told.RESOLVED]
    if not chosen:
        asked = [each for each in same if each.told is Told.REFERENCED]
        chosen = [_Found(each.versions, each, each.certain) for each in asked if not each.depth]
        if not any(each.certain for each in chosen):
            brought = [_Found(each.versions, each, each.certain) for each in asked if each.depth]
            brought += _brought(name, here, framework)
            chosen += _highest(_pinned(same, brought))
    for each in chosen:
        yield _Found(ANY, each.told_by, each.certain) if _forwards(name, framework) else each


def _forwards(name: str, framework: str) -> bool:
    known = frameworks.parse(framework)
    return name == _IN_FRAMEWORK and known is not None and known.identifier == ".NETFramework"


def _pinned(same: list[Dependency], brought: list[_Found]) -> list[_Found]:
    pins = [_Found(each.versions, each, each.certain) for each in same if each.told is Told.PINNED]
    return pins if brought and pins else brought


def _highest(brought: list[_Found]) -> Iterator[_Found]:
    """The highest, and where that may not be there the next."""
    for each in sorted(brought, key=lambda found: _floor(found.versions), reverse=True):
        yield each
        if each.certain:
            return


def _floor(versions: VersionRange) -> Version:
    return versions.exact or versions.low or Version(())


# --- packages of the JVM ---


def _of_maven(library: str) -> bool:
    """Whether this is Maven's name of a package, `groupId:artifactId`, and not NuGet's."""
    return ":" in library


def _built_with(library: str, dependencies: Sequence[Dependency]) -> list[_Found]:
    """The versions of a package that Maven, Gradle or sbt may take.

    What a lock file names; else what the build itself asks for; else what the nearest of those who bring it ask for;
    else the version that waits for whoever brings it, since the connection says that somebody does.
    """
    same = [
        (each.depth, each.told, _Found(_known_as(library, each), each, each.certain))
        for each in dependencies
        if each.name.lower() in (library.lower(), *_former_names(library))
    ]
    chosen = [each for _, told, each in same if told is Told.RESOLVED]
    if not chosen:
        asked = [(depth, each) for depth, told, each in same if told is Told.REFERENCED]
        for depth in sorted({0, *(depth for depth, _ in asked)}):
            chosen += [each for far, each in asked if far == depth]
            if not depth and not any(each.certain for each in chosen):
                chosen += _brought(library.lower(), list(dependencies), "")
            if any(each.certain for each in chosen):
                break
    if not any(each.certain for each in chosen):
        chosen += [each for _, told, each in same if told is Told.PINNED]
    found: dict[VersionRange, _Found] = {}
    for each in chosen:
        found.setdefault(each.versions, each)
    return list(found.values())


def _known_as(library: str, dependency: Dependency) -> VersionRange:
    """The versions of a package, which may be known by a former name."""
    versions = dependency.versions
    if dependency.name.lower() == library.lower():
        return versions
    below = Version.parse(load("maven_brings")["former_names"][library]["below"])
    return versions if versions.exact is not None and versions.exact < below else VersionRange(high=below)


def _former_names(library: str) -> tuple[str, ...]:
    facts = load("maven_brings")["former_names"].get(library)
    return tuple(facts["names"]) if facts else ()


# --- packages that bring others ---


def _brought(name: str, here: list[Dependency], framework: str) -> Iterator[_Found]:
    """The versions of a package that other packages bring."""
    for package in _bringers().get(name, ()):
        for bringer in _in_use(package, here, framework):
            for versions, certain in _minimum(name, package, bringer.versions, framework):
                yield _Found(versions, bringer.told_by, bringer.certain and certain)


@cache
def _rows() -> Mapping[str, tuple[_Row, ...]]:
    """The table of who brings what since when, by package in lower case."""
    packages = load("nuget_brings")["packages"] | load("maven_brings")["packages"]
    return MappingProxyType({name.lower(): tuple(map(_Row.read, facts["rows"])) for name, facts in packages.items()})


@cache
def _bringers() -> Mapping[str, tuple[str, ...]]:
    """Who ever brought a package; all in lower case."""
    names = {each.package for rows in _rows().values() for row in rows for each in row.brings}
    return MappingProxyType(
        {
            name: tuple(who for who, rows in _rows().items() if any(row.speaks_of(name) for row in rows))
            for name in names
        }
    )


@dataclass(frozen=True, slots=True)
class _Brings:
    package: str
    version: str | None  #: `same` as the one that brings it; None inside .NET Framework
    framework: str  #: the one that it is packed for, "" for all


@dataclass(frozen=True, slots=True)
class _Row:
    """What the releases from one to another bring."""

    first: Version
    last: Version
    brings: tuple[_Brings, ...]

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> _Row:
        brings = (
            _Brings(each["package"].lower(), each["version"], each.get("framework", "")) for each in row["brings"]
        )
        return cls(Version.parse(row["from"]), Version.parse(row["to"]), tuple(brings))

    def speaks_of(self, name: str) -> bool:
        return any(each.package == name for each in self.brings)

    def versions(self, name: str, framework: str, bringer: VersionRange) -> Iterator[VersionRange]:
        """The lowest versions of a package that this row brings to a project of `framework`."""
        packed = {each.framework for each in self.brings if each.framework}
        nearest = frameworks.nearest(framework, packed) if framework else None
        for each in self.brings:
            if each.package == name and (not each.framework or not framework or each.framework == nearest):
                yield bringer if each.version == "same" else VersionRange.of(each.version) if each.version else ANY


def _minimum(name: str, package: str, bringer: VersionRange, framework: str) -> Iterator[tuple[VersionRange, bool]]:
    """What a version of a package brings of another one, and whether it surely does."""
    rows = _rows()[package]
    met = [row for row in rows if bringer.meets(row.first, _above(row.last))]
    if bringer.exact is None:
        every = [list(row.versions(name, framework, bringer)) for row in met or rows[-1:]]
        open_end = bool(every[-1]) and (bringer.high is None or bringer.high > _above(rows[-1].last))
        if versions := [each for some in every for each in some]:
            yield _hull(versions, open_end), all(every)
    elif met:
        yield from ((versions, True) for versions in met[0].versions(name, framework, bringer))
    else:
        yield from _between(name, rows, bringer, framework)


def _between(
    name: str, rows: tuple[_Row, ...], bringer: VersionRange, framework: str
) -> Iterator[tuple[VersionRange, bool]]:
    """What a release brings that the table does not hold: as much as its neighbours have in common."""
    exact = bringer.exact
    before = [row for row in rows if exact is not None and row.last < exact][-1:]
    after = [row for row in rows if exact is not None and exact < row.first][:1]
    every = [list(row.versions(name, framework, bringer)) for row in (*before, *after)]
    if versions := [each for some in every for each in some]:
        yield (_hull(versions, not after) if before else ANY), all(every)


def _hull(versions: list[VersionRange], open_end: bool) -> VersionRange:
    """The smallest range over some versions, without an end where later ones may follow."""
    if ANY in versions:
        return ANY
    lows = [_floor(each) for each in versions]
    highs = [_above(each.exact) if each.exact else each.high for each in versions]
    known = [high for high in highs if high is not None]
    if len(set(versions)) == 1 and not open_end:
        return versions[0]
    return VersionRange(min(lows), None if open_end or len(known) < len(highs) else max(known))


def _above(version: Version) -> Version:
    """The least release above a version."""
    numbers = [*version.numbers, 0, 0, 0, 0][: max(4, len(version.numbers))]
    numbers[-1] += 1
    return Version(tuple(numbers))
