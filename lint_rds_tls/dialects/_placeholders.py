"""Placeholders that a framework fills in before a driver sees the text: their defaults, and what is unknown."""

from __future__ import annotations

import re

from lint_rds_tls.text import MappedText, Span

__all__ = ["settled"]

#: `#{…}`, `{{…}}`, `$(X)`, `%X%`, `@X@`, `<x>`, `{0}`, `%s` (but no
#: `%2d`, which is a hyphen in a URL); `${…}` may nest and is found by hand.
_UNKNOWN = re.compile(
    r"<%[^%]*%>|#\{[^{}]*\}|\{\{[^{}]*\}\}|\$\([^()]*\)|%[A-Za-z_][\w.]*%|@[A-Za-z_][\w.-]*@|<[A-Za-z_][^<>;=]*>|\{\d*\}"
    r"|%(?![0-9A-Fa-f]{2})(?:\d*\$?|\([\w.]+\))[sdv]|\$[A-Za-z_]\w*"
)
#: Between the signs of `user:pass@word@host` stands nothing that is filled in.
_UNKNOWN_IN_URL = re.compile(_UNKNOWN.pattern.replace(r"|@[A-Za-z_][\w.-]*@", ""))
_DEFAULT = re.compile(r"\$\{[^:{}$]*:[-=]?")


def settled(text: MappedText, *, url: bool = False) -> MappedText:
    """`${X:a}` and `${X:-a}` as the default `a`, every other placeholder as a hole; most text as it is.

    `url`: in a URL with a user's name, where `@` has a meaning of its own.
    """
    raw = str(text)
    if not any(sign in raw for sign in "$#%{@<"):
        return text
    parts: list[MappedText] = []
    position = 0
    while position < len(raw):
        start = raw.find("${", position)
        plain = raw[position : start if start >= 0 else len(raw)]
        parts.extend(_without_unknown(text[position : position + len(plain)], _UNKNOWN_IN_URL if url else _UNKNOWN))
        if start < 0:
            break
        position = _end(raw, start)
        default = _DEFAULT.match(raw, start, position)
        if default is not None and raw[position - 1] == "}":
            parts.append(settled(text[default.end() : position - 1], url=url).as_default())
        else:
            parts.append(_hole(text[start:position]))
    return MappedText.joined(parts)


def _end(raw: str, start: int) -> int:
    """Behind the `}` that closes `${`; behind the whole text where none does."""
    depth = 0
    for index in range(start, len(raw)):
        if raw[index] == "{":
            depth += 1
        elif raw[index] == "}":
            depth -= 1
            if not depth:
                return index + 1
    return len(raw)


def _without_unknown(text: MappedText, unknown: re.Pattern[str]) -> list[MappedText]:
    parts, position = [], 0
    for match in unknown.finditer(str(text)):
        parts += [text[position : match.start()], _hole(text[match.start() : match.end()])]
        position = match.end()
    return [*parts, text[position:]]


def _hole(text: MappedText) -> MappedText:
    return MappedText.hole(Span(text.span.start, max(text.span.end, text.span.start)))
