"""The pre-commit hooks see the files that the front-ends read, and fail on a finding."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from lint_rds_tls.registry import all_formats, all_frontends

ROOT = Path(__file__).parent.parent
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def files_pattern() -> str:
    """What `files` must be: the endings of all front-ends and formats, whole names such as `.env`; case ignored."""
    listed = [each.patterns for each in all_frontends().values()] + [each.patterns for each in all_formats().values()]
    patterns = sorted({pattern for each in listed for pattern in each})
    endings = [re.escape(each.removeprefix("*.")) for each in patterns if each.startswith("*.")]
    names = [re.escape(each).replace(r"\*", "[^/]*") for each in patterns if not each.startswith("*.")]
    whole = f"|(^|/)({'|'.join(names)})" if names else ""
    return rf"(?i)(\.({'|'.join(endings)}){whole})$"


def test_hooks_take_the_files_that_the_front_ends_read() -> None:
    assert re.findall(r"^  files: '(.*)'$", HOOKS, re.MULTILINE) == [files_pattern()] * 2


@pytest.mark.parametrize(
    ("name", "taken"), [("src/Db.CS", True), ("web.config", True), ("a.cs.txt", False), ("csx", False)]
)
def test_pattern(name: str, taken: bool) -> None:
    assert bool(re.search(files_pattern(), name)) is taken


def test_try_repo_fails_with_the_finding(tmp_path: Path) -> None:
    if find_spec("pre_commit") is None or shutil.which("git") is None:
        pytest.skip("needs git and pre-commit: pip install pre-commit")
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.com"]
    source, target = tmp_path / "source", tmp_path / "target"
    subprocess.run([*git, "clone", "-q", ROOT, source], check=True)
    target.mkdir()
    subprocess.run([*git, "init", "-q", target], check=True)
    (target / "Db.cs").write_text(
        'var c = new Microsoft.Data.SqlClient.SqlConnection("Server=db1;Encrypt=true;TrustServerCertificate=true");\n'
    )
    subprocess.run([*git, "add", "."], cwd=target, check=True)
    run = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", source, "lint-rds-tls", "--all-files"],
        cwd=target,
        capture_output=True,
        text=True,
        check=False,
    )
    if "No matching distribution found" in run.stdout + run.stderr:
        pytest.skip("pre-commit installs the hook's packages, which needs a package index")
    assert run.returncode == 1, run.stdout + run.stderr
    assert "Db.cs:1:77: error[certificate-not-verified]" in run.stdout
