"""Tells whose a text is that several clients could read: Go's ADO strings, and Prisma's URLs."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["is_go", "is_prisma", "speaks_go"]

#: `sqlserver://host:port;key=value`: no `@` before the first semicolon, which stands before any path or query.
_PRISMA = re.compile(r"sqlserver://[^/?#;@]*;\s*\w+\s*=")
_MODULE = "go-mssqldb"
_SERVER = re.compile(r"(?i)(?:\A|;)\s*(?:server|data source|addr|address)\s*=([^;]*)")
#: `server=%v client=%v`: what people are told, not a driver.
_PROSE = re.compile(r"\S\s+\S*=")
#: A part of a string that decides about TLS, and nothing that could be prose.
_PART = re.compile(r"(?i);?(?:encrypt|trust ?server ?certificate)=[^;\s]*(?:;[\w ]+=[^;\s]*)*;?")
_KEY = re.compile(r"(?:\A|;)([^;=]*)=")
#: Names of settings; where nothing else tells that a text is the driver's, it has no others.
_KNOWN = frozenset(
    {
        "server", "data source", "address", "network address", "addr", "database", "initial catalog", "port",
        "user id", "user", "uid", "password", "pwd", "app name", "application name", "workstation id", "log",
        "encrypt", "trustservercertificate", "trust server certificate", "certificate", "hostnameincertificate",
        "host name in certificate", "servercertificate", "tlsmin", "connection timeout", "connect timeout",
        "dial timeout", "keepalive", "packet size", "failoverpartner", "failoverport", "applicationintent",
        "multisubnetfailover", "serverspn", "fedauth", "authenticator", "trusted_connection", "integrated security",
        "protocol", "columnencryption", "disableretry", "guid conversion", "notraceid", "timezone", "epa enabled",
    }
)  # fmt: skip
#: Names that other readers of such pairs do not have.
_OWN = re.compile(r"(?i)(?:\A|;)\s*(?:log\s*=\s*\d+|dial timeout\s*=|app name\s*=)")
_PORT = re.compile(r"(?i);\s*port\s*=\s*\d+\s*(?:;|\Z)")
#: What drivers of other databases are told in pairs.
_OTHER = re.compile(
    r"(?i)(?:\A|;)\s*(?:driver|dsn|provider|host|sslmode|ssl mode|sid|dbname|charset|uri|accountkey|accountname)\s*="
)


def is_prisma(text: str) -> bool:
    """Whether a `sqlserver://` URL is of the kind that Prisma takes."""
    return _PRISMA.match(text) is not None


def is_go(path: str) -> bool:
    """Whether a file is Go's, where no other client reads strings of pairs."""
    return path.endswith(".go")


def speaks_go(text: str, libraries: Iterable[str], path: str) -> bool:
    """Whether pairs are go-mssqldb's: in a Go file, next to its import, or by names that it alone has."""
    if is_go(path) and _PART.fullmatch(text):
        return True
    server = _SERVER.search(text)
    if server is None or "://" in server[1] or _OTHER.search(text) is not None or _PROSE.search(server[1]):
        return False
    if any(_MODULE in library for library in libraries):
        return True
    if is_go(path):
        keys = {match[1].strip().lower() for match in _KEY.finditer(text)}
        return len(keys) > 1 and keys <= _KNOWN
    return _OWN.search(text) is not None and _PORT.search(text) is not None
