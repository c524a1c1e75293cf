"""What FreeTDS makes of its `encryption` setting, for every client that is built on it."""

from __future__ import annotations

from dataclasses import dataclass

from lint_rds_tls.model import (
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

__all__ = ["MEASURED", "Asked", "posture", "reason"]

MEASURED = "measured, tests/recorded/odbc/postures.jsonl.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, and why."""

    mode: str | None  #: off | request | require | strict | clear (a protocol without TLS); None unknown
    because: Reason
    store: Setting | None = None  #: names the authorities
    checked: bool = True  #: whether the name is compared where there are authorities


def posture(title: str, asked: Asked, *, forced: bool) -> Posture:
    """The posture of one side."""
    encryption = {
        "clear": Encryption.NEVER,
        "off": Encryption.REQUIRED if forced else Encryption.NEVER,
        "request": Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY,
        "require": Encryption.REQUIRED,
        "strict": Encryption.STRICT,
        None: Encryption.UNKNOWN,
    }[asked.mode]
    verification, hostname, store, because = _certificate(title, asked)
    by_server = forced and asked.mode in ("off", "request")
    return Posture(
        encryption=Verdict(encryption, reason("the server forces encryption", None) if by_server else asked.because),
        verification=Verdict(verification, because),
        hostname=Verdict(hostname, because),
        trust_store=Verdict(store, because),
    )


def _certificate(title: str, asked: Asked) -> tuple[Verification, Hostname, TrustStore, Reason]:
    if asked.mode is None:
        return Verification.UNKNOWN, Hostname.UNKNOWN, TrustStore.UNKNOWN, asked.because
    if asked.mode == "strict":
        return Verification.CHAIN, Hostname.CHECKED, TrustStore.SYSTEM, asked.because
    if asked.store is not None and asked.mode != "clear":
        hostname = Hostname.CHECKED if asked.checked else Hostname.NOT_CHECKED
        return Verification.CHAIN, hostname, TrustStore.FILE, reason(f"{asked.store.said} is written", asked.store)
    text = f"{title} accepts any certificate unless freetds.conf names a `ca file`"
    return Verification.NONE, Hostname.NOT_CHECKED, TrustStore.NONE, reason(text, None)


def reason(
    text: str, setting: Setting | None, *, evidence: Evidence = Evidence.MEASURED, source: str = MEASURED
) -> Reason:
    """A reason, measured unless told otherwise."""
    return Reason(text=text, evidence=evidence, source=source, setting=setting)
