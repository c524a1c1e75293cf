"""What Prisma's two ways to SQL Server share: how a wish for encryption and trust becomes a posture."""

from __future__ import annotations

from lint_rds_tls.model import (
    Connection,
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

__all__ = ["posture", "reason", "said", "unknown"]


def reason(text: str, source: str, setting: Setting | None = None) -> Reason:
    """A reason that the source code gives."""
    return Reason(text=text, evidence=Evidence.SOURCE, source=source, setting=setting)


def said(connection: Connection, setting: Setting | None, name: str, default: str) -> str:
    """What is written of a parameter, or what holds where nothing is."""
    if setting is not None:
        return f"{setting.said} is written" if setting.value is not None else f"the value of {name} is not known here"
    return default if connection.complete else f"{name} is not written here, but may be elsewhere"


def posture(
    encryption: Encryption, because: Reason, trust: bool | None, looked: Reason, *, own_anchors: bool = False
) -> Posture:
    """A posture; `trust` says that any certificate is accepted, None that this is not known."""
    verification, hostname, store = {
        True: (Verification.NONE, Hostname.NOT_CHECKED, TrustStore.NONE),
        False: (Verification.CHAIN, Hostname.CHECKED, TrustStore.FILE if own_anchors else TrustStore.SYSTEM),
        None: (Verification.UNKNOWN, Hostname.UNKNOWN, TrustStore.UNKNOWN),
    }[trust]
    return Posture(
        encryption=Verdict(encryption, because),
        verification=Verdict(verification, looked),
        hostname=Verdict(hostname, looked),
        trust_store=Verdict(store, looked),
    )


def unknown(because: Reason) -> Posture:
    """Nothing is known."""
    return posture(Encryption.UNKNOWN, because, None, because)
