"""SQL Server Native Client: encrypts only if asked; TrustServerCertificate counts only beside Encrypt=yes.

From Microsoft's documentation (Using Encryption Without Validation, Connection String Keywords); Windows alone has it.
"""

from __future__ import annotations

from types import MappingProxyType

from lint_rds_tls.drivers._msodbcsql import FILE, Generation, assess
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Evidence

_GENERATION = Generation(
    title="SQL Server Native Client",
    evidence=Evidence.DOCUMENTED,
    source="Microsoft: SQL Server Native Client, Using Encryption Without Validation",
    words=MappingProxyType({"yes": "on", "no": "off"}),
    default="off",
    keys=frozenset({"encrypt", "trustservercertificate"}),
)


def _assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    return assess(connection, client, _GENERATION)


DRIVER = Driver(
    name="sql-server-native-client",
    title="SQL Server Native Client",
    dialects=("odbc", FILE),
    library="sqlncli",
    assess=_assess,
    anchors="windows",
    verifying="write Encrypt=yes;TrustServerCertificate=no",
)
