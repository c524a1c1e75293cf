"""Commands of a shell script: simple ones, what joins them, compound ones, and here-documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from lint_rds_tls.frontends._shell_nodes import (
    Assign,
    Case,
    Chain,
    Conditional,
    For,
    Function,
    Group,
    Heredoc,
    Item,
    Loop,
    Node,
    Part,
    Pipeline,
    Redirect,
    Script,
    Simple,
    Test,
    Word,
)
from lint_rds_tls.frontends._shell_words import TooDeep, Words, mode
from lint_rds_tls.text import MappedText

__all__ = ["Parser", "parse"]

_ASSIGN = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:(\+?)=|(?=\[))")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BLANKS = re.compile(r"(?:[ \t\r]|\\\r?\n)+")
_PARENTHESES = re.compile(r"(?:[ \t]|\\\r?\n)*\([ \t]*\)")
_QUOTES = re.compile(r"[\"'\\]|\$(?=[\"'])")
_DECLARES = frozenset({"export", "declare", "local", "readonly", "typeset"})
_CLOSING = frozenset({")", "}", "fi", "done", "esac", "then", "else", "elif", "do", ";;", ";&", ";;&"})
#: Words of a command that may be the name of a function: `retry 5 connect`.
_MOST_NAMED = 4
_LEADING = frozenset({"!", "time"})

_Token: TypeAlias = tuple["str | None", int, int]


def parse(mapped: MappedText) -> tuple[Script, list[tuple[str, int]]]:
    """A script, and what is not closed in it with its place in the text."""
    parser = Parser(mapped)
    script = Script(mapped, [], parser.lines, parser.functions)
    try:
        parser.statements("", script.body)
    except TooDeep:
        parser.problem("constructs nest too deep; the rest is not read", parser.pos)
    return script, parser.problems


class Parser(Words):
    """Recursive descent over the terminals of the grammar."""

    def __init__(self, mapped: MappedText, start: int = 0, end: int | None = None, depth: int = 0) -> None:
        super().__init__(mapped, start, end, depth)
        self._command = mode("command", "trivia").match
        self.lines: list[Simple] = []
        self.functions: list[Function] = []
        self._pending: list[tuple[Redirect, str, bool]] = []
        self._awaited: list[frozenset[str]] = []
        self._seen: tuple[int, int, _Token] = (-1, -1, (None, 0, 0))
        self._compounds: dict[str, Callable[[int], Node]] = {
            "if": self._if,
            "while": self._loop,
            "until": self._loop,
            "for": self._for,
            "select": self._for,
            "case": self._case,
            "function": self._function,
            "{": self._group,
            "[[": self._test,
            "coproc": self._coproc,
        }

    def _look(self) -> _Token:
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

    def _sign(self) -> str:
        """The next operator or plain word."""
        kind, start, end = self._look()
        return self.text[start:end] if kind in ("OPERATOR", "PLAIN") else ""

    def _take(self, *signs: str) -> bool:
        """Go past the next terminal where it is one of these."""
        if self._sign() in signs:
            self.pos = self._look()[2]
            return True
        return False

    def _newlines(self, also: str = "") -> None:
        while True:
            kind, _, end = self._look()
            if kind != "NEWLINE" and not (also and self._sign() == also):
                return
            self.pos = end
            if kind == "NEWLINE":
                self._heredocs()

    def statements(self, closing: str, into: list[Node] | None = None) -> list[Node]:
        """Commands up to a closing word or sign, which is left."""
        found: list[Node] = [] if into is None else into
        closers = frozenset(closing.split())
        self._awaited.append(closers)
        while True:
            kind, start, end = self._look()
            if kind is None:
                self.pos = self.end
                break
            if kind == "NEWLINE":
                self.pos = end
                if self._pending:
                    self._heredocs()
                continue
            if kind in ("PLAIN", "OPERATOR"):
                sign = self.text[start:end]
                if sign in closers:
                    self.pos = start
                    break
                if sign in _CLOSING:
                    if any(sign in each for each in self._awaited):
                        break
                    self.pos = end
                    continue
                if kind == "OPERATOR" and sign != "(":
                    self.pos = end
                    continue
            node = self._chain()
            if node is not None:
                found.append(node)
            elif self.pos <= start:
                self.pos = max(end, start + 1)
        self._awaited.pop()
        return found

    def _chain(self) -> Node | None:
        first = self._pipeline()
        if first is None or self._sign() not in ("&&", "||"):
            return first
        nodes, signs = [first], []
        while (sign := self._sign()) in ("&&", "||"):
            self._take(sign)
            self._newlines()
            node = self._pipeline()
            if node is None:
                break
            nodes.append(node)
            signs.append(sign)
        return Chain(first.start, nodes[-1].end, nodes, signs)

    def _pipeline(self) -> Node | None:
        while self._sign() in _LEADING:
            timed = self._sign() == "time"
            self.pos = self._look()[2]
            if timed:
                self._take("-p")
        first = self._one()
        if first is None or self._sign() not in ("|", "|&"):
            return first
        nodes = [first]
        while self._take("|", "|&"):
            self._newlines()
            node = self._one()
            if node is None:
                break
            nodes.append(node)
        return Pipeline(first.start, nodes[-1].end, nodes)

    def _one(self) -> Node | None:
        kind, start, end = self._look()
        if kind is None or kind == "NEWLINE":
            return None
        compound = None
        if kind == "OPERATOR":
            if self.text[start] != "(":
                return None
            compound = self._parenthesis
        elif kind == "PLAIN":
            compound = self._compounds.get(self.text[start:end])
        if compound is None:
            return self._simple(start)
        self.enter()
        self.pos = end
        node = compound(start)
        if not isinstance(node, (Simple, Pipeline, Chain, Function)):
            while self._look()[0] == "REDIRECT":
                self._redirect(node.redirects)
        node.end = self.pos
        self.depth -= 1
        return node

    def _simple(self, start: int) -> Node | None:
        node = Simple(start)
        words = node.words
        used = len(self.uses)
        text = self.text
        declares = False
        while True:
            kind, first, end = self._look()
            if kind == "PLAIN":
                if declares or not words:
                    if "=" in text[first:end] and self._assign(node, first):
                        continue
                    if (not words and text.startswith("(", end)) or self._is_function(node, end):
                        return self._function(node.start, text[first:end], end)
                self.pos = end
                word = Word(first, end)
                if words and text[first:end] == "{" and text[words[0].start : words[0].end] == "@test":
                    return self._group(start)
                if declares and _NAME.fullmatch(text, first, end):
                    node.declared.append(Assign(first, end, text[first:end]))
                    continue
                if len(words) < _MOST_NAMED:
                    node.calls.append(text[first:end])
                if not words:
                    declares = text[first:end] in _DECLARES
                words.append(word)
            elif kind == "REDIRECT":
                self._redirect(node.redirects)
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
            kind, first, end = self._look()
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

    def _redirect(self, into: list[Redirect]) -> None:
        _, start, end = self._look()
        self.pos = end
        found = Redirect(start, self.text[start:end], None)
        into.append(found)
        kind, first, last = self._look()
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
            self._pending.append((found, _QUOTES.sub("", raw), _QUOTES.search(raw) is not None))

    def _heredocs(self) -> None:
        """The here-documents that begin at `pos`, behind the line that asks for them."""
        pending, self._pending = self._pending, []
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

    def _done(self, start: int, *signs: str) -> None:
        if not self._take(*signs):
            self.problem(f"{signs[0]} is missing", start)

    def _parenthesis(self, start: int) -> Node:
        if self.text.startswith("((", start):
            self.pos = start
            word = self.arithmetic_command()
            if word is not None:
                return Test(start, self.pos, [word])
            self.pos = start + 1
        body = self.statements(")")
        self._done(start, ")")
        return Group(start, self.pos, body, subshell=True)

    def _group(self, start: int) -> Node:
        body = self.statements("}")
        self._done(start, "}")
        return Group(start, self.pos, body, subshell=False)

    def _if(self, start: int) -> Node:
        arms: list[tuple[list[Node], list[Node]]] = []
        while True:
            condition = self.statements("then fi")
            self._take("then")
            arms.append((condition, self.statements("elif else fi")))
            if self._take("elif"):
                continue
            if self._take("else"):
                arms.append(([], self.statements("fi")))
            break
        self._done(start, "fi")
        return Conditional(start, self.pos, arms)

    def _loop(self, start: int) -> Node:
        condition = self.statements("do done")
        self._take("do")
        body = self.statements("done")
        self._done(start, "done")
        return Loop(start, self.pos, condition, body)

    def _for(self, start: int) -> Node:
        name, words = "", None
        used = len(self.uses)
        kind, first, end = self._look()
        if kind == "OPERATOR" and self.text.startswith("((", first):
            self.pos = first
            if self.arithmetic_command() is None:
                self.pos = first + 2
        elif kind in ("PLAIN", "OTHER", "TEMPLATE"):
            self.pos = end
            name = self.text[first:end]
            self._newlines()
            if self._take("in"):
                words = self._list()
        if name:
            self.lines.append(Simple(start, self.pos, sets=[name], uses=self.uses[used:]))
        self._newlines(";")
        if self._take("{"):
            body = self.statements("}")
            self._done(start, "}")
        else:
            self._take("do")
            body = self.statements("done")
            self._done(start, "done")
        return For(start, self.pos, name, words, body)

    def _list(self) -> list[Word]:
        """Words up to the end of the line."""
        words: list[Word] = []
        while True:
            kind, first, end = self._look()
            if kind == "PLAIN":
                self.pos = end
                words.append(Word(first, end))
            elif kind in ("OTHER", "TEMPLATE"):
                self.pos = first
                words.append(self.word())
                if self.pos == first:
                    return words
            else:
                return words

    def _case(self, start: int) -> Node:
        kind, first, _ = self._look()
        self.pos = first
        word = self.word() if kind in ("PLAIN", "OTHER", "TEMPLATE") else Word(first, first)
        self._newlines()
        self._take("in")
        arms: list[tuple[list[Word], list[Node]]] = []
        while True:
            self._newlines()
            before = self.pos
            if self._sign() in ("esac", ""):
                kind = self._look()[0]
                if kind not in ("OTHER", "TEMPLATE"):
                    break
            self._take("(")
            patterns = self._list()
            while self._take("|"):
                patterns += self._list()
            self._take(")")
            body = self.statements(";; ;& ;;& esac")
            arms.append((patterns, body))
            self._take(";;", ";&", ";;&")
            if self.pos == before:
                break
        self._done(start, "esac")
        return Case(start, self.pos, word, arms)

    def _function(self, start: int, name: str = "", end: int = 0) -> Node:
        if not name:
            _, first, end = self._look()
            name = self.text[first:end]
        match = _PARENTHESES.match(self.text, end, self.end)
        self.pos = match.end() if match else end
        if not match and self.text.startswith("(", end):
            # `name(pattern)` of zsh, or text: no function.
            self.pos = end + 1
            self.statements(")")
            self._take(")")
            return Simple(start, self.pos, words=[Word(start, end)])
        self._newlines()
        node = self._one()
        function = Function(start, self.pos, name, [] if node is None else [node])
        self.functions.append(function)
        return function

    def _test(self, start: int) -> Node:
        words: list[Word] = []
        while True:
            kind, first, end = self._look()
            if kind is None:
                self.problem("]] is missing", start)
                break
            self.pos = end
            if kind == "PLAIN":
                sign = self.text[first:end]
                if sign == "]]":
                    break
                words.append(Word(first, end))
                if sign == "=~":
                    blanks = _BLANKS.match(self.text, end, self.end)
                    self.pos = blanks.end() if blanks else end
                    words.append(self.regex())
            elif kind in ("OTHER", "TEMPLATE"):
                self.pos = first
                words.append(self.word())
                self.pos = max(self.pos, first + 1)
            elif kind == "NEWLINE":
                self._heredocs()
        return Test(start, self.pos, words)

    def _coproc(self, start: int) -> Node:
        kind, first, end = self._look()
        if kind == "PLAIN" and _NAME.fullmatch(self.text, first, end) and self.text[first:end] not in self._compounds:
            back, self.pos = self.pos, end
            if self._sign() not in self._compounds and self._sign() != "(":
                self.pos = back
        node = self._one()
        return node if node is not None else Simple(start, self.pos)
