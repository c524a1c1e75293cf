"""Reads the statements of C# and Java into nodes, and declares their variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from lint_rds_tls.frontends._code.clauses import Clauses
from lint_rds_tls.frontends._code.cursor import PREDEFINED
from lint_rds_tls.frontends._code.nodes import Block, Branching, Declaration, Lambda, Node, Operation, Type
from lint_rds_tls.frontends._code.symbols import Scope, Symbol

__all__ = ["Statements"]

_AFTER_ATTRIBUTES = PREDEFINED | {"static", "NAME", "["}
_END = frozenset((";", "END"))
_AFTER_DECLARED_NAME = frozenset(("=", ";", ",", ")", "in", "END", "}"))


class Statements(Clauses):
    """The parser's part for statements."""

    local_modifiers: ClassVar[frozenset[str]] = frozenset(("const", "static", "unsafe", "extern"))

    def block(self) -> Block:
        """The statements between the braces that open here, in a scope of their own."""
        close = self.close(self.at)
        outer = self.scope
        self.scope = Scope("block", outer)
        node = self._statements(close)
        self.scope = outer
        return node

    def _statements(self, close: int) -> Block:
        start = self.starts[self.at]
        if self.kinds[self.at] == "{":
            self.at += 1
        found: list[Node] = []
        while self.at < close:
            before = self.at
            found.append(self.statement())
            self.at = max(self.at, before + 1)
        self.at = close + 1
        return Block(start, self.ends[min(close, self.count - 1)], found)

    def statement(self) -> Node:
        """One statement."""
        if self.too_deep():
            return self.unread(_END, statements=True)
        self.depth += 1
        kind = self.kinds[self.at]
        reader = self.READERS.get(kind)
        node = reader(self) if reader is not None else self._simple(kind)
        self.depth -= 1
        return node

    def _simple(self, kind: str) -> Node:
        start = self.starts[self.at]
        if kind == "NAME":
            following = self.kinds[self.at + 1]
            if following == ":":  # a label
                self.at += 2
                return self.statement()
            if following == "return" and self.text(self.at) == "yield":
                self.at += 1
                return self._return()
            if following in ("using", "foreach") and self.text(self.at) == "await":
                self.at += 1
                return self.statement()
        node = self._declaration()
        if node is not None and self.kinds[self.at - 1] in ("}", ";"):
            return node  # a local function
        return self._terminated(start, node if node is not None else self.expression())

    def _terminated(self, start: int, node: Node) -> Node:
        """`node` with its semicolon; whatever else is before it is read too."""
        parts = [node]
        while self.kinds[self.at] not in (";", "}", "END", "{") and self.kinds[self.at] not in self.READERS:
            before = self.at
            rest = self.expression()
            if self.at == before:
                self.at += 1
            else:
                parts.append(rest)
        if self.kinds[self.at] == ";":
            self.at += 1
        return node if len(parts) == 1 else Block(start, parts[-1].end, parts)

    # --- declarations

    def _declaration(self) -> Node | None:
        """Local variables, constants, functions; None where the statement is something else."""
        first = self.at
        modifiers: set[str] = set()
        attributes: list[Node] = []
        after_attributes = _AFTER_ATTRIBUTES | self.local_modifiers
        while self.kinds[self.at] == "[" and self.kinds[self.close(self.at) + 1] in after_attributes:
            attributes.append(self.attributes())
        while self.kinds[self.at] in self.local_modifiers or (
            self.is_word(self.at, "async") and self.kinds[self.at + 1] in ("NAME", "static", "(", *PREDEFINED)
        ):
            modifiers.add(self.kinds[self.at])
            self.at += 1
        if self.kinds[self.at] == "NAME" and self.kinds[self.at + 1] == "(" and self.text(self.at) == "var":
            self._deconstruction()
        found, after = self.type_at(self.at)
        if found is None or self.kinds[after] != "NAME" or found.path == ("await",):
            self.at = first
            return None
        following = self.kinds[after + 1]
        if following in ("(", "<"):
            node = self._local_function(found, after)
            return Block(self.starts[first], node.end, [*attributes, node]) if attributes else node
        if following not in _AFTER_DECLARED_NAME:
            self.at = first
            return None
        node = self._declarators(found, after, "const" if "const" in modifiers else "local")
        return Block(self.starts[first], node.end, [*attributes, node]) if attributes else node

    def _deconstruction(self) -> None:
        """Declare the names of `var (a, b) = …`."""
        close = self.close(self.at + 1)
        if self.kinds[close + 1] == "=":
            for token in range(self.at + 2, close):
                if self.kinds[token] == "NAME":
                    self.declare("local", token, None)

    def _declarators(self, found: Type, token: int, kind: str) -> Node:
        start = found.start
        nodes: list[Node] = []
        while self.kinds[token] == "NAME":
            symbol = self.declare(kind, token, found)
            self.at = token + 1
            if self.kinds[self.at] == "[":
                self.arguments()  # a fixed buffer
            value: Node | None = None
            if self.kinds[self.at] == "=":
                self.at += 1
                value = self.initializer() if self.kinds[self.at] == "{" else self.expression()
            symbol.value = value
            nodes.append(Declaration(start, value.end if value else symbol.end, symbol, value))
            if self.kinds[self.at] != ",":
                break
            token = self.at + 1
        return nodes[0] if len(nodes) == 1 else Block(start, nodes[-1].end, nodes)

    def _local_function(self, found: Type, token: int) -> Node:
        symbol = self.declare("method", token, found)
        self.at = token + 1
        if self.kinds[self.at] == "<":
            _, self.at = self.type_arguments(self.at)
        return self.function(found.start, symbol)

    def function(self, start: int, symbol: Symbol | None) -> Node:
        """Parameters and body of a function, as a lambda."""
        outer = self.scope
        self.scope = Scope("block", outer)
        before: list[Node] = []
        if self.kinds[self.at] == "(":
            before = self.parameters(self.at, self.scope)
        while self.kinds[self.at] not in ("{", "=>", ";", "}", "END"):
            self.at += 1
        node: Node
        if self.kinds[self.at] == "{":
            node = self.block()
        elif self.kinds[self.at] == "=>":
            self.at += 1
            node = self.expression()
            if self.kinds[self.at] == ";":
                self.at += 1
        else:
            node = Operation(start, start, "", [])
        self.scope = outer
        node = Lambda(start, node.end, node, symbol)
        return Operation(start, node.end, "", [*before, node]) if before else node

    # --- statements with a keyword

    def head(self) -> list[Node]:
        """What stands between the parentheses of a statement: declarations and expressions."""
        if self.kinds[self.at] != "(":
            return []
        close = self.close(self.at)
        self.at += 1
        found: list[Node] = []
        while self.at < close:
            before = self.at
            node = self._declaration()
            found.append(node if node is not None else self.expression())
            if self.kinds[self.at] in (";", ",", "in") or self.at == before:
                self.at += 1
        self.at = close + 1
        return found

    def _if(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        first = self.at
        head = self.head()
        condition = (self.starts[first + 1], self.starts[max(first + 1, self.at - 1)])
        arms = [self.statement()]
        if self.kinds[self.at] == "else":
            self.at += 1
            arms.append(self.statement())
        return Branching(start, arms[-1].end, "if", head, arms, condition)

    def _loop(self) -> Node:
        start = self.starts[self.at]
        outer = self.scope
        self.scope = Scope("block", outer)
        self.at += 1
        head = self.head()
        body = self.statement()
        self.scope = outer
        return Branching(start, body.end, "loop", head, [body])

    def _do(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        body = self.statement()
        head: list[Node] = []
        if self.kinds[self.at] == "while":
            self.at += 1
            head = self.head()
        return self._terminated(start, Branching(start, body.end, "do", head, [body]))

    def _with_head(self) -> Node:
        """Lock, fixed, using: a head and what is always done with it."""
        start = self.starts[self.at]
        self.at += 1
        if self.kinds[self.at] != "(":
            return self.statement()  # `using var x = …;`
        outer = self.scope
        self.scope = Scope("block", outer)
        head = self.head()
        body = self.statement()
        self.scope = outer
        return Block(start, body.end, [*head, body])

    def _switch_statement(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        head = self.head()
        if self.kinds[self.at] != "{":
            return Block(start, self.ends[self.at - 1], head)
        close = self.close(self.at)
        self.at += 1
        outer = self.scope
        self.scope = Scope("block", outer)
        arms: list[Node] = []
        exhaustive = False
        while self.at < close:
            arms.append(self._section(close))
            exhaustive = exhaustive or self.source.startswith("default", arms[-1].start)
        self.scope = outer
        self.at = close + 1
        end = self.ends[min(close, self.count - 1)]
        return Branching(start, end, "switch", head, arms, exhaustive=exhaustive)

    def _section(self, close: int) -> Node:
        """Labels and the statements behind them."""
        start = self.starts[self.at]
        found: list[Node] = []
        while self.at < close and self._is_label():
            self._label(found)
        while self.at < close and not self._is_label():
            before = self.at
            found.append(self.statement())
            self.at = max(self.at, before + 1)
        return Block(start, self.ends[self.at - 1], found)

    def _is_label(self) -> bool:
        return self.kinds[self.at] == "case" or (self.kinds[self.at] == "default" and self.kinds[self.at + 1] == ":")

    def _label(self, found: list[Node]) -> None:
        if self.kinds[self.at] == "case":
            self.at += 1
            found.append(self.pattern())
            if self.is_word(self.at, "when"):
                self.at += 1
                found.append(self.expression())
        else:
            self.at += 1
        if self.kinds[self.at] == ":":
            self.at += 1

    def _try(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        first = self.guarded()
        arms: list[Node] = []
        while self.kinds[self.at] == "catch" or self.kinds[self.at] == "finally":
            self.at += 1
            outer = self.scope
            self.scope = Scope("block", outer)
            head = self._catch_head()
            arms.append(Block(first.end, first.end, [*head, self.statement()]))
            self.scope = outer
        return Branching(start, self.ends[self.at - 1], "try", [first], arms)

    def guarded(self) -> Node:
        """What stands behind try."""
        return self.statement()

    def _catch_head(self) -> list[Node]:
        if self.kinds[self.at] == "(":
            close = self.close(self.at)
            found, after = self.type_at(self.at + 1)
            if found is not None and self.kinds[after] == "NAME" and after < close:
                self.declare("local", after, found)
            self.at = close + 1
        if self.is_word(self.at, "when"):
            self.at += 1
            return self.head()
        return []

    def _return(self) -> Node:
        start = self.starts[self.at]
        kind = self.kinds[self.at]
        self.at += 1
        if self.kinds[self.at] in (";", "}", "END"):
            return self._terminated(start, Operation(start, self.ends[self.at - 1], kind, []))
        value = self.expression()
        return self._terminated(start, Operation(start, value.end, kind, [value]))

    def _goto(self) -> Node:
        self.at += 1
        if self.kinds[self.at] in ("case", "default"):
            self.at += 1
        else:
            self.at += self.kinds[self.at] == "NAME"  # a label
        start = self.starts[self.at]
        return self._terminated(start, self.expression())

    def _jump(self) -> Node:
        start = self.starts[self.at]
        kind = self.kinds[self.at]
        self.at += 1
        return self._terminated(start, Operation(start, self.ends[self.at - 1], kind, []))

    def _marked_block(self) -> Node:
        """`checked { … }`, `unsafe { … }`; otherwise an expression or a declaration."""
        if self.kinds[self.at + 1] == "{":
            self.at += 1
            return self.block()
        return self._simple(self.kinds[self.at])

    def _empty(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        return Operation(start, start, "", [])

    def _else(self) -> Node:
        self.at += 1  # without its if: a branch of #if is missing
        return self.statement()

    READERS: ClassVar[dict[str, Callable[[Statements], Node]]] = {
        "{": block,
        ";": _empty,
        "if": _if,
        "else": _else,
        "while": _loop,
        "for": _loop,
        "foreach": _loop,
        "do": _do,
        "lock": _with_head,
        "fixed": _with_head,
        "using": _with_head,
        "switch": _switch_statement,
        "try": _try,
        "return": _return,
        "throw": _return,
        "goto": _goto,
        "break": _jump,
        "continue": _jump,
        "checked": _marked_block,
        "unchecked": _marked_block,
        "unsafe": _marked_block,
    }
