"""Reads PowerShell's statements with a keyword: choices, loops, functions, classes."""

from __future__ import annotations

from collections.abc import Callable

from lint_rds_tls.frontends._powershell.lexer import Token
from lint_rds_tls.frontends._powershell.nodes import (
    Block,
    Branches,
    Flow,
    Function,
    Node,
    Scoped,
    Switch,
    Text,
    Variable,
)
from lint_rds_tls.frontends._powershell.statements import Statements

__all__ = ["Parser"]

_NAMED_BLOCKS = frozenset(("begin", "process", "end", "dynamicparam", "clean", "parallel", "sequence", "inlinescript"))


class Parser(Statements):
    """The statements of one text."""

    def keyword(self, token: Token) -> Node | None:
        """A statement with a keyword; None where the word is none."""
        reader = _KEYWORDS.get(token.text.lower())
        return None if reader is None else reader(self, self.take(token))

    # --- statements with a keyword

    def _if(self, keyword: Token) -> Node | None:
        arms: list[tuple[Node | None, Block]] = []
        token: Token | None = keyword
        while token is not None and token.text.lower() != "else":
            condition = self._condition()
            if condition is None:
                break
            arms.append((condition, self._body()))
            token = self._next_word("elseif", "else")
        if not arms:
            return None
        if token is not None and token.text.lower() == "else":
            arms.append((None, self._body()))
        return Branches(self.place(keyword.start), self.place(self.at), "if", arms)

    def _while(self, keyword: Token) -> Node | None:
        condition = self._condition()
        if condition is None:
            return None
        return Branches(self.place(keyword.start), self.place(self.at), "loop", [(None, self._body())], [condition])

    def _do(self, keyword: Token) -> Node | None:
        body = self._body()
        head: list[Node] = []
        if self._next_word("while", "until"):
            condition = self._condition()
            head = [condition] if condition is not None else []
        return Branches(self.place(keyword.start), self.place(self.at), "loop", [(None, body)], head)

    def _foreach(self, keyword: Token) -> Node | None:
        self._flags()
        self.skip_lines("expression")
        if self.peek("expression").text != "(":
            return None
        self.take(self.peek("expression"))
        self.skip_lines("expression")
        token = self.peek("expression")
        item: Variable | None = None
        if token.kind in ("VARIABLE", "BRACED"):
            item = self.variable(token.start, token.end)
            self.take(token)
            self._next_word("in")
        head = self.until(")")
        return Branches(self.place(keyword.start), self.place(self.at), "loop", [(None, self._body())], head, item)

    def _switch(self, keyword: Token) -> Node | None:
        self._flags()
        token = self.peek("argument")
        subject: list[Node] = []
        if token.text == "(":
            self.take(token)
            subject = self.until(")")
        elif token.kind not in ("NEWLINE", "END", "STOP"):
            argument = self._argument(token, lists=False, named=False)
            subject = [argument] if argument is not None else []
        self.skip_lines("expression")
        if self.peek("expression").text != "{":
            return None
        self.take(self.peek("expression"))
        arms: list[tuple[Node | None, Block]] = []
        while True:
            self.skip_lines("argument", ";")
            token = self.peek("argument")
            if token.kind == "END" or token.text in ("}", ")"):
                break
            at = self.at
            pattern = self._argument(token, lists=False, named=False)
            is_default = isinstance(pattern, Text) and self.text[token.start : self.at].lower() == "default"
            arms.append((None if is_default else pattern, self._body()))
            if self.at == at:
                self.take(token)
        if self.peek("argument").text == "}":
            self.take(self.peek("argument"))
        return Switch(self.place(keyword.start), self.place(self.at), subject, arms)

    def _flags(self) -> None:
        """`-Regex`, `-File path`, `-Parallel` behind a keyword."""
        while (token := self.peek("argument")).kind == "PARAMETER":
            self.take(token)
            if token.text[1:].lower() == "file":
                self._put_aside(self._argument(self.peek("argument"), lists=False, named=False))

    def _try(self, keyword: Token) -> Node | None:
        arms: list[tuple[Node | None, Block]] = [(None, self._body())]
        while (token := self._next_word("catch", "finally")) is not None:
            self.skip_lines("expression")
            while token.text.lower() == "catch" and self.peek("expression").text in ("[", ","):
                if self.peek("expression").text == ",":
                    self.take(self.peek("expression"))
                else:
                    self.bracketed()
                self.skip_lines("expression")
            arms.append((None, self.block()))
        return Branches(self.place(keyword.start), self.place(self.at), "try", arms)

    def _trap(self, keyword: Token) -> Node | None:
        self.skip_lines("expression")
        if self.peek("expression").text == "[":
            self.bracketed()
        return Branches(
            self.place(keyword.start), self.place(self.at), "try", [(None, Block(0, 0, [])), (None, self._body())]
        )

    def _function(self, keyword: Token) -> Node | None:
        token = self.peek("argument")
        if token.kind in ("NEWLINE", "END", "STOP"):
            return None
        name = self._argument(token, lists=False, named=True)
        self.skip_lines("expression")
        parameters = self._parameters() if self.peek("expression").text == "(" else []
        block = self._body()
        block.parameters = [*parameters, *block.parameters]
        written = (name.constant or "").rpartition(":")[2].lower() if isinstance(name, Text) else ""
        return Function(self.place(keyword.start), self.place(self.at), written, block)

    def _param(self, keyword: Token) -> Node | None:
        """The parameters of the script itself."""
        self.skip_lines("expression")
        if self.peek("expression").text != "(":
            return None
        block = Block(self.place(keyword.start), self.place(keyword.end), [], self._parameters())
        return Scoped(self.place(keyword.start), self.place(self.at), block)

    def _named_block(self, keyword: Token) -> Node | None:
        self.skip_lines("expression")
        if self.peek("expression").text != "{":
            return None
        return Scoped(self.place(keyword.start), self.place(self.at), self.block())

    def _data(self, keyword: Token) -> Node | None:
        if self.peek("argument").kind == "WORD":
            self.word(self.peek("argument").start)
        while self.peek("argument").kind == "PARAMETER":
            self._parameter(self.peek("argument"))
            if self.peek("argument").text != "{":
                self._argument(self.peek("argument"), lists=True, named=False)
        return self._named_block(keyword)

    def _configuration(self, keyword: Token) -> Node | None:
        token = self.peek("argument")
        if token.kind in ("NEWLINE", "END", "STOP"):
            return None
        self._argument(token, lists=False, named=False)
        return self._named_block(keyword)

    def _flow(self, keyword: Token) -> Node | None:
        value = self._pipelines() if self.peek("expression").kind != "NEWLINE" else None
        return Flow(self.place(keyword.start), self.place(self.at), keyword.text.lower(), value)

    def _enum(self, keyword: Token) -> Node | None:
        self.take(self.peek("expression"))
        if self.peek("expression").text == ":":
            self.take(self.peek("expression"))
            self.take(self.peek("expression"))
        return self._named_block(keyword)

    def _class(self, keyword: Token) -> Node | None:
        """`class Name : Base { … }`: its properties are read as assignments, its methods as functions."""
        header = self.peek("expression")
        if header.kind != "NAME":
            return None
        while header.text != "{" and header.kind not in ("END", "JUNK") and header.text not in (";", "}", ")"):
            self.take(header)
            header = self.peek("expression")
        if header.text != "{":
            return None
        self.take(header)
        members: list[Node] = []
        while (token := self._member_start()).kind != "END" and token.text != "}":
            members.extend(self._class_member(token))
        if token.text == "}":
            self.take(token)
        return Scoped(
            self.place(keyword.start),
            self.place(self.at),
            Block(self.place(header.start), self.place(self.at), members),
        )

    def _member_start(self) -> Token:
        self.skip_lines("expression", ";")
        return self.peek("expression")

    def _class_member(self, token: Token) -> list[Node]:
        inner: list[Node] = []
        if token.text == "[":
            self.bracketed()
        elif token.kind in ("VARIABLE", "BRACED"):
            node = self._element()
            return [node] if node is not None else []
        elif token.kind == "NAME":
            self.take(token)
            if self.peek("expression").text == "(":
                parameters = self._parameters()
                self.skip_lines("expression")
                if self.peek("expression").text == ":":
                    self.take(self.peek("expression"))
                    self.take(self.peek("expression"))
                    inner.extend(self._arguments() if self.peek("expression").text == "(" else [])
                block = self._body()
                block.parameters = parameters
                inner.append(Function(self.place(token.start), self.place(self.at), "", block))
        else:
            self.take(token)
        return inner


_KEYWORDS: dict[str, Callable[[Parser, Token], Node | None]] = {
    "if": Parser._if,
    "switch": Parser._switch,
    "foreach": Parser._foreach,
    "for": Parser._foreach,
    "while": Parser._while,
    "do": Parser._do,
    "function": Parser._function,
    "filter": Parser._function,
    "workflow": Parser._function,
    "return": Parser._flow,
    "throw": Parser._flow,
    "exit": Parser._flow,
    "break": Parser._flow,
    "continue": Parser._flow,
    "trap": Parser._trap,
    "try": Parser._try,
    "param": Parser._param,
    "data": Parser._data,
    "configuration": Parser._configuration,
    "class": Parser._class,
    "enum": Parser._enum,
    **dict.fromkeys(_NAMED_BLOCKS, Parser._named_block),
}
