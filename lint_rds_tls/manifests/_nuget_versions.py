"""What NuGet understands by the version that a project asks for."""

from __future__ import annotations

import re

from lint_rds_tls.versions import ANY, Version, VersionRange

__all__ = ["asked"]

_INTERVAL = re.compile(r"([\[(])\s*([^,\s]*)\s*(?:(,)\s*([^,\s]*)\s*)?([\])])\Z")
_FLOATING = re.compile(r"((?:\d+\.)*)(\d+(?:\.\d+)*-[0-9A-Za-z.-]*)?\*(?:-\*)?\Z")


def asked(text: str) -> VersionRange:
    """The versions that may be in use where a project asks for `text`; any where it is no version.

    A plain version is a minimum in name only: NuGet takes the lowest that exists, which is the one written.
    https://learn.microsoft.com/nuget/concepts/package-versioning
    """
    text = text.strip()
    try:
        if interval := _INTERVAL.match(text):
            return _interval(interval)
        if floating := _FLOATING.match(text):
            return _floating(floating)
        return VersionRange.of(text)
    except ValueError:
        return ANY


def _interval(match: re.Match[str]) -> VersionRange:
    low, high = match[2], match[4]
    if not match[3]:
        return VersionRange.of(low)
    if low and low == high:
        return VersionRange.of(low)
    below = Version.parse(high) if high else None
    if below is not None and match[5] == "]":
        below = _after(below)
    return VersionRange(Version.parse(low) if low else None, below)


def _floating(match: re.Match[str]) -> VersionRange:
    if match[2]:  # 5.1.0-*, 5.1.0-preview*
        base = Version.parse((match[1] + match[2]).partition("-")[0])
        return VersionRange(Version(base.numbers, "0", f"{base}-0"), _after(base))
    numbers = [int(number) for number in match[1].split(".") if number]
    if not numbers:
        return ANY
    return VersionRange(_version(numbers), _version([*numbers[:-1], numbers[-1] + 1]))


def _version(numbers: list[int]) -> Version:
    return Version.parse(".".join(map(str, numbers if len(numbers) > 1 else [*numbers, 0])))


def _after(version: Version) -> Version:
    """The least version above a release: its fourth number counted up."""
    numbers = [*version.numbers, 0, 0, 0, 0][: max(4, len(version.numbers))]
    return _version([*numbers[:-1], numbers[-1] + 1])
