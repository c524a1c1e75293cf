"""Follows objects through the code of one member: how they are built, what is written to them, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lint_rds_tls.frontends._csharp_nodes import Node
from lint_rds_tls.model import Entry, Record, Use
from lint_rds_tls.text import MappedText, Span

__all__ = ["Event", "Path", "exclusive", "records"]

#: Which arm of which branching, from the outside in: (the branching, the arm, its kind).
Path = tuple[tuple[Node, int, str], ...]

_CHOICES = frozenset(("if", "switch"))


@dataclass(slots=True, eq=False)
class Event:
    """Something that happens to an object."""

    kind: str  #: new | declared | set | remove | clear | replace | use | escape
    path: Path
    record: Record | None = None  #: new, declared: the object as it is then
    entry: Entry | None = None  #: set
    key: str = ""  #: set, remove
    text: MappedText | None = None  #: replace


@dataclass(slots=True, eq=False)
class _State:
    """An object between two events."""

    record: Record
    seen: bool  #: its construction is in sight
    entries: list[tuple[str, Entry, Path]] = field(default_factory=list)
    fresh: bool = False  #: written to since it was last given out
    used: bool = False  #: used since the last write
    truncated: bool = False
    left: set[Path] = field(default_factory=set)  #: branches before which it was given out


def exclusive(one: Path, other: Path) -> bool:
    """Whether at most one of two places is reached in one run."""
    for (node, arm, kind), (other_node, other_arm, _) in zip(one, other, strict=False):
        if node is not other_node:
            return False
        if arm != other_arm:
            return kind in _CHOICES
    return False


def records(events: list[Event]) -> Iterator[Record]:
    """The states of one object that the code uses: at the end, and before a value is written again."""
    state: _State | None = None
    for event in events:
        if event.record is not None:
            if state is not None:
                yield from _given_out(state)
            state = _State(event.record, event.kind == "new", truncated=event.record.truncated)
            state.entries = [(_key(str(entry.name)), entry, event.path) for entry in event.record.entries]
            state.fresh = event.kind == "new"
        elif state is not None:
            yield from _happens(state, event)
    if state is not None:
        yield from _given_out(state)


def _happens(state: _State, event: Event) -> Iterator[Record]:
    if event.kind == "use":
        state.used = True
        return
    if event.kind == "escape":
        state.used = state.truncated = True
        return
    if event.kind == "set" and event.entry is not None:
        yield from _set(state, event.key, event.entry, event.path)
        return
    if state.used or event.path:
        yield from _given_out(state)
    if event.kind == "remove":
        state.entries = [each for each in state.entries if each[0] != event.key]
    elif event.kind in ("clear", "replace"):
        state.entries = []
        arguments = () if event.text is None else (event.text,)
        state.record = replace(state.record, base=event.text, arguments=arguments)
    state.fresh = True


def _set(state: _State, key: str, entry: Entry, path: Path) -> Iterator[Record]:
    for index, (other_key, other, other_path) in enumerate(state.entries):
        if other_key != key:
            continue
        if exclusive(other_path, path):
            if str(other.value) != str(entry.value):
                hole = MappedText.hole(other.value.span)
                state.entries[index] = key, replace(other, value=hole, guards=()), other_path
            state.fresh = True
            return
        if state.used or (len(path) > len(other_path) and path not in state.left):
            state.left.add(path)
            yield from _given_out(state)
        del state.entries[index]
        break
    state.entries.append((key, entry, path))
    state.fresh, state.used = True, False


def _given_out(state: _State) -> Iterator[Record]:
    """The object as it is, where anything is known of it."""
    if state.fresh and (state.seen or state.entries):
        yield replace(
            state.record,
            entries=tuple(entry for _, entry, _ in state.entries),
            truncated=state.truncated or not state.seen,
        )
    state.fresh = False


def _key(name: str) -> str:
    return name.replace(" ", "").lower()


def described(span: Span, kind: str, owner: str, uses: tuple[Use, ...], libraries: tuple[str, ...]) -> Record:
    """An object of which nothing is known but its type."""
    return Record(
        type=kind,
        entries=(),
        span=span,
        owner=owner,
        base=MappedText.hole(span),
        uses=uses,
        libraries=libraries,
        truncated=True,
    )
