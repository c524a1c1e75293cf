"""Simple commands of a shell script: assignments, words, redirections and their here-documents."""

from __future__ import annotations

import re
from typing import TypeAlias

from lint_rds_tls.frontends._shell.nodes import Assign, Function, Heredoc, Item, Node, Part, Redirect, Simple, Word
from lint_rds_tls.frontends._shell.words import Words, mode
from lint_rds_tls.text import MappedText

__all__ = ["Commands"]

_ASSIGN = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:(\+?)=|(?=\[))")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PARENTHESES = re.compile(r"(?:[ \t]|\\\r?\n)*\([ \t]*\)")
_QUOTES = re.compile(r"[\"'\\]|\$(?=[\"'])")
_DECLARES = frozenset({"export", "declare", "local", "readonly", "typeset"})
#: Words of a command that may be the name of a function: `retry 5 connect`.
_MOST_NAMED = 4

_Token: TypeAlias = tuple["str | None", int, int]


class Commands(Words):
    """Reads simple commands at `pos`."""

    def __init__(self, mapped: MappedText, start: int = 0, end: int | None = None, depth: int = 0) -> None:
        super().__init__(mapped, start, end, depth)
        self._command = mode("command", "trivia").match
        self.functions: list[Function] = []
        self._seen: tuple[int, int, _Token] = (-1, -1, (None, 0, 0))

    def group(self, start: int) -> Node:
        """`{ …; }` behind its brace."""
        raise NotImplementedError

    def function(self, start: int, name: str = "", end: int = 0) -> Node:
        """A function behind its name, which ends at `end`."""
        raise NotImplementedError

    def look(self) -> _Token:
        """The next terminal, with its place."""
        if self._seen[0] == self.pos and self._seen[1] == self.end:
            return self._seen[2]
        match = self._command(self.text, self.pos, self.end)
        if match is None or match.lastgroup is None:
            token: _Token = (None, self.end, self.end)
        else:
            token = (match.lastgroup, *match.span(match.lastgroup))
        self._seen = (self.pos, self.end, token)
        return token

    def sign(self) -> str:
        """The next operator or plain word."""
        kind, start, end = self.look()
        return self.text[start:end] if kind in ("OPERATOR", "PLAIN") else ""

    def take(self, *signs: str) -> bool:
        """Go past the next terminal where it is one of these."""
        if self.sign() in signs:
            self.pos = self.look()[2]
            return True
        return False

    def newlines(self, also: str = "") -> None:
        while True:
            kind, _, end = self.look()
            if kind != "NEWLINE" and not (also and self.sign() == also):
                return
            self.pos = end
            if kind == "NEWLINE":
                self._heredocs()

    def simple(self, start: int) -> Node | None:
        node = Simple(start)
        words = node.words
        used = len(self.uses)
        text = self.text
        declares = False
        while True:
            kind, first, end = self.look()
            if kind == "PLAIN":
                if declares or not words:
                    if "=" in text[first:end] and self._assign(node, first):
                        continue
                    if (not words and text.startswith("(", end)) or self._is_function(node, end):
                        return self.function(node.start, text[first:end], end)
                self.pos = end
                word = Word(first, end)
                if words and text[first:end] == "{" and text[words[0].start : words[0].end] == "@test":
                    return self.group(start)
                if declares and _NAME.fullmatch(text, first, end):
                    node.declared.append(Assign(first, end, text[first:end]))
                    continue
                if len(words) < _MOST_NAMED:
                    node.calls.append(text[first:end])
                if not words:
                    declares = text[first:end] in _DECLARES
                words.append(word)
            elif kind == "REDIRECT":
                self.redirect(node.redirects)
            elif kind in ("OTHER", "TEMPLATE"):
                if (declares or not words) and self._assign(node, first):
                    continue
                self.pos = first
                word = self.word()
                if word.end == word.start:
                    break
                words.append(word)
            else:
                break
        node.end = max(self.pos if self.pos > start else start, start)
        if not words and not node.assigns and not node.redirects:
            return None
        node.uses = self.uses[used:]
        node.sets = [assign.name for assign in (*node.assigns, *node.declared)]
        node.substituted = self.substituting > 0
        self.lines.append(node)
        return node

    def _is_function(self, node: Simple, end: int) -> bool:
        return not node.words and not node.assigns and _PARENTHESES.match(self.text, end, self.end) is not None

    def _assign(self, node: Simple, start: int) -> bool:
        """Read `NAME=…` at `start`; False where it is none."""
        match = _ASSIGN.match(self.text, start, self.end)
        if match is None:
            return False
        found = Assign(start, start, match[1], appends=match[2] == "+")
        back, self.pos = self.pos, match.end()
        if match[2] is None:
            found.index = self.index()
            sign = self.text[self.pos : self.pos + 2]
            if not sign.startswith("=") and sign != "+=":
                self.pos = back
                return False
            found.appends = sign == "+="
            self.pos += 1 + found.appends
        if self.text.startswith("(", self.pos) and self.pos < self.end:
            found.items = self._items()
        else:
            found.value = self.word()
        found.end = self.pos
        (node.declared if node.words else node.assigns).append(found)
        return True

    def _items(self) -> list[Item]:
        """`(…)` of an array."""
        start = self.pos
        self.enter()
        self.pos += 1
        found: list[Item] = []
        while True:
            kind, first, end = self.look()
            if kind is None:
                self.problem("a parenthesis is not closed", start)
                break
            self.pos = end
            if kind == "OPERATOR" and self.text[first:end] == ")":
                break
            if kind == "NEWLINE":
                self._heredocs()
            elif kind in ("PLAIN", "OTHER", "TEMPLATE"):
                self.pos = first
                key = self._key() if self.text[first] == "[" else None
                value = self.word()
                if value.end == first:
                    self.pos = max(end, first + 1)
                else:
                    found.append(Item(key, value))
        self.depth -= 1
        return found

    def _key(self) -> Word | None:
        back = self.pos
        key = self.index()
        sign = self.text[self.pos : self.pos + 2]
        if sign.startswith("=") or sign == "+=":
            self.pos += 1 + (sign == "+=")
            return key
        self.pos = back
        return None

    def redirect(self, into: list[Redirect]) -> None:
        _, start, end = self.look()
        self.pos = end
        found = Redirect(start, self.text[start:end], None)
        into.append(found)
        kind, first, last = self.look()
        if kind not in ("PLAIN", "OTHER", "TEMPLATE"):
            return
        self.pos = first
        if kind == "PLAIN":
            self.pos = last
            found.target = Word(first, last)
        else:
            found.target = self.word()
        if found.sign.endswith(("<<", "<<-")) and "<<<" not in found.sign:
            raw = self.text[found.target.start : found.target.end]
            self.pending.append((found, _QUOTES.sub("", raw), _QUOTES.search(raw) is not None))

    def _heredocs(self) -> None:
        """The here-documents that begin at `pos`, behind the line that asks for them."""
        pending, self.pending = self.pending, []
        for redirect, delimiter, quoted in pending:
            tabs = r"\t*" if redirect.sign.endswith("-") else ""
            pattern = re.compile(f"^{tabs}{re.escape(delimiter)}\\r?$", re.MULTILINE)
            match = pattern.search(self.text, self.pos, self.end)
            if match is None:
                self.problem(f"no line ends the here-document that {delimiter} should end", redirect.start)
            start, end = self.pos, self.end if match is None else match.start()
            if quoted:
                parts: list[Part] = []
                self._single(start, end, parts)
                body = Word(start, end, parts)
            else:
                body = self.document(start, end)
            redirect.heredoc = Heredoc(start, end, body, quoted)
            self.pos = end if match is None else min(match.end() + 1, self.end)
