"""The command line of the ODBC sqlcmd: one option a word, no bundling, `/` as good as `-` on Windows.

Source: Microsoft's page on the sqlcmd utility, and the lexer of a port that was held against sqlcmd.exe 17.0.4055.3
and mssql-tools18. What neither tells is taken as it stands, without a complaint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lint_rds_tls.dialects._sqlcmd_options import Option, Parsed, complaint, shown, starts_unknown, stray
from lint_rds_tls.model import Complaint, Word

__all__ = ["parse"]

_FLAGS = frozenset("ACDEGIMRWbegjuxnO?")
_VALUES = frozenset("aHKPQSUVYZcdhfilmoqstwyzTv")
#: One character, attached. A digit as a word of its own is left to them too: whether it is then a stray is not known.
_SUFFIXES = {"L": "c", "X": "1", "k": "12", "p": "1", "r": "01"}
_ENCRYPT = frozenset("smo")


@dataclass(slots=True)
class _Reader:
    words: Sequence[Word]
    windows: bool
    newer: bool  #: of ODBC Driver 18
    options: list[Option] = field(default_factory=list)
    position: int = 0
    complete: bool = True

    def read(self) -> Parsed:
        problem = None
        while problem is None and self.position < len(self.words):
            problem = self._word(self.words[self.position])
        return Parsed(options=tuple(self.options), complaint=problem, complete=self.complete)

    def _word(self, word: Word) -> Complaint | None:
        written = str(word.text)
        if starts_unknown(self.words, self.position) or (self._is_option(written) and word.text[1:2].has_hole):
            self.complete = False
            self.position += 1
            return None
        if not self._is_option(written):
            return stray(word)
        letter = written[1:2]
        if letter in _FLAGS or (letter == "N" and not self.newer):
            return self._flag(word, letter)
        if letter == "N":
            return self._encrypt(word)
        if letter in _SUFFIXES:
            return self._suffix(word, letter)
        if letter in _VALUES or (self.newer and letter in ("F", "J")):
            return self._value(word, letter)
        return complaint(f"'-{letter}': Unknown Option. Enter '-?' for help.", letter, word)

    def _is_option(self, written: str) -> bool:
        return written[:1] == "-" or (self.windows and written[:1] == "/")

    def _flag(self, word: Word, letter: str) -> Complaint | None:
        rest = str(word.text)[2:]
        if rest and not word.text[2:].has_hole:
            return complaint(
                f"'{shown('-' + rest)[1:]}': Unexpected argument. Enter '-?' for help.", letter + rest[:1], word
            )
        self.complete = self.complete and not rest
        self._add(word, letter, None, "")
        return None

    def _add(self, word: Word, letter: str, value: Word | None, joint: str) -> None:
        attached = word.text[2:] if joint == "" and len(word.text) > 2 else None
        self.options.append(
            Option(
                letter=letter,
                name=word.text[:2],
                value=value.text if value is not None else attached,
                joint=joint,
                span=word.span.cover(value.span) if value is not None else word.span,
                word=self.position,
                splits=value is not None and value.splits and value.text.is_hole(0),
            )
        )
        self.position += 1 if value is None else 2

    def _following(self) -> Word | None:
        return self.words[self.position + 1] if self.position + 1 < len(self.words) else None

    def _value(self, word: Word, letter: str) -> Complaint | None:
        if len(word.text) > 2:
            self._add(word, letter, None, "")
        else:
            following = self._following()
            if following is None:
                if letter == "P":  # asks for it
                    self.position += 1
                    return None
                return complaint(f"'-{letter}': Missing argument. Enter '-?' for help.", letter, word)
            if self.windows and self._looks_like_option(str(following.text)):
                return complaint(f"'-{letter}': Missing argument. Enter '-?' for help.", letter, word)
            self._add(word, letter, following, " ")
        if letter == "v":
            self._more_variables()
        return None

    def _looks_like_option(self, written: str) -> bool:
        letters = _FLAGS | _VALUES | _SUFFIXES.keys() | {"N", "F", "J"}
        return self._is_option(written) and written[1:2] in letters

    def _more_variables(self) -> None:
        while self.position < len(self.words):
            word = self.words[self.position]
            if self._is_option(str(word.text)) or "=" not in str(word.text):
                return
            self.position += 1

    def _suffix(self, word: Word, letter: str) -> Complaint | None:
        rest = str(word.text)[2:]
        if rest and rest not in _SUFFIXES[letter] and not word.text[2:].has_hole:
            return complaint(f"'{shown('-' + rest)[1:]}': Unexpected argument. Enter '-?' for help.", "", word)
        following = self._following()
        separate = not rest and following is not None and str(following.text) in ("0", "1", "2")
        self._add(word, letter, following if separate else None, " " if separate else "")
        return None

    def _encrypt(self, word: Word) -> Complaint | None:
        """`-N`, `-Ns`; on Linux the next word is taken too (`-N s`) unless it starts with a hyphen."""
        following = self._following()
        rest = str(word.text)[2:]
        if not rest and not self.windows and following is not None and not str(following.text).startswith("-"):
            rest = str(following.text)
            self.complete = self.complete and not following.splits
            self._add(word, "N", following, " ")
            known = not following.text.has_hole
        else:
            self._add(word, "N", None, "")
            known = not word.text[2:].has_hole
        if rest and known and rest not in _ENCRYPT:
            return complaint("Command -N: Invalid Parameters passed.", "N", self.options.pop())
        return None


def parse(words: Sequence[Word], *, windows: bool, newer: bool) -> Parsed:
    """Read the arguments as the tool of Windows or Linux does, the `newer` one with ODBC Driver 18."""
    return _Reader(words, windows, newer).read()
