"""Leaves out of Python source what cannot matter, since libcst is slow: bodies of functions that never connect."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lint_rds_tls.frontends._python.scan import Line, Text
from lint_rds_tls.model import Vocabulary
from lint_rds_tls.text import MappedText

__all__ = ["Islands", "islands"]

_FUNCTION = re.compile(r"(?:async\s+)?def\s+(\w+)")
#: Functions that give attributes the values that others use.
_SETTING_UP = re.compile(r"__(?:post_)?(?:init|new|enter)__|set_?up.*", re.IGNORECASE)
#: A text that may have to do with a connection: a pair at its start or behind a sign that separates pairs; a URL; a
#: document; the name of a file of certificates. Those of other products are among them: this only saves time. SQL is
#: not.
_MATTERS = re.compile(
    r"\s*(?:(?!(?i:select|insert|update|delete|with|create|alter|drop|where|and|or)\b)[A-Za-z][\w -]{0,40}=|[\[{<])"
    r"|.*?(?:[;?&]\s*[A-Za-z][\w -]{0,40}=|://|\.(?:pem|crt|cer|der|p7b)[\"'])",
    re.DOTALL,
)
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


def islands(text: MappedText, cut: Sequence[Line], imported: Collection[str], vocabulary: Vocabulary) -> Islands:
    """Leave out what cannot matter of a source with these logical lines, which imports these modules."""
    source = str(text)
    watch = _Watch(source, imported, vocabulary)
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

    def __init__(self, source: str, imported: Collection[str], vocabulary: Vocabulary) -> None:
        self._source = source
        lowered = source.lower()
        self._lowered = lowered if len(lowered) == len(source) else source
        called = (_called(path) for path in vocabulary.calls if path.partition(".")[0] in (*imported, "*"))
        words = {*vocabulary.programs, *called}
        self._words = [word for word in sorted(words) if word and word in lowered]
        self._keys = _names([key for key in sorted(vocabulary.keys) if key in lowered])

    def matters(self, lines: Sequence[Line]) -> bool:
        """Whether one of the lines holds a known name, or a text that may matter."""
        return any(map(self._line, lines))

    def _line(self, line: Line) -> bool:
        texts = line.texts
        if texts and texts[0].start == line.code and not self._source[texts[-1].end : line.end].strip():
            return False  # what only stands there is a comment
        return (
            any(self._lowered.find(word, line.code, line.end) >= 0 for word in self._words)
            or (self._keys is not None and self._keys.search(self._lowered, line.code, line.end) is not None)
            or any(map(self._text, texts))
        )

    def _text(self, text: Text) -> bool:
        start = text.start + len(text.prefix) + len(text.quote)
        return _MATTERS.match(self._source, start, text.end) is not None


def _names(keys: Sequence[str]) -> re.Pattern[str] | None:
    """Finds keys of dicts and names of arguments."""
    if not keys:
        return None
    any_of = "|".join(map(re.escape, keys))
    return re.compile(rf"""["'](?:\w{{1,80}}[_.:])?(?:{any_of})["']\s*[]:,)]|[(,]\s*(?:{any_of})\s*=(?!=)""")


def _called(path: str) -> str:
    """What tells a call of this function: its name, with the class where it is a method."""
    parts = path.split(".")
    if len(parts) < 2:
        return ""
    return ".".join(parts[-2:] if parts[-2][:1].isupper() else parts[-1:]).lower()
