"""Front-end for TypeScript and JavaScript: the objects that calls of known packages are given, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Source, Vocabulary

__all__ = ["FRONTEND"]


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._script.reading import records

    return records(source, vocabulary)


FRONTEND = Frontend(
    name="typescript",
    patterns=("*.ts", "*.mts", "*.cts", "*.tsx", "*.js", "*.mjs", "*.cjs", "*.jsx"),
    read=_read,
    comments=("//",),
    named_only=True,
)
