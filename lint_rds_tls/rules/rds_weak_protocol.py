"""The server takes protocols or ciphers that are broken.

## Flags

A DB parameter group for SQL Server that enables TLS 1.0, TLS 1.1, RC4 or triple DES, or takes Diffie-Hellman keys of
1024 bits.

```hcl
parameter {
  name  = "rds.tls10"
  value = "enabled"
}
```

`default` is not flagged: it means *disabled* on the minor versions after 16.00.4120.1, 15.00.4365.2, 14.00.3465.1,
13.00.6435.1 and 12.00.6449.1, and *enabled* before them, so it depends on a version that an upgrade decides about.

## Why

TLS 1.0 and 1.1 are withdrawn (RFC 8996), RC4 and triple DES are broken or nearly so. Whoever stands between a client
and the server can make both agree on the weakest thing they share.

## Fix

Find the clients that need it (SQL Server's own log and the inventory name old drivers), update them, and write
`disabled`. `rds.diffie-hellman-min-key-bit-length` takes 2048 and more.

## References

- CWE-327: Use of a Broken or Risky Cryptographic Algorithm
- Amazon RDS User Guide: Configuring SQL Server security protocols and ciphers
- RFC 8996: Deprecating TLS 1.0 and TLS 1.1
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lint_rds_tls.data.rds import family_of, weak_values
from lint_rds_tls.model import Finding, Level, ParameterGroup, Resource, Rule
from lint_rds_tls.rules._resources import build, known, replacing

_NAME, _LEVEL = "rds-weak-protocol", Level.WARNING
_SOURCE = "Amazon RDS User Guide: Configuring SQL Server security protocols and ciphers"
_WHAT = {
    "rds.tls10": "TLS 1.0",
    "rds.tls11": "TLS 1.1",
    "rds.rc4": "RC4",
    "rds.3des168": "triple DES",
    "rds.diffie-hellman-min-key-bit-length": "Diffie-Hellman keys of 1024 bits",
}


def check(resource: Resource, as_of: date) -> Iterator[Finding]:  # noqa: ARG001 -- true on every day
    """A parameter that is set to let something weak in."""
    if not isinstance(resource, ParameterGroup):
        return
    family = None if resource.family is None else known(resource.family.value)
    if family is not None and family_of(family) is None:
        return
    for parameter in resource.parameters:
        value = known(parameter.value)
        if parameter.value is None or value is None or value.lower() not in weak_values(parameter.name):
            continue
        word = "2048" if value.isdigit() else "disabled"
        yield build(
            _NAME,
            _LEVEL,
            resource.path,
            parameter.value.span,
            f"{parameter.name} is {value}: the server takes {_WHAT[parameter.name]}.",
            source=_SOURCE,
            possible=resource.alternative or parameter.value.has_default,
            fixes=replacing(
                parameter.value, word, f"Set {parameter.name} to {word} (clients that need it stop working)"
            ),
        )


RULE = Rule(
    name=_NAME,
    summary="The server takes protocols or ciphers that are broken",
    level=_LEVEL,
    cwe=327,
    security_severity=5.9,
    manual=__doc__,
    check_resource=check,
)
