"""The packages that a published .NET application carries, from its `*.deps.json`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from lint_rds_tls.manifests._nuget_resolved import runtime
from lint_rds_tls.model import Dependency, Manifest

__all__ = ["MANIFEST", "read"]


def read(path: PurePath, reader: Callable[[PurePath], str | None]) -> tuple[Dependency, ...]:
    """The packages of the application beside which the file at `path` lies."""
    text = reader(path)
    return runtime(text, path.as_posix()) if text is not None else ()


MANIFEST = Manifest(name="deps-json", patterns=("*.deps.json",), read=read)
