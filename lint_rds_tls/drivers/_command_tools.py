"""What command-line tools with an option to encrypt and one to trust do with TLS: sqlcmd and bcp on ODBC, others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lint_rds_tls.drivers._postures import encryption_of, posture
from lint_rds_tls.model import (
    Assessment,
    Client,
    Connection,
    Evidence,
    Posture,
    Reason,
    Setting,
    Verification,
)

__all__ = ["ODBC_MODES", "Tools", "assess"]

#: How the ODBC tools write what is asked for, from ODBC Driver 18 on.
ODBC_MODES = MappingProxyType({"true": "mandatory", "m": "mandatory", "o": "optional", "s": "strict"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Versions of a tool that treat TLS alike."""

    library: str  #: the package that brings them
    title: str  #: `sqlcmd with ODBC Driver 17`
    encrypts: bool | None  #: by default; None where not known
    verifies_forced: bool | None  #: also where only the server asks for encryption; None where not known
    encrypt: str  #: the option that asks for encryption, `-N`; "" where there is none
    trust: str  #: the option that trusts any certificate, `-C`; "" where there is none
    source: str  #: where that can be read
    modes: Mapping[str, str] = field(
        default_factory=lambda: ODBC_MODES
    )  #: its words, in lower case, for `mandatory`, `optional` and `strict`
    evidence: Evidence = Evidence.DOCUMENTED


_DEFAULTS = {
    True: "asks for encryption by itself",
    False: "encrypts only the login by itself",
    None: "has a default that is not known",
}


def assess(connection: Connection, client: Client, tools: Tools) -> tuple[Assessment, ...]:
    """What the tools make of a connection."""
    if connection.complaint is not None and connection.complaint.holds_for(tools.library):
        return (Assessment(client=client, refused=connection.complaint),)
    mode, because = _mode(connection, tools)
    trust, reason = _trust(connection, tools)
    as_is, forced = (_posture(connection, tools, mode, because, trust, reason, forced) for forced in (False, True))
    ignored = tuple(_ignored(connection, tools, mode, because))
    return (Assessment(client=client, as_is=as_is, forced=forced, ignored=ignored),)


def _mode(connection: Connection, tools: Tools) -> tuple[str | None, Reason]:
    """`mandatory`, `optional` or `strict`, None where not known; and why."""
    setting = connection.effective("encrypt")
    if setting is None and not connection.complete:
        return None, _reason(tools, "whether encryption is asked for is not seen here")
    if setting is None:
        default = _DEFAULTS[tools.encrypts]
        written = f"{tools.encrypt} is not written; " if tools.encrypt else ""
        mode = None if tools.encrypts is None else "mandatory" if tools.encrypts else "optional"
        return mode, _reason(tools, f"{written}{tools.title} {default}")
    if setting.value is None:
        return None, _reason(tools, f"the value of {setting.name} is not known here", setting)
    return tools.modes.get(str(setting).lower()), _reason(tools, f"{setting.said} is written", setting)


def _trust(connection: Connection, tools: Tools) -> tuple[bool | None, Reason]:
    setting = connection.effective("trustservercertificate")
    if setting is not None and setting.value is None:
        return None, _reason(tools, f"the value of {setting.name} is not known here", setting)
    if setting is not None:
        return str(setting).lower() in ("true", "yes"), _reason(tools, f"{setting.said} is written", setting)
    if not connection.complete:
        return None, _reason(tools, "whether any certificate is trusted is not seen here")
    return False, _reason(tools, f"{tools.trust} is not written" if tools.trust else "nothing turns verification off")


def _posture(
    connection: Connection,
    tools: Tools,
    mode: str | None,
    because: Reason,
    trust: bool | None,
    reason: Reason,
    forced: bool,
) -> Posture:
    encryption = encryption_of(mode, forced=forced)
    if forced and mode == "optional":
        because = _reason(tools, "the server forces encryption")
    verification, reason = _verification(connection, tools, mode, trust, reason, forced=forced)
    return posture(encryption, because, verification, reason)


def _verification(
    connection: Connection, tools: Tools, mode: str | None, trust: bool | None, reason: Reason, *, forced: bool
) -> tuple[Verification, Reason]:
    pin = connection.effective("servercertificate")
    if mode == "strict":
        if pin is not None:
            return Verification.PINNED, _reason(tools, f"{pin.said}: only this certificate is accepted", pin)
        return Verification.CHAIN, _reason(tools, "strict encryption always verifies", connection.effective("encrypt"))
    if trust:
        return Verification.NONE, reason
    if mode is None:
        return Verification.UNKNOWN, reason
    if mode == "mandatory" or (forced and tools.verifies_forced is not False):
        if trust is None or (mode != "mandatory" and tools.verifies_forced is None):
            return Verification.UNKNOWN, reason
        if pin is not None:
            text = "what a pinned certificate does without strict encryption is not known"
            return Verification.UNKNOWN, _reason(tools, text, pin)
        return Verification.CHAIN, reason
    what = "a session that only the server wants encrypted" if forced else "the login"
    return Verification.NONE, _reason(tools, f"{tools.title} does not verify {what}")


def _ignored(
    connection: Connection, tools: Tools, mode: str | None, because: Reason
) -> Iterator[tuple[Setting, Reason]]:
    trust = connection.effective("trustservercertificate")
    if mode == "strict" and trust is not None and str(trust).lower() in ("true", "yes"):
        text = "with strict encryption the certificate is always verified"
        yield trust, _reason(tools, text, because.setting)


def _reason(tools: Tools, text: str, setting: Setting | None = None) -> Reason:
    return Reason(text=text, evidence=tools.evidence, source=tools.source, setting=setting)
