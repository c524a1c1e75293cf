"""ODBC Driver 18: encrypts and verifies by default, and verifies what the server forces even with Encrypt=no.

Held against connections of 18.5.1 and 18.6.2 on Linux (tests/recorded/odbc/postures.jsonl.gz).
"""

from __future__ import annotations

from types import MappingProxyType

from lint_rds_tls.drivers._msodbcsql import FILE, Generation, assess
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Evidence

_GENERATION = Generation(
    title="ODBC Driver 18",
    evidence=Evidence.MEASURED,
    source="measured, tests/recorded/odbc/postures.jsonl.gz",
    words=MappingProxyType(
        {"yes": "on", "mandatory": "on", "no": "off", "optional": "off", "strict": "strict"},
    ),
    default="on",
    keys=frozenset({"encrypt", "trustservercertificate", "hostnameincertificate", "servercertificate"}),
    verifies_forced=True,
    refuses=True,
)


def _assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    return assess(connection, client, _GENERATION)


DRIVER = Driver(
    name="odbc-driver-18",
    title="ODBC Driver 18 for SQL Server",
    dialects=("odbc", FILE),
    library="msodbcsql18",
    assess=_assess,
    anchors="msodbcsql",
    verifying="write Encrypt=yes;TrustServerCertificate=no",
    name_setting="HostnameInCertificate",
)
