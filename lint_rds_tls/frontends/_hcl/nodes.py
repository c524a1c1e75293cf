"""What a file of HCL is made of: blocks, attributes and expressions, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from lint_rds_tls.text import MappedText

__all__ = [
    "Attribute",
    "Block",
    "Body",
    "Call",
    "Collection",
    "Constant",
    "Expression",
    "Mapping",
    "Reference",
    "Template",
    "Unknown",
]


@dataclass(slots=True, eq=False, kw_only=True)
class Expression:
    """Something that has a value."""

    start: int
    end: int


@dataclass(slots=True, eq=False, kw_only=True)
class Constant(Expression):
    """A number, a truth value, or `null`."""

    file: MappedText  #: in which it stands

    @property
    def text(self) -> MappedText:
        """As written."""
        return self.file[self.start : self.end]


@dataclass(slots=True, eq=False, kw_only=True)
class Template(Expression):
    """A string, in quotes or as a heredoc."""

    parts: list[MappedText | Expression]


@dataclass(slots=True, eq=False, kw_only=True)
class Reference(Expression):
    """A name with what is taken from it: `var.engine`, `aws_db_instance.main[0].id`."""

    name: str


@dataclass(slots=True, eq=False, kw_only=True)
class Collection(Expression):
    """`[a, b]`."""

    items: list[Expression]


@dataclass(slots=True, eq=False, kw_only=True)
class Mapping(Expression):
    """`{ a = b }`."""

    members: list[tuple[Expression, Expression]]


@dataclass(slots=True, eq=False, kw_only=True)
class Call(Expression):
    """`f(a, b)`."""

    name: str
    arguments: list[Expression]


@dataclass(slots=True, eq=False, kw_only=True)
class Unknown(Expression):
    """What is worked out: a condition, a sum, a `for`."""

    parts: list[Expression]


@dataclass(slots=True, eq=False, kw_only=True)
class Attribute:
    """`name = expression`."""

    name: MappedText
    value: Expression
    start: int
    end: int


@dataclass(slots=True, eq=False, kw_only=True)
class Body:
    """What a file or a block holds, in order."""

    attributes: list[Attribute] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def get(self, name: str) -> Expression | None:
        """The value of an attribute; None where it is not set."""
        return next((each.value for each in self.attributes if str(each.name) == name), None)


@dataclass(slots=True, eq=False, kw_only=True)
class Block:
    """`kind "label" { body }`."""

    kind: MappedText
    labels: list[MappedText]
    body: Body
    start: int
    end: int
