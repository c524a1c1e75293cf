"""Commands of a shell script: what joins them, and compound ones."""

from __future__ import annotations

import re
from collections.abc import Callable

from lint_rds_tls.frontends._shell.commands import Commands
from lint_rds_tls.frontends._shell.nodes import (
    Case,
    Chain,
    Conditional,
    For,
    Function,
    Group,
    Loop,
    Node,
    Pipeline,
    Script,
    Simple,
    Test,
    Word,
)
from lint_rds_tls.frontends._shell.words import TooDeep
from lint_rds_tls.text import MappedText

__all__ = ["Parser", "parse"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BLANKS = re.compile(r"(?:[ \t\r]|\\\r?\n)+")
_PARENTHESES = re.compile(r"(?:[ \t]|\\\r?\n)*\([ \t]*\)")
_CLOSING = frozenset({")", "}", "fi", "done", "esac", "then", "else", "elif", "do", ";;", ";&", ";;&"})
_LEADING = frozenset({"!", "time"})


def parse(mapped: MappedText) -> tuple[Script, list[tuple[str, int]]]:
    """A script, and what is not closed in it with its place in the text."""
    parser = Parser(mapped)
    script = Script(mapped, [], parser.lines, parser.functions, parser.others)
    try:
        parser.statements("", script.body)
    except TooDeep:
        parser.problem("constructs nest too deep; the rest is not read", parser.pos)
    return script, parser.problems


class Parser(Commands):
    """Recursive descent over the terminals of the grammar."""

    def __init__(self, mapped: MappedText, start: int = 0, end: int | None = None, depth: int = 0) -> None:
        super().__init__(mapped, start, end, depth)
        self._awaited: list[frozenset[str]] = []

    def statements(self, closing: str, into: list[Node] | None = None) -> list[Node]:
        """Commands up to a closing word or sign, which is left."""
        found: list[Node] = [] if into is None else into
        closers = frozenset(closing.split())
        self._awaited.append(closers)
        while True:
            kind, start, end = self.look()
            if kind is None:
                self.pos = self.end
                break
            if kind == "NEWLINE":
                self.pos = end
                if self.pending:
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
        if first is None or self.sign() not in ("&&", "||"):
            return first
        nodes, signs = [first], []
        while (sign := self.sign()) in ("&&", "||"):
            self.take(sign)
            self.newlines()
            node = self._pipeline()
            if node is None:
                break
            nodes.append(node)
            signs.append(sign)
        return Chain(first.start, nodes[-1].end, nodes, signs)

    def _pipeline(self) -> Node | None:
        while self.sign() in _LEADING:
            timed = self.sign() == "time"
            self.pos = self.look()[2]
            if timed:
                self.take("-p")
        first = self._one()
        if first is None or self.sign() not in ("|", "|&"):
            return first
        nodes = [first]
        while self.take("|", "|&"):
            self.newlines()
            node = self._one()
            if node is None:
                break
            nodes.append(node)
        return Pipeline(first.start, nodes[-1].end, nodes)

    def _one(self) -> Node | None:
        kind, start, end = self.look()
        if kind is None or kind == "NEWLINE":
            return None
        compound: Callable[[Parser, int], Node] | None = None
        if kind == "OPERATOR":
            if self.text[start] != "(":
                return None
            compound = Parser._parenthesis
        elif kind == "PLAIN":
            compound = _COMPOUNDS.get(self.text[start:end])
        if compound is None:
            return self.simple(start)
        self.enter()
        self.pos = end
        node = compound(self, start)
        if not isinstance(node, (Simple, Pipeline, Chain, Function)):
            while self.look()[0] == "REDIRECT":
                self.redirect(node.redirects)
        node.end = self.pos
        self.depth -= 1
        return node

    def _done(self, start: int, *signs: str) -> None:
        if not self.take(*signs):
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

    def group(self, start: int) -> Node:
        body = self.statements("}")
        self._done(start, "}")
        return Group(start, self.pos, body, subshell=False)

    def _if(self, start: int) -> Node:
        arms: list[tuple[list[Node], list[Node]]] = []
        while True:
            condition = self.statements("then fi")
            self.take("then")
            arms.append((condition, self.statements("elif else fi")))
            if self.take("elif"):
                continue
            if self.take("else"):
                arms.append(([], self.statements("fi")))
            break
        self._done(start, "fi")
        return Conditional(start, self.pos, arms)

    def _loop(self, start: int) -> Node:
        condition = self.statements("do done")
        self.take("do")
        body = self.statements("done")
        self._done(start, "done")
        return Loop(start, self.pos, condition, body)

    def _for(self, start: int) -> Node:
        name, words = "", None
        used = len(self.uses)
        kind, first, end = self.look()
        if kind == "OPERATOR" and self.text.startswith("((", first):
            self.pos = first
            if self.arithmetic_command() is None:
                self.pos = first + 2
        elif kind in ("PLAIN", "OTHER", "TEMPLATE"):
            self.pos = end
            name = self.text[first:end]
            self.newlines()
            if self.take("in"):
                words = self._list()
        if name:
            self.lines.append(Simple(start, self.pos, sets=[name], uses=self.uses[used:]))
        self.newlines(";")
        if self.take("{"):
            body = self.statements("}")
            self._done(start, "}")
        else:
            self.take("do")
            body = self.statements("done")
            self._done(start, "done")
        return For(start, self.pos, name, words, body)

    def _list(self) -> list[Word]:
        """Words up to the end of the line."""
        words: list[Word] = []
        while True:
            kind, first, end = self.look()
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
        kind, first, _ = self.look()
        self.pos = first
        word = self.word() if kind in ("PLAIN", "OTHER", "TEMPLATE") else Word(first, first)
        self.newlines()
        self.take("in")
        arms: list[tuple[list[Word], list[Node]]] = []
        while True:
            self.newlines()
            before = self.pos
            if self.sign() in ("esac", ""):
                kind = self.look()[0]
                if kind not in ("OTHER", "TEMPLATE"):
                    break
            self.take("(")
            patterns = self._list()
            while self.take("|"):
                patterns += self._list()
            self.take(")")
            body = self.statements(";; ;& ;;& esac")
            arms.append((patterns, body))
            self.take(";;", ";&", ";;&")
            if self.pos == before:
                break
        self._done(start, "esac")
        return Case(start, self.pos, word, arms)

    def function(self, start: int, name: str = "", end: int = 0) -> Node:
        if not name:
            _, first, end = self.look()
            name = self.text[first:end]
        match = _PARENTHESES.match(self.text, end, self.end)
        self.pos = match.end() if match else end
        if not match and self.text.startswith("(", end):
            # `name(pattern)` of zsh, or text: no function.
            self.pos = end + 1
            self.enter()
            self.statements(")")
            self.depth -= 1
            self.take(")")
            return Simple(start, self.pos, words=[Word(start, end)])
        self.newlines()
        self.enter()
        node = self._one()
        self.depth -= 1
        function = Function(start, self.pos, name, [] if node is None else [node])
        self.functions.append(function)
        return function

    def _test(self, start: int) -> Node:
        words: list[Word] = []
        while True:
            kind, first, end = self.look()
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
        kind, first, end = self.look()
        if kind == "PLAIN" and _NAME.fullmatch(self.text, first, end) and self.text[first:end] not in _COMPOUNDS:
            back, self.pos = self.pos, end
            if self.sign() not in _COMPOUNDS and self.sign() != "(":
                self.pos = back
        node = self._one()
        return node if node is not None else Simple(start, self.pos)


_COMPOUNDS: dict[str, Callable[[Parser, int], Node]] = {
    "if": Parser._if,
    "while": Parser._loop,
    "until": Parser._loop,
    "for": Parser._for,
    "select": Parser._for,
    "case": Parser._case,
    "function": Parser.function,
    "{": Parser.group,
    "[[": Parser._test,
    "coproc": Parser._coproc,
}
