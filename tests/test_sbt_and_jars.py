"""Which packages sbt builds use, and jars that lie in a project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

import pytest

from lint_rds_tls.dependencies import Dependencies
from lint_rds_tls.manifests import jars, sbt

JDBC = "com.microsoft.sqlserver:mssql-jdbc"
MODULE = '"com.microsoft.sqlserver" % "mssql-jdbc"'


def tree(files: dict[str, str]) -> Callable[[PurePath], str | None]:
    return lambda path: files.get(path.as_posix().removeprefix("/tree/"))


def lines(files: dict[str, str]) -> list[str]:
    found = []
    for each in sbt.read(PurePath("/tree/build.sbt"), tree(files)):
        place = each.location
        assert place is not None
        name = place.path.removeprefix("/tree/")
        found.append(f"{each.name} {each.versions} in {name}: {files[name][place.span.start : place.span.end]}")
    return found


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"build.sbt": 'libraryDependencies += "com.microsoft.sqlserver" % "mssql-jdbc" % "12.4.2.jre11" % Test'},
         [f"{JDBC} 12.4.2.jre11 in build.sbt: 12.4.2.jre11"]),
        ({"build.sbt": 'val jdbc = "7.4.1.jre8"\nx ++= Seq("a" %% "b" % "1",\n' + MODULE + " % jdbc)"},
         ["a:b 1 in build.sbt: 1", f"{JDBC} 7.4.1.jre8 in build.sbt: 7.4.1.jre8"]),
        ({"build.sbt": "x",
          "project/Dependencies.scala": 'object V { val ms: String = "9.4.0.jre8" }\nval d = ' + MODULE + " % V.ms"},
         [f"{JDBC} 9.4.0.jre8 in project/Dependencies.scala: 9.4.0.jre8"]),
        ({"build.sbt": f'// {MODULE} % "1"\n"net.sourceforge.jtds" % "jtds" % sys.env("V")'},
         ['net.sourceforge.jtds:jtds any in build.sbt: "net.sourceforge.jtds" % "jtds" % ']),
        ({"build.sbt": '"a" % "b'}, []),
    ],
)  # fmt: skip
def test_sbt(files: dict[str, str], found: list[str]) -> None:
    assert lines(files) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("mssql-jdbc-12.4.2.jre11.jar", [f"{JDBC} 12.4.2.jre11"]),
        ("lib/MSSQL-JDBC.jar", [f"{JDBC} any"]),
        ("sqljdbc42.jar", [f"{JDBC} <6.1"]),
        ("jtds-1.3.1.jar", ["net.sourceforge.jtds:jtds 1.3.1"]),
        ("r2dbc-mssql-1.0.2.RELEASE.jar", ["io.r2dbc:r2dbc-mssql 1.0.2.RELEASE"]),
        ("mssql-jdbc-12.4.2.jre11-sources.jar", []),
        ("mssql-jdbc-auth.dll.jar", []),
    ],
)
def test_jars(name: str, found: list[str]) -> None:
    assert [f"{each.name} {each.versions}" for each in jars.read(PurePath(name), lambda _: None)] == found


def test_jars_of_a_folder_beside_the_code(tmp_path: Path) -> None:
    for name in (
        "app/src/A.java",
        "app/WEB-INF/lib/mssql-jdbc-9.2.1.jre8.jar",
        "mssql-jdbc-12.4.2.jre11.jar",
        "lib/x.jar",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = Dependencies.on_disk(tmp_path)
    assert [str(each.versions) for each in found.near(tmp_path / "app/src/A.java")] == ["9.2.1.jre8"]
    assert [str(each.versions) for each in found.near(tmp_path / "other/B.java")] == ["12.4.2.jre11"]
