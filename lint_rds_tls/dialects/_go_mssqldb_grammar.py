"""The grammar of go-mssqldb's strings: a URL, `odbc:` pairs with braces, and pairs as ADO has them.

Source: `msdsn/conn_str.go` of microsoft/go-mssqldb and `net/url` of Go; held against 1,934 strings that ten versions of
the driver read (tests/recorded/go_mssqldb/strings.jsonl.gz).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.dialects._urls import decoded, pairs, split_once
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

__all__ = ["ADO_SYNONYMS", "Pair", "Parsed", "ado", "is_url", "odbc", "url"]

_SCHEME, _ODBC = "sqlserver://", "odbc:"
#: Other names of a key, in the ADO form alone: those of every version, and those that came with 1.11.
ADO_SYNONYMS = {
    "application name": "app name", "data source": "server", "address": "server", "network address": "server",
    "addr": "server", "user": "user id", "uid": "user id", "initial catalog": "database",
}  # fmt: skip
NEW_SYNONYMS = {
    "app": "app name", "pwd": "password", "connect timeout": "connection timeout", "timeout": "connection timeout",
    "trust server certificate": "trustservercertificate", "host name in certificate": "hostnameincertificate",
    "server certificate": "servercertificate", "wsid": "workstation id",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_USER_INFO = re.compile(rf"[A-Za-z0-9\-._:~!$&'()*+,;=%@{HOLE_CHARACTER}]*")
#: An escape in a host stands for a character beyond ASCII.
_HOST = re.compile(rf"(?:[A-Za-z0-9\-_.~!$&'()*+,;=:\[\]<>\"]|%(?=25|[89A-Fa-f])|[^\x00-\x7f]|{HOLE_CHARACTER})*")
_PORT = re.compile(rf"(?::[0-9{HOLE_CHARACTER}]*)?")
_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ODBC_PAIR = re.compile(
    rf"[{_SPACES};]*(?P<key>[^{_SPACES};=][^;=]*)?(?:=[{_SPACES}]*(?:\{{(?P<braced>(?:[^}}]|\}}\}})*)\}}[{_SPACES}]*(?=;|\Z)"
    rf"|(?P<bare>[^{{;{_SPACES}][^;]*)|(?=;|\Z)))?;?"
)
_ADO_PART = re.compile(r'(?:[^;"]|"(?:[^"]|"")*(?:"|\Z))+')
_PROTOCOL = re.compile(r"(?:tcp|np|lpc|admin|sm):")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One key and value."""

    name: MappedText  #: as written
    key: str  #: in lower case, synonyms resolved
    value: MappedText
    span: Span
    quoted: bool = False  #: in the double quotes that the ADO form knows from 1.9.3 on


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The pairs of a string, the server among them, or why there are none."""

    pairs: tuple[Pair, ...] = ()
    error: str = ""  #: as the driver says it; never a secret
    complete: bool = True  #: false where something unknown may hold more pairs


def is_url(text: str) -> bool:
    """Whether the driver reads a text as a URL; it regards case."""
    return text.startswith(_SCHEME)


def is_odbc(text: str) -> bool:
    """Whether the driver reads a text as `odbc:` pairs."""
    return text.startswith(_ODBC)


def _invalid(what: str) -> Parsed:
    return Parsed(error=what)


# --- URLs ------------------------------------------------------------------------------------------------------------


def url(text: MappedText) -> Parsed:
    """Read a text that `is_url`; never raises."""
    rest, fragment = split_once(text, "#")
    if _CONTROL.search(str(rest)) or (fragment is not None and _ESCAPE.search(str(fragment))):
        return _invalid("invalid URL format")
    before, query = split_once(rest[len(_SCHEME) :], "?")
    authority, path = split_once(before, "/")
    user, host = split_once(authority, "@", last=True)
    if host is None:
        user, host = authority[:0], authority
    if not _USER_INFO.fullmatch(str(user)) or _ESCAPE.search(str(user)) or (path and _ESCAPE.search(str(path))):
        return _invalid("invalid URL format")
    placed = _server(host)
    if placed is None:
        return _invalid("invalid URL format")
    found = list(_credentials(user)) if len(user) or len(authority) > len(host) else []
    found.append(_pair(MappedText.decoded("server", placed[0].span), "server", placed[0]))
    if placed[1] is not None and len(placed[1]):
        found.append(_pair(MappedText.decoded("port", placed[1].span), "port", placed[1]))
    items = [] if query is None else [each for each in pairs(query) if _is_item(each)]
    names: set[str] = set()
    for name, value, whole in items:
        key = decoded(name, plus=True)
        if str(key) in names:
            return Parsed(pairs=tuple(found), error=f"key {key} provided more than once")
        names.add(str(key))
        found.append(Pair(name=name, key=str(key).lower(), value=decoded(value, plus=True), span=whole.span))
    return Parsed(pairs=tuple(found), complete=not (_opens(host, query) or any(name.has_hole for name, _, _ in items)))


def _opens(host: MappedText, query: MappedText | None) -> bool:
    """Whether something unknown stands where a query may be in it."""
    return query is None and len(host) > 0 and host.is_hole(len(host) - 1) and ":" not in str(host)


def _is_item(item: tuple[MappedText, MappedText, MappedText]) -> bool:
    """Go leaves out what holds a `;` or a bad escape."""
    return ";" not in str(item[2]) and _ESCAPE.search(str(item[2])) is None


def _credentials(user: MappedText) -> Iterator[Pair]:
    name, password = split_once(user, ":")
    yield _pair(MappedText.decoded("user id", name.span), "user id", decoded(name))
    if password is not None:
        yield _pair(MappedText.decoded("password", password.span), "password", decoded(password))


def _server(host: MappedText) -> tuple[MappedText, MappedText | None] | None:
    """The host without brackets, and its port; None where Go refuses it."""
    written = str(host)
    if not _HOST.fullmatch(written):
        return None
    if written.startswith("["):
        end = written.rfind("]")
        if end < 0 or not _PORT.fullmatch(written, end + 1):
            return None
        port = host[end + 2 :] if end + 1 < len(written) else None
        return (host[1:end] if port is not None else host), port
    name, port = split_once(host, ":", last=True)
    if port is not None and not _PORT.fullmatch(":" + str(port)):
        return None
    return (host, None) if port is not None and ":" in str(name) else (decoded(name), port)


def _pair(name: MappedText, key: str, value: MappedText, *, span: Span | None = None) -> Pair:
    return Pair(name=name, key=key, value=value, span=span or value.span)


# --- pairs -----------------------------------------------------------------------------------------------------------


def odbc(text: MappedText) -> Parsed:
    """Read a text that `is_odbc`: braces quote, the last of a key wins."""
    rest = text[len(_ODBC) :]
    written = str(rest)
    found: list[Pair] = []
    position = 0
    while position < len(written):
        match = _ODBC_PAIR.match(written, position)
        if match is None or match.end() == position or (match["key"] is None and "=" in match[0]):
            return Parsed(pairs=tuple(found), error="unexpected character, expected a key, a semicolon or white space")
        position = match.end()
        if match["key"] is None:
            continue
        if position < len(written) and written[position - 1] != ";":
            return Parsed(pairs=tuple(found), error="a braced value does not end before a semicolon")
        group = "braced" if match["braced"] is not None else "bare"
        value = (
            rest[slice(*match.span(group))] if match[group] is not None else rest[match.end("key") : match.end("key")]
        )
        value = _unbraced(value) if group == "braced" else _stripped(value)
        name = _stripped(rest[slice(*match.span("key"))])
        end = match.end(group) + (group == "braced") if match[group] is not None else match.end("key")
        span = rest[match.start("key") : end].span
        found.append(Pair(name=name, key=str(name).lower(), value=value, span=span))
    return Parsed(pairs=tuple(found), complete=not any(pair.name.has_hole for pair in found))


def _stripped(text: MappedText) -> MappedText:
    return text.strip()


def _unbraced(value: MappedText) -> MappedText:
    parts: list[MappedText] = []
    position = 0
    for match in re.finditer(r"\}\}", str(value)):
        parts.append(value[position : match.start() + 1])
        position = match.end()
    return MappedText.joined([*parts, value[position:]]) if parts else value


def ado(text: MappedText, *, quotes: bool = True, synonyms: bool = True) -> Parsed:
    """Read pairs as ADO has them: the last of a key wins; `quotes` and `synonyms` as from 1.9 and 1.11 on."""
    written = str(text)
    known = {**ADO_SYNONYMS, **(NEW_SYNONYMS if synonyms else {})}
    found: list[Pair] = []
    for match in (_ADO_PART if quotes else re.compile("[^;]+")).finditer(written):
        part = text[match.start() : match.end()]
        name, value = split_once(part, "=")
        name = name.strip()
        if not str(name):
            continue
        value = part[len(part) :] if value is None else value.strip()
        quoted = quotes and len(value) >= 2 and str(value)[0] == '"' == str(value)[-1]
        key = str(name).lower()
        span = part.strip().span
        found.append(
            Pair(
                name=name,
                key=known.get(key, key),
                value=_unquoted(value) if quoted else value,
                span=span,
                quoted=quoted,
            )
        )
    whole = not any(pair.name.has_hole for pair in found)
    return Parsed(pairs=tuple(found), complete=whole)


def _unquoted(value: MappedText) -> MappedText:
    inner = value[1:-1]
    parts: list[MappedText] = []
    position = 0
    for match in re.finditer('""', str(inner)):
        parts.append(inner[position : match.start() + 1])
        position = match.end()
    return MappedText.joined([*parts, inner[position:]]) if parts else inner


def host_of(server: MappedText) -> MappedText:
    """The host that a server names in the ADO form, without protocol, instance and port."""
    match = _PROTOCOL.match(str(server))
    bare = server[match.end() :] if match else server
    return split_once(split_once(bare, ",")[0], "\\")[0].strip()
