"""MSBuild's pass over items: what PackageReference, PackageVersion and their kin come to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from lint_rds_tls.manifests._msbuild_conditions import holds
from lint_rds_tls.manifests._msbuild_evaluation import Evaluation, Group
from lint_rds_tls.manifests._msbuild_values import EMPTY, Value, expand, written
from lint_rds_tls.manifests._xml_tree import Element, Placed
from lint_rds_tls.model import Location

__all__ = ["Item", "items"]

_PLAIN_NAME = re.compile(r"[\w.-]+\Z")
_WHOLE_KIND = re.compile(r"\s*@\(\s*(\w+)\s*\)\s*\Z")

#: Attributes of an item that are no metadata.
_RESERVED = frozenset({"Include", "Exclude", "Update", "Remove", "Condition", "Label", "KeepDuplicates"})


@dataclass(slots=True)
class Item:
    """One item with its metadata."""

    kind: str
    name: str
    place: Location  #: of the name
    certain: bool  #: whether every build has it
    metadata: dict[str, Value] = field(default_factory=dict)  #: by name in lower case

    def get(self, name: str) -> Value:
        """A piece of metadata; empty where not written."""
        return self.metadata.get(name.lower(), EMPTY)

    def says(self, name: str, wanted: str) -> bool:
        """Whether a piece of metadata certainly is `wanted`, or holds it in a list."""
        values = self.get(name)
        return all(wanted in [part.strip().lower() for part in (each.text or "").split(";")] for each in values)


def items(
    evaluation: Evaluation, kinds: Collection[str], wanted: Collection[str] | None = None
) -> dict[str, list[Item]]:
    """The items of some kinds, by kind; of those whose names stand there plainly only the `wanted` (in lower case)."""
    found: dict[str, list[Item]] = {kind: [] for kind in kinds}
    for group in evaluation.groups:
        telling = [each for each in group.element.children if each.tag in found and _may_be(each, wanted)]
        scope = evaluation.reading(group.path)
        held = holds(group.element.get("Condition"), scope) if telling else False
        if held is not False:
            for element in telling:
                _element(element, group, group.certain and held is True, found, scope)
    return found


def _may_be(element: Element, wanted: Collection[str] | None) -> bool:
    """Whether an element may speak of what is wanted."""
    name = (element.get("Include") or element.get("Update") or "").strip().lower()
    return wanted is None or name in wanted or not _PLAIN_NAME.match(name)


def _element(element: Element, group: Group, certain: bool, found: dict[str, list[Item]], scope: Evaluation) -> None:
    held = holds(element.get("Condition"), scope)
    if held is False:
        return
    certain = certain and held is True
    kind = found[element.tag]
    if "Remove" in element.attributes:
        _remove(_matching(element.get("Remove") or "", kind, scope), kind, certain)
    elif "Update" in element.attributes:
        for item in list(_matching(element.get("Update") or "", kind, scope)):
            _describe(item, element, group.path, certain, scope)
    elif include := element.attributes.get("Include"):
        place = Location(path=group.path, span=include.span)
        excluded = set(_names(element.get("Exclude") or "", scope))
        for name in _names(include.text, scope):
            if name not in excluded:
                item = Item(element.tag, name, place, certain)
                _describe(item, element, group.path, True, scope)
                kind.append(item)


def _names(text: str, scope: Evaluation) -> Iterator[str]:
    """The names that a list certainly holds."""
    for value in expand(text, scope)[:1]:
        yield from (name.strip() for name in (value or "").split(";") if name.strip())


def _matching(text: str, kind: Iterable[Item], scope: Evaluation) -> list[Item]:
    if _WHOLE_KIND.match(text):
        return list(kind)
    names = {name.lower() for name in _names(text, scope)}
    patterns = [name for name in names if "*" in name or "?" in name]
    return [item for item in kind if (name := item.name.lower()) in names or _any_match(name, patterns)]


def _any_match(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _remove(gone: list[Item], kind: list[Item], certain: bool) -> None:
    if certain:
        kind[:] = [item for item in kind if not any(item is each for each in gone)]
    for item in gone:
        item.certain = False


def _describe(item: Item, element: Element, path: str, certain: bool, scope: Evaluation) -> None:
    """Add the metadata that an element writes; what may not be written leaves the old value possible."""
    for name, value in element.attributes.items():
        if name not in _RESERVED:
            _add(item, name, value, path, certain, scope)
    for child in element.children:
        held = holds(child.get("Condition"), scope)
        if held is not False:
            _add(item, child.tag, child.text, path, certain and held is True, scope)


def _add(item: Item, name: str, value: Placed, path: str, certain: bool, scope: Evaluation) -> None:
    name = name.lower()
    new = written(value.text, Location(path=path, span=value.span), scope)
    if not certain:
        new = tuple(dict.fromkeys((*item.metadata.get(name, EMPTY), *new)))
    item.metadata[name] = new
