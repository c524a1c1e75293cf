"""Verdicts on go-mssqldb are what its releases did in front of a watching server."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects.go_mssqldb import read
from lint_rds_tls.drivers.go_mssqldb import assess
from lint_rds_tls.model import Assessment, Client, Encryption, Hostname, Literal, Posture, Verification
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import VersionRange

RECORDED = Path(__file__).parent / "recorded" / "go_mssqldb" / "postures.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]
OFFERED = {
    "off": Encryption.LOGIN_ONLY,
    "on": Encryption.REQUIRED,
    "not-supported": Encryption.NEVER,
    "strict": Encryption.STRICT,
}
EVERY = ["good", "rogue", "wronghost", "expired"]


def assessment(settings: dict[str, str], version: str) -> Assessment:
    text = "server=localhost;user id=u" + "".join(f";{name}={value}" for name, value in settings.items())
    (connection,) = read(Literal(text=MappedText.copied(text), span=Span(0, len(text))), "main.go")
    (found,) = assess(connection, Client(driver="go-mssqldb", versions=VersionRange.of(version)))
    return found


def told(posture: Posture) -> tuple[object, object, object]:
    return posture.encryption.value, posture.verification.value, posture.hostname.value


def seen(side: dict[str, Any], *, forced: bool) -> tuple[Encryption, Verification, Hostname]:
    """What a side of the record says in our words."""
    encryption = OFFERED[side["offers"][0]]
    if forced and encryption is not Encryption.STRICT:
        encryption = Encryption.REQUIRED
    verification = {
        tuple(EVERY): Verification.NONE,
        ("rogue",): Verification.PINNED,
    }.get(tuple(side["accepts"]), Verification.CHAIN)
    return encryption, verification, Hostname.CHECKED if verification is Verification.CHAIN else Hostname.NOT_CHECKED


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: ";".join(f"{k}={v}" for k, v in row["settings"].items()) or "none"
)
def test_each_verdict_is_what_the_driver_did(row: dict[str, Any]) -> None:
    for version in row["versions"]:
        found = assessment(row["settings"], version)
        if "throws" in row["allow"]:
            if "cannot read" in row["allow"]["throws"]:
                continue  # whether a file is there is not known
            assert found.refused is not None
            assert found.refused.message.split("'")[0] == row["allow"]["throws"].split("'")[0]
            continue
        assert found.as_is is not None
        assert found.forced is not None
        assert told(found.as_is) == seen(row["allow"], forced=False)
        assert told(found.forced) == seen(row["force"], forced=True)


def test_the_record_is_whole() -> None:
    assert len(ROWS) == 98
    assert {version for row in ROWS for version in row["versions"]} == {"0.17.0", "1.1.0", "1.6.0", "1.9.8", "1.11.2"}
