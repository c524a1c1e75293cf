"""What the calls come to that make text in C# and Java: string.Format, Concat, Join, and chains of StringBuilder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lint_rds_tls.frontends._code.nodes import (
    Access,
    Argument,
    Call,
    Collection,
    Create,
    Initializer,
    Name,
    Node,
    Operation,
)
from lint_rds_tls.frontends._code.places import Known
from lint_rds_tls.frontends._code.values import MOST_ALTERNATIVES, Values, last_name
from lint_rds_tls.text import MappedText

__all__ = [
    "BUILDERS",
    "appended",
    "appends",
    "built_text",
    "call_texts",
    "elements_of",
    "list_texts",
    "start_of",
    "text_parts",
]

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d+)([^{}]*)\}")
#: The calls are those of C# and Java: a language has no method in the spelling of the other.
_PASSING = frozenset(("Trim", "ToString", "trim", "strip", "toString", "intern"))
BUILDERS = frozenset(("StringBuilder", "StringBuffer"))
_APPENDS = frozenset(("Append", "AppendLine", "AppendFormat", "AppendJoin", "append"))


def call_texts(values: Values, node: Call) -> list[Known] | None:
    """The texts that a call comes to; None where it makes none."""
    target = node.target
    if isinstance(target, Name) and target.name == "nameof" and len(node.arguments) == 1:
        name = last_name(node.arguments[0].value)
        return [Known(values.places.decoded(name, node))] if name else None
    if not isinstance(target, Access):
        return None
    if target.name in _PASSING and not node.arguments:
        built = built_text(values, target.target) if target.name == "ToString" else None
        return built if built is not None else values.texts(target.target)
    method = _METHODS.get(target.name) if last_name(target.target) in ("string", "String") else None
    return method(values, node) if method is not None else None


def text_parts(node: Node) -> list[Node]:
    """The expressions that the text of an expression is made of."""
    if isinstance(node, Create):
        return [argument.value for argument in node.arguments]
    if not isinstance(node, Call):
        return list(node.children())
    arguments = [argument.value for argument in node.arguments]
    if isinstance(node.target, Access) and node.target.name in _PASSING and not arguments:
        start, calls = appends(node.target.target)
        if not calls:
            return [node.target.target]
        return [*text_parts(start), *(argument.value for call in calls for argument in call.arguments)]
    return [part for argument in arguments for part in (elements_of(argument) or [argument])]


def appends(node: Node) -> tuple[Node, list[Call]]:
    """What a chain `x.Append(…).AppendLine(…)` starts with, and its calls in order."""
    calls: list[Call] = []
    while isinstance(node, Call) and isinstance(node.target, Access) and node.target.name in _APPENDS:
        calls.append(node)
        node = node.target.target
    return node, calls[::-1]


def appended(values: Values, call: Call) -> list[list[Known]]:
    """What one call appends to a StringBuilder."""
    name = last_name(call.target)
    arguments = [argument.value for argument in call.arguments]
    parts: list[list[Known]] = []
    if name == "AppendFormat":
        parts.append(_formatted(values, arguments, call) or [Known(values.places.hole(call))])
    elif name == "AppendJoin" or len(arguments) > 1:
        parts.append([Known(values.places.hole(call))])
    elif arguments:
        parts.append(values.part(arguments[0]))
    if name == "AppendLine":
        parts.append([Known(values.places.decoded("\n", call))])
    return parts


def start_of(values: Values, node: Create) -> list[list[Known]]:
    """What a new StringBuilder starts with."""
    first = values.texts(node.arguments[0].value) if node.arguments else None
    return [first] if first is not None else []


def built_text(values: Values, node: Node) -> list[Known] | None:
    """`new StringBuilder(…).Append(…)…`."""
    start, calls = appends(node)
    if not isinstance(start, Create) or start.type is None or start.type.name not in BUILDERS:
        return None
    parts = start_of(values, start)
    for call in calls:
        parts.extend(appended(values, call))
    return values.joined(parts, node)


def _format(values: Values, node: Call) -> list[Known] | None:
    return _formatted(values, [argument.value for argument in node.arguments], node)


def _formatted(values: Values, arguments: list[Node], node: Node) -> list[Known] | None:
    """A composite format with its arguments; a format provider may stand before them."""
    for index, argument in enumerate(arguments[:2]):
        formats = values.texts(argument)
        if formats is not None:
            others = arguments[index + 1 :]
            if len(others) == 1:
                others = elements_of(others[0]) or others
            found = [each for known in formats for each in _filled(values, known, others, node)]
            return found[:MOST_ALTERNATIVES]
    return None


def _filled(values: Values, known: Known, arguments: list[Node], node: Node) -> list[Known]:
    """A composite format with its placeholders replaced."""
    parts: list[list[Known]] = []
    position = 0
    for match in _PLACEHOLDER.finditer(str(known.text)):
        parts.append([Known(known.text[position : match.start()], known.guards)])
        position = match.end()
        written = known.text[match.start() : position].span
        if match[1] is None:
            parts.append([Known(MappedText.decoded(match[0][0], written))])
        elif int(match[1]) >= len(arguments):
            parts.append([Known(MappedText.hole(written))])
        else:
            argument = arguments[int(match[1])]
            parts.append([Known(values.places.hole(argument))] if match[2] else values.part(argument))
    parts.append([Known(known.text[position:], known.guards)])
    return values.joined(parts, node)


def _concat(values: Values, node: Call) -> list[Known] | None:
    return list_texts(values, [argument.value for argument in node.arguments], None, node)


def _join(values: Values, node: Call) -> list[Known] | None:
    if len(node.arguments) < 2:
        return None
    separator = values.scalar(node.arguments[0].value)
    if separator is None or separator.has_hole:
        return None
    return list_texts(values, [argument.value for argument in node.arguments[1:]], Known(separator), node)


def list_texts(values: Values, arguments: list[Node], separator: Known | None, node: Node) -> list[Known] | None:
    if len(arguments) == 1:
        elements = elements_of(arguments[0])
        if elements is None:
            return None
        arguments = elements
    if all(values.texts(argument) is None for argument in arguments):
        return None
    parts: list[list[Known]] = []
    for index, argument in enumerate(arguments):
        if index and separator is not None:
            parts.append([separator])
        parts.append(values.part(argument))
    return values.joined(parts, node)


def _copy(values: Values, node: Call) -> list[Known] | None:
    return values.texts(node.arguments[0].value) if node.arguments else None


def elements_of(node: Node) -> list[Node] | None:
    """The elements of an array or collection written out; None for anything else."""
    if isinstance(node, Create) and node.initializer is not None:
        node = node.initializer
    if isinstance(node, Collection):
        elements: Iterable[Node] = node.elements
    elif isinstance(node, Initializer):
        elements = [value for entry in node.entries for value in entry.values]
    else:
        return None
    found = [each.value if isinstance(each, Argument) else each for each in elements]
    return None if any(isinstance(each, Operation) and each.sign == ".." for each in found) else found


_METHODS: dict[str, Callable[[Values, Call], list[Known] | None]] = {
    "Format": _format,
    "Concat": _concat,
    "Join": _join,
    "Copy": _copy,
}
