"""The syntax tree of C# and Java, as far as strings, objects and the names they go by need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lint_rds_tls.frontends._code.symbols import Scope, Symbol

__all__ = [
    "Access",
    "Argument",
    "Assignment",
    "Block",
    "Branching",
    "Call",
    "Cast",
    "Coalesce",
    "Collection",
    "Conditional",
    "Constant",
    "Create",
    "Declaration",
    "Entry",
    "Group",
    "Hole",
    "Index",
    "Initializer",
    "Interpolation",
    "Lambda",
    "Name",
    "Node",
    "Operation",
    "String",
    "Sum",
    "SwitchExpression",
    "Type",
    "Unread",
]


@dataclass(slots=True, eq=False)
class Node:
    """A part of the source, from start to end."""

    start: int
    end: int

    def children(self) -> Iterable[Node]:
        """The nodes directly inside, in the order in which they are evaluated."""
        return ()


@dataclass(slots=True, eq=False)
class Type(Node):
    """A type as written: `A.B<C>[]?` has path (A, B), its arguments, and the suffixes."""

    path: tuple[str, ...]
    arguments: tuple[Type, ...] = ()
    suffix: str = ""  #: `[]`, `?`, `*`
    alias: bool = False  #: the first name stands before `::`

    @property
    def name(self) -> str:
        """The simple name."""
        return self.path[-1] if self.path else ""


@dataclass(slots=True, eq=False)
class String(Node):
    """A string literal, or a piece of text of an interpolated string."""

    kind: str  #: of the token, TEXT for a piece
    opening: str = ""  #: of the interpolated string
    indentation: str | None = None
    first: bool = False


@dataclass(slots=True, eq=False)
class Hole(Node):
    """`{value,alignment:format}` of an interpolated string."""

    value: Node
    plain: bool  #: neither alignment nor format
    alignment: Node | None = None

    def children(self) -> Iterable[Node]:
        return (self.value,) if self.alignment is None else (self.value, self.alignment)


@dataclass(slots=True, eq=False)
class Interpolation(Node):
    """An interpolated string."""

    parts: list[String | Hole]

    def children(self) -> Iterable[Node]:
        return [node for part in self.parts if isinstance(part, Hole) for node in part.children()]


@dataclass(slots=True, eq=False)
class Constant(Node):
    """A number, character, true, false, null or default."""

    text: str


@dataclass(slots=True, eq=False)
class Name(Node):
    """A simple name where it is used; also this, base and predefined types."""

    name: str
    scope: Scope
    generic: bool = False


@dataclass(slots=True, eq=False)
class Access(Node):
    """`target.name`, `target?.name`, `target::name`."""

    target: Node
    name: str
    sign: str = "."

    def children(self) -> Iterable[Node]:
        return (self.target,)


@dataclass(slots=True, eq=False)
class Argument(Node):
    """An argument; `name` where it is named, `mode` ref, out or in."""

    value: Node
    name: str = ""
    mode: str = ""

    def children(self) -> Iterable[Node]:
        return (self.value,)


@dataclass(slots=True, eq=False)
class Call(Node):
    """`target(arguments)`; an attribute is a call of its name."""

    target: Node
    arguments: list[Argument]

    def children(self) -> Iterable[Node]:
        return (self.target, *self.arguments)


@dataclass(slots=True, eq=False)
class Index(Node):
    """`target[arguments]`."""

    target: Node
    arguments: list[Argument]

    def children(self) -> Iterable[Node]:
        return (self.target, *self.arguments)


@dataclass(slots=True, eq=False)
class Create(Node):
    """`new type(arguments) initializer`; no type in `new(…)`; also base(…) and this(…) calls of constructors."""

    type: Type | None
    arguments: list[Argument]
    initializer: Initializer | None
    scope: Scope
    array: bool = False
    bare_end: int = 0  #: where it ends without its initializer

    def children(self) -> Iterable[Node]:
        return (*self.arguments, self.initializer) if self.initializer else self.arguments


@dataclass(slots=True, eq=False)
class Entry(Node):
    """One element of an initializer: `name = value`, `[keys] = value`, `{values}` or a value alone."""

    name: Name | None
    keys: list[Argument]
    values: list[Node]

    def children(self) -> Iterable[Node]:
        return (*self.keys, *self.values)


@dataclass(slots=True, eq=False)
class Initializer(Node):
    """`{ … }` behind a new object, or of an array; `[ … ]`."""

    entries: list[Entry]

    def children(self) -> Iterable[Node]:
        return self.entries


@dataclass(slots=True, eq=False)
class Sum(Node):
    """`a + b + c`."""

    operands: list[Node]

    def children(self) -> Iterable[Node]:
        return self.operands


@dataclass(slots=True, eq=False)
class Operation(Node):
    """Any other operator or form, with its operands in order."""

    sign: str
    operands: list[Node]

    def children(self) -> Iterable[Node]:
        return self.operands


@dataclass(slots=True, eq=False)
class Group(Node):
    """`(inner)`, `checked(inner)`."""

    inner: Node

    def children(self) -> Iterable[Node]:
        return (self.inner,)


@dataclass(slots=True, eq=False)
class Collection(Node):
    """A tuple or a collection expression."""

    elements: list[Node]

    def children(self) -> Iterable[Node]:
        return self.elements


@dataclass(slots=True, eq=False)
class Cast(Node):
    """`(type)value`; also `value as type`."""

    type: Type
    value: Node
    scope: Scope

    def children(self) -> Iterable[Node]:
        return (self.value,)


@dataclass(slots=True, eq=False)
class Conditional(Node):
    """`condition ? yes : no`."""

    condition: Node
    yes: Node
    no: Node

    def children(self) -> Iterable[Node]:
        return (self.condition, self.yes, self.no)


@dataclass(slots=True, eq=False)
class Coalesce(Node):
    """`a ?? b ?? c`."""

    operands: list[Node]

    def children(self) -> Iterable[Node]:
        return self.operands


@dataclass(slots=True, eq=False)
class Assignment(Node):
    """An assignment, `target = value`, `target += value`."""

    target: Node
    sign: str
    value: Node

    def children(self) -> Iterable[Node]:
        return (self.target, self.value)


@dataclass(slots=True, eq=False)
class SwitchExpression(Node):
    """`subject switch { pattern when guard => value, … }`."""

    subject: Node
    arms: list[tuple[Node, Node]]  #: pattern with guard, value

    def children(self) -> Iterable[Node]:
        return (self.subject, *(node for arm in self.arms for node in arm))


@dataclass(slots=True, eq=False)
class Lambda(Node):
    """A lambda, a function or an accessor; its body an expression or a block."""

    body: Node
    symbol: Symbol | None = None  #: the function's

    def children(self) -> Iterable[Node]:
        return (self.body,)


@dataclass(slots=True, eq=False)
class Declaration(Node):
    """One local variable, with its initial value."""

    symbol: Symbol
    value: Node | None

    def children(self) -> Iterable[Node]:
        return (self.value,) if self.value is not None else ()


@dataclass(slots=True, eq=False)
class Block(Node):
    """Statements in order."""

    statements: list[Node]

    def children(self) -> Iterable[Node]:
        return self.statements


@dataclass(slots=True, eq=False)
class Branching(Node):
    """if, switch, loops, try: what is always evaluated, then arms of which one, or none, is."""

    kind: str  #: if | switch | loop | try
    head: list[Node]
    arms: list[Node]
    condition: tuple[int, int] = (0, 0)  #: place of the condition of an if
    exhaustive: bool = False  #: one arm is always taken

    def children(self) -> Iterable[Node]:
        return (*self.head, *self.arms)


@dataclass(slots=True, eq=False)
class Unread(Node):
    """Too deep to read in one go: tokens to read later by themselves."""

    first: int
    last: int
    scope: Scope
    statements: bool
