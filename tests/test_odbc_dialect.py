"""ODBC strings, arguments and data sources: which are for SQL Server, what is unknown, and what secrets stay."""

from __future__ import annotations

import pytest

from lint_rds_tls.dialects import dbt, django, mssql_python, odbc, odbc_file, pymssql, pytds
from lint_rds_tls.model import Connection, Entry, HostClass, Literal, Record, Use
from lint_rds_tls.text import MappedText, Span
from tests.reports import lint_text

DRIVER = "Driver={ODBC Driver 18 for SQL Server};"


def read(text: str, use: str = "conn_str", libraries: tuple[str, ...] = ()) -> list[Connection]:
    mapped = MappedText.copied(text)
    uses = (Use(role="variable", name=use),)
    return list(odbc.read(Literal(text=mapped, span=mapped.span, uses=uses, libraries=libraries), "a.py"))


def record(kind: str, settings: dict[str, str], base: str | None = None, uses: tuple[Use, ...] = ()) -> Record:
    entries = tuple(
        Entry(name=MappedText.copied(name), value=MappedText.copied(value), span=Span(0, 1))
        for name, value in settings.items()
    )
    text = None if base is None else MappedText.copied(base)
    return Record(type=kind, entries=entries, span=Span(0, 9), base=text, uses=uses)


def rules(text: str) -> list[str]:
    return [finding.rule for finding in lint_text(f'class A {{ object a = new OdbcConnection("{text}"); }}').findings]


@pytest.mark.parametrize(
    ("driver", "library"),
    [
        ("{ODBC Driver 18 for SQL Server}", ("msodbcsql18",)),
        ("ODBC Driver 18 for SQL Server", ("msodbcsql18",)),
        ("{ODBC Driver 17 for SQL Server}", ("msodbcsql17",)),
        ("{ODBC Driver 13.1 for SQL Server}", ("msodbcsql17",)),
        ("{ODBC Driver 11 for SQL Server}", ("msodbcsql17",)),
        ("/opt/microsoft/msodbcsql18/lib64/libmsodbcsql-18.3.so.2.1", ("msodbcsql18",)),
        ("/opt/microsoft/msodbcsql17/lib64/libmsodbcsql-17.10.so.6.1", ("msodbcsql17",)),
        ("{SQL Server Native Client 11.0}", ("sqlncli",)),
        ("{SQL Native Client}", ("sqlncli",)),
        ("{SQL Server}", ("sqlsrv32",)),
        ("{FreeTDS}", ("tdsodbc",)),
        ("/usr/lib/x86_64-linux-gnu/odbc/libtdsodbc.so", ("tdsodbc",)),
        ("{MSSQL}", ("msodbcsql18", "msodbcsql17")),
        ("{SQLServer}", ("msodbcsql18", "msodbcsql17")),
    ],
)
def test_a_driver_tells_the_library(driver: str, library: tuple[str, ...]) -> None:
    (found,) = read(f"Driver={driver};Server=db1.example.com")
    assert found.library == library


@pytest.mark.parametrize(
    "text",
    [
        "Driver={PostgreSQL Unicode};Server=db1.example.com;Encrypt=no",
        "Driver={MySQL ODBC 8.0 Unicode Driver};Server=db1.example.com;TrustServerCertificate=yes",
        "Driver={MariaDB ODBC 3.1 Driver};Server=db1.example.com",
        "Driver={Oracle in OraClient19Home1};Dbq=orcl",
        "Driver={SnowflakeDSIIDriver};Server=x.snowflakecomputing.com",
        "Driver={Microsoft Access Driver (*.mdb, *.accdb)};Dbq=a.accdb",
        "Driver={SQLite3 ODBC Driver};Database=a.db",
        "Driver={Simba Spark ODBC Driver};Host=a;Encrypt=no",
        "Driver={FreeTDS};Server=ase;Port=5000;TDS_Version=5.0",
        "driver=com.microsoft.sqlserver.jdbc.SQLServerDriver",
        "Driver={Acme};Server=db1.example.com;Database=d",
        "DSN=Warehouse;UID=u;PWD=p",
        "Server=db1.example.com;Encrypt=no",
        "Data Source=db1.example.com;Initial Catalog=d;Encrypt=False",
        "no driver = here",
        "",
    ],
)
def test_others_are_left_alone(text: str) -> None:
    assert read(text) == []


def test_a_string_has_one_dialect() -> None:
    """What ADO.NET would read differently is not said twice."""
    assert rules(DRIVER + "Server=db1.example.com;TrustServerCertificate=yes") == ["certificate-not-verified"]
    report = lint_text('class A { object a = new SqlConnection("Server=db1.example.com;Encrypt=no"); }')
    assert {case.connection.dialect for case in report.cases} == {"adonet"}


def test_a_data_source_that_says_something_of_tls() -> None:
    (found,) = read("DSN=Warehouse;Encrypt=no")
    assert (found.host, found.complete, found.library) == (None, False, ("msodbcsql18", "msodbcsql17"))


def test_what_the_image_brings_tells_the_version_of_an_alias() -> None:
    (found,) = read("Driver={MSSQL};Server=db1.example.com", libraries=("msodbcsql17",))
    assert found.library == ("msodbcsql17",)


@pytest.mark.parametrize(
    ("server", "host", "kind"),
    [
        ("tcp:db1.example.com,1433", "db1.example.com", HostClass.REMOTE),
        ("localhost", "localhost", HostClass.LOCAL),
        ("(local)\\\\x", "(local)", HostClass.LOCAL),
        ("a.b.eu-west-1.rds.amazonaws.com", "a.b.eu-west-1.rds.amazonaws.com", HostClass.RDS),
    ],
)
def test_hosts(server: str, host: str, kind: HostClass) -> None:
    (found,) = read(f"{DRIVER}Server={server}")
    assert (found.host, found.host_class) == (host, kind)


def test_addr_wins_over_server() -> None:
    (found,) = read(f"{DRIVER}Server=localhost;Addr=db1.example.com")
    assert found.host == "db1.example.com"


def test_braces_of_a_template_are_read_as_str_format_leaves_them() -> None:
    (found,) = read("DRIVER={{ODBC Driver 17 for SQL Server}};SERVER={server};PWD={{{pwd}}};Encrypt=no")
    assert found.library == ("msodbcsql17",)
    assert [(each.key, each.value and str(each)) for each in found.settings] == [
        ("driver", "ODBC Driver 17 for SQL Server"),
        ("server", None),
        ("pwd", None),
        ("encrypt", "no"),
    ]


def test_what_is_unknown_stays_unknown() -> None:
    (found,) = read("Driver={ODBC Driver 17 for SQL Server};Server=a;{{ more }};UID=u")
    assert not found.complete
    assert rules("Driver={ODBC Driver 17 for SQL Server};Server=a;{{ more }};UID=u") == []
    assert rules("Driver={ODBC Driver 17 for SQL Server};Server=a;Encrypt=${ENCRYPT}") == []


def test_secrets_are_known_as_such() -> None:
    (found,) = read(f"{DRIVER}Server=a;UID=u;PWD=hush")
    assert [each.key for each in found.settings if each.secret] == ["pwd"]


def test_the_rest_of_a_password_is_part_of_it() -> None:
    (found,) = read(f"{DRIVER}Server=a;PWD=hu;sh=x;Encrypt=no")
    assert [each.key for each in found.settings if each.secret] == ["pwd", "sh"]


@pytest.mark.parametrize("text", ["Server=a;PWD=hu;hush;Encrypt=no", "Server=a;PWD=hu;hush=x", "PWD=p;hu's hush=x"])
def test_mssql_python_repeats_no_part_of_a_password(text: str) -> None:
    (found,) = mssql_python.read(record("mssql_python.connect", {}, text), "a")
    assert found.complaint is not None
    assert "hush" not in found.complaint.message + found.complaint.keyword


def test_named_arguments_come_behind_the_string() -> None:
    (found,) = odbc.read(
        record("pyodbc.connect", {"Encrypt": "no", "timeout": "3"}, DRIVER + "Server=a;Encrypt=yes"), "a"
    )
    assert [(each.said, each.effective) for each in found.settings if each.key == "encrypt"] == [
        ("Encrypt=yes", True),
        ("Encrypt=no", False),
    ]


def test_a_named_driver_keeps_its_braces() -> None:
    (found,) = odbc.read(record("pyodbc.connect", {"driver": "{ODBC Driver 18 for SQL Server}", "server": "a"}), "a")
    assert (found.library, found.host) == (("msodbcsql18",), "a")


def test_aioodbc_takes_its_string_by_name() -> None:
    (found,) = odbc.read(record("aioodbc.create_pool", {"dsn": DRIVER + "Server=a;Encrypt=no"}), "a")
    assert str(found.effective("encrypt")) == "no"


def test_the_last_value_wins_in_a_builder() -> None:
    settings = {"Driver": "ODBC Driver 18 for SQL Server", "Server": "a", "Encrypt": "no"}
    (found,) = odbc.read(record("OdbcConnectionStringBuilder", settings, "Encrypt=yes"), "a")
    assert str(found.effective("encrypt")) == "no"


def test_fixes_speak_the_words_of_the_driver() -> None:
    report = lint_text(
        f'class A {{ object a = new OdbcConnection("{DRIVER}Server=a.b;Encrypt=no;TrustServerCertificate=yes"); }}'
    )
    assert {edit.text for finding in report.findings for fix in finding.fixes for edit in fix.edits} == {"yes", "no"}


def test_mssql_python_names_the_fault() -> None:
    (found,) = mssql_python.read(record("mssql_python.connect", {}, "Server=a;bogus;Trust Server Certificate=yes"), "a")
    assert found.complaint is not None
    assert found.complaint.message == "Unknown keyword 'trust server certificate' is not recognized."


def test_mssql_python_says_nothing_of_a_string_that_it_cannot_see() -> None:
    hole = MappedText.hole(Span(0, 4))
    found = next(mssql_python.read(Record(type="mssql_python.connect", base=hole, entries=(), span=Span(0, 9)), "a"))
    assert (found.complaint, found.complete) == (None, False)


def test_positional_arguments() -> None:
    arguments = tuple(map(MappedText.copied, ("db1.example.com\\\\x", "u", "hush", "Shop")))
    (one,) = pymssql.read(Record(type="pymssql.connect", entries=(), span=Span(0, 9), arguments=arguments), "a")
    (other,) = pytds.read(Record(type="pytds.connect", entries=(), span=Span(0, 9), arguments=arguments[:1]), "a")
    assert (one.host, other.host) == ("db1.example.com", "db1.example.com")
    assert [each.key for each in one.settings if each.secret] == ["password"]


def test_sections_of_other_drivers_are_left_alone() -> None:
    uses = (Use(role="key", name="odbc:Books"),)
    section = record("", {"Driver": "PostgreSQL", "Server": "a", "Encrypt": "no"}, uses=uses)
    assert list(odbc_file.read(section, "odbc.ini")) == []
    assert list(odbc.read(section, "odbc.ini")) == []


def test_django_without_a_driver_may_mean_two() -> None:
    (found,) = django.read(record("", {"ENGINE": "mssql", "HOST": "a", "NAME": "d"}), "settings.py")
    assert (found.library, found.complete) == (("msodbcsql18", "msodbcsql17"), True)


@pytest.mark.parametrize("engine", ["django.db.backends.postgresql", "django.db.backends.sqlite3", "mysql"])
def test_django_with_another_engine(engine: str) -> None:
    assert list(django.read(record("", {"ENGINE": engine, "HOST": "a"}), "settings.py")) == []


def test_dbt_writes_what_nobody_wrote() -> None:
    profile = {"type": "sqlserver", "driver": "ODBC Driver 17 for SQL Server", "server": "a"}
    (found,) = dbt.read(record("", profile), "profiles.yml")
    assert [(each.key, str(each)) for each in found.settings if each.implied] == [
        ("encrypt", "Yes"),
        ("trustservercertificate", "No"),
    ]


def test_dbt_for_fabric_leaves_open_what_is_not_written() -> None:
    (found,) = dbt.read(record("", {"type": "fabric", "driver": "ODBC Driver 18 for SQL Server", "host": "a"}), "p.yml")
    assert not found.complete


@pytest.mark.parametrize(
    "text", ["Driver={" * 2_000, "Driver=x;" + "={" * 20_000, "DSN=a;" + "}}{" * 2_000, "{{odbc driver}}" * 2_000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    read(text)


def test_a_name_of_somebody_elses_object_is_none_that_the_driver_drops() -> None:
    text = 'Credentials(driver="ODBC Driver 18 for SQL Server", host="h", encrypt=True, trust_cert=True)\n'
    assert [finding.rule for finding in lint_text(text, "a.py").findings] == []
