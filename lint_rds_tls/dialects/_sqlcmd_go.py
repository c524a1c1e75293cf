"""The command line of go-sqlcmd that keeps to the old tool's letters: its own pre-pass, then spf13/pflag's rules.

From convertOsArgs and setFlags in cmd/sqlcmd/sqlcmd.go of microsoft/go-sqlcmd and parseLongArg and parseSingleShortArg
of spf13/pflag; held against the real programs (tests/recorded/go-sqlcmd/arguments.jsonl.gz).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lint_rds_tls.dialects._go_options import Flag, Release, release
from lint_rds_tls.dialects._go_values import boolean, decimal, invalid, refused
from lint_rds_tls.dialects._sqlcmd_options import Option, Parsed, complaint, starts_unknown, stray
from lint_rds_tls.model import Complaint, Word
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import Version

__all__ = ["parse"]

#: Options that take every word up to the next option.
_LISTS = ("-v", "-i")
#: What is put in behind an option that stands alone.
_FILLS = {"r": "0", "k": "0", "L": "|", "X": "0"}


def parse(words: Sequence[Word], version: Version) -> Parsed:
    """Read the arguments as a release does."""
    own = release(version)
    crash = _crash(words, own)
    if crash is not None:
        return Parsed(options=(), complaint=complaint("panic: runtime error: index out of range", "", crash))
    return _Reader(_filled(_help(words, own), own), own).read()


# --- before pflag ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    word: Word
    index: int  #: of the word among the arguments
    filled: bool = False  #: put in by the pre-pass


def _crash(words: Sequence[Word], release: Release) -> Word | None:
    """The word over which the pre-pass stumbles: an empty one, whose first character it looks at."""
    for index, word in enumerate(words):
        written = str(word.text)
        before = str(words[index - 1].text) if index else ""
        if not written and (not release.short_flags_only or (_is_flag(before, release) and before not in _LISTS)):
            return word
        following = str(words[index + 1].text) if index + 1 < len(words) else "-"
        if written == "-" and release.fills_attached and following.startswith("-"):
            return word
    return None


def _help(words: Sequence[Word], release: Release) -> list[_Token]:
    found = []
    for index, word in enumerate(words):
        written = str(word.text)
        if release.rewrites_help and (written == "-help" or (written == "-h" and not _number_follows(words, index))):
            name = "--help" if written == "-help" else "-?"
            word = Word(text=MappedText.decoded(name, word.span), span=word.span)
        found.append(_Token(word, index))
    return found


def _number_follows(words: Sequence[Word], index: int) -> bool:
    if index + 1 == len(words):
        return False
    following = words[index + 1].text
    return following.has_hole or decimal(str(following)) is not None


def _filled(tokens: Sequence[_Token], release: Release) -> list[_Token]:
    """With `-i` and `-v` before each of the values that follow them, and a value behind options that stand alone."""
    found: list[_Token] = []
    listed: str = ""
    first = True
    for position, token in enumerate(tokens):
        written = str(token.word.text)
        if listed:
            if _is_flag(written, release):
                listed = ""
            elif not first:
                found.append(_put_in(token, listed))
            first = False
        fill = ""
        if _is_list(written, release):
            listed = written[:2]
            first = len(written) == 2
        else:
            fill = _fill(tokens, position, release)
        found.append(token)
        if fill:
            found.append(_put_in(token, fill))
    return found


def _put_in(beside: _Token, text: str) -> _Token:
    word = Word(text=MappedText.decoded(text, beside.word.span), span=beside.word.span)
    return _Token(word, beside.index, filled=True)


def _is_flag(written: str, release: Release) -> bool:
    return written[:1] == "-" and (len(written) == 2 or not release.short_flags_only)


def _is_list(written: str, release: Release) -> bool:
    return written in _LISTS if release.short_flags_only else written[:2] in _LISTS


def _fill(tokens: Sequence[_Token], position: int, release: Release) -> str:
    written = str(tokens[position].word.text)
    if position + 1 < len(tokens) and not str(tokens[position + 1].word.text).startswith("-"):
        return ""
    if len(written) < 2 or not _is_flag(written, release) or (len(written) > 2 and not release.fills_attached):
        return ""
    if written[1] == "N":
        return "true" if release.fills_encrypt else ""
    return _FILLS.get(written[1], "")


# --- pflag -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    tokens: Sequence[_Token]
    release: Release
    options: list[Option] = field(default_factory=list)
    strays: list[Word] = field(default_factory=list)
    position: int = 0
    complete: bool = True

    def read(self) -> Parsed:
        problem = None
        while problem is None and self.position < len(self.tokens):
            problem = self._token()
        if problem is None and not self._asks_for_help():
            problem = refused(self.options, self.release) or self._stray()
        return Parsed(options=tuple(self.options), complaint=problem, complete=self.complete)

    def _asks_for_help(self) -> bool:
        asked = [option.value for option in self.options if option.letter == "?"]
        return bool(asked) and (asked[-1] is None or boolean(str(asked[-1])) is not False)

    def _stray(self) -> Complaint | None:
        if not self.strays or any(option.letter == "L" for option in self.options):
            return None
        return stray(self.strays[0])

    def _token(self) -> Complaint | None:
        token = self.tokens[self.position]
        self.position += 1
        written = str(token.word.text)
        if starts_unknown((token.word,), 0):
            self.complete = False
        elif not written.startswith("-") or written == "-":
            self.strays.append(token.word)
        elif written == "--":
            self.strays += [each.word for each in self.tokens[self.position :]]
            self.position = len(self.tokens)
        elif written.startswith("--"):
            return self._long(token)
        else:
            return self._short(token)
        return None

    def _long(self, token: _Token) -> Complaint | None:
        text = token.word.text
        name, equals, _ = str(text)[2:].partition("=")
        if text[2 : 2 + len(name)].has_hole:
            self.complete = False
            return None
        if not name or name.startswith("-"):
            return complaint(f"bad flag syntax: {text}", "", token.word)
        flag = self.release.names.get(name)
        if flag is None:
            return complaint(f"unknown flag: --{name}", "", token.word)
        label = text[: 2 + len(name)]
        if equals:
            return self._add(token, flag, label, text[3 + len(name) :], "=")
        if flag.kind == "bool":
            return self._add(token, flag, label, None, "")
        if self.position == len(self.tokens):
            return complaint(f"flag needs an argument: --{name}", flag.letter, token.word)
        return self._next(token, flag, label)

    def _short(self, token: _Token) -> Complaint | None:
        text = token.word.text
        written = str(text)
        for index in range(1, len(written)):
            letter, rest = written[index], len(written) - index - 1
            if text.is_hole(index):
                self.complete = False
                return None
            flag = self.release.letters.get(letter)
            if flag is None:
                return complaint(f"'-{letter}': Unknown Option. Enter '-?' for help.", letter, token.word)
            label = text[:2] if index == 1 else MappedText.decoded(f"-{letter}", text[index : index + 1].span)
            if rest > 1 and written[index + 1] == "=":
                return self._add(token, flag, label, text[index + 2 :], "=")
            if flag.kind != "bool":
                return self._short_value(token, flag, label, text[index + 1 :])
            place = token.word.span if len(written) == 2 else text[index : index + 1].span
            problem = self._add(token, flag, label, None, "", span=place, alone=len(written) == 2)
            if problem is not None:
                return problem
        return None

    def _short_value(self, token: _Token, flag: Flag, label: MappedText, rest: MappedText) -> Complaint | None:
        if len(rest):
            return self._add(token, flag, label, rest, "")
        if self.position == len(self.tokens):
            message = f"'-{flag.letter}': Missing argument. Enter '-?' for help."
            return complaint(message, flag.letter, token.word)
        return self._next(token, flag, label)

    def _next(self, token: _Token, flag: Flag, label: MappedText) -> Complaint | None:
        """An option whose value is the next token, whatever that looks like."""
        following = self.tokens[self.position]
        self.position += 1
        if following.filled:
            return self._add(token, flag, label, following.word.text, "", filled=True)
        span = token.word.span.cover(following.word.span)
        return self._add(token, flag, label, following.word.text, " ", span=span, splits=following.word.splits)

    def _add(
        self,
        token: _Token,
        flag: Flag,
        name: MappedText,
        value: MappedText | None,
        joint: str,
        *,
        span: Span | None = None,
        alone: bool = True,
        splits: bool = False,
        filled: bool = False,
    ) -> Complaint | None:
        place = span or token.word.span
        option = Option(
            letter=flag.key,
            name=name,
            value=value,
            joint=joint,
            span=place,
            word=token.index,
            alone=alone,
            splits=splits and value is not None and value.is_hole(0),
            filled=filled,
        )
        if flag.key == "N" and option.splits:  # more options may stand in it
            self.complete = False
        if value is not None and not value.has_hole:
            problem = invalid(flag.kind, str(value))
            if problem:
                label = f"-{flag.letter}, --{flag.name}" if flag.letter else f"--{flag.name}"
                return complaint(f'invalid argument "{value}" for "{label}" flag: {problem}', flag.letter, option)
        self.options.append(option)
        return None
