"""Simple commands of a shell script: assignments, programs, and what is printed into files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.frontends._commands import lines as _command_lines
from lint_rds_tls.frontends._commands.lines import program_name
from lint_rds_tls.frontends._commands.wrappers import PRINTERS
from lint_rds_tls.frontends._documents import language_of, language_of_file, may_connect
from lint_rds_tls.frontends._shell.interest import Interest
from lint_rds_tls.frontends._shell.nodes import Assign, Redirect, Script, Simple, Word
from lint_rds_tls.frontends._shell.state import POSITIONAL, Choice, Field, Value, Way, meets
from lint_rds_tls.frontends._shell.walk import Given, Walk
from lint_rds_tls.frontends._trees.nodes import Member, Scalar
from lint_rds_tls.model import Embedded, Entry, Fragment, Literal, Source, Surroundings, Use, Vocabulary
from lint_rds_tls.model import Word as Shown
from lint_rds_tls.text import MappedText, Span

__all__ = ["SILENT", "Run"]

_PAIR = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
#: `--connection=…`, `-Dname=…`, and NAME=… where a connection string or a URL follows.
_OPTION = re.compile(r"(?:-{1,2}|/)[A-Za-z][\w.:-]*=|[A-Z][A-Z0-9_]*=(?=[A-Za-z ]+=|jdbc:|[a-z][a-z0-9+.-]*://)")
#: Words that could connect hold one of these besides the equals sign.
_JOINTS = (";", ":", "@")
#: Programs that look for their words in texts, or replace them there.
_SEARCHES = frozenset({"grep", "egrep", "fgrep", "rg", "sed", "awk", "gawk", "perl", "[", "test", "tr", "cut"})
#: Files of variables that continuous integration gives.
_VARIABLE_FILES = re.compile(r"GITHUB_ENV|GITHUB_OUTPUT|BASH_ENV|\.env\b|environment$|\.bashrc$|profile$")
#: Commands that print nothing.
SILENT = frozenset(
    ("[", "test", ":", "true", "false", "cd", "pushd", "popd", "mkdir", "rm", "chmod", "chown", "touch", "sleep", "set")
)
_WRITES = frozenset({">", ">>", ">|", "1>", "1>>", "&>", "&>>"})


class Run(Walk):
    """Runs simple commands, and keeps the fragments they come to."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.found: list[Fragment] = []
        self.within: Span | None = None  #: the place of the command that commands are evaluated for
        self.members: dict[str, Member] = {}
        self._around = source.around
        self.alternative = source.around.alternative  #: what runs here is one of several that may
        self._programs = vocabulary.programs
        self._whole = source.text
        positional = []
        for entry in source.around.variables:
            name = str(entry.name)
            each = Field(entry.value, entry.span)
            if name.isdigit():
                positional += [each] if name != "0" else []
            else:
                self.put(name, (Choice((each,)),))
                self.exported.add(name)
        if positional:
            self.put(POSITIONAL, (Choice(tuple(positional), array=True),))

    def simple(self, node: Simple, given: Sequence[Given]) -> None:
        """Run a simple command."""
        if not node.words:
            for assign in node.assigns:
                self.assign(assign)
            return
        first = node.words[0]
        name = self.source(first) if first.parts is None else ""
        if self.builtin(name, node):
            return
        if not given and name in PRINTERS and name not in (*self._programs, "dotnet", "java"):
            for word in node.words:
                if word.parts:
                    self.inside(word)
            self._output(name, node, given)
            return
        for assign in node.assigns:
            self._literals(self.assigned(assign), Use(role="variable", name=assign.name))
        ways = self.ways(node.words)
        for way in ways:
            self._command(node, way, given, alternative=self.differ(ways))
        if name not in self.functions:
            self._output(name, node, given)

    def builtin(self, name: str, node: Simple) -> bool:
        """Run what is built into the shell; False where `name` is not."""
        raise NotImplementedError

    def run(self, script: Script, carriers: Sequence[str]) -> None:
        """Run a whole file."""
        self.interest = Interest(script, self._programs, carriers)
        self.script(script)

    def outputs(self, name: str, node: Simple, given: Sequence[Given]) -> list[Given]:
        """What a program prints, as far as that is known."""
        raise NotImplementedError

    def idle(self, node: Simple) -> None:
        """Pass over a command that does not matter; what ends a way and what sets a known variable still counts."""
        for assign in node.assigns if not node.words else node.declared:
            value = assign.value
            if value is not None and (value.parts is None or len(value.parts) == 1) and assign.items is None:
                self.assign(assign)
        if node.words:
            name = self.source(node.words[0])
            if name in ("return", "exit", "shift", "set", "read"):
                self.builtin(name, node)
            elif self.capturing and name not in SILENT:
                self._output(name, node, ())

    def assign(self, assign: Assign, *, exported: bool = False) -> None:
        """Set a variable."""
        if exported:
            self.exported.add(assign.name)
        if assign.items is None and assign.value is None:
            if assign.name not in self.values:
                self.put(assign.name, (Choice((), unset=True),))
            return
        value = self.assigned(assign)
        if assign.index is None:
            self._remember(assign, value)
        self.put(assign.name, value)
        self._literals(value, Use(role="variable", name=assign.name))

    def assigned(self, assign: Assign) -> Value:
        """The value that an assignment gives."""
        place = self.text[assign.start : assign.end].span
        before = self.value(assign.name)
        if assign.items is not None:
            return self._array(assign, before)
        found = []
        for way in self.text_of(assign.value):
            each = replace(way.fields[0], place=self._value_place(assign))
            choice = Choice((each,), {**way.world}, (*self.guards, *way.guards) if way.guards else ())
            if assign.index is not None:
                ways = self.text_of(assign.index)
                key = str(ways[0].fields[0].text)
                old = before[0].fields if len(before) == 1 and not before[0].unset else ()
                choice = replace(choice, fields=(*old, replace(each, key=key)), array=True)
            elif assign.appends:
                found += [self._appended(old, choice, place) for old in before]
                continue
            found.append(choice)
        return tuple(found)

    def _value_place(self, assign: Assign) -> Span:
        value = assign.value
        return self.text[value.start : value.end].span if value is not None else self.text[assign.start :].span

    def _appended(self, old: Choice, new: Choice, place: Span) -> Choice:
        world = {**old.world, **new.world}
        if old.unset:
            hole = Field(MappedText.hole(place), place, splits=old.array)
            fields: tuple[Field, ...] = (hole,)
        else:
            fields = old.fields or (Field(MappedText(), place),)
        if old.array:
            return Choice((*fields, *new.fields), world, (*old.guards, *new.guards), array=True)
        text = fields[0].text + new.fields[0].text
        return Choice((Field(text, new.fields[0].place),), world, (*old.guards, *new.guards))

    def _array(self, assign: Assign, before: Value) -> Value:
        found: list[Choice] = []
        items = assign.items or []
        plain = [Way((), self.world)]
        for item in items:
            ways: list[Way] = []
            for way in plain:
                for more in self._item(item.key, item.value, way):
                    ways.append(more)
            plain = ways[:8]
        for way in plain:
            choice = Choice(way.fields, {**way.world}, way.guards, array=True)
            if not assign.appends:
                found.append(choice)
                continue
            for old in before:
                place = self.text[assign.start : assign.end].span
                hole = (Field(MappedText.hole(place), place, splits=True),)
                fields = hole if old.unset and assign.name in self.values else old.fields
                world = {**old.world, **choice.world}
                found.append(Choice((*fields, *choice.fields), world, (*old.guards, *way.guards), array=True))
        return tuple(found[:12])

    def _item(self, key: Word | None, value: Word, way: Way) -> Iterator[Way]:
        world, self.world = self.world, way.world
        ways = self.text_of(value) if key is not None else self.ways([value])
        named = str(self.text_of(key)[0].fields[0].text) if key is not None else ""
        self.world = world
        for more in ways:
            fields = tuple(replace(each, key=named) for each in more.fields) if named else more.fields
            yield Way((*way.fields, *fields), more.world, (*way.guards, *more.guards))

    def _remember(self, assign: Assign, value: Value) -> None:
        """Variables whose names carry a path are looked at together."""
        if self.text is not self._whole or len(value) != 1 or assign.value is None or not value[0].fields:
            return
        text = value[0].fields[0].text
        name = self.text[assign.start : assign.start + len(assign.name)]
        scalar = Scalar(str(text), lambda: text, assign.value.start, assign.value.end)
        self.members[assign.name] = Member(name, scalar, assign.start, assign.end)

    def _literals(self, value: Value, use: Use) -> None:
        for choice in value:
            for each in choice.fields:
                if use.role == "variable" and language_of(str(each.text)) == "json":
                    self.found.append(Embedded(language="json", text=each.text, around=self._around))
                else:
                    self.literal(each, (use,), choice.guards, alternative=len(value) > 1)

    def literal(self, each: Field, uses: tuple[Use, ...], guards: tuple[str, ...], *, alternative: bool) -> None:
        """Keep a text that may connect."""
        text = each.text
        written = str(text)
        if not may_connect(written):
            return
        option = _OPTION.match(written)
        if option is not None:
            text = text[option.end() :]
            if not may_connect(str(text)):
                return
        self.found.append(
            Literal(
                text=text,
                span=each.place if option is None else text.span,
                uses=uses,
                libraries=self._around.libraries,
                guards=(*self._around.guards, *self.guards, *guards),
                alternative=alternative or self.alternative,
            )
        )

    def _command(self, node: Simple, way: Way, given: Sequence[Given], *, alternative: bool) -> None:
        fields = way.fields
        if not fields:
            return
        head = str(fields[0].text)
        if head in self.functions and not fields[0].text.has_hole:
            world, guards = self.world, self.guards
            self.world, self.guards = way.world, (*guards, *way.guards)
            prefix = {assign.name: self.assigned(assign) for assign in node.assigns}
            for name, value in prefix.items():
                self.put(name, value)
            several, self.alternative = self.alternative, self.alternative or alternative
            self.call(head, fields[1:])
            self.alternative = several
            self.world, self.guards = world, guards
            return
        self._passed_on(fields)
        words = [Shown(text=each.text, span=each.place, splits=each.splits) for each in fields]
        within = self.within or self.text[node.words[0].start : node.words[-1].end].span
        inputs: list[Given | None] = [*given[:4]]
        for each in inputs or [None]:
            if each is not None and not meets(each.world, way.world):
                continue
            around = self.around(node, (*way.guards, *(each.guards if each else ())), alternative or len(given) > 1)
            found = _command_lines.fragments(  # noqa: S604 - the name of a language
                words,
                self._programs,
                shell="sh",
                input=each.text if each else None,
                around=around,
                within=within,
            )
            self._keep(found, fields, way, alternative)
        if given:
            self._written(node, fields, given)

    def _passed_on(self, fields: Sequence[Field]) -> None:
        """A function that is handed to something else to be run: `retry 5 connect`."""
        name = str(fields[0].text)
        if name in PRINTERS:
            return
        for index, each in enumerate(fields[1:], 1):
            if str(each.text) in self.functions and not each.text.has_hole:
                self.call(str(each.text), fields[index + 1 :])
                return

    def _keep(self, found: Iterator[Fragment], fields: Sequence[Field], way: Way, alternative: bool) -> None:
        kept = list(found)
        self.found += kept
        taken = {each.text.span.start for each in kept if isinstance(each, (Literal, Embedded))}
        name = program_name(fields[0].text)
        if name in _SEARCHES or name in ("echo", "printf", "print", "cat"):
            return
        for each in fields[1:]:
            if any(joint in str(each.text) for joint in _JOINTS) and each.text.span.start not in taken:
                use = Use(role="argument", name=name)
                self.literal(each, (use,), way.guards, alternative=alternative)

    def around(self, node: Simple, guards: tuple[str, ...], alternative: bool) -> Surroundings:
        """What holds for a command."""
        entries = [self._entry(name) for name in sorted(self.exported)]
        for assign in node.assigns:
            value = self.assigned(assign)
            if len(value) == 1 and value[0].fields:
                name = self.text[assign.start : assign.start + len(assign.name)]
                place = self.text[assign.start : assign.end].span
                entries.append(Entry(name=name, value=value[0].fields[0].text, span=place))
        return Surroundings(
            variables=tuple(entry for entry in entries if entry is not None),
            libraries=self._around.libraries,
            guards=tuple(dict.fromkeys((*self._around.guards, *self.guards, *guards))),
            alternative=alternative or self.alternative,
        )

    def _entry(self, name: str) -> Entry | None:
        value = self.value(name)
        if len(value) != 1 or value[0].unset or not value[0].fields:
            return None
        each = value[0].fields[0]
        named = MappedText.decoded(name, Span(each.place.start, each.place.start))
        return Entry(name=named, value=each.text, span=each.place)

    def _output(self, name: str, node: Simple, given: Sequence[Given]) -> None:
        """What a command prints goes to whoever reads it: a file, a pipe, a substitution."""
        files = [each for each in node.redirects if each.sign in _WRITES]
        if not files and not self.capturing:
            return
        if self.capturing and any(each.sign in (">&", "1>&", "&>") for each in node.redirects):
            return
        texts = self.outputs(name, node, given)
        if files:
            self.written_to(files, texts)
        else:
            self.print(texts, self.text[node.start : node.end].span)

    def written_to(self, redirects: Sequence[Redirect], texts: Sequence[Given]) -> None:
        """Text that is printed into a file: a document by its name, or a variable."""
        for redirect in redirects:
            if redirect.target is not None:
                target = self.text_of(redirect.target)[0].fields[0].text
                source = self.source(redirect.target)
                for given in texts[:2]:
                    self._file(str(target), source, given)

    def _written(self, node: Simple, fields: Sequence[Field], given: Sequence[Given]) -> None:
        """`tee FILE` with what it reads."""
        names = [str(each.text) for each in fields]
        sources = [self.source(word) for word in node.words] if len(node.words) == len(names) else names
        if "tee" in names:
            for index, each in enumerate(names):
                if index > names.index("tee") and not each.startswith("-"):
                    for text in given[:2]:
                        self._file(each, sources[index], text)

    def _file(self, name: str, source: str, given: Given) -> None:
        language = language_of_file(name) or language_of(str(given.text))
        around = replace(self._around, guards=(*self._around.guards, *self.guards))
        written = str(given.text)
        pair = _PAIR.match(written)
        if language is not None and (language != "dotenv" or source.rstrip("\"'").endswith(".env")):
            self.found.append(Embedded(language=language, text=given.text, around=around))
        elif "\n" in written.strip("\n") and (language or _VARIABLE_FILES.search(source)):
            self.found.append(Embedded(language="dotenv", text=given.text, around=around))
        elif pair is not None and (language or _VARIABLE_FILES.search(source)):
            text = given.text[pair.end() :]
            text = text[: len(str(text).rstrip("\n"))]
            use = Use(role="variable", name=pair[1])
            self.literal(Field(text, text.span), (use,), given.guards, alternative=False)
