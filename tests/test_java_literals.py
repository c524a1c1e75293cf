"""Java's strings are javac's: recorded for generated sources, asked anew for real ones."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.discovery import decode
from tests.java_literals import Found, generated, javac, read

RECORDED = Path(__file__).parent / "recorded" / "java-literals" / "generated.jsonl.gz"


def found(rows: list[list[Any]]) -> Found:
    return {(start, end): value for start, end, value in rows}


def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]


def test_every_literal_and_sum_is_javacs() -> None:
    recorded = rows()
    differing = [
        row["source"] for row in recorded if read(row["source"]) != (found(row["literals"]), found(row["sums"]))
    ]
    assert differing == []
    assert len(recorded) == 600
    assert sum(len(row["literals"]) for row in recorded) == 5106
    assert sum(len(row["sums"]) for row in recorded) == 935


def test_the_record_is_of_the_generated_sources() -> None:
    assert [row["source"] for row in rows()] == list(generated(600))


def test_real_files_are_read_as_javac_reads_them() -> None:
    trees = os.environ.get("LINT_RDS_TLS_TREES")
    if not trees or shutil.which("javac") is None:
        pytest.skip("needs a JDK, and LINT_RDS_TLS_TREES naming a folder of repositories with Java in it")
    sources = [decode(path.read_bytes(), str(path))[0] for path in sorted(Path(trees).rglob("*.java"))]
    differing, compared = [], 0
    for source, answer in zip(sources, javac(sources), strict=True):
        if not answer["errors"]:
            compared += 1
            if read(source) != (found(answer["literals"]), found(answer["sums"])):
                differing.append(source[:300])
    assert differing == []
    assert compared > 1000
