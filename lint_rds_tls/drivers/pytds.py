"""python-tds: without `cafile` it does without TLS altogether; with it, it verifies, also what only the login needs.

Held against connections of 1.17.1 (tests/recorded/odbc/postures.jsonl.gz).
"""

from __future__ import annotations

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

_SOURCE = "measured, tests/recorded/odbc/postures.jsonl.gz"


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What python-tds makes of a connection; where it does without TLS a server that forces it turns it away."""
    store = connection.effective("cafile")
    if store is None or str(store) == "None":
        as_is = _without(connection, store)
        return (Assessment(client=client, as_is=as_is, forced=None if connection.complete else as_is),)
    return (
        Assessment(
            client=client,
            as_is=_verified(connection, store, forced=False),
            forced=_verified(connection, store, forced=True),
        ),
    )


def _without(connection: Connection, store: Setting | None) -> Posture:
    if not connection.complete:
        unknown = _reason("cafile is not written here, but may be elsewhere", None)
        return _posture(Encryption.UNKNOWN, Verification.UNKNOWN, Hostname.UNKNOWN, unknown, unknown, unknown)
    text = "cafile is not written" if store is None else f"{store.said} is written"
    because = _reason(f"{text}: python-tds then does without TLS", store)
    looked = _reason("without TLS there is no certificate to look at", None)
    return _posture(Encryption.NEVER, Verification.NONE, Hostname.NOT_CHECKED, because, looked, looked)


def _verified(connection: Connection, store: Setting, *, forced: bool) -> Posture:
    because = _reason(f"{store.said} is written" if store.value is not None else "cafile is written", store)
    login = connection.effective("enc_login_only")
    encryption, asked = Encryption.REQUIRED, because
    if login is not None and str(login) == "True" and not forced:
        encryption, asked = Encryption.LOGIN_ONLY, _reason(f"{login.said} is written", login)
    elif login is not None and login.value is None and not forced:
        encryption, asked = Encryption.UNKNOWN, _reason(f"the value of {login.name} is not known here", login)
    checks = connection.effective("validate_host")
    hostname, named = Hostname.CHECKED, because
    if checks is not None and str(checks) == "False":
        hostname, named = Hostname.NOT_CHECKED, _reason(f"{checks.said} is written", checks)
    elif checks is not None and checks.value is None:
        hostname, named = Hostname.UNKNOWN, _reason(f"the value of {checks.name} is not known here", checks)
    return _posture(encryption, Verification.CHAIN, hostname, asked, because, named)


def _posture(
    encryption: Encryption, verification: Verification, hostname: Hostname, asked: Reason, looked: Reason, named: Reason
) -> Posture:
    store = {Verification.CHAIN: TrustStore.FILE, Verification.NONE: TrustStore.NONE}.get(
        verification, TrustStore.UNKNOWN
    )
    return Posture(
        encryption=Verdict(encryption, asked),
        verification=Verdict(verification, looked),
        hostname=Verdict(hostname, named),
        trust_store=Verdict(store, looked),
    )


def _reason(text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=Evidence.MEASURED, source=_SOURCE, setting=setting)


DRIVER = Driver(
    name="python-tds",
    title="python-tds",
    dialects=("pytds",),
    library="python-tds",
    assess=assess,
    anchors="cafile",
    verifying="pass cafile",
)
