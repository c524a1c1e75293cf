"""Which front-end reads a file: by its name, else by the interpreter that its first line asks for."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache

from lint_rds_tls.model import Frontend
from lint_rds_tls.registry import all_frontends

__all__ = ["FIRST_LINE", "frontend_for", "frontend_of", "may_read"]

#: `#!/bin/bash -e`, `#!/usr/bin/env -S bash -e`
_SHEBANG = re.compile(r"#![ \t]*(?:\S*/env[ \t]+(?:-\S+[ \t]+)*)?(?:[^\s/]*/)*([^\s/]+)")
#: Bytes of a file that hold its first line.
FIRST_LINE = 256


@cache
def frontend_of(name: str) -> Frontend | None:
    """The front-end that reads files of this name (no folders), None where none does; case is ignored."""
    name = name.lower()
    best: tuple[int, Frontend] | None = None
    for frontend in all_frontends().values():
        for pattern in frontend.patterns:
            if fnmatchcase(name, pattern.lower()) and (best is None or len(pattern) > best[0]):
                best = len(pattern), frontend
    return best[1] if best else None


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
