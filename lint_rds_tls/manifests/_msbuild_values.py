"""What MSBuild properties may be, and the expansion of `$(…)` in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Protocol

from lint_rds_tls.manifests._msbuild_functions import call_method, call_static
from lint_rds_tls.model import Location

__all__ = ["EMPTY", "UNKNOWN", "Possible", "Scope", "Value", "Written", "closing", "expand", "written"]

#: What a text may be after expansion; None stands for one that only a build knows.
Possible = tuple[str | None, ...]

#: More possibilities than this are as good as unknown.
_MOST = 12

_QUOTES = "'\"`"
_SIMPLE = re.compile(r"\$\(\s*(\w[\w.-]*)\s*\)\Z")
_NAME = re.compile(r"\s*([A-Za-z_][\w-]*)")
_STATIC = re.compile(r"\s*\[([\w.]+)\]::(\w+)")
_MEMBER = re.compile(r"\s*\.\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Written:
    """One possible value, and where it is written."""

    text: str | None  #: None: not known without a build
    place: Location | None = None


#: What a property or a piece of metadata may be: one value where it is certain.
Value = tuple[Written, ...]

EMPTY: Value = (Written(""),)
UNKNOWN: Value = (Written(None),)


class Scope(Protocol):
    """What an expression can ask."""

    def value(self, name: str) -> Value:
        """The property of this name."""

    def machine(self) -> str:
        """The operating system that builds: `windows`, `linux`."""

    def exists(self, path: str) -> bool | None:
        """Whether there is a file, None where that cannot be told."""

    def above(self, name: str, start: str) -> str | None:
        """The directory at or above `start` that holds the file `name`; "" where none does, None where unknown."""


def written(text: str, place: Location | None, scope: Scope) -> Value:
    """What `text`, standing at `place`, may be; a mere `$(Name)` is where that property is written."""
    if alone := _SIMPLE.match(text.strip()):
        return tuple(Written(each.text, each.place or place) for each in scope.value(alone[1]))
    return tuple(Written(each, place) for each in expand(text, scope))


def expand(text: str, scope: Scope) -> Possible:
    """What `text` may be once its properties are filled in; items and metadata are not known."""
    if "@(" in text or "%(" in text:
        return (None,)
    if "$(" not in text:
        return (text,)
    return _joined(_parts(text, scope))


def _parts(text: str, scope: Scope) -> Iterator[Possible]:
    position = 0
    while (start := text.find("$(", position)) >= 0:
        end = closing(text, start + 1)
        if end is None:
            break
        yield (text[position:start],)
        yield _expression(text[start + 2 : end], scope)
        position = end + 1
    yield (text[position:],)


def _joined(parts: Iterable[Possible]) -> Possible:
    return _combined(list(parts), "".join)


def _combined(choices: list[Possible], make: Callable[[list[str]], str | None]) -> Possible:
    """What `make` may give for one of each of the choices; unknown goes to unknown."""
    size = 1
    for choice in choices:
        size *= len(choice)
    if size > _MOST:
        return (None,)
    results = (
        make([each for each in row if each is not None]) if None not in row else None for row in product(*choices)
    )
    return tuple(dict.fromkeys(results))


def closing(text: str, start: int) -> int | None:
    """The index of the parenthesis that closes the one at `start`; quotes inside hide theirs."""
    depth, quote = 0, ""
    for index in range(start, len(text)):
        character = text[index]
        if quote:
            quote = "" if character == quote else quote
        elif character in _QUOTES:
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
            if not depth:
                return index
    return None


def _expression(text: str, scope: Scope) -> Possible:
    """The inside of `$(…)`: a property or a static call, and what is called on it."""
    if static := _STATIC.match(text):
        arguments, position = _arguments(text, static.end(), scope)
        name = f"{static[1]}::{static[2]}".lower()
        result = _combined(arguments, lambda row: call_static(name, row, scope))
    elif named := _NAME.match(text):
        position = named.end()
        result = tuple(dict.fromkeys(each.text for each in scope.value(named[1])))
    else:
        return (None,)
    while member := _MEMBER.match(text, position):
        arguments, position = _arguments(text, member.end(), scope)
        method = partial(_called, member[1].lower())
        result = _combined([result, *arguments], method)
    return result if not text[position:].strip() else (None,)


def _called(method: str, row: list[str]) -> str | None:
    return call_method(method, row[0], row[1:])


def _arguments(text: str, position: int, scope: Scope) -> tuple[list[Possible], int]:
    """The arguments of a call at `position`, and where it ends; none where nothing is called."""
    end = closing(text, position) if text[position : position + 1] == "(" else None
    if end is None:
        return [], position
    return [_argument(part, scope) for part in _split(text[position + 1 : end])], end + 1


def _split(text: str) -> Iterator[str]:
    depth, quote, start = 0, "", 0
    if not text.strip():
        return
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in _QUOTES:
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == "," and not depth:
            yield text[start:index]
            start = index + 1
    yield text[start:]


def _argument(text: str, scope: Scope) -> Possible:
    text = text.strip()
    if len(text) > 1 and text[0] in _QUOTES and text[-1] == text[0]:
        text = text[1:-1]
    return expand(text, scope)
