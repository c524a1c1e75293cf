"""The packages of one MSBuild project, for each framework that it builds for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import PurePath

from lint_rds_tls.data import load
from lint_rds_tls.frameworks import from_moniker, parse
from lint_rds_tls.manifests._msbuild_evaluation import Evaluation, Read
from lint_rds_tls.manifests._msbuild_functions import joined
from lint_rds_tls.manifests._msbuild_items import Item, items
from lint_rds_tls.manifests._msbuild_values import EMPTY, Value, Written
from lint_rds_tls.manifests._nuget_versions import asked
from lint_rds_tls.model import Dependency, Location, Told
from lint_rds_tls.text import Span

__all__ = ["Build", "Neighbour", "builds", "clients"]

#: The machines on which a project is evaluated where it asks which one builds it.
_MACHINES = ("linux", "windows")

_OLD_CLIENT = "System.Data.SqlClient"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A project that another one refers to."""

    path: PurePath
    certain: bool
    place: Location  #: where it is referred to


@dataclass(frozen=True, slots=True)
class Build:
    """What a project comes to for one framework."""

    framework: str  #: "" where only a build knows
    name: str  #: of the package that it makes
    packages: tuple[Dependency, ...]
    flowing: tuple[Dependency, ...]  #: those that whoever refers to the project gets as well
    neighbours: tuple[Neighbour, ...]


@lru_cache(maxsize=2048)
def builds(path: PurePath, read: Read) -> tuple[Build, ...]:
    """Evaluate a project for each of its frameworks; on two machines where it asks on which it is built."""
    by_machine: list[list[Build]] = []
    for machine in _MACHINES:
        asked_machine = False
        found: list[Build] = []
        for framework, evaluation in _evaluations(path, read, machine):
            found.append(_build(framework, evaluation))
            asked_machine = asked_machine or evaluation.depends_on_machine
        by_machine.append(found)
        if not asked_machine:
            break
    every = [build for found in by_machine for build in found]
    frameworks = dict.fromkeys(build.framework for build in every)
    merged = [_merged([build for build in every if build.framework == framework]) for framework in frameworks]
    old = all((known := parse(name)) is not None and known.identifier == ".NETFramework" for name in frameworks)
    return tuple(replace(build, packages=tuple(_settled(build.packages))) if old else build for build in merged)


def _settled(packages: tuple[Dependency, ...]) -> Iterator[Dependency]:
    """Where every framework has the old client in it, a project that asks for no other one surely uses that."""
    for each in packages:
        yield replace(each, certain=True) if each.told is Told.IN_BOX else each


def _merged(same: list[Build]) -> Build:
    """What several machines make of one framework: certain is what all of them agree on."""
    if len(same) == 1:
        return same[0]
    return Build(
        same[0].framework,
        same[0].name,
        _agreed([build.packages for build in same]),
        _agreed([build.flowing for build in same]),
        tuple(dict.fromkeys(neighbour for build in same for neighbour in build.neighbours)),
    )


def _agreed(lists: list[tuple[Dependency, ...]]) -> tuple[Dependency, ...]:
    common = set(lists[0]).intersection(*lists[1:])
    every = dict.fromkeys(each for found in lists for each in found)
    return tuple(dict.fromkeys(each if each in common else replace(each, certain=False) for each in every))


def _evaluations(path: PurePath, read: Read, machine: str) -> Iterator[tuple[str, Evaluation]]:
    outer = Evaluation(path, read, {}, machine)
    several = [each.text for each in outer.value("TargetFrameworks") if each.text]
    names = list(dict.fromkeys(name.strip() for text in several for name in text.split(";") if name.strip()))
    if not names:
        single = [each.text for each in outer.value("TargetFramework") if each.text]
        if len(single) <= 1:
            yield (single[0].strip() if single else _old_style(outer)), outer
            return
        names = list(dict.fromkeys(map(str.strip, single)))
    for name in names:
        inner = Evaluation(path, read, {"TargetFramework": name}, machine)
        inner.depends_on_machine = inner.depends_on_machine or outer.depends_on_machine
        yield name, inner


def _old_style(evaluation: Evaluation) -> str:
    """The framework of a project that names it the old way, `v4.8`; "" where it cannot be told."""
    version = evaluation.value("TargetFrameworkVersion")
    if evaluation.sdk_style or len(version) != 1 or not version[0].text:
        return ""
    return from_moniker(f".NETFramework,Version={version[0].text.strip()}")


def _build(framework: str, evaluation: Evaluation) -> Build:
    found = items(evaluation, ("PackageReference", "GlobalPackageReference", "ProjectReference", "Reference"))
    central = _truth(evaluation.value("ManagePackageVersionsCentrally"))
    named = {item.name.lower() for item in found["PackageReference"]}
    listed = items(evaluation, ("PackageVersion",), named | _ever_brought())["PackageVersion"] if central else []
    versions = _central_versions(listed)
    packages: list[Dependency] = []
    flowing: list[Dependency] = []
    for item in found["PackageReference"]:
        dependencies = list(_dependencies(item, _version(item, versions), framework))
        packages += dependencies
        if not item.says("PrivateAssets", "all"):
            flowing += dependencies
    if central:
        for item in found["GlobalPackageReference"]:
            packages += _dependencies(item, item.get("Version"), framework)
    if central and _truth(evaluation.value("CentralPackageTransitivePinningEnabled")):
        packages += list(_pinned(listed, packages, framework))
    packages += _assemblies(found["Reference"], framework)
    packages += _in_box(found["Reference"], framework, evaluation)
    neighbours = tuple(_neighbours(found["ProjectReference"], evaluation))
    return Build(framework, _name(evaluation), tuple(packages), tuple(flowing), neighbours)


def _name(evaluation: Evaluation) -> str:
    names = (*evaluation.value("PackageId"), *evaluation.value("AssemblyName"))
    return next((each.text for each in names if each.text), PurePath(evaluation.project).stem)


def _truth(value: Value) -> bool:
    return any((each.text or "").lower() == "true" for each in value)


# --- versions ---


def _central_versions(found: Iterable[Item]) -> dict[str, Value]:
    """The version of each package in Directory.Packages.props, by name in lower case."""
    versions: dict[str, Value] = {}
    for item in found:
        name, value = item.name.lower(), item.get("Version")
        known = versions.get(name)
        versions[name] = value if item.certain or known is None else tuple(dict.fromkeys((*known, *value)))
    return versions


def _version(item: Item, central: dict[str, Value]) -> Value:
    override = item.get("VersionOverride")
    if override != EMPTY and central:
        return override
    return central.get(item.name.lower()) or item.get("Version")


def _dependencies(item: Item, values: Value, framework: str, told: Told = Told.REFERENCED) -> Iterator[Dependency]:
    for value in values:
        yield Dependency(
            name=item.name,
            versions=asked(value.text or ""),
            location=value.place if value.text else item.place,
            framework=framework,
            told=told,
            certain=item.certain and len(values) == 1,
        )


@cache
def _ever_brought() -> frozenset[str]:
    """Packages that a client comes with or in, in lower case; a pin of any other one tells nothing."""
    packages = load("nuget_brings")["packages"]
    brought = (each["package"] for facts in packages.values() for row in facts["rows"] for each in row["brings"])
    return frozenset(name.lower() for name in (*packages, *brought))


@cache
def clients() -> frozenset[str]:
    """The clients themselves, in lower case: what is brought and brings nothing."""
    return _ever_brought() - {name.lower() for name in load("nuget_brings")["packages"]}


def _pinned(found: Iterable[Item], packages: Iterable[Dependency], framework: str) -> Iterator[Dependency]:
    telling = _ever_brought() - {package.name.lower() for package in packages}
    for item in found:
        if item.name.lower() in telling:
            yield from _dependencies(item, item.get("Version"), framework, Told.PINNED)


# --- assemblies ---


def _assemblies(found: Iterable[Item], framework: str) -> Iterator[Dependency]:
    """Assemblies that a project takes from a folder of packages: `packages/Name.5.1.3/lib/…`."""
    for item in found:
        name = item.name.partition(",")[0].strip()
        for hint in item.get("HintPath"):
            folder = re.search(rf"[\\/]{re.escape(name)}\.(\d[^\\/]*)[\\/]", hint.text or "", re.IGNORECASE)
            if folder:
                yield Dependency(
                    name=name,
                    versions=asked(folder[1]),
                    location=_within(hint, folder.span(1)),
                    framework=framework,
                    certain=item.certain and len(item.get("HintPath")) == 1,
                )


def _within(value: Written, part: tuple[int, int]) -> Location | None:
    """The place of a part of a value, that of all of it where it does not stand there as it is."""
    place, text = value.place, value.text or ""
    if place is None or len(place.span) != len(text.strip()):
        return place
    start = place.span.start - (len(text) - len(text.lstrip()))
    return replace(place, span=Span(start + part[0], start + part[1]))


def _in_box(found: Iterable[Item], framework: str, evaluation: Evaluation) -> Iterator[Dependency]:
    """The old client inside .NET Framework's System.Data, to which projects of the SDK always refer."""
    place = next((item.place for item in found if item.name.partition(",")[0].strip() == "System.Data"), None)
    parsed = parse(framework)
    if parsed is None or parsed.identifier != ".NETFramework":
        return
    if place is None and evaluation.sdk_style and not _truth(evaluation.value("DisableImplicitFrameworkReferences")):
        place = _framework_place(evaluation)
    if place is not None:
        yield Dependency(name=_OLD_CLIENT, location=place, framework=framework, told=Told.IN_BOX, certain=False)


def _framework_place(evaluation: Evaluation) -> Location | None:
    for name in ("TargetFrameworks", "TargetFramework"):
        for value in evaluation.value(name):
            if value.text and value.place:
                return value.place
    return None


# --- other projects ---


def _neighbours(found: Iterable[Item], evaluation: Evaluation) -> Iterator[Neighbour]:
    host = _truth(evaluation.value("IsAspireHost"))
    folder = posixpath.dirname(evaluation.project)
    for item in found:
        started = host and not item.says("IsAspireProjectResource", "false")
        if not started and not item.says("ReferenceOutputAssembly", "false"):
            yield Neighbour(PurePath(joined(folder, item.name)), item.certain, item.place)
