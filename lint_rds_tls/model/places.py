"""Places: where something stands, and what kept it from being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from lint_rds_tls.text import MappedText, Span

__all__ = ["Location", "Problem", "Source"]


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
