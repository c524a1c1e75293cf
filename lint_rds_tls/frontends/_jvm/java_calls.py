"""What the calls come to that make text in Java: format, join, concat, valueOf, chains of StringBuilder."""

from __future__ import annotations

import re

from lint_rds_tls.frontends._code.calls import built_text, elements_of, list_texts
from lint_rds_tls.frontends._code.nodes import Access, Call, Node
from lint_rds_tls.frontends._code.places import Known
from lint_rds_tls.frontends._code.values import MOST_ALTERNATIVES, Values, last_name
from lint_rds_tls.text import MappedText

__all__ = ["call_texts"]

_PASSING = frozenset(("trim", "strip", "toString", "intern", "stripIndent", "stripLeading", "stripTrailing"))
#: java.util.Formatter: argument index, flags and width, conversion.
_FORMAT = re.compile(r"%(?:(\d+)\$)?([-#+ 0,(<\d.]*)([a-zA-Z%])")
#: What stands for itself in a format.
_SIGNS = {"%n": "\n", "%%": "%", "''": "'"}
_MESSAGE = re.compile(r"\{(\d+)([^{}]*)\}|''")


def call_texts(values: Values, node: Call) -> list[Known] | None:
    """The texts that a call comes to; None where it makes none."""
    target = node.target
    if not isinstance(target, Access):
        return None
    arguments = [argument.value for argument in node.arguments]
    if target.name in _PASSING and not arguments:
        built = built_text(values, target.target) if target.name == "toString" else None
        return built if built is not None else values.texts(target.target)
    owner = last_name(target.target)
    if owner == "String":
        return _of_string(values, node, target.name, arguments)
    if owner == "MessageFormat" and target.name == "format" and arguments:
        return _filled(values, node, arguments[0], arguments[1:], _MESSAGE)
    if target.name == "formatted":
        return _filled(values, node, target.target, arguments, _FORMAT)
    if target.name == "concat" and len(arguments) == 1 and values.texts(target.target) is not None:
        return values.joined([values.part(target.target), values.part(arguments[0])], node)
    return None


def _of_string(values: Values, node: Call, name: str, arguments: list[Node]) -> list[Known] | None:
    if name == "format":
        if arguments and values.texts(arguments[0]) is None:
            arguments = arguments[1:]  # a locale
        return _filled(values, node, arguments[0], arguments[1:], _FORMAT) if arguments else None
    if name == "join" and len(arguments) > 1:
        separator = values.scalar(arguments[0])
        if separator is None or separator.has_hole:
            return None
        return list_texts(values, arguments[1:], Known(separator), node)
    if name in ("valueOf", "copyValueOf") and len(arguments) == 1:
        scalar = values.scalar(arguments[0])
        return None if scalar is None else [Known(scalar)]
    return None


def _filled(
    values: Values, node: Call, form: Node, arguments: list[Node], placeholders: re.Pattern[str]
) -> list[Known] | None:
    """A format with its arguments in place."""
    forms = values.texts(form)
    if forms is None:
        return None
    if len(arguments) == 1:
        arguments = elements_of(arguments[0]) or arguments
    return [each for known in forms for each in _one(values, node, known, arguments, placeholders)][:MOST_ALTERNATIVES]


def _one(values: Values, node: Call, known: Known, arguments: list[Node], placeholders: re.Pattern[str]) -> list[Known]:
    parts: list[list[Known]] = []
    position = following = 0
    for match in placeholders.finditer(str(known.text)):
        parts.append([Known(known.text[position : match.start()], known.guards)])
        position = match.end()
        place = known.text[match.start() : position].span
        sign = _SIGNS.get(match[0])
        if sign is not None:
            parts.append([Known(MappedText.decoded(sign, place))])
            continue
        number = int(match[1]) - (match.re is _FORMAT) if match[1] else following
        following += not match[1]
        plain = not match[2] and (match.re is _MESSAGE or match[3] in "sd")
        if plain and 0 <= number < len(arguments):
            parts.append(values.part(arguments[number]))
        else:
            parts.append([Known(MappedText.hole(place))])
    parts.append([Known(known.text[position:], known.guards)])
    return values.joined(parts, node)
