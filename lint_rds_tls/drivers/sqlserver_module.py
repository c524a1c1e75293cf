"""The SqlServer PowerShell module: Invoke-Sqlcmd encrypts and verifies by default from 22 on, neither before."""

from __future__ import annotations

from lint_rds_tls.drivers._powershell_modules import Module
from lint_rds_tls.drivers._powershell_modules import assess as assess_module
from lint_rds_tls.drivers._sqlclient_of_modules import NEWER, OLDER
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Evidence

_MODULES = (
    Module(
        title="the SqlServer module before 22",
        low=None,
        high="22",
        encrypts=False,
        verifies=None,
        parameters=frozenset({"encryptconnection"}),
        evidence=Evidence.DOCUMENTED,
        source="Microsoft: Invoke-Sqlcmd (SqlServer module 21), -EncryptConnection; SQLServerPSModule issues 35 and 76",
        client=OLDER,
    ),
    Module(
        title="the SqlServer module from 22 on",
        low="22",
        high=None,
        encrypts=True,
        verifies=True,
        parameters=frozenset({"encryptconnection", "encrypt", "trustservercertificate", "hostnameincertificate"}),
        evidence=Evidence.DOCUMENTED,
        source="Microsoft: Invoke-Sqlcmd (SqlServer module 22), -Encrypt; SQLServerPSModule issues 26 and 35",
        client=NEWER,
    ),
)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible versions make of a connection."""
    return assess_module(connection, client, "SqlServer", _MODULES)


DRIVER = Driver(
    name="sqlserver-module",
    title="SqlServer PowerShell module",
    dialects=("invoke-sqlcmd",),
    library="SqlServer",
    assess=assess,
    anchors="sqlclient",
    verifying="use version 22 or later with -Encrypt Mandatory and without -TrustServerCertificate",
    name_setting="-HostNameInCertificate (22 and later)",
)
