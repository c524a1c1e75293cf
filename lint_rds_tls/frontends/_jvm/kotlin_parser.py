"""The parser's part that is only Kotlin's."""

from __future__ import annotations

from typing import ClassVar

from lint_rds_tls.frontends._code.nodes import Block, Call, Declaration, Lambda, Name, Node, Operation, Type
from lint_rds_tls.frontends._code.symbols import Scope
from lint_rds_tls.frontends._code.tokens import words
from lint_rds_tls.frontends._jvm.declarations import Declarations
from lint_rds_tls.frontends._jvm.tokens import Lexis

__all__ = ["LEXIS", "KotlinParser"]

LEXIS = Lexis(
    grammar="kotlin",
    keywords=words(
        "class interface object fun val var if else when for while do try in is as as? null true false this super"
        " return throw typealias package import"
    ),
    openings={"OPEN": "string", "RAW_OPEN": "raw"},
    prefix="KOTLIN",
)
_ACCESSORS = frozenset(("get", "set"))
_AFTER_ACCESSOR = frozenset(("(", "=", "{"))


class KotlinParser(Declarations):
    """The syntax of one Kotlin file."""

    pair: ClassVar[str] = "to"
    infix: ClassVar[frozenset[str] | None] = words("to and or xor shl shr until downTo step")
    maps: ClassVar[frozenset[str]] = words("mapOf mutableMapOf hashMapOf linkedMapOf")
    prefix: ClassVar[str] = "KOTLIN"
    supertypes: ClassVar[frozenset[str]] = frozenset((":",))
    types: ClassVar[frozenset[str]] = words("class interface object")
    modifiers: ClassVar[frozenset[str]] = words(
        """public private protected internal open abstract final sealed data enum annotation companion inner value
        inline noinline crossinline reified override lateinit const suspend operator infix tailrec external expect
        actual vararg fun"""
    )

    def starts_declaration(self) -> frozenset[str]:
        """Keywords of declarations."""
        return self.types | {"fun", "val", "var"}

    def declares(self, modifiers: frozenset[str]) -> Node | None:
        """What is declared behind its modifiers; None where nothing is."""
        kind, start = self.kinds[self.at], self.starts[self.at]
        if kind in ("val", "var"):
            return self._value(modifiers)
        if "fun" in modifiers or kind == "fun":
            if kind in self.types:
                return self.type_declaration()
            self.at += kind == "fun"
            return self._function()
        if kind in self.types:
            companion = "companion" in modifiers and self.scope.kind == "type"
            return self._companion() if companion else self.type_declaration()
        if kind in ("import", "package"):
            return self.import_() if kind == "import" else self._package()
        if kind == "typealias":
            self.at += 3
            self.skip_type()
            return Operation(start, self.ends[self.at - 1], "", [])
        if self.scope.kind == "type" and kind == "NAME":
            return self._of_type()
        return None

    def _package(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        self.skip_type()
        return Operation(start, self.ends[self.at - 1], "", [])

    def _of_type(self) -> Node | None:
        """`init { … }` and `constructor(…) : this(…) { … }`."""
        start = self.starts[self.at]
        if self.is_word(self.at, "init") and self.kinds[self.at + 1] == "{":
            self.at += 1
            body = self.block()
            return Lambda(start, body.end, body)
        if not self.is_word(self.at, "constructor") or self.kinds[self.at + 1] != "(":
            return None
        self.at += 1
        scope = Scope("block", self.scope)
        before = self.parameters(scope)
        if self.kinds[self.at] == ":":
            self.at += 2
            before += [argument.value for argument in self.arguments()] if self.kinds[self.at] == "(" else []
        return self.function(start, scope, None, before)

    def _companion(self) -> Node:
        """The members of a companion are members of the type."""
        start = self.starts[self.at]
        self.at += 1
        if self.kinds[self.at] == "NAME" and not self.starts_line():
            self.at += 1
        nodes = self._supertypes(Scope("type", self.scope))
        if self.kinds[self.at] == "{":
            self.type_body(self.scope)
        return Operation(start, self.ends[self.at - 1], "type", nodes)

    def type_head(self, scope: Scope) -> list[Node]:
        """Type parameters, and the constructor: its parameters are names in the type."""
        if self.kinds[self.at] == "<":
            self.at = self.type_arguments(self.at)[1]
        while self.kinds[self.at] in ("@", "NAME") and not self.starts_line():
            if self.kinds[self.at] == "@":
                self.annotation()
            else:
                self.at += 1
        return self.parameters(scope) if self.kinds[self.at] == "(" else []

    def _value(self, modifiers: frozenset[str]) -> Node:
        start, settled = self.starts[self.at], self.kinds[self.at] == "val"
        self.at += 1
        if self.kinds[self.at] == "<":
            self.at = self.type_arguments(self.at)[1]
        if self.kinds[self.at] == "(":  # val (a, b) = …
            for token in range(self.at, self.close(self.at)):
                if self.kinds[token] == "NAME" and self.kinds[token - 1] in ("(", ","):
                    self.declare("local", token, None)
            self.at = self.close(self.at) + 1
            self.at += self.kinds[self.at] == "="
            return self.statement()
        name = self._declared_name()
        found: Type | None = None
        if self.kinds[self.at] == ":":
            self.at += 1
            found = self.skip_type()
        symbol = self.symbol_at(name, modifiers, found, settled=settled)
        node: Node = Operation(start, self.ends[self.at - 1], "", [])
        if self.kinds[self.at] == "=":
            self.at += 1
            node = self.value_of(symbol, start)
        elif self.is_word(self.at, "by"):
            self.at += 1
            node = self.value_of(symbol, start)
            symbol.value = _lazy(symbol.value)
            if isinstance(node, Declaration):
                node.value = symbol.value
        return self._accessors(start, node) if self.scope.kind != "block" else node

    def _accessors(self, start: int, node: Node) -> Node:
        found = [node]
        while True:
            first = self.at
            while self.word(self.at) in ("private", "protected", "internal") and self.word(self.at + 1) in _ACCESSORS:
                self.at += 1
            if self.word(self.at) not in _ACCESSORS or self.kinds[self.at + 1] not in _AFTER_ACCESSOR:
                self.at = first
                break
            self.at += 1
            scope = Scope("block", self.scope)
            if self.kinds[self.at] == "(":
                found += self.parameters(scope)
            found.append(self.function(self.starts[first], scope, None, []))
        return node if len(found) == 1 else Operation(start, found[-1].end, "", found)

    def _declared_name(self) -> int:
        """Go behind the name, and the type whose extension it is."""
        name = self.at
        while self.kinds[self.at] in ("NAME", ".", "?", "?.", "<"):
            if self.kinds[self.at] == "<":
                after = self.type_arguments(self.at)[1]
                self.at = max(after, self.at + 1)
                continue
            if self.kinds[self.at] == "NAME":
                name = self.at
            self.at += 1
            if self.kinds[self.at - 1] == "NAME" and self.kinds[self.at] not in (".", "?", "?.", "<"):
                break
        return name

    def _function(self) -> Node:
        start = self.starts[self.at]
        if self.kinds[self.at] == "<":
            self.at = max(self.type_arguments(self.at)[1], self.at + 1)
        symbol = None
        if self.kinds[self.at] == "NAME":
            name = self._declared_name()
            symbol = self.declare("method", name, None)
        scope = Scope("block", self.scope)
        before = self.parameters(scope) if self.kinds[self.at] == "(" else []
        if self.kinds[self.at] == ":":
            self.at += 1
            self.skip_type()
        return self.function(start, scope, symbol, before)

    def parameter_at(self, scope: Scope) -> list[Node]:
        """Declare the parameter that starts here; what its annotations and default hold."""
        found: list[Node] = []
        modifiers: set[str] = set()
        while (
            self.kinds[self.at] == "@" or self.word(self.at) in self.modifiers or self.kinds[self.at] in ("val", "var")
        ):
            if self.kinds[self.at] == "@":
                found += self.annotation()
                continue
            if self.kinds[self.at + 1] == ":":
                break
            modifiers.add(self.word(self.at))
            self.at += 1
        if self.kinds[self.at] != "NAME":
            return found
        token = self.at
        self.at += 1
        written: Type | None = None
        if self.kinds[self.at] == ":":
            self.at += 1
            written = self.skip_type()
        symbol = self.parameter(token, scope, written)
        return [*found, *self.default_of(symbol)]

    def skip_type(self) -> Type | None:
        """Go behind a type; a function's type has no name."""
        while self.kinds[self.at] == "@" or self.is_word(self.at, "suspend"):
            if self.kinds[self.at] == "@":
                self.annotation()
            else:
                self.at += 1
        found: Type | None = None
        if self.kinds[self.at] == "(":
            self.at = self.close(self.at) + 1
        else:
            found, self.at = self.type_at(self.at)
        while self.kinds[self.at] in ("?", ".") and found is None:
            self.at += 1
        if self.kinds[self.at] == "->":
            self.at += 1
            self.skip_type()
            return None
        return found

    def text_kind(self, opening: str) -> str:
        """The kind of the pieces of a template, by what opens it."""
        return "RAW_TEXT" if opening == '"""' else "KOTLIN_TEXT"

    def primary(self) -> Node:
        """An operand; `this` is the receiver of the lambda around."""
        receiver = self._receiver
        if self.kinds[self.at] != "this" or receiver is None or self.kinds[self.at + 1] == "@":
            return super().primary()
        self.at += 1
        return Name(self.starts[self.at - 1], self.ends[self.at - 1], receiver.name, receiver.scope)

    def operand(self) -> Node | None:
        """when, if, object, fun, a list in brackets, a reference."""
        kind = self.kinds[self.at]
        start = self.starts[self.at]
        reader = self.READERS.get(kind)
        if reader is not None and not self.too_deep():
            return reader(self)
        if kind == "when" and not self.too_deep():
            return self._when()
        if kind == "object":
            return self._object()
        if kind == "fun":
            self.at += 1
            return self._function()
        if kind == "[":
            arguments = self.arguments()
            return Operation(start, self.ends[self.at - 1], "", [each.value for each in arguments])
        if kind == "::":
            self.at += 2
            return Operation(start, self.ends[self.at - 1], "", [])
        if kind == "@" and self.kinds[self.at + 1] == "NAME":
            found = self.annotation()
            return Operation(start, self.ends[self.at - 1], "", found)
        return None

    def _when(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        self.depth += 1
        subject: Node = Operation(start, start, "", [])
        if self.kinds[self.at] == "(":
            subject = self.condition()
        node = self.choice(start, subject) if self.kinds[self.at] == "{" else subject
        self.depth -= 1
        return node

    def _object(self) -> Node:
        """`object : A(…) { … }`."""
        start = self.starts[self.at]
        self.at += 1
        scope = Scope("type", self.scope, path=("",))
        nodes = self._supertypes(scope)
        if self.kinds[self.at] == "{":
            self.type_body(scope)
        return Operation(start, self.ends[self.at - 1], "", nodes)


def _lazy(value: Node | None) -> Node | None:
    """What `lazy { … }` comes to."""
    last = value.arguments[-1].value if isinstance(value, Call) and value.arguments else None
    if isinstance(last, Lambda) and isinstance(last.body, Block) and len(last.body.statements) == 1:
        return last.body.statements[0]
    return value
