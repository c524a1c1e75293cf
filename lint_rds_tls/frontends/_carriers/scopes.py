"""What holds at a place of a document: environment variables, images, packages, interpreters; and its expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product

from lint_rds_tls.frontends._carriers.table import Document
from lint_rds_tls.frontends._documents import language_of_interpreter
from lint_rds_tls.frontends._trees.environment import variables
from lint_rds_tls.frontends._trees.nodes import Member, Node, Scalar, Tree, members_of
from lint_rds_tls.model import Entry, Surroundings
from lint_rds_tls.text import MappedText

__all__ = ["Scope", "expanded", "find", "scoped"]

#: Readings of one place that are told apart, where an expression chooses among texts.
_MOST_READINGS = 4
_CHOICE = re.compile(r"\$\{\{[^{}]*&&[ \t]*'(?P<yes>(?:[^']|'')*)'[ \t]*\|\|[ \t]*'(?P<no>(?:[^']|'')*)'[ \t]*\}\}")
_WINDOWS = re.compile(r"windows|\bwin\b")
_VERSION = re.compile(r"@[\w.]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What holds for a mapping of a document and all below it."""

    text: MappedText  #: of the file
    document: Document
    variables: tuple[tuple[Entry, ...], ...] = ()  #: each variable with the values it may have
    images: tuple[str, ...] = ()
    installed: list[str] = field(default_factory=list)  #: by what came before; shared by all of one job
    interpreter: str | None = None  #: a front-end's name; "" of a language that none reads
    machine: str = ""  #: the language that the machine has, where none is named

    def language(self) -> str:
        """The language of text for which none is named."""
        return self.interpreter if self.interpreter is not None else self.machine or "shell"

    def surroundings(self) -> Iterator[Surroundings]:
        """What embedded text is told; several where variables have several values."""
        readings = list(product(*self.variables))[:_MOST_READINGS] if self._readings() <= _MOST_READINGS else []
        libraries = tuple(dict.fromkeys((*self.images, *self.installed)))
        for entries in readings or [tuple(values[-1] for values in self.variables)]:
            yield Surroundings(variables=entries, libraries=libraries, alternative=len(readings) > 1)

    def _readings(self) -> int:
        count = 1
        for values in self.variables:
            count *= len(values)
        return count

    def expanded(self, text: MappedText) -> MappedText:
        """A text with the document's own expressions replaced."""
        return expanded(text, self.document.expressions, self.variables)


def scoped(scope: Scope, tree: Tree) -> Scope:
    """The scope inside a mapping."""
    document = scope.document
    changes: dict[str, object] = {}
    found = [entry for path in document.variables for entry in _entries(scope, find(tree, path))]
    if found:
        changes["variables"] = (*scope.variables, *found)
    images = tuple(value for path in document.images for value in _values(find(tree, path)))
    if images:
        changes["images"] = (*images, *scope.images)
    for value in (value for path in document.interpreters for value in _values(find(tree, path))):
        language = _interpreter(value)
        if language is not None:
            changes["interpreter"] = language
    machines = [value.lower() for path in document.machines for value in _values(find(tree, path))]
    if machines:
        changes["machine"] = document.windows if any(_WINDOWS.search(name) for name in machines) else ""
    return replace(scope, **changes) if changes else scope  # type: ignore[arg-type]


def _interpreter(value: str) -> str | None:
    """The language that a name of an interpreter or of a task stands for; None where it says nothing."""
    words = value.split()
    return language_of_interpreter(_VERSION.sub("", words[0])) if words else None


def find(tree: Node, path: str) -> Node | None:
    """The node at a path of names, case ignored; None where there is none."""
    node: Node | None = tree
    for name in path.split("/"):
        if not isinstance(node, Tree):
            return None
        node = next((each.node for each in members_of(node) if str(each.name).lower() == name.lower()), None)
    return node


def _values(node: Node | None) -> Iterator[str]:
    if isinstance(node, Scalar) and node.value:
        yield node.value
    elif isinstance(node, Tree) and node.numbered:
        yield from (each.node.value for each in node.members if isinstance(each.node, Scalar))


def _entries(scope: Scope, node: Node | None) -> Iterator[tuple[Entry, ...]]:
    if not isinstance(node, Tree):
        return
    for member in variables(node) if node.numbered else members_of(node):
        found = _scalar(member)
        if found is None:
            continue
        values = list(_choices(found.text())) or [scope.expanded(found.text())]
        span = scope.text[member.start : member.end].span
        yield tuple(Entry(name=member.name, value=value, span=span) for value in values)


def _scalar(member: Member) -> Scalar | None:
    """The value of a variable; GitLab may give it as a mapping with a description."""
    if isinstance(member.node, Scalar):
        return member.node
    value = find(member.node, "value")
    return value if isinstance(value, Scalar) else None


def _choices(text: MappedText) -> Iterator[MappedText]:
    """The two texts of `${{ condition && 'a' || 'b' }}`."""
    match = _CHOICE.fullmatch(str(text).strip()) if not text.has_hole else None
    if match is not None:
        written = text.strip()
        for group in ("yes", "no"):
            if "''" not in match[group]:
                yield written[match.start(group) : match.end(group)]


@cache
def _pattern(expressions: str) -> re.Pattern[str]:
    return re.compile(expressions)


def expanded(text: MappedText, expressions: str, known: tuple[tuple[Entry, ...], ...]) -> MappedText:
    """A text with what `expressions` match replaced: by a variable's value, a default, a sign, else by a hole."""
    if not expressions:
        return text
    pattern = _pattern(expressions)
    parts: list[MappedText] = []
    position = 0
    for match in pattern.finditer(str(text)):
        groups = match.groupdict()
        parts.append(text[position : match.start()])
        position = match.end()
        place = text[match.start() : position]
        value = _value(groups.get("name"), known)
        if groups.get("sign"):
            parts.append(MappedText.decoded(groups["sign"], place.span))
        elif value is not None:
            parts.append(value)
        elif groups.get("default") is not None:
            parts.append(text[match.start("default") : match.end("default")].as_default())
        elif place.pieces:
            parts.append(MappedText.hole(place.span))
    return MappedText.joined([*parts, text[position:]]) if parts else text


def _value(name: str | None, known: tuple[tuple[Entry, ...], ...]) -> MappedText | None:
    if name is None:
        return None
    found = next((entries for entries in reversed(known) if str(entries[0].name) == name), ())
    return found[0].value if len(found) == 1 else None
