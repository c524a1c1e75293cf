"""Where a host is, as far as its name tells."""

from __future__ import annotations

import re

from lint_rds_tls.model import HostClass

__all__ = ["host_class_of"]

_LOCAL = re.compile(
    r"(?:localhost|\.|\(local\)|\(localdb\)|127(?:\.\d+){1,3}|::1|\[::1\]|0\.0\.0\.0|host\.docker\.internal)\Z"
)
#: `ID.HASH.REGION.rds.SUFFIX`, in China `ID.HASH.rds.REGION.SUFFIX`; a suffix for each partition of AWS.
_RDS = re.compile(
    r"(?:\A|\.)rds(?:-fips)?\.(?:[a-z0-9-]+\.)?(?:amazonaws\.(?:com(?:\.cn)?|eu)|amazon\.com|c2s\.ic\.gov|sc2s\.sgov\.gov"
    r"|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)\Z"
)


def host_class_of(host: str | None) -> HostClass:
    """Where a host is; its port and instance are already gone."""
    if not host:
        return HostClass.UNKNOWN
    if _LOCAL.match(host.lower()):
        return HostClass.LOCAL
    return HostClass.RDS if _RDS.search(host.lower()) else HostClass.REMOTE
