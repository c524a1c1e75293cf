"""Command lines in code: lists of words, a program with the line of its arguments, whole lines, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_rds_tls.frontends._code.nodes import Argument, Call, Collection, Create, Initializer, Name, Node, Operation
from lint_rds_tls.frontends._code.values import Values, last_name
from lint_rds_tls.frontends._commands.lines import fragments, program_name
from lint_rds_tls.frontends._commands.windows_words import arguments
from lint_rds_tls.model import Embedded, Fragment, Surroundings, Use, Word
from lint_rds_tls.text import MappedText

__all__ = ["elements", "line_language", "mentions", "run", "script", "started"]

#: A name of fewer letters says too little of what it holds.
_SHORTEST_NAME = 6
_COMMAND = re.compile(r"\s*([\w./\\:-]+)\s+(?:-\S|/\w+:)")
#: Names of calls and values that say their text to somebody.
_SAYS = re.compile(
    r"print|echo|log|info|warn|err|debug|trace|write|msg|message|usage|help|fail|throw|exception|assert|descri|comment",
    re.IGNORECASE,
)
#: What starts a process from a line, or from a program and the line of its arguments: `Process.Start`,
#: `Runtime.exec`, `new ProcessStartInfo`.
_STARTERS = frozenset({"Start", "ProcessStartInfo", "exec"})


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


def run(values: Values, node: Node, programs: frozenset[str], guards: tuple[str, ...]) -> Iterator[Fragment]:
    """The command that a list of words, or a call with them, comes to."""
    nodes = elements(node)
    words = [_word(values, each, programs) for each in nodes]
    while words and _is_unknown(words[0]):
        words.pop(0)
    around = Surroundings(guards=guards)
    if len(words) == 2 and last_name(_called(node)) in _STARTERS and program_name(words[0].text):
        yield from fragments([words[0], *arguments(words[1].text)], programs, around=around)
    elif len(words) > 1:
        yield from fragments(words, programs, around=around)


def started(
    values: Values, program: Node, line: Node, programs: frozenset[str], guards: tuple[str, ...]
) -> Iterator[Fragment]:
    """A program, and the line of its arguments, that an object is given apart."""
    words = [_word(values, program, programs), *arguments(values.text(line))]
    yield from fragments(words, programs, around=Surroundings(guards=guards))


def script(values: Values, node: Call, language: str, around: Surroundings) -> Iterator[Embedded]:
    """The text of a call that hands it to an interpreter: its argument `script`, or its first."""
    named = [each.value for each in node.arguments if each.name == "script"]
    first = [each.value for each in node.arguments[:1] if not each.name]
    for value in named or first:
        found = values.texts(value) or []
        for known in found:
            guards = (*around.guards, *known.guards)
            inside = Surroundings(variables=around.variables, guards=guards, alternative=len(found) > 1)
            yield Embedded(language=language, text=known.text, around=inside)


def line_language(text: MappedText, programs: frozenset[str], uses: Sequence[Use] = ()) -> str | None:
    """The language of a text that is a command line of one of the programs: its name, and an option behind it."""
    match = _COMMAND.match(str(text))
    if match is None or program_name(text[match.start(1) : match.end(1)]) not in programs:
        return None
    if any(_SAYS.search(use.name) or _SAYS.search(use.owner) for use in uses):
        return None
    # Of a path of Windows a shell would take the backslashes away.
    return "batch" if "\\" in str(text) else "shell"


def _called(node: Node) -> Node:
    if isinstance(node, Call):
        return node.target
    if isinstance(node, Create) and node.type is not None:
        return Name(node.start, node.end, node.type.name, node.scope)
    return node


def _is_unknown(word: Word) -> bool:
    return word.text.has_hole and len(word.text) == 1


def _word(values: Values, node: Node, programs: frozenset[str]) -> Word:
    """An element of a list; a variable with a program in its own name is that program."""
    found = values.scalar(node)
    text = found if found is not None else values.text(node)
    word = Word(text=text, span=values.places.span(node.start, node.end))
    if not _is_unknown(word):
        return word
    called = last_name(node).lower().replace("_", "")
    named = (program for program in sorted(programs) if len(program) >= _SHORTEST_NAME and program in called)
    program = next(named, None)
    return word if program is None else Word(text=MappedText.decoded(program, word.span), span=word.span)
