"""The packages that an old project lists in packages.config, each with the version that is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath

from lint_rds_tls.manifests._nuget_versions import asked
from lint_rds_tls.manifests._xml_tree import parse
from lint_rds_tls.model import Dependency, Location, Manifest

__all__ = ["MANIFEST", "read"]


def read(path: PurePath, reader: Callable[[PurePath], str | None]) -> Iterator[Dependency]:
    """The packages of the file at `path`; they hold for whatever framework the project beside it builds for."""
    root = parse(reader(path) or "")
    for element in root.named("package") if root is not None else ():
        name, version = element.attributes.get("id"), element.attributes.get("version")
        if name is not None and name.text:
            place = Location(path=path.as_posix(), span=(version or name).span)
            yield Dependency(name=name.text, versions=asked(version.text if version else ""), location=place)


MANIFEST = Manifest(name="packages-config", patterns=("packages.config", "packages.*.config"), read=read)
