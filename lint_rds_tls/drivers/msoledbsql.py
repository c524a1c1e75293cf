"""MSOLEDBSQL: OLE DB Driver 18, which encrypts only if asked."""

from __future__ import annotations

from lint_rds_tls.drivers._oledb import Provider, assess_provider
from lint_rds_tls.model import Assessment, Client, Connection, Driver

_PROVIDER = Provider(title="OLE DB Driver 18", authentication=True)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the provider makes of a connection."""
    return assess_provider(connection, client, _PROVIDER)


DRIVER = Driver(
    name="msoledbsql",
    title="OLE DB Driver 18 for SQL Server",
    dialects=("oledb",),
    library="MSOLEDBSQL",
    assess=assess,
    anchors="windows",
    verifying="ask for encryption and leave Trust Server Certificate out",
)
