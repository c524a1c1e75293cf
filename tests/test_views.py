"""Five views of one inventory: what each must hold, and what none may let through."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from lint_rds_tls import inventory
from lint_rds_tls.model import HostClass, Inventory, RotationVerdict, Sessions, UnexplainedSession
from lint_rds_tls.registry import all_views
from tests.reports import lint_text
from tests.rotations import HOST

CODE = f"""\
class Db {{
  object a = new Microsoft.Data.SqlClient.SqlConnection("Server={HOST};Password=hush;Encrypt=Strict");
  object b = new Microsoft.Data.SqlClient.SqlConnection("Server=db.corp;Encrypt=true;TrustServerCertificate=true");
  object c = new Microsoft.Data.SqlClient.SqlConnection("Server=localhost;Encrypt=true");
}}
"""
HOSTILE = "<script>alert(1)</script>|`x`\n=cmd&\"'"


def sample() -> Inventory:
    return inventory.build(lint_text(CODE))


def hostile() -> Inventory:
    """The sample, whose first host, program and machine are out for mischief."""
    found = sample()
    first = replace(
        found.rows[0], host=HOSTILE, host_class=HostClass.REMOTE, path=f"src/{HOSTILE}.cs", application=HOSTILE
    )
    stranger = UnexplainedSession(client=HOSTILE, driver="", program=HOSTILE, machine=HOSTILE, count=1, unencrypted=1)
    sessions = Sessions(
        path=HOSTILE, count=1, unencrypted=1, unexplained=(stranger,), left_out=0, unread=(), told_apart=True
    )
    return replace(found, rows=(first, *found.rows[1:]), sessions=sessions)


def written(name: str, found: Inventory | None = None, *, colour: bool = False) -> str:
    return all_views()[name].write(sample() if found is None else found, colour)


@pytest.mark.parametrize("name", all_views())
def test_no_view_lets_a_secret_out(name: str) -> None:
    assert "hush" not in written(name)


@pytest.mark.parametrize("name", all_views())
def test_every_view_ends_its_last_line(name: str) -> None:
    assert written(name).endswith("\n")


@pytest.mark.parametrize("name", [name for name in all_views() if name != "csv"])
def test_every_view_of_nothing_says_so(name: str) -> None:
    text = written(name, inventory.build(lint_text("")))
    if name == "json":
        assert json.loads(text)["summary"]["connections"] == 0
    else:
        assert "No connection to SQL Server was found." in text


# --- text ------------------------------------------------------------------------------------------------------------


def test_text_begins_with_the_answer_and_groups_by_verdict() -> None:
    assert written("text").splitlines()[:10] == [
        "1 connection needs the new CA before the rotation.",
        "3 connections in 1 file, as of " + sample().as_of.isoformat() + ".",
        "      1  needs the CA",
        "      1  does not verify",
        "      1  not affected",
        "",
        "By client:",
        "      3  Microsoft.Data.SqlClient: 1 needs the CA, 1 does not verify, 1 not affected",
        "",
        "NEEDS THE CA (1)",
    ]


def test_text_shows_a_row_whole() -> None:
    text = written("text")
    start = text.index("src/Db.cs:3:")
    own = "If `db.corp` is a name of your own for an RDS instance,"
    assert text[start : text.index("\n\n", start)].splitlines() == [
        "src/Db.cs:3:58  Microsoft.Data.SqlClient",
        "  host      db.corp",
        "  as is     encrypted, not verified",
        "  forced    encrypted, not verified",
        "  store     none is read",
        "  because   Encrypt=true is written",
        "            TrustServerCertificate=true is written",
        "  to do     The rotation does not break it, since it accepts any certificate. To mend it, put the RDS root of",
        "            its region into the Trusted Root store of the computer (Windows), the certificates of OpenSSL",
        "            (Linux; not verified by us) or the keychain (macOS); then write",
        f"            Encrypt=true;TrustServerCertificate=false. {own}",
        "            name that endpoint with HostNameInCertificate (5.0 and later): the certificate holds no other.",
    ]


def test_text_is_coloured_only_where_wanted() -> None:
    assert "\x1b" not in written("text")
    assert "\x1b[1;31mNEEDS THE CA (1)\x1b[0m" in written("text", colour=True)


# --- JSON ------------------------------------------------------------------------------------------------------------


def document(found: Inventory | None = None) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(written("json", found))
    return read


def test_json_has_all_its_members_in_order() -> None:
    assert list(document()) == [
        "version", "as_of", "summary", "connections", "servers", "trust_stores", "sessions", "guides", "errors",
        "stats",
    ]  # fmt: skip
    assert document()["version"] == 1
    assert list(document()["summary"]["by_verdict"]) == [verdict.value for verdict in RotationVerdict]


def test_json_says_all_of_a_connection() -> None:
    first = document()["connections"][0]
    assert {name: first[name] for name in list(first)[:11]} == {
        "path": "src/Db.cs",
        "line": 2,
        "column": 58,
        "part": "src",
        "dialect": "adonet",
        "host": HOST,
        "host_class": "rds",
        "endpoint": "instance",
        "region": "eu-west-1",
        "application": None,
        "verdict": "needs-ca",
    }
    assert list(first)[11:] == ["reasons", "to_do", "trust_store", "sessions", "unencrypted_sessions", "clients"]
    posture = {"encryption": "strict", "verification": "chain", "hostname": "checked", "trust_store": "system"}
    taking = [each for each in first["clients"] if each["as_is"] is not None]
    assert [(each["as_is"], each["forced"]) for each in taking] == [(posture, posture)] * len(taking)
    assert [each["as_is"] for each in first["clients"] if each["verdict"] == "cannot-connect"] == [None]


def test_json_keeps_whatever_is_written() -> None:
    found = document(hostile())
    assert found["connections"][0]["host"] == HOSTILE
    assert found["sessions"]["unexplained"] == [
        {
            "client_interface_name": HOSTILE,
            "client": "",
            "program_name": HOSTILE,
            "host_name": HOSTILE,
            "count": 1,
            "unencrypted": 1,
        }
    ]


# --- CSV -------------------------------------------------------------------------------------------------------------


def table(found: Inventory | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", found), newline="")))


def test_csv_has_a_line_for_each_connection_and_client() -> None:
    lines = table()
    expected = [
        (row.rotation.verdict.value, each.verdict.value) for row in sample().rows for each in row.rotation.clients
    ]
    assert [(each["verdict"], each["client_verdict"]) for each in lines] == expected
    assert (lines[0]["path"], lines[0]["line"], lines[0]["host"]) == ("src/Db.cs", "2", HOST)


def test_csv_is_rfc_4180() -> None:
    text = written("csv", hostile())
    assert text.replace("\r\n", "").count("\n") == text.count(HOSTILE.split("\n")[1].replace('"', '""'))
    assert all(None not in line and None not in line.values() for line in table(hostile()))


@pytest.mark.parametrize("host", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_lets_no_spreadsheet_run_a_cell(host: str) -> None:
    found = sample()
    changed = replace(found, rows=(replace(found.rows[0], host=host),))
    assert table(changed)[0]["host"] == f"'{host}"


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_markdown_has_a_table_for_each_verdict() -> None:
    text = written("markdown")
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Who needs the new CA?",
        "## Needs the CA (1)",
        "## Does not verify (1)",
        "## Not affected (1)",
        "## How a root gets there",
    ]
    assert "| `src/Db.cs:3` | Microsoft.Data.SqlClient | db.corp | encrypted, not verified |" in text


def test_markdown_tables_survive_what_stands_in_them() -> None:
    text = written("markdown", hostile())
    rows = [line for line in text.splitlines() if "alert(1)" in line and line.startswith("|")]
    assert rows
    for row in rows:
        bars = row.replace("\\|", "").count("|")
        assert bars in (9, 6)  # the table of connections with sessions, and that of strangers
        outside = re.sub(r"(`+)[^`](?:.*?[^`])?\1(?!`)", "", row)  # what is code is shown as it is
        assert "<script>" not in outside
    assert "\\<script\\>alert(1)\\</script\\>\\|\\`x\\` =cmd&\"'" in text


# --- HTML ------------------------------------------------------------------------------------------------------------


def test_html_asks_for_nothing_from_outside() -> None:
    text = written("html")
    assert "default-src 'none'" in text
    for mark in (" src=", "@import", "url(", '<link rel="stylesheet', "fetch(", "XMLHttpRequest"):
        assert mark not in text
    assert "href=" not in text.replace('href="data:,"', "")


def test_html_escapes_all_of_it() -> None:
    text = written("html", hostile())
    assert "<script>alert" not in text
    assert text.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;|`x`\n=cmd&amp;&quot;&#x27;" in text.replace("<wbr>", "")


def test_html_holds_every_connection_without_a_script() -> None:
    text = written("html").split("<script>")[0]
    assert text.count('<tr class="row">') == text.count('<tr class="more">') == 3
    for row in sample().rows:
        assert f"{row.path}:{row.line}".replace("/", "/<wbr>") in text
    assert "hidden" not in text.split("</style>")[1]
