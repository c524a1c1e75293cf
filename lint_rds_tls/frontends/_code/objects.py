"""Follows objects through the code of one member: how they are built, what is written to them, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lint_rds_tls.frontends._code.context import Path, exclusive
from lint_rds_tls.model import Entry, Record
from lint_rds_tls.text import MappedText

__all__ = ["Event", "plain_key", "records"]


#: An object that is written to between its uses is given out so many times.
_MOST_STATES = 64


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to an object."""

    kind: str  #: new | declared | set | remove | clear | replace | unknown | use | escape
    path: Path
    record: Record | None = None  #: new, declared: the object as it is then
    entry: Entry | None = None  #: set
    key: str = ""  #: set, remove: as `plain_key` writes it
    text: MappedText | None = None  #: replace


@dataclass(slots=True)
class _State:
    """An object between two events."""

    record: Record
    whole: bool  #: how it was built is in sight
    entries: dict[str, tuple[Entry, Path]]  #: by key, in the order in which they take effect
    fresh: bool  #: not given out as it is now
    count: int = 0  #: how often it was given out
    used: bool = False  #: since the last write
    left: set[Path] = field(default_factory=set)  #: branches before which it was given out


def plain_key(name: str) -> str:
    """A name as different spellings of it share it."""
    return name.replace(" ", "").lower()


def records(events: list[Event]) -> Iterator[Record]:
    """The states of one object that the code uses: at the end, and before a value is written again."""
    state: _State | None = None
    for event in events:
        if event.record is not None:
            if state is not None:
                yield from _given_out(state)
            entries = {plain_key(str(entry.name)): (entry, event.path) for entry in event.record.entries}
            state = _State(event.record, event.kind == "new", entries, event.kind == "new")
        elif state is not None:
            yield from _after(state, event)
    if state is not None:
        yield from _given_out(state)


def _after(state: _State, event: Event) -> Iterator[Record]:
    """Let one event happen; the object before it, where the code uses that."""
    if event.kind == "use":
        state.used = True
    elif event.kind == "escape":
        state.used = True
        state.record = replace(state.record, truncated=True)
    elif event.kind == "unknown":
        state.record = replace(state.record, truncated=True)
    elif event.kind == "set" and event.entry is not None:
        yield from _set(state, event.key, event.entry, event.path)
    else:
        if state.used or event.path:
            yield from _given_out(state)
        if event.kind == "remove":
            state.entries.pop(event.key, None)
        elif event.kind in ("clear", "replace"):
            state.entries.clear()
            arguments = () if event.text is None else (event.text,)
            state.record = replace(state.record, base=event.text, arguments=arguments)
            state.whole = True
        state.fresh = True


def _set(state: _State, key: str, entry: Entry, path: Path) -> Iterator[Record]:
    if key in state.entries:
        other, other_path = state.entries[key]
        if exclusive(other_path, path):
            if str(other.value) != str(entry.value):
                hole = MappedText.hole(other.value.span)  # the program chooses
                state.entries[key] = replace(other, value=hole, guards=()), other_path
            state.fresh = True
            return
        if state.used or (len(path) > len(other_path) and path not in state.left):
            state.left.add(path)
            yield from _given_out(state)
        del state.entries[key]
    state.entries[key] = entry, path
    state.fresh, state.used = True, False


def _given_out(state: _State) -> Iterator[Record]:
    """The object as it is now, where anything is known of it."""
    if state.fresh and (state.whole or state.entries) and state.count < _MOST_STATES:
        entries = tuple(entry for entry, _ in state.entries.values())
        yield replace(state.record, entries=entries, truncated=state.record.truncated or not state.whole)
        state.count += 1
    state.fresh = False
