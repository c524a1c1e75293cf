"""ODBC connection strings to settings: canonical keys, exact places, what is unknown, what was swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.dialects._adonet_settings import host_of, known_host
from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._odbc_grammar import Pair, parse, parse_freetds
from lint_rds_tls.dialects._odbc_products import names_sql_server
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.model import Connection, Entry, Setting
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

__all__ = ["SECRETS", "TLS_KEYS", "Written", "connection", "effective", "read_text", "setting_of", "value_of"]

#: Keys that decide about TLS, of Microsoft's drivers and of FreeTDS.
TLS_KEYS = frozenset({"encrypt", "trustservercertificate", "hostnameincertificate", "servercertificate", "encryption"})
SECRETS = frozenset({"pwd", "password", "accesstoken", "clientkey", "keystoresecret"})
#: Keywords that are no part of a password that somebody left without braces.
_KEYWORDS = TLS_KEYS | SECRETS | {
    "driver", "dsn", "filedsn", "server", "servername", "address", "addr", "port", "database", "uid", "app", "wsid",
    "trusted_connection", "authentication", "mars_connection", "applicationintent", "multisubnetfailover", "language",
    "tds_version", "clientcharset", "autotranslate", "connectretrycount", "keepalive", "packetsize", "longasmax",
}  # fmt: skip
#: Words of Microsoft's drivers, and what to write in their place.
_INSTEAD = {"encrypt": {"no": "yes"}, "trustservercertificate": {"yes": "no"}}
#: In the order in which they win.
SERVERS = ("address", "addr", "server", "servername")
#: Names that somebody takes for one of those that decide about TLS, with blanks, and `_` or `-` between words.
_MEANT = re.compile(
    r"(?:use)?encrypt(?:ion|ionfordata)?|trust(?:server)?cert(?:ificate)?|hostnameincertificate|ssl|sslmode"
)
_SWALLOWED = re.compile(
    r"(?:[\s,;]+|\A)(encrypt|trust ?server ?certificate|host ?name ?in ?certificate|server ?certificate)"
    r"\s*=\s*[^\s,;]*",
    re.IGNORECASE,
)
#: Something unknown that stands where a pair would, before the next `;`.
_PARTIAL = re.compile(rf"((?:\A|;)\s*)({HOLE_CHARACTER}+)(?!{HOLE_CHARACTER}|\s*=)")
_FORMATTED = re.compile(r"\{\{([^{}]+)\}\}")
_REPLACED = re.compile(r"\{\{|\}\}|\{[A-Za-z_]\w*(?:[.\[][\w.\]]*)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a text says, whether or not it is for SQL Server."""

    settings: tuple[Setting, ...]  #: every pair, in written order
    complete: bool = True  #: false where something unknown may hold more pairs
    swallowed: tuple[tuple[str, Span, str], ...] = ()


def read_text(text: MappedText, *, freetds: bool = False) -> Written:
    """Read a connection string by Microsoft's grammar, or by that of FreeTDS."""
    text = settled(_formatted(text))
    raw = str(text)
    known = raw
    while (cut := _PARTIAL.sub(lambda match: match[1] + " " * len(match[2]), known)) != known:
        known = cut
    if freetds:
        pairs = list(parse_freetds(known))
    else:
        pairs = [pair for pair in parse(known) if not (pair.last and pair.value_end == len(known))]
    names_known = all(HOLE_CHARACTER not in known[pair.key_start : pair.key_end] for pair in pairs)
    rest = pairs[-1].value_end if pairs else len(known)
    return Written(
        settings=_hide_rests([_setting(text, pair, doubled="" if freetds else "}}") for pair in pairs]),
        complete=known == raw and names_known,
        swallowed=(
            *(found for pair in pairs for found in _swallowed(text, pair, pair.value_start, pair.value_end)),
            *(found for pair in pairs[-1:] if pair.braced for found in _swallowed(text, pair, rest, len(known))),
        ),
    )


def _hide_rests(settings: list[Setting]) -> tuple[Setting, ...]:
    """`PWD=a;b=c` holds a pair whose name is half of the password."""
    hidden = settings[:1]
    for setting in settings[1:]:
        rest = hidden[-1].secret and not hidden[-1].quoted and not setting.tls and setting.key not in _KEYWORDS
        hidden.append(replace(setting, secret=True) if rest else setting)
    return tuple(hidden)


def _formatted(text: MappedText) -> MappedText:
    """A text that goes through `str.format` before the driver sees it, known by `{{…}}` around a driver's name."""
    raw = str(text)
    if not any(names_sql_server(match[1]) or "freetds" in match[1].lower() for match in _FORMATTED.finditer(raw)):
        return text
    parts, position = [], 0
    for match in _REPLACED.finditer(raw):
        parts.append(text[position : match.start()])
        whole = text[match.start() : match.end()]
        parts.append(whole[:1] if match[0] in ("{{", "}}") else MappedText.hole(whole.span))
        position = match.end()
    return MappedText.joined([*parts, text[position:]])


def _setting(text: MappedText, pair: Pair, *, doubled: str) -> Setting:
    name = text[pair.key_start : pair.key_end]
    value = _value(text, pair, doubled)
    end = max(pair.value_end, pair.key_end + 1)
    return setting_of(name, value, text[pair.key_start : end].span, quoted=pair.braced)


def _value(text: MappedText, pair: Pair, doubled: str) -> MappedText:
    if not pair.braced:
        return text[pair.value_start : pair.value_end]
    inner = text[pair.value_start + 1 : pair.value_end - pair.closed]
    parts, written, position = [], str(inner), 0
    while doubled and (found := written.find(doubled, position)) >= 0:
        parts.append(inner[position : found + 1])
        position = found + 2
    return MappedText.joined([*parts, inner[position:]]) if parts else inner


def setting_of(name: MappedText, value: MappedText, span: Span, *, quoted: bool = False, joint: str = "=") -> Setting:
    """A setting under its name in lower case; names that only look like one that decides about TLS keep their own."""
    key = str(name).lower()
    return Setting(
        key=key,
        name=name,
        value=None if value.has_hole else value,
        prefix=str(value).partition(HOLE_CHARACTER)[0] if value.has_hole else "",
        span=span,
        tls=key in TLS_KEYS or _is_meant(key),
        secret=key.strip() in SECRETS,
        quoted=quoted,
        joint=joint,
        instead=_INSTEAD.get(key, {}).get(str(value).lower(), ""),
    )


def _is_meant(key: str) -> bool:
    return _MEANT.fullmatch(re.sub(r"[\s_-]", "", key.rpartition(";")[2])) is not None


def _swallowed(text: MappedText, pair: Pair, start: int, end: int) -> Iterator[tuple[str, Span, str]]:
    """Settings of TLS inside what belongs to another one, or behind its closing brace where nothing is read."""
    written = str(text)
    name = written[pair.key_start : pair.key_end]
    if name.lower() in TLS_KEYS or (pair.braced and pair.closed and end <= pair.value_end):
        return
    for match in _SWALLOWED.finditer(written, start, end):
        yield re.sub(r"\s", "", match[1]).lower(), text[match.start(1) : match.end()].span, name


def value_of(entry: Entry) -> Setting:
    """The setting that an entry of a record writes."""
    return setting_of(entry.name, entry.value, entry.span, quoted=True)


def effective(settings: Iterable[Setting], *keys: str) -> Setting | None:
    """The setting that wins, of the first of some keys that is written."""
    every = [setting for setting in settings if setting.effective]
    return next((setting for key in keys for setting in every if setting.key == key), None)


def connection(
    dialect: str, path: str, span: Span, settings: Sequence[Setting], library: Iterable[str], *, complete: bool
) -> Connection:
    """A connection of these settings, to the host that wins among them."""
    server = effective(settings, *SERVERS)
    name = "" if server is None else server.prefix if server.value is None else str(server)
    host = host_of(name) if server is not None and server.value is not None else known_host(name)
    return Connection(
        dialect=dialect,
        path=path,
        span=span,
        settings=tuple(settings),
        host=host or None,
        host_class=host_class_of(host),
        localdb=name.strip().lower().startswith("(localdb)"),
        library=tuple(library),
        complete=complete,
    )
