"""Tells from the bytes of a file that it cannot hold a connection, so that it is neither decoded nor parsed."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable

from lint_rds_tls.model import Dialect, Frontend

__all__ = ["prefilter"]

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def prefilter(dialects: Iterable[Dialect]) -> Callable[[bytes, Frontend], bool]:
    """A test for "this file of that language may hold a connection of one of the dialects", case ignored.

    Plain `in` on the lower-cased raw bytes is used on purpose: a case-insensitive `re` alternation is forty times
    slower.
    """
    dialects = tuple(dialects)
    known: dict[str, tuple[bytes, ...]] = {}

    def keywords(frontend: Frontend) -> tuple[bytes, ...]:
        if frontend.name not in known:
            meant = (each for each in dialects if not each.languages or frontend.name in each.languages)
            every = [*(keyword for each in meant for keyword in each.keywords), *frontend.keywords]
            # Whoever holds a word that contains another one of the list holds that one too.
            shortest = (word for word in every if not any(other != word and other in word for other in every))
            known[frontend.name] = tuple(dict.fromkeys(shortest))
        return known[frontend.name]

    def may_hold(data: bytes, frontend: Frontend) -> bool:
        if data.startswith(_UTF_16):
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        lowered = data.lower()
        return any(keyword in lowered for keyword in keywords(frontend))

    return may_hold
