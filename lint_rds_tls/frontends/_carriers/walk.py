"""The commands in a tree of configuration, as the table of carriers tells where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from typing import TypeAlias

from lint_rds_tls.frontends._carriers.installs import installed
from lint_rds_tls.frontends._carriers.scopes import Scope, find, scoped
from lint_rds_tls.frontends._carriers.table import DOCUMENTS, Document, Form, Row
from lint_rds_tls.frontends._commands.lines import fragments as command_line
from lint_rds_tls.frontends._commands.plain_words import plain_words
from lint_rds_tls.frontends._documents import language_of, language_of_file, may_connect
from lint_rds_tls.frontends._trees.nodes import Node, Scalar, Tree, members_of
from lint_rds_tls.model import Embedded, Fragment, Literal, Service, Use, Vocabulary, Word
from lint_rds_tls.text import MappedText, Span

__all__ = ["Commands", "commands", "documents_of", "may_carry"]

#: Levels below the top that are looked at; keeps cycles of aliases short.
_DEEPEST = 30
#: Members looked at in one document.
_MOST = 50_000
#: Members of one level looked at to know a document.
_MOST_PROBED = 300
_HOST = re.compile(r"[A-Za-z0-9][\w.-]*")

#: Where in a row's path a place is: the row and how many of its parts are behind.
_State: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Commands:
    """What a tree runs."""

    fragments: list[Fragment] = field(default_factory=list)
    taken: dict[int, Scalar] = field(default_factory=dict)  #: by identity, the scalars that are read here alone

    @property
    def places(self) -> set[int]:
        """Where in the file those scalars start."""
        return {scalar.text().offset(0) for scalar in self.taken.values()}


def commands(text: MappedText, root: Node, vocabulary: Vocabulary, file: str) -> Commands:
    """What a document of `text` runs, in a file of this name (no folders)."""
    found = Commands()
    if isinstance(root, Tree):
        for document in documents_of(root, file):
            walk = _Walk(document, vocabulary, found)
            walk.fragments(root, Scope(text=text, document=document), _started(document), 0)
    return found


def may_carry(text: str, file: str) -> bool:
    """Whether a text (JSON, where a tree costs) may be a document that holds commands."""
    names = (tuple(name for name in _names(holds) if name) for each in DOCUMENTS for holds in each.holds)
    return _is_named(file) or any(all(any(f'"{one}"' in text for one in name) for name in each) for each in names)


def _names(holds: str) -> Iterator[tuple[str, ...]]:
    for path in holds.split():
        for part in path.split("/"):
            yield () if part == "*" else tuple(part.partition("=")[0].split("|"))


@cache
def _is_named(file: str) -> bool:
    return any(fnmatchcase(file.lower(), pattern) for each in DOCUMENTS for pattern in each.files)


def documents_of(root: Tree, file: str) -> list[Document]:
    """The kinds of document that a tree may be; where its file's name tells, that one."""
    named = [each for each in DOCUMENTS if any(fnmatchcase(file.lower(), pattern) for pattern in each.files)]
    return named or [each for each in DOCUMENTS if any(_holds(root, paths) for paths in each.holds)]


def _holds(root: Tree, paths: str) -> bool:
    return all(_has(root, tuple(path.split("/"))) for path in paths.split())


def _has(node: Node, parts: tuple[str, ...]) -> bool:
    if not parts:
        return True
    if not isinstance(node, Tree):
        return False
    names, _, value = parts[0].partition("=")
    allowed = () if names == "*" else names.split("|")
    members = (each for each in members_of(node)[:_MOST_PROBED] if not allowed or str(each.name) in allowed)
    if value:
        return any(isinstance(each.node, Scalar) and each.node.value == value for each in members)
    return any(_has(each.node, parts[1:]) for each in members)


@cache
def _parts(path: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(part.lower().split("|")) for part in path.split("/"))


def _started(document: Document) -> frozenset[_State]:
    return _closed(document, ((number, 0) for number in range(len(document.rows))))


def _closed(document: Document, states: Iterator[_State]) -> frozenset[_State]:
    """With the states that `**`, which may stand for nothing, leads to."""
    found = set(states)
    waiting = list(found)
    while waiting:
        row, at = waiting.pop()
        parts = _parts(document.rows[row].path)
        if at < len(parts) and "**" in parts[at] and (row, at + 1) not in found:
            found.add((row, at + 1))
            waiting.append((row, at + 1))
    return frozenset(found)


def _moved(document: Document, states: frozenset[_State], name: str) -> frozenset[_State]:
    return _closed(document, _steps(document, states, name.lower()))


def _steps(document: Document, states: frozenset[_State], name: str) -> Iterator[_State]:
    for row, at in states:
        parts = _parts(document.rows[row].path)
        if at == len(parts):
            continue
        if "**" in parts[at]:
            yield row, at
        elif "*" in parts[at] or name in parts[at]:
            yield row, at + 1


@dataclass(slots=True)
class _Walk:
    """One pass over a tree as one kind of document."""

    document: Document
    vocabulary: Vocabulary
    found: Commands
    left: int = _MOST

    def fragments(self, node: Node, scope: Scope, states: frozenset[_State], depth: int) -> None:
        """All below a node."""
        rows = [
            self.document.rows[row] for row, at in sorted(states) if at == len(_parts(self.document.rows[row].path))
        ]
        inside = scope
        if isinstance(node, Tree) and not node.numbered:
            inside = scoped(scope, node)
        if any(row.form is Form.JOB for row in rows):
            inside = replace(inside, installed=list(inside.installed))
        for row in rows:
            self._row(row, node, inside)
        if not isinstance(node, Tree) or depth > _DEEPEST:
            return
        for member in members_of(node):
            self.left -= 1
            following = _moved(self.document, states, str(member.name))
            if following and self.left > 0:
                self.fragments(member.node, inside, following, depth + 1)

    def _row(self, row: Row, node: Node, scope: Scope) -> None:
        """What one row says of its place."""
        match row.form, node:
            case Form.HOSTS, Tree(numbered=False):
                for member in members_of(node):
                    self._host(str(member.name))
            case Form.HOST, Scalar():
                self._host(node.value)
            case Form.TOOL, Scalar():
                scope.installed.append(node.value)
            case Form.TEXT | Form.COMMAND, Scalar():
                self._text(row.language, node, scope)
            case Form.HEALTH, Scalar():
                self._text("shell", node, scope)
            case Form.WORDS, Scalar():
                self._run([node], plain_words(scope.expanded(node.text())), scope)
            case Form.OPTIONS, Scalar():
                self._options(node, scope)
            case Form.TEXT, Tree(numbered=True):
                self._lines(row.language, list(_scalars(node, 0)), scope)
            case Form.PARTS, Tree(numbered=False):
                parts = (find(node, name) for name in row.members)
                self._lines(row.language, [each for part in parts for each in _all(part)], scope)
            case Form.COMMAND | Form.WORDS, Tree(numbered=True):
                self._words(list(_scalars(node, 0)), scope)
            case Form.HEALTH, Tree(numbered=True):
                self._health(list(_scalars(node, 0)), scope)
            case Form.CONTAINER, Tree(numbered=False):
                self._container(row, node, scope)
            case Form.FILE, Tree(numbered=False):
                self._file(row, node, scope)

    def _host(self, name: str) -> None:
        if _HOST.fullmatch(name):
            self.found.fragments.append(Service(name=name))

    # --- text

    def _text(self, language: str, scalar: Scalar, scope: Scope) -> None:
        if id(scalar) not in self.found.taken:
            self.found.taken[id(scalar)] = scalar
            self._embedded(language or scope.language(), scope.expanded(scalar.text()), scope)

    def _lines(self, language: str, scalars: list[Scalar], scope: Scope) -> None:
        """Lines that one interpreter reads together."""
        lines = [each for each in scalars if id(each) not in self.found.taken]
        self.found.taken.update((id(each), each) for each in lines)
        parts: list[MappedText] = []
        for line in lines:
            text = scope.expanded(line.text())
            parts += MappedText.decoded("\n", Span(text.offset(0), text.offset(0))), text
        if parts:
            self._embedded(language or scope.language(), MappedText.joined(parts[1:]), scope)

    def _embedded(self, language: str, text: MappedText, scope: Scope) -> None:
        scope.installed.extend(installed(str(text)))
        if language:
            for around in scope.surroundings():
                self.found.fragments.append(Embedded(language=language, text=text, around=around))

    def _options(self, scalar: Scalar, scope: Scope) -> None:
        """Options of `docker create`, which the runner puts on one line."""
        text = scope.expanded(scalar.text())
        self.found.taken[id(scalar)] = scalar
        parts = [MappedText.decoded("docker create ", Span(text.offset(0), text.offset(0)))]
        for index, line in enumerate(_split(text, "\n")):
            parts += [MappedText.decoded(" ", Span(line.offset(0), line.offset(0)))] * bool(index) + [line]
        self._embedded("shell", MappedText.joined(parts), scope)

    # --- words

    def _words(self, scalars: list[Scalar], scope: Scope) -> None:
        self._run(scalars, [self._word(each, scope) for each in scalars], scope)

    def _word(self, scalar: Scalar, scope: Scope) -> Word:
        return Word(text=scope.expanded(scalar.text()), span=scope.text[scalar.start : scalar.end].span)

    def _container(self, row: Row, tree: Tree, scope: Scope) -> None:
        """The words of the program, and of its arguments, each one text or a list."""
        scalars: list[Scalar] = []
        words: list[Word] = []
        for name in row.members:
            node = find(tree, name)
            if isinstance(node, Scalar):
                scalars.append(node)
                words += plain_words(scope.expanded(node.text()))
            elif isinstance(node, Tree) and node.numbered:
                listed = list(_scalars(node, 0))
                scalars += listed
                words += [self._word(each, scope) for each in listed]
        self._run(scalars, words, scope)

    def _run(self, scalars: list[Scalar], words: list[Word], scope: Scope) -> None:
        """The command that words are; what of them may connect by itself is a literal."""
        if not words or any(id(scalar) in self.found.taken for scalar in scalars):
            return
        self.found.taken.update((id(each), each) for each in scalars)
        texts: set[Span] = set()
        for around in scope.surroundings():
            for fragment in command_line(words, self.vocabulary.programs, around=around):
                self.found.fragments.append(fragment)
                if isinstance(fragment, Embedded):
                    texts.add(fragment.text.span)
        for word in words:
            if may_connect(str(word.text)) and word.text.span not in texts:
                use = Use(role="argument", name="")
                self.found.fragments.append(Literal(text=word.text, span=word.span, uses=(use,)))

    def _health(self, scalars: list[Scalar], scope: Scope) -> None:
        kind = scalars[0].value.upper() if scalars else ""
        if kind == "CMD":
            self._words(scalars[1:], scope)
        elif kind == "CMD-SHELL" and len(scalars) > 1:
            self._text("shell", scalars[1], scope)

    # --- files

    def _file(self, row: Row, tree: Tree, scope: Scope) -> None:
        name, content = (find(tree, each) for each in row.members)
        if isinstance(content, Scalar):
            language = language_of_file(name.value) if isinstance(name, Scalar) else None
            language = language or language_of(content.value)
            if language is not None and id(content) not in self.found.taken:
                self.found.taken[id(content)] = content
                self._embedded(language, scope.expanded(content.text()), scope)


def _all(node: Node | None) -> list[Scalar]:
    """A scalar, or those of a list."""
    if isinstance(node, Scalar):
        return [node]
    return list(_scalars(node, 0)) if node is not None else []


def _scalars(tree: Tree, depth: int) -> Iterator[Scalar]:
    """The scalars of a list, those of lists in it too."""
    if not tree.numbered or depth > _DEEPEST:
        return
    for member in tree.members:
        if isinstance(member.node, Scalar):
            yield member.node
        else:
            yield from _scalars(member.node, depth + 1)


def _split(text: MappedText, separator: str) -> Iterator[MappedText]:
    written = str(text)
    start = 0
    while (end := written.find(separator, start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]
