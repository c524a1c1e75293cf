"""Encryption is off or optional, as written.

## Flags

A connection that says itself that it needs no encryption: `Encrypt=false`, `no` or `optional`, or an API that writes
this on its own (SMO's `ServerConnection` writes `Encrypt=False` unless `EncryptConnection` is set); with jTDS
`ssl=off`, `ssl=request`, and `tds=7.0` or `namedPipe=true`, which switch TLS off whatever `ssl` says.

On command lines it is `-No` or `-N o` (sqlcmd), `-N disable` (go-sqlcmd, no TLS even for the login), `-Yo` (bcp),
`/TargetEncryptConnection:False` (sqlpackage).

```json
"ConnectionStrings": { "Shop": "Server=db1.example.com;Database=Shop;Encrypt=False" }
```

## Why

Only the login packet is encrypted then, with a certificate that nobody verifies; every query and every row travels in
clear text. A server that does not offer TLS gets the password in clear text too. `Encrypt=false` means this in every
version of SqlClient and mssql-jdbc; the safer defaults of newer versions do not overrule it. Once the server forces TLS
(`rds.force_ssl=1`), the session is encrypted all the same. Microsoft.Data.SqlClient 2.0 and mssql-jdbc 10.2 and
later then start to verify the certificate, and fail unless the RDS certificate authority is in its trust store.

## Fix

Set `Encrypt=true` (`Mandatory`), or remove the setting with Microsoft.Data.SqlClient 4.0 and later, and put the
certificate authority of your region in the client's trust store first:
`https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem` holds them all. Connections that stay on the
machine, to LocalDB or `localhost`, are notes.

## References

- CWE-319: Cleartext Transmission of Sensitive Information
- Amazon RDS User Guide: Forcing connections to your DB instance to use SSL
- Microsoft: SqlConnectionStringBuilder.Encrypt
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Assessment, Case, Encryption, Finding, Level, Rule
from lint_rds_tls.rules._verdicts import build, mend, once_forced, when

_NAME, _LEVEL = "encryption-off", Level.ERROR
_CLEAR = (Encryption.NEVER, Encryption.LOGIN_ONLY, Encryption.OPPORTUNISTIC)


def check(case: Case) -> Iterator[Finding]:
    """Written to be off."""
    hits = when(case, _off)
    if not hits:
        return
    posture = hits[0].as_is
    setting = posture.encryption.because.setting if posture else None
    if setting is None:
        return
    if setting.implied:
        message = f"{setting.implied}: the session is not encrypted."
    else:
        message = f"{setting.said} leaves the session unencrypted."
    yield build(
        _NAME,
        _LEVEL,
        case,
        hits,
        message + once_forced(hits),
        setting.span,
        because=[each.as_is.encryption.because for each in hits if each.as_is],
        fixes=mend(setting, _encrypting(str(setting)), "Encrypt the session (the RDS CA must be in the trust store)"),
    )


def _off(assessment: Assessment) -> bool:
    posture = assessment.as_is
    return posture is not None and posture.encryption.value in _CLEAR and posture.encryption.because.setting is not None


def _encrypting(word: str) -> str:
    """What every driver takes in the place of this word; "" where it is none that they share."""
    return {"false": "true", "no": "true", "optional": "mandatory", "o": "m"}.get(word.lower(), "")


RULE = Rule(
    name=_NAME,
    summary="Encryption is explicitly off or optional",
    level=_LEVEL,
    cwe=319,
    security_severity=7.5,
    manual=__doc__,
    check=check,
)
