"""Cuts Java into the tokens that the parser of C# reads: what the languages share by another word is translated.

`extends` is `:`, `->` is `=>`, `final` is `readonly`, `@A(…)` is `[A(…)]`, an import is a using of the package; what
only Java has, such as bounds of type parameters, is left out. Every token keeps its own place.
"""

from __future__ import annotations

from lint_rds_tls.frontends._code.tokens import Tokens, words
from lint_rds_tls.frontends._jvm.java_shapes import Shapes
from lint_rds_tls.grammar import scanner

__all__ = ["tokens"]

#: Keywords that mean the same in both languages.
_SAME = words(
    """abstract break byte case catch char class continue default do double else finally float for goto if int
    interface long new null private protected public return short static switch this throw true false try void volatile
    while"""
)
#: Keywords with another word, and modifiers that change nothing here.
_TRANSLATED = {
    "boolean": "bool",
    "final": "readonly",
    "implements": ":",
    "extends": ":",
    "import": "using",
    "instanceof": "is",
    "native": "unsafe",
    "package": "namespace",
    "strictfp": "unsafe",
    "super": "base",
    "synchronized": "unsafe",
    "transient": "unsafe",
    "enum": "class",
}
_KINDS = {"STRING": "JAVA_STRING", "TEXT_BLOCK": "JAVA_BLOCK"}


def tokens(source: str) -> Tokens:
    """The tokens of a source, unicode escapes already decoded; takes any text."""
    raw = Tokens()
    for match in scanner("java", "code", "trivia").finditer(source):
        kind = match.lastgroup
        if kind is None:
            break
        start, end = match.span(kind)
        text = source[start:end]
        if kind == "NAME":
            kind = text if text in _SAME or text in _TRANSLATED else kind
        elif kind == "PUNCTUATION":
            kind = text
        raw.add(_KINDS.get(kind, kind), start, end)
    shapes = Shapes(source, raw)
    found = Tokens()
    for index in range(len(raw)):
        for kind, start, end in shapes.before.get(index, ()):
            found.add(kind, start, end)
        kind = shapes.changed.get(index, raw.kinds[index])
        if kind:
            found.add(_TRANSLATED.get(kind, kind), raw.starts[index], raw.ends[index])
        for kind, start, end in shapes.after.get(index, ()):
            found.add(kind, start, end)
    return found
