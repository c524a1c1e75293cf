"""The inventory: rows from connections, servers and trust stores around them, and the command that prints it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from lint_rds_tls import cli, engine, inventory
from lint_rds_tls.discovery import InputFile
from lint_rds_tls.model import Bundle, Certificate, Inventory, Report, RotationVerdict
from lint_rds_tls.registry import all_views
from tests.reports import lint_text
from tests.rotations import HOST

DAY = date(2026, 11, 23)
STORED = f"""\
a.url=jdbc:sqlserver://{HOST};trustStore=certs/rds.jks
b.url=jdbc:sqlserver://db1.abc123def456.us-east-1.rds.amazonaws.com;trustStore=certs/rds.jks
c.url=jdbc:sqlserver://{HOST};trustStore=/etc/elsewhere.jks
"""


def report_on(*files: tuple[str, str], bundles: tuple[Bundle, ...] = (), as_of: date = DAY) -> Report:
    from dataclasses import replace

    inputs = [InputFile(path=path, location=None, data=text.encode(), explicit=True) for path, text in files]
    report = engine.lint(inputs, jobs=1, as_of=as_of)
    return replace(report, resources=(*report.resources, *bundles))


def built(*files: tuple[str, str], bundles: tuple[Bundle, ...] = (), as_of: date = DAY) -> Inventory:
    return inventory.build(report_on(*files, bundles=bundles, as_of=as_of))


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_row_says_what_is_written_where() -> None:
    text = f'\n  object a = new System.Data.SqlClient.SqlConnection("Server={HOST};App=shop;WSID=web1;Encrypt=true");\n'
    (row,) = built(("src/Shop/Data/Db.cs", text)).rows
    assert (row.path, row.line, row.column, row.part) == ("src/Shop/Data/Db.cs", 2, 55, "src/Shop")
    assert (row.dialect, row.host, row.host_class.value) == ("adonet", HOST, "rds")
    assert (row.endpoint, row.region) == ("instance", "eu-west-1")
    assert (row.application, row.machine) == ("shop", "web1")
    assert row.rotation.verdict is RotationVerdict.NEEDS_CA


def test_the_most_urgent_come_first() -> None:
    lines = [
        f'new System.Data.SqlClient.SqlConnection("Server=db1;{rest}");'
        for rest in ("Encrypt=false", "Encrypt=true", "Encrypt=Strict")
    ]
    rows = built(("b.cs", "\n".join(lines)), ("a.cs", lines[0])).rows
    assert [(row.rotation.verdict.value, row.path, row.line) for row in rows] == [
        ("needs-ca", "b.cs", 2),
        ("does-not-verify", "a.cs", 1),
        ("does-not-verify", "b.cs", 1),
        ("cannot-connect", "b.cs", 3),
    ]


def test_every_verdict_is_counted_also_those_that_nothing_has() -> None:
    counts = built(("a.cs", 'new System.Data.SqlClient.SqlConnection("Server=db1;Encrypt=true");')).counts()
    assert list(counts) == list(RotationVerdict)
    assert [count for count in counts.values() if count] == [1]


# --- trust stores ----------------------------------------------------------------------------------------------------

ROOT = Certificate(
    sha256="", subject="Amazon RDS eu-west-1 Root CA RSA2048 G1", issuer="Amazon RDS eu-west-1 Root CA RSA2048 G1",
    not_before=datetime(2021, 5, 21, tzinfo=timezone.utc), not_after=datetime(2061, 5, 21, tzinfo=timezone.utc),
    identifier="rds-ca-rsa2048-g1", role="root", region="eu-west-1",
)  # fmt: skip
STORE = Bundle(path="app/certs/rds.jks", format="jks", certificates=(ROOT,))


def test_a_store_is_judged_for_the_region_of_each_host() -> None:
    found = built(("app/src/main/resources/a.properties", STORED), bundles=(STORE,))
    stores = [(row.region, row.store.path, row.store.readiness) for row in found.rows if row.store is not None]
    assert stores == [
        ("eu-west-1", "app/certs/rds.jks", "ready"),
        ("us-east-1", "app/certs/rds.jks", "lacks-root"),
        ("eu-west-1", None, None),
    ]


def test_what_to_do_follows_from_the_store() -> None:
    rows = {row.line: row for row in built(("app/a.properties", STORED), bundles=(STORE,)).rows}
    clients = [rows[line].rotation.clients[-1].to_do for line in (1, 2, 3)]
    assert clients == [
        "`app/certs/rds.jks` is ready. It holds the root of rds-ca-rsa2048-g1 for eu-west-1. Nothing to do.",
        "`app/certs/rds.jks` is not ready. It lacks the root of rds-ca-rsa2048-g1 for us-east-1; its roots serve "
        "eu-west-1. Before the rotation, put `Amazon RDS "
        "us-east-1 Root CA RSA2048 G1` into `app/certs/rds.jks`.",
        "What `/etc/elsewhere.jks` holds is not known here: it is not in this tree. Before the rotation, make sure "
        "that `/etc/elsewhere.jks` holds `Amazon RDS eu-west-1 Root CA RSA2048 G1`.",
    ]


def test_the_day_counts() -> None:
    later = built(("app/a.properties", STORED), bundles=(STORE,), as_of=date(2062, 1, 1))
    assert later.as_of == date(2062, 1, 1)
    assert [row.store.readiness for row in later.rows if row.store and row.store.path] == ["lacks-root", "lacks-root"]


def test_stores_of_the_tree_are_listed_with_their_readers() -> None:
    (store,) = built(("app/a.properties", STORED), bundles=(STORE,)).stores
    assert (store.path, store.named_by) == ("app/certs/rds.jks", ("app/a.properties:1", "app/a.properties:2"))


def test_a_store_elsewhere_of_the_same_name_is_not_meant() -> None:
    other = Bundle(path="tools/certs/rds.jks", format="jks")
    assert {row.store and row.store.path for row in built(("app/a.properties", STORED), bundles=(other,)).rows} == {
        None
    }


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("a.py", 'import pytds\npytds.connect(dsn="db1", cafile="certs/rds.pem")\n', "certs/rds.pem"),
        ("freetds.conf", "[db1]\nhost = db1\nca file = certs/rds.pem\n", "certs/rds.pem"),
        ("freetds.conf", "[db1]\nhost = db1\nencryption = strict\nca file = system\n", None),
    ],
)
def test_files_of_anchors_are_known_by_the_settings_of_each_client(path: str, text: str, name: str | None) -> None:
    (row,) = built((path, text)).rows
    assert (row.store.name if row.store else None) == name


# --- servers ---------------------------------------------------------------------------------------------------------

SERVERS = """\
aws rds create-db-parameter-group --db-parameter-group-name a --db-parameter-group-family sqlserver-se-15.0
aws rds modify-db-parameter-group --db-parameter-group-name b \\
  --parameters "ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=pending-reboot"
aws rds create-db-instance --db-instance-identifier c --engine sqlserver-se --db-instance-class db.m5.large
aws rds create-db-instance --db-instance-identifier d --engine sqlserver-se --db-parameter-group-name b
aws rds create-db-instance --db-instance-identifier e --engine postgres --db-instance-class db.m5.large
aws rds modify-db-instance --db-instance-identifier c --ca-certificate-identifier rds-ca-rsa4096-g1
"""


def test_servers_say_whether_they_force_tls() -> None:
    found = [(each.kind, each.name, each.line, each.says, each.forces_tls) for each in built(("a.sh", SERVERS)).servers]
    assert sorted(found) == [
        ("authority", "", 7, "Its authority is rds-ca-rsa4096-g1.", None),
        ("instance", "c", 4, "It has the default parameter group, in which rds.force_ssl is 0.", False),
        ("instance", "d", 5, "Its parameter group is `b`. It forces TLS.", True),
        ("parameter group", "b", 2, "rds.force_ssl is 1: the server forces TLS.", True),
    ]


def test_a_group_that_is_said_to_do_both_tells_nothing_of_its_instances() -> None:
    again = SERVERS + SERVERS.splitlines()[1] + SERVERS.splitlines()[2].replace("Value=1", "Value=0") + "\n"
    (instance,) = [each for each in built(("a.sh", again)).servers if each.name == "d"]
    assert (instance.says, instance.forces_tls) == ("Its parameter group is `b`.", None)


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Db.cs").write_text(
        'new System.Data.SqlClient.SqlConnection("Server=db1;Password=hush;Encrypt=true");\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_formats_are_the_views() -> None:
    assert set(cli._VIEWS) == set(all_views())


@pytest.mark.usefixtures("tree")
def test_it_succeeds_whatever_it_finds(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inventory"]) == 0
    assert capsys.readouterr().out.startswith(
        "1 connection needs the new CA before the rotation.\n1 connection in 1 file"
    )


@pytest.mark.usefixtures("tree")
def test_what_could_not_be_read_makes_it_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["inventory", ".", "nowhere"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "lint-rds-tls: nowhere: does not exist\n"
    assert "nowhere: does not exist" in captured.out


def test_several_formats_go_to_files(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [f"--output-file={name}={name}.out" for name in all_views() if name != "json"]
    assert cli.main(["inventory", "--as-of", "2026-11-23", "--format", "json", *outputs]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["version"], document["as_of"]) == (1, "2026-11-23")
    for name in all_views():
        if name != "json":
            assert "hush" not in (tree / f"{name}.out").read_text()


def test_it_takes_the_arguments_of_check(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "list").write_text("Db.cs\n")
    assert cli.main(["inventory", "--files-from", "list", "--exclude", "*.py", "--jobs", "1", "--color", "always"]) == 0
    assert "\x1b[1m" in capsys.readouterr().out
    (tree / "lint-rds-tls.toml").write_text('exclude = ["*.cs"]\n')
    assert cli.main(["inventory"]) == 0
    assert capsys.readouterr().out == "No connection to SQL Server was found.\n2 files looked at.\n"
    assert cli.main(["inventory", "--isolated"]) == 0
    assert capsys.readouterr().out.startswith("1 connection")


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("arguments", [["--format", "sarif"], ["--output-file", "sarif=a"], ["--as-of", "today"]])
def test_bad_usage_is_told(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "lint_rds_tls", "inventory", *arguments]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_half_a_character_is_no_reason_to_fail(tree: Path) -> None:
    (tree / "Db.java").write_text('class A { String s = "jdbc:sqlserver://\\ud800;encrypt=true"; }\n')
    assert cli.main(["inventory", "--output-file", "html=a.html", "--output-file", "json=a.json"]) == 0
    assert json.loads((tree / "a.json").read_text())["summary"]["connections"] == 2


def test_nothing_but_rows_of_the_report_is_needed() -> None:
    found = inventory.build(lint_text(""))
    assert (found.rows, found.servers, found.stores, found.sessions, found.guides) == ((), (), (), None, ())
