"""The outermost layers of DER: enough to tell kinds of files apart and to find where one value ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["INTEGER", "OCTETS", "OID", "SEQUENCE", "Element", "children", "element", "first"]

INTEGER, OCTETS, OID, SEQUENCE = 0x02, 0x04, 0x06, 0x30
_INDEFINITE = 0x80


@dataclass(frozen=True, slots=True)
class Element:
    """One value: where it begins, where its content does, and where both end."""

    tag: int
    start: int
    content: int
    end: int


def element(data: bytes, at: int = 0, stop: int | None = None) -> Element | None:
    """The value at an offset; None where it is cut off. One of indefinite length reaches to `stop`."""
    stop = len(data) if stop is None else stop
    if at + 2 > stop:
        return None
    tag, length, content = data[at], data[at + 1], at + 2
    if length == _INDEFINITE:
        return Element(tag, at, content, stop)
    if length > _INDEFINITE:
        size = length - _INDEFINITE
        if size > 4 or content + size > stop:
            return None
        length, content = int.from_bytes(data[content : content + size], "big"), content + size
    return Element(tag, at, content, content + length) if content + length <= stop else None


def children(data: bytes, parent: Element) -> Iterator[Element]:
    """The values inside one, up to the first that is cut off."""
    at = parent.content
    while (found := element(data, at, parent.end)) is not None:
        yield found
        at = found.end


def first(data: bytes) -> Element | None:
    """The first value inside the sequence that the data begins with, even where that is cut off."""
    if data[:1] != bytes((SEQUENCE,)) or len(data) < 2:
        return None
    size = data[1] - _INDEFINITE if data[1] > _INDEFINITE else 0
    return element(data, 2 + size)
