"""The nouns of the linter: what front-ends, dialects, drivers and rules hand to each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import ANY, VersionRange

if TYPE_CHECKING:
    from pathlib import PurePath

__all__ = [
    "Assessment",
    "Case",
    "Certainty",
    "Client",
    "Complaint",
    "Connection",
    "Dependency",
    "Dialect",
    "Driver",
    "Edit",
    "Embedded",
    "Encryption",
    "Entry",
    "Evidence",
    "Finding",
    "Fix",
    "Fragment",
    "Frontend",
    "HostClass",
    "Hostname",
    "Level",
    "Literal",
    "Location",
    "Manifest",
    "Posture",
    "Problem",
    "Reason",
    "Record",
    "Report",
    "Reporter",
    "Rule",
    "Safety",
    "Setting",
    "Source",
    "Suppression",
    "Told",
    "TrustStore",
    "Use",
    "Verdict",
    "Verification",
    "Vocabulary",
]


# --- places ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A span of one file, and what it has to do with the matter."""

    path: str  #: as reported: relative to the working directory, forward slashes
    span: Span
    note: str = ""  #: for related places: "Encrypt is written again here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text to read: a whole file, or text of another language inside one."""

    path: str  #: of the file that holds it
    text: MappedText
    depth: int = 0  #: how many embeddings deep; 0 is the file itself
    problems: list[Problem] = field(default_factory=list)  #: front-ends append what they could not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that kept a file, or a part of it, from being read. Reported, never swallowed."""

    path: str
    message: str
    span: Span | None = None
    fatal: bool = True  #: nothing of the file was judged; otherwise the rest of it was


# --- fragments: what front-ends find ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What the host text does with a value.

    | role | name | owner |
    |---|---|---|
    | `argument` | the function, method or constructed type | the type of the receiver, where known |
    | `property` | the property or field assigned | the type of the object, where known |
    | `variable` | the variable, field or constant declared or assigned | its declared type |
    | `key` | the path of a configuration value, parts joined by `:` (`ConnectionStrings:Default`) | "" |
    | `attribute` | the path of an XML attribute or element (`connectionStrings/add@connectionString`) | "" |
    """

    role: str
    name: str
    owner: str = ""  #: fully qualified where the file says so (`Microsoft.Data.SqlClient.SqlConnection`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """A string of the host text, as far as it is known: concatenations joined, unknown parts as holes."""

    text: MappedText
    span: Span  #: of the expression or value, quotes included
    uses: tuple[Use, ...] = ()
    #: namespaces or providers in scope that may tell the client (`using`, providerName)
    libraries: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()  #: source of the conditions under which this text is used
    alternative: bool = False  #: one of several values the code chooses among at run time


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A named value written in a record."""

    name: MappedText
    value: MappedText  #: a hole where not known; empty where written empty
    span: Span  #: name and value
    guards: tuple[str, ...] = ()  #: source of the conditions under which it is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object of named values: a builder with its assignments, a JSON object, an XML element's attributes."""

    type: str  #: simple type name (`SqlConnectionStringBuilder`), "" for plain objects of a configuration file
    entries: tuple[Entry, ...]  #: in the order in which they take effect
    span: Span  #: of the construction, or of the whole object
    owner: str = ""  #: fully qualified type where the file says so
    base: MappedText | None = None  #: the text it was built over; a hole where unknown; None where built empty
    arguments: tuple[MappedText, ...] = ()  #: what the constructor was given
    argument_types: tuple[str, ...] = ()  #: of each, as its name was declared; "" where not told
    uses: tuple[Use, ...] = ()
    libraries: tuple[str, ...] = ()
    truncated: bool = False  #: it escapes the file's sight, so more may be set elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Text in another language: XML in a C# string, JSON in a shell heredoc."""

    language: str  #: name of a front-end
    text: MappedText


class Told(Enum):
    """How a project tells that it uses a package."""

    REFERENCED = "referenced"  #: it asks for it
    RESOLVED = "resolved"  #: a lock file, or what a build left behind, names the version that was chosen
    PINNED = "pinned"  #: it does not ask for it, but whoever brings it gets this version
    IN_BOX = "in-box"  #: part of the framework it builds for, no package: used where nothing else is


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A package that a project uses."""

    name: str  #: as the ecosystem spells it (`Microsoft.Data.SqlClient`)
    versions: VersionRange = ANY
    location: Location | None = None  #: where it is written
    framework: str = ""  #: the target framework it holds for, "" for all
    told: Told = Told.REFERENCED
    depth: int = 0  #: 0 told by the project itself, 1 by a project that it refers to, and so on
    certain: bool = True  #: false where only a build could tell whether it is used


Fragment = Literal | Record | Embedded | Dependency


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names of client libraries that a front-end should keep an eye on, gathered from all dialects."""

    types: frozenset[str] = frozenset()  #: objects of these become records (`SqlConnectionStringBuilder`)
    enums: frozenset[str] = frozenset()  #: `SqlConnectionEncryptOption.Strict` is the text `Strict`
    namespaces: frozenset[str] = frozenset()  #: imports of these go into `libraries`
    keys: frozenset[str] = frozenset()  #: objects of configuration with one of these (lower case) become records


# --- connections: what dialects read ---------------------------------------------------------------------------------


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
    effective: bool = True  #: false where another one of the same key wins
    overridden_by: Span | None = None  #: the one that wins
    implied: str = ""  #: not written by the user: who sets it ("SMO's ServerConnection writes Encrypt=False")
    guards: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Why a text is not what its client accepts."""

    kind: str  #: syntax | unknown-keyword | unsupported-keyword | invalid-value | empty-value | conflict
    message: str  #: in the client's terms; never a secret
    keyword: str = ""  #: as the client names it
    tls: bool = False  #: about a setting that decides about TLS
    span: Span | None = None


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
    complaint: Complaint | None = None  #: a violation that no version of any client accepts
    token: bool = False  #: an access token is handed over beside the settings
    builder: bool = False  #: set through an API with typed values, not read from a string
    trust_added: bool = False  #: the code adds trust where the user wrote nothing of it
    alternative: bool = False  #: one of several that the code chooses among at run time
    swallowed: tuple[tuple[str, Span, str], ...] = ()  #: (key, place, name of the setting whose value ate it)

    def effective(self, key: str) -> Setting | None:
        """The setting of this key that wins, None where none is written."""
        return next((setting for setting in self.settings if setting.key == key and setting.effective), None)


# --- postures: what drivers make of connections ----------------------------------------------------------------------


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


# --- findings --------------------------------------------------------------------------------------------------------


class Level(Enum):
    """How bad a finding is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return ("note", "warning", "error").index(self.value)


class Certainty(Enum):
    """Whether every possible client agrees."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Safety(Enum):
    """Whether a fix may be applied unasked."""

    SAFE = "safe"
    UNSAFE = "unsafe"  #: the connection may stop working until a certificate is installed


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of a span."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A way to mend a finding."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...] = ()  #: none where only a person can do it


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A comment that silences a finding, with its reason."""

    rules: frozenset[str]  #: names; empty for every rule
    reason: str
    line: int  #: where the comment stands, counted from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where a rule holds."""

    rule: str
    level: Level
    certainty: Certainty
    message: str
    primary: Location
    client: str = ""  #: driver names, joined by `, `
    host: str | None = None
    host_class: HostClass = HostClass.UNKNOWN
    because: tuple[Reason, ...] = ()
    related: tuple[Location, ...] = ()
    fixes: tuple[Fix, ...] = ()
    suppressed: Suppression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A connection with all its assessments: what a rule judges."""

    connection: Connection
    assessments: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a run found, for reporters."""

    findings: tuple[Finding, ...]  #: by path, place, rule; suppressed ones too
    cases: tuple[Case, ...]  #: every connection, the quiet ones too
    problems: tuple[Problem, ...]
    files: int  #: looked at
    candidates: int  #: read whole
    seconds: float
    text: Callable[[str], str]  #: the decoded text of a reported path, for excerpts
    rules: Mapping[str, Rule]  #: those that ran


# --- plug-ins: one typed constant a module ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontend:
    """FRONTEND of a module: reads one host language into fragments."""

    name: str  #: `csharp`
    patterns: tuple[str, ...]  #: file names, `*.cs`; matched without regard to case
    read: Callable[[Source, Vocabulary], Iterable[Fragment]]  #: never raises on bad input: `Source.problems`
    comments: tuple[str, ...] = ()  #: what starts a comment that may suppress (`//`); () where comments do not exist


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """DIALECT of a module: reads fragments into connections."""

    name: str  #: `adonet`
    keywords: tuple[bytes, ...]  #: lower case; a file without any of them holds no connection of this dialect
    vocabulary: Vocabulary
    read: Callable[[Fragment, str], Iterable[Connection]]  #: the fragment and the path of its file


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """DRIVER of a module: says what one client makes of a connection."""

    name: str  #: `microsoft-data-sqlclient`
    title: str  #: `Microsoft.Data.SqlClient`
    dialects: tuple[str, ...]
    library: str  #: what `Connection.library` calls it, and its package name
    assess: Callable[[Connection, Client], tuple[Assessment, ...]]  #: one for each version class that differs


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """RULE of a module: judges cases. The module's docstring is its manual page."""

    name: str  #: kebab-case, says the bad thing
    summary: str  #: one sentence
    level: Level  #: for remote and unknown hosts
    cwe: int | None
    security_severity: float  #: 0.1 to 10, GitHub's scale
    manual: str  #: Markdown, headings Flags, Why, Fix, References
    check: Callable[[Case], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """REPORTER of a module: writes a report in one format."""

    name: str
    summary: str  #: for --help
    write: Callable[[Report, bool], str]  #: the report and whether colour is wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """MANIFEST of a module: finds the packages of the projects that hold a directory."""

    name: str  #: `msbuild`
    patterns: tuple[str, ...]  #: file names that make a directory a project
    read: Callable[[PurePath, Callable[[PurePath], str | None]], Iterable[Dependency]]  #: its path, a file reader
