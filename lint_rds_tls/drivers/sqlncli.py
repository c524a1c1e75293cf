"""SQLNCLI: the OLE DB provider of SQL Server Native Client, which encrypts only if asked."""

from __future__ import annotations

from lint_rds_tls.drivers._oledb import Provider, assess_provider
from lint_rds_tls.model import Assessment, Client, Connection, Driver

_PROVIDER = Provider(title="SQL Server Native Client")


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the provider makes of a connection."""
    return assess_provider(connection, client, _PROVIDER)


DRIVER = Driver(
    name="sqlncli",
    title="SQL Server Native Client (OLE DB)",
    dialects=("oledb",),
    library="SQLNCLI",
    assess=assess,
    anchors="windows",
    verifying="ask for encryption and leave Trust Server Certificate out",
)
