"""dbt and SQLMesh: profiles and gateways, whose adapters always write Encrypt and TrustServerCertificate.

From the adapters: dbt-sqlserver's connection manager (encrypt true, trust_cert false unless told otherwise), SQLMesh's
MSSQLConnectionConfig (the same; pymssql, its default, gets neither).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._odbc_products import ANY_OF_MICROSOFT, libraries_of
from lint_rds_tls.dialects._odbc_settings import connection, setting_of
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Connection, Dialect, Entry, Fragment, Record, Setting, Vocabulary
from lint_rds_tls.text import MappedText

#: Adapters of dbt; what those of Fabric and Synapse do where nothing is written is not known to us.
_DBT = {"sqlserver": True, "fabric": False, "synapse": False}
_SQLMESH = frozenset({"mssql", "azuresql"})
_NAMES = {
    "server": "server", "host": "server", "driver": "driver", "driver_name": "driver", "encrypt": "encrypt",
    "trust_cert": "trustservercertificate", "trustservercertificate": "trustservercertificate",
    "trust_server_certificate": "trustservercertificate", "user": "uid", "username": "uid", "uid": "uid",
    "password": "pwd", "pass": "pwd", "pwd": "pwd", "database": "database",
}  # fmt: skip
_WRITES = {"encrypt": ("Encrypt", "Yes"), "trustservercertificate": ("TrustServerCertificate", "No")}


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that one profile, or one gateway, describes."""
    if not isinstance(fragment, Record) or fragment.type:
        return
    entries = {str(entry.name).lower(): entry for entry in fragment.entries}
    kind = str(entries["type"].value).strip().lower() if "type" in entries else ""
    if not {"server", "host"} & entries.keys():
        return
    if kind in _DBT and "driver" in entries:
        yield _dbt(fragment, entries, path, known=_DBT[kind])
    elif kind in _SQLMESH and any("gateways" in use.name.lower() for use in fragment.uses):
        yield _sqlmesh(fragment, entries, path)


def _dbt(record: Record, entries: dict[str, Entry], path: str, *, known: bool) -> Connection:
    settings = last_wins([*_written(entries), *(_implied(record, entries, "dbt-sqlserver") if known else ())])
    library = libraries_of(str(entries["driver"].value)) or ANY_OF_MICROSOFT
    found = connection("odbc", path, record.span, settings, library, complete=known and not record.truncated)
    return replace(found, builder=True)


def _sqlmesh(record: Record, entries: dict[str, Entry], path: str) -> Connection:
    module = str(entries["driver"].value) if "driver" in entries else "pymssql"
    written = [each for each in _written(entries) if each.name is not entries.get("driver", entries["type"]).name]
    complete = not record.truncated
    if module == "pymssql":
        return replace(
            connection("pymssql", path, record.span, last_wins(written), (), complete=complete), builder=True
        )
    settings = last_wins([*written, *_implied(record, entries, "SQLMesh")])
    name = entries.get("driver_name")
    library = libraries_of(str(name.value)) if name is not None else ("msodbcsql18",)
    dialect = "mssql-python" if module == "mssql-python" else "odbc"
    found = connection(dialect, path, record.span, settings, library or ANY_OF_MICROSOFT, complete=complete)
    return replace(found, builder=True)


def _written(entries: dict[str, Entry]) -> Iterator[Setting]:
    for name, entry in entries.items():
        if name in _NAMES:
            key = MappedText.decoded(_NAMES[name], entry.name.span)
            found = setting_of(key, settled(entry.value), entry.span, quoted=True, joint=": ")
            yield replace(found, name=entry.name, instead="")


def _implied(record: Record, entries: dict[str, Entry], who: str) -> Iterator[Setting]:
    written = {_NAMES[name] for name in entries if name in _NAMES}
    for key, (name, value) in _WRITES.items():
        if key not in written:
            yield Setting(
                key=key,
                name=MappedText.decoded(name, record.span),
                value=MappedText.decoded(value, record.span),
                span=record.span,
                tls=True,
                quoted=True,
                implied=f"{who} writes {name}={value} unless told otherwise",
            )


DIALECT = Dialect(
    name="dbt",
    keywords=(b"type: sqlserver", b"type: fabric", b"type: synapse", b"type: mssql", b"type: azuresql", b"trust_cert"),
    vocabulary=Vocabulary(keys=frozenset({"trust_cert", "trust_server_certificate", "driver"})),
    read=read,
)
