"""Computes constant expressions of C# and Java as the compiler does (ECMA-334 §12.23), as far as one file tells."""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import (
    Access,
    Call,
    Cast,
    Conditional,
    Constant,
    Group,
    Interpolation,
    Name,
    Node,
    Operation,
    String,
    Sum,
)
from lint_rds_tls.frontends._code.strings import literal, text_of
from lint_rds_tls.frontends._code.symbols import Scope, Symbol
from lint_rds_tls.frontends._csharp.strings import text_piece

__all__ = ["NULL", "Character", "Constants", "Value"]

_DEEPEST = 60


class _Null(Enum):
    NULL = "null"


#: The constant null.
NULL = _Null.NULL


class Character(NamedTuple):
    """A constant of type char."""

    text: str


Value = str | bool | int | Character | _Null

_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "-": operator.sub,
    "*": operator.mul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
#: Names that need no declaration in the file.
_EVERYWHERE = frozenset(("System", "object", "string", "Equals", "GetHashCode", "GetType", "ToString"))
#: Longer texts than this are not put together: names that double names could fill any memory.
_LONGEST = 1 << 19
_LARGEST = 1 << 64
_SIZES = {"bool": 1, "byte": 1, "sbyte": 1, "char": 2, "short": 2, "ushort": 2, "int": 4, "uint": 4, "long": 8}
_INTEGERS = frozenset((*_SIZES, "ulong")) - {"bool", "char"}


class Constants:
    """Evaluates constant expressions of one file."""

    def __init__(self, source: str, names: Names, *, declared: bool = False) -> None:
        """With `declared`, nameof of what the file does not declare is the error that it is for the file alone."""
        self._declared = declared
        self._errors: set[Node] = set()
        self._source = source
        self._names = names
        self._depth = 0
        self._known: dict[Node, Value | None] = {}
        self._symbols: dict[Symbol, Value | None] = {}

    def value(self, node: Node) -> Value | None:
        """The value of an expression; None where it is no constant, or not known here."""
        if node in self._known:
            return self._known[node]
        reader = _READERS.get(type(node))
        if reader is None or self._depth > _DEEPEST:
            return None
        self._depth += 1
        found: Value | None = reader(self, node)
        self._depth -= 1
        self._known[node] = found
        return found

    def _string(self, node: String) -> Value | None:
        if node.kind == "UTF8":
            return None
        if node.kind == "TEXT":
            parts = text_piece(self._source, node.start, node.end, node.opening, node.indentation, first=node.first)
            return text_of(parts)
        return text_of(literal(self._source, node.start, node.end, node.kind))

    def _interpolation(self, node: Interpolation) -> Value | None:
        found: list[str] = []
        for part in node.parts:
            if not isinstance(part, String) and not part.plain:
                return None
            value = self.value(part if isinstance(part, String) else part.value)
            if not isinstance(part, String) and part.value in self._errors:
                self._errors.add(node)
            if not isinstance(value, str):
                return None
            found.append(value)
        return "".join(found) if sum(map(len, found)) <= _LONGEST else None

    def _constant(self, node: Constant) -> Value | None:
        text = node.text
        if text in ("true", "false"):
            return text == "true"
        if text in ("null", "default"):
            return NULL
        if text[:1] == "'":
            return Character(text_of(literal(self._source, node.start, node.end, "CHARACTER")))
        return _integer(text)

    def _sum(self, node: Sum) -> Value | None:
        total = self.value(node.operands[0])
        for operand in node.operands[1:]:
            value = self.value(operand)
            if total is None or value is None or operand in self._errors or node.operands[0] in self._errors:
                return None
            total = _added(total, value)
        return total

    def _group(self, node: Group) -> Value | None:
        found = self.value(node.inner)
        if node.inner in self._errors:
            self._errors.add(node)
        return found

    def _cast(self, node: Cast) -> Value | None:
        value = self.value(node.value)
        if value is None or node.type.suffix:
            return None
        if self._names.is_string(node.type, node.scope):
            return value if isinstance(value, str | _Null) else None
        if node.type.path[0] in _INTEGERS and isinstance(value, int | Character):
            return _number(value)
        if node.type.path == ("char",) and isinstance(value, int | Character):
            return value if isinstance(value, Character) else Character(chr(value & 0xFFFF))
        return value if node.type.path == ("bool",) and isinstance(value, bool) else None

    def _conditional(self, node: Conditional) -> Value | None:
        condition, yes, no = (self.value(each) for each in (node.condition, node.yes, node.no))
        if not isinstance(condition, bool) or yes is None or no is None:
            return None
        return yes if condition else no

    def _operation(self, node: Operation) -> Value | None:
        if node.sign == "!!":
            return self.value(node.operands[0])
        values = [self.value(each) for each in node.operands]
        if not values or any(each is None for each in values):
            return None
        if len(values) == 1:
            return _signed(node.sign, values[0])
        total = values[0]
        for value in values[1:]:
            if total is not None and value is not None:
                total = _combined(node.sign, total, value)
        return total

    def _call(self, node: Call) -> Value | None:
        target = node.target
        if not isinstance(target, Name) or target.name != "nameof" or len(node.arguments) != 1:
            return None
        if self._names.lookup("nameof", target.scope) is not None:
            return None
        named = node.arguments[0].value
        while isinstance(named, Operation) and named.sign == "!!":
            named = named.operands[0]
        if not isinstance(named, Name | Access):
            return None
        if self._declared and not self._is_declared(named):
            self._errors.add(node)
        return named.name or None

    def _is_declared(self, named: Name | Access) -> bool:
        if self._names.symbol(named) is not None:
            return True
        root: Node = named
        while isinstance(root, Access):
            root = root.target
        if not isinstance(root, Name) or root.name in _EVERYWHERE:
            return isinstance(root, Name)
        scope: Scope | None = root.scope
        while scope is not None:
            if scope.named is not None and self._names.lookup(root.name, scope.named) is not None:
                return True
            scope = scope.parent
        return False

    def _name(self, node: Name | Access) -> Value | None:
        symbol = self._names.symbol(node)
        if symbol is None or symbol.kind != "const" or (isinstance(node, Name) and node.generic):
            return None
        return self.of_symbol(symbol)

    def of_symbol(self, symbol: Symbol) -> Value | None:
        """The value of a constant."""
        if symbol not in self._symbols:
            self._symbols[symbol] = None  # a constant that needs itself has no value
            value = self.value(symbol.value) if symbol.value is not None else None
            if symbol.value in self._errors:
                value = None
            self._symbols[symbol] = self._converted(symbol, value)
        return self._symbols[symbol]

    def _converted(self, symbol: Symbol, value: Value | None) -> Value | None:
        """The value as its declared type takes it."""
        if symbol.type is None or value is None:
            return None
        if self._names.is_string(symbol.type, symbol.scope):
            return value if isinstance(value, str | _Null) else None
        if isinstance(value, Character) and symbol.type.path[0] in _INTEGERS:
            return _number(value)
        return None if isinstance(value, str) else value


def _integer(text: str) -> int | None:
    digits = text.replace("_", "").rstrip("uUlL")
    try:
        return int(digits, 0) if digits[:1] == "0" and len(digits) > 1 and digits[1] in "xXbB" else int(digits)
    except ValueError:
        return None


def _number(value: int | Character) -> int:
    return (
        ord(value.text[0])
        if isinstance(value, Character) and value.text
        else int(not isinstance(value, Character) and value)
    )


def _added(left: Value, right: Value) -> Value | None:
    if isinstance(left, str) and isinstance(right, str):
        return left + right if len(left) + len(right) <= _LONGEST else None
    if isinstance(left, str) and right is NULL:
        return left
    if left is NULL and (right is NULL or isinstance(right, str)):
        return "" if right is NULL else right
    if isinstance(left, bool) or isinstance(right, bool):
        return None
    if isinstance(left, int | Character) and isinstance(right, int | Character):
        return _number(left) + _number(right)
    return None


def _signed(sign: str, value: Value | None) -> Value | None:
    if isinstance(value, bool):
        return not value if sign == "!" else None
    if not isinstance(value, int | Character):
        return None
    number = _number(value)
    return {"-": -number, "+": number, "~": ~number}.get(sign)


def _combined(sign: str, left: Value, right: Value) -> Value | None:
    if sign in ("==", "!="):
        if isinstance(left, int | Character) and isinstance(right, int | Character):
            return (_number(left) == _number(right)) is (sign == "==")
        return (left == right) is (sign == "==")
    if isinstance(left, bool) and isinstance(right, bool):
        match sign:
            case "&&" | "&":
                return left and right
            case "||" | "|":
                return left or right
        return left is not right if sign == "^" else None
    if not isinstance(left, int | Character) or not isinstance(right, int | Character):
        return None
    one, other = _number(left), _number(right)
    if sign in _COMPARISONS:
        return _COMPARISONS[sign](one, other)
    if sign in ("/", "%"):
        if not other:
            return None
        quotient = abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)
        return quotient if sign == "/" else one - quotient * other
    if sign in ("<<", ">>"):
        return one << (other & 31) if sign == "<<" else one >> (other & 31)
    if sign in _ARITHMETIC and abs(one) < _LARGEST and abs(other) < _LARGEST:
        return _ARITHMETIC[sign](one, other)
    return None


_READERS: dict[type[Node], Callable[..., Value | None]] = {
    String: Constants._string,
    Interpolation: Constants._interpolation,
    Constant: Constants._constant,
    Sum: Constants._sum,
    Group: Constants._group,
    Cast: Constants._cast,
    Conditional: Constants._conditional,
    Operation: Constants._operation,
    Call: Constants._call,
    Name: Constants._name,
    Access: Constants._name,
}
