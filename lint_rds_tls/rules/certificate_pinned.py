"""One certificate is pinned, and RDS replaces it by itself.

## Flags

A connection that accepts only one given server certificate (`ServerCertificate=path` with Microsoft.Data.SqlClient
6.1.7 and later), to a host that is not this machine.

## Why

RDS issues a new server certificate for an instance without being asked: before the old one expires, at a rotation of
the certificate authority, and when the instance is restored or replaced. From that moment the pinned file matches
nothing and every connection is refused. Older versions treat the same setting differently, so an upgrade of the
package can be that moment too.

## Fix

Remove the setting and trust the certificate authority instead: put the one of your region in the client's trust store
(`https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem`). The authority outlives the server certificates
it issues by decades.

## References

- Amazon RDS User Guide: Rotating your SSL/TLS certificate
- Microsoft: Encryption and certificate validation in Microsoft.Data.SqlClient, ServerCertificate
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Assessment, Case, Finding, Level, Reason, Rule, Verification
from lint_rds_tls.rules._verdicts import build, postures, when

_NAME, _LEVEL = "certificate-pinned", Level.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Pinned now, or once the server forces TLS."""
    hits = when(case, lambda each: bool(_pins(each)))
    if not hits:
        return
    reasons = [reason for each in hits for reason in _pins(each)]
    setting = reasons[0].setting
    name = f"{setting.name} pins" if setting else "The connection pins"
    message = f"{name} one server certificate, which RDS replaces by itself: from then on nothing connects."
    yield build(_NAME, _LEVEL, case, hits, message, setting.span if setting else case.connection.span, because=reasons)


def _pins(assessment: Assessment) -> list[Reason]:
    verdicts = [posture.verification for posture in postures(assessment)]
    return [verdict.because for verdict in verdicts if verdict.value is Verification.PINNED]


RULE = Rule(
    name=_NAME,
    summary="One server certificate is pinned, which RDS replaces by itself",
    level=_LEVEL,
    cwe=None,
    security_severity=3.1,
    manual=__doc__,
    check=check,
)
