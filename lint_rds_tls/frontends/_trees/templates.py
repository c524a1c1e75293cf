"""Functions of CloudFormation templates in a tree: what they come to, and what of it is not known.

Names and forms: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lint_rds_tls.frontends._trees.nodes import Member, Node, Scalar, Tree
from lint_rds_tls.text import MappedText, Span

__all__ = ["LONG_NAMES", "holds_functions", "settle"]

_NAMED = ("Ref", "Condition")
_VALUES = (
    "Base64", "Cidr", "FindInMap", "GetAtt", "GetAZs", "If", "ImportValue", "Join", "Length", "Select", "Split", "Sub",
    "ToJsonString", "Transform",
)  # fmt: skip
#: The short form in YAML and the long one, which says the same.
LONG_NAMES: Mapping[str, str] = {f"!{name}": name for name in _NAMED} | {f"!{name}": f"Fn::{name}" for name in _VALUES}
#: What stays as it is: a choice, of which whoever reads the tree makes alternatives, and text that is only encoded.
_KEPT = frozenset({"Fn::If", "Fn::Base64", "Condition"})
_SETTLED = frozenset(LONG_NAMES.values()) - _KEPT
_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
#: Parameters of other types name something of which only the account knows the value.
_PLAIN_TYPES = frozenset({"String", "Number"})
#: Trees looked at in one document.
_MOST = 100_000
#: Longer texts than this are not put together.
_LONGEST = 1 << 18


def holds_functions(text: str) -> bool:
    """Whether a document may have any of them."""
    return "Fn::" in text or "Ref" in text or any(f"{name} " in text for name in LONG_NAMES)


def settle(text: MappedText, root: Node) -> None:
    """Put what functions of `text` come to in their places; of a hole it is kept what is written for it.

    A parameter stands for its default, which holds unless somebody says otherwise.
    """
    if not isinstance(root, Tree):
        return
    template = _Template(text, _defaults(root), _child(root, "Mappings"))
    for tree in reversed(list(_trees(root))):
        for member in tree.members:
            value = template.value(member.node)
            if value is not None:
                member.node = value


def _trees(root: Tree) -> Iterator[Tree]:
    """Every tree once, those that hold others before these."""
    found, seen = [root], {id(root)}
    for tree in found:  # grows while it is read
        yield tree
        for node in (*(member.node for member in tree.members), *tree.merged):
            if isinstance(node, Tree) and id(node) not in seen and len(found) < _MOST:
                seen.add(id(node))
                found.append(node)


def _defaults(root: Tree) -> dict[str, Scalar]:
    """The defaults of the parameters; secrets and empty ones, which only say that nothing was given, left out."""
    parameters = _child(root, "Parameters")
    found: dict[str, Scalar] = {}
    members = parameters.members if isinstance(parameters, Tree) else []
    for member in members:
        default = _child(member.node, "Default") or _first_of_a_kind(_child(member.node, "AllowedValues"))
        plain = _said(_child(member.node, "Type")) in _PLAIN_TYPES
        secret = _said(_child(member.node, "NoEcho")).lower() == "true"
        if plain and not secret and isinstance(default, Scalar) and default.value:
            found[str(member.name)] = default
    return found


def _first_of_a_kind(allowed: Node | None) -> Node | None:
    """The first of several values that differ in what follows the same word and a hyphen: `a-x`, `a-y`."""
    values = [member.node for member in allowed.members] if isinstance(allowed, Tree) else []
    words = {_said(value).partition("-")[0] for value in values}
    return values[0] if len(words) == 1 and all("-" in _said(value) for value in values) else None


def _child(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, Tree):
        return None
    return next((member.node for member in node.members if str(member.name) == name), None)


def _said(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) else ""


@dataclass(frozen=True, slots=True)
class _Template:
    """What functions may refer to."""

    source: MappedText
    defaults: Mapping[str, Scalar]
    mappings: Node | None

    def value(self, node: Node) -> Scalar | None:
        """What a node comes to that is a function; None for all others."""
        if not isinstance(node, Tree) or node.numbered or node.merged or len(node.members) != 1:
            return None
        name, argument = str(node.members[0].name), node.members[0].node
        if name not in _SETTLED:
            return None
        place = _place(node.members[0])
        if name == "Ref" and isinstance(argument, Scalar):
            default = self.defaults.get(argument.value)
            if default is None:
                return self._unknown(place, argument.value)
            return Scalar(default.value, lambda: default.text().as_default(), *place, argument.value)
        if name == "Fn::Sub":
            return self._text(argument, place)
        if name == "Fn::Join":
            return self._joined(argument, place)
        if name == "Fn::FindInMap":
            return self._found(argument, place)
        if name == "Fn::GetAtt" and isinstance(argument, Tree):
            return self._unknown(place, ".".join(_said(member.node) for member in argument.members))
        return self._unknown(place, _said(argument))

    def _text(self, argument: Node, place: tuple[int, int]) -> Scalar:
        """`Fn::Sub`: a text, or one with values for its variables."""
        values: Node | None = None
        if isinstance(argument, Tree) and argument.numbered and len(argument.members) == 2:
            argument, values = (member.node for member in argument.members)
        if not isinstance(argument, Scalar):
            return self._unknown(place)
        whole = _VARIABLE.fullmatch(argument.value)
        written = whole[2].strip() if whole is not None and not whole[1] else argument.value
        return self._made(self._parts(argument.text(), values), place, written)

    def _parts(self, text: MappedText, values: Node | None) -> Iterator[MappedText]:
        position = 0
        yield text[:0]
        for match in _VARIABLE.finditer(str(text)):
            yield text[position : match.start()]
            position = match.end()
            literal, name = match[1], match[2].strip()
            given = _child(values, name)
            if literal:
                yield text[match.start() : match.start() + 2]
                yield text[match.start() + 3 : match.end()]
            elif isinstance(given, Scalar):
                yield given.text()
            elif given is None and name in self.defaults:
                yield self.defaults[name].text().as_default()
            else:
                yield MappedText.hole(text[match.start() : match.end()].span)
        yield text[position:]

    def _joined(self, argument: Node, place: tuple[int, int]) -> Scalar:
        """`Fn::Join`: a separator and a list."""
        if not isinstance(argument, Tree) or len(argument.members) != 2:
            return self._unknown(place)
        separator, parts = (member.node for member in argument.members)
        if not isinstance(separator, Scalar) or not isinstance(parts, Tree) or not parts.numbered:
            return self._unknown(place)
        return self._made(self._listed(parts, separator.value), place, "")

    def _listed(self, parts: Tree, separator: str) -> Iterator[MappedText]:
        for index, member in enumerate(parts.members):
            node = member.node
            place = self.source[node.start : node.end].span
            if index and separator:
                yield MappedText.decoded(separator, Span(place.start, place.start))
            yield node.text() if isinstance(node, Scalar) else MappedText.hole(place)

    def _found(self, argument: Node, place: tuple[int, int]) -> Scalar:
        """`Fn::FindInMap`: a mapping and two keys."""
        keys = [member.node for member in argument.members] if isinstance(argument, Tree) else []
        node, texts = self.mappings, []
        for key in keys[:3]:
            if not isinstance(key, Scalar) or key.text().has_hole:
                return self._unknown(place)
            node = _child(node, key.value)
            texts.append(key.text())
        if len(keys) < 3 or not isinstance(node, Scalar):
            return self._unknown(place)
        text = node.text().as_default() if any(each.has_default for each in texts) else node.text()
        return Scalar(node.value, lambda: text, *place)

    def _unknown(self, place: tuple[int, int], written: str = "") -> Scalar:
        text = MappedText.hole(self.source[slice(*place)].span)
        return Scalar(str(text), lambda: text, *place, written)

    def _made(self, parts: Iterable[MappedText], place: tuple[int, int], written: str) -> Scalar:
        """The parts as one text; one that stands in another many times over could fill any memory."""
        kept: list[MappedText] = []
        length = 0
        for part in parts:
            kept.append(part)
            length += len(part)
            if length > _LONGEST:
                return self._unknown(place, written)
        text = MappedText.joined(kept)
        return Scalar(str(text), lambda: text, *place, written if text.has_hole else "")


def _place(member: Member) -> tuple[int, int]:
    """From the name of a function to the end of what it is given."""
    return member.start, max(member.end, member.node.end)
