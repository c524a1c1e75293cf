"""A TLS setting is written and the client drops it.

## Flags

- A setting that another one of the same name overrules with another value: `Encrypt=true;…;Encrypt=false`. The later
  one wins with SqlClient, the earlier one with Microsoft's ODBC drivers, where a string also wins over named arguments.
- A setting that another one has swallowed because a `;` is missing between them: in `Server=db⏎Encrypt=yes` and in
  `Server=db Encrypt=yes` the server's name is everything behind the first `=`, and nothing is said of encryption.
- A setting that the client does not look at beside another: `TrustServerCertificate=true` with `Encrypt=strict`,
  `ServerCertificate` with `TrustServerCertificate=true`, `serverCertificate` without `encrypt=strict` (mssql-jdbc),
  `-C` with `-Ns` (sqlcmd).
- A name that JDBC drivers do not know and drop without a word: `ssl=true`, `trust server certificate=true`,
  `sslmode=require` for mssql-jdbc, `encrypt=true` for jTDS and r2dbc-mssql.
- A name that ODBC drivers do not know and drop likewise: `Trust Server Certificate=yes`, `TrustServerCertificate =yes`
  (the blank belongs to the name), `MARS;Encrypt=no` (a name goes up to the next `=`); `Encrypt` for FreeTDS before 1.5.
- A value that a driver does not know and that stands in odbc.ini, where it is dropped, not refused: `Encrypt = true`.

## Why

Whoever reads the string believes something that the client does not do. The client neither warns nor fails.

## Fix

Write each setting once, with `;` behind each pair, also at the end of a line. Remove what has no effect.

## References

- CWE-1188: Initialization of a Resource with an Insecure Default
- Microsoft: Connection string syntax
- Microsoft: JDBC driver, building the connection URL
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Case, Certainty, Finding, Level, Location, Rule, Setting
from lint_rds_tls.rules._verdicts import build, judged, when

_NAME, _LEVEL = "setting-ignored", Level.WARNING


def check(case: Case) -> Iterator[Finding]:
    """Overruled, swallowed, or dropped by every possible client."""
    yield from _overruled(case)
    yield from _swallowed(case)
    yield from _dropped(case)


def _overruled(case: Case) -> Iterator[Finding]:
    connection = case.connection
    for setting in connection.settings:
        winner = connection.effective(setting.key)
        if setting.effective or not setting.tls or connection.builder or winner is None or _same(setting, winner):
            continue
        message = f"{setting.said} has no effect: {winner.said} wins."
        place = Location(path=connection.path, span=winner.span, note=f"{winner.said} wins")
        yield build(
            _NAME, _LEVEL, case, judged(case), message, setting.span, certainty=Certainty.CERTAIN, related=[place]
        )


def _same(one: Setting, other: Setting) -> bool:
    return one.value is None or other.value is None or str(one).strip().lower() == str(other).strip().lower()


def _swallowed(case: Case) -> Iterator[Finding]:
    if case.assessments and not judged(case):
        return  # it does not connect at all
    for key, span, eater in case.connection.swallowed:
        message = f"{key.title()} is not set here: without a ';' before it, it is part of the value of {eater}."
        yield build(_NAME, _LEVEL, case, judged(case), message, span, certainty=Certainty.CERTAIN)


def _dropped(case: Case) -> Iterator[Finding]:
    hits = when(case, lambda each: bool(each.ignored))
    if not hits or len(hits) < len(judged(case)):
        return
    setting, reason = hits[0].ignored[0]
    message = f"{setting.said} has no effect: {reason.text}."
    yield build(_NAME, _LEVEL, case, hits, message, setting.span, because=[reason])


RULE = Rule(
    name=_NAME,
    summary="A TLS setting is written and the client drops it",
    level=_LEVEL,
    cwe=1188,
    security_severity=5.0,
    manual=__doc__,
    check=check,
)
