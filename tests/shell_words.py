"""What the shell front-end makes of a script, for comparison with shfmt and with bash."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.frontends._shell.nodes import Script, Simple
from lint_rds_tls.frontends._shell.parser import parse
from lint_rds_tls.frontends.shell import read
from lint_rds_tls.model import Command, Fragment, Source, Vocabulary, Word
from lint_rds_tls.text import MappedText

__all__ = ["command_words", "fragments", "passed"]

#: shfmt reads these as clauses of their own.
_CLAUSES = frozenset({"export", "declare", "local", "readonly", "typeset", "nameref", "let"})


def command_words(text: str) -> tuple[set[tuple[tuple[int, int], ...]], list[str]]:
    """The places of the words of every simple command, and what is not closed."""
    script, problems = parse(MappedText.copied(text))
    found = {tuple(_places(text, each, line)) for each, line in _lines(script) if line.words}
    return {words for words in found if text[slice(*words[0])] not in _CLAUSES}, [message for message, _ in problems]


def _lines(script: Script) -> Iterator[tuple[MappedText, Simple]]:
    for line in script.lines:
        if not (line.words == [] and line.assigns == [] and line.redirects == []):
            yield script.text, line
    for inner in script.others:
        yield from _lines(inner)


def _places(text: str, mapped: MappedText, line: Simple) -> Iterator[tuple[int, int]]:
    for word in line.words:
        if str(mapped) == text:
            yield word.start, word.end
        else:
            yield mapped.offset(word.start), mapped.offset(word.end - 1) + 1


def fragments(text: str, *programs: str) -> list[Fragment]:
    """The fragments of a script."""
    source = Source(path="x.sh", text=MappedText.copied(text))
    return list(read(source, Vocabulary(programs=frozenset(programs or ("sqlcmd", "bcp")))))


def passed(text: str) -> list[list[str | None]]:
    """The words that each command is given; None for one that is not known, or may be several."""
    found = []
    for each in fragments(text, "sqlcmd"):
        if isinstance(each, Command) and not each.alternative:
            found.append([_known(word) for word in each.arguments])
    return found


def _known(word: Word) -> str | None:
    return None if word.text.has_hole or word.text.has_default or word.splits else str(word.text)
