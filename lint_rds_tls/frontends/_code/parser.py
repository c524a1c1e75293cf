"""Reads the code of C# and Java members into nodes."""

from __future__ import annotations

from lint_rds_tls.frontends._code.members import Members
from lint_rds_tls.frontends._code.nodes import Block, Create, Declaration, Lambda, Node, Type, Unread
from lint_rds_tls.frontends._code.symbols import Member, Scope, Symbol

__all__ = ["Parser"]


class Parser(Members):
    """The syntax of one file: `members` in order, and what they hold."""

    def read(self, member: Member) -> list[Node]:
        """The nodes of a member's attributes, parameters, base call, body and initial values."""
        if member.nodes is None:
            member.nodes = []
            before = self.at, self.scope, self.depth
            self.scope, self.depth = member.scope, 0
            if member.kind in ("function", "property", "type", "statement") and member.scope.kind != "file":
                inner = member.scope if member.kind == "type" else Scope("block", member.scope)
                self.scope = inner
            for what, mark in member.marks:
                member.nodes.extend(self._part(member, what, mark))
            self.at, self.scope, self.depth = before
        return member.nodes

    def _part(self, member: Member, what: str, mark: int) -> list[Node]:
        self.at = mark
        match what:
            case "attributes":
                inner = self.scope
                self.scope = Scope("block", member.scope, named=inner)
                found = [self.attributes()]
                self.scope = inner
                return found
            case "parameters":
                inner, self.scope = self.scope, member.scope
                found = self.parameters(mark, inner)
                self.scope = inner
                return found
            case "base":
                owner = _enclosing_type(member.scope)
                return [self._base_call(owner.bases[0] if owner is not None and owner.bases else None)]
            case "this":
                owner = _enclosing_type(member.scope)
                return [self._base_call(Type(0, 0, owner.path) if owner is not None else None)]
            case "accessors":
                return self._accessors(member)
            case "value":
                return [self._value(member, mark)]
            case "code":
                return [self._statements_to(member.last)]
        body = self.block()
        return [Lambda(body.start, body.end, body, member.symbols[0] if member.symbols else None)]

    def _statements_to(self, last: int) -> Block:
        start = self.starts[self.at]
        found: list[Node] = []
        while self.at < last:
            before = self.at
            found.append(self.statement())
            self.at = max(self.at, before + 1)
        return Block(start, self.ends[self.at - 1], found)

    def _value(self, member: Member, mark: int) -> Node:
        """`= value` of the name before it; `=> value`, or `= value` behind accessors."""
        self.at = mark + 1
        value = self.initializer() if self.kinds[self.at] == "{" else self.expression()
        name_end = self.ends[mark - 1]
        symbol = next((each for each in member.symbols if each.end == name_end), None)
        if symbol is None and member.kind == "property" and member.symbols:
            symbol = member.symbols[0]
        if symbol is None or symbol.kind == "method":
            return Lambda(value.start, value.end, value, member.symbols[0] if member.symbols else None)
        symbol.value = value
        return Declaration(member.type.start if member.type else symbol.start, value.end, symbol, value)

    def _base_call(self, base: Type | None) -> Node:
        start = self.starts[self.at]
        arguments = self.arguments()
        end = self.ends[self.at - 1]
        return Create(start, end, base, arguments, None, self.scope, False, end)

    def _accessors(self, member: Member) -> list[Node]:
        """The bodies of get, set, init, add, remove."""
        close = self.close(self.at)
        self.at += 1
        found: list[Node] = []
        property_ = member.symbols[0] if member.symbols else None
        while self.at < close:
            while self.kinds[self.at] == "[":
                found.append(self.attributes())
            if self.kinds[self.at] == "NAME" and self.kinds[self.at + 1] in ("{", "=>"):
                getter = self.text(self.at) == "get"
                if not getter and property_ is not None:
                    property_.modifiers |= {"set"}
                outer = self.scope
                self.scope = Scope("block", outer)
                if not getter:
                    name = Symbol("value", "parameter", self.scope, self.starts[self.at], self.starts[self.at])
                    name.type = member.type
                    self.add(name)
                self.at += 1
                found.append(self.function(self.starts[self.at], property_ if getter else None))
                self.scope = outer
            else:
                if property_ is not None and self.text(self.at) in ("set", "init"):
                    property_.modifiers |= {"set"}
                self.at += 1
        self.at = close + 1
        return found

    def read_later(self, rest: Unread) -> list[Node]:
        """The nodes of what was too deep to read at once."""
        before = self.at, self.scope, self.depth
        self.at, self.scope, self.depth = rest.first, rest.scope, 0
        behind, self.kinds[rest.last] = self.kinds[rest.last], "END"
        found: list[Node] = []
        while self.at < rest.last:
            first = self.at
            node = self.statement() if rest.statements else self.expression()
            found.append(node)
            self.at = max(self.at, first + 1)
        self.kinds[rest.last] = behind
        self.at, self.scope, self.depth = before
        return found


def _enclosing_type(scope: Scope | None) -> Scope | None:
    while scope is not None and scope.kind not in ("type", "interface"):
        scope = scope.parent
    return scope
