"""Names of Python code and what they stand for at one point of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lint_rds_tls.frontends._python.values import Text, Value, Way, merged
from lint_rds_tls.text import MappedText

__all__ = ["Class", "Scope", "changed_in_a_loop"]


@dataclass(slots=True, eq=False)
class Class:
    """A class of the file; its objects are not told from it."""

    name: str
    bases: tuple[Class, ...] = ()
    attributes: dict[str, Value] = field(default_factory=dict)

    def attribute(self, name: str, depth: int = 8) -> Value | None:
        """What an attribute holds; None where the file does not tell."""
        if name in self.attributes:
            return self.attributes[name]
        found = (base.attribute(name, depth - 1) for base in self.bases if depth)
        return next((value for value in found if value is not None), None)


class Scope:
    """The names of a module, a class body or a function."""

    def __init__(
        self, parent: Scope | None = None, *, owner: Class | None = None, outside: Collection[str] = ()
    ) -> None:
        self.names: dict[str, Value | Class] = {}
        self.parent = parent
        self.owner = owner  #: whose body this is
        self._outside = outside  #: names of the module that functions assign, too
        self._written: list[dict[str, Value | Class | None]] = []

    def get(self, name: str) -> Value | Class | None:
        """What a name stands for; None where the file does not tell."""
        if name in self.names:
            return self.names[name]
        scope = self.parent
        while scope is not None:
            if scope.owner is None and name in scope.names:
                return None if name in scope._outside else scope.names[name]
            scope = scope.parent
        return None

    def set(self, name: str, value: Value | Class) -> None:
        """Let a name stand for a value."""
        if self._written:
            self._written[-1].setdefault(name, self.names.get(name))
        self.names[name] = value
        if self.owner is not None and not isinstance(value, Class):
            self.owner.attributes[name] = value

    def branch(self) -> None:
        """Begin an arm of a branching: what it writes is taken back at its end."""
        self._written.append({})

    def back(self) -> dict[str, Value | Class]:
        """End an arm: what it wrote."""
        before = self._written.pop()
        after = {name: self.names[name] for name in before if name in self.names}
        for name, value in before.items():
            if value is None:
                self.names.pop(name, None)
            else:
                self.names[name] = value
        return after

    def join(self, arms: list[dict[str, Value | Class]]) -> None:
        """Go on behind a branching of which one of the `arms` was taken."""
        for name in _names(arms):
            values = [arm.get(name, self.names.get(name)) for arm in arms]
            known = [value for value in values if value is not None]
            first = known[0]
            for value in known[1:]:
                first = value if isinstance(first, Class) or isinstance(value, Class) else merged(first, value)
            self.set(name, first)


def _names(arms: list[dict[str, Value | Class]]) -> Iterator[str]:
    yield from dict.fromkeys(name for arm in arms for name in arm)


def changed_in_a_loop(before: Value | Class | None, after: Value | Class) -> Value | Class:
    """What a name stands for behind a loop that may have run any number of times."""
    if not isinstance(before, Text) or not isinstance(after, Text) or len(before.ways) != 1 or len(after.ways) != 1:
        return after
    old, new = before.ways[0].text, after.ways[0].text
    if len(new) > len(old) and new.pieces[: len(old.pieces)] == old.pieces:
        rest = new[len(old) :]
        return Text((Way(old + MappedText.hole(rest.span), after.ways[0].guards),))
    return after
