"""What all JDBC dialects share: settings in the spelling of the driver, and the objects that carry them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.model import Connection, Entry, HostClass, Literal, Location, Record, Store
from lint_rds_tls.text import MappedText, Span

__all__ = ["JVM", "SECRETS", "ending", "hosted", "looks_like_tls", "named_from", "outside", "stored", "url_in"]

#: Namespaces that say: this file speaks JDBC.
JVM = frozenset(
    {
        "java.sql", "javax.sql", "com.microsoft.sqlserver.jdbc", "net.sourceforge.jtds.jdbc",
        "net.sourceforge.jtds.jdbcx", "com.zaxxer.hikari", "io.r2dbc.spi", "io.r2dbc.mssql",
    }
)  # fmt: skip

#: Names whose values are never shown, in lower case.
SECRETS = frozenset(
    {
        "password", "pwd", "truststorepassword", "keystoresecret", "clientkeypassword", "aadsecureprincipalsecret",
        "keyvaultproviderclientkey", "accesstoken", "trustmanagerconstructorarg",
    }
)  # fmt: skip

#: Spellings of other drivers, and slips, that look as if they decided about TLS. In lower case, no blanks, `_` and `-`.
_LOOK_ALIKE = re.compile(
    r"(?:use)?encrypt(?:ed|ion)?|(?:use)?ssl(?:mode)?|trust(?:ed)?(?:server)?cert(?:ificates?)?|hostname(?:in)?cert\w*"
    r"|truststore(?:file|path|pass|url)|sslhostnameincertificate|tls|requiressl|verifyservercertificate"
)
_URL = re.compile(r"(?:\s*[\w.\-]*url\s*=\s*|-[\w.\-]+=)?(?=jdbc|r2dbc)", re.IGNORECASE)


def looks_like_tls(name: str) -> bool:
    """Whether a name that a driver does not know looks as if it decided about TLS."""
    return _LOOK_ALIKE.fullmatch(re.sub(r"[\s_\-]", "", name.lower())) is not None


def url_in(text: MappedText) -> MappedText:
    """The URL in a text, its placeholders settled: behind `url=`, as options and property files have it."""
    text = settled(text)
    match = _URL.match(str(text))
    return text[match.end() :] if match else text


def hosted(connection: Connection, server: MappedText | None) -> Connection:
    """The connection with the host that its server names; a local one that is only a default tells nothing."""
    if server is None or server.has_hole or _FILLED_IN.search(str(server)):
        return connection
    host = str(server).strip().lower() or "localhost"
    kind = host_class_of(host)
    if server.has_default and kind is HostClass.LOCAL:
        kind = HostClass.UNKNOWN
    return replace(connection, host=host, host_class=kind)


def stored(connection: Connection) -> Connection:
    """The connection with the trust store that its own settings name."""
    setting = connection.effective("truststore")
    if setting is None or setting.value is None or not str(setting):
        return connection
    return replace(
        connection, store=Store(name=str(setting), location=Location(path=connection.path, span=setting.value.span))
    )


def ending(text: MappedText) -> bool:
    """Whether a text ends in something unknown, behind something known: more than the value may be in it."""
    return len(text) > 1 and text.is_hole(len(text) - 1)


#: What no host name has: something is filled in here before a driver sees it.
_FILLED_IN = re.compile(r"[{}<>$%@]")
#: Calls that hand a setting to the driver under its own name.
_HANDS_OVER = frozenset(
    {"adddatasourceproperty", "addconnectionproperty", "setproperty", "put", "putifabsent", "option"}
)
#: Where the settings of a configuration stand that go to the driver under their own names.
_GOES_ON = re.compile(
    r"(?:.*[.:])?(?:data-?source-?properties|datasource|jdbc-?properties|additional-jdbc-properties|connection-properties"
    r"|driver-properties|driver|xa\.properties|properties)\.([\w ]+)",
    re.IGNORECASE,
)


def outside(
    record: Record, is_url: Callable[[str], bool], names: Callable[[str], bool]
) -> tuple[MappedText | None, list[Entry]]:
    """The URL that a record holds, and the entries beside it that reach the driver, named as the driver knows them.

    `is_url` tells a URL of the dialect, `names` a name that only its driver uses.
    """
    if record.type == "getConnection":
        return record.base, list(record.entries)
    url = next((each for each in record.entries if is_url(str(url_in(each.value)))), None)
    start = "" if url is None else re.sub(r"[\w-]+\Z", "", str(url.name))
    found: list[Entry] = []
    for entry in record.entries:
        name = str(entry.name)
        if entry is url:
            continue
        if name.lower() in ("connectionproperties", "connection-properties", "connectproperties"):
            found += _listed(entry)
        elif (match := _GOES_ON.fullmatch(name)) is not None:
            found.append(named_from(entry, match.start(1)))
        elif start and name.startswith(start) and names(name[len(start) :]):
            found.append(named_from(entry, len(start)))
        elif record.type or entry.method.lower() in _HANDS_OVER:
            found.append(entry)
        elif name.startswith(start) and names(name[len(start) :]):
            found.append(named_from(entry, len(start)))
    return (None if url is None else url.value), found


def named_from(entry: Entry, start: int) -> Entry:
    """The entry without the start of its name, which only says where it stands."""
    name = entry.name[start:]
    span = name.span.cover(entry.value.span) if start and entry.value.pieces else entry.span
    return replace(entry, name=name, span=span)


def _listed(entry: Entry) -> Iterator[Entry]:
    """`a=b;c=d`, as the pools of Tomcat and DBCP take it."""
    for match in re.finditer(r"\s*([^=;\s]+)\s*=([^;]*)", str(entry.value)):
        place = entry.value[match.start(1) : match.end()].span
        yield Entry(name=entry.value[slice(*match.span(1))], value=entry.value[slice(*match.span(2))], span=place)


def whole(literal: Literal) -> Span:
    """Where a literal is reported as a whole."""
    return literal.text.span if literal.text.pieces else literal.span
