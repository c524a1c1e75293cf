"""mssql-cli: hands its options to SqlToolsService, where SqlClient encrypts only if asked."""

from __future__ import annotations

from functools import partial

from lint_rds_tls.drivers._command_tools import Tools, assess
from lint_rds_tls.model import Driver, Evidence

_TOOLS = Tools(
    library="mssql-cli",
    title="mssql-cli",
    encrypts=False,
    verifies_forced=None,  # it depends on the SqlClient that is bundled
    encrypt="-N",
    trust="-C",
    source="dbcli/mssql-cli, mssqlcli/mssqlclioptionsparser.py and mssqlcliclient.py",
    evidence=Evidence.SOURCE,
)

DRIVER = Driver(
    name="mssql-cli",
    title="mssql-cli",
    dialects=("mssql-cli",),
    library=_TOOLS.library,
    assess=partial(assess, tools=_TOOLS),
    anchors="sqlclient",
    verifying="write --encrypt without --trust-server-certificate",
)
