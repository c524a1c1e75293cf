"""Connections: what dialects read in fragments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lint_rds_tls.model.places import Location
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import Version, VersionRange

__all__ = ["Complaint", "Connection", "HostClass", "Setting", "Store"]


class HostClass(Enum):
    """Where a connection goes, as far as its text tells."""

    RDS = "rds"
    LOCAL = "local"  #: this machine, or a container beside it
    REMOTE = "remote"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One name and value, as written."""

    key: str  #: canonical keyword in lower case (`trust server certificate`); the text itself where unknown
    name: MappedText
    value: MappedText | None  #: what the driver reads after unquoting; None where not known
    span: Span  #: name, separator and value
    prefix: str = ""  #: of a value that is not known as a whole, what stands before the unknown part
    tls: bool = False  #: decides about TLS
    secret: bool = False  #: never printed
    quoted: bool = False  #: the value stands in quotes: an empty one is then an empty string, not an absent value
    joint: str = "="  #: what stands between name and value: `:`, a blank, nothing
    flag: bool = False  #: the name says it alone (`-C`); the value is what the client takes it for
    removable: Span | None = None  #: of a flag: what to delete so that it is gone and the rest stands; None elsewhere
    effective: bool = True  #: false where another one of the same key wins
    overridden_by: Span | None = None  #: the one that wins
    implied: str = ""  #: not written by the user: who sets it ("SMO's ServerConnection writes Encrypt=False")
    instead: str = ""  #: the safe word in the place of `value`, where those that most clients share do not fit
    guards: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "" if self.value is None else str(self.value)

    @property
    def said(self) -> str:
        """As a reader of the file knows it: `Encrypt=false`, `-C`, `-N o`."""
        value = "***" if self.secret else self
        return str(self.name) if self.flag else f"{self.name}{self.joint}{value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Why a text is not what its client accepts."""

    kind: str  #: syntax | server-name | unknown-keyword | unsupported-keyword | invalid-value | empty-value | conflict
    message: str  #: in the client's terms; never a secret
    keyword: str = ""  #: as the client names it
    tls: bool = False  #: about a setting that decides about TLS
    span: Span | None = None
    thrown: str = "an exception"  #: what the client throws, with its article; "" where it stops with the message
    library: str = ""  #: the one client that complains, as `Connection.library` has it; "" for every one
    versions: tuple[VersionRange, ...] = ()  #: of that client, which complain; () for all of them

    def holds_for(self, library: str, version: Version | None = None) -> bool:
        """Whether a version of a client complains; None where its versions are alike."""
        if self.library not in ("", library):
            return False
        return not self.versions or (version is not None and any(version in each for each in self.versions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A file of trust anchors that is named where a client reads its settings."""

    name: str  #: as written
    location: Location  #: where it is written
    process: bool = False  #: told to the whole process (`-Djavax.net.ssl.trustStore`), not to one connection
    file: str | None = None  #: path of the file, as reported; None where it is not in the tree that is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Settings found together: one way in which the code or the configuration connects."""

    dialect: str
    path: str
    span: Span
    settings: tuple[Setting, ...]  #: in written order
    host: str | None = None  #: None where not written or not known
    host_class: HostClass = HostClass.UNKNOWN
    localdb: bool = False  #: to a LocalDB instance, which never leaves the machine
    library: tuple[str, ...] = ()  #: packages that the surroundings name, best evidence first; () where nothing tells
    complete: bool = True  #: false where more settings may exist that are not seen here: absent is then unknown
    complaint: Complaint | None = None  #: a violation of the syntax; drivers know which of their versions refuse it
    token: bool = False  #: an access token is handed over beside the settings
    builder: bool = False  #: set through an API with typed values, not read from a string
    trust_added: bool = False  #: the code adds trust where the user wrote nothing of it
    alternative: bool = False  #: one of several that the code chooses among at run time
    store: Store | None = None  #: the trust store that it is told to use; None where its client looks for one itself
    swallowed: tuple[tuple[str, Span, str], ...] = ()  #: (key, place, name of the setting whose value ate it)

    def effective(self, key: str) -> Setting | None:
        """The setting of this key that wins, None where none is written."""
        return next((setting for setting in self.settings if setting.key == key and setting.effective), None)
