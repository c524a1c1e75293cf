"""Which front-end reads a file: by its name, else by the interpreter that its first line asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

from lint_rds_tls.model import Frontend
from lint_rds_tls.registry import all_frontends

__all__ = ["FIRST_LINE", "frontend_for", "frontend_of", "may_read"]

#: `#!/bin/bash -e`, `#!/usr/bin/env -S bash -e`
_SHEBANG = re.compile(r"#![ \t]*(?:\S*/env[ \t]+(?:-\S+[ \t]+)*)?(?:[^\s/]*/)*([^\s/]+)")
#: A pattern that only tells how a name ends.
_ENDING = re.compile(r"\*\.[^*?\[]+")
#: Bytes of a file that hold its first line.
FIRST_LINE = 256


@cache
def frontend_of(name: str) -> Frontend | None:
    """The front-end that reads files of this name (no folders), None where none does; case is ignored."""
    name = name.lower()
    endings, others = _patterns()
    found = [endings[ending] for ending in _endings(name) if ending in endings]
    found += [each for each in others if fnmatchcase(name, each[0])]
    return max(found, key=lambda each: len(each[0]))[1] if found else None


def _endings(name: str) -> Iterator[str]:
    """`.b.c`, `.c` of `a.b.c`."""
    at = name.find(".")
    while at >= 0:
        yield name[at:]
        at = name.find(".", at + 1)


@cache
def _patterns() -> tuple[dict[str, tuple[str, Frontend]], tuple[tuple[str, Frontend], ...]]:
    """The patterns of all front-ends: those that only tell an ending by it, for they are most; and the others."""
    every = [(pattern.lower(), frontend) for frontend in all_frontends().values() for pattern in frontend.patterns]
    plain = {pattern[1:]: (pattern, frontend) for pattern, frontend in reversed(every) if _ENDING.fullmatch(pattern)}
    return plain, tuple(each for each in every if each[0][1:] not in plain)


def may_read(name: str) -> bool:
    """Whether a file of this name (no folders) may have a front-end; one without an ending by its first line."""
    return frontend_of(name) is not None or "." not in name


def frontend_for(name: str, start: str) -> Frontend | None:
    """The front-end that reads a file of this name (no folders) whose text starts so; None where none does."""
    found = frontend_of(name)
    if found is None and "." not in name and start.startswith("#!"):
        match = _SHEBANG.match(start)
        return _interpreters().get(match[1]) if match else None
    return found


@cache
def _interpreters() -> dict[str, Frontend]:
    return {name: frontend for frontend in all_frontends().values() for name in frontend.interpreters}
