"""Reads the statements of Kotlin, Scala and Groovy into nodes: blocks, branches, lambdas, and what goes on in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from lint_rds_tls.frontends._code.nodes import (
    Access,
    Argument,
    Assignment,
    Block,
    Branching,
    Call,
    Conditional,
    Declaration,
    Lambda,
    Name,
    Node,
    Operation,
    SwitchExpression,
    Unread,
)
from lint_rds_tls.frontends._code.symbols import Scope, Symbol
from lint_rds_tls.frontends._jvm.expressions import ASSIGNMENTS, Expressions

__all__ = ["Statements"]

_ENDS = frozenset((";", "END"))
#: `x.apply { … }`: names in the lambda are members of x.
_RECEIVING = frozenset(("apply", "run", "with", "tap"))
#: `x.also { … }`: the lambda's parameter is x.
_PASSED = frozenset(("also", "let"))
_NO_VALUES = (Assignment, Declaration, Branching, Unread, Block)
_LEAVING = frozenset(("return", "throw", "break", "continue"))
#: No lambda has more tokens than this before its arrow.
_LONGEST_HEAD = 100


class Statements(Expressions):
    """The parser's part for statements."""

    arrow: ClassVar[str] = "->"  #: between what a lambda takes and does, and in the arms of a choice
    closure_ends_header: ClassVar[frozenset[str]] = frozenset(("NAME", ",", ":", ".", "<", ">", "?", "*", "_"))

    _receiver: Name | None = None  #: whose members the names in this lambda are
    _declaring: tuple[int, Symbol] | None = None  #: where the value of a name starts that is declared just now
    _behind: list[Node] | None = None  #: what is done to that value after the name has got it

    # What the parser of declarations knows how to read.

    def declaration(self) -> Node | None:
        """A declaration, where one starts here."""
        raise NotImplementedError

    # --- statements

    def statements(self, close: int) -> list[Node]:
        """The statements up to a token."""
        found: list[Node] = []
        outer, self._open = self._open, 0
        while self.at < close:
            before = self.at
            if self.kinds[before] == ";":
                self.at += 1
                continue
            found.append(self.statement())
            self.at = max(self.at, before + 1)
        self._open = outer
        return found

    def block(self) -> Block:
        """The statements between the braces that open here, in a scope of their own."""
        start, close = self.starts[self.at], self.close(self.at)
        outer, self.scope = self.scope, Scope("block", self.scope)
        self.at += 1
        found = self.statements(close)
        self.scope = outer
        self.at = close + 1
        return Block(start, self.ends[min(close, self.count - 1)], found)

    def statement(self) -> Node:
        """One statement."""
        if self.too_deep():
            return self.unread(_ENDS, statements=True)
        self.depth += 1
        node = self.declaration() or self._expression_statement()
        self.depth -= 1
        return node

    def _expression_statement(self) -> Node:
        node = self.expression()
        if self.kinds[self.at] in ASSIGNMENTS and not self.starts_line():
            sign = self.kinds[self.at]
            self.at += 1
            value = self.statement()
            if isinstance(node, Name):
                node = self.of_receiver(node)
            return Assignment(node.start, value.end, node, sign, value)
        return node

    def branch(self) -> Node:
        """An arm of a branching."""
        return self.block() if self.kinds[self.at] == "{" else self.statement()

    def head(self) -> list[Node]:
        """What stands in the parentheses of a loop or a condition; names before `in` and `<-` are declared."""
        close = self.close(self.at)
        self.at += 1
        self._open += 1
        found: list[Node] = []
        while self.at < close:
            before = self.at
            found.append(self.statement())
            if self.kinds[self.at] in ("in", "<-"):
                if self.kinds[before] == "NAME":
                    self.declare("local", self.at - 1, None)
                self.at += 1
            self.at = max(self.at, before + 1)
        self._open -= 1
        self.at = close + 1
        return found

    def condition(self) -> Node:
        """The condition of an if."""
        if self.kinds[self.at] != "(":
            return self.expression()
        start, close = self.starts[self.at] + 1, min(self.close(self.at), self.count - 1)
        found = self.head()
        return found[0] if len(found) == 1 else Operation(start, self.starts[close], "", found)

    def if_(self) -> Node:
        """A branching, or an expression with two values."""
        start = self.starts[self.at]
        self.at += 1
        condition = self.condition()
        if self.is_word(self.at, "then"):
            self.at += 1
        arms = [self.branch()]
        if self.kinds[self.at] == ";" and self.kinds[self.at + 1] == "else":
            self.at += 1
        if self.kinds[self.at] == "else":
            self.at += 1
            arms.append(self.branch())
        values = [_value(arm) for arm in arms]
        if len(values) == 2 and values[0] is not None and values[1] is not None:
            return Conditional(start, values[1].end, condition, values[0], values[1])
        return Branching(start, arms[-1].end, "if", [condition], arms, (condition.start, condition.end))

    def loop(self) -> Node:
        """For and while."""
        start = self.starts[self.at]
        self.at += 1
        outer, self.scope = self.scope, Scope("block", self.scope)
        head = self.head() if self.kinds[self.at] in ("(", "{") else [self.expression()]
        if self.is_word(self.at, "yield") or self.is_word(self.at, "do") or self.kinds[self.at] == "do":
            self.at += 1
        body = self.branch()
        self.scope = outer
        return Branching(start, body.end, "loop", head, [body])

    def do(self) -> Node:
        """Do … while."""
        start = self.starts[self.at]
        self.at += 1
        body = self.branch()
        head: list[Node] = []
        if self.kinds[self.at] == "while":
            self.at += 1
            head = self.head() if self.kinds[self.at] == "(" else [self.expression()]
        return Branching(start, body.end, "loop", head, [body])

    def try_(self) -> Node:
        """try, catch and finally."""
        start = self.starts[self.at]
        self.at += 1
        head = self.head() if self.kinds[self.at] == "(" else []
        arms = [self.branch()]
        while self.word(self.at) in ("catch", "finally"):
            self.at += 1
            outer, self.scope = self.scope, Scope("block", self.scope)
            if self.kinds[self.at] == "(":
                self.at = self.close(self.at) + 1
            arms.append(self.branch())
            self.scope = outer
        return Branching(start, arms[-1].end, "try", head, arms)

    # --- choices

    def choice(self, start: int, subject: Node) -> Node:
        """The arms of when, match and switch, between the braces that open here."""
        close = self.close(self.at)
        end = self.ends[min(close, self.count - 1)]
        arms: list[tuple[Node, Node]] = []
        outer = self.scope
        outer_open, self._open = self._open, 0
        self.at += 1
        exhaustive = False
        while self.at < close:
            before = self.at
            self.scope = Scope("block", outer)
            exhaustive = exhaustive or self.kinds[self.at] in ("else", "default")
            pattern = self._pattern(close)
            if pattern is not None:
                arms.append((pattern, self.arm_body(close)))
            self.at = max(self.at, before + 1)
        self.scope, self._open = outer, outer_open
        self.at = close + 1
        values = [(pattern, value) for pattern, body in arms if (value := _value(body)) is not None]
        if arms and len(values) == len(arms):
            return SwitchExpression(start, end, subject, values)
        bodies = [body for _, body in arms]
        return Branching(start, end, "switch", [subject], bodies, exhaustive=exhaustive)

    def _pattern(self, close: int) -> Node | None:
        first = self.at
        while self.at < close and self.kinds[self.at] not in (self.arrow, ":", ";"):
            self.at = self.close(self.at) + 1 if self.kinds[self.at] in ("(", "[", "{") else self.at + 1
        if self.at >= close or self.kinds[self.at] == ";":
            return None
        pattern = Operation(self.starts[first], self.ends[self.at - 1], "", [])
        self.at += 1
        return pattern

    def arm_body(self, close: int) -> Node:  # noqa: ARG002
        """What is done in one arm."""
        return self.branch()

    def several(self, close: int, stops: frozenset[str]) -> Node:
        """The statements of an arm that has no braces, up to the next arm."""
        start = self.starts[self.at]
        found: list[Node] = []
        while self.at < close and self.kinds[self.at] not in stops:
            before = self.at
            if self.kinds[self.at] != ";":
                found.append(self.statement())
            self.at = max(self.at, before + 1)
        return found[0] if len(found) == 1 else Block(start, self.ends[self.at - 1], found)

    # --- lambdas

    def closure(self) -> Node:
        """A lambda in braces, or what else stands in them."""
        return self._closure(None)

    def _closure(self, passed: Symbol | None) -> Lambda:
        first, close = self.at, self.close(self.at)
        outer, self.scope = self.scope, Scope("block", self.scope)
        self.at += 1
        self._closure_head(close)
        if passed is not None:
            name = next(iter(self.scope.names), "it")
            self.scope.names[name] = [passed]
            self.declared.add(name)
        found = self.statements(close)
        self.scope = outer
        self.at = close + 1
        end = self.ends[min(close, self.count - 1)]
        return Lambda(self.starts[first], end, Block(self.starts[first], end, found))

    def _closure_head(self, close: int) -> None:
        """`a, b ->`."""
        token = self.at
        names: list[int] = []
        fresh = True
        while token < min(close, self.at + _LONGEST_HEAD) and self.kinds[token] != self.arrow:
            kind = self.kinds[token]
            if kind == "(":
                names += [inner for inner in range(token, self.close(token)) if self.kinds[inner] == "NAME"]
                token = self.close(token)
            elif kind not in self.closure_ends_header:
                return
            elif kind == "NAME" and fresh:
                names.append(token)
            fresh = kind == ","
            token += 1
        if token < close and self.kinds[token] == self.arrow:
            for name in names:
                self.parameter(name, self.scope)
            self.at = token + 1

    def applied(self, call: Call) -> Node:
        """A call with the lambda behind it, and what that does to the receiver."""
        target = call.target
        receiver: Node | None = None
        name = target.name if isinstance(target, Name | Access) else ""
        if isinstance(target, Access) and name in _RECEIVING | _PASSED and not call.arguments:
            receiver = target.target
        elif isinstance(target, Name) and name == "with" and len(call.arguments) == 1:
            receiver = call.arguments[0].value
        self.depth += 1
        if receiver is None:
            body = self._closure(None)
            call.arguments.append(Argument(body.start, body.end, body))
            call.end = body.end
            node: Node = call
        else:
            node = self._with_receiver(receiver, name in _PASSED)
        self.depth -= 1
        return node

    def _with_receiver(self, receiver: Node, passed: bool) -> Node:
        declares = (
            self._declaring is not None and self._declaring[0] == receiver.start and not isinstance(receiver, Name)
        )
        symbol: Symbol | None
        before: list[Node] = []
        if isinstance(receiver, Name):
            symbol, holder = self._local(receiver.name), receiver
        else:
            goes_on = self.kinds[self.close(self.at) + 1] in (".", "?.")
            if declares and not goes_on and self._declaring is not None:
                symbol = self._declaring[1]
            else:
                declares = False
                hidden = Symbol(f"<{receiver.start}>", "local", self.scope, receiver.start, receiver.start)
                symbol = self.add(hidden)
                symbol.value = receiver
                before = [Declaration(receiver.start, receiver.end, symbol, receiver)]
            holder = Name(receiver.start, receiver.start, symbol.name, self.scope)
        outer, self._receiver = self._receiver, None if passed else holder
        body = self._closure(symbol if passed else None)
        self._receiver = outer
        found = body.body.statements if isinstance(body.body, Block) else []
        if declares and self._behind is not None:
            self._behind += found
            return receiver
        return Operation(receiver.start, body.end, "", [*before, *found])

    def of_receiver(self, node: Name) -> Name | Access:
        """A name that is set or called: of the receiver, unless it is a variable around."""
        if self._receiver is None or self._local(node.name) is not None:
            return node
        target = self._receiver
        return Access(node.start, node.end, Name(node.start, node.start, target.name, target.scope), node.name)

    def _local(self, name: str) -> Symbol | None:
        scope: Scope | None = self.scope
        while scope is not None and scope.kind == "block":
            if name in scope.names:
                return scope.names[name][0]
            scope = scope.parent
        return None

    def called_name(self, node: Node) -> Node:
        """What is called: in a lambda with a receiver, its member."""
        return self.of_receiver(node) if isinstance(node, Name) else node

    #: How statements and expressions are read that start with a keyword.
    READERS: ClassVar[dict[str, Callable[[Statements], Node]]] = {
        "if": if_,
        "for": loop,
        "while": loop,
        "do": do,
        "try": try_,
    }


def _value(arm: Node) -> Node | None:
    """The value of an arm that is one expression."""
    if isinstance(arm, Block) and len(arm.statements) == 1:
        arm = arm.statements[0]
    if isinstance(arm, _NO_VALUES) or (isinstance(arm, Operation) and arm.sign in _LEAVING - {"throw"}):
        return None
    return arm
