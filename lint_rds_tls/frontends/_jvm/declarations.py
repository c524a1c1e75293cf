"""Finds what Kotlin, Scala and Groovy files declare: types, functions, values; each part of code is a member."""

from __future__ import annotations

from typing import ClassVar

from lint_rds_tls.frontends._code.nodes import (
    Argument,
    Block,
    Call,
    Create,
    Declaration,
    Lambda,
    Name,
    Node,
    Operation,
    Unread,
)
from lint_rds_tls.frontends._code.nodes import Type as WrittenType
from lint_rds_tls.frontends._code.symbols import Imports, Member, Scope, Symbol
from lint_rds_tls.frontends._code.tokens import Tokens
from lint_rds_tls.frontends._jvm.statements import Statements

__all__ = ["Declarations"]

_OPENING = frozenset(("(", "[", "{"))


class Declarations(Statements):
    """The syntax of one file: `members` in order, their names declared in `file` and the scopes below."""

    modifiers: ClassVar[frozenset[str]] = frozenset()  #: words before a declaration
    types: ClassVar[frozenset[str]] = frozenset()  #: words that declare a type
    supertypes: ClassVar[frozenset[str]] = frozenset()  #: words and signs before what a type extends
    #: The last expression of a function is what it returns.
    returns_last: ClassVar[bool] = False

    def __init__(self, source: str, tokens: Tokens) -> None:
        super().__init__(source, tokens)
        self.members: list[Member] = []
        self.imports = self.file.imports or Imports()
        self._script: list[Node] = []
        self._members(self.file, self.count)
        if self._script:
            self._add(0, self.file, self._script)

    def read(self, member: Member) -> list[Node]:
        """The nodes of a member."""
        return member.nodes or []

    def read_later(self, rest: Unread) -> list[Node]:
        """The nodes of what was too deep to read at once."""
        before = self.at, self.scope, self.depth
        self.at, self.scope, self.depth = rest.first, rest.scope, 0
        behind, self.kinds[rest.last] = self.kinds[rest.last], "END"
        found = self.statements(rest.last)
        self.kinds[rest.last] = behind
        self.at, self.scope, self.depth = before
        return found

    def _members(self, scope: Scope, close: int) -> None:
        """The members up to a token; what stands in a file beside them is one script."""
        outer, self.scope = self.scope, scope
        while self.at < close:
            first = self.at
            if self.kinds[first] in (";", ","):
                self.at += 1
                continue
            node = self.statement()
            self.at = max(self.at, first + 1)
            if scope.kind == "file" and not _is_function(node):
                self._script.append(node)
            else:
                self._add(first, scope, [node])
        self.scope = outer

    def _add(self, first: int, scope: Scope, nodes: list[Node]) -> None:
        start = self.starts[first]
        self.members.append(Member(start, nodes[-1].end, "function", scope, first, self.at, [], nodes=nodes))

    # --- what a declaration starts with

    def declaration(self) -> Node | None:
        """A declaration, where one starts here."""
        first = self.at
        attributes: list[Node] = []
        found: set[str] = set()
        while True:
            if self.kinds[self.at] == "@" and self.kinds[self.at + 1] in ("NAME", "["):
                attributes += self.annotation()
            elif self._at_modifier():
                found.add(self.word(self.at))
                self.at += 1
                self._qualifier()
            else:
                break
        node = self.declares(frozenset(found))
        if node is None:
            if not attributes:
                self.at = first
                return None
            node = self.statement() if self.at < self.count and not self.too_deep() else Operation(0, 0, "", [])
        if not attributes:
            return node
        return Block(attributes[0].start, max(node.end, attributes[-1].end), [*attributes, node])

    def _at_modifier(self) -> bool:
        following = self.kinds[self.at + 1]
        return self.word(self.at) in self.modifiers and (
            following in ("NAME", "@")
            or following in self.starts_declaration()
            or self.word(self.at + 1) in self.modifiers
        )

    def starts_declaration(self) -> frozenset[str]:
        """Keywords of declarations."""
        return self.types

    def _qualifier(self) -> None:
        """`private[this]`; only Scala has it."""
        if self.brackets_are_types and self.kinds[self.at] == "[":
            self.at = self.close(self.at) + 1

    def annotation(self) -> list[Node]:
        """`@A(…)`, `@file:A(…)`: a call of its name."""
        self.at += 1
        if self.kinds[self.at + 1] == ":" and self.kinds[self.at + 2] in ("NAME", "["):
            self.at += 2
        if self.kinds[self.at] == "[":
            close = self.close(self.at)
            self.at += 1
            found: list[Node] = []
            while self.at < close:
                self.at -= 1  # each without its own sign
                found += self.annotation()
            self.at = close + 1
            return found
        node: Node = Name(self.starts[self.at], self.ends[self.at], self.name(self.at), self.scope)
        self.at += 1
        while self.kinds[self.at] == "." and self.kinds[self.at + 1] == "NAME":
            node = Name(node.start, self.ends[self.at + 1], self.name(self.at + 1), self.scope)
            self.at += 2
        arguments: list[Argument] = []
        if self.kinds[self.at] == "(" and not self.starts_line():
            arguments = self.arguments()
        return [Call(node.start, self.ends[self.at - 1], node, arguments)]

    def declares(self, modifiers: frozenset[str]) -> Node | None:
        """What is declared behind its modifiers; None where nothing is."""
        raise NotImplementedError

    # --- values

    def symbol_at(self, token: int, modifiers: frozenset[str], found: WrittenType | None, *, settled: bool) -> Symbol:
        """Declare a variable or field."""
        kind = "const" if "const" in modifiers else "local" if self.scope.kind == "block" else "field"
        known = {"readonly"} if settled else set() if "private" in modifiers else {"public"}
        symbol = Symbol(self.name(token).strip("`"), kind, self.scope, self.starts[token], self.ends[token], found)
        symbol.modifiers = frozenset(known)
        return self.add(symbol)

    def value_of(self, symbol: Symbol, start: int) -> Node:
        """The expression that a name is declared with, and what is done to it in a lambda right behind."""
        outer = self._declaring, self._behind
        behind: list[Node] = []
        self._declaring, self._behind = (self.starts[self.at], symbol), behind
        value = self.statement()
        self._declaring, self._behind = outer
        symbol.value = value
        node = Declaration(start, value.end, symbol, value)
        return Block(start, behind[-1].end, [node, *behind]) if behind else node

    # --- functions

    def parameters(self, scope: Scope) -> list[Node]:
        """Declare what stands in parentheses: of a function, or of a type, whose fields they are then."""
        close = self.close(self.at)
        self.at += 1
        self._open += 1
        found: list[Node] = []
        while self.at < close:
            before = self.at
            found += self.parameter_at(scope)
            while self.at < close and self.kinds[self.at] != ",":
                self.skip_brackets()
            self.at = max(self.at + 1, before + 1)
        self._open -= 1
        self.at = close + 1
        return found

    def default_of(self, symbol: Symbol) -> list[Node]:
        """The default of a parameter, where one stands behind it."""
        if self.kinds[self.at] != "=":
            return []
        self.at += 1
        value = self.expression()
        return [Declaration(symbol.start, value.end, symbol, value)]

    def parameter_at(self, scope: Scope) -> list[Node]:
        """Declare the parameter that starts here; what its annotations and default hold."""
        raise NotImplementedError

    def function(self, start: int, scope: Scope, symbol: Symbol | None, before: list[Node]) -> Node:
        """The body of a function, whose parameters are declared in `scope`."""
        outer, self.scope = self.scope, scope
        receiver, self._receiver = self._receiver, None
        declaring, self._declaring = self._declaring, None
        body: Node
        if self.kinds[self.at] == "{":
            body = self._returning(self.block())
        elif self.kinds[self.at] == "=":
            self.at += 1
            body = self.body()
            body = self._returning(body) if isinstance(body, Block) else body
        else:
            body = Operation(start, self.ends[self.at - 1], "", [])
        self.scope, self._receiver, self._declaring = outer, receiver, declaring
        node: Node = Lambda(start, body.end, body, symbol)
        return Operation(start, body.end, "function", [*before, node]) if before else node

    def body(self) -> Node:
        """What a function is equal to."""
        return self.statement()

    def _returning(self, body: Block) -> Block:
        last = body.statements[-1] if body.statements and self.returns_last else None
        if last is None or isinstance(last, Declaration | Block | Operation):
            return body
        returned = Operation(last.start, last.end, "return", [last])
        return Block(body.start, body.end, [*body.statements[:-1], returned])

    # --- types

    def type_declaration(self) -> Node:
        """A type, its members read as well; what it hands to the types it extends."""
        start = self.starts[self.at]
        self.at += 1
        named = self.kinds[self.at] == "NAME" and not self.starts_line()
        scope = Scope("type", self.scope, path=(self.name(self.at),) if named else ("",))
        if named:
            for other in self.scope.names.get(self.name(self.at), ()):
                if other.inner is not None:  # a companion
                    scope.names, scope.bases = other.inner.names, other.inner.bases
            self.declare("type", self.at, None).inner = scope
            self.at += 1
        nodes = self.type_head(scope)
        nodes += self._supertypes(scope)
        if self.kinds[self.at] == "{":
            self.type_body(scope)
        return Operation(start, self.ends[self.at - 1], "type", nodes)

    def type_head(self, scope: Scope) -> list[Node]:  # noqa: ARG002
        """What stands between the name of a type and what it extends."""
        return []

    def type_body(self, scope: Scope) -> None:
        """The members of a type; too deep inside others they are not told apart."""
        close = self.close(self.at)
        self.at += 1
        if not self.too_deep():
            self.depth += 1
            receiver, self._receiver = self._receiver, None
            self._members(scope, close)
            self._receiver = receiver
            self.depth -= 1
        self.at = close + 1

    def _supertypes(self, scope: Scope) -> list[Node]:
        found: list[Node] = []
        while self.word(self.at) in self.supertypes or (self.kinds[self.at] == "," and scope.bases):
            self.at += 1
            if self.kinds[self.at] == "@":
                self.annotation()
            base = self.skip_type()
            if base is None:
                break
            scope.bases.append(base)
            end = self.ends[self.at - 1]
            while self.kinds[self.at] == "(":
                arguments = self.arguments()
                end = self.ends[self.at - 1]
                found.append(Create(base.start, end, base, arguments, None, self.scope, False, end))
            if self.is_word(self.at, "by"):
                self.at += 1
                found.append(self.binary(1))
        return found

    def skip_brackets(self) -> None:
        """Go behind the bracket that opens here."""
        self.at = self.close(self.at) + 1 if self.kinds[self.at] in _OPENING else self.at + 1

    def import_(self, stops: frozenset[str] = frozenset((";",))) -> Node:
        """`import a.b.C`: the package counts."""
        start = self.starts[self.at]
        self.at += 1
        if self.kinds[self.at] == "static":
            self.at += 1
        path: list[str] = []
        while not self.starts_line() and self.kinds[self.at] not in stops and self.at < self.count:
            if self.kinds[self.at] == "NAME":
                path.append(self.name(self.at).strip("`"))
            elif self.kinds[self.at] == "{":
                path.append("")
                self.at = self.close(self.at)
            elif self.kinds[self.at] == "*":
                path.append("")
            elif self.kinds[self.at] not in (".", "as", "=>"):
                break
            if self.kinds[self.at] == "as":
                self.at += 1
            self.at += 1
        if len(path) > 1:
            self.imports.usings.append(tuple(path[:-1]))
        return Operation(start, self.ends[self.at - 1], "import", [])


def _is_function(node: Node) -> bool:
    """Whether a node is a function or a type, not code of the script."""
    if isinstance(node, Block) and node.statements:
        node = node.statements[-1]
    return isinstance(node, Lambda) or (isinstance(node, Operation) and node.sign in ("function", "type"))
