"""Command lines of sqlcmd: how each program reads them, which programs are meant, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from lint_rds_tls.dialects._sqlcmd_odbc import parse
from lint_rds_tls.dialects.sqlcmd import read
from lint_rds_tls.model import Connection, Finding
from tests.commands import command, judged, shown

NEW, OLD = "/opt/mssql-tools18/bin/sqlcmd", "/opt/mssql-tools/bin/sqlcmd"
ODBC17, ODBC18, GO = "mssql-tools", "mssql-tools18", "github.com/microsoft/go-sqlcmd"
BINN = r"C:\Program Files\Microsoft SQL Server\Client SDK\ODBC\{}\Tools\Binn\SQLCMD.EXE"
NOT_ASKED = "warning encryption-not-requested"


def connections(line: str, shell: str = "sh", libraries: Sequence[str] = ()) -> list[Connection]:
    return list(read(command(line, shell, libraries), "a.sh"))


def one(line: str, shell: str = "sh") -> Connection:
    (found,) = connections(line, shell)
    return found


def values(connection: Connection) -> dict[str, str | None]:
    return {each.key: None if each.value is None else str(each) for each in connection.settings if each.effective}


def finding(line: str, rule: str) -> Finding:
    (found,) = (each for each in judged(command(line)).findings if each.rule == rule)
    return found


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("sqlcmd -N -S dbinstance.rds.amazon.com -d ExampleDB", []),
        ("sqlcmd -N -C -S dbinstance.rds.amazon.com -d ExampleDB", ["error certificate-not-verified: -C"]),
        ("sqlcmd -S db1.example.com", [f"{NOT_ASKED}?: sqlcmd -S db1.example.com"]),
        (f"{NEW} -S db -U sa", []),
        (f"{OLD} -S db -U sa", [f"{NOT_ASKED}: {OLD} -S db -U sa"]),
        (f"{NEW} -S db -C", ["error certificate-not-verified: -C"]),
        (f"{NEW} -S db -No", ["error encryption-off: -No"]),
        (f"{NEW} -S db -N o", ["error encryption-off: -N o"]),
        (f"{NEW} -S db -No -C", ["error certificate-not-verified: -C", "error encryption-off: -No"]),
        (f"{NEW} -S db -Ns -C", ["warning setting-ignored: -C"]),
        (f"{NEW} -S db -Nm", []),
        (f"{OLD} -S db -N", []),
        (f"{OLD} -S db -No", ["error setting-invalid: -No"]),
        (f"{OLD} -S db -N -F name", ["error setting-invalid: -F"]),
        (f"{NEW} -S localhost -C", ["note certificate-not-verified: -C"]),
        (f"{NEW} -Q 'SELECT 1' -C", ["note certificate-not-verified: -C"]),
        ("sqlcmd -S db -NC", ["error setting-invalid: -NC"]),
        ("sqlcmd -S db -N \N{EN DASH}C", ["error setting-invalid: \N{EN DASH}C"]),
        ("sqlcmd -S db --trust-server-certificate -N true", ["error certificate-not-verified: --trust-server-certificate"]),
        ("sqlcmd -S db -N -C=false", []),
        ("sqlcmd -S db -N -bC", ["error certificate-not-verified: C"]),
        ("sqlcmd -S db -N disable", ["error encryption-off: -N disable"]),
        # values are no options
        (f"{NEW} -S db -P -C", []),
        (f"{NEW} -S db -Q 'select 1 -C'", []),
        (f"{NEW} -S db -s - -v a=-C b=c", []),
        (f"{NEW} -S db -c -C -o -No", []),
        # what is not known says nothing
        (f"{OLD} -S db $OPTIONS", []),
        (f"{OLD} -S db -N $MODE", []),
        (f"{NEW} -S db $OPTIONS -C", ["error certificate-not-verified: -C"]),
        # nothing connects
        ("sqlcmd", []),
        ("sqlcmd -?", []),
        ("sqlcmd --version", []),
        ("sqlcmd -L", []),
        ('sqlcmd "$@"', []),
        ("sqlcmd config view", []),
        # go-sqlcmd's own commands
        ("sqlcmd create mssql --accept-eula", ["note encryption-not-requested: sqlcmd create mssql --accept-eula"]),
        (
            "sqlcmd config add-endpoint --address db.example.com --port 1433",
            [f"{NOT_ASKED}: sqlcmd config add-endpoint --address db.example.com --port 1433"],
        ),
        # refused for another reason: nothing of TLS is wrong
        (f"{NEW} -S db -C stray", []),
    ],
)  # fmt: skip
def test_findings(line: str, expected: list[str]) -> None:
    assert shown(line) == expected


def test_trust_alone_means_something_else_to_each_generation() -> None:
    assert finding("sqlcmd -S db -C", "certificate-not-verified").message == (
        "-C makes the client accept any certificate. With sqlcmd-odbc18 the session is encrypted;"
        " with sqlcmd-odbc17, go-sqlcmd -C alone does not encrypt it."
    )
    assert finding(f"{OLD} -S db -C", "certificate-not-verified").message == (
        "-C makes the client accept any certificate. Alone it does not encrypt the session (sqlcmd-odbc17)."
    )
    assert finding(f"{NEW} -S db -C", "certificate-not-verified").message == (
        "-C makes the client accept any certificate."
    )


def test_what_is_refused_is_told_in_the_client_s_words() -> None:
    assert finding("sqlcmd -S db -NC", "setting-invalid").message == (
        "-NC makes the client stop: 'C': Unexpected argument. Enter '-?' for help."
    )
    assert finding("sqlcmd -S db \N{EN DASH}C", "setting-invalid").message == (
        "\N{EN DASH}C makes the client stop: it starts with U+2013, which is no hyphen, so that it is no option"
    )


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (f"{NEW} -C -S db", f"{NEW} -S db"),
        (f"{NEW} -S db -C", f"{NEW} -S db"),
        (f"{NEW} -S db   -C", f"{NEW} -S db   "),
        (f"{NEW} -S db -No", f"{NEW} -S db -Nm"),
    ],
)
def test_a_flag_is_mended_by_deleting_its_word(line: str, mended: str) -> None:
    (found,) = judged(command(line)).findings
    ((edit,),) = [fix.edits for fix in found.fixes]
    assert line[: edit.span.start] + edit.text + line[edit.span.end :] == mended


def test_a_word_of_a_list_is_left_to_a_person() -> None:
    (found,) = judged(command(f"{NEW} -S db -C", shell="")).findings
    assert [fix.edits for fix in found.fixes] == [()]


# --- which program ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "shell", "libraries", "expected"),
    [
        ("sqlcmd -S db", "sh", (), (ODBC17, ODBC18, GO)),
        (f"{NEW} -S db", "sh", (), (ODBC18,)),
        (f"{OLD} -S db", "sh", (), (ODBC17,)),
        (f"'{BINN.format(170)}' -S db", "cmd", (), (ODBC17,)),
        (f"'{BINN.format(180)}' -S db", "cmd", (), (ODBC18,)),
        ("SQLCMD.EXE -S db", "cmd", (), (ODBC17, ODBC18, GO)),
        ("sqlcmd -S db", "sh", ("mssql-tools18",), (ODBC18,)),
        ("sqlcmd -S db", "sh", ("mcr.microsoft.com/mssql-tools",), (ODBC17,)),
        ("sqlcmd -S db", "sh", ("azure/setup-sqlcmd",), (GO,)),
        ("sqlcmd -S db", "sh", ("ubuntu:22.04", "curl"), (ODBC17, ODBC18, GO)),
        ("sqlcmd --server db", "sh", (), (GO,)),
        ("sqlcmd -S db -N o", "sh", (), (ODBC18, GO)),
        ("sqlcmd /S db /C", "cmd", (), (ODBC17, ODBC18)),
    ],
)  # fmt: skip
def test_the_program_is_told_by_its_path_by_what_is_in_sight_and_by_what_it_takes(
    line: str, shell: str, libraries: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    (found,) = connections(line, shell, libraries)
    assert found.library == expected


def test_readings_that_differ_are_alternatives() -> None:
    found = connections("sqlcmd -S db -v a=b -h -1 -F name -N")
    assert [each.library for each in found] == [(ODBC18, GO)]
    ways = connections("sqlcmd -P -C -Sdb -E=x")
    assert all(each.alternative is (len(ways) > 1) for each in ways)


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("server", "host", "place"),
    [
        ("db1.example.com", "db1.example.com", "remote"),
        ("tcp:db1.abc.eu-west-1.rds.amazonaws.com,1433", "db1.abc.eu-west-1.rds.amazonaws.com", "rds"),
        (r"db\instance", "db", "remote"),
        (".", ".", "local"),
        (r".\SQLEXPRESS", ".", "local"),
        ("(local)", "(local)", "local"),
        (r"(localdb)\x", "(localdb)", "local"),
        ("admin:localhost", "localhost", "local"),
        ("lpc:anything", "anything", "local"),
        (r"np:\\db\pipe\sql\query", "db", "remote"),
    ],
)
def test_the_server_is_read_in_every_form(server: str, host: str, place: str) -> None:
    found = one(f"sqlcmd -S '{server}' -N")
    assert (found.host, found.host_class.value) == (host, place)


def test_without_a_server_it_is_the_one_of_this_machine_or_of_the_environment() -> None:
    assert one("sqlcmd -N -E").host_class.value == "local"
    given = command("sqlcmd -N -E", environment=[("SQLCMDSERVER", "db.example.com"), ("SQLCMDPASSWORD", "hush")])
    (found,) = read(given, "a.sh")
    assert (found.host, found.host_class.value) == ("db.example.com", "remote")
    assert [each.key for each in found.settings if each.secret] == ["password"]


def test_passwords_are_secret() -> None:
    settings = {each.key: each for each in one("sqlcmd -S db -U sa -P hush -Z other -N").settings}
    assert settings["password"].secret
    assert settings["new password"].secret


def test_an_unknown_server_is_known_as_far_as_it_goes() -> None:
    assert values(one('sqlcmd -S "$HOST" -N')) == {"server": None, "encrypt": "true"}
    assert one('sqlcmd -S "db.example.com,$PORT" -N').host == "db.example.com"
    assert one('sqlcmd -S "$HOST" -N').host_class.value == "unknown"


def test_a_data_source_may_say_more() -> None:
    assert not one(f"{NEW} -D -S dsn").complete
    assert shown(f"{OLD} -D -S dsn") == []


def test_directives_in_a_script_on_standard_input_connect_too() -> None:
    given = command(f"{NEW} -S localhost -N", script="SELECT 1\nGO\n:CONNECT db.example.com -U sa -No\n")
    assert [each.host for each in read(given, "a.sh")] == ["db.example.com", "localhost"]
    assert [each.rule for each in judged(given).findings] == ["encryption-off"]


# --- the grammar of the ODBC tools -----------------------------------------------------------------------------------


def odbc(line: str, *, windows: bool = False, newer: bool = True) -> str:
    """The options that are read, or the complaint."""
    parsed = parse(command("sqlcmd " + line).arguments, windows=windows, newer=newer)
    if parsed.complaint is not None:
        return parsed.complaint.message
    return " ".join(option.said for option in parsed.options)


@pytest.mark.parametrize(
    ("line", "linux", "windows"),
    [
        ("-Sdb -Usa", "-Sdb -Usa", "-Sdb -Usa"),
        ("-S=db", "-S=db", "-S=db"),
        ("-S -Q x", "a word is neither an option nor the value of one", "'-S': Missing argument. Enter '-?' for help."),
        ("-h -1 -m-1 -h-1", "-h -1 -m-1 -h-1", "-h -1 -m-1 -h-1"),
        ("/S db", "a word is neither an option nor the value of one", "/S db"),
        ("-Cb", "'b': Unexpected argument. Enter '-?' for help.", "'b': Unexpected argument. Enter '-?' for help."),
        ("-Ns -r1 -k2", "-Ns -r1 -k2", "-Ns -r1 -k2"),
        ("-Nx", "Command -N: Invalid Parameters passed.", "Command -N: Invalid Parameters passed."),
        ("-N o", "-N o", "a word is neither an option nor the value of one"),
        ("-N disable", "Command -N: Invalid Parameters passed.", "a word is neither an option nor the value of one"),
        ("-N -C", "-N -C", "-N -C"),
        ("-v a=b c=d -C", "-v a=b -C", "-v a=b -C"),
        ("-5", "'-5': Unknown Option. Enter '-?' for help.", "'-5': Unknown Option. Enter '-?' for help."),
        ("-c x -C", "-c x -C", "-c x -C"),
        ("-S db -P", "-S db", "-S db"),
        ("-S", "'-S': Missing argument. Enter '-?' for help.", "'-S': Missing argument. Enter '-?' for help."),
    ],
)
def test_odbc_options(line: str, linux: str, windows: str) -> None:
    assert (odbc(line), odbc(line, windows=True)) == (linux, windows)


def test_what_came_with_driver_18() -> None:
    assert odbc("-N -F name -J a.pem") == "-N -F name -J a.pem"
    assert odbc("-F name", newer=False) == "'-F': Unknown Option. Enter '-?' for help."
    assert odbc("-Nm", newer=False) == "'m': Unexpected argument. Enter '-?' for help."


def test_no_cut_of_a_line_raises() -> None:
    line = f'{NEW} -S \'tcp:db,1433\' -U sa -P "$PW" -N o -C -v a=b c=d -i a.sql,b.sql -Q "select 1" -h -1 $X --help -'
    for end, _ in pairwise(range(len(NEW), len(line) + 1)):
        for shell in ("sh", "cmd", ""):
            for found in connections(line[:end], shell):
                assert found.span.start == 0
