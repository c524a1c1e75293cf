"""The prefilter looks at raw bytes, whatever their case and encoding."""

from __future__ import annotations

import pytest

from lint_rds_tls.model import Dialect, Frontend, Vocabulary
from lint_rds_tls.prefilter import prefilter

SHELL = Frontend(name="shell", patterns=(), read=lambda *_: ())
MAY_HOLD = prefilter(
    [
        Dialect(name=name, keywords=(name.encode(),), vocabulary=Vocabulary(), read=lambda *_: ())
        for name in ("encrypt", "sqlcmd")
    ]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("text", ["x;ENCRYPT=no", "Encrypt = false", "a\r\nSqlCmd -C é"])
def test_a_keyword_of_any_dialect_makes_a_candidate(text: str, encoding: str) -> None:
    assert MAY_HOLD(text.encode(encoding), SHELL)


@pytest.mark.parametrize("byte_order", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_told_by_its_mark(byte_order: str) -> None:
    assert MAY_HOLD("\ufeffEncrypt".encode(byte_order), SHELL)


@pytest.mark.parametrize("data", [b"", b"encryp", b"Server=db;Database=x", "ﬁ encryp\u200bt".encode(), b"\xff\xfe\x00"])
def test_everything_else_is_passed_over(data: bytes) -> None:
    assert not MAY_HOLD(data, SHELL)


def test_some_keywords_count_in_some_languages_alone() -> None:
    dialect = Dialect(
        name="a", keywords=(b"sql server",), vocabulary=Vocabulary(), read=lambda *_: (), languages=("ini",)
    )
    ini = Frontend(name="ini", patterns=(), read=lambda *_: ())
    assert [prefilter([dialect])(b"SQL Server", each) for each in (ini, SHELL)] == [True, False]


def test_a_language_has_keywords_of_its_own() -> None:
    yaml = Frontend(name="yaml", patterns=(), read=lambda *_: (), keywords=(b"kind: secret",))
    assert [MAY_HOLD(b"kind: Secret", each) for each in (yaml, SHELL)] == [True, False]
