"""Resources for tests: what the tools find in a text, as if it were a file."""

from __future__ import annotations

from lint_rds_tls.model import Authority, Instance, Parameter, ParameterGroup, Resource, Setting
from lint_rds_tls.text import MappedText
from tests.reports import lint_text

__all__ = ["authorities", "groups", "instances", "resources", "said"]


def resources(text: str, path: str) -> tuple[Resource, ...]:
    """All that the file sets up."""
    return lint_text(text, path).resources


def instances(text: str, path: str) -> list[tuple[str, str, str, bool, bool]]:
    """Name, engine and group of each instance, whether that is all, and whether it is one of several."""
    found = (each for each in resources(text, path) if isinstance(each, Instance))
    return [(each.name, said(each.engine), said(each.group), each.complete, each.alternative) for each in found]


def groups(text: str, path: str) -> list[tuple[str, str, dict[str, str], bool, bool]]:
    """Name, family and parameters of each group, whether these are all, and whether it is one of several."""
    found = (each for each in resources(text, path) if isinstance(each, ParameterGroup))
    return [(each.name, said(each.family), _set(each.parameters), each.complete, each.alternative) for each in found]


def authorities(text: str, path: str) -> list[tuple[str, str | None]]:
    """The identifier of each authority and its region."""
    found = (each for each in resources(text, path) if isinstance(each, Authority))
    return [(said(each.identifier), each.region) for each in found]


def said(setting: Setting | None) -> str:
    """The value of a setting: "" where there is none, ◌ where it is not known, `?` behind what may be otherwise."""
    return "" if setting is None else _text(setting.value)


def _text(value: MappedText | None) -> str:
    return "◌" if value is None else f"{value}?" if value.has_default else str(value)


def _set(parameters: tuple[Parameter, ...]) -> dict[str, str]:
    when = {True: " at once", False: " later", None: ""}
    return {each.name: _text(each.value) + when[each.immediate] for each in parameters}
