"""Scripts for sqlcmd: directives where they are ones, variables, and no text that a string or a comment hides."""

from __future__ import annotations

import time

import pytest

from lint_rds_tls.frontends.sql import FRONTEND
from lint_rds_tls.model import Command, Embedded, Fragment, Source, Vocabulary
from lint_rds_tls.text import MappedText

VOCABULARY = Vocabulary(programs=frozenset({":connect"}))


def fragments(script: str) -> list[Fragment]:
    return list(FRONTEND.read(Source(path="a.sql", text=MappedText.copied(script)), VOCABULARY))


def words(script: str) -> list[list[str]]:
    found = (each for each in fragments(script) if isinstance(each, Command))
    return [[str(word.text) for word in each.arguments] for each in found]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (":connect db", [["db"]]),
        ("  :CONNECT db -U sa", [["db", "-U", "sa"]]),
        ("SELECT 1\r\n:connect db\r\nGO\r\n", [["db"]]),
        (':connect "a b" -P"x y"', [["a b", "-Px y"]]),
        (":connect", [[]]),
        (":setvar s db\n:connect $(s) -U $(S)", [["db", "-U", "db"]]),
        (':setvar s "a b"\n:connect $(s)', [["a b"]]),
        (":connect $(unknown)", [["\N{OBJECT REPLACEMENT CHARACTER}"]]),
        ("--:connect db", []),
        ("SELECT 1 :connect db", []),
        ("/* \n:connect a\n */\n:connect b", [["b"]]),
        ("/* /* */ \n:connect a\n */\n:connect b", [["b"]]),
        ("SELECT 'it''s \n:connect a\n'\n:connect b", [["b"]]),
        ("SELECT [x\n:connect a\n]\n:connect b", [["b"]]),
        ('SELECT "x\n:connect a\n"\n:connect b', [["b"]]),
        (":r other.sql\n:connection x", []),
        ("SELECT '\n:connect a", []),
    ],
)
def test_directives(script: str, expected: list[list[str]]) -> None:
    assert words(script) == expected


def test_lines_for_a_shell() -> None:
    found = [each for each in fragments(":!! dir\n!!sqlcmd -S db\n") if isinstance(each, Embedded)]
    assert [(each.language, str(each.text)) for each in found] == [("shell", "dir"), ("shell", "sqlcmd -S db")]


def test_a_value_stands_where_its_name_is_written() -> None:
    script = ":setvar s db\n:connect $(s)"
    (found,) = (each for each in fragments(script) if isinstance(each, Command))
    span = found.arguments[0].text.span
    assert script[span.start : span.end] == "$(s)"


@pytest.mark.parametrize("part", ["'", "/*", "[", '"', "-", ":connect $(", "!!", " \t", "a' ", ":setvar a $(a)$(a)\n"])
def test_hostile_scripts_take_linear_time(part: str) -> None:
    began = time.process_time()
    fragments(":connect a\n" + part * 20_000)
    assert time.process_time() - began < 5
