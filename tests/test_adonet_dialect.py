"""The ADO.NET dialect: what is a SQL Server connection, what is unknown, where each setting stands."""

from __future__ import annotations

import pytest

from lint_rds_tls.dialects._adonet_settings import host_of, read_text
from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects.adonet import read
from lint_rds_tls.model import Connection, Entry, HostClass, Literal, Record, Use
from lint_rds_tls.text import MappedText, Span

BOTH = ("Microsoft.Data.SqlClient", "System.Data.SqlClient")
SQL_CLIENT = Use(role="argument", name="SqlConnection", owner="Microsoft.Data.SqlClient.SqlConnection")


def text_of(*parts: str | None, start: int = 100) -> MappedText:
    """Known parts as written one after the other; None is a hole of three characters."""
    pieces = []
    for part in parts:
        if part is None:
            pieces.append(MappedText.hole(Span(start, start + 3)))
            start += 3
        else:
            pieces.append(MappedText.copied(part, start))
            start += len(part)
    return MappedText.joined(pieces)


def connections(
    *parts: str | None, uses: tuple[Use, ...] = (), libraries: tuple[str, ...] = (), guards: tuple[str, ...] = ()
) -> list[Connection]:
    text = text_of(*parts)
    literal = Literal(text=text, span=text.span, uses=uses, libraries=libraries, guards=guards)
    return list(read(literal, "a.cs"))


def settings(connection: Connection) -> list[tuple[str, str | None]]:
    return [(each.key, None if each.value is None else str(each.value)) for each in connection.settings]


@pytest.mark.parametrize(
    "text",
    [
        "Server=db1;Database=a;User Id=b;Password=c",
        "Data Source=db1;Initial Catalog=a",
        "Server=tcp:db1,1433;Database=a",
        r"Server=.\SQLEXPRESS;Database=a",
        "Server=(localdb)\\x;Database=a",
        "Server=db1;Trusted_Connection=yes",
        "server=db1;encrypt=true",
        "TrustServerCertificate=true",
        "Server=db1;Integrated Security=SSPI;",
    ],
)
def test_sql_server(text: str) -> None:
    assert len(connections(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Host=db1;Database=a;Username=b;Password=c;Trust Server Certificate=true",
        "Server=db1;Port=5432;Database=a;User Id=b;Password=c",
        "Server=localhost:5432;Database=a",
        "Server=localhost;Database=a;Uid=root;Pwd=b",
        "Server=localhost;Database=a;Uid=root;Pwd=b;SslMode=Required",
        "Data Source=app.db",
        "Data Source=app.db;Password=x;Pooling=False",
        "Data Source=:memory:",
        "Data Source={0}.sdf;Persist Security Info=False;",
        "Data Source=(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1521)));User Id=scott;Password=x",
        "Provider=SQLOLEDB;Data Source=db1;Initial Catalog=a;Integrated Security=SSPI",
        "Driver={ODBC Driver 18 for SQL Server};Server=db1;Encrypt=no",
        "DSN=db1;Uid=a;Pwd=b",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b==",
        "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=b",
        "jdbc:sqlserver://db1;encrypt=false",
        ";trustServerCertificate=true",
        "Encrypt=false",
        "Set Encrypt=false only for tests.",
        "Use Encrypt=true to encrypt; see Server=x",
        "a=b",
        "x == y",
        "SELECT * FROM t WHERE server = 'a'; encrypt = 1",
        "<a server='x' encrypt='false'>",
        "?server=a&encrypt=false",
        "amqp://guest:guest@localhost;heartbeat=5",
        "localhost:6379,password=x,ssl=true",
        "Data Source=https://shop.kusto.windows.net;Initial Catalog=Shop;Application Name=x;User ID=a",
    ],
)
def test_not_sql_server(text: str) -> None:
    assert connections(text) == []


@pytest.mark.parametrize("name", ["NpgsqlConnection", "UseNpgsql", "MySqlConnection", "OdbcConnection", "UseSqlite"])
def test_what_is_handed_to_another_product_is_not_ours(name: str) -> None:
    use = Use(role="argument", name=name, owner="")
    assert connections("Server=db1;Database=a;User Id=b;Encrypt=false", uses=(use,)) == []


@pytest.mark.parametrize("provider", ["Npgsql", "MySql.Data.MySqlClient", "System.Data.OleDb", "System.Data.SQLite"])
def test_another_provider_is_not_ours(provider: str) -> None:
    assert connections("Server=db1;Database=a;User Id=b;Trust Server Certificate=true", libraries=(provider,)) == []


@pytest.mark.parametrize(
    ("uses", "libraries", "library"),
    [
        ((SQL_CLIENT,), ("System.Data.SqlClient",), ("Microsoft.Data.SqlClient",)),
        ((), ("System.Data.SqlClient",), ("System.Data.SqlClient",)),
        ((), BOTH, BOTH),
        ((), (), ()),
    ],
)  # fmt: skip
def test_library(uses: tuple[Use, ...], libraries: tuple[str, ...], library: tuple[str, ...]) -> None:
    (connection,) = connections("Server=db1;Integrated Security=true", uses=uses, libraries=libraries)
    assert connection.library == library


def test_a_lone_setting_counts_where_the_file_is_about_sql_client() -> None:
    (connection,) = connections("Encrypt = False", libraries=("Microsoft.Data.SqlClient",))
    assert settings(connection) == [("encrypt", "False")]
    assert not connection.complete


def test_text_that_is_only_looked_for_is_no_setting() -> None:
    use = Use(role="argument", name="Contains", owner="")
    assert connections("TrustServerCertificate=true", uses=(use,), libraries=("Microsoft.Data.SqlClient",)) == []


def test_places_of_settings() -> None:
    (connection,) = connections("Server=db1; Encrypt = 'no' ;TrustServerCertificate=true")
    assert [(each.key, each.span) for each in connection.settings] == [
        ("data source", Span(100, 110)),
        ("encrypt", Span(112, 126)),
        ("trust server certificate", Span(128, 155)),
    ]


@pytest.mark.parametrize(
    ("parts", "found", "complete"),
    [
        (("Server=", None, ";Encrypt=false"), [("data source", None), ("encrypt", "false")], True),
        (("Server=a", None, ";Encrypt=", None), [("data source", None), ("encrypt", None)], True),
        (("Server=db1;", None, ";Encrypt=false"), [("data source", "db1"), ("encrypt", "false")], False),
        (("Server=db1;", None, "Encrypt=false"), [("data source", "db1"), ("encrypt", "false")], False),
        (("Server=db1;Encrypt=false;", None), [("data source", "db1"), ("encrypt", "false")], False),
        (("Server=${HOST};Encrypt={0}",), [("data source", None), ("encrypt", None)], True),
        (("Server=%DB%;Encrypt=#{enc}",), [("data source", None), ("encrypt", None)], True),
        (("Server=db1;{more};Encrypt=no",), [("data source", "db1"), ("encrypt", "no")], False),
        (("Server=$(DB;X);Encrypt=no",), [("data source", None), ("encrypt", "no")], True),
        (("Data Source=;Encrypt=no",), [("data source", ""), ("encrypt", "no")], False),
    ],
)
def test_unknown_stays_unknown(
    parts: tuple[str | None, ...], found: list[tuple[str, str | None]], complete: bool
) -> None:
    (connection,) = connections(*parts, uses=(SQL_CLIENT,))
    assert (settings(connection), connection.complete) == (found, complete)


def test_text_that_is_appended_to_something_goes_on() -> None:
    use = Use(role="argument", name="AppendLiteral", owner="ConnectionBuilder")
    (connection,) = connections("Server=db1;Database=d;Encrypt=true", uses=(use,))
    assert not connection.complete


def test_an_unknown_part_before_a_name_leaves_the_settings_place() -> None:
    (connection,) = connections("Server=db1;", None, "Encrypt=false")
    assert connection.settings[1].span == Span(114, 127)


@pytest.mark.parametrize(
    ("text", "swallowed"),
    [
        ("Server=db1\nEncrypt=yes", [("encrypt", Span(111, 122), "Server")]),
        ("Server=db1 Encrypt=yes;Database=a", [("encrypt", Span(111, 122), "Server")]),
        (
            "Server=db1;Password=x TrustServerCertificate=false",
            [("trust server certificate", Span(122, 150), "Password")],
        ),
        ("Server=db1;Application Name='a Encrypt=no'", []),
        ("Server=db1;Encrypt=yes", []),
    ],
)
def test_swallowed(text: str, swallowed: list[tuple[str, Span, str]]) -> None:
    (connection,) = connections(text, uses=(SQL_CLIENT,))
    assert list(connection.swallowed) == swallowed


def test_the_last_of_several_wins_whatever_it_is_called() -> None:
    (connection,) = connections("Server=a;Data Source=b;Trust Server Certificate=no;TrustServerCertificate=yes")
    assert [(str(each), each.effective) for each in connection.settings] == [
        ("a", False), ("b", True), ("no", False), ("yes", True),
    ]  # fmt: skip
    assert connection.settings[2].overridden_by == connection.settings[3].span


def test_an_entity_string_is_read_inside() -> None:
    inner = "data source=db1;Encrypt=no"
    outer = f'metadata=res://*;provider=Microsoft.Data.SqlClient;provider connection string="{inner}"'
    (connection,) = connections(outer)
    assert settings(connection) == [("data source", "db1"), ("encrypt", "no")]
    assert connection.settings[1].span == Span(100 + outer.index("Encrypt"), 100 + len(outer) - 1)
    assert connection.library == ("Microsoft.Data.SqlClient",)


def test_an_entity_string_of_another_provider_is_not_ours() -> None:
    assert connections('metadata=a;provider=Npgsql;provider connection string="Host=db1;Encrypt=no"') == []


@pytest.mark.parametrize(
    ("guard", "added"),
    [
        ('!text.Contains("TrustServerCertificate")', True),
        ('!builder.ContainsKey("Trust Server Certificate")', True),
        ('text.IndexOf("TrustServerCertificate") < 0', True),
        ('text.Contains("TrustServerCertificate")', False),
        ("isTest", False),
    ],
)
def test_trust_added_where_it_is_absent(guard: str, added: bool) -> None:
    (connection,) = connections("TrustServerCertificate=true", uses=(SQL_CLIENT,), guards=(guard,))
    assert connection.trust_added is added


def test_trust_appended_to_an_unknown_string() -> None:
    (connection,) = connections(None, ";TrustServerCertificate=true", uses=(SQL_CLIENT,))
    assert connection.trust_added


@pytest.mark.parametrize(
    ("data_source", "host", "kind"),
    [
        ("tcp:db1.example.com,1433", "db1.example.com", HostClass.REMOTE),
        (" TCP : DB1\\INST ", "db1", HostClass.REMOTE),
        ("np:\\\\srv\\pipe\\sql\\query", "srv", HostClass.REMOTE),
        ("db.abc.eu-west-1.rds.amazonaws.com", "db.abc.eu-west-1.rds.amazonaws.com", HostClass.RDS),
        ("db.abc.rds.cn-north-1.amazonaws.com.cn", "db.abc.rds.cn-north-1.amazonaws.com.cn", HostClass.RDS),
        ("dbinstance.rds.amazon.com", "dbinstance.rds.amazon.com", HostClass.RDS),
        ("(localdb)\\MSSQLLocalDB", "(localdb)", HostClass.LOCAL),
        (".\\SQLEXPRESS", ".", HostClass.LOCAL),
        ("[::1],1433", "[::1]", HostClass.LOCAL),
        ("127.0.0.1", "127.0.0.1", HostClass.LOCAL),
        ("admin:localhost", "localhost", HostClass.LOCAL),
        ("", "", HostClass.UNKNOWN),
    ],
)
def test_host(data_source: str, host: str, kind: HostClass) -> None:
    assert (host_of(data_source), host_class_of(host_of(data_source))) == (host, kind)


def test_a_host_is_known_from_its_start() -> None:
    (connection,) = connections("Server=localhost,", None, ";Database=a", uses=(SQL_CLIENT,))
    assert (connection.host, connection.host_class) == ("localhost", HostClass.LOCAL)
    (connection,) = connections("Server=local", None, ";Database=a", uses=(SQL_CLIENT,))
    assert (connection.host, connection.host_class) == (None, HostClass.UNKNOWN)


def test_the_rest_of_a_password_that_a_semicolon_cut_is_a_secret() -> None:
    written = read_text(MappedText.copied("Server=a;Password=hu;sh=b;Encrypt=no"))
    assert [(each.key, each.secret) for each in written.settings] == [
        ("data source", False), ("password", True), ("sh", True), ("encrypt", False),
    ]  # fmt: skip


def entry(name: str, value: str | None, at: int = 10) -> Entry:
    text = MappedText.hole(Span(at + 20, at + 25)) if value is None else MappedText.copied(value, at + 20)
    return Entry(name=MappedText.copied(name, at), value=text, span=Span(at, at + 30))


def builder(*entries: Entry, base: MappedText | None = None, owner: str = "") -> list[Connection]:
    record = Record(type="SqlConnectionStringBuilder", entries=entries, span=Span(0, 90), base=base, owner=owner)
    return list(read(record, "a.cs"))


def test_a_builder_over_a_string() -> None:
    base = MappedText.copied("Server=db1;Encrypt=false", 200)
    (connection,) = builder(entry("Encrypt", "True"), entry("TrustServerCertificate", None), base=base)
    assert [(each.key, str(each), each.effective) for each in connection.settings] == [
        ("data source", "db1", True), ("encrypt", "false", False), ("encrypt", "True", True),
        ("trust server certificate", "", True),
    ]  # fmt: skip
    assert connection.builder
    assert connection.complete


def test_a_builder_over_an_unknown_string_may_hold_more() -> None:
    (connection,) = builder(entry("Encrypt", "True"), base=MappedText.hole(Span(50, 55)))
    assert not connection.complete


@pytest.mark.parametrize("type_", ["NpgsqlConnectionStringBuilder", "MySqlConnectionStringBuilder", "Options", "Panel"])
def test_other_objects_with_the_same_properties_are_not_ours(type_: str) -> None:
    record = Record(type=type_, entries=(entry("TrustServerCertificate", "True"),), span=Span(0, 90))
    assert list(read(record, "a.cs")) == []


@pytest.mark.parametrize(("key", "found"), [("TrustServerCertificate", 1), ("Encrypt", 0), ("Ssl", 0)])
def test_a_dictionary_counts_where_its_key_is_unmistakable(key: str, found: int) -> None:
    record = Record(type="Dictionary", entries=(entry(key, "True"),), span=Span(0, 90))
    assert len(list(read(record, "a.cs"))) == found


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ({"server": "db1", "database": "Shop", "encrypt": "false"}, 1),
        ({"type": "SqlServer", "dataSource": "127.0.0.1,1433", "user": "sa", "encrypt": "false"}, 1),
        ({"server": "mqtt1", "port": "1883", "encrypt": "false"}, 0),
        ({"driver": "s3", "server": "s3.example.com", "encrypt": "false"}, 0),
        ({"Server": "db1", "TrustServerCertificate": "true"}, 1),
        ({"name": "x", "encrypt": "false"}, 0),
        ({"server": "db1", "encrypt": "aes"}, 0),
        ({"server": "db1", "port": "1"}, 0),
    ],
)
def test_plain_objects_need_a_server_and_a_tls_setting(entries: dict[str, str], found: int) -> None:
    record = Record(type="", entries=tuple(entry(*each) for each in entries.items()), span=Span(0, 90))
    assert len(list(read(record, "a.json"))) == found


def test_an_access_token_is_noted() -> None:
    base = MappedText.copied("Server=db1;Encrypt=false", 200)
    record = Record(type="SqlConnection", entries=(entry("AccessToken", None),), span=Span(0, 90), base=base)
    (connection,) = read(record, "a.cs")
    assert connection.token
