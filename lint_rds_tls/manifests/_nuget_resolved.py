"""The versions that NuGet chose, from what it leaves behind: lock files, assets files, `*.deps.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lint_rds_tls.frameworks import from_moniker
from lint_rds_tls.model import Dependency, Location, Told
from lint_rds_tls.text import Span
from lint_rds_tls.versions import Version, VersionRange

__all__ = ["assets", "assets_project", "lock", "runtime"]


def lock(text: str, path: str) -> tuple[Dependency, ...]:
    """The packages of a `packages.lock.json`."""
    found: list[Dependency] = []
    place = Span(0, 0)
    for framework, packages in _objects(_load(text).get("dependencies")):
        place = _find(text, rf"({_quoted(framework)})\s*:\s*\{{", place)
        for name, package in _objects(packages):
            version = package.get("resolved")
            if isinstance(version, str):
                resolved = rf'[^{{}}]*?"resolved"\s*:\s*"({re.escape(version)})"'
                place = _find(text, rf"{_quoted(name)}\s*:\s*\{{{resolved}", place)
                found.extend(_dependency(name, version, framework, path, place))
    return tuple(found)


def assets(text: str, path: str) -> tuple[Dependency, ...]:
    """The packages of a `project.assets.json`."""
    return tuple(_targets(_load(text).get("targets"), text, path))


def assets_project(text: str) -> str:
    """The file name of the project that a `project.assets.json` was made for; "" where it does not say."""
    restore = _child(_child(_load(text), "project"), "restore")
    return re.split(r"[\\/]", str(restore.get("projectPath", "")))[-1]


def runtime(text: str, path: str) -> tuple[Dependency, ...]:
    """The packages of the target that a `*.deps.json` names as its own."""
    document = _load(text)
    name = _child(document, "runtimeTarget").get("name")
    packages = {key for key, found in _objects(document.get("libraries")) if found.get("type") == "package"}
    targets = {
        target: {key: package for key, package in found.items() if key in packages}
        for target, found in _objects(document.get("targets"))
        if target == name
    }
    return tuple(_targets(targets, text, path))


def _targets(targets: object, text: str, path: str) -> Iterator[Dependency]:
    place = Span(0, 0)
    for target, packages in _objects(targets):
        framework, _, runtime_identifier = target.partition("/")
        if runtime_identifier and path.endswith(".assets.json"):
            continue  # the same packages again, for one kind of machine
        for key, package in _objects(packages):
            name, _, version = key.partition("/")
            if package.get("type", "package") == "package":
                place = _find(text, rf'"{re.escape(name)}/({re.escape(version)})"\s*:\s*\{{', place)
                yield from _dependency(name, version, framework, path, place)


def _dependency(name: str, version: str, framework: str, path: str, span: Span) -> Iterator[Dependency]:
    try:
        versions = VersionRange(exact=Version.parse(version))
    except ValueError:
        return
    place = Location(path=path, span=span)
    yield Dependency(
        name=name, versions=versions, location=place, framework=from_moniker(framework), told=Told.RESOLVED
    )


def _load(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _child(document: dict[str, Any], name: str) -> dict[str, Any]:
    child = document.get(name)
    return child if isinstance(child, dict) else {}


def _objects(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield from ((name, child) for name, child in value.items() if isinstance(child, dict))


def _quoted(name: str) -> str:
    return re.escape(json.dumps(name, ensure_ascii=False))


def _find(text: str, pattern: str, after: Span) -> Span:
    """The place of a pattern's group behind another place; that place itself where the text is escaped oddly."""
    match = re.compile(pattern).search(text, after.end)
    return Span(*match.span(1)) if match else after
