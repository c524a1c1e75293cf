"""Strings of Kotlin, Scala and Groovy come to what the real languages make of them."""

from __future__ import annotations

import random

import pytest

from tests.jvm_literals import known_values, parsed, rows


@pytest.mark.parametrize("language", ["kotlin", "scala", "groovy"])
def test_every_value_is_known(language: str) -> None:
    recorded = [row for row in rows() if row["language"] == language]
    assert len(recorded) == 40
    for row in recorded:
        assert dict(known_values(language, row["source"])) == row["values"], row["source"]


@pytest.mark.parametrize("language", ["kotlin", "scala", "groovy"])
def test_sources_cut_anywhere_are_read(language: str) -> None:
    chance = random.Random(5)  # noqa: S311
    for row in [row for row in rows() if row["language"] == language][::4]:
        for _ in range(4):
            cut = chance.randrange(len(row["source"]) + 1)
            for part in (row["source"][:cut], row["source"][cut:]):
                assert parsed(language, part).members is not None
                list(known_values(language, part))
