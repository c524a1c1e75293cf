"""Registry entries: files that the Windows registry editor exports, the data sources of ODBC among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._trees.nodes import Run, Scalar, Tree, mapped
from lint_rds_tls.frontends._trees.settings import fragments
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Entry, Fragment, Frontend, Record, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText

_ENTRY = re.compile(
    r'[ \t]*(?:"(?P<name>(?:[^"\\]|\\.)*)"|@)[ \t]*=[ \t]*(?:"(?P<value>(?:[^"\\]|\\.)*)"|(?P<other>.*))'
)
_DATA_SOURCE = re.compile(r"(?i).*\\ODBC\\ODBC\.INI\\(?!ODBC Data Sources\\?\Z)([^\\]+)\Z")


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each value that may connect, a record for each data source and each key with a known name."""
    text, written = source.text, str(source.text)
    root = Tree(0, len(written))
    key, start = text[:0], 0
    entries: list[Entry] = []
    for match in scanner("ini", "registry").finditer(written):
        if match.lastgroup == "SECTION":
            yield from _data_source(text, str(key), start, entries)
            whole = text[match.start() : match.end()].strip()
            key, start, entries = whole[1 : max(1, str(whole).rfind("]"))], match.start(), []
        elif match.lastgroup == "ENTRY":
            entry = _entry(text, match.start(), match[0])
            if entry is not None:
                entries.append(entry)
            if entry is not None and not _DATA_SOURCE.match(str(key)):
                names = [key, entry.name] if len(key) else [entry.name]
                root.put(names, _scalar(entry, match.start(), match.end()), match.start(), match.end())
    yield from _data_source(text, str(key), start, entries)
    yield from fragments(text, root, vocabulary)


def _entry(text: MappedText, start: int, line: str) -> Entry | None:
    match = _ENTRY.match(line)
    if match is None or match["name"] is None:
        return None

    def part(group: str) -> MappedText:
        first, last = match.span(group)
        return text[start + first : start + last]

    value = _unescaped(part("value")) if match["value"] is not None else part("other").strip()
    return Entry(name=_unescaped(part("name")), value=value, span=text[start : start + match.end()].strip().span)


def _unescaped(inner: MappedText) -> MappedText:
    written = str(inner)
    if "\\" not in written:
        return inner
    runs: list[Run] = []
    for match in scanner("ini", "string").finditer(written):
        runs.append((*match.span(), match[0][1] if match.lastgroup == "ESCAPE" else None))
    return mapped(inner, runs)


def _scalar(entry: Entry, start: int, end: int) -> Scalar:
    return Scalar(str(entry.value), lambda: entry.value, start, end)


def _data_source(text: MappedText, key: str, start: int, entries: list[Entry]) -> Iterator[Record]:
    match = _DATA_SOURCE.match(key)
    if match is not None and entries:
        yield Record(
            type="",
            entries=tuple(entries),
            span=text[start : start + 1].span.cover(entries[-1].span),
            uses=(Use(role="key", name=f"odbc:{match[1]}"),),
        )


FRONTEND = Frontend(name="reg", patterns=("*.reg",), read=read, comments=(";",))
