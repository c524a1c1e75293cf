"""The drivers that lie in a project as jars: the file's name tells the version."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath

from lint_rds_tls.model import Dependency, Location, Manifest, Told
from lint_rds_tls.text import Span
from lint_rds_tls.versions import ANY, Version, VersionRange

__all__ = ["MANIFEST", "read"]

_NAME = re.compile(r"(mssql-jdbc|jtds|r2dbc-mssql|sqljdbc\d*)(?:[-_](\d[\w.\-]*?))?\.jar\Z", re.IGNORECASE)
_PACKAGES = {
    "mssql-jdbc": "com.microsoft.sqlserver:mssql-jdbc",
    "jtds": "net.sourceforge.jtds:jtds",
    "r2dbc-mssql": "io.r2dbc:r2dbc-mssql",
}
#: sqljdbc4.jar and its like, up to 6.0, before the driver had its name of today.
_OLD = VersionRange(high=Version.parse("6.1"))
_FOLDERS = ("", "lib/", "libs/", "drivers/", "jdbc/", "WEB-INF/lib/", "src/main/webapp/WEB-INF/lib/")


def read(path: PurePath, _: Callable[[PurePath], str | None]) -> Iterator[Dependency]:
    """The package that a jar is; any version where its name tells none."""
    match = _NAME.match(path.name)
    if match is None or path.stem.lower().endswith(("-sources", "-javadoc")):
        return
    name = _PACKAGES.get(match[1].lower(), _PACKAGES["mssql-jdbc"])
    versions = _version(match[2]) if match[1].lower() in _PACKAGES else _OLD
    place = Location(path=path.as_posix(), span=Span(0, 0))
    yield Dependency(name=name, versions=versions, location=place, told=Told.REFERENCED)


def _version(written: str | None) -> VersionRange:
    try:
        return VersionRange.of(written) if written else ANY
    except ValueError:
        return ANY


MANIFEST = Manifest(
    name="jars",
    patterns=tuple(
        f"{folder}{name}*.jar" for folder in _FOLDERS for name in ("mssql-jdbc", "jtds", "r2dbc-mssql", "sqljdbc")
    ),
    read=read,
    ecosystem="jars",
)
