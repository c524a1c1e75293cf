"""Tokens of C# and Java, in columns, and the words and line ends that tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = [
    "KEYWORDS",
    "LINE_ENDS",
    "NEW_LINE",
    "Branch",
    "Chain",
    "Tokens",
    "before_new_line",
    "indentation_start",
    "words",
]


def words(text: str) -> frozenset[str]:
    """The words of a text, written apart by white space."""
    return frozenset(text.split())


#: Reserved words are their own kind of token; contextual ones (`var`, `when`, `nameof`) are names.
KEYWORDS = words(
    """abstract as base bool break byte case catch char checked class const continue decimal default delegate do double
    else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is
    lock long namespace new null object operator out override params private protected public readonly ref return sbyte
    sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe
    ushort using virtual void volatile while"""
)

#: What ends a line in C# (ECMA-334 §6.3.2).
NEW_LINE = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")

LINE_ENDS = "\r\n\x85\u2028\u2029"


def indentation_start(source: str, position: int) -> int:
    """Where the white space before `position` starts, on its line."""
    while position and source[position - 1].isspace() and source[position - 1] not in LINE_ENDS:
        position -= 1
    return position


def before_new_line(source: str, start: int, end: int) -> int:
    """`end` without the new line before it, not before `start`."""
    if end > start and source[end - 1] in LINE_ENDS:
        end -= 2 if end - 1 > start and source[end - 2 : end] == "\r\n" else 1
    return end


class Tokens:
    """Tokens in columns; the kind of one is its word or sign itself, or a name in capitals.

    NAME, NUMBER, CHARACTER, STRING, VERBATIM, RAW, UTF8, BROKEN (a string without its end), JUNK; and for interpolated
    strings INTERPOLATED (from $ to the first quote), TEXT, HOLE (its opening braces), FORMAT, HOLE_END and
    INTERPOLATED_END.
    """

    __slots__ = ("ends", "kinds", "starts")

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, kind: str, start: int, end: int) -> None:
        """Append one token."""
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    def extend(self, other: Tokens) -> None:
        """Append all tokens of `other`."""
        self.kinds += other.kinds
        self.starts += other.starts
        self.ends += other.ends

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(slots=True)
class Branch:
    """The text between two lines of an #if … #endif."""

    start: int
    end: int
    parts: list[Tokens | Chain] | None = None  #: None until read


@dataclass(slots=True)
class Chain:
    """The branches of one #if … #endif; the missing #else is an empty branch."""

    branches: list[Branch] = field(default_factory=list)
    taken: int = -1  #: what a compiler without symbols reads
