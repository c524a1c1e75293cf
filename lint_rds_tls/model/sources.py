"""Texts to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lint_rds_tls.model.fragments import Surroundings
from lint_rds_tls.model.places import Problem
from lint_rds_tls.text import MappedText

__all__ = ["Source"]


def _none(pattern: str) -> Iterable[Source]:  # noqa: ARG001 -- the shape of Source.beside
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text to read: a whole file, or text of another language inside one."""

    path: str  #: of the file that holds it
    text: MappedText
    depth: int = 0  #: how many embeddings deep; 0 is the file itself
    around: Surroundings = field(default_factory=Surroundings)  #: of a text inside another one: what holds there
    #: the other files of its directory whose names match a pattern (`*.tf`), for languages in which they are one text
    beside: Callable[[str], Iterable[Source]] = _none
    problems: list[Problem] = field(default_factory=list)  #: front-ends append what they could not read
