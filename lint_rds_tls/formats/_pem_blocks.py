"""The blocks of a PEM text, split without a library, so that a broken one loses none of the others."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.text import Span

__all__ = ["Block", "blocks", "text_of"]

_LINE = re.compile(r"-----(?P<edge>BEGIN|END) (?P<label>[A-Z0-9][A-Z0-9 #]{0,60})-----")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands between a BEGIN and an END."""

    label: str  #: `CERTIFICATE`
    line: int  #: of BEGIN, from 1
    span: Span  #: of BEGIN
    data: bytes | None  #: None where it is broken
    fault: str = ""  #: why


def text_of(data: bytes) -> str:
    """The text of a file, its byte order mark removed, so that offsets count as everywhere."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")


def blocks(text: str) -> Iterator[Block]:
    """Every block that begins, in order."""
    begun: re.Match[str] | None = None
    line, counted = 1, 0
    for match in _LINE.finditer(text):
        if match["edge"] == "BEGIN":
            if begun is not None:
                yield _broken(begun, line, "has no end")
            line, counted = line + text.count("\n", counted, match.start()), match.start()
            begun = match
        elif begun is not None:
            if match["label"] == begun["label"]:
                yield _block(text, begun, match.start(), line)
            else:
                yield _broken(begun, line, f"ends as {match['label']}")
            begun = None
    if begun is not None:
        yield _broken(begun, line, "has no end")


def _block(text: str, begun: re.Match[str], end: int, line: int) -> Block:
    try:
        data = b64decode("".join(text[begun.end() : end].split()), validate=True)
    except (binascii.Error, ValueError):
        return _broken(begun, line, "is not Base64")
    return Block(label=begun["label"], line=line, span=Span(*begun.span()), data=data)


def _broken(begun: re.Match[str], line: int, fault: str) -> Block:
    return Block(label=begun["label"], line=line, span=Span(*begun.span()), data=None, fault=fault)
