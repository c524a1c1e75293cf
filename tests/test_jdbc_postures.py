"""Postures of the JDBC drivers are those that released jars were seen to have."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects import jdbc, jtds
from lint_rds_tls.model import Assessment, Client, Encryption, Hostname, Literal, Posture, Use, Verification
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import VersionRange

RECORDED = Path(__file__).parent / "recorded" / "jdbc" / "postures.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]
ALL = ["good", "rogue", "wronghost", "expired"]


def assessed(row: dict[str, Any]) -> Assessment:
    driver, _, version = row["client"].rpartition("-")
    # the record sorts names; `ssl` was written before `SSL`
    pairs = sorted(row["settings"].items(), key=lambda pair: pair[0].isupper())
    written = "".join(f";{name}={value}" for name, value in pairs)
    url = ("jdbc:jtds:sqlserver://localhost:1/db" if driver == "jtds" else "jdbc:sqlserver://localhost:1") + written
    literal = Literal(text=MappedText.copied(url), span=Span(0, len(url)), uses=(Use(role="variable", name="u"),))
    (connection,) = (jtds if driver == "jtds" else jdbc).read(literal, "a")
    (found,) = all_drivers()[driver].assess(connection, Client(driver=driver, versions=VersionRange.of(version)))
    return found


def seen(side: dict[str, Any], settings: dict[str, str], *, forced: bool) -> tuple[Encryption, Verification, Hostname]:
    """What a server saw, in this project's words."""
    offers = side["offers"][0]
    encryption = {"none": Encryption.NEVER, "on": Encryption.REQUIRED, "strict": Encryption.STRICT}.get(offers)
    if encryption is None:
        encryption = Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY
    accepts = side.get("accepts", [])
    named = "hostNameInCertificate" in settings
    if offers == "none" or accepts == ALL:
        return encryption, Verification.NONE, Hostname.NOT_CHECKED
    if accepts == ["rogue"] and "serverCertificate" in settings:
        return encryption, Verification.PINNED, Hostname.NOT_CHECKED
    if accepts == ["good", "rogue"]:
        return encryption, Verification.NONE, Hostname.CHECKED
    if accepts == ["good", "wronghost"]:
        return encryption, Verification.CHAIN, Hostname.NOT_CHECKED
    assert accepts == (["wronghost"] if named else ["good"]), (side, settings)
    return encryption, Verification.CHAIN, Hostname.CHECKED


def ours(posture: Posture | None) -> object:
    assert posture is not None
    return posture.encryption.value, posture.verification.value, posture.hostname.value


def opens(row: dict[str, Any]) -> bool:
    """Whether any certificate was accepted, and that tells something.

    A class that decides tells nothing, nor a trust store that is not there; nor strict for the other name, of which
    there is no certificate that nobody signed.
    """
    settings = row["settings"]
    decided_elsewhere = {"trustManagerClass", "trustStore"} & settings.keys()
    if settings.get("encrypt") == "strict" and "hostNameInCertificate" in settings:
        return False
    return bool(row["allow"].get("accepts") and row["force"].get("accepts")) and not decided_elsewhere


def test_every_posture_is_the_one_seen() -> None:
    differing = []
    for row in filter(opens, ROWS):
        found = assessed(row)
        wanted = [seen(row[side], row["settings"], forced=side == "force") for side in ("allow", "force")]
        mine = [ours(posture) for posture in (found.as_is, found.forced)] if found.refused is None else found.refused
        if mine != wanted:
            differing.append((row["client"], row["settings"], mine, wanted))
    assert differing == []


def test_what_throws_before_the_network_is_refused() -> None:
    throwing = [row for row in ROWS if row["allow"].get("throws") and not row["allow"]["offers"]]
    assert len(throwing) > 100
    assert [row for row in throwing if assessed(row).refused is None] == []


def test_what_connects_is_not_refused() -> None:
    assert [row for row in ROWS if row["allow"].get("accepts") and assessed(row).refused is not None] == []


@pytest.mark.parametrize("settings", [{"fips": "true", "encrypt": "false"}, {"encrypt": "true", "fips": "true"}])
def test_fips_wants_encryption_and_no_trust(settings: dict[str, str]) -> None:
    rows = [row for row in ROWS if row["settings"] == settings]
    assert rows
    for row in rows:
        assert (assessed(row).refused is None) is bool(row["force"].get("accepts"))


def test_a_class_decides_what_is_accepted() -> None:
    rows = [row for row in ROWS if row["settings"] == {"encrypt": "true", "trustManagerClass": "TrustAll"}]
    assert {tuple(row["allow"]["accepts"]) for row in rows} == {tuple(ALL)}
    assert {found.as_is.verification.value for row in rows if (found := assessed(row)).as_is} == {Verification.UNKNOWN}


def test_clear_text_where_the_server_has_no_tls() -> None:
    """`encrypt=false` logs in in clear text, where it is on nothing is sent."""
    for row in ROWS:
        found = assessed(row)
        if found.as_is is None or not row["none"]["offers"]:
            continue
        required = found.as_is.encryption.value in (Encryption.REQUIRED, Encryption.STRICT)
        if row["none"]["offers"] != ["strict"]:
            assert row["none"].get("login") == (None if required else ["plaintext"]), row
