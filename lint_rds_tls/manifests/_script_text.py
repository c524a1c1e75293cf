"""Build scripts in Groovy, Kotlin and Scala as far as patterns need them: comments, strings, brackets, statements."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lint_rds_tls.model import Location
from lint_rds_tls.text import Span

__all__ = ["Block", "Quoted", "Script", "Statement", "script"]

_TOKEN = re.compile(r"""//[^\n]*|/\*.*?(?:\*/|\Z)|\"""|'''|"|'""", re.DOTALL)
_IN_STRING = re.compile(r"\\.|\$\{|\"|\n", re.DOTALL)
_IN_CHARACTERS = re.compile(r"\\.|'|\n", re.DOTALL)
_IN_TEMPLATE = re.compile(r"""[{}\n]|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""")
_BRACKET = re.compile(r"[()\[\]{}]")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_HEAD = re.compile(r"""[A-Za-z_][\w.]*|"\x01*"|'\x01*'|`[^`\n]*`""")
_STOP = re.compile(r"[()\[\]{};\n]")
#: A line that ends so goes on in the next one, and so does one before a line that starts so.
_GOES_ON = re.compile(r"[,=+({\[]\s*\Z")
_FOLLOWS = re.compile(r"\s{0,200}(?:\.|\?:|\?\.)")

#: Words before a brace are no longer, blocks around a place no more.
_LONGEST_HEAD = 400
_DEEPEST = 40

#: Stands for the characters inside strings.
_FILLER = "\x01"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A string: where its quotes and what is between them stand."""

    start: int
    end: int
    inner: Span
    plain: bool  #: single quotes: nothing inside is replaced in Groovy


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between braces, and the words before them."""

    head: str
    start: int  #: behind the opening brace
    end: int  #: before the closing one
    outer: Block | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that starts with a name: a call, an assignment, a block."""

    head: str
    start: int  #: of its name
    rest: int  #: behind its name
    end: int


class Script:
    """One text of a build script; `code` is as long as it, without comments and what strings say."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.kotlin = path.endswith((".kts", ".kt"))
        self.strings: dict[int, Quoted] = {}
        self.code = self._blanked()
        self.pairs = self._paired()  #: the place of the closing bracket by that of the opening one
        self.blocks = self._blocked()
        self._starts = [block.start for block in self.blocks]

    def _blanked(self) -> str:
        text, parts, last, position = self.text, [], 0, 0
        while match := _TOKEN.search(text, position):
            parts.append(text[last : match.start()])
            if match[0].startswith("/"):
                parts.append(re.sub(r"[^\n]", " ", match[0]))
                last = position = match.end()
                continue
            end = self._string_end(match)
            if end is None:
                parts.append(" ")  # a quote that nothing closes on its line
                last = position = match.start() + 1
                continue
            width = len(match[0])
            inner = Span(match.end(), end - width)
            self.strings[match.start()] = Quoted(match.start(), end, inner, match[0].startswith("'"))
            quote = match[0][0]
            filled = end - match.start() - 2
            parts.append(quote + _FILLER * filled + quote)
            last = position = end
        parts.append(text[last:])
        return "".join(parts)

    def _string_end(self, match: re.Match[str]) -> int | None:
        if len(match[0]) == 3:
            closing = self.text.find(match[0], match.end())
            return closing + 3 if closing >= 0 else None
        position = match.end()
        pattern = _IN_STRING if match[0] == '"' else _IN_CHARACTERS
        while found := pattern.search(self.text, position):
            if found[0] == match[0]:
                return found.end()
            if found[0] == "\n":
                return None
            position = self._template_end(found.end()) if found[0] == "${" else found.end()
        return None

    def _template_end(self, position: int) -> int:
        depth = 1
        while match := _IN_TEMPLATE.search(self.text, position):
            if match[0] == "\n":
                return match.start()
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            position = match.end()
            if not depth:
                break
        return position

    def _paired(self) -> dict[int, int]:
        pairs: dict[int, int] = {}
        opened: list[int] = []
        for match in _BRACKET.finditer(self.code):
            if match[0] not in _CLOSES:
                opened.append(match.start())
            elif opened and self.code[opened[-1]] == _CLOSES[match[0]]:
                pairs[opened.pop()] = match.start()
        pairs.update(dict.fromkeys(opened, len(self.code)))  # a text that is cut off
        return pairs

    def _blocked(self) -> tuple[Block, ...]:
        blocks: list[Block] = []
        above: list[Block] = []
        for start in sorted(place for place in self.pairs if self.code[place] == "{"):
            while above and above[-1].end <= start:
                above.pop()
            block = Block(self._words_before(start), start + 1, self.pairs[start], above[-1] if above else None)
            blocks.append(block)
            above.append(block)
        return tuple(blocks)

    def _words_before(self, place: int) -> str:
        first = max(place - _LONGEST_HEAD, 0)
        start = max(self.code.rfind(mark, first, place) for mark in "\n;{}") + 1
        if not self.code[start:place].strip() and start:
            start = max(self.code.rfind(mark, first, start - 1) for mark in "\n;{}") + 1
        return self.text[start:place].strip() if start < place else ""

    def around(self, place: int) -> Iterator[Block]:
        """The blocks that hold a place, the innermost first."""
        index = bisect_right(self._starts, place) - 1
        block = self.blocks[index] if index >= 0 else None
        depth = 0
        while block is not None and depth < _DEEPEST:
            if block.start <= place <= block.end:
                yield block
            block = block.outer
            depth += 1

    def statements(self, start: int, end: int) -> Iterator[Statement]:
        """What stands between two places, outside of the blocks there."""
        position = start
        while position < end:
            if self.code[position] in " \t\r\n;":
                position += 1
                continue
            stop = self._statement_end(position, end)
            head = _HEAD.match(self.code, position, stop)
            if head is not None:
                yield Statement(self.text[position : head.end()], position, head.end(), stop)
            position = max(stop, position + 1)

    def _statement_end(self, start: int, end: int) -> int:
        position = start
        while match := _STOP.search(self.code, position, end):
            if match.start() in self.pairs:
                position = min(self.pairs[match.start()] + 1, end)
            elif match[0] == ";":
                return match.start()
            elif match[0] == "\n":
                goes_on = _GOES_ON.search(self.code, max(start, match.start() - 80), match.start())
                if not goes_on and not _FOLLOWS.match(self.code, match.end(), end):
                    return match.start()
                position = match.end()
            else:
                position = match.end()
        return end

    def split(self, start: int, end: int, mark: str = ",") -> Iterator[tuple[int, int]]:
        """The parts between marks outside of brackets, without white space around them."""
        position = first = start
        stop = re.compile(rf"[()\[\]{{}}{re.escape(mark)}]")
        while match := stop.search(self.code, position, end):
            if match[0] == mark:
                yield self.trimmed(first, match.start())
                first = match.end()
            position = min(self.pairs.get(match.start(), match.start()) + 1, end)
        if first < end:
            yield self.trimmed(first, end)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The same range without white space at its ends."""
        part = self.code[start:end]
        return start + len(part) - len(part.lstrip()), max(start + len(part.rstrip()), start)

    def arguments(self, start: int, end: int) -> tuple[list[tuple[int, int]], tuple[int, int]]:
        """The arguments of a call, in parentheses or bare, and the closure behind them."""
        start, end = self.trimmed(start, end)
        if self.code[start : start + 1] == "(":
            close = min(self.pairs[start], end)
            return list(self.split(start + 1, close)), self._closure(min(close + 1, end), end)
        closure = self._closure(start, end)
        return list(self.split(start, closure[0] if closure[0] < closure[1] else end)), closure

    def _closure(self, start: int, end: int) -> tuple[int, int]:
        position = start
        while match := _BRACKET.search(self.code, position, end):
            close = min(self.pairs.get(match.start(), end), end)
            if match[0] == "{":
                return match.start(), close
            position = close + 1
        return end, end

    def place(self, start: int, end: int) -> Location:
        """A range of the text."""
        return Location(path=self.path, span=Span(start, max(start, end)))


@lru_cache(maxsize=512)
def script(text: str, path: str) -> Script:
    """The text as a script."""
    return Script(text, path)
