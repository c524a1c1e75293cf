"""R2DBC: the URLs and options of r2dbc-mssql.

From io.r2dbc.mssql.MssqlConnectionFactoryProvider and the URL rules of R2DBC SPI 1.0, section 5.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._jdbc_settings import JVM, SECRETS, hosted, looks_like_tls, outside, stored, url_in
from lint_rds_tls.dialects._jvm_options import STORE_KEY, stores
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Literal, Record, Setting, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

LIBRARY = "io.r2dbc:r2dbc-mssql"
_SCHEME = re.compile(r"r2dbcs?:(?:pool:|proxy:)*(?:mssql|sqlserver)://", re.IGNORECASE)
_OPTION = re.compile(r"([^=&]+)=([^&]*)")
_AUTHORITY = re.compile(r"(?:(?P<user>[^@/?#]*)@)?(?P<host>\[[^\]]*\]|[^:/?#]*)(?::(?P<port>[^/?#]*))?(?:/[^?#]*)?\??")
_CONFIGURATION, _OPTIONS = "MssqlConnectionConfiguration", "ConnectionFactoryOptions"
_DRIVERS = frozenset({"sqlserver", "mssql"})
_TLS = {
    name.lower(): name
    for name in ("ssl", "trustServerCertificate", "hostNameInCertificate", "trustStore", "trustStoreType", "sslTunnel")
}
_TLS_NAMES = frozenset(_TLS.values())
#: Calls of the configuration's builder, and the options that they are.
_CALLS = {"enablessl": "ssl", "enablessltunnel": "ssltunnel"}


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections of r2dbc-mssql in one fragment."""
    yield from map(stored, _connections(fragment, path))


def _connections(fragment: Fragment, path: str) -> Iterator[Connection]:
    if isinstance(fragment, Literal):
        url = url_in(fragment.text)
        if _SCHEME.match(str(url)):
            yield replace(_url(url, (), path), alternative=fragment.alternative)
    elif isinstance(fragment, Record) and fragment.type == _CONFIGURATION:
        yield from _configured(fragment, path)
    elif isinstance(fragment, Record) and fragment.type == _OPTIONS:
        if any(str(entry.value) in _DRIVERS for entry in fragment.entries if str(entry.name) in ("driver", "protocol")):
            yield from _configured(fragment, path)
    elif isinstance(fragment, Record):
        found, entries = outside(fragment, _is_url, _TLS_NAMES.__contains__)
        if found is not None and _is_url(str(url_in(found))):
            connection = _url(url_in(found), tuple(map(_entry, entries)), path)
            yield replace(connection, complete=connection.complete and not fragment.truncated)


def _is_url(text: str) -> bool:
    return _SCHEME.match(text) is not None


def _url(url: MappedText, beside: tuple[Setting, ...], path: str) -> Connection:
    """A URL, and options that overrule it."""
    raw = str(url).partition("#")[0]
    scheme = _SCHEME.match(raw)
    start = scheme.end() if scheme else 0
    authority = _AUTHORITY.match(raw, start)
    end, place = (authority.end(), authority.span("host")) if authority else (start, (start, start))
    host = url[slice(*place)]
    settings = [_placed("host", host)] if str(host) else []
    if raw[:start].lower().startswith("r2dbcs"):
        settings.append(_secure(url[:6]))
    settings += [_named(url, match) for match in _OPTION.finditer(raw, end)]
    connection = Connection(
        dialect="r2dbc",
        path=path,
        span=url.span,
        settings=last_wins([*settings, *beside]),
        library=(LIBRARY,),
        complete=not raw.endswith(HOLE_CHARACTER) or len(raw) > place[1],
    )
    return hosted(connection, host)


def _secure(scheme: MappedText) -> Setting:
    """`r2dbcs:` is ssl=true."""
    value = MappedText.decoded("true", scheme.span)
    return Setting(key="ssl", name=MappedText.decoded("ssl", scheme.span), value=value, span=scheme.span, tls=True)


def _placed(name: str, value: MappedText) -> Setting:
    known = None if value.has_hole else value
    return Setting(key=name, name=MappedText.decoded(name, value.span), value=known, span=value.span)


def _named(url: MappedText, match: re.Match[str]) -> Setting:
    name, value = url[slice(*match.span(1))], url[slice(*match.span(2))]
    return _setting(name, value, url[match.start() : match.end()].span)


def _setting(name: MappedText, value: MappedText, span: Span) -> Setting:
    """Names are compared with regard to case."""
    written = str(name)
    own = _TLS.get(written.lower()) == written
    key = written.lower() if own or written.lower() not in _TLS else written
    return Setting(
        key=key,
        name=name,
        value=None if value.has_hole else value,
        span=span,
        tls=own or looks_like_tls(written),
        secret=written.lower() in SECRETS,
        quoted=True,
    )


def _entry(entry: Entry) -> Setting:
    return replace(_setting(entry.name, settled(entry.value), entry.span), guards=entry.guards)


def _configured(record: Record, path: str) -> Iterator[Connection]:
    """What the builder is told; without a host it builds nothing, and the class's own constructor is the driver's."""
    if record.arguments or not any(str(entry.name).lower() == "host" for entry in record.entries):
        return
    settings = []
    for entry in record.entries:
        setting = _entry(entry)
        key = str(entry.name).lower()
        settings.append(replace(setting, key=_CALLS.get(key, key), tls=key in _CALLS or key in _TLS))
    connection = Connection(
        dialect="r2dbc",
        path=path,
        span=record.span,
        settings=last_wins(settings),
        library=(LIBRARY,),
        complete=not record.truncated,
        builder=True,
    )
    host = connection.effective("host")
    yield connection if host is None else hosted(connection, host.value)


DIALECT = Dialect(
    name="r2dbc",
    keywords=(
        b":mssql://",
        b"r2dbc:sqlserver",
        b"r2dbc:pool:sqlserver",
        b"mssqlconnectionconfiguration",
        b"connectionfactoryoptions",
    ),
    vocabulary=Vocabulary(
        types=frozenset({_CONFIGURATION, _OPTIONS}), namespaces=JVM, keys=frozenset({"url", STORE_KEY})
    ),
    read=read,
    stores=stores,
)
