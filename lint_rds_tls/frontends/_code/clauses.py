"""Reads what expressions hold that is more than operators: patterns, lambdas, queries, parameters, attributes."""

from __future__ import annotations

from lint_rds_tls.frontends._code.expressions import PRECEDENCE, SHIFT, Expressions
from lint_rds_tls.frontends._code.nodes import (
    Argument,
    Assignment,
    Block,
    Call,
    Declaration,
    Group,
    Lambda,
    Name,
    Node,
    Operation,
    SwitchExpression,
    Type,
)
from lint_rds_tls.frontends._code.operands import NO_OPERAND, STARTS_OPERAND, STOPS
from lint_rds_tls.frontends._code.symbols import Scope, Symbol
from lint_rds_tls.frontends._code.tokens import words

__all__ = ["Clauses"]

QUERY_WORDS = words("from let where join on equals into orderby ascending descending select group by")
ORDERINGS = words("orderby ascending descending")
IN_LIST = frozenset((",",))


class Clauses(Expressions):
    """The parser's part for what has a grammar of its own inside expressions."""

    def block(self) -> Block:
        """The statements between braces; the parser of statements knows how."""
        raise NotImplementedError

    # --- patterns

    def pattern(self) -> Node:
        """What stands behind `is`, `case` and in the arms of switch."""
        start = self.starts[self.at]
        parts = [self._single_pattern()]
        while self.kinds[self.at] == "NAME" and self.text(self.at) in ("and", "or"):
            self.at += 1
            parts.append(self._single_pattern())
        return parts[0] if len(parts) == 1 else Operation(start, parts[-1].end, "pattern", parts)

    def _single_pattern(self) -> Node:
        while self.is_word(self.at, "not") and self.kinds[self.at + 1] not in ("=>", ")", ",", ";", ":", "]", "}"):
            self.at += 1
        kind = self.kinds[self.at]
        start = self.starts[self.at]
        if self.too_deep():
            return self.unread(STOPS | {"=>"}, statements=False)
        self.depth += 1
        node: Node
        if kind in ("<", ">", "<=", ">=", ".."):
            self.at += 1
            node = self.pattern() if kind == ".." and self.kinds[self.at] != "]" else self.binary(SHIFT)
        elif kind in ("[", "{") or (kind == "(" and not self._is_value()):
            node = self._subpatterns()
        else:
            node = self._type_pattern() or self.binary(SHIFT)
            if self.kinds[self.at] == "{":
                node = Operation(start, node.end, "pattern", [node, self._subpatterns()])
        self._pattern_variable(node)
        self.depth -= 1
        return node

    def _is_value(self) -> bool:
        """Whether a parenthesis in a pattern belongs to a constant, not to patterns."""
        following = self.kinds[self.close(self.at) + 1]
        return following == "." or PRECEDENCE.get(following, 0) >= SHIFT or self.cast_type() is not None

    def _type_pattern(self) -> Node | None:
        """A type with a name or braces behind it, which an expression would not end with."""
        found, after = self.type_at(self.at, nullable=False)
        if found is None or not found.path or (self.kinds[after] != "{" and not self._names_pattern(after)):
            return None
        self.at = after
        return Name(found.start, found.end, found.name, self.scope, generic=True)

    def _names_pattern(self, token: int) -> bool:
        return (
            self.kinds[token] == "NAME" and self.text(token) not in NO_OPERAND and self.text(token) not in QUERY_WORDS
        )

    def _subpatterns(self) -> Node:
        first, close = self.at, self.close(self.at)
        round_ = self.kinds[first] == "("
        self.at += 1
        parts: list[Node] = []
        while self.at < close:
            token = self.at
            while self.kinds[token] == "NAME" and self.kinds[token + 1] in (".", "?."):
                token += 2
            if self.kinds[token] == "NAME" and self.kinds[token + 1] == ":":
                self.at = token + 2
            parts.append(self.pattern())
            self.next_in_list(close)
        self.at = close + 1
        start, end = self.starts[first], self.ends[min(close, self.count - 1)]
        node: Node = Operation(start, end, "pattern", parts)
        if round_ and len(parts) == 1:
            node = Group(start, end, parts[0])
        if self.kinds[self.at] == "{":
            node = Operation(start, end, "pattern", [node, self._subpatterns()])
        return node

    def _pattern_variable(self, node: Node) -> None:
        token = self.at
        if self._names_pattern(token):
            path = (node.name,) if isinstance(node, Name) else ()
            self.declare("local", token, Type(node.start, node.end, path) if path else None)
            self.at += 1

    def switch(self, subject: Node) -> Node:
        """The arms of a switch expression."""
        close = self.close(self.at + 1)
        self.at += 2
        arms: list[tuple[Node, Node]] = []
        outer = self.scope
        while self.at < close:
            self.scope = Scope("block", outer)
            pattern = self.pattern()
            if self.is_word(self.at, "when"):
                self.at += 1
                guard = self.conditional()
                pattern = Operation(pattern.start, guard.end, "when", [pattern, guard])
            if self.kinds[self.at] == "=>":
                self.at += 1
            arms.append((pattern, self.expression()))
            self.next_in_list(close)
        self.scope = outer
        self.at = close + 1
        return SwitchExpression(subject.start, self.ends[min(close, self.count - 1)], subject, arms)

    # --- lambdas and queries

    def lambda_(self) -> Node | None:
        """A lambda or anonymous method, where one starts here."""
        token = self.at
        kinds = self.kinds
        while kinds[token] == "static" or (
            kinds[token] == "NAME"
            and kinds[token + 1] in ("NAME", "(", "static", "delegate")
            and self.text(token) == "async"
        ):
            token += 1
        kind = kinds[token]
        if kind == "NAME" and kinds[token + 1] == "=>":
            scope = self._lambda_scope()
            self.at = token + 2
            start = self.starts[token]
            self.add(Symbol(self.name(token), "parameter", scope, start, self.ends[token]))
            return self._lambda_body(start, scope)
        if kind == "(" and kinds[self.close(token) + 1] == "=>":
            scope = self._lambda_scope()
            start = self.starts[token]
            defaults = self.parameters(token, scope)
            self.at += 1
            return self._lambda_body(start, scope, defaults)
        if kind == "delegate" and kinds[token + 1] in ("(", "{"):
            scope = self._lambda_scope()
            self.at = token + 1
            if kinds[token + 1] == "(":
                self.parameters(token + 1, scope)
            return self._lambda_body(self.starts[token], scope)
        return None

    def typed_lambda(self, start: int, parameters: int) -> Node:
        """A lambda with its return type, of which the parameters start at a token."""
        scope = self._lambda_scope()
        return self._lambda_body(start, scope, self.parameters(parameters, scope))

    def _lambda_scope(self) -> Scope:
        return Scope("block", self.scope)

    def _lambda_body(self, start: int, scope: Scope, before: list[Node] | None = None) -> Node:
        if self.kinds[self.at] == "=>":
            self.at += 1
        outer, self.scope = self.scope, scope
        body: Node = self.block() if self.kinds[self.at] == "{" else self.expression()
        self.scope = outer
        node: Node = Lambda(start, body.end, body)
        return Operation(start, body.end, "", [*before, node]) if before else node

    def parameters(self, token: int, scope: Scope) -> list[Node]:
        """Declare the parameters between parentheses; what their attributes and defaults hold."""
        close = self.close(token)
        outer, self.scope = self.scope, scope
        self.at = token + 1
        found: list[Node] = []
        while self.at < close:
            self.scope = Scope("block", outer, named=scope)
            while self.kinds[self.at] == "[":
                found.append(self.attributes())
            self.scope = scope
            while self.kinds[self.at] in ("ref", "out", "in", "params", "this", "readonly") or (
                self.is_word(self.at, "scoped") and self.kinds[self.at + 1] in ("NAME", "ref", "in")
            ):
                self.at += 1
            declared, after = self.type_at(self.at)
            if declared is not None and self.kinds[after] != "NAME":
                declared, after = None, self.at
            if self.kinds[after] == "NAME":
                symbol = self.declare("parameter", after, declared)
                self.at = after + 1
                if self.kinds[self.at] == "=":
                    self.at += 1
                    self.scope = outer  # the parameters are not in scope in their own defaults
                    value = self.expression()
                    self.scope = scope
                    found.append(Declaration(symbol.start, value.end, symbol, value))
            self.skip_to(IN_LIST, close)
            self.at += 1
        self.scope = outer
        self.at = close + 1
        return found

    def attributes(self) -> Node:
        """The attributes between brackets, each a call."""
        first, close = self.at, self.close(self.at)
        self.at += 1
        if self.kinds[self.at + 1] == ":":
            self.at += 2  # what they are attached to
        found: list[Node] = []
        while self.at < close:
            attribute = self.expression()
            if isinstance(attribute, Call):
                for argument in attribute.arguments:
                    _name_argument(argument)
            found.append(attribute)
            self.next_in_list(close)
        self.at = close + 1
        return Operation(self.starts[first], self.ends[min(close, self.count - 1)], "attributes", found)

    def query(self) -> Node | None:
        """A query expression, where one starts here."""
        if not self.is_word(self.at, "from") or self.kinds[self.at + 1] not in STARTS_OPERAND:
            return None
        after = self.at + 2
        if self.kinds[after] != "in":
            found, after = self.type_at(self.at + 1)
            if found is None or self.kinds[after] != "NAME" or self.kinds[after + 1] != "in":
                return None
        outer = self.scope
        self.scope = Scope("block", outer)
        start = self.starts[self.at]
        parts: list[Node] = []
        word = "from"
        while True:
            if self.kinds[self.at] == "NAME" and self.text(self.at) in QUERY_WORDS:
                word = self.text(self.at)
            elif self.kinds[self.at] != "," or word not in ORDERINGS:
                break
            self._clause(parts)
        self.scope = outer
        return Operation(start, self.ends[self.at - 1], "query", parts)

    def _clause(self, parts: list[Node]) -> None:
        word = self.text(self.at)
        self.at += 1
        if word in ("from", "join", "let", "into"):
            found, after = self.type_at(self.at)
            if self.kinds[after] == "NAME" and self.kinds[after + 1] == "in":
                self.declare("local", after, found)
                self.at = after + 1
            elif self.kinds[self.at] == "NAME":
                self.declare("local", self.at, None)
                self.at += 1
            if self.kinds[self.at] in ("in", "="):
                self.at += 1
            elif word == "into":
                return
        if self.kinds[self.at] == "NAME" and self.text(self.at) in QUERY_WORDS:
            return
        before = self.at
        parts.append(self.expression())
        self.at = max(self.at, before)


def _name_argument(argument: Argument) -> None:
    """`Name = value` in an attribute is a named argument: nothing of the file is assigned."""
    if isinstance(argument.value, Assignment) and isinstance(argument.value.target, Name):
        argument.name = argument.value.target.name
        argument.value = argument.value.value
