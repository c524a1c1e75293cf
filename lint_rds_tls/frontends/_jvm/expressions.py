"""Reads the expressions of Kotlin, Scala and Groovy into the nodes that C# and Java have.

In these languages the end of a line may end a statement; what a line may go on with is told by each language. Takes any
tokens; what it does not understand is an empty operation.
"""

from __future__ import annotations

from typing import ClassVar

from lint_rds_tls.frontends._code.cursor import Cursor
from lint_rds_tls.frontends._code.nodes import (
    Access,
    Argument,
    Call,
    Cast,
    Coalesce,
    Conditional,
    Constant,
    Create,
    Entry,
    Group,
    Hole,
    Index,
    Initializer,
    Interpolation,
    Name,
    Node,
    Operation,
    String,
    Sum,
    Type,
)
from lint_rds_tls.frontends._code.symbols import Scope, Symbol
from lint_rds_tls.frontends._code.tokens import words
from lint_rds_tls.frontends._jvm.strings import FORMS

__all__ = ["ASSIGNMENTS", "Expressions"]

ASSIGNMENTS = words("= += -= *= /= %= ?=")
_PRECEDENCE = {
    sign: level
    for level, signs in enumerate(
        (
            "||", "&&", "== != === !== =~ ==~ <=>", "< > <= >= in is as as? instanceof", "?:", "infix", "| ^ &",
            ".. ..<", "<< >>", "+ -", "* / %",
        ),
        start=1,
    )
    for sign in signs.split()
}  # fmt: skip
_COALESCE, _INFIX = _PRECEDENCE["?:"], _PRECEDENCE["infix"]
_PREFIXES = frozenset(("!", "-", "+", "++", "--", "~", "*", "throw", "return", "assert"))
_ACCESSES = frozenset((".", "?.", "::", "*.", ".&", ".@"))
_STOPS = frozenset((",", ";", "END"))
_OPERANDS = words("NAME NUMBER CHARACTER INTERPOLATED BROKEN true false null this super new ( [ ! -") | frozenset(FORMS)


class Expressions(Cursor):
    """The parser's part for expressions."""

    #: Signs with which a line goes on with the expression of the line before.
    leading: ClassVar[frozenset[str]] = _ACCESSES | {"?:", "&&", "||"}
    #: Words between two operands that are operators like `to`, any word where None.
    infix: ClassVar[frozenset[str] | None] = frozenset()
    #: `key -> value`, `key to value`.
    pair: ClassVar[str] = ""
    #: What makes a map of pairs, and takes them apart.
    maps: ClassVar[frozenset[str]] = frozenset()
    ternary: ClassVar[bool] = False
    brackets_are_types: ClassVar[bool] = False
    prefix: ClassVar[str] = ""  #: of the kinds of strings
    _open = 0  #: how many parentheses are open, in which lines do not end

    # What the parser's other parts know how to read.

    def operand(self) -> Node | None:
        """An operand that only this language has, or that starts with a keyword."""
        raise NotImplementedError

    def closure(self) -> Node:
        """A lambda in braces."""
        raise NotImplementedError

    def applied(self, call: Call) -> Node:
        """A call with the lambda that stands behind it."""
        raise NotImplementedError

    def called_name(self, node: Node) -> Node:
        """What is called: in a lambda with a receiver, its member."""
        raise NotImplementedError

    def skip_type(self) -> Type | None:
        """Go behind a type."""
        raise NotImplementedError

    # --- lines

    def starts_line(self) -> bool:
        """Whether the end of a line stands before the next token, where lines matter."""
        start = self.ends[self.at - 1] if self.at else 0
        source = self.source
        return not self._open and (
            source.find("\n", start, self.starts[self.at]) >= 0 or source.find("\r", start, self.starts[self.at]) >= 0
        )

    # --- lowest precedence first

    def expression(self) -> Node:
        """An expression, without assignments."""
        if self.too_deep():
            return self.unread(_STOPS, statements=False)
        self.depth += 1
        node = self._conditional()
        self.depth -= 1
        return node

    def _conditional(self) -> Node:
        condition = self.binary(1)
        if not self.ternary or self.kinds[self.at] != "?":
            return condition
        self.at += 1
        yes = self.expression()
        if self.kinds[self.at] != ":":
            return Operation(condition.start, yes.end, "?", [condition, yes])
        self.at += 1
        no = self.expression()
        return Conditional(condition.start, no.end, condition, yes, no)

    def _operator(self) -> str:
        """The operator that stands here; empty where none does."""
        kind = self.kinds[self.at]
        if self.starts_line() and kind not in self.leading:
            return ""
        if kind == "NAME":
            following = self.kinds[self.at + 1]
            word = self.text(self.at)
            goes_on = following in _OPERANDS or following == "{"
            named = (self.infix is None or word in self.infix) and goes_on
            return "infix" if named or word == self.pair else ""
        if kind == self.pair or (kind not in _PRECEDENCE and self.is_symbolic(kind)):
            return "infix"
        if kind == "!" and self.kinds[self.at + 1] in ("in", "is", "instanceof") and self.kinds[self.at - 1] != "(":
            self.at += 1
            return self.kinds[self.at]
        return kind

    def is_symbolic(self, kind: str) -> bool:  # noqa: ARG002
        """Whether a sign that is no operator everywhere is one here."""
        return False

    def binary(self, lowest: int) -> Node:
        """Operands joined by operators of at least this precedence."""
        left = self._unary()
        while True:
            sign = self._operator()
            level = _PRECEDENCE.get(sign)
            if level is None or level < lowest:
                return left
            word = self.word(self.at)
            self.at += 1
            if sign in ("is", "as", "as?", "instanceof"):
                found = self.skip_type()
                end = self.ends[self.at - 1]
                cast = sign[:2] == "as" and found is not None
                left = Cast(left.start, end, found, left, self.scope) if cast and found else Operation(
                    left.start, end, sign, [left]
                )  # fmt: skip
                continue
            right = self.binary(level + 1)
            left = self._joined(left, sign, word, right)

    def _joined(self, left: Node, sign: str, word: str, right: Node) -> Node:
        start, end = left.start, max(left.end, right.end)
        if sign == "+":
            operands = left.operands if isinstance(left, Sum) else [left]
            return Sum(start, end, [*operands, right])
        if sign == "?:":
            operands = left.operands if isinstance(left, Coalesce) else [left]
            return Coalesce(start, end, [*operands, right])
        if sign == "infix" and word == self.pair:
            return Entry(start, end, None, [Argument(left.start, left.end, left)], [right])
        if sign == "infix" and word[:1].isalpha():
            return Call(start, end, Access(start, left.end, left, word), [Argument(right.start, right.end, right)])
        return Operation(start, end, sign, [left, right])

    def _unary(self) -> Node:
        kind = self.kinds[self.at]
        if kind not in _PREFIXES:
            return self.postfix(self.primary())
        start = self.starts[self.at]
        self.at += 1
        if kind == "return" and (self.starts_line() or self.kinds[self.at] in (";", "}", "END", ")", ",")):
            return Operation(start, self.ends[self.at - 1], "return", [])
        if self.too_deep():
            return self.unread(_STOPS, statements=False)
        self.depth += 1
        whole = kind in ("throw", "return", "assert")
        operand = self.expression() if whole else self._unary()
        self.depth -= 1
        return Operation(start, max(operand.end, start), kind, [operand])

    # --- what is done with an operand

    def postfix(self, node: Node) -> Node:
        """Members, calls, elements and lambdas behind an operand."""
        while True:
            kind = self.kinds[self.at]
            if kind in _ACCESSES:
                found = self._access(node)
                if found is None:
                    return node
                node = found
            elif self.starts_line():
                return node
            elif kind == "(":
                node = self._called(node)
            elif kind == "[":
                node = self._element(node)
            elif kind == "<" and isinstance(node, Name | Access):
                after = self.generic_end(self.at)
                if after < 0:
                    return node
                self.at = after
            elif kind == "{" and self._takes_lambda(node):
                node = self._with_lambda(node)
            elif kind == "!!" or (kind in ("++", "--") and isinstance(node, Name | Access)):
                self.at += 1
                node = Operation(node.start, self.ends[self.at - 1], kind, [node])
            else:
                return node

    def _access(self, node: Node) -> Node | None:
        sign = self.kinds[self.at]
        if self.kinds[self.at + 1] not in ("NAME", "class", "new", "type", "this", "super", "object", "in", "is", "as"):
            return None
        self.at += 2
        return Access(node.start, self.ends[self.at - 1], node, self.name(self.at - 1).strip("`"), sign)

    def _called(self, node: Node) -> Node:
        arguments = self.arguments()
        end = self.ends[self.at - 1]
        if isinstance(node, Name) and node.name in self.maps:
            return self.map_of(node.start, end, [argument.value for argument in arguments])
        if self.is_type(node):
            return self.created(node, arguments, end)
        return Call(node.start, end, self.called_name(node), arguments)

    def is_type(self, node: Node) -> bool:
        """Whether a call of this is a new object: types begin with a capital letter."""
        return isinstance(node, Name | Access) and node.name[:1].isupper()

    def created(self, node: Node, arguments: list[Argument], end: int) -> Node:
        """A new object."""
        found = Type(node.start, node.end, _path(node))
        return Create(node.start, end, found, arguments, None, self.scope, False, end)

    def map_of(self, start: int, end: int, pairs: list[Node]) -> Node:
        """A map of pairs."""
        entries = [each if isinstance(each, Entry) else Entry(each.start, each.end, None, [], [each]) for each in pairs]
        return Initializer(start, end, entries)

    def _element(self, node: Node) -> Node:
        if self.brackets_are_types:
            self.at = self.close(self.at) + 1
            return node
        arguments = self.arguments()
        return Index(node.start, self.ends[self.at - 1], node, arguments)

    def _takes_lambda(self, node: Node) -> bool:
        return isinstance(node, Name | Access | Call | Create) and not self.too_deep()

    def _with_lambda(self, node: Node) -> Node:
        """`f { … }` and `f(…) { … }`."""
        call = node if isinstance(node, Call) else Call(node.start, node.end, node, [])
        if isinstance(node, Create):
            self.depth += 1
            body = self.closure()
            self.depth -= 1
            node.arguments.append(Argument(body.start, body.end, body))
            node.end = body.end
            return node
        return self.applied(call)

    # --- operands

    def primary(self) -> Node:
        """An operand without what is done with it behind it."""
        kind = self.kinds[self.at]
        token, start, end = self.at, self.starts[self.at], self.ends[self.at]
        if kind == "NAME":
            self.at += 1
            return Name(start, end, self.name(token).strip("`"), self.scope)
        if kind in FORMS:
            self.at += 1
            return String(start, end, kind)
        if kind == "INTERPOLATED":
            return self._interpolation()
        if kind in ("NUMBER", "CHARACTER", "true", "false", "null", "BROKEN", "JUNK"):
            self.at += 1
            return Constant(start, end, self.text(token))
        if kind in ("this", "super"):
            self.at += 1
            return Name(start, end, "this" if kind == "this" else "base", self.scope)
        found = self.operand()
        if found is not None:
            return found
        if kind == "(":
            return self._parentheses()
        if kind == "{":
            return self.closure()
        return Operation(start, start, "", [])

    def _parentheses(self) -> Node:
        first, close = self.at, self.close(self.at)
        elements = [argument.value for argument in self.arguments()]
        start, end = self.starts[first], self.ends[min(close, self.count - 1)]
        return Group(start, end, elements[0]) if len(elements) == 1 else Operation(start, end, "()", elements)

    def arguments(self) -> list[Argument]:
        """The arguments between the brackets that open here."""
        close = self.close(self.at)
        self.at += 1
        self._open += 1
        found: list[Argument] = []
        while self.at < close:
            before = self.at
            found.append(self._argument())
            if self.kinds[self.at] == "," or self.at == before:
                self.at += 1
        self._open -= 1
        self.at = close + 1
        return found

    def _argument(self) -> Argument:
        start = self.starts[self.at]
        name = ""
        if self.kinds[self.at] == "NAME" and self.kinds[self.at + 1] in ("=", ":"):
            name = self.name(self.at)
            self.at += 2
        value = self.expression()
        if self.kinds[self.at] in ASSIGNMENTS:  # what is assigned here is read too
            self.at += 1
            value = Operation(start, self.ends[self.at - 1], "", [value, self.expression()])
        return Argument(start, max(value.end, start), value, name)

    def _interpolation(self) -> Node:
        first, close = self.at, self.close(self.at)
        kind = self.text_kind(self.text(first))
        parts: list[String | Hole] = []
        self.at += 1
        while self.at < close:
            if self.kinds[self.at] == "HOLE":
                parts.append(self._hole())
                continue
            if self.kinds[self.at] == "TEXT":
                start = self.text_start(kind) if parts else self.starts[self.at]
                parts.append(String(start, self.ends[self.at], kind))
            self.at += 1
        self.at = close + 1
        return Interpolation(self.starts[first], self.ends[min(close, self.count - 1)], parts)

    def text_kind(self, opening: str) -> str:
        """The kind of the pieces of a template, by what opens it."""
        raise NotImplementedError

    def text_start(self, kind: str) -> int:  # noqa: ARG002
        """Where the text of a piece behind a hole starts."""
        return self.starts[self.at]

    def _hole(self) -> Hole:
        first, close = self.at, self.close(self.at)
        self.at += 1
        outer, self._open = self._open, 0
        value = self.expression()
        plain = self.at == close
        while self.at < close:  # no expression: keep what is in it
            before = self.at
            value = Operation(value.start, value.end, "", [value, self.expression()])
            self.at = max(self.at, before + 1)
        self._open = outer
        self.at = close + 1
        return Hole(self.starts[first], self.ends[min(close, self.count - 1)], value, plain)

    def parameter(self, token: int, scope: Scope, found: Type | None = None) -> Symbol:
        """Declare a parameter."""
        symbol = Symbol(self.name(token), "parameter", scope, self.starts[token], self.ends[token], found)
        return self.add(symbol)


def _path(node: Node) -> tuple[str, ...]:
    """The names of `A.B.C`."""
    path: list[str] = []
    while isinstance(node, Access):
        path.append(node.name)
        node = node.target
    if isinstance(node, Name):
        path.append(node.name)
    return tuple(reversed(path))
