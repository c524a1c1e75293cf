"""Prisma's query engine, up to Prisma 6: it hands the URL to tiberius, which encrypts the login alone unless asked.

From quaint's MssqlUrl and Mssql::new in prisma/prisma-engines, and prisma/tiberius, src/client/config.rs.
"""

from __future__ import annotations

from lint_rds_tls.drivers._prisma import posture, reason, said
from lint_rds_tls.model import Assessment, Client, Complaint, Connection, Driver, Encryption, Setting

_SOURCE = "prisma/tiberius, src/client/config.rs"
_WORDS = {"true": True, "yes": True, "false": False, "no": False}
_PLAIN = "DANGER_PLAINTEXT"


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What every version makes of a connection."""
    encrypt, trust = (connection.effective(key) for key in ("encrypt", "trustservercertificate"))
    for setting in (encrypt, trust):
        if setting is not None and setting.value is not None and not _is_taken(setting):
            return (Assessment(client=client, refused=_refused(setting)),)
    because = reason(
        said(connection, encrypt, "encrypt", "encrypt is not written; tiberius takes that for false"), _SOURCE
    )
    because = reason(because.text, _SOURCE, encrypt)
    told = said(
        connection, trust, "trustServerCertificate", "trustServerCertificate is not written; the default is false"
    )
    looked = reason(told, _SOURCE, trust)
    accepts: bool | None = None
    if trust is None:
        accepts = False if connection.complete else None
    elif trust.value is not None:
        accepts = _boolean(trust)
    anchors = connection.effective("trustservercertificateca") is not None
    as_is, forced = (
        posture(_encryption(connection, encrypt, forced=forced), because, accepts, looked, own_anchors=anchors)
        for forced in (False, True)
    )
    return (Assessment(client=client, as_is=as_is, forced=forced),)


def _boolean(setting: Setting) -> bool | None:
    return _WORDS.get(str(setting).strip().lower())


def _is_taken(setting: Setting) -> bool:
    return _boolean(setting) is not None or (setting.key == "encrypt" and str(setting) == _PLAIN)


def _refused(setting: Setting) -> Complaint:
    return Complaint(
        kind="invalid-value",
        message="Not a valid boolean.",
        keyword=str(setting.name),
        tls=True,
        span=setting.span,
        thrown="an error",
    )


def _encryption(connection: Connection, encrypt: Setting | None, *, forced: bool) -> Encryption:
    if encrypt is None and not connection.complete:
        return Encryption.UNKNOWN
    if encrypt is not None and encrypt.value is None:
        return Encryption.UNKNOWN
    if encrypt is not None and str(encrypt) == _PLAIN:
        return Encryption.NEVER
    if encrypt is not None and _boolean(encrypt):
        return Encryption.REQUIRED
    return Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY


DRIVER = Driver(
    name="prisma-engine",
    title="Prisma query engine (tiberius)",
    dialects=("prisma",),
    library="prisma",
    assess=assess,
    anchors="tiberius",
    verifying="write encrypt=true;trustServerCertificate=false",
)
