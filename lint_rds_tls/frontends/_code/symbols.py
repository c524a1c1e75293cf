"""What C# and Java code declares: names in scopes, and the members of types."""

from __future__ import annotations

from dataclasses import dataclass, field

from lint_rds_tls.frontends._code.nodes import Node, Type

__all__ = ["Imports", "Member", "Scope", "Symbol"]


@dataclass(slots=True, eq=False)
class Symbol:
    """Something declared."""

    name: str
    kind: str  #: const | field | local | parameter | property | method | type | enum | other
    scope: Scope  #: where it is declared
    start: int  #: of the name
    end: int
    type: Type | None = None
    value: Node | None = None  #: of a const, field, local, property: its initial value
    member: Member | None = None  #: where the value is written, while it is not read
    modifiers: frozenset[str] = frozenset()
    inner: Scope | None = None  #: of a type: its members


@dataclass(slots=True, eq=False)
class Imports:
    """What a file or namespace brings into scope besides its own names."""

    usings: list[tuple[str, ...]] = field(default_factory=list)
    statics: list[tuple[str, ...]] = field(default_factory=list)
    aliases: dict[str, Type] = field(default_factory=dict)
    namespaces: list[Scope] = field(default_factory=list)  #: declared directly inside


@dataclass(slots=True, eq=False)
class Scope:
    """Names declared at one level."""

    kind: str  #: file | namespace | type | interface | enum | block
    parent: Scope | None
    names: dict[str, list[Symbol]] = field(default_factory=dict)
    path: tuple[str, ...] = ()  #: of a namespace; of a type: its simple name
    bases: list[Type] = field(default_factory=list)  #: of a type
    named: Scope | None = None  #: of attributes: the parameters, which only nameof sees
    imports: Imports | None = None  #: of a file or namespace


@dataclass(slots=True, eq=False)
class Member(Node):
    """A part of a type that holds code: tokens, read when asked for."""

    kind: str  #: function | field | property | enum | type | statement
    scope: Scope
    first: int  #: tokens
    last: int
    marks: list[tuple[str, int]]  #: its parts and their tokens: attributes parameters base body accessors value code
    type: Type | None = None  #: declared, or returned
    symbols: list[Symbol] = field(default_factory=list)
    nodes: list[Node] | None = None  #: once read
