"""The characters of YAML scalars: which of them stand for themselves, and what the others stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._trees.nodes import Run

__all__ = ["runs_of"]

_BREAKS = "\r\n\x85\u2028\u2029"
_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_PLAIN = re.compile(f"(?P<fold> *[{_BREAKS}][ {_BREAKS}]*)|[^ {_BREAKS}]+| +")
_FOLD = f"(?P<fold>[ \\t]*[{_BREAKS}][ \\t{_BREAKS}]*)"
_SINGLE = re.compile(f"(?P<quote>'')|{_FOLD}|[^' \\t{_BREAKS}]+|[ \\t]+")
_DOUBLE = re.compile(
    rf"(?P<join>\\[{_BREAKS}][ \t{_BREAKS}]*)|(?P<code>\\(?:x..|u....|U........))|(?P<escape>\\.)|{_FOLD}"
    rf"|[^\\ \t{_BREAKS}]+|[ \t]+"
)
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", "N": "\x85",
    "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEADER = re.compile(f"(?P<folded>>)?\\|?(?P<sign>[0-9+-]*) *(?:#[^{_BREAKS}]*)?(?:\r\n|[{_BREAKS}])?")
_BLANKS = re.compile(f"[ {_BREAKS}]*")


def runs_of(text: str, start: int, end: int, style: str, value: str) -> list[Run]:
    """The runs of the scalar that stands in `text` from `start` to `end` and says `value`.

    `style` is as pyyaml gives it. Where the reading here should differ from pyyaml's, the scalar is one run.
    """
    for runs in _readings(text, start, end, style):
        if "".join(text[first:last] if said is None else said for first, last, said in runs) == value:
            return _merged(runs)
    return [(start, end, value)]


def _readings(text: str, start: int, end: int, style: str) -> Iterator[list[Run]]:
    if style == "'":
        yield list(_single(text, start + 1, end - 1))
    elif style == '"':
        yield list(_double(text, start + 1, end - 1))
    elif style in ("|", ">"):
        yield from _block(text, start)
    else:
        yield [(*each.span(), _fold(each["fold"])) for each in _PLAIN.finditer(text, start, end)]


def _single(text: str, start: int, end: int) -> Iterator[Run]:
    for match in _SINGLE.finditer(text, start, end):
        yield (*match.span(), "'" if match["quote"] else _fold(match["fold"]))


def _double(text: str, start: int, end: int) -> Iterator[Run]:
    for match in _DOUBLE.finditer(text, start, end):
        if match["join"]:
            said: str | None = _broken(match[0])[1:]
        elif match["code"]:
            said = _character(match[0][2:])
        elif match["escape"]:
            said = _ESCAPES.get(match[0][1], match[0][1])
        else:
            said = _fold(match["fold"])
        yield (*match.span(), said)


def _character(digits: str) -> str | None:
    try:
        return chr(int(digits, 16))
    except (ValueError, OverflowError):
        return None


def _broken(run: str) -> str:
    """The line breaks in a run of white space, as YAML normalizes them."""
    return "".join(each if each in "\u2028\u2029" else "\n" for each in _BREAK.findall(run))


def _fold(run: str | None) -> str | None:
    """What a run of white space with line breaks stands for: one break is a blank, of more the first is dropped."""
    if run is None:
        return None
    breaks = _broken(run)
    return (breaks if breaks[0] != "\n" else breaks[1:]) or " "


def _block(text: str, start: int) -> Iterator[list[Run]]:
    """A block scalar, in the indentations it may have."""
    header = _HEADER.match(text, start)
    if header is None:
        return
    sign = header["sign"]
    keep = None if not sign.strip("0123456789") else "+" in sign
    lines = _BREAK.split(_blanks(text, header.end()))
    if sign.strip("+-"):
        # How deep the parent stands is not known here; the value tells which it is.
        indents = range(len(lines[-1]), 0, -1)[:100]
    else:
        widest = max(1, *map(len, lines)) if len(lines) > 1 else max(1, len(lines[0]))
        indents = range(widest, widest + 1)
    for indent in indents:
        yield list(_lines(text, header.end(), indent, bool(header["folded"]), keep))


def _blanks(text: str, position: int) -> str:
    match = _BLANKS.match(text, position)
    return match[0] if match is not None else ""


def _lines(text: str, position: int, indent: int, folded: bool, keep: bool | None) -> Iterator[Run]:
    """The lines of a block scalar; `keep` tells of the breaks at its end: all, none, or one where None."""
    breaks, position, column = _empty(text, position, indent)
    last: list[Run] = []
    while column == indent and position < len(text):
        yield from breaks
        spaced = text[position] in " \t"
        end_of_line = _BREAK.search(text, position)
        yield position, end_of_line.start() if end_of_line else len(text), None
        position = len(text)
        last = []
        if end_of_line is not None:
            last = [_kept(text, *end_of_line.span())]
            position = end_of_line.end()
        breaks, position, column = _empty(text, position, indent)
        if column != indent or position >= len(text):
            break
        first = last[0]
        if folded and not spaced and text[position] not in " \t" and _said(text, first) == "\n":
            if not breaks:
                yield (first[0], first[1], " ")
        else:
            yield first
        last = []
    if keep is not False:
        yield from last
    if keep:
        yield from breaks


def _empty(text: str, position: int, indent: int) -> tuple[list[Run], int, int]:
    """The breaks of empty lines, where the text goes on behind them, and in which column."""
    breaks: list[Run] = []
    while True:
        column = 0
        while column < indent and text.startswith(" ", position):
            position, column = position + 1, column + 1
        match = _BREAK.match(text, position)
        if match is None:
            return breaks, position, column
        breaks.append(_kept(text, *match.span()))
        position = match.end()


def _kept(text: str, start: int, end: int) -> Run:
    return (start, end, None if text[start:end] in "\n\u2028\u2029" else "\n")


def _said(text: str, run: Run) -> str:
    return text[run[0] : run[1]] if run[2] is None else run[2]


def _merged(runs: list[Run]) -> list[Run]:
    """Neighbours that stand for themselves, as one."""
    merged: list[Run] = []
    for start, end, said in runs:
        if said is None and merged and merged[-1][2] is None and merged[-1][1] == start:
            merged[-1] = merged[-1][0], end, None
        else:
            merged.append((start, end, said))
    return merged
