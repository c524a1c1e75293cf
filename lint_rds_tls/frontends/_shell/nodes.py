"""The tree of a shell script: words with their expansions, commands, and what joins them; offsets are into its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from lint_rds_tls.text import MappedText

__all__ = [
    "Assign",
    "Case",
    "Chain",
    "Chars",
    "Conditional",
    "For",
    "Function",
    "Group",
    "Heredoc",
    "Item",
    "Loop",
    "Node",
    "Parameter",
    "Part",
    "Pipeline",
    "Redirect",
    "Script",
    "Simple",
    "Substitution",
    "Test",
    "Unknown",
    "Word",
]


@dataclass(slots=True, eq=False)
class Chars:
    """Characters that stand for themselves, or for what an escape says."""

    start: int
    end: int
    quoted: bool
    said: str | None = None  #: None where they are copied


@dataclass(slots=True, eq=False)
class Parameter:
    """`$x`, `${x[1]:-y}`."""

    start: int
    end: int
    quoted: bool
    name: str
    prefix: str = ""  #: `#` for the length, `!` for the name in it
    index: Word | None = None
    sign: str = ""  #: the operator
    argument: Word | None = None


@dataclass(slots=True, eq=False)
class Substitution:
    """`$(…)`, backticks, and `<(…)`; the text is its own where backslashes had to go."""

    start: int
    end: int
    quoted: bool
    script: Script
    process: bool = False


@dataclass(slots=True, eq=False)
class Unknown:
    """Arithmetic, marks of a template."""

    start: int
    end: int
    quoted: bool
    inner: list[Substitution]  #: commands in it


Part: TypeAlias = Chars | Parameter | Substitution | Unknown


@dataclass(slots=True, eq=False)
class Word:
    """A word, or a text of that kind."""

    start: int
    end: int
    parts: list[Part] | None = None  #: None where all of it stands for itself


@dataclass(slots=True, eq=False)
class Item:
    """An element of an array."""

    key: Word | None
    value: Word


@dataclass(slots=True, eq=False)
class Assign:
    """`NAME=value`, `NAME[key]+=value`, `NAME=(…)`; a bare NAME behind `local`."""

    start: int
    end: int
    name: str
    appends: bool = False
    index: Word | None = None
    value: Word | None = None
    items: list[Item] | None = None


@dataclass(slots=True, eq=False)
class Heredoc:
    """The lines of a here-document."""

    start: int
    end: int
    body: Word
    quoted: bool = False  #: nothing in it is expanded


@dataclass(slots=True, eq=False)
class Redirect:
    """`2>file`, `<<EOF`, `<<<word`."""

    start: int
    sign: str  #: with the number in front
    target: Word | None
    heredoc: Heredoc | None = None


@dataclass(slots=True, eq=False)
class Simple:
    """Assignments, words and redirections."""

    start: int
    end: int = 0
    assigns: list[Assign] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    declared: list[Assign] = field(default_factory=list)  #: behind `export`, `local` and their kin
    redirects: list[Redirect] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)  #: names of the variables it sets
    uses: list[str] = field(default_factory=list)  #: and of those that its words name, however deep
    calls: list[str] = field(default_factory=list)  #: its first words, where a function may be named
    substituted: bool = False  #: what it prints is used in a word
    matters: bool = True  #: it may be of interest


@dataclass(slots=True, eq=False)
class Pipeline:
    """Commands joined by `|`."""

    start: int
    end: int
    nodes: list[Node]


@dataclass(slots=True, eq=False)
class Chain:
    """Commands joined by `&&` and `||`."""

    start: int
    end: int
    nodes: list[Node]
    signs: list[str]


@dataclass(slots=True, eq=False)
class Group:
    """`{ …; }` or `( … )`."""

    start: int
    end: int
    body: list[Node]
    subshell: bool
    redirects: list[Redirect] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Conditional:
    """`if`, with the condition of each arm; `else` has none."""

    start: int
    end: int
    arms: list[tuple[list[Node], list[Node]]]
    redirects: list[Redirect] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Loop:
    """`while` and `until`."""

    start: int
    end: int
    condition: list[Node]
    body: list[Node]
    redirects: list[Redirect] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class For:
    """`for` and `select`; the words are None where it goes over the positional parameters, or counts."""

    start: int
    end: int
    name: str  #: "" where it counts
    words: list[Word] | None
    body: list[Node]
    redirects: list[Redirect] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Case:
    """`case`, with the patterns of each arm."""

    start: int
    end: int
    word: Word
    arms: list[tuple[list[Word], list[Node]]]
    redirects: list[Redirect] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Function:
    """A function."""

    start: int
    end: int
    name: str
    body: list[Node]


@dataclass(slots=True, eq=False)
class Test:
    """`[[ … ]]` and `(( … ))`: of interest for the commands in their words."""

    start: int
    end: int
    words: list[Word]
    redirects: list[Redirect] = field(default_factory=list)


Node: TypeAlias = Simple | Pipeline | Chain | Group | Conditional | Loop | For | Case | Function | Test


@dataclass(slots=True, eq=False)
class Script:
    """Commands, and the text that their offsets are into."""

    text: MappedText
    body: list[Node]
    lines: list[Simple] = field(default_factory=list)  #: all simple commands in it, however deep
    functions: list[Function] = field(default_factory=list)  #: likewise
    others: list[Script] = field(default_factory=list)  #: between backticks, where their text is their own
