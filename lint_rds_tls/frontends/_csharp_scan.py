"""Cuts a C# source into tokens, once for each way to take the branches of its #if."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.frontends._csharp_lexer import Lexer
from lint_rds_tls.frontends._csharp_tokens import Branch, Chain, Tokens

__all__ = ["Scan", "scan"]

#: More versions of a file than this are not read; what is in no version by then is read together in the last one.
_MOST_VARIANTS = 8


@dataclass(frozen=True, slots=True)
class Scan:
    """A source cut into tokens."""

    source: str
    tokens: Tokens  #: as a compiler without preprocessor symbols reads it
    variants: tuple[Tokens, ...]  #: the same with other branches of #if taken, until each was taken once


def scan(source: str) -> Scan:
    """Cut `source` into tokens; takes any text."""
    lexer = Lexer(source)
    parts = lexer.read(0, len(source))
    unread = {id(branch) for branch in _branches(parts)}
    if not unread:
        return Scan(source, _variant(lexer, parts, unread, everything=False), ())
    first = _variant(lexer, parts, unread, everything=False)
    others: list[Tokens] = []
    while unread and len(others) < _MOST_VARIANTS:
        others.append(_variant(lexer, parts, unread, everything=len(others) == _MOST_VARIANTS - 1))
    return Scan(source, first, tuple(others))


def _branches(parts: list[Tokens | Chain]) -> Iterator[Branch]:
    for part in parts:
        if isinstance(part, Chain):
            yield from part.branches


def _variant(lexer: Lexer, parts: list[Tokens | Chain], unread: set[int], *, everything: bool) -> Tokens:
    """The tokens with one branch of each chain, one that was not in a variant yet where there is any."""
    tokens = Tokens()
    waiting: list[Tokens | Chain] = list(reversed(parts))
    while waiting:
        part = waiting.pop()
        if isinstance(part, Tokens):
            tokens.extend(part)
            continue
        chosen = [part.branches[part.taken]]
        if chosen[0].parts is not None and id(chosen[0]) not in unread:
            chosen = [branch for branch in part.branches if _fresh(branch, unread)] or chosen
        for branch in reversed(chosen if everything else chosen[:1]):
            if branch.parts is None:
                branch.parts = lexer.read(branch.start, branch.end)
                unread.update(id(inner) for inner in _branches(branch.parts))
            unread.discard(id(branch))
            waiting.extend(reversed(branch.parts))
    return tokens


def _fresh(branch: Branch, unread: set[int]) -> bool:
    """Whether the branch, or one inside it, was in no variant yet."""
    waiting = [branch]
    while waiting:
        each = waiting.pop()
        if id(each) in unread:
            return True
        waiting.extend(_branches(each.parts or []))
    return False
