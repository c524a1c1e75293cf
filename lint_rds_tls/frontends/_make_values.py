"""The variables of a Makefile, and what its references to them come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lint_rds_tls.text import MappedText, Span

__all__ = ["Variable", "Variables", "closing"]

#: References inside references; recursive variables end here.
_DEEPEST = 12
#: Calls of variables as functions that are followed in one file.
_MOST_CALLS = 2_000
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


class Variables(dict[str, Variable]):
    """All variables of a file; what each comes to is made once, after the whole file was read."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, MappedText] = {}
        self._calls = 0

    def expanded(self, text: MappedText, arguments: Sequence[MappedText] = (), depth: int = 0) -> MappedText:
        """A text with `$$`, `$(X)`, `${X}` and `$(call X,…)` replaced; what is not known as a hole."""
        written = str(text)
        parts: list[MappedText] = []
        position = length = 0
        while (at := written.find("$", position)) >= 0 and length < _LONGEST:
            parts.append(text[position:at])
            sign = written[at + 1 : at + 2]
            position = closing(written, at + 1) if sign in _CLOSERS else min(at + 2, len(written))
            inner = text[at + 2 : position - 1] if sign in _CLOSERS else text[at + 1 : position]
            place = text[at:position].span
            if sign == "$":
                parts.append(MappedText.decoded("$", place))
            else:
                parts.append(self._reference(inner, place, arguments, depth))
            length += sum(map(len, parts[-2:]))
        return MappedText.joined([*parts, text[position:]]) if parts else text

    def _reference(self, inner: MappedText, span: Span, arguments: Sequence[MappedText], depth: int) -> MappedText:
        name = str(inner)
        if name.isdecimal() and 0 < int(name) <= len(arguments):
            return arguments[int(name) - 1]
        call = _CALL.match(name) if self._calls < _MOST_CALLS and depth < _DEEPEST else None
        variable = self.get(call["name"]) if call is not None else None
        if call is not None and variable is not None and variable.value is not None:
            self._calls += 1
            given = [self.expanded(each, arguments, depth + 1) for each in _arguments(inner[call.end() :])]
            return self.expanded(variable.value, given, depth + 1)
        known = self._known(name, depth) if _NAME.fullmatch(name) else None
        return MappedText.hole(span) if known is None or len(known) > _LONGEST else known

    def _known(self, name: str, depth: int) -> MappedText | None:
        variable = self.get(name)
        if variable is None or variable.value is None or depth >= _DEEPEST:
            return None
        if name not in self._made:
            # One that refers to itself is not known.
            self._made[name] = MappedText.hole(variable.value.span)
            self._made[name] = self.expanded(variable.value, (), depth + 1)
        return self._made[name]


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
