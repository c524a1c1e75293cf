"""Tells from the bytes of a file that it cannot hold a connection, so that it is neither decoded nor parsed."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from typing import Protocol

from lint_rds_tls.model import Dialect

__all__ = ["prefilter"]

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class MayHold(Protocol):
    """Whether a file's bytes may hold a connection; `more` are keywords of its own language."""

    def __call__(self, data: bytes, more: Sequence[bytes] = ()) -> bool: ...


def prefilter(dialects: Iterable[Dialect]) -> MayHold:
    """A test for "this file may hold a connection of one of the dialects", on the raw bytes, case ignored.

    Plain `in` on lower-cased bytes is used on purpose: a case-insensitive `re` alternation is forty times slower.
    """
    keywords = tuple(dict.fromkeys(keyword for dialect in dialects for keyword in dialect.keywords))

    def may_hold(data: bytes, more: Sequence[bytes] = ()) -> bool:
        if data.startswith(_UTF_16):
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        lowered = data.lower()
        return any(keyword in lowered for keyword in keywords) or any(keyword in lowered for keyword in more)

    return may_hold
