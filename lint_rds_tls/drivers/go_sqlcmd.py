"""go-sqlcmd: encrypts the session only with -N, and then verifies; without -N any certificate will do for the login."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lint_rds_tls.drivers._postures import posture
from lint_rds_tls.drivers._ranges import assessed
from lint_rds_tls.model import (
    Assessment,
    Client,
    Complaint,
    Connection,
    Driver,
    Encryption,
    Evidence,
    Posture,
    Reason,
    Setting,
    Verification,
)
from lint_rds_tls.versions import Version

_LIBRARY = "github.com/microsoft/go-sqlcmd"
#: Where the command line changes; the dialect knows which of them refuse one.
_STARTS = ("1.5", "1.6", "1.8.1", "1.9", "1.10")
_MEASURED = "measured, tests/recorded/go_sqlcmd/postures.jsonl.gz"
_MODES = {
    **dict.fromkeys(("mandatory", "yes", "1", "t", "true", "m"), "mandatory"),
    **dict.fromkeys(("optional", "no", "0", "f", "false", "o"), "optional"),
    **dict.fromkeys(("strict", "s"), "strict"),
    "disable": "disable",
    "": "unset",
}
#: What the driver takes in any case.
_WORDS = _MODES.keys() - {"m", "o", "s"}


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible releases make of a connection."""
    return assessed(client, _STARTS, partial(_assess, connection))


def _assess(connection: Connection, client: Client, version: Version) -> Assessment:
    refused = _refused(connection, version)
    if refused is not None:
        return Assessment(client=client, refused=refused)
    mode, because = _mode(connection)
    as_is, forced = (_posture(connection, mode, because, forced=forced) for forced in (False, True))
    ignored = tuple(_ignored(connection, mode))
    return Assessment(client=client, as_is=as_is, forced=forced, ignored=ignored)


def _refused(connection: Connection, version: Version) -> Complaint | None:
    if connection.complaint is not None and connection.complaint.holds_for(_LIBRARY, version):
        return connection.complaint
    encrypt = connection.effective("encrypt")
    if encrypt is None or encrypt.value is None or str(encrypt) in _MODES or str(encrypt).lower() in _WORDS:
        return None
    # `-N M` passes the program's own check, in any case; only the small letters are translated for the driver.
    message = f"Invalid encrypt '{encrypt}'"
    return Complaint(kind="invalid-value", message=message, tls=True, span=encrypt.span, thrown="")


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
        None: Encryption.UNKNOWN,
    }.get(mode, Encryption.REQUIRED if forced else Encryption.NEVER if mode == "disable" else Encryption.LOGIN_ONLY)
    if forced and encryption is Encryption.REQUIRED and mode != "mandatory":
        because = _reason("the server forces encryption")
    return posture(encryption, because, *_verification(connection, mode, because, forced=forced))


def _verification(
    connection: Connection, mode: str | None, because: Reason, *, forced: bool
) -> tuple[Verification, Reason]:
    pin = connection.effective("servercertificate")
    trust, reason = _trust(connection)
    if pin is not None:
        return Verification.PINNED, _reason(f"{pin.said}: only this certificate is accepted", pin)
    if mode == "strict":
        return Verification.CHAIN, _reason("strict encryption always verifies", because.setting)
    if mode == "disable" and forced:
        text = "with -N disable a session that only the server wants encrypted is verified, also with -C"
        return Verification.CHAIN, _reason(text)
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
    setting, pin = connection.effective("trustservercertificate"), connection.effective("servercertificate")
    trust, _ = _trust(connection)
    if setting is None or not trust:
        return
    if pin is not None:
        yield setting, _reason("only the pinned certificate is accepted", pin)
    elif mode == "strict":
        text = "with strict encryption the certificate is always verified"
        yield setting, _reason(text, connection.effective("encrypt"))


def _reason(text: str, setting: Setting | None = None) -> Reason:
    return Reason(text=text, evidence=Evidence.MEASURED, source=_MEASURED, setting=setting)


DRIVER = Driver(
    name="go-sqlcmd",
    title="go-sqlcmd",
    dialects=("sqlcmd",),
    library=_LIBRARY,
    assess=assess,
    anchors="go",
    verifying="write -N without -C",
    name_setting="-F",
)
