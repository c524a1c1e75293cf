"""The fragments in a tree of configuration: literals, documents of other languages, and records of named values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from lint_rds_tls.frontends._documents import language_of, language_of_file, may_connect
from lint_rds_tls.frontends._trees.environment import Group, groups, is_provider, is_variable, variables
from lint_rds_tls.frontends._trees.nodes import Member, Node, Scalar, Tree, joined, members_of, merged_into
from lint_rds_tls.model import Embedded, Entry, Fragment, Literal, Record, Use, Vocabulary
from lint_rds_tls.text import MappedText

__all__ = ["entries_of", "fragments"]

_EDGE = re.compile(r"__|:")
#: Lists of variables in files of Docker Compose and Kubernetes.
_ENVIRONMENTS = frozenset({"environment", "env"})
#: Levels below a mapping whose scalars belong to its record; keeps deep nesting and cycles linear.
_DEEPEST = 8
#: Members looked at for all records of one document; only aliases of aliases come to more.
_MOST = 50_000
#: Aliases of one scalar that make a literal of their own.
_MOST_SHOWN = 8
#: Parts of a path that a use names.
_LONGEST_PATH = 32


@dataclass(slots=True, eq=False)
class _Step:
    """A tree with the way to it."""

    tree: Tree
    name: str = ""
    above: _Step | None = None
    providers: tuple[str, ...] = ()

    def path(self, last: str) -> str:
        parts = [last]
        step: _Step | None = self
        while step is not None and len(parts) < _LONGEST_PATH:
            parts.append(step.name)
            step = step.above
        return ":".join(part for name in reversed(parts) for part in _EDGE.split(name) if part)


def fragments(text: MappedText, root: Node, vocabulary: Vocabulary, taken: Collection[int] = ()) -> Iterator[Fragment]:
    """A literal for each scalar of `text` that may connect, a record for each mapping with one of the vocabulary.

    `taken` are the identities of scalars that somebody else reads. Every tree is visited once, however often it is
    named, so cycles and aliases of aliases cost nothing.
    """
    if isinstance(root, Scalar):
        yield from _text(text, root, "", "", ())
        return
    seen = {id(root)}
    shown: Counter[int] = Counter()
    left = _MOST
    stack = [_Step(root)]
    while stack:
        step = stack.pop()
        tree = step.tree
        named = tree.numbered and step.name.lower() in _ENVIRONMENTS
        members = variables(tree) if named else tree.members
        together = list(_groups(members, vocabulary, tree.flat or named))
        products = _products(together)
        step.providers = tuple(_providers(members if not tree.flat else ()))
        libraries = (*step.providers, *(step.above.providers if step.above else ()))
        below = [_Step(each, step.name, step.above) for each in merged_into(tree)]
        for member in members:
            name, node = str(member.name), member.node
            if isinstance(node, Tree):
                below.append(_Step(node, name, step))
            elif id(node) not in taken and (may_connect(node.value) or _language(name, node.value)):
                shown[id(node)] += 1
                if shown[id(node)] <= _MOST_SHOWN:
                    yield from _text(text, node, name, step.path(name), products.get(id(member), libraries))
        for group in together:
            yield from group.record(text, step.path(""))
        for each in reversed(below):
            if id(each.tree) not in seen:
                seen.add(id(each.tree))
                stack.append(each)
        if left and not tree.flat and _is_wanted(tree, vocabulary):
            entries, whole, steps = entries_of(text, tree, left)
            left -= steps
            if len(entries) > 1:
                yield Record(
                    type="",
                    entries=tuple(entries),
                    span=text[tree.start : tree.end].span,
                    uses=(Use(role="key", name=step.path("")),),
                    libraries=libraries,
                    truncated=not whole,
                )


def _groups(members: Iterable[Member], vocabulary: Vocabulary, flat: bool) -> Iterator[Group]:
    """The environment variables among the members of one mapping that belong together."""
    scalars = (each for each in members if isinstance(each.node, Scalar) and (flat or is_variable(str(each.name))))
    # Where the mapping itself holds the known keys, its own record says it.
    return (group for group in groups(scalars, vocabulary.keys) if flat or group.prefix)


def _products(together: Iterable[Group]) -> dict[int, tuple[str, ...]]:
    """What names the database product of each variable, by its identity."""
    found: dict[int, tuple[str, ...]] = {}
    for group in together:
        found.update(dict.fromkeys(map(id, group.members), group.libraries))
    return found


def _providers(members: Iterable[Member]) -> Iterator[str]:
    for member in members:
        if isinstance(member.node, Scalar) and member.node.value and is_provider(str(member.name)):
            yield member.node.value


def _text(text: MappedText, scalar: Scalar, name: str, path: str, libraries: tuple[str, ...]) -> Iterator[Fragment]:
    language = _language(name, scalar.value)
    if language is not None:
        yield Embedded(language=language, text=scalar.text())
    elif may_connect(scalar.value):
        uses = (Use(role="key", name=path),)
        span = text[scalar.start : scalar.end].span
        yield Literal(text=scalar.text(), span=span, uses=uses, libraries=libraries)


def _language(name: str, value: str) -> str | None:
    language = language_of(value)
    if language is None and "\n" in value:
        return language_of_file(name)
    return language


def _is_wanted(tree: Tree, vocabulary: Vocabulary) -> bool:
    keys, paths = vocabulary.keys, _paths(vocabulary.keys)
    for member in (member for each in (tree, *merged_into(tree)) for member in each.members):
        name = str(member.name).lower()
        if isinstance(member.node, Scalar):
            if name in keys or (vocabulary.values and member.node.value.lower() in vocabulary.values):
                return True
        elif name in paths and any(_holds(member.node, rest) for rest in paths[name]):
            return True
    return False


@cache
def _paths(keys: frozenset[str]) -> dict[str, list[str]]:
    """The dotted keys that their last part alone does not tell, such as `connector.class`: first part and rest."""
    found: dict[str, list[str]] = {}
    for key in keys:
        first, dot, rest = key.partition(".")
        if dot and key.rpartition(".")[2] not in keys:
            found.setdefault(first, []).append(rest)
    return found


def _holds(tree: Tree, path: str) -> bool:
    first, _, rest = path.partition(".")
    below = (member.node for member in tree.members if str(member.name).lower() == first)
    return any(_holds(each, rest) if isinstance(each, Tree) else not rest for each in below)


def entries_of(text: MappedText, tree: Tree, most: int = _MOST) -> tuple[list[Entry], bool, int]:
    """All scalars below a mapping in order, whether these are all, and how many members were looked at."""
    entries: list[Entry] = []
    whole = True
    steps = 0
    stack: list[tuple[Iterator[Member], tuple[MappedText, ...]]] = [(iter(members_of(tree)), ())]
    while stack:
        members, above = stack[-1]
        member = next(members, None)
        if member is None:
            stack.pop()
            continue
        if steps == most:
            return entries, False, steps
        steps += 1
        names = (*above, member.name)
        if isinstance(member.node, Scalar):
            span = text[member.start : member.end].span
            value, written = member.node.text(), member.node.written
            entries.append(Entry(name=joined(names), value=value, span=span, written=written))
        elif len(names) < _DEEPEST:
            stack.append((iter(members_of(member.node)), names))
        else:
            whole = False
    return entries, whole, steps
