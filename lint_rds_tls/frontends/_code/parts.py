"""The parts of which the values of literals are made."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Part"]


class Part(NamedTuple):
    """A part of a value: the characters from start to end of the source, or what they stand for."""

    text: str
    start: int
    end: int
    copied: bool
