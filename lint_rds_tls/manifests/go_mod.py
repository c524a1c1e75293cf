"""The modules of a Go project: go.mod names the version that is built with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath

from lint_rds_tls.model import Dependency, Location, Manifest, Told
from lint_rds_tls.text import Span
from lint_rds_tls.versions import ANY, VersionRange

__all__ = ["MANIFEST", "read"]

_MODULE = "github.com/microsoft/go-mssqldb"
#: The driver's module before Microsoft took it over, whose versions end where the other's begin.
_FORMER = "github.com/denisenkom/go-mssqldb"
_REQUIRED = re.compile(
    rf"^[ \t]*(?:require[ \t]+)?(?P<module>{re.escape(_MODULE)}|{re.escape(_FORMER)})[ \t]+(?P<version>v[^\s/]+)",
    re.MULTILINE,
)
#: Only such versions go before their number's release: `v0.0.0-20191001013358-cfbb681360f0` is a commit.
_COMMIT = re.compile(r"-(?:0\.)?\d{14}-[0-9a-f]{12}\Z")


def read(path: PurePath, reader: Callable[[PurePath], str | None]) -> Iterator[Dependency]:
    """The drivers that the file at `path` requires, by the name that the driver has today."""
    for match in _REQUIRED.finditer(reader(path) or ""):
        place = Location(path=path.as_posix(), span=Span(*match.span("version")))
        yield Dependency(name=_MODULE, versions=_versions(match["version"]), location=place, told=Told.RESOLVED)


def _versions(written: str) -> VersionRange:
    try:
        return (
            ANY if _COMMIT.search(written) else VersionRange.of(written.removeprefix("v").removesuffix("+incompatible"))
        )
    except ValueError:
        return ANY


MANIFEST = Manifest(name="go-mod", patterns=("go.mod",), read=read, ecosystem="go")
