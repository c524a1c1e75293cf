"""The client accepts any certificate.

## Flags

A connection whose client does not verify the server's certificate: because it is told so
(`TrustServerCertificate=true`), or because it never does while it encrypts.

```csharp
new SqlConnection("Server=db1.abc.eu-west-1.rds.amazonaws.com;Encrypt=true;TrustServerCertificate=true")
```

On command lines it is `-C` (sqlcmd, mssql-cli), `-u` (bcp), `/TargetTrustServerCertificate:True` (sqlpackage). `-C`
does not encrypt by itself: sqlcmd of mssql-tools18 encrypts unless told otherwise, that of mssql-tools (ODBC Driver 17
and older) and go-sqlcmd only with `-N`. A `-C` that is the value of another option (`-P -C`, `-Q "… -C …"`), or another
program's, is none of this.

## Why

Encryption without verification keeps out those who only listen. Whoever can answer in the server's place (on the
network, by DNS, by a wrong host name) shows a certificate of their own, reads the password and every row, and passes
the rest on. Before a rotation of the RDS certificate authority such a client also looks fine: it will go on working,
and nobody notices that it never verified anything.

## Fix

1. Put the certificate authority of your region in the client's trust store. Amazon publishes the bundles at
   `https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem`, one file per region beside it. On Windows
   import each certificate into *Trusted Root Certification Authorities*; on Debian and Ubuntu put each one as its own
   `.crt` file into `/usr/local/share/ca-certificates` and run `update-ca-certificates`. Java has a trust store of its
   own: import each certificate with `keytool`, or name a store with `trustStore=`.
2. Remove `TrustServerCertificate`, or set it to `false`, and keep `Encrypt=true`; delete `-C`, and write `-N` for the
   programs that need it.
3. Connect by the name that the certificate carries: the endpoint of the instance, not a CNAME of your own. With
   Microsoft.Data.SqlClient 5.0 and later `HostNameInCertificate` names it where you cannot.

A test container on `localhost` makes its own certificate, so there the finding is a note.

## References

- CWE-295: Improper Certificate Validation
- Amazon RDS User Guide: Using SSL with a Microsoft SQL Server DB instance
- Microsoft: Encryption and certificate validation in Microsoft.Data.SqlClient
- Microsoft: sqlcmd utility; bcp utility; SqlPackage
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.model import Assessment, Case, Encryption, Finding, Level, Rule, Setting, Verification
from lint_rds_tls.rules._verdicts import build, clients_text, mend, postures, when

_NAME, _LEVEL = "certificate-not-verified", Level.ERROR
_CLEAR = (Encryption.NEVER, Encryption.LOGIN_ONLY, Encryption.OPPORTUNISTIC)
_TITLE = "Verify the certificate (the RDS CA must be in the client's trust store)"


def check(case: Case) -> Iterator[Finding]:
    """Told to accept any certificate, or accepting any by nature while encrypting."""
    hits = when(case, lambda each: _told(each) is not None or _by_nature(each))
    if not hits or case.connection.trust_added:
        return
    setting = next((told for each in hits if (told := _told(each))), None)
    because = [
        posture.verification.because
        for each in hits
        for posture in postures(each)
        if posture.verification.value is Verification.NONE and posture.verification.because.setting is setting
    ]
    if setting is None:
        message = f"The session is encrypted, but {clients_text(hits)} never verifies the server's certificate."
    else:
        message = f"{setting.said} makes the client accept any certificate." + _alone(setting, hits)
    yield build(
        _NAME,
        _LEVEL,
        case,
        hits,
        message,
        setting.span if setting else case.connection.span,
        because=because,
        fixes=mend(setting, "false" if str(setting).lower() in ("true", "yes") else "", _TITLE),
    )


def _told(assessment: Assessment) -> Setting | None:
    for posture in postures(assessment):
        verdict = posture.verification
        if verdict.value is Verification.NONE and verdict.because.setting is not None:
            return verdict.because.setting
    return None


def _alone(setting: Setting, hits: Sequence[Assessment]) -> str:
    """What a flag comes to where nothing asks for encryption, by client."""
    postures = [(each, each.as_is.encryption) for each in hits if each.as_is is not None]
    clear = [each for each, verdict in postures if verdict.value in _CLEAR and verdict.because.setting is None]
    if not setting.flag or not clear:
        return ""
    others = [each for each in hits if each not in clear]
    if not others:
        return f" Alone it does not encrypt the session ({clients_text(clear)})."
    alone = f"with {clients_text(clear)} {setting.said} alone does not encrypt it."
    return f" With {clients_text(others)} the session is encrypted; {alone}"


def _by_nature(assessment: Assessment) -> bool:
    posture = assessment.as_is
    return (
        posture is not None
        and not assessment.flaws  # a defect of the version: driver-flawed says so
        and posture.encryption.value in (Encryption.REQUIRED, Encryption.OPPORTUNISTIC, Encryption.STRICT)
        and posture.verification.value is Verification.NONE
    )


RULE = Rule(
    name=_NAME,
    summary="The client accepts any certificate",
    level=_LEVEL,
    cwe=295,
    security_severity=7.4,
    manual=__doc__,
    check=check,
)
