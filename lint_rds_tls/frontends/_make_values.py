"""The variables of a Makefile, and what its references to them come to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lint_rds_tls.text import MappedText, Span

__all__ = ["Variable", "closing", "expanded"]

#: References inside references; recursive variables end here.
_DEEPEST = 12
#: Characters that one expansion may come to.
_LONGEST = 100_000
_NAME = re.compile(r"[\w.-]+")
_CALL = re.compile(r"call[ \t]+(?P<name>[\w.-]+)[ \t]*(?:,|\Z)")
_CLOSERS = {"(": ")", "{": "}"}


@dataclass(slots=True)
class Variable:
    """A variable with what the file gives it."""

    name: MappedText
    values: list[MappedText] = field(default_factory=list)  #: as written; several where conditions choose
    span: Span = field(default_factory=lambda: Span(0, 0))
    exported: bool = False

    @property
    def value(self) -> MappedText | None:
        """Its value as written; None where it is not known."""
        return self.values[0] if len(self.values) == 1 else None


def expanded(
    text: MappedText, known: Mapping[str, Variable], arguments: Sequence[MappedText] = (), depth: int = 0
) -> MappedText:
    """A text with `$$`, `$(X)`, `${X}` and `$(call X,…)` replaced; what is not known as a hole."""
    written = str(text)
    parts: list[MappedText] = []
    position = length = 0
    while (at := written.find("$", position)) >= 0 and length < _LONGEST:
        parts.append(text[position:at])
        sign = written[at + 1 : at + 2]
        if sign == "$":
            position = at + 2
            parts.append(MappedText.decoded("$", text[at:position].span))
        elif sign in _CLOSERS:
            position = closing(written, at + 1)
            inner = text[at + 2 : position - 1]
            parts.append(_reference(inner, text[at:position].span, known, arguments, depth))
        elif sign:
            position = at + 2
            parts.append(_reference(text[at + 1 : position], text[at:position].span, known, arguments, depth))
        else:
            position = at + 1
        length += sum(map(len, parts[-2:]))
    return MappedText.joined([*parts, text[position:]]) if parts else text


def _reference(
    inner: MappedText, span: Span, known: Mapping[str, Variable], arguments: Sequence[MappedText], depth: int
) -> MappedText:
    name = str(inner)
    if depth < _DEEPEST:
        if name.isdigit() and 0 < int(name) <= len(arguments):
            return arguments[int(name) - 1]
        call = _CALL.match(name)
        if call is not None and call["name"] in known:
            given = [expanded(each, known, arguments, depth + 1) for each in _arguments(inner[call.end() :])]
            value = known[call["name"]].value
            return MappedText.hole(span) if value is None else expanded(value, known, given, depth + 1)
        if _NAME.fullmatch(name) and name in known:
            value = known[name].value
            return MappedText.hole(span) if value is None else expanded(value, known, (), depth + 1)
    return MappedText.hole(span)


def _arguments(text: MappedText) -> list[MappedText]:
    """The arguments of a call, cut at commas outside parentheses."""
    written = str(text)
    found: list[MappedText] = []
    start = depth = 0
    for index, character in enumerate(written):
        if character in "({":
            depth += 1
        elif character in ")}":
            depth -= 1
        elif character == "," and depth == 0:
            found.append(text[start:index].strip())
            start = index + 1
    return [*found, text[start:].strip()]


def closing(written: str, opening: int) -> int:
    """Behind the parenthesis that closes the one at `opening`; the end of the text where none does."""
    sign, closer = written[opening], _CLOSERS[written[opening]]
    depth = 0
    for index in range(opening, len(written)):
        if written[index] == sign:
            depth += 1
        elif written[index] == closer:
            depth -= 1
            if not depth:
                return index + 1
    return len(written) + 1
