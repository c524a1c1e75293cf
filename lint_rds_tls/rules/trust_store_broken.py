"""Certificates are put into a trust store in a way that silently does less than it says.

## Flags

- `keytool -importcert -file global-bundle.pem`: of a bundle keytool takes the first certificate alone, and says that
  it was added.
- `keytool -importcert -file global-bundle.p7b`: keytool refuses PKCS #7.
- A `*.pem` in `/usr/local/share/ca-certificates`: Debian's `update-ca-certificates` takes files named `*.crt` alone.
- A bundle under a name like `rds.crt` there: it gets into `ca-certificates.crt`, but gets no hash link, so that clients
  which look in OpenSSL's directory do not see it (a warning).

```dockerfile
ADD https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /usr/local/share/ca-certificates/rds.pem
RUN update-ca-certificates
```

Loops that split a bundle first are fine, and so are the anchors of RHEL and Import-Certificate of Windows.

## Why

Nothing fails until the server shows a certificate of an authority that is missing. Then every client that verifies
stops, and verification is switched off in a hurry.

## Fix

Split the bundle, and import one certificate after the other, each under an alias, or a name `*.crt`, of its own:

```sh
csplit -sz -f rds-ca- -b '%03d.crt' global-bundle.pem '/-----BEGIN CERTIFICATE-----/' '{*}'
for each in rds-ca-*.crt; do
  keytool -importcert -noprompt -alias "$each" -file "$each" -keystore rds.jks -storepass "$PASSWORD"
done
```

`lint-rds-tls ca rds.jks --region REGION` tells whether the store is ready.

## References

- CWE-296: Improper Following of a Certificate's Chain of Trust
- Amazon RDS User Guide: Rotating your SSL/TLS certificate, sample scripts for importing certificates
- Debian: update-ca-certificates(8); OpenSSL: openssl-rehash(1)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lint_rds_tls.model import Finding, Level, Resource, Rule, StoreImport, StoreImportFault
from lint_rds_tls.rules._resources import build

_NAME, _LEVEL = "trust-store-broken", Level.ERROR
_MESSAGES = {
    StoreImportFault.FIRST_CERTIFICATE_ONLY: (
        "keytool takes only the first certificate of {name}: the store lacks all others.",
        "measured with keytool of JDK 17",
    ),
    StoreImportFault.FORMAT_REFUSED: (
        "keytool cannot read a PKCS #7 bundle: nothing of {name} gets into the store.",
        "measured with keytool of JDK 17 and 25",
    ),
    StoreImportFault.NAME_IGNORED: (
        "update-ca-certificates takes files named *.crt alone: {name} is passed over.",
        "Debian: update-ca-certificates(8)",
    ),
    StoreImportFault.NOT_HASHED: (
        "{name} holds several certificates, so it gets no hash link: clients that look in OpenSSL's directory of "
        "certificates do not see them.",
        "OpenSSL: openssl-rehash(1)",
    ),
}


def check(resource: Resource, as_of: date) -> Iterator[Finding]:  # noqa: ARG001 -- true on every day
    """An import with a fault."""
    if not isinstance(resource, StoreImport) or resource.fault is None:
        return
    message, source = _MESSAGES[resource.fault]
    name = resource.name or resource.source.replace("\\", "/").rstrip("/").rpartition("/")[2]
    finding = build(
        _NAME,
        _LEVEL,
        resource.path,
        resource.span,
        message.format(name=name),
        source=source,
        possible=resource.alternative,
    )
    half = resource.fault is StoreImportFault.NOT_HASHED
    yield replace(finding, level=Level.WARNING) if half else finding


RULE = Rule(
    name=_NAME,
    summary="An import into a trust store silently does less than it says",
    level=_LEVEL,
    cwe=296,
    security_severity=5.9,
    manual=__doc__,
    check_resource=check,
)
