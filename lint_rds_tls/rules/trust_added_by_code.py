"""Code turns verification off where the user wrote nothing of it.

## Flags

Code that adds `TrustServerCertificate=true` to a connection string that does not have it.

```csharp
if (!connectionString.Contains("TrustServerCertificate"))
    connectionString += ";TrustServerCertificate=true";
```

Switches that do so for every connection of a process, and settings that make a client connect again without verifying
where verification fails.

```powershell
Set-DbatoolsInsecureConnection -SessionOnly
$PSDefaultParameterValues['*:TrustServerCertificate'] = $true
```

## Why

The person who configures the connection relies on the client's default, which is to verify. The code takes that away
without a word, for every connection that passes through it, and a search of the configuration finds nothing.

## Fix

Remove the code. Where a test needs it, say so in the test's own connection string; where users must be able to skip
verification, let them write it themselves.

## References

- CWE-295: Improper Certificate Validation
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Assessment, Case, Finding, Level, Rule, Setting, Verification
from lint_rds_tls.rules._verdicts import build, postures, when

_NAME, _LEVEL = "trust-added-by-code", Level.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Trust that nobody asked for."""
    if not case.connection.trust_added:
        return
    hits = when(case, lambda each: _trusting(each) is not None)
    setting = next((found for each in hits if (found := _trusting(each))), None)
    if setting is not None:
        message = f"{setting.said} is added by the code: the client then accepts any certificate, unasked."
        if setting.implied:
            message = f"{setting.implied}: nobody who uses the connection asked for that."
        yield build(_NAME, _LEVEL, case, hits, message, setting.span)


def _trusting(assessment: Assessment) -> Setting | None:
    for posture in postures(assessment):
        if posture.verification.value is Verification.NONE:
            return posture.verification.because.setting
    return None


RULE = Rule(
    name=_NAME,
    summary="Code turns verification off where the user wrote nothing of it",
    level=_LEVEL,
    cwe=295,
    security_severity=6.5,
    manual=__doc__,
    check=check,
)
