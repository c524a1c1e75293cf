"""Postures: what drivers make of connections."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lint_rds_tls.model.connections import Complaint, Setting
from lint_rds_tls.model.fragments import Dependency
from lint_rds_tls.versions import ANY, VersionRange

__all__ = [
    "Assessment",
    "Client",
    "Encryption",
    "Evidence",
    "Hostname",
    "Posture",
    "Reason",
    "TrustStore",
    "Verdict",
    "Verification",
]


class Encryption(Enum):
    """How much of the session is encrypted."""

    NEVER = "never"  #: no TLS at all
    LOGIN_ONLY = "login-only"  #: the login packet
    OPPORTUNISTIC = "opportunistic"  #: all of it where the server offers TLS, else clear text
    REQUIRED = "required"  #: all of it, or no connection
    STRICT = "strict"  #: TLS before the first TDS byte
    UNKNOWN = "unknown"


class Verification(Enum):
    """Whether the server's certificate is verified."""

    NONE = "none"
    CHAIN = "chain"
    PINNED = "pinned"  #: compared with one given certificate
    UNKNOWN = "unknown"


class Hostname(Enum):
    """Whether the certificate's name is compared with the server's."""

    CHECKED = "checked"
    NOT_CHECKED = "not-checked"
    UNKNOWN = "unknown"


class TrustStore(Enum):
    """Where the trust anchors are read."""

    SYSTEM = "system"  #: of the operating system
    FILE = "file"  #: named by a setting
    NONE = "none"  #: nothing is verified
    UNKNOWN = "unknown"


class Evidence(Enum):
    """How we know what a client does."""

    MEASURED = "measured"
    SOURCE = "source"  #: the client's own source code
    DOCUMENTED = "documented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a verdict is what it is, in the driver's terms."""

    text: str  #: "Encrypt is not written; System.Data.SqlClient defaults to false"
    evidence: Evidence
    source: str  #: where that can be read ("vectors/adonet-postures", "SqlClient docs: Encrypt")
    setting: Setting | None = None  #: the setting that decided, where one is written


@dataclass(frozen=True, slots=True)
class Verdict:
    """One axis of a posture, and why."""

    value: Encryption | Verification | Hostname | TrustStore
    because: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """What a client really does."""

    encryption: Verdict
    verification: Verdict
    hostname: Verdict
    trust_store: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A driver and the versions of it that may be in use."""

    driver: str  #: `microsoft-data-sqlclient`
    versions: VersionRange = ANY
    dependency: Dependency | None = None  #: what told


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What one possible client makes of a connection."""

    client: Client
    refused: Complaint | None = None  #: the client throws; there is no posture then
    as_is: Posture | None = None  #: facing a server that offers TLS and does not force it
    forced: Posture | None = None  #: facing a server that forces TLS (`rds.force_ssl=1`)
    ignored: tuple[tuple[Setting, Reason], ...] = ()  #: written settings that this client drops
    flaws: tuple[Reason, ...] = ()  #: known defects of the version that undo the posture
