"""Front-end for batch files: commands with their words, variables and their values, as far as one file tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from lint_rds_tls.frontends._batch_lines import Segment, lines, segment
from lint_rds_tls.frontends._commands.lines import fragments
from lint_rds_tls.frontends._commands.windows_words import arguments, program
from lint_rds_tls.frontends._documents import may_connect
from lint_rds_tls.model import Entry, Fragment, Frontend, Literal, Source, Surroundings, Use, Vocabulary, Word
from lint_rds_tls.text import MappedText, Span

__all__ = ["FRONTEND"]

Values = tuple[MappedText, ...]

_MOST_CHOICES = 8
_MOST_FRAMES = 64
_START = re.compile(r"[\s@,;=]*")
_COMMENT = re.compile(r"(?i)rem(?=[\s.,;=:]|\Z)|:")
_IF = re.compile(
    r"(?i)if\s+(?:/i\s+)?(?:not\s+)?(?:exist\s+(?:\"[^\"]*\"|\S+)|defined\s+\S+|errorlevel\s+\d+|cmdextversion\s+\d+"
    r"|(?:\"[^\"]*\"|[^\s\"=(]+)+\s*(?:==|\s(?:equ|neq|lss|leq|gtr|geq)\s)\s*(?:\"[^\"]*\"|[^\s\"(]+)+)\s*"
)
_FOR = re.compile(r"(?i)for\s+(?:/[a-z]\s+(?:\"[^\"]*\"\s+)?)?%%?[^\s]\s+in\s*\([^)]*\)\s*do(?=[\s(])\s*")
_ELSE = re.compile(r"(?i)\s*else(?=[\s(])\s*")
_SET = re.compile(r"(?i)set\s+(/[ap]\s+)?")
_VARIABLE = re.compile(
    r"%%(?:~[a-z$]*)?[A-Za-z]|%~[A-Za-z$:]*[0-9]|%[0-9*]|%%|%(?P<name>[^%:\s=\"&|<>]+(?:\([^%)]*\))?)(?::(?P<change>[^%]*))?%"
    r"|!(?P<delayed>[^!:\s=\"&|<>]+)(?::(?P<later>[^!]*))?!"
)
_PAIR = re.compile(r"([A-Za-z_]\w*)=(?=.*=)")
_LATER = re.compile(r"(?i)enabledelayedexpansion|/v:on")
#: These only say what is behind them, or do nothing with it that matters here.
_QUIET = frozenset(
    (
        "echo", "echo.", "title", "goto", "exit", "setlocal", "endlocal", "shift", "pause", "cls", "cd", "chdir",
        "md", "mkdir", "rd", "rmdir", "del", "erase", "copy", "xcopy", "move", "ren", "type", "pushd", "popd",
        "ver", "vol", "date", "time", "prompt", "path", "color", "break", "assoc", "ftype", "dir", "find",
        "findstr", "where", "more", "sort",
    )
)  # fmt: skip


@dataclass(slots=True)
class _Frame:
    """A block in brackets, or the rest of a line behind `if` or `for`."""

    block: bool  #: in brackets
    guard: str
    before: dict[str, Values]  #: what was known before it
    other: dict[str, Values] | None = None  #: what the way before `else` has left
    loop: bool = False


@dataclass(slots=True)
class _Script:
    source: Source
    vocabulary: Vocabulary
    later: bool  #: `!X!` is a variable
    known: dict[str, Values] = field(default_factory=dict)
    frames: list[_Frame] = field(default_factory=list)
    given: MappedText | None = None  #: what comes through the pipe

    def line(self, line: MappedText) -> Iterator[Fragment]:
        """One logical line."""
        written = str(line)
        at = 0
        while True:
            match = _START.match(written, at)
            at = match.end() if match else at
            if at >= len(written) or _COMMENT.match(written, at):
                break
            if written[at] == ")":
                at = self._closed(written, at + 1)
            elif written[at] == "(":
                self._open("", block=True)
                at += 1
            elif (condition := _IF.match(written, at)) is not None:
                at = self._enter(written, condition, loop=False)
            elif (loop := _FOR.match(written, at)) is not None:
                at = self._enter(written, loop, loop=True)
            else:
                found = segment(line, at, block=any(frame.block for frame in self.frames))
                yield from self._command(found)
                at = max(found.end + len(found.sign if found.sign != ")" else ""), at + 1)
        self._end_of_line()

    # --- ways that may be taken

    def _enter(self, written: str, match: re.Match[str], *, loop: bool) -> int:
        at = match.end()
        block = written[at : at + 1] == "("
        guard = "" if loop else match[0].strip()[2:].strip()
        self._open(guard, block=block, loop=loop)
        return at + block

    def _open(self, guard: str, *, block: bool, loop: bool = False) -> None:
        if len(self.frames) < _MOST_FRAMES:
            self.frames.append(_Frame(block=block, guard=guard, before=dict(self.known), loop=loop))

    def _closed(self, written: str, at: int) -> int:
        """A bracket closes a block; `else` may follow."""
        while self.frames and not self.frames[-1].block:
            self._leave(self.frames.pop())
        if not self.frames:
            return at
        frame = self.frames.pop()
        match = _ELSE.match(written, at) if frame.guard else None
        if match is None:
            self._leave(frame)
            return at
        block = written[match.end() : match.end() + 1] == "("
        other = self.known
        self.known = dict(frame.before)
        self.frames.append(_Frame(block=block, guard=f"!({frame.guard})", before=frame.before, other=other))
        return match.end() + block

    def _leave(self, frame: _Frame) -> None:
        """What is known after a block: what either way has left."""
        if frame.guard or frame.loop:
            self.known = _merged(self.known, frame.before if frame.other is None else frame.other)

    def _end_of_line(self) -> None:
        while self.frames and not self.frames[-1].block:
            self._leave(self.frames.pop())

    # --- commands

    def _command(self, found: Segment) -> Iterator[Fragment]:
        text = found.text.strip()
        written = str(text)
        given, self.given = self.given, None
        if match := _SET.match(written):
            yield from self._set(text[match.end() :], asked=match[1] is not None)
            return
        choices = self._expanded(text)
        name = written.split(None, 1)[0].lower() if written.split() else ""
        if name.startswith("echo"):
            yield from self._echo(choices, found)
            return
        if name in _QUIET:
            return
        for choice in choices:
            words = _started(arguments(choice))
            if words and str(words[0].text).lower() == "setx":
                yield from self._setx(words)
            elif words:
                yield from self._run(words, choice, given, alternative=len(choices) > 1)

    def _run(
        self, words: list[Word], line: MappedText, given: MappedText | None, *, alternative: bool
    ) -> Iterator[Fragment]:
        first = Word(text=program(words[0].text), span=words[0].span)
        around = self._surroundings(alternative)
        for word in words[1:]:
            if may_connect(str(word.text)) and not str(words[0].text).lower().endswith(("cmd", "powershell", "pwsh")):
                use = Use(role="argument", name=str(words[0].text))
                yield Literal(
                    text=word.text, span=word.span, uses=(use,), guards=around.guards, alternative=alternative
                )
        yield from fragments(  # noqa: S604 - `shell` tells who reads the line; nothing is run
            [first, *words[1:]],
            self.vocabulary.programs,
            shell="cmd",
            input=given,
            around=around,
            within=line.span,
        )

    def _surroundings(self, alternative: bool) -> Surroundings:
        variables = [
            Entry(name=MappedText.decoded(name, values[0].span), value=values[0], span=values[0].span)
            for name, values in self.known.items()
            if len(values) == 1
        ]
        around = self.source.around
        guards = tuple(frame.guard for frame in self.frames if frame.guard)
        return Surroundings(
            variables=(*around.variables, *variables),
            libraries=around.libraries,
            guards=(*around.guards, *guards),
            alternative=alternative or around.alternative,
        )

    def _set(self, text: MappedText, *, asked: bool) -> Iterator[Fragment]:
        """`set X=value`, `set "X=value"`; `/p` asks a person, `/a` counts."""
        written = str(text)
        if written.startswith('"'):
            closing = written.rfind('"')
            text = text[1 : closing if closing > 0 else len(written)]
            written = str(text)
        name, equals, _ = written.partition("=")
        if not equals or not name.strip():
            return
        value = text[len(name) + 1 :]
        values = (MappedText.hole(text.span),) if asked else self._expanded(value)
        self.known[name.strip().upper()] = values
        yield from self._texts(values, value, name.strip())

    def _setx(self, words: list[Word]) -> Iterator[Fragment]:
        if len(words) > 2:
            yield from self._texts((words[2].text,), words[2].text, str(words[1].text))

    def _texts(self, values: Values, written: MappedText, name: str) -> Iterator[Fragment]:
        guards = tuple(frame.guard for frame in self.frames if frame.guard)
        for value in values:
            if may_connect(str(value)):
                yield Literal(
                    text=value,
                    span=written.span,
                    uses=(Use(role="variable", name=name),),
                    guards=guards,
                    alternative=len(values) > 1,
                )

    def _echo(self, choices: Values, found: Segment) -> Iterator[Fragment]:
        """What is said to a person is no value; what goes to a file, or through a pipe, may be one."""
        for choice in choices:
            said = choice[5:].strip()
            if found.sign == "|":
                self.given = said
            elif found.files and found.files[0].lower() not in ("nul", "con"):
                match = _PAIR.match(str(said))
                value = said[match.end() :] if match else said
                yield from self._texts((value,), value, match[1] if match else "echo")

    # --- variables

    def _expanded(self, text: MappedText) -> Values:
        """A text with the values of its variables, in every combination of them."""
        parts: list[Values] = []
        position = 0
        written = str(text)
        for match in _VARIABLE.finditer(written):
            if match["delayed"] is not None and not self.later:
                continue
            parts += [(text[position : match.start()],), self._value(match, text)]
            position = match.end()
        parts.append((text[position:],))
        count = 1
        for part in parts:
            count *= len(part)
        if count > _MOST_CHOICES:
            parts = [part if len(part) == 1 else (MappedText.hole(part[0].span),) for part in parts]
        return tuple(dict.fromkeys(MappedText.joined(way) for way in product(*parts)))

    def _value(self, match: re.Match[str], text: MappedText) -> Values:
        written = text[match.start() : match.end()]
        if match[0] == "%%":
            return (written[1:],)
        name = match["name"] or match["delayed"]
        hole = (MappedText.hole(written.span),)
        if name is None:
            return hole
        values = self.known.get(name.upper())
        if values is None:
            around = [each.value for each in self.source.around.variables if str(each.name).upper() == name.upper()]
            values = (around[-1],) if around else hole
        change = match["change"] if match["name"] else match["later"]
        if not change:
            return values
        old, equals, new = change.partition("=")
        if not equals or old.startswith(("~", "*")) or not old:
            return hole
        return tuple(_replaced(value, old, new, written.span) for value in values)


def _replaced(value: MappedText, old: str, new: str, span: Span) -> MappedText:
    """`%X:old=new%`."""
    parts: list[MappedText] = []
    position = 0
    for match in re.finditer(re.escape(old), str(value), re.IGNORECASE):
        parts.append(value[position : match.start()])
        position = match.end()
    return MappedText.joined([*parts, value[position:]], MappedText.decoded(new, span) if new else None)


def _merged(one: dict[str, Values], other: dict[str, Values]) -> dict[str, Values]:
    return {
        name: tuple(dict.fromkeys((*one.get(name, ()), *other.get(name, ()))))[:_MOST_CHOICES]
        for name in dict.fromkeys((*one, *other))
    }


def _started(words: list[Word]) -> list[Word]:
    """Without `call` and `start`, which only begin what stands behind them."""
    for _ in range(4):
        if not words:
            break
        name = str(words[0].text).lower()
        if name == "call" and len(words) > 1:
            words = [] if str(words[1].text).startswith(":") else words[1:]
        elif name == "start":
            rest = words[1:]
            if rest and len(rest[0].span) != len(rest[0].text):  # a title, in quotes
                rest = rest[1:]
            while rest and str(rest[0].text).startswith("/"):
                rest = rest[2:] if str(rest[0].text).lower() in ("/d", "/node", "/affinity") else rest[1:]
            words = rest
        else:
            break
    return words


def _read(source: Source, vocabulary: Vocabulary) -> Iterable[Fragment]:
    script = _Script(source, vocabulary, later=_LATER.search(str(source.text)) is not None)
    found: list[Fragment] = []
    for line in lines(source.text):
        found.extend(script.line(line))
    return list(dict.fromkeys(found))


FRONTEND = Frontend(name="batch", patterns=("*.bat", "*.cmd"), read=_read, comments=("REM", "::", "rem"))
