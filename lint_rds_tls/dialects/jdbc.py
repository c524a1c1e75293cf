"""JDBC: the URLs, properties and data sources of mssql-jdbc, Microsoft's driver."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lint_rds_tls.data.jdbc_properties import SINCE, SYNONYMS
from lint_rds_tls.dialects._dbeaver import of_dbeaver
from lint_rds_tls.dialects._jdbc_grammar import PREFIX, Pair, parse
from lint_rds_tls.dialects._jdbc_settings import (
    JVM,
    SECRETS,
    ending,
    hosted,
    looks_like_tls,
    named_from,
    outside,
    stored,
    url_in,
    whole,
)
from lint_rds_tls.dialects._jvm_options import STORE_KEY, stores
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import goes_on, last_wins
from lint_rds_tls.model import (
    Complaint,
    Connection,
    Dialect,
    Entry,
    Fragment,
    HostClass,
    Literal,
    Record,
    Setting,
    Vocabulary,
)
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

LIBRARY = "com.microsoft.sqlserver:mssql-jdbc"

#: Canonical names, in lower case, that decide about TLS.
_TLS = frozenset(
    {
        "encrypt", "trustservercertificate", "hostnameincertificate", "truststore", "truststoretype",
        "truststorepassword", "servercertificate", "trustmanagerclass", "fips", "sslprotocol", "authentication",
    }
)  # fmt: skip
#: Names that no other driver has.
_OWN = frozenset({"trustservercertificate", "hostnameincertificate", "encrypt", "trustmanagerclass"})
_SOURCES = frozenset({"SQLServerDataSource", "SQLServerConnectionPoolDataSource", "SQLServerXADataSource"})
_POOLS = frozenset(
    {
        "HikariConfig", "HikariDataSource", "PoolProperties", "BasicDataSource", "DriverManagerDataSource",
        "SimpleDriverDataSource", "ComboPooledDataSource", "DruidDataSource", "DataSourceBuilder", "DataSource",
    }
)  # fmt: skip
#: What holds the settings of Spark, Hibernate and Kafka Connect.
_MAPS = frozenset({"Map", "HashMap", "LinkedHashMap", "TreeMap", "ConcurrentHashMap"})
#: What `encrypt` takes.
_WORDS = frozenset({"true", "false", "no", "optional", "mandatory", "strict"})
#: What stands around the URL of a driver that passes it on: Amazon's Secrets Manager, p6spy, OpenTelemetry, log4jdbc.
_WRAPPED = re.compile(r"(?:jdbc-secretsmanager:|jdbc:(?:p6spy|otel|log4jdbc|tracing|aws-wrapper):)(?=sqlserver://)")
#: Testcontainers starts a container here, whatever the host, and adds `encrypt=false` where the URL has no encrypt.
_CONTAINER = re.compile(r"jdbc:tc:sqlserver:[^/]*//[^;?]*")
#: A TLS setting as it stands in URLs of other products.
_QUERY = re.compile(r"[?&](encrypt|trustServerCertificate|hostNameInCertificate)(?==)", re.IGNORECASE)


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections of mssql-jdbc in one fragment."""
    if isinstance(fragment, Literal):
        yield from map(stored, _literal(fragment, path))
    elif isinstance(fragment, Record):
        yield from map(stored, _record(fragment, path))


# --- URLs ------------------------------------------------------------------------------------------------------------


def _literal(literal: Literal, path: str) -> Iterator[Connection]:
    connection = _of_text(literal.text, path)
    if connection is not None:
        complete = connection.complete and not goes_on(literal)
        yield replace(connection, alternative=literal.alternative, complete=complete)
    elif (literal.text.is_hole(0) or str(literal.text)[:1] == ";") and JVM.intersection(literal.libraries):
        yield from _appended(literal, path)


def _of_text(text: MappedText, path: str) -> Connection | None:
    """The connection of a URL, of mssql-jdbc itself or of what passes it on; None where the text is none."""
    found = url_in(text)
    url = _unwrapped(found)
    if url is None:
        return None
    connection = _url(url, path)
    return replace(connection, complete=False) if _CONTAINER.match(str(found)) else connection


def _unwrapped(text: MappedText) -> MappedText | None:
    """The URL as mssql-jdbc gets it; None where the text is none."""
    raw = str(text)
    if raw.startswith(PREFIX):
        return text if len(raw.strip()) > len(PREFIX) else None  # the prefix alone is what code looks for
    wrapped = _WRAPPED.match(raw)
    if wrapped is not None:
        return MappedText.decoded("jdbc:", text[: wrapped.end()].span) + text[wrapped.end() :]
    container = _CONTAINER.match(raw)
    if container is not None:
        return MappedText.decoded(PREFIX + "localhost", text[: container.end()].span) + text[container.end() :]
    return None


def _url(url: MappedText, path: str) -> Connection:
    raw, complete = str(url), not url.is_hole(len(PREFIX)) or len(url) > len(PREFIX) + 1
    parsed = parse(raw)
    while parsed.error is not None and HOLE_CHARACTER in raw[slice(*parsed.error)]:
        start, end = parsed.error
        raw, complete = raw[:start] + " " * (end - start) + raw[end:], False
        parsed = parse(raw)
    settings = [_setting(url, pair) for pair in parsed.pairs]
    server = url[slice(*parsed.server)] if parsed.server is not None else None
    if server is not None and str(server):
        settings.insert(0, _placed("serverName", server))
    if parsed.port is not None:
        settings.insert(1, _placed("portNumber", url[slice(*parsed.port)]))
    if raw and settings and settings[-1].key not in ("portnumber", "servername"):
        complete = complete and not ending(url[slice(*parsed.pairs[-1].value)])
    complaint = _crowded(server) if parsed.goes_on else None
    if parsed.error is not None:
        place = url[slice(*parsed.error)]
        complaint = Complaint(
            kind="syntax",
            message="The connection string contains a badly formed name or value.",
            tls=_blames_tls(str(place)),
            span=place.span,
        )
    connection = Connection(
        dialect="jdbc",
        path=path,
        span=url.span,
        settings=last_wins(settings),
        library=(LIBRARY,),
        complete=complete and not any(setting.name.has_hole for setting in settings),
        complaint=complaint,
        swallowed=(*_swallowed(server), *_after_question_marks(url, parsed.pairs)),
    )
    named = connection.effective("servername")
    return hosted(connection, MappedText(anchor=url.span.end) if named is None else named.value)


def _placed(name: str, value: MappedText) -> Setting:
    known = None if value.has_hole else value
    return Setting(key=name.lower(), name=MappedText.decoded(name, value.span), value=known, span=value.span)


def _setting(url: MappedText, pair: Pair) -> Setting:
    name = url[slice(*pair.name)]
    value = url[slice(*pair.value)]
    if pair.braced and "}}" in str(value):
        value = _halved(value)
    return _named(name, value, url[pair.name[0] : pair.value[1] + pair.braced].span)


def _halved(value: MappedText) -> MappedText:
    """`}}` is one `}` between braces."""
    parts, written, position = [], str(value), 0
    while (doubled := written.find("}}", position)) >= 0:
        parts.append(value[position : doubled + 1])
        position = doubled + 2
    return MappedText.joined([*parts, value[position:]])


def _named(name: MappedText, value: MappedText, span: Span) -> Setting:
    written = str(name).lower()
    key = SYNONYMS.get(written, (written, ""))[0]
    known = key in SINCE
    return Setting(
        key=key,
        name=name,
        value=None if value.has_hole else value,
        span=span,
        tls=key in _TLS or (not known and looks_like_tls(written)),
        secret=key in SECRETS,
        quoted=True,
    )


def _blames_tls(text: str) -> bool:
    return (
        re.match(r"\s*(?:encrypt|trustServerCertificate|hostNameInCertificate)\s*(?:=|\Z)", text, re.IGNORECASE)
        is not None
    )


def _crowded(server: MappedText | None) -> Complaint | None:
    """A server with `=` in front of more: 11.2 and later take it for a forgotten `;`."""
    if server is None or "=" not in str(server):
        return None
    return Complaint(
        kind="server-name",
        message=f"The serverName connection property value {server} is badly formed.",
        tls=_blames_tls(str(server)),
        span=server.span,
    )


def _swallowed(server: MappedText | None) -> Iterator[tuple[str, Span, str]]:
    """`jdbc:sqlserver://encrypt=true` names a server."""
    if server is not None and _blames_tls(str(server)):
        yield str(server).partition("=")[0].strip().lower(), server.span, "the server's name"


def _after_question_marks(url: MappedText, pairs: Iterable[Pair]) -> Iterator[tuple[str, Span, str]]:
    """`;databaseName=x?encrypt=true&trustServerCertificate=false`: what other drivers take is part of the name here."""
    for pair in pairs:
        if not pair.braced:
            for match in _QUERY.finditer(str(url), *pair.value):
                yield match[1].lower(), url[slice(*match.span(1))].span, str(url[slice(*pair.name)])


def _appended(literal: Literal, path: str) -> Iterator[Connection]:
    """`url + ";encrypt=false"`: more settings for a URL that is not known here."""
    text = literal.text
    raw = str(text).lstrip(HOLE_CHARACTER)
    if not raw.startswith(";"):
        return
    start = len(text) - len(raw)
    whole_url = MappedText.decoded(PREFIX + "x", text[: max(start, 1)].span) + text[start:]
    connection = _url(settled(whole_url), path)
    settings = tuple(setting for setting in connection.settings if setting.key not in ("servername", "portnumber"))
    if any(setting.key in _OWN for setting in settings):
        yield replace(
            connection,
            span=whole(literal),
            settings=settings,
            host=None,
            host_class=HostClass.UNKNOWN,
            complete=False,
            alternative=literal.alternative,
        )


# --- properties, data sources, configuration -------------------------------------------------------------------------


def _record(record: Record, path: str) -> Iterator[Connection]:
    if record.type == "call":
        yield from _keyed(record, path)
        return
    if record.type == "MSSQLServerContainer":
        settings = [_entry(each) for each in record.entries if each.method == "withUrlParam"]
        if settings:
            yield replace(_made(record, settings, path), host="localhost", host_class=HostClass.LOCAL, complete=False)
        return
    if any("sqlserverconnector" in str(each.value).lower() for each in record.entries):
        yield _made(record, list(_passed_through(record)), path)
        return
    if any(map(_names_source, record.entries)):
        yield _by_class(record, path)
        return
    url, entries = outside(record, _is_url, _is_own)
    connection = None if url is None else _of_text(url, path)
    if connection is None and not _is_ours(record, entries, url):
        return
    settings = [*(connection.settings if connection else ()), *map(_entry, [*entries, *of_dbeaver(record)])]
    made = _made(record, settings, path)
    if connection is None:
        named = made.effective("servername") is not None and made.effective("url") is None
        yield replace(made, complete=made.complete and record.type in _SOURCES and named)
    else:
        yield replace(
            made,
            complaint=connection.complaint,
            swallowed=connection.swallowed,
            complete=made.complete and connection.complete,
            span=connection.span if not record.type else record.span,
        )


def _keyed(record: Record, path: str) -> Iterator[Connection]:
    """`withProperty(url, "trustServerCertificate", "true")`: what is done with it is not known, what is meant is."""
    settings = [_entry(each) for each in record.entries]
    own = any(each.key == "trustservercertificate" for each in settings)
    if own or (JVM.intersection(record.libraries) and any(str(each).lower() in _WORDS for each in settings)):
        yield replace(_made(record, settings, path), complete=False)


def _names_source(entry: Entry) -> bool:
    """`dataSourceClassName=com.microsoft.sqlserver.jdbc.SQLServerDataSource`."""
    name = re.sub(r".*[.:]|[-_]", "", str(entry.name)).lower()
    return name == "datasourceclassname" and str(entry.value).rpartition(".")[2] in _SOURCES


def _by_class(record: Record, path: str) -> Connection:
    """A pool that makes the data source itself: it calls the setters, the URL beside them counts for nothing.

    HikariCP's PropertyElf may take setEncrypt(boolean) for `strict` and `mandatory`: which one is not known then.
    """
    _, entries = outside(record, lambda _: False, _is_own)
    settings = [_by_setter(_entry(each)) for each in entries]
    made = _made(record, settings, path)
    return replace(made, complete=made.complete and made.effective("servername") is not None)


def _by_setter(setting: Setting) -> Setting:
    known = setting.key not in ("encrypt", "trustservercertificate") or str(setting).lower() in ("true", "false")
    return setting if known else replace(setting, value=None)


def _is_url(text: str) -> bool:
    return text.startswith(PREFIX) or _WRAPPED.match(text) is not None


def _is_own(name: str) -> bool:
    return name.lower() in _TLS


def _is_ours(record: Record, entries: Iterable[Entry], url: MappedText | None) -> bool:
    """Whether settings without a URL that is known here are those of mssql-jdbc."""
    if record.type in _SOURCES:
        return True
    if url is not None and not url.has_hole:
        return False  # another driver's
    names = {str(entry.name).lower() for entry in entries}
    if record.type in ("Properties", "getConnection"):
        return "trustservercertificate" in names
    if record.type in _POOLS:
        return "trustservercertificate" in names or any(str(each.value).endswith("SQLServerDriver") for each in entries)
    return False


def _passed_through(record: Record) -> Iterator[Setting]:
    """Debezium builds the URL itself and hands `driver.X` and `database.X` to the driver as X."""
    for entry in record.entries:
        match = re.fullmatch(r"(?:.*\.)?(?:driver|database)\.(\w+)", str(entry.name))
        if match is not None and match[1] == "hostname":
            yield _entry(replace(entry, name=MappedText.decoded("serverName", entry.name.span)))
        elif match is not None and match[1].lower() in SINCE:
            yield _entry(named_from(entry, match.start(1)))


def _entry(entry: Entry) -> Setting:
    value = settled(entry.value)
    return replace(_named(entry.name, value, entry.span), guards=entry.guards)


def _made(record: Record, settings: list[Setting], path: str) -> Connection:
    connection = Connection(
        dialect="jdbc",
        path=path,
        span=record.span,
        settings=last_wins(settings),
        library=(LIBRARY,),
        complete=not record.truncated,
        builder=record.type in _SOURCES,
    )
    server = connection.effective("servername")
    if server is None:
        return replace(connection, host_class=HostClass.UNKNOWN)
    return hosted(connection, server.value)


DIALECT = Dialect(
    name="jdbc",
    keywords=(
        b"jdbc:sqlserver:", b":sqlserver://", b"sqlserverdatasource", b"sqlserverconnectionpooldatasource",
        b"sqlserverxadatasource", b"mssqlservercontainer", b"sqlserverconnector", b"sqlserverdriver",
    ),
    vocabulary=Vocabulary(
        types=_SOURCES | _POOLS | _MAPS | {"Properties", "MSSQLServerContainer"},
        enums=frozenset({"EncryptOption"}),
        namespaces=JVM,
        calls=frozenset({"getConnection", "connect"}),
        keys=frozenset(
            {
                "url", "jdbc-url", "jdbcurl", "jdbc_url", "connection-url", "connection.url", "db-url", "dburl",
                "hibernate.connection.url", "jakarta.persistence.jdbc.url", "javax.persistence.jdbc.url",
                "connector.class", "datasourceclassname", "data-source-class-name", STORE_KEY,
            }
        ),
    ),
    read=read,
    stores=stores,
)  # fmt: skip
