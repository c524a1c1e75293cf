"""Records whose entries have dotted names, as documents give them: objects in objects, and lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.model import Entry, Fragment, Parameter, Record, Setting
from lint_rds_tls.text import MappedText
from lint_rds_tls.tools._settings import setting

__all__ = [
    "below",
    "documents",
    "is_unknown",
    "items",
    "key_path",
    "listed_parameters",
    "mapped_parameters",
    "said",
    "told",
]

_NUMBER = re.compile(r"(\d+)\.")


def documents(fragments: Iterable[Fragment]) -> Iterator[Record]:
    """The objects of configuration files."""
    return (each for each in fragments if isinstance(each, Record) and not each.type)


def key_path(record: Record) -> tuple[str, ...]:
    """The keys that lead to an object in its document."""
    return next((tuple(use.name.split(":")) for use in record.uses if use.role == "key" and use.name), ())


def said(entries: Iterable[Entry], name: str) -> str:
    """The last known value of this name; "" where there is none."""
    found = [entry.value for entry in entries if str(entry.name) == name]
    return str(found[-1]) if found and not found[-1].has_hole else ""


def below(entries: Iterable[Entry], name: str) -> list[Entry]:
    """What an object holds, by the names that it has there."""
    start = f"{name}."
    return [replace(entry, name=entry.name[len(start) :]) for entry in entries if str(entry.name).startswith(start)]


def is_unknown(entries: Iterable[Entry], name: str) -> bool:
    """Whether a text stands where an object or a list is meant: what it stands for is not known."""
    return any(str(entry.name) == name and str(entry.value).strip() for entry in entries)


def told(entries: Sequence[Entry], key: str, *names: str, joint: str = ":") -> Setting | None:
    """The last value of one of these names, under its canonical key; not known where an object stands there."""
    for entry in reversed(entries):
        written = str(entry.name)
        name = next((each for each in names if written == each or written.startswith(f"{each}.")), None)
        if name is not None:
            whole = written == name
            value = entry.value if whole else MappedText.hole(entry.span)
            return setting(key, entry.name[: len(name)], value, entry.span, joint=joint)
    return None


def items(entries: Iterable[Entry], name: str) -> list[list[Entry]]:
    """The objects of a list, in order: `x` of `name.0.x` and `name.1.x`."""
    found: dict[str, list[Entry]] = {}
    for entry in below(entries, name):
        number = _NUMBER.match(str(entry.name))
        if number is not None:
            found.setdefault(number[1], []).append(replace(entry, name=entry.name[number.end() :]))
    return list(found.values())


def mapped_parameters(entries: Iterable[Entry], name: str) -> Iterator[Parameter]:
    """The parameters of an object whose members they are."""
    for entry in below(entries, name):
        if not entry.name.has_hole:
            value = None if entry.value.has_hole else entry.value
            yield Parameter(name=str(entry.name).lower(), value=value, span=entry.span)


def listed_parameters(
    entries: Iterable[Entry], name: str, keys: tuple[str, str, str], *, immediate: bool | None
) -> Iterator[Parameter]:
    """The parameters of a list of objects; `keys` name a parameter, its value, and when it is applied.

    `immediate` is whether that is at once where nothing is said.
    """
    for members in items(entries, name):
        named, value, method = (_last(members, key) for key in keys)
        if named is None or named.value.has_hole:
            continue
        yield Parameter(
            name=str(named.value).lower(),
            value=None if value is None or value.value.has_hole else value.value,
            span=members[0].span.cover(members[-1].span),
            method=None if method is None else method.value,
            immediate=immediate if method is None else _at_once(method.value),
        )


def _last(entries: Iterable[Entry], name: str) -> Entry | None:
    return next((entry for entry in reversed(list(entries)) if str(entry.name) == name), None)


def _at_once(method: MappedText) -> bool | None:
    return None if method.has_hole else str(method).lower() == "immediate"
