"""Cuts C# into tokens: every form of string, interpolation with its holes, and the branches of #if."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lint_rds_tls.frontends._code.tokens import (
    KEYWORDS,
    LINE_ENDS,
    NEW_LINE,
    Branch,
    Chain,
    Tokens,
    before_new_line,
    indentation_start,
)
from lint_rds_tls.frontends._csharp.directives import directive_word, holds
from lint_rds_tls.grammar import scanner

__all__ = ["Lexer"]

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_HOLE_SIGNS = frozenset(("(", ")", "[", "]", "{", "}", ";", ":", "::"))


@dataclass(slots=True)
class _Frame:
    """An interpolated string that is open."""

    mode: str  #: regular | verbatim | raw
    braces: int  #: how many open a hole
    quotes: int  #: how many end it
    lines: bool = False  #: raw, its text on lines of its own
    brackets: list[str] | None = None  #: what is open in the hole; None outside holes
    text: int = 0  #: where the first piece of text starts


@cache
def _mode(name: str) -> re.Pattern[str]:
    return scanner("csharp", name, "trivia" if name == "code" else "")


class Lexer:
    """Reads parts of one source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.symbols: set[str] = set()

    def read(self, start: int, end: int, *, assume: bool = False) -> list[Tokens | Chain]:
        """The tokens of a part, and the branches in it, those not taken still unread.

        With `assume` every condition holds, for parts that are read although their own did not.
        """
        self.assume = assume
        self.position, self.end = start, end
        self.frames: list[_Frame] = []
        self.tokens = Tokens()
        parts: list[Tokens | Chain] = [self.tokens]
        self.open: list[tuple[Chain, list[Tokens | Chain]]] = []  # with the parts around each
        self.parts = parts
        while self.position < end:
            if self.frames and self.frames[-1].brackets is None:
                self._text(self.frames[-1])
            else:
                self._code()
        while self.frames:
            self._abandon(end)
        while self.open:
            self._end_chain(end)
        return parts

    # --- code

    def _code(self) -> None:
        source = self.source
        kinds, starts, ends = self.tokens.kinds, self.tokens.starts, self.tokens.ends
        frame = self.frames[-1] if self.frames else None
        for match in _mode("code").finditer(source, self.position, self.end):
            kind = match.lastgroup
            if kind is None:
                break
            start, end = match.span(kind)
            if kind == "NAME":
                text = source[start:end]
                if text in KEYWORDS:
                    kind = text
            elif kind == "PUNCTUATION":
                kind = source[start:end]
                if frame is not None and kind in _HOLE_SIGNS and self._hole_ends(frame, kind, start):
                    return
            elif kind == "INTERPOLATED":
                self.tokens.add(kind, start, end)
                self._open(source[start:end], end)
                return
            elif kind == "DIRECTIVE":
                first = indentation_start(source, start)
                if frame is None and (not first or source[first - 1] in LINE_ENDS):
                    self.position = end
                    self._directive(source[start:end])
                else:
                    self.tokens.add("JUNK", start, start + 1)
                    self.position = start + 1
                return
            elif kind == "DOLLARS":
                kind = "JUNK"
            elif kind == "JUNK":
                if source[start].isspace():
                    continue
            elif kind != "NUMBER" and kind != "CHARACTER":
                kind = "UTF8" if source[end - 1] == "8" and kind != "BROKEN" else kind
            kinds.append(kind)
            starts.append(start)
            ends.append(end)
        self.position = self.end

    def _hole_ends(self, frame: _Frame, sign: str, start: int) -> bool:
        """Whether this sign ends the code of a hole (and where, see `position`)."""
        brackets = frame.brackets if frame.brackets is not None else []
        if sign in _CLOSING:
            brackets.append(_CLOSING[sign])
            return False
        if sign in (":", "::"):
            if brackets:
                return False
            self._format(frame, start + 1)
            return True
        if brackets:
            if sign == brackets[-1]:
                brackets.pop()
            return False
        if sign == "}":
            self._close_hole(frame, start)
        else:
            self._abandon(start)
        return True

    # --- interpolated strings

    def _open(self, opening: str, end: int) -> None:
        frame = _Frame("regular", 1, 1, text=end)
        if "@" in opening:
            frame.mode = "verbatim"
        elif opening.endswith('"""'):
            dollars = len(opening.rstrip('"'))
            frame = _Frame("raw", dollars, len(opening) - dollars, text=end)
            line = NEW_LINE.search(self.source, end, self.end)
            if line is not None and not self.source[end : line.start()].strip():
                frame.lines, frame.text = True, line.end()
        self.frames.append(frame)
        self.position = frame.text

    def _text(self, frame: _Frame) -> None:
        if frame.mode == "raw":
            self._raw_text(frame)
            return
        match = _mode(frame.mode + "_text").match(self.source, self.position, self.end)
        kind, end = (match.lastgroup, match.end()) if match else ("JUNK", self.end)
        if kind == "HOLE":
            self._open_hole(frame, self.position)
        elif kind == "QUOTE":
            self._close(self.position, end)
        elif kind == "JUNK" and self.source[self.position] != "}":
            self._abandon(self.position)
        else:
            self.tokens.add("TEXT", self.position, end)
            self.position = end

    def _raw_text(self, frame: _Frame) -> None:
        start = self.position
        for match in _mode("raw_text").finditer(self.source, start, self.end):
            first, end, length = match.start(), match.end(), match.end() - match.start()
            if match.lastgroup == "QUOTES" and length >= frame.quotes:
                last = before_new_line(self.source, start, indentation_start(self.source, first))
                self._raw_piece(start, last if frame.lines else end - frame.quotes)
                self._close(end - frame.quotes, end)
                return
            if match.lastgroup == "BRACES" and length >= frame.braces:
                self._raw_piece(start, end - frame.braces)
                self._open_hole(frame, end - frame.braces)
                return
            if not frame.lines and match.lastgroup == "RAW_TEXT":
                line = NEW_LINE.search(self.source, first, end)
                if line is not None:
                    self._raw_piece(start, line.start())
                    self._abandon(line.start())
                    return
        self._raw_piece(start, self.end)
        self._abandon(self.end)

    def _raw_piece(self, start: int, end: int) -> None:
        if start < end:
            self.tokens.add("TEXT", start, end)

    def _open_hole(self, frame: _Frame, start: int) -> None:
        self.position = start + frame.braces
        self.tokens.add("HOLE", start, self.position)
        frame.brackets = []

    def _format(self, frame: _Frame, start: int) -> None:
        match = _mode(frame.mode + "_format").match(self.source, start, self.end)
        end = start
        if match is not None and match.lastgroup != "JUNK":
            end = match.end()
            self.tokens.add("FORMAT", start, end)
        if self.source[end : end + 1] == "}":
            self._close_hole(frame, end)
        else:
            self._abandon(end)

    def _close_hole(self, frame: _Frame, start: int) -> None:
        self.position = min(start + frame.braces, self.end)
        self.tokens.add("HOLE_END", start, self.position)
        frame.brackets = None

    def _close(self, start: int, end: int) -> None:
        self.tokens.add("INTERPOLATED_END", start, end)
        self.frames.pop()
        self.position = end

    def _abandon(self, position: int) -> None:
        """End a string that has no end where its text cannot go on."""
        if self.frames[-1].brackets is not None:
            self.tokens.add("HOLE_END", position, position)
        self._close(position, position)

    # --- directives

    def _directive(self, line: str) -> None:
        word, rest = directive_word(line)
        if word == "define":
            self.symbols.add(rest.strip())
        elif word == "undef":
            self.symbols.discard(rest.strip())
        elif word == "if":
            chain = Chain()
            self.parts.append(chain)
            self.open.append((chain, self.parts))
            self._begin_branch(chain, word, rest)
        elif word in ("elif", "else", "endif") and self.open:
            chain = self.open[-1][0]
            chain.branches[-1].end = self.position - len(line)
            self._begin_branch(chain, word, rest)

    def _begin_branch(self, chain: Chain, word: str, condition: str) -> None:
        """Go on after a line of `chain`: into the branch, where it is taken, or behind all that are not."""
        while word != "endif":
            branch = Branch(self.position, self.end)
            chain.branches.append(branch)
            if chain.taken < 0 and (word == "else" or self.assume or holds(condition.split("//")[0], self.symbols)):
                chain.taken = len(chain.branches) - 1
                self.tokens = Tokens()
                branch.parts = self.parts = [self.tokens]
                return
            line = self._next_branch_line()
            if line is None:
                self.position = self.end
                self._end_chain(self.end)
                return
            branch.end, self.position = line.start(), line.end()
            word, condition = directive_word(line[0])
        self._end_chain(self.position)

    def _next_branch_line(self) -> re.Match[str] | None:
        depth = 0
        for match in _mode("branches").finditer(self.source, self.position, self.end):
            word = match[0].strip().lstrip("#").lstrip()
            if word.startswith("if"):
                depth += 1
            elif not depth:
                return match
            elif word.startswith("endif"):
                depth -= 1
        return None

    def _end_chain(self, end: int) -> None:
        chain, self.parts = self.open.pop()
        chain.branches[-1].end = min(chain.branches[-1].end, end)
        if chain.taken < 0:
            chain.taken = len(chain.branches)
            chain.branches.append(Branch(end, end, []))
        self.tokens = Tokens()
        self.parts.append(self.tokens)
