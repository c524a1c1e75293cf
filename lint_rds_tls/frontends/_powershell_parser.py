"""Reads PowerShell's statements and commands."""

from __future__ import annotations

import re
from collections.abc import Callable

from lint_rds_tls.frontends._powershell_expressions import Expressions, sign_of
from lint_rds_tls.frontends._powershell_lexer import DEEPEST, Token
from lint_rds_tls.frontends._powershell_nodes import (
    Assignment,
    Block,
    Branches,
    Command,
    Flow,
    Function,
    Listed,
    Node,
    Parameter,
    Pipeline,
    Scoped,
    Statement,
    Switch,
    Text,
    Variable,
    Word,
)

__all__ = ["Parser"]

_ASSIGNMENTS = frozenset(("=", "+=", "-=", "*=", "/=", "%=", "??="))
#: Behind these a command is over.
_ENDS = frozenset(("|", "}", ")", ";", "&&", "||", "&"))
_NAMED_BLOCKS = frozenset(("begin", "process", "end", "dynamicparam", "clean", "parallel", "sequence", "inlinescript"))
_WORD_END = re.compile(r"[\s\0&(),;{|}]|\Z")
_VERBATIM = re.compile(
    '[^\\S\r\n]*((?:[^\r\n|&"\u201c-\u201e]|&(?!&)|["\u201c-\u201e][^\r\n"\u201c-\u201e]*["\u201c-\u201e]?)*)'
)
_PARAMETER_DASHES = "-\u2013\u2014\u2015"


class Parser(Expressions):
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
            reader = _KEYWORDS.get(token.text.lower())
            if reader is not None:
                self.take(token)
                node = reader(self, token)
                if node is not None:
                    return node
                self.at = token.start
        elif token.text == ":" and self.peek("argument").kind == "WORD":
            label = self.word(token.start)
            if label.end - label.start > 1:
                self.skip_lines("expression")
                return self._pipelines() if self.peek("expression").text == "" else self.statement()
        return self._pipelines()

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
    "data": Parser._data,
    "configuration": Parser._configuration,
    "class": Parser._class,
    "enum": Parser._enum,
    **dict.fromkeys(_NAMED_BLOCKS, Parser._named_block),
}
