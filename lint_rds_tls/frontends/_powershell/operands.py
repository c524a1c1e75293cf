"""Reads PowerShell's values: literals, tables, types, members."""

from __future__ import annotations

import re

from lint_rds_tls.frontends._powershell.lexer import DEEPEST, Lexer, Token
from lint_rds_tls.frontends._powershell.nodes import (
    Block,
    Chain,
    Enclosed,
    Node,
    Number,
    Script,
    Statement,
    Step,
    Table,
    Text,
)

__all__ = ["Operands"]

_LITERALS = frozenset(
    ("SINGLE", "DOUBLE", "HERE_SINGLE", "HERE_DOUBLE", "VARIABLE", "BRACED", "VARIABLE_WORD", "BRACED_WORD", "SPLAT",
     "NUMBER", "NUMBER_WORD", "SUBEXPRESSION", "ARRAY", "TABLE")
)  # fmt: skip
_TYPE = re.compile(r"[^\W\d][\w.+`#\\]*")
_TYPE_REST = re.compile(r"[\w.+`#\\*&=,\s-]*")
_MEMBER = re.compile(r"(?:<#(?:[^#]|#(?!>))*#>)*(\?\.|\?\[|::|\.(?!\.)|\[)")


class Operands(Lexer):
    """The parser's part for values and types."""

    commas = True  #: whether a comma makes a list here

    def block(self) -> Block:
        """`{ … }`; the parser of statements has it."""
        raise NotImplementedError

    def statement(self) -> Node | None:
        """One statement; likewise."""
        raise NotImplementedError

    def until(self, closing: str) -> list[Node]:
        """The statements before a closing sign; likewise."""
        raise NotImplementedError

    def expression(self) -> Node | None:
        """An expression; the reader of operators has it."""
        raise NotImplementedError

    def unary(self) -> Node | None:
        """A value with the operators before it; likewise."""
        raise NotImplementedError

    def pass_over(self, token: Token) -> None:
        """Pass over a sign that opens one level too many."""
        self.too_deep.append(self.place(token.start))
        self.take(token)

    def bracketed(self) -> str | None:
        """Read `[ … ]`: the name of a type, None for an attribute."""
        self.take(self.peek("expression"))
        self.skip_lines("expression")
        token = self.peek("expression")
        match = _TYPE.match(self.text, token.start, self.end)
        if match is None:
            return self._close_bracket("")
        self.at = match.end()
        if self.peek("expression").text == "(":
            self.aside.extend(self._attribute_arguments())
            self._close_bracket("")
            return None
        return self._close_bracket(match[0])

    def _close_bracket(self, name: str) -> str:
        """The rest of a type: what it is generic over, how many dimensions it has."""
        depth = 1
        start = self.at
        while depth:
            match = _TYPE_REST.match(self.text, self.at, self.end)
            self.at = match.end() if match else self.at
            sign = self.text[self.at : self.at + 1] if self.at < self.end else ""
            if sign not in ("[", "]"):
                break
            depth += 1 if sign == "[" else -1
            self.at += 1
        rest = self.text[start : self.at].removesuffix("]")
        return name + "[]" if rest.strip() == "[]" else name

    def _attribute_arguments(self) -> list[Node]:
        self.take(self.peek("expression"))
        found: list[Node] = []
        commas, self.commas = self.commas, False
        while True:
            self.skip_lines("expression", ",")
            token = self.peek("expression")
            if token.kind == "NAME":
                self.take(token)
                if self.peek("expression").text == "=":
                    self.take(self.peek("expression"))
                    self.skip_lines("expression")
                else:
                    continue
            argument = self.expression()
            if argument is None:
                break
            found.append(argument)
        self.commas = commas
        self.skip_lines("expression")
        if self.peek("expression").text == ")":
            self.take(self.peek("expression"))
        self.skip_lines("expression")
        return found

    # --- values

    def primary(self, mode: str) -> Node | None:
        """A value with its members; None where none begins."""
        token = self.peek(mode)
        if token.kind not in _LITERALS and token.text not in ("(", "{"):
            return None
        node = self._literal(token)
        return None if node is None else self.members(node, mode)

    def _literal(self, token: Token) -> Node | None:
        kind = token.kind
        if kind == "SINGLE":
            return self.single(self.take(token))
        if kind == "DOUBLE":
            return self.double(token)
        if kind in ("HERE_SINGLE", "HERE_DOUBLE"):
            return self.here(token)
        if kind in ("NUMBER", "NUMBER_WORD"):
            self.take(token)
            return Number(self.place(token.start), self.place(token.end), token.text)
        if kind in ("VARIABLE", "BRACED", "VARIABLE_WORD", "BRACED_WORD", "SPLAT"):
            self.take(token)
            return self.variable(token.start, token.end)
        return self._bracket(token)

    def _bracket(self, token: Token) -> Node | None:
        """What stands between brackets."""
        if self.depth >= DEEPEST:
            self.pass_over(token)
            return Statement(self.place(token.start), self.place(token.end), [])
        self.depth += 1
        commas, self.commas = self.commas, True
        node: Node
        if token.text == "{":
            block = self.block()
            node = Script(block.start, block.end, block)
        elif token.kind == "TABLE":
            node = self._table(self.take(token))
        else:
            self.take(token)
            body = self.until(")")
            node = self.enclosed(self.place(token.start), self.place(self.at), body, token.text)
        self.commas = commas
        self.depth -= 1
        return node

    def enclosed(self, start: int, end: int, body: list[Node], sign: str = "$(") -> Node:
        """`$( … )` and its kin."""
        return Enclosed(start, end, sign, body)

    def _table(self, opening: Token) -> Table:
        """`@{ key = value; … }`."""
        pairs: list[tuple[Node, Node | None]] = []
        while True:
            self.skip_lines("expression", ";")
            token = self.peek("expression")
            if token.kind == "END" or token.text == "}":
                break
            at = self.at
            pairs.extend(self._pair(token))
            if self.at == at:
                self.take(token)
        if self.peek("expression").text == "}":
            self.take(self.peek("expression"))
        return Table(self.place(opening.start), self.place(self.at), pairs)

    def _pair(self, token: Token) -> list[tuple[Node, Node | None]]:
        key: Node | None
        if token.kind == "NAME":
            self.take(token)
            key = self.name(token)
        else:
            self.commas = False
            key = self.unary()
            self.commas = True
        if key is None:
            return []
        equals = self.peek("expression")
        if equals.text != "=":
            return [(key, None)]
        self.take(equals)
        self.skip_lines("expression")
        return [(key, self.statement())]

    def name(self, token: Token) -> Text:
        """A name as a text."""
        return Text(self.place(token.start), self.place(token.end), "bare", list(self._copied(token.start, token.end)))

    # --- members

    def member_follows(self, mode: str, *signs: str) -> str:
        """The sign right here that asks for a member, "" where none does."""
        match = _MEMBER.match(self.text, self.at, self.end)
        if match is None or (signs and match[1] not in signs):
            return ""
        behind = self.text[match.end() : match.end() + 1]
        if mode == "argument" and match[1] in (".", "::") and (not behind or behind.isspace()):
            return ""
        return match[0]

    def members(self, base: Node, mode: str) -> Node:
        """A value with the members that follow right behind it."""
        steps: list[Step] = []
        while (sign := self.member_follows(mode)) and self.depth < DEEPEST:
            self.at += len(sign)
            self.skip_lines("expression")
            step = self._index() if sign.endswith("[") else self._member("::" if sign.endswith("::") else ".")
            if step is None:
                break
            steps.append(step)
        return Chain(base.start, steps[-1].end, base, steps) if steps else base

    def _index(self) -> Step | None:
        commas, self.commas = self.commas, True
        self.depth += 1
        start = self.place(self.at)
        index = self.expression()
        self.skip_lines("expression")
        if self.peek("expression").text == "]":
            self.take(self.peek("expression"))
        self.depth -= 1
        self.commas = commas
        return None if index is None else Step(start, self.place(self.at), "[", index)

    def _member(self, sign: str) -> Step | None:
        token = self.peek("expression")
        start = self.place(token.start)
        name: Node | None
        if token.kind == "NAME":
            name = self.name(self.take(token))
        elif token.kind in ("OPERATOR", "SIGN") and token.text not in ("(", "{"):
            name = self.unary()
        else:
            name = self._literal(token) if token.kind in _LITERALS or token.text in ("(", "{") else None
        if name is None:
            return None
        arguments: list[Node] | None = None
        following = self.text[self.at : self.at + 1] if self.at < self.end else ""
        if following == "(":
            arguments = self._arguments()
        elif following == "{":
            block = self._bracket(self.peek("expression"))
            arguments = [block] if block is not None else []
        return Step(start, self.place(self.at), sign, name, arguments)

    def _arguments(self) -> list[Node]:
        """`(a, b)` of a method."""
        self.take(self.peek("expression"))
        commas, self.commas = self.commas, False
        self.depth += 1
        found: list[Node] = []
        while True:
            self.skip_lines("expression")
            argument = self.expression()
            if argument is not None:
                found.append(argument)
            self.skip_lines("expression")
            if argument is None or self.peek("expression").text != ",":
                break
            self.take(self.peek("expression"))
        if self.peek("expression").text == ")":
            self.take(self.peek("expression"))
        self.depth -= 1
        self.commas = commas
        return found
