"""Tells from the bytes of a file that it holds nothing of interest, so that it is neither decoded nor parsed."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from lint_rds_tls.model import Dialect, Frontend, Tool

__all__ = ["prefilter"]

#: Shared parts are this long, those of words that share one already longer by as much.
_SHORTEST_PART = 4
#: From so many words on that share a part it is looked for first.
_WORTH_A_PART = 3
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def prefilter(readers: Iterable[Dialect | Tool]) -> Callable[[bytes, Frontend], bool]:
    """A test for "this file of that language may hold something for one of the readers", case ignored.

    Plain `in` on the lower-cased raw bytes is used on purpose: a case-insensitive `re` alternation is forty times
    slower. What many keywords share is looked for first: a file without `odbc` holds none of ten.
    """
    readers = tuple(readers)
    known: dict[str, tuple[_Part, ...]] = {}

    def keywords(frontend: Frontend) -> tuple[_Part, ...]:
        if frontend.name not in known:
            meant = (
                each
                for each in readers
                if frontend.name in each.languages or not (each.languages or frontend.named_only)
            )
            every = [*(keyword for each in meant for keyword in each.keywords), *frontend.keywords]
            # Whoever holds a word that contains another one of the list holds that one too.
            shortest = (word for word in every if not any(other != word and other in word for other in every))
            known[frontend.name] = _parts(tuple(dict.fromkeys(shortest)))
        return known[frontend.name]

    def may_hold(data: bytes, frontend: Frontend) -> bool:
        if data.startswith(_UTF_16):
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        return _holds(data.lower(), keywords(frontend))

    return may_hold


class _Part(NamedTuple):
    """What several words have in common, or one whole word."""

    common: bytes
    words: tuple[_Part, ...] = ()  #: () for a whole word


def _parts(words: Collection[bytes], length: int = _SHORTEST_PART) -> tuple[_Part, ...]:
    """The words by what most of them share, as many bytes of it as `length`."""
    found: list[_Part] = []
    left = list(words)
    while left:
        counts = Counter(part for word in left for part in dict.fromkeys(_cuts(word, length)))
        part, count = max(counts.items(), key=lambda each: each[1], default=(b"", 0))
        if count < _WORTH_A_PART:
            return (*found, *map(_Part, left))
        found.append(_Part(part, _parts([word for word in left if part in word], length + _SHORTEST_PART)))
        left = [word for word in left if part not in word]
    return tuple(found)


def _cuts(word: bytes, length: int) -> Iterator[bytes]:
    return (word[start : start + length] for start in range(len(word) - length + 1))


def _holds(data: bytes, parts: tuple[_Part, ...]) -> bool:
    return any(common in data and (not words or _holds(data, words)) for common, words in parts)
