"""Target frameworks as MSBuild and NuGet name them, and which of them can use which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Framework", "from_moniker", "nearest", "parse"]

_SHORT = re.compile(r"(netcoreapp|netstandard|net)(\d[\d.]*)(?:-([a-z]+)([\d.]*))?\Z", re.IGNORECASE)
_MONIKER = re.compile(r"\.(NETFramework|NETCoreApp|NETStandard),Version=v(\d[\d.]*)", re.IGNORECASE)

#: The newest .NET Standard that a version of a framework implements, newest first.
#: https://learn.microsoft.com/dotnet/standard/net-standard
_STANDARDS = {
    ".NETFramework": (((4, 6, 1), (2, 0)), ((4, 6), (1, 3)), ((4, 5, 1), (1, 2)), ((4, 5), (1, 1))),
    ".NETCoreApp": (((3,), (2, 1)), ((2,), (2, 0)), ((1,), (1, 6))),
}


@dataclass(frozen=True, slots=True)
class Framework:
    """What a short name such as `net8.0-windows` stands for."""

    identifier: str  #: `.NETCoreApp`
    version: tuple[int, ...]  #: without trailing zeros
    platform: str = ""  #: `windows`
    platform_version: str = ""  #: `7.0`

    def runs(self, other: Framework) -> bool:
        """Whether a project of this framework can use what is built for `other`."""
        if other.identifier == self.identifier:
            return other.version <= self.version and other.platform in ("", self.platform)
        if other.identifier != ".NETStandard":
            return False
        rows = _STANDARDS.get(self.identifier, ())
        return other.version <= next((standard for since, standard in rows if since <= self.version), ())


def parse(name: str) -> Framework | None:
    """Read a short name (`net462`, `netstandard2.0`, `net8.0-windows7.0`); None where it is none we know."""
    match = _SHORT.match(name.strip())
    if match is None:
        return None
    kind, number = match[1].lower(), match[2]
    if kind == "net" and "." not in number and number[0] < "5":
        return Framework(".NETFramework", _numbers(".".join(number)))
    version = _numbers(number if "." in number else ".".join(number))
    identifier = ".NETStandard" if kind == "netstandard" else ".NETCoreApp"
    if kind == "net" and version < (5,):
        identifier = ".NETFramework"
    return Framework(identifier, version, (match[3] or "").lower(), match[4] or "")


def from_moniker(name: str) -> str:
    """The short name of `.NETCoreApp,Version=v8.0`; any other name as it is."""
    match = _MONIKER.match(name)
    if match is None:
        return name
    identifier, version = match[1].lower(), match[2]
    if identifier == "netframework":
        return "net" + version.replace(".", "")
    prefix = identifier if identifier == "netstandard" or _numbers(version) < (5,) else "net"
    return prefix + version


def nearest(target: str, offered: Iterable[str]) -> str | None:
    """The one of the offered frameworks that NuGet takes for a project of `target`; None where none fits."""
    names = list(offered)
    if target in names:
        return target
    wanted = parse(target)
    if wanted is None:
        return None
    fitting = [(name, found) for name in names if (found := parse(name)) is not None and wanted.runs(found)]
    return max(fitting, key=lambda each: _closeness(wanted, each[1]), default=(None, wanted))[0]


def _closeness(wanted: Framework, found: Framework) -> tuple[bool, tuple[int, ...], bool]:
    return found.identifier == wanted.identifier, found.version, found.platform == wanted.platform


def _numbers(text: str) -> tuple[int, ...]:
    numbers = [int(number) for number in text.split(".") if number]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
