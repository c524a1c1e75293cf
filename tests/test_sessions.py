"""Exports of a server's sessions: read as they come, and joined with the connections in the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_rds_tls import cli, inventory
from lint_rds_tls.data import load
from lint_rds_tls.model import Row, Sessions
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.sessions import QUERY, Export, read_sessions
from tests.reports import lint_text

HEAD = (
    "session_id,encrypt_option,net_transport,auth_scheme,host_name,program_name,client_interface_name,client_version,"
    "client_net_address,protocol_version,parent_connection_id,connect_time"
)
NEW, JTDS = "Core Microsoft SqlClient Data Provider", "jTDS"


def line(
    number: int = 51,
    encrypted: str = "TRUE",
    *,
    interface: str = NEW,
    program: str = NEW,
    machine: str = "web1",
    transport: str = "TCP",
    parent: str = "NULL",
) -> str:
    return (
        f"{number},{encrypted},{transport},SQL,{machine},{program},{interface},6,10.0.0.1,1946157060,{parent},{number}"
    )


def read(*lines: str) -> Export:
    return read_sessions("\n".join((HEAD, *lines)) + "\n", "s.csv")


# --- reading ---------------------------------------------------------------------------------------------------------


def test_the_query_asks_for_what_is_read() -> None:
    selected = [each.strip(" ,") for each in QUERY.split("SELECT\n")[1].split("FROM")[0].splitlines()]
    assert [each.partition(".")[2] for each in selected if each] == HEAD.split(",")
    for needed in ("is_user_process = 1", "s.session_id = c.session_id", "VIEW SERVER STATE"):
        assert needed in QUERY
    assert "login" not in QUERY.lower()


@pytest.mark.parametrize(
    "text",
    [
        "session_id,encrypt_option,net_transport,auth_scheme\r\n51,TRUE,TCP,SQL\r\n52,FALSE,TCP,NTLM\r\n",
        "Session_ID;Encrypt_Option;Net_Transport;Auth_Scheme\n51;True;TCP;SQL\n52;False;TCP;NTLM\n",
        "session_id\tencrypt_option\tnet_transport\tauth_scheme\n51\tTRUE\tTCP\tSQL\n52\tFALSE\tTCP\tNTLM\n",
        '"session_id","encrypt_option","net_transport","auth_scheme"\n"51","TRUE","TCP","SQL"\n"52","FALSE","TCP","a,b"',
        "51,TRUE,TCP,SQL\n52,FALSE,TCP,NTLM\n",
        "\ufeffencrypt_option,session_id\nTRUE,51\nFALSE,52\n",
        "\n\nsession_id|encrypt_option|net_transport|auth_scheme\n----------|--------------|------|---\n"
        "51|TRUE|TCP|SQL\n52|FALSE|TCP|NTLM\n\n(2 rows affected)\n",
    ],
    ids=["of AWS", "semicolons", "tabs", "quotes", "no heading", "byte order mark", "of sqlcmd"],
)
def test_a_result_is_read_as_tools_write_it(text: str) -> None:
    export = read_sessions(text, "s.csv")
    assert [each.encrypted for each in export.sessions] == [True, False]
    assert (export.unread, export.left_out, export.told_apart) == ((), 0, False)


def test_the_wide_result_is_read_without_its_heading_too() -> None:
    assert read_sessions(line() + "\n", "s.csv") == read(line())
    (session,) = read(line()).sessions
    assert (session.interface, session.program, session.machine) == (NEW, NEW, "web1")


@pytest.mark.parametrize(
    "row",
    [
        line(transport="Session"),
        line(parent="6F9619FF-8B86-D011-B42D-00C04FC964FF"),
        line(transport="Shared memory"),
        line().replace("51,TRUE", "NULL,FALSE", 1),
    ],
    ids=["MARS by transport", "MARS by parent", "the server itself", "mirroring"],
)
def test_rows_that_are_no_session_over_the_network_are_left_out(row: str) -> None:
    export = read(line(60), row)
    assert (len(export.sessions), export.left_out, export.unread) == (1, 1, ())


def test_samples_that_were_appended_count_each_session_once() -> None:
    export = read(line(51), line(52), HEAD, line(51), line(53))
    assert (len(export.sessions), export.unread) == (3, ())


def test_bad_rows_are_told_by_line_and_the_rest_is_read() -> None:
    export = read(line(), "52,TRUE,TCP", line(53, "perhaps"), line().replace("51,", "x,", 1), line(54))
    assert len(export.sessions) == 2
    assert [(each.line, each.message) for each in export.unread] == [
        (3, "has 3 cells, not 12"),
        (4, "encrypt_option is neither TRUE nor FALSE: 'perhaps'"),
        (5, "session_id is no number: 'x'"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\x00\x01",
        '"',
        "a,b,c\n1,2,3\n",
        "x" * 200_000,
        'session_id,encrypt_option\n"1,TRUE\n2,TRUE\n',
        ",,,\n",
    ],
)
def test_nothing_that_is_no_export_raises(text: str) -> None:
    assert read_sessions(text, "s.csv").sessions == ()


def test_columns_that_are_not_known_are_told() -> None:
    (unread,) = read_sessions("a,b,c\n1,2,3\n", "s.csv").unread
    assert unread.line == 1
    assert unread.message.startswith("3 columns without names that are known; expected session_id, encrypt_option")


# --- joining ---------------------------------------------------------------------------------------------------------


def joined(code: str, *lines: str, path: str = "src/Db.cs") -> tuple[tuple[Row, ...], Sessions]:
    found = inventory.build(lint_text(code, path), export=read(*lines))
    assert found.sessions is not None
    return found.rows, found.sessions


def connection(rest: str = "", type_name: str = "Microsoft.Data.SqlClient.SqlConnection") -> str:
    return f'object a = new {type_name}("Server=db1;Encrypt=true{rest}");\n'


def test_a_session_is_found_by_its_client() -> None:
    (row,), sessions = joined(connection(), line(51), line(52, "FALSE"), line(53, interface=JTDS, program=JTDS))
    assert (row.sessions, row.unencrypted) == (2, 1)
    assert (sessions.count, sessions.unencrypted) == (3, 1)
    assert [(each.driver, each.program, each.machine, each.count) for each in sessions.unexplained] == [
        ("jTDS", "jTDS", "web1", 1)
    ]


def test_a_program_name_tells_connections_apart() -> None:
    rows, sessions = joined(
        connection(";Application Name=Orders") + connection(";Application Name=Billing") + connection(),
        line(51, program="orders"),
        line(52, program="Reports"),
        line(53),
    )
    assert {row.application: row.sessions for row in rows} == {"Orders": 1, "Billing": 0, None: 1}
    assert [(each.driver, each.program) for each in sessions.unexplained] == [("Microsoft.Data.SqlClient", "Reports")]


def test_a_program_name_of_another_client_is_no_match() -> None:
    (row,), sessions = joined(connection(";Application Name=Orders"), line(51, interface=JTDS, program="Orders"))
    assert (row.sessions, len(sessions.unexplained)) == (0, 1)


def test_a_machine_that_is_written_has_to_fit() -> None:
    (row,), _ = joined(connection(";Workstation ID=WEB1"), line(51), line(52, machine="web2"))
    assert row.sessions == 1


def test_connections_to_this_machine_are_no_matter_of_the_server() -> None:
    (row,), _ = joined(connection().replace("db1", "localhost"), line())
    assert row.sessions is None


def test_the_four_columns_of_aws_tell_how_many_and_no_more() -> None:
    export = read_sessions("session_id,encrypt_option,net_transport,auth_scheme\n51,FALSE,TCP,SQL\n", "s.csv")
    found = inventory.build(lint_text(connection()), export=export)
    assert found.sessions is not None
    assert (found.sessions.count, found.sessions.unencrypted, found.sessions.unexplained) == (1, 1, ())
    assert (found.sessions.told_apart, found.rows[0].sessions) == (False, None)


@pytest.mark.parametrize(
    ("interface", "program", "title"),
    [
        ("Framework Microsoft SqlClient Data Provider", "x", "Microsoft.Data.SqlClient"),
        (".Net SqlClient Data Provider", "x", "System.Data.SqlClient of .NET Framework"),
        ("Core .Net SqlClient Data Provider", "x", "System.Data.SqlClient (NuGet)"),
        (".Net SqlClient Data Provider", "Microsoft SQL Server Management Studio - Query", "SSMS"),
        ("Microsoft JDBC Driver 12.6", "x", "Microsoft JDBC Driver"),
        ("go-mssqldb", "sqlcmd", "go-sqlcmd"),
        ("go-mssqldb", "x", "go-mssqldb"),
        ("DB-Library", "pymssql=2.2.5", "pymssql"),
        ("DB-Library", "x", "FreeTDS"),
        ("ODBC", "x", "an ODBC driver of Microsoft"),
        ("Something else", "x", ""),
    ],
)
def test_clients_are_known_by_their_fingerprint(interface: str, program: str, title: str) -> None:
    _, sessions = joined("", line(interface=interface, program=program))
    assert [each.driver for each in sessions.unexplained] == [title]


def test_fingerprints_name_drivers_that_there_are() -> None:
    for row in load("client_fingerprints")["clients"]:
        assert set(row["drivers"]) <= set(all_drivers()), row["title"]
        assert row["source"] or not row["verified"]


# --- at the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Db.cs").write_text(connection())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_query_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sessions-query"]) == 0
    assert capsys.readouterr().out == QUERY


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_an_export_is_read_in_the_encodings_of_ssms(
    encoding: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "s.csv").write_text(f"{HEAD}\n{line()}\nbad\n", encoding=encoding)
    assert cli.main(["inventory", "--sessions", "s.csv"]) == 0
    captured = capsys.readouterr()
    assert "Sessions in s.csv: 1, of which 0 unencrypted.\n" in captured.out
    assert captured.err == "lint-rds-tls: s.csv:3: has 1 cell, not 12\n"


def test_addresses_and_logins_stay_in_the_export(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "s.csv").write_text(f"{HEAD},login_name\n{line(interface=JTDS, program=JTDS)},carla\n")
    for name in ("text", "json", "csv", "markdown", "html"):
        assert cli.main(["inventory", "--sessions", "s.csv", "--format", name]) == 0
        out = capsys.readouterr().out
        assert "10.0.0.1" not in out
        assert "carla" not in out


@pytest.mark.usefixtures("tree")
def test_an_export_that_is_not_there_is_a_mistake_of_the_user(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inventory", "--sessions", "nowhere.csv"]) == 2
    assert capsys.readouterr().err == "lint-rds-tls: --sessions nowhere.csv: No such file or directory\n"
