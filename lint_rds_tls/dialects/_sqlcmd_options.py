"""What the grammars of sqlcmd have in common: options as they are read, and what a client complains of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lint_rds_tls.model import Complaint, Word
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

__all__ = ["TLS_LETTERS", "Option", "Parsed", "complaint", "starts_unknown", "stray"]

#: The options that decide about TLS.
TLS_LETTERS = frozenset("NCFJ")
#: What word processors make of a hyphen; copied from a document, it starts no option.
_DASHES = "\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{HYPHEN}"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A command line as one grammar reads it."""

    options: tuple[Option, ...]  #: up to a violation
    complaint: Complaint | None = None
    complete: bool = True  #: false where unknown words may hold more options


def complaint(message: str, letters: str, span: Span) -> Complaint:
    """What sqlcmd prints before it stops; `letters` are the options that it is about."""
    tls = sorted(TLS_LETTERS.intersection(letters))
    keyword = f"-{tls[0]}" if tls else ""
    return Complaint(kind="syntax", message=message, keyword=keyword, tls=bool(tls), span=span, thrown="")


def stray(word: Word, message: str) -> Complaint:
    """A word that is neither an option nor the value of one; a dash of another kind may have been meant as a hyphen."""
    written = str(word.text)
    if written[:1] in _DASHES and written[:1]:
        message += f" {written[0]!r} (U+{ord(written[0]):04X}) is no hyphen, so this is no option."
        return complaint(message, written[1:2], word.span)
    return complaint(message, "", word.span)


def starts_unknown(words: Sequence[Word], index: int) -> bool:
    """Whether a word starts with something unknown, so that it may be an option or none."""
    return str(words[index].text).startswith(HOLE_CHARACTER) and words[index].text.is_hole(0)
