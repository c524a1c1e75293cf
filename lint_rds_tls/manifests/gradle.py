"""The packages of Gradle projects, read from their scripts as text: nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from lint_rds_tls.manifests import _spring_boot
from lint_rds_tls.manifests._gradle_project import Project, Read
from lint_rds_tls.manifests._gradle_values import path_of
from lint_rds_tls.manifests._jvm_values import Value
from lint_rds_tls.manifests._jvm_versions import asked
from lint_rds_tls.manifests._script_text import Script, Statement
from lint_rds_tls.model import Dependency, Location, Manifest, Told
from lint_rds_tls.text import Span
from lint_rds_tls.versions import ANY, VersionRange

__all__ = ["MANIFEST", "read"]

_BOOT = "org.springframework.boot"
_PLATFORMS = frozenset(("platform", "enforcedPlatform"))
_PLUGIN = re.compile(r"""\bid\s*\(?\s*["']org\.springframework\.boot["']\s*\)?\s*version\s*\(?\s*""")
_ALIAS = re.compile(r"\balias\s*\(?\s*([\w.]+)")
_NAMED = re.compile(r"""(?:["']?)(group|name|version)\1?["']?\s*[:=]\s*""")
_PROJECT = re.compile(r"""\bproject\s*\(\s*(?:path\s*[:=]\s*)?["'](:[\w:.\-]+)["']""")
_LOCKED = re.compile(r"^([\w.\-]+:[\w.\-]+):([^=\s]+)=", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A dependency as a script asks for it."""

    name: str  #: `group:artifact`
    version: Value  #: () where it is left out
    place: Location
    pinned: bool = False  #: only for whoever brings it


def read(path: PurePath, reader: Read) -> Iterator[Dependency]:
    """The packages of the project at `path`; of a root those of its modules, of others those they refer to."""
    if path.name.startswith("settings."):
        path = path.with_name("build.gradle" + (".kts" if path.name.endswith(".kts") else ""))
    project = Project(path, reader)
    yield from _locked(project, reader)
    yield from _of(project, 0)
    others = project.modules() if project.folder == project.root else _referred(project)
    for folder in dict.fromkeys(others):
        if folder != project.folder:
            yield from _of(Project(folder / "build.gradle", reader), 1)


def _of(project: Project, depth: int) -> Iterator[Dependency]:
    boot = _boot(project)
    every = [*_asked_in(project, project.own, inherited=False)]
    every += [each for script in project.above for each in _asked_in(project, script, inherited=True)]
    for each in every:
        told = Told.PINNED if each.pinned else Told.REFERENCED
        if each.version:
            for one in each.version:
                versions = asked(one.text) if one.text else ANY
                yield Dependency(
                    name=each.name, versions=versions, location=one.place, told=told, depth=depth, certain=one.certain
                )
            continue
        versions, place, certain = _managed(project, each, boot)
        yield Dependency(name=each.name, versions=versions, location=place, told=told, depth=depth, certain=certain)


# --- what scripts ask for


def _asked_in(project: Project, script: Script | None, *, inherited: bool) -> Iterator[_Asked]:
    """The dependencies in a script; of one above, those for all or for its subprojects."""
    for block in script.blocks if script is not None else ():
        if script is None or block.head.split()[-1:] != ["dependencies"]:
            continue
        outer = [each.head for each in script.around(block.start - 1) if each is not block]
        if any(head.startswith("buildscript") for head in outer):
            continue
        if inherited and not any(head.split("(")[0] in ("allprojects", "subprojects") for head in outer):
            continue
        pinned = any("dependencyManagement" in head for head in outer)
        for statement in script.statements(block.start, block.end):
            yield from _statement(project, script, statement, pinned=pinned)


def _statement(project: Project, script: Script, statement: Statement, *, pinned: bool) -> Iterator[_Asked]:
    if statement.head == "constraints":
        return
    arguments, _ = script.arguments(statement.rest, statement.end)
    if arguments:
        yield from _dependency(project, script, arguments, pinned=pinned)


def _dependency(
    project: Project, script: Script, arguments: list[tuple[int, int]], *, pinned: bool
) -> Iterator[_Asked]:
    start, end = arguments[0]
    call = re.compile(r"(\w+)\s*\(").match(script.code, start, end)
    if call is not None and call[1] in (*_PLATFORMS, "variantOf", "testFixtures"):
        inner, _ = script.arguments(call.end() - 1, end)
        if inner:
            yield from _dependency(project, script, inner, pinned=True)
        return
    named = {
        match[1]: (match.end(), last)
        for first, last in arguments
        if (match := _NAMED.match(script.text, first, last)) is not None
    }
    if {"group", "name"} <= named.keys():
        group, artifact = (_text(project.names.evaluate(script, *named[key])) for key in ("group", "name"))
        version = project.names.evaluate(script, *named["version"]) if "version" in named else ()
        yield _Asked(f"{group}:{artifact}", version, script.place(start, end), pinned)
        return
    quoted = script.strings.get(start)
    if quoted is not None:
        yield from _written(project, script, quoted.inner, plain=quoted.plain and not script.kotlin, pinned=pinned)
        return
    accessor = path_of(script.text[start:end])
    catalog, _, rest = accessor.partition(".")
    if catalog in project.catalogs:
        for library in project.catalogs[catalog].found(rest):
            yield _Asked(f"{library.group}:{library.name}", library.version, library.place, pinned)
    elif accessor:
        for value in project.names.value(accessor) or ():
            if value.text and value.text.count(":") >= 1:
                group, artifact, *more = value.text.split(":")
                version = (replace(value, text=more[0].partition("@")[0]),) if more else ()
                yield _Asked(f"{group}:{artifact}", version, value.place, pinned)


def _written(project: Project, script: Script, inner: Span, *, plain: bool, pinned: bool) -> Iterator[_Asked]:
    """`"group:artifact:version:classifier@type"`, its version maybe a name."""
    text = script.text[inner.start : inner.end]
    group, _, rest = text.partition(":")
    artifact, colon, version = rest.partition(":")
    if not artifact:
        return
    value: Value = ()
    if colon:
        start = inner.end - len(version)
        end = start + len(re.split(r"[:@]", version, maxsplit=1)[0])
        value = project.names.inside(script, start, end if "${" not in version else inner.end, plain)
    place = script.place(inner.start, inner.end)
    yield _Asked(f"{group}:{artifact.partition('@')[0]}", value, place, pinned)


def _text(value: Value) -> str:
    return (value[0].text or "") if len(value) == 1 else ""


# --- what chooses versions that are left out


def _boot(project: Project) -> tuple[Value, Location] | None:
    """The version of Spring Boot, and where it is written."""
    for script in [each for each in (project.own, *project.above, project.settings) if each is not None]:
        for match in _PLUGIN.finditer(script.text):
            end = script.text.find("\n", match.end())
            value = _expression(project, script, match.end(), end if end >= 0 else len(script.text))
            if value:
                return value, value[0].place
        for match in _ALIAS.finditer(script.code):
            catalog, _, rest = match[1].partition(".plugins.")
            plugin = project.catalogs[catalog].plugins.get(rest) if catalog in project.catalogs else None
            if plugin is not None and plugin.name == _BOOT and plugin.version:
                return plugin.version, plugin.version[0].place
        for each in script.strings.values():
            text = script.text[each.inner.start : each.inner.end]
            for name in (_spring_boot.PLUGIN, _spring_boot.BOM):
                if text.startswith(f"{name}:"):
                    start = each.inner.start + len(name) + 1
                    value = project.names.inside(script, start, each.inner.end, each.plain and not script.kotlin)
                    return value, value[0].place
    return None


def _expression(project: Project, script: Script, start: int, end: int) -> Value:
    """A version behind `version`: a string, or a name."""
    quoted = script.strings.get(start)
    if quoted is not None:
        plain = quoted.plain and not script.kotlin
        return project.names.inside(script, quoted.inner.start, quoted.inner.end, plain)
    word = re.compile(r"[\w.]+").match(script.text, start, end)
    return (project.names.value(path_of(word[0])) or ()) if word is not None else ()


def _managed(
    project: Project, each: _Asked, boot: tuple[Value, Location] | None
) -> tuple[VersionRange, Location, bool]:
    if boot is None or each.name not in _spring_boot.packages():
        return ANY, each.place, True
    value, place = boot
    versions = asked(_text(value)) if _text(value) else ANY
    chosen = project.names.value(_spring_boot.override(each.name, versions))
    if chosen and len(chosen) == 1 and chosen[0].text:
        return asked(chosen[0].text), chosen[0].place, chosen[0].certain
    return _spring_boot.managed(each.name, versions) or ANY, place, True


# --- other projects, and what a build left behind


def _referred(project: Project) -> Iterator[PurePath]:
    code = project.own
    for match in re.finditer(
        r"""\bproject\s*\(\s*(?:path\s*[:=]\s*)?["'](:[\w:.\-]+)["']""", code.text if code else ""
    ):
        yield project.module(match[1])


def _locked(project: Project, reader: Read) -> Iterator[Dependency]:
    path = project.folder / "gradle.lockfile"
    for match in _LOCKED.finditer(reader(path) or ""):
        place = Location(path=path.as_posix(), span=Span(*match.span(2)))
        yield Dependency(name=match[1], versions=asked(match[2]), location=place, told=Told.RESOLVED)


MANIFEST = Manifest(
    name="gradle",
    patterns=("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"),
    read=read,
    ecosystem="maven",
)
