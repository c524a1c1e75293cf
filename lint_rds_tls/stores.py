"""The trust stores of connections: what the files around tell the process, and where the named file is in the tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path, PurePath

from lint_rds_tls.discovery import decode, reported
from lint_rds_tls.model import Connection, Fragment, Literal, Source, Store
from lint_rds_tls.registry import all_dialects
from lint_rds_tls.text import MappedText

__all__ = ["TrustStores"]

#: Files that say with which options a process starts, beside those of a project's own code. In lower case.
_STARTERS = frozenset(
    {
        ".env", "dockerfile", "procfile", "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml",
        "gradle.properties", "catalina.properties", "setenv.sh", "jvm.config", ".jvmopts", "application.properties",
        "manifest.yml", "build.gradle", "build.gradle.kts", "build.sbt", "pom.xml",
    }
)  # fmt: skip
_FOLDERS = ("", ".mvn", "bin", "docker", "src/main/docker", "deploy")
#: What stands before the path of a store that frameworks look up.
_CLASSPATH = "classpath:"
_RESOURCES: tuple[str, ...] = ("src/main/resources", "src/test/resources", "conf", "")
_MARK = b"javax.net.ssl.trustStore="
_LARGEST = 1 << 20


class TrustStores:
    """The trust stores below one root.

    `read` makes fragments of a text by the name of its file.
    """

    def __init__(self, root: Path, read: Callable[[Source], Iterable[Fragment]]) -> None:
        self._root = root
        self._read = read
        self._found: dict[tuple[str, Path], Store | None] = {}

    def of(self, connection: Connection, told: Store | None, near: Path) -> Store | None:
        """The trust store of a connection in the file `near`; `told` is what that file tells the process."""
        folder = Path(os.path.abspath(near)).parent  # noqa: PTH100 - links stay as they are
        store = connection.store or told or self._around(connection.dialect, folder)
        return None if store is None else replace(store, file=self._file(store.name, folder))

    def _around(self, dialect: str, folder: Path) -> Store | None:
        """What the nearest directory at or above tells the process."""
        if all_dialects()[dialect].stores is None:
            return None
        if (dialect, folder) not in self._found:
            found = self._starter(dialect, folder)
            if found is None and folder != self._root and folder.is_relative_to(self._root):
                found = self._around(dialect, folder.parent)
            self._found[dialect, folder] = found
        return self._found[dialect, folder]

    def _starter(self, dialect: str, folder: Path) -> Store | None:
        """The one store that the starting files of a directory name."""
        paths = (path for inner in _FOLDERS for path in _starters(folder / inner))
        found = {store.name: store for path in paths for store in self._named(dialect, path)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _named(self, dialect: str, path: Path) -> list[Store]:
        """The stores that a file names for the process: in its own language, else anywhere in its text."""
        stores = all_dialects()[dialect].stores
        source = _source(path)
        if stores is None or source is None:
            return []
        text = Literal(text=source.text, span=source.text.span)
        found = [store for fragment in self._read(source) for store in stores(fragment, source.path)]
        return found or list(stores(text, source.path))

    def _file(self, name: str, folder: Path) -> str | None:
        """The file of this name: beside the one that names it, or as seen from a directory above."""
        inside: tuple[str, ...] = ("",)
        if name.startswith(_CLASSPATH):
            inside, name = _RESOURCES, name.removeprefix(_CLASSPATH).lstrip("/")
        relative = PurePath(name.removeprefix("file:"))
        if relative.is_absolute() or ".." in relative.parts or not relative.parts:
            return None
        for above in (folder, *folder.parents):
            for part in inside:
                if (above / part / relative).is_file():
                    return reported(str(above / part / relative))
            if above == self._root:
                break
        return None


def _source(path: Path) -> Source | None:
    """The text of a file that may name a trust store."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError:
        return None
    shown = reported(str(path))
    return Source(path=shown, text=MappedText.copied(decode(data, shown)[0])) if _MARK in data else None


def _starters(folder: Path) -> list[Path]:
    try:
        return [folder / name for name in sorted(os.listdir(folder)) if name.lower() in _STARTERS]  # noqa: PTH208
    except OSError:
        return []
