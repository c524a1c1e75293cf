"""The packages in use around a file: those of the nearest project, looked up lazily and once a directory."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fnmatch import translate
from functools import cache
from pathlib import Path, PurePath

from lint_rds_tls.discovery import reported
from lint_rds_tls.model import Dependency, Manifest
from lint_rds_tls.registry import all_manifests

__all__ = ["Dependencies"]

#: Larger files are no project files; a generated assets file of a big solution has a few megabytes.
_LARGEST = 32 * 1024 * 1024

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Dependencies:
    """The packages of the projects below one root: a repository, or the path that is looked at.

    `names` lists a directory and `read` reads a file, None where there is none; nothing outside the root is asked for.
    `shown` makes of a path what is reported.
    """

    def __init__(
        self,
        root: PurePath,
        names: Callable[[PurePath], Iterable[str]],
        read: Callable[[PurePath], bytes | None],
        shown: Callable[[str], str] = str,
    ) -> None:
        self.root = root
        self._names = names
        self._bytes = read
        self._shown = shown
        self._found: dict[tuple[str, PurePath], tuple[Dependency, ...]] = {}
        self._listings: dict[PurePath, dict[str, str]] = {}
        self._texts: dict[PurePath, str | None] = {}

    @classmethod
    def on_disk(cls, root: str | PurePath) -> Dependencies:
        """Of the files below a directory; reported relative to the working directory, with forward slashes."""
        return cls(PurePath(os.path.abspath(root)), _names, _bytes, reported)  # noqa: PTH100 - no links resolved

    def near(self, path: str | PurePath) -> tuple[Dependency, ...]:
        """What the projects in the nearest directory at or above the file use; nothing where there is no project.

        Each ecosystem has a nearest directory of its own: a Gradle build inside a .NET solution hides nothing of it.
        """
        folder = PurePath(os.path.abspath(path)).parent  # noqa: PTH100 - links stay as they are
        if not folder.is_relative_to(self.root):
            return ()
        return tuple(each for ecosystem in _ecosystems() for each in self._nearest(ecosystem, folder))

    def _nearest(self, ecosystem: str, folder: PurePath) -> tuple[Dependency, ...]:
        passed: list[tuple[str, PurePath]] = []
        found: tuple[Dependency, ...] = ()
        while True:
            if (ecosystem, folder) in self._found:
                found = self._found[ecosystem, folder]
                break
            passed.append((ecosystem, folder))
            projects = self._projects(ecosystem, folder)
            if projects:
                found = self._read_all(projects)
                break
            if folder == self.root:
                break
            folder = folder.parent
        self._found.update(dict.fromkeys(passed, found))
        return found

    def _projects(self, ecosystem: str, folder: PurePath) -> list[tuple[Manifest, PurePath]]:
        return [
            (manifest, folder / inner / name)
            for manifest in all_manifests().values()
            if manifest.ecosystem == ecosystem
            for inner, pattern in _patterns(manifest.patterns)
            for name in sorted(self._names_in(folder, inner))
            if pattern.match(name.lower())
        ]

    def _names_in(self, folder: PurePath, inner: str) -> Iterable[str]:
        """The names in a directory, or in one below it where that is there."""
        while inner:
            part, _, inner = inner.partition("/")
            name = self._listing(folder).get(part.lower())
            if name is None:
                return ()
            folder /= name
        return self._listing(folder).values()

    def _read_all(self, projects: list[tuple[Manifest, PurePath]]) -> tuple[Dependency, ...]:
        every = (each for manifest, path in projects for each in manifest.read(path, self._text))
        return tuple(self._reported(each) for each in dict.fromkeys(every))

    def _reported(self, dependency: Dependency) -> Dependency:
        if dependency.location is None:
            return dependency
        asked = PurePath(dependency.location.path)
        place = asked.parent / self._listing(asked.parent).get(asked.name.lower(), asked.name)
        return replace(dependency, location=replace(dependency.location, path=self._shown(place.as_posix())))

    def _listing(self, folder: PurePath) -> dict[str, str]:
        """The names in a directory by their lower case: projects made on Windows do not mind case."""
        known = self._listings.get(folder)
        if known is None:
            known = {}
            if folder.is_relative_to(self.root):
                known = {name.lower(): name for name in self._names(folder)}
            self._listings[folder] = known
        return known

    def _text(self, path: PurePath) -> str | None:
        if path not in self._texts:
            name = self._listing(path.parent).get(path.name.lower())
            content = self._bytes(path.parent / name) if name else None
            self._texts[path] = None if content is None else _decoded(content)
        return self._texts[path]


@cache
def _ecosystems() -> tuple[str, ...]:
    return tuple(sorted({manifest.ecosystem for manifest in all_manifests().values()}))


@cache
def _patterns(patterns: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """By the directory they look into."""
    found: dict[str, list[str]] = {}
    for pattern in patterns:
        inner, _, name = pattern.rpartition("/")
        found.setdefault(inner, []).append(translate(name.lower()))
    return tuple((inner, re.compile("|".join(names))) for inner, names in found.items())


def _decoded(content: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _names(folder: PurePath) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - scandir and Path.iterdir cost an object for each name
    except OSError:
        return []


def _bytes(path: PurePath) -> bytes | None:
    place = Path(path)
    try:
        return place.read_bytes() if place.is_file() and place.stat().st_size <= _LARGEST else None
    except OSError:
        return None
