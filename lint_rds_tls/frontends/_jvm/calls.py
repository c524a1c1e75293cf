"""What the calls come to that make text in Kotlin, Scala and Groovy: margins, formats, joined lists."""

from __future__ import annotations

import re
from collections.abc import Callable

from lint_rds_tls.frontends._code.calls import list_texts
from lint_rds_tls.frontends._code.nodes import Access, Call, Create, Name, Node, Operation
from lint_rds_tls.frontends._code.places import Known
from lint_rds_tls.frontends._code.values import Values
from lint_rds_tls.frontends._jvm import java_calls as _java_calls
from lint_rds_tls.text import MappedText

__all__ = ["call_texts", "property_texts"]

_Change = Callable[[MappedText], MappedText]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_LISTS = frozenset(("listOf", "arrayOf", "setOf", "mutableListOf", "listOfNotNull"))
_LIST_TYPES = frozenset(("Seq", "List", "Array", "Vector", "Set"))
_JOINS = frozenset(("joinToString", "mkString", "join"))


def call_texts(values: Values, node: Call) -> list[Known] | None:
    """The texts that a call comes to; None where it makes none."""
    target = node.target
    if isinstance(target, Access):
        if target.name == "trimIndent" and not node.arguments:
            return _each(values, target.target, _without_indent)
        if target.name in ("trimMargin", "stripMargin") and len(node.arguments) < 2:
            return _with_margin(values, node, target)
        if target.name in _JOINS:
            return _joined(values, node, target)
        if target.name == "format" and values.texts(target.target) is not None:
            inside = Access(target.start, target.end, target.target, "formatted")
            return _java_calls.call_texts(values, Call(node.start, node.end, inside, node.arguments))
    return _java_calls.call_texts(values, node)


def property_texts(values: Values, node: Access) -> list[Known] | None:
    """`text.stripMargin` of Scala, `text.trim`, without parentheses."""
    if node.name in ("stripMargin", "trim"):
        return call_texts(values, Call(node.start, node.end, node, []))
    return None


def _each(values: Values, node: Node, change: _Change) -> list[Known] | None:
    found = values.texts(node)
    return None if found is None else [Known(change(known.text), known.guards) for known in found]


def _with_margin(values: Values, node: Call, target: Access) -> list[Known] | None:
    margin = "|"
    if node.arguments:
        known = values.scalar(node.arguments[0].value)
        if known is None or known.has_hole:
            return None
        margin = str(known).strip("'")
    trims = target.name == "trimMargin"
    return _each(values, target.target, lambda text: _without_margin(text, margin, trims=trims))


def _lines(text: MappedText) -> list[MappedText]:
    return [text[match.start() : match.end()] for match in _LINE.finditer(str(text)) if match[0]]


def _without_margin(text: MappedText, margin: str, *, trims: bool) -> MappedText:
    """Without the blanks before the sign that starts a line, and that sign."""
    lines = _lines(text)
    if trims:
        lines = _framed(lines)
    found: list[MappedText] = []
    for line in lines:
        written = str(line)
        start = len(written) - len(written.lstrip(" \t"))
        found.append(line[start + len(margin) :] if margin and written.startswith(margin, start) else line)
    return MappedText.joined(found) if found else text[:0]


def _without_indent(text: MappedText) -> MappedText:
    """Without the blanks that all lines share, and without an empty first and last line."""
    lines = _framed(_lines(text))
    written = [str(line) for line in lines if str(line).strip()]
    shared = min((len(line) - len(line.lstrip(" \t")) for line in written), default=0)
    return (
        MappedText.joined([line[min(shared, len(str(line).rstrip("\r\n"))) :] for line in lines]) if lines else text[:0]
    )


def _framed(lines: list[MappedText]) -> list[MappedText]:
    if lines and not str(lines[0]).strip():
        lines = lines[1:]
    if lines and not str(lines[-1]).strip():
        lines = lines[:-1]
    if lines:
        last = lines[-1]
        lines = [*lines[:-1], last[: len(str(last).rstrip("\r\n"))]]
    return lines


def _joined(values: Values, node: Call, target: Access) -> list[Known] | None:
    """`listOf("a=b", "c=d").joinToString(";")`."""
    owner = target.target
    elements: list[Node] | None = None
    if (isinstance(owner, Call) and isinstance(owner.target, Name) and owner.target.name in _LISTS) or (
        isinstance(owner, Create) and owner.type is not None and owner.type.name in _LIST_TYPES
    ):
        elements = [argument.value for argument in owner.arguments]
    elif isinstance(owner, Operation) and owner.sign == "[]":
        elements = owner.operands
    if elements is None:
        return _java_calls.call_texts(values, node)
    if len(node.arguments) > 1:
        return None
    separator = values.scalar(node.arguments[0].value) if node.arguments else MappedText()
    if not node.arguments and target.name == "joinToString":
        separator = MappedText.decoded(", ", values.places.span(node.end, node.end))
    if separator is None or separator.has_hole or len(elements) < 2:
        return None
    return list_texts(values, elements, Known(separator), node)
