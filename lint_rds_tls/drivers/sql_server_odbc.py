"""`{SQL Server}`, the ODBC driver that is part of Windows: what it does about TLS is not documented."""

from __future__ import annotations

from lint_rds_tls.drivers._msodbcsql import FILE
from lint_rds_tls.model import (
    Assessment,
    Client,
    Connection,
    Driver,
    Encryption,
    Evidence,
    Hostname,
    Posture,
    Reason,
    TrustStore,
    Verdict,
    Verification,
)

_UNKNOWN = Reason(
    text="what the driver {SQL Server} of Windows does about TLS is not documented",
    evidence=Evidence.DOCUMENTED,
    source="Microsoft: ODBC drivers for SQL Server, which calls it a legacy driver",
)
_POSTURE = Posture(
    encryption=Verdict(Encryption.UNKNOWN, _UNKNOWN),
    verification=Verdict(Verification.UNKNOWN, _UNKNOWN),
    hostname=Verdict(Hostname.UNKNOWN, _UNKNOWN),
    trust_store=Verdict(TrustStore.UNKNOWN, _UNKNOWN),
)


def assess(_: Connection, client: Client) -> tuple[Assessment, ...]:
    """Nothing is known of any version."""
    return (Assessment(client=client, as_is=_POSTURE, forced=_POSTURE),)


DRIVER = Driver(
    name="sql-server-odbc",
    title="SQL Server ODBC driver of Windows",
    dialects=("odbc", FILE),
    library="sqlsrv32",
    assess=assess,
    anchors="windows",
    verifying="move to ODBC Driver 18 for SQL Server",
)
