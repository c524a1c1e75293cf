"""A certificate authority of RDS is named that has expired, or soon will.

## Flags

An identifier such as `rds-ca-2019` that infrastructure code, a command or a program gives to an instance, or to all new
ones of an account.

```hcl
resource "aws_db_instance" "sql" {
  ca_cert_identifier = "rds-ca-2019"
}
```

`rds-ca-2015` ended on 2020-03-05, `rds-ca-2019` on 2024-08-22 in most regions. A generation that is newer than this
page is never called wrong. An authority that ends within a year is a warning. `--as-of DATE` asks for another day.

## Why

RDS no longer issues certificates of an expired authority: the change fails, or the instance shows a certificate that
every client which verifies must refuse. Clients that go on working are those that never verified.

## Fix

1. Put the root of the new authority, for the region, into the trust store of every client that verifies:
   `lint-rds-tls inventory` lists them.
2. Name `rds-ca-rsa2048-g1` (or `rds-ca-rsa4096-g1`, `rds-ca-ecc384-g1`), or nothing: that is the default.
3. The instance restarts when its certificate changes, unless its version can rotate without.

## References

- CWE-298: Improper Validation of Certificate Expiration
- Amazon RDS User Guide: Rotating your SSL/TLS certificate
- AWS News Blog: Rotate Your SSL/TLS Certificates Now
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lint_rds_tls.data.rds import DEFAULT_IDENTIFIER, expiry_of, family_of
from lint_rds_tls.model import Authority, Finding, Level, Resource, Rule
from lint_rds_tls.rules._resources import build, known, replacing

_NAME, _LEVEL = "rds-ca-expired", Level.ERROR
_SOURCE = "AWS News Blog: Rotate Your SSL/TLS Certificates Now"
_SOON = timedelta(days=365)


def check(resource: Resource, as_of: date) -> Iterator[Finding]:
    """An authority that is at its end on a day."""
    if not isinstance(resource, Authority):
        return
    value = resource.identifier.value
    name = known(value)
    end = None if name is None else expiry_of(name, resource.region)
    if value is None or end is None or as_of < end - _SOON or _is_custom(resource):
        return
    where = f" in {resource.region}" if resource.region else " in most regions" if name == "rds-ca-2019" else ""
    expired, days = as_of > end, (end - as_of).days
    when = f"expired on {end}{where}" if expired else f"expires on {end}{where}, {_in(days)}"
    yield build(
        _NAME,
        _LEVEL if expired else Level.WARNING,
        resource.path,
        value.span,
        f"{name} {when}.",
        source=_SOURCE,
        possible=resource.alternative or value.has_default,
        fixes=replacing(
            value, DEFAULT_IDENTIFIER, f"Use {DEFAULT_IDENTIFIER} (clients that verify must have its root first)"
        ),
    )


def _is_custom(authority: Authority) -> bool:
    """Whether it is for RDS Custom, which takes no such identifier."""
    engine = None if authority.engine is None else known(authority.engine.value)
    family = None if engine is None else family_of(engine)
    return family is not None and family.custom


def _in(days: int) -> str:
    return "today" if not days else f"in {days} day{'s' if days > 1 else ''}"


RULE = Rule(
    name=_NAME,
    summary="A certificate authority of RDS has expired, or soon will",
    level=_LEVEL,
    cwe=298,
    security_severity=5.3,
    manual=__doc__,
    check_resource=check,
)
