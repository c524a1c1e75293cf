"""SMO: ServerConnection and SqlConnectionInfo, which write Encrypt and TrustServerCertificate themselves.

Held against recorded runs of two SMO releases (tests/recorded/smo.jsonl).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._adonet_settings import SECRETS, TLS_KEYS, host_of, read_text
from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Record, Setting, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText

_TYPES = frozenset({"ServerConnection", "SqlConnectionInfo"})
_NAMES = {
    "encryptconnection": "encrypt",
    "trustservercertificate": "trust server certificate",
    "hostnameincertificate": "host name in certificate",
    "servercertificate": "server certificate",
    "serverinstance": "data source",
    "servername": "data source",
    "password": "password",
}
_LIBRARY = "Microsoft.Data.SqlClient"


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that an SMO object makes."""
    if isinstance(fragment, Record) and (fragment.type in _TYPES or _may_be(fragment)):
        yield _connection(fragment, path)


def _may_be(record: Record) -> bool:
    """An object that came from elsewhere, with the members that only these types have together."""
    names = {str(entry.name).lower() for entry in record.entries}
    return not record.type and record.truncated and {"serverinstance", "trustservercertificate"} <= names


def _connection(record: Record, path: str) -> Connection:
    entries = {str(entry.name).lower(): entry for entry in record.entries}
    text = entries.get("connectionstring")
    if "additionalparameters" in entries:  # put behind what SMO writes, whatever that holds
        record = replace(record, truncated=True)
    if text is not None:
        written = read_text(text.value)
        settings, complete = written.settings, written.complete and not text.value.has_hole
    else:
        settings, complete = last_wins(_settings(record, entries)), not record.truncated
    server = next((setting for setting in settings if setting.key == "data source" and setting.effective), None)
    host = host_of(str(server)) if server is not None and server.value else None
    return Connection(
        dialect="adonet",
        path=path,
        span=record.span,
        settings=settings,
        host=host,
        host_class=host_class_of(host),
        library=(_LIBRARY,),
        complete=complete,
        builder=text is None,
    )


def _settings(record: Record, entries: dict[str, Entry]) -> Iterator[Setting]:
    if record.arguments and "servername" not in entries and "serverinstance" not in entries:
        first = record.arguments[0]
        yield Setting(key="data source", name=first, value=None if first.has_hole else first, span=first.span)
    for name, key in _NAMES.items():
        if name in entries:
            yield _written(entries[name], key)
    strict = entries.get("strictencryption")
    if strict is not None and str(strict.value).lower() == "true":  # whatever EncryptConnection says
        yield replace(_written(strict, "encrypt"), value=MappedText.decoded("Strict", strict.value.span))
    elif "encryptconnection" not in entries:
        # Whether a host name alone makes it encrypt was not recorded.
        known = _is_own(record) and strict is None and "hostnameincertificate" not in entries
        yield _implied(record, "Encrypt", "encrypt", known)
    if "trustservercertificate" not in entries:
        yield _implied(record, "TrustServerCertificate", "trust server certificate", _is_own(record))


def _is_own(record: Record) -> bool:
    """Whether SMO writes the string; an unknown single argument may be a SqlConnection, which has its own."""
    if len(record.arguments) == 1 and str(record.arguments[0]) == HOLE_CHARACTER:
        return not record.truncated and record.argument_types[:1] in (("string",), ("string?",), ("String",))
    return not record.truncated


def _written(entry: Entry, key: str) -> Setting:
    value = None if entry.value.has_hole else entry.value
    return Setting(
        key=key,
        name=entry.name,
        value=value,
        span=entry.span,
        quoted=True,
        tls=key in TLS_KEYS,
        secret=key in SECRETS,
    )


def _implied(record: Record, word: str, key: str, known: bool) -> Setting:
    return Setting(
        key=key,
        name=MappedText.decoded(word, record.span),
        value=MappedText.decoded("False", record.span) if known else None,
        span=record.span,
        quoted=True,
        tls=True,
        implied=f"SMO's {record.type} writes {word}=False unless told otherwise",
    )


DIALECT = Dialect(
    name="smo",
    keywords=(b"serverconnection", b"sqlconnectioninfo"),
    vocabulary=Vocabulary(types=_TYPES, namespaces=frozenset({"Microsoft.SqlServer.Management.Common"})),
    read=read,
)
