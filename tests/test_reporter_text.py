"""The text report: what a person reads."""

from __future__ import annotations

import re

from lint_rds_tls.reporters.text import write
from tests.reports import SAMPLE, lint_text


def written(text: str, colour: bool = False, path: str = "src/Db.cs") -> str:
    return re.sub(r", \d+\.\d s\.$", ", 0.0 s.", write(lint_text(text, path), colour), flags=re.MULTILINE)


def test_the_whole_report() -> None:
    assert written(SAMPLE) == (
        "src/Db.cs:4:85: error[certificate-not-verified] "
        "TrustServerCertificate=true makes the client accept any certificate.\n"
        "  |\n"
        '4 |     object a = new SqlConnection("Server=db1.example.com;Password=***;'
        'Encrypt=true;TrustServerCertificate=true");\n'
        "  |                                                                                    "
        "^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  = to mend: Verify the certificate (the RDS CA must be in the client's trust store)\n"
        "  = more: lint-rds-tls explain certificate-not-verified\n"
        "\n"
        "src/Db.cs:7:54: note[encryption-off] Encrypt=no leaves the session unencrypted.\n"
        "  |\n"
        '7 |     object c = new SqlConnection("Server=localhost;\\tEncrypt=no");\n'
        "  |                                                      ^^^^^^^^^^\n"
        "  = to mend: Encrypt the session (the RDS CA must be in the trust store)\n"
        "  = more: lint-rds-tls explain encryption-off\n"
        "\n"
        "2 findings (1 error, 1 note); 3 connections in 1 file, 1 suppressed, 0.0 s.\n"
    )


def test_nothing_found() -> None:
    assert written("class A { }") == "No findings; 0 connections in 1 file, 0.0 s.\n"


def test_carets_stand_under_wide_characters_and_tabs() -> None:
    report = written('\t/*漢*/ new Microsoft.Data.SqlClient.SqlConnection("Server=x;Encrypt=no");')
    _, _, line, carets, *_ = report.splitlines()
    shown = line.index("Encrypt") + 1  # the wide character takes two columns
    assert carets.index("^") == shown
    assert carets.count("^") == len("Encrypt=no")


def test_colour_marks_level_place_and_carets() -> None:
    report = written(SAMPLE, colour=True)
    assert "\x1b[1;31merror[certificate-not-verified]\x1b[0m" in report
    assert "\x1b[1;31m^^^^^^^^^^^^^^^^^^^^^^^^^^^\x1b[0m" in report
    assert "\x1b" not in written(SAMPLE)


def test_a_long_range_shows_its_first_and_last_line() -> None:
    parts = " +\n".join(['"Server=db1;"', '""', '""', '""', '"Database=b;"', '"Pooling=true"'])
    lines = written(f"class A {{ object a = new System.Data.SqlClient.SqlConnection({parts}); }}").splitlines()
    assert [line.partition(" ")[0] for line in lines[1:7] if "^" not in line] == ["", "1", "", "6"]
    assert lines[4] == "  ⋮"


def test_of_a_very_long_line_the_surroundings_are_shown() -> None:
    statement = 'object a = new System.Data.SqlClient.SqlConnection("Server=db1;Password=hush;Encrypt=no"); '
    report = written(f"class A {{ {statement * 9} }}")
    for line, carets in zip(report.splitlines(), report.splitlines()[1:], strict=False):
        if line.startswith("1 |"):
            assert len(line) < 300
            assert line[carets.index("^") : carets.rindex("^") + 1] == "Encrypt=no"
    assert report.count("…") == 15
    assert "hush" not in report


def test_an_uncertain_finding_says_so() -> None:
    assert "= not certain: it depends on the client or on what the code chooses" in written(
        '{"ConnectionStrings": {"A": "Data Source=db1;Initial Catalog=b;User ID=c"}}', path="a.json"
    )
