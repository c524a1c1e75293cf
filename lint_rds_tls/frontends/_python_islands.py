"""Leaves out of Python source what cannot matter, since libcst is slow: bodies of functions that never connect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint_rds_tls.frontends._python_scan import Line
from lint_rds_tls.model import Vocabulary
from lint_rds_tls.text import MappedText

__all__ = ["Islands", "islands"]

_FUNCTION = re.compile(r"(?:async\s+)?def\s+(\w+)")
#: Functions that give attributes the values that others use.
_SETTING_UP = re.compile(r"__(?:post_)?(?:init|new|enter)__|set_?up.*", re.IGNORECASE)
#: A text that may have to do with a connection: a pair at its start or behind a sign that separates pairs; a URL; a
#: document. Those of other products, and much SQL, are among them: this only saves time.
_MATTERS = re.compile(r"\s*(?:[A-Za-z][\w -]{0,40}=|[\[{<])|.*?(?:[;?&]\s*[A-Za-z][\w -]{0,40}=|://)", re.DOTALL)
_COMPOUND = re.compile(r"(?:if|elif|else|for|while|with|try|except|finally|def|class|async|match|case)\b")
#: Statements that are longer than this are data.
_DATA = 4000
#: Expressions that stand deeper one in the other take libcst for ever, or crash it.
_DEEPEST = 200
_DEEPEST_BRACKETS = 60


@dataclass(frozen=True, slots=True)
class Islands:
    """What of a source is worth parsing."""

    text: MappedText  #: the source, `pass` for what was left out; empty where nothing matters
    deep: tuple[Line, ...]  #: statements that are nested too deep to be parsed


def islands(text: MappedText, cut: Sequence[Line], vocabulary: Vocabulary) -> Islands:
    """Leave out what cannot matter of a source with these logical lines."""
    source = str(text)
    watch = _Watch(source, vocabulary)
    deep: list[Line] = []
    kept: list[tuple[int, int, str]] = []  # what is kept, and what stands for what follows it
    found = False
    start = index = 0
    while index < len(cut):
        line = cut[index]
        function = _FUNCTION.match(source, line.code)
        end = index + 1
        if function is not None:
            while end < len(cut) and cut[end].indent > line.indent:
                end += 1
        matters = watch.matters(cut[index:end])
        found = found or matters
        if function is not None and end > index + 1 and not matters and not _SETTING_UP.fullmatch(function[1]):
            kept.append((start, line.end, " " * (line.indent + 1) + "pass\n"))
            start = cut[end - 1].end
        else:
            for each in cut[index:end]:
                too_deep = each.nesting > _DEEPEST_BRACKETS or each.depth(source) > _DEEPEST
                data = each.end - each.code > _DATA and not watch.matters([each])
                if (too_deep or data) and not _COMPOUND.match(source, each.code):
                    kept.append((start, each.code, "pass\n"))
                    start = each.end
                if too_deep:
                    deep.append(each)
        index = end
    kept.append((start, len(source), ""))
    return Islands(MappedText.joined(_pieces(text, kept)) if found else MappedText(), tuple(deep))


def _pieces(text: MappedText, kept: list[tuple[int, int, str]]) -> Iterator[MappedText]:
    for start, end, instead in kept:
        yield text[start:end]
        if instead:
            yield MappedText.decoded(instead, text[end:end].span)


class _Watch:
    """Tells lines that may have to do with a connection."""

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self._source = source
        self._lowered = source.lower() if len(source.lower()) == len(source) else source
        words = {*vocabulary.keys, *vocabulary.programs, *map(_called, vocabulary.calls)}
        self._words = [word for word in sorted(words) if word and word in self._lowered]

    def matters(self, lines: Sequence[Line]) -> bool:
        """Whether one of the lines holds a known name, or a text that may matter."""
        return any(map(self._line, lines))

    def _line(self, line: Line) -> bool:
        texts = line.texts
        if texts and texts[0].start == line.code and not self._source[texts[-1].end : line.end].strip():
            return False  # what only stands there is a comment
        return any(self._lowered.find(word, line.code, line.end) >= 0 for word in self._words) or any(
            _MATTERS.match(self._source, text.start + len(text.prefix) + len(text.quote), text.end) for text in texts
        )


def _called(path: str) -> str:
    """What tells a call of this function: its name, with the class where it is a method."""
    parts = path.lower().split(".")
    if len(parts) < 2:
        return ""
    return ".".join(parts[-2:]) if path.split(".")[-2][:1].isupper() else parts[-1]
