"""Which clients may be behind a connection, from what the code names and what the projects around it use."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lint_rds_tls.clients import clients_of
from lint_rds_tls.data import load
from lint_rds_tls.manifests._nuget_versions import asked
from lint_rds_tls.model import Assessment, Client, Connection, Dependency, Driver, Told
from lint_rds_tls.text import Span
from lint_rds_tls.versions import ANY, Version, VersionRange

OLD, NEW = "System.Data.SqlClient", "Microsoft.Data.SqlClient"
EF = "Microsoft.EntityFrameworkCore.SqlServer"


def driver(name: str, library: str, *dialects: str) -> Driver:
    def assess(_connection: Connection, client: Client) -> tuple[Assessment, ...]:
        return (Assessment(client=client),)

    return Driver(
        name=name, title=library, dialects=dialects, library=library, assess=assess, anchors="jvm", verifying=""
    )


DRIVERS = [
    driver("microsoft-data-sqlclient", NEW, "adonet"),
    driver("mssql-jdbc", "com.microsoft.sqlserver:mssql-jdbc", "jdbc"),
    driver("system-data-sqlclient", OLD, "adonet"),
]


def package(
    name: str,
    version: str = "",
    framework: str = "net8.0",
    told: Told = Told.REFERENCED,
    depth: int = 0,
    certain: bool = True,
) -> Dependency:
    return Dependency(name=name, versions=asked(version), framework=framework, told=told, depth=depth, certain=certain)


def in_box(framework: str = "net48", certain: bool = True) -> Dependency:
    return package(OLD, "", framework, Told.IN_BOX, certain=certain)


def clients(*dependencies: Dependency, named: tuple[str, ...] = ()) -> list[str]:
    connection = Connection(dialect="adonet", path="a.cs", span=Span(0, 0), settings=(), library=named)
    short = {"microsoft-data-sqlclient": "new", "system-data-sqlclient": "old"}
    return [f"{short[each.driver]} {each.versions}" for each in clients_of(connection, dependencies, DRIVERS)]


@pytest.mark.parametrize(
    ("dependencies", "named", "expected"),
    [
        # nothing tells
        ((), (), ["new any", "old any"]),
        ((package("Dapper", "2.1"),), (), ["new any", "old any"]),
        ((), ("Npgsql",), ["new any", "old any"]),
        # the code names it
        ((), (NEW,), ["new any"]),
        ((), (OLD.upper(),), ["old any"]),
        ((), (OLD, NEW), ["old any", "new any"]),
        ((package(NEW, "5.1.3"),), (OLD,), ["old any"]),
        ((package(NEW, "5.1.3"), package(OLD, "4.8.6")), (OLD,), ["old 4.8.6"]),
        ((package(NEW, "5.1.3"), package(OLD, "4.8.6")), (OLD, NEW), ["old 4.8.6", "new 5.1.3"]),
        ((package(NEW, "5.1.3"),), (OLD, NEW), ["new 5.1.3"]),
        # the packages tell
        ((package(NEW, "5.1.3"),), (), ["new 5.1.3"]),
        ((package(NEW.lower(), "5.1.3"),), (), ["new 5.1.3"]),
        ((package(NEW, "5.1.3"), package(OLD, "4.8.6")), (), ["new 5.1.3", "old 4.8.6"]),
        ((package(NEW, "5.*"),), (), ["new >=5.0,<6.0"]),
        ((package(NEW),), (), ["new any"]),
        ((package(NEW, "5.1.3", ""), in_box()), (), ["new 5.1.3"]),
        # several frameworks
        (
            (package(NEW, "5.1.3", "net8.0"), package(NEW, "6.0.1", "net9.0"), package(NEW, "5.1.3", "net6.0")),
            (),
            ["new 5.1.3", "new 6.0.1"],
        ),
        ((package(NEW, "5.1.3", "net8.0"), package("Dapper", "2.1", "net9.0")), (), ["new 5.1.3"]),
        # near goes before far, and far ones before what packages bring, only as far as the highest minimum
        ((package(NEW, "2.1.7"), package(NEW, "5.1.3", depth=1), package(EF, "8.0.2")), (), ["new 2.1.7"]),
        ((package(NEW, "5.1.1", depth=2), package(NEW, "5.1.3", depth=1)), (), ["new 5.1.3"]),
        ((package(NEW, "5.2.2", depth=2), package(NEW, "5.1.3", depth=1)), (), ["new 5.2.2"]),
        ((package(NEW, "5.1.1", depth=1), package(EF, "8.0.2")), (), ["new 5.1.4"]),
        ((package(NEW, "5.2.2", depth=1), package(EF, "8.0.2")), (), ["new 5.2.2"]),
        # doubtful ones leave the next possible
        ((package(NEW, "5.2.2", certain=False), package(EF, "8.0.2")), (), ["new 5.2.2", "new 5.1.4"]),
        ((package(NEW, "5.2.2", depth=1, certain=False), package(EF, "8.0.2")), (), ["new 5.2.2", "new 5.1.4"]),
        ((package(NEW, "5.1.5", certain=False), package(NEW, "2.1.7", certain=False)), (), ["new 5.1.5", "new 2.1.7"]),
        # what NuGet resolved goes before all
        (
            (package(NEW, "5.1.6", told=Told.RESOLVED), package(NEW, "5.*"), package(EF, "8.0.2")),
            (),
            ["new 5.1.6"],
        ),
        # a pin counts where somebody brings the package
        ((package(NEW, "5.2.2", told=Told.PINNED), package(EF, "8.0.2")), (), ["new 5.2.2"]),
        ((package(NEW, "5.2.2", told=Told.PINNED),), (), ["new any", "old any"]),
        ((package(NEW, "5.2.2", told=Told.PINNED), package(NEW, "5.1.3")), (), ["new 5.1.3"]),
        # inside .NET Framework
        ((in_box(),), (), ["old any"]),
        ((in_box(), package(NEW, "5.1.3", "net48")), (), ["new 5.1.3"]),
        ((in_box(), package(NEW, "5.1.3", "net48")), (OLD,), ["old any"]),
        ((in_box(), package(OLD, "4.8.6", "net48")), (), ["old any"]),
        ((package(OLD, "4.8.6", "net48"), package(OLD, "4.8.6", "net8.0")), (), ["old any", "old 4.8.6"]),
        ((in_box(""), package("Newtonsoft.Json", "13.0.3", "")), (), ["old any"]),
        ((in_box(""), in_box("net48"), package(NEW, "5.1.5", "")), (), ["new 5.1.5"]),
        ((in_box(certain=False), package(NEW, "5.1.3")), (), ["new 5.1.3", "old any"]),
        ((in_box(certain=False), package("Dapper", "2.1")), (), ["new any", "old any"]),
        ((in_box(certain=False), package("Dapper", "2.1")), (OLD,), ["old any"]),
        # who brings which client
        ((package(EF, "2.1.1"),), (), ["old any"]),
        ((package(EF, "2.2.8"),), (), ["old 4.6.0"]),
        ((package(EF, "3.1.7"),), (), ["new 1.1.3"]),
        ((package(EF, "6.0.27"),), (), ["new 2.1.7"]),
        ((package(EF, "7.0.6"),), (), ["new >=5.0.1,<5.0.2.1"]),
        ((package(EF, "10.0.11"),), (), ["new 6.1.6"]),
        ((package(EF, "12.0.0"),), (), ["new >=6.1.6"]),
        ((package(EF, "8.0.*"),), (), ["new >=5.1.1,<5.1.9.1"]),
        ((package(EF, "9.*"),), (), ["new 5.1.6"]),
        ((package(EF, "[8.0.0,)"),), (), ["new >=5.1.1"]),
        ((package(EF),), (), ["new >=1.0.19249.1", "old >=4.5.1,<4.6.0.1"]),
        ((package(f"{EF}.NetTopologySuite", "8.0.2"),), (), ["new 5.1.4"]),
        ((package(f"{EF}.NetTopologySuite", "8.0.2"), package(EF, "8.0.30")), (), ["new 5.1.9"]),
        ((package("EntityFramework", "6.4.4"),), (), ["old 4.8.1"]),
        ((package("EntityFramework", "6.4.4", "net48"), in_box()), (), ["old any"]),
        (
            (package("EntityFramework", "6.5.1"), package("Microsoft.EntityFramework.SqlServer", "6.5.1")),
            (),
            ["new 5.1.5", "old 4.8.6"],
        ),
        ((package("Microsoft.SqlServer.SqlManagementObjects", "161.46041.41"),), (), ["new 2.0.0"]),
        ((package("Microsoft.SqlServer.SqlManagementObjects", "181.12.0"),), (), ["new 6.1.3"]),
        ((package("dbup-sqlserver", "5.0.37", "net8.0"),), (), ["new 5.1.1"]),
        ((package("dbup-sqlserver", "5.0.37", "netcoreapp3.1"),), (), ["old 4.8.5"]),
        ((package("Aspire.Microsoft.EntityFrameworkCore.SqlServer", "13.0.0", "net9.0"),), (), ["new 6.1.2"]),
        ((package("Quartz", "3.0.7"),), (), ["old 4.5.1"]),
        ((package("Quartz", "3.8.0"),), (), ["new any", "old any"]),
        ((package("Hangfire.SqlServer", "1.8.6"), package(NEW, "5.2.2")), (), ["new 5.2.2"]),
    ],
)
def test_clients(dependencies: tuple[Dependency, ...], named: tuple[str, ...], expected: list[str]) -> None:
    assert clients(*dependencies, named=named) == expected


JDBC, JTDS, DEBEZIUM = (
    "com.microsoft.sqlserver:mssql-jdbc",
    "net.sourceforge.jtds:jtds",
    "io.debezium:debezium-connector-sqlserver",
)


def built(
    name: str, version: str = "", told: Told = Told.REFERENCED, depth: int = 0, certain: bool = True
) -> Dependency:
    return package(name, version, "", told, depth, certain)


@pytest.mark.parametrize(
    ("dependencies", "expected"),
    [
        ((), ["any"]),
        ((built("org.slf4j:slf4j-api", "2.0.1"), built(NEW, "5.1.3")), ["any"]),
        ((built(JDBC, "12.8.1.jre11"),), ["12.8.1.jre11"]),
        ((built(JDBC.upper(), "12.8.1.jre11"), built(JTDS, "1.3.1")), ["12.8.1.jre11"]),
        ((built(JTDS, "1.3.1"),), ["any"]),
        ((built(JDBC),), ["any"]),
        # of one build for several Javas, or of several builds in one place
        ((built(JDBC, "12.8.1.jre11"), built(JDBC, "12.8.1.jre8")), ["12.8.1.jre11"]),
        ((built(JDBC, "9.4.1.jre8"), built(JDBC, "12.8.1.jre11")), ["9.4.1.jre8", "12.8.1.jre11"]),
        # a profile may change it
        (
            (built(JDBC, "12.8.1.jre11", certain=False), built(JDBC, "9.4.1.jre8", certain=False)),
            ["12.8.1.jre11", "9.4.1.jre8"],
        ),
        # what a lock file says goes before all
        ((built(JDBC, "12.8.1.jre11", Told.RESOLVED), built(JDBC, "9.4.1.jre8")), ["12.8.1.jre11"]),
        # near goes before far, however high
        ((built(JDBC, "9.4.1.jre8"), built(JDBC, "12.8.1.jre11", depth=1)), ["9.4.1.jre8"]),
        ((built(JDBC, "9.4.1.jre8", depth=1), built(JDBC, "12.8.1.jre11", depth=2)), ["9.4.1.jre8"]),
        (
            (built(JDBC, "9.4.1.jre8", depth=1), built(JDBC, "12.8.1.jre11", depth=1)),
            ["9.4.1.jre8", "12.8.1.jre11"],
        ),
        (
            (built(JDBC, "9.4.1.jre8", certain=False), built(JDBC, "12.8.1.jre11", depth=1)),
            ["9.4.1.jre8", "12.8.1.jre11"],
        ),
        # a version that waits for whoever brings it
        ((built(JDBC, "12.8.1.jre11", Told.PINNED),), ["12.8.1.jre11"]),
        ((built(JDBC, "12.8.1.jre11", Told.PINNED), built(JDBC, "9.4.1.jre8")), ["9.4.1.jre8"]),
        ((built(JDBC, "12.8.1.jre11", Told.PINNED), built(JDBC, "9.4.1.jre8", depth=1)), ["9.4.1.jre8"]),
        # who brings it
        ((built(DEBEZIUM, "1.9.7.Final"),), ["9.4.1.jre8"]),
        ((built(DEBEZIUM, "2.3.4.Final"), built(JDBC, "12.8.1.jre11")), ["12.8.1.jre11"]),
        ((built(DEBEZIUM, "2.3.4.Final"), built(JDBC, "12.8.1.jre11", depth=1)), ["10.2.1.jre8"]),
        ((built(DEBEZIUM, "1.9.2.Final"),), [">=7.2.2.jre8,<9.4.1.1"]),
        ((built(DEBEZIUM, "9.0.0.Final"),), [">=12.4.2.jre8"]),
        # former names
        ((built("com.microsoft.sqlserver:sqljdbc4", "4.0"),), ["4.0"]),
        ((built("com.hynnet:sqljdbc4"),), ["<6.1.0"]),
        ((built("com.microsoft:sqljdbc42", "2016"),), ["<6.1.0"]),
    ],
)
def test_what_builds_on_the_jvm_tell(dependencies: tuple[Dependency, ...], expected: list[str]) -> None:
    connection = Connection(dialect="jdbc", path="a.java", span=Span(0, 0), settings=())
    assert [(each.driver, str(each.versions)) for each in clients_of(connection, dependencies, DRIVERS)] == [
        ("mssql-jdbc", versions) for versions in expected
    ]


def test_a_driver_of_the_jvm_has_no_framework() -> None:
    connection = Connection(dialect="jdbc", path="a.java", span=Span(0, 0), settings=())
    around = (package(NEW, "5.1.3", "net8.0"), in_box(), built(JDBC, "12.8.1.jre11"), package(EF, "8.0.2", "net48"))
    assert clients_of(connection, around, DRIVERS) == (
        Client(driver="mssql-jdbc", versions=asked("12.8.1.jre11"), dependency=around[2]),
    )
    assert clients(*around) == clients(around[0], around[1], around[3]) == ["new 5.1.3", "new 5.1.4"]


def test_a_former_name_is_what_told() -> None:
    connection = Connection(dialect="jdbc", path="a.java", span=Span(0, 0), settings=())
    old = built("com.hynnet:sqljdbc4")
    assert clients_of(connection, (old,), DRIVERS) == (
        Client(driver="mssql-jdbc", versions=VersionRange.between(None, "6.1.0"), dependency=old),
    )


def test_of_two_drivers_of_one_dialect_the_packages_choose() -> None:
    drivers = [*DRIVERS, driver("jtds", JTDS, "jdbc")]
    connection = Connection(dialect="jdbc", path="a.java", span=Span(0, 0), settings=())

    def found(*dependencies: Dependency) -> list[str]:
        return [f"{each.driver} {each.versions}" for each in clients_of(connection, dependencies, drivers)]

    assert found() == ["mssql-jdbc any", "jtds any"]
    assert found(built(JTDS, "1.3.1")) == ["jtds 1.3.1"]


def test_a_client_knows_what_told() -> None:
    connection = Connection(dialect="adonet", path="a.cs", span=Span(0, 0), settings=())
    entity, old = package(EF, "8.0.2"), package(OLD, "4.8.6")
    assert clients_of(connection, (entity, old), DRIVERS) == (
        Client(driver="microsoft-data-sqlclient", versions=asked("5.1.4"), dependency=entity),
        Client(driver="system-data-sqlclient", versions=asked("4.8.6"), dependency=old),
    )


def test_only_drivers_of_the_dialect_count() -> None:
    connection = Connection(dialect="jdbc", path="a.java", span=Span(0, 0), settings=(), library=(NEW,))
    assert clients_of(connection, (package(NEW, "5.1.3"),), DRIVERS) == (Client(driver="mssql-jdbc", versions=ANY),)
    assert clients_of(connection, (), DRIVERS[:1]) == ()


# --- the table -------------------------------------------------------------------------------------------------------

TABLE = load("nuget_brings")["packages"] | load("maven_brings")["packages"]


@pytest.mark.parametrize("name", TABLE)
def test_rows_are_in_order_and_say_where_they_were_read(name: str) -> None:
    facts = TABLE[name]
    ends = [(Version.parse(row["from"]), Version.parse(row["to"])) for row in facts["rows"]]
    assert all(first <= last for first, last in ends)
    assert all(before[1] < after[0] for before, after in pairwise(ends))
    assert len(facts["source"]) > 20
    assert facts["as_of"].startswith("2025-") or facts["as_of"].startswith("2026-")


def test_every_chain_ends_at_a_client() -> None:
    def ends(name: str, above: tuple[str, ...] = ()) -> set[str]:
        assert name not in above
        if name not in TABLE:
            return {name}
        brought = {each["package"] for row in TABLE[name]["rows"] for each in row["brings"]}
        return set().union(*(ends(each, (*above, name)) for each in brought))

    assert set().union(*map(ends, TABLE)) == {OLD, NEW, JDBC}


def test_brought_versions_are_versions() -> None:
    brought = [each["version"] for facts in TABLE.values() for row in facts["rows"] for each in row["brings"]]
    assert [each for each in brought if each not in ("same", None) and not Version.parse(each).numbers] == []
