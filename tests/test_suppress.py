"""Suppression comments: where they count, and that they need a rule and a reason."""

from __future__ import annotations

import pytest

from lint_rds_tls.model import Suppression
from lint_rds_tls.suppress import suppressions

RULES = ("encryption-off", "certificate-not-verified")


def read(text: str, *leaders: str) -> tuple[dict[int, Suppression], list[str]]:
    found, problems = suppressions(text, "a.cs", leaders or ("//",), RULES)
    return found, [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = 1; // lint-rds-tls: ignore[encryption-off] a test\n", 1),
        ("// lint-rds-tls: ignore[encryption-off] a test\nx = 1;", 2),
        ("a\r\n\t// lint-rds-tls: ignore[ encryption-off ] a test\r\nx", 3),
    ],
)
def test_a_comment_speaks_of_its_line_or_the_next(text: str, line: int) -> None:
    found, problems = read(text)
    (suppression,) = found.values()
    assert (list(found), suppression.rules, suppression.reason) == (
        [line],
        frozenset({"encryption-off"}),
        "a test",
    )
    assert problems == []


def test_several_rules_and_the_end_of_the_comment() -> None:
    text = "<!-- lint-rds-tls: ignore[encryption-off, certificate-not-verified] local -->\n<add/>"
    found, _ = read(text, "<!--")
    assert found[2].rules == set(RULES)
    assert found[2].reason == "local"


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("ignore[encryption-off]", "the suppression gives no reason, so it does not count"),
        ("ignore because", "the suppression names no rule: write ignore[rule] and a reason"),
        ("ignore[] because", "the suppression names no rule: write ignore[rule] and a reason"),
        ("ignore[encryption] x", "the suppression names a rule that does not exist: encryption"),
    ],
)
def test_what_does_not_count_is_told(comment: str, message: str) -> None:
    assert read(f"// lint-rds-tls: {comment}\n") == ({}, [message])


def test_text_outside_comments_is_nothing() -> None:
    assert read('x = "lint-rds-tls: ignore[encryption-off] a";') == ({}, [])
    assert suppressions("// lint-rds-tls: ignore[encryption-off] a", "a", (), RULES) == ({}, [])
