"""The reading of go-sqlcmd's command line is the program's own, and its postures are those that it was seen to have."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.dialects._go_values import boolean
from lint_rds_tls.dialects._sqlcmd_go import parse
from lint_rds_tls.dialects.sqlcmd import read
from lint_rds_tls.model import Assessment, Client, Command, Encryption, Hostname, Posture, Verification, Word
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import Version, VersionRange
from tests.recorded.go_sqlcmd import measure
from tests.recorded.go_sqlcmd.arguments import arguments

RECORDED = Path(measure.__file__).parent
MODULE = "github.com/microsoft/go-sqlcmd"
LIVE = "1.10.0"
#: The releases that stand for a range, and the first of it.
STARTS = {"1.5.0": "1.5", "1.6.0": "1.6", "1.8.0": "1.6", "1.8.3": "1.8.1", "1.9.0": "1.9", "1.10.0": "1.10"}
FIELDS = {
    "Server": "S", "DatabaseName": "d", "UserName": "U", "Password": "P", "Query": "Q", "InitialQuery": "q",
    "EncryptConnection": "N", "HostNameInCertificate": "F", "ServerCertificate": "J", "ListServers": "L",
}  # fmt: skip
ALL = ["good", "rogue", "wronghost", "expired"]


def recorded(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress((RECORDED / name).read_bytes()).decode().splitlines()]


@cache
def words(written: tuple[str, ...]) -> list[Word]:
    found, at = [], 0
    for each in written:
        found.append(Word(text=MappedText.copied(each, at), span=Span(at, at + len(each))))
        at += len(each) + 1
    return found


def ours(written: Sequence[str], release: str) -> dict[str, Any]:
    """What we read, in the words of the record."""
    version = Version.parse(STARTS[release])
    parsed = parse(words(tuple(written)), version)
    if parsed.complaint is not None:
        return {"refused": True}
    last = {option.letter: "true" if option.value is None else str(option.value) for option in parsed.options}
    if boolean(last.get("?", "")):
        return {"help": True}
    found: dict[str, Any] = {name: last[letter] for name, letter in FIELDS.items() if last.get(letter)}
    if version < Version.parse("1.9"):
        found.pop("HostNameInCertificate", None)  # -F is the format there
    if "N" not in last:
        found["EncryptConnection"] = "default"
    for name, letter in (("TrustServerCertificate", "C"), ("Version", "version")):
        if boolean(last.get(letter, "")):
            found[name] = True
    return found


def theirs(answer: dict[str, Any]) -> dict[str, Any]:
    answer = {name: value for name, value in answer.items() if name not in ("releases", "arguments")}
    return {"refused": True} if answer.keys() & {"refused", "error", "panic"} else answer


def test_arguments_are_read_as_the_program_reads_them() -> None:
    rows = recorded("arguments.jsonl.gz")
    assert len(rows) >= 2000
    differing = [
        (row["arguments"], release)
        for row in rows
        for answer in row["answers"]
        for release in answer["releases"]
        if ours(row["arguments"], release) != theirs(answer)
    ]
    assert differing == []


def test_many_lists_are_accepted_and_many_refused() -> None:
    rows = recorded("arguments.jsonl.gz")
    for release in STARTS:
        refused = [row for row in rows for each in row["answers"] if release in each["releases"] and "refused" in each]
        assert 0.3 < len(refused) / len(rows) < 0.9


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with the probe in it, from what is on this machine."""
    how = f"needs Go and its module: go install {MODULE}/cmd/modern@v{LIVE}"
    if shutil.which("go") is None:
        pytest.skip(how)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GOPROXY", "off")
        patched.setenv("GOFLAGS", "-mod=mod -buildvcs=false")
        try:
            source = measure.module(LIVE, tmp_path_factory.mktemp("go"))
        except subprocess.CalledProcessError:
            pytest.skip(how)
    path = source.parent / "probe"
    try:
        measure.built(source, path, probe=True, environment={"GOPROXY": "off"})
    except subprocess.CalledProcessError:
        pytest.skip(how)
    return path


def test_the_program_itself_agrees_on_other_lists(program: Path) -> None:
    lists = list(arguments(20_261_125, 1500))
    answers = measure.parsed(program, lists)
    differing = [each for each, answer in zip(lists, answers, strict=True) if ours(each, LIVE) != theirs(answer)]
    assert differing == []


# --- postures --------------------------------------------------------------------------------------------------------


def assessed(row: dict[str, Any]) -> Assessment | None:
    """What the release of a row makes of its arguments; None where no release takes them."""
    written = ["-S", "tcp:localhost,1", "-U", "u", "-Q", "SELECT 1", "-l", "6", *row["arguments"]]
    if row["arguments"][:1] == ["query"]:
        written = ["config", "add-endpoint", "--address", "localhost", "--port", "1"]  # what `query` connects to
    program = Word(text=MappedText.copied("sqlcmd", 900), span=Span(900, 906))
    libraries = ("github.com/microsoft/go-sqlcmd",)
    command = Command(program=program, arguments=tuple(words(tuple(written))), span=Span(0, 906), libraries=libraries)
    connections = list(read(command, "a.sh"))
    client = Client(driver="go-sqlcmd", versions=VersionRange.of(row["release"]))
    found = [each for one in connections for each in all_drivers()["go-sqlcmd"].assess(one, client)]
    return found[0] if found else None


def seen(side: dict[str, Any], *, forced: bool) -> tuple[Encryption, Verification, Hostname]:
    """What a server saw, in this project's words."""
    offers, accepts = side["offers"][0], side["accepts"]
    encryption = {"on": Encryption.REQUIRED, "strict": Encryption.STRICT}.get(offers)
    if encryption is None:
        optional = Encryption.NEVER if offers == "not-supported" else Encryption.LOGIN_ONLY
        encryption = Encryption.REQUIRED if forced else optional
    if accepts == ALL:
        return encryption, Verification.NONE, Hostname.NOT_CHECKED
    if accepts == ["rogue"]:
        return encryption, Verification.PINNED, Hostname.NOT_CHECKED
    assert accepts in (["good"], ["wronghost"]), side
    return encryption, Verification.CHAIN, Hostname.CHECKED


def posture(found: Posture | None) -> object:
    assert found is not None
    return found.encryption.value, found.verification.value, found.hostname.value


def test_every_posture_is_the_one_seen() -> None:
    differing = []
    for row in recorded("postures.jsonl.gz"):
        found = assessed(row)
        if not row["allow"]["accepts"]:
            continue
        wanted = [seen(row[side], forced=side == "force") for side in ("allow", "force")]
        mine = [posture(each) for each in (found.as_is, found.forced)] if found and not found.refused else found
        if mine != wanted:
            differing.append((row["release"], row["arguments"], mine, wanted))
    assert differing == []


def test_what_does_not_come_to_the_network_is_refused() -> None:
    silent = [
        row for row in recorded("postures.jsonl.gz") if not row["allow"]["offers"] and "query" not in row["arguments"]
    ]
    assert len(silent) > 40
    taken = [row for row in silent if (found := assessed(row)) is not None and found.refused is None]
    # a file that is not there is nothing that a reader of the command line sees
    assert [row for row in taken if "missing.pem" not in row["arguments"]] == []
