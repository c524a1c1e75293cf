"""Reads the preprocessor lines of C#."""

from __future__ import annotations

import re

__all__ = ["directive_word", "holds"]

_DIRECTIVE = re.compile(r"#\s*(\w+)(.*)", re.DOTALL)


def directive_word(line: str) -> tuple[str, str]:
    """The word behind #, and what follows it."""
    match = _DIRECTIVE.match(line.strip())
    return (match[1], match[2]) if match else ("", "")


_GROUP = re.compile(r"\(([^()]*)\)")
_EQUALITY = re.compile(r"([=!]=)")


def holds(condition: str, symbols: set[str]) -> bool:
    """The value of an #if condition; what is not understood is false."""

    def atom(text: str) -> bool:
        name = text.replace("!", "").strip()
        return (name == "true" or name in symbols) is not bool(text.count("!") % 2)

    def equality(text: str) -> bool:
        first, *others = _EQUALITY.split(text)
        value = atom(first)
        for sign, other in zip(others[::2], others[1::2], strict=True):
            value = (value is atom(other)) is (sign == "==")
        return value

    def flat(text: str) -> bool:
        return any(all(map(equality, part.split("&&"))) for part in text.split("||"))

    while True:
        simpler = _GROUP.sub(lambda group: " true " if flat(group[1]) else " false ", condition)
        if simpler == condition:
            return flat(condition)
        condition = simpler
