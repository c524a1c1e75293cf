"""Front-end for Kotlin, build scripts too: strings, objects, and what is done with them, as far as one file tells."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Source, Vocabulary

__all__ = ["FRONTEND"]


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._jvm.kotlin_parser import LEXIS, KotlinParser
    from lint_rds_tls.frontends._jvm.reading import read
    from lint_rds_tls.frontends._jvm.tokens import tokens

    written = str(source.text)
    return read(source, vocabulary, KotlinParser(written, tokens(written, LEXIS)))


FRONTEND = Frontend(name="kotlin", patterns=("*.kt", "*.kts"), read=_read, comments=("//",))
