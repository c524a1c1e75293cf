"""SQLPS, the module that came with SQL Server before the SqlServer module: as that before its version 22."""

from __future__ import annotations

from lint_rds_tls.drivers._powershell_modules import Module
from lint_rds_tls.drivers._powershell_modules import assess as assess_module
from lint_rds_tls.drivers._sqlclient_of_modules import OLDER
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Evidence

_MODULE = Module(
    title="SQLPS",
    low=None,
    high=None,
    encrypts=False,
    verifies=None,
    parameters=frozenset({"encryptconnection"}),
    evidence=Evidence.DOCUMENTED,
    source="Microsoft: Invoke-Sqlcmd (SQLPS module), -EncryptConnection",
    client=OLDER,
)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the module makes of a connection."""
    return assess_module(connection, client, "SQLPS", (_MODULE,))


DRIVER = Driver(
    name="sqlps",
    title="SQLPS",
    dialects=("invoke-sqlcmd",),
    library="SQLPS",
    assess=assess,
    anchors="sqlclient",
    verifying="move to the SqlServer module, version 22 or later",
)
