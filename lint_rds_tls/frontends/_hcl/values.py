"""What expressions of HCL stand for, as far as the files of one directory tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from lint_rds_tls.frontends._hcl import nodes
from lint_rds_tls.frontends._hcl.nodes import Body, Expression
from lint_rds_tls.frontends._hcl.parser import Parser
from lint_rds_tls.frontends._trees.nodes import Member, Node, Scalar, Tree
from lint_rds_tls.model import Source
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

__all__ = ["Values", "declared_in"]

#: Expressions in expressions, names followed; and how long what a name stands for may get: it doubles with each.
_DEEPEST, _LONGEST = 70, 20_000
#: Functions that leave a value as it is.
_SAME = frozenset({"tostring", "tolist", "toset", "tomap", "sensitive", "nonsensitive", "trimspace", "chomp"})
#: Functions of which what they are given can be read where their result is used.
_WRAPPERS = frozenset({"jsonencode", "yamlencode", "base64encode", "flatten", "distinct"})
#: What files of variables that Terraform reads unasked are called.
_GIVEN = ("terraform.tfvars", "*.auto.tfvars")
_NULL = "null"


def declared_in(body: Body) -> Iterator[tuple[str, Expression]]:
    """The defaults of variables and the local values of a file, by the name that refers to them."""
    for block in body.blocks:
        if str(block.kind) == "variable" and len(block.labels) == 1:
            default = block.body.get("default")
            if default is not None:
                yield f"var.{block.labels[0]}", default
        elif str(block.kind) == "locals":
            yield from ((f"local.{each.name}", each.value) for each in block.body.attributes)


@lru_cache(maxsize=256)
def _declared(text: str) -> Mapping[str, Expression]:
    return dict(declared_in(Parser(MappedText.copied(text)).body))


@lru_cache(maxsize=64)
def _given(text: str) -> Mapping[str, Expression]:
    body = Parser(MappedText.copied(text)).body
    return {f"var.{each.name}": each.value for each in body.attributes}


class Values:
    """Reads the expressions of one file."""

    def __init__(self, source: Source, body: Body) -> None:
        self._text = source.text
        self._own = dict(declared_in(body))
        self._around = cache(lambda: _beside(source, self._own))
        self._resolved: dict[str, MappedText | None] = {}
        self._nodes: dict[int, Node] = {}
        self._depth = 0

    # --- texts -------------------------------------------------------------------------------------------------------

    def text(self, value: Expression, depth: int = 0) -> MappedText:
        """What an expression stands for, as a text; what is not known is a hole."""
        if depth > _DEEPEST:
            return MappedText.hole(self._place(value))
        if isinstance(value, nodes.Constant):
            return value.text
        if isinstance(value, nodes.Template):
            parts = [part if isinstance(part, MappedText) else self.text(part, depth + 1) for part in value.parts]
            empty = self._text[value.start + 1 : value.start + 1]
            return MappedText.joined((empty, *parts))
        if isinstance(value, nodes.Call) and value.name in _SAME and len(value.arguments) == 1:
            return self.text(value.arguments[0], depth + 1)
        span = self._place(value)
        if isinstance(value, nodes.Reference):
            found = self._named(value.name, depth)
            if found is not None:
                if not str(found):
                    return MappedText(anchor=span.start)
                stands = MappedText.decoded(str(found), span)
                return stands.as_default() if found.has_default or value.name.startswith("var.") else stands
        return MappedText.hole(span)

    def _place(self, value: Expression) -> Span:
        """Where an expression stands; of another file it is not told, and nobody asks."""
        return self._text[value.start : value.end].span

    def _named(self, name: str, depth: int) -> MappedText | None:
        """The known text of a name."""
        if name not in self._resolved:
            self._resolved[name] = None  # where it stands for itself
            self._resolved[name] = self._follow(name, depth)
        return self._resolved[name]

    def _follow(self, name: str, depth: int) -> MappedText | None:
        value = self._around().get(name)
        if value is None or _is_null(value):
            return None
        text = self.text(value, depth + 1)
        return None if text.has_hole or len(text) > _LONGEST else text

    # --- trees -------------------------------------------------------------------------------------------------------

    def members(self, name: MappedText, value: Expression, start: int) -> Iterator[Member]:
        """The members of a mapping that an attribute comes to; none where it is `null`."""
        for node in self._nodes_of(value):
            yield Member(name, node, start, value.end)

    def _nodes_of(self, value: Expression) -> list[Node]:
        if _is_null(value) or self._depth > _DEEPEST:
            return []
        self._depth += 1
        try:
            return self._known_nodes(value)
        finally:
            self._depth -= 1

    def _known_nodes(self, value: Expression) -> list[Node]:
        if isinstance(value, nodes.Call) and value.name in _SAME | _WRAPPERS and len(value.arguments) == 1:
            return self._nodes_of(value.arguments[0])
        if isinstance(value, (nodes.Collection, nodes.Mapping)):
            return [self._tree(value)]
        if isinstance(value, nodes.Reference):
            own = self._own.get(value.name) if value.name.startswith("local.") else None
            if isinstance(own, (nodes.Collection, nodes.Mapping)):
                return [self._tree(own)]
        inner = [each for each in _inside(value) if not isinstance(each, (nodes.Constant, nodes.Reference))]
        found: list[Node] = [self._scalar(value)]
        return [*found, self._numbered(value, inner)] if inner else found

    def _tree(self, value: nodes.Collection | nodes.Mapping) -> Node:
        known = self._nodes.get(id(value))
        if known is not None:
            return known
        if isinstance(value, nodes.Collection):
            return self._numbered(value, value.items)
        tree = self._nodes[id(value)] = Tree(value.start, value.end)
        for key, each in value.members:
            bare = isinstance(key, nodes.Reference)
            name = self._text[key.start : key.end] if bare else self.text(key)
            tree.members += self.members(name, each, key.start)
        return tree

    def _numbered(self, value: Expression, items: Sequence[Expression]) -> Tree:
        tree = Tree(value.start, value.end, numbered=True)
        self._nodes[id(value)] = tree
        for each in items:
            for node in self._nodes_of(each):
                tree.append(node, each.start, each.end, self._text.offset(each.start))
        return tree

    def _scalar(self, value: Expression) -> Scalar:
        written = value.name if isinstance(value, nodes.Reference) else ""
        return Scalar(_written(value), lambda: self.text(value), value.start, value.end, written)


def _inside(value: Expression) -> Sequence[Expression]:
    """Of what a value is worked out."""
    if isinstance(value, nodes.Call):
        return value.arguments
    return value.parts if isinstance(value, nodes.Unknown) else ()


def _written(value: Expression) -> str:
    """The text of an expression as far as it says itself."""
    if isinstance(value, nodes.Constant):
        return str(value.text)
    if isinstance(value, nodes.Template):
        return "".join(str(part) if isinstance(part, MappedText) else HOLE_CHARACTER for part in value.parts)
    return HOLE_CHARACTER


def _beside(source: Source, own: Mapping[str, Expression]) -> Mapping[str, Expression]:
    """What names stand for in a directory, which Terraform reads as one text."""
    found: dict[str, Expression] = {}
    for other in source.beside("*.tf"):
        found.update(_declared(str(other.text)))
    found.update(own)
    for pattern in _GIVEN:
        for other in source.beside(pattern):
            found.update(_given(str(other.text)))
    return found


def _is_null(value: Expression) -> bool:
    return isinstance(value, nodes.Constant) and str(value.text) == _NULL
