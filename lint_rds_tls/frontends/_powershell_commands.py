"""PowerShell's commands: their words as a program is given them, and what the commands of PowerShell itself do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from lint_rds_tls.frontends._command_lines import fragments, program_name
from lint_rds_tls.frontends._documents import may_connect
from lint_rds_tls.frontends._powershell_evaluation import Evaluation
from lint_rds_tls.frontends._powershell_nodes import Command, Node, Parameter, Script, Variable
from lint_rds_tls.frontends._powershell_values import MOST_CHOICES, Hash, Items, Pair, Slot, Value, Values, as_text
from lint_rds_tls.frontends._windows_words import arguments as windows_arguments
from lint_rds_tls.frontends._windows_words import program as known_program
from lint_rds_tls.model import Command as CommandFragment
from lint_rds_tls.model import Embedded, Entry, Fragment, Literal, Surroundings, Use, Word
from lint_rds_tls.text import MappedText, Span

__all__ = ["DEFAULTS", "Commands"]

#: The table whose pairs are parameters of all commands that their keys match.
DEFAULTS = "psdefaultparametervalues"

_CMDLET = re.compile(r"[a-z]+-[a-z]\w*\Z")
#: What these are given is shown to people, or compared: no value of the program.
_TALKS = re.compile(r"(?:write-(?!output)\w+|out-host|out-null|should|get-command|test-path|get-help|throw)\Z")
_ALIASES = {
    "iex": "invoke-expression", "saps": "start-process", "start": "start-process", "gcm": "get-command",
    "ipmo": "import-module", "inmo": "install-module", "set": "set-variable", "sv": "set-variable", "si": "set-item",
    "echo": "write-output", "write": "write-output", "isqlcmd": "invoke-sqlcmd",
}  # fmt: skip
#: Parameters of PowerShell's own commands that take no value.
_SWITCHES = (
    "wait", "nonewwindow", "passthru", "usenewenvironment", "loaduserprofile", "force", "asjob", "disablenamechecking",
    "skippublishercheck", "allowclobber", "allowprerelease", "acceptlicense", "global", "resolve", "verbose", "debug",
    "confirm", "whatif", "strict", "trustrepository", "reinstall",
)  # fmt: skip
_LONGEST_CHOICE = 60


@dataclass(frozen=True, slots=True)
class Given:
    """An argument of a command, as it is evaluated."""

    node: Node
    values: Values
    name: str = ""  #: of the parameter, in lower case, where it is joined to one


@dataclass(frozen=True, slots=True)
class Bound:
    """Arguments of a command of PowerShell by parameter, as far as that needs no knowledge of the command."""

    named: Mapping[str, Given | None]  #: None for a switch
    rest: tuple[Given, ...]

    def get(self, name: str, position: int = -1) -> Given | None:
        """The argument of a parameter, by the start of its name, or by its position."""
        for each, given in self.named.items():
            if each and name.startswith(each):
                return given
        return self.rest[position] if 0 <= position < len(self.rest) else None


class Commands(Evaluation):
    """Commands of one script."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.found: list[Fragment] = []
        self.modules: list[str] = []  #: PowerShell modules in sight, with their versions where told
        self.results: dict[str, Values | None] = {}  #: what functions of the script put out

    # --- one command

    def command(self, node: Command, given: Values | None) -> Values | None:
        """Run a command; `given` is what comes through the pipe."""
        first = node.elements[0]
        program = self.value(first.value) if not isinstance(first, Parameter) else (self.hole(first),)
        name = self._name(program, first, node.operator)
        words = self._arguments(node.elements[1:])
        own = _OWN.get(name)
        if name in self.vocabulary.programs or own is None:
            values = self._foreign(node, program, name, words, given)
            return self.results.get(name) if values is None else values
        return own(self, node, Bound(*_bound(words)), words)

    def _name(self, program: Values, first: Node, operator: str) -> str:
        names = {program_name(known_program(as_text(value, self.span(first)))) for value in program}
        name = names.pop() if len(names) == 1 else ""
        del operator
        return _ALIASES.get(name, name)

    def _arguments(self, elements: Sequence[Node]) -> list[Given]:
        """The words after the name, evaluated in order."""
        found: list[Given] = []
        for each in elements:
            if isinstance(each, Parameter):
                values = () if each.argument is None else self.value(each.argument)
                found.append(Given(each, values, each.name.lower()))
            else:
                value = each.value  # type: ignore[attr-defined]
                found.append(Given(value, self.value(value)))
        return found

    def _foreign(
        self, node: Command, program: Values, name: str, words: list[Given], given: Values | None
    ) -> Values | None:
        """A program, or a command of some module."""
        cmdlet = _CMDLET.match(name) is not None
        known = name in self.vocabulary.programs
        for index, each in enumerate(words):
            if _TALKS.match(name):
                continue
            before = words[index - 1] if index else None
            parameter = each.name or (before.name if before is not None and not before.values else "")
            target = each.node.argument if isinstance(each.node, Parameter) and each.node.argument else each.node
            uses = (Use(role="argument", name=parameter or name, owner=name),)
            self.use(target, each.values, uses, handed=known and cmdlet)
        if _TALKS.match(name):
            return None
        start = node.elements[0]
        choices = list(self._lines(words, cmdlet))
        programs = self._programs(program, start, name, node.operator)
        for text in programs:
            for line in choices:
                first = Word(text=text, span=self.span(start))
                around = self.surroundings(alternative=len(choices) > 1 or len(programs) > 1)
                self.found.extend(
                    fragments(
                        [first, *line],
                        self.vocabulary.programs,
                        shell="powershell",
                        input=self._input(given),
                        around=around,
                        within=self.span(node),
                    )
                )
        return None

    def _programs(self, program: Values, start: Node, name: str, operator: str) -> list[MappedText]:
        """What is started; also a name that tells of what it holds, where that is not known."""
        if name in self.vocabulary.programs:
            written = known_program(as_text(program[0], self.span(start)))
            same = program_name(written) == name
            return [written if same else MappedText.decoded(name, self.span(start))]
        found: list[MappedText] = []
        for value in program:
            text = known_program(as_text(value, self.span(start)))
            said = getattr(getattr(start, "value", None), "name", "")
            if text.has_hole and operator and isinstance(said, str):
                called = said.lower().replace("_", "")
                known = [each for each in self.vocabulary.programs if len(each) > 5 and each in called]
                text = MappedText.decoded(known[0], self.span(start)) if known else text
            found.append(text)
        return found

    def _input(self, given: Values | None) -> MappedText | None:
        return given[0] if given and len(given) == 1 and isinstance(given[0], MappedText) else None

    def surroundings(self, *, alternative: bool = False) -> Surroundings:
        """What holds here for what a command starts."""
        variables = list(self.around.variables)
        for name, slot in self.names.items():
            if name.startswith("env:") and len(slot.values) == 1 and isinstance(slot.values[0], MappedText):
                text = slot.values[0]
                variables.append(
                    Entry(name=MappedText.decoded(name[4:].upper(), text.span), value=text, span=text.span)
                )
        defaults = self.names.get(DEFAULTS)
        for value in defaults.values if defaults is not None else ():
            for pair in next(value.choices(self.path), ()) if isinstance(value, Hash) else ():
                text = as_text(pair.values[0], pair.span)
                variables.append(Entry(name=pair.name, value=text, span=pair.span, method=DEFAULTS))
        return Surroundings(
            variables=tuple(variables),
            libraries=(*self.around.libraries, *self.modules),
            guards=(*self.around.guards, *self.guards),
            alternative=alternative or self.around.alternative,
        )

    # --- words

    def _lines(self, words: Sequence[Given], cmdlet: bool) -> Iterator[list[Word]]:
        """Every way in which the arguments may come out."""
        parts = [list(self._choices(each, cmdlet)) for each in words]
        count = 1
        for index, part in enumerate(parts):
            count *= len(part)
            if count > MOST_CHOICES:
                parts[index:] = [
                    [each[0]] if len(each) == 1 else [[self._unknown(words[at].node)]]
                    for at, each in enumerate(parts[index:], index)
                ]
                break
        for way in product(*parts):
            yield [word for part in way for word in part]

    def _unknown(self, node: Node) -> Word:
        return Word(text=self.hole(node), span=self.span(node), splits=True)

    def _choices(self, given: Given, cmdlet: bool) -> Iterator[list[Word]]:
        node = given.node
        if isinstance(node, Parameter):
            yield from self._parameter(node, given.values, cmdlet)
            return
        if isinstance(node, Variable) and node.splat:
            for value in given.values:
                yield from self._splatted(node, value, cmdlet)
            return
        values = given.values
        if len(values) > 1 and all(isinstance(each, MappedText) and _is_prose(str(each)) for each in values):
            values = (self.hole(node),)
        for value in values:
            if isinstance(value, Items) and not cmdlet:
                yield self._listed(node, value)
            else:
                text = self._one(value, node)
                yield [Word(text=text, span=self.span(node), splits=text.has_hole and self._splits(node, cmdlet))]

    def _splits(self, node: Node, cmdlet: bool) -> bool:
        """An unknown variable may hold a list, which a program is given as words."""
        return not cmdlet and isinstance(node, Variable)

    def _one(self, value: Value, node: Node) -> MappedText:
        if isinstance(value, Items):
            comma = MappedText.decoded(",", self.span(node))
            return MappedText.joined([as_text(each, self.span(node)) for each in value.elements], comma)
        return as_text(value, self.span(node))

    def _listed(self, node: Node, items: Items) -> list[Word]:
        words: list[Word] = []
        for each in items.elements:
            text = as_text(each, self.span(node))
            words.append(Word(text=text, span=text.span if text.pieces else self.span(node)))
        return [*words, self._unknown(node)] if items.open else words

    def _parameter(self, node: Parameter, values: Values, cmdlet: bool) -> Iterator[list[Word]]:
        name = self.places.text(node.start, node.name_end)
        for value in values or (MappedText(),):
            text = self._one(value, node)
            yield [Word(text=MappedText.joined((name, text)) if values else name, span=self.span(node))]
        del cmdlet

    def _splatted(self, node: Node, value: Value, cmdlet: bool) -> Iterator[list[Word]]:
        if isinstance(value, Hash):
            value.taken = True
            for way in value.choices(self.path):
                words = [self._pair(pair) for pair in way]
                yield [*words, self._unknown(node)] if value.open else words
        elif isinstance(value, Items):
            yield self._listed(node, value)
        else:
            yield [self._unknown(node)]
        del cmdlet

    def _pair(self, pair: Pair) -> Word:
        """A pair of a table as the parameter that it becomes."""
        name, span = pair.name, pair.span
        dash = MappedText.decoded("-", Span(name.span.start, name.span.start))
        colon = MappedText.decoded(":", Span(name.span.end, name.span.end))
        value = self._pair_value(pair)
        return Word(text=MappedText.joined((dash, name, colon, value)), span=span)

    def _pair_value(self, pair: Pair) -> MappedText:
        if len(pair.values) != 1:
            return MappedText.hole(pair.span)
        value = pair.values[0]
        if isinstance(value, Items):
            comma = MappedText.decoded(",", pair.span)
            return MappedText.joined([as_text(each, pair.span) for each in value.elements], comma)
        return as_text(value, pair.span)

    # --- commands of PowerShell itself

    def _new_object(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        kind = bound.get("typename", 0)
        if kind is None or len(kind.values) != 1 or not isinstance(kind.values[0], MappedText):
            return None
        given = bound.get("argumentlist", 1)
        arguments: list[tuple[Node, Values]] = []
        if given is not None:
            target = given.node.argument if isinstance(given.node, Parameter) and given.node.argument else given.node
            value = given.values[0] if len(given.values) == 1 else None
            if isinstance(value, Items):
                arguments = [(target, (each,)) for each in value.elements]
            else:
                arguments = [(target, given.values)]
        made = self.created(str(kind.values[0]), arguments, node)
        properties = bound.get("property")
        thing = made[0]
        if properties is not None and len(properties.values) == 1 and isinstance(properties.values[0], Hash):
            table = properties.values[0]
            if not isinstance(thing, MappedText | Items | Hash):
                table.taken = True
                for pair in next(table.choices(self.path), ()):
                    self.set_member(thing, pair.name, pair.values, pair.span)
            else:
                return (table,)
        del words
        return made

    def _join_path(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        parts = [bound.get("path", 0), bound.get("childpath", 1 if "path" not in bound.named else 0)]
        texts = [
            as_text(each.values[0], self.span(each.node))
            for each in parts
            if each is not None and len(each.values) == 1
        ]
        del words
        return (self.path_of(texts, node),) if len(texts) == 2 else None

    def _same(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        """Puts out what it is given, or where that is."""
        first = bound.get("name", 0) or bound.get("path", 0) or bound.get("inputobject", 0)
        del node, words
        return first.values if first is not None else None

    def _start_process(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        program = bound.get("filepath", 0)
        given = bound.get("argumentlist", 1 if "filepath" not in bound.named and "file" not in bound.named else 0)
        given = given or bound.get("args")
        if program is None or len(program.values) != 1:
            return None
        span = self.span(program.node)
        first = Word(text=known_program(as_text(program.values[0], span)), span=span)
        line: list[Word] = []
        for value in given.values[:1] if given is not None else ():
            line = self._process_arguments(value, given.node if given is not None else node)
        around = self.surroundings()
        self.found.extend(
            fragments(
                [first, *line], self.vocabulary.programs, shell="powershell", around=around, within=self.span(node)
            )
        )
        del words
        return None

    def _process_arguments(self, value: Value, node: Node) -> list[Word]:
        """Start-Process puts blanks between the elements of its list, and the program cuts the line anew."""
        elements = value.elements if isinstance(value, Items) else (value,)
        words: list[Word] = []
        for each in elements:
            text = as_text(each, self.span(node))
            words.extend(
                windows_arguments(text)
                if not text.has_hole or len(text) > 1
                else [Word(text=text, span=text.span, splits=True)]
            )
        return words

    def _expression(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        """Invoke-Expression reads its text as a script."""
        text = bound.get("command", 0)
        for value in text.values if text is not None else ():
            written = as_text(value, self.span(node))
            if not (len(written) == 1 and written.has_hole):
                several = text is not None and len(text.values) > 1
                self.found.append(
                    Embedded(language="powershell", text=written, around=self.surroundings(alternative=several))
                )
        del words
        return None

    def _set_variable(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        name, value = bound.get("name", 0), bound.get("value", 1)
        if name is not None and value is not None and len(name.values) == 1 and isinstance(name.values[0], MappedText):
            key = str(name.values[0]).lower()
            drafts = self.draft(
                value.values, value.node, (Use(role="variable", name=str(name.values[0])),), direct=False
            )
            self.names[key] = Slot(value.values, drafts)
        del node, words
        return None

    def _set_item(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        path, value = bound.get("path", 0), bound.get("value", 1)
        if path is None or value is None:
            return self._foreign(node, (self.hole(node),), "", words, None)
        name = str(path.values[0]).lower()
        drafts = self.draft(
            value.values, value.node, (Use(role="variable", name=name.rpartition(":")[2]),), direct=False
        )
        if name.startswith("env:"):
            self.names["env:" + name[4:].lstrip("\\/")] = Slot(value.values, drafts)
        return None

    def _using(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        """`using namespace A.B`, `using module X`."""
        if len(bound.rest) > 1:
            kind, name = (str(each.values[0]) for each in bound.rest[:2])
            if kind.lower() == "namespace":
                self.namespaces.append(name)
            elif kind.lower() == "module":
                self.module(name, "")
        del node, words
        return None

    def _module(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        """A module is installed or loaded, perhaps in a version."""
        names = bound.get("name", 0)
        exact, least = bound.get("requiredversion"), bound.get("minimumversion") or bound.get("version")
        version = ""
        for sign, given in (("==", exact), (">=", least)):
            if given is not None and len(given.values) == 1 and isinstance(given.values[0], MappedText):
                text = given.values[0]
                version = "" if text.has_hole else sign + str(text)
                break
        for value in names.values if names is not None else ():
            for each in value.elements if isinstance(value, Items) else (value,):
                if isinstance(each, MappedText) and not each.has_hole:
                    self.module(str(each), version)
        del node, words
        return None

    def module(self, name: str, version: str) -> None:
        """A module is in sight."""
        self.modules.append(f"{name}{version}")

    def _scripts(self, node: Command, bound: Bound, words: list[Given]) -> Values | None:
        """Runs the script blocks it is given, which are read where they stand."""
        del node, bound
        for each in words:
            if not isinstance(each.node, Script):
                self.use(each.node, each.values)
        return None


def _bound(words: Sequence[Given]) -> tuple[dict[str, Given | None], tuple[Given, ...]]:
    """Arguments by the parameter before them; what follows none, by position."""
    named: dict[str, Given | None] = {}
    rest: list[Given] = []
    waiting = ""
    for each in words:
        if isinstance(each.node, Parameter) and not each.values and any(map(each.name.startswith, _SWITCHES)):
            named[each.name] = None
        elif isinstance(each.node, Parameter):
            if waiting:
                named[waiting] = None
            waiting = "" if each.values else each.name
            if each.values:
                named[each.name] = each
        elif waiting:
            named[waiting] = each
            waiting = ""
        else:
            rest.append(each)
    if waiting:
        named[waiting] = None
    return named, tuple(rest)


def _is_prose(text: str) -> bool:
    """Whether this is too long, or too much like a sentence, to be an option or a host."""
    return not may_connect(text) and not text.startswith("-") and (len(text) > _LONGEST_CHOICE or len(text.split()) > 2)


_OWN: dict[str, Callable[[Commands, Command, Bound, list[Given]], Values | None]] = {
    "new-object": Commands._new_object,
    "join-path": Commands._join_path,
    **dict.fromkeys(
        ("get-command", "get-item", "resolve-path", "convert-path", "write-output", "get-variable"), Commands._same
    ),
    "start-process": Commands._start_process,
    "invoke-expression": Commands._expression,
    "set-variable": Commands._set_variable,
    "new-variable": Commands._set_variable,
    "set-item": Commands._set_item,
    "using": Commands._using,
    **dict.fromkeys(
        ("import-module", "install-module", "install-psresource", "update-module", "save-module"), Commands._module
    ),
    **dict.fromkeys(
        ("foreach-object", "%", "where-object", "?", "foreach", "start-job", "invoke-command", "icm"), Commands._scripts
    ),
}
