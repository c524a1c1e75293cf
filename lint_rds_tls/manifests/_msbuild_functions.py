"""The property functions of MSBuild that projects use to choose packages; every other one is unknown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from lint_rds_tls.frameworks import parse

if TYPE_CHECKING:
    from lint_rds_tls.manifests._msbuild_values import Scope

__all__ = ["absolute", "call_method", "call_static", "joined", "version_numbers"]


def call_static(name: str, arguments: list[str], scope: Scope) -> str | None:
    """What `$([Type]::Method(…))` gives, None where it is not known; `name` is `type::method` in lower case."""
    try:
        if name in _LOOKING:
            return _LOOKING[name](arguments, scope)
        return _PURE[name](*arguments) if name in _PURE else None
    except (TypeError, ValueError, IndexError):
        return None


def call_method(name: str, value: str, arguments: list[str]) -> str | None:
    """What a method or property of a string gives; None where it is not known."""
    method = _METHODS.get(name)
    try:
        return method(value, *arguments) if method else None
    except (TypeError, ValueError, IndexError):
        return None


def absolute(path: str) -> bool:
    """Whether a path starts at a root."""
    return path.startswith("/") or re.match(r"[A-Za-z]:/", path) is not None


def joined(folder: str, path: str) -> str:
    """`path`, taken from `folder` where it is relative; forward slashes, no dots."""
    path = path.replace("\\", "/")
    return posixpath.normpath(path if absolute(path) else f"{folder}/{path}")


def version_numbers(text: str) -> tuple[int, ...]:
    """The numbers of `v8.0`, without trailing zeros; raises ValueError where it is no version."""
    core = re.split(r"[-+]", text.strip().lstrip("vV"))[0]
    numbers = [int(number) for number in core.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _truth(value: bool) -> str:
    return str(value)


# --- functions that look at the tree or the machine ---


def _path_above(arguments: list[str], scope: Scope) -> str | None:
    name = arguments[0]
    start = arguments[1] if len(arguments) > 1 else str(scope.value("MSBuildThisFileDirectory")[0].text)
    folder = scope.above(name, start)
    return f"{folder}/{name}" if folder else folder


def _directory_above(arguments: list[str], scope: Scope) -> str | None:
    return scope.above(arguments[1], arguments[0])


def _file_exists(arguments: list[str], scope: Scope) -> str | None:
    found = scope.exists(arguments[0])
    return None if found is None else _truth(found)


def _platform_is(arguments: list[str], scope: Scope) -> str | None:
    return _truth(scope.machine() == arguments[0].lower())


_LOOKING: dict[str, Callable[[list[str], Scope], str | None]] = {
    "msbuild::getpathoffileabove": _path_above,
    "msbuild::getdirectorynameoffileabove": _directory_above,
    "msbuild::isosplatform": _platform_is,
    "msbuild::isosunixlike": lambda _, scope: _truth(scope.machine() != "windows"),
    "system.io.file::exists": _file_exists,
    "system.operatingsystem::iswindows": lambda _, scope: _truth(scope.machine() == "windows"),
    "system.operatingsystem::islinux": lambda _, scope: _truth(scope.machine() == "linux"),
    "system.operatingsystem::ismacos": lambda _, scope: _truth(scope.machine() == "osx"),
    "system.runtime.interopservices.runtimeinformation::isosplatform": _platform_is,
}


# --- pure functions ---


def _compatible(target: str, candidate: str) -> str | None:
    wanted, offered = parse(target), parse(candidate)
    return None if wanted is None or offered is None else _truth(wanted.runs(offered))


def _identifier(name: str) -> str | None:
    framework = parse(name)
    return framework.identifier if framework else None


def _framework_version(name: str, fewest: str = "2") -> str | None:
    framework = parse(name)
    if framework is None:
        return None
    numbers = [*framework.version, 0, 0, 0]
    return ".".join(map(str, numbers[: max(int(fewest), len(framework.version))]))


def _platform(name: str) -> str | None:
    framework = parse(name)
    return framework.platform if framework else None


def _full(path: str) -> str | None:
    path = path.replace("\\", "/")
    return posixpath.normpath(path) if absolute(path) else None


def _combine(*parts: str) -> str:
    return posixpath.join("", *(part.replace("\\", "/") for part in parts))


def _normal(*parts: str) -> str | None:
    return _full(_combine(*parts))


def _normal_directory(*parts: str) -> str | None:
    return _slashed(path) if (path := _normal(*parts)) else None


def _slashed(path: str) -> str:
    return path if not path or path.endswith(("/", "\\")) else f"{path}/"


def _comparison(holds: Callable[[tuple[int, ...], tuple[int, ...]], bool]) -> Callable[[str, str], str]:
    return lambda left, right: _truth(holds(version_numbers(left), version_numbers(right)))


def _stem(path: str) -> str:
    return posixpath.splitext(_base(path))[0]


def _base(path: str) -> str:
    return posixpath.basename(path.replace("\\", "/"))


def _folder(path: str) -> str:
    return posixpath.dirname(path.replace("\\", "/"))


_PURE: dict[str, Callable[..., str | None]] = {
    "msbuild::istargetframeworkcompatible": _compatible,
    "msbuild::gettargetframeworkidentifier": _identifier,
    "msbuild::gettargetframeworkversion": _framework_version,
    "msbuild::gettargetplatformidentifier": _platform,
    "msbuild::versionequals": _comparison(lambda left, right: left == right),
    "msbuild::versionnotequals": _comparison(lambda left, right: left != right),
    "msbuild::versionlessthan": _comparison(lambda left, right: left < right),
    "msbuild::versionlessthanorequals": _comparison(lambda left, right: left <= right),
    "msbuild::versiongreaterthan": _comparison(lambda left, right: left > right),
    "msbuild::versiongreaterthanorequals": _comparison(lambda left, right: left >= right),
    "msbuild::normalizepath": _normal,
    "msbuild::normalizedirectory": _normal_directory,
    "msbuild::ensuretrailingslash": _slashed,
    "msbuild::valueordefault": lambda value, default: value or default,
    "msbuild::escape": lambda value: value,
    "msbuild::unescape": lambda value: value,
    "system.io.path::combine": _combine,
    "system.io.path::getfullpath": _full,
    "system.io.path::getdirectoryname": _folder,
    "system.io.path::getfilename": _base,
    "system.io.path::getfilenamewithoutextension": _stem,
    "system.io.path::getextension": lambda path: posixpath.splitext(path)[1],
    "system.io.path::ispathrooted": lambda path: _truth(absolute(path.replace("\\", "/"))),
    "system.string::isnullorempty": lambda value: _truth(not value),
    "system.string::isnullorwhitespace": lambda value: _truth(not value.strip()),
    "system.string::copy": lambda value: value,
    "system.string::new": lambda value: value,
    "system.runtime.interopservices.osplatform::windows": lambda: "windows",
    "system.runtime.interopservices.osplatform::linux": lambda: "linux",
    "system.runtime.interopservices.osplatform::osx": lambda: "osx",
    "system.string::concat": lambda *values: "".join(values),
}

_METHODS: dict[str, Callable[..., str | None]] = {
    "contains": lambda value, part: _truth(part in value),
    "startswith": lambda value, part: _truth(value.startswith(part)),
    "endswith": lambda value, part: _truth(value.endswith(part)),
    "equals": lambda value, other: _truth(value == other),
    "tolower": lambda value: value.lower(),
    "tolowerinvariant": lambda value: value.lower(),
    "toupper": lambda value: value.upper(),
    "toupperinvariant": lambda value: value.upper(),
    "tostring": lambda value: value,
    "trim": lambda value, characters=None: value.strip(characters),
    "trimstart": lambda value, characters=None: value.lstrip(characters),
    "trimend": lambda value, characters=None: value.rstrip(characters),
    "replace": lambda value, old, new: value.replace(old, new) if old else None,
    "indexof": lambda value, part: str(value.find(part)),
    "length": lambda value: str(len(value)),
    "substring": lambda value, start, length=None: _substring(value, int(start), length),
}


def _substring(value: str, start: int, length: str | None) -> str | None:
    end = len(value) if length is None else start + int(length)
    return value[start:end] if 0 <= start <= end <= len(value) else None
