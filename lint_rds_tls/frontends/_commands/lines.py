"""Command lines, however they are written: what only starts a program is peeled off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lint_rds_tls.frontends._commands import interpreters as _interpreters
from lint_rds_tls.frontends._commands.wrappers import CONTAINER, PRINTERS, STARTS, WRAPPERS, Wrapper
from lint_rds_tls.frontends._documents import may_connect
from lint_rds_tls.model import Command, Embedded, Entry, Fragment, Literal, Surroundings, Use, Word
from lint_rds_tls.text import MappedText, Span

__all__ = ["fragments", "program_name"]

_FOLDERS = re.compile(r".*[/\\]")
_PAIR = re.compile(r"([A-Za-z_]\w*)=")
#: What a shell alone is told before a text: `-lc`, `-ec`; a plain `-c` others have too.
_SHELL_OPTIONS = re.compile(r"-[aehiluvx]+c")
#: Names of scripts and functions that say their words to somebody.
_SAYS = re.compile(r"echo|print|log|info|warn|err|msg|message|usage|help|die|fail|say|note")
#: Commands of PowerShell, which no program can start: `Describe Invoke-Sqlcmd` only names one.
_CMDLET = re.compile(
    r"(?:add|backup|connect|copy|export|find|get|import|invoke|new|read|remove|restore|set|start|test|write)-"
)
#: Programs started by programs; more is no command line of a person.
_DEEPEST = 12
#: Words behind an unknown program that are tried as one that starts another, and what that costs of the depth.
_MOST_TRIED, _TRIED = 4, 4


def program_name(text: MappedText) -> str:
    """The file name of a program in lower case, without folders and `.exe`; "" where it is not known."""
    if text.has_hole:
        return ""
    written = str(text)
    folders = _FOLDERS.match(written)
    return written[folders.end() if folders else 0 :].lower().removesuffix(".exe")


def fragments(
    words: Sequence[Word],
    programs: Collection[str],
    *,
    shell: str = "",
    input: MappedText | None = None,  # noqa: A002 - the noun that Command has for it
    around: Surroundings,
    within: Span | None = None,
) -> Iterator[Fragment]:
    """What a command line comes to: the Command of one of the `programs`, the text that a shell it starts reads.

    `words` are the program and its arguments, `shell` and `input` as in Command; `around.variables` are those that
    are set for it. `sudo`, `docker exec`, `xargs` and their kin are peeled off; of `sh -c TEXT` TEXT is Embedded.
    Options without a program are those of `docker create`. `within` is the place of the whole line, for words of
    which some are written elsewhere.
    """
    yield from _read(_Line(tuple(words), programs, shell, input, around, within))


@dataclass(frozen=True, slots=True)
class _Line:
    """A command line, or what is left of it, and what holds there."""

    words: tuple[Word, ...]
    programs: Collection[str]
    shell: str
    input: MappedText | None
    around: Surroundings
    within: Span | None
    depth: int = 0

    def behind(self, index: int) -> _Line:
        """The line that begins with the word at `index`."""
        return replace(self, words=self.words[index:], depth=self.depth + 1)

    def text(self, language: str, text: MappedText) -> Embedded:
        """A text that something on this line reads."""
        return Embedded(language=language, text=text, around=self.around)


def _read(line: _Line) -> Iterator[Fragment]:
    if not line.words or line.depth >= _DEEPEST:
        return
    name = program_name(line.words[0].text)
    if name in line.programs:
        yield _command(line)
    elif name.startswith("-"):
        yield from _peeled(replace(line, words=(line.words[0], *line.words)), CONTAINER)
    elif reader := _interpreters.of(name):
        found = reader(line.words, line.input)
        around = replace(line.around, variables=(*line.around.variables, *found.positional))
        if found.text is not None:
            yield Embedded(language=found.language, text=found.text, around=around)
    elif wrapper := WRAPPERS.get(name.removesuffix(".sh")):
        if line.input is not None and wrapper.commands and _reads_documents(line.words):
            yield line.text("yaml", line.input)
        yield from _peeled(line, wrapper)
    elif name not in PRINTERS:
        yield from _later(line)


def _command(line: _Line) -> Command:
    program, *arguments = line.words
    if line.within is None:
        span = program.span.cover(line.words[-1].span)
    else:
        start = program.span.start if program.span.start in line.within else line.within.start
        span = Span(start, line.within.end)
    return Command(
        program=program,
        arguments=tuple(arguments),
        span=span,
        shell=line.shell,
        environment=line.around.variables,
        input=line.input,
        libraries=line.around.libraries,
        guards=line.around.guards,
        alternative=line.around.alternative,
    )


def _later(line: _Line) -> Iterator[Fragment]:
    """Behind a program that nothing is known of (a script, a variable): the first word that is plainly a command."""
    words = line.words
    unknown = words[0].text.has_hole
    if not unknown and _SAYS.search(str(words[0].text)):
        return
    if unknown and len(words) > 2 and _SHELL_OPTIONS.fullmatch(str(words[1].text)):
        yield line.text("shell", words[2].text)
        return
    tried = 0
    for index in range(1, len(words)):
        name = program_name(words[index].text)
        if name in line.programs:
            if _CMDLET.match(name):
                return
            if str(words[index - 1].text) == "--" or _has_options(words, index, unknown and index == 1):
                yield from _read(line.behind(index))
                return
        elif index == 1 and name in PRINTERS:
            return
        elif name and tried < _MOST_TRIED:
            wrapper = STARTS.get(name) or WRAPPERS.get(name)
            if wrapper is None and _interpreters.of(name) is None:
                continue
            tried += 1
            rest = replace(line.behind(index), depth=line.depth + _TRIED)
            found = list(_peeled(rest, wrapper) if wrapper else _read(rest))
            if found:
                yield from found
                return


def _has_options(words: Sequence[Word], index: int, likely: bool) -> bool:
    if index + 1 >= len(words):
        return False
    text = words[index + 1].text
    return likely or str(text)[:1] in ("-", "/", "\N{EN DASH}") or (text.has_hole and words[index + 1].splits)


@dataclass(slots=True)
class _Options:
    """What the words of a wrapper come to, up to the command it starts."""

    index: int = 1  #: of the first word of that command
    entries: list[Entry] = field(default_factory=list)
    texts: list[MappedText] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    entrypoint: Word | None = None
    replaced: str = ""  #: what `xargs -I` replaces
    operand: Word | None = None  #: the last one
    none: bool = False  #: it starts nothing


def _peeled(line: _Line, wrapper: Wrapper) -> Iterator[Fragment]:
    """The command behind a wrapper, whose words start with its own name."""
    if line.depth >= _DEEPEST:
        return
    if wrapper.behind:
        starts = (index for index, word in enumerate(line.words) if str(word.text) in wrapper.behind)
        options = _Options(index=next(starts, len(line.words) - 1) + 1)
    else:
        options = _leading(line, wrapper)
        if wrapper.commands and options.index < len(line.words):
            yield from _subcommand(line.behind(options.index), wrapper)
            return
    if options.none:
        return
    inner = replace(line, around=_around(line.around, wrapper, options))
    for entry in options.entries:
        if may_connect(str(entry.value)):
            yield Literal(
                text=entry.value,
                span=entry.span,
                uses=(Use(role="variable", name=str(entry.name)),),
                guards=line.around.guards,
                alternative=line.around.alternative,
            )
    for text in options.texts:
        yield inner.text("shell", text)
    rest = [options.entrypoint] if options.entrypoint and str(options.entrypoint.text) else []
    for word in line.words[options.index :]:
        if str(word.text) in wrapper.ends:
            break
        rest.append(_replaced(word, options.replaced))
    if not rest:
        if wrapper.reads and line.input is not None and not options.texts:
            yield inner.text("shell", line.input)
    elif wrapper.joined:
        yield inner.text("shell", _interpreters.joined(rest))
        reader = _interpreters.of(program_name(rest[0].text))
        if line.input is not None and reader is not None and reader(rest, line.input).text is line.input:
            yield inner.text(reader(rest, None).language, line.input)
    else:
        if wrapper.appends and not options.replaced:
            end = Span(rest[-1].span.end, rest[-1].span.end)
            rest.append(Word(text=MappedText.hole(end), span=end, splits=True))
        yield from _read(replace(inner, words=tuple(rest), depth=line.depth + 1))


def _subcommand(line: _Line, wrapper: Wrapper) -> Iterator[Fragment]:
    command = wrapper.commands.get(str(line.words[0].text))
    if command is not None:
        yield from _peeled(line, command)
    elif line.words[0].text.has_hole:
        yield from _later(line)


def _reads_documents(words: Sequence[Word]) -> bool:
    """Whether this is `kubectl apply -f -`, or `docker compose -f -`."""
    written = [str(word.text) for word in words]
    pairs = pairwise(written)
    return any(pair in (("-f", "-"), ("--filename", "-"), ("--file", "-")) for pair in pairs) or "-f-" in written


def _around(around: Surroundings, wrapper: Wrapper, options: _Options) -> Surroundings:
    entries, images = options.entries, options.images
    if wrapper.image and options.operand is not None and not options.operand.text.has_hole:
        images = [*images, str(options.operand.text)]
    variables = tuple(entries) if wrapper.elsewhere else (*around.variables, *entries)
    return replace(around, variables=variables, libraries=tuple(images) or around.libraries)


def _leading(line: _Line, wrapper: Wrapper) -> _Options:
    words = line.words
    found = _Options()
    dashes = any(str(word.text) == "--" for word in words) if wrapper.dashed else False
    needed = wrapper.operands
    index = 1
    while index < len(words):
        word = words[index]
        written = str(word.text)
        if written == "--":
            index += 1
            if needed and not dashes:
                continue
            break
        if written in wrapper.unless:
            found.none = True
        if written.startswith("-"):
            index += _option(line, wrapper, index, found)
        elif wrapper.assigns and (pair := _PAIR.match(written)):
            _assign(found, word, word.text, pair)
            index += 1
        elif needed or dashes:
            found.operand = word
            needed -= needed > 0
            index += 1
            if not needed and found.entrypoint is not None:
                break
        else:
            break
    found.index = index
    return found


def _option(line: _Line, wrapper: Wrapper, index: int, found: _Options) -> int:
    """Take the option at `index`; how many words it is."""
    word = line.words[index]
    name, value = _named(word.text, wrapper)
    taken = 1
    if value is None and name and index + 1 < len(line.words):
        value, taken = line.words[index + 1].text, 2
    if value is None:
        return 1
    if name in wrapper.variables:
        if pair := _PAIR.match(str(value)):
            _assign(found, word if taken == 1 else line.words[index + 1], value, pair)
        else:
            passed = [entry for entry in line.around.variables if str(entry.name) == str(value)]
            found.entries += passed[-1:]
    elif name in wrapper.texts:
        found.texts.append(value)
    elif name in wrapper.images and not value.has_hole:
        found.images.append(str(value))
    elif name in wrapper.entrypoint:
        found.entrypoint = Word(text=value, span=word.span if taken == 1 else line.words[index + 1].span)
    elif name == "-I" and wrapper.appends:
        found.replaced = str(value)
    return taken


def _named(text: MappedText, wrapper: Wrapper) -> tuple[str, MappedText | None]:
    """The name of an option that takes a value, "" where it takes none; the value where it stands in the same word."""
    known = wrapper.values | wrapper.variables | wrapper.texts | wrapper.images | wrapper.entrypoint
    written = str(text)
    if written in known:
        return written, None
    name, equals, _ = written.partition("=")
    if equals and (name in known or name.startswith("--")):
        return name, text[len(name) + 1 :]
    if not written.startswith("--"):
        for at, letter in enumerate(written[1:], 2):
            if f"-{letter}" in known:
                return f"-{letter}", text[at:] if at < len(written) else None
    return "", None


def _assign(found: _Options, word: Word, text: MappedText, pair: re.Match[str]) -> None:
    found.entries.append(Entry(name=text[: pair.end() - 1], value=text[pair.end() :], span=word.span))


def _replaced(word: Word, mark: str) -> Word:
    written = str(word.text)
    if not mark or mark not in written:
        return word
    parts: list[MappedText] = []
    last = 0
    for match in re.finditer(re.escape(mark), written):
        parts += word.text[last : match.start()], MappedText.hole(word.text[match.start() : match.end()].span)
        last = match.end()
    return replace(word, text=MappedText.joined((*parts, word.text[last:])))
