"""The packages that an old project lists in packages.config, each with the version that is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from lint_rds_tls.frameworks import parse as parse_framework
from lint_rds_tls.manifests._nuget_versions import asked
from lint_rds_tls.manifests._xml_tree import Element, parse
from lint_rds_tls.model import Dependency, Location, Manifest, Told

__all__ = ["MANIFEST", "read"]


def read(path: PurePath, reader: Callable[[PurePath], str | None]) -> Iterator[Dependency]:
    """The packages of the file at `path`; they hold for whatever framework the project beside it builds for."""
    root = parse(reader(path) or "")
    packages = list(root.named("package")) if root is not None else []
    for element in packages:
        name, version = element.attributes.get("id"), element.attributes.get("version")
        if name is not None and name.text:
            place = Location(path=path.as_posix(), span=(version or name).span)
            yield Dependency(name=name.text, versions=asked(version.text if version else ""), location=place)
    yield from _in_box(packages, path)


def _in_box(packages: list[Element], path: PurePath) -> Iterator[Dependency]:
    """The old client inside .NET Framework, where a web site of packages.config alone, without a project, tells it."""
    for element in packages:
        framework = element.attributes.get("targetFramework")
        known = parse_framework(framework.text) if framework else None
        if framework is not None and known is not None and known.identifier == ".NETFramework":
            place = Location(path=path.as_posix(), span=framework.span)
            yield Dependency(name="System.Data.SqlClient", location=place, told=Told.IN_BOX)
            return


MANIFEST = Manifest(name="packages-config", patterns=("packages.config", "packages.*.config"), read=read)
