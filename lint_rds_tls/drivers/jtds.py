"""jTDS: TLS only if asked, the chain only with exactly `ssl=authenticate`, the server's name never.

Held against connections of released jars (tests/recorded/jdbc/postures.jsonl.gz).
"""

from __future__ import annotations

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

_MEASURED = "measured, tests/recorded/jdbc/postures.jsonl.gz"
#: TDS versions that jTDS speaks without TLS.
_BEFORE_TLS = frozenset({"7.0", "5.0", "4.2"})
_TLS = frozenset({"ssl", "tds", "namedpipe"})


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What every version makes of a connection."""
    mode, because = _mode(connection)
    ignored = tuple(
        (setting, _reason(f"jTDS has no property of the name {str(setting.name)!r} and drops it", setting))
        for setting in connection.settings
        if setting.tls and setting.effective and setting.key not in _TLS
    )
    as_is, forced = (_posture(connection, mode, because, forced=forced) for forced in (False, True))
    return (Assessment(client=client, as_is=as_is, forced=forced, ignored=ignored),)


def _mode(connection: Connection) -> tuple[str | None, Reason]:
    """`off`, `request`, `require`, `authenticate` or `other-case`, None where not known; and why."""
    ssl = connection.effective("ssl")
    for key, words in (("tds", _BEFORE_TLS), ("namedpipe", frozenset({"true"}))):
        setting = connection.effective(key)
        if setting is not None and setting.value is not None and str(setting).lower() in words:
            return "off", _reason(f"{setting.said} is written: jTDS then does without TLS", setting)
    if ssl is None:
        if connection.complete:
            return "off", _reason("ssl is not written; jTDS defaults to off", None)
        return None, _reason("ssl is not written here, but may be elsewhere", None)
    if ssl.value is None:
        return None, _reason("the value of ssl is not known here", ssl)
    word = str(ssl)
    because = _reason(f"{ssl.said} is written", ssl)
    if word.lower() in ("", "off"):
        return "off", because
    if word == "authenticate":
        return "authenticate", because
    if word.lower() == "authenticate":
        return "require", _reason(f"{ssl.said} is written; only the lower-case authenticate verifies", ssl)
    return ("require" if word.lower() == "require" else "request"), because


def _posture(connection: Connection, mode: str | None, because: Reason, *, forced: bool) -> Posture:
    encryption = {
        "off": Encryption.NEVER,
        "request": Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY,
        None: Encryption.UNKNOWN,
    }.get(mode, Encryption.REQUIRED)
    if mode is None:
        verdicts: tuple[Verification, Hostname, TrustStore]
        verdicts = Verification.UNKNOWN, Hostname.UNKNOWN, TrustStore.UNKNOWN
    elif mode == "authenticate":
        verdicts = Verification.CHAIN, Hostname.NOT_CHECKED, TrustStore.SYSTEM
    else:
        verdicts = Verification.NONE, Hostname.NOT_CHECKED, TrustStore.NONE
    looked = because
    if mode in ("off", "request"):  # that the session is clear is said by the other verdict
        looked = _reason(f"with ssl={mode} jTDS looks at no certificate", None)
    store = verdicts[2], looked
    if verdicts[0] is Verification.CHAIN:
        store = anchors(connection, looked, own=False)
    asked = because if mode != "request" or not forced else _reason("the server forces encryption", None)
    return Posture(
        encryption=Verdict(encryption, asked),
        verification=Verdict(verdicts[0], looked),
        hostname=Verdict(verdicts[1], looked),
        trust_store=Verdict(*store),
    )


def _reason(text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=Evidence.MEASURED, source=_MEASURED, setting=setting)


DRIVER = Driver(
    name="jtds",
    title="jTDS",
    dialects=("jtds",),
    library="net.sourceforge.jtds:jtds",
    assess=assess,
    anchors="jvm-process",
    verifying="write ssl=authenticate (jTDS then verifies the chain, never the name), or move to mssql-jdbc",
)
