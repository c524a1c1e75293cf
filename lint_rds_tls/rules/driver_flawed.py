"""The version of the client library in use has a defect that undoes what the connection asks for.

## Flags

The package reference, where a connection of the project relies on something that this version is known not to keep:

- With `Encrypt=true`, the login is sent in clear text to a server whose answer leaves encryption out (CVE-2024-0056):
  System.Data.SqlClient before 4.8.6; Microsoft.Data.SqlClient before 2.1.7, 3.0 to 3.1.4, 4.0 to 4.0.4, 4.1, 5.0, and
  5.1 to 5.1.2.
- With `encrypt=strict`, mssql-jdbc 11.1 to 12.3 verifies no chain: any authority will do for the right name.
- On Linux and macOS, an untrusted self-signed certificate is accepted if its name only starts with the server's:
  System.Data.SqlClient in every version, Microsoft.Data.SqlClient before 5.2. Not on .NET Framework.

## Why

The connection string is right and the client does something else. All of it was measured with the real packages.

## Fix

Raise the version of the package: Microsoft.Data.SqlClient 5.2 and mssql-jdbc 12.4 or later have no such defect.
System.Data.SqlClient is no longer developed; move to Microsoft.Data.SqlClient. Where another package brings the client
in (EF Core, Spring Boot), reference the newer client directly.

## References

- CWE-295: Improper Certificate Validation
- CVE-2024-0056: Microsoft.Data.SqlClient and System.Data.SqlClient security feature bypass
- dotnet/SqlClient: release notes of 5.2.0
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Case, Finding, HostClass, Level, Rule
from lint_rds_tls.rules._verdicts import build, clients_text, when

_NAME, _LEVEL = "driver-flawed", Level.WARNING


def check(case: Case) -> Iterator[Finding]:
    """At the place where the package is referenced; a connection that stays on the machine risks nothing."""
    if case.connection.localdb or case.connection.host_class is HostClass.LOCAL:
        return
    for hit in when(case, lambda each: bool(each.flaws)):
        dependency = hit.client.dependency
        place = dependency.location if dependency is not None else None
        if place is None:
            continue
        message = f"{clients_text([hit])} {'; it also '.join(flaw.text for flaw in hit.flaws)}."
        yield build(_NAME, _LEVEL, case, [hit], message, place.span, path=place.path, because=hit.flaws)


RULE = Rule(
    name=_NAME,
    summary="A version of the client library whose known defect undoes verification or encryption",
    level=_LEVEL,
    cwe=295,
    security_severity=6.8,
    manual=__doc__,
    check=check,
)
