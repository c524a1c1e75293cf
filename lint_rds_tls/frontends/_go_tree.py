"""Go as nested groups: statements and lists cut where semicolons, commas and line ends separate them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lint_rds_tls.grammar import scanner

__all__ = ["Group", "Item", "Token", "statements"]

#: Groups that are open at once; more is no Go that anybody wrote.
_DEEPEST = 150
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_SKIPPED = frozenset({"COMMENT", "SPACE", "JUNK", "UNCLOSED"})
#: Where a line ends behind one of these, a statement ends (Go's automatic semicolons).
_ENDING = frozenset({"RAW", "STRING", "RUNE", "NAME", "NUMBER"})
_ENDING_SIGNS = frozenset({")", "]", "}", "++", "--"})


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Group:
    """What stands between a pair of brackets."""

    sign: str
    start: int
    name: str = ""  #: dotted name that stands right before it: what is called, or the type of a literal
    end: int = 0
    elements: list[list[Item]] = field(default_factory=list)


Item: TypeAlias = Token | Group


def statements(source: str) -> Iterator[list[Item]]:
    """What stands at the top of a file, one declaration after the other."""
    top = Group("", 0)
    stack = [top]
    element: list[list[Item]] = [[]]  # of each open group, the element that is being read
    for match in scanner("go", "code").finditer(source):
        kind, text = match.lastgroup or "", match[0]
        if kind in _SKIPPED:
            continue
        items = element[-1]
        if kind == "LINE_END":
            if items and _ends(items[-1]):
                _finish(stack, element)
        elif text in _CLOSERS and len(stack) < _DEEPEST:
            stack.append(Group(text, match.start(), _name(items)))
            element.append([])
        elif text in (")", "]", "}"):
            _close(stack, element, text, match.end())
        elif text in (",", ";") and kind == "SIGN":
            _finish(stack, element)
        else:
            items.append(Token(kind, text, match.start(), match.end()))
        if len(stack) == 1 and top.elements:
            yield from top.elements
            top.elements = []
    while len(stack) > 1:
        _close(stack, element, _CLOSERS[stack[-1].sign], len(source))
    _finish(stack, element)
    yield from top.elements


def _finish(stack: list[Group], element: list[list[Item]]) -> None:
    if element[-1]:
        stack[-1].elements.append(element[-1])
        element[-1] = []


def _close(stack: list[Group], element: list[list[Item]], sign: str, end: int) -> None:
    """Close the group that a sign belongs to, and those left open inside it; a sign that closes none is left out."""
    depth = next((number for number in range(len(stack) - 1, 0, -1) if _CLOSERS[stack[number].sign] == sign), 0)
    while depth and len(stack) > depth:
        _finish(stack, element)
        element.pop()
        group = stack.pop()
        group.end = end
        element[-1].append(group)


def _ends(item: Item) -> bool:
    return isinstance(item, Group) or item.kind in _ENDING or item.text in _ENDING_SIGNS


def _name(items: list[Item]) -> str:
    """The dotted name at the end of what was read, `[]string` with its brackets."""
    parts: list[str] = []
    for item in reversed(items):
        if isinstance(item, Token) and (item.kind == "NAME" or item.text == "."):
            if parts and item.kind == "NAME" and parts[-1] != ".":
                break
            parts.append(item.text)
        elif isinstance(item, Group) and item.sign == "[" and parts:
            parts.append("[]")
            break
        else:
            break
    return "".join(reversed(parts))
