"""@prisma/adapter-mssql, since Prisma 7: names with regard to case, and only the word `true` is true.

From its parser of connection strings, 7.10; below it node-mssql and tedious take TLS where the server offers it.
"""

from __future__ import annotations

from lint_rds_tls.drivers._prisma import posture, reason, said
from lint_rds_tls.model import Assessment, Client, Connection, Driver, Encryption, Setting

_SOURCE = "@prisma/adapter-mssql 7.10, connection string parser"
_NAMES = {"encrypt": "encrypt", "trustservercertificate": "trustServerCertificate"}


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What every version makes of a connection."""
    encrypt, trust = (_written(connection, key) for key in ("encrypt", "trustservercertificate"))
    text = said(connection, encrypt, "encrypt", "encrypt is not written; TLS is taken where the server offers it")
    because = reason(text, _SOURCE, encrypt)
    told = said(
        connection, trust, "trustServerCertificate", "trustServerCertificate is not written; the default is false"
    )
    looked = reason(told, _SOURCE, trust)
    accepts = _asked(connection, trust, default=False)
    encrypts = _asked(connection, encrypt, default=True)
    found = {True: Encryption.OPPORTUNISTIC, False: Encryption.NEVER, None: Encryption.UNKNOWN}[encrypts]
    if encrypts and encrypt is None:
        # what it negotiates with a server that offers TLS is a session that is encrypted and verified
        because = reason(text, _SOURCE)
    both = posture(found, because, accepts, looked)
    ignored = tuple(
        (setting, reason(f"@prisma/adapter-mssql knows no {setting.name}: it regards case", _SOURCE, setting))
        for setting in connection.settings
        if setting.tls and setting.effective and str(setting.name) not in _NAMES.values()
    )
    return (Assessment(client=client, as_is=both, forced=both, ignored=ignored),)


def _written(connection: Connection, key: str) -> Setting | None:
    return next((each for each in connection.settings if str(each.name) == _NAMES[key]), None)


def _asked(connection: Connection, setting: Setting | None, *, default: bool) -> bool | None:
    if setting is None:
        return default if connection.complete else None
    return None if setting.value is None else str(setting).lower() == "true"


DRIVER = Driver(
    name="prisma-adapter-mssql",
    title="@prisma/adapter-mssql",
    dialects=("prisma",),
    library="@prisma/adapter-mssql",
    assess=assess,
    anchors="node",
    verifying="write encrypt=true;trustServerCertificate=false",
)
