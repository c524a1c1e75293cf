"""Microsoft.Data.SqlClient: encrypts by default from 4.0 on, verifies a server-forced session from 2.0 on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.drivers._sqlclient import Generation, assess_generations, is_netcore
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Encryption, Evidence, Reason, Verification
from lint_rds_tls.versions import Version, VersionRange

#: Where behaviour or keywords change (dotnet/SqlClient tags; tests/recorded/adonet-postures.jsonl.gz).
_STARTS = (
    "1.0", "1.1", "2.0", "2.1", "3.0", "4.0", "5.0", "5.1", "5.2", "6.0", "6.1", "6.1.7", "7.0", "7.0.3",
    "7.1.0-preview1", "7.1.0-preview2",
)  # fmt: skip


def _generation(start: str, end: str | None) -> Generation:
    version = Version.parse(start)
    return Generation(
        title=f"Microsoft.Data.SqlClient {start}",
        low=version if start != "1.0" else None,
        high=Version.parse(end) if end else None,
        version=version,
        encrypts=version >= Version.parse("4.0"),
        verifies_forced=version >= Version.parse("2.0"),
    )


GENERATIONS = tuple(_generation(start, end) for start, end in zip(_STARTS, (*_STARTS[1:], None), strict=True))

#: CVE-2024-0056: LOGIN7 in clear text where the server's answer leaves the ENCRYPTION option out, Encrypt=true or not.
#: Measured for 1.1.4, 2.0.1, 2.1.4, 4.1.1 and 5.0.2; the rest from the advisory and the sources at the tags.
_FALLS_BACK = (
    VersionRange.between(None, "2.1.7"),
    VersionRange.between("3.0", "3.1.5"),
    VersionRange.between("4.0", "4.0.5"),
    VersionRange.between("4.1", "5.1.3"),
)
_CLEAR_TEXT = Reason(
    text="sends the login in clear text to a server whose answer leaves encryption out (CVE-2024-0056), "
    "Encrypt=true or not; fixed in 2.1.7, 3.1.5, 4.0.5, 5.1.3 and 5.2",
    evidence=Evidence.MEASURED,
    source="CVE-2024-0056; measured, tests/recorded/adonet-postures.jsonl.gz",
)
_NAME_PREFIX = Reason(
    text="accepts, on Linux and macOS, an untrusted self-signed certificate whose name only starts with the server's; "
    "fixed in 5.2",
    evidence=Evidence.MEASURED,
    source="measured, tests/recorded/adonet-postures.jsonl.gz (certificate cousin)",
)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible versions make of a connection."""
    found = assess_generations(connection, client, GENERATIONS)
    return tuple(replace(each, flaws=tuple(_flaws(each, connection))) for each in found)


def _flaws(assessment: Assessment, connection: Connection) -> Iterator[Reason]:
    version, posture = assessment.client.versions.exact, assessment.as_is
    if version is None or posture is None:
        return
    if posture.encryption.value is Encryption.REQUIRED and any(version in versions for versions in _FALLS_BACK):
        yield _CLEAR_TEXT
    verifies = posture.verification.value is Verification.CHAIN and connection.effective("server certificate") is None
    if verifies and version < Version.parse("5.2") and is_netcore(assessment.client) is not False:
        yield _NAME_PREFIX


DRIVER = Driver(
    name="microsoft-data-sqlclient",
    title="Microsoft.Data.SqlClient",
    dialects=("adonet",),
    library="Microsoft.Data.SqlClient",
    assess=assess,
    anchors="sqlclient",
    verifying="write Encrypt=true;TrustServerCertificate=false",
    name_setting="HostNameInCertificate (5.0 and later)",
)
