"""Command lines for tests: split as a shell splits them, every word with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lint_rds_tls.clients import clients_of
from lint_rds_tls.engine import active_rules
from lint_rds_tls.judge import Judgement, judge_fragments
from lint_rds_tls.model import Client, Command, Connection, Entry, Finding, Word
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.text import MappedText, Piece, PieceKind, Span

_WORD = re.compile(r"(?:[^\s'\"]|'[^']*'|\"[^\"]*\")+")
_PART = re.compile(r"'([^']*)'|\"([^\"]*)\"|[^'\"]+")
_HOLE = re.compile(r"\$\{?\w+\}?")


def word(line: str, start: int, end: int) -> Word:
    """A word with its quotes taken off and `$NAME` as a hole; outside quotes that may come to several words."""
    pieces: list[Piece] = []
    splits = False
    for part in _PART.finditer(line, start, end):
        group = next((number for number in (1, 2) if part[number] is not None), 0)
        first, last = part.span(group)
        position = first
        for hole in _HOLE.finditer(line, first, last) if group != 1 else ():
            pieces.append(Piece(line[position : hole.start()], Span(position, hole.start())))
            pieces.extend(MappedText.hole(Span(*hole.span())).pieces)
            position = hole.end()
            splits = splits or group == 0
        pieces.append(Piece(line[position:last], Span(position, last), PieceKind.COPIED))
    return Word(text=MappedText(pieces, anchor=start), span=Span(start, end), splits=splits)


def command(
    line: str,
    shell: str = "sh",
    libraries: Sequence[str] = (),
    environment: Iterable[tuple[str, str]] = (),
    script: str | None = None,
) -> Command:
    """The command of a line whose first word is the program."""
    words = [word(line, *match.span()) for match in _WORD.finditer(line)]
    entries = tuple(
        Entry(name=MappedText.copied(name, 500), value=MappedText.copied(value, 600), span=Span(500, 700))
        for name, value in environment
    )
    return Command(
        program=words[0],
        arguments=tuple(words[1:]),
        span=Span(0, words[-1].span.end),
        shell=shell,
        environment=entries,
        input=MappedText.copied(script, 1000) if script is not None else None,
        libraries=tuple(libraries),
    )


def judged(given: Command) -> Judgement:
    """What it comes to where no project tells of packages."""
    drivers = all_drivers().values()

    def clients(connection: Connection) -> Iterable[Client]:
        return clients_of(connection, (), drivers)

    return judge_fragments([given], "run.sh", clients, active_rules())


def said(line: str, finding: Finding) -> str:
    """Level, rule and the characters that a finding points at; a question mark where clients differ."""
    sure = "?" if finding.certainty.value == "possible" else ""
    span = finding.primary.span
    return f"{finding.level.value} {finding.rule}{sure}: {line[span.start : span.end]}"


def shown(line: str, shell: str = "sh", libraries: Sequence[str] = ()) -> list[str]:
    """What is found in a command line."""
    found = judged(command(line, shell, libraries)).findings
    return sorted(said(line, each) for each in found)
