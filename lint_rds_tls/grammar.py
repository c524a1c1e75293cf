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
def scanner(name: str, mode: str) -> re.Pattern[str]:
    """One regular expression for the terminals of a grammar's rule `mode`, a named group each.

    The rule lists the terminals that may come next in one state of the lexer (code, the text of an interpolated
    string, …): `code: COMMENT | STRING | NAME | …`. They are tried by priority, then in the rule's order. Whoever
    scans switches between modes, which is several times faster than a parser's contextual lexer on a whole file.
    """
    from lark import Lark

    grammar = Lark(_text(name), start=[mode], parser="lalr", lexer="basic")
    listed = [symbol.name for rule in grammar.rules if rule.origin.name == mode for symbol in rule.expansion]
    terminals = {terminal.name: terminal for terminal in grammar.terminals}
    ordered = sorted(dict.fromkeys(listed), key=lambda symbol: -terminals[symbol].priority)
    return re.compile("|".join(f"(?P<{symbol}>{terminals[symbol].pattern.to_regexp()})" for symbol in ordered))
