"""YAML: pyyaml tells the structure, a tree keeps the places; Helm's and Jinja's templates become unknown parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lint_rds_tls.frontends._carriers.base64_texts import KEYWORDS, uncovered
from lint_rds_tls.frontends._carriers.walk import commands
from lint_rds_tls.frontends._trees.nodes import Node, Scalar, Tree, mapped, parts_of
from lint_rds_tls.frontends._trees.settings import fragments
from lint_rds_tls.frontends._trees.templates import LONG_NAMES, holds_functions, settle
from lint_rds_tls.frontends._trees.yaml_scalars import runs_of
from lint_rds_tls.model import Fragment, Frontend, Problem, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Piece, PieceKind

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BINARY = "tag:yaml.org,2002:binary"
#: What pyyaml refuses anywhere in a text (YAML 1.1, 5.1).
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEMPLATE = r"(?:\{\{-?[ \t]*/\*[\s\S]{0,4000}?\*/[ \t]*-?\}\}|\{\{[^{}]*(?:[{}](?![{}])[^{}]*)*\}\}|\{%[^{}]*%\})"
#: Lines that hold templates alone: they steer, or they stand for whole lines.
_STEERING = re.compile(rf"^[ \t]*(?P<templates>{_TEMPLATE}[ \t]*(?:{_TEMPLATE}[ \t]*)*)\r?$", re.MULTILINE)
#: Where YAML would take the braces of a template for a mapping; there the marks of Maven's and other filters stand too.
_LEADING = re.compile(rf"(?:(?<=[:\-\[,] )|^[ \t]*)(?P<template>{_TEMPLATE}|@[\w.-]+@|%[\w.-]+%)", re.MULTILINE)
_SIGNS = ("{{", "{%", "@", "%")
_ANYWHERE = re.compile(f"(?P<template>{_TEMPLATE})")
_LINE = re.compile(r"[^\r\n]+")
#: Tag and anchor, which stand before a node.
_PROPERTIES = re.compile(r"(?:(?:!<[^>\s]*>|[!&][^\s,\[\]{}]*)(?:\s|#[^\r\n]*)*)*")
_DOCUMENT = re.compile(r"^---(?=\s)", re.MULTILINE)
#: Documents after a broken one that are tried; each costs a look at the rest of the file.
_MOST_BROKEN = 20
#: Lines of one document that may be left out; each costs another look at it.
_MOST_DROPPED = 5
#: Open brackets from which on pyyaml takes a thousand steps a character.
_DEEPEST_FLOW = 200


@dataclass(slots=True)
class _Open:
    """A collection that is open."""

    tree: Tree
    function: str = ""  #: of which it is the argument
    key: tuple[MappedText, int] | None = None  #: of a mapping whose value comes next, and where it starts


@dataclass(slots=True)
class _Text:
    """What is parsed: of the same length as the file, so that a place in one is a place in the other."""

    parsed: str
    mapped: MappedText  #: with a hole for each template that was replaced
    written: MappedText  #: with all templates as they are
    quotes_hold: bool  #: no template was replaced for what it does inside quotes
    roots: list[Node] = field(default_factory=list)
    failed: tuple[int, str] | None = None  #: where and why it is no YAML


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each scalar that may connect, a record for each mapping with a key of the vocabulary."""
    file = source.path.rpartition("/")[2] if not source.depth else ""
    functions = holds_functions(str(source.text))
    for root in trees(source):
        uncovered(root)
        if functions:
            settle(source.text, root)
        run = commands(source.text, root, vocabulary, file)
        yield from run.fragments
        yield from fragments(source.text, root, vocabulary, run.taken)


def trees(source: Source) -> Iterator[Node]:
    """The documents of a file; a line that makes it no YAML is left out, and what that does not mend is given up."""
    written = str(source.text)
    start = 0
    for _ in range(_MOST_BROKEN):
        text = _parsed(source, written, start, _LEADING)
        if text.failed is not None and "\t" in written:
            # pyyaml alone refuses tabs behind a plain scalar.
            written = _without_last_tabs(written)
            text = _further(text, _parsed(source, written, start, _LEADING))
        if text.failed is not None and "{{" in written:
            text = _further(text, _parsed(source, written, start, _ANYWHERE))
        if text.failed is not None:
            place, why = text.failed
            span = source.text[place : place + 1].span
            source.problems.append(Problem(path=source.path, message=f"is no YAML: {why}", span=span, fatal=False))
            text = _mended(source, written, start, text)
        yield from text.roots
        following = _DOCUMENT.search(written, max(text.failed[0], start + 3)) if text.failed is not None else None
        if following is None:
            return
        start = following.start()


def _without_last_tabs(written: str) -> str:
    """The text with blanks for the white space at the ends of its lines."""
    lines = written.split("\n")
    return "\n".join(line.rstrip(" \t\r").ljust(len(line)) for line in lines)


def _mended(source: Source, written: str, start: int, text: _Text) -> _Text:
    """The text without the lines at which it breaks off, as long as that leads further."""
    dropped: list[tuple[int, int]] = []
    while text.failed is not None and len(dropped) < _MOST_DROPPED:
        place = min(text.failed[0], len(written))
        line = written.rfind("\n", 0, place) + 1
        match = _LINE.match(written, line)
        if match is None or line < start or not written[match.end() :].strip():
            break  # nothing stands behind it
        dropped.append(match.span())
        other = _parsed(source, written, start, _LEADING if text.quotes_hold else _ANYWHERE, dropped)
        if _further(text, other) is text:
            break
        text = other
    return text


def _further(text: _Text, other: _Text) -> _Text:
    """Which of the two was read further."""
    if text.failed is None or (other.failed is not None and other.failed[0] <= text.failed[0]):
        return text
    return other


def _parsed(
    source: Source, written: str, start: int, templates: re.Pattern[str], dropped: Sequence[tuple[int, int]] = ()
) -> _Text:
    """The text from `start` on without the lines to be `dropped`, read as far as it goes."""
    import yaml

    text = _filled(source.text, written, start, templates, dropped)
    builder = _Builder(text, start)
    try:
        loader: Any = yaml.SafeLoader(text.parsed[start:])
        while loader.check_event():
            builder.take(loader.get_event())
            if loader.flow_level > _DEEPEST_FLOW:
                raise RecursionError("brackets are nested too deep")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        text.failed = start + (mark.index if mark else 0), error.problem or error.context or "?"
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        text.failed = builder.place, str(error)
    builder.close()
    return text


def _filled(
    text: MappedText, written: str, start: int, templates: re.Pattern[str], dropped: Sequence[tuple[int, int]]
) -> _Text:
    """The text with templates replaced: lines of them by comments, others by what reads as a word."""
    parsed = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", written)
    if not dropped and not any(sign in written for sign in _SIGNS):
        return _Text(parsed, text, text, True)
    steered = (_LINE.finditer(parsed, *match.span("templates")) for match in _STEERING.finditer(parsed, start))
    comments = [*dropped, *(line.span() for lines in steered for line in lines)]
    holes = [(first, last, "#" + " " * (last - first - 1)) for first, last in comments]
    steering = {hole[0] for hole in holes}
    spans = (match.span("template") for match in templates.finditer(parsed, start))
    holes += ((first, last, HOLE_CHARACTER * (last - first)) for first, last in spans if first not in steering)
    words: list[str] = []
    pieces: list[Piece] = []
    position = 0
    for first, last, filler in sorted(holes):
        if first < position:
            continue  # inside a line of templates
        words += parsed[position:first], filler
        pieces += text[position:first].pieces
        pieces.append(Piece(filler, text[first:last].span, PieceKind.HOLE))
        position = last
    filled = MappedText((*pieces, *text[position:].pieces))
    return _Text("".join((*words, parsed[position:])), filled, text, templates is _LEADING)


class _Builder:
    """Makes trees of pyyaml's events; unlike its composer it keeps the place of an alias and never recurses."""

    def __init__(self, text: _Text, start: int) -> None:
        self._text = text
        self._start = start
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self.place = start

    def take(self, event: Any) -> None:
        """The next event."""
        kind = type(event).__name__.removesuffix("Event")
        start, end = self._start + event.start_mark.index, self._start + event.end_mark.index
        self.place = end
        if kind == "Scalar":
            scalar = self._scalar(event, start, end)
            node = self._applied(LONG_NAMES.get(event.tag, ""), scalar, start)
            self._anchor(event.anchor, node)
            self._add(node, node.start, end)
        elif kind == "Alias":
            unknown = Scalar(HOLE_CHARACTER, lambda: MappedText.hole(self._text.mapped[start:end].span), start, end)
            self._add(self._anchors.get(event.anchor, unknown), start, end)
        elif kind in ("MappingStart", "SequenceStart"):
            tree = Tree(start, end, numbered=kind == "SequenceStart")
            self._anchor(event.anchor, tree)
            self._stack.append(_Open(tree, LONG_NAMES.get(event.tag, "")))
        elif kind in ("MappingEnd", "SequenceEnd"):
            self._end(end if end > start else 0)
        elif kind == "DocumentStart":
            self._anchors = {}

    def close(self) -> None:
        """End what is open where the text broke off."""
        while self._stack:
            self._end(0)

    def _end(self, end: int) -> None:
        ended = self._stack.pop()
        tree = ended.tree
        # A block has no end of its own: its mark stands where the next token begins.
        tree.end = end or max((tree.end, *(member.end for member in tree.members[-1:])))
        self._add(self._applied(ended.function, tree, tree.start), tree.start, tree.end)

    def _applied(self, function: str, argument: Node, start: int) -> Node:
        """A node, as the argument of the function that its tag says: `!Ref X` is `{Ref: X}`."""
        if not function:
            return argument
        tree = Tree(start, argument.end)
        name = MappedText.decoded(function, self._text.mapped[start : start + 1].span)
        tree.put([name], argument, start, argument.end)
        return tree

    def _anchor(self, name: str | None, node: Node) -> None:
        if name is not None:
            self._anchors[name] = node

    def _add(self, node: Node, start: int, end: int) -> None:
        if not self._stack:
            self._text.roots.append(node)
            return
        top = self._stack[-1]
        if top.tree.numbered:
            top.tree.append(node, start, end, self._text.mapped.offset(start))
        elif top.key is None:
            top.key = (node.text() if isinstance(node, Scalar) else MappedText(anchor=start)), start
        else:
            (name, first), top.key = top.key, None
            if str(name) == "<<" and isinstance(node, Tree):
                top.tree.merged += [node] if not node.numbered else _trees(node)
            else:
                top.tree.put(parts_of(name), node, first, end)

    def _scalar(self, event: Any, start: int, end: int) -> Scalar:
        properties = _PROPERTIES.match(self._text.parsed, start, end)
        start = properties.end() if properties else start
        if event.tag == _BINARY:
            return Scalar(HOLE_CHARACTER, lambda: MappedText.hole(self._text.mapped[start:end].span), start, end)
        value, style = event.value, event.style or ""
        if not style and event.implicit[0] and value in _NULL:
            return Scalar("", lambda: self._text.mapped[start:start], start, start)

        @cache
        def text() -> MappedText:
            as_written = style in ("|", ">") or (style and self._text.quotes_hold)
            runs = runs_of(self._text.parsed, start, end, style, value)
            return _short(mapped(self._text.written if as_written else self._text.mapped, runs))

        replaced = self._text.mapped is not self._text.written and (HOLE_CHARACTER in value or style in ("|", ">"))
        return Scalar(str(text()) if replaced else value, text, start, end)


def _trees(tree: Tree) -> list[Tree]:
    return [member.node for member in tree.members if isinstance(member.node, Tree)]


def _short(text: MappedText) -> MappedText:
    """With one character for each hole."""
    if not text.has_hole:
        return text
    return MappedText(
        Piece(HOLE_CHARACTER, piece.span, piece.kind) if piece.kind is PieceKind.HOLE else piece
        for piece in text.pieces
    )


FRONTEND = Frontend(name="yaml", patterns=("*.yaml", "*.yml"), read=read, comments=("#",), keywords=KEYWORDS)
