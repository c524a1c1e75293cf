"""What the tools for programs share: one spelling of names for all languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lint_rds_tls.model import Entry
from lint_rds_tls.text import MappedText

__all__ = ["in_one_spelling", "spelled"]


def in_one_spelling(entries: Iterable[Entry], *, below: bool = False) -> list[Entry]:
    """The entries with `parameter_group` and `parameterGroup` as `parametergroup`.

    What is below them stays as it is, unless `below` says that these are names of the same kind.
    """
    return [replace(entry, name=spelled(entry.name, below=below)) for entry in entries]


def spelled(name: MappedText, *, below: bool = False) -> MappedText:
    """A name in small letters, without what joins words."""
    first = str(name) if below else str(name).partition(".")[0]
    plain = first.lower().replace("_", "")
    if plain == first or name.has_hole:
        return name
    return MappedText.joined((MappedText.decoded(plain, name[: len(first)].span), name[len(first) :]))
