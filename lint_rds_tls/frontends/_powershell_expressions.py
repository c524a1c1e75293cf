"""Reads PowerShell's expressions: operators by precedence, values with their members, literals, types."""

from __future__ import annotations

import re

from lint_rds_tls.frontends._powershell_lexer import DEEPEST, Lexer, Token
from lint_rds_tls.frontends._powershell_nodes import (
    Block,
    Cast,
    Chain,
    Enclosed,
    Listed,
    Node,
    Number,
    Operation,
    Script,
    Statement,
    Step,
    Table,
    Text,
    TypeName,
)

__all__ = ["Expressions", "sign_of"]

_DASHES = str.maketrans("\u2013\u2014\u2015", "---")
_LOGICAL, _BITWISE, _COMPARISON, _SUM, _PRODUCT, _FORMAT, _RANGE, _COALESCE = range(1, 9)
#: Binary operators by precedence; those that begin with a dash without it. `??` binds tightest but for the range.
_PRECEDENCE = {
    **dict.fromkeys(("and", "or", "xor"), _LOGICAL),
    **dict.fromkeys(("band", "bor", "bxor"), _BITWISE),
    **dict.fromkeys(("join", "as", "is", "isnot", "shl", "shr"), _COMPARISON),
    **dict.fromkeys(
        (
            case + name
            for case in ("", "c", "i")
            for name in (
                "eq", "ne", "ge", "gt", "lt", "le", "like", "notlike", "match", "notmatch", "replace", "contains",
                "notcontains", "in", "notin", "split",
            )
        ),
        _COMPARISON,
    ),
    "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "%": _PRODUCT, "f": _FORMAT, "..": _RANGE, "??": _COALESCE,
}  # fmt: skip
_UNARY = frozenset(("not", "bnot", "join", "split", "isplit", "csplit", "+", "-", "!", "++", "--", ","))
_LITERALS = frozenset(
    ("SINGLE", "DOUBLE", "HERE_SINGLE", "HERE_DOUBLE", "VARIABLE", "BRACED", "VARIABLE_WORD", "BRACED_WORD", "SPLAT",
     "NUMBER", "NUMBER_WORD", "SUBEXPRESSION", "ARRAY", "TABLE")
)  # fmt: skip
_TYPE = re.compile(r"[^\W\d][\w.+`#\\]*")
_TYPE_REST = re.compile(r"[\w.+`#\\*&=,\s-]*")
_MEMBER = re.compile(r"(?:<#(?:[^#]|#(?!>))*#>)*(\?\.|\?\[|::|\.(?!\.)|\[)")


def sign_of(token: Token) -> str:
    """An operator in one spelling: `-NotLike` is `notlike`."""
    text = token.text.translate(_DASHES).lower()
    return text[1:] if token.kind == "OPERATOR" else text


class Expressions(Lexer):
    """The parser's part for expressions."""

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

    # --- operators

    def expression(self) -> Node | None:
        """An expression; None where none begins."""
        condition = self._binary(_LOGICAL)
        if condition is None or self.peek("expression").text != "?":
            return condition
        self._take_operator()
        yes = self.expression()
        self.skip_lines("expression")
        if yes is None or self.peek("expression").text != ":":
            return condition
        self._take_operator()
        no = self.expression()
        operands = [each for each in (condition, yes, no) if each is not None]
        return Operation(condition.start, operands[-1].end, ["?"], operands)

    def _take_operator(self) -> None:
        self.take(self.peek("expression"))
        self.skip_lines("expression")

    def _binary(self, lowest: int) -> Node | None:
        """Operands joined by operators that bind at least so tightly."""
        if lowest > _COALESCE:
            return self._list()
        first = self._list()
        if first is None:
            return None
        operands: list[Node] = [first]
        signs: list[str] = []
        while (precedence := self._precedence()) >= lowest:
            sign = sign_of(self.peek("expression"))
            self._take_operator()
            operand = self._list()
            if operand is None:
                break
            # What binds more tightly than the sign before this operand belongs to the operand.
            if self._precedence() > precedence:
                operand = self._joined(operand, precedence + 1)
            if signs and _PRECEDENCE[signs[-1]] != precedence:
                operands = [Operation(operands[0].start, operands[-1].end, signs, operands)]
                signs = []
            operands.append(operand)
            signs.append(sign)
        return Operation(first.start, operands[-1].end, signs, operands) if signs else first

    def _joined(self, first: Node, lowest: int) -> Node:
        """An operand that is already read, with what is joined to it at least so tightly."""
        node = first
        while (precedence := self._precedence()) >= lowest:
            sign = sign_of(self.peek("expression"))
            self._take_operator()
            operand = self._list()
            if operand is None:
                break
            if self._precedence() > precedence:
                operand = self._joined(operand, precedence + 1)
            if isinstance(node, Operation) and node is not first and _PRECEDENCE.get(node.signs[-1]) == precedence:
                node.signs.append(sign)
                node.operands.append(operand)
                node.end = operand.end
            else:
                node = Operation(node.start, operand.end, [sign], [node, operand])
        return node

    def _precedence(self) -> int:
        """How tightly the next token joins; 0 where it does not."""
        token = self.peek("expression")
        if token.kind not in ("OPERATOR", "SIGN"):
            return 0
        return _PRECEDENCE.get(sign_of(token), 0)

    def _list(self) -> Node | None:
        first = self._unary()
        if first is None or not self.commas or self.peek("expression").text != ",":
            return first
        elements = [first]
        while self.peek("expression").text == ",":
            self._take_operator()
            element = self._unary()
            if element is None:
                break
            elements.append(element)
        return Listed(first.start, elements[-1].end, elements)

    def _unary(self) -> Node | None:
        token = self.peek("expression")
        if token.kind in ("OPERATOR", "SIGN"):
            sign = sign_of(token)
            if sign in _UNARY and not (sign == "," and not self.commas):
                return self._signed(token, sign)
            if sign == "[":
                return self._after_types()
        node = self.primary("expression")
        if node is not None:
            token = self.peek("expression")
            if token.kind == "SIGN" and sign_of(token) in ("++", "--"):
                self.take(token)
                node = Operation(node.start, self.place(token.end), [sign_of(token)], [node])
        return node

    def _signed(self, token: Token, sign: str) -> Node | None:
        if self.depth >= DEEPEST:
            self._too_deep(token)
            return None
        self.take(token)
        if sign == "!" and self.text[self.at : self.at + 1].isalpha():
            self.at = token.start  # `!foo` is the name of a command
            return None
        self.skip_lines("expression")
        self.depth += 1
        operand = self._unary()
        self.depth -= 1
        if operand is None:
            return Statement(self.place(token.start), self.place(token.end), [])
        if sign == ",":
            return Listed(self.place(token.start), operand.end, [operand])
        return Operation(self.place(token.start), operand.end, [sign], [operand])

    def _too_deep(self, token: Token) -> None:
        """Pass over a sign that opens one level too many."""
        self.too_deep.append(self.place(token.start))
        self.take(token)

    # --- types

    def _after_types(self) -> Node | None:
        """`[type]`, `[type]value`, `[type]::member`, `[Attribute()]…`."""
        start = self.place(self.peek("expression").start)
        names: list[str | None] = []
        while self.peek("expression").text == "[":
            if names and names[-1] is not None and not self._may_cast():
                break
            name = self.bracketed()
            names.append(name)
            if name is None:
                self.skip_lines("expression")
        node: Node | None
        if names and names[-1] is not None and self._member_follows("expression", "::", "."):
            node = self.members(TypeName(start, self.place(self.at), names.pop() or ""), "expression")
        elif self.depth < DEEPEST and (not names or names[-1] is None or self._may_cast()):
            self.depth += 1
            node = self._unary()
            self.depth -= 1
        else:
            node = None
        if node is None:
            name = names.pop() if names else None
            node = TypeName(start, self.place(self.at), name or "")
        for name in reversed(names):
            if name is not None:
                node = Cast(start, node.end, name, node)
        return node

    def _may_cast(self) -> bool:
        """Whether a type is followed by what it may convert."""
        token = self.peek("expression")
        return token.kind != "NEWLINE" and token.text != ","

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
            self._too_deep(token)
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
            key = self._unary()
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

    def _member_follows(self, mode: str, *signs: str) -> str:
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
        while (sign := self._member_follows(mode)) and self.depth < DEEPEST:
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
            name = self._unary()
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
