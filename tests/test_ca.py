"""`lint-rds-tls ca`: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lint_rds_tls import cli
from tests.certificates import REGION, made, pem, root


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "certs").mkdir()
    (tmp_path / "certs" / "rds.pem").write_text(pem(root()), encoding="ascii")
    (tmp_path / "office.crt").write_text(pem(made("Root of the Office")), encoding="ascii")
    (tmp_path / "key.pem").write_text(
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", encoding="ascii"
    )
    (tmp_path / "broken.p12").write_bytes(b"\x30\x05\x02\x01\x03\x30\x00")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["ca", *arguments, "--as-of", "2026-11-23"])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_store_that_is_ready(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "certs/rds.pem", "--region", REGION) == (
        0,
        f"certs/rds.pem: ready (pem, 1 certificate)\n  It holds the root of rds-ca-rsa2048-g1 for {REGION}.\n",
        "",
    )


def test_a_store_for_another_region(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "certs/rds.pem", "--region", "eu-west-1") == (
        1,
        "certs/rds.pem: not ready (pem, 1 certificate)\n"
        f"  It lacks the root of rds-ca-rsa2048-g1 for eu-west-1; its roots serve {REGION}.\n",
        "",
    )


def test_directories_are_searched_and_what_serves_others_does_not_count(capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.p12").unlink()
    code, out, err = told(capsys, ".")
    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "office.crt: nothing of RDS (pem, 1 certificate)",
        "",
        "certs/rds.pem: ready (pem, 1 certificate)",
    ]
    assert f"  regions: {REGION}" in out


def test_what_is_named_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "certs/rds.pem", "office.crt")[0] == 1


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("key.pem", "lint-rds-tls: key.pem: holds no certificate\n"),
        ("none.pem", "lint-rds-tls: none.pem: does not exist\n"),
    ],
)
def test_files_that_are_no_stores(capsys: pytest.CaptureFixture[str], path: str, message: str) -> None:
    assert told(capsys, path) == (2, "", message)


def test_a_store_that_no_password_opens(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "broken.p12")
    assert code == 2
    assert out.startswith("broken.p12: cannot be read (pkcs12, 0 certificates)\n")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "certs/rds.pem", "key.pem", "--format", "json", "--region", REGION)
    document = json.loads(out)
    (store,) = document["stores"]
    assert code == 2
    assert (document["version"], document["region"], document["as_of"]) == (1, REGION, "2026-11-23")
    assert document["errors"] == [{"path": "key.pem", "message": "holds no certificate"}]
    assert (store["readiness"], store["roots"], store["regions"]) == ("ready", ["rds-ca-rsa2048-g1"], [REGION])
    assert store["certificates"][0]["not_after"] == "2061-05-21T00:00:00+00:00"
