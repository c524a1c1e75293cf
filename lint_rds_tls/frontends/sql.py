"""SQL scripts: the directives that sqlcmd, not the server, carries out: `:connect`, and lines handed to a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Command, Embedded, Fragment, Frontend, Source, Vocabulary, Word
from lint_rds_tls.text import MappedText, Piece, PieceKind, Span

_DIRECTIVE = re.compile(r"[ \t\ufeff]*(?P<name>:?!!|:[A-Za-z]+)[ \t]*(?P<rest>[^\r\n]*)")
_VARIABLE = re.compile(r"\$\(([\w-]+)\)")


@dataclass(slots=True)
class _Script:
    """A script, and the variables that it has set so far."""

    source: Source
    vocabulary: Vocabulary
    variables: dict[str, MappedText] = field(default_factory=dict)

    def directive(self, start: int, end: int) -> Iterator[Fragment]:
        text = self.source.text
        match = _DIRECTIVE.match(str(text), start, end)
        if match is None:
            return
        name, rest = (text[slice(*match.span(group))] for group in ("name", "rest"))
        if match["name"].endswith("!!"):
            yield Embedded(language="shell", text=self._filled(rest), around=self.source.around)
            return
        words = list(self._words(rest))
        if match["name"].lower() == ":setvar" and words:
            value = words[1].text if len(words) > 1 else MappedText()
            self.variables[str(words[0].text).lower()] = value
        elif match["name"].lower() in self.vocabulary.programs:
            yield Command(
                program=Word(text=name, span=name.span),
                arguments=tuple(words),
                span=name.span.cover(words[-1].span) if words else name.span,
                libraries=self.source.around.libraries,
                guards=self.source.around.guards,
                alternative=self.source.around.alternative,
            )

    def _words(self, rest: MappedText) -> Iterator[Word]:
        for match in scanner("sql", "words").finditer(str(rest)):
            if match.lastgroup == "WORD":
                written = rest[match.start() : match.end()]
                text = self._filled(_unquoted(written))
                yield Word(text=text, span=written.span, splits=text.has_hole and '"' not in match[0])

    def _filled(self, text: MappedText) -> MappedText:
        """With variables for their names, holes for those that nothing is known of."""
        parts, position = [], 0
        for match in _VARIABLE.finditer(str(text)):
            place = text[match.start() : match.end()].span
            known = self.variables.get(match[1].lower())
            parts += [
                text[position : match.start()],
                _at(known, place) if known is not None else MappedText.hole(place),
            ]
            position = match.end()
        return MappedText.joined([*parts, text[position:]]) if parts else text


def _at(value: MappedText, place: Span) -> MappedText:
    """A value where its name stands."""
    if value.has_hole:
        return MappedText.hole(place)
    return MappedText((Piece(str(value), place, PieceKind.DECODED),), anchor=place.start)


def _unquoted(written: MappedText) -> MappedText:
    if '"' not in str(written):
        return written
    return MappedText.joined(written[slice(*match.span())] for match in re.finditer(r'[^"]+', str(written)))


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A command for each directive that connects, text of a shell for each line that is handed to one."""
    script = _Script(source, vocabulary)
    written = str(source.text)
    text, comment = scanner("sql", "text"), scanner("sql", "comment")
    position = depth = 0
    while position < len(written):
        match = (comment if depth else text).match(written, position)
        if match is None or match.end() == position:
            position += 1
            continue
        position = match.end()
        if match.lastgroup == "OPEN":
            depth += 1
        elif match.lastgroup == "CLOSE":
            depth -= 1
        elif match.lastgroup == "DIRECTIVE":
            yield from script.directive(*match.span())


FRONTEND = Frontend(name="sql", patterns=("*.sql",), read=read, comments=("--",), keywords=(b"!!",))
