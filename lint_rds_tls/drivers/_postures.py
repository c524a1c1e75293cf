"""Postures put together from what was asked for, for clients whose axes follow from encryption and verification."""

from __future__ import annotations

from lint_rds_tls.model import Encryption, Hostname, Posture, Reason, TrustStore, Verdict, Verification

__all__ = ["encryption_of", "posture"]

_HOSTNAMES = {
    Verification.CHAIN: Hostname.CHECKED,
    Verification.NONE: Hostname.NOT_CHECKED,
    Verification.PINNED: Hostname.NOT_CHECKED,
}
_STORES = {
    Verification.CHAIN: TrustStore.SYSTEM,
    Verification.NONE: TrustStore.NONE,
    Verification.PINNED: TrustStore.FILE,
}


def encryption_of(mode: str | None, *, forced: bool) -> Encryption:
    """What `strict`, `mandatory` and `optional` come to, also where the server forces TLS; None is unknown."""
    if mode == "optional":
        return Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY
    return {"strict": Encryption.STRICT, "mandatory": Encryption.REQUIRED}.get(mode or "", Encryption.UNKNOWN)


def posture(encryption: Encryption, because: Reason, verification: Verification, reason: Reason) -> Posture:
    """A posture in which a verified chain means a checked name, against the trust store of the system."""
    return Posture(
        encryption=Verdict(encryption, because),
        verification=Verdict(verification, reason),
        hostname=Verdict(_HOSTNAMES.get(verification, Hostname.UNKNOWN), reason),
        trust_store=Verdict(_STORES.get(verification, TrustStore.UNKNOWN), reason),
    )
