"""Batch files to fragments: words, variables, blocks, and what is only said."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends import batch
from lint_rds_tls.frontends._commands.windows_words import arguments
from lint_rds_tls.model import Command, Fragment, Literal, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText


def fragments(source: str) -> list[Fragment]:
    vocabulary = Vocabulary(programs=frozenset({"tool"}))
    return list(batch.FRONTEND.read(Source(path="a", text=MappedText.copied(source)), vocabulary))


def lines(source: str) -> list[str]:
    return [
        "|".join(str(word.text) for word in (each.program, *each.arguments)).replace(HOLE_CHARACTER, "◌")
        for each in fragments(source)
        if isinstance(each, Command)
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("tool -S a -C", ["tool|-S|a|-C"]),
        ("@TOOL.EXE /S a", ["TOOL.EXE|/S|a"]),
        ('"C:\\x y\\tool.exe" -Q "select ""1"""', ['C:\\x y\\tool.exe|-Q|select "1"']),
        ("%~dp0\\bin\\tool -S %1 -Q %%i", ["\\bin\\tool|-S|◌|-Q|◌"]),
        ("tool -S a ^\r\n  -C", ["tool|-S|a|-C"]),
        ("tool -S a^&b & tool -C", ["tool|-S|a&b", "tool|-C"]),
        ("tool -S a > out.txt 2>&1 && tool -N || tool -C", ["tool|-S|a", "tool|-N", "tool|-C"]),
        ("set T=tool\nset \"O=-N -C\"\n%T% %O%", ["tool|-N|-C"]),
        ("set A=x1\ntool %A:1=2% %B%", ["tool|x2|◌"]),
        ("setlocal enabledelayedexpansion\nset A=x\ntool !A!", ["tool|x"]),
        ("set A=x\ntool !A!", ["tool|!A!"]),
        ("if exist x (tool -N) else tool -C", ["tool|-N", "tool|-C"]),
        ("if \"%1\"==\"a\" (\n set O=-C\n) else (\n set O=-N\n)\ntool %O%", ["tool|-N", "tool|-C"]),
        ("for %%f in (a b) do tool -i %%f", ["tool|-i|◌"]),
        ("for /f \"tokens=*\" %%a in ('dir') do (\n tool %%a\n)", ["tool|◌"]),
        ("call tool -C", ["tool|-C"]),
        ('start "title" /wait tool -C', ["tool|-C"]),
        ("call :sub tool -C\n:sub tool", []),
        ("rem tool -C\n:: tool -C\necho tool -C & title tool -C", []),
    ],
)  # fmt: skip
def test_commands_are_read_as_the_program_is_given_them(source: str, expected: list[str]) -> None:
    assert lines(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("set CS=a=1;b=2", [("CS", "a=1;b=2")]),
        ('set "CS=a=1"', [("CS", "a=1")]),
        ('setx CS "a=1"', [("CS", "a=1")]),
        ("set X=1\nset CS=a=%X%;b=%Y%", [("CS", "a=1;b=◌")]),
        ("echo CS=a=1>> f.env", [("CS", "a=1")]),
        ("echo CS=a=1", []),
    ],
)  # fmt: skip
def test_values_of_variables_are_texts(source: str, expected: list[tuple[str, str]]) -> None:
    found = [each for each in fragments(source) if isinstance(each, Literal)]
    assert [(each.uses[0].name, str(each.text).replace(HOLE_CHARACTER, "◌")) for each in found] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"a b" c', ["a b", "c"]),
        (r'a\\b d"e f"g h', [r"a\\b", "de fg", "h"]),
        (r"a\\\"b c", [r"a\"b", "c"]),
        (r'a\\\\"b c" d', [r"a\\b c", "d"]),
        ('""', [""]),
    ],
)
def test_words_are_cut_as_the_c_runtime_does(line: str, expected: list[str]) -> None:
    # The examples of "Parsing C command-line arguments" in Microsoft's documentation.
    assert [str(word.text) for word in arguments(MappedText.copied(line))] == expected


@pytest.mark.parametrize(
    "source", ["(" * 20_000, "if a==a " * 5_000, '"' * 50_001, "^" * 50_000, "%" * 50_000, "a&" * 20_000]
)
def test_hostile_texts_are_read(source: str) -> None:
    assert fragments(source) == []
