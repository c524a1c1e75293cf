"""The generations of SqlClient that PowerShell modules hand their connection strings to."""

from __future__ import annotations

from lint_rds_tls.drivers._sqlclient import Generation
from lint_rds_tls.versions import Version

__all__ = ["NEWER", "OLDER"]

#: System.Data.SqlClient; where an early Microsoft.Data.SqlClient is used it leaves the session alike.
OLDER = Generation(
    title="the SqlClient of the module", low=None, high=None, version=None, encrypts=False, verifies_forced=False
)
#: Microsoft.Data.SqlClient 5.
NEWER = Generation(
    title="Microsoft.Data.SqlClient 5",
    low=None,
    high=None,
    version=Version.parse("5.0"),
    encrypts=True,
    verifies_forced=True,
)
