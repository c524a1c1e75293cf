"""The UDL front-end."""

import pytest

from lint_rds_tls.frontends.udl import FRONTEND
from tests.documents import literals, values

UDL = "[oledb]\n; Everything after this line is an OLE DB initstring\nProvider=MSOLEDBSQL;Data Source=x\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (UDL, ["Provider=MSOLEDBSQL;Data Source=x"]),
        (UDL.replace("\n", "\r\n"), ["Provider=MSOLEDBSQL;Data Source=x"]),
        (UDL.rstrip(), ["Provider=MSOLEDBSQL;Data Source=x"]),
        ("[oledb]\n; a=b\n", []),
        ("", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found


def test_a_line_is_an_ole_db_string_at_its_own_place() -> None:
    (literal,) = literals(FRONTEND, UDL)
    assert UDL[literal.span.start : literal.span.end] == "Provider=MSOLEDBSQL;Data Source=x"
    assert literal.libraries == ("OLE DB",)
