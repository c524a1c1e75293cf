"""dbatools: encrypts and verifies by default from 2.0 on, unless its own configuration says otherwise."""

from __future__ import annotations

from lint_rds_tls.drivers._powershell_modules import Module
from lint_rds_tls.drivers._powershell_modules import assess as assess_module
from lint_rds_tls.drivers._sqlclient_of_modules import NEWER, OLDER
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Evidence

_PARAMETERS = frozenset({"encryptconnection", "trustservercertificate"})
_MODULES = (
    Module(
        title="dbatools before 2",
        low=None,
        high="2",
        encrypts=None,
        verifies=True,
        parameters=_PARAMETERS,
        evidence=Evidence.DOCUMENTED,
        source="dataplat/dbatools, discussion 8855: new certificate and encryption defaults in 2.0",
        client=OLDER,
    ),
    Module(
        title="dbatools from 2 on",
        low="2",
        high=None,
        encrypts=True,
        verifies=True,
        parameters=_PARAMETERS,
        evidence=Evidence.SOURCE,
        source="dataplat/dbatools, public/Connect-DbaInstance.ps1 and private/configurations/settings/sql.ps1",
        client=NEWER,
    ),
)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible versions make of a connection."""
    return assess_module(connection, client, "dbatools", _MODULES)


DRIVER = Driver(
    name="dbatools",
    title="dbatools",
    dialects=("dbatools",),
    library="dbatools",
    assess=assess,
    anchors="sqlclient",
    verifying="use dbatools 2 or later without -TrustServerCertificate",
)
