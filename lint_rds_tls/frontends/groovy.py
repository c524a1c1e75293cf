"""Front-end for Groovy, Gradle's builds too: strings, objects, and what is done with them, as far as one file tells."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Source, Vocabulary

__all__ = ["FRONTEND"]


#: Steps of Jenkins' pipelines.
_STEPS = {"sh": "shell", "bat": "batch", "powershell": "powershell", "pwsh": "powershell"}


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._jvm.groovy_parser import LEXIS, GroovyParser
    from lint_rds_tls.frontends._jvm.reading import read
    from lint_rds_tls.frontends._jvm.tokens import tokens

    written = str(source.text)
    return read(source, vocabulary, GroovyParser(written, tokens(written, LEXIS)), _STEPS)


FRONTEND = Frontend(
    name="groovy",
    patterns=("*.groovy", "*.gradle", "*.gvy", "*.gsh", "Jenkinsfile", "Jenkinsfile.*", "*.jenkinsfile"),
    read=_read,
    comments=("//",),
)
