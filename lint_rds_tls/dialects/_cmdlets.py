"""Parameters of PowerShell's cmdlets as PowerShell binds them: by name, cut short, with or without a colon."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from lint_rds_tls.dialects._command_settings import SECRETS, TLS_KEYS
from lint_rds_tls.model import Command, Entry, Record, Setting, Word
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind, Span

__all__ = ["Argument", "Parameters", "bound", "defaults", "everywhere", "name_of", "setting", "versions"]

_PARAMETER = re.compile("[-\u2013-\u2015]([^\\W\\d][\\w-]*)(:?)")
_COMMON_SWITCHES = frozenset(("verbose", "debug", "whatif", "confirm"))
_COMMON = frozenset(
    (
        "erroraction", "warningaction", "informationaction", "progressaction", "errorvariable", "warningvariable",
        "informationvariable", "outvariable", "outbuffer", "pipelinevariable",
    )
)  # fmt: skip
_DEFAULTS = "psdefaultparametervalues"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The parameters of a cmdlet, in lower case."""

    switches: frozenset[str]
    values: frozenset[str]
    positions: tuple[str, ...] = ()  #: those that arguments without a name go to, in order
    aliases: Mapping[str, str]

    def resolve(self, written: str) -> str:
        """The parameter that a name, or the start of one, means; "" where none or several."""
        name = written.lower()
        known = self.switches | self.values | _COMMON | _COMMON_SWITCHES | frozenset(self.aliases)
        found = {name} if name in known else {each for each in known if each.startswith(name)}
        meant = {self.aliases.get(each, each) for each in found}
        return meant.pop() if len(meant) == 1 else ""

    def is_switch(self, name: str) -> bool:
        """Whether a parameter takes no value."""
        return name in self.switches or name in _COMMON_SWITCHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument that is bound to a parameter."""

    parameter: str  #: in lower case
    name: MappedText  #: as written, with its dash; of a table's key without
    value: MappedText | None  #: None for a switch by itself
    span: Span
    joint: str  #: what stands between name and value
    removable: Span | None = None  #: what to delete so that a switch is gone


def name_of(command: Command) -> str:
    """The name of a cmdlet in lower case, without its module."""
    return str(command.program.text).replace("\\", "/").rpartition("/")[2].lower()


def bound(command: Command, parameters: Parameters) -> tuple[list[Argument], bool]:
    """The arguments by parameter, and whether there can be no more of them than are seen."""
    found: list[Argument] = []
    complete = True
    waiting = list(parameters.positions)
    words = command.arguments
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        if word.splits and str(word.text) == HOLE_CHARACTER:
            complete = False
            continue
        match = _PARAMETER.match(str(word.text)) if _is_parameter(word) else None
        if match is None:
            if waiting:
                name = MappedText(anchor=word.span.start)
                found.append(Argument(parameter=waiting.pop(0), name=name, value=word.text, span=word.span, joint=""))
            continue
        argument = _argument(word, match, parameters, _removable(command, index - 1))
        follows = words[index] if index < len(words) and not _is_parameter(words[index]) else None
        if argument.value is None and not parameters.is_switch(argument.parameter) and follows is not None:
            span = word.span.cover(follows.span) if follows.span.start >= word.span.end else word.span
            argument = replace(argument, value=follows.text, span=span, joint=" ", removable=None)
            index += 1
        if argument.parameter in waiting:
            waiting.remove(argument.parameter)
        found.append(argument)
    return found, complete


def _is_parameter(word: Word) -> bool:
    """Whether a word is written as a parameter, not a text that only looks like one."""
    pieces = word.text.pieces
    if not pieces or _PARAMETER.match(str(word.text)) is None:
        return False
    return pieces[0].kind is PieceKind.DECODED or pieces[0].span.start == word.span.start


def _argument(word: Word, match: re.Match[str], parameters: Parameters, removable: Span | None) -> Argument:
    of_table = word.text.pieces[0].kind is PieceKind.DECODED and len(word.text.pieces[0].text) == 1
    return Argument(
        parameter=parameters.resolve(match[1]) or match[1].lower(),
        name=word.text[1 if of_table else 0 : match.end(1)],
        value=word.text[match.end() :] if match[2] else None,
        span=word.span,
        joint=" = " if of_table else ":",
        removable=None if match[2] else removable,
    )


def _removable(command: Command, index: int) -> Span:
    """A switch with the blank before it."""
    word = command.arguments[index]
    before = command.arguments[index - 1] if index else command.program
    start = word.span.start - 1 if before.span.end == word.span.start - 1 else word.span.start
    return Span(start, word.span.end)


def setting(argument: Argument, key: str) -> Setting:
    """An argument as a setting."""
    alone = argument.value is None
    value = MappedText.decoded("true", argument.span) if argument.value is None else argument.value
    return Setting(
        key=key,
        name=argument.name,
        value=None if value.has_hole else value,
        span=argument.span,
        prefix=str(value).partition(HOLE_CHARACTER)[0] if value.has_hole else "",
        tls=key in TLS_KEYS,
        secret=key in SECRETS,
        quoted=True,
        joint=argument.joint,
        flag=alone,
        removable=argument.removable if alone else None,
    )


def defaults(command: Command, parameters: Parameters, given: Collection[str]) -> Iterator[Argument]:
    """What `$PSDefaultParameterValues` adds to a command that does not say it itself."""
    name = name_of(command)
    for entry in command.environment:
        if entry.method == _DEFAULTS and (parameter := _default_for(entry, name, parameters)) not in ("", *given):
            yield Argument(parameter=parameter, name=entry.name, value=entry.value, span=entry.span, joint=" = ")


def everywhere(record: Record, names: Collection[str], parameters: Parameters) -> Iterator[Argument]:
    """The parameters that a table of defaults gives to some commands, whether or not they are seen."""
    if record.type.lower() == _DEFAULTS:
        for entry in record.entries:
            parameter = next(filter(None, (_default_for(entry, name, parameters) for name in sorted(names))), "")
            if parameter:
                yield Argument(parameter=parameter, name=entry.name, value=entry.value, span=entry.span, joint=" = ")


def _default_for(entry: Entry, name: str, parameters: Parameters) -> str:
    pattern, colon, parameter = str(entry.name).lower().rpartition(":")
    return parameters.resolve(parameter) if colon and fnmatchcase(name, pattern) else ""


def versions(libraries: Collection[str], module: str) -> tuple[str, ...]:
    """What is told of a module: its name, with `==` or `>=` and a version where that is known."""
    found = [each for each in libraries if re.split("[=>]=", each)[0].lower() == module.lower()]
    return tuple(dict.fromkeys(found))
