"""The parser of C# where Java has another shape: switch as an expression, anonymous classes, resources of try."""

from __future__ import annotations

from typing import ClassVar

from lint_rds_tls.frontends._code.nodes import Argument, Block, Create, Node, Operation, SwitchExpression
from lint_rds_tls.frontends._code.parser import Parser
from lint_rds_tls.frontends._code.symbols import Scope

__all__ = ["JavaParser"]

_ARM_ENDS = frozenset((":", "=>", ";", "}", "END"))


class JavaParser(Parser):
    """The syntax of one file, from Java's tokens."""

    local_modifiers: ClassVar[frozenset[str]] = frozenset(
        ("static", "readonly", "unsafe", "public", "private", "protected", "abstract", "volatile")
    )

    def primary(self) -> Node:
        """An operand; `switch` may be one."""
        return self._switch_expression() if self.kinds[self.at] == "SWITCH" else super().primary()

    def _switch_expression(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        if self.kinds[self.at] != "(":
            return Operation(start, start, "", [])
        subject = super().primary()
        if self.kinds[self.at] != "{" or self.too_deep():
            return subject
        close = self.close(self.at)
        self.at += 1
        self.depth += 1
        outer = self.scope
        self.scope = Scope("block", outer)
        arms: list[tuple[Node, Node]] = []
        while self.at < close:
            before = self.at
            if self.kinds[self.at] in ("case", "default"):
                arms.append(self._arm(close))
            self.at = max(self.at, before + 1)
        self.scope = outer
        self.depth -= 1
        self.at = close + 1
        return SwitchExpression(start, self.ends[min(close, self.count - 1)], subject, arms)

    def _arm(self, close: int) -> tuple[Node, Node]:
        """`case A, B -> value`, or with a colon, or with a block."""
        first = self.at + 1
        self.at += 1
        self.skip_to(_ARM_ENDS, close)
        pattern = Operation(self.starts[min(first, self.at)], self.starts[self.at], "", [])
        self.at += 1
        if self.kinds[self.at] == "{":
            return pattern, self.block()
        statement = self.statement()
        return pattern, statement

    def created_body(self, node: Create) -> None:
        """The elements of an array; the body of an anonymous class, whose methods are local functions."""
        if node.array or self.too_deep():
            super().created_body(node)
            return
        self.depth += 1
        body = self.block()
        self.depth -= 1
        node.arguments.append(Argument(body.start, body.end, body, "", ""))
        node.end = body.end

    def guarded(self) -> Node:
        """What stands behind try, its resources too."""
        if self.kinds[self.at] != "(":
            return self.statement()
        start = self.starts[self.at]
        outer = self.scope
        self.scope = Scope("block", outer)
        head = self.head()
        body = self.statement()
        self.scope = outer
        return Block(start, body.end, [*head, body])
