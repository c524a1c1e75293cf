"""The parser's part that is only Scala's; blocks that only indentation shows are read as what surrounds them."""

from __future__ import annotations

import re
from typing import ClassVar

from lint_rds_tls.frontends._code.nodes import Argument, Block, Create, Lambda, Node, Operation, Type
from lint_rds_tls.frontends._code.symbols import Scope
from lint_rds_tls.frontends._code.tokens import words
from lint_rds_tls.frontends._jvm.declarations import Declarations
from lint_rds_tls.frontends._jvm.tokens import Lexis

__all__ = ["LEXIS", "ScalaParser"]

LEXIS = Lexis(
    grammar="scala",
    keywords=words(
        "class object trait enum def val var type given if else match case for while do try new null true false this"
        " super return throw package import extends with"
    ),
    openings={"OPEN": "string", "RAW_OPEN": "raw"},
    prefix="SCALA",
)
_ARM_ENDS = frozenset(("case",))
#: Signs that are no operators.
_NO_OPERATORS = words("= => <- : <: >: @ # ? += -= *= /= %= :=") | {"\\"}
_TEXTS = {"f": "SCALA_F_TEXT", "raw": "SCALA_RAW_TEXT"}
_FORMAT = re.compile(r"%[-#+ 0,(]*\d*(?:\.\d+)?[a-zA-Z]")
_ALPHABETIC = frozenset(("match", "extends", "with", "yield", "then", "do", "derives", "using", "end"))


class ScalaParser(Declarations):
    """The syntax of one Scala file."""

    pair: ClassVar[str] = "->"
    arrow: ClassVar[str] = "=>"
    infix: ClassVar[frozenset[str] | None] = None
    maps: ClassVar[frozenset[str]] = frozenset(("Map",))
    prefix: ClassVar[str] = "SCALA"
    brackets_are_types: ClassVar[bool] = True
    returns_last: ClassVar[bool] = True
    leading: ClassVar[frozenset[str]] = Declarations.leading | {"+", "++", "match"}
    supertypes: ClassVar[frozenset[str]] = frozenset(("extends", "with", "derives"))
    types: ClassVar[frozenset[str]] = words("class object trait enum")
    modifiers: ClassVar[frozenset[str]] = words(
        "private protected override final sealed abstract implicit lazy case inline opaque transparent open infix"
    )

    def starts_declaration(self) -> frozenset[str]:
        """Keywords of declarations."""
        return self.types | {"def", "val", "var", "type", "given", "case", "["}

    def is_symbolic(self, kind: str) -> bool:
        """Whether a sign that is no operator everywhere is one here."""
        return not kind[:1].isalpha() and kind[:1] in "+-*/:<>=!&|^%~?#" and kind not in _NO_OPERATORS

    def declares(self, modifiers: frozenset[str]) -> Node | None:
        """What is declared behind its modifiers; None where nothing is."""
        kind, start = self.kinds[self.at], self.starts[self.at]
        if kind == "case" and self.kinds[self.at + 1] in ("class", "object"):
            self.at += 1
            kind = self.kinds[self.at]
        if kind in self.types and self.kinds[self.at + 1] == "NAME":
            return self.type_declaration()
        if kind in ("val", "var"):
            return self._value(modifiers, settled=kind == "val")
        if kind in ("def", "given"):
            return self._function()
        if kind == "import":
            return self.import_()
        if kind == "package":
            return self._package()
        if kind == "case":
            return self._case()
        if kind == "type":
            while not self.starts_line() and self.at < self.count and self.kinds[self.at] not in (";", "}"):
                self.skip_brackets()
            return Operation(start, self.ends[self.at - 1], "", [])
        return None

    def _package(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        if self.kinds[self.at] == "object":
            return self.type_declaration()
        self.skip_type()
        if self.kinds[self.at] == "{":  # package a { … }
            close = self.close(self.at)
            self.at += 1
            self._members(self.scope, close)
            self.at = close + 1
        return Operation(start, self.ends[self.at - 1], "type", [])

    def _case(self) -> Node:
        """An arm of a function that is written as its cases."""
        start = self.starts[self.at]
        while self.kinds[self.at] not in ("=>", "END", "}", ";"):
            if self.kinds[self.at] == "NAME" and self.text(self.at)[:1].islower():
                self.declare("local", self.at, None)
            self.at += 1
        self.at += self.kinds[self.at] == "=>"
        return Operation(start, self.ends[self.at - 1], "", [])

    def type_head(self, scope: Scope) -> list[Node]:
        """Type parameters, and the constructor: its parameters are names in the type."""
        found: list[Node] = []
        while self.kinds[self.at] in ("[", "(", "@") or self.word(self.at) in self.modifiers:
            if self.kinds[self.at] == "(":
                found += self.parameters(scope)
            elif self.kinds[self.at] == "@":
                self.annotation()
            else:
                self.skip_brackets()
        return found

    def _value(self, modifiers: frozenset[str], *, settled: bool) -> Node:
        start = self.starts[self.at]
        self.at += 1
        name = self.at
        if self.kinds[name] != "NAME" or self.kinds[name + 1] not in (":", "="):  # a pattern
            while self.kinds[self.at] not in ("=", "END", "}", ";"):
                if self.kinds[self.at] == "NAME" and self.text(self.at)[:1].islower():
                    self.declare("local", self.at, None)
                self.at += 1
            self.at += self.kinds[self.at] == "="
            return self.statement()
        self.at += 1
        found: Type | None = None
        if self.kinds[self.at] == ":":
            self.at += 1
            found = self.skip_type()
        symbol = self.symbol_at(name, modifiers, found, settled=settled)
        if self.kinds[self.at] != "=":
            return Operation(start, self.ends[self.at - 1], "", [])
        self.at += 1
        return self.value_of(symbol, start)

    def _function(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        symbol = None
        if self.kinds[self.at] in ("NAME", "this"):
            symbol = self.declare("method", self.at, None) if self.kinds[self.at] == "NAME" else None
            self.at += 1
        elif self.is_symbolic(self.kinds[self.at]):
            self.at += 1
        scope = Scope("block", self.scope)
        before: list[Node] = []
        while self.kinds[self.at] in ("[", "("):
            if self.kinds[self.at] == "(":
                before += self.parameters(scope)
            else:
                self.skip_brackets()
        if self.kinds[self.at] == ":":
            self.at += 1
            self.skip_type()
        return self.function(start, scope, symbol, before)

    def body(self) -> Node:
        """What a function is equal to; a block that only its indentation shows."""
        if self.kinds[self.at] == "{":
            return self.block()
        first = self.at
        if not self.starts_line():
            return self.statement()
        found = [self.statement()]
        while self.at < self.count and self.starts_line() and self._column(self.at) == self._column(first):
            before = self.at
            found.append(self.statement())
            self.at = max(self.at, before + 1)
        return found[0] if len(found) == 1 else Block(self.starts[first], self.ends[self.at - 1], found)

    def _column(self, token: int) -> int:
        return self.starts[token] - self.source.rfind("\n", 0, self.starts[token])

    def parameter_at(self, scope: Scope) -> list[Node]:
        """Declare the parameter that starts here; what its annotations and default hold."""
        found: list[Node] = []
        while self.kinds[self.at] == "@" or self.word(self.at) in self.modifiers | {"val", "var", "using"}:
            if self.kinds[self.at] == "@":
                found += self.annotation()
            else:
                self.at += 1
        token = self.at
        if self.kinds[token] == "NAME" and self.kinds[token + 1] == ":":
            self.at += 2
            symbol = self.parameter(token, scope, self.skip_type())
            found += self.default_of(symbol)
        return found

    def skip_type(self) -> Type | None:
        """Go behind a type; of one made of several, the first."""
        if self.kinds[self.at] == "=>":
            self.at += 1
        first, token = self.at, self.at
        path: list[str] = []
        if self.kinds[self.at] == "(":
            self.at = self.close(self.at) + 1
        while self.kinds[self.at] in ("NAME", "this"):
            path.append(self.name(self.at))
            self.at += 1
            if self.kinds[self.at] not in (".", "#"):
                break
            self.at += 1
        token = self.at
        while self.kinds[self.at] == "[":
            self.at = self.close(self.at) + 1
        if self.kinds[self.at] in ("=>", "*", "|", "&") and not self.starts_line() and self.scope.kind != "case":
            arrow = self.kinds[self.at]
            self.at += 1
            if arrow != "*":
                self.skip_type()
            return None
        return Type(self.starts[first], self.ends[token - 1], tuple(path)) if path else None

    def text_kind(self, opening: str) -> str:
        """The kind of the pieces of a template, by what opens it."""
        return _TEXTS.get(opening.rstrip('"'), "SCALA_S_TEXT")

    def text_start(self, kind: str) -> int:
        """Where the text of a piece behind a hole starts: behind how f"…" formats it."""
        start = self.starts[self.at]
        found = _FORMAT.match(self.source, start, self.ends[self.at]) if kind == "SCALA_F_TEXT" else None
        return found.end() if found is not None else start

    def operand(self) -> Node | None:
        """What starts with a keyword."""
        kind = self.kinds[self.at]
        reader = self.READERS.get(kind)
        if reader is not None and not self.too_deep():
            return reader(self)
        if kind == "new":
            return self._new()
        return None

    def _new(self) -> Node:
        """`new A(…) with B { … }`."""
        start = self.starts[self.at]
        self.at += 1
        found = self.skip_type()
        arguments: list[Argument] = []
        while self.kinds[self.at] == "(" and not self.starts_line():
            arguments += self.arguments()
        end = self.ends[self.at - 1]
        while self.kinds[self.at] == "with":
            self.at += 1
            self.skip_type()
        node = Create(start, end, found, arguments, None, self.scope, False, end)
        if self.kinds[self.at] == "{":
            scope = Scope("type", self.scope, path=("",))
            self.type_body(scope)
            node.end = self.ends[self.at - 1]
        return node

    def postfix(self, node: Node) -> Node:
        """Members, calls and elements behind an operand; `x match { … }`, `x => …`."""
        node = super().postfix(node)
        while self.kinds[self.at] == "match" and self.kinds[self.at + 1] == "{" and not self.too_deep():
            self.at += 1
            self.depth += 1
            node = self.choice(node.start, node)
            self.depth -= 1
        if self.kinds[self.at] == "=>" and not self.starts_line():
            self.at += 1
            body = self.statement()
            return Lambda(node.start, max(body.end, node.end), body)
        return node

    def _operator(self) -> str:
        if self.kinds[self.at] == "NAME" and self.text(self.at) in _ALPHABETIC:
            return ""
        return super()._operator()

    def arm_body(self, close: int) -> Node:
        """What is done in one arm, up to the next."""
        return self.several(close, _ARM_ENDS)

    def closure(self) -> Node:
        """A block, or a lambda where it takes something."""
        node = super().closure()
        if isinstance(node, Lambda) and isinstance(node.body, Block) and len(node.body.statements) == 1:
            (inner,) = node.body.statements
            return inner if isinstance(inner, Lambda) else node
        return node
