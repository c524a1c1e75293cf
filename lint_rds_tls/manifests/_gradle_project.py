"""One Gradle project: its scripts with those above it, and what its names and catalogues stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import PurePath

from lint_rds_tls.manifests._gradle_catalogs import Catalog, from_settings, from_toml
from lint_rds_tls.manifests._gradle_values import Assigned, Names, assignments, properties
from lint_rds_tls.manifests._jvm_values import Value
from lint_rds_tls.manifests._script_text import Script, script

__all__ = ["Project", "Read"]

#: The text of a file of the tree, None where there is none.
Read = Callable[[PurePath], "str | None"]

_BUILDS = ("build.gradle", "build.gradle.kts")
_SETTINGS = ("settings.gradle", "settings.gradle.kts")
#: How far above a project its root may be.
_FARTHEST_ROOT = 6
#: Where constants for build scripts are kept.
_CONSTANTS = ("Versions.kt", "Dependencies.kt", "Deps.kt", "Libs.kt", "Dependencies.groovy", "Versions.groovy")
_LANGUAGES = ("kotlin", "java", "groovy")
_INCLUDED = re.compile(r"\binclude\b\s*\(?([^\n]*(?:,\s*\n[^\n]*)*)")
_NAME = re.compile(r"""["']:?([\w.:\-/]+)["']""")


class Project:
    """The project whose build script is at `path`."""

    def __init__(self, path: PurePath, read: Read) -> None:
        self.folder = path.parent
        self._read = read
        self.root = self._root()
        self.own = self._script(self.folder, _BUILDS)
        self.above = [found for folder in self._folders()[1:] if (found := self._script(folder, _BUILDS)) is not None]

    def _folders(self) -> list[PurePath]:
        """From the project's folder up to the root's."""
        folders = [self.folder]
        while folders[-1] != self.root and len(folders) <= _FARTHEST_ROOT:
            folders.append(folders[-1].parent)
        return folders

    def _root(self) -> PurePath:
        folder = self.folder
        for _ in range(_FARTHEST_ROOT):
            if any(self._read(folder / name) is not None for name in _SETTINGS):
                return folder
            if folder == folder.parent:
                break
            folder = folder.parent
        return self.folder

    def _script(self, folder: PurePath, names: tuple[str, ...]) -> Script | None:
        for name in names:
            text = self._read(folder / name)
            if text is not None:
                return script(text, (folder / name).as_posix())
        return None

    @cached_property
    def settings(self) -> Script | None:
        """The settings of the root."""
        return self._script(self.root, _SETTINGS)

    def modules(self) -> Iterator[PurePath]:
        """The folders of the projects that the root's settings include."""
        text = self.settings.text if self.settings is not None else ""
        for match in _INCLUDED.finditer(text):
            for name in _NAME.finditer(match[1]):
                yield self.root / name[1].replace(":", "/")

    def module(self, path: str) -> PurePath:
        """The folder of `project(":a:b")`."""
        return self.root / path.strip(":").replace(":", "/")

    @cached_property
    def names(self) -> Names:
        """What the names of the scripts stand for."""
        scopes: list[dict[str, list[Assigned]]] = []
        scripts = [self.own, *self.above, self.settings, *self._constants()]
        scopes = [assignments(each) for each in scripts if each is not None]
        return Names(scopes, self._properties(), self._of_catalog)

    def _constants(self) -> Iterator[Script]:
        for language in _LANGUAGES:
            for name in _CONSTANTS:
                path = self.root / "buildSrc" / "src" / "main" / language / name
                text = self._read(path)
                if text is not None:
                    yield script(text, path.as_posix())

    def _properties(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for folder in reversed(self._folders()):
            path = folder / "gradle.properties"
            text = self._read(path)
            if text is not None:
                found |= properties(text, path.as_posix())
        return found

    @cached_property
    def catalogs(self) -> dict[str, Catalog]:
        """The version catalogues, by name."""
        found = {}
        if self.settings is not None:
            plain = Names([assignments(self.settings)], self._properties())
            for name, (catalog, file) in from_settings(self.settings, plain).items():
                found[name] = self._from_file(self.root / file) if file else catalog
        found.setdefault("libs", self._from_file(self.root / "gradle" / "libs.versions.toml"))
        return found

    def _from_file(self, path: PurePath) -> Catalog:
        text = self._read(path)
        return Catalog() if text is None else from_toml(text, path.as_posix())

    def _of_catalog(self, path: str) -> Value | None:
        """`libs.versions.mssql`."""
        name, _, rest = path.partition(".")
        catalog = self.catalogs.get(name)
        return catalog.versions.get(rest.removeprefix("versions.")) if catalog is not None else None
