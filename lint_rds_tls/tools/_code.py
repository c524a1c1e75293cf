"""What the tools for programs share: one spelling of names for all languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lint_rds_tls.model import Entry
from lint_rds_tls.text import MappedText

__all__ = ["in_one_spelling"]


def in_one_spelling(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with `parameter_group` and `parameterGroup` as `parametergroup`; what is below them stays."""
    return [replace(entry, name=_spelled(entry.name)) for entry in entries]


def _spelled(name: MappedText) -> MappedText:
    first = str(name).partition(".")[0]
    plain = first.lower().replace("_", "")
    if plain == first:
        return name
    return MappedText.joined((MappedText.decoded(plain, name[: len(first)].span), name[len(first) :]))
