"""Gradle's version catalogues: names of libraries, versions, bundles and plugins for build scripts to use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lint_rds_tls.manifests._gradle_values import Names
from lint_rds_tls.manifests._jvm_values import Value, Written
from lint_rds_tls.manifests._script_text import Script
from lint_rds_tls.model import Location
from lint_rds_tls.text import Span

__all__ = ["Catalog", "Library", "from_settings", "from_toml"]

_SEPARATOR = re.compile(r"[-_.]")
_METHODS = re.compile(r"\.\s*(versionRef|version|to|withoutVersion)\s*\(")
_CREATED = re.compile(r"""(?:(?:create|register|named)\s*\(\s*["'](\w+)["']\s*\)|(\w+))\Z""")


@dataclass(frozen=True, slots=True)
class Library:
    """A package with a version, which may be left out."""

    group: str
    name: str
    version: Value  #: () where it is left out
    place: Location


@dataclass(frozen=True, slots=True)
class Catalog:
    """What a catalogue names, by alias as scripts write it: `mssql-jdbc` is `mssql.jdbc`."""

    libraries: dict[str, Library] = field(default_factory=dict)
    versions: dict[str, Value] = field(default_factory=dict)
    bundles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plugins: dict[str, Library] = field(default_factory=dict)  #: a plugin's id is its `name`

    def found(self, accessor: str) -> tuple[Library, ...]:
        """The libraries that a script means by what it writes behind the catalogue's name."""
        if accessor.startswith("bundles."):
            every = self.bundles.get(accessor[len("bundles.") :], ())
            return tuple(self.libraries[name] for name in every if name in self.libraries)
        return (self.libraries[accessor],) if accessor in self.libraries else ()


def _alias(name: str) -> str:
    return _SEPARATOR.sub(".", name)


# --- from a file ---


def from_toml(text: str, path: str) -> Catalog:
    """The catalogue that a `*.versions.toml` holds; an empty one where it cannot be read."""
    import tomli

    try:
        document = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError):
        return Catalog()
    return _Toml(text, path).catalog(document)


class _Toml:
    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path

    def catalog(self, document: Mapping[str, Any]) -> Catalog:
        versions: dict[str, Value] = {
            _alias(name): (self._written("versions", name, _rich(value)),)
            for name, value in _table(document, "versions").items()
            if _rich(value)
        }
        libraries = {
            _alias(name): library
            for name, value in _table(document, "libraries").items()
            if (library := self._library("libraries", name, value, versions))
        }
        plugins = {
            _alias(name): library
            for name, value in _table(document, "plugins").items()
            if (library := self._library("plugins", name, value, versions))
        }
        bundles = {
            _alias(name): tuple(_alias(each) for each in value if isinstance(each, str))
            for name, value in _table(document, "bundles").items()
            if isinstance(value, list)
        }
        return Catalog(libraries, versions, bundles, plugins)

    def _library(self, section: str, name: str, value: object, versions: dict[str, Value]) -> Library | None:
        place = self._place(section, name, "")
        if isinstance(value, str):
            parts = value.split(":") if section == "libraries" else ["", *value.rsplit(":", 1)]
            version = (self._written(section, name, parts[2]),) if len(parts) > 2 and parts[2] else ()
            return Library(parts[0], parts[1], version, place) if len(parts) > 1 else None
        if not isinstance(value, dict):
            return None
        if section == "plugins":
            group, artifact = "", str(value.get("id", ""))
        elif "module" in value:
            group, _, artifact = str(value["module"]).partition(":")
        else:
            group, artifact = str(value.get("group", "")), str(value.get("name", ""))
        return Library(group, artifact, self._version(section, name, value.get("version"), versions), place)

    def _version(self, section: str, name: str, value: object, versions: dict[str, Value]) -> Value:
        if isinstance(value, dict) and isinstance(value.get("ref"), str):
            return versions.get(_alias(value["ref"]), ())
        text = _rich(value)
        return (self._written(section, name, text),) if text else ()

    def _written(self, section: str, name: str, text: str) -> Written:
        return Written(text, self._place(section, name, text))

    def _place(self, section: str, name: str, text: str) -> Location:
        """Where a text stands in the entry of a name, else where the name does."""
        key = rf"""(["']?)({re.escape(name)})\1"""
        header = re.compile(rf"^[ \t]*\[[ \t]*{section}[ \t]*\]", re.MULTILINE).search(self.text)
        entry = re.compile(rf"^[ \t]*{key}[ \t]*[.=]", re.MULTILINE).search(self.text, header.end()) if header else None
        entry = entry or re.compile(rf"^[ \t]*\[?[ \t]*{section}[ \t]*\.[ \t]*{key}", re.MULTILINE).search(self.text)
        if entry is None:
            return Location(path=self.path, span=Span(0, 0))
        found = re.compile(rf"(?<=[\"':])({re.escape(text)})[\"']").search(self.text, entry.end()) if text else None
        return Location(path=self.path, span=Span(*(found.span(1) if found else entry.span(2))))


def _table(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _rich(value: object) -> str:
    """What a version of several wishes comes to."""
    if isinstance(value, dict):
        value = next((value[wish] for wish in ("prefer", "strictly", "require") if wish in value), "")
    return value.removesuffix("!!") if isinstance(value, str) else ""


# --- from settings.gradle ---


def from_settings(settings: Script, names: Names) -> dict[str, tuple[Catalog, str]]:
    """The catalogues that settings declare, by name, each with the path of the file that it starts from or ""."""
    found: dict[str, tuple[Catalog, str]] = {}
    for block in settings.blocks:
        created = _CREATED.search(block.head) if block.outer and block.outer.head == "versionCatalogs" else None
        if created is not None:
            found[created[1] or created[2]] = _declared(settings, block.start, block.end, names)
    return found


def _declared(settings: Script, start: int, end: int, names: Names) -> tuple[Catalog, str]:
    catalog, file = Catalog(), ""
    for statement in settings.statements(start, end):
        arguments, _ = settings.arguments(statement.rest, statement.end)
        texts = [_text(names.evaluate(settings, *argument)) for argument in arguments]
        if statement.head == "from" and arguments:
            inner, _ = settings.arguments(settings.code.find("(", arguments[0][0]), arguments[0][1])
            file = _text(names.evaluate(settings, *inner[0])) if inner else ""
        elif not texts or not texts[0]:
            continue
        elif statement.head == "version" and len(texts) == 2:
            catalog.versions[_alias(texts[0])] = names.evaluate(settings, *arguments[1])
        elif statement.head == "bundle" and len(arguments) == 2:
            quoted = [each for at, each in settings.strings.items() if arguments[1][0] <= at < arguments[1][1]]
            words = [settings.text[each.inner.start : each.inner.end] for each in quoted]
            catalog.bundles[_alias(texts[0])] = tuple(map(_alias, words))
        elif statement.head in ("library", "alias", "plugin"):
            _add(catalog, statement.head, settings, (statement.rest, statement.end), names)
    return catalog, file


def _add(catalog: Catalog, kind: str, settings: Script, rest: tuple[int, int], names: Names) -> None:
    """A library or plugin: the parts of its name, and the version behind a dot."""
    first, _ = settings.arguments(*rest)
    arguments, version = list(first), ()
    written: Value = version
    for method in _METHODS.finditer(settings.code, *rest):
        inner, _ = settings.arguments(method.end() - 1, rest[1])
        if method[1] == "to":
            arguments += inner
        elif inner and method[1] == "version":
            written = names.evaluate(settings, *inner[0])
        elif inner and method[1] == "versionRef":
            written = catalog.versions.get(_alias(_text(names.evaluate(settings, *inner[0]))), ())
    values = [names.evaluate(settings, *argument) for argument in arguments]
    alias, *parts = map(_text, values)
    place = settings.place(*arguments[-1])
    if kind == "plugin":
        if parts:
            catalog.plugins[_alias(alias)] = Library("", parts[0], written, place)
    elif len(parts) == 1 and parts[0].count(":") >= 1:
        group, name, *more = parts[0].split(":")
        start = arguments[1][0] + 1 + len(f"{group}:{name}:")
        told: Value = (Written(more[0], settings.place(start, start + len(more[0]))),) if more else written
        catalog.libraries[_alias(alias)] = Library(group, name, told, place)
    elif len(parts) >= 2:
        catalog.libraries[_alias(alias)] = Library(parts[0], parts[1], written, place)


def _text(value: Value) -> str:
    """The one text that a value surely is."""
    return (value[0].text or "") if len(value) == 1 else ""
