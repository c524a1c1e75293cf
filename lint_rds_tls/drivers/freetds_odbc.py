"""FreeTDS as an ODBC driver: `Encryption` decides, from 1.5 on `Encrypt` too, `TrustServerCertificate` never.

Held against connections of 1.3.17 (tests/recorded/odbc/postures.jsonl.gz); 1.5 by its src/odbc/connectparams.c.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from lint_rds_tls.drivers._freetds import Asked, posture, reason
from lint_rds_tls.drivers._msodbcsql import FILE
from lint_rds_tls.drivers._ranges import assessed
from lint_rds_tls.model import Assessment, Client, Complaint, Connection, Driver, Evidence, Reason, Setting
from lint_rds_tls.versions import Version

_TITLE = "FreeTDS"
_STARTS = ("1.0", "1.5")
_ENCRYPT_SINCE = Version.parse("1.5")
_SOURCE = "FreeTDS, src/odbc/connectparams.c"
_ENCRYPTION = frozenset({"off", "request", "require"})
_ENCRYPT = MappingProxyType(
    {
        "strict": "strict", "mandatory": "require", "true": "require", "yes": "require",
        "optional": "request", "false": "request", "no": "request",
    }
)  # fmt: skip


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the versions before and from 1.5 on make of a connection."""
    return assessed(client, _STARTS, lambda one, version: _assess(connection, one, version))


def _assess(connection: Connection, client: Client, version: Version) -> Assessment:
    refused = _refusal(connection, version)
    if refused is not None:
        return Assessment(client=client, refused=refused)
    asked = _asked(connection, version)
    return Assessment(
        client=client,
        as_is=posture(_TITLE, asked, forced=False),
        forced=posture(_TITLE, asked, forced=True),
        ignored=tuple(_ignored(connection, version)),
    )


def _refusal(connection: Connection, version: Version) -> Complaint | None:
    """Each value is looked at when it is read, also one that a later one overrides."""
    words = _ENCRYPTION | {"strict"} if version >= _ENCRYPT_SINCE else _ENCRYPTION
    for setting in connection.settings:
        if setting.key == "encryption" and setting.value is not None and str(setting).lower() not in words:
            return Complaint(
                kind="invalid-value",
                message="Unable to connect to data source; FreeTDS knows off, request and require, from 1.5 on strict.",
                keyword="Encryption",
                tls=True,
                span=setting.span,
                thrown="error 08001",
            )
    return None


def _asked(connection: Connection, version: Version) -> Asked:
    told = connection.effective("tds_version")
    if told is not None and str(told) in ("7.0", "5.0", "4.2"):
        return Asked(mode="clear", because=reason(f"{told.said} is written: FreeTDS then does without TLS", told))
    setting = connection.effective("encryption")
    if setting is not None and setting.value is None:
        return Asked(mode=None, because=reason(f"the value of {setting.name} is not known here", setting))
    if setting is not None:
        return Asked(mode=str(setting).lower(), because=reason(f"{setting.said} is written", setting))
    newer = connection.effective("encrypt") if version >= _ENCRYPT_SINCE else None
    if newer is not None:
        mode = None if newer.value is None else _ENCRYPT.get(str(newer).lower())
        return Asked(mode=mode, because=_by_source(f"{newer.said} is written", newer))
    if not connection.complete:
        return Asked(mode=None, because=reason("Encryption is not written here, but may be elsewhere", None))
    return Asked(mode="request", because=reason("Encryption is not written; FreeTDS defaults to request", None))


def _ignored(connection: Connection, version: Version) -> Iterator[tuple[Setting, Reason]]:
    known = (
        {"encryption"}
        if version < _ENCRYPT_SINCE
        else {"encryption", "encrypt", "servercertificate", "hostnameincertificate"}
    )
    for setting in connection.settings:
        if setting.tls and setting.effective and setting.key not in known:
            yield setting, reason(f"FreeTDS has no keyword of the name {str(setting.name)!r} and drops it", setting)


def _by_source(text: str, setting: Setting | None) -> Reason:
    return reason(text, setting, evidence=Evidence.SOURCE, source=_SOURCE)


DRIVER = Driver(
    name="freetds-odbc",
    title="FreeTDS ODBC driver",
    dialects=("odbc", FILE),
    library="tdsodbc",
    assess=assess,
    anchors="freetds",
    verifying="name a `ca file` in freetds.conf",
    name_setting="certificate hostname in freetds.conf",
)
