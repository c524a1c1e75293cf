"""The packages of C#, F# and Visual Basic projects, as MSBuild and NuGet work them out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from lint_rds_tls.frameworks import nearest, parse
from lint_rds_tls.manifests._msbuild_evaluation import Read
from lint_rds_tls.manifests._msbuild_packages import Build, builds, clients
from lint_rds_tls.manifests._nuget_resolved import assets, assets_project, lock
from lint_rds_tls.model import Dependency, Location, Manifest, Told

__all__ = ["MANIFEST", "read"]


def read(path: PurePath, reader: Read) -> Iterator[Dependency]:
    """The packages of the project at `path`, those of the projects that it refers to, and what NuGet chose.

    Nothing is run and nothing but text is read, through `reader`, which says None for what is not there.
    """
    found = builds(path, reader)
    yield from _resolved(path, found, reader)
    for build in found:
        yield from _made(build, build.framework, 0)
        yield from build.packages
        yield from _brought(path, build, reader)


def _made(build: Build, framework: str, depth: int, place: Location | None = None) -> Iterator[Dependency]:
    """The client that a project makes itself: repositories of clients test them so."""
    if build.name.lower() in clients():
        yield Dependency(name=build.name, location=place, framework=framework, depth=depth)


def _brought(path: PurePath, build: Build, reader: Read) -> Iterator[Dependency]:
    """The packages of the projects that a project refers to, near ones first; each project once."""
    seen = {path}
    waiting = [(neighbour, 1) for neighbour in build.neighbours]
    for neighbour, depth in waiting:
        if neighbour.path in seen:
            continue
        seen.add(neighbour.path)
        for other in _fitting(builds(neighbour.path, reader), build.framework):
            yield from _made(other, build.framework, depth, neighbour.place)
            for package in other.flowing:
                certain = package.certain and neighbour.certain
                yield replace(package, framework=build.framework, depth=depth, certain=certain)
            waiting.extend(
                (replace(each, certain=each.certain and neighbour.certain), depth + 1) for each in other.neighbours
            )


def _fitting(found: tuple[Build, ...], framework: str) -> tuple[Build, ...]:
    """The build that a project of `framework` uses; all where that cannot be told."""
    if not framework:
        return found
    name = nearest(framework, [build.framework for build in found])
    return tuple(build for build in found if build.framework in (name, "")) or found


def _resolved(path: PurePath, found: tuple[Build, ...], reader: Read) -> Iterator[Dependency]:
    """What NuGet chose, from each file it left that speaks of this project as it is now."""
    frameworks = [build.framework for build in found]
    for chosen in _left_behind(path, reader):
        fitted = [replace(each, framework=name) for each in chosen if (name := _same(each.framework, frameworks))]
        if not _outdated(fitted, found):
            yield from fitted


def _left_behind(path: PurePath, reader: Read) -> Iterator[tuple[Dependency, ...]]:
    for name in ("packages.lock.json", f"packages.{path.stem}.lock.json"):
        place = path.parent / name
        if (text := reader(place)) is not None:
            yield lock(text, place.as_posix())
    place = path.parent / "obj" / "project.assets.json"
    text = reader(place)
    if text is not None and assets_project(text) in ("", path.name):
        yield assets(text, place.as_posix())


def _same(name: str, frameworks: list[str]) -> str | None:
    """The project's own spelling of a framework: `net8.0-windows` for `net8.0-windows7.0`."""
    wanted = parse(name)
    for framework in frameworks:
        offered = parse(framework)
        if framework == name or (
            wanted is not None
            and offered is not None
            and replace(wanted, platform_version="") == replace(offered, platform_version="")
        ):
            return framework
    return None


def _outdated(chosen: list[Dependency], found: tuple[Build, ...]) -> bool:
    """Whether a file names another version than the one that the project asks for by now."""
    versions = {(each.framework, each.name.lower()): each.versions.exact for each in chosen}
    for build in found:
        for package in build.packages:
            exact = package.versions.exact
            other = versions.get((build.framework, package.name.lower()))
            if package.told is Told.REFERENCED and package.certain and exact and other and exact != other:
                return True
    return False


MANIFEST = Manifest(name="msbuild", patterns=("*.csproj", "*.fsproj", "*.vbproj"), read=read)
