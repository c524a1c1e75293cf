"""Three small RDS estates, whole: their inventories, both values of `rds.force_ssl`, and two days."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from lint_rds_tls import engine
from lint_rds_tls.cli import main
from lint_rds_tls.discovery import discover
from tests.fixture_marks import unmarked

ROOT = Path(__file__).parent.parent
ESTATES = ("billing", "orders", "reports")
SEED = (ROOT / "docs" / "rotation.md").read_text(encoding="utf-8")


@pytest.fixture
def estates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The estates without marks, in the working directory."""
    for name in ESTATES:
        shutil.copytree(ROOT / "fixtures" / "projects" / name, tmp_path / name)
    (tmp_path / ".git").mkdir()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_text(unmarked(path.read_text(encoding="utf-8"))[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ESTATES)
def test_the_inventory_of_an_estate(name: str, estates: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = (estates / name / "inventory.txt").read_text(encoding="utf-8")
    assert main(["inventory", "--isolated", "--as-of", "2026-11-23", name]) == 0
    assert capsys.readouterr().out == expected


#: Of each client of AWS's page: where it stands, and what the rotation is to it, now and once TLS is forced.
CLIENTS = [
    ("reports/ssms/team.regsrvr", "SSMS, encrypted and verified", "needs-ca", "chain", "chain"),
    ("reports/ssms/team.regsrvr", "SSMS, any certificate", "does-not-verify", "none", "none"),
    ("reports/scripts/nightly.sh", "sqlcmd 17", "does-not-verify", "none", "none"),
    ("reports/scripts/nightly.sh", "sqlcmd 17 -N", "needs-ca", "chain", "chain"),
    ("reports/scripts/nightly.sh", "sqlcmd 18", "needs-ca", "chain", "chain"),
    ("reports/scripts/nightly.sh", "sqlcmd 18 -C", "does-not-verify", "none", "none"),
    ("orders/src/Orders/appsettings.json", "ADO.NET 5.2", "needs-ca", "chain", "chain"),
    ("orders/src/Orders/appsettings.json", "ADO.NET 5.2, by another name", "needs-ca", "chain", "chain"),
    ("orders/src/Stock/appsettings.json", "ADO.NET 3.1", "needs-ca-once-forced", "none", "chain"),
    ("orders/src/Ledger/App.config", "System.Data.SqlClient", "does-not-verify", "none", "none"),
    ("orders/src/Orders/Program.cs", "ADO.NET, any certificate", "does-not-verify", "none", "none"),
    ("billing/api/src/main/resources/application.yaml", "Java 12.6", "needs-ca", "chain", "chain"),
    ("billing/api/src/main/resources/application.yaml", "Java, by an RDS Proxy", "not-affected", "chain", "chain"),
    ("billing/batch/src/main/java/billing/Batch.java", "Java 9.4", "does-not-verify", "none", "none"),
    ("billing/batch/src/main/java/billing/Batch.java", "Java 9.4, any", "does-not-verify", "none", "none"),
]


def test_every_client_of_the_page_has_its_verdict(estates: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert estates.is_dir()
    assert main(["inventory", "--isolated", "--as-of", "2026-11-23", "--format", "json", *ESTATES]) == 0
    rows = sorted(json.loads(capsys.readouterr().out)["connections"], key=lambda row: (row["path"], row["line"]))
    found = {
        path: [
            (
                row["verdict"],
                {each["as_is"]["verification"] for each in row["clients"]},
                {each["forced"]["verification"] for each in row["clients"]},
            )
            for row in rows
            if row["path"] == path
        ]
        for path in dict.fromkeys(path for path, *_ in CLIENTS)
    }
    expected: dict[str, list[tuple[str, set[str], set[str]]]] = {}
    for path, _, verdict, as_is, forced in CLIENTS:
        expected.setdefault(path, []).append((verdict, {as_is}, {forced}))
    assert found == expected


@pytest.mark.parametrize(
    ("day", "levels"),
    [
        (date(2024, 8, 1), ["rds-ca-2019 expires on 2024-08-22 in most regions, in 21 days."]),
        (date(2026, 11, 23), ["rds-ca-2019 expired on 2024-08-22 in most regions."]),
        (date(2020, 1, 1), []),
    ],
)
def test_two_days_have_two_answers(day: date, levels: list[str], estates: Path) -> None:
    assert estates.is_dir()
    report = engine.lint(discover(["billing"], wanted=engine.may_judge), jobs=1, as_of=day)
    assert [each.message for each in report.findings if each.rule == "rds-ca-expired"] == levels


@pytest.mark.parametrize(
    "step",
    [
        "Is `rds.force_ssl` set?",
        "Which connections are encrypted now?",
        "It does not show who connected before",
        "Does SSMS verify?",
        "Does `sqlcmd` verify?",
        "Does the ADO.NET application verify?",
        "Does the Java application verify?",
        "Other connectors",
        "Update the trust store (SSMS, other Windows clients)",
        "Update the trust store (other operating systems)",
        "Update the trust store (JDBC)",
        "Confirm: `keytool -list -v`",
        "Old certificates may stay",
        "Rotate the certificate of the instance",
        "Test it in staging first",
    ],
)
def test_every_step_of_the_page_has_a_row(step: str) -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.*?) ?\|$", SEED, re.MULTILINE)
    assert [answer != "" for first, answer, _ in rows if first.startswith(step)] == [True]
