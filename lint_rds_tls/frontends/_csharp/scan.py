"""Cuts a C# source into tokens, once for each way to take the branches of its #if."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lint_rds_tls.frontends._code.tokens import Branch, Chain, Tokens
from lint_rds_tls.frontends._csharp.lexer import Lexer

__all__ = ["Scan", "scan"]

#: More versions of a file than this are not read; what is in no version by then is read together in the last one.
_MOST_VARIANTS = 8


#: Chooses branches of a chain, knowing which were in no variant yet.
Choice = Callable[[Chain, set[int]], list[Branch]]


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
    unread: set[int] = set()  # ids of the branches that were in no variant yet
    _add(parts, unread)
    first = _variant(lexer, parts, unread, _taken)
    others: list[Tokens] = []
    while unread and len(others) < _MOST_VARIANTS:
        others.append(_variant(lexer, parts, unread, _one if len(others) < _MOST_VARIANTS - 1 else _all))
    return Scan(source, first, tuple(others))


def _add(parts: list[Tokens | Chain], unread: set[int]) -> None:
    """Note the branches that hold anything."""
    for part in parts:
        if isinstance(part, Chain):
            unread.update(id(branch) for branch in part.branches if branch.start < branch.end)


def _variant(lexer: Lexer, parts: list[Tokens | Chain], unread: set[int], choose: Choice) -> Tokens:
    """The tokens with some branches of each chain."""
    tokens = Tokens()
    waiting: list[Tokens | Chain] = list(reversed(parts))
    while waiting:
        part = waiting.pop()
        if isinstance(part, Tokens):
            tokens.extend(part)
            continue
        for branch in reversed(choose(part, unread)):
            if branch.parts is None:
                branch.parts = lexer.read(branch.start, branch.end, assume=True)
                _add(branch.parts, unread)
            unread.discard(id(branch))
            waiting.extend(reversed(branch.parts))
    return tokens


def _taken(chain: Chain, unread: set[int]) -> list[Branch]:  # noqa: ARG001
    """The branch that a compiler without symbols takes."""
    return [chain.branches[chain.taken]]


def _one(chain: Chain, unread: set[int]) -> list[Branch]:
    """The first branch that was in no variant yet; where there is none, the one that is taken."""
    return _all(chain, unread)[:1]


def _all(chain: Chain, unread: set[int]) -> list[Branch]:
    """The branches that were in no variant yet; where there are none, the one that is taken."""
    return [branch for branch in chain.branches if _fresh(branch, unread)] or [chain.branches[chain.taken]]


def _fresh(branch: Branch, unread: set[int]) -> bool:
    """Whether the branch, or one inside it, was in no variant yet."""
    waiting = [branch]
    while waiting:
        each = waiting.pop()
        if id(each) in unread:
            return True
        for part in each.parts or ():
            if isinstance(part, Chain):
                waiting.extend(part.branches)
    return False
