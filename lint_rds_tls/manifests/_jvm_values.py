"""Values of a build script or project file that may be one of several, each with the place where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from lint_rds_tls.model import Location

__all__ = ["Value", "Written", "doubted", "joined", "unknown"]

#: More possible values than this are as good as unknown.
_MOST = 16

#: No version is longer (characters); values may be made to grow without end.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """One possible value."""

    text: str | None  #: None where only a build could tell
    place: Location
    certain: bool = True  #: false where another value is possible

    def __bool__(self) -> bool:
        return bool(self.text)


#: All that a value may be.
Value = tuple[Written, ...]


def unknown(place: Location) -> Value:
    """A value of which nothing is known."""
    return (Written(None, place),)


def doubted(values: Iterable[Written]) -> Value:
    """The same values, each of which may not be the one."""
    return tuple(replace(each, certain=False) for each in values)


def joined(parts: Sequence[Value], place: Location) -> Value:
    """The texts one after the other; where one part is all of it, it keeps its own place."""
    if len(parts) == 1:
        return parts[0]
    found = [_joined(each, place) for each in islice(product(*parts), _MOST + 1)]
    return tuple(found) if len(found) <= _MOST else unknown(place)


def _joined(parts: tuple[Written, ...], place: Location) -> Written:
    known = [part.text for part in parts if part.text is not None]
    whole = len(known) == len(parts) and sum(map(len, known)) <= _LONGEST
    return Written("".join(known) if whole else None, place, all(part.certain for part in parts))
