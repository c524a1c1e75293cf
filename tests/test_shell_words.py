"""Shell scripts are cut into words as shfmt cuts them, and known words are what bash passes."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.shell_words import command_words, passed

HERE = Path(__file__).parent
RECORDED = HERE / "recorded" / "shell-words"
FIXTURES = HERE.parent / "fixtures" / "shell"


def recorded(name: str) -> list[tuple[str, Any]]:
    return [tuple(json.loads(line)) for line in gzip.open(RECORDED / name, "rt", encoding="utf-8")]


def test_generated_scripts_are_cut_into_the_words_that_shfmt_told() -> None:
    scripts = recorded("words.jsonl.gz")
    wrong = [
        (text, sorted(told ^ command_words(text)[0]))
        for text, places in scripts
        if (told := {tuple((start, end) for start, end in words) for words in places}) ^ command_words(text)[0]
    ]
    assert len(scripts) >= 600
    assert [(text, [[text[slice(*each)] for each in words] for words in differ]) for text, differ in wrong] == []


def test_known_words_are_those_that_bash_passed() -> None:
    scripts = recorded("values.jsonl.gz")[::2]
    counts: Counter[str] = Counter()
    wrong = []
    for text, told in scripts:
        for words in passed(text):
            known = [word for word in words if word is not None]
            counts["known" if len(known) == len(words) else "partly"] += 1
            if len(known) == len(words) and words not in told:
                wrong.append((text, words, told))
    assert wrong == []
    assert counts["known"] >= 1000


def shfmt() -> str:
    found = os.environ.get("LINT_RDS_TLS_SHFMT") or shutil.which("shfmt")
    if found is None:
        pytest.skip("needs shfmt: go install mvdan.cc/sh/v3/cmd/shfmt@latest, on the PATH or as LINT_RDS_TLS_SHFMT")
    return found


def places(program: str, path: Path, text: str) -> set[tuple[tuple[int, int], ...]] | None:
    """What shfmt says; None where it cannot read the file."""
    told = subprocess.run(
        [program, "--to-json", "--filename", path.name], input=text.encode(), capture_output=True, check=False
    )
    if told.returncode:
        return None
    offsets, place = {0: 0}, 0
    for index, sign in enumerate(text, 1):
        place += len(sign.encode())
        offsets[place] = index
    found = set()
    stack = [json.loads(told.stdout)]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            if node.get("Type") == "CallExpr" and node.get("Args"):
                words = ((offsets[each["Pos"]["Offset"]], offsets[each["End"]["Offset"]]) for each in node["Args"])
                found.add(tuple(words))
            stack.extend(node.values())
    return found


def test_fixtures_are_cut_into_the_words_that_shfmt_tells() -> None:
    program = shfmt()
    for path in sorted(FIXTURES.rglob("*.sh")):
        text = path.read_text(encoding="utf-8")
        told = places(program, path, text)
        if told is not None and "{{" not in text:
            assert {words for words in told if text[slice(*words[0])] not in ("export", "local")} == command_words(
                text
            )[0], path


def test_public_scripts_are_cut_into_the_words_that_shfmt_tells() -> None:
    """Fewer than one command in a thousand differs, none that runs sqlcmd or bcp; LINT_RDS_TLS_TREES names a folder."""
    folder = os.environ.get("LINT_RDS_TLS_TREES")
    if folder is None:
        pytest.skip("LINT_RDS_TLS_TREES names no folder of public repositories")
    program = shfmt()
    counts: Counter[str] = Counter()
    wrong = []
    for path in sorted(each for ending in ("*.sh", "*.bash", "*.bats") for each in Path(folder).rglob(ending)):
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            continue
        told = places(program, path, text)
        counts["scripts"] += 1
        if told is None:
            counts["shfmt cannot read"] += 1
            continue
        ours, problems = command_words(text)
        clauses = ("export", "declare", "local", "readonly", "typeset", "let")
        theirs = {words for words in told if text[slice(*words[0])] not in clauses}
        counts["we cannot read"] += bool(problems)
        counts["commands"] += len(theirs)
        counts["differ"] += len(theirs - ours)
        wrong += [
            text[slice(*words[0])] for words in theirs - ours if text[slice(*words[0])].endswith(("sqlcmd", "bcp"))
        ]
    assert wrong == [], counts
    assert counts["differ"] * 1000 <= counts["commands"], counts
