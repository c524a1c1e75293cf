"""bcp with ODBC Driver 18, on Windows that of SQL Server 2025: encrypts and verifies unless told otherwise."""

from __future__ import annotations

from functools import partial

from lint_rds_tls.drivers._command_tools import Tools, assess
from lint_rds_tls.model import Driver

_TOOLS = Tools(
    library="mssql-tools18",
    title="bcp of mssql-tools18 (ODBC Driver 18)",
    encrypts=True,
    verifies_forced=True,
    encrypt="-Y",
    trust="-u",
    source="Microsoft: bcp utility, -Y and -u; ODBC Driver for SQL Server, encryption and certificate validation",
)

DRIVER = Driver(
    name="bcp-odbc18",
    title="bcp (ODBC Driver 18)",
    dialects=("bcp",),
    library=_TOOLS.library,
    assess=partial(assess, tools=_TOOLS),
    anchors="msodbcsql",
    verifying="leave -u out",
    name_setting="-H",
)
