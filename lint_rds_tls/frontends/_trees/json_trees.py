"""JSON as a tree with places: for documents of which more than single values matter."""

from __future__ import annotations

from dataclasses import dataclass

from lint_rds_tls.frontends._trees.nodes import Scalar, Tree
from lint_rds_tls.grammar import scanner
from lint_rds_tls.text import MappedText

__all__ = ["decoded", "tree"]

_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(slots=True)
class _Open:
    """An object or array that is open."""

    tree: Tree
    key: tuple[int, int] | None = None  #: of a member whose value comes next, quotes left out


def tree(text: MappedText) -> Tree:
    """The document as far as it can be told, in a list: a file may be cut off, or hold several."""
    written = str(text)
    root = Tree(0, len(written), numbered=True)
    stack = [_Open(root)]
    pending: tuple[int, int] | None = None

    def scalar(start: int, end: int) -> Scalar:
        quoted = written[start - 1 : start] == '"'
        value = decoded(text[start:end]) if quoted else text[start:end]
        return Scalar(str(value), lambda: value, start - quoted, end + quoted)

    def add(node: Scalar | Tree, start: int, end: int) -> None:
        top = stack[-1]
        if top.tree.numbered:
            top.tree.append(node, start, end, text.offset(start))
        elif top.key is not None:
            top.tree.put([decoded(text[slice(*top.key)])], node, top.key[0], end)
            top.key = None

    for match in scanner("json", "document").finditer(written):
        kind = match.lastgroup
        if kind == "STRING":
            pending = match.start() + 1, match.end() - 1
        elif kind == "WORD":
            pending = match.span()
        elif kind == "SIGN":
            if match[0] == ":":
                stack[-1].key, pending = pending, None
                continue
            if pending is not None:
                add(scalar(*pending), *pending)
                pending = None
            if match[0] in "{[":
                opened = Tree(match.start(), len(written), numbered=match[0] == "[")
                add(opened, match.start(), match.end())
                stack.append(_Open(opened))
            elif match[0] in "}]" and len(stack) > 1:
                stack.pop().tree.end = match.end()
    return root


def decoded(inner: MappedText) -> MappedText:
    """The text between quotes, its escapes resolved."""
    written = str(inner)
    if "\\" not in written:
        return inner
    parts = []
    for match in scanner("json", "text").finditer(written):
        part = inner[match.start() : match.end()]
        if match.lastgroup in ("ESCAPE", "ESCAPES"):
            part = MappedText.decoded(_character(match[0]), part.span)
        parts.append(part)
    return MappedText.joined(parts)


def _character(escape: str) -> str:
    if escape[1] != "u":
        return _SIMPLE.get(escape[1], escape[1])
    if len(escape) == 6:
        return chr(int(escape[2:], 16))
    return chr(0x10000 + ((int(escape[2:6], 16) & 0x3FF) << 10) + (int(escape[8:], 16) & 0x3FF))
