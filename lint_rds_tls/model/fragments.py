"""Fragments: what front-ends find."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from lint_rds_tls.model.places import Location
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import ANY, VersionRange

__all__ = [
    "Command",
    "Dependency",
    "Embedded",
    "Entry",
    "Fragment",
    "Literal",
    "Record",
    "Service",
    "Surroundings",
    "Told",
    "Use",
    "Vocabulary",
    "Word",
]


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
    method: str = ""  #: the call that writes it, where that is neither an assignment nor a setter
    #: where the value is a name or an expression that is not known here, what is written for it, as the file says it:
    #: `aws_db_parameter_group.main.name`, `rds.DatabaseInstanceEngine.SQL_SERVER_EX`, `ParameterGroup` of a `!Ref`
    written: str = ""


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
    alternative: bool = False  #: one of several that the code chooses among at run time


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a command line, after quoting and expansion as far as they are known."""

    text: MappedText  #: what is not known is a hole
    span: Span  #: as written, quotes included
    splits: bool = False  #: a hole stands outside quotes: it may come to no word, or to several
    listed: bool = False  #: an element of a list: without its text an empty word is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A program with its arguments; what only starts it (`sudo`, `docker exec`, `sh -c`) is peeled off."""

    program: Word  #: path or name as written (`/opt/mssql-tools18/bin/sqlcmd`)
    arguments: tuple[Word, ...]
    span: Span  #: from the program to the last argument
    shell: str = ""  #: what reads the line: `sh`, `cmd`, `powershell`; "" where the words are written as a list
    environment: tuple[Entry, ...] = ()  #: variables that are set for it, where known
    input: MappedText | None = None  #: the text on its standard input, where that is written here
    libraries: tuple[str, ...] = ()  #: images and packages in sight that may tell which program this is
    guards: tuple[str, ...] = ()  #: source of the conditions under which it runs
    alternative: bool = False  #: one of several that may run here


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What holds where an embedded text is read."""

    variables: tuple[Entry, ...] = ()  #: environment variables that are set for it; of equal names the last one counts
    libraries: tuple[str, ...] = ()  #: images and packages in sight that may tell which programs there are
    guards: tuple[str, ...] = ()  #: source of the conditions under which it is used
    alternative: bool = False  #: one of several that may be used here


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """Text in another language: XML in a C# string, shell in a compose file."""

    language: str  #: name of a front-end
    text: MappedText
    around: Surroundings = field(default_factory=Surroundings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A host that the file itself sets up beside whatever connects to it: a service of a compose file."""

    name: str


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


Fragment = Literal | Record | Command | Embedded | Service | Dependency


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names of client libraries that a front-end should keep an eye on, gathered from all dialects."""

    types: frozenset[str] = frozenset()  #: objects of these become records (`SqlConnectionStringBuilder`)
    enums: frozenset[str] = frozenset()  #: `SqlConnectionEncryptOption.Strict` is the text `Strict`
    namespaces: frozenset[str] = frozenset()  #: imports of these go into `libraries`
    #: methods that connect (`getConnection`): a record where they get an object; `*.name` is one of any object
    calls: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()  #: objects of configuration with one of these (lower case) become records
    #: objects of configuration in which one of these (lower case) is the value of a member become records
    values: frozenset[str] = frozenset()
    #: command lines of these (file names in lower case, without `.exe`) become commands; also cmdlets (`invoke-sqlcmd`)
    programs: frozenset[str] = frozenset()
