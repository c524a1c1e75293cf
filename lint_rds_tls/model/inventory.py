"""The inventory: who needs the new authority, row by row, and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from lint_rds_tls.model.connections import HostClass
from lint_rds_tls.model.places import Problem
from lint_rds_tls.model.postures import Posture

__all__ = [
    "ClientRotation",
    "Guide",
    "Inventory",
    "Rotation",
    "RotationVerdict",
    "Row",
    "Server",
    "Sessions",
    "StoreSeen",
    "UnexplainedSession",
    "UnreadRow",
]


class RotationVerdict(Enum):
    """What the rotation of the server's authority means for a connection; the most urgent first."""

    NEEDS_CA = "needs-ca"  #: verifies now: without the new root it stops connecting
    NEEDS_CA_ONCE_FORCED = "needs-ca-once-forced"  #: verifies only where the server forces TLS
    PINNED = "pinned"  #: accepts one certificate only, which RDS replaces
    CANNOT_TELL = "cannot-tell"
    DOES_NOT_VERIFY = "does-not-verify"  #: accepts any certificate: goes on connecting, and is to be mended
    CANNOT_CONNECT = "cannot-connect"  #: the client refuses what is written
    NOT_AFFECTED = "not-affected"  #: no TLS, or no certificate of an RDS authority

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(RotationVerdict).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRotation:
    """What the rotation means for one possible client of a connection."""

    driver: str  #: `microsoft-data-sqlclient`
    title: str  #: `Microsoft.Data.SqlClient`
    name: str  #: for people: `Microsoft.Data.SqlClient 4 to before 5`
    versions: str  #: `5.1.9`, `>=4,<5`, `any`
    verdict: RotationVerdict
    as_is: Posture | None  #: facing a server that does not force TLS; None where the client refuses
    forced: Posture | None  #: facing one that does
    reasons: tuple[str, ...]  #: in the client's terms
    to_do: str  #: for this very client, as sentences
    name_hint: str = ""  #: how to have the right name checked, where the one connected to is none of RDS; a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """What the rotation means for a connection, over all clients that may be behind it."""

    verdict: RotationVerdict
    reasons: tuple[str, ...]
    to_do: str  #: a line for each group of clients that has to do another thing
    clients: tuple[ClientRotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSeen:
    """A file of trust anchors: one that a connection names, or one that lies in the tree."""

    name: str  #: as written, or its path
    path: str | None = None  #: of the file, as reported; None where it is not in the tree
    readiness: str | None = None  #: `ready`, `lacks-root`, `no-rds`, `unreadable`; None where it was not judged
    message: str = ""  #: what it holds, as one sentence
    region: str | None = None  #: for which it was judged; None: for any
    named_by: tuple[str, ...] = ()  #: places of the connections that read it, `path:line`


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A connection."""

    path: str
    line: int  #: from 1
    column: int
    part: str  #: of the repository: the first two folders of the path, "." for files without one
    dialect: str
    host: str | None
    host_class: HostClass
    endpoint: str | None  #: kind of the RDS endpoint (`instance`, `proxy`); None where the host is none
    region: str | None
    application: str | None  #: the name it gives the server, as far as known
    machine: str | None  #: the name of its machine, where it writes one
    store: StoreSeen | None  #: the file that it is told to read its anchors from
    rotation: Rotation
    sessions: int | None = None  #: of the export, that look like this connection; None where no export was given
    unencrypted: int = 0  #: of these, sessions in clear text


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A SQL Server of RDS, its parameter group or its authority, as infrastructure code sets it up."""

    kind: str  #: `parameter group`, `instance`, `authority`
    tool: str
    path: str
    line: int
    name: str  #: as the file calls it; "" where not known
    says: str  #: one sentence
    forces_tls: bool | None = None  #: None where not known, or not its matter


@dataclass(frozen=True, slots=True, kw_only=True)
class UnexplainedSession:
    """Sessions of one kind that no connection in the code explains."""

    client: str  #: the name of the client library as the server has it; "" where not told
    driver: str  #: title of our driver of that name; "" where there is none
    program: str
    machine: str
    count: int
    unencrypted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadRow:
    """A line of the export that could not be read."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """What an export of the server's sessions comes to."""

    path: str
    count: int  #: sessions; rows of MARS and of database mirroring left out
    unencrypted: int
    unexplained: tuple[UnexplainedSession, ...]
    left_out: int  #: rows of MARS and of database mirroring
    unread: tuple[UnreadRow, ...]
    told_apart: bool  #: whether the export names clients: the four columns of AWS's own query do not


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How a root gets to where clients look for it."""

    subject: str  #: the clients it is for
    text: str  #: sentences
    source: str  #: where that can be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything `lint-rds-tls inventory` says."""

    rows: tuple[Row, ...]  #: the most urgent first, then by place
    servers: tuple[Server, ...]
    stores: tuple[StoreSeen, ...]  #: files of trust anchors in the tree
    sessions: Sessions | None
    problems: tuple[Problem, ...]
    files: int  #: looked at
    seconds: float
    as_of: date
    guides: tuple[Guide, ...] = ()  #: for the clients that are to be given a root

    def counts(self) -> Mapping[RotationVerdict, int]:
        """How many connections have each verdict, the most urgent first; none left out."""
        found = dict.fromkeys(RotationVerdict, 0)
        for row in self.rows:
            found[row.rotation.verdict] += 1
        return found
