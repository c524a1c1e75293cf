"""A CA bundle of RDS is out of date: its name, its address or its content.

## Flags

A file name or an address of a bundle that AWS no longer renews:

```sh
curl -O https://s3.amazonaws.com/rds-downloads/rds-combined-ca-bundle.pem
```

A file of certificates whose roots of RDS have all expired, or among which no root of today's authorities
(`rds-ca-rsa2048-g1` and its kin) is. A file that is called like a bundle of RDS and holds none of its roots. Expired
roots beside those of today are harmless and not flagged. `--as-of DATE` asks for another day.

## Why

Servers show certificates of the authorities of today. A client that verifies with roots of old ones refuses every
server, and the usual way out is to switch verification off.

## Fix

Fetch `https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem`, or the bundle of one region, as in
`https://truststore.pki.rds.amazonaws.com/eu-west-1/eu-west-1-bundle.pem` (GovCloud has its own host,
`truststore.pki.us-gov-west-1.rds.amazonaws.com`). `lint-rds-tls ca FILE --region REGION` tells what a file holds.

## References

- CWE-298: Improper Validation of Certificate Expiration
- Amazon RDS User Guide: Using SSL/TLS to encrypt a connection to a DB instance
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lint_rds_tls.anchors import current_roots
from lint_rds_tls.data.rds import CURRENT_SINCE, obsolete_bundle
from lint_rds_tls.model import Bundle, BundleName, Certificate, Finding, Level, Resource, Rule
from lint_rds_tls.rules._resources import build, known
from lint_rds_tls.text import Span

_NAME, _LEVEL = "rds-bundle-outdated", Level.WARNING
_SOURCE = "Amazon RDS User Guide: Using SSL/TLS to encrypt a connection to a DB instance"


def check(resource: Resource, as_of: date) -> Iterator[Finding]:
    """A bundle of old, by what is seen of it."""
    if as_of < CURRENT_SINCE:
        return
    if isinstance(resource, BundleName):
        yield from _named(resource)
    elif isinstance(resource, Bundle):
        message = _fault(resource, as_of)
        if message is not None:
            yield build(_NAME, _LEVEL, resource.path, _place(resource), message, source=_SOURCE)


def _named(bundle: BundleName) -> Iterator[Finding]:
    text = known(bundle.text)
    if text is None or not obsolete_bundle(text):
        return
    yield build(
        _NAME,
        _LEVEL,
        bundle.path,
        bundle.span,
        f"{text.rpartition('/')[2] or text} is a bundle that AWS no longer renews: the roots of today are not in it.",
        source=_SOURCE,
        possible=bundle.text.has_default or "://" not in text,  # of a file only the name is seen
    )


def _fault(bundle: Bundle, as_of: date) -> str | None:
    """What is wrong with the content; None where a root of today is there, or nothing says that one should be."""
    if current_roots(bundle, as_of):
        return None
    ends = [each.not_after.date() for each in _authorities(bundle) if each.not_after is not None]
    if ends and max(ends) < as_of:
        return f"Its certificates of RDS have expired, the last on {max(ends)}; no root that serves today is there."
    if ends:
        return "It holds certificates of RDS, but no root that serves today (rds-ca-rsa2048-g1 and its kin)."
    if not bundle.names_rds:
        return None
    if bundle.unreadable and not bundle.certificates:
        return f"It is called a bundle of RDS and cannot be read: {bundle.unreadable[0]}."
    return None if bundle.unreadable else "It is called a bundle of RDS and holds none of its roots."


def _place(bundle: Bundle) -> Span:
    """The first certificate of RDS, where the file is a text; else all of it."""
    return next((each.span for each in _authorities(bundle) if each.span is not None), bundle.span)


def _authorities(bundle: Bundle) -> Iterator[Certificate]:
    """What is of an authority of RDS itself: the roots of its proxies are those of every system."""
    return (each for each in bundle.of_rds() if each.role != "proxy")


RULE = Rule(
    name=_NAME,
    summary="A CA bundle of RDS lacks the roots that serve today",
    level=_LEVEL,
    cwe=298,
    security_severity=5.3,
    manual=__doc__,
    check_resource=check,
)
