"""What the grammars of sqlcmd have in common: options as they are read, and what a client complains of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lint_rds_tls.model import Complaint, Word
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

__all__ = ["TLS_LETTERS", "Option", "Parsed", "complaint", "dashed", "long_options", "shown", "starts_unknown", "stray"]

#: The options that decide about TLS.
TLS_LETTERS = frozenset("NCFJ")
#: Where a password begins in letters that are no bundle: `-NPsecret`.
_BUNDLED = re.compile(r"(-\w*?[PZz])(?=.).*")
#: What word processors make of a hyphen; copied from a document, it starts no option.
_DASHES = ("\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}", "\N{HYPHEN}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option as one grammar reads it."""

    letter: str  #: `S`; the long name where there is no short one
    name: MappedText  #: as written, dash included
    value: MappedText | None  #: None for a flag, which is on by being there
    joint: str  #: what stands between name and value
    span: Span  #: name and value
    word: int  #: index of the word that holds the name
    alone: bool = True  #: the name is all of its word, so that the word may go
    splits: bool = False  #: the value may come to several words, options among them
    filled: bool = False  #: the client puts the value in, since none is written

    @property
    def said(self) -> str:
        """As it is written."""
        return str(self.name) if self.value is None or self.filled else f"{self.name}{self.joint}{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A command line as one grammar reads it."""

    options: tuple[Option, ...]  #: up to a violation
    complaint: Complaint | None = None
    complete: bool = True  #: false where unknown words may hold more options


def complaint(message: str, letters: str, at: Word | Option) -> Complaint:
    """What sqlcmd prints before it stops; `letters` are the options that it is about."""
    tls = bool(TLS_LETTERS.intersection(letters))
    written = str(at.text) if isinstance(at, Word) else at.said
    keyword = _BUNDLED.sub(r"\1…", written.replace(HOLE_CHARACTER, "…")) if tls else ""
    return Complaint(kind="syntax", message=message, keyword=keyword, tls=tls, span=at.span, thrown="")


def shown(value: str) -> str:
    """A value that should not stand there, as far as it may be shown: it may be an option with its password."""
    return value[:2] + "…" if value[:1] in ("-", "P", "Z", "z") and len(value) > 2 else value


def stray(word: Word) -> Complaint:
    """A word that is neither an option nor the value of one, and may be the rest of a password.

    A dash of another kind may have been meant as a hyphen.
    """
    if not dashed(word):
        return complaint("a word is neither an option nor the value of one", "", word)
    written = str(word.text)
    message = f"it starts with U+{ord(written[0]):04X}, which is no hyphen, so that it is no option"
    return complaint(message, written[1:2], word)


def dashed(word: Word) -> bool:
    """Whether a word starts with a dash that is no hyphen."""
    return str(word.text).startswith(_DASHES)


def long_options(words: Sequence[Word], names: Collection[str], *, first: int) -> Iterator[Option]:
    """The options `--name value` and `--name=value` of some names; the first word is the argument of that number."""
    for index, word in enumerate(words):
        written = str(word.text)
        name, equals, _ = written.removeprefix("--").partition("=")
        if not written.startswith("--") or name not in names:
            continue
        label = word.text[: 2 + len(name)]
        if equals:
            value, joint, span = word.text[3 + len(name) :], "=", word.span
        elif index + 1 < len(words):
            value, joint, span = words[index + 1].text, " ", word.span.cover(words[index + 1].span)
        else:
            continue
        yield Option(letter=name, name=label, value=value, joint=joint, span=span, word=first + index)


def starts_unknown(words: Sequence[Word], index: int) -> bool:
    """Whether a word starts with something unknown, so that it may be an option or none."""
    return str(words[index].text).startswith(HOLE_CHARACTER) and words[index].text.is_hole(0)
