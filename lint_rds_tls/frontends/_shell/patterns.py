"""What `{a,b}`, and the operators of `${x%…}`, `${x/…}` and their kin, make of a known text."""

from __future__ import annotations

import re

from lint_rds_tls.text import MappedText

__all__ = ["braced", "changed"]

_BRACES = re.compile(r"\{([^{}\s]*)\}")
#: Words that `{a,b}` comes to.
_MOST_BRACES = 32
#: Characters of a text that patterns are tried on.
_LONGEST = 2000


def changed(text: MappedText, sign: str, argument: str) -> MappedText | None:
    """`text` behind an operator with its argument; None where that is not known."""
    written = str(text)
    if text.has_hole or len(written) > _LONGEST:
        return None
    if sign in ("^^", "^", ",,", ","):
        return _cased(text, sign) if not argument else None
    if sign == ":":
        return _cut(text, argument)
    if sign == "@Q":
        return text
    if sign[0] in "#%/":
        pattern, _, new = argument.partition("/") if sign[0] == "/" else (argument, "", "")
        compiled = _pattern(pattern)
        if compiled is None:
            return None
        if sign[0] == "/":
            return _replaced(text, compiled, new, every=sign == "//")
        return _trimmed(text, compiled, front=sign[0] == "#", longest=len(sign) == 2)
    return None


def _pattern(glob: str) -> re.Pattern[str] | None:
    """A glob as a regular expression; None for brackets and extended globs."""
    if any(sign in glob for sign in "[]()\\"):
        return None
    return re.compile("".join({"*": "[\\s\\S]*", "?": "[\\s\\S]"}.get(sign, re.escape(sign)) for sign in glob))


def _trimmed(text: MappedText, pattern: re.Pattern[str], *, front: bool, longest: bool) -> MappedText:
    written = str(text)
    places = range(len(written) + 1)
    if front:
        for end in reversed(places) if longest else places:
            if pattern.fullmatch(written, 0, end):
                return text[end:]
    else:
        for start in places if longest else reversed(places):
            if pattern.fullmatch(written, start):
                return text[:start]
    return text


def _replaced(text: MappedText, pattern: re.Pattern[str], new: str, *, every: bool) -> MappedText:
    written = str(text)
    parts: list[MappedText] = []
    last = 0
    for match in pattern.finditer(written):
        if match.end() == match.start():
            continue
        parts.append(text[last : match.start()])
        if new:
            parts.append(MappedText.decoded(new, text[match.start() : match.end()].span))
        last = match.end()
        if not every:
            break
    return MappedText.joined((*parts, text[last:]))


def _cased(text: MappedText, sign: str) -> MappedText:
    written = str(text)
    end = len(written) if len(sign) == 2 else 1
    said = written[:end].upper() if sign[0] == "^" else written[:end].lower()
    if said == written[:end] or len(said) != len(written[:end]):
        return text
    return MappedText.joined((MappedText.decoded(said, text[:end].span), text[end:]))


def _cut(text: MappedText, argument: str) -> MappedText | None:
    first, _, length = argument.partition(":")
    try:
        start = int(first)
        end = start + int(length) if length else len(text)
    except ValueError:
        return None
    return text[max(start, 0) : max(end, 0)] if start >= 0 and end >= start else None


def braced(text: MappedText) -> list[MappedText]:
    """`a{b,c}d` as two texts; nothing where there is no list in braces."""
    found = [text]
    while len(found) <= _MOST_BRACES:
        cut = next(
            ((at, match) for at, each in enumerate(found) if (match := _listed(str(each))) is not None),
            None,
        )
        if cut is None:
            return found if len(found) > 1 else []
        at, match = cut
        each = found[at]
        parts: list[MappedText] = []
        start = match.start(1)
        for option in match[1].split(","):
            middle = each[start : start + len(option)]
            parts.append(MappedText.joined((each[: match.start()], middle, each[match.end() :])))
            start += len(option) + 1
        found[at : at + 1] = parts
    return []


def _listed(text: str) -> re.Match[str] | None:
    return next((match for match in _BRACES.finditer(text) if "," in match[1]), None)
