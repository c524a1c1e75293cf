"""MSOLEDBSQL19: OLE DB Driver 19, which encrypts and verifies unless told not to."""

from __future__ import annotations

from lint_rds_tls.drivers._oledb import Provider, assess_provider
from lint_rds_tls.model import Assessment, Client, Connection, Driver

_PROVIDER = Provider(title="OLE DB Driver 19", encrypts=True, words=True, gated=True)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the provider makes of a connection."""
    return assess_provider(connection, client, _PROVIDER)


DRIVER = Driver(
    name="msoledbsql19",
    title="OLE DB Driver 19 for SQL Server",
    dialects=("oledb",),
    library="MSOLEDBSQL19",
    assess=assess,
    anchors="windows",
    verifying="ask for encryption and leave Trust Server Certificate out",
    name_setting="Host Name In Certificate",
)
