"""Dockerfiles: what is run, built and at start, with the environment, images and packages that are there by then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lint_rds_tls.frontends._carriers.installs import installed
from lint_rds_tls.frontends._commands.lines import fragments as command_line
from lint_rds_tls.frontends._dockerfile_lines import Heredoc, Instruction, instructions
from lint_rds_tls.frontends._documents import language_of, language_of_file, language_of_interpreter
from lint_rds_tls.frontends._trees.json_trees import tree
from lint_rds_tls.frontends._trees.nodes import Scalar, Tree, scalar_of
from lint_rds_tls.frontends._trees.settings import fragments as settings
from lint_rds_tls.model import Command, Embedded, Entry, Fragment, Frontend, Source, Surroundings, Vocabulary, Word
from lint_rds_tls.text import MappedText, Span

_OPTIONS = re.compile(r"(?:--[\w-]+(?:=(?:\"[^\"]*\"|\S)*)?[ \t]+)*")
_FROM = re.compile(r"--from=(\S+)")
_STAGE = re.compile(r"(?P<image>\S+)(?:[ \t]+[Aa][Ss][ \t]+(?P<name>\S+))?")
_HEALTH = re.compile(r"CMD[ \t]+", re.IGNORECASE)
_WINDOWS = re.compile(r"windows|nanoserver|servercore", re.IGNORECASE)
_PAIR = re.compile(
    r"(?P<name>[^\s=\"']+)(?P<assigned>=(?P<value>(?:[^\s\"'\\`]|\"(?:[^\"\\]|\\[\s\S])*\"?|'[^']*'?|[\\`][\s\S]?)*))?"
)
_WORD = re.compile(r"(?:[^\s\"\'\\]|\"(?:[^\"\\]|\\[\s\S])*\"?|'[^']*'?|\\[\s\S]?)+")
_HEREDOC_ALONE = re.compile(r"<<-?[\"']?\w+[\"']?\s*")
_ESCAPED = re.compile(r"\\[\"\\/bfnrtu]")
_PART = re.compile(
    r"(?P<plain>[^\"'\\`]+)|\"(?P<double>(?:[^\"\\]|\\[\s\S])*)\"?|'(?P<single>[^']*)'?|(?P<sign>[\\`])(?P<escaped>[\s\S]?)"
)
_REFERENCE = re.compile(
    r"\\(?P<sign>[\"$\\])|\$(?:(?P<name>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)(?::?[-](?P<default>[^{}]*))?\}|\{[^{}]*\})"
)


@dataclass(slots=True)
class _Stage:
    """What a build stage has so far."""

    variables: dict[str, Entry] = field(default_factory=dict)
    libraries: tuple[str, ...] = ()
    shell: str = "shell"
    members: Tree = field(default_factory=lambda: Tree(0, flat=True))  #: of ENV and ARG, as a file of variables
    texts: list[MappedText] = field(default_factory=list)  #: of those instructions; places in `members` count in them
    length: int = 0  #: of these texts
    entry: list[Word] = field(default_factory=list)  #: words of ENTRYPOINT
    command: list[Word] = field(default_factory=list)  #: words of CMD

    def around(self) -> Surroundings:
        return Surroundings(variables=tuple(self.variables.values()), libraries=self.libraries)

    def add(self, *names: str) -> None:
        self.libraries = tuple(dict.fromkeys((*self.libraries, *names)))


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """The commands of each stage, and the connection strings among its variables."""
    yield from _Reader(source, vocabulary).fragments()


class _Reader:
    """Goes over the instructions of a file."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self._text = source.text
        self._vocabulary = vocabulary
        self._defaults: dict[str, Entry] = {}  # of ARG before the first FROM
        self._stages: dict[str, _Stage] = {}
        self._stage = _Stage()
        self._begun = False

    def fragments(self) -> Iterator[Fragment]:
        for instruction in instructions(self._text):
            yield from self._instruction(instruction)
        yield from self._ended()

    def _instruction(self, each: Instruction) -> Iterator[Fragment]:
        if each.name == "FROM":
            yield from self._ended()
            self._from(each)
        elif each.name == "ONBUILD":
            name, _, _ = str(each.text).partition(" ")
            yield from self._instruction(
                replace(each, name=name.upper(), word=each.text[: len(name)], text=each.text[len(name) :].strip())
            )
        elif each.name in ("ENV", "ARG"):
            self._variables(each)
        elif each.name == "SHELL":
            words = _exec(each.text)
            self._stage.shell = (language_of_interpreter(str(words[0].text)) if words else None) or "shell"
        elif each.name == "RUN":
            yield from self._run(each)
        elif each.name == "HEALTHCHECK":
            text = _without_options(each.text)
            match = _HEALTH.match(str(text))
            if match is not None:
                yield from self._started(text[match.end() :])
        elif each.name == "ENTRYPOINT":
            self._stage.entry = _exec(each.text)
            if not self._stage.entry:
                yield from self._started(each.text)
        elif each.name == "CMD":
            self._stage.command = _exec(each.text)
            if not self._stage.command:
                yield from self._started(each.text)
        elif each.name in ("COPY", "ADD"):
            yield from self._copied(each)

    def _from(self, each: Instruction) -> None:
        match = _STAGE.match(str(_without_options(each.text)))
        if match is None:
            return
        self._begun = True
        image = str(_expanded(_without_options(each.text)[: match.end("image")], self._defaults))
        base = self._stages.get(image.lower())
        windows = _WINDOWS.search(image) is not None or each.escape == "`"
        if base is not None:
            self._stage = _Stage(dict(base.variables), base.libraries, base.shell)
        else:
            self._stage = _Stage(libraries=(image,), shell="batch" if windows else "shell")
        self._stages[str(len({id(stage) for stage in self._stages.values()}))] = self._stage
        if match["name"]:
            self._stages[match["name"].lower()] = self._stage

    def _ended(self) -> Iterator[Fragment]:
        """The end of a stage: what it starts, and the settings among its variables."""
        stage = self._stage
        words = [*stage.entry, *stage.command]
        if words:
            yield from command_line(words, self._vocabulary.programs, around=stage.around())
        if stage.members.members:
            yield from settings(MappedText.joined(stage.texts), stage.members, self._vocabulary)

    def _variables(self, each: Instruction) -> None:
        stage = self._stage
        known = stage.variables if self._begun else self._defaults
        before = dict(known)
        for start, end, name, written in _pairs(each, several=each.name == "ENV"):
            found = _expanded(written, before, each.escape) if written is not None else self._default(str(name))
            if found is None:
                continue
            value = found.as_default() if each.name == "ARG" else found
            known[str(name)] = Entry(name=name, value=value, span=each.text[start:end].span)
            if written is not None:
                scalar = scalar_of(value, stage.length + start, stage.length + end)
                stage.members.put([name], scalar, stage.length + start, stage.length + end)
        stage.texts.append(each.text)
        stage.length += len(each.text)

    def _default(self, name: str) -> MappedText | None:
        """What an ARG before the first FROM says, for one that only names it."""
        found = self._defaults.get(name)
        return found.value if found is not None and self._begun else None

    def _run(self, each: Instruction) -> Iterator[Fragment]:
        text = _without_options(each.text)
        words = _exec(text)
        self._stage.add(*installed(str(text)), *(name for body in each.heredocs for name in installed(str(body.text))))
        around = self._stage.around()
        if words:
            yield from command_line(words, self._vocabulary.programs, around=around)
        elif len(each.heredocs) == 1 and _HEREDOC_ALONE.fullmatch(str(text)):
            body = each.heredocs[0].text
            yield Embedded(language=language_of(str(body)) or self._stage.shell, text=body, around=around)
        else:
            yield Embedded(language=self._stage.shell, text=_with_heredocs(text, each.heredocs), around=around)

    def _started(self, text: MappedText) -> Iterator[Fragment]:
        """A command that a container runs, in either form."""
        words = _exec(text)
        if words:
            yield from command_line(words, self._vocabulary.programs, around=self._stage.around())
        else:
            yield Embedded(language=self._stage.shell, text=text, around=self._stage.around())

    def _copied(self, each: Instruction) -> Iterator[Fragment]:
        match = _FROM.search(str(each.text))
        if match is not None:
            stage = self._stages.get(match[1].lower())
            self._stage.add(*(stage.libraries if stage is not None else (match[1],)))
        target = str(each.text).rpartition(" ")[2]
        for body in each.heredocs:
            language = language_of_file(target if len(each.heredocs) == 1 else body.word)
            language = language or language_of(str(body.text))
            if language is not None:
                text = body.text if body.raw else _resolved(body.text, self._stage.variables, raw=True)
                yield Embedded(language=language, text=text, around=self._stage.around())
        if each.name.lower() in self._vocabulary.programs and not each.heredocs:
            yield self._copying(each)

    def _copying(self, each: Instruction) -> Command:
        """COPY and ADD as commands of these names: sources, then the target."""
        text = _without_options(each.text)
        words = _exec(text) or [
            Word(text=_expanded(part, self._stage.variables, each.escape), span=part.span)
            for part in (text[slice(*match.span())] for match in _WORD.finditer(str(text)))
        ]
        return Command(
            program=Word(text=each.word, span=each.word.span),
            arguments=tuple(words),
            span=each.word.span.cover(words[-1].span) if words else each.word.span,
            libraries=self._stage.libraries,
        )


def _without_options(text: MappedText) -> MappedText:
    match = _OPTIONS.match(str(text))
    return text[match.end() :] if match is not None else text


def _with_heredocs(text: MappedText, bodies: tuple[Heredoc, ...]) -> MappedText:
    """A command with its heredocs below it, as a shell reads them."""
    parts = [text]
    for body in bodies:
        at = Span(body.text.offset(0), body.text.offset(0))
        parts += MappedText.decoded("\n", at), body.text, MappedText.decoded(f"{body.word}\n", at)
    return MappedText.joined(parts)


def _exec(text: MappedText) -> list[Word]:
    """The words of the exec form, a JSON array of strings; none where the text is no such array."""
    written = str(text).strip()
    if not (written.startswith("[") and written.endswith("]")):
        return []
    found = [member.node for member in tree(text).members]
    listed = found[0] if len(found) == 1 and isinstance(found[0], Tree) else None
    scalars = [each.node for each in listed.members if isinstance(each.node, Scalar)] if listed else []
    quoted = sum(str(text[each.start : each.start + 1]) == '"' for each in scalars)
    if listed is None or quoted != len(listed.members) or "\\" in _ESCAPED.sub("", written):
        return []
    return [Word(text=each.text(), span=text[each.start : each.end].span) for each in scalars]


def _pairs(instruction: Instruction, *, several: bool) -> Iterator[tuple[int, int, MappedText, MappedText | None]]:
    """The variables of ENV and ARG: from where to where, name, and value as written; `ENV A some text` has one."""
    text = instruction.text
    written = str(text)
    position = 0
    while (match := _PAIR.search(written, position)) is not None:
        position = max(match.end(), match.start() + 1)
        start, cut = match.start(), match.end("name")
        if match["assigned"] is None and several:
            rest = len(written[cut:]) - len(written[cut:].lstrip())
            yield start, len(written), text[start:cut], text[cut + rest :]
            return
        yield start, match.end(), text[start:cut], text[slice(*match.span("value"))] if match["assigned"] else None


def _expanded(text: MappedText, known: Mapping[str, Entry], escape: str = "\\") -> MappedText:
    """A value without quotes, its references to variables resolved."""
    parts: list[MappedText] = []
    for match in _PART.finditer(str(text)):
        kind = match.lastgroup or "plain"
        part = text[slice(*match.span(kind))]
        if kind == "escaped":
            parts.append(part if match["sign"] == escape else text[match.start() : match.end()])
        else:
            parts.append(part if kind == "single" else _resolved(part, known))
    return MappedText.joined(parts) if parts else text


def _resolved(text: MappedText, known: Mapping[str, Entry], *, raw: bool = False) -> MappedText:
    """A text with its references to variables resolved; in a `raw` one what is not known, and escapes, stay."""
    parts: list[MappedText] = []
    position = 0
    for match in _REFERENCE.finditer(str(text)):
        parts.append(text[position : match.start()])
        position = match.end()
        entry = known.get(match["name"] or match["braced"] or "")
        if raw and (match["sign"] or entry is None):
            parts.append(text[match.start() : match.end()])
        elif match["sign"]:
            parts.append(text[slice(*match.span("sign"))])
        elif entry is not None:
            parts.append(entry.value)
        elif match["default"] is not None:
            parts.append(text[slice(*match.span("default"))].as_default())
        else:
            parts.append(MappedText.hole(text[match.start() : match.end()].span))
    return MappedText.joined([*parts, text[position:]]) if parts else text


FRONTEND = Frontend(
    name="dockerfile",
    patterns=(
        "Dockerfile",
        "Dockerfile.*",
        "Dockerfile_*",
        "Dockerfile-*",
        "*.dockerfile",
        "Containerfile",
        "Containerfile.*",
    ),
    read=read,
    comments=("#",),
)
