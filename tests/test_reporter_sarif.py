"""SARIF 2.1.0 that validators and GitHub take without an error."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.reporters.sarif import write
from tests.reports import SAMPLE, lint_text


def document(text: str = SAMPLE, path: str = "src/Db.cs") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write(lint_text(text, path), False))
    return found


@pytest.fixture(scope="module")
def multitool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of Microsoft's validator, which carries the schema too."""
    if shutil.which("npm") is None:
        pytest.skip("needs npm (Node.js) to install @microsoft/sarif-multitool")
    folder = tmp_path_factory.mktemp("npm")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "@microsoft/sarif-multitool@5"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = sorted(folder.glob("node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool"))
    if installed.returncode or not found:
        pytest.skip("@microsoft/sarif-multitool cannot be installed here: connect to the npm registry")
    found[0].chmod(0o755)
    return found[0].parent


def test_the_result() -> None:
    (run,) = document()["runs"]
    first, second = run["results"]
    assert first["ruleId"] == "certificate-not-verified"
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "certificate-not-verified"
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "src/Db.cs"},
                "region": {"startLine": 4, "startColumn": 85, "endLine": 4, "endColumn": 112},
            }
        }
    ]
    assert first["partialFingerprints"] == {"primaryLocationLineHash": "a0abd7c6928372a3:1"}
    assert (second["level"], second["locations"][0]["physicalLocation"]["region"]["startLine"]) == ("note", 7)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"] == {"id": "lint-rds-tls/"}


def test_rules_carry_their_manual_and_their_weakness() -> None:
    (run,) = document()["runs"]
    for rule in run["tool"]["driver"]["rules"]:
        assert "## Flags" in rule["help"]["markdown"]
        assert 0.1 <= float(rule["properties"]["security-severity"]) <= 10
        assert len(rule["shortDescription"]["text"]) <= 1024
    verified = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "certificate-not-verified")
    assert "external/cwe/cwe-295" in verified["properties"]["tags"]


def test_paths_are_percent_encoded() -> None:
    uri = document(path="a b/ä#.cs")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": "a%20b/%C3%A4%23.cs"}


def test_no_secret_and_no_suppressed_finding_is_in_it() -> None:
    text = write(lint_text(SAMPLE), False)
    assert "hush" not in text
    assert '"startLine": 6' not in text


def test_related_places_name_the_winner() -> None:
    (run,) = document('new System.Data.SqlClient.SqlConnection("Server=a;Encrypt=true;Encrypt=false");')["runs"]
    ignored = next(result for result in run["results"] if result["ruleId"] == "setting-ignored")
    (related,) = ignored["relatedLocations"]
    assert related["message"] == {"text": "Encrypt=false wins"}
    assert related["physicalLocation"]["region"]["startColumn"] == 64


def test_the_schema_takes_it(multitool: Path) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads((multitool / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    validator = Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(document())] == []
    spoiled = document()
    spoiled["runs"][0]["results"][0]["level"] = "critical"
    assert [error.message for error in validator.iter_errors(spoiled)] != []


def test_the_validator_finds_no_error(multitool: Path, tmp_path: Path) -> None:
    (tmp_path / "in.sarif").write_text(write(lint_text(SAMPLE), False), encoding="utf-8")
    command = [str(multitool / "Sarif.Multitool"), "validate", "in.sarif", "--rule-kind", "Sarif;Gh", "--level"]
    subprocess.run(
        [*command, "Error;Warning;Note", "-o", "out.sarif", "--log", "ForceOverwrite"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": str(tmp_path)},
    )
    (run,) = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8-sig"))["runs"]
    said = [(result["ruleId"], result.get("level", "warning")) for result in run["results"]]
    assert ("SARIF2006", "note") in said, "the validator did not run: it always warns of unreachable addresses here"
    assert [each for each in said if each[1] == "error"] == []
