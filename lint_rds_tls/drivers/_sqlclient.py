"""What SqlClient does with TLS, for both of its packages: the decision behind every posture, with its reason.

Held against 23,280 recorded connections of 18 versions (tests/recorded/adonet-postures.jsonl.gz).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.drivers._ranges import merged
from lint_rds_tls.drivers._sqlclient_refusals import as_boolean, as_encrypt, refusal
from lint_rds_tls.model import (
    Assessment,
    Client,
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
from lint_rds_tls.versions import Version

__all__ = ["Generation", "assess_generations", "is_netcore"]

_MEASURED = "measured, tests/recorded/adonet-postures.jsonl.gz"
_PINNED_ONLY = Version.parse("6.1.7")
_PIN_UNMEASURED = (Version.parse("7.0"), Version.parse("7.0.3"))
_FOUR, _FIVE, _SIX = (Version.parse(text) for text in ("4.0", "5.0", "6.0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """Versions of one package that treat TLS alike."""

    title: str  #: `Microsoft.Data.SqlClient 2`
    low: Version | None  #: first version; None for the first of all
    high: Version | None  #: first version after; None for the newest
    version: Version | None  #: one of them, for keyword tables; None for System.Data.SqlClient
    encrypts: bool  #: by default
    verifies_forced: bool  #: also where only the server asks for encryption


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the settings ask for, as this generation reads them."""

    encrypt: str | None  #: mandatory | optional | strict; None unknown
    encrypt_because: Reason
    trust: bool | None  #: TrustServerCertificate; None unknown
    trust_because: Reason
    pin: Setting | None


def is_netcore(client: Client) -> bool | None:
    """Whether the project is built for .NET (True) or .NET Framework (False); None where nothing tells."""
    framework = client.dependency.framework.lower() if client.dependency else ""
    if not framework.startswith("net"):
        return None
    if framework.startswith(("netcoreapp", "netstandard")):
        return True if framework.startswith("netcoreapp") else None
    number = framework[3:].split("-")[0]
    return "." in number if number[:1].isdigit() else None


def assess_generations(
    connection: Connection, client: Client, generations: Sequence[Generation]
) -> tuple[Assessment, ...]:
    """One assessment for each run of generations that the client may be of and that agree."""
    return merged(
        _assess(connection, replace(client, versions=client.versions.within(each.low, each.high)), each)
        for each in generations
        if client.versions.meets(each.low, each.high) and not _cannot_be(connection, each)
    )


def _cannot_be(connection: Connection, generation: Generation) -> bool:
    """Code that names SqlConnectionEncryptOption does not compile against versions without it."""
    encrypt = connection.effective("encrypt")
    words = ("optional", "mandatory", "strict")
    older = generation.version is None or generation.version < _FIVE
    return older and connection.builder and encrypt is not None and str(encrypt).lower() in words


def _assess(connection: Connection, client: Client, generation: Generation) -> Assessment:
    version = generation.version
    if client.versions.exact is not None and version is not None:
        version = client.versions.exact
    refused = refusal(connection, version, netcore=is_netcore(client))
    if refused is not None:
        thrown = "a NullReferenceException" if refused.kind == "empty-value" else "an ArgumentException"
        return Assessment(client=client, refused=replace(refused, thrown=thrown))
    wish = _wish(connection, generation, version)
    return Assessment(
        client=client,
        as_is=_posture(connection, wish, generation, version, forced=False),
        forced=_posture(connection, wish, generation, version, forced=True),
        ignored=tuple(_ignored(wish, connection, version)),
    )


# --- what is asked for -----------------------------------------------------------------------------------------------


def _wish(connection: Connection, generation: Generation, version: Version | None) -> _Wish:
    encrypt, because = _encrypt(connection, generation, version)
    trust = connection.effective("trust server certificate")
    if trust is None:
        asked: bool | None = False if connection.complete else None
        rest = "; the default is false" if connection.complete else " here, but may be elsewhere"
        reason = _reason(f"TrustServerCertificate is not written{rest}", None)
    else:
        asked = None if trust.value is None else bool(as_boolean(str(trust)))
        reason = _reason(_said(trust), trust)
    pin = connection.effective("server certificate")
    pin = pin if pin is not None and (pin.value is None or pin.value) else None
    return _Wish(encrypt=encrypt, encrypt_because=because, trust=asked, trust_because=reason, pin=pin)


def _encrypt(connection: Connection, generation: Generation, version: Version | None) -> tuple[str | None, Reason]:
    setting = connection.effective("encrypt")
    default = "mandatory" if generation.encrypts else "optional"
    if setting is None:
        if not connection.complete:
            return None, _reason("Encrypt is not written here, but may be elsewhere", None)
        word = ("Mandatory" if version is not None and version >= _FIVE else "true") if generation.encrypts else "false"
        return _local(connection, generation, default, _reason(
            f"Encrypt is not written; {generation.title} defaults to {word}", None
        ))  # fmt: skip
    if setting.value is None:
        return None, _reason("the value of Encrypt is not known here", setting)
    asked = as_encrypt(str(setting), version) if setting.value or setting.quoted else default
    return _local(connection, generation, asked, _reason(_said(setting), setting))


def _local(
    connection: Connection, generation: Generation, encrypt: str | None, because: Reason
) -> tuple[str | None, Reason]:
    newer = generation.version is not None and generation.version >= _FOUR
    if newer and encrypt == "mandatory" and connection.localdb:
        text = f"{generation.title} does not encrypt connections to LocalDB, which never leave the machine"
        return "optional", Reason(
            text=text, evidence=Evidence.SOURCE, source="dotnet/SqlClient, SqlConnectionString: LocalDB"
        )
    return encrypt, because


def _said(setting: Setting) -> str:
    if setting.implied:
        return setting.implied
    if setting.value is None:
        return f"the value of {setting.name} is not known here"
    return f"{setting.said} is written"


def _reason(text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=Evidence.MEASURED, source=_MEASURED, setting=setting)


# --- what follows ----------------------------------------------------------------------------------------------------


def _posture(
    connection: Connection, wish: _Wish, generation: Generation, version: Version | None, *, forced: bool
) -> Posture:
    encryption = {
        "strict": Encryption.STRICT,
        "mandatory": Encryption.REQUIRED,
        "optional": Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY,
        None: Encryption.UNKNOWN,
    }[wish.encrypt]
    because = wish.encrypt_because
    if forced and wish.encrypt == "optional":
        because = _reason("the server forces encryption", None)
    verification, reason = _verification(connection, wish, generation, version, forced=forced)
    hostname = {
        Verification.CHAIN: Hostname.CHECKED,
        Verification.UNKNOWN: Hostname.UNKNOWN,
    }.get(verification, Hostname.NOT_CHECKED)
    store = {
        Verification.CHAIN: TrustStore.SYSTEM,
        Verification.PINNED: TrustStore.FILE,
        Verification.NONE: TrustStore.NONE,
    }.get(verification, TrustStore.UNKNOWN)
    return Posture(
        encryption=Verdict(encryption, because),
        verification=Verdict(verification, reason),
        hostname=Verdict(hostname, reason),
        trust_store=Verdict(store, reason),
    )


def _verification(
    connection: Connection, wish: _Wish, generation: Generation, version: Version | None, *, forced: bool
) -> tuple[Verification, Reason]:
    if wish.encrypt == "strict":
        return _anchored(wish, version, _reason("Encrypt=Strict always verifies", wish.encrypt_because.setting))
    if wish.trust:
        return Verification.NONE, wish.trust_because
    verifies = wish.encrypt == "mandatory" or (forced and generation.verifies_forced and wish.encrypt is not None)
    if verifies or connection.token:
        if wish.trust is None or (wish.encrypt is None and not connection.token):
            return Verification.UNKNOWN, wish.trust_because
        return _anchored(wish, version, wish.trust_because)
    if wish.encrypt is None:
        return Verification.UNKNOWN, wish.encrypt_because
    text = "a session that only the server wants encrypted is not verified" if forced else "the login is not verified"
    return Verification.NONE, _reason(f"{generation.title}: {text} without Encrypt=true", None)


def _anchored(wish: _Wish, version: Version | None, because: Reason) -> tuple[Verification, Reason]:
    """The chain, or the pinned certificate where the version compares nothing else."""
    if wish.pin is None or version is None or version < _PINNED_ONLY:
        return Verification.CHAIN, because
    if _PIN_UNMEASURED[0] <= version < _PIN_UNMEASURED[1]:
        return Verification.UNKNOWN, _reason("what ServerCertificate does in 7.0.0 to 7.0.2 is not known", wish.pin)
    return Verification.PINNED, _reason(f"{_said(wish.pin)}: only this certificate is accepted", wish.pin)


def _ignored(wish: _Wish, connection: Connection, version: Version | None) -> Iterator[tuple[Setting, Reason]]:
    trust = connection.effective("trust server certificate")
    if wish.encrypt == "strict" and wish.trust and trust is not None:
        yield trust, _reason("with Encrypt=Strict the certificate is always verified", wish.encrypt_because.setting)
    if wish.pin is None or version is None:
        return
    if wish.trust and wish.encrypt != "strict" and wish.encrypt is not None:
        yield wish.pin, _reason("with TrustServerCertificate=true the pinned certificate is not looked at", trust)
    elif version < _SIX:
        yield (
            wish.pin,
            _reason("before 6.0 a pinned certificate that does not verify by itself is refused all the same", None),
        )
