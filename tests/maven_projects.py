"""Maven projects in memory, and what is read of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from lint_rds_tls.manifests import maven
from lint_rds_tls.model import Dependency, Told

JDBC, JTDS, R2DBC = "com.microsoft.sqlserver:mssql-jdbc", "net.sourceforge.jtds:jtds", "io.r2dbc:r2dbc-mssql"
OLD = {"com.microsoft.sqlserver:sqljdbc4", "com.hynnet:sqljdbc4"}


def tree(files: dict[str, str]) -> Callable[[PurePath], str | None]:
    return lambda path: files.get(path.as_posix().removeprefix("/tree/"))


def dependency(name: str, version: str = "", more: str = "") -> str:
    group, _, artifact = name.partition(":")
    written = f"<version>{version}</version>" if version else ""
    return f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>{written}{more}</dependency>"


def dependencies(*each: str) -> str:
    return f"<dependencies>{''.join(each)}</dependencies>"


def management(*each: str) -> str:
    return f"<dependencyManagement>{dependencies(*each)}</dependencyManagement>"


def parent(artifact: str, version: str = "1.0", group: str = "com.acme", more: str = "") -> str:
    return (
        f"<parent><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version>"
        f"{more}</parent>"
    )


def project(*body: str, name: str = "app") -> str:
    return (
        f"<project><groupId>com.acme</groupId><artifactId>{name}</artifactId><version>1.0</version>"
        f"{''.join(body)}</project>"
    )


def lines(files: dict[str, str], path: str = "pom.xml") -> list[str]:
    """What the project at `path` says, with the place where it is written."""
    return [line(each, files) for each in maven.read(PurePath("/tree", path), tree(files))]


def line(each: Dependency, files: dict[str, str]) -> str:
    assert each.location is not None
    marks = "" if each.told is Told.REFERENCED else f" {each.told.value}"
    marks += f" depth {each.depth}" if each.depth else ""
    marks += "" if each.certain else " possible"
    shown = each.location.path.removeprefix("/tree/")
    text = files[shown][each.location.span.start : each.location.span.end]
    return f"{each.name.rpartition(':')[2]} {each.versions}{marks} at {shown} {text}"


def profile(*body: str, default: bool = False) -> str:
    active = "<activation><activeByDefault>true</activeByDefault></activation>" if default else ""
    return f"<profile><id>p</id>{active}{''.join(body)}</profile>"


V = "<properties><v>12.8.1.jre11</v></properties>"
BOOT = parent("spring-boot-starter-parent", "3.2.1", "org.springframework.boot")
