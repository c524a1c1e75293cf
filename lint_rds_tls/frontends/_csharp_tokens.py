"""Cuts C# into tokens: every form of string, interpolation with its holes, and the branches of #if."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from lint_rds_tls.grammar import scanner

__all__ = ["KEYWORDS", "NEW_LINE", "Scan", "Tokens", "before_new_line", "indentation_start", "scan", "words"]


def words(text: str) -> frozenset[str]:
    """The words of a text, written apart by white space."""
    return frozenset(text.split())


#: Reserved words are their own kind of token; contextual ones (`var`, `when`, `nameof`) are names.
KEYWORDS = words(
    """abstract as base bool break byte case catch char checked class const continue decimal default delegate do double
    else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is
    lock long namespace new null object operator out override params private protected public readonly ref return sbyte
    sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe
    ushort using virtual void volatile while"""
)

#: What ends a line in C# (ECMA-334 §6.3.2).
NEW_LINE = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")

_LINE_ENDS = "\r\n\x85\u2028\u2029"
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_HOLE_SIGNS = frozenset(("(", ")", "[", "]", "{", "}", ";", ":", "::"))
_DIRECTIVE = re.compile(r"#\s*(\w+)(.*)", re.DOTALL)

#: More versions of a file than this are not read; what is in no version by then is read together in the last one.
_MOST_VARIANTS = 8


def indentation_start(source: str, position: int) -> int:
    """Where the white space before `position` starts, on its line."""
    while position and source[position - 1].isspace() and source[position - 1] not in _LINE_ENDS:
        position -= 1
    return position


def before_new_line(source: str, start: int, end: int) -> int:
    """`end` without the new line before it, not before `start`."""
    if end > start and source[end - 1] in _LINE_ENDS:
        end -= 2 if end - 1 > start and source[end - 2 : end] == "\r\n" else 1
    return end


class Tokens:
    """Tokens in columns; the kind of one is its word or sign itself, or a name in capitals.

    NAME, NUMBER, CHARACTER, STRING, VERBATIM, RAW, UTF8, BROKEN (a string without its end), JUNK; and for interpolated
    strings INTERPOLATED (from $ to the first quote), TEXT, HOLE (its opening braces), FORMAT, HOLE_END and
    INTERPOLATED_END.
    """

    __slots__ = ("ends", "kinds", "starts")

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, kind: str, start: int, end: int) -> None:
        """Append one token."""
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    def extend(self, other: Tokens) -> None:
        """Append all tokens of `other`."""
        self.kinds += other.kinds
        self.starts += other.starts
        self.ends += other.ends

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(slots=True)
class _Branch:
    """The text between two lines of an #if … #endif."""

    start: int
    end: int
    parts: list[Tokens | _Chain] | None = None  #: None until read


@dataclass(slots=True)
class _Chain:
    """The branches of one #if … #endif; the missing #else is an empty branch."""

    branches: list[_Branch] = field(default_factory=list)
    taken: int = -1  #: what a compiler without symbols reads


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


class _Lexer:
    """Reads parts of one source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.symbols: set[str] = set()

    def read(self, start: int, end: int) -> list[Tokens | _Chain]:
        """The tokens of a part, and the branches in it, those not taken still unread."""
        self.position, self.end = start, end
        self.frames: list[_Frame] = []
        self.tokens = Tokens()
        parts: list[Tokens | _Chain] = [self.tokens]
        self.open: list[tuple[_Chain, list[Tokens | _Chain]]] = []  # with the parts around each
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
                if frame is None and (not first or source[first - 1] in _LINE_ENDS):
                    self.position = end
                    self._directive(source[start:end])
                else:
                    self.tokens.add("JUNK", start, start + 1)
                    self.position = start + 1
                return
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
        word, rest = _directive_word(line)
        if word == "define":
            self.symbols.add(rest.strip())
        elif word == "undef":
            self.symbols.discard(rest.strip())
        elif word == "if":
            chain = _Chain()
            self.parts.append(chain)
            self.open.append((chain, self.parts))
            self._begin_branch(chain, word, rest)
        elif word in ("elif", "else", "endif") and self.open:
            chain = self.open[-1][0]
            chain.branches[-1].end = self.position - len(line)
            self._begin_branch(chain, word, rest)

    def _begin_branch(self, chain: _Chain, word: str, condition: str) -> None:
        """Go on after a line of `chain`: into the branch, where it is taken, or behind all that are not."""
        while word != "endif":
            branch = _Branch(self.position, self.end)
            chain.branches.append(branch)
            if chain.taken < 0 and (word == "else" or _holds(condition.split("//")[0], self.symbols)):
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
            word, condition = _directive_word(line[0])
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
            chain.branches.append(_Branch(end, end, []))
        self.tokens = Tokens()
        self.parts.append(self.tokens)


@dataclass(frozen=True, slots=True)
class Scan:
    """A source cut into tokens."""

    source: str
    tokens: Tokens  #: as a compiler without preprocessor symbols reads it
    variants: tuple[Tokens, ...]  #: the same with other branches of #if taken, until each was taken once


def scan(source: str) -> Scan:
    """Cut `source` into tokens; takes any text."""
    lexer = _Lexer(source)
    parts = lexer.read(0, len(source))
    unread = {id(branch) for branch in _branches(parts)}
    if not unread:
        return Scan(source, _variant(lexer, parts, unread, everything=False), ())
    first = _variant(lexer, parts, unread, everything=False)
    others: list[Tokens] = []
    while unread and len(others) < _MOST_VARIANTS:
        others.append(_variant(lexer, parts, unread, everything=len(others) == _MOST_VARIANTS - 1))
    return Scan(source, first, tuple(others))


def _branches(parts: list[Tokens | _Chain]) -> Iterator[_Branch]:
    for part in parts:
        if isinstance(part, _Chain):
            yield from part.branches


def _variant(lexer: _Lexer, parts: list[Tokens | _Chain], unread: set[int], *, everything: bool) -> Tokens:
    """The tokens with one branch of each chain, one that was not in a variant yet where there is any."""
    tokens = Tokens()
    waiting: list[Tokens | _Chain] = list(reversed(parts))
    while waiting:
        part = waiting.pop()
        if isinstance(part, Tokens):
            tokens.extend(part)
            continue
        chosen = [part.branches[part.taken]]
        if chosen[0].parts is not None and id(chosen[0]) not in unread:
            chosen = [branch for branch in part.branches if _fresh(branch, unread)] or chosen
        for branch in reversed(chosen if everything else chosen[:1]):
            if branch.parts is None:
                branch.parts = lexer.read(branch.start, branch.end)
                unread.update(id(inner) for inner in _branches(branch.parts))
            unread.discard(id(branch))
            waiting.extend(reversed(branch.parts))
    return tokens


def _fresh(branch: _Branch, unread: set[int]) -> bool:
    """Whether the branch, or one inside it, was in no variant yet."""
    waiting = [branch]
    while waiting:
        each = waiting.pop()
        if id(each) in unread:
            return True
        waiting.extend(_branches(each.parts or []))
    return False


def _directive_word(line: str) -> tuple[str, str]:
    """The word behind #, and what follows it."""
    match = _DIRECTIVE.match(line.strip())
    return (match[1], match[2]) if match else ("", "")


_GROUP = re.compile(r"\(([^()]*)\)")
_EQUALITY = re.compile(r"([=!]=)")


def _holds(condition: str, symbols: set[str]) -> bool:
    """The value of an #if condition; what is not understood is false."""

    def atom(text: str) -> bool:
        name = text.replace("!", "").strip()
        return (name == "true" or name in symbols) is not bool(text.count("!") % 2)

    def equality(text: str) -> bool:
        first, *others = _EQUALITY.split(text)
        value = atom(first)
        for sign, other in zip(others[::2], others[1::2], strict=True):
            value = (value is atom(other)) is (sign == "==")
        return value

    def flat(text: str) -> bool:
        return any(all(map(equality, part.split("&&"))) for part in text.split("||"))

    while True:
        simpler = _GROUP.sub(lambda group: " true " if flat(group[1]) else " false ", condition)
        if simpler == condition:
            return flat(condition)
        condition = simpler
