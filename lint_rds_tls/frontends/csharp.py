"""Front-end for C#: strings, objects, and what the code does with them, as far as one file tells."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Source, Vocabulary

__all__ = ["FRONTEND"]


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    """Read every variant of the file that its #if branches make; what they share comes once."""
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._code.calls import call_texts
    from lint_rds_tls.frontends._code.names import Names
    from lint_rds_tls.frontends._code.parser import Parser
    from lint_rds_tls.frontends._code.places import Places
    from lint_rds_tls.frontends._code.reading import fragments
    from lint_rds_tls.frontends._code.values import Values
    from lint_rds_tls.frontends._code.walk import Walk
    from lint_rds_tls.frontends._csharp.scan import scan

    text = str(source.text)
    places = Places(source.text)
    scanned = scan(text)
    seen: set[Fragment] = set()
    for tokens in (scanned.tokens, *scanned.variants):
        parser = Parser(text, tokens)
        words = vocabulary.namespaces, vocabulary.types
        names = Names(parser.file, parser.declared, *words, programs=vocabulary.programs)
        values = Values(text, places, names, vocabulary.enums, call_texts)
        for fragment in fragments(parser, values, names, Walk):
            if fragment not in seen:
                seen.add(fragment)
                yield fragment


FRONTEND = Frontend(name="csharp", patterns=("*.cs", "*.csx"), read=_read, comments=("//",))
