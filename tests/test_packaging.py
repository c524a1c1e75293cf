"""The wheel carries the grammars and data, and runs where nothing else is installed."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode and "No matching distribution found for hatchling" in built.stdout + built.stderr:
        pytest.skip("building a wheel needs a package index that has hatchling: connect, or set PIP_FIND_LINKS")
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


def test_wheel_carries_every_grammar_and_data_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    grammars = {f"lint_rds_tls/grammars/{path.name}" for path in (ROOT / "grammars").glob("*.lark")}
    data = {f"lint_rds_tls/data/{path.name}" for path in (ROOT / "lint_rds_tls" / "data").glob("*.json")}
    assert grammars
    assert data
    page = {f"lint_rds_tls/views/_page/{name}" for name in ("page.css", "page.js")}
    assert grammars | data | page | {"lint_rds_tls/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests/", "fixtures/"))]


def test_wheel_runs_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    installed = subprocess.run(
        [scripts / "python", "-m", "pip", "install", "-q", wheel], capture_output=True, text=True, check=False
    )
    if installed.returncode and "No matching distribution found" in installed.stderr:
        pytest.skip("installing the wheel needs a package index: connect, or set PIP_FIND_LINKS")
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "Db.cs").write_text(
        "using Microsoft.Data.SqlClient;\n"
        'var c = new SqlConnection("Server=db1;Encrypt=true;TrustServerCertificate=true");\n'
    )
    run = subprocess.run(
        [scripts / "lint-rds-tls", "check", "--format", "github", "Db.cs"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout.startswith("::error file=Db.cs,line=2,endLine=2,col=52,endColumn=79,")
    assert run.returncode == 1
