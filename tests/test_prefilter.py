"""The prefilter looks at raw bytes, whatever their case and encoding."""

from __future__ import annotations

import pytest

from lint_rds_tls.model import Dialect, Vocabulary
from lint_rds_tls.prefilter import prefilter

MAY_HOLD = prefilter(
    [
        Dialect(name=name, keywords=(name.encode(),), vocabulary=Vocabulary(), read=lambda *_: ())
        for name in ("encrypt", "sqlcmd")
    ]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("text", ["x;ENCRYPT=no", "Encrypt = false", "a\r\nSqlCmd -C é"])
def test_a_keyword_of_any_dialect_makes_a_candidate(text: str, encoding: str) -> None:
    assert MAY_HOLD(text.encode(encoding))


@pytest.mark.parametrize("byte_order", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_told_by_its_mark(byte_order: str) -> None:
    assert MAY_HOLD("\ufeffEncrypt".encode(byte_order))


@pytest.mark.parametrize("data", [b"", b"encryp", b"Server=db;Database=x", "ﬁ encryp\u200bt".encode(), b"\xff\xfe\x00"])
def test_everything_else_is_passed_over(data: bytes) -> None:
    assert not MAY_HOLD(data)
