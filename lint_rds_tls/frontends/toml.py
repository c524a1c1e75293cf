"""TOML: tables, dotted keys and strings at their places; tomli tells whether a file is valid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._carriers.walk import commands
from lint_rds_tls.frontends._trees.nodes import Run, Scalar, Tree, mapped
from lint_rds_tls.frontends._trees.settings import fragments
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Fragment, Frontend, Problem, Source, Vocabulary
from lint_rds_tls.text import MappedText

_SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_FIRST_LINE_END = re.compile(r"\r?\n")


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each value that may connect, a record for each table with a key of the vocabulary."""
    import tomli

    try:
        tomli.loads(str(source.text))
    except (ValueError, RecursionError) as error:  # a TOMLDecodeError is a ValueError; so is a number too long
        message = f"is no TOML: {error}"
        source.problems.append(Problem(path=source.path, message=message, fatal=False))
    root = tree(source.text)
    run = commands(source.text, root, vocabulary, source.path.rpartition("/")[2])
    yield from run.fragments
    yield from fragments(source.text, root, vocabulary, run.taken)


def tree(text: MappedText) -> Tree:
    """The tables of a file, as far as they can be told."""
    reader = _Reader(text)
    reader.read()
    return reader.root


class _Reader:
    """Goes over a file, a token at a time."""

    def __init__(self, text: MappedText) -> None:
        self.root = Tree(0)
        self._text = text
        self._written = str(text)
        self._place = 0

    def read(self) -> None:
        """All of it: headers, and pairs in the table that the last header named."""
        table = self.root
        while (token := self._next("key")) is not None:
            kind = token.lastgroup
            if kind == "OPEN":
                table = self._header(token)
            elif kind in ("BARE", "BASIC", "LITERAL"):
                self._place = token.start()
                names = self._names()
                if names:
                    self._value(table, names, token.start())

    def _next(self, mode: str) -> re.Match[str] | None:
        match = scanner("toml", mode).match(self._written, self._place)
        if match is not None:
            self._place = match.end()
        return match

    def _header(self, opened: re.Match[str]) -> Tree:
        names = self._names()
        tree = self.root
        for number, name in enumerate(names):
            tree = tree.child(name, opened.start())
            if len(opened[0]) == 2 and number == len(names) - 1:
                tree.numbered = True
                tree.append(Tree(opened.start()), opened.start(), self._place, self._text.offset(opened.start()))
            if tree.numbered and tree.members:
                last = tree.members[-1].node
                tree = last if isinstance(last, Tree) else tree
        tree.end = max(tree.end, self._place)
        return tree

    def _names(self) -> list[MappedText]:
        """The parts of a key up to its `=`, or of a header up to its brackets; none where the line breaks off."""
        names: list[MappedText] = []
        while (token := self._next("key")) is not None:
            kind = token.lastgroup
            if kind == "BARE":
                names.append(self._text[token.start() : token.end()])
            elif kind in ("BASIC", "LITERAL"):
                names.append(self._string(token))
            elif kind in ("EQUALS", "CLOSE"):
                return names
            elif kind not in ("BLANK", "DOT"):
                if kind == "SIGN" or kind == "END":
                    self._place = token.start()
                break
        return []

    def _value(self, table: Tree, names: list[MappedText], first: int) -> None:
        """The value of a key, with all that is nested in it."""
        opened: list[tuple[Tree, list[MappedText], int]] = []
        while (token := self._next("value")) is not None:
            kind, start, end = token.lastgroup, token.start(), token.end()
            if kind == "END" and not opened:
                return
            if kind in ("LONG_BASIC", "LONG_LITERAL", "BASIC", "LITERAL", "WORD"):
                text = self._text[start:end] if kind == "WORD" else self._string(token)
                self._put(table, names, _scalar(text, start, end), first if names else start, end)
            elif kind == "BRACKET" and token[0] in "[{":
                opened.append((table, names, first if names else start))
                table, names = Tree(start, end, numbered=token[0] == "["), []
            elif kind == "BRACKET" and token[0] in "]}" and opened:
                table.end = end
                inner, (table, names, first) = table, opened.pop()
                self._put(table, names, inner, first, end)
            if kind == "BRACKET" and token[0] in "{," and opened and not table.numbered:
                first = self._key_ahead()
                names = self._names()
            elif not opened and kind not in ("BLANK", "COMMENT", "JUNK"):
                return
        while opened:
            table.end = self._place
            inner, (table, names, first) = table, opened.pop()
            self._put(table, names, inner, first, self._place)

    def _put(self, table: Tree, names: list[MappedText], node: Scalar | Tree, first: int, end: int) -> None:
        if table.numbered:
            table.append(node, first, end, self._text.offset(first))
        elif names:
            table.put(names, node, first, end)

    def _key_ahead(self) -> int:
        """Where the next key starts, white space and comments left out."""
        while (token := self._next("key")) is not None:
            if token.lastgroup not in ("BLANK", "END", "COMMENT"):
                self._place = token.start()
                break
        return self._place

    def _string(self, token: re.Match[str]) -> MappedText:
        long = str(token.lastgroup).startswith("LONG")
        start, end = token.start() + (3 if long else 1), token.end() - (3 if long else 1)
        if long and (blank := _FIRST_LINE_END.match(self._written, start, end)):
            start = blank.end()
        inner = self._text[start:end]
        written = str(inner)
        basic = str(token.lastgroup).endswith("BASIC")
        if "\r" not in written and not (basic and "\\" in written):
            return inner
        matches = scanner("toml", "text" if basic else "raw").finditer(written)
        return mapped(inner, (_run(match) for match in matches))


def _run(match: re.Match[str]) -> Run:
    said: str | None = None
    if match.lastgroup == "LINE_END":
        said = "\n" if len(match[0]) == 2 else None
    elif match.lastgroup == "JOIN":
        said = ""
    elif match.lastgroup == "ESCAPE":
        said = _SIMPLE.get(match[0][1], match[0][1])
    elif match.lastgroup == "LONG_ESCAPE":
        code = int(match[0][2:], 16)
        said = chr(code) if code < 0x110000 else None
    return (*match.span(), said)


def _scalar(text: MappedText, start: int, end: int) -> Scalar:
    return Scalar(str(text), lambda: text, start, end)


FRONTEND = Frontend(name="toml", patterns=("*.toml",), read=read, comments=("#",))
