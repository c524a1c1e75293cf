"""SQLOLEDB: the provider of Windows, which encrypts only if asked; how it verifies is not documented."""

from __future__ import annotations

from lint_rds_tls.drivers._oledb import Provider, assess_provider
from lint_rds_tls.model import Assessment, Client, Connection, Driver

_PROVIDER = Provider(title="SQLOLEDB", trusts=False)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the provider makes of a connection."""
    return assess_provider(connection, client, _PROVIDER)


DRIVER = Driver(
    name="sqloledb",
    title="OLE DB Provider for SQL Server",
    dialects=("oledb",),
    library="SQLOLEDB",
    assess=assess,
    anchors="windows",
    verifying="move to OLE DB Driver 19 for SQL Server",
)
