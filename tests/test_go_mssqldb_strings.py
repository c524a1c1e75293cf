"""Strings are read as the released versions of go-mssqldb read them."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects import _go_mssqldb_grammar as grammar
from lint_rds_tls.dialects.go_mssqldb import read
from lint_rds_tls.drivers.go_mssqldb import assess
from lint_rds_tls.model import Client, Connection, Encryption, Literal, Verification
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import VersionRange
from tests.recorded.go_mssqldb.measure import Asked, built, measured_strings

RECORDED = Path(__file__).parent / "recorded" / "go_mssqldb" / "strings.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]
#: Versions that know quotes; and those that refuse a URL with a key in two letter cases.
_QUOTES, _REFUSES_TWO = ("1.9", "1.10", "1.11"), ("1.10", "1.11")
MODES = {
    "off": Encryption.LOGIN_ONLY,
    "required": Encryption.REQUIRED,
    "disabled": Encryption.NEVER,
    "strict": Encryption.STRICT,
}


def told(answer: dict[str, Any]) -> object:
    """What the driver says of TLS: why it refuses, else mode and trust; None where it fails for another reason."""
    error = answer.get("error", "")
    for start, kind in (("invalid encrypt", "encrypt"), ("invalid trust", "trust")):
        if error.startswith(start):
            return kind
    if any(each in error for each in ("more than once", "parse ", "unable to parse", "unexpected ")):
        return "syntax"
    if "cannot specify both" in error:
        return "conflict"
    return None if error else (answer["encryption"], bool(answer.get("trust")))


def connections(text: str) -> list[Connection]:
    """What a text alone says, taken as the whole of it."""
    found = read(Literal(text=MappedText.copied(text), span=Span(0, len(text))), "main.go")
    return [replace(each, complete=True) for each in found]


def ours(connection: Connection, version: str) -> object:
    (found,) = assess(connection, Client(driver="go-mssqldb", versions=VersionRange.of(version)))
    if found.refused is not None:
        if found.refused.kind == "invalid-value":
            return "trust" if "trust" in found.refused.message else "encrypt"
        both = "cannot specify both" in found.refused.message
        return "conflict" if both else "syntax"
    assert found.as_is is not None
    mode = next((name for name, value in MODES.items() if value is found.as_is.encryption.value), "unknown")
    trusts = found.as_is.verification.value is Verification.NONE and mode != "disabled"
    return mode, trusts


def by_chance(text: str) -> bool:
    """A URL with a key in two letter cases, of which old versions take any."""
    if not grammar.is_url(text):
        return False
    keys = [pair.key for pair in grammar.url(MappedText.copied(text)).pairs]
    return len(set(keys)) < len(keys)


def differing(rows: list[dict[str, Any]]) -> list[object]:
    """Where ours does not read what the driver reads."""
    found: list[object] = []
    for row in rows:
        text = row["string"]
        if "[:::" in text or not any(each in text.lower() for each in ("server", "source", "addr")):
            continue  # addresses are not looked into; a text without a server is nobody's
        chance = by_chance(text)
        for connection in connections(text):
            for answer in row["answers"]:
                wanted = told(answer)
                for version in dict.fromkeys((answer["versions"][0], answer["versions"][-1])):
                    if (
                        wanted is None
                        or ('"' in text and not version.startswith(_QUOTES))
                        or (chance and not version.startswith(_REFUSES_TWO))
                    ):
                        continue
                    got = ours(connection, version)
                    if got != wanted and "unknown" not in str(got):
                        found.append((text, version, got, wanted))
    return found


def test_every_string_is_read_as_each_version_reads_it() -> None:
    assert differing(ROWS) == []


def test_the_record_is_whole() -> None:
    assert len(ROWS) == 1934
    assert {version for row in ROWS for answer in row["answers"] for version in answer["versions"]} == {
        "0.17.0", "1.0.0", "1.1.0", "1.6.0", "1.7.2", "1.8.2", "1.9.4", "1.9.8", "1.10.0", "1.11.2",
    }  # fmt: skip


def test_the_driver_itself_agrees_on_other_strings(tmp_path: Path) -> None:
    if not os.environ.get("LINT_RDS_TLS_GO") or shutil.which("go") is None:
        pytest.skip("needs Go on the path, and LINT_RDS_TLS_GO=1 to let it fetch github.com/microsoft/go-mssqldb")
    asked = [Asked(version, built(version, tmp_path)) for version in ("1.6.0", "1.11.2")]
    rows = list(measured_strings(asked, 5000))
    for each in asked:
        each.close()
    assert len(rows) > 4000
    assert differing(rows) == []
