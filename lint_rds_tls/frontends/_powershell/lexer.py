"""Cuts PowerShell into tokens as its parser asks for them: the mode decides what a character means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lint_rds_tls.frontends._code.parts import Part
from lint_rds_tls.frontends._powershell.nodes import Node, Text, Variable
from lint_rds_tls.grammar import scanner

__all__ = ["DEEPEST", "Lexer", "Token"]

#: Brackets, blocks and operators nested deeper than this are read as if they stood side by side.
DEEPEST = 40

_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HERE_HEADER = re.compile(r"[^\S\r\n]*(?:\r\n|[\r\n])")
_HERE_SINGLE_END = re.compile("(?:\r\n|[\r\n])['\u2018-\u201b]@")
_HERE_DOUBLE_END = re.compile('(?:\r\n|[\r\n])["\u201c-\u201e]@')
_INSIDE = re.compile('[()]|[`"\u201c-\u201e]["\u201c-\u201e]?')
_SINGLE_QUOTED = re.compile("[^'\u2018-\u201b]+|['\u2018-\u201b]{2}")
_DASHED = re.compile(
    "[-\u2013-\u2015](?=[^\\W\\d]|\\?)[^\\s\0{}();,|&.\\[:'\u2018-\u201b\"\u201c-\u201e]+(?=['\u2018-\u201b\"\u201c-\u201e])"
)


class Token(NamedTuple):
    """A token, or the end of the text."""

    kind: str  #: name of the terminal, END behind the last one
    start: int
    end: int
    text: str


class Lexer:
    """Reads tokens, strings and words between two places of a text."""

    def __init__(
        self, text: str, at: int = 0, end: int | None = None, places: list[int] | None = None, depth: int = 0
    ) -> None:
        """`places` are those of the characters and of the end, where the text is not the source itself."""
        self.text = text
        self.at = at
        self.end = len(text) if end is None else end
        self.places = places
        self.depth = depth
        self.too_deep: list[int] = []  #: places of what is nested too deep
        self.unclosed: list[int] = []  #: places of quotation marks without an end
        self.aside: list[Node] = []  #: what is part of no statement: arguments of attributes, files of redirections
        self._patterns = {mode: scanner("powershell", mode, "trivia") for mode in ("expression", "argument")}
        self._inner = {mode: scanner("powershell", mode) for mode in ("word", "double", "here")}
        self._peeked: tuple[str, int, Token] | None = None

    def statements(self) -> list[Node]:
        """The statements up to the end; the parser has them."""
        raise NotImplementedError

    def place(self, at: int) -> int:
        """The place in the source of a character, or of the end."""
        return at if self.places is None else self.places[at]

    # --- tokens

    def peek(self, mode: str) -> Token:
        """The next token, comments and blanks passed over."""
        peeked = self._peeked
        if peeked is not None and peeked[0] == mode and peeked[1] == self.at:
            return peeked[2]
        match = self._patterns[mode].match(self.text, self.at, self.end)
        kind = match.lastgroup if match is not None else None
        if match is None or kind is None:
            token = Token("END", self.end, self.end, "")
        else:
            start, end = match.span(kind)
            token = Token(kind, start, end, match[kind])
        self._peeked = mode, self.at, token
        return token

    def take(self, token: Token) -> Token:
        """Go on behind a token."""
        self.at = token.end
        return token

    def skip_lines(self, mode: str, more: str = "") -> None:
        """Pass over line ends, and over the signs in `more`."""
        while (token := self.peek(mode)).kind == "NEWLINE" or (token.text and token.text in more):
            self.take(token)

    # --- strings

    def single(self, token: Token) -> Text:
        """`'…'`."""
        inner_end = token.end - 1 if self._is_closed(token) else token.end
        return Text(self.place(token.start), self.place(token.end), "single", self._quoted(token.start + 1, inner_end))

    def _is_closed(self, token: Token) -> bool:
        # Of an open string that ends in doubled quotes the count is odd.
        quotes = len(token.text) - len(token.text.rstrip("'\u2018\u2019\u201a\u201b"))
        closed = quotes % 2 == 1 if quotes < len(token.text) else quotes % 2 == 0
        if not closed:
            self.unclosed.append(self.place(token.start))
        return closed

    def _quoted(self, start: int, end: int) -> list[Part | Node]:
        """What stands between single quotes."""
        parts: list[Part | Node] = []
        for match in _SINGLE_QUOTED.finditer(self.text, start, end):
            doubled = match[0][0] in "'\u2018\u2019\u201a\u201b"
            parts.extend(self._copied(match.start() + 1 if doubled else match.start(), match.end()))
        return parts

    def _copied(self, start: int, end: int) -> Iterator[Part]:
        """Characters that stand for themselves."""
        if self.places is None:
            yield Part(self.text[start:end], start, end, True)
            return
        run = start
        for at in range(start, end):
            if self.places[at + 1] != self.places[at] + 1:  # written as two
                if run < at:
                    yield Part(self.text[run:at], self.places[run], self.places[at], True)
                yield Part(self.text[at], self.places[at], self.places[at + 1], False)
                run = at + 1
        if run < end:
            yield Part(self.text[run:end], self.places[run], self.places[end], True)

    def double(self, token: Token) -> Text:
        """`"…"`, whose first character is taken."""
        self.at = token.end
        parts = self._expandable(token.start)
        return Text(self.place(token.start), self.place(self.at), "double", parts)

    def _expandable(self, opened: int) -> list[Part | Node]:
        """What stands between double quotes, up to and with the closing one."""
        parts: list[Part | Node] = []
        while (match := self._inner["double"].match(self.text, self.at, self.end)) is not None:
            self.at = match.end()
            if match.lastgroup == "CLOSE":
                return parts
            if match.lastgroup == "DOUBLED":
                parts.extend(self._copied(match.end() - 1, match.end()))
            else:
                parts.extend(self._inside(match, doubled=True))
        self.unclosed.append(self.place(opened))
        return parts

    def _inside(self, match: re.Match[str], *, doubled: bool) -> Iterator[Part | Node]:
        """One token inside a text that is expanded."""
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "ESCAPE":
            yield Part(_escaped(match[0]), self.place(start), self.place(end), False)
        elif kind in ("VARIABLE", "BRACED"):
            yield self.variable(start, end)
        elif kind == "SUBEXPRESSION" and self.depth < DEEPEST:
            yield self._subexpression(start, doubled=doubled)
        else:
            yield from self._copied(start, end)

    def here(self, token: Token) -> Text:
        """`@'…'@` or `@"…"@`."""
        expands = token.kind == "HERE_DOUBLE"
        kind = "here"
        header = _HERE_HEADER.match(self.text, token.end, self.end)
        parts: list[Part | Node] = []
        if header is None:  # not a here-string at all: up to its end on this line, if there is one
            line = re.compile(f"[^\r\n]*?(?:{re.escape(token.text[1])}@|(?=[\r\n])|\\Z)")
            match = line.match(self.text, token.end, self.end)
            self.at = match.end() if match else self.end
        elif not expands:
            closing = _HERE_SINGLE_END.search(self.text, header.end() - 1, self.end)
            inner_end = self.end if closing is None else closing.start()
            if inner_end > header.end():
                parts.extend(self._copied(header.end(), inner_end))
            self.at = self.end if closing is None else closing.end()
            if closing is None:
                self.unclosed.append(self.place(token.start))
        else:
            self.at = header.end()
            closing = _HERE_DOUBLE_END.match(self.text, header.end() - 1, self.end)
            if closing is not None:
                self.at = closing.end()
            else:
                parts = self._here_expandable(token.start)
        return Text(self.place(token.start), self.place(self.at), kind, parts)

    def _here_expandable(self, opened: int) -> list[Part | Node]:
        parts: list[Part | Node] = []
        while (match := self._inner["here"].match(self.text, self.at, self.end)) is not None:
            if match.lastgroup == "NEWLINE":
                closing = _HERE_DOUBLE_END.match(self.text, self.at, self.end)
                if closing is not None:
                    self.at = closing.end()
                    return parts
            self.at = match.end()
            parts.extend(self._inside(match, doubled=False))
        self.unclosed.append(self.place(opened))
        return parts

    def word(self, start: int) -> Text:
        """A bare word from `start` on: whatever comes before a blank or a sign that ends words."""
        self.at = start
        parts: list[Part | Node] = []
        prefix = _DASHED.match(self.text, start, self.end)
        if prefix is not None:  # begins like a parameter: literal up to the quotation mark that tells it is none
            self.at = prefix.end()
            parts.extend(self._copied(start, self.at))
        while (match := self._inner["word"].match(self.text, self.at, self.end)) is not None:
            self.at = match.end()
            if match.lastgroup == "SINGLE":
                token = Token("SINGLE", match.start(), match.end(), match[0])
                inner_end = match.end() - 1 if self._is_closed(token) else match.end()
                parts.extend(self._quoted(match.start() + 1, inner_end))
            elif match.lastgroup == "DOUBLE":
                parts.extend(self._expandable(match.start()))
            else:
                parts.extend(self._inside(match, doubled=True))
        return Text(self.place(start), self.place(self.at), "bare", parts)

    # --- what is expanded

    def variable(self, start: int, end: int) -> Variable:
        """`$name`, `${name}` or `@name` between two places."""
        name = self.text[start + 1 : end]
        if name.startswith("{"):
            name = name[1:].removesuffix("}")
        name = name.lower()
        splat = self.text[start] == "@"
        return Variable(self.place(start), self.place(end), name.removeprefix("using:"), splat)

    def _subexpression(self, start: int, *, doubled: bool) -> Node:
        """`$( … )` in a text; PowerShell looks for its end by counting brackets, in strings too.

        Between double quotes, quotes inside may be doubled, or have a backtick before them.
        """
        depth, pairs, closing = 1, [], None
        position = start + 2
        while depth and (closing := _INSIDE.search(self.text, position, self.end)) is not None:
            position = closing.end()
            if closing[0] in "()":
                depth += 1 if closing[0] == "(" else -1
            elif len(closing[0]) == 2:
                if doubled:
                    pairs.append(closing.start())
                else:
                    position -= 1
        inner_end = self.end if closing is None else closing.start()
        self.at = self.end if closing is None else closing.end()
        inner = self._nested(start + 2, inner_end, pairs)
        body = inner.statements()
        self.too_deep += inner.too_deep
        self.unclosed += inner.unclosed
        self.aside += inner.aside
        return self.enclosed(self.place(start), self.place(self.at), body)

    def enclosed(self, start: int, end: int, body: list[Node]) -> Node:
        """The node of a subexpression; the parser has it."""
        raise NotImplementedError

    def _nested(self, start: int, end: int, pairs: list[int]) -> Lexer:
        """A reader of a part of the text; of each of the `pairs` of characters only the second counts."""
        if not pairs:
            return type(self)(self.text, start, end, self.places, self.depth + 1)
        kept: list[str] = []
        places: list[int] = []
        for pair in (*pairs, end):
            kept.append(self.text[start:pair])
            places.extend(self.place(at) for at in range(start, pair))
            if pair < end:
                kept.append(self.text[pair + 1])
                places.append(self.place(pair))
            start = pair + 2
        places.append(self.place(end))
        return type(self)("".join(kept), 0, None, places, self.depth + 1)


def _escaped(written: str) -> str:
    """What a backtick and the character behind it stand for."""
    if len(written) == 1:
        return written
    if written.startswith("`u{"):
        code = int(written[3:-1], 16)
        return chr(code) if code <= 0x10FFFF else written
    return _ESCAPES.get(written[1], written[1])
