"""What Maven, Gradle, Ivy and sbt understand by the version that a build asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint_rds_tls.versions import ANY, Version, VersionRange

__all__ = ["asked", "hull"]

#: `[10.2,11)`, `(,11]`, `[12.8.1.jre11]`; Ivy and Gradle may turn the brackets around: `]10.2,11[`.
_INTERVAL = re.compile(r"([\[(\]])\s*([^,\[\]()\s]*)\s*(?:(,)\s*([^,\[\]()\s]*)\s*)?([\])\[])")
_INTERVALS = re.compile(rf"{_INTERVAL.pattern}(?:\s*,\s*{_INTERVAL.pattern})*\Z")
#: `12.+`, `12.8.*`: Gradle, Ivy and sbt.
_FLOATING = re.compile(r"(\d+(?:\.\d+)*)\.[+*]\Z")


def asked(text: str) -> VersionRange:
    """The versions that may be in use where a build asks for `text`; any where it is no version.

    A plain version is a wish that whoever stands nearest gets fulfilled, so it is the one.
    https://maven.apache.org/pom.html#dependency-version-requirement-specification
    """
    text = text.strip()
    try:
        if _INTERVALS.match(text):
            return hull(_interval(match) for match in _INTERVAL.finditer(text))
        if floating := _FLOATING.match(text):
            low = floating[1]
            return VersionRange(Version.parse(low), _next(low))
        return VersionRange.of(text)
    except ValueError:
        return ANY


def hull(ranges: Iterable[VersionRange]) -> VersionRange:
    """The smallest range that holds all of them."""
    every = list(dict.fromkeys(ranges))
    if len(every) == 1:
        return every[0]
    lows = [each.exact or each.low for each in every]
    highs = [_above(each.exact) if each.exact else each.high for each in every]
    known_lows = [low for low in lows if low is not None]
    known_highs = [high for high in highs if high is not None]
    return VersionRange(
        min(known_lows) if known_lows and len(known_lows) == len(every) else None,
        max(known_highs) if known_highs and len(known_highs) == len(every) else None,
    )


def _interval(match: re.Match[str]) -> VersionRange:
    low, high = match[2], match[4]
    if not match[3] or (low and low == high):
        return VersionRange.of(low)
    below = Version.parse(high) if high else None
    if below is not None and match[5] == "]":
        below = _above(below)
    return VersionRange(Version.parse(low) if low else None, below)


def _above(version: Version) -> Version:
    """The least release above a version."""
    numbers = [*version.numbers, 0, 0, 0, 0][: max(4, len(version.numbers))]
    return Version.parse(".".join(map(str, [*numbers[:-1], numbers[-1] + 1])))


def _next(prefix: str) -> Version:
    numbers = [int(number) for number in prefix.split(".")]
    return Version.parse(".".join(map(str, [*numbers[:-1], numbers[-1] + 1])))
