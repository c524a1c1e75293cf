"""Which packages Gradle projects use, as far as their scripts tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.manifests import gradle
from lint_rds_tls.model import Told

JDBC = "com.microsoft.sqlserver:mssql-jdbc"
BOOT = "org.springframework.boot"
CATALOG = """[versions]
mssql = "12.8.1.jre11"
[libraries]
mssql-jdbc = { module = "com.microsoft.sqlserver:mssql-jdbc", version.ref = "mssql" }
jtds = { group = "net.sourceforge.jtds", name = "jtds", version = "1.3.1" }
[bundles]
databases = ["mssql-jdbc", "jtds"]
[plugins]
boot = { id = "org.springframework.boot", version = "2.6.15" }
"""


def tree(files: dict[str, str]) -> Callable[[PurePath], str | None]:
    return lambda path: files.get(path.as_posix().removeprefix("/tree/"))


def lines(files: dict[str, str], path: str = "build.gradle") -> list[str]:
    """Each package with its version, `?` where only a build could tell, and the text at its place."""
    found = []
    for each in gradle.read(PurePath("/tree", path), tree(files)):
        place = each.location
        assert place is not None
        text = files[place.path.removeprefix("/tree/")][place.span.start : place.span.end]
        doubt = "" if each.certain else "?"
        told = {Told.PINNED: " pinned", Told.RESOLVED: " resolved"}.get(each.told, "")
        depth = f" +{each.depth}" if each.depth else ""
        found.append(f"{each.name.rpartition(':')[2]} {each.versions}{doubt}{told}{depth} [{text}]")
    return found


def dependencies(*written: str) -> str:
    return "dependencies {\n    " + "\n    ".join(written) + "\n}\n"


def block(name: str, body: str) -> str:
    return f"{name} {{ {body} }}\n"


@pytest.mark.parametrize(
    ("script", "found"),
    [
        (dependencies(f"implementation '{JDBC}:12.8.1.jre11'"), ["mssql-jdbc 12.8.1.jre11 [12.8.1.jre11]"]),
        (dependencies(f'runtimeOnly("{JDBC}:12.8.1.jre11")'), ["mssql-jdbc 12.8.1.jre11 [12.8.1.jre11]"]),
        (dependencies(f'myConfig "{JDBC}:9.4.1:sources@jar"'), ["mssql-jdbc 9.4.1 [9.4.1]"]),
        (
            dependencies("compile group: 'com.microsoft.sqlserver', name: 'mssql-jdbc', version: '7.4.1.jre8'"),
            ["mssql-jdbc 7.4.1.jre8 [7.4.1.jre8]"],
        ),
        (
            dependencies('implementation(group = "net.sourceforge.jtds", name = "jtds", version = "1.3.1")'),
            ["jtds 1.3.1 [1.3.1]"],
        ),
        ("ext.mssql = '10.2.3'\n" + dependencies(f'implementation "{JDBC}:$mssql"'), ["mssql-jdbc 10.2.3 [10.2.3]"]),
        (
            "ext {\n  versions = [mssql: '10.2.3']\n}\n" + dependencies(f'implementation "{JDBC}:${{versions.mssql}}"'),
            ["mssql-jdbc 10.2.3 [10.2.3]"],
        ),
        ("def v = '11.2.3'\n" + dependencies(f'implementation "{JDBC}:${{v}}"'), ["mssql-jdbc 11.2.3 [11.2.3]"]),
        ('val v = "11.2.3"\n' + dependencies(f'implementation("{JDBC}:$v")'), ["mssql-jdbc 11.2.3 [11.2.3]"]),
        (dependencies(f"// implementation '{JDBC}:1'", f"/* implementation '{JDBC}:2' */"), []),
        (dependencies(f"implementation '{JDBC}:12.+'"), ["mssql-jdbc >=12,<13 [12.+]"]),
        (dependencies(f'implementation "{JDBC}:$unknown"'), ["mssql-jdbc any [$unknown]"]),
        (dependencies(f"implementation '{JDBC}'"), [f"mssql-jdbc any [{JDBC}]"]),
        (block("buildscript", dependencies(f"classpath '{JDBC}:1.0'")), []),
        (
            f"plugins {{ id '{BOOT}' version '2.6.15' }}\n" + dependencies(f"runtimeOnly '{JDBC}'"),
            ["mssql-jdbc 9.4.1.jre8 [2.6.15]"],
        ),
        (
            f"plugins {{ id '{BOOT}' version '2.6.15' }}\next['mssql-jdbc.version'] = '12.2.0.jre8'\n"
            + dependencies(f"runtimeOnly '{JDBC}'"),
            ["mssql-jdbc 12.2.0.jre8 [12.2.0.jre8]"],
        ),
        (
            dependencies(f"implementation platform('{BOOT}:spring-boot-dependencies:3.4.0')", f"runtimeOnly '{JDBC}'"),
            ["spring-boot-dependencies 3.4.0 pinned [3.4.0]", "mssql-jdbc 12.8.1.jre11 [3.4.0]"],
        ),
        (
            block("buildscript", dependencies(f"classpath '{BOOT}:spring-boot-gradle-plugin:2.7.8'"))
            + dependencies(f"runtimeOnly '{JDBC}'"),
            ["mssql-jdbc 10.2.3.jre8 [2.7.8]"],
        ),
        (
            block("dependencyManagement", dependencies(f"dependency '{JDBC}:8.4.1.jre8'")),
            ["mssql-jdbc 8.4.1.jre8 pinned [8.4.1.jre8]"],
        ),
    ],
)
def test_one_script(script: str, found: list[str]) -> None:
    assert lines({"build.gradle": script}) == found


def test_a_version_catalogue() -> None:
    files = {
        "settings.gradle": "include 'app'",
        "gradle/libs.versions.toml": CATALOG,
        "app/build.gradle.kts": dependencies(
            "implementation(libs.mssql.jdbc)", "implementation(libs.bundles.databases)"
        ),
    }
    assert lines(files, "app/build.gradle.kts") == [
        "mssql-jdbc 12.8.1.jre11 [12.8.1.jre11]",
        "mssql-jdbc 12.8.1.jre11 [12.8.1.jre11]",
        "jtds 1.3.1 [1.3.1]",
    ]


def test_a_plugin_of_a_catalogue_chooses_versions() -> None:
    files = {
        "settings.gradle.kts": "",
        "gradle/libs.versions.toml": CATALOG,
        "build.gradle.kts": "plugins { alias(libs.plugins.boot) }\n" + dependencies(f'runtimeOnly("{JDBC}")'),
    }
    assert lines(files, "build.gradle.kts") == ["mssql-jdbc 9.4.1.jre8 [2.6.15]"]


def test_what_stands_above_counts() -> None:
    files = {
        "settings.gradle": "include ':app', ':lib'",
        "gradle.properties": "mssqlVersion=12.6.1.jre11\n",
        "build.gradle": "ext.other = '1.3.1'\nsubprojects { "
        + dependencies(f'runtimeOnly "{JDBC}:$mssqlVersion"')
        + "}",
        "app/build.gradle": dependencies('implementation "net.sourceforge.jtds:jtds:$other"'),
    }
    assert lines(files, "app/build.gradle") == [
        "jtds 1.3.1 [1.3.1]",
        "mssql-jdbc 12.6.1.jre11 [12.6.1.jre11]",
    ]


def test_constants_of_build_source() -> None:
    files = {
        "settings.gradle.kts": "",
        "buildSrc/src/main/kotlin/Versions.kt": 'object Versions {\n    const val MSSQL = "12.4.2.jre11"\n}\n',
        "build.gradle.kts": dependencies(f'implementation("{JDBC}:${{Versions.MSSQL}}")'),
    }
    assert lines(files, "build.gradle.kts") == ["mssql-jdbc 12.4.2.jre11 [12.4.2.jre11]"]


def test_modules_and_the_projects_that_one_refers_to() -> None:
    files = {
        "settings.gradle": "include 'app', 'data'",
        "build.gradle": "",
        "app/build.gradle": dependencies("implementation project(':data')"),
        "data/build.gradle": dependencies(f"runtimeOnly '{JDBC}:12.8.1.jre11'"),
    }
    assert lines(files, "build.gradle") == ["mssql-jdbc 12.8.1.jre11 +1 [12.8.1.jre11]"]
    assert lines(files, "app/build.gradle") == ["mssql-jdbc 12.8.1.jre11 +1 [12.8.1.jre11]"]


def test_a_lock_file_tells_what_was_chosen() -> None:
    files = {
        "build.gradle": dependencies(f"runtimeOnly '{JDBC}:12.+'"),
        "gradle.lockfile": f"# comment\n{JDBC}:12.8.1.jre11=runtimeClasspath\nempty=annotationProcessor\n",
    }
    assert lines(files) == ["mssql-jdbc 12.8.1.jre11 resolved [12.8.1.jre11]", "mssql-jdbc >=12,<13 [12.+]"]


def test_a_folder_without_a_script_has_nothing() -> None:
    assert lines({}) == []
    assert lines({"settings.gradle": "include 'app'"}, "settings.gradle") == []


PIECES = """dependencies { } ( ) [ ] implementation "a:b:c" 'a:b:$x' ext. = def val x $x ${x} // /* */ \" ' , : +
    platform( project(":a") libs.a plugins id version subprojects include"""


@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n"]), max_size=50))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(parts: list[str]) -> None:
    text = " ".join(parts)
    for name in ("build.gradle", "build.gradle.kts"):
        list(
            gradle.read(PurePath("/tree", name), tree({name: text, "settings.gradle": text, "gradle.properties": text}))
        )
