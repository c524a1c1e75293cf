"""bcp with ODBC Driver 17 and older: encrypts only the login, and has no option for more."""

from __future__ import annotations

from functools import partial

from lint_rds_tls.drivers._command_tools import Tools, assess
from lint_rds_tls.model import Driver

_TOOLS = Tools(
    library="mssql-tools",
    title="bcp of mssql-tools (ODBC Driver 17 and older)",
    encrypts=False,
    verifies_forced=False,
    encrypt="",
    trust="",
    source="Microsoft: bcp utility, -Y and -u; ODBC Driver for SQL Server, encryption and certificate validation",
)

DRIVER = Driver(
    name="bcp-odbc17",
    title="bcp (ODBC Driver 17 and older)",
    dialects=("bcp",),
    library=_TOOLS.library,
    assess=partial(assess, tools=_TOOLS),
    anchors="msodbcsql",
    verifying="move to bcp of mssql-tools18, without -u",
)
