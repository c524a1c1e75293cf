"""Follows texts that C# and Java code puts together step by step: `s += …`, `builder.Append(…)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lint_rds_tls.frontends._code.context import Context, is_last_arm
from lint_rds_tls.frontends._code.nodes import Node
from lint_rds_tls.frontends._code.places import Known
from lint_rds_tls.frontends._code.values import MOST_ALTERNATIVES
from lint_rds_tls.text import MappedText

__all__ = ["Built", "Step", "built"]


#: A text that is used between its steps is given out so many times.
_MOST_STATES = 16

_MOST_GUARDS = 32


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to a text."""

    kind: str  #: start | append | use
    texts: list[Known]  #: that it starts with, or that is appended
    node: Node
    context: Context


@dataclass(frozen=True, slots=True)
class Built:
    """A text that the steps come to."""

    known: Known
    node: Node  #: that wrote its first part
    context: Context
    alternative: bool


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text as it grows: what was there before, and what was added."""

    before: _Parts | None
    added: MappedText

    def text(self) -> MappedText:
        """All of it."""
        parts: list[MappedText] = []
        at: _Parts | None = self
        while at is not None:
            parts.append(at.added)
            at = at.before
        return MappedText.joined(reversed(parts))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way through the branches, and the text it comes to."""

    parts: _Parts
    guards: tuple[str, ...] = ()
    taken: frozenset[tuple[Node, int]] = frozenset()
    passed: frozenset[tuple[Node, int]] = frozenset()


def built(steps: list[Step]) -> Iterator[Built]:
    """The texts that are used: at the end, and before more is done to a text that was used."""
    ways = [_Way(_Parts(None, MappedText()))]
    first: Step | None = None
    used = False
    count = 0
    for step in steps:
        if step.kind == "use":
            used = True
            continue
        if used and first is not None and count < _MOST_STATES:
            yield from _given_out(ways, first)
            count += 1
        used = False
        ways = [after for way in ways for after in _after(way, step)]
        if len(ways) > MOST_ALTERNATIVES:
            unknown = MappedText.hole(step.texts[0].text.span) if step.texts else MappedText()
            ways = [_Way(_Parts(ways[0].parts, unknown))]
        if first is None or _is_empty(first) or (step.kind == "start" and not step.context.path):
            first = step
    if first is not None:
        yield from _given_out(ways, first)


def _is_empty(step: Step) -> bool:
    return not any(len(known.text) for known in step.texts)


def _given_out(ways: list[_Way], first: Step) -> Iterator[Built]:
    for way in ways:
        text = way.parts.text()
        if len(text):
            yield Built(Known(text, way.guards), first.node, first.context, len(ways) > 1)


def _after(way: _Way, step: Step) -> Iterator[_Way]:
    """The ways on from one way: with the step, and without it where it is in a branch."""
    decided: list[tuple[Node, int]] = []
    for arm in step.context.path:
        if not arm.choice:
            continue
        key = (arm.node, arm.number)
        if key in way.taken:
            continue
        if key in way.passed or any(node is arm.node for node, _ in way.taken):
            yield way
            return
        if not is_last_arm(arm, way.passed):
            yield replace(way, taken=way.taken | set(decided), passed=way.passed | {key})
        decided.append(key)
    taken = way.taken | set(decided) if decided else way.taken
    for known in step.texts:
        parts = _Parts(None if step.kind == "start" else way.parts, known.text)
        new = (*step.context.guards, *known.guards)
        guards = tuple(dict.fromkeys((*way.guards, *new)))[-_MOST_GUARDS:] if new else way.guards
        yield _Way(parts, guards, taken, way.passed)
