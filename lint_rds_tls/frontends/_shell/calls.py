"""Functions of a shell script: called with what their arguments are known to be, and the ways they may return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lint_rds_tls.frontends._shell.expansion import Expansion
from lint_rds_tls.frontends._shell.nodes import Function, Node
from lint_rds_tls.frontends._shell.state import POSITIONAL, Choice, Field, Value, World
from lint_rds_tls.text import MappedText

__all__ = ["MOST_AGAIN", "Calls", "Frame"]

#: Functions that call functions.
_DEEPEST_CALL = 8
#: Simple commands that are walked again, for functions and substitutions that are used more than once.
MOST_AGAIN = 1500


@dataclass(slots=True)
class Frame:
    """A call of a function."""

    name: str
    depth: int  #: open forks where it began
    locals: dict[str, Value] = field(default_factory=dict)  #: what its own variables hide
    returns: list[tuple[dict[str, Value], World, tuple[str, ...]]] = field(default_factory=list)


@dataclass(slots=True)
class Defined:
    """A function, and the text that it is written in."""

    node: Function
    text: MappedText
    called: bool = False


class Calls(Expansion):
    """Calls functions."""

    def __init__(self) -> None:
        super().__init__()
        self.functions: dict[str, Defined] = {}
        self.frames: list[Frame] = []
        self.steps = 0
        self.most = MOST_AGAIN

    def nodes(self, nodes: Sequence[Node]) -> None:
        """Run commands one after the other, until one ends the way."""
        raise NotImplementedError

    def define(self, node: Function) -> None:
        """Remember a function."""
        self.functions[node.name] = Defined(node, self.text)

    def call(self, name: str, fields: Sequence[Field]) -> bool:
        """Run a function of the file with these arguments; False where it goes too deep."""
        defined = self.functions[name]
        defined.called = True
        running = any(frame.name == name for frame in self.frames)
        if running or len(self.frames) >= _DEEPEST_CALL or self.steps > self.most:
            return False
        text, self.text = self.text, defined.text
        positional = self.values.get(POSITIONAL, (Choice((), unset=True),))
        world, guards = self.world, self.guards
        self.begin()
        frame = Frame(name, self.open_forks - 1)
        self.frames.append(frame)
        self.put(POSITIONAL, (Choice(tuple(fields), array=True),))
        self.nodes(defined.node.body)
        self.frames.pop()
        ended, self.ended = self.ended, ""
        ways = [*frame.returns]
        changed = self.changes()
        if ended != "return":
            ways.append((changed, world, guards))
        self.text, self.world, self.guards = text, world, guards
        hidden = {*frame.locals, POSITIONAL}
        arms = [
            (arm, "", {each: value for each, value in changes.items() if each not in hidden})
            for arm, (changes, _, _) in enumerate(ways)
        ]
        if len(arms) == 1:
            for each, value in arms[0][2].items():
                self.put(each, value)
        else:
            self.merge(self.new_fork(), arms)
        self.put(POSITIONAL, positional)
        if ended == "exit":
            self.ended = ended
        return True

    def leave(self) -> None:
        """`return`: what holds here is one of the outcomes of the function."""
        if self.frames:
            frame = self.frames[-1]
            frame.returns.append((self.changed_since(frame.depth), self.world, self.guards))
        self.ended = "return"
