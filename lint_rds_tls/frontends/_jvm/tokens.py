"""Cuts Kotlin, Scala and Groovy into tokens, with the parts of their string templates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lint_rds_tls.frontends._code.tokens import Tokens
from lint_rds_tls.grammar import scanner

__all__ = ["Lexis", "tokens"]

_NESTED = re.compile(r"/\*|\*/")
_NAME_PART = re.compile(r"[^.]+|\.")
#: After these a slash divides; elsewhere it may open a string.
_OPERANDS = frozenset(
    ("NAME", "NUMBER", "SINGLE", "STRING", "RAW_STRING", "BLOCK_STRING", "INTERPOLATED_END", ")", "]", "}", "CHARACTER")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexis:
    """How one language is cut."""

    grammar: str
    keywords: frozenset[str]
    #: Kinds of tokens that open a string with holes, and the mode of the grammar that reads it.
    openings: dict[str, str]
    prefix: str  #: of the kinds of its strings
    slashy: bool = False  #: /…/ is a string


def tokens(source: str, lexis: Lexis) -> Tokens:
    """The tokens of a source; takes any text."""
    found = Tokens()
    modes: list[tuple[str, int]] = []  # what the holes that are open belong to, and how deep their braces are
    depth = at = 0
    mode = ""
    while at <= len(source):
        match = scanner(lexis.grammar, mode or "code", "" if mode else "trivia").match(source, at)
        kind = match.lastgroup if match is not None else None
        if match is None or kind is None:
            if not mode:
                return found
            found.add("INTERPOLATED_END", at, at)  # its line ends before it does
            mode, depth = modes.pop()
            continue
        start, at = match.span(kind)
        if mode:
            if kind == "NAME_HOLE":
                _name_hole(found, source, start, at)
            elif kind == "HOLE":
                found.add("HOLE", start, at)
                modes.append((mode, depth))
                mode, depth = "", 1
            elif kind.endswith("CLOSE"):
                found.add("INTERPOLATED_END", start, at)
                mode, depth = modes.pop()
            else:
                found.add("TEXT", start, at)
        elif kind == "COMMENT":
            at = _behind_comment(source, at)
        elif kind in lexis.openings or (kind == "PUNCTUATION" and lexis.slashy and _opens_slashy(found, source, start)):
            found.add("INTERPOLATED", start, at)
            modes.append((mode, depth))
            mode = lexis.openings.get(kind, "slashy")
        else:
            sign = source[start:at] if kind in ("PUNCTUATION", "OPERATOR") else ""
            depth += (sign == "{") - (sign == "}")
            if sign == "}" and not depth and modes:
                found.add("HOLE_END", start, at)
                mode, depth = modes.pop()
            else:
                found.add(sign or _kind(kind, source[start:at], lexis), start, at)
    return found


def _kind(kind: str, text: str, lexis: Lexis) -> str:
    if kind == "NAME":
        return text if text in lexis.keywords else kind
    return f"{lexis.prefix}_{kind}" if kind in ("STRING", "RAW_STRING", "BLOCK_STRING", "SINGLE") else kind


def _name_hole(found: Tokens, source: str, start: int, end: int) -> None:
    """`$name`; in Groovy `$a.b` too."""
    found.add("HOLE", start, start + 1)
    for part in _NAME_PART.finditer(source, start + 1, end):
        found.add("." if part[0] == "." else "NAME", *part.span())
    found.add("HOLE_END", end, end)


def _behind_comment(source: str, at: int) -> int:
    depth = 1
    while depth:
        match = _NESTED.search(source, at)
        if match is None:
            return len(source)
        depth += 1 if match[0] == "/*" else -1
        at = match.end()
    return at


def _opens_slashy(found: Tokens, source: str, start: int) -> bool:
    """Whether a slash opens a string that ends on its line, not a division."""
    if source[start] != "/" or source[start : start + 2] == "/=":
        return False
    before = found.kinds[-1].removeprefix("GROOVY_") if len(found) else ""
    if before in _OPERANDS:
        return False
    line_end = source.find("\n", start)
    return source.find("/", start + 1, line_end if line_end >= 0 else len(source)) > 0
