"""What Python's operations on texts come to: `%`, format, join, replace, strip, quoting for URLs."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence

from lint_rds_tls.frontends._python.values import Item, Listing, Mapping, Text, Value, Way, joined, part, single
from lint_rds_tls.text import MappedText, Piece, PieceKind, Span

__all__ = [
    "METHODS",
    "dedented",
    "each_way",
    "formatted",
    "in_list",
    "percent",
    "quoted",
    "replaced",
    "stripped",
    "url_encoded",
]

_PERCENT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<flags>[-#0 +]*[\d*]*(?:\.[\d*]+)?)[hlL]?(?P<kind>[a-zA-Z%])")
_FIELD = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}!:]*)(?P<rest>(?:![^{}:]*)?(?::(?:[^{}]|\{[^{}]*\})*)?)\}")
_NAME = re.compile(r"\w*")
_SAFE = frozenset(string.ascii_letters + string.digits + "_.-~")
#: Replacements in one text.
_MOST = 1000


def each_way(value: Text, change: Callable[[MappedText], MappedText]) -> Text:
    """Each way of a text, changed."""
    return Text(tuple(Way(change(way.text), way.guards, way.note) for way in value.ways))


def percent(form: Text, right: Value, span: Span) -> Text:
    """`form % right`."""
    return _one_by_one(form, span, lambda text: _percent(text, right))


def _percent(form: MappedText, right: Value) -> list[Text]:
    values = [item.value for item in right.items] if isinstance(right, Listing) else [right]
    starred = isinstance(right, Listing) and any(item.starred for item in right.items)
    parts: list[Text] = []
    last = following = 0
    for match in _PERCENT.finditer(str(form)):
        parts.append(single(form[last : match.start()]))
        last = match.end()
        place = form[match.start() : last].span
        if match["kind"] == "%":
            parts.append(single(MappedText.decoded("%", place)))
            continue
        value: Value | None = None
        if match["name"] is not None:
            member = right.members.get(match["name"]) if isinstance(right, Mapping) else None
            value = member.value if member is not None else None
        elif following < len(values) and not starred:
            value = values[following]
            following += 1
        plain = not match["flags"] and match["kind"] in "sdi"
        parts.append(part(value, place) if plain and value is not None else single(MappedText.hole(place)))
    parts.append(single(form[last:]))
    return parts


def formatted(form: Text, positional: Sequence[Value], named: dict[str, Value], span: Span) -> Text:
    """`form.format(*positional, **named)`."""
    return _one_by_one(form, span, lambda text: _format(text, positional, named))


def _format(form: MappedText, positional: Sequence[Value], named: dict[str, Value]) -> list[Text]:
    parts: list[Text] = []
    last = following = 0
    for match in _FIELD.finditer(str(form)):
        parts.append(single(form[last : match.start()]))
        last = match.end()
        place = form[match.start() : last].span
        name = match["name"]
        if name is None:
            parts.append(single(MappedText.decoded(match[0][0], place)))
            continue
        if not name:
            name, following = str(following), following + 1
        value = named.get(name)
        if name.isdecimal() and len(name) < 4 and int(name) < len(positional):
            value = positional[int(name)]
        plain = match["rest"] in ("", "!s", ":", ":s", ":d") and _NAME.fullmatch(name) is not None
        parts.append(part(value, place) if plain and value is not None else single(MappedText.hole(place)))
    parts.append(single(form[last:]))
    return parts


def _one_by_one(form: Text, span: Span, fill: Callable[[MappedText], list[Text]]) -> Text:
    ways: list[Way] = []
    for way in form.ways:
        filled = joined(fill(way.text), span)
        ways += (Way(each.text, (*way.guards, *each.guards)) for each in filled.ways)
        if way.note is not None:
            way.note.begun = True
    return Text(tuple(ways[:8]))


def in_list(separator: MappedText, items: Sequence[Item], spans: Sequence[Span], span: Span) -> Text:
    """`separator.join(items)`."""
    parts: list[Text] = []
    for index, item in enumerate(items):
        if index and len(separator):
            parts.append(single(separator))
        parts.append(single(MappedText.hole(spans[index])) if item.starred else part(item.value, spans[index]))
    return joined(parts, span) if parts else single(MappedText(anchor=span.start))


def replaced(text: MappedText, old: str, new: MappedText) -> MappedText:
    """`text.replace(old, new)`; holes are left alone."""
    written = str(text)
    parts: list[MappedText] = []
    last = 0
    for match in re.finditer(re.escape(old), written) if old else ():
        if len(parts) < _MOST and not any(text.is_hole(at) for at in range(match.start(), match.end())):
            parts += text[last : match.start()], new
            last = match.end()
    parts.append(text[last:])
    return MappedText.joined(parts)


def quoted(text: MappedText, safe: str = "", *, plus: bool = False) -> MappedText:
    """Text as `urllib.parse.quote` writes it, what is encoded at the place of what it encodes."""
    kept = _SAFE | set(safe)
    pieces: list[Piece] = []
    for piece in text.pieces:
        if piece.kind is PieceKind.HOLE:
            pieces.append(piece)
            continue
        last = 0
        for index, character in enumerate(piece.text):
            if character not in kept:
                cut = piece.cut(index, index + 1)
                said = "+" if plus and character == " " else _percented(character)
                pieces += piece.cut(last, index), Piece(said, cut.span, PieceKind.DECODED, cut.default)
                last = index + 1
        pieces.append(piece.cut(last, len(piece.text)))
    return MappedText(pieces, anchor=text.offset(0))


def _percented(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def url_encoded(mapping: Mapping, span: Span) -> Text:
    """`urllib.parse.urlencode(mapping)`."""
    parts: list[Text] = []
    for index, member in enumerate(mapping.members.values()):
        sign = member.name.span
        if index:
            parts.append(single(MappedText.decoded("&", Span(sign.start, sign.start))))
        value = each_way(part(member.value, sign), lambda text: quoted(text, plus=True))
        parts += (
            single(quoted(member.name, plus=True)),
            single(MappedText.decoded("=", Span(sign.end, sign.end))),
            value,
        )
    if not mapping.whole:
        parts.append(single(MappedText.hole(span)))
    return joined(parts, span) if parts else single(MappedText(anchor=span.start))


def dedented(text: MappedText) -> MappedText:
    """`textwrap.dedent(text)`."""
    lines: list[MappedText] = []
    for match in re.finditer(r"[^\n]*\n|[^\n]+", str(text)):
        lines.append(text[match.start() : match.end()])
    margin: str | None = None
    for each in lines:
        written = str(each)
        if written.strip():
            blank = written[: len(written) - len(written.lstrip(" \t"))]
            margin = blank if margin is None else _common(margin, blank)
    parts: list[MappedText] = []
    for each in lines:
        content = str(each).strip(" \t\r\n")
        parts.append(each[len(margin or "") :] if content else each[len(str(each).rstrip("\n")) :])
    return MappedText.joined(parts)


def _common(one: str, other: str) -> str:
    count = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:count]


def stripped(method: str, characters: str | None = None) -> Callable[[MappedText], MappedText]:
    """`text.strip(characters)`, `text.lstrip(characters)` or `text.rstrip(characters)`."""

    def apply(text: MappedText) -> MappedText:
        written = str(text)
        start = 0 if method == "rstrip" else len(written) - len(written.lstrip(characters))
        end = len(written) if method == "lstrip" else len(written.rstrip(characters))
        return text[start : max(start, end)]

    return apply


def _changed(change: Callable[[str], str]) -> Callable[[MappedText], MappedText]:
    """A change of letters; where one letter becomes several, the text is kept together."""

    def apply(text: MappedText) -> MappedText:
        pieces = []
        for piece in text.pieces:
            said = change(piece.text)
            same = piece.kind is PieceKind.HOLE or said == piece.text
            pieces.append(piece if same else Piece(said, piece.span, PieceKind.DECODED, piece.default))
        return MappedText(pieces, anchor=text.offset(0))

    return apply


def _same(text: MappedText) -> MappedText:
    return text


#: Methods without arguments that make a text of a text.
METHODS: dict[str, Callable[[MappedText], MappedText]] = {
    "strip": stripped("strip"),
    "lstrip": stripped("lstrip"),
    "rstrip": stripped("rstrip"),
    "lower": _changed(str.lower),
    "upper": _changed(str.upper),
    "encode": _same,
    "decode": _same,
}
