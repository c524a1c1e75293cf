"""A TLS setting that the client refuses at run time.

## Flags

A name or a value that decides about TLS and that every client that may be in use refuses when the connection is made:
`TrustServerCertificate=1`, `Encrypt=on`, `Encrypt=Strict` with Microsoft.Data.SqlClient before 5.0, `Encrypt==yes`,
`Trust Server Certificate=…` with System.Data.SqlClient; with mssql-jdbc `encrypt=yes`, `trustServerCertificate=1`,
`encrypt=strict` before 11.2, and `jdbc:sqlserver://encrypt=true;…`, where the server is forgotten; with ODBC Driver 18
`Encrypt=true`, `Encrypt= yes` (the blank belongs to the value), `TrustServerCertificate=1`; with mssql-python also
names that it does not know and names written twice; with pymssql `encryption="strict"`; with sqlcmd `-NC` (two letters
are not two options), `-No` and `-F` with ODBC Driver 17, and `-C` with a dash that is no hyphen, as documents have it.

## Why

The client stops (SqlClient with an ArgumentException, mssql-jdbc with a SQLServerException, sqlcmd with a message)
before it opens a connection, so the setting protects nothing: the program does not run, or runs on whatever it falls
back to. Values that work elsewhere (`1`, `on`, another client's words) do not work here.

## Fix

Write `true` or `false`, which SqlClient and JDBC take in every version, for ODBC `yes` or `no`; for `Encrypt` with
Microsoft.Data.SqlClient 5.0, mssql-jdbc 11.2, ODBC Driver 18 and later also `mandatory`, `optional` or `strict`. The
spelling without spaces, `TrustServerCertificate`, is known to every version.

## References

- Microsoft: SqlConnection.ConnectionString
- Microsoft: JDBC driver, setting the connection properties
- Microsoft: ODBC driver, DSN and connection string keywords and attributes
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Case, Finding, Level, Rule
from lint_rds_tls.rules._verdicts import build, certainty_of

_NAME, _LEVEL = "setting-invalid", Level.ERROR


def check(case: Case) -> Iterator[Finding]:
    """Refused by every possible client, because of a setting that decides about TLS."""
    hits = [each for each in case.assessments if each.refused is not None and each.refused.tls]
    if not hits or len(hits) < len(case.assessments):
        return
    complaint = hits[0].refused
    if complaint is None:
        return
    written = next((each for each in case.connection.settings if each.span == complaint.span), None)
    what = written.said if written is not None else complaint.keyword
    does = f"throw {complaint.thrown}" if complaint.thrown else "stop"
    message = f"{what} makes the client {does}: {complaint.message}"
    span = complaint.span or case.connection.span
    yield build(_NAME, _LEVEL, case, hits, message, span, certainty=certainty_of(case, hits, case.assessments))


RULE = Rule(
    name=_NAME,
    summary="A TLS setting that the client refuses at run time",
    level=_LEVEL,
    cwe=None,
    security_severity=3.1,
    manual=__doc__,
    check=check,
)
