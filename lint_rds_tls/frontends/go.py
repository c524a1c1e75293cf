"""Front-end for Go: strings, what `+`, names and Sprintf make of them, and command lines written as lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lint_rds_tls.frontends._code.commands import line_language
from lint_rds_tls.frontends._commands.lines import fragments as command_line
from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.frontends._go_tree import Group, Item, Token, statements
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Embedded, Fragment, Frontend, Literal, Source, Surroundings, Use, Vocabulary, Word
from lint_rds_tls.text import MappedText

_STRINGS = frozenset({"STRING", "RAW"})
_KEYWORDS = frozenset(
    {"return", "case", "go", "defer", "if", "for", "switch", "range", "var", "const", "type", "func", "package", "else"}
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_VERB = re.compile(r"%(?:(?P<percent>%)|(?:\[(?P<index>\d+)\])?[-+# 0-9.*]*(?P<verb>[A-Za-z]))")
#: Names that stand for names: how far they are followed.
_DEEPEST = 8
_SHORTEST_DOCUMENT = 20


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each string that may connect, the command lines, the documents in strings."""
    reader = _Reader(source, vocabulary)
    yield from reader.fragments()


@dataclass(slots=True)
class _Scope:
    """The names that one function, or the file, gives values."""

    values: dict[str, list[list[Item]]] = field(default_factory=dict)
    made: dict[str, MappedText | None] = field(default_factory=dict)  #: the texts of those that were asked for

    def note(self, items: list[Item]) -> None:
        """The assignments below some items."""
        waiting = [items]
        while waiting:
            each = waiting.pop()
            name, sign, right = _assignment(each)
            if name and sign in ("=", ":=", "+="):
                self.values.setdefault(name, []).extend([right] * (2 if sign == "+=" else 1))
            waiting += (element for item in each if isinstance(item, Group) for element in item.elements)


class _Reader:
    """Goes over the declarations of a file."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self._source = source.text
        self._vocabulary = vocabulary
        self._declarations = list(statements(str(source.text)))
        self._file = _Scope()
        self._scope = _Scope()
        self._libraries: tuple[str, ...] = ()
        self._open: set[str] = set()  # names whose texts are being made
        self._circular: set[str] = set()

    def fragments(self) -> Iterator[Fragment]:
        """Those of the whole file, in order."""
        for items in self._declarations:
            if _starts(items, "import"):
                self._libraries += tuple(_imports(items))
            elif not _starts(items, "func"):
                self._file.note(items)
        for items in self._declarations:
            if not _starts(items, "import") and not _starts(items, "package"):
                self._scope = _Scope()
                if _starts(items, "func"):
                    self._scope.note(items)
                yield from self._element(items, ())

    def _element(self, items: list[Item], uses: tuple[Use, ...], *, word: bool = False) -> Iterator[Fragment]:
        """A statement, or an element of a list; `word` where it is one of a command that was read."""
        name, sign, right = _assignment(items)
        if name:
            role = "key" if sign == ":" else "variable"
            uses = (*uses, Use(role=role, name=name))
        for run in _runs(right):
            text = self._text(run, 0)
            if text is not None and _has_string(run):
                yield from self._fragment(text, run, uses, word=word)
            for item in run:
                if isinstance(item, Group):
                    yield from self._group(item)

    def _group(self, group: Group) -> Iterator[Fragment]:
        name = group.name.rpartition(".")[2]
        formatted = _is_format(group)
        listed = group.sign == "(" or (group.sign == "{" and group.name.startswith("[]"))
        command = list(self._command(group)) if listed else []
        yield from command
        for index, element in enumerate(group.elements):
            if formatted and index == 0:
                continue  # part of the text that it makes
            use = (Use(role="argument", name=name, owner=group.name[: -len(name) - 1]),) if _is_call(group) else ()
            yield from self._element(element, use, word=bool(command))

    def _fragment(self, text: MappedText, run: list[Item], uses: tuple[Use, ...], *, word: bool) -> Iterator[Fragment]:
        written = str(text)
        language = language_of(written) if len(written) >= _SHORTEST_DOCUMENT else None
        line = None if word else line_language(text, self._vocabulary.programs, uses)
        span = self._source[_start(run[0]) : run[-1].end].span
        if language is not None:
            yield Embedded(language=language, text=text)
        elif line is not None:
            yield Embedded(language=line, text=text, around=Surroundings())
        elif may_connect(written):
            yield Literal(text=text, span=span, uses=uses, libraries=self._libraries)

    # --- command lines

    def _command(self, group: Group) -> Iterator[Fragment]:
        """The words of a list or of a call's arguments, from the first that is known on."""
        words = list(self._words(group, 0))
        while words and words[0].text.has_hole and len(words[0].text) == 1:
            words.pop(0)
        if len(words) > 1:
            yield from command_line(words, self._vocabulary.programs, around=Surroundings())

    def _words(self, group: Group, depth: int) -> Iterator[Word]:
        for element in group.elements:
            spread = isinstance(element[-1], Token) and element[-1].text == "..."
            inner = element[:-1] if spread else element
            span = self._source[_start(element[0]) : element[-1].end].span
            listed = self._list(inner) if spread and depth < _DEEPEST else None
            if listed is not None:
                yield from self._words(listed, depth + 1)
                continue
            text = self._text(inner, 0)
            yield Word(text=text if text is not None else MappedText.hole(span), span=span, splits=spread)

    def _list(self, items: list[Item]) -> Group | None:
        """The list that an element stands for: one written out, or a name of one."""
        if len(items) == 1 and isinstance(items[0], Token):
            found = self._known(items[0].text)
            items = found if found is not None else items
        last = items[-1] if items else None
        return last if isinstance(last, Group) and last.sign == "{" and last.name == "[]string" else None

    # --- texts

    def _known(self, name: str) -> list[Item] | None:
        for scope in (self._scope, self._file):
            if name in scope.values:
                found = scope.values[name]
                return found[0] if len(found) == 1 else None
        return None

    def _text(self, run: list[Item], depth: int) -> MappedText | None:
        """What strings and `+` come to, other parts as holes; None where that is no text."""
        parts: list[MappedText] = []
        operand: list[Item] = []
        known = False
        for item in chain(run, (Token("SIGN", "+", 0, 0),)):
            if isinstance(item, Group) or item.text != "+":
                if isinstance(item, Token) and item.kind == "SIGN" and item.text != ".":
                    return None
                operand.append(item)
                continue
            if not operand:
                return None
            text = self._operand(operand, depth)
            known = known or text is not None
            span = self._source[_start(operand[0]) : operand[-1].end].span
            parts.append(text if text is not None else MappedText.hole(span))
            operand = []
        return MappedText.joined(parts) if known else None

    def _operand(self, items: list[Item], depth: int) -> MappedText | None:
        last = items[-1]
        if isinstance(last, Group):
            if _is_format(last) and last.elements:
                return self._formatted(last, depth)
            return (
                self._text(last.elements[0], depth)
                if last.sign == "(" and len(items) == len(last.elements) == 1
                else None
            )
        if len(items) > 1 or depth > _DEEPEST:
            return None
        if last.kind == "RAW":
            return _raw(self._source[last.start + 1 : last.end - 1])
        if last.kind == "STRING":
            return _decoded(self._source[last.start + 1 : last.end - 1])
        return self._named(last.text, depth) if last.kind == "NAME" else None

    def _named(self, name: str, depth: int) -> MappedText | None:
        """What a name holds; one that holds itself holds nothing that is known."""
        made = self._scope.made if name in self._scope.values else self._file.made
        if name in self._open:
            self._circular.add(name)
            return None
        if name not in made:
            self._open.add(name)
            found = self._known(name)
            text = self._text(found, depth + 1) if found else None
            made[name] = None if name in self._circular else text
            self._open.discard(name)
        return made[name]

    def _formatted(self, group: Group, depth: int) -> MappedText | None:
        """What Sprintf makes of its arguments."""
        form = self._text(group.elements[0], depth)
        if form is None:
            return None
        parts: list[MappedText] = []
        position = 0
        following = 1
        for match in _VERB.finditer(str(form)):
            parts.append(form[position : match.start()])
            position = match.end()
            place = form[match.start() : position]
            if match["percent"]:
                parts.append(place[1:])
                continue
            index = int(match["index"]) if match["index"] else following
            following = index + 1
            plain = match["verb"] in "sv" and depth <= _DEEPEST and 0 < index < len(group.elements)
            text = self._text(group.elements[index], depth + 1) if plain else None
            parts.append(text if text is not None else MappedText.hole(place.span))
        return MappedText.joined([*parts, form[position:]])


def _start(item: Item) -> int:
    return item.start


def _starts(items: list[Item], word: str) -> bool:
    return isinstance(items[0], Token) and items[0].text == word


def _imports(items: list[Item]) -> Iterator[str]:
    inner = [each for item in items if isinstance(item, Group) for element in item.elements for each in element]
    yield from (each.text[1:-1] for each in (*items, *inner) if isinstance(each, Token) and each.kind in _STRINGS)


def _assignment(items: list[Item]) -> tuple[str, str, list[Item]]:
    """The name that gets a value, the sign, and the value; "" and all of it where there is none."""
    for index, item in enumerate(items[:8]):
        if isinstance(item, Token) and item.text in ("=", ":=", "+=", ":"):
            left = [each for each in items[:index] if isinstance(each, Token) and each.kind in ("NAME", *_STRINGS)]
            names = [each.text.strip('"`') for each in left if each.text not in _KEYWORDS]
            # `var name type = …`
            declared = _starts(items, "var") or _starts(items, "const")
            name = (names[0] if declared else names[-1]) if names else ""
            return name, item.text, items[index + 1 :]
    return "", "", items


def _runs(items: list[Item]) -> Iterator[list[Item]]:
    """Operands that `+` joins; other operators and keywords part them."""
    run: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            parting = item.sign == "{" and not item.name  # a block
        else:
            parting = item.text in _KEYWORDS or (item.kind == "SIGN" and item.text not in ("+", ".", "..."))
        if parting and run:
            yield run
            run = []
        if isinstance(item, Group) or not parting:
            run.append(item)
    if run:
        yield run


def _has_string(run: list[Item]) -> bool:
    """Whether a text is written in these items themselves, not only named there."""
    return any(item.kind in _STRINGS if isinstance(item, Token) else _is_format(item) for item in run)


def _is_call(group: Group) -> bool:
    return group.sign == "(" and bool(group.name)


def _is_format(group: Group) -> bool:
    return _is_call(group) and group.name.endswith("Sprintf")


def _raw(inner: MappedText) -> MappedText:
    """Of a raw string carriage returns are dropped."""
    written = str(inner)
    if "\r" not in written:
        return inner
    parts: list[MappedText] = []
    position = 0
    while (at := written.find("\r", position)) >= 0:
        parts.append(inner[position:at])
        position = at + 1
    return MappedText.joined([*parts, inner[position:]])


def _decoded(inner: MappedText) -> MappedText:
    written = str(inner)
    if "\\" not in written:
        return inner
    parts: list[MappedText] = []
    for match in scanner("go", "text").finditer(written):
        part = inner[match.start() : match.end()]
        parts.append(MappedText.decoded(_character(match[0]), part.span) if match.lastgroup == "ESCAPE" else part)
    return MappedText.joined(parts)


def _character(escape: str) -> str:
    sign = escape[1]
    if sign in "xuU":
        code = int(escape[2:], 16)
        return chr(code) if code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
    return chr(int(escape[1:], 8)) if sign.isdigit() else _SIMPLE.get(sign, sign)


FRONTEND = Frontend(name="go", patterns=("*.go",), read=read, comments=("//",))
