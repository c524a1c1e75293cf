"""Finds the command lines that code writes as lists of words: `exec(new[] { "/opt/…/sqlcmd", "-C", "-S", host })`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lint_rds_tls.frontends._code_nodes import Argument, Collection, Create, Initializer, Node, Operation
from lint_rds_tls.frontends._code_values import Values, last_name
from lint_rds_tls.frontends._command_lines import program_name
from lint_rds_tls.model import Command, Word
from lint_rds_tls.text import MappedText

__all__ = ["command", "elements", "is_command_line", "mentions"]

_FOLDERS = re.compile(r".*[/\\]")
_COMMAND = re.compile(r"\s*([\w./\\:-]+)\s+[-/]")
#: A name of fewer letters says too little of what it holds.
_SHORTEST_NAME = 6


def mentions(source: str, programs: frozenset[str]) -> bool:
    """Whether a source names one of the programs at all."""
    lowered = source.lower() if programs else ""
    return any(program in lowered for program in programs)


def elements(node: Node) -> list[Node]:
    """What stands in a list, an array or between the parentheses of a call."""
    if isinstance(node, Create):
        found: Sequence[Node] = node.initializer.entries if node.array and node.initializer else node.arguments
    elif isinstance(node, Initializer):
        found = [value for entry in node.entries for value in entry.values] if not _named(node) else []
    elif isinstance(node, Collection) or (isinstance(node, Operation) and node.sign == "[]"):
        found = list(node.children())
    else:
        found = [each for each in node.children() if isinstance(each, Argument)]
    return [each.value if isinstance(each, Argument) else each for each in found]


def _named(node: Initializer) -> bool:
    return any(entry.name is not None or entry.keys for entry in node.entries)


def command(values: Values, nodes: Sequence[Node], programs: frozenset[str], guards: tuple[str, ...]) -> Command | None:
    """The command line that a list is; None where it runs none of the programs."""
    words = [_word(values, node) for node in nodes]
    for index, node in enumerate(nodes):
        program = _program(words[index], node, programs)
        if program is not None and len(words) > index + 1:
            span = values.places.span(node.start, nodes[-1].end)
            return Command(program=program, arguments=tuple(words[index + 1 :]), span=span, guards=guards)
    return None


def _word(values: Values, node: Node) -> Word:
    found = values.scalar(node)
    text = found if found is not None else values.text(node)
    return Word(text=text, span=values.places.span(node.start, node.end))


def _program(word: Word, node: Node, programs: frozenset[str]) -> Word | None:
    """The program that a word is; also a variable with its name in its own."""
    written = str(word.text)
    if not word.text.has_hole:
        name = _FOLDERS.sub("", written).lower().removesuffix(".exe")
        return word if name in programs else None
    called = last_name(node).lower().replace("_", "")
    for program in programs:
        if len(program) >= _SHORTEST_NAME and program in called:
            return Word(text=MappedText.decoded(program, word.span), span=word.span)
    return None


def is_command_line(text: MappedText, programs: frozenset[str]) -> bool:
    """Whether a text is a command line of one of the programs: its name, and an option behind it."""
    match = _COMMAND.match(str(text))
    return match is not None and program_name(text[match.start(1) : match.end(1)]) in programs
