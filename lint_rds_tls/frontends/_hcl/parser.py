"""Parses HCL; takes any text, in linear time, and keeps what it could make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from lint_rds_tls.frontends._hcl.nodes import (
    Attribute,
    Block,
    Body,
    Call,
    Collection,
    Constant,
    Expression,
    Mapping,
    Reference,
    Template,
    Unknown,
)
from lint_rds_tls.grammar import scanner
from lint_rds_tls.text import MappedText

__all__ = ["Parser"]

#: Brackets in brackets; what is deeper is not read.
_DEEPEST = 60
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t"}
_CONSTANTS = frozenset({"true", "false", "null"})
_CLOSERS = {"[": "]", "(": ")", "{": "}"}


class _TooDeepError(Exception):
    """Raised and caught here."""


class Parser:
    """Goes over a text once; `body` is what it holds."""

    def __init__(self, text: MappedText) -> None:
        self.body = Body()
        self.unread: int | None = None  #: where reading stopped; None where it reached the end
        self._text = text
        self._written = str(text)
        self._lines = self._written.replace("\r", "\n")
        self._place = 0
        self._stop = len(self._written)
        self._depth = 0
        self._code = scanner("hcl", "code")
        try:
            while self._place < self._stop:
                self._fill(self.body)
        except _TooDeepError:
            self.unread = self._place

    # --- tokens ------------------------------------------------------------------------------------------------------

    def _next(self, *, lines: bool) -> re.Match[str] | None:
        """The next token that means something; where `lines` is true, line ends do not."""
        while (match := self._code.match(self._written, self._place, self._stop)) is not None:
            if match.lastgroup not in ("BLANK", "COMMENT") and not (lines and match.lastgroup == "NEWLINE"):
                return match
            self._place = match.end()
        return None

    def _take(self, token: re.Match[str]) -> None:
        self._place = token.end()

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeepError
        yield
        self._depth -= 1

    # --- bodies ------------------------------------------------------------------------------------------------------

    def _fill(self, body: Body) -> None:
        """Read members up to the brace that closes them, which is taken."""
        while (token := self._next(lines=True)) is not None:
            self._take(token)
            if token[0] == "}":
                return
            if token.lastgroup in ("NAME", "QUOTE"):
                self._member(body, token)

    def _member(self, body: Body, first: re.Match[str]) -> None:
        name = self._text[first.start() : first.end()] if first.lastgroup == "NAME" else self._plain(first)
        labels: list[MappedText] = []
        while (token := self._next(lines=False)) is not None:
            if token.lastgroup == "ASSIGN" and not labels:
                self._take(token)
                value = self._expression(lines=False)
                body.attributes.append(Attribute(name=name, value=value, start=first.start(), end=value.end))
                return
            if token[0] == "{":
                self._take(token)
                inner = Body()
                block = Block(kind=name, labels=labels, body=inner, start=first.start(), end=self._place)
                body.blocks.append(block)
                with self._deeper():
                    self._fill(inner)
                block.end = self._place
                return
            if token.lastgroup == "NAME":
                self._take(token)
                labels.append(self._text[token.start() : token.end()])
            elif token.lastgroup == "QUOTE":
                self._take(token)
                labels.append(self._plain(token))
            else:
                return

    def _plain(self, quote: re.Match[str]) -> MappedText:
        """A string in which nothing is put in."""
        parts = self._quoted(quote).parts
        return MappedText.joined(part for part in parts if isinstance(part, MappedText))

    # --- expressions -------------------------------------------------------------------------------------------------

    def _expression(self, *, lines: bool) -> Expression:
        parts = [self._operand(lines=lines)]
        while (token := self._next(lines=lines)) is not None and token.lastgroup == "OPERATOR" and token[0] != "...":
            self._take(token)
            parts.append(self._operand(lines=True))
        if len(parts) == 1:
            return parts[0]
        return Unknown(start=parts[0].start, end=parts[-1].end, parts=parts)

    def _operand(self, *, lines: bool) -> Expression:
        token = self._next(lines=lines)
        if token is None or token.lastgroup in ("CLOSE", "NEWLINE", "COMMA"):
            return Unknown(start=self._place, end=self._place, parts=[])
        self._take(token)
        if token.lastgroup == "OPERATOR":
            return self._signed(token)
        return self._selected(self._simple(token))

    def _signed(self, sign: re.Match[str]) -> Expression:
        """What stands behind signs, of which there may be any number."""
        start = sign.start()
        while (token := self._next(lines=True)) is not None and token.lastgroup == "OPERATOR":
            self._take(token)
        with self._deeper():
            inner = self._operand(lines=True)
        return Unknown(start=start, end=inner.end, parts=[inner])

    def _simple(self, token: re.Match[str]) -> Expression:
        start, end = token.span()
        kind = token.lastgroup
        if kind == "QUOTE":
            return self._quoted(token)
        if kind == "HEREDOC":
            return self._heredoc(token)
        if kind == "NUMBER" or token[0] in _CONSTANTS:
            return Constant(start=start, end=end, file=self._text)
        if kind == "NAME":
            return Reference(start=start, end=end, name=token[0])
        if kind == "OPEN":
            with self._deeper():
                return self._bracket(token)
        return Unknown(start=start, end=end, parts=[])

    def _selected(self, found: Expression) -> Expression:
        """What is taken from an operand: `.name`, `[0]`, `(arguments)`."""
        parts: list[Expression] = []
        taken = False
        while (token := self._code.match(self._written, self._place, self._stop)) is not None:
            if token.lastgroup == "DOT":
                self._take(token)
                name = self._code.match(self._written, self._place, self._stop)
                if name is not None and (name.lastgroup in ("NAME", "NUMBER") or name[0] == "*"):
                    self._take(name)
            elif token[0] == "[":
                self._take(token)
                with self._deeper():
                    parts += self._items("]")[0]
            elif token[0] == "(" and isinstance(found, Reference) and not taken:
                self._take(token)
                with self._deeper():
                    arguments = self._items(")")[0]
                found = Call(start=found.start, end=self._place, name=found.name, arguments=arguments)
                continue
            else:
                break
            taken = True
        if not taken:
            return found
        if isinstance(found, Reference):
            name_of = self._written[found.start : self._place]
            return Reference(start=found.start, end=self._place, name=name_of)
        return Unknown(start=found.start, end=self._place, parts=[found, *parts])

    def _bracket(self, token: re.Match[str]) -> Expression:
        start = token.start()
        if token[0] == "{":
            members, plain = self._members()
            if plain:
                return Mapping(start=start, end=self._place, members=members)
            return Unknown(start=start, end=self._place, parts=[part for member in members for part in member])
        items, plain = self._items(_CLOSERS[token[0]])
        if token[0] == "[" and plain:
            return Collection(start=start, end=self._place, items=items)
        return items[0] if len(items) == 1 and plain else Unknown(start=start, end=self._place, parts=items)

    def _items(self, closer: str) -> tuple[list[Expression], bool]:
        """What stands in brackets, and whether it is no more than a list."""
        items: list[Expression] = []
        plain = True
        between = True
        while (token := self._next(lines=True)) is not None:
            if token.lastgroup == "CLOSE":
                if token[0] == closer:
                    self._take(token)
                break
            if token.lastgroup == "COMMA":
                self._take(token)
                between = True
            else:
                plain = plain and between
                between = False
                items.append(self._expression(lines=True))
        return items, plain

    def _members(self) -> tuple[list[tuple[Expression, Expression]], bool]:
        """What stands in braces, and whether it is no more than named values."""
        members: list[tuple[Expression, Expression]] = []
        plain = True
        while (token := self._next(lines=True)) is not None:
            if token.lastgroup == "CLOSE":
                if token[0] == "}":
                    self._take(token)
                break
            if token.lastgroup == "COMMA":
                self._take(token)
                continue
            key = self._operand(lines=True)
            joint = self._next(lines=False)
            if joint is not None and (joint.lastgroup == "ASSIGN" or joint[0] == ":"):
                self._take(joint)
                members.append((key, self._expression(lines=False)))
            else:
                plain = False
        return members, plain

    # --- templates ---------------------------------------------------------------------------------------------------

    def _quoted(self, quote: re.Match[str]) -> Template:
        """A string, whose first quote was read; where it is not closed it ends with its line."""
        template = Template(start=quote.start(), end=quote.end(), parts=[])
        pattern = scanner("hcl", "quoted")
        while (token := pattern.match(self._written, self._place, self._stop)) is not None:
            if token.lastgroup == "NEWLINE":
                break
            self._take(token)
            if token.lastgroup == "QUOTE":
                break
            self._part(template, token)
        template.end = self._place
        return template

    def _heredoc(self, opener: re.Match[str]) -> Template:
        """The lines up to one that holds the word alone, or the rest of the text."""
        word = opener[0].lstrip("<-").rstrip()
        closing = re.compile(rf"^[ \t]*{re.escape(word)}[ \t]*$", re.MULTILINE)
        found = closing.search(self._lines, self._place, self._stop)
        end, after = (found.start(), found.end()) if found is not None else (self._stop, self._stop)
        template = Template(start=opener.start(), end=after, parts=[])
        pattern = scanner("hcl", "lines")
        outer, self._stop = self._stop, end
        while (token := pattern.match(self._written, self._place, self._stop)) is not None:
            self._take(token)
            self._part(template, token)
        if opener[0].startswith("<<-"):
            template.parts = list(_outdented(template.parts, _indent(self._lines[opener.end() : end])))
        self._stop = outer
        self._place = after
        return template

    def _part(self, template: Template, token: re.Match[str]) -> None:
        text = self._text[token.start() : token.end()]
        if token.lastgroup == "INTERPOLATION":
            with self._deeper():
                items, plain = self._items("}")
            start = token.start()
            simple = plain and len(items) == 1 and token[0].startswith("$")
            template.parts.append(items[0] if simple else Unknown(start=start, end=self._place, parts=items))
        elif token.lastgroup == "ESCAPE":
            template.parts.append(MappedText.decoded(_unescaped(token[0]), text.span))
        elif token.lastgroup == "DOUBLED":
            template.parts.append(MappedText.decoded(token[0][1:], text.span))
        else:
            template.parts.append(text)


def _indent(lines: str) -> int:
    """How far all lines that hold anything are indented."""
    return min((len(each) - len(each.lstrip()) for each in lines.split("\n") if each.strip()), default=0)


def _outdented(parts: list[MappedText | Expression], width: int) -> Iterator[MappedText | Expression]:
    """The parts of a heredoc without the indentation that all its lines share."""
    margin = re.compile(rf"(?:\A|(?<=[\r\n]))[ \t]{{{width}}}")
    start_of_line = True
    for part in parts:
        if not isinstance(part, MappedText):
            start_of_line = False
            yield part
            continue
        place = 0
        for match in margin.finditer(str(part)) if width else ():
            if match.start() or start_of_line:
                yield part[place : match.start()]
                place = match.end()
        yield part[place:]
        start_of_line = str(part).endswith("\n")


def _unescaped(escape: str) -> str:
    if escape[1] in "uU" and len(escape) > 2:
        code = int(escape[2:], 16)
        return chr(code) if code <= 0x10FFFF else escape
    return _SIMPLE.get(escape[1], escape[1])
