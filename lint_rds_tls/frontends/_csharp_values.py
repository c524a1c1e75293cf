"""Works out what C# expressions come to as text, every character at its own place, unknown parts as holes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import NamedTuple

from lint_rds_tls.frontends._csharp_names import Names
from lint_rds_tls.frontends._csharp_nodes import (
    Access,
    Argument,
    Assignment,
    Call,
    Cast,
    Coalesce,
    Collection,
    Conditional,
    Constant,
    Create,
    Group,
    Initializer,
    Interpolation,
    Name,
    Node,
    Operation,
    String,
    Sum,
    SwitchExpression,
)
from lint_rds_tls.frontends._csharp_strings import Part, literal, text_piece
from lint_rds_tls.frontends._csharp_symbols import Symbol
from lint_rds_tls.text import MappedText, Piece, PieceKind, Span

__all__ = ["Known", "Places", "Values", "is_null"]

#: More texts than this for one expression are not told apart.
_MOST_ALTERNATIVES = 8

#: Names that stand for names that stand for …
_DEEPEST = 40

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d+)([^{}]*)\}")
_NUMBER = re.compile(r"\d+\Z")
_BOOLS = {"true": "True", "false": "False"}
_BOOL_STRINGS = {"TrueString": "True", "FalseString": "False"}
_TEXT_METHODS = frozenset(("Trim", "ToString"))
_STRING_NAMES = frozenset(("string", "String"))
_APPENDS = frozenset(("Append", "AppendLine", "AppendFormat", "AppendJoin"))


class Known(NamedTuple):
    """One text that an expression may come to, and the conditions under which it does."""

    text: MappedText
    guards: tuple[str, ...] = ()


class Places:
    """Turns places in a source into places in the file that holds it."""

    def __init__(self, text: MappedText) -> None:
        self._text = text
        piece = text.pieces[0] if text.pieces else Piece("", Span(0, 0))
        self._plain = len(text.pieces) < 2 and piece.kind is PieceKind.COPIED
        self._shift = piece.span.start

    def span(self, start: int, end: int) -> Span:
        """The place of a part."""
        if self._plain:
            return Span(start + self._shift, end + self._shift)
        return self._text[start:end].span

    def text(self, start: int, end: int) -> MappedText:
        """A part as it is written."""
        return self._text[start:end]

    def parts(self, parts: Iterable[Part], anchor: int) -> MappedText:
        """The value of a literal."""
        pieces: list[Piece] = []
        for part in parts:
            if not part.copied:
                pieces.append(Piece(part.text, self.span(part.start, part.end), PieceKind.DECODED))
            elif self._plain:
                pieces.append(Piece(part.text, self.span(part.start, part.end)))
            else:
                pieces.extend(self._text[part.start : part.end].pieces)
        return MappedText(pieces, anchor=self.span(anchor, anchor).start)

    def hole(self, node: Node) -> MappedText:
        """Something unknown."""
        return MappedText.hole(self.span(node.start, node.end))

    def decoded(self, text: str, node: Node) -> MappedText:
        """Text that an expression stands for as a whole."""
        span = self.span(node.start, node.end)
        return MappedText.decoded(text, span) if text else MappedText(anchor=span.start)


class Values:
    """Evaluates expressions of one file."""

    def __init__(self, source: str, places: Places, names: Names, enums: frozenset[str]) -> None:
        self.source = source
        self.places = places
        self.names = names
        self.enums = enums
        self.writes: dict[Symbol, list[Assignment]] = {}
        self.spoiled: set[Symbol] = set()  #: assigned where nobody sees what
        self._depth = 0
        self._texts: dict[Node, list[Known] | None] = {}
        self._symbols: dict[Symbol, list[Known] | None] = {}

    # --- texts

    def texts(self, node: Node) -> list[Known] | None:
        """What an expression may come to; None where nothing of it is known."""
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

    def _or_hole(self, node: Node) -> list[Known]:
        found = self.texts(node)
        if found is None:
            scalar = self.scalar(node)
            return [Known(scalar if scalar is not None else self.places.hole(node))]
        return found

    def _joined(self, parts: Sequence[list[Known]], node: Node) -> list[Known]:
        """Every way to put the parts together; a part that may be something unknown is unknown."""
        hole = [Known(self.places.hole(node))]
        parts = [part if len(part) == 1 or not any(each.text.has_hole for each in part) else hole for part in parts]
        count = 1
        for part in parts:
            count *= len(part)
            if count > _MOST_ALTERNATIVES:
                parts = [each if len(each) == 1 else hole for each in parts]
                break
        return [
            Known(
                MappedText.joined(each.text for each in way),
                tuple(dict.fromkeys(g for each in way for g in each.guards)),
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
        parts: list[list[Known]] = []
        for part in node.parts:
            if isinstance(part, String):
                parts.append(self._string(part) or [])
            else:
                parts.append(self._or_hole(part.value) if part.plain else [Known(self.places.hole(part.value))])
        return (
            self._joined(parts, node)
            if parts
            else [Known(MappedText(anchor=self.places.span(node.start, node.start).start))]
        )

    def _sum(self, node: Sum) -> list[Known] | None:
        found = [self.texts(operand) for operand in node.operands]
        if all(each is None for each in found):
            return None
        parts: list[list[Known]] = []
        for operand, each in zip(node.operands, found, strict=True):
            parts.append(each if each is not None else self._or_hole(operand))
        return self._joined(parts, node)

    def _group(self, node: Group) -> list[Known] | None:
        return self.texts(node.inner)

    def _cast(self, node: Cast) -> list[Known] | None:
        return self.texts(node.value)

    def _operation(self, node: Operation) -> list[Known] | None:
        return self.texts(node.operands[0]) if node.sign == "!!" else None

    def _conditional(self, node: Conditional) -> list[Known] | None:
        condition = self.source[node.condition.start : node.condition.end]
        return self._arms([(node.yes, (condition,)), (node.no, (f"!({condition})",))])

    def _coalesce(self, node: Coalesce) -> list[Known] | None:
        return self._arms([(operand, ()) for operand in node.operands])

    def _switch(self, node: SwitchExpression) -> list[Known] | None:
        return self._arms([(value, (self.source[pattern.start : pattern.end],)) for pattern, value in node.arms])

    def _arms(self, arms: list[tuple[Node, tuple[str, ...]]]) -> list[Known] | None:
        found = [self.texts(value) for value, _ in arms]
        if all(each is None for each in found):
            return None
        return [
            Known(known.text, (*guards, *known.guards))
            for (value, guards), each in zip(arms, found, strict=True)
            if not is_null(value) and not (isinstance(value, Operation) and value.sign == "throw")
            for known in (each if each is not None else [Known(self.places.hole(value))])
        ]

    # --- names

    def _name(self, node: Name | Access) -> list[Known] | None:
        if isinstance(node, Access) and node.name in _BOOL_STRINGS and _last_name(node.target) in ("bool", "Boolean"):
            return [Known(self.places.decoded(_BOOL_STRINGS[node.name], node))]
        if isinstance(node, Access) and node.name == "Empty" and _last_name(node.target) in _STRING_NAMES:
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
        if symbol.value is not None and not (values and (is_null(symbol.value) or self._is_empty(symbol.value))):
            values.append(symbol.value)
        return values[0] if len(values) == 1 else None

    def _is_empty(self, node: Node) -> bool:
        found = self.texts(node)
        return found is not None and len(found) == 1 and not len(found[0].text)

    # --- calls

    def _call(self, node: Call) -> list[Known] | None:
        target = node.target
        if isinstance(target, Name) and target.name == "nameof" and len(node.arguments) == 1:
            name = _last_name(node.arguments[0].value)
            return [Known(self.places.decoded(name, node))] if name else None
        if not isinstance(target, Access):
            return None
        if target.name in _TEXT_METHODS and not node.arguments:
            found = self._chain(target.target) if target.name == "ToString" else None
            return found if found is not None else self.texts(target.target)
        if _last_name(target.target) not in _STRING_NAMES:
            return None
        method = _STRING_METHODS.get(target.name)
        return method(self, node) if method is not None else None

    def _format(self, node: Call) -> list[Known] | None:
        return self.formatted([argument.value for argument in node.arguments], node)

    def formatted(self, values: list[Node], node: Node) -> list[Known] | None:
        """A composite format with its arguments; a format provider may stand before them."""
        for index, value in enumerate(values[:2]):
            formats = self.texts(value)
            if formats is not None:
                others = values[index + 1 :]
                if len(others) == 1 and isinstance(others[0], Create | Collection) and _elements(others[0]) is not None:
                    others = _elements(others[0]) or []
                return [each for known in formats for each in self._filled(known, others, node)][:_MOST_ALTERNATIVES]
        return None

    def _filled(self, known: Known, values: list[Node], node: Node) -> list[Known]:
        written = str(known.text)
        parts: list[list[Known]] = []
        position = 0
        for match in _PLACEHOLDER.finditer(written):
            parts.append([Known(known.text[position : match.start()], known.guards)])
            position = match.end()
            if match[1] is None:
                span = known.text[match.start() : position].span
                parts.append([Known(MappedText.decoded(match[0][0], span))])
            elif int(match[1]) < len(values):
                value = values[int(match[1])]
                parts.append(self._or_hole(value) if not match[2] else [Known(self.places.hole(value))])
            else:
                parts.append([Known(MappedText.hole(known.text[match.start() : position].span))])
        parts.append([Known(known.text[position:], known.guards)])
        return self._joined(parts, node)

    def _concat(self, node: Call) -> list[Known] | None:
        return self._list_joined([argument.value for argument in node.arguments], None, node)

    def _join(self, node: Call) -> list[Known] | None:
        if len(node.arguments) < 2:
            return None
        separator = self.texts(node.arguments[0].value)
        if separator is None:
            scalar = self.scalar(node.arguments[0].value)
            separator = [Known(scalar)] if scalar is not None else None
        if separator is None or len(separator) != 1:
            return None
        return self._list_joined([argument.value for argument in node.arguments[1:]], separator[0], node)

    def _list_joined(self, values: list[Node], separator: Known | None, node: Node) -> list[Known] | None:
        if len(values) == 1:
            elements = _elements(values[0])
            if elements is None:
                return None
            values = elements
        parts: list[list[Known]] = []
        found = False
        for index, value in enumerate(values):
            if index and separator is not None:
                parts.append([separator])
            texts = self.texts(value)
            found = found or texts is not None
            parts.append(texts if texts is not None else self._or_hole(value))
        return self._joined(parts, node) if found else None

    def _chain(self, node: Node) -> list[Known] | None:
        """`new StringBuilder(…).Append(…)…`, from its end to its start."""
        calls: list[Call] = []
        while isinstance(node, Call) and isinstance(node.target, Access) and node.target.name in _APPENDS:
            calls.append(node)
            node = node.target.target
        if not isinstance(node, Create) or node.type is None or node.type.name != "StringBuilder":
            return None
        parts: list[list[Known]] = []
        first = node.arguments[0].value if node.arguments else None
        start = self.texts(first) if first is not None else None
        if start is not None:
            parts.append(start)
        for call in reversed(calls):
            parts.extend(self.appended(call))
        return self._joined(parts, node)

    def appended(self, call: Call) -> list[list[Known]]:
        """What one call appends to a StringBuilder."""
        name = call.target.name if isinstance(call.target, Access) else ""
        values = [argument.value for argument in call.arguments]
        parts: list[list[Known]] = []
        if name == "AppendFormat":
            parts.append(self.formatted(values, call) or [Known(self.places.hole(call))])
        elif name == "AppendJoin" or len(values) > 1:
            parts.append([Known(self.places.hole(call))])
        elif values:
            parts.append(self._or_hole(values[0]))
        if name == "AppendLine":
            parts.append([Known(self.places.decoded("\n", call))])
        return parts

    # --- other values

    def scalar(self, node: Node) -> MappedText | None:
        """A value as a setting takes it: text, `True`, `False`, a number, a member of a known enum; None if unknown."""
        if self._depth > _DEEPEST:
            return None
        if isinstance(node, Constant):
            return self._constant(node)
        if isinstance(node, Access) and _last_name(node.target) in self.enums:
            return self.places.decoded(node.name, node)
        found = self.texts(node)
        if found is not None:
            values = {str(known.text) for known in found}
            return found[0].text if len(values) == 1 else None
        self._depth += 1
        result = self._other_scalar(node)
        self._depth -= 1
        return result

    def _constant(self, node: Constant) -> MappedText | None:
        if node.text in _BOOLS:
            return self.places.decoded(_BOOLS[node.text], node)
        if _NUMBER.match(node.text):
            return self.places.text(node.start, node.end)
        if node.text[:1] == "'":
            return self.places.parts(literal(self.source, node.start, node.end, "CHARACTER"), node.start)
        return None

    def _other_scalar(self, node: Node) -> MappedText | None:
        if isinstance(node, Group):
            return self.scalar(node.inner)
        if isinstance(node, Cast):
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


def _last_name(node: Node) -> str:
    """The last name of `A.B.C`, `A`; empty for anything else."""
    return node.name if isinstance(node, Name | Access) else ""


def _settled(symbol: Symbol) -> bool:
    """Whether no other file can assign this field or property."""
    if symbol.kind == "property":
        return "set" not in symbol.modifiers
    return "readonly" in symbol.modifiers or not symbol.modifiers & {"public", "internal", "protected"}


def _elements(node: Node) -> list[Node] | None:
    """The elements of an array or collection written out; None for anything else."""
    if isinstance(node, Collection):
        elements: Iterable[Node] = node.elements
    elif isinstance(node, Initializer):
        elements = [value for entry in node.entries for value in entry.values]
    elif isinstance(node, Create) and node.initializer is not None:
        return _elements(node.initializer)
    else:
        return None
    found = [each.value if isinstance(each, Argument) else each for each in elements]
    return None if any(isinstance(each, Operation) and each.sign == ".." for each in found) else found


_STRING_METHODS: dict[str, Callable[[Values, Call], list[Known] | None]] = {
    "Format": Values._format,
    "Concat": Values._concat,
    "Join": Values._join,
    "Copy": lambda values, node: values.texts(node.arguments[0].value) if node.arguments else None,
}

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
    Name: Values._name,
    Access: Values._name,
    Call: Values._call,
}
