"""Procfiles: a line of shell for each process."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.model import Embedded, Fragment, Frontend, Source, Vocabulary

_PROCESS = re.compile(r"^[A-Za-z0-9_-]+[ \t]*:[ \t]*(?P<command>[^\r\n]+)", re.MULTILINE)


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 - what every front-end gets
    """The command of each process."""
    for match in _PROCESS.finditer(str(source.text)):
        yield Embedded(language="shell", text=source.text[slice(*match.span("command"))])


FRONTEND = Frontend(name="procfile", patterns=("Procfile", "Procfile.*"), read=read, comments=("#",))
