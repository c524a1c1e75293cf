"""Reads PowerShell's commands, pipelines and blocks."""

from __future__ import annotations

import re

from lint_rds_tls.frontends._powershell.expressions import Expressions, sign_of
from lint_rds_tls.frontends._powershell.lexer import DEEPEST, Token
from lint_rds_tls.frontends._powershell.nodes import (
    Assignment,
    Block,
    Command,
    Listed,
    Node,
    Parameter,
    Pipeline,
    Statement,
    Text,
    Variable,
    Word,
)

__all__ = ["Statements"]

_ASSIGNMENTS = frozenset(("=", "+=", "-=", "*=", "/=", "%=", "??="))
#: Behind these a command is over.
_ENDS = frozenset(("|", "}", ")", ";", "&&", "||", "&"))
_WORD_END = re.compile(r"[\s\0&(),;{|}]|\Z")
_VERBATIM = re.compile(
    '[^\\S\r\n]*((?:[^\r\n|&"\u201c-\u201e]|&(?!&)|["\u201c-\u201e][^\r\n"\u201c-\u201e]*["\u201c-\u201e]?)*)'
)


class Statements(Expressions):
    """The statements of one text."""

    def statements(self) -> list[Node]:
        """All of them; takes any text."""
        found: list[Node] = []
        while self.peek("expression").kind != "END":
            found.extend(self.until(""))
        return found

    def until(self, closing: str) -> list[Node]:
        """The statements before a closing sign, which is taken; at the end of the text, all."""
        found: list[Node] = []
        while True:
            self.skip_lines("expression", ";")
            token = self.peek("expression")
            if token.kind == "END":
                return found
            if token.text in ("}", ")") and token.kind == "SIGN":
                if token.text == closing:
                    self.take(token)
                    return found
                if closing and self.depth:
                    return found  # it closes something further out
                self.take(token)
                continue
            at = self.at
            node = self.statement()
            if node is not None:
                found.append(node)
            if self.at == at:
                self.take(token)

    def statement(self) -> Node | None:
        """One statement; None where none begins."""
        token = self.peek("expression")
        if self.depth >= DEEPEST:
            return self._pipelines()
        self.depth += 1
        node = self._statement(token)
        self.depth -= 1
        return node

    def _statement(self, token: Token) -> Node | None:
        if token.kind == "NAME" and _WORD_END.match(self.text, token.end, self.end):
            node = self.keyword(token)
            if node is not None:
                return node
            self.at = token.start
        elif token.text == ":" and self.peek("argument").kind == "WORD":
            label = self.word(token.start)
            if label.end - label.start > 1:
                self.skip_lines("expression")
                return self._pipelines() if self.peek("expression").text == "" else self.statement()
        return self._pipelines()

    def keyword(self, token: Token) -> Node | None:
        """A statement with a keyword; None where the word is none."""
        raise NotImplementedError

    # --- pipelines and commands

    def _pipelines(self) -> Node | None:
        """Pipelines joined by `&&` and `||`."""
        elements: list[Node] = []
        signs: list[str] = []
        while True:
            element = self._element()
            if element is None:
                break
            elements.append(element)
            if isinstance(element, Assignment):
                break
            token = self.peek("expression")
            if token.kind == "NEWLINE":
                token = self._pipe_below(token)
            if token.text == "&":
                self.take(token)
                break
            if token.text not in ("|", "&&", "||"):
                break
            signs.append(token.text)
            self.take(token)
            self.skip_lines("expression")
        if not elements:
            return None
        if len(elements) == 1:
            return elements[0]
        return Pipeline(elements[0].start, elements[-1].end, elements, signs)

    def _pipe_below(self, token: Token) -> Token:
        """A pipe that goes on with the line before it; else the line end, and nothing is taken."""
        at = self.at
        self.skip_lines("expression")
        pipe = self.peek("expression")
        if pipe.text == "|":
            return pipe
        self.at = at
        return token

    def _element(self) -> Node | None:
        commas, self.commas = self.commas, True
        node = self.expression()
        self.commas = commas
        if node is None:
            return self.command()
        token = self.peek("expression")
        if token.kind == "SIGN" and sign_of(token) in _ASSIGNMENTS:
            if self.depth >= DEEPEST:
                self.pass_over(token)
                return node
            self.take(token)
            self.skip_lines("expression")
            value = self.statement()
            end = self.place(token.end) if value is None else value.end
            value = Statement(end, end, []) if value is None else value
            return Assignment(node.start, end, node, sign_of(token), value)
        while self.peek("expression").kind == "REDIRECTION":
            self._redirection(self.peek("expression"))
        if self.peek("expression").kind == "OPERATOR":
            self.take(self.peek("expression"))
        return node

    def command(self) -> Command | None:
        """A command, from its name or `&` on."""
        token = self.peek("argument")
        start, operator = token.start, ""
        if token.text == "&" or (self.text[token.start : token.start + 1] == "." and self._dots(token)):
            operator = token.text
            self.take(token)
        elements: list[Parameter | Word] = []
        verbatim = False
        end = self.at
        while True:
            token = self.peek("argument")
            if token.kind in ("END", "NEWLINE") or (token.kind == "STOP" and token.text in _ENDS):
                break
            at = self.at
            if token.kind == "REDIRECTION" and (elements or operator):
                self._redirection(token)
            elif token.text == ",":
                self.take(token)
                self.skip_lines("argument")
            elif token.kind == "PARAMETER" and (elements or operator) and not verbatim:
                elements.append(self._parameter(token))
            else:
                verbatim = verbatim or token.kind == "DASHES"
                word = self._argument(token, lists=bool(elements or operator), named=not elements and not operator)
                if word is not None:
                    elements.append(Word(word.start, word.end, word))
                if isinstance(word, Text) and word.constant == "--%" and len(elements) > 1:
                    if word.kind != "bare":  # PowerShell has looked at the next token already, which is lost
                        self.take(self.peek("argument"))
                    elements.extend(self._verbatim())
                    end = self.at
                    break
            if self.at == at:
                self.take(token)
            end = self.at
        if not elements:
            return None
        return Command(self.place(start), self.place(end), operator, elements)

    def _dots(self, token: Token) -> bool:
        """Whether a dot before a command runs it here: not where it begins a name."""
        following = self.text[token.start + 1 : token.start + 2] if token.start + 1 < self.end else ""
        return token.end == token.start + 1 and (
            not following or following in "$\"'" or _WORD_END.match(following) is not None
        )

    def _redirection(self, token: Token) -> None:
        self.take(token)
        if "&" not in token.text:
            following = self.peek("argument")
            if following.kind not in ("NEWLINE", "END", "STOP") or following.text in ("(", "{"):
                self._put_aside(self._argument(following, lists=False, named=False))

    def _put_aside(self, node: Node | None) -> None:
        self.aside.extend([node] if node is not None else [])

    def _parameter(self, token: Token) -> Parameter:
        self.take(token)
        colon = token.text.endswith(":")
        name = token.text[1:].removesuffix(":") if colon else token.text[1:]
        start, name_end = self.place(token.start), self.place(token.end)
        argument: Node | None = None
        if colon:
            following = self.peek("argument")
            stops = following.kind in ("END", "NEWLINE", "REDIRECTION", "DASHES")
            if not stops and (following.kind != "STOP" or following.text in ("(", "{")):
                argument = self._argument(following, lists=True, named=False)
        return Parameter(start, name_end if argument is None else argument.end, name, name_end, argument)

    def _argument(self, token: Token, *, lists: bool, named: bool) -> Node | None:
        """One word of a command, or a list of words joined by commas."""
        node = self._one_argument(token, named)
        if node is None or not lists or self.peek("argument").text != ",":
            return node
        elements = [node]
        while (comma := self.peek("argument")).text == ",":
            self.take(comma)
            self.skip_lines("argument")
            token = self.peek("argument")
            if token.kind in ("END", "NEWLINE", "REDIRECTION", "DASHES") or token.text in (*_ENDS, ","):
                break
            element = self._one_argument(token, named=False)
            if element is None:
                break
            elements.append(element)
        return Listed(elements[0].start, elements[-1].end, elements)

    def _one_argument(self, token: Token, named: bool) -> Node | None:
        node = self.primary("argument") if token.kind not in ("WORD", "PARAMETER", "DASHES", "BRACKET") else None
        if node is not None:
            return node
        if token.kind in ("PARAMETER", "DASHES", "BRACKET"):
            self.take(token)
            return self.name(token)
        if token.kind == "STOP":
            return None
        word = self.word(token.start)
        return self._as_written(word) if named else word

    def _as_written(self, word: Text) -> Text:
        """The name of a command without `&` is not expanded."""
        if all(not isinstance(part, Node) for part in word.parts):
            return word
        parts = [
            part
            for each in word.parts
            for part in (
                list(self._copied(each.start, each.end)) if isinstance(each, Node) and not self.places else [each]
            )
        ]
        return Text(word.start, word.end, "bare", parts)

    def _verbatim(self) -> list[Word]:
        """What follows `--%`, up to the end of the line or a pipe."""
        match = _VERBATIM.match(self.text, self.at, self.end)
        if match is None:
            return []
        self.at = match.end()
        start, end = self.place(match.start(1)), self.place(match.end(1))
        text = Text(start, end, "bare", list(self._copied(match.start(1), match.end(1))))
        return [Word(start, end, text)]

    # --- blocks

    def block(self) -> Block:
        """`{ … }`; without a brace an empty one."""
        token = self.peek("expression")
        if token.text != "{":
            return Block(self.place(self.at), self.place(self.at), [])
        self.take(token)
        parameters = self._param_block()
        statements = self.until("}")
        return Block(self.place(token.start), self.place(self.at), statements, parameters)

    def _param_block(self) -> list[tuple[Variable, str, Node | None]]:
        """`param( … )` at the start of a block, its attributes too."""
        at = self.at
        self.skip_lines("expression", ";")
        while self.peek("expression").text == "[":
            if self.bracketed() is not None:
                break
            self.skip_lines("expression", ";")
        token = self.peek("expression")
        if token.kind == "NAME" and token.text.lower() == "param":
            self.take(token)
            self.skip_lines("expression")
            if self.peek("expression").text == "(":
                return self._parameters()
        self.at = at
        return []

    def _parameters(self) -> list[tuple[Variable, str, Node | None]]:
        """`([type] $name = default, …)`."""
        self.take(self.peek("expression"))
        found: list[tuple[Variable, str, Node | None]] = []
        commas, self.commas = self.commas, False
        self.depth += 1
        kind = ""
        while True:
            self.skip_lines("expression", ",")
            token = self.peek("expression")
            if token.text == "[":
                kind = self.bracketed() or kind
                continue
            if token.kind not in ("VARIABLE", "BRACED"):
                break
            self.take(token)
            variable = self.variable(token.start, token.end)
            value: Node | None = None
            self.skip_lines("expression")
            if self.peek("expression").text == "=":
                self.take(self.peek("expression"))
                self.skip_lines("expression")
                value = self.expression()
            found.append((variable, kind, value))
            kind = ""
        self.depth -= 1
        self.commas = commas
        self.skip_lines("expression")
        if self.peek("expression").text == ")":
            self.take(self.peek("expression"))
        return found

    def _condition(self) -> Node | None:
        """`( … )` behind a keyword."""
        self.skip_lines("expression")
        token = self.peek("expression")
        if token.text != "(":
            return None
        self.take(token)
        body = self.until(")")
        return self.enclosed(self.place(token.start), self.place(self.at), body, "(")

    def _body(self) -> Block:
        self.skip_lines("expression")
        return self.block()

    def _next_word(self, *words: str) -> Token | None:
        """The next token, past line ends, where it is one of some keywords; else nothing is taken."""
        at = self.at
        self.skip_lines("expression")
        token = self.peek("expression")
        if token.kind == "NAME" and token.text.lower() in words:
            return self.take(token)
        self.at = at
        return None
