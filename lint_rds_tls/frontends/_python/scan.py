"""Cuts Python source into logical lines and finds their strings without parsing it: of broken files, this is all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Line", "Text", "lines"]

#: What stands at the start of no line inside brackets: one was not closed.
_STATEMENT = re.compile(r"[ \t]*(?:def|class|return|import|raise|while|try|with|assert)\b")

#: Strings end where the tokenizer of Python ends them; one that is not closed goes on to the end of its line or text.
_TOKEN = re.compile(
    r"""
    (?P<prefix>\b(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU]))?
    (?: (?P<body>\"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"{3}
        | '{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'{3}
        | "(?!"")[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"
        | '(?!'')[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*')
      | (?P<unclosed>\"{3}.*|'{3}.*|["'][^\r\n]*) )
    | (?P<comment>\#[^\r\n]*)
    | (?P<open>[([{])
    | (?P<close>[])}])
    | (?P<end>\r\n?|\n)
    | \\(?:\r\n?|\n)
    """,
    re.VERBOSE | re.DOTALL,
)
#: What may stand one inside the other without brackets: sums, chains of calls, conditions.
_SIGN = re.compile(r"[-+*/%@&|^<>.=~]+|\b(?:and|or|not|if|lambda|await)\b|,")
#: Statements that are shorter than this hold no long chains.
_SHORT = 300


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal, an f-string as a whole."""

    start: int
    end: int
    prefix: str  #: lower case
    quote: str  #: of one or three characters
    closed: bool


@dataclass(slots=True)
class Line:
    """A logical line: a statement, or the header of a compound one. Blank lines and comments before it belong to it."""

    start: int
    code: int  #: where the code begins
    end: int  #: behind the line end
    texts: list[Text]
    nesting: int  #: how deep brackets stand in brackets
    indent: int  #: columns of white space before the code

    def depth(self, source: str) -> int:
        """How deep expressions may stand one in the other, at most."""
        if self.end - self.code < _SHORT:
            return self.nesting
        deepest = chain = 0
        last = self.code
        for text in (*self.texts, None):
            for match in _SIGN.finditer(source, last, text.start if text else self.end):
                chain = 0 if match[0] == "," else chain + 1
                deepest = max(deepest, chain)
            if text:
                last = text.end
                chain += 1  # texts side by side are one in the other, too
        return self.nesting + max(deepest, chain)


def lines(source: str) -> Iterator[Line]:
    """The logical lines of a source that may be broken; linear."""
    start = begin = 0
    texts: list[Text] = []
    depth = deepest = 0
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup
        if kind in ("body", "unclosed"):
            texts.append(_text(match))
        elif kind == "open":
            depth += 1
            deepest = max(deepest, depth)
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "end" and (not depth or _STATEMENT.match(source, match.end())):
            depth = 0
            code = _code(source, begin, match.start())
            if code >= 0:
                yield Line(start, code, match.end(), texts, deepest, code - begin)
                start, texts, deepest = match.end(), [], 0
            begin = match.end()
    code = _code(source, begin, len(source))
    if code >= 0:
        yield Line(start, code, len(source), texts, deepest, code - begin)


def _code(source: str, begin: int, end: int) -> int:
    """Where code begins in a line; -1 where there is none."""
    while begin < end and source[begin] in " \t\f":
        begin += 1
    return begin if begin < end and source[begin] not in "#\r\n" else -1


def _text(match: re.Match[str]) -> Text:
    prefix = (match["prefix"] or "").lower()
    body = match["body"] or match["unclosed"]
    quote = body[:3] if body[:3] in ('"""', "'''") and len(body) > 2 else body[0]
    return Text(match.start(), match.end(), prefix, quote, match["unclosed"] is None)
