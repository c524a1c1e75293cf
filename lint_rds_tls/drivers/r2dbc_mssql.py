"""r2dbc-mssql: encrypts the session only with ssl=true, and verifies only then.

From io.r2dbc.mssql.MssqlConnectionConfiguration and LoginFlow, 0.8.3 to 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.drivers._jvm_stores import anchors
from lint_rds_tls.model import (
    Assessment,
    Client,
    Connection,
    Driver,
    Encryption,
    Evidence,
    Hostname,
    Posture,
    Reason,
    Setting,
    TrustStore,
    Verdict,
    Verification,
)

_SOURCE = "r2dbc/r2dbc-mssql, MssqlConnectionConfiguration and LoginFlow"
_TLS = frozenset(
    {"ssl", "trustservercertificate", "hostnameincertificate", "truststore", "truststoretype", "ssltunnel"}
)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What every version makes of a connection."""
    as_is, forced = (_posture(connection, forced=forced) for forced in (False, True))
    return (Assessment(client=client, as_is=as_is, forced=forced, ignored=tuple(_ignored(connection))),)


def _asked(connection: Connection, key: str, name: str) -> tuple[bool | None, Reason]:
    """An option as Boolean.parseBoolean reads it, and why; None where it is not known."""
    setting = connection.effective(key)
    if setting is None and not connection.complete:
        return None, _reason(f"{name} is not written here, but may be elsewhere", None)
    if setting is None:
        return False, _reason(f"{name} is not written; the default is false", None)
    if setting.value is None:
        return None, _reason(f"the value of {setting.name} is not known here", setting)
    return str(setting).lower() == "true", _reason(f"{setting.said} is written", setting)


def _posture(connection: Connection, *, forced: bool) -> Posture:
    ssl, because = _asked(connection, "ssl", "ssl")
    trust, trust_because = _asked(connection, "trustservercertificate", "trustServerCertificate")
    tunnel, tunnel_because = _asked(connection, "ssltunnel", "sslTunnel")
    if tunnel:
        return _all(connection, Encryption.UNKNOWN, Verification.UNKNOWN, tunnel_because, tunnel_because)
    if ssl is None:
        return _all(connection, Encryption.UNKNOWN, Verification.UNKNOWN, because, because)
    if not ssl:
        encryption = Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY
        never = _reason("without ssl=true r2dbc-mssql accepts any certificate, also where the server forces TLS", None)
        return _all(connection, encryption, Verification.NONE, because, never)
    if trust is None:
        return _all(connection, Encryption.REQUIRED, Verification.UNKNOWN, because, trust_because)
    verification = Verification.NONE if trust else Verification.CHAIN
    return _all(connection, Encryption.REQUIRED, verification, because, trust_because)


def _all(
    connection: Connection, encryption: Encryption, verification: Verification, because: Reason, reason: Reason
) -> Posture:
    hostname, store = {
        Verification.CHAIN: (Hostname.CHECKED, anchors(connection, reason)),
        Verification.NONE: (Hostname.NOT_CHECKED, (TrustStore.NONE, reason)),
    }.get(verification, (Hostname.UNKNOWN, (TrustStore.UNKNOWN, reason)))
    return Posture(
        encryption=Verdict(encryption, because),
        verification=Verdict(verification, reason),
        hostname=Verdict(hostname, reason),
        trust_store=Verdict(*store),
    )


def _ignored(connection: Connection) -> Iterator[tuple[Setting, Reason]]:
    for setting in connection.settings:
        if setting.tls and setting.effective and setting.key not in _TLS:
            yield setting, _reason(f"r2dbc-mssql has no option of the name {setting.name} and drops it", setting)


def _reason(text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=Evidence.SOURCE, source=_SOURCE, setting=setting)


DRIVER = Driver(
    name="r2dbc-mssql",
    title="R2DBC driver for SQL Server",
    dialects=("r2dbc",),
    library="io.r2dbc:r2dbc-mssql",
    assess=assess,
    anchors="jvm",
    verifying="write ssl=true and leave trustServerCertificate out",
    name_setting="hostNameInCertificate",
)
