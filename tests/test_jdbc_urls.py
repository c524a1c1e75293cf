"""URLs are read as the released drivers read them, version by version."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.data.jdbc_properties import SINCE, SYNONYMS, UNTIL
from lint_rds_tls.dialects import _jdbc_grammar, _jtds_grammar
from lint_rds_tls.text import MappedText
from lint_rds_tls.versions import Version
from tests.recorded.jdbc.measure import measured_urls

RECORDED = Path(__file__).parent / "recorded" / "jdbc" / "urls.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]


def known(name: str, version: Version) -> str | None:
    """The canonical name in lower case, None where this version drops it."""
    name = name.lower()
    canonical, since = SYNONYMS.get(name, (name, ""))
    start, end = SINCE.get(canonical), UNTIL.get(canonical)
    if start is None or any(bound and version < Version.parse(bound) for bound in (start, since)):
        return None
    return None if end and version >= Version.parse(end) else canonical


def microsoft(url: str, version: Version) -> dict[str, str] | str | None:
    """The properties by lower-case name, `badly formed`, or None where it is not the driver's."""
    if not url.startswith(_jdbc_grammar.PREFIX):
        return None
    parsed = _jdbc_grammar.parse(url, doubled_braces=version >= Version.parse("8.4"))
    newer = version >= Version.parse("11.2")
    if newer and parsed.server and parsed.goes_on and "=" in url[slice(*parsed.server)]:
        return "badly formed"
    if parsed.error is not None:
        return "badly formed"
    found = {}
    if parsed.server and url[slice(*parsed.server)]:
        found["servername"] = url[slice(*parsed.server)]
    if parsed.instance is not None:
        instance = url[slice(*parsed.instance)]
        ends = len(url.rstrip()) == parsed.instance[1] and not url[parsed.instance[1] :]
        found["instancename"] = instance if ends else instance.lower()
    if parsed.port is not None:
        found["portnumber"] = url[slice(*parsed.port)]
    for pair in parsed.pairs:
        name = known(url[slice(*pair.name)], version)
        value = url[slice(*pair.value)]
        if pair.braced and version >= Version.parse("8.4"):
            value = value.replace("}}", "}")
        if name is not None:
            found[name] = value
    return found


def jtds(url: str) -> dict[str, str] | None:
    parsed = _jtds_grammar.parse(MappedText.copied(url))
    if parsed is None:
        return None
    found = {"SERVERNAME": str(parsed.server), "SERVERTYPE": "1"}
    if parsed.port is not None:
        found["PORTNUMBER"] = str(int(str(parsed.port)))
    if parsed.database is not None:
        found["DATABASENAME"] = str(parsed.database)
    for pair in parsed.pairs:
        found[str(pair.name).upper()] = str(pair.value)
    return found


def answers() -> list[tuple[str, str, dict[str, Any]]]:
    return [(row["url"], client, answer) for row in ROWS for answer in row["answers"] for client in answer["clients"]]


def differing(asked: list[tuple[str, str, dict[str, Any]]]) -> list[object]:
    """Where ours does not read what the driver reads."""
    found: list[object] = []
    for url, client, answer in asked:
        driver, _, version = client.rpartition("-")
        wanted: object = answer.get("properties")
        if "error" in answer:
            wanted = "badly formed"
        elif isinstance(wanted, dict) and driver == "mssql-jdbc":
            wanted = {name.lower(): value for name, value in wanted.items()}
        ours = microsoft(url, Version.parse(version)) if driver == "mssql-jdbc" else jtds(url)
        if ours != wanted:
            found.append((url, client, ours, wanted))
    return found


def test_every_url_is_read_as_the_driver_reads_it() -> None:
    assert differing(answers()) == []


def test_the_drivers_themselves_agree_on_other_urls(tmp_path: Path) -> None:
    jars = os.environ.get("LINT_RDS_TLS_JARS")
    if not jars or shutil.which("javac") is None:
        pytest.skip("needs a JDK, and LINT_RDS_TLS_JARS naming a folder with jars of mssql-jdbc and jTDS")
    subprocess.run(["javac", "-d", tmp_path, RECORDED.parent / "Drivers.java"], check=True)
    measured = list(measured_urls(jars, str(tmp_path), 6000, takes=False))
    asked = [(row["url"], client, each) for row in measured for each in row["answers"] for client in each["clients"]]
    assert len(measured) > 5000
    assert differing(asked) == []


def test_the_record_is_whole() -> None:
    assert len(ROWS) == 1095
    assert {client for _, client, _ in answers()} >= {
        "mssql-jdbc-9.4.1", "mssql-jdbc-10.2.3", "mssql-jdbc-12.8.1", "mssql-jdbc-13.4.0", "jtds-1.3.1",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "jdbc:jtds:sqlserver:", "jdbc:jtds:sqlserver:/", "jdbc:jtds:sqlserver://"])
def test_halves_of_urls(text: str) -> None:
    assert _jtds_grammar.parse(MappedText.copied(text)) is None
