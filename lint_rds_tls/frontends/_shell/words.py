"""Words of a shell script: quotes, escapes, and expansions with what stands in them."""

from __future__ import annotations

import re
from functools import cache

from lint_rds_tls.frontends._shell.nodes import (
    Chars,
    Node,
    Parameter,
    Part,
    Redirect,
    Script,
    Simple,
    Substitution,
    Unknown,
    Word,
)
from lint_rds_tls.frontends._shell.quotes import commands_in, unescaped, unticked
from lint_rds_tls.grammar import scanner
from lint_rds_tls.text import MappedText

__all__ = ["TooDeep", "Words"]

#: Constructs inside each other; keeps within Python's own stack.
_DEEPEST = 40
_NAME = re.compile(r"([#!]?)([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?$!-])")
_LENGTH_OF_ALL = re.compile(r"#\}|[?$!-]\}")
_SIGN = re.compile(r":[-=?+]|##?|%%?|//?|\^\^?|,,?|@[A-Za-z]|[-=?+:*@]")
_TEMPLATE = re.compile(r"\{\{[^\n]{0,500}?\}\}|\{%[^\n]{0,500}?%\}|<%[^\n]{0,500}?%>|@@\w+@@")
_TICK = re.compile(r"[^`\\]+|\\[\s\S]|\\")
_ANSI = re.compile(
    r"\\(?:x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|c[\s\S]|[\s\S])|[^\\]+|\\",
)


class TooDeep(Exception):  # noqa: N818 - not an error of anybody's
    """Constructs nest deeper than anybody writes them."""


@cache
def mode(name: str, trivia: str = "") -> re.Pattern[str]:
    """The terminals of one state of the lexer."""
    return scanner("shell", name, trivia)


class Words:
    """Reads words at `pos`; statements in them are read by the parser that this is part of."""

    def __init__(self, mapped: MappedText, start: int = 0, end: int | None = None, depth: int = 0) -> None:
        self.mapped = mapped
        self.text = str(mapped)
        self.pos = start
        self.end = len(self.text) if end is None else end
        self.depth = depth
        self.problems: list[tuple[str, int]] = []
        self.uses: list[str] = []
        self.pending: list[tuple[Redirect, str, bool]] = []  #: here-documents that are asked for, with their delimiters
        self.lines: list[Simple] = []
        self.others: list[Script] = []
        self.substituting = 0
        self._no_arithmetic: set[int] = set()
        self._word = mode("word").match

    def statements(self, closing: str) -> list[Node]:
        """Commands up to a closing word or sign, which is left."""
        raise NotImplementedError

    def enter(self) -> None:
        """One construct deeper."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise TooDeep

    def problem(self, message: str, at: int) -> None:
        """Something that is not closed."""
        self.problems.append((message, at))

    def word(self) -> Word:
        """The word at `pos`; an empty one where there is none."""
        start = end = self.pos
        parts: list[Part] = []
        while (match := self._word(self.text, self.pos, self.end)) is not None:
            self._part(match, parts, quoted=False)
            end = end if match.lastgroup == "JOIN" else self.pos
        if len(parts) == 1 and isinstance(parts[0], Chars) and not parts[0].quoted and parts[0].said is None:
            return Word(start, end)
        return Word(start, end, parts)

    def _part(self, match: re.Match[str], parts: list[Part], *, quoted: bool) -> None:
        """What one terminal begins; it ends at `pos` then."""
        kind = match.lastgroup
        start, end = match.span()
        self.pos = end
        if kind in ("LITERAL", "BRACE", "ARGUMENT", "TERM", "DOLLAR", "UNCLOSED"):
            self._plain(start, end, parts, quoted)
            if kind == "UNCLOSED" and self.text[start] == "'":
                self.problem("a quotation mark is not closed", start)
                self._plain(start + 1, self.end, parts, quoted)
                self.pos = self.end
        elif kind == "PARAMETER":
            name = self.text[start + 1 : end]
            self.uses.append(name)
            parts.append(Parameter(start, end, quoted, name))
        elif kind == "WHOLE":
            parts.append(Chars(start + 1, end - 1, True))
        elif kind == "SINGLE":
            self._single(start + 1, end - 1, parts)
        elif kind in ("DOUBLE", "LOCALE"):
            self._double(start, parts)
        elif kind == "ESCAPE":
            parts.append(Chars(start + 1, end, True))
        elif kind == "ANSI":
            self._ansi(start, end, parts)
        elif kind == "EXTGLOB":
            self._extglob(start, parts)
        elif kind == "TEMPLATE":
            parts.append(Unknown(start, end, quoted, []))
        elif kind != "JOIN":
            self._expansion(str(kind), start, parts, quoted)

    def _expansion(self, kind: str, start: int, parts: list[Part], quoted: bool) -> None:
        self.enter()
        if kind == "BRACED":
            self._braced(start, parts, quoted)
        elif kind == "BACKTICK":
            self._backtick(start, parts, quoted)
        elif kind == "OLD":
            inner = self._arithmetic("]")
            parts.append(Unknown(start, self.pos, quoted, inner or []))
        elif (
            kind == "ARITHMETIC" and start not in self._no_arithmetic and (inner := self._arithmetic("))")) is not None
        ):
            parts.append(Unknown(start, self.pos, quoted, inner))
        else:
            self._no_arithmetic.add(start)
            self.pos = start + 2
            self.substituting += 1
            # Here-documents that the line around asks for begin behind that line.
            pending, self.pending = self.pending, []
            body = self.statements(")")
            self.pending = pending
            self.substituting -= 1
            self._close(")", start)
            script = Script(self.mapped, body)
            parts.append(Substitution(start, self.pos, quoted, script, process=kind == "PROCESS"))
        self.depth -= 1

    def _close(self, sign: str, start: int) -> None:
        if self.text.startswith(sign, self.pos) and self.pos < self.end:
            self.pos += len(sign)
        else:
            self.problem("a parenthesis is not closed" if sign == ")" else "a brace is not closed", start)
            self.pos = max(self.pos, start + 1)

    def _plain(self, start: int, end: int, parts: list[Part], quoted: bool) -> None:
        last = parts[-1] if parts else None
        if isinstance(last, Chars) and last.end == start and last.quoted == quoted and last.said is None and not quoted:
            last.end = end
        elif end > start:
            parts.append(Chars(start, end, quoted))

    def _single(self, start: int, end: int, parts: list[Part]) -> None:
        text = self.text[start:end]
        if "{{" in text or "<%" in text or "@@" in text or "{%" in text:
            last = start
            for match in _TEMPLATE.finditer(self.text, start, end):
                parts.append(Chars(last, match.start(), True))
                parts.append(Unknown(match.start(), match.end(), True, []))
                last = match.end()
            parts.append(Chars(last, end, True))
        else:
            parts.append(Chars(start, end, True))

    def _double(self, start: int, parts: list[Part]) -> None:
        inside = mode("double").match
        parts.append(Chars(self.pos, self.pos, True))
        while (match := inside(self.text, self.pos, self.end)) is not None and match.lastgroup != "QUOTE":
            self._inside(match, parts)
        if match is None:
            self.problem("a quotation mark is not closed", start)
        else:
            self.pos = match.end()

    def _inside(self, match: re.Match[str], parts: list[Part]) -> None:
        """What one terminal begins inside double quotes or a here-document."""
        kind = match.lastgroup
        start, end = match.span()
        if kind in ("TEXT", "LINES", "MARK", "BACKSLASH", "DOLLAR", "QUOTE"):
            self.pos = end
            parts.append(Chars(start, end, True))
        elif kind == "QUOTED":
            self.pos = end
            parts.append(Chars(start + 1, end, True))
        else:
            self._part(match, parts, quoted=True)

    def _ansi(self, start: int, end: int, parts: list[Part]) -> None:
        parts.append(Chars(start, start, True))
        for match in _ANSI.finditer(self.text, start + 2, end - 1):
            said = match[0]
            if said[0] != "\\":
                parts.append(Chars(match.start(), match.end(), True))
            else:
                parts.append(Chars(match.start(), match.end(), True, unescaped(said)))

    def _extglob(self, start: int, parts: list[Part]) -> None:
        """`@(a|b)`: its characters stand for themselves, with what is expanded between."""
        self.enter()
        self._plain(start, self.pos, parts, quoted=False)
        self._nested(parts)
        self.depth -= 1

    def _nested(self, parts: list[Part]) -> None:
        """Up to the parenthesis that closes the one before `pos`."""
        open_ = 1
        while open_ and self.pos < self.end:
            match = self._word(self.text, self.pos, self.end)
            if match is None:
                sign = self.text[self.pos]
                if sign in "\n;&<>":
                    return
                open_ += (sign == "(") - (sign == ")")
                self._plain(self.pos, self.pos + 1, parts, quoted=False)
                self.pos += 1
            else:
                self._part(match, parts, quoted=False)

    def _braced(self, start: int, parts: list[Part], quoted: bool) -> None:
        text = self.text
        match = _NAME.match(text, self.pos, self.end)
        if match is None or _LENGTH_OF_ALL.match(text, self.pos, self.end):
            inner = self._argument(quoted)
            self._close("}", start)
            name = text[inner.start : inner.end]
            if name and name in "#?$!-":
                parts.append(Parameter(start, self.pos, quoted, name))
            else:
                parts.append(Unknown(start, self.pos, quoted, commands_in(inner)))
            return
        self.pos = match.end()
        found = Parameter(start, start, quoted, match[2], prefix=match[1])
        self.uses.append(match[2])
        if text.startswith("[", self.pos):
            found.index = self.index()
        sign = _SIGN.match(text, self.pos, self.end)
        if sign is not None:
            self.pos = sign.end()
            found.sign = sign[0]
        plain = quoted and found.sign in (":-", ":=", ":?", ":+", "-", "=", "?", "+")
        found.argument = self._argument(plain, pattern=quoted and found.sign[:1] == "/")
        self._close("}", start)
        found.end = self.pos
        parts.append(found)

    def _argument(self, quoted: bool, pattern: bool = False) -> Word:
        inside = mode("quoted" if quoted else "braced").match
        start = self.pos
        parts: list[Part] = []
        if pattern and self.text.startswith('"/', start):
            # `${x//"/\"}` inside quotes: bash takes this one for itself.
            self._plain(start, start + 1, parts, quoted=False)
            self.pos += 1
        while (match := inside(self.text, self.pos, self.end)) is not None and match.lastgroup != "CLOSE":
            self._part(match, parts, quoted=False)
        return Word(start, self.pos, parts)

    def index(self) -> Word:
        """`[…]` behind a name."""
        start = self.pos
        self.pos += 1
        parts: list[Part] = []
        self._arithmetic("]", parts)
        return Word(start + 1, max(start + 1, self.pos - 1), parts)

    def _arithmetic(self, closing: str, parts: list[Part] | None = None) -> list[Substitution] | None:
        """Up to `closing`, past it; None where a lone parenthesis closes it."""
        start = self.pos
        parts = [] if parts is None else parts
        inside = mode("arithmetic").match
        open_: list[str] = []
        while (match := inside(self.text, self.pos, self.end)) is not None:
            kind = match.lastgroup
            if len(open_) > _DEEPEST and closing == "))":
                return None
            if kind == "OPEN":
                open_.append(")" if match[0] == "(" else "]")
                self._plain(self.pos, self.pos + 1, parts, quoted=False)
                self.pos += 1
            elif kind == "SHUT":
                if open_ and open_[-1] == match[0]:
                    open_.pop()
                elif closing[0] == match[0] and not open_:
                    if self.text.startswith(closing, self.pos):
                        self.pos += len(closing)
                        return commands_in(Word(start, self.pos, parts))
                    return None
                elif match[0] == ")":
                    return None
                self._plain(self.pos, self.pos + 1, parts, quoted=False)
                self.pos += 1
            else:
                self._part(match, parts, quoted=False)
        if closing == "]":
            return commands_in(Word(start, self.pos, parts))
        return None

    def arithmetic_command(self) -> Word | None:
        """`((…))` at `pos`; None where it is a subshell in a subshell."""
        start = self.pos
        if start in self._no_arithmetic:
            return None
        self.pos += 2
        parts: list[Part] = []
        if self._arithmetic("))", parts) is None:
            self._no_arithmetic.add(start)
            self.pos = start
            return None
        return Word(start, self.pos, parts)

    def regex(self) -> Word:
        """What stands behind `=~`: parentheses and bars are part of it."""
        start = self.pos
        parts: list[Part] = []
        open_ = 0
        while self.pos < self.end:
            match = self._word(self.text, self.pos, self.end)
            before = self.pos
            if match is not None:
                self._part(match, parts, quoted=False)
                if self.pos > before:
                    open_ += match.lastgroup == "EXTGLOB" and self.text[self.pos - 1] == "("
                    continue
            sign = self.text[self.pos]
            if sign in "\r\n" or (not open_ and sign in " \t;&") or (sign == ")" and not open_):
                break
            open_ += (sign == "(") - (sign == ")")
            self._plain(self.pos, self.pos + 1, parts, quoted=False)
            self.pos += 1
        return Word(start, self.pos, parts)

    def _backtick(self, start: int, parts: list[Part], quoted: bool) -> None:
        first = self.pos
        while (match := _TICK.match(self.text, self.pos, self.end)) is not None:
            self.pos = match.end()
        last = self.pos
        if self.pos < self.end:
            self.pos += 1
        else:
            self.problem("a backtick is not closed", start)
        inner = self.mapped[first:last]
        if "\\" in self.text[first:last]:
            inner = unticked(inner, quoted)
        script = Script(inner, [])
        self.others.append(script)
        other = type(self)(inner, depth=self.depth)
        other.substituting = 1
        script.body = other.statements("")
        self.uses += other.uses
        script.lines, script.others = other.lines, other.others
        parts.append(Substitution(start, self.pos, quoted, script))

    def document(self, start: int, end: int) -> Word:
        """The lines of a here-document whose delimiter is not quoted."""
        back, self.pos, limit, self.end = self.pos, start, self.end, end
        inside = mode("heredoc").match
        parts: list[Part] = []
        while (match := inside(self.text, self.pos, self.end)) is not None:
            if match.lastgroup == "QUOTED" and match[0] == '\\"':
                parts.append(Chars(self.pos, match.end(), True))
                self.pos = match.end()
            else:
                self._inside(match, parts)
        self.pos, self.end = back, limit
        return Word(start, end, parts)
