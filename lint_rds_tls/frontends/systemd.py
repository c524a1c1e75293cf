"""Units of systemd: the commands that a service runs, with the environment that the unit gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lint_rds_tls.frontends._commands.lines import fragments as command_line
from lint_rds_tls.frontends._commands.plain_words import plain_words
from lint_rds_tls.frontends._trees.nodes import Tree, scalar_of
from lint_rds_tls.frontends._trees.settings import fragments as settings
from lint_rds_tls.model import Entry, Fragment, Frontend, Source, Surroundings, Vocabulary, Word
from lint_rds_tls.text import MappedText

#: `Name=value`, with the lines that a backslash joins; comments may stand between them.
_SETTING = re.compile(
    r"^(?P<name>[A-Za-z]\w*)[ \t]*=[ \t]*(?P<value>(?:[^\\\r\n]|\\(?:\r?\n(?:[#;][^\n]*\n)*|.))*)", re.MULTILINE
)
_JOIN = re.compile(r"\\\r?\n(?:[#;][^\n]*\n)*")
_COMMANDS = re.compile(r"Exec(?:Start|Stop)?(?:Pre|Post)?|ExecReload|ExecCondition")
_PREFIXES = re.compile(r"[@:+!|-]*")
_PAIR = re.compile(r"(?P<name>[A-Za-z_]\w*)=")
#: `%i` and its kin, `$X`, `${X}`
_REFERENCE = re.compile(r"(?P<sign>[%$])(?P=sign)|%[A-Za-z]|\$(?:(?P<name>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)\})")


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """The command lines of a unit, and the connection strings in its environment."""
    found = [(match, _joined(source.text, *match.span("value"))) for match in _SETTING.finditer(str(source.text))]
    known: dict[str, Entry] = {}
    tree = Tree(0, len(source.text), flat=True)
    for match, value in found:
        if match["name"] == "Environment":
            for word in plain_words(value):
                _note(word, known, tree, match)
    around = Surroundings(variables=tuple(known.values()))
    for match, value in found:
        if _COMMANDS.fullmatch(match["name"]):
            for words in _lines(plain_words(value[len(_prefix(str(value))) :])):
                replaced = [_resolved(word, known) for word in words]
                yield from command_line(replaced, vocabulary.programs, around=around)
    yield from settings(source.text, tree, vocabulary)


def _note(word: Word, known: dict[str, Entry], tree: Tree, match: re.Match[str]) -> None:
    pair = _PAIR.match(str(word.text))
    if pair is not None:
        name, value = word.text[: pair.end() - 1], word.text[pair.end() :]
        known[str(name)] = Entry(name=name, value=value, span=word.span)
        tree.put([name], scalar_of(value, *match.span("value")), *match.span("value"))


def _prefix(value: str) -> str:
    match = _PREFIXES.match(value)
    return match[0] if match is not None else ""


def _joined(text: MappedText, start: int, end: int) -> MappedText:
    parts: list[MappedText] = []
    position = start
    for match in _JOIN.finditer(str(text), start, end):
        parts += text[position : match.start()], MappedText.decoded(" ", text[slice(*match.span())].span)
        position = match.end()
    return MappedText.joined([*parts, text[position:end]])


def _lines(words: list[Word]) -> Iterator[list[Word]]:
    """The commands between semicolons that stand alone."""
    line: list[Word] = []
    for word in words:
        if str(word.text) == ";":
            yield line
            line = []
        else:
            line.append(word)
    yield line


def _resolved(word: Word, known: Mapping[str, Entry]) -> Word:
    parts: list[MappedText] = []
    position = 0
    alone = False
    for match in _REFERENCE.finditer(str(word.text)):
        parts.append(word.text[position : match.start()])
        position = match.end()
        place = word.text[match.start() : position].span
        entry = known.get(match["name"] or match["braced"] or "")
        alone = match["name"] == str(word.text)[1:]
        if match["sign"]:
            parts.append(MappedText.decoded(match["sign"], place))
        else:
            parts.append(entry.value if entry is not None else MappedText.hole(place))
    if not parts:
        return word
    text = MappedText.joined([*parts, word.text[position:]])
    # `$X` by itself is split at its blanks, `${X}` never
    return Word(text=text, span=word.span, splits=alone and text.has_hole)


FRONTEND = Frontend(name="systemd", patterns=("*.service", "*.container"), read=read, comments=("#", ";"))
