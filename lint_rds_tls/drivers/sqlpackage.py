"""sqlpackage: encrypts and verifies unless told otherwise from 161 on; the default of older releases is not told."""

from __future__ import annotations

from dataclasses import replace

from lint_rds_tls.drivers._command_tools import Tools, assess
from lint_rds_tls.drivers._ranges import assessed
from lint_rds_tls.model import Assessment, Client, Connection, Driver
from lint_rds_tls.versions import Version

_MODES = {
    **dict.fromkeys(("true", "yes", "mandatory"), "mandatory"),
    **dict.fromkeys(("false", "no", "optional"), "optional"),
    "strict": "strict",
}
_NEWER = Tools(
    library="microsoft.sqlpackage",
    title="sqlpackage 161 and later",
    encrypts=True,
    verifies_forced=True,
    encrypt="EncryptConnection",
    trust="TrustServerCertificate",
    source="Microsoft: SqlPackage, parameters; release notes of 161",
    modes=_MODES,
)
_OLDER = replace(_NEWER, title="sqlpackage before 161", encrypts=None, verifies_forced=None)


def sqlpackage(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible releases make of a connection."""

    def of(one: Client, version: Version) -> Assessment:
        (found,) = assess(connection, one, _OLDER if version < Version.parse("161") else _NEWER)
        return found

    return assessed(client, ("18", "161"), of)


DRIVER = Driver(
    name="sqlpackage",
    title="sqlpackage",
    dialects=("sqlpackage",),
    library=_NEWER.library,
    assess=sqlpackage,
    anchors="sqlclient",
    verifying="use release 161 or later without TrustServerCertificate",
    name_setting="/TargetHostNameInCertificate or /SourceHostNameInCertificate",
)
