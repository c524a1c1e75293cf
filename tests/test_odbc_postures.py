"""Postures of ODBC drivers and Python clients are those that a watching server saw."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from lint_rds_tls.dialects import mssql_python, odbc, pymssql, pytds
from lint_rds_tls.model import (
    Assessment,
    Client,
    Connection,
    Encryption,
    Entry,
    Hostname,
    Literal,
    Posture,
    Record,
    Verification,
)
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import VersionRange

RECORDED = Path(__file__).parent / "recorded" / "odbc" / "postures.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]
#: Without those that freetds.conf told something: the file is not in sight of a connection.
PLAIN = [row for row in ROWS if "+" not in row["client"]]
ALL = ["good", "rogue", "wronghost", "expired"]
DRIVERS = {
    "msodbcsql": "odbc-driver-18",
    "mssql-python": "mssql-python",
    "freetds": "freetds-odbc",
    "pymssql": "pymssql",
    "python-tds": "python-tds",
}


def connection(name: str, settings: dict[str, Any]) -> Connection:
    pairs = "".join(f"{key}={value};" for key, value in settings.items())
    if name in ("msodbcsql", "freetds"):
        driver = "FreeTDS" if name == "freetds" else "ODBC Driver 18 for SQL Server"
        text = MappedText.copied(f"Driver={{{driver}}};Server=localhost;{pairs}")
        return next(odbc.read(Literal(text=text, span=text.span), "a"))
    if name == "mssql-python":
        base = MappedText.copied(f"Server=localhost;{pairs}")
        return next(mssql_python.read(Record(type="mssql_python.connect", base=base, entries=(), span=base.span), "a"))
    dialect, call = (pymssql, "pymssql.connect") if name == "pymssql" else (pytds, "pytds.connect")
    entries = tuple(
        Entry(name=MappedText.copied(key), value=MappedText.copied(str(value)), span=Span(0, 1))
        for key, value in settings.items()
    )
    return next(dialect.read(Record(type=call, entries=entries, span=Span(0, 1)), "a"))


def assessed(row: dict[str, Any]) -> Assessment:
    name, _, version = row["client"].rpartition("-")
    driver = all_drivers()[DRIVERS[name]]
    client = Client(driver=driver.name, versions=VersionRange.of(version))
    (found,) = driver.assess(connection(name, row["settings"]), client)
    return found


def seen(side: dict[str, Any], settings: dict[str, Any], *, forced: bool) -> tuple[Encryption, Verification, Hostname]:
    """What a server saw, in this project's words."""
    offers = {
        "none": Encryption.NEVER,
        "not-supported": Encryption.REQUIRED if forced else Encryption.NEVER,
        "off": Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY,
        "on": Encryption.REQUIRED,
        "strict": Encryption.STRICT,
    }
    encryption, accepts = offers[side["offers"][0]], side["accepts"]
    if accepts == ALL:
        return encryption, Verification.NONE, Hostname.NOT_CHECKED
    if accepts == ["rogue"]:
        return encryption, Verification.PINNED, Hostname.NOT_CHECKED
    if accepts == ["good", "wronghost"] and "HostnameInCertificate" not in settings:
        return encryption, Verification.CHAIN, Hostname.NOT_CHECKED
    assert accepts in (["good"], ["good", "wronghost"]), side
    return encryption, Verification.CHAIN, Hostname.CHECKED


def ours(posture: Posture | None) -> object:
    return None if posture is None else (posture.encryption.value, posture.verification.value, posture.hostname.value)


def test_every_posture_is_the_one_seen() -> None:
    differing, cells = [], 0
    for row in PLAIN:
        found = assessed(row)
        for side, posture in (("allow", found.as_is), ("force", found.forced)):
            if row[side].get("accepts"):
                cells += len(ALL)
                wanted = seen(row[side], row["settings"], forced=side == "force")
                if ours(posture) != wanted:
                    differing.append((row["client"], row["settings"], side, ours(posture), wanted))
    assert differing == []
    assert cells > 900


def test_what_throws_before_the_network_is_refused() -> None:
    throwing = [row for row in PLAIN if row["allow"].get("throws") and not row["allow"]["offers"]]
    assert len(throwing) > 20
    assert [row for row in throwing if assessed(row).refused is None] == []


def test_what_connects_is_not_refused() -> None:
    assert [row for row in PLAIN if row["allow"].get("accepts") and assessed(row).refused is not None] == []


def test_a_server_that_forces_tls_turns_python_tds_away_without_an_authority() -> None:
    rows = [row for row in PLAIN if row["client"].startswith("python-tds") and row["force"].get("throws")]
    assert [row["settings"] for row in rows if "cafile" not in row["settings"]] != []
    assert [assessed(row).forced for row in rows if "cafile" not in row["settings"]] == [None, None, None]


def test_clear_text_where_the_server_has_no_tls() -> None:
    """What is required fails there; everything else logs in in clear text."""
    for row in PLAIN:
        found = assessed(row)
        if found.as_is is None or row["none"]["offers"] == ["strict"] or not row["none"]["offers"]:
            continue
        required = found.as_is.encryption.value is Encryption.REQUIRED
        assert row["none"].get("login") == (None if required else ["plaintext"]), row


def test_freetds_conf_makes_pymssql_verify() -> None:
    """`ca file` does it, and pymssql has no argument for it."""
    told = {row["client"].partition("+")[2]: row for row in ROWS if "pymssql" in row["client"] and not row["settings"]}
    assert {conf: row["allow"]["accepts"] for conf, row in told.items()} == {
        "": ALL,
        "capath": ["good"],
        "unchecked": ["good", "wronghost"],
        "required": ALL,
    }
