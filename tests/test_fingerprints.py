"""Fingerprints are those of GitHub's own action (its published test vectors)."""

from __future__ import annotations

import pytest

from lint_rds_tls.reporters._fingerprints import line_hashes

LOREM = "Lorem ipsum dolor sit amet.\n" * 10


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
        (
            LOREM,
            [
                *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
                "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ],
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_hashes(text: str, hashes: list[str], line_end: str) -> None:
    assert line_hashes(text.replace("\n", line_end)) == hashes
