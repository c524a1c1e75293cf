"""Reports for tests: lint a text as if it were a file."""

from __future__ import annotations

import json
from typing import Any

from lint_rds_tls import engine
from lint_rds_tls.discovery import InputFile, discover
from lint_rds_tls.model import Report
from lint_rds_tls.registry import all_reporters


def lint_text(text: str, path: str = "src/Db.cs") -> Report:
    """The report on one file of this path and content."""
    return engine.lint([InputFile(path=path, location=None, data=text.encode(), explicit=True)], jobs=1)


def json_of(folder: str) -> dict[str, Any]:
    """The JSON report on a folder."""
    report = engine.lint(discover([folder], wanted=engine.may_judge), jobs=1)
    written: dict[str, Any] = json.loads(all_reporters()["json"].write(report, False))
    return written


#: One certain error, one note, and a password that must not show.
SAMPLE = """using Microsoft.Data.SqlClient;
class A
{
    object a = new SqlConnection("Server=db1.example.com;Password=hush;Encrypt=true;TrustServerCertificate=true");
    // lint-rds-tls: ignore[encryption-off] the container has no certificate
    object b = new SqlConnection("Server=localhost;Encrypt=false");
    object c = new SqlConnection("Server=localhost;\\tEncrypt=no");
}
"""
