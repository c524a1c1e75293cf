"""sqlcmd with ODBC Driver 17 and older: encrypts the session only with -N, verifies only then."""

from __future__ import annotations

from functools import partial

from lint_rds_tls.drivers._command_tools import Tools, assess
from lint_rds_tls.model import Driver

_TOOLS = Tools(
    library="mssql-tools",
    title="sqlcmd of mssql-tools (ODBC Driver 17 and older)",
    encrypts=False,
    verifies_forced=False,
    encrypt="-N",
    trust="-C",
    source="Microsoft: sqlcmd utility, -N and -C; ODBC Driver for SQL Server, encryption and certificate validation",
)

DRIVER = Driver(
    name="sqlcmd-odbc17",
    title="sqlcmd (ODBC Driver 17 and older)",
    dialects=("sqlcmd",),
    library=_TOOLS.library,
    assess=partial(assess, tools=_TOOLS),
    anchors="msodbcsql",
    verifying="write -N without -C",
)
