"""Reads PowerShell's expressions: operators by precedence, and types before what they convert."""

from __future__ import annotations

from lint_rds_tls.frontends._powershell.lexer import DEEPEST, Token
from lint_rds_tls.frontends._powershell.nodes import (
    Cast,
    Listed,
    Node,
    Operation,
    Statement,
    TypeName,
)
from lint_rds_tls.frontends._powershell.operands import Operands

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


def sign_of(token: Token) -> str:
    """An operator in one spelling: `-NotLike` is `notlike`."""
    text = token.text.translate(_DASHES).lower()
    return text[1:] if token.kind == "OPERATOR" else text


class Expressions(Operands):
    """The parser's part for operators."""

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
        first = self.unary()
        if first is None or not self.commas or self.peek("expression").text != ",":
            return first
        elements = [first]
        while self.peek("expression").text == ",":
            self._take_operator()
            element = self.unary()
            if element is None:
                break
            elements.append(element)
        return Listed(first.start, elements[-1].end, elements)

    def unary(self) -> Node | None:
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
            self.pass_over(token)
            return None
        self.take(token)
        if sign == "!" and self.text[self.at : self.at + 1].isalpha():
            self.at = token.start  # `!foo` is the name of a command
            return None
        self.skip_lines("expression")
        self.depth += 1
        operand = self.unary()
        self.depth -= 1
        if operand is None:
            return Statement(self.place(token.start), self.place(token.end), [])
        if sign == ",":
            return Listed(self.place(token.start), operand.end, [operand])
        return Operation(self.place(token.start), operand.end, [sign], [operand])

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
        if names and names[-1] is not None and self.member_follows("expression", "::", "."):
            node = self.members(TypeName(start, self.place(self.at), names.pop() or ""), "expression")
        elif self.depth < DEEPEST and (not names or names[-1] is None or self._may_cast()):
            self.depth += 1
            node = self.unary()
            self.depth -= 1
        else:
            node = None
        if node is None:
            name = names.pop() if names else None
            node = TypeName(start, self.place(self.at), name or "")
        for name in reversed(names[-DEEPEST:]):
            if name is not None:
                node = Cast(start, node.end, name, node)
        return node

    def _may_cast(self) -> bool:
        """Whether a type is followed by what it may convert."""
        token = self.peek("expression")
        return token.kind != "NEWLINE" and token.text != ","
