"""mssql-python: brings ODBC Driver 18 and behaves as that does, once its own parser lets a string through.

Held against connections of 1.16.0 (tests/recorded/odbc/postures.jsonl.gz).
"""

from __future__ import annotations

from types import MappingProxyType

from lint_rds_tls.drivers._msodbcsql import Generation, assess
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Evidence

_GENERATION = Generation(
    title="mssql-python",
    evidence=Evidence.MEASURED,
    source="measured, tests/recorded/odbc/postures.jsonl.gz",
    words=MappingProxyType({"yes": "on", "mandatory": "on", "no": "off", "optional": "off", "strict": "strict"}),
    default="on",
    keys=frozenset({"encrypt", "trustservercertificate", "hostnameincertificate", "servercertificate"}),
    verifies_forced=True,
    refuses=True,
)


def _assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    if connection.complaint is not None:
        return (Assessment(client=client, refused=connection.complaint),)
    return assess(connection, client, _GENERATION)


DRIVER = Driver(
    name="mssql-python",
    title="mssql-python",
    dialects=("mssql-python",),
    library="mssql-python",
    assess=_assess,
    anchors="msodbcsql",
    verifying="write Encrypt=yes;TrustServerCertificate=no",
    name_setting="HostnameInCertificate",
)
