"""Maven projects that use each other, and broken ones."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.manifests import maven
from tests.maven_projects import (
    BOOT,
    JDBC,
    JTDS,
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

# --- one project by another ------------------------------------------------------------------------------------------


def modules(*names: str) -> str:
    return f"<modules>{''.join(f'<module>{name}</module>' for name in names)}</modules>"


def shop(app: str, data: str) -> dict[str, str]:
    return {
        "pom.xml": project(modules("app", "data"), name="root"),
        "app/pom.xml": project(parent("root"), app),
        "data/pom.xml": project(parent("root"), data, name="data"),
    }


DATA = dependencies(dependency("com.acme:data", "1.0"))


def test_a_project_uses_what_the_projects_that_it_depends_on_use() -> None:
    files = shop(DATA, dependencies(dependency(JDBC, "9.4.1")))
    assert lines(files, "app/pom.xml") == [
        "data 1.0 at app/pom.xml 1.0",
        "mssql-jdbc 9.4.1 depth 1 at data/pom.xml 9.4.1",
    ]


@pytest.mark.parametrize("more", ["<scope>test</scope>", "<scope>provided</scope>", "<optional>true</optional>"])
def test_what_a_project_keeps_to_itself_stays_there(more: str) -> None:
    files = shop(DATA, dependencies(dependency(JDBC, "9.4.1", more)))
    assert lines(files, "app/pom.xml") == ["data 1.0 at app/pom.xml 1.0"]
    assert lines(files, "data/pom.xml") == ["mssql-jdbc 9.4.1 at data/pom.xml 9.4.1"]


def test_what_is_left_out_on_the_way_is_not_used() -> None:
    def excluded(group: str, artifact: str) -> str:
        each = f"<exclusion><groupId>{group}</groupId><artifactId>{artifact}</artifactId></exclusion>"
        files = shop(
            dependencies(dependency("com.acme:data", "1.0", f"<exclusions>{each}</exclusions>")),
            dependencies(dependency(JDBC, "9.4.1")),
        )
        return " ".join(each.partition(" ")[0] for each in lines(files, "app/pom.xml"))

    assert excluded("com.microsoft.sqlserver", "mssql-jdbc") == "data"
    assert excluded("com.microsoft.sqlserver", "*") == "data"
    assert excluded("*", "*") == "data"
    assert excluded("com.microsoft.sqlserver", "other") == "data mssql-jdbc"


def test_a_package_that_brings_a_driver_does_not_where_it_is_left_out() -> None:
    name = "io.debezium:debezium-connector-sqlserver"
    driver = "<groupId>com.microsoft.sqlserver</groupId><artifactId>mssql-jdbc</artifactId>"
    without = f"<exclusions><exclusion>{driver}</exclusion></exclusions>"
    assert lines({"pom.xml": project(dependencies(dependency(name, "1.9.7.Final", without)))}) == []
    assert lines({"pom.xml": project(dependencies(dependency(name, "1.9.7.Final")))}) == [
        "debezium-connector-sqlserver 1.9.7.Final at pom.xml 1.9.7.Final"
    ]


def test_versions_are_managed_on_the_way_to_another_project() -> None:
    files = shop(management(dependency(JDBC, "12.8.1")) + DATA, dependencies(dependency(JDBC, "9.4.1")))
    assert lines(files, "app/pom.xml") == [
        "data 1.0 at app/pom.xml 1.0",
        "mssql-jdbc 12.8.1 pinned at app/pom.xml 12.8.1",
    ]


def test_a_project_that_only_builds_others_tells_of_them() -> None:
    files = shop(
        dependencies(dependency(JDBC, "12.8.1", "<scope>test</scope>")), dependencies(dependency(JDBC, "9.4.1"))
    )
    assert lines(files) == [
        "mssql-jdbc 12.8.1 depth 1 at app/pom.xml 12.8.1",
        "mssql-jdbc 9.4.1 depth 1 at data/pom.xml 9.4.1",
    ]


def test_projects_that_depend_on_each_other_end() -> None:
    files = shop(DATA, dependencies(dependency("com.acme:app", "1.0"), dependency(JDBC, "9.4.1")))
    assert lines(files, "app/pom.xml") == [
        "data 1.0 at app/pom.xml 1.0",
        "app 1.0 depth 1 at data/pom.xml 1.0",
        "mssql-jdbc 9.4.1 depth 1 at data/pom.xml 9.4.1",
    ]


def test_the_driver_s_own_project_makes_it() -> None:
    own = "<groupId>com.microsoft.sqlserver</groupId><artifactId>mssql-jdbc</artifactId><version>13.5.1</version>"
    files = {
        "pom.xml": f"<project>{own}{modules('samples')}</project>",
        "samples/pom.xml": project(dependencies(dependency(JDBC, "${v}"))),
    }
    assert lines(files)[0] == "mssql-jdbc 13.5.1 at pom.xml 13.5.1"
    assert lines(files, "samples/pom.xml") == [
        "mssql-jdbc any at samples/pom.xml ${v}",
        "mssql-jdbc 13.5.1 depth 1 at pom.xml 13.5.1",
    ]


# --- bad input -------------------------------------------------------------------------------------------------------


def doubling(levels: int) -> str:
    grown = "".join(f"<p{n}>{f'${{p{n - 1}}}' * 10}</p{n}>" for n in range(1, levels))
    return f"<properties><p0>9</p0>{grown}</properties>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<project",
        "no xml",
        "<other/>",
        "<project>" * 2000,
        '<!DOCTYPE p [<!ENTITY a "9"><!ENTITY b "&a;&a;">]><project>&b;</project>',
        project("<parent/>", "<modules><module/><module>.</module></modules>"),
        project(parent("app"), modules("../tree", ".")),
        project("<dependencies><dependency/><dependency><groupId/></dependency></dependencies>"),
    ],
)
def test_a_broken_project_has_no_packages(text: str) -> None:
    assert lines({"pom.xml": text}) == []


@pytest.mark.parametrize(
    "properties",
    [
        "<properties><v>${v}</v></properties>",
        "<properties><v>${w}</v><w>${v}</w></properties>",
        f"{doubling(12)}<properties><v>${{p11}}</v></properties>",
        "<properties><v>${${v}}</v></properties>",
        f"<properties>{''.join(f'<c{n}>${{c{n + 1}}}</c{n}>' for n in range(5000))}<v>${{c0}}</v></properties>",
    ],
)
def test_properties_without_an_end_are_unknown(properties: str) -> None:
    found = list(
        maven.read(
            PurePath("/tree/pom.xml"), tree({"pom.xml": project(properties, dependencies(dependency(JDBC, "${v}")))})
        )
    )
    assert [(each.name, str(each.versions)) for each in found] == [(JDBC, "any")]


def test_parents_and_bills_of_materials_in_a_circle_end() -> None:
    imported = "<type>pom</type><scope>import</scope>"
    files = {
        "pom.xml": project(parent("b", more="<relativePath>b</relativePath>"), name="a"),
        "b/pom.xml": project(
            parent("a"), management(dependency("com.acme:a", "1.0", imported)), dependencies(dependency(JDBC)), name="b"
        ),
    }
    assert [each for each in lines(files, "b/pom.xml") if "depth" not in each] == [
        "mssql-jdbc any at b/pom.xml mssql-jdbc"
    ]


WHOLE = project(
    BOOT, V, management(dependency(JTDS, "${v}")), dependencies(dependency(JDBC, "${v}"), dependency(JTDS)),
    f"<profiles>{profile(dependencies(dependency(R2DBC)))}</profiles>", modules("x"),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.text(max_size=6))
def test_nothing_raises(start: int, end: int, new: str) -> None:
    text = WHOLE[:start] + new + WHOLE[end:]
    for each in maven.read(PurePath("/tree/pom.xml"), tree({"pom.xml": text, "x/pom.xml": text})):
        assert each.location is not None
        assert 0 <= each.location.span.start <= each.location.span.end <= len(text)
