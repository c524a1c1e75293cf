"""Finds the plug-ins: one typed constant in each module of a package."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TypeVar

from lint_rds_tls import dialects, drivers, formats, frontends, manifests, reporters, rules, tools, views
from lint_rds_tls.model import Dialect, Driver, Format, Frontend, Manifest, Reporter, Rule, Tool, View

__all__ = [
    "RegistryError",
    "all_dialects",
    "all_drivers",
    "all_formats",
    "all_frontends",
    "all_manifests",
    "all_reporters",
    "all_rules",
    "all_tools",
    "all_views",
    "collect",
]

Plugin = TypeVar("Plugin", Dialect, Driver, Format, Frontend, Manifest, Reporter, Rule, Tool, View)


class RegistryError(Exception):
    """A module without its constant, or two of one name: a mistake of ours, not of the user."""


def collect(package: ModuleType, constant: str, kind: type[Plugin]) -> Mapping[str, Plugin]:
    """The plug-ins of a package by name; modules that start with an underscore are shared helpers.

    Raises RegistryError where a module has no `constant` of this kind, or its name is taken.
    """
    found: dict[str, Plugin] = {}
    for module in _modules(package):
        plugin = getattr(module, constant, None)
        if not isinstance(plugin, kind):
            raise RegistryError(f"{module.__name__} has no {constant} of type {kind.__name__}")
        if plugin.name in found:
            raise RegistryError(f"{module.__name__}: a {kind.__name__} named {plugin.name!r} exists already")
        found[plugin.name] = plugin
    return MappingProxyType(found)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            yield import_module(f"{package.__name__}.{info.name}")


@cache
def all_frontends() -> Mapping[str, Frontend]:
    """Every host language."""
    return collect(frontends, "FRONTEND", Frontend)


@cache
def all_dialects() -> Mapping[str, Dialect]:
    """Every connection syntax."""
    return collect(dialects, "DIALECT", Dialect)


@cache
def all_drivers() -> Mapping[str, Driver]:
    """Every client library."""
    return collect(drivers, "DRIVER", Driver)


@cache
def all_tools() -> Mapping[str, Tool]:
    """Everything that sets up servers and trust stores."""
    return collect(tools, "TOOL", Tool)


@cache
def all_formats() -> Mapping[str, Format]:
    """Every kind of file that holds certificates."""
    return collect(formats, "FORMAT", Format)


@cache
def all_manifests() -> Mapping[str, Manifest]:
    """Every kind of project file."""
    return collect(manifests, "MANIFEST", Manifest)


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule."""
    return collect(rules, "RULE", Rule)


@cache
def all_reporters() -> Mapping[str, Reporter]:
    """Every output format."""
    return collect(reporters, "REPORTER", Reporter)


@cache
def all_views() -> Mapping[str, View]:
    """Every format of the inventory."""
    return collect(views, "VIEW", View)
