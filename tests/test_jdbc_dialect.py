"""Connections of the JDBC dialects: settings with their places, hosts, what is unknown, what goes with a URL."""

from __future__ import annotations

import pytest

from lint_rds_tls.dialects import jdbc, jtds, r2dbc
from lint_rds_tls.model import Connection, Entry, HostClass, Literal, Record, Use
from lint_rds_tls.text import MappedText, Span

P = "jdbc:sqlserver://"


def literal(text: MappedText | str, *libraries: str) -> Literal:
    text = MappedText.copied(text) if isinstance(text, str) else text
    return Literal(text=text, span=text.span, uses=(Use(role="variable", name="url"),), libraries=libraries)


def holed(text: str) -> MappedText:
    """`◌` stands for something unknown."""
    parts = text.split("◌")
    mapped, at = [MappedText.copied(parts[0])], len(parts[0])
    for part in parts[1:]:
        mapped += [MappedText.hole(Span(at, at + 1)), MappedText.copied(part, at + 1)]
        at += 1 + len(part)
    return MappedText.joined(mapped)


def of(text: MappedText | str, *libraries: str) -> Connection | None:
    found = [each for read in (jdbc.read, jtds.read, r2dbc.read) for each in read(literal(text, *libraries), "a.java")]
    assert len(found) < 2
    return found[0] if found else None


def settings(text: MappedText | str, *libraries: str) -> list[str]:
    connection = of(text, *libraries)
    assert connection is not None
    return [
        f"{each.key}={'?' if each.value is None else each}{'' if each.effective else ' (lost)'}"
        for each in connection.settings
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (P + "h;encrypt=true", ["servername=h", "encrypt=true"]),
        (P + "h:1433;encrypt=true", ["servername=h", "portnumber=1433", "encrypt=true"]),
        (P + "h\\i:1433;Encrypt=true", ["servername=h", "portnumber=1433", "encrypt=true"]),
        (P + ";serverName=h;encrypt=true;", ["servername=h", "encrypt=true"]),
        (P + "h;encrypt=true;ENCRYPT=false", ["servername=h", "encrypt=true (lost)", "encrypt=false"]),
        (P + "h;password={a;encrypt=false};user=u", ["servername=h", "password=a;encrypt=false", "user=u"]),
        (P + "h;password={a}};encrypt=false}", ["servername=h", "password=a};encrypt=false"]),
        (P + 'h;password="a;b=c"', ["servername=h", 'password="a', 'b=c"']),
        (P + "h,1433;encrypt=true", ["servername=h,1433", "encrypt=true"]),
        (P + "h:1433?encrypt=true&x=y", ["servername=h", "portnumber=1433?encrypt=true&x=y"]),
        (P + "${H}:${P};databaseName=${D};encrypt=${E:true}",
         ["servername=?", "portnumber=?", "databasename=?", "encrypt=true"]),
        (P + "${H:db}:${P:-1};encrypt=#{a.b};trustServerCertificate=%TRUST%",
         ["servername=db", "portnumber=1", "encrypt=?", "trustservercertificate=?"]),
        ("${URL:" + P + "h;encrypt=${E:false}}", ["servername=h", "encrypt=false"]),
        ("url=" + P + "h;encrypt=true", ["servername=h", "encrypt=true"]),
        ("--url=" + P + "h;encrypt=true", ["servername=h", "encrypt=true"]),
        ("jdbc-secretsmanager:sqlserver://h;encrypt=true", ["servername=h", "encrypt=true"]),
        ("jdbc:p6spy:sqlserver://h;encrypt=true", ["servername=h", "encrypt=true"]),
        ("jdbc:tc:sqlserver:2019-CU28://any;encrypt=true", ["servername=localhost", "encrypt=true"]),
        (holed("jdbc:sqlserver://◌;databaseName=◌;encrypt=◌"), ["servername=?", "databasename=?", "encrypt=?"]),
        (holed("jdbc:sqlserver://h;◌;encrypt=true"), ["servername=h", "encrypt=true"]),
        ("jdbc:jtds:sqlserver://h:1433/db;ssl=require", ["servername=h", "ssl=require"]),
        ("jdbc:jtds:sqlserver://[fe::1]/db;ssl=require; ssl=off", ["servername=fe::1", "ssl=require", " ssl=off"]),
        ("r2dbc:mssql://u:p@h:1433/db?ssl=true&trustServerCertificate=false",
         ["host=h", "ssl=true", "trustservercertificate=false"]),
        ("r2dbcs:pool:sqlserver://h/db?ssl=false", ["host=h", "ssl=true (lost)", "ssl=false"]),
    ],
)  # fmt: skip
def test_settings(text: MappedText | str, found: list[str]) -> None:
    assert settings(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "jdbc:mysql://h/db?useSSL=true", "JDBC:SQLSERVER://h;encrypt=true", "jdbc:sqlserver:h;encrypt=true",
        "see jdbc:sqlserver://h;encrypt=true", "jdbc:jtds:sybase://h/db;ssl=require", "jdbc:jtds:sqlserver://h:x/db",
        "r2dbc:postgresql://h/db", "", "jdbc:", "jdbc:sqlserver",
    ],
)  # fmt: skip
def test_what_is_no_connection(text: str) -> None:
    assert of(text) is None


@pytest.mark.parametrize(
    ("text", "host", "kind"),
    [
        (P + "DB1.abc.eu-west-1.rds.amazonaws.com:1433;x=y", "db1.abc.eu-west-1.rds.amazonaws.com", HostClass.RDS),
        (P + "localhost;x=y", "localhost", HostClass.LOCAL),
        (P + ";databaseName=x", "localhost", HostClass.LOCAL),
        (P + "${H:localhost};x=y", "localhost", HostClass.UNKNOWN),
        (P + "${H};x=y", None, HostClass.UNKNOWN),
        (P + "a;serverName=b", "b", HostClass.REMOTE),
        ("jdbc:jtds:sqlserver://127.0.0.1/db", "127.0.0.1", HostClass.LOCAL),
        ("r2dbc:mssql://h/db", "h", HostClass.REMOTE),
    ],
)
def test_hosts(text: str, host: str | None, kind: HostClass) -> None:
    connection = of(text)
    assert connection is not None
    assert (connection.host, connection.host_class) == (host, kind)


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        (P + "h;encrypt=true", True),
        (holed("jdbc:sqlserver://◌"), False),
        (holed("jdbc:sqlserver://h:◌"), True),
        (holed("jdbc:sqlserver://h;databaseName=◌"), True),
        (holed("jdbc:sqlserver://h;databaseName=db◌"), False),
        (holed("jdbc:sqlserver://h;◌"), False),
        (holed("jdbc:sqlserver://h;x◌=y"), False),
        (holed("jdbc:jtds:sqlserver://◌"), False),
        (holed("jdbc:jtds:sqlserver://h/◌"), True),
        (holed("r2dbc:mssql://◌"), False),
        ("jdbc:tc:sqlserver:2022://any/db;databaseName=test?TC_DAEMON=true", False),
    ],
)
def test_what_may_be_elsewhere(text: MappedText | str, complete: bool) -> None:
    connection = of(text)
    assert connection is not None
    assert connection.complete is complete


def test_places() -> None:
    text = P + "h ; Encrypt = true ;password={a}}b};trustServerCertificate={false}"
    connection = of(text)
    assert connection is not None
    assert [text[each.span.start : each.span.end] for each in connection.settings] == [
        "h", "Encrypt = true", "password={a}}b}", "trustServerCertificate={false}",
    ]  # fmt: skip


def test_a_missing_separator_is_a_server() -> None:
    connection = of(P + "encrypt=true;user=u")
    assert connection is not None
    assert [(key, eater) for key, _, eater in connection.swallowed] == [("encrypt", "the server's name")]
    assert connection.complaint is not None
    assert (connection.complaint.kind, connection.complaint.tls) == ("server-name", True)


def test_a_query_is_part_of_a_value() -> None:
    text = P + "h:1433;database=mydb?encrypt=true&trustServerCertificate=false;password={a?encrypt=true}"
    connection = of(text)
    assert connection is not None
    assert [(key, text[span.start : span.end], eater) for key, span, eater in connection.swallowed] == [
        ("encrypt", "encrypt", "database"), ("trustservercertificate", "trustServerCertificate", "database"),
    ]  # fmt: skip


def test_settings_for_a_url_that_is_not_known_here() -> None:
    assert settings(holed("◌;encrypt=false;trustServerCertificate=true"), "java.sql") == [
        "encrypt=false", "trustservercertificate=true",
    ]  # fmt: skip
    assert of(holed("◌;encrypt=false")) is None
    assert of(holed("◌;user=x"), "java.sql") is None


def entry(name: str, value: str, method: str = "") -> Entry:
    return Entry(
        name=MappedText.copied(name, 100), value=MappedText.copied(value, 200), span=Span(100, 210), method=method
    )


def of_record(kind: str, entries: list[Entry], base: str | None = None) -> list[tuple[str, list[str]]]:
    text = None if base is None else MappedText.copied(base, 300)
    record = Record(type=kind, entries=tuple(entries), span=Span(0, 400), base=text)
    found = [each for read in (jdbc.read, jtds.read, r2dbc.read) for each in read(record, "a")]
    return [
        (each.dialect, [f"{one.key}={one}{'' if one.effective else ' (lost)'}" for one in each.settings])
        for each in found
    ]


@pytest.mark.parametrize(
    ("kind", "entries", "base", "found"),
    [
        ("SQLServerDataSource", [entry("ServerName", "h"), entry("Encrypt", "strict")], None,
         [("jdbc", ["servername=h", "encrypt=strict"])]),
        ("MssqlConnectionConfiguration", [entry("host", "h"), entry("enableSsl", "true")], None,
         [("r2dbc", ["host=h", "ssl=true"])]),
        ("MssqlConnectionConfiguration", [entry("password", "p")], None, []),
        ("SQLServerDataSource", [entry("URL", P + "h;encrypt=true"), entry("Encrypt", "false")], None,
         [("jdbc", ["servername=h", "encrypt=true (lost)", "encrypt=false"])]),
        ("getConnection", [entry("encrypt", "false", "put")], P + "h;encrypt=true",
         [("jdbc", ["servername=h", "encrypt=true (lost)", "encrypt=false"])]),
        ("getConnection", [entry("ssl", "off", "put")], "jdbc:jtds:sqlserver://h/db;ssl=require",
         [("jtds", ["servername=h", "ssl=off (lost)", "ssl=require"])]),
        ("getConnection", [entry("useSSL", "false", "put")], "jdbc:mysql://h/db", []),
        ("HikariConfig", [entry("JdbcUrl", P + "h"), entry("encrypt", "false", "addDataSourceProperty")], None,
         [("jdbc", ["servername=h", "encrypt=false"])]),
        ("BasicDataSource", [entry("Url", P + "h"), entry("ConnectionProperties", "encrypt=false; a=b")], None,
         [("jdbc", ["servername=h", "encrypt=false", "a=b"])]),
        ("Properties", [entry("trustServerCertificate", "true", "put"), entry("user", "u", "put")], None,
         [("jdbc", ["trustservercertificate=true", "user=u"])]),
        ("Properties", [entry("encrypt", "true", "put")], None, []),
        ("MSSQLServerContainer", [entry("trustServerCertificate", "true", "withUrlParam")], None,
         [("jdbc", ["trustservercertificate=true"])]),
        ("", [entry("url", P + "h"), entry("hikari.data-source-properties.encrypt", "false"), entry("a", "u")], None,
         [("jdbc", ["servername=h", "encrypt=false"])]),
        ("", [entry("connection.url", P + "h"), entry("connection.encrypt", "false"), entry("name", "x")], None,
         [("jdbc", ["servername=h", "encrypt=false"])]),
        ("", [entry("url", P + "h"), entry("trustServerCertificate", "true")], None,
         [("jdbc", ["servername=h", "trustservercertificate=true"])]),
        ("", [entry("url", "jdbc:postgresql://h"), entry("encrypt", "true")], None, []),
        ("", [entry("a.dataSourceClassName", "com.microsoft.sqlserver.jdbc.SQLServerDataSource"),
              entry("a.dataSource.serverName", "h"), entry("a.dataSource.encrypt", "strict"),
              entry("a.jdbcUrl", P + "x"),
              entry("a.dataSource.trustServerCertificate", "true")], None,
         [("jdbc", ["servername=h", "encrypt=", "trustservercertificate=true"])]),
        ("HikariConfig", [entry("DataSourceClassName", "com.microsoft.sqlserver.jdbc.SQLServerXADataSource"),
                          entry("encrypt", "false", "addDataSourceProperty")], None,
         [("jdbc", ["datasourceclassname=com.microsoft.sqlserver.jdbc.SQLServerXADataSource", "encrypt=false"])]),
        ("", [entry("dataSourceClassName", "org.h2.jdbcx.JdbcDataSource"), entry("dataSource.encrypt", "x")], None, []),
        ("", [entry("connector.class", "io.debezium.connector.sqlserver.SqlServerConnector"),
              entry("database.hostname", "h"), entry("driver.encrypt", "false")], None,
         [("jdbc", ["servername=h", "encrypt=false"])]),
    ],
)  # fmt: skip
def test_records(kind: str, entries: list[Entry], base: str | None, found: list[tuple[str, list[str]]]) -> None:
    assert of_record(kind, entries, base) == found
