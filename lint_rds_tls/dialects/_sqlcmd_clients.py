"""Which of the programs called sqlcmd, or bcp, a command line may start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.model import Command

__all__ = ["GO", "ODBC17", "ODBC18", "Tool", "tools"]

#: Packages, which the drivers are known by.
ODBC17, ODBC18, GO = "mssql-tools", "mssql-tools18", "github.com/microsoft/go-sqlcmd"


@dataclass(frozen=True, slots=True)
class Tool:
    """One program: the package that brings it, and whether it is that of Windows."""

    library: str
    windows: bool = False


_PATHS = (
    (re.compile(r"mssql-tools18[/\\]"), Tool(ODBC18)),
    (re.compile(r"mssql-tools[/\\]"), Tool(ODBC17)),
    (re.compile(r"odbc[/\\]180[/\\]tools[/\\]binn[/\\]"), Tool(ODBC18, windows=True)),
    (re.compile(r"odbc[/\\]1[0-7]0[/\\]tools[/\\]binn[/\\]"), Tool(ODBC17, windows=True)),
    (re.compile(r"microsoft sql server[/\\](?:90|100|110|120)[/\\]tools[/\\]binn[/\\]"), Tool(ODBC17, windows=True)),
)
#: Images, packages and actions in sight.
_SIGNS = (
    (re.compile(r"mssql-tools18|msodbcsql18"), ODBC18),
    (re.compile(r"mssql-tools(?!18)|msodbcsql(?:17|13)?(?!\d)"), ODBC17),
    (re.compile(r"go-sqlcmd|setup-sqlcmd|(?:\A|[\s/])sqlcmd\Z|microsoft\.sqlcmd"), GO),
)


def tools(command: Command) -> tuple[Tool, ...]:
    """The programs that this may start, those told by its path or its surroundings alone where either tells."""
    path = str(command.program.text).lower()
    for pattern, tool in _PATHS:
        if pattern.search(path):
            return (tool,)
    told = {library for name in command.libraries for sign, library in _SIGNS if sign.search(name.lower())}
    return tuple(tool for tool in _possible(command, path) if not told or tool.library in told)


def _possible(command: Command, path: str) -> Iterator[Tool]:
    windows = command.shell in ("cmd", "powershell", "") or path.endswith(".exe")
    if not path.endswith(".exe") and command.shell != "cmd":
        yield Tool(ODBC17)
        yield Tool(ODBC18)
    if windows:
        yield Tool(ODBC17, windows=True)
        yield Tool(ODBC18, windows=True)
    yield Tool(GO)
