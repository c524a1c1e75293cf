"""Front-end for PowerShell: commands, strings, objects, and what a script does with them, as far as one file tells."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Problem, Source, Vocabulary

__all__ = ["FRONTEND"]


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._powershell.parser import Parser
    from lint_rds_tls.frontends._powershell.walk import Walk

    parser = Parser(str(source.text))
    statements = parser.statements()
    walk = Walk(source, vocabulary)
    for places, message in (
        (parser.unclosed, "a string is not closed"),
        (parser.too_deep, "nested too deep to follow"),
    ):
        for place in places[:1]:
            span = walk.places.span(place, min(place + 1, len(parser.text)))
            source.problems.append(Problem(path=source.path, message=message, span=span, fatal=False))
    return list(walk.read(statements, parser.aside))


FRONTEND = Frontend(
    name="powershell",
    patterns=("*.ps1", "*.psm1", "*.psd1"),
    read=_read,
    comments=("#",),
    interpreters=("pwsh", "powershell"),
)
