"""The certificate is verified, but not that it is the server's.

## Flags

A connection whose client verifies the chain of the server's certificate and does not compare the name in it:
`fips=true` with mssql-jdbc, `ssl=authenticate` with jTDS.

```java
DriverManager.getConnection("jdbc:jtds:sqlserver://db1.abc.eu-west-1.rds.amazonaws.com/shop;ssl=authenticate");
```

## Why

Every customer of Amazon RDS gets certificates from the same authorities. Whoever has a database instance of their own
in the same region holds a valid certificate for it; a client that does not compare names accepts it in place of yours.

## Fix

With mssql-jdbc leave `fips` out; where FIPS is required, configure the Java runtime's own provider for it. jTDS cannot
compare names and is no longer developed: move to mssql-jdbc.

## References

- CWE-297: Improper Validation of Certificate with Host Mismatch
- Microsoft: JDBC driver, connecting with encryption; FIPS mode
- jTDS: frequently asked questions, ssl
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Assessment, Case, Finding, Hostname, Level, Reason, Rule, Verification
from lint_rds_tls.rules._verdicts import build, clients_text, postures, when

_NAME, _LEVEL = "hostname-not-checked", Level.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Verified by chain, with any name."""
    hits = when(case, lambda each: bool(_unchecked(each)))
    if not hits:
        return
    reasons = [reason for each in hits for reason in _unchecked(each)]
    setting = next((reason.setting for reason in reasons if reason.setting is not None), None)
    what = f"with {setting.said} {clients_text(hits)}" if setting else clients_text(hits)
    message = f"The certificate is verified, but {what} does not compare the server's name with it."
    yield build(_NAME, _LEVEL, case, hits, message, setting.span if setting else case.connection.span, because=reasons)


def _unchecked(assessment: Assessment) -> list[Reason]:
    return [
        posture.hostname.because
        for posture in postures(assessment)
        if posture.verification.value is Verification.CHAIN and posture.hostname.value is Hostname.NOT_CHECKED
    ]


RULE = Rule(
    name=_NAME,
    summary="The certificate is verified, but not that it is the server's",
    level=_LEVEL,
    cwe=297,
    security_severity=6.5,
    manual=__doc__,
    check=check,
)
