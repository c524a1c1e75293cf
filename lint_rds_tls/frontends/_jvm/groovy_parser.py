"""The parser's part that is only Groovy's."""

from __future__ import annotations

from typing import ClassVar

from lint_rds_tls.frontends._code.cursor import PREDEFINED
from lint_rds_tls.frontends._code.nodes import (
    Access,
    Argument,
    Assignment,
    Call,
    Cast,
    Create,
    Entry,
    Initializer,
    Lambda,
    Name,
    Node,
    Operation,
    String,
    Type,
)
from lint_rds_tls.frontends._code.symbols import Scope
from lint_rds_tls.frontends._code.tokens import words
from lint_rds_tls.frontends._jvm.declarations import Declarations
from lint_rds_tls.frontends._jvm.expressions import ASSIGNMENTS
from lint_rds_tls.frontends._jvm.strings import FORMS
from lint_rds_tls.frontends._jvm.tokens import Lexis

__all__ = ["LEXIS", "GroovyParser"]

LEXIS = Lexis(
    grammar="groovy",
    keywords=words(
        "class interface trait enum def final static if else switch case default for while do try new null true false"
        " this super return throw assert package import extends implements in instanceof as"
        " boolean byte char double float int long short void"
    ),
    openings={"OPEN": "string", "RAW_OPEN": "raw", "DOLLAR_OPEN": "dollar"},
    prefix="GROOVY",
    slashy=True,
)
_PREDEFINED = PREDEFINED | {"boolean"}
_ARM_ENDS = frozenset(("case", "default"))
_STARTS_ARGUMENT = frozenset(
    (
        "NAME",
        "NUMBER",
        "INTERPOLATED",
        "true",
        "false",
        "null",
        "new",
        "this",
        *(kind for kind in FORMS if "_TEXT" not in kind),
    )
)
_TEXTS = {"/": "GROOVY_SLASHY_TEXT", "$/": "GROOVY_DOLLAR_TEXT"}
_AFTER_NAME = frozenset(("=", ";", "END", "}", ",", "in", ")"))


class GroovyParser(Declarations):
    """The syntax of one Groovy file."""

    infix: ClassVar[frozenset[str] | None] = frozenset()
    prefix: ClassVar[str] = "GROOVY"
    ternary: ClassVar[bool] = True
    returns_last: ClassVar[bool] = True
    leading: ClassVar[frozenset[str]] = Declarations.leading | {"?", ":"}
    supertypes: ClassVar[frozenset[str]] = frozenset(("extends", "implements"))
    types: ClassVar[frozenset[str]] = words("class interface trait enum")
    modifiers: ClassVar[frozenset[str]] = words(
        "public private protected static final abstract synchronized transient volatile native def var"
    )

    def starts_declaration(self) -> frozenset[str]:
        """Keywords of declarations."""
        return self.types | _PREDEFINED | {"(", "def"}

    def declares(self, modifiers: frozenset[str]) -> Node | None:
        """What is declared behind its modifiers; None where nothing is."""
        kind = self.kinds[self.at]
        if kind in self.types and self.kinds[self.at + 1] == "NAME":
            return self.type_declaration()
        if kind == "@" and self.kinds[self.at + 1] == "interface":
            self.at += 1
            return self.type_declaration()
        if kind in ("import", "package"):
            return self.import_()
        if kind == "static" and self.kinds[self.at + 1] == "{":
            self.at += 1
            body = self.block()
            return Lambda(body.start, body.end, body)
        if kind == "NAME" and self.kinds[self.at + 1] == ":" and self.scope.kind == "block" and not self._open:
            self.at += 2  # a label
            return self.statement()
        return self._typed(modifiers)

    def _typed(self, modifiers: frozenset[str]) -> Node | None:
        """`def x = …`, `String x = …`, `String m(…) { … }`, and constructors."""
        first = self.at
        start = self.starts[first]
        found: Type | None = None
        after = first
        if self.kinds[first] == "<":
            after = max(self.type_arguments(first)[1], first + 1)
        written, behind = self.type_at(after)
        if written is not None and self.kinds[behind] in ("NAME", "GROOVY_SINGLE", "GROOVY_STRING"):
            found, after = written, behind
        elif not modifiers & self.modifiers and not self._constructs():
            return None
        if self.kinds[after] == "(" and "def" in modifiers:
            return self._several(after)
        following = self.kinds[after + 1]
        if self.kinds[after] not in ("NAME", "GROOVY_SINGLE", "GROOVY_STRING"):
            return None
        if following == "(" and (found is not None or modifiers or self._constructs()):
            return self._function(start, after) if self._is_function(after) else None
        if self.kinds[after] != "NAME" or (following not in _AFTER_NAME and not self._line_ends(after)):
            return None
        return self._values(start, after, modifiers, found)

    def _line_ends(self, token: int) -> bool:
        return not self._open and "\n" in self.source[self.ends[token] : self.starts[token + 1]]

    def _constructs(self) -> bool:
        owner = self.scope.path[-1:] if self.scope.kind == "type" else ()
        return bool(owner) and self.is_word(self.at, owner[0]) and self.kinds[self.at + 1] == "("

    def _is_function(self, name: int) -> bool:
        behind = self.close(name + 1) + 1
        if self.word(behind) == "throws":
            return True
        return self.kinds[behind] == "{" or (self.scope.kind == "type" and not self._open)

    def _several(self, opening: int) -> Node:
        """`def (a, b) = …`."""
        for token in range(opening, self.close(opening)):
            if self.kinds[token] == "NAME" and self.kinds[token + 1] in (",", ")"):
                self.declare("local", token, None)
        self.at = self.close(opening) + 1
        self.at += self.kinds[self.at] == "="
        return self.statement()

    def _values(self, start: int, name: int, modifiers: frozenset[str], found: Type | None) -> Node:
        nodes: list[Node] = []
        while True:
            known = modifiers | ({"private"} if self.scope.kind != "type" else set())
            symbol = self.symbol_at(name, known, found, settled="final" in modifiers)
            self.at = name + 1
            if self.kinds[self.at] == "=":
                self.at += 1
                nodes.append(self.value_of(symbol, start))
            if self.kinds[self.at] != "," or self.kinds[self.at + 1] != "NAME" or self._open:
                break
            name = self.at + 1
        if len(nodes) == 1:
            return nodes[0]
        return Operation(start, self.ends[self.at - 1], "", nodes)

    def _function(self, start: int, name: int) -> Node:
        symbol = self.declare("method", name, None) if self.kinds[name] == "NAME" else None
        scope = Scope("block", self.scope)
        self.at = name + 1
        before = self.parameters(scope)
        while self.kinds[self.at] not in ("{", ";", "END", "}") and not self.starts_line():
            self.at += 1
        return self.function(start, scope, symbol, before)

    def parameter_at(self, scope: Scope) -> list[Node]:
        """Declare the parameter that starts here; what its annotations and default hold."""
        found: list[Node] = []
        while self.kinds[self.at] in ("@", "final", "def"):
            if self.kinds[self.at] == "@":
                found += self.annotation()
            else:
                self.at += 1
        written, after = self.type_at(self.at)
        if self.kinds[after] != "NAME":
            written, after = None, self.at
        if self.kinds[after] == "NAME":
            symbol = self.parameter(after, scope, written)
            self.at = after + 1
            found += self.default_of(symbol)
        return found

    def type_head(self, scope: Scope) -> list[Node]:  # noqa: ARG002
        """Type parameters."""
        if self.kinds[self.at] == "<":
            self.at = max(self.type_arguments(self.at)[1], self.at + 1)
        return []

    def skip_type(self) -> Type | None:
        """Go behind a type."""
        found, self.at = self.type_at(self.at, nullable=False)
        return found

    def text_kind(self, opening: str) -> str:
        """The kind of the pieces of a template, by what opens it."""
        return _TEXTS.get(opening, "GROOVY_TEXT")

    # --- expressions

    def operand(self) -> Node | None:
        """What starts with a keyword; lists and maps; casts."""
        kind = self.kinds[self.at]
        reader = self.READERS.get(kind)
        if reader is not None and not self.too_deep():
            return reader(self)
        if kind == "switch" and not self.too_deep():
            return self._switch()
        if kind == "new":
            return self._new()
        if kind == "[":
            return self._list()
        if kind in _PREDEFINED:
            self.at += 1
            return Name(self.starts[self.at - 1], self.ends[self.at - 1], kind, self.scope)
        return self._cast() if kind == "(" else None

    def _cast(self) -> Node | None:
        """`(String) x`."""
        start, close = self.starts[self.at], self.close(self.at)
        found, after = self.type_at(self.at + 1)
        written = found is not None and (found.path[0] in _PREDEFINED or found.name[:1].isupper())
        if after != close or not written or found is None or self.kinds[close + 1] not in _STARTS_ARGUMENT | {"(", "["}:
            return None
        self.at = close + 1
        value = self.postfix(self.primary())
        return Cast(start, value.end, found, value, self.scope)

    def _switch(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        self.depth += 1
        subject = self.condition()
        node = self.choice(start, subject) if self.kinds[self.at] == "{" else subject
        self.depth -= 1
        return node

    def arm_body(self, close: int) -> Node:
        """What is done in one arm, up to the next."""
        return self.several(close, _ARM_ENDS)

    def _new(self) -> Node:
        """`new A(…)`, `new A(b: c)`, `new A[…]`, `new A() { … }`."""
        start = self.starts[self.at]
        self.at += 1
        found, self.at = self.type_at(self.at, suffixes=False)
        if self.kinds[self.at] == "[":
            arguments = self.arguments()
            return Create(start, self.ends[self.at - 1], found, arguments, None, self.scope, True)
        arguments = self.arguments() if self.kinds[self.at] == "(" else []
        end = self.ends[self.at - 1]
        named = [each for each in arguments if each.name]
        entries = [Entry(each.start, each.end, _named(each, self.scope), [], [each.value]) for each in named]
        initializer = Initializer(start, end, entries) if entries else None
        plain = [each for each in arguments if not each.name]
        node = Create(start, end, found, plain, initializer, self.scope, False, end)
        if self.kinds[self.at] == "{" and not self.starts_line():
            self.type_body(Scope("type", self.scope, path=("",)))
            node.end = self.ends[self.at - 1]
        return node

    def _list(self) -> Node:
        """`[a, b]` and `[a: b]`."""
        start = self.starts[self.at]
        if self.kinds[self.at + 1] == ":" and self.kinds[self.at + 2] == "]":
            self.at += 3
            return Operation(start, self.ends[self.at - 1], "[:]", [])
        close = self.close(self.at)
        self.at += 1
        self._open += 1
        pairs: list[Node] = []
        entries = False
        while self.at < close:
            before = self.at
            element = self._element_of_list()
            entries = entries or isinstance(element, Entry)
            pairs.append(element)
            self.at += self.kinds[self.at] == "," or self.at == before
        self._open -= 1
        self.at = close + 1
        end = self.ends[min(close, self.count - 1)]
        return self.map_of(start, end, pairs) if entries else Operation(start, end, "[]", pairs)

    def _element_of_list(self) -> Node:
        start, token = self.starts[self.at], self.at
        if self.kinds[token + 1] == ":" and self.kinds[token] == "NAME":  # a bare word is text
            self.at += 2
            key: Node = String(start, self.ends[token], "RAW_TEXT")
        else:
            key = self.expression()
            if self.kinds[self.at] != ":":
                return key
            self.at += 1
        value = self.expression()
        return Entry(start, value.end, None, [Argument(key.start, key.end, key)], [value])

    def _argument(self) -> Argument:
        start = self.starts[self.at]
        if self.kinds[self.at] in FORMS and self.kinds[self.at + 1] == ":":
            key = String(start, self.ends[self.at], self.kinds[self.at])
            self.at += 2
            value = self.expression()
            return Argument(start, value.end, Entry(start, value.end, None, [Argument(start, key.end, key)], [value]))
        return super()._argument()

    def _expression_statement(self) -> Node:
        node = super()._expression_statement()
        if not isinstance(node, Name | Access) or self.starts_line() or self.kinds[self.at] not in _STARTS_ARGUMENT:
            return node
        return self._command(node)

    def _command(self, node: Name | Access) -> Node:
        """`url 'jdbc:…', user: 'x'`: a call without parentheses."""
        arguments: list[Argument] = []
        while not self.starts_line() and self.at < self.count:
            before = self.at
            arguments.append(self._argument())
            if self.kinds[self.at] != ",":
                break
            self.at = max(self.at + 1, before + 1)
        call = Call(node.start, self.ends[self.at - 1], self.called_name(node), arguments)
        if self.kinds[self.at] in ASSIGNMENTS and not self.starts_line():
            sign = self.kinds[self.at]
            self.at += 1
            value = self.statement()
            return Assignment(node.start, value.end, call, sign, value)
        return call


def _named(argument: Argument, scope: Scope) -> Name:
    return Name(argument.start, argument.start + len(argument.name), argument.name, scope)
