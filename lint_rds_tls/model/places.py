"""Places: where something stands, and what kept it from being read."""

from __future__ import annotations

from dataclasses import dataclass

from lint_rds_tls.text import Span

__all__ = ["Location", "Problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A span of one file, and what it has to do with the matter."""

    path: str  #: as reported: relative to the working directory, forward slashes
    span: Span
    note: str = ""  #: for related places: "Encrypt is written again here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that kept a file, or a part of it, from being read. Reported, never swallowed."""

    path: str
    message: str
    span: Span | None = None
    fatal: bool = True  #: nothing of the file was judged; otherwise the rest of it was
