"""Caret marks: `// ^^^^ expect: rule` speaks of the line above it and is taken out before linting."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"^[ \t]*(?://|#|--|;|<!--|::|rem)[ \t]*(\^+)[ \t]*(expect|setting|posture):[ \t]*(.*?)[ \t]*(?:-->)?[ \t]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Mark:
    """A claim about a place; line and columns count from 1, the end is behind the last character."""

    line: int
    start: int
    end: int
    kind: str
    claim: str


def unmarked(text: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks with the places they have in it."""
    kept: list[str] = []
    marks: list[Mark] = []
    for line in text.split("\n"):
        match = _MARK.match(line)
        if match is None:
            kept.append(line)
            continue
        start = match.start(1) + 1
        marks.append(Mark(len(kept), start, start + len(match[1]), match[2], match[3]))
    return "\n".join(kept), marks
