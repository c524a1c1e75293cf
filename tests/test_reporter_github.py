"""GitHub annotations: escaping, levels, columns."""

from __future__ import annotations

from lint_rds_tls.reporters.github import write
from tests.reports import SAMPLE, lint_text


def test_commands() -> None:
    assert write(lint_text(SAMPLE), False) == (
        "::error file=src/Db.cs,line=4,endLine=4,col=85,endColumn=112,title=lint-rds-tls certificate-not-verified::"
        "TrustServerCertificate=true makes the client accept any certificate.\n"
        "::notice file=src/Db.cs,line=7,endLine=7,col=54,endColumn=64,title=lint-rds-tls encryption-off::"
        "Encrypt=no leaves the session unencrypted.\n"
        "lint-rds-tls: 2 findings in 1 files.\n"
    )


def test_special_characters_of_paths_are_escaped() -> None:
    first = write(lint_text(SAMPLE, "a,b:c%d.cs"), False).splitlines()[0]
    assert first.startswith("::error file=a%2Cb%3Ac%25d.cs,line=4,")


def test_columns_are_left_out_over_several_lines() -> None:
    report = lint_text('new System.Data.SqlClient.SqlConnection("Data Source=db1;" +\n  "Initial Catalog=b");')
    first = write(report, False).splitlines()[0]
    assert first.startswith("::warning file=src/Db.cs,line=1,endLine=2,title=lint-rds-tls encryption-not-requested::")
