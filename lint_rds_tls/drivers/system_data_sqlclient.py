"""System.Data.SqlClient, the package and .NET Framework's own: encrypts only if asked, never verifies unasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.drivers._sqlclient import Generation, assess_generations, is_netcore
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Encryption, Evidence, Reason, Verification
from lint_rds_tls.versions import Version

GENERATIONS = (
    Generation(title="System.Data.SqlClient", low=None, high=None, version=None, encrypts=False, verifies_forced=False),
)

_CLEAR_TEXT = Reason(
    text="sends the login in clear text to a server whose answer leaves encryption out (CVE-2024-0056), "
    "Encrypt=true or not; fixed in 4.8.6",
    evidence=Evidence.DOCUMENTED,
    source="CVE-2024-0056",
)
_NAME_PREFIX = Reason(
    text="accepts, on Linux and macOS, an untrusted self-signed certificate whose name only starts with the server's; "
    "no version of the package is free of it, Microsoft.Data.SqlClient 5.2 is",
    evidence=Evidence.MEASURED,
    source="measured, tests/recorded/adonet-postures.jsonl.gz (certificate cousin)",
)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible versions make of a connection."""
    found = assess_generations(connection, client, GENERATIONS)
    return tuple(replace(each, flaws=tuple(_flaws(each))) for each in found)


def _flaws(assessment: Assessment) -> Iterator[Reason]:
    version, posture = assessment.client.versions.exact, assessment.as_is
    if version is None or posture is None or is_netcore(assessment.client) is False:
        return  # .NET Framework has its own, patched with the operating system
    if posture.encryption.value is Encryption.REQUIRED and version < Version.parse("4.8.6"):
        yield _CLEAR_TEXT
    if posture.verification.value is Verification.CHAIN:
        yield _NAME_PREFIX


DRIVER = Driver(
    name="system-data-sqlclient",
    title="System.Data.SqlClient",
    dialects=("adonet",),
    library="System.Data.SqlClient",
    assess=assess,
    anchors="sqlclient",
    verifying="write Encrypt=true;TrustServerCertificate=false",
)
