"""OLE DB: initialization strings with SQL Server's providers, and the provider strings of linked servers.

Microsoft: Using connection string keywords with OLE DB Driver for SQL Server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.dialects._adonet_settings import SECRETS, Written, host_of, known_host, read_text
from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._settings import first_wins, goes_on, place_of
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Literal, Record, Setting, Vocabulary
from lint_rds_tls.text import MappedText, Span

#: Providers, without the `.1` of their first version, and what their drivers are known by.
_PROVIDERS = {
    "sqloledb": "SQLOLEDB",
    "sqlncli": "SQLNCLI",
    "sqlncli10": "SQLNCLI",
    "sqlncli11": "SQLNCLI",
    "msoledbsql": "MSOLEDBSQL",
    "msoledbsql18": "MSOLEDBSQL",
    "msoledbsql19": "MSOLEDBSQL19",
}
_BUILDER = "OleDbConnectionStringBuilder"
#: Words of an initialization string, as properties are described, and those that a provider string has for them.
_TLS = frozenset(
    {
        "use encryption for data", "trust server certificate", "host name in certificate", "server certificate",
        "encrypt", "trustservercertificate", "hostnameincertificate", "servercertificate",
    }
)  # fmt: skip
_SERVERS = {"server": "data source", "address": "data source", "addr": "data source", "network address": "data source"}
_LINKED = re.compile(r"@(provider|provstr|datasrc)\s*=\s*N?'((?:[^']|'')*)'", re.IGNORECASE)


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections through OLE DB in one fragment."""
    if isinstance(fragment, Literal) and "=" in str(fragment.text):
        found = list(_linked_server(fragment.text, path))
        connection = None if found else _string(fragment.text, place_of(fragment.text, fragment), path)
        if connection is not None:
            found = [replace(connection, complete=connection.complete and not goes_on(fragment))]
        yield from (replace(each, alternative=fragment.alternative) for each in found)
    elif isinstance(fragment, Record) and fragment.type == _BUILDER:
        yield from _builder(fragment, path)


# --- initialization strings ------------------------------------------------------------------------------------------


def _string(text: MappedText, span: Span, path: str) -> Connection | None:
    if "provider" not in str(text).lower():
        return None
    written = read_text(text)
    settings = first_wins(map(_named, written.settings))
    return _connection(settings, span, path, written)


def _connection(
    settings: tuple[Setting, ...], span: Span, path: str, written: Written | None = None
) -> Connection | None:
    """A connection by one of SQL Server's providers; None by any other."""
    library = _provider(settings)
    if not library:
        return None
    server = next((each for each in settings if each.key == "data source" and each.effective), None)
    name = "" if server is None else server.prefix if server.value is None else str(server)
    host = host_of(name) if server is not None and server.value is not None else known_host(name)
    return Connection(
        dialect="oledb",
        path=path,
        span=span,
        settings=settings,
        host=host or None,
        host_class=host_class_of(host),
        localdb=name.strip().lower().startswith("(localdb)"),
        library=library,
        complete=server is not None and (written is None or (written.complete and written.complaint is None)),
    )


def _provider(settings: Iterable[Setting]) -> tuple[str, ...]:
    name = next((str(each) for each in settings if each.key == "provider"), "")
    library = _PROVIDERS.get(re.sub(r"\.\d+\Z", "", name.strip().lower()))
    return (library,) if library else ()


def _named(setting: Setting) -> Setting:
    """A setting of SqlClient under the name that OLE DB has for it; which one wins is another matter."""
    name = str(setting.name).lower()
    key = _SERVERS.get(name) or (name if name in _TLS else setting.key)
    return replace(setting, key=key, tls=name in _TLS, effective=True, overridden_by=None)


# --- builders --------------------------------------------------------------------------------------------------------


def _builder(record: Record, path: str) -> Iterator[Connection]:
    written = read_text(record.base) if record.base is not None else None
    before = [_named(each) for each in written.settings] if written else []
    assigned = {name: entry for entry in record.entries for name in [_spaced(str(entry.name))]}
    settings = [each for each in before if each.key not in assigned]
    settings += [_property(name, entry) for name, entry in assigned.items()]
    connection = _connection(first_wins(settings), record.span, path, written)
    if connection is not None:
        yield replace(connection, builder=True, complete=connection.complete and not record.truncated)


def _spaced(name: str) -> str:
    """`DataSource` is a property of the builder, everything else an item of it."""
    return {"datasource": "data source"}.get(name.lower(), name.lower())


def _property(key: str, entry: Entry) -> Setting:
    return Setting(
        key=_SERVERS.get(key, key),
        name=entry.name,
        value=None if entry.value.has_hole else entry.value,
        span=entry.span,
        tls=key in _TLS,
        secret=key in SECRETS,
        quoted=True,
        guards=entry.guards,
    )


# --- linked servers --------------------------------------------------------------------------------------------------


def _linked_server(text: MappedText, path: str) -> Iterator[Connection]:
    """The arguments of sp_addlinkedserver in a text of Transact-SQL."""
    if "@provstr" not in str(text).lower():
        return
    found: dict[str, MappedText] = {}
    for match in _LINKED.finditer(str(text)):
        found.setdefault(match[1].lower(), text[slice(*match.span(2))])
    library = _PROVIDERS.get(str(found.get("provider", "")).lower())
    if library is None or "provstr" not in found:
        return
    written = read_text(found["provstr"])
    settings = tuple(map(_named, written.settings))
    server = found.get("datasrc")
    host = None if server is None or server.has_hole else host_of(str(server))
    # SQL Server 2025 takes version 19 for the name of version 18.
    libraries = (library, "MSOLEDBSQL19") if library == "MSOLEDBSQL" else (library,)
    yield Connection(
        dialect="oledb",
        path=path,
        span=found["provstr"].span,
        settings=first_wins([*settings, *_of_provider(found["provider"])]),
        host=host or None,
        host_class=host_class_of(host),
        library=libraries,
        complete=written.complete,
        builder=True,
    )


def _of_provider(provider: MappedText) -> Sequence[Setting]:
    return (Setting(key="provider", name=provider, value=provider, span=provider.span),)


DIALECT = Dialect(
    name="oledb",
    keywords=(b"sqloledb", b"sqlncli", b"msoledbsql"),
    vocabulary=Vocabulary(types=frozenset({_BUILDER}), namespaces=frozenset({"System.Data.OleDb"})),
    read=read,
)
