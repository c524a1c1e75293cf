"""What the dialects of URLs share: percent-encoding that keeps its places, and the parts of an authority."""

from __future__ import annotations

import re

from lint_rds_tls.text import MappedText

__all__ = ["decoded", "pairs", "split_once"]

#: Neighbouring escapes make one character where they are bytes of its UTF-8.
_ESCAPES = re.compile(r"%[0-7][0-9A-Fa-f]|(?:%[89A-Fa-f][0-9A-Fa-f])+|\+")


def decoded(text: MappedText, *, plus: bool = False) -> MappedText:
    """The text with its percent-escapes resolved; `plus`: as in a form, where `+` is a blank."""
    written = str(text)
    if "%" not in written and not (plus and "+" in written):
        return text
    parts: list[MappedText] = []
    position = 0
    for match in _ESCAPES.finditer(written):
        if match[0] == "+" and not plus:
            continue
        parts.append(text[position : match.start()])
        said = " " if match[0] == "+" else bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")
        parts.append(MappedText.decoded(said, text[match.start() : match.end()].span))
        position = match.end()
    return MappedText.joined([*parts, text[position:]])


def split_once(text: MappedText, sign: str, *, last: bool = False) -> tuple[MappedText, MappedText | None]:
    """What stands before and behind the first (or last) of a sign; None behind where there is none."""
    at = str(text).rfind(sign) if last else str(text).find(sign)
    return (text, None) if at < 0 else (text[:at], text[at + len(sign) :])


def pairs(query: MappedText) -> list[tuple[MappedText, MappedText, MappedText]]:
    """The items of a query that are not empty: name, value and the whole, as written."""
    found = []
    position = 0
    for part in str(query).split("&"):
        whole = query[position : position + len(part)]
        position += len(part) + 1
        if part:
            name, value = split_once(whole, "=")
            found.append((name, whole[len(whole) :] if value is None else value, whole))
    return found
