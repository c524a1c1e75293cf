"""ADO.NET: the connection strings and builders of System.Data.SqlClient and Microsoft.Data.SqlClient."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.dialects._adonet_products import (
    LIBRARIES,
    is_sql_server,
    libraries_of,
    names_another_product,
    names_sql_client,
)
from lint_rds_tls.dialects._adonet_settings import (
    SECRETS,
    TLS_KEYS,
    Written,
    host_of,
    key_of_property,
    known_host,
    read_text,
)
from lint_rds_tls.dialects._go_strings import is_go
from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._settings import goes_on, last_wins, place_of, place_of_call
from lint_rds_tls.model import (
    Connection,
    Dialect,
    Entry,
    Fragment,
    HostClass,
    Literal,
    Record,
    Setting,
    Use,
    Vocabulary,
)
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, Span

_BUILDERS = frozenset({"SqlConnectionStringBuilder"})
_LOOSE = frozenset({"DbConnectionStringBuilder", "Dictionary"})
_TRUST = "trust server certificate"
_ENTITY = re.compile(r"\s*metadata\s*=", re.IGNORECASE)
_INNER = "provider connection string"
_ABSENT = re.compile(
    r"(?is)!\s*[\w.()?\[\]]*\.?(?:contains|containskey|any)\w*\([^)]*trust|trust[^)]*\)\s*(?:<\s*0|==\s*-1|==\s*false|<=\s*-1)"
    r"|is\s+not\s+.*trust"
)
_BOOLEAN_WORDS = frozenset({"true", "false", "yes", "no", "optional", "mandatory", "strict"})
#: What a section of a file that ODBC or FreeTDS reads is named.
_DATA_SOURCES = ("odbc:", "odbcinst:", "freetds:")
#: Members that an object has which tells how to reach a database, and SQL Server's.
_DATABASE_NAMES = frozenset(
    {
        "trustservercertificate", "trust server certificate", "database", "databasename", "initialcatalog",
        "initial catalog", "catalog", "authenticationtype", "authentication", "integratedsecurity",
        "integrated security", "trusted_connection", "instance", "instancename", "applicationintent",
    }
)  # fmt: skip
_SERVER_NAMES = frozenset({"server", "datasource", "data source", "servername", "server name"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The SQL Server connections in one fragment."""
    if isinstance(fragment, Literal):
        yield from _literal(fragment, path)
    elif isinstance(fragment, Record):
        yield from _record(fragment, path)


# --- strings ---------------------------------------------------------------------------------------------------------


def _literal(literal: Literal, path: str) -> Iterator[Connection]:
    if "=" not in str(literal.text) or is_go(path):
        return
    place = place_of(literal.text, literal)
    connection = _string(literal.text, place, literal.uses, literal.libraries, path)
    if connection is not None:
        added = _adds_trust(connection.settings, literal.guards) or _appends_trust(literal.text, connection)
        complete = connection.complete and not goes_on(literal)
        yield replace(connection, alternative=literal.alternative, trust_added=added, complete=complete)


def _string(
    text: MappedText, span: Span, uses: Sequence[Use], libraries: Sequence[str], path: str
) -> Connection | None:
    written = read_text(text)
    if _ENTITY.match(str(text)):
        inner = next((setting for setting in written.settings if setting.key == _INNER), None)
        provider = tuple(str(setting) for setting in written.settings if setting.key == "provider")
        if inner is None or inner.value is None or names_another_product((), provider):
            return None
        handed = Use(role="argument", name="SqlConnection", owner=(libraries_of((), provider) or ("",))[0])
        return _string(inner.value, inner.value.span, (handed,), provider, path)
    if not is_sql_server(str(text), written.settings, uses, libraries):
        return None
    if written.complaint is not None and not _plausible(written):
        return None
    return _connection(written.settings, span, path, uses, libraries, written)


def _plausible(written: Written) -> bool:
    """Whether what stands behind a violation still looks like pairs, not like prose."""
    return bool(written.complaint and written.complaint.keyword) or len(written.settings) >= 2


def _names_server(server: Setting | None) -> bool:
    return server is not None and (server.value is None or bool(str(server).strip()))


def _connection(
    settings: tuple[Setting, ...],
    span: Span,
    path: str,
    uses: Iterable[Use],
    libraries: Iterable[str],
    written: Written | None,
) -> Connection:
    server = next((setting for setting in settings if setting.key == "data source" and setting.effective), None)
    name = "" if server is None else server.prefix if server.value is None else str(server)
    host = host_of(name) if server is not None and server.value is not None else known_host(name)
    return Connection(
        dialect="adonet",
        path=path,
        span=span,
        settings=settings,
        host=host or None,
        host_class=host_class_of(host),
        localdb=name.strip().lower().startswith(("(localdb)", "np:\\\\.\\pipe\\localdb#")),
        library=libraries_of(uses, libraries),
        complete=_names_server(server) and (written is None or written.complete),  # without a server only a part
        complaint=written.complaint if written else None,
        swallowed=written.swallowed if written else (),
    )


def _appends_trust(text: MappedText, connection: Connection) -> bool:
    """`unknown + ";TrustServerCertificate=true"`: whoever wrote the unknown part did not ask for that."""
    keys = {setting.key for setting in connection.settings}
    return text.is_hole(0) and not connection.complete and keys <= TLS_KEYS and _TRUST in keys


def _adds_trust(settings: Iterable[Setting], guards: Iterable[str]) -> bool:
    return any(_ABSENT.search(guard) for guard in guards) and any(setting.key == _TRUST for setting in settings)


# --- builders and plain objects --------------------------------------------------------------------------------------


def _record(record: Record, path: str) -> Iterator[Connection]:
    if record.owner and names_another_product((Use(role="variable", name="", owner=record.owner),), ()):
        return
    if record.type in _BUILDERS:
        yield _builder(record, path)
    elif record.type == "SqlConnection":
        yield from _sql_connection(record, path)
    elif record.type in _LOOSE:
        yield from _loose(record, path)
    elif not record.type:
        yield from _plain(record, path)


def _builder(record: Record, path: str) -> Connection:
    written = read_text(record.base) if record.base is not None else None
    settings = [*(written.settings if written else ()), *map(_property, record.entries)]
    uses = (*record.uses, _constructed(record))
    connection = _connection(last_wins(settings), record.span, path, uses, record.libraries, written)
    known = connection.complete and not record.truncated
    guards = [guard for entry in record.entries if key_of_property(str(entry.name)) == _TRUST for guard in entry.guards]
    return replace(connection, builder=True, complete=known, trust_added=_adds_trust(connection.settings, guards))


def _constructed(record: Record) -> Use:
    return Use(role="argument", name=record.type, owner=record.owner)


def _property(entry: Entry) -> Setting:
    key = key_of_property(str(entry.name))
    return Setting(
        key=key,
        name=entry.name,
        value=None if entry.value.has_hole else entry.value,
        prefix=str(entry.value).partition(HOLE_CHARACTER)[0] if entry.value.has_hole else "",
        span=entry.span,
        tls=key in TLS_KEYS,
        secret=key in SECRETS,
        quoted=True,
        guards=entry.guards,
    )


def _sql_connection(record: Record, path: str) -> Iterator[Connection]:
    if record.base is None or not str(record.base) or "=" not in str(record.base):
        return
    place = place_of_call(record)
    connection = _string(record.base, place, (*record.uses, _constructed(record)), record.libraries, path)
    if connection is not None:
        names = {str(entry.name).lower() for entry in record.entries}
        yield replace(connection, token=bool(names & {"accesstoken", "accesstokencallback"}))


def _loose(record: Record, path: str) -> Iterator[Connection]:
    """Pairs put together by hand: only where a key cannot be another product's."""
    settings = [_property(entry) for entry in record.entries]
    keys = {setting.key for setting in settings}
    ours = bool(libraries_of((), (*record.libraries, record.owner))) or names_sql_client(record.uses)
    if names_another_product(record.uses, record.libraries) or not keys & TLS_KEYS:
        return
    if _TRUST in keys or (ours and "encrypt" in keys):
        connection = _connection(last_wins(settings), record.span, path, record.uses, record.libraries, None)
        yield replace(connection, complete=False)


def _plain(record: Record, path: str) -> Iterator[Connection]:
    """An object of a configuration file with a server and a TLS setting as members."""
    names = {str(entry.name).lower() for entry in record.entries}
    if not names & _SERVER_NAMES or names_another_product(record.uses, record.libraries):
        return
    if any(use.name.startswith(_DATA_SOURCES) for use in record.uses):
        return
    if not names & _DATABASE_NAMES and not names_sql_client((*record.uses, *_products(record))):
        return  # servers of mail, files and messages are encrypted too
    settings = [_property(entry) for entry in record.entries]
    words = [str(each).lower() for each in settings if each.key in ("encrypt", _TRUST) and each.value is not None]
    if not words or any(word not in _BOOLEAN_WORDS for word in words):
        return
    known = [setting for setting in settings if setting.key in TLS_KEYS or setting.key in ("data source", "password")]
    connection = _connection(last_wins(known), record.span, path, record.uses, record.libraries, None)
    if connection.host_class is not HostClass.UNKNOWN or "trustservercertificate" in {
        n.replace(" ", "") for n in names
    }:
        yield replace(connection, complete=False, builder=True)


def _products(record: Record) -> Iterator[Use]:
    """What the object says that it is: `"type": "SqlServer"`."""
    for entry in record.entries:
        if str(entry.name).lower() in ("type", "provider", "dialect", "engine", "dbtype"):
            yield Use(role="variable", name=str(entry.value))


DIALECT = Dialect(
    name="adonet",
    keywords=(
        b"server=", b"server =", b"data source", b"initial catalog", b"integrated security", b"trusted_connection",
        b"addr=", b"address=", b"encrypt=", b"encrypt =", b'encrypt"', b"trustservercertificate",
        b"trust server certificate", b"sqlconnectionstringbuilder",
    ),
    vocabulary=Vocabulary(
        types=_BUILDERS | _LOOSE | {"SqlConnection"},
        enums=frozenset({"SqlConnectionEncryptOption"}),
        keys=frozenset({"encrypt", "trustservercertificate", "trust server certificate"}),
        namespaces=frozenset(
            {
                *LIBRARIES, "Npgsql", "MySql.Data.MySqlClient", "MySqlConnector", "System.Data.OleDb",
                "System.Data.Odbc", "Microsoft.Data.Sqlite", "System.Data.SQLite", "Oracle.ManagedDataAccess.Client",
                "Microsoft.SqlServer.Management.Common", "Microsoft.SqlServer.Management.Smo",
            }
        ),
    ),
    read=read,
)  # fmt: skip
