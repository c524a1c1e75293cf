"""What `Fn::If` chooses in the records of templates: the entries for each way in which its conditions may turn out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from lint_rds_tls.model import Entry
from lint_rds_tls.text import MappedText

__all__ = ["alternatives"]

#: `Fn::If: [condition, then, else]`: the number of each.
_CHOICE = re.compile(r"\.Fn::If\.([0-2])(?=\.|\Z)")
_THEN, _ELSE = "1", "2"
#: Stands where a property is left out.
_NOTHING = "AWS::NoValue"
#: More conditions than this are not told apart.
_MOST = 4


def alternatives(entries: Sequence[Entry], names: Sequence[str]) -> Iterator[list[Entry]]:
    """The entries of these names, and below them, in each way in which the conditions may turn out.

    One condition that decides about several of them turns out the same for all.
    """
    meant = [entry for entry in entries if any(_is_at(str(entry.name), name) for name in names)]
    conditions = {str(entry.name)[: -len(".Fn::If.0")]: str(entry.value) for entry in meant if _is_condition(entry)}
    several = list(dict.fromkeys(conditions.values()))
    if len(several) > _MOST:
        yield _unknown(meant)
        return
    for turned in product((_THEN, _ELSE), repeat=len(several)):
        chosen = dict(zip(several, turned, strict=True))
        yield list(_chosen(meant, {place: chosen[condition] for place, condition in conditions.items()}))


def _is_at(name: str, wanted: str) -> bool:
    return name == wanted or name.startswith(f"{wanted}.")


def _is_condition(entry: Entry) -> bool:
    return str(entry.name).endswith(".Fn::If.0")


def _chosen(entries: Sequence[Entry], chosen: Mapping[str, str]) -> Iterator[Entry]:
    for entry in entries:
        name = str(entry.name)
        choices = list(_CHOICE.finditer(name))
        if entry.written == _NOTHING or any(match[1] == "0" for match in choices):
            continue
        if all(chosen.get(name[: match.start()], match[1]) == match[1] for match in choices):
            yield replace(entry, name=_without(entry.name, choices)) if choices else entry


def _unknown(entries: Sequence[Entry]) -> list[Entry]:
    """All of them, those that depend on conditions as unknown."""
    found = []
    for entry in entries:
        choices = list(_CHOICE.finditer(str(entry.name)))
        if not choices:
            found.append(entry)
        elif not _is_condition(entry):
            name = entry.name[: choices[0].start()]
            found.append(replace(entry, name=name, value=MappedText.hole(entry.span), written=""))
    return found


def _without(name: MappedText, choices: Sequence[re.Match[str]]) -> MappedText:
    parts = []
    position = 0
    for match in choices:
        parts.append(name[position : match.start()])
        position = match.end()
    return MappedText.joined((*parts, name[position:]))
