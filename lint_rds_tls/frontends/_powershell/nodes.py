"""The syntax tree of PowerShell, as far as strings, commands, objects and the names they go by need it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lint_rds_tls.frontends._code.parts import Part

__all__ = [
    "Assignment",
    "Block",
    "Branches",
    "Cast",
    "Chain",
    "Command",
    "Enclosed",
    "Flow",
    "Function",
    "Listed",
    "Node",
    "Number",
    "Operation",
    "Parameter",
    "Pipeline",
    "Scoped",
    "Script",
    "Statement",
    "Step",
    "Switch",
    "Table",
    "Text",
    "TypeName",
    "Variable",
    "Word",
]


@dataclass(slots=True, eq=False)
class Node:
    """A part of the source, from start to end."""

    start: int
    end: int


# --- expressions


@dataclass(slots=True, eq=False)
class Text(Node):
    """A string, or a bare word: what is copied or decoded, and the expressions between."""

    kind: str  #: single | double | here | bare
    parts: list[Part | Node]

    @property
    def constant(self) -> str | None:
        """The whole value, None where it has expressions in it."""
        if any(isinstance(part, Node) for part in self.parts):
            return None
        return "".join(part.text for part in self.parts if isinstance(part, Part))


@dataclass(slots=True, eq=False)
class Number(Node):
    """A number as written."""

    text: str


@dataclass(slots=True, eq=False)
class Variable(Node):
    """`$name`, `${name}`, `@name`; the name with its scope or drive, in lower case."""

    name: str
    splat: bool = False


@dataclass(slots=True, eq=False)
class TypeName(Node):
    """`[A.B]` by itself."""

    name: str


@dataclass(slots=True, eq=False)
class Cast(Node):
    """`[A.B]value`."""

    type: str
    value: Node


@dataclass(slots=True, eq=False)
class Step(Node):
    """What follows a value: `.name`, `::name`, `[index]`; with arguments where it is called."""

    sign: str  #: . | :: | [
    name: Node
    arguments: list[Node] | None = None


@dataclass(slots=True, eq=False)
class Chain(Node):
    """A value, its members, and the members of those."""

    base: Node
    steps: list[Step]


@dataclass(slots=True, eq=False)
class Listed(Node):
    """`a, b, c`."""

    elements: list[Node]


@dataclass(slots=True, eq=False)
class Enclosed(Node):
    """`( … )`, `$( … )`, `@( … )`."""

    sign: str  #: ( | $( | @(
    body: list[Node]


@dataclass(slots=True, eq=False)
class Table(Node):
    """`@{ key = value }`."""

    pairs: list[tuple[Node, Node | None]]


@dataclass(slots=True, eq=False)
class Script(Node):
    """`{ … }` as a value."""

    block: Block


@dataclass(slots=True, eq=False)
class Operation(Node):
    """Operators of one precedence between operands, or before the one operand; the ternary is `?`."""

    signs: list[str]  #: in lower case, without the dash: `f`, `join`, `+`
    operands: list[Node]


# --- statements


@dataclass(slots=True, eq=False)
class Parameter(Node):
    """`-Name`, `-Name:value`."""

    name: str
    name_end: int
    argument: Node | None = None


@dataclass(slots=True, eq=False)
class Word(Node):
    """What a command begins with or is given, other than a parameter."""

    value: Node


@dataclass(slots=True, eq=False)
class Command(Node):
    """A command with its name and arguments."""

    operator: str  #: `&`, `.` or nothing
    elements: list[Parameter | Word]


@dataclass(slots=True, eq=False)
class Pipeline(Node):
    """Commands and expressions joined by `|`, `&&`, `||`."""

    elements: list[Node]
    signs: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Assignment(Node):
    """`target = value`, `target += value`."""

    target: Node
    sign: str
    value: Node


@dataclass(slots=True, eq=False)
class Statement(Node):
    """What no other node stands for: an attribute, something that could not be read."""

    inner: list[Node]


@dataclass(slots=True, eq=False)
class Block(Node):
    """Statements in order; of a script block or function its parameters with their defaults too."""

    statements: list[Node]
    parameters: list[tuple[Variable, str, Node | None]] = field(default_factory=list)  #: name, type, default


@dataclass(slots=True, eq=False)
class Branches(Node):
    """if, loops, try: conditions with the blocks that may run."""

    kind: str  #: if | loop | try
    arms: list[tuple[Node | None, Block]]  #: condition, block; the condition of `else` and `try` is None
    head: list[Node] = field(default_factory=list)  #: always evaluated
    item: Variable | None = None  #: of foreach


@dataclass(slots=True, eq=False)
class Switch(Node):
    """`switch (subject) { pattern { … } }`; the pattern of `default` is None."""

    subject: list[Node]
    arms: list[tuple[Node | None, Block]]


@dataclass(slots=True, eq=False)
class Function(Node):
    """`function name { … }`, a method of a class."""

    name: str
    block: Block


@dataclass(slots=True, eq=False)
class Scoped(Node):
    """A block that runs where it stands: `begin { … }`, `data { … }`, a class's members."""

    block: Block


@dataclass(slots=True, eq=False)
class Flow(Node):
    """return, throw, exit, break, continue."""

    kind: str
    value: Node | None
