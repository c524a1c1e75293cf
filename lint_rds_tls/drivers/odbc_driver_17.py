"""ODBC Driver 11, 13 and 17: encrypt only if asked, and verify only what was asked for.

From Microsoft's table of Encrypt and TrustServerCertificate; these drivers could not be had for a measurement. What
they do with words that came with 18 (`mandatory`, `optional`, `strict`) is not documented.
"""

from __future__ import annotations

from types import MappingProxyType

from lint_rds_tls.drivers._msodbcsql import FILE, Generation, assess
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Evidence

_GENERATION = Generation(
    title="ODBC Driver 17",
    evidence=Evidence.DOCUMENTED,
    source="Microsoft: DSN and connection string keywords and attributes, ODBC Driver for SQL Server",
    words=MappingProxyType({"yes": "on", "no": "off"}),
    default="off",
    keys=frozenset({"encrypt", "trustservercertificate"}),
)


def _assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    return assess(connection, client, _GENERATION)


DRIVER = Driver(
    name="odbc-driver-17",
    title="ODBC Driver 11, 13 and 17 for SQL Server",
    dialects=("odbc", FILE),
    library="msodbcsql17",
    assess=_assess,
    anchors="msodbcsql",
    verifying="write Encrypt=yes;TrustServerCertificate=no",
)
