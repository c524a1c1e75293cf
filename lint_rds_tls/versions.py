"""Versions of client packages, as NuGet, Maven and their kin order them, and ranges of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

__all__ = ["ANY", "Version", "VersionRange"]

#: Java's libraries say behind the numbers which Java they are built for (`.jre11`) or that they are a release
#: (`.RELEASE`, `.Final`), neither of which orders them; some write pre-releases with a dot (`1.0.0.RC1`).
_VERSION = re.compile(
    r"[vV]?(\d+(?:\.\d+)*)"
    r"(?:\.(?i:jre\d+|release|final|ga)(?=[-+]|\Z))?"
    r"(?:-([0-9A-Za-z.-]+)|\.((?i:alpha|beta|milestone|m|rc|cr)-?\d*|(?i:build-)?(?i:snapshot)))?"
    r"(?:\+.*)?\Z"
)


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A release (missing numbers count as zero) and, before it in order, its pre-releases.

    >>> Version.parse("5.1.0-preview2") < Version.parse("5.1")
    True
    >>> Version.parse("11.1.0.jre8-preview") < Version.parse("11.1.0.jre17") == Version.parse("11.1")
    True
    """

    numbers: tuple[int, ...]  #: without trailing zeros
    prerelease: str = ""  #: `preview2.1`; empty for a release
    written: str = ""  #: as it was written, for messages

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read a version; raises ValueError where it is none (a range, a property, a floating version)."""
        match = _VERSION.match(text.strip())
        if match is None:
            raise ValueError(f"not a version: {text!r}")
        numbers = [int(number) for number in match[1].split(".")]
        while numbers and not numbers[-1]:
            numbers.pop()
        return cls(tuple(numbers), match[2] or match[3] or "", text.strip())

    def _order(self) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
        labels = tuple(
            (not part.isdigit(), int(part) if part.isdigit() else 0, part.lower())
            for part in self.prerelease.split(".")
            if part
        )
        return self.numbers, not self.prerelease, labels

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._order() == other._order()

    def __hash__(self) -> int:
        return hash(self._order())

    def __lt__(self, other: Version) -> bool:
        return self._order() < other._order()

    def __str__(self) -> str:
        return self.written or ".".join(map(str, self.numbers or (0,)))


@dataclass(frozen=True, slots=True)
class VersionRange:
    """The versions that may be in use: from `low` (included) to `high` (left out); None is open."""

    low: Version | None = None
    high: Version | None = None
    exact: Version | None = None  #: the one version, where it is known

    @classmethod
    def of(cls, version: str) -> VersionRange:
        """Exactly this version; raises ValueError where it is none."""
        return cls(exact=Version.parse(version))

    @classmethod
    def between(cls, low: str | None, high: str | None) -> VersionRange:
        """From low up to, not including, high."""
        return cls(Version.parse(low) if low else None, Version.parse(high) if high else None)

    def __contains__(self, version: Version) -> bool:
        if self.exact is not None:
            return version == self.exact
        return (self.low is None or self.low <= version) and (self.high is None or version < self.high)

    def meets(self, low: Version | None, high: Version | None) -> bool:
        """Whether some version of this range lies from low to below high."""
        if self.exact is not None:
            return (low is None or low <= self.exact) and (high is None or self.exact < high)
        return not (
            (self.high is not None and low is not None and self.high <= low)
            or (self.low is not None and high is not None and high <= self.low)
        )

    def within(self, low: Version | None, high: Version | None) -> VersionRange:
        """The part of this range from low to below high."""
        if self.exact is not None:
            return self
        lows = [bound for bound in (self.low, low) if bound is not None]
        highs = [bound for bound in (self.high, high) if bound is not None]
        return VersionRange(max(lows, default=None), min(highs, default=None))

    def __str__(self) -> str:
        if self.exact is not None:
            return str(self.exact)
        if self.low is None and self.high is None:
            return "any"
        if self.low is None:
            return f"<{self.high}"
        return f">={self.low}" if self.high is None else f">={self.low},<{self.high}"


#: Nothing is known of the version.
ANY = VersionRange()
