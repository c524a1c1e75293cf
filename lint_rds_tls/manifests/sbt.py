"""The packages of sbt builds, read from their files as text: `"group" % "artifact" % version`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath

from lint_rds_tls.manifests._jvm_versions import asked
from lint_rds_tls.manifests._script_text import Script, script
from lint_rds_tls.model import Dependency, Location, Manifest
from lint_rds_tls.text import Span
from lint_rds_tls.versions import ANY

__all__ = ["MANIFEST", "read"]

#: Where builds keep what they use, beside build.sbt.
_PROJECT = ("Dependencies.scala", "Versions.scala", "Version.scala", "Build.scala", "Settings.scala", "Common.scala")
_MODULE = re.compile(r"\"\x01*\"\s*%{1,3}\s*\"\x01*\"\s*%\s*(?=\"|([A-Za-z_][\w.]*))")
_SECOND = re.compile(r"%{1,3}\s*(?=\")")
_VALUE = re.compile(r"\bval\s+(\w+)\s*(?::\s*String\s*)?=\s*(?=\")")


def read(path: PurePath, reader: Callable[[PurePath], str | None]) -> Iterator[Dependency]:
    """The packages of the build at `path`; a version that is no text here is any."""
    scripts = [
        script(text, place.as_posix())
        for place in (path, *(path.parent / "project" / name for name in _PROJECT))
        if (text := reader(place)) is not None
    ]
    values = {name: found for each in scripts for name, found in _values(each)}
    for each in scripts:
        for match in _MODULE.finditer(each.code):
            yield _dependency(each, match, values)


def _values(text: Script) -> Iterator[tuple[str, tuple[Script, Span]]]:
    for match in _VALUE.finditer(text.code):
        quoted = text.strings.get(match.end())
        if quoted is not None:
            yield match[1], (text, quoted.inner)


def _dependency(text: Script, match: re.Match[str], values: dict[str, tuple[Script, Span]]) -> Dependency:
    second = _SECOND.search(text.code, match.start(), match.end())
    names = [text.strings[match.start()], text.strings[second.end() if second else match.start()]]
    name = ":".join(text.text[each.inner.start : each.inner.end] for each in names)
    holder, span = text, Span(match.start(), match.end())
    quoted = text.strings.get(match.end())
    written = None
    if quoted is not None:
        span = quoted.inner
        written = text.text[span.start : span.end]
    elif match[1] and match[1].rpartition(".")[2] in values:
        holder, span = values[match[1].rpartition(".")[2]]
        written = holder.text[span.start : span.end]
    return Dependency(
        name=name, versions=ANY if written is None else asked(written), location=Location(path=holder.path, span=span)
    )


MANIFEST = Manifest(name="sbt", patterns=("build.sbt",), read=read, ecosystem="maven")
