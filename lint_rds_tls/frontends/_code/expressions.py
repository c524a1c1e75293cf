"""Reads the expressions into nodes; takes any tokens, what it does not understand is an empty operation."""

from __future__ import annotations

from lint_rds_tls.frontends._code.cursor import PREDEFINED
from lint_rds_tls.frontends._code.nodes import (
    Access,
    Assignment,
    Call,
    Cast,
    Coalesce,
    Conditional,
    Index,
    Node,
    Operation,
    Sum,
    Type,
)
from lint_rds_tls.frontends._code.operands import NO_OPERAND, STARTS_OPERAND, STOPS, Operands
from lint_rds_tls.frontends._code.tokens import words

__all__ = ["ASSIGNMENTS", "PRECEDENCE", "SHIFT", "Expressions"]

ASSIGNMENTS = words("= += -= *= /= %= &= |= ^= <<= ??=")

PRECEDENCE = {
    sign: level
    for level, signs in enumerate(
        ("??", "||", "&&", "|", "^", "&", "== !=", "< > <= >= is as", "<< >>", "+ -", "* / %", ".."), start=1
    )
    for sign in signs.split()
}
RELATIONAL = PRECEDENCE["<"]
SHIFT = PRECEDENCE["<<"]
_PREFIXES = frozenset(("!", "~", "-", "+", "++", "--", "&", "*", "^", "..", "ref", "throw"))
_SIGNS = frozenset(("-", "+", "&", "*", "^", "++", "--", "["))


class Expressions(Operands):
    """The parser's part for expressions."""

    _last_call = 0  #: the parenthesis of the call read last

    # What the parser's other parts know how to read.

    def lambda_(self) -> Node | None:
        """A lambda or anonymous method, where one starts here."""
        raise NotImplementedError

    def typed_lambda(self, start: int, parameters: int) -> Node:
        """A lambda with its return type, of which the parameters start at a token."""
        raise NotImplementedError

    def query(self) -> Node | None:
        """A query expression, where one starts here."""
        raise NotImplementedError

    def pattern(self) -> Node:
        """What stands behind `is`."""
        raise NotImplementedError

    def switch(self, subject: Node) -> Node:
        """The arms of a switch expression."""
        raise NotImplementedError

    # --- lowest precedence first

    def expression(self) -> Node:
        """An expression, assignments and lambdas included."""
        if self.too_deep():
            return self.unread(STOPS, statements=False)
        self.depth += 1
        node = self.lambda_() or self.query() or self._assignment()
        self.depth -= 1
        return node

    def _assignment(self) -> Node:
        left = self.conditional()
        kind = self.kinds[self.at]
        if kind in ASSIGNMENTS:
            self.at += 1
            value = self.initializer() if self.kinds[self.at] == "{" else self.expression()
            return Assignment(left.start, value.end, left, kind, value)
        if kind == "=>" and isinstance(left, Call):  # a lambda with its return type
            return self.typed_lambda(left.start, self._last_call)
        return left

    def conditional(self) -> Node:
        """An expression that is no assignment."""
        condition = self.binary(1)
        if self.kinds[self.at] != "?":
            return condition
        self.at += 1
        yes = self.expression()
        if self.kinds[self.at] != ":":
            return Operation(condition.start, yes.end, "?", [condition, yes])
        self.at += 1
        no = self.expression()
        return Conditional(condition.start, no.end, condition, yes, no)

    def binary(self, lowest: int) -> Node:
        """Operands joined by operators of at least this precedence."""
        left = self.unary()
        while True:
            sign = self.kinds[self.at]
            level = PRECEDENCE.get(sign)
            if level is None:
                return left
            width = 1
            if sign == ">":
                width = self._shift_width()
                sign, level = (">>", SHIFT) if width > 1 else (sign, level)
            if level < lowest or not width:
                return left
            self.at += width
            left = self._joined(left, sign, level)

    def _shift_width(self) -> int:
        """How many tokens the operator is that starts with >; 0 where it assigns."""
        width = 1
        while (
            self.kinds[self.at + width] in (">", ">=")
            and self.ends[self.at + width - 1] == self.starts[self.at + width]
        ):
            if self.kinds[self.at + width] == ">=":
                return 0
            width += 1
        return width

    def _joined(self, left: Node, sign: str, level: int) -> Node:
        if sign == "is":
            pattern = self.pattern()
            return Operation(left.start, pattern.end, sign, [left, pattern])
        if sign == "as":
            found, after = self.type_at(self.at, nullable=self._nullable_type_follows())
            if found is None:
                return left
            self.at = after
            return Cast(left.start, found.end, Type(found.start, found.end, ("as", *found.path)), left, self.scope)
        right = self.binary(level + 1)
        if sign == ".." and right.start == right.end:
            right = Operation(left.end, left.end, "", [])
        end = max(left.end, right.end)
        if sign == "+":
            if isinstance(left, Sum):
                left.operands.append(right)
                left.end = end
                return left
            return Sum(left.start, end, [left, right])
        if sign == "??":
            if isinstance(left, Coalesce):
                left.operands.append(right)
                left.end = end
                return left
            return Coalesce(left.start, end, [left, right])
        if isinstance(left, Operation) and left.sign == sign:
            left.operands.append(right)
            left.end = end
            return left
        return Operation(left.start, end, sign, [left, right])

    def _nullable_type_follows(self) -> bool:
        """Whether a ? behind the next type belongs to it."""
        _, after = self.type_at(self.at, nullable=False)
        return self.kinds[after] == "?" and self.kinds[after + 1] not in STARTS_OPERAND

    # --- operands

    def unary(self) -> Node:
        """An operand with the signs before it."""
        kind = self.kinds[self.at]
        start = self.starts[self.at]
        if kind in _PREFIXES or (kind == "NAME" and self.text(self.at) == "await" and self._operand_follows()):
            if self.too_deep():
                return self.unread(STOPS, statements=False)
            self.at += 1
            self.depth += 1
            operand = self.expression() if kind in ("ref", "throw") else self.unary()
            self.depth -= 1
            return Operation(start, max(operand.end, self.ends[self.at - 1]), kind, [operand])
        if kind == "(":
            found = self.cast_type()
            if found is not None and not self.too_deep():
                self.at = self.close(self.at) + 1
                self.depth += 1
                value = self.unary()
                self.depth -= 1
                return Cast(start, value.end, found, value, self.scope)
        return self._postfix(self.primary())

    def _operand_follows(self) -> bool:
        return self.kinds[self.at + 1] in STARTS_OPERAND

    def cast_type(self) -> Type | None:
        """The type of a cast that starts here; None where the parenthesis is another one."""
        first = self.at
        close = self.close(first)
        following = self.kinds[close + 1]
        if following not in STARTS_OPERAND and following not in _SIGNS:
            return None
        found, after = self.type_at(first + 1)
        if found is None or after != close:
            return None
        if following in _SIGNS and not (len(found.path) == 1 and found.path[0] in PREDEFINED):
            return None
        return None if following == "NAME" and self.text(close + 1) in NO_OPERAND else found

    def _postfix(self, node: Node) -> Node:
        while True:
            kind = self.kinds[self.at]
            if kind in (".", "?.", "->", "::"):
                node = self._access(node, kind)
            elif kind == "(":
                first, close = self.at, self.close(self.at)
                arguments = self.arguments()
                self._last_call = first
                node = Call(node.start, self.ends[min(close, self.count - 1)], node, arguments)
            elif kind == "[" or (kind == "?" and self._indexes_if_not_null()):
                self.at += kind == "?"
                close = self.close(self.at)
                arguments = self.arguments()
                node = Index(node.start, self.ends[min(close, self.count - 1)], node, arguments)
            elif kind == "!":
                node = Operation(node.start, self.ends[self.at], "!!", [node])
                self.at += 1
            elif kind in ("++", "--"):
                node = Operation(node.start, self.ends[self.at], kind, [node])
                self.at += 1
            elif kind == "switch" and self.kinds[self.at + 1] == "{":
                node = self.switch(node)
            elif kind == "NAME" and self.kinds[self.at + 1] == "{" and self.text(self.at) == "with":
                self.at += 1
                changes = self.initializer()
                node = Operation(node.start, changes.end, "with", [node, changes])
            else:
                return node

    def _access(self, node: Node, sign: str) -> Node:
        token = self.at + 1
        if self.kinds[token] != "NAME":
            self.at += 1
            return Access(node.start, self.ends[self.at - 1], node, "", sign)
        node = Access(node.start, self.ends[token], node, self.name(token), sign)
        self.at = token + 1
        if self.kinds[self.at] == "<":
            after = self.generic_end(self.at)
            if after > 0:
                self.at = after
                node.end = self.ends[after - 1]
        return node

    def _indexes_if_not_null(self) -> bool:
        """Whether `?[` is one operator here, not the start of a conditional's branch."""
        return (
            self.kinds[self.at + 1] == "["
            and self.ends[self.at] == self.starts[self.at + 1]
            and self.kinds[self.close(self.at + 1) + 1] != ":"
        )
