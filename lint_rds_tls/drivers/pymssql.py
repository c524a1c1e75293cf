"""pymssql: what FreeTDS's db-lib makes of the argument `encryption`; nothing of it can verify a certificate.

Held against connections of 2.4.6, which brings FreeTDS 1.5 (tests/recorded/odbc/postures.jsonl.gz).
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.drivers._freetds import Asked, posture, reason
from lint_rds_tls.model import Assessment, Client, Complaint, Connection, Driver, Reason, Setting

_TITLE = "pymssql"
_WORDS = ("off", "request", "require")


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What pymssql makes of a connection."""
    refused = _refusal(connection)
    if refused is not None:
        return (Assessment(client=client, refused=refused),)
    asked = _asked(connection)
    return (
        Assessment(
            client=client,
            as_is=posture(_TITLE, asked, forced=False),
            forced=posture(_TITLE, asked, forced=True),
            ignored=tuple(_ignored(connection)),
        ),
    )


def _refusal(connection: Connection) -> Complaint | None:
    setting = connection.effective("encryption")
    if setting is None or setting.value is None or str(setting) in _WORDS:
        return None
    return Complaint(
        kind="invalid-value",
        message=f"encryption takes {', '.join(_WORDS)}, in lower case.",
        keyword="encryption",
        tls=True,
        span=setting.span,
        thrown="an InterfaceError" if str(setting) == "default" else "a ValueError",
    )


def _asked(connection: Connection) -> Asked:
    setting = connection.effective("encryption")
    if setting is not None:
        if setting.value is None:
            return Asked(mode=None, because=reason(f"the value of {setting.name} is not known here", setting))
        return Asked(mode=str(setting), because=reason(f"{setting.said} is written", setting))
    if not connection.complete:
        return Asked(mode=None, because=reason("encryption is not written here, but may be elsewhere", None))
    return Asked(mode="request", because=reason("encryption is not written; pymssql defaults to request", None))


def _ignored(connection: Connection) -> Iterator[tuple[Setting, Reason]]:
    for setting in connection.settings:
        if setting.tls and setting.effective and setting.key != "encryption":
            yield setting, reason(f"pymssql has no argument of the name {setting.name}", setting)


DRIVER = Driver(
    name="pymssql",
    title="pymssql",
    dialects=("pymssql",),
    library="pymssql",
    assess=assess,
    anchors="freetds",
    verifying="name a `ca file` in freetds.conf, which pymssql reads",
    name_setting="certificate hostname in freetds.conf",
)
