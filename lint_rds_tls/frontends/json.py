"""JSON: appsettings.json and its kin, with the comments and trailing commas that .NET accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from lint_rds_tls.frontends._carriers.base64_texts import KEYWORDS, uncovered
from lint_rds_tls.frontends._carriers.walk import commands, may_carry
from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.frontends._trees.json_trees import decoded, tree
from lint_rds_tls.frontends._trees.nodes import joined
from lint_rds_tls.frontends._trees.settings import fragments as settings
from lint_rds_tls.frontends._trees.templates import settle
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Embedded, Entry, Fragment, Frontend, Literal, Problem, Record, Source, Use, Vocabulary
from lint_rds_tls.text import Span

#: Members that name the database product for their siblings.
_PROVIDERS = frozenset({"providername", "provider", "dbprovider", "dataprovider", "invariantname", "classname"})
_EDGE = re.compile(r"__|:")


#: The keys that lead to a value, and where it stands, all without quotes.
_Member: TypeAlias = tuple[tuple[tuple[int, int], ...], int, int]
#: An object with more members in it is no part of a record about the one around it.
_MOST_INNER = 50
_DEEPEST_INNER = 8


@dataclass(slots=True)
class _Container:
    """An object or array that is open. Members are kept as offsets: most files hold thousands that do not matter."""

    path: tuple[str, ...]
    start: int  #: -1 of the document itself
    is_object: bool
    members: list[_Member] = field(default_factory=list)
    inner: list[_Member] = field(default_factory=list)  #: those of the objects in it, as far as they are few
    texts: list[tuple[str, int, int]] = field(default_factory=list)  #: key path and value of strings that may matter
    providers: list[str] = field(default_factory=list)
    waiting: list[tuple[_Container, int]] = field(default_factory=list)  #: closed, until the product is known
    key: tuple[int, int] | None = None
    wanted: bool = False  #: one of its keys or values is in the vocabulary
    index: int = 0
    cut: bool = False  #: members of objects in it were left out

    def inner_path(self, text: str) -> tuple[str, ...]:
        """The path of the value that comes next."""
        if self.start < 0:
            return ()
        if not self.is_object or self.key is None:
            return (*self.path, str(self.index))
        return (*self.path, *(part for part in _EDGE.split(text[slice(*self.key)]) if part))


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each string value with `=`, a record for each object with a key of the vocabulary."""
    text = str(source.text)
    file = source.path.rpartition("/")[2] if not source.depth else ""
    taken: set[int] = set()
    # Where objects of a kind are described, what is in them counts whole, lists and functions too.
    told = _is_described(text, vocabulary)
    for member in tree(source.text).members if told or may_carry(text, file) else ():
        # What is decoded has no place of its own in the text that is gone over below.
        told = uncovered(member.node) or told
        settle(source.text, member.node)
        run = commands(source.text, member.node, vocabulary, file)
        yield from run.fragments
        taken |= run.places
        if told:
            yield from settings(source.text, member.node, vocabulary, run.taken)
    if told:
        unclosed = (each for each in _tokens(text) if each.lastgroup == "UNCLOSED")
        source.problems.extend(_unclosed(source, *each.span()) for each in unclosed)
        return
    for fragment in _settings(source, text, vocabulary):
        if not (isinstance(fragment, Literal | Embedded) and fragment.text.offset(0) in taken):
            yield fragment


def _is_described(text: str, vocabulary: Vocabulary) -> bool:
    lowered = text.lower()
    return any(f'"{value}"' in lowered for value in vocabulary.values)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return scanner("json", "document").finditer(text)


def _unclosed(source: Source, start: int, end: int) -> Problem:
    return Problem(path=source.path, message="a string is not closed", span=Span(start, end), fatal=False)


def _settings(source: Source, text: str, vocabulary: Vocabulary) -> Iterator[Fragment]:
    stack = [_Container((), -1, False)]
    pending: tuple[int, int] | None = None  # a string or word that may be a key or a value
    for match in _tokens(text):
        kind = match.lastgroup
        if kind == "STRING":
            pending = match.start() + 1, match.end() - 1
        elif kind == "WORD":
            pending = match.span()
        elif kind == "UNCLOSED":
            source.problems.append(_unclosed(source, *match.span()))
        elif kind == "SIGN":
            sign, top = match[0], stack[-1]
            if sign == ":":
                top.key, pending = pending, None
                continue
            if pending is not None:
                _value(top, text, *pending, vocabulary)
                pending = None
            if sign in "{[":
                stack.append(_Container(top.inner_path(text), match.start(), sign == "{"))
            elif sign == ",":
                top.index, top.key = top.index + 1, None
            elif len(stack) > 1:
                closed = stack.pop()
                if stack[-1].is_object and (closed.texts or closed.wanted):
                    stack[-1].waiting.append((closed, match.end()))  # `"options": {…}, "providerName": "PGSQL"`
                    yield from _inner(source, closed)
                else:
                    yield from _closed(source, closed, match.end())
                _adopt(stack[-1], closed)
                stack[-1].key = None
    if pending is not None:
        _value(stack[-1], text, *pending, vocabulary)
    while stack:
        yield from _closed(source, stack.pop(), len(text))


def _adopt(container: _Container, closed: _Container) -> None:
    """Let an object know the members of an object in it."""
    if container.key is None or not closed.is_object:
        return
    found = (*closed.members, *closed.inner)
    kept = [each for each in found if len(each[0]) < _DEEPEST_INNER] if len(found) <= _MOST_INNER else []
    container.cut |= closed.cut or len(kept) < len(found)
    container.inner += (((container.key, *keys), start, end) for keys, start, end in kept)


def _value(container: _Container, text: str, start: int, end: int, vocabulary: Vocabulary) -> None:
    key = container.key
    if container.is_object and key is None:
        return  # half a member
    value = text[start:end]
    if text[start - 1 : start] == '"' and (may_connect(value) or "\\u003d" in value.lower() or language_of(value)):
        container.texts.append((":".join(container.inner_path(text)), start, end))
    if key is not None:
        name = text[slice(*key)].lower()
        container.members.append(((key,), start, end))
        container.wanted = container.wanted or name in vocabulary.keys or value.lower() in vocabulary.values
        if name in _PROVIDERS:
            container.providers.append(value)


def _inner(source: Source, container: _Container) -> Iterator[Fragment]:
    for closed, end in container.waiting:
        closed.providers += container.providers
        yield from _told(source, closed, end)
    container.waiting.clear()


def _closed(source: Source, container: _Container, end: int) -> Iterator[Fragment]:
    yield from _inner(source, container)
    yield from _told(source, container, end)


def _told(source: Source, container: _Container, end: int) -> Iterator[Fragment]:
    libraries = tuple(container.providers)
    for name, start, stop in container.texts:
        value = decoded(source.text[start:stop])
        language = language_of(str(value))
        if language is not None:
            yield Embedded(language=language, text=value)
        else:
            place = source.text[start - 1 : stop + 1].span
            yield Literal(text=value, span=place, uses=(Use(role="key", name=name),), libraries=libraries)
    members = sorted((*container.members, *container.inner), key=lambda member: member[1]) if container.wanted else ()
    if len(members) > 1:
        yield Record(
            type="",
            entries=tuple(_entry(source, *member) for member in members),
            span=source.text[container.start : end].span,
            uses=(Use(role="key", name=":".join(container.path)),),
            libraries=libraries,
            truncated=container.cut,
        )


def _entry(source: Source, keys: tuple[tuple[int, int], ...], start: int, end: int) -> Entry:
    value = decoded(source.text[start:end])
    if str(value) == "null" and source.text[start - 1 : start].strip('"'):
        value = value[:0]
    name = joined(decoded(source.text[slice(*key)]) for key in keys)
    return Entry(name=name, value=value, span=source.text[keys[-1][0] : end].span)


FRONTEND = Frontend(name="json", patterns=("*.json", "*.jsonc"), read=read, comments=("//",), keywords=KEYWORDS)
