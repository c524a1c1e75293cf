"""Front-end for Python: strings, dicts, calls and command lines, as far as one file tells."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Source, Vocabulary

__all__ = ["FRONTEND"]


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._python.reading import fragments

    return dict.fromkeys(fragments(source, vocabulary))


FRONTEND = Frontend(
    name="python",
    patterns=("*.py", "*.pyi", "*.pyw", "*.wsgi"),
    read=_read,
    comments=("#",),
    interpreters=("python", "python2", "python3"),
)
