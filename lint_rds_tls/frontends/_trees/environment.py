"""Environment variables, whose names carry a path: those that share what stands before a known key belong together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from lint_rds_tls.frontends._trees.nodes import Member, Scalar, Tree
from lint_rds_tls.model import Entry, Record, Use
from lint_rds_tls.text import MappedText

__all__ = ["Group", "groups", "is_provider", "is_variable", "variables"]

#: Members that name the database product, without hyphens and underscores.
_PROVIDERS = frozenset(
    {
        "providername", "provider", "dbprovider", "dataprovider", "invariantname", "classname", "driver",
        "driverclassname", "driverclass", "jdbcdriver", "jdbcdriverclass", "dbkind",
    }
)  # fmt: skip
_SPLIT = re.compile("_+")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_+[A-Za-z0-9]+)*")
_PAIR = re.compile(r"([A-Za-z_][\w.-]*)=")
#: Places where the name of one variable may be cut.
_MOST_CUTS = 24


@dataclass(slots=True)
class Group:
    """The variables of one prefix."""

    prefix: str  #: with the underscores behind it
    keys: Collection[str]
    members: list[Member] = field(default_factory=list)

    @property
    def libraries(self) -> tuple[str, ...]:
        """What names the database product."""
        found = (member for member in self.members if is_provider(str(member.name)[len(self.prefix) :]))
        return tuple(each.node.value for each in found if isinstance(each.node, Scalar) and each.node.value)

    def record(self, text: MappedText, path: str) -> Iterator[Record]:
        """All of them, named by what stands behind the prefix; nothing where there is one alone."""
        if len(self.members) < 2:
            return
        name = ":".join(part for part in (path, self.prefix.rstrip("_")) if part)
        yield Record(
            type="",
            entries=tuple(_entry(text, member, len(self.prefix), self.keys) for member in self.members),
            span=text[self.members[0].start : self.members[-1].end].span,
            uses=(Use(role="key", name=name),),
            libraries=self.libraries,
        )


def _entry(text: MappedText, member: Member, prefix: int, keys: Collection[str]) -> Entry:
    value = member.node.text() if isinstance(member.node, Scalar) else MappedText()
    return Entry(name=_dotted(member.name[prefix:], keys), value=value, span=text[member.start : member.end].span)


def _dotted(name: MappedText, keys: Collection[str]) -> MappedText:
    """A name with dots for its underscores, as Spring Boot reads it; a known key at its end stays whole."""
    written = str(name)
    known = next((cut for cut in _cuts(written) if _is_known(written[cut:], keys)), len(written))
    parts: list[MappedText] = []
    last = 0
    for match in _SPLIT.finditer(written, 1, known):
        if match.end() < len(written):
            parts += name[last : match.start()], MappedText.decoded(".", name[match.start() : match.end()].span)
            last = match.end()
    return MappedText.joined((*parts, name[last:]))


def is_provider(name: str) -> bool:
    """Whether a member of this name tells the database product."""
    return name.lower().replace("-", "").replace("_", "") in _PROVIDERS


def is_variable(name: str) -> bool:
    """Whether this is spelled as environment variables are, in capitals."""
    return _VARIABLE.fullmatch(name) is not None and name.partition("_")[0].isupper()


def groups(members: Iterable[Member], keys: Collection[str]) -> list[Group]:
    """The variables (their nodes are scalars) by prefix; a prefix is what stands before one of the `keys`."""
    members = list(members)
    found: dict[str, Group] = {}
    for member in members:
        name = str(member.name)
        known = next((cut for cut in _cuts(name) if _is_known(name[cut:], keys)), None)
        if known is not None:
            found.setdefault(name[:known], Group(name[:known], keys))
    for member in members if found else ():
        name = str(member.name)
        for cut in _cuts(name):
            group = found.get(name[:cut])
            # Whatever has no prefix shares none.
            if group is not None and (cut or _is_known(name, keys)):
                group.members.append(member)
    return list(found.values())


def _cuts(name: str) -> Iterator[int]:
    """Where the rest of a name may begin, the longest first."""
    yield 0
    for _, match in zip(range(_MOST_CUTS), _SPLIT.finditer(name, 1), strict=False):
        if match.end() < len(name):
            yield match.end()


def _is_known(rest: str, keys: Collection[str]) -> bool:
    lower = rest.lower()
    return any(_SPLIT.sub(separator, lower) in keys for separator in ("", "-", "_", ".", " "))


def variables(tree: Tree) -> list[Member]:
    """The items of a list of variables under their names.

    Docker Compose writes `- A=b`, Kubernetes `- {name: A, value: b}`.
    """
    return [_variable(member) for member in tree.members]


def _variable(member: Member) -> Member:
    node = member.node
    if isinstance(node, Scalar):
        match = _PAIR.match(node.value)
        if match is None:
            return member
        text, cut = node.text(), match.end()
        value = Scalar(node.value[cut:], lambda: text[cut:], node.start, node.end)
        return Member(text[: cut - 1], value, member.start, member.end)
    pair = {str(each.name): each.node for each in node.members}
    name, content = pair.get("name"), pair.get("value")
    if isinstance(name, Scalar) and isinstance(content, Scalar):
        return Member(name.text(), content, member.start, member.end)
    return member
