"""Which packages Maven projects use: what Maven itself says of recorded ones, versions, parents and profiles."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path, PurePath

import pytest

from lint_rds_tls.manifests import maven
from lint_rds_tls.manifests._jvm_versions import asked
from lint_rds_tls.model import Dependency, Told
from lint_rds_tls.versions import Version
from tests.maven_projects import (
    BOOT,
    JDBC,
    JTDS,
    OLD,
    R2DBC,
    V,
    dependencies,
    dependency,
    lines,
    management,
    parent,
    profile,
    project,
    tree,
)

RECORDED = Path(__file__).parent / "recorded" / "maven-projects"


# --- what Maven says -------------------------------------------------------------------------------------------------


def answers(found: Iterable[Dependency], told: Told, names: Iterable[str]) -> dict[str, list[str]]:
    answer: dict[str, list[str]] = {}
    for each in found:
        if each.told is told and not each.depth and each.name in names:
            answer.setdefault(each.name, []).append(f"{each.versions}{'' if each.certain else '?'}")
    return answer


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(text) for text in (RECORDED / name).read_text(encoding="utf-8").splitlines()]


R2DBC_OF_BOOT = {
    ("boot-parent-old", "pom.xml"): ">=0.8.2.RELEASE,<0.8.6.1",
    ("boot-bom", "pom.xml"): ">=0.8.7.RELEASE,<0.8.8.1",
    ("boot-above", "pom.xml"): ">=1.0.2.RELEASE,<1.0.3.1",
    ("boot-above", "app/pom.xml"): ">=1.0.2.RELEASE,<1.0.3.1",
    ("boot-bom-in-bom", "bom/pom.xml"): ">=1.0.0.RELEASE,<1.0.2.1",
    ("boot-bom-in-bom", "app/pom.xml"): ">=1.0.0.RELEASE,<1.0.2.1",
    ("other-parent-at-path", "app/pom.xml"): ">=0.8.6.RELEASE,<0.8.8.1",
}
OURS = {
    ("profile-off", "pom.xml"): {JDBC: ["12.8.1.jre11?", "9.4.1.jre8?"]},
    ("range", "pom.xml"): {JDBC: [">=10.2.0.jre8,<11"], JTDS: ["1.3.1"]},
}


@pytest.mark.parametrize("row", rows("projects.jsonl"), ids=lambda row: f"{row['project']}/{row['path']}")
def test_projects_are_read_as_maven_reads_them(row: dict[str, object]) -> None:
    key = str(row["project"]), str(row["path"])
    files, effective = row["files"], row["effective"]
    assert isinstance(files, dict)
    assert isinstance(effective, dict)
    found = list(maven.read(PurePath("/tree", key[1]), tree(files)))
    used = {name: [version] for name, version in effective["dependencies"].items()}
    pinned = {name: [version] for name, version in effective["managed"].items() if name not in used}
    if key in R2DBC_OF_BOOT:
        holder = used if R2DBC in used else pinned
        assert Version.parse(holder[R2DBC][0]) in next(each.versions for each in found if each.name == R2DBC)
        holder[R2DBC] = [R2DBC_OF_BOOT[key]]
    assert answers(found, Told.REFERENCED, {JDBC, JTDS, R2DBC, *OLD}) == OURS.get(key, used)
    assert answers(found, Told.PINNED, {JDBC, JTDS, R2DBC, *OLD}) == pinned


def test_public_projects_are_read_as_maven_reads_them() -> None:
    trees = os.environ.get("LINT_RDS_TLS_TREES")
    if not trees:
        pytest.skip("set LINT_RDS_TLS_TREES to a folder of repositories: tests/recorded/maven-projects/README.md")

    def read(path: PurePath) -> str | None:
        place = Path(path)
        return place.read_text(encoding="utf-8") if place.is_file() else None

    wrong = []
    for row in rows("public.jsonl"):
        effective = row["effective"]
        assert isinstance(effective, dict)
        folder = Path(trees, str(row["repo"]).replace("/", "__"))
        found = list(maven.read(folder / str(row["path"]), read))
        made = {each.name for each in found if each.location and each.location.path == (folder / "pom.xml").as_posix()}
        used = answers(found, Told.REFERENCED, {JDBC, JTDS, R2DBC})
        if used != {name: [version] for name, version in effective["dependencies"].items()} and not made & {JDBC}:
            wrong.append((row["repo"], row["path"], used, effective))
    assert wrong == []


# --- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "versions"),
    [
        ("12.8.1.jre11", "12.8.1.jre11"),
        (" 12.8.1 ", "12.8.1"),
        ("12.9.0.jre8-preview", "12.9.0.jre8-preview"),
        ("[12.8.1.jre11]", "12.8.1.jre11"),
        ("[10.2,11)", ">=10.2,<11"),
        ("[ 10.2 , 11 ]", ">=10.2,<11.0.0.1"),
        ("(,11)", "<11"),
        ("[10.2,)", ">=10.2"),
        ("]10.2,11[", ">=10.2,<11"),
        ("[9.0,10.0),[11.0,12.0)", ">=9.0,<12.0"),
        ("(,1.0],[1.2,)", "any"),
        ("12.+", ">=12,<13"),
        ("12.8.*", ">=12.8,<12.9"),
        ("+", "any"),
        ("latest.release", "any"),
        ("LATEST", "any"),
        ("${version}", "any"),
        ("[)", "any"),
        ("[,]", "any"),
        ("", "any"),
    ],
)
def test_versions_are_read_as_maven_reads_them(written: str, versions: str) -> None:
    assert str(asked(written)) == versions


# --- places ----------------------------------------------------------------------------------------------------------

ELSEWHERE = parent("root", more="<relativePath>p/x.xml</relativePath>")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"pom.xml": project(dependencies(dependency(JDBC, "9.4.1.jre8")))}, "9.4.1.jre8 at pom.xml 9.4.1.jre8"),
        ({"pom.xml": project(V, dependencies(dependency(JDBC, "${v}")))}, "12.8.1.jre11 at pom.xml 12.8.1.jre11"),
        ({"pom.xml": project(dependencies(dependency(JDBC)))}, "any at pom.xml mssql-jdbc"),
        ({"pom.xml": project(dependencies(dependency(JDBC, "${absent}")))}, "any at pom.xml ${absent}"),
        ({"pom.xml": project(dependencies(dependency(JDBC, "${env.V}")))}, "any at pom.xml ${env.V}"),
        (
            {"pom.xml": project("<properties><n>12</n></properties>", dependencies(dependency(JDBC, "${n}.8.1")))},
            "12.8.1 at pom.xml ${n}.8.1",
        ),
        (
            {"pom.xml": project(management(dependency(JDBC, "9.4.1.jre8")), dependencies(dependency(JDBC)))},
            "9.4.1.jre8 at pom.xml 9.4.1.jre8",
        ),
        ({"pom.xml": project(BOOT, dependencies(dependency(JDBC)))}, "12.4.2.jre11 at pom.xml mssql-jdbc"),
        (
            {
                "pom.xml": project(
                    BOOT,
                    "<properties><mssql-jdbc.version>9.2.1.jre8</mssql-jdbc.version></properties>",
                    dependencies(dependency(JDBC)),
                )
            },
            "9.2.1.jre8 at pom.xml 9.2.1.jre8",
        ),
        (
            {
                "pom.xml": project(ELSEWHERE, dependencies(dependency(JDBC))),
                "p/x.xml": project(V, management(dependency(JDBC, "${v}")), name="root"),
            },
            "12.8.1.jre11 at p/x.xml 12.8.1.jre11",
        ),
        (
            {"pom.xml": project(dependencies(dependency(JDBC, "9.<!-- é -->4.1")))},
            "9.4.1 at pom.xml 9.<!-- é -->4.1",
        ),
    ],
)  # fmt: skip
def test_a_version_is_where_it_is_written(files: dict[str, str], expected: str) -> None:
    assert [each for each in lines(files) if "pinned" not in each] == [f"mssql-jdbc {expected}"]


def test_a_version_that_waits_is_where_it_is_written_or_where_spring_boot_is() -> None:
    files = {"pom.xml": project(BOOT, management(dependency(JDBC, "12.6.1.jre11")))}
    assert lines(files) == [
        "mssql-jdbc 12.6.1.jre11 pinned at pom.xml 12.6.1.jre11",
        "jtds 1.3.1 pinned at pom.xml 3.2.1",
        "r2dbc-mssql 1.0.2.RELEASE pinned at pom.xml 3.2.1",
    ]


# --- parents ---------------------------------------------------------------------------------------------------------


def with_parent(written: str, above: dict[str, str]) -> list[str]:
    return lines({"a/b/pom.xml": project(written, dependencies(dependency(JDBC))), **above}, "a/b/pom.xml")


PARENT = project(management(dependency(JDBC, "12.8.1.jre11")), name="root")


@pytest.mark.parametrize(
    ("written", "above", "known"),
    [
        (parent("root"), {"a/pom.xml": PARENT}, True),
        (parent("root", more="<relativePath>../pom.xml</relativePath>"), {"a/pom.xml": PARENT}, True),
        (parent("root", more="<relativePath>..</relativePath>"), {"a/pom.xml": PARENT}, True),
        (parent("root", more="<relativePath>..\\pom.xml</relativePath>"), {"a/pom.xml": PARENT}, True),
        (parent("root"), {"pom.xml": PARENT}, True),
        (parent("root", more="<relativePath/>"), {"pom.xml": PARENT}, True),
        (parent("root"), {"a/pom.xml": project(name="other"), "pom.xml": PARENT}, True),
        (parent("other"), {"a/pom.xml": PARENT}, False),
        (parent("root", "2.0"), {"a/pom.xml": PARENT}, False),
        (parent("root", "${revision}"), {"a/pom.xml": PARENT}, True),
        (parent("root", group="org.other"), {"a/pom.xml": PARENT}, False),
        ("", {"a/pom.xml": PARENT}, False),
        (parent("root"), {}, False),
    ],
)
def test_parents_are_found_by_path_and_name(written: str, above: dict[str, str], known: bool) -> None:
    place = "a/pom.xml" if "a/pom.xml" in above and above["a/pom.xml"] is PARENT else "pom.xml"
    expected = f"12.8.1.jre11 at {place} 12.8.1.jre11" if known else "any at a/b/pom.xml mssql-jdbc"
    assert with_parent(written, above) == [f"mssql-jdbc {expected}"]


def test_an_unknown_parent_may_set_anything() -> None:
    body = parent("elsewhere"), dependencies(dependency(JDBC, "${mssql.version}"), dependency(JTDS, "1.3.1"))
    assert lines({"pom.xml": project(*body)}) == [
        "mssql-jdbc any at pom.xml ${mssql.version}",
        "jtds 1.3.1 at pom.xml 1.3.1",
    ]


# --- profiles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "profiles", "expected"),
    [
        ("", profile(dependencies(dependency(JDBC, "9.4.1"))), ["9.4.1 possible"]),
        ("", profile(dependencies(dependency(JDBC, "9.4.1")), default=True), ["9.4.1"]),
        (
            "",
            profile(dependencies(dependency(JDBC, "9.4.1"))) + profile(dependencies(dependency(JDBC, "12.8.1"))),
            ["9.4.1 possible", "12.8.1 possible"],
        ),
        (
            dependencies(dependency(JDBC, "12.8.1")),
            profile(dependencies(dependency(JDBC, "9.4.1"))),
            ["12.8.1 possible", "9.4.1 possible"],
        ),
        (
            dependencies(dependency(JDBC, "12.8.1")),
            profile(dependencies(dependency(JDBC, "9.4.1")), default=True),
            ["9.4.1"],
        ),
        (
            V + dependencies(dependency(JDBC, "${v}")),
            profile("<properties><v>9.4.1</v></properties>"),
            ["12.8.1.jre11 possible", "9.4.1 possible"],
        ),
        (
            management(dependency(JDBC, "12.8.1")) + dependencies(dependency(JDBC)),
            profile(management(dependency(JDBC, "9.4.1"))),
            ["12.8.1 possible", "9.4.1 possible"],
        ),
        (dependencies(dependency(JDBC, "${v}")), profile("<properties><v>9.4.1</v></properties>"), ["9.4.1 possible"]),
        (V + dependencies(dependency(JDBC, "12.8.1")), profile("<properties><v>9.4.1</v></properties>"), ["12.8.1"]),
    ],
)  # fmt: skip
def test_profiles_make_doubtful_unless_they_hold_by_default(body: str, profiles: str, expected: list[str]) -> None:
    files = {"pom.xml": project(body, f"<profiles>{profiles}</profiles>")}
    assert [each.rpartition(" at ")[0] for each in lines(files)] == [f"mssql-jdbc {each}" for each in expected]


def test_a_profile_may_change_what_spring_boot_chooses() -> None:
    setting = "<properties><mssql-jdbc.version>9.4.1.jre8</mssql-jdbc.version></properties>"
    files = {"pom.xml": project(BOOT, dependencies(dependency(JDBC)), f"<profiles>{profile(setting)}</profiles>")}
    assert [each for each in lines(files) if "pinned" not in each] == [
        "mssql-jdbc 12.4.2.jre11 possible at pom.xml mssql-jdbc",
        "mssql-jdbc 9.4.1.jre8 possible at pom.xml 9.4.1.jre8",
    ]
