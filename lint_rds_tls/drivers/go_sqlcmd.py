"""go-sqlcmd: encrypts the session only with -N, and then verifies; without -N any certificate will do for the login."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.drivers._postures import posture
from lint_rds_tls.model import (
    Assessment,
    Client,
    Connection,
    Driver,
    Encryption,
    Evidence,
    Posture,
    Reason,
    Setting,
    Verification,
)

_SOURCE = "microsoft/go-sqlcmd, cmd/sqlcmd/sqlcmd.go: setConnect; microsoft/go-mssqldb, msdsn"
_MODES = {
    **dict.fromkeys(("mandatory", "yes", "1", "t", "true", "m"), "mandatory"),
    **dict.fromkeys(("optional", "no", "0", "f", "false", "o"), "optional"),
    **dict.fromkeys(("strict", "s"), "strict"),
    "disable": "disable",
}


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What go-sqlcmd makes of a connection."""
    if connection.complaint is not None:
        return (Assessment(client=client, refused=connection.complaint),)
    mode, because = _mode(connection)
    as_is, forced = (_posture(connection, mode, because, forced=forced) for forced in (False, True))
    ignored = tuple(_ignored(connection, mode))
    return (Assessment(client=client, as_is=as_is, forced=forced, ignored=ignored),)


def _mode(connection: Connection) -> tuple[str | None, Reason]:
    """`unset`, `mandatory`, `optional`, `disable` or `strict`, None where not known; and why."""
    setting = connection.effective("encrypt")
    if setting is None and not connection.complete:
        return None, _reason("whether encryption is asked for is not seen here")
    if setting is None:
        return "unset", _reason("-N is not written; go-sqlcmd encrypts only the login by itself")
    if setting.value is None:
        return None, _reason(f"the value of {setting.name} is not known here", setting)
    return _MODES.get(str(setting).lower()), _reason(f"{setting.said} is written", setting)


def _trust(connection: Connection) -> tuple[bool | None, Reason]:
    setting = connection.effective("trustservercertificate")
    if setting is None and not connection.complete:
        return None, _reason("whether any certificate is trusted is not seen here")
    if setting is None:
        return False, _reason("-C is not written")
    if setting.value is None:
        return None, _reason(f"the value of {setting.name} is not known here", setting)
    return str(setting) in ("1", "t", "T", "TRUE", "true", "True"), _reason(f"{setting.said} is written", setting)


def _posture(connection: Connection, mode: str | None, because: Reason, *, forced: bool) -> Posture:
    encryption = {
        "strict": Encryption.STRICT,
        "mandatory": Encryption.REQUIRED,
        "disable": Encryption.NEVER,
        None: Encryption.UNKNOWN,
    }.get(mode, Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY)
    if forced and encryption is Encryption.REQUIRED and mode != "mandatory":
        because = _reason("the server forces encryption")
    return posture(encryption, because, *_verification(connection, mode))


def _verification(connection: Connection, mode: str | None) -> tuple[Verification, Reason]:
    pin = connection.effective("servercertificate")
    trust, reason = _trust(connection)
    if mode == "strict" and pin is None:
        return Verification.CHAIN, _reason("strict encryption always verifies", connection.effective("encrypt"))
    if pin is not None:
        return Verification.PINNED, _reason(f"{pin.said}: only this certificate is accepted", pin)
    if trust:
        return Verification.NONE, reason
    if mode == "unset":
        return Verification.NONE, _reason(
            "without -N go-sqlcmd accepts any certificate, also where the server forces TLS"
        )
    if mode == "disable":
        return Verification.NONE, _reason("without TLS there is no certificate to verify")
    if mode is None or trust is None:
        return Verification.UNKNOWN, reason
    return Verification.CHAIN, reason


def _ignored(connection: Connection, mode: str | None) -> Iterator[tuple[Setting, Reason]]:
    trust = connection.effective("trustservercertificate")
    if mode == "strict" and trust is not None and str(trust).lower() in ("1", "t", "true"):
        yield (
            trust,
            _reason("with strict encryption the certificate is always verified", connection.effective("encrypt")),
        )


def _reason(text: str, setting: Setting | None = None) -> Reason:
    return Reason(text=text, evidence=Evidence.SOURCE, source=_SOURCE, setting=setting)


DRIVER = Driver(
    name="go-sqlcmd",
    title="go-sqlcmd",
    dialects=("sqlcmd",),
    library="github.com/microsoft/go-sqlcmd",
    assess=assess,
)
