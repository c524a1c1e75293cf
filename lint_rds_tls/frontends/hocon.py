"""HOCON: Lightbend's application.conf; the lines of other .conf files that hold a name and a value read the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._trees.nodes import Run, Scalar, Tree, mapped, parts_of, unescaped
from lint_rds_tls.frontends._trees.settings import fragments
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Fragment, Frontend, Problem, Source, Vocabulary
from lint_rds_tls.text import MappedText

_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each value that may connect, a record for each object with a key of the vocabulary."""
    yield from fragments(source.text, tree(source), vocabulary)


def tree(source: Source) -> Tree:
    """The objects of a file; includes and substitutions are left as they are."""
    reader = _Reader(source)
    reader.read()
    return reader.stack[0]


class _Reader:
    """Goes over a file, a token at a time."""

    def __init__(self, source: Source) -> None:
        self.stack = [Tree(0, len(source.text))]
        self._source = source
        self._text = source.text
        self._written = str(source.text)
        self._place = 0

    def read(self) -> None:
        """All of it; what is open at the end is closed there."""
        while self._place < len(self._written):
            if self.stack[-1].numbered:
                self._value([], self._place)
            else:
                self._member()
        while len(self.stack) > 1:
            self._close()

    def _next(self, mode: str) -> re.Match[str] | None:
        match = scanner("hocon", mode).match(self._written, self._place)
        if match is not None:
            self._place = match.end()
        return match

    def _member(self) -> None:
        """A key and its value, or what stands between members."""
        names: list[MappedText] = []
        first = self._place
        while (token := self._next("key")) is not None:
            kind = token.lastgroup
            if kind in ("NAME", "QUOTED", "TRIPLE"):
                first = first if names else token.start()
                names += self._names(token)
            elif kind == "SEPARATOR" and names:
                self._value(names, first)
                return
            elif kind == "BRACKET" and token[0] == "{":
                self._open(names, first, token)
                return
            elif kind == "BRACKET" and token[0] == "}":
                self._close()
                return
            elif kind != "BLANK":
                # The end of a member, an include, or no HOCON at all: on with what follows.
                return

    def _names(self, token: re.Match[str]) -> list[MappedText]:
        if token.lastgroup == "NAME":
            return [part for part in parts_of(self._text[token.start() : token.end()].strip(".")) if str(part)]
        return [self._string(token)]

    def _value(self, names: list[MappedText], first: int) -> None:
        """A value, or an item of a list, up to the end of its line."""
        in_list = self.stack[-1].numbered
        parts: list[re.Match[str]] = []
        while (token := self._next("more" if parts else "first")) is not None:
            kind = token.lastgroup
            if kind == "BRACKET" and token[0] in "{[":
                self._open(names, first, token)
                return
            if kind in ("END", "COMMENT") and not parts and (in_list or self._opens_below()):
                continue
            if kind in ("END", "COMMENT", "COMMA", "BRACKET"):
                self._put(names, first, parts, token.start())
                if kind == "BRACKET":
                    self._close()
                return
            if kind == "UNCLOSED":
                span = self._text[token.start() : token.end()].span
                problem = Problem(path=self._source.path, message="a string is not closed", span=span, fatal=False)
                self._source.problems.append(problem)
            elif kind not in ("BLANK", "JUNK"):
                parts.append(token)
        self._put(names, first, parts, self._place)

    def _opens_below(self) -> bool:
        """Whether the value is an object or a list that begins on a line below."""
        return self._written[self._place : self._place + 400].lstrip()[:1] in ("{", "[")

    def _put(self, names: list[MappedText], first: int, parts: list[re.Match[str]], place: int) -> None:
        if not parts and not names:
            return
        start, end = (parts[0].start(), parts[-1].end()) if parts else (place, place)
        if parts and parts[-1].lastgroup == "RAW":
            end = start + len(parts[-1][0].rstrip())
        texts: list[MappedText] = []
        last = start
        for part in parts:
            texts.append(self._text[last : part.start()])
            last = part.end()
            quoted = part.lastgroup in ("TRIPLE", "QUOTED")
            texts.append(self._string(part) if quoted else self._text[part.start() : min(last, end)])
        text = MappedText.joined(texts) if texts else self._text[place:place]
        if str(text) == "null" and len(parts) == 1 and parts[0].lastgroup == "WORD":
            text = text[:0]
        scalar = Scalar(str(text), lambda: text, start, end)
        if names:
            self.stack[-1].put(names, scalar, first, end)
        else:
            self.stack[-1].append(scalar, start, end, self._text.offset(start))

    def _open(self, names: list[MappedText], first: int, token: re.Match[str]) -> None:
        """An object or a list. Objects of one path are one object."""
        tree = self.stack[-1]
        if token[0] == "{" and not tree.numbered:
            for name in names:
                tree = tree.child(name, first)
        else:
            inner = Tree(token.start(), numbered=token[0] == "[")
            if tree.numbered:
                tree.append(inner, first, token.end(), self._text.offset(first))
            elif names:
                tree.put(names, inner, first, token.end())
            tree = inner
        if not tree.members and tree is not self.stack[0]:
            tree.start = token.start()
        self.stack.append(tree)

    def _close(self) -> None:
        if len(self.stack) > 1:
            tree = self.stack.pop()
            tree.end = max(tree.end, self._place)

    def _string(self, token: re.Match[str]) -> MappedText:
        quotes = 3 if token.lastgroup == "TRIPLE" else 1
        inner = self._text[token.start() + quotes : token.end() - quotes]
        if quotes == 3 or "\\" not in str(inner):
            return inner
        return mapped(inner, (_run(match) for match in scanner("hocon", "text").finditer(str(inner))))


def _run(match: re.Match[str]) -> Run:
    said: str | None = None
    if match.lastgroup == "SIMPLE":
        said = _SIMPLE.get(match[0][1], match[0][1])
    elif match.lastgroup in ("ESCAPE", "ESCAPES"):
        said = unescaped(match[0])
    return (*match.span(), said)


FRONTEND = Frontend(name="hocon", patterns=("*.conf",), read=read, comments=("#", "//"))
