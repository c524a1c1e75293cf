"""Every recorded connection: the drivers' verdicts are what the real packages did (tests/recorded/README.md)."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects._adonet_settings import read_text
from lint_rds_tls.model import Assessment, Client, Connection, Dependency, Posture
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import VersionRange

RECORDED = Path(__file__).parent / "recorded" / "adonet-postures.jsonl.gz"


@cache
def recorded() -> tuple[dict[str, Any], ...]:
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


CLIENTS = sorted({(line["client"], line["version"]) for line in recorded()})


def assessed(line: dict[str, Any]) -> Assessment:
    text = f"Data Source={line.get('host', 'localhost')};" + "".join(f"{k}={v};" for k, v in line["settings"].items())
    written = read_text(MappedText.copied(text), placeholders=False)
    connection = Connection(
        dialect="adonet",
        path="",
        span=Span(0, len(text)),
        settings=written.settings,
        complaint=written.complaint,
        token=line.get("token", False),
    )
    client = Client(
        driver=line["client"],
        versions=VersionRange.of(line["version"]),
        dependency=Dependency(name="", framework="net10.0"),
    )
    (assessment,) = all_drivers()[line["client"]].assess(connection, client)
    return assessment


def projected(posture: Posture | None) -> dict[str, str] | None:
    if posture is None:
        return None
    return {
        "encryption": posture.encryption.value.value,
        "verification": posture.verification.value.value,
        "hostname": posture.hostname.value.value,
    }


@pytest.mark.parametrize(("client", "version"), CLIENTS)
def test_postures_are_the_measured_ones(client: str, version: str) -> None:
    differences = []
    for line in recorded():
        if (line["client"], line["version"]) != (client, version):
            continue
        assessment = assessed(line)
        mine = {"as_is": projected(assessment.as_is), "forced": projected(assessment.forced)}
        theirs = line.get("posture") or {"as_is": None, "forced": None}
        if mine != theirs or (assessment.refused is not None) != (line["result"] == "throws"):
            differences.append((line["settings"], line.get("token"), theirs, mine))
    assert differences == []


def test_every_line_is_replayed() -> None:
    assert (len(recorded()), len(CLIENTS)) == (3330, 18)


@pytest.mark.parametrize(("client", "version"), CLIENTS)
def test_the_clear_text_fallback_is_known_where_it_was_seen(client: str, version: str) -> None:
    for line in recorded():
        if (line["client"], line["version"]) != (client, version) or line["result"] != "connects":
            continue
        assessment = assessed(line)
        assert assessment.as_is is not None
        if assessment.as_is.encryption.value.value == "required":
            falls_back = any("clear text" in flaw.text for flaw in assessment.flaws)
            assert falls_back == (line["omit"] == "plaintext"), line["settings"]


@pytest.mark.parametrize(("client", "version"), CLIENTS)
def test_the_name_prefix_defect_is_known_where_it_was_seen(client: str, version: str) -> None:
    for line in recorded():
        if (line["client"], line["version"]) != (client, version) or line["result"] != "connects":
            continue
        assessment = assessed(line)
        assert assessment.as_is is not None
        # the recorded certificate's name is near the server's, not near another name that was asked for; a pin that
        # is not met refuses it too
        asked = line.get("host") is None and not {"HostNameInCertificate", "ServerCertificate"} & set(line["settings"])
        if assessment.as_is.verification.value.value == "chain" and asked:
            defect = any("starts with the server's" in flaw.text for flaw in assessment.flaws)
            assert defect == ("cousin" in line["allow"]["accepts"]), line["settings"]
