"""jTDS: the URLs, properties and data sources of the jTDS driver, for SQL Server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._jdbc_settings import JVM, SECRETS, hosted, looks_like_tls, outside, url_in
from lint_rds_tls.dialects._jtds_grammar import PREFIX, parse
from lint_rds_tls.dialects._jvm_options import STORE_KEY, stores
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Literal, Record, Setting, Vocabulary
from lint_rds_tls.text import MappedText, Span

LIBRARY = "net.sourceforge.jtds:jtds"
_SQL_SERVER = "jdbc:jtds:sqlserver:"
_SOURCES = frozenset({"JtdsDataSource"})
#: What decides about TLS; every other name of the kind does nothing here.
_TLS = frozenset({"ssl", "tds", "namedpipe"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections of jTDS in one fragment."""
    if isinstance(fragment, Literal):
        connection = _url(url_in(fragment.text), (), path)
        if connection is not None:
            yield replace(connection, alternative=fragment.alternative)
    elif isinstance(fragment, Record):
        url, entries = outside(fragment, _is_url, lambda name: name.lower() in _TLS)
        settings = tuple(_entry(entry) for entry in entries)
        connection = _url(url_in(url), settings, path) if url is not None else None
        if connection is not None:
            yield replace(connection, complete=connection.complete and not fragment.truncated)
        elif fragment.type in _SOURCES:
            yield _source(fragment, settings, path)


def _is_url(text: str) -> bool:
    return text[: len(_SQL_SERVER)].lower() == _SQL_SERVER


def _url(url: MappedText, outside_it: tuple[Setting, ...], path: str) -> Connection | None:
    """A URL, which overrules the properties handed over beside it; None where the driver would not take it."""
    if not _is_url(str(url)):
        return None
    parsed = parse(url)
    if parsed is None:
        match = PREFIX.match(str(url))
        if match is None or not url[match.end() :].has_hole:
            return None
        return Connection(dialect="jtds", path=path, span=url.span, settings=(), library=(LIBRARY,), complete=False)
    written = [_named(pair.name, pair.value, pair.whole.span) for pair in parsed.pairs if str(pair.name)]
    server = Setting(
        key="servername",
        name=MappedText.decoded("serverName", parsed.server.span),
        value=None if parsed.server.has_hole else parsed.server,
        span=parsed.server.span,
    )
    whole = all("=" in str(pair.whole) or not pair.whole.has_hole for pair in parsed.pairs)
    connection = Connection(
        dialect="jtds",
        path=path,
        span=url.span,
        settings=last_wins([server, *outside_it, *written]),
        library=(LIBRARY,),
        complete=whole and not any(each.name.has_hole for each in written) and not _open_end(url),
    )
    return hosted(connection, parsed.server)


def _open_end(url: MappedText) -> bool:
    """`jdbc:jtds:sqlserver://` and something unknown, in which all may be."""
    return url.is_hole(len(url) - 1) and "/" not in str(url)[len(_SQL_SERVER) + 2 :]


def _named(name: MappedText, value: MappedText, span: Span) -> Setting:
    """Neither name nor value is trimmed; a name with a blank before it is another name."""
    key = str(name).lower()
    return Setting(
        key=key,
        name=name,
        value=None if value.has_hole else value,
        span=span,
        tls=key in _TLS or looks_like_tls(key) or key.strip() in _TLS,
        secret=key in SECRETS,
        quoted=True,
    )


def _entry(entry: Entry) -> Setting:
    return replace(_named(entry.name, settled(entry.value), entry.span), guards=entry.guards)


def _source(record: Record, settings: tuple[Setting, ...], path: str) -> Connection:
    connection = Connection(
        dialect="jtds",
        path=path,
        span=record.span,
        settings=last_wins(settings),
        library=(LIBRARY,),
        complete=not record.truncated,
        builder=True,
    )
    server = connection.effective("servername")
    return replace(connection, complete=False) if server is None else hosted(connection, server.value)


DIALECT = Dialect(
    name="jtds",
    keywords=(b"jtds:sqlserver", b"jtdsdatasource"),
    vocabulary=Vocabulary(
        types=_SOURCES | {"Properties"}, namespaces=JVM, keys=frozenset({"url", "jdbc-url", "jdbcurl", STORE_KEY})
    ),
    read=read,
    stores=stores,
)
