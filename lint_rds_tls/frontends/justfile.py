"""Justfiles: the lines of recipes as shell, recipes that start with `#!` as a whole, with what variables say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._documents import language_of, language_of_interpreter
from lint_rds_tls.model import Embedded, Entry, Fragment, Frontend, Source, Surroundings, Vocabulary
from lint_rds_tls.text import MappedText

_LINE = re.compile(r"(?P<text>(?:[^\\\r\n]|\\(?:\r\n|[\s\S]|\Z))*)(?:\r\n|\n|\r|\Z)")
_ASSIGNMENT = re.compile(
    r"(?P<export>export[ \t]+)?(?P<name>[A-Za-z_][\w-]*)[ \t]*:=[ \t]*"
    r"(?P<quote>[\"'])(?P<value>[^\"'\\\r\n]*)(?P=quote)[ \t]*\Z"
)
_OTHER = re.compile(r"(?:export[ \t]+)?(?P<name>[A-Za-z_][\w-]*)[ \t]*:=")
_SHELL = re.compile(r"set[ \t]+(?:windows-)?shell[ \t]*:=[ \t]*\[[ \t]*[\"'](?P<name>[^\"']+)[\"']")
_RULE = re.compile(r"@?[A-Za-z_][\w-]*[^:\r\n]*:(?!=)")
_REFERENCE = re.compile(r"\{\{(?P<brace>\{\{)|\{\{[ \t]*(?P<name>[A-Za-z_][\w-]*)[ \t]*\}\}|\{\{[^{}]*\}\}")
_PREFIX = re.compile(r"[ \t]*[@-]{0,2}")


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 - what every front-end gets
    """Each line of each recipe, or the whole of it where it is a script."""
    text = source.text
    written = str(text)
    known: dict[str, MappedText | None] = {}
    exported: list[Entry] = []
    recipes: list[list[tuple[int, int]]] = []
    language = "shell"
    position = 0
    while (line := _LINE.match(written, position)) is not None and line.end() > position:
        start, position = line.start(), line.end()
        content = line["text"]
        if content[:1] in (" ", "\t") or not content.strip():
            if recipes:
                recipes[-1].append((start, position))
            continue
        shell = _SHELL.match(content)
        assignment = _ASSIGNMENT.match(content)
        other = _OTHER.match(content)
        if shell is not None:
            language = language_of_interpreter(shell["name"]) or language
        elif assignment is not None:
            value = text[start + assignment.start("value") : start + assignment.end("value")]
            known[assignment["name"]] = value
            if assignment["export"]:
                name = text[start + assignment.start("name") : start + assignment.end("name")]
                exported.append(Entry(name=name, value=value, span=name.span.cover(value.span)))
        elif other is not None:
            known[other["name"]] = None
        elif _RULE.match(content):
            recipes.append([])
    around = Surroundings(variables=tuple(exported))
    for lines in recipes:
        yield from _recipe(text, lines, known, language, around)


def _recipe(
    text: MappedText,
    lines: list[tuple[int, int]],
    known: dict[str, MappedText | None],
    language: str,
    around: Surroundings,
) -> Iterator[Fragment]:
    if not lines:
        return
    whole = text[lines[0][0] : lines[-1][1]]
    if str(whole).lstrip().startswith("#!"):
        indent = len(str(whole)) - len(str(whole).lstrip())
        dedented = MappedText.joined(text[start + min(indent, _blanks(text, start)) : end] for start, end in lines)
        script = language_of(str(dedented))
        if script is not None:
            yield Embedded(language=script, text=_resolved(dedented, known), around=around)
        return
    for start, end in lines:
        line = _resolved(text[start:end], known)
        match = _PREFIX.match(str(line))
        line = line[match.end() :] if match is not None else line
        if str(line).strip():
            yield Embedded(language=language, text=line, around=around)


def _blanks(text: MappedText, start: int) -> int:
    line = str(text[start : start + 200])
    return len(line) - len(line.lstrip(" \t"))


def _resolved(text: MappedText, known: dict[str, MappedText | None]) -> MappedText:
    parts: list[MappedText] = []
    position = 0
    for match in _REFERENCE.finditer(str(text)):
        parts.append(text[position : match.start()])
        position = match.end()
        place = text[match.start() : position].span
        value = known.get(match["name"] or "")
        if match["brace"]:
            parts.append(MappedText.decoded("{{", place))
        else:
            parts.append(value if value is not None else MappedText.hole(place))
    return MappedText.joined([*parts, text[position:]]) if parts else text


FRONTEND = Frontend(name="justfile", patterns=("justfile", ".justfile", "*.just"), read=read, comments=("#",))
