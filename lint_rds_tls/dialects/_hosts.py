"""Where a host is, as far as its name tells."""

from __future__ import annotations

import re

from lint_rds_tls.endpoints import endpoint_of
from lint_rds_tls.model import HostClass

__all__ = ["host_class_of", "host_of", "known_host"]

_LOCAL = re.compile(
    r"(?:localhost|\.|\(local\)|\(localdb\)|127(?:\.\d+){1,3}|::1|\[::1\]|0\.0\.0\.0|host\.docker\.internal)\Z"
)
_PROTOCOL = re.compile(r"\s*(?:(?:admin|tcp|np|lpc|via)\s*:\s*)*", re.IGNORECASE)


def host_of(data_source: str) -> str:
    """The host of a server's name as Microsoft's clients write it, without protocol, pipe, instance and port."""
    host = _bare(data_source).strip()
    if host.startswith("\\\\"):
        host = host[2:]
    if host.startswith("["):
        return host[: host.find("]") + 1] or host
    return re.split(r"[\\,]", host, maxsplit=1)[0].strip().lower()


def known_host(prefix: str) -> str | None:
    """The host, of a server's name of which only the start is known; None where the host may go on behind it."""
    bare = _bare(prefix)
    return host_of(prefix) if bare.startswith("[") or "," in bare or "\\" in bare.lstrip("\\") else None


def _bare(data_source: str) -> str:
    protocol = _PROTOCOL.match(data_source)
    return data_source[protocol.end() :] if protocol else data_source


def host_class_of(host: str | None) -> HostClass:
    """Where a host is; its port and instance are already gone."""
    if not host:
        return HostClass.UNKNOWN
    if _LOCAL.match(host.lower()):
        return HostClass.LOCAL
    return HostClass.REMOTE if endpoint_of(host) is None else HostClass.RDS
