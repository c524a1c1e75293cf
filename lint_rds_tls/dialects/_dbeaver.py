"""What DBeaver hands to mssql-jdbc beside the URL: the choices on its pages, under names of its own.

Source: `SQLServerDataSource.getAllConnectionProperties` and `initSSL` of DBeaver.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.model import Entry, Record
from lint_rds_tls.text import MappedText

__all__ = ["of_dbeaver"]

_HANDLER = "handlers.mssql_ssl."
_TRUST = "sslTrustServerCertificate"
#: Where the choice stands: on the page of the connection, and on that of SSL.
_TRUSTED = (f"provider-properties.{_TRUST}", f"{_HANDLER}properties.{_TRUST}")


def of_dbeaver(record: Record) -> Iterator[Entry]:
    """The properties that a connection of `data-sources.json` gets from what is chosen for it."""
    on = next((each for each in record.entries if str(each.name).endswith(f"{_HANDLER}enabled")), None)
    enabled = on is not None and str(on.value).lower() == "true"
    if on is not None and enabled:
        yield replace(on, name=MappedText.decoded("encrypt", on.name.span))
    for entry in record.entries:
        name = str(entry.name)
        if name.endswith(_TRUSTED) and (enabled or _HANDLER not in name) and str(entry.value).lower() == "true":
            yield replace(entry, name=MappedText.decoded("trustServerCertificate", entry.name.span))
