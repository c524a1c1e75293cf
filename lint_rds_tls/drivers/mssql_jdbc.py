"""mssql-jdbc: encrypts by default from 10.2 on, verifies a server-forced session from 10.2 on.

Held against connections of released jars (tests/recorded/jdbc/postures.jsonl.gz) and their sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lint_rds_tls.data.jdbc_properties import SINCE, UNTIL
from lint_rds_tls.drivers._jvm_stores import anchors
from lint_rds_tls.drivers._mssql_jdbc_refusals import as_boolean, as_encrypt, refusal
from lint_rds_tls.drivers._ranges import assessed
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
from lint_rds_tls.versions import Version

#: Where behaviour or names change. Stable lines; previews with an odd minor number lie before the line they lead to.
_STARTS = (
    "6.1.0", "6.1.2", "6.1.4", "6.3.2", "6.3.3", "8.3.0", "10.1.0", "10.2.0", "11.1.0", "12.4.0",
)  # fmt: skip
_MEASURED = "measured, tests/recorded/jdbc/postures.jsonl.gz"
_ENCRYPTS, _VERIFIES_FORCED = Version.parse("10.1.0"), Version.parse("10.2.0")
_STRICT_VERIFIES = Version.parse("12.4.0")
_STRICT_UNVERIFIED = Reason(
    text="does not verify the chain with encrypt=strict: any authority is accepted for the right name; fixed in 12.4.0",
    evidence=Evidence.MEASURED,
    source=_MEASURED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the settings ask for, as one version reads them."""

    encrypt: str | None  #: on | off | strict; None unknown
    because: Reason
    trust: bool | None  #: trustServerCertificate; None unknown
    trust_because: Reason


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible versions make of a connection."""
    return assessed(client, _STARTS, lambda one, version: _assess(connection, one, version))


def _assess(connection: Connection, client: Client, version: Version) -> Assessment:
    refused = refusal(connection, version)
    if refused is not None:
        return Assessment(client=client, refused=replace(refused, thrown="a SQLServerException"))
    wish = _wish(connection, version)
    broken = wish.encrypt == "strict" and version < _STRICT_VERIFIES and _pin(connection, version) is None
    return Assessment(
        client=client,
        as_is=_posture(connection, wish, version, forced=False),
        forced=_posture(connection, wish, version, forced=True),
        ignored=tuple(_ignored(connection, wish, version)),
        flaws=(_STRICT_UNVERIFIED,) if broken else (),
    )


# --- what is asked for -----------------------------------------------------------------------------------------------


def _known(connection: Connection, key: str, version: Version) -> Setting | None:
    """A setting that this version knows."""
    since, until = SINCE[key], UNTIL.get(key)
    if (since and version < Version.parse(since)) or (until and version >= Version.parse(until)):
        return None
    return connection.effective(key)


def _wish(connection: Connection, version: Version) -> _Wish:
    encrypt, because = _encrypt(connection, version)
    trust = connection.effective("trustservercertificate")
    if trust is None:
        asked: bool | None = False if connection.complete else None
        rest = "; the default is false" if connection.complete else " here, but may be elsewhere"
        reason = _reason(f"trustServerCertificate is not written{rest}", None)
    else:
        asked = None if trust.value is None else as_boolean(str(trust))
        reason = _reason(_said(trust), trust)
    return _Wish(encrypt=encrypt, because=because, trust=asked, trust_because=reason)


def _encrypt(connection: Connection, version: Version) -> tuple[str | None, Reason]:
    setting = connection.effective("encrypt")
    login = connection.effective("authentication")
    if setting is None:
        if not connection.complete:
            return None, _reason("encrypt is not written here, but may be elsewhere", None)
        word = "true" if version >= _ENCRYPTS else "false"
        asked: str | None = "on" if version >= _ENCRYPTS else "off"
        line = "10.2 and later default" if version >= _VERIFIES_FORCED else "versions before 10.2 default"
        because = _reason(f"encrypt is not written; mssql-jdbc {line} to {word}", None)
    else:
        asked = None if setting.value is None else as_encrypt(str(setting), version)
        because = _reason(_said(setting), setting)
    if asked == "off" and (connection.token or (login is not None and str(login).lower() != "notspecified")):
        if login is not None and login.value is None:
            return None, _reason(_said(login), login)
        return "on", _reason("federated authentication always encrypts, encrypt=false or not", login)
    return asked, because


def _pin(connection: Connection, version: Version) -> Setting | None:
    return _known(connection, "servercertificate", version)


def _said(setting: Setting) -> str:
    if setting.value is None:
        return f"the value of {setting.name} is not known here"
    return f"{setting.said} is written"


def _reason(text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=Evidence.MEASURED, source=_MEASURED, setting=setting)


# --- what follows ----------------------------------------------------------------------------------------------------


def _posture(connection: Connection, wish: _Wish, version: Version, *, forced: bool) -> Posture:
    encryption = {
        "strict": Encryption.STRICT,
        "on": Encryption.REQUIRED,
        "off": Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY,
        None: Encryption.UNKNOWN,
    }[wish.encrypt]
    because = _reason("the server forces encryption", None) if forced and wish.encrypt == "off" else wish.because
    verification, reason = _verification(connection, wish, version, forced=forced)
    hostname, name_reason = _hostname(connection, wish, version, verification, reason)
    store, store_reason = _store(connection, verification, reason)
    return Posture(
        encryption=Verdict(encryption, because),
        verification=Verdict(verification, reason),
        hostname=Verdict(hostname, name_reason),
        trust_store=Verdict(store, store_reason),
    )


def _verification(
    connection: Connection, wish: _Wish, version: Version, *, forced: bool
) -> tuple[Verification, Reason]:
    strict = wish.encrypt == "strict"
    if wish.trust and not strict:
        return Verification.NONE, wish.trust_because
    if wish.encrypt is None:
        return Verification.UNKNOWN, wish.because
    if wish.encrypt == "off" and not forced:
        return Verification.NONE, _reason("the login is encrypted, but not verified, without encrypt=true", None)
    if wish.encrypt == "off" and version < _VERIFIES_FORCED:
        text = "before 10.2 a session that only the server wants encrypted is not verified"
        return Verification.NONE, _reason(text, None)
    if wish.trust is None and not strict:
        return Verification.UNKNOWN, wish.trust_because
    manager = _known(connection, "trustmanagerclass", version)
    if manager is not None:
        return Verification.UNKNOWN, _reason(f"{manager.said}: the class decides what is accepted", manager)
    pin = _pin(connection, version)
    if strict and pin is not None:
        return Verification.PINNED, _reason(f"{_said(pin)}: with encrypt=strict only it is accepted", pin)
    if strict and version < _STRICT_VERIFIES:
        return Verification.NONE, _reason("before 12.4 encrypt=strict verifies dates and name only, no chain", None)
    return Verification.CHAIN, _reason("encrypt=strict always verifies", None) if strict else wish.trust_because


def _hostname(
    connection: Connection, wish: _Wish, version: Version, verification: Verification, reason: Reason
) -> tuple[Hostname, Reason]:
    if verification is Verification.UNKNOWN:
        return Hostname.UNKNOWN, reason
    if verification is Verification.NONE and wish.encrypt == "strict":
        return Hostname.CHECKED, reason
    if verification is not Verification.CHAIN:
        return Hostname.NOT_CHECKED, reason
    fips = _known(connection, "fips", version)
    if fips is not None and as_boolean(str(fips)):
        return Hostname.NOT_CHECKED, _reason("fips=true leaves the comparison of names out", fips)
    return Hostname.CHECKED, reason


def _store(connection: Connection, verification: Verification, reason: Reason) -> tuple[TrustStore, Reason]:
    if verification is Verification.CHAIN:
        return anchors(connection, reason)
    return {
        Verification.PINNED: TrustStore.FILE,
        Verification.NONE: TrustStore.NONE,
    }.get(verification, TrustStore.UNKNOWN), reason


def _ignored(connection: Connection, wish: _Wish, version: Version) -> Iterator[tuple[Setting, Reason]]:
    for setting in connection.settings:
        if setting.tls and setting.effective and setting.key not in SINCE:
            yield setting, _reason(f"mssql-jdbc has no property of the name {setting.name} and drops it", setting)
    trust = connection.effective("trustservercertificate")
    if wish.encrypt == "strict" and wish.trust and trust is not None:
        because = wish.because.setting
        yield trust, _reason("with encrypt=strict trustServerCertificate is not looked at", because)
    pin = _pin(connection, version)
    if pin is not None and wish.encrypt in ("on", "off"):
        yield pin, _reason("serverCertificate is only looked at with encrypt=strict", wish.because.setting)


DRIVER = Driver(
    name="mssql-jdbc",
    title="Microsoft JDBC Driver for SQL Server",
    dialects=("jdbc",),
    library="com.microsoft.sqlserver:mssql-jdbc",
    assess=assess,
    anchors="jvm",
    verifying="write encrypt=true;trustServerCertificate=false",
    name_setting="hostNameInCertificate",
)
