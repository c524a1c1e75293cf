"""PowerShell's strings and commands, held against what PowerShell's own parser says of 1,000 texts."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.frontends._code.parts import Part
from lint_rds_tls.frontends._powershell.nodes import Command, Node, Number, Parameter, Text
from lint_rds_tls.frontends._powershell.parser import Parser

RECORDED = Path(__file__).parent / "recorded" / "powershell" / "generated.jsonl.gz"
_LIST = re.compile(r"[^\s,'\"\u2018-\u201e$`(){}@;|&<>]+(,[^\s,'\"\u2018-\u201e$`(){}@;|&<>]+)+")


def rows() -> list[dict[str, Any]]:
    with gzip.open(RECORDED, "rt", encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


@cache
def nodes(source: str) -> tuple[Node, ...]:
    return tuple(_nodes(source))


def _nodes(source: str) -> Iterator[Node]:
    parser = Parser(source)
    waiting: list[object] = [parser.statements(), parser.aside]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Node):
            yield each
            waiting.extend(getattr(each, name) for name in each.__dataclass_fields__)
        elif isinstance(each, list | tuple) and not isinstance(each, Part):
            waiting.extend(each)


def value(node: Node | None) -> str | None:
    if isinstance(node, Text):
        return node.constant
    return node.text if isinstance(node, Number) else None


def words(command: Command) -> list[tuple[int, int, str | None]]:
    return [
        (
            each.start,
            each.end,
            (f"-{each.name}" if each.argument is None else value(each.argument))
            if isinstance(each, Parameter)
            else value(each.value),
        )
        for each in command.elements
    ]


def agrees(source: str, told: list[Any], mine: tuple[int, int, str | None]) -> bool:
    start, end, kind, known, folded = told
    if (start, end) != mine[:2]:
        return False
    if kind == "p" or known == mine[2] or (folded and mine[2] is None):
        return True
    return kind == "o" and mine[2] == source[start:end] and _LIST.fullmatch(source[start:end]) is not None


def test_every_string_is_found_with_its_value() -> None:
    for row in rows():
        if "broken" in row:
            continue
        found = {
            (node.start, node.end): node.constant
            for node in nodes(row["source"])
            if isinstance(node, Text) and node.kind != "bare"
        }
        told = {(start, end): (known, folded) for start, end, known, folded in row["strings"]}
        assert found.keys() == told.keys()
        for place, (known, folded) in told.items():
            assert found[place] == known or (folded and found[place] is None), row["source"][slice(*place)]


def test_every_command_is_found_with_its_words() -> None:
    for row in rows():
        if "broken" in row:
            continue
        found = {(node.start, node.end): words(node) for node in nodes(row["source"]) if isinstance(node, Command)}
        for start, end, told in row["commands"]:
            mine = found[start, end]
            assert len(mine) == len(told)
            assert all(map(lambda each, other: agrees(row["source"], each, other), told, mine)), row["source"][
                start:end
            ]


def test_nothing_is_found_in_comments() -> None:
    for row in rows():
        for node in nodes(row["source"]) if "broken" not in row else ():
            if isinstance(node, Command | Text):
                assert not any(start <= node.start < node.end <= end for start, end in row["comments"])


def test_broken_texts_are_read_to_their_end() -> None:
    for row in rows():
        if "broken" in row:
            assert all(0 <= node.start <= node.end <= len(row["source"]) for node in nodes(row["source"]))


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5_000, "{" * 5_000, "$(" * 5_000, '"$(' * 1_000, "@{a=" * 1_000, "$a[" * 2_000, "!" * 5_000,
        "[int]" * 1_000, "$a=" * 2_000, "if($a){" * 1_000, "#" * 25_000, "`" * 12_000, "'" * 12_000, '"' * 10_001,
        "@'\n" * 2_000, '@"\n$(' * 1_000, "a|" * 5_000, "a.b" * 5_000, "$a" + ".b" * 5_000, "1+" * 5_000,
        "-a:" * 5_000, "<#" * 5_000, "f(" * 2_000, "x " * 25_000, "\n" * 25_000,
    ],
)  # fmt: skip
def test_hostile_texts_take_no_more_than_linear_time(source: str) -> None:
    began = time.process_time()
    Parser(source).statements()
    assert time.process_time() - began < 5
