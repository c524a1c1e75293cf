"""Every recorded connection string is read as the real packages read it (tests/recorded/README.md)."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects._adonet_grammar import IGNORABLE
from lint_rds_tls.dialects._adonet_settings import Written, read_text
from lint_rds_tls.drivers._sqlclient_refusals import as_boolean, as_encrypt, refusal
from lint_rds_tls.model import Connection, Setting
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import Version

RECORDED = Path(__file__).parent / "recorded" / "adonet-strings.jsonl.gz"
CLIENTS = (
    "sds-4.9.1", "mds-1.1.4", "mds-2.1.4", "mds-3.1.7", "mds-4.0.6", "mds-4.1.1", "mds-5.0.2", "mds-5.1.9",
    "mds-5.2.3", "mds-6.0.1", "mds-6.1.8", "mds-7.0.3", "mds-7.1.0",
)  # fmt: skip


@cache
def recorded() -> tuple[dict[str, Any], ...]:
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


@cache
def written(text: str) -> Written:
    return read_text(MappedText.copied(text), placeholders=False)


def version_of(client: str) -> Version | None:
    library, _, version = client.partition("-")
    return None if library == "sds" else Version.parse(version)


def answers(client: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for record in recorded():
        yield record["string"], next(answer for answer in record["answers"] if client in answer["clients"])


def complaint_of(answer: dict[str, Any]) -> tuple[str, str] | None:
    """Kind and keyword of what SqlConnection said; None where it accepted."""
    if "error" not in answer:
        return None
    message = answer["message"]
    for kind, pattern in (
        ("syntax", r"Format of the initialization string .* at index (\d+)\."),
        ("unknown-keyword", r"Keyword not supported: '(.*)'\."),
        ("unsupported-keyword", r"The keyword '(.*?)' is not supported on this platform"),
        ("invalid-value", r"Invalid value for key '(.*)'\."),
        ("invalid-value", r"Invalid '(.*)'\.  The value must be"),
        ("conflict", r"Use of key '(.*?)' requires"),
        ("conflict", r"Cannot use '(Authentication)="),
    ):
        if match := re.match(pattern, message, re.DOTALL):
            return kind, normal(match[1])
    assert answer["error"] == "NullReferenceException"
    return "empty-value", ""


def normal(keyword: str) -> str:
    return keyword.replace(" ", "").lower()


def ours(text: str, version: Version | None) -> tuple[str, str] | None:
    found = written(text)
    connection = Connection(
        dialect="adonet", path="", span=Span(0, len(text)), settings=found.settings, complaint=found.complaint
    )
    complaint = refusal(connection, version, netcore=True)
    if complaint is None:
        return None
    if complaint.kind == "syntax":
        index = re.search(r"index (\d+)", complaint.message)
        assert index is not None
        return "syntax", index[1]
    return complaint.kind, "" if complaint.kind == "empty-value" else normal(complaint.keyword)


@pytest.mark.parametrize("client", CLIENTS)
def test_accepts_and_refuses_as_the_client_does(client: str) -> None:
    version = version_of(client)
    differences = [
        (text, theirs, mine)
        for text, answer in answers(client)
        if (theirs := complaint_of(answer["connection"])) != (mine := ours(text, version))
    ]
    assert differences == []


@pytest.mark.parametrize("client", CLIENTS)
def test_reads_the_settings_that_the_client_reads(client: str) -> None:
    version = version_of(client)
    differences = []
    compared = 0
    for text, answer in answers(client):
        if "error" in answer["connection"] or "values" not in answer["builder"]:
            continue
        compared += 1
        theirs = {normal(key): value for key, value in answer["builder"]["values"].items()}
        mine = {
            normal(setting.key): as_written(setting, theirs.get(normal(setting.key), ""), version)
            for setting in written(text).settings
            if setting.effective
            and (setting.value or setting.quoted)
            and setting.key != "context connection"  # from 6.0 on accepted and dropped
        }
        if theirs != mine:
            differences.append((text, theirs, mine))
    assert differences == []
    assert compared > 500


def as_written(setting: Setting, theirs: str, version: Version | None) -> str:
    """The value in the builder's own spelling, where it is of a type that has one."""
    value = str(setting.value)
    if setting.key == "encrypt":
        word = as_encrypt(value, version)
        return {"mandatory": "True", "optional": "False", "strict": "Strict"}[word or ""]
    if theirs in ("True", "False"):
        boolean = True if value.strip().lower() == "sspi" else as_boolean(value)
        return value if boolean is None else str(boolean)
    if value.translate(IGNORABLE).replace(" ", "").lower() == theirs.lower() and theirs.isalnum():
        return theirs  # a word of an enumeration
    return value.strip() if theirs.isdigit() else value


@pytest.mark.parametrize("client", CLIENTS)
def test_the_data_source_is_the_one_that_the_client_dials(client: str) -> None:
    for text, answer in answers(client):
        if "data_source" in answer["connection"]:
            setting = next((s for s in written(text).settings if s.key == "data source" and s.effective), None)
            assert (str(setting.value) if setting else "") == answer["connection"]["data_source"]
