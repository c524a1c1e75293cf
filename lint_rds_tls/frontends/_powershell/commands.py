"""PowerShell's commands: what programs are started, and what the commands of PowerShell itself do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.frontends._commands.lines import fragments, program_name
from lint_rds_tls.frontends._commands.windows_words import arguments as windows_arguments
from lint_rds_tls.frontends._commands.windows_words import program as known_program
from lint_rds_tls.frontends._powershell.nodes import Command, Node, Parameter, Script
from lint_rds_tls.frontends._powershell.values import Hash, Items, Slot, Value, Values, as_text
from lint_rds_tls.frontends._powershell.words import Given, Words
from lint_rds_tls.model import Embedded, Fragment, Source, Use, Vocabulary, Word
from lint_rds_tls.text import MappedText

__all__ = ["Commands"]


_CMDLET = re.compile(r"[a-z]+-[a-z]\w*\Z")
#: Verbs of commands that may start what they are given.
_STARTS = re.compile(r"(?:invoke|start|exec|run|use|measure|retry|wait)-")
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
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Bound:
    """Arguments of a command of PowerShell by parameter, as far as that needs no knowledge of the command."""

    named: Mapping[str, Given | None]  #: None for a switch
    rest: tuple[Given, ...]  #: those without a parameter before them
    words: tuple[Given, ...]  #: all of them in order

    def get(self, name: str, position: int = -1) -> Given | None:
        """The argument of a parameter, by the start of its name, or by its position."""
        for each, given in self.named.items():
            if each and name.startswith(each):
                return given
        return self.rest[position] if 0 <= position < len(self.rest) else None


class Commands(Words):
    """Commands of one script."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        super().__init__(source, vocabulary)
        self.found: list[Fragment] = []
        self.results: dict[str, Values | None] = {}  #: what functions of the script put out

    # --- one command

    def command(self, node: Command, given: Values | None) -> Values | None:
        """Run a command; `given` is what comes through the pipe."""
        first = node.elements[0]
        program = self.value(first.value) if not isinstance(first, Parameter) else (self.hole(first),)
        name = self._name(program, first)
        words = self._arguments(node.elements[1:])
        own = _OWN.get(name)
        if name in self.vocabulary.programs or own is None:
            values = self._foreign(node, program, name, words, given)
            return self.results.get(name) if values is None else values
        return own(self, node, Bound(*_bound(words), tuple(words)))

    def _name(self, program: Values, first: Node) -> str:
        names = {program_name(known_program(as_text(value, self.span(first)))) for value in program}
        name = names.pop() if len(names) == 1 else ""
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
        if _TALKS.match(name) or (cmdlet and not known and not self._mentions(name, words)):
            return None
        start = node.elements[0]
        choices = list(self.lines(words, cmdlet))
        programs = self._programs(program, start, name, node.operator)
        for text in programs:
            for line in choices:
                first = Word(text=text, span=self.span(start))
                around = self.surroundings(alternative=len(choices) > 1 or len(programs) > 1)
                self.found.extend(
                    fragments(  # noqa: S604 - `shell` tells who reads the line; nothing is run
                        [first, *line],
                        self.vocabulary.programs,
                        shell="powershell",
                        input=self.input_of(given),
                        around=around,
                        within=self.span(node),
                    )
                )
        return None

    def _mentions(self, name: str, words: Sequence[Given]) -> bool:
        """Whether a command is given the name of a program, to start it."""
        if not _STARTS.match(name):
            return False
        texts = (value for each in words for value in each.values if isinstance(value, MappedText))
        return any(len(text) < _LONGEST_NAME and program_name(text) in self.vocabulary.programs for text in texts)

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

    # --- commands of PowerShell itself

    def _new_object(self, node: Command, bound: Bound) -> Values | None:
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
        return made

    def _join_path(self, node: Command, bound: Bound) -> Values | None:
        parts = [bound.get("path", 0), bound.get("childpath", 1 if "path" not in bound.named else 0)]
        texts = [
            as_text(each.values[0], self.span(each.node))
            for each in parts
            if each is not None and len(each.values) == 1
        ]
        return (self.path_of(texts, node),) if len(texts) == 2 else None

    def _same(self, _: Command, bound: Bound) -> Values | None:
        """Puts out what it is given, or where that is."""
        first = bound.get("name", 0) or bound.get("path", 0) or bound.get("inputobject", 0)
        return first.values if first is not None else None

    def _start_process(self, node: Command, bound: Bound) -> Values | None:
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
            fragments(  # noqa: S604 - `shell` tells who reads the line; nothing is run
                [first, *line], self.vocabulary.programs, shell="powershell", around=around, within=self.span(node)
            )
        )
        return None

    def _process_arguments(self, value: Value, node: Node) -> list[Word]:
        """Start-Process puts blanks between the elements of its list, and the program cuts the line anew."""
        elements = value.elements if isinstance(value, Items) else (value,)
        words: list[Word] = []
        for each in elements:
            text = as_text(each, self.span(node))
            found = (
                windows_arguments(text)
                if not text.has_hole or len(text) > 1
                else [Word(text=text, span=text.span, splits=True)]
            )
            words += found if len(found) > 1 or each is value else [replace(word, listed=True) for word in found]
        return words

    def _expression(self, node: Command, bound: Bound) -> Values | None:
        """Invoke-Expression reads its text as a script."""
        text = bound.get("command", 0)
        for value in text.values if text is not None else ():
            written = as_text(value, self.span(node))
            if not (len(written) == 1 and written.has_hole):
                several = text is not None and len(text.values) > 1
                self.found.append(
                    Embedded(language="powershell", text=written, around=self.surroundings(alternative=several))
                )
        return None

    def _set_variable(self, _: Command, bound: Bound) -> Values | None:
        name, value = bound.get("name", 0), bound.get("value", 1)
        if name is not None and value is not None and len(name.values) == 1 and isinstance(name.values[0], MappedText):
            key = str(name.values[0]).lower()
            drafts = self.draft(
                value.values, value.node, (Use(role="variable", name=str(name.values[0])),), direct=False
            )
            self.names[key] = Slot(value.values, drafts)
        return None

    def _set_item(self, node: Command, bound: Bound) -> Values | None:
        path, value = bound.get("path", 0), bound.get("value", 1)
        if path is None or value is None:
            return self._foreign(node, (self.hole(node),), "", list(bound.words), None)
        name = str(path.values[0]).lower()
        drafts = self.draft(
            value.values, value.node, (Use(role="variable", name=name.rpartition(":")[2]),), direct=False
        )
        if name.startswith("env:"):
            self.names["env:" + name[4:].lstrip("\\/")] = Slot(value.values, drafts)
        return None

    def _using(self, _: Command, bound: Bound) -> Values | None:
        """`using namespace A.B`, `using module X`."""
        if len(bound.rest) > 1:
            kind, name = (str(each.values[0]) for each in bound.rest[:2])
            if kind.lower() == "namespace":
                self.namespaces.append(name)
            elif kind.lower() == "module":
                self.module(name, "")
        return None

    def _module(self, _: Command, bound: Bound) -> Values | None:
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
        return None

    def module(self, name: str, version: str) -> None:
        """A module is in sight."""
        self.modules.append(f"{name}{version}")

    def _scripts(self, _: Command, bound: Bound) -> Values | None:
        """Runs the script blocks it is given, which are read where they stand."""
        for each in bound.words:
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


_OWN: dict[str, Callable[[Commands, Command, Bound], Values | None]] = {
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
