"""Nothing asks for encryption, and the client does not encrypt by itself.

## Flags

A connection that says nothing of encryption, with a client whose default leaves the session unencrypted:
System.Data.SqlClient in every version, Microsoft.Data.SqlClient before 4.0, mssql-jdbc before 10.2, jTDS and
r2dbc-mssql in every version; ODBC Driver 17 and older, SQL Server Native Client, FreeTDS and what is built on it
(pymssql), and python-tds, which without `cafile` does without TLS altogether.

So do command-line tools: sqlcmd and bcp of mssql-tools (ODBC Driver 17 and older), go-sqlcmd, mssql-cli. sqlcmd and bcp
of mssql-tools18 encrypt unless told otherwise. Which one a bare `sqlcmd` is, its path, an image or a package in sight
may tell.

```xml
<add name="Shop" connectionString="Server=db1.example.com;Database=Shop;Integrated Security=true"
     providerName="System.Data.SqlClient" />
```

The package and its version are read from the project files around the place (`PackageReference`,
`Directory.Packages.props`, `packages.config`, lock files, and what EF Core brings in). Where nothing tells them, the
finding says "may" and is never more than a warning.

## Why

Only the login packet is encrypted; queries and rows travel in clear text, and nobody decided that. The same string is
encrypted and verified with Microsoft.Data.SqlClient 4.0 and later, so copying it from one project to the next changes
what it does.

## Fix

Write `Encrypt=true` (`-N` for sqlcmd), after you have put the certificate authority of your region in the client's
trust store (`https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem`). Moving to Microsoft.Data.SqlClient
5.1 or later makes this the default and mends known defects of the older ones.

## References

- CWE-319: Cleartext Transmission of Sensitive Information
- Microsoft: Release notes of Microsoft.Data.SqlClient 4.0, breaking changes
- EF Core 7.0: Encrypt defaults to true for SQL Server connections
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Assessment, Case, Certainty, Encryption, Finding, Level, Rule
from lint_rds_tls.rules._verdicts import build, certainty_of, clients_text, once_forced, when

_NAME, _LEVEL = "encryption-not-requested", Level.WARNING
#: RDS offers TLS to everybody, so that a client which takes it where it is offered encrypts the session.
_CLEAR = (Encryption.NEVER, Encryption.LOGIN_ONLY)


def check(case: Case) -> Iterator[Finding]:
    """Left to a default that does not encrypt."""
    hits = when(case, _left_open)
    swallowed = any(key == "encrypt" for key, _, _ in case.connection.swallowed)
    if not hits or case.connection.localdb or swallowed:
        return
    may = " may" if certainty_of(case, hits) is Certainty.POSSIBLE else ""
    verb = "leave" if may or len({each.client.driver for each in hits}) > 1 else "leaves"
    message = f"Nothing asks for encryption, and {clients_text(hits)}{may} {verb} the session unencrypted."
    yield build(
        _NAME,
        _LEVEL,
        case,
        hits,
        message + once_forced(hits),
        case.connection.span,
        because=[each.as_is.encryption.because for each in hits if each.as_is],
    )


def _left_open(assessment: Assessment) -> bool:
    posture = assessment.as_is
    return posture is not None and posture.encryption.value in _CLEAR and posture.encryption.because.setting is None


RULE = Rule(
    name=_NAME,
    summary="Nothing asks for encryption, and the client's default leaves the session unencrypted",
    level=_LEVEL,
    cwe=319,
    security_severity=5.9,
    manual=__doc__,
    check=check,
)
