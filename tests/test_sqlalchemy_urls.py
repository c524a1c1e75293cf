"""URLs come to the strings and arguments that SQLAlchemy makes of them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects import airflow, sqlalchemy
from lint_rds_tls.dialects._sqlalchemy_urls import arguments, odbc_string, parse
from lint_rds_tls.model import Connection, Entry, Literal, Record, Use
from lint_rds_tls.text import MappedText, Span

RECORDED = Path(__file__).parent / "recorded" / "sqlalchemy" / "urls.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]


def told(url: str, answer: dict[str, Any]) -> object:
    """The string or the arguments, without the port; None where SQLAlchemy throws."""
    if "error" in answer:
        return None
    if "pymssql" not in url:
        return (answer["arguments"] or [answer["named"]["dsn"]])[0]
    named = {name: value for name, value in answer["named"].items() if name != "port"}
    if "host" in named:
        named["host"] = named["host"].removesuffix(":1433")
    return named


def ours(url: str) -> object:
    parsed = parse(MappedText.copied(url))
    if parsed is None:
        return None
    if "pymssql" in url:
        return {str(each.name): str(each.value) for each in arguments(parsed)}
    text = odbc_string(parsed, strictly="mssqlpython" in url)
    return None if text is None else str(text)


def test_every_url_comes_to_what_sqlalchemy_makes_of_it() -> None:
    differing, compared = [], 0
    for row in ROWS:
        url, query = row["url"], row["url"].partition("?")[2]
        names = [each.partition("=")[0] for each in query.split("&") if each.partition("=")[2]]
        if len(set(names)) < len(names) or ("pymssql" in url and "port=" in query):
            continue  # a name twice is a tuple, which no driver takes
        for answer in row["answers"]:
            if "2.1.9" in answer["versions"]:
                compared += 1
                if ours(url) != told(url, answer):
                    differing.append((url, ours(url), told(url, answer)))
    assert differing == []
    assert compared > 1050


def test_the_record_is_whole() -> None:
    assert len(ROWS) == 1192
    versions = {version for row in ROWS for answer in row["answers"] for version in answer["versions"]}
    assert versions == {"1.4.54", "2.0.58", "2.1.9"}


def connections(text: str, *uses: str) -> list[Connection]:
    found = tuple(Use(role="key", name=name) for name in uses)
    literal = Literal(text=MappedText.copied(text), span=Span(0, len(text)), uses=found)
    return [*sqlalchemy.read(literal, "a.ini"), *airflow.read(literal, "a.ini")]


def written(connection: Connection) -> dict[str, str]:
    return {each.key: str(each) for each in connection.settings if each.effective}


def test_a_setting_points_at_its_own_characters_through_percent_encoding() -> None:
    url = "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7BODBC+Driver+18+for+SQL+Server%7D%3BSERVER%3Dh%3BEncrypt%3Dno"
    (connection,) = connections(url)
    encrypt = connection.effective("encrypt")
    assert encrypt is not None
    assert url[encrypt.span.start : encrypt.span.end] == "Encrypt%3Dno"
    assert (connection.host, connection.library) == ("h", ("msodbcsql18",))


def test_an_item_of_the_query_points_at_itself() -> None:
    url = "mssql+pyodbc://u:p@h:1433/db?driver=ODBC+Driver+17+for+SQL+Server&Trust%53erverCertificate=y%65s"
    (connection,) = connections(url)
    trust = connection.effective("trustservercertificate")
    assert trust is not None
    assert url[trust.span.start : trust.span.end] == "Trust%53erverCertificate=y%65s"
    assert trust.said == "TrustServerCertificate=yes"


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("mssql+pyodbc://u:p@h/db?driver=ODBC+Driver+18+for+SQL+Server", "odbc"),
        ("mssql+aioodbc://u:p@h/db?driver=ODBC+Driver+18+for+SQL+Server", "odbc"),
        ("mssql://u:p@h/db?driver=ODBC+Driver+18+for+SQL+Server", "odbc"),
        ("mssql+mssqlpython://u:p@h/db?Encrypt=No", "mssql-python"),
        ("mssql+pymssql://u:p@h/db", "pymssql"),
        ("mssql+pytds://u:p@h/db", "pytds"),
    ],
)
def test_the_client_is_the_one_that_the_scheme_names(url: str, dialect: str) -> None:
    assert [each.dialect for each in connections(url)] == [dialect]


@pytest.mark.parametrize(
    "url",
    [
        "mssql://u:p@h/db",
        "postgresql+psycopg2://u:p@h/db?sslmode=disable",
        "mysql+pymysql://u:p@h/db?ssl=false",
        "oracle+oracledb://u:p@h/db",
        "sqlite:///x.db?encrypt=no",
        "mongodb://u:p@h/db?tls=false",
        "odbc://u:p@h/db?Driver=x",
        "mssql+pyodbc://u:p@h:port/db",
        "https://h/?mssql+pyodbc://",
        "mssql+pyodbc://u:p@h/db?driver=PostgreSQL+Unicode&Encrypt=no",
    ],
)
def test_other_products_and_unreadable_urls_are_silent(url: str) -> None:
    assert connections(url) == []


def test_a_bare_scheme_is_sqlalchemys_where_its_name_stands_by() -> None:
    (connection,) = connections("mssql://u:p@h/db?Encrypt=no", "SQLALCHEMY_DATABASE_URI")
    assert (connection.dialect, connection.complete) == ("odbc", False)  # without a driver it does not connect


def test_a_data_source_may_say_more() -> None:
    (connection,) = connections("mssql+pyodbc://u:p@shop?Encrypt=no")
    assert written(connection)["dsn"] == "shop"
    assert not connection.complete


def test_airflows_hook_for_mssql_is_pymssql() -> None:
    (connection,) = connections("mssql://u:p@h:1433/db?encryption=require", "AIRFLOW_CONN_SHOP")
    assert (connection.dialect, connection.host) == ("pymssql", "h")
    assert written(connection)["encryption"] == "require"


def test_airflows_hook_for_odbc_writes_its_extras_into_the_string() -> None:
    (connection,) = connections(
        "odbc://u:p@h:1433/db?Driver=%7BODBC+Driver+18+for+SQL+Server%7D&TrustServerCertificate=yes",
        "AIRFLOW_CONN_SHOP",
    )
    assert (connection.dialect, connection.library, connection.host) == ("odbc", ("msodbcsql18",), "h")
    assert written(connection)["trustservercertificate"] == "yes"


def record(kind: str, base: str | None, **entries: str) -> Record:
    made = (
        Entry(name=MappedText.copied(name.replace("__", ".")), value=MappedText.copied(value), span=Span(0, 9))
        for name, value in entries.items()
    )
    text = None if base is None else MappedText.copied(base)
    arguments = () if text is None else (text,)
    return Record(type=kind, entries=tuple(made), span=Span(0, 99), base=text, arguments=arguments)


def test_what_stands_beside_the_url_of_an_engine_comes_behind_it() -> None:
    url = "mssql+pyodbc://u:p@h/db?driver=ODBC+Driver+18+for+SQL+Server&Encrypt=yes"
    call = record(
        "sqlalchemy.create_engine", url, connect_args__Encrypt="no", connect_args__TrustServerCertificate="yes"
    )
    (connection,) = sqlalchemy.read(call, "a.py")
    assert written(connection)["encrypt"] == "yes"
    assert written(connection)["trustservercertificate"] == "yes"


def test_the_arguments_of_a_url_are_a_url() -> None:
    call = record(
        "sqlalchemy.engine.URL.create", None, drivername="mssql+pyodbc", username="u", host="h",
        database="db", query__driver="ODBC Driver 17 for SQL Server", query__Encrypt="no",
    )  # fmt: skip
    (connection,) = sqlalchemy.read(call, "a.py")
    assert (connection.host, connection.library, written(connection)["encrypt"]) == ("h", ("msodbcsql17",), "no")


@pytest.mark.parametrize("extra", [{"extra__encryption": "require"}, {"extra": '{"encryption": "require"}'}])
def test_an_airflow_connection_has_its_extras_as_an_object_or_as_a_text(extra: dict[str, str]) -> None:
    (connection,) = airflow.read(record("", None, conn_type="mssql", host="h", **extra), "connections.yaml")
    assert (connection.dialect, connection.host, written(connection)["encryption"]) == ("pymssql", "h", "require")


def test_airflows_connections_to_other_products_are_silent() -> None:
    assert (
        list(airflow.read(record("", None, conn_type="postgres", host="h", extra__sslmode="disable"), "a.json")) == []
    )
    assert list(airflow.read(record("", None, conn_type="odbc", host="h", extra__Encrypt="no"), "a.json")) == []
    assert list(airflow.read(record("", None, conn_type="odbc", host="h", extra__Driver="PostgreSQL"), "a.json")) == []


@pytest.mark.parametrize("end", range(0, 90, 3))
def test_a_url_cut_anywhere_never_raises(end: int) -> None:
    connections("mssql+pyodbc://u:p%40@h:1433/db?driver=ODBC+Driver+18&odbc_connect=%7BDRIVER%3D%7D%3"[:end])
