"""JSON: appsettings.json and its kin, with the comments and trailing commas that .NET accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lint_rds_tls.frontends._documents import language_of
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Embedded, Entry, Fragment, Frontend, Literal, Problem, Record, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

#: Members that name the database product for their siblings.
_PROVIDERS = frozenset({"providername", "provider", "dbprovider", "dataprovider", "invariantname", "classname"})
_SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_EDGE = re.compile(r"__|:")


@dataclass(slots=True)
class _Container:
    """An object or array that is open."""

    path: tuple[str, ...]
    start: int
    is_object: bool
    entries: list[Entry] = field(default_factory=list)
    strings: list[tuple[str, MappedText, Span]] = field(default_factory=list)  #: key path, value, place with quotes
    key: MappedText | None = None
    index: int = 0

    def inner_path(self) -> tuple[str, ...]:
        """The path of the value that comes next."""
        name = str(self.key) if self.is_object and self.key is not None else str(self.index)
        return (*self.path, *(part for part in _EDGE.split(name) if part))


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 -- JSON has no types
    """A literal for each string value, a record for each object of several plain members."""
    text = str(source.text)
    stack = [_Container((), 0, False)]
    pending: tuple[str, MappedText, Span] | None = None  # a string or word that may be a key or a value
    for match in scanner("json", "document").finditer(text):
        kind, start, end = match.lastgroup, *match.span()
        if kind == "STRING":
            pending = ("string", _decoded(source.text[start + 1 : end - 1]), source.text[start:end].span)
        elif kind == "WORD":
            pending = ("word", source.text[start:end], source.text[start:end].span)
        elif kind == "UNCLOSED":
            source.problems.append(
                Problem(path=source.path, message="a string is not closed", span=Span(start, end), fatal=False)
            )
        elif kind == "SIGN":
            sign = match[0]
            if sign == ":":
                stack[-1].key = pending[1] if pending else None
                pending = None
                continue
            if pending is not None:
                _value(stack[-1], *pending)
                pending = None
            if sign in "{[":
                stack.append(_Container(stack[-1].inner_path(), start, sign == "{"))
            elif sign in "}]" and len(stack) > 1:
                yield from _closed(source, stack.pop(), end)
                stack[-1].key = None
            elif sign == ",":
                stack[-1].index += 1
                stack[-1].key = None
    if pending is not None:
        _value(stack[-1], *pending)
    while stack:
        yield from _closed(source, stack.pop(), len(text))


def _value(container: _Container, kind: str, value: MappedText, place: Span) -> None:
    if container.is_object and container.key is None:
        return  # half a member
    if kind == "string":
        container.strings.append((":".join(container.inner_path()), value, place))
    if container.key is not None:
        empty = kind == "word" and str(value) == "null"
        span = container.key.span.cover(value.span if len(value) else place)
        container.entries.append(
            Entry(name=container.key, value=MappedText(anchor=place.start) if empty else value, span=span)
        )


def _closed(source: Source, container: _Container, end: int) -> Iterator[Fragment]:
    libraries = tuple(str(each.value) for each in container.entries if str(each.name).lower() in _PROVIDERS)
    for name, value, place in container.strings:
        written = str(value)
        language = language_of(written)
        if language is not None:
            yield Embedded(language=language, text=value)
        elif "=" in written:
            yield Literal(text=value, span=place, uses=(Use(role="key", name=name),), libraries=libraries)
    if container.is_object and len(container.entries) > 1:
        yield Record(
            type="",
            entries=tuple(container.entries),
            span=source.text[container.start : end].span,
            uses=(Use(role="key", name=":".join(container.path)),),
            libraries=libraries,
        )


def _decoded(inner: MappedText) -> MappedText:
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


FRONTEND = Frontend(name="json", patterns=("*.json", "*.jsonc"), read=read, comments=("//",))
