"""What the variables of a shell script may hold: values by the ways on which they come about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lint_rds_tls.text import MappedText, Span

__all__ = ["OUTPUT", "POSITIONAL", "Choice", "Field", "State", "Value", "Way", "World", "meets"]

#: Names that no variable has: what is printed, and the positional parameters.
OUTPUT, POSITIONAL = "\0", "@"
#: Values that one variable may have; more are unknown.
_MOST_CHOICES = 12
#: Elements that an array may have, and characters that a value may: what doubles itself stays small.
_MOST_FIELDS, _LONGEST = 1_000, 20_000
#: Conditions that a value or a command remembers.
_MOST_GUARDS = 8

#: Which arm of which fork a way takes.
World: TypeAlias = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """A word, or an element of an array."""

    text: MappedText
    place: Span  #: as written, quotes included
    splits: bool = False  #: may come to no word, or to several
    key: str = ""  #: of an element of an associative array


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a variable has on some ways."""

    fields: tuple[Field, ...]
    world: World = field(default_factory=dict)  #: on these
    guards: tuple[str, ...] = ()
    array: bool = False
    unset: bool = False  #: this file does not set it there


Value: TypeAlias = tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """What words come to on one way."""

    fields: tuple[Field, ...]
    world: World
    guards: tuple[str, ...] = ()


def meets(one: World, other: World) -> bool:
    """Whether a way can be on both."""
    return all(other.get(fork, arm) == arm for fork, arm in one.items())


_UNSET: Value = (Choice((), unset=True),)


class State:
    """Variables at one point of the script, with what changed since each fork that is open."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.exported: set[str] = set()
        self.world: World = {}
        self.guards: tuple[str, ...] = ()
        self.ended = ""  #: why nothing behind is run: exit, return, loop
        self.turns: set[int] = set()  #: forks of which every arm is taken, one after the other
        self._logs: list[dict[str, Value]] = []
        self._forks = 0
        self._named: dict[str, int] = {}

    def value(self, name: str) -> Value:
        """What a variable may hold here."""
        value = self.values.get(name, _UNSET)
        if len(value) == 1 and not value[0].world:
            return value
        return tuple(choice for choice in value if meets(choice.world, self.world)) or _UNSET

    def put(self, name: str, value: Value) -> None:
        """Set a variable."""
        if self._logs and name not in self._logs[-1]:
            self._logs[-1][name] = self.values.get(name, _UNSET)
        self.values[name] = value if all(map(_small, value)) else _UNSET

    def differ(self, ways: Sequence[Way]) -> bool:
        """Whether only one of these ways is taken."""
        taken = [{fork: arm for fork, arm in way.world.items() if fork not in self.turns} for way in ways]
        return any(each != taken[0] for each in taken[1:])

    def fork_of(self, name: str) -> int:
        """The fork that belongs to a question that is asked more than once."""
        if name not in self._named:
            self._forks += 1
            self._named[name] = self._forks
        return self._named[name]

    def new_fork(self) -> int:
        """A fork of its own."""
        self._forks += 1
        return self._forks

    def begin(self) -> None:
        """Remember what changes from here on."""
        self._logs.append({})

    def changes(self) -> dict[str, Value]:
        """What changed since `begin`, which ends; it is taken back."""
        log = self._logs.pop()
        changed = {name: self.values[name] for name in log}
        self.values.update(log)
        return changed

    def changed_since(self, depth: int) -> dict[str, Value]:
        """What changed since there were `depth` open forks."""
        return {name: self.values[name] for log in self._logs[depth:] for name in log}

    @property
    def open_forks(self) -> int:
        """How many are open."""
        return len(self._logs)

    def aside(self, run: Callable[[], None]) -> None:
        """Run something whose changes do not last: a subshell."""
        self.begin()
        run()
        self.changes()
        self.ended = ""

    def forked(self, arms: Sequence[tuple[str, Callable[[], None]]], *, whole: bool) -> None:
        """Run arms of which one is taken, each with its condition; none may be where they are not the `whole`."""
        fork = self.new_fork()
        outcomes: list[tuple[int, str, dict[str, Value], str]] = []
        world, guards = self.world, self.guards
        for arm, (guard, run) in enumerate(arms):
            self.begin()
            self.world = {**world, fork: arm}
            self.guards = (*guards, guard)[-_MOST_GUARDS:] if guard else guards
            run()
            outcomes.append((arm, guard, self.changes(), self.ended))
            self.ended = ""
        self.world, self.guards = world, guards
        if not whole:
            outcomes.append((len(arms), "", {}, ""))
        alive = [(arm, guard, changed) for arm, guard, changed, ended in outcomes if not ended]
        self.merge(fork, alive)
        if not alive:
            self.ended = outcomes[0][3]

    def merge(self, fork: int, arms: Sequence[tuple[int, str, Mapping[str, Value]]]) -> None:
        """Let the ways meet again: what each of them set is possible."""
        for name in dict.fromkeys(name for _, _, changed in arms for name in changed):
            before = self.values.get(name, _UNSET)
            merged: list[Choice] = []
            for arm, guard, changed in arms:
                for choice in changed.get(name, before):
                    kept = (*choice.guards, guard)[-_MOST_GUARDS:] if guard else choice.guards
                    world = {**choice.world, fork: arm}
                    merged.append(Choice(choice.fields, world, kept, choice.array, choice.unset))
            self.put(name, _bounded(merged))


def _small(choice: Choice) -> bool:
    return len(choice.fields) <= _MOST_FIELDS and all(len(each.text) <= _LONGEST for each in choice.fields[-2:])


def _bounded(choices: list[Choice]) -> Value:
    if len(choices) <= _MOST_CHOICES:
        return tuple(choices)
    return _UNSET
