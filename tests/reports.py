"""Reports for tests: lint a text as if it were a file."""

from __future__ import annotations

from lint_rds_tls import engine
from lint_rds_tls.discovery import InputFile
from lint_rds_tls.model import Report


def lint_text(text: str, path: str = "src/Db.cs") -> Report:
    """The report on one file of this path and content."""
    return engine.lint([InputFile(path=path, location=None, data=text.encode(), explicit=True)], jobs=1)


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
