"""Front-end for Java: strings, objects, and what the code does with them, as far as one file tells."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.model import Fragment, Frontend, Source, Vocabulary

__all__ = ["FRONTEND"]


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._code.names import Names
    from lint_rds_tls.frontends._code.places import Places
    from lint_rds_tls.frontends._code.reading import fragments
    from lint_rds_tls.frontends._jvm.java_calls import call_texts
    from lint_rds_tls.frontends._jvm.java_parser import JavaParser
    from lint_rds_tls.frontends._jvm.java_strings import without_unicode_escapes
    from lint_rds_tls.frontends._jvm.java_tokens import tokens
    from lint_rds_tls.frontends._jvm.java_walk import JavaValues, JavaWalk

    text = without_unicode_escapes(source.text)
    written = str(text)
    parser = JavaParser(written, tokens(written))
    words = vocabulary.namespaces, vocabulary.types, vocabulary.calls, vocabulary.keys, vocabulary.programs
    names = Names(parser.file, parser.declared, *words)
    values = JavaValues(written, Places(text), names, vocabulary.enums, call_texts)
    return dict.fromkeys(fragments(parser, values, names, JavaWalk))


FRONTEND = Frontend(name="java", patterns=("*.java",), read=_read, comments=("//",))
