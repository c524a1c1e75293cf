"""SQLAlchemy's database URLs, and what it hands to a driver's module for them.

Source: `make_url` and the `create_connect_args` of pyodbc, aioodbc, pymssql and mssql-python in SQLAlchemy 2.1; held
against 1,192 URLs that 1.4, 2.0 and 2.1 read (tests/recorded/sqlalchemy/urls.jsonl.gz).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lint_rds_tls.dialects._urls import decoded, pairs, split_once
from lint_rds_tls.model import Entry
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind, Span

__all__ = ["Item", "Url", "arguments", "odbc_string", "parse"]

_URL = re.compile(
    r"(?P<name>[\w+]+)://"
    r"(?:(?P<user>[^:/]*)(?::(?P<password>[^@]*))?@)?"
    r"(?:(?:\[(?P<ipv6>[^/?]+)\]|(?P<host>[^/:?]+))?(?::(?P<port>[^/?]*))?)?"
    r"(?:/(?P<database>[^?]*))?"
    r"(?:\?(?P<query>.*))?"
)
_DIGITS = re.compile(rf"[\s\d_+{HOLE_CHARACTER}-]+")
#: Items that are for SQLAlchemy and pyodbc, as far as they are truth values.
_OF_MODULE = ("ansi", "unicode_results", "autocommit")
_BOOLEAN = frozenset({"true", "yes", "on", "y", "t", "1", "false", "no", "off", "n", "f", "0"})


@dataclass(frozen=True, slots=True)
class Item:
    """A name and its value, both decoded."""

    name: MappedText
    value: MappedText
    span: Span
    joint: MappedText  #: the sign between them, as written


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """A URL taken apart, or the arguments of `URL.create`."""

    name: str  #: `mssql+pyodbc`
    parts: dict[str, MappedText] = field(default_factory=dict)  #: host, database, user, password, port; none is empty
    query: tuple[Item, ...] = ()


def parse(text: MappedText) -> Url | None:
    """Read a URL; None where SQLAlchemy refuses it."""
    match = _URL.match(str(text))
    if match is None:
        return None
    parts: dict[str, MappedText] = {}
    for part, group in (
        ("host", "ipv6"),
        ("host", "host"),
        ("database", "database"),
        ("user", "user"),
        ("password", "password"),
    ):
        if match[group]:
            piece = text[slice(*match.span(group))]
            parts[part] = piece if part == "host" else decoded(piece)
    if match["port"] is not None:
        if not _DIGITS.fullmatch(match["port"]):
            return None
        parts["port"] = text[slice(*match.span("port"))]
    query = tuple(_items(text[slice(*match.span("query"))])) if match["query"] else ()
    names = [str(item.name) for item in query]
    return Url(name=match["name"], parts=parts, query=query) if len(set(names)) == len(names) else None


def _items(query: MappedText) -> Iterator[Item]:
    """What `parse_qsl` keeps: neither empty values nor names alone."""
    for name, value, whole in pairs(query):
        if len(value):
            joint = split_once(whole, "=")[0]
            place = whole[len(joint) : len(joint) + 1]
            yield Item(decoded(name, plus=True), decoded(value, plus=True), whole.span, place)


def arguments(url: Url) -> list[Entry]:
    """The named arguments that a module without connection strings gets: pymssql, python-tds."""
    found: dict[str, Entry] = {}
    for name in ("host", "database", "user", "password"):
        if name in url.parts:
            part = url.parts[name]
            found[name] = Entry(name=MappedText.decoded(name, part.span), value=part, span=part.span)
    for item in url.query:
        found[str(item.name)] = Entry(name=item.name, value=item.value, span=item.span)
    return [entry for name, entry in found.items() if name != "port"]


def odbc_string(url: Url, *, strictly: bool = False) -> MappedText | None:
    """The connection string that pyodbc gets, or (`strictly`) mssql-python; None where SQLAlchemy throws."""
    left = _named(url)
    if not strictly:
        for name in _OF_MODULE:
            item = left.pop(name, None)
            if item is not None and str(item.value).strip().lower() not in _BOOLEAN:
                return None
        if "odbc_connect" in left:
            return left["odbc_connect"].value
    out = _Written()
    driver = None if strictly else left.pop("driver", None)
    if not strictly and ("dsn" in left or ("host" in left and "database" not in left)):
        named = left.pop("host", None) or left.pop("dsn")
        out.add("dsn", named.value)
    else:
        port = left.pop("port", None) if all(str(item.name) != "port" for item in url.query) else None
        if driver is not None:
            out.add("DRIVER", driver.value, braces=True)
        out.add("Server", _value(left.pop("host", None)), more=_value(port))
        out.add("Database", _value(left.pop("database", None)))
    user = left.pop("user", None)
    if user is not None:
        out.add("UID", user.value)
        password = left.pop("password", None)
        if password is not None:
            out.add("PWD", password.value)
    elif (authentication := left.pop("authentication", None)) is not None:
        out.item(authentication, name="Authentication")
    elif not strictly:
        out.add("Trusted_Connection", None, fixed="Yes")
    if not strictly and (translate := left.pop("odbc_autotranslate", None)) is not None:
        out.item(translate, name="AutoTranslate")
    for item in left.values():
        out.item(item)
    return out.text()


def _named(url: Url) -> dict[str, Item]:
    """The parts and the items of the query by name; an item takes the place of a part."""
    found: dict[str, Item] = {}
    for name in ("host", "database", "user", "password", "port"):
        if name in url.parts:
            part = url.parts[name]
            place = MappedText.decoded(name, Span(part.span.start, part.span.start))
            found[name] = Item(place, part, part.span, part[:0])
    found.update((str(item.name), item) for item in url.query)
    return found


def _value(item: Item | None) -> MappedText | None:
    return None if item is None else item.value


class _Written:
    """A string of pairs, put together from what the URL holds."""

    def __init__(self) -> None:
        self._parts: list[MappedText] = []

    def add(
        self,
        name: str,
        value: MappedText | None,
        *,
        braces: bool = False,
        more: MappedText | None = None,
        fixed: str = "",
    ) -> None:
        """A pair whose name SQLAlchemy writes."""
        start = value.span.start if value is not None and value.pieces else 0
        place = Span(start, start)
        opened = MappedText.decoded(f"{';' if self._parts else ''}{name}={'{' if braces else ''}{fixed}", place)
        shown = _doubled(value) if braces and value is not None else _quoted(value)
        self._parts += [opened, *([shown] if shown is not None else [])]
        if braces:
            self._parts.append(MappedText.decoded("}", place))
        if more is not None and len(more):
            self._parts += [MappedText.decoded(",", Span(more.span.start, more.span.start)), more]

    def item(self, item: Item, *, name: str = "") -> None:
        """A pair as the query has it."""
        start = Span(item.span.start, item.span.start)
        named = MappedText.decoded(name, item.name.span) if name else _quoted(item.name)
        separator = [MappedText.decoded(";", start)] if self._parts else []
        joint = item.joint if len(item.joint) else MappedText.decoded("=", Span(item.span.start, item.span.start))
        self._parts += [*separator, *([named] if named is not None else []), joint]
        value = _quoted(item.value)
        self._parts += [value] if value is not None else []

    def text(self) -> MappedText:
        return MappedText.joined(self._parts)


def _quoted(value: MappedText | None) -> MappedText | None:
    """A value in braces where it would end or open something."""
    if value is None or not (";" in str(value) or "}" in str(value) or str(value).startswith("{")):
        return value
    first, last = value.span.start, value.span.end
    opening, closing = MappedText.decoded("{", Span(first, first)), MappedText.decoded("}", Span(last, last))
    return MappedText.joined([opening, _doubled(value), closing])


def _doubled(value: MappedText) -> MappedText:
    """With two closing braces for each."""
    if "}" not in str(value):
        return value
    parts: list[MappedText] = []
    position = 0
    for match in re.finditer(r"\}", str(value)):
        parts += [value[position : match.end()], value[match.start() : match.end()]]
        position = match.end()
    return MappedText.joined([*parts, value[position:]])


def is_unknown(text: MappedText) -> bool:
    """Whether nothing at all of a text is known."""
    return bool(text.pieces) and all(piece.kind is PieceKind.HOLE for piece in text.pieces)
