"""Command lines of bcp, sqlpackage, mssql-cli, isql, tsql and osql: each has letters of its own."""

from __future__ import annotations

import pytest

from lint_rds_tls.model import Case, Encryption
from tests.commands import command, judged, shown
from tests.reports import lint_text

BCP18, BCP17 = "/opt/mssql-tools18/bin/bcp", "/opt/mssql-tools/bin/bcp"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # bcp: -C is the code page, -N a format
        (f"{BCP18} db.dbo.t out f.dat -S db -U sa -P x -c -C 65001", []),
        (f"{BCP18} db.dbo.t in f.dat -S db -T -N", []),
        (f"{BCP18} db.dbo.t in f.dat -S db -T -u", ["error certificate-not-verified: -u"]),
        (f"{BCP18} db.dbo.t in f.dat -S db -T -Yo", ["error encryption-off: -Yo"]),
        (f"{BCP18} db.dbo.t in f.dat -S db -T -Ys -u", ["warning setting-ignored: -u"]),
        # a value that starts with a hyphen must be attached, so -P asks for the password here
        (f"{BCP18} db.dbo.t in f.dat -S db -U u -P -u", ["error certificate-not-verified: -u"]),
        (f"{BCP17} t in f -S db -T", [f"warning encryption-not-requested: {BCP17} t in f -S db -T"]),
        (f"{BCP17} db.dbo.t in f.dat -S db -T -u", ["error setting-invalid: -u"]),
        ("bcp 'SELECT 1' queryout f -S db -T -u", ["error certificate-not-verified: -u"]),
        ("bcp 'SELECT 1' queryout f -T -u", ["note certificate-not-verified: -u"]),
        ("bcp --boost=/usr/include shared_ptr out", []),
        ("bcp", []),
        # mssql-cli: argparse
        ("mssql-cli -S db -N", []),
        ("mssql-cli -S db -N -C", ["error certificate-not-verified: -C"]),
        ("mssql-cli -S db -NC", ["error certificate-not-verified: C"]),
        ("mssql-cli --server=db --encrypt --trust", ["error certificate-not-verified: --trust"]),
        ("mssql-cli -Sdb", ["warning encryption-not-requested: mssql-cli -Sdb"]),
        ("mssql-cli --version", []),
        # sqlpackage
        ("sqlpackage /a:Publish /tsn:db.example.com /tdn:x", []),
        ("sqlpackage /a:Publish /tsn:db.example.com /ttsc:True", ["error certificate-not-verified: /ttsc:True"]),
        ("sqlpackage /a:Publish /tsn:db.example.com /TTSC:false", []),
        (
            "sqlpackage /Action:Export /SourceServerName:db.example.com /SourceEncryptConnection:False",
            ["error encryption-off: /SourceEncryptConnection:False"],
        ),
        ("SqlPackage.exe /a:Import /tsn:localhost,1433 /tec:Optional", ["note encryption-off: /tec:Optional"]),
        ("sqlpackage /a:Publish /tsn:db.example.com /tec:Strict /ttsc:True", ["warning setting-ignored: /ttsc:True"]),
        ("sqlpackage /a:Extract /scs:'Server=db.example.com;Encrypt=False'", ["error encryption-off: Encrypt=False"]),
        ("sqlpackage /a:Publish /sf:a.dacpac /pr:b.publish.xml", []),
        # nothing is told of TLS
        ("isql dsn sa pw", []),
        ("tsql -H db.example.com -p 1433 -U sa -P x", []),
        ("osql -S db.example.com -E", []),
    ],
)  # fmt: skip
def test_findings(line: str, expected: list[str]) -> None:
    assert shown(line) == expected


def cases(line: str) -> tuple[Case, ...]:
    return judged(command(line)).cases


def test_a_source_and_a_target_are_two_connections() -> None:
    found = cases("sqlpackage /a:Script /ssn:one.example.com /stsc:True /tsn:two.example.com")
    assert [each.connection.host for each in found] == ["one.example.com", "two.example.com"]
    assert [each.connection.effective("trustservercertificate") is None for each in found] == [False, True]


def test_a_file_of_parameters_may_say_more() -> None:
    (found,) = cases("sqlpackage /a:Publish /tsn:db.example.com @parameters.txt")
    assert not found.connection.complete


def test_the_default_of_sqlpackage_is_known_from_161_on() -> None:
    (found,) = cases("sqlpackage /a:Publish /tsn:db.example.com")
    postures = {str(each.client.versions): each.as_is and each.as_is.encryption.value for each in found.assessments}
    assert postures == {"<161": Encryption.UNKNOWN, ">=161": Encryption.REQUIRED}


def test_a_connection_string_on_a_command_line_is_judged_once() -> None:
    script = 'sqlpackage /a:Publish /tcs:"Server=db.example.com;Database=x;Encrypt=False"\n'
    report = lint_text(script, "deploy.sh")
    assert [(each.rule, each.client) for each in report.findings] == [("encryption-off", "sqlpackage")]


@pytest.mark.parametrize(
    "line",
    [
        "sqlpackage /tsn:db /tp:hush",
        "bcp t in f -S db -U sa -P hush",
        "mssql-cli -S db --password hush",
        "tsql -S db -P hush",
    ],
)
def test_passwords_are_secret(line: str) -> None:
    (found,) = cases(line)
    assert [str(each) for each in found.connection.settings if each.secret] == ["hush"]
