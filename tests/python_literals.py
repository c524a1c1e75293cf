"""Python's strings as ours reads them and as Python's own `ast` does, and sources full of traps."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TypeAlias

import libcst

from lint_rds_tls.frontends._python.tree import parsed
from lint_rds_tls.frontends._python.values import Text
from lint_rds_tls.frontends._python.walk import Walk
from lint_rds_tls.model import Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText

#: Place in code points and value. What f-strings leave open is one character.
Found: TypeAlias = dict[tuple[int, int], str]

_LITERALS = (libcst.SimpleString, libcst.ConcatenatedString, libcst.FormattedString)


def read(source: str) -> Found | None:
    """Every string literal, f-string and longest sum of literals; None where libcst cannot read the source."""
    tree = parsed(source)
    if tree is None:
        return None
    module, places = tree
    walk = Walk(MappedText.copied(source), libcst.Module(body=[]), places, Vocabulary(), source)
    found: Found = {}
    waiting: list[libcst.CSTNode] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, libcst.BinaryOperation) and _is_sum(node):
            place = places.extents[node.left][0], places.extents[node.right][1]
        elif isinstance(node, _LITERALS):
            place = places.inner[node]
        else:
            waiting.extend(node.children)
            continue
        value = walk.value(node)
        assert isinstance(value, Text)
        # An f-string that says one of two things is not known.
        found[place] = str(value.ways[0].text) if len(value.ways) == 1 else HOLE_CHARACTER
    return found


def differing(source: str) -> list[tuple[tuple[int, int], str | None, str | None]]:
    """Where the two differ: the place, what is expected, what was read. F-strings may be known better than by `ast`."""
    wanted, found = expected(source), read(source)
    if wanted is None:
        return []
    if found is None:
        return [((0, 0), None, None)]
    return [
        (place, wanted.get(place), found.get(place))
        for place in sorted({*wanted, *found})
        if wanted.get(place) != found.get(place) and not _known_better(wanted.get(place), found.get(place))
    ]


def _known_better(wanted: str | None, found: str | None) -> bool:
    """Whether all that is open in what was read is so in what is expected, and the rest is the same."""
    if wanted is None or found is None or HOLE_CHARACTER not in wanted:
        return False
    pattern = "(?s:.*)".join(map(re.escape, wanted.split(HOLE_CHARACTER)))
    return found == HOLE_CHARACTER or re.fullmatch(pattern, found) is not None


def _is_sum(node: libcst.CSTNode) -> bool:
    """Whether nothing but literals is added up."""
    count = 0
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, libcst.BinaryOperation) and isinstance(each.operator, libcst.Add):
            waiting += each.left, each.right
            count += 1
        elif not isinstance(each, _LITERALS):
            return False
    return count > 0


def expected(source: str) -> Found | None:
    """The same as Python sees it; None where it does not take the source."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", source))]
    found: Found = {}
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        value = _value(node)
        if value is None:
            waiting.extend(ast.iter_child_nodes(node))
        elif not isinstance(node, ast.Constant) or isinstance(node.value, str | bytes):
            assert isinstance(node, ast.expr)
            found[
                _offset(source, starts, node.lineno, node.col_offset),
                _offset(source, starts, node.end_lineno or 0, node.end_col_offset or 0),
            ] = value
    return found


def _offset(source: str, starts: list[int], line: int, column: int) -> int:
    start = starts[line - 1]
    end = starts[line] if line < len(starts) else len(source)
    return start + len(source[start:end].encode()[:column].decode())


def _value(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bytes):
            return node.value.decode("latin-1")
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            _value(each) or (HOLE_CHARACTER if isinstance(each, ast.FormattedValue) else "") for each in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left), _value(node.right)
        return None if left is None or right is None else left + right
    return None
