"""Secrets are found in any quoting, and nothing else is."""

from __future__ import annotations

import pytest

from lint_rds_tls.secrets import mask
from lint_rds_tls.text import Span


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ('"Server=a;Password=hush;Encrypt=no"', '"Server=a;Password=***;Encrypt=no"'),
        ('@"Server=a;Pwd=""hu;sh"";"', '@"Server=a;Pwd=""***"";"'),
        ('{ "Password": "hush" }', '{ "Password": "***" }'),
        ('Password = "hush",', 'Password = "***",'),
        ("builder.Password = 'hush';", "builder.Password = '***';"),
        ("connectionString=&quot;password=hu&amp;sh;a=b&quot;", "connectionString=&quot;password=***;a=b&quot;"),
        ("<add key='a'/> Password=&#39;hush&#39;", "<add key='a'/> Password=&#39;***&#39;"),
        ("AccountKey=abc==;x", "AccountKey=***;x"),
        ("access_token: hush", "access_token: ***"),
        ("sqlserver://shop:hush@db1/x", "sqlserver://shop:***@db1/x"),
        ("mssql+pyodbc://shop:hu:s@h%40@db1/x?y=a@b", "mssql+pyodbc://shop:***@db1/x?y=a@b"),
        ("sqlserver://shop:hu;sh@db1", "sqlserver://shop:***@db1"),
        ("sqlserver://db1:1433;user=a@b;password=hush", "sqlserver://db1:1433;user=a@b;password=***"),
        ("sqlserver://${USER}:${PASSWORD}@db1", "sqlserver://${USER}:***@db1"),
        ("https://example.com:8080/a@b", "https://example.com:8080/a@b"),
        ("if (password == other)", "if (password == other)"),
        ("passwordBox.Text", "passwordBox.Text"),
        ("Encrypt=true;TrustServerCertificate=true", "Encrypt=true;TrustServerCertificate=true"),
    ],
)  # fmt: skip
def test_mask(line: str, masked: str) -> None:
    assert mask(line)[0] == masked


def test_known_places_are_masked_and_the_shift_is_told() -> None:
    assert mask("abcdefgh", [Span(2, 6)]) == ("ab***gh", [(6, -1)])
