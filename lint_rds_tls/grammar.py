"""The one importer of lark: loads `grammars/*.lark` and keeps what it built from them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

__all__ = ["parser", "scanner"]


def _folder() -> Path:
    """Inside the package where a wheel put them, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "grammars"
    return inside if inside.is_dir() else package.parent / "grammars"


def _text(name: str) -> str:
    return (_folder() / f"{name}.lark").read_text(encoding="utf-8")


@cache
def parser(name: str, start: str = "start") -> Lark:
    """The LALR parser of a grammar, with positions; for languages of which a file is parsed as a whole."""
    from lark import Lark

    return Lark(_text(name), start=start, parser="lalr", lexer="contextual", propagate_positions=True)


@cache
def scanner(name: str, mode: str, trivia: str = "") -> re.Pattern[str]:
    """One regular expression for the terminals of a grammar's rule `mode`, a named group each.

    The rule lists the terminals that may come next in one state of the lexer (code, the text of an interpolated
    string, …): `code: COMMENT | STRING | NAME | …`. They are tried by priority, then in the rule's order. Whoever
    scans switches between modes, which is several times faster than a parser's contextual lexer on a whole file.
    `trivia` names a rule of terminals that any number of may stand before each of them, part of the match but of no
    group: white space and comments then cost no match of their own. A match without a group is the end of the text.
    """
    from lark import Lark

    rules = [mode, trivia] if trivia else [mode]
    grammar = Lark(_text(name), start=rules, parser="lalr", lexer="basic")
    terminals = {terminal.name: terminal for terminal in grammar.terminals}

    def listed(rule_name: str) -> list[str]:
        names = [symbol.name for rule in grammar.rules if rule.origin.name == rule_name for symbol in rule.expansion]
        return sorted(dict.fromkeys(names), key=lambda symbol: -terminals[symbol].priority)

    def pattern(symbol: str) -> str:
        return terminals[symbol].pattern.to_regexp()

    tokens = "|".join(f"(?P<{symbol}>{pattern(symbol)})" for symbol in listed(mode))
    if not trivia:
        return re.compile(tokens)
    # Without the end as a way out, trivia before it would be tried in exponentially many ways.
    return re.compile(f"(?:{'|'.join(map(pattern, listed(trivia)))})*(?:{tokens}|\\Z)")
