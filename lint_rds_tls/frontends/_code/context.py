"""Where a node of C# and Java code stands: what is done with its value, and under which conditions."""

from __future__ import annotations

from dataclasses import dataclass

from lint_rds_tls.frontends._code.nodes import Branching, Node, Type
from lint_rds_tls.frontends._code.symbols import Symbol
from lint_rds_tls.model import Use
from lint_rds_tls.text import MappedText

__all__ = ["Arm", "Context", "Path", "exclusive"]


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of a branching."""

    node: Node
    number: int
    choice: bool  #: exactly one arm, or none, is taken: if, switch; not the body of a loop


#: The arms that a place is in, from the outside in.
Path = tuple[Arm, ...]

#: So many conditions and arms around a place are kept; in code that is nested deeper, the inner ones.
_MOST_KEPT = 32


class Context:
    """Where a node stands."""

    __slots__ = ("_plain", "alternative", "guards", "path", "read", "result", "symbol", "type", "uses", "whole")

    def __init__(
        self,
        guards: tuple[str, ...] = (),
        path: Path = (),
        uses: tuple[Use, ...] = (),
        symbol: Symbol | None = None,
        type_: Type | None = None,
    ) -> None:
        self.guards = guards  #: conditions that hold here
        self.path = path
        self.uses = uses  #: of the value
        self.symbol = symbol  #: that the value is given to
        self.type = type_  #: of what the value is given to, for `new(…)`
        self.whole: MappedText | None = None  #: the bigger text that the value is a part of
        self.alternative = False  #: the value is one of several
        self.read = False  #: only a member of the value is looked at
        self.result: Context | None = None  #: of what is returned from here
        self._plain: Context | None = None

    @property
    def plain(self) -> Context:
        """The same place, for a value of which nothing is known."""
        if self._plain is None:
            self._plain = Context(self.guards, self.path)
            self._plain._plain = self._plain
            self._plain.result = self.result
        return self._plain

    def value(self, uses: tuple[Use, ...], symbol: Symbol | None = None, type_: Type | None = None) -> Context:
        """The same place, for a value with these uses."""
        return Context(self.guards, self.path, uses, symbol, type_)

    def part(self, whole: MappedText) -> Context:
        """The same place, for a part of a bigger text."""
        context = Context(self.guards, self.path)
        context.whole = whole
        return context

    def reading(self) -> Context:
        """The same place, for a value of which a member is looked at."""
        context = Context(self.guards, self.path)
        context.read = True
        return context

    def body(self, result: Context | None) -> Context:
        """The same place, for statements that return what has the uses of `result`."""
        context = Context(self.guards, self.path)
        context.result = result
        return context

    def returned(self) -> Context:
        """The same place, for what is returned."""
        result = self.result
        return self.value(result.uses, result.symbol, result.type) if result is not None else self.plain

    def under(self, guards: tuple[str, ...]) -> Context:
        """The same, where more conditions hold."""
        return self._like((*self.guards, *guards)[-_MOST_KEPT:], self.path) if guards else self

    def arm(self, arm: Arm, guards: tuple[str, ...]) -> Context:
        """The same, inside an arm of a branching."""
        return self._like((*self.guards, *guards)[-_MOST_KEPT:], (*self.path, arm)[-_MOST_KEPT:])

    def one_of(self) -> Context:
        """The same, for one of several values."""
        context = self._like(self.guards, self.path)
        context.alternative = True
        return context

    def _like(self, guards: tuple[str, ...], path: Path) -> Context:
        context = Context(guards, path, self.uses, self.symbol, self.type)
        context.whole, context.alternative, context.read = self.whole, self.alternative, self.read
        context.result = self.result
        return context


def exclusive(one: Path, other: Path) -> bool:
    """Whether at most one of two places is reached in one run."""
    for arm, other_arm in zip(one, other, strict=False):
        if arm.node is not other_arm.node:
            return False
        if arm.number != other_arm.number:
            return arm.choice
    return False


def is_last_arm(arm: Arm, passed: frozenset[tuple[Node, int]]) -> bool:
    """Whether an arm is taken when all the others of its branching were not."""
    if not isinstance(arm.node, Branching):
        count = 2  # a conditional
    elif arm.node.kind == "if":
        count = 2
        if len(arm.node.arms) < count:
            return False
    elif arm.node.exhaustive:
        count = len(arm.node.arms)
    else:
        return False
    return all((arm.node, number) in passed for number in range(count) if number != arm.number)
