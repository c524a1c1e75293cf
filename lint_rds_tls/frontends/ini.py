"""INI: configuration that Python, Windows and unixODBC keep in sections, data sources and freetds.conf among it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lint_rds_tls.frontends._trees.nodes import Scalar, Tree
from lint_rds_tls.frontends._trees.settings import fragments
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Entry, Fragment, Frontend, Record, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

_PAIR = re.compile(r"[ \t]*([^\r\n=:]*?)[ \t]*([=:])[ \t]*([^\r\n]*?)[ \t]*\Z")
_ODBC = re.compile(r"(?i)(?:\A|.*[/.])?(?:[\w.-]*odbc(?P<drivers>inst)?[\w.-]*\.ini|[^/]*\.dsn)\Z")
_FREETDS = re.compile(r"(?i)(?:.*/)?\.?freetds[\w.-]*\.conf\Z")
_DEFAULTS = frozenset({"default", "global"})
#: References within references within references of configparser.
_DEEPEST = 10


@dataclass(slots=True, eq=False)
class _Pair:
    """A name and its value, as far as it goes on."""

    name: MappedText
    value: MappedText
    start: int
    end: int
    place: int  #: where its value starts


@dataclass(slots=True, eq=False)
class _Section:
    """The pairs below one header."""

    name: str
    start: int
    end: int
    pairs: list[_Pair] = field(default_factory=list)


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each value that may connect; a record for each data source, and each section with a known key."""
    kind = _kind(source.path) if not source.depth else ""
    sections = list(_sections(source.text, goes_on=not kind))
    shared = [pair for each in sections if each.name.lower() in _DEFAULTS for pair in each.pairs]
    if kind:
        for section in sections:
            yield _data_source(source.text, section, kind, shared if kind == "freetds" else [])
        return
    plain, sources = Tree(0, len(source.text)), Tree(0, len(source.text))
    for section in sections:
        is_source = any(str(pair.name).lower() == "driver" for pair in section.pairs)
        names = _names(source.text, section)
        for pair in section.pairs:
            pair.value = _interpolated(pair.value, section.pairs, shared)
            (sources if is_source else plain).put([*names, pair.name], _scalar(pair), pair.start, pair.end)
        if is_source:
            yield _data_source(source.text, section, "odbc", [])
    yield from fragments(source.text, plain, vocabulary)
    yield from fragments(source.text, sources, Vocabulary())  # what they are is said already


def _kind(path: str) -> str:
    """What reads a file of this name, where that is no library of an application."""
    if _FREETDS.match(path):
        return "freetds"
    match = _ODBC.match(path)
    return "" if match is None else "odbcinst" if match["drivers"] else "odbc"


def _names(text: MappedText, section: _Section) -> list[MappedText]:
    if not section.name:
        return []
    at = str(text).find(section.name, section.start)
    return [text[at : at + len(section.name)]]


def _sections(text: MappedText, *, goes_on: bool) -> Iterator[_Section]:
    """The sections in order, what stands before the first header as one without a name."""
    written = str(text)
    lines = scanner("ini", "document")
    section = _Section("", 0, 0)
    position = 0
    while (match := lines.match(written, position)) is not None and match.end() > position:
        start, position = position, match.end()
        if match.lastgroup == "SECTION":
            if section.pairs or section.name:
                yield section
            bracket = start + match[0].index("[")
            section = _Section(match[0].strip()[1:].partition("]")[0].strip(), bracket, position)
        elif match.lastgroup == "PAIR":
            pair = _pair(text, start, position)
            if pair is None:
                continue
            if goes_on:
                position = _continued(text, pair)
            section.pairs.append(pair)
            section.end = position
    if section.pairs or section.name:
        yield section


def _pair(text: MappedText, start: int, end: int) -> _Pair | None:
    match = _PAIR.match(str(text)[start:end])
    if match is None:
        return None
    first, last = start + match.start(3), start + match.end(3)
    value = text[first:last]
    quote = str(value)[:1]
    if len(value) > 1 and quote in ("'", '"') and str(value)[-1] == quote and quote not in str(value)[1:-1]:
        value = value[1:-1]
    return _Pair(text[start + match.start(1) : start + match.end(1)], value, start + match.start(1), last, first)


def _continued(text: MappedText, pair: _Pair) -> int:
    """Take the indented lines behind a pair into its value; where they end."""
    written, more = str(text), scanner("ini", "more")
    position = len(written) if pair.end >= len(written) else pair.end
    position = _line_end(written, position)
    parts = [pair.value]
    while position < len(written) and (match := more.match(written, position)) is not None and match.end() > position:
        if match.lastgroup == "MORE":
            line = text[position : match.end()].strip()
            parts += [text[pair.end : pair.end], MappedText.decoded("\n", Span(line.span.start, line.span.start)), line]
            pair.end = match.end()
        position = match.end()
        if match.lastgroup != "BLANK":
            position = _line_end(written, position)
    if len(parts) > 1:
        pair.value = MappedText.joined(parts).strip()
    return pair.end


def _line_end(written: str, position: int) -> int:
    match = re.compile(r"[ \t]*(?:\r\n|\r|\n)?").match(written, position)
    return match.end() if match else position


# --- configparser's references ---------------------------------------------------------------------------------------


def _interpolated(value: MappedText, pairs: list[_Pair], shared: list[_Pair], depth: int = 0) -> MappedText:
    """A value with `%(name)s` as what that stands for, and `%%` as one sign."""
    written = str(value)
    if "%%" not in written and "%(" not in written:
        return value
    parts: list[MappedText] = []
    for match in scanner("ini", "text").finditer(written):
        part = value[match.start() : match.end()]
        if match.lastgroup == "PERCENT":
            part = MappedText.decoded("%", part.span)
        elif match.lastgroup == "REFERENCE":
            name = match[0][2:-2].lower()
            named = next((each for each in (*pairs, *shared) if str(each.name).lower() == name), None)
            known = named is not None and depth < _DEEPEST and named.value is not value
            part = (
                _interpolated(named.value, pairs, shared, depth + 1)
                if named is not None and known
                else MappedText.hole(part.span)
            )
        parts.append(part)
    return MappedText.joined(parts)


def _scalar(pair: _Pair) -> Scalar:
    text = pair.value
    return Scalar(str(text), lambda: text, pair.place, pair.end)


# --- data sources ----------------------------------------------------------------------------------------------------


def _data_source(text: MappedText, section: _Section, kind: str, shared: list[_Pair]) -> Record:
    """A section as a whole; what holds for all of them stands before its own."""
    before = [] if section.name.lower() in _DEFAULTS else shared
    return Record(
        type="",
        entries=tuple(
            Entry(name=pair.name, value=pair.value, span=text[pair.start : pair.end].span)
            for pair in (*before, *section.pairs)
        ),
        span=text[section.start : max(section.end, section.start)].span,
        uses=(Use(role="key", name=f"{kind}:{section.name}"),),
    )


FRONTEND = Frontend(
    name="ini",
    patterns=("*.ini", "*.cfg", "*.dsn", "*freetds.conf"),
    read=read,
    comments=("#", ";"),
)
