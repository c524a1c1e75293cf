"""Works out what C# and Java expressions come to as text, every character at its own place, unknown parts as holes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from lint_rds_tls.frontends._code.constants import Character, Constants
from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import (
    Access,
    Assignment,
    Call,
    Cast,
    Coalesce,
    Conditional,
    Constant,
    Group,
    Interpolation,
    Name,
    Node,
    Operation,
    String,
    Sum,
    SwitchExpression,
)
from lint_rds_tls.frontends._code.places import Known, Places
from lint_rds_tls.frontends._code.strings import literal
from lint_rds_tls.frontends._code.symbols import Symbol
from lint_rds_tls.frontends._csharp.strings import text_piece
from lint_rds_tls.text import MappedText

__all__ = ["MOST_ALTERNATIVES", "Values", "is_null", "last_name"]

#: More texts than this for one expression are not told apart.
MOST_ALTERNATIVES = 8

#: Longer texts than this are not put together: names that double names could fill any memory.
_LONGEST = 1 << 19

#: Names that stand for names that stand for …
_DEEPEST = 40

_BOOL_STRINGS = {"TrueString": "True", "FalseString": "False"}
_STRING_NAMES = frozenset(("string", "String"))

#: Reads a call into texts.
CallReader = Callable[["Values", Call], "list[Known] | None"]


class Values:
    """Evaluates expressions of one file."""

    def __init__(self, source: str, places: Places, names: Names, enums: frozenset[str], calls: CallReader) -> None:
        self.source = source
        self.places = places
        self.names = names
        self.constants = Constants(source, names)
        self.writes: dict[Symbol, list[Assignment]] = {}
        self.spoiled: set[Symbol] = set()  #: assigned where nobody sees what
        self._enums = enums
        self._calls = calls
        self._depth = 0
        self._texts: dict[Node, list[Known] | None] = {}
        self._symbols: dict[Symbol, list[Known] | None] = {}

    # --- texts

    def texts(self, node: Node) -> list[Known] | None:
        """What an expression may come to; None where nothing of it is known to be text."""
        if node in self._texts:
            return self._texts[node]
        reader = _READERS.get(type(node))
        if reader is None or self._depth > _DEEPEST:
            return None
        self._depth += 1
        found = reader(self, node)
        self._depth -= 1
        self._texts[node] = found
        return found

    def text(self, node: Node) -> MappedText:
        """The one text of an expression, or a hole."""
        found = self.texts(node)
        return found[0].text if found is not None and len(found) == 1 else self.places.hole(node)

    def part(self, node: Node) -> list[Known]:
        """What an expression adds to a bigger text; what may also be something unknown is unknown."""
        found = self.texts(node)
        if found is None:
            scalar = self.scalar(node)
            return [Known(scalar if scalar is not None else self.places.hole(node))]
        if len(found) > 1 and any(known.text.has_hole for known in found):
            return [Known(self.places.hole(node))]
        return found

    def joined(self, parts: list[list[Known]], node: Node) -> list[Known]:
        """Every way to put parts together."""
        if sum(len(part[0].text) for part in parts) > _LONGEST:
            return [Known(self.places.hole(node))]
        count = 1
        for part in parts:
            count *= len(part)
            if count > MOST_ALTERNATIVES:
                hole = [Known(self.places.hole(node))]
                parts = [each if len(each) == 1 else hole for each in parts]
                break
        return [
            Known(
                MappedText.joined(each.text for each in way),
                tuple(dict.fromkeys(guard for each in way for guard in each.guards)),
            )
            for way in product(*parts)
        ]

    def _string(self, node: String) -> list[Known] | None:
        if node.kind == "TEXT":
            parts = text_piece(self.source, node.start, node.end, node.opening, node.indentation, first=node.first)
        else:
            parts = literal(self.source, node.start, node.end, node.kind)
        return [Known(self.places.parts(parts, node.start))]

    def _interpolation(self, node: Interpolation) -> list[Known] | None:
        parts = [[Known(MappedText(anchor=self.places.span(node.start, node.end).start))]]
        for part in node.parts:
            if isinstance(part, String):
                parts.append(self._string(part) or [])
            else:
                parts.append(self.part(part.value) if part.plain else [Known(self.places.hole(part.value))])
        return self.joined(parts, node)

    def _sum(self, node: Sum) -> list[Known] | None:
        operands = node.operands
        first = next((index for index, each in enumerate(operands) if self.texts(each) is not None), None)
        if first is None:
            return None
        parts: list[list[Known]] = []
        if first > 1:  # `1 + 2 + "a"`: what is before the first text is added up by itself
            before = Sum(node.start, operands[first - 1].end, operands[:first])
            scalar = self.scalar(before)
            parts.append([Known(scalar if scalar is not None else self.places.hole(before))])
            operands = operands[first:]
        parts.extend(map(self.part, operands))
        return self.joined(parts, node)

    def _group(self, node: Group) -> list[Known] | None:
        return self.texts(node.inner)

    def _cast(self, node: Cast) -> list[Known] | None:
        return self.texts(node.value)

    def _operation(self, node: Operation) -> list[Known] | None:
        return self.texts(node.operands[0]) if node.sign == "!!" else None

    def _conditional(self, node: Conditional) -> list[Known] | None:
        known = self.constants.value(node.condition)
        if isinstance(known, bool):
            return self.texts(node.yes if known else node.no)
        condition = self.source[node.condition.start : node.condition.end]
        return self._arms([(node.yes, (condition,)), (node.no, (f"!({condition})",))])

    def _coalesce(self, node: Coalesce) -> list[Known] | None:
        return self._arms([(operand, ()) for operand in node.operands])

    def _switch(self, node: SwitchExpression) -> list[Known] | None:
        return self._arms([(value, (switch_guard(self.source, node, pattern),)) for pattern, value in node.arms])

    def _arms(self, arms: list[tuple[Node, tuple[str, ...]]]) -> list[Known] | None:
        found = [self.texts(value) for value, _ in arms]
        if all(each is None for each in found):
            return None
        known = [
            Known(known.text, (*guards, *known.guards))
            for (value, guards), each in zip(arms, found, strict=True)
            if not is_null(value) and not (isinstance(value, Operation) and value.sign == "throw")
            for known in (each if each is not None else [Known(self.places.hole(value))])
        ]
        return known[:MOST_ALTERNATIVES]

    def _call(self, node: Call) -> list[Known] | None:
        return self._calls(self, node)

    # --- names

    def name_texts(self, node: Name | Access) -> list[Known] | None:
        """What a name comes to."""
        if isinstance(node, Access) and node.name in _BOOL_STRINGS and last_name(node.target) in ("bool", "Boolean"):
            return [Known(self.places.decoded(_BOOL_STRINGS[node.name], node))]
        if isinstance(node, Access) and node.name == "Empty" and last_name(node.target) in _STRING_NAMES:
            return [Known(self.places.decoded("", node))]
        symbol = self.names.symbol(node)
        return self.symbol_texts(symbol) if symbol is not None else None

    def symbol_texts(self, symbol: Symbol) -> list[Known] | None:
        """What a name stands for, where it is assigned only once."""
        if symbol not in self._symbols:
            self._symbols[symbol] = None  # a name that stands for itself stands for nothing
            value = self.value_of(symbol)
            self._symbols[symbol] = self.texts(value) if value is not None else None
        return self._symbols[symbol]

    def value_of(self, symbol: Symbol) -> Node | None:
        """The one expression that is assigned to a name."""
        if symbol.kind == "const":
            return symbol.value
        if symbol.kind not in ("local", "field", "property") or symbol in self.spoiled:
            return None
        if symbol.kind != "local" and not _settled(symbol):
            return None
        writes = self.writes.get(symbol, ())
        if any(write.sign != "=" for write in writes):
            return None
        values = [write.value for write in writes]
        if symbol.value is not None and not (values and self.is_empty(symbol.value)):
            values.append(symbol.value)
        return values[0] if len(values) == 1 else None

    def is_empty(self, node: Node) -> bool:
        """Whether an expression is null or an empty text: what a variable holds until it gets its value."""
        if is_null(node):
            return True
        found = self.texts(node)
        return found is not None and len(found) == 1 and not len(found[0].text)

    # --- other values

    def scalar(self, node: Node) -> MappedText | None:
        """A value as a setting takes it: text, `True`, `False`, a number, a member of a known enum; None if unknown."""
        if self._depth > _DEEPEST:
            return None
        if isinstance(node, Access) and last_name(node.target) in self._enums:
            return self.places.decoded(node.name, node)
        found = self.texts(node)
        if found is not None:
            agree = len({str(known.text) for known in found}) == 1 and not found[0].text.has_hole
            return found[0].text if agree or len(found) == 1 else None
        constant = self.constants.value(node)
        if constant is not None:
            return self._constant(node, constant)
        self._depth += 1
        result = self._other_scalar(node)
        self._depth -= 1
        return result

    def _constant(self, node: Node, constant: object) -> MappedText | None:
        if isinstance(constant, bool | int):
            return self.places.decoded(self.word(constant), node)
        if isinstance(constant, str | Character):
            return self.places.decoded(constant if isinstance(constant, str) else constant.text, node)
        return None

    def word(self, constant: bool | int) -> str:
        """A constant that is no text, as the language writes it."""
        return str(constant)

    def _other_scalar(self, node: Node) -> MappedText | None:
        if isinstance(node, Group):
            return self.scalar(node.inner)
        if isinstance(node, Cast | Assignment):
            return self.scalar(node.value)
        if isinstance(node, Call) and isinstance(node.target, Access) and node.target.name == "ToString":
            return self.scalar(node.target.target) if not node.arguments else None
        arms: list[Node] = []
        if isinstance(node, Conditional):
            arms = [node.yes, node.no]
        elif isinstance(node, SwitchExpression):
            arms = [value for _, value in node.arms]
        if arms:
            values = [self.scalar(arm) for arm in arms]
            first = values[0]
            return first if first is not None and all(str(each) == str(first) for each in values) else None
        symbol = self.names.symbol(node)
        value = self.value_of(symbol) if symbol is not None else None
        found = self.scalar(value) if value is not None else None
        return self.places.decoded(str(found), node) if found is not None and not found.has_hole else None


def is_null(node: Node) -> bool:
    """Whether an expression is null, or default."""
    while isinstance(node, Group | Cast):
        node = node.inner if isinstance(node, Group) else node.value
    if isinstance(node, Operation) and node.sign == "!!":
        return is_null(node.operands[0])
    return isinstance(node, Constant) and node.text in ("null", "default")


def last_name(node: Node) -> str:
    """The last name of `A.B.C`, `A`; empty for anything else."""
    return node.name if isinstance(node, Name | Access) else ""


def switch_guard(source: str, node: SwitchExpression, pattern: Node) -> str:
    """When an arm of a switch expression is taken."""
    return f"{source[node.subject.start : node.subject.end]} is {source[pattern.start : pattern.end]}"


def _settled(symbol: Symbol) -> bool:
    """Whether no other file can assign this field or property."""
    if symbol.kind == "property":
        return "set" not in symbol.modifiers
    return "readonly" in symbol.modifiers or not symbol.modifiers & {"public", "internal", "protected"}


_READERS: dict[type[Node], Callable[..., list[Known] | None]] = {
    String: Values._string,
    Interpolation: Values._interpolation,
    Sum: Values._sum,
    Group: Values._group,
    Cast: Values._cast,
    Operation: Values._operation,
    Conditional: Values._conditional,
    Coalesce: Values._coalesce,
    SwitchExpression: Values._switch,
    Name: lambda values, node: values.name_texts(node),
    Access: lambda values, node: values.name_texts(node),
    Call: Values._call,
}
