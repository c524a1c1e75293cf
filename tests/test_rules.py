"""What each rule says of a connection: level, certainty, exact characters, message; and when it says nothing."""

from __future__ import annotations

import pytest

from lint_rds_tls.engine import active_rules
from lint_rds_tls.judge import judge_fragments
from lint_rds_tls.model import Certainty, Client, Dependency, Finding, Level, Literal, Location, Use
from lint_rds_tls.registry import all_rules
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import ANY, VersionRange

MDS, SDS = "microsoft-data-sqlclient", "system-data-sqlclient"
FORCED_CHAIN = (
    " Once the server forces TLS (rds.force_ssl=1) the session is encrypted and the certificate verified:"
    " the RDS CA must then be in the trust store."
)
FORCED_NONE = " Once the server forces TLS (rds.force_ssl=1) the session is encrypted, but still nothing is verified."


def client(name: str) -> Client:
    driver, _, version = name.partition("@")
    versions = VersionRange.of(version) if version else ANY
    place = Location(path="a.csproj", span=Span(7, 9))
    return Client(driver=driver, versions=versions, dependency=Dependency(name=driver, location=place))


def findings(string: str, *clients: str) -> list[Finding]:
    literal = Literal(
        text=MappedText.copied(string), span=Span(0, len(string)), uses=(Use(role="argument", name="SqlConnection"),)
    )
    return list(judge_fragments([literal], "a.cs", lambda _: map(client, clients), active_rules()).findings)


def shown(string: str, *clients: str) -> list[str]:
    """`level rule` of each finding, `?` behind it where it is possible only, and the characters it points at."""
    return [
        f"{each.level.value} {each.rule}{'?' if each.certainty is Certainty.POSSIBLE else ''}: "
        + (string[each.primary.span.start : each.primary.span.end] if each.primary.path == "a.cs" else "(project)")
        for each in findings(string, *clients)
    ]


def message(rule: str, string: str, *clients: str) -> str:
    (found,) = (each for each in findings(string, *clients) if each.rule == rule)
    return found.message


@pytest.mark.parametrize(
    ("string", "clients", "expected"),
    [
        # certificate-not-verified
        (
            "Server=db;Encrypt=true;TrustServerCertificate=true",
            [f"{MDS}@6.1.8"],
            ["error certificate-not-verified: TrustServerCertificate=true"],
        ),
        (
            "Server=localhost;Encrypt=true;TrustServerCertificate=true",
            [f"{MDS}@6.1.8"],
            ["note certificate-not-verified: TrustServerCertificate=true"],
        ),
        ("Server=db;Encrypt=true;TrustServerCertificate=false", [f"{MDS}@6.1.8"], []),
        ("Server=db;Encrypt=strict;TrustServerCertificate=true", [f"{MDS}@6.1.8"],
         ["warning setting-ignored: TrustServerCertificate=true"]),
        # encryption-off
        ("Server=db;Encrypt=false", [f"{MDS}@6.1.8"], ["error encryption-off: Encrypt=false"]),
        ("Server=db;Encrypt=Optional", [f"{MDS}@6.1.8"], ["error encryption-off: Encrypt=Optional"]),
        ("Server=127.0.0.1;Encrypt=no", [f"{MDS}@6.1.8"], ["note encryption-off: Encrypt=no"]),
        (r"Server=(localdb)\x;Encrypt=no", [f"{MDS}@6.1.8"], ["note encryption-off: Encrypt=no"]),
        (
            "Server=db;Encrypt=no;TrustServerCertificate=yes",
            [f"{MDS}@6.1.8"],
            [
                "error certificate-not-verified: TrustServerCertificate=yes",
                "error encryption-off: Encrypt=no",
            ],
        ),
        # encryption-not-requested
        ("Server=db;Database=x", [f"{MDS}@6.1.8"], []),
        (
            "Server=db;Database=x",
            [f"{SDS}@4.9.1"],
            ["warning encryption-not-requested: Server=db;Database=x"],
        ),
        (
            "Server=db;Database=x",
            [f"{SDS}@4.9.1", f"{MDS}@6.1.8"],
            ["warning encryption-not-requested?: Server=db;Database=x"],
        ),
        ("Server=.;Database=x", [f"{SDS}@4.9.1"], ["note encryption-not-requested: Server=.;Database=x"]),
        (r"Server=(localdb)\x", [f"{SDS}@4.9.1"], []),
        # certificate-pinned
        (
            "Server=db;Encrypt=strict;ServerCertificate=a.cer",
            [f"{MDS}@6.1.8"],
            ["warning certificate-pinned: ServerCertificate=a.cer"],
        ),
        # setting-ignored
        ("Server=db;Encrypt=false;Encrypt=true", [f"{MDS}@6.1.8"], ["warning setting-ignored: Encrypt=false"]),
        ("Server=db;Encrypt=true;Encrypt=True", [f"{MDS}@6.1.8"], []),
        (
            "Server=db\nEncrypt=yes;Database=x",
            [f"{MDS}@6.1.8"],
            ["warning setting-ignored: Encrypt=yes"],
        ),
        # setting-invalid
        (
            "Server=db;TrustServerCertificate=1",
            [f"{MDS}@6.1.8"],
            ["error setting-invalid: TrustServerCertificate=1"],
        ),
        ("Server=db;Encrypt=strict", [f"{MDS}@4.0.6"], ["error setting-invalid: Encrypt=strict"]),
        ("Server=db;Encrypt=strict", [f"{MDS}@4.0.6", f"{MDS}@6.1.8"], []),
        ("Server=localhost;Encrypt=1", [f"{MDS}@6.1.8"], ["note setting-invalid: Encrypt=1"]),
        ("Server=db;Connect Timeout=x", [f"{MDS}@6.1.8"], []),
        # driver-flawed
        (
            "Server=db;Encrypt=true",
            [f"{MDS}@5.1.1"],
            ["warning driver-flawed: (project)"],
        ),
        ("Server=db;Encrypt=true", [f"{MDS}@6.1.8", f"{SDS}@4.9.1"], ["warning driver-flawed?: (project)"]),
        ("Server=localhost;Encrypt=true", [f"{MDS}@5.1.1"], []),
        ("Server=db;Encrypt=true", [f"{MDS}@5.2.3"], []),
    ],
)  # fmt: skip
def test_findings(string: str, clients: list[str], expected: list[str]) -> None:
    assert sorted(shown(string, *clients)) == sorted(expected)


@pytest.mark.parametrize(
    ("rule", "string", "clients", "text"),
    [
        (
            "certificate-not-verified",
            "Server=db;Encrypt=true;TrustServerCertificate=true",
            [f"{MDS}@6.1.8"],
            "TrustServerCertificate=true makes the client accept any certificate.",
        ),
        (
            "encryption-off",
            "Server=db;Encrypt=false",
            [f"{MDS}@6.1.8"],
            "Encrypt=false leaves the session unencrypted." + FORCED_CHAIN,
        ),
        (
            "encryption-off",
            "Server=db;Encrypt=false;Trust Server Certificate=true",
            [f"{MDS}@6.1.8"],
            "Encrypt=false leaves the session unencrypted." + FORCED_NONE,
        ),
        (
            "encryption-not-requested",
            "Server=db;Database=x",
            [f"{SDS}@4.9.1"],
            "Nothing asks for encryption, and system-data-sqlclient 4.9.1 leaves the session unencrypted."
            + FORCED_NONE,
        ),
        (
            "encryption-not-requested",
            "Server=db;Database=x",
            [SDS, f"{MDS}@3.1.7", f"{MDS}@6.1.8"],
            "Nothing asks for encryption, and system-data-sqlclient, microsoft-data-sqlclient 3.1.7"
            " may leave the session unencrypted.",
        ),
        (
            "certificate-pinned",
            "Server=db;Encrypt=strict;ServerCertificate=a.cer",
            [f"{MDS}@6.1.8"],
            "ServerCertificate pins one server certificate, which RDS replaces by itself:"
            " from then on nothing connects.",
        ),
        (
            "setting-ignored",
            "Server=db;Encrypt=false;Encrypt=true",
            [f"{MDS}@6.1.8"],
            "Encrypt=false has no effect: Encrypt=true wins.",
        ),
        (
            "setting-ignored",
            "Server=db\nEncrypt=yes",
            [f"{MDS}@6.1.8"],
            "Encrypt is not set here: without a ';' before it, it is part of the value of Server.",
        ),
    ],
)
def test_messages(rule: str, string: str, clients: list[str], text: str) -> None:
    assert message(rule, string, *clients) == text


def test_a_losing_duplicate_points_at_the_winner() -> None:
    string = "Server=db;TrustServerCertificate=true;Trust Server Certificate=false"
    (found,) = findings(string, f"{MDS}@6.1.8")
    assert found.message == ("TrustServerCertificate=true has no effect: Trust Server Certificate=false wins.")
    assert [(string[each.span.start : each.span.end], each.note) for each in found.related] == [
        ("Trust Server Certificate=false", "Trust Server Certificate=false wins")
    ]


def test_what_decided_is_told() -> None:
    (found,) = findings("Server=db;Encrypt=false", f"{MDS}@6.1.8")
    assert [str(each.setting and each.setting.span) for each in found.because] == ["Span(start=10, end=23)"]
    assert found.client == MDS
    assert found.host == "db"


@pytest.mark.parametrize(
    ("string", "before", "after"),
    [
        ("Server=db;Encrypt=false", "false", "true"),
        ("Server=db;Encrypt=False", "False", "True"),
        ("Server=db;Encrypt=no", "no", "true"),
        ("Server=db;Encrypt=Optional", "Optional", "Mandatory"),
        ("Server=db;Encrypt=true;TrustServerCertificate=Yes", "Yes", "False"),
        ("Server=db;Encrypt=true;TrustServerCertificate=true", "true", "false"),
        ("Server=db;Encrypt=true;TrustServerCertificate= 'TRUE' ", "TRUE", "False"),
    ],
)
def test_fixes_replace_the_value(string: str, before: str, after: str) -> None:
    (found,) = findings(string, f"{MDS}@6.1.8")
    ((edit,),) = [fix.edits for fix in found.fixes]
    assert (string[edit.span.start : edit.span.end], edit.text) == (before, after)


@pytest.mark.parametrize("name", all_rules())
def test_every_rule_has_a_whole_manual_page(name: str) -> None:
    rule = all_rules()[name]
    headings = [line for line in rule.manual.splitlines() if line.startswith("## ")]
    assert headings == ["## Flags", "## Why", "## Fix", "## References"]
    assert rule.manual.splitlines()[0].endswith(".")
    assert rule.summary[0].isupper()
    assert not rule.summary.endswith(".")
    assert 0.1 <= rule.security_severity <= 10
    assert rule.cwe is None or f"CWE-{rule.cwe}" in rule.manual or rule.cwe == 1188


def test_levels_of_a_configuration_bound_the_findings_of_a_rule() -> None:
    literal = Literal(text=MappedText.copied("Server=db;Encrypt=false"), span=Span(0, 23))
    rules = active_rules({"encryption-off": Level.NOTE})
    judged = judge_fragments([literal], "a.cs", lambda _: [client(f"{MDS}@6.1.8")], rules)
    assert [each.level for each in judged.findings] == [Level.NOTE]
    rules = active_rules({"encryption-off": None})
    assert judge_fragments([literal], "a.cs", lambda _: [client(f"{MDS}@6.1.8")], rules).findings == ()
