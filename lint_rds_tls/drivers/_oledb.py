"""What SQL Server's OLE DB providers do with TLS, as Microsoft documents it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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

__all__ = ["Provider", "assess_provider"]

_SOURCE = "Microsoft: Encryption and certificate validation in OLE DB"
_KEYWORDS = "Microsoft: Using connection string keywords with OLE DB Driver for SQL Server"
_ON, _OFF = frozenset({"true", "yes"}), frozenset({"false", "no"})
#: The same in an initialization string and in a provider string.
_KEYS = {
    "encrypt": ("use encryption for data", "encrypt"),
    "trust": ("trust server certificate", "trustservercertificate"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What tells one provider from another."""

    title: str
    encrypts: bool = False  #: by default
    words: bool = False  #: knows Mandatory, Optional and Strict
    gated: bool = False  #: trusts only where the registry of the machine allows it too
    trusts: bool = True  #: has a keyword to accept any certificate
    authentication: bool = False  #: with `Authentication` the login is verified too, and trust is gated


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the settings ask for."""

    mode: str | None  #: mandatory | optional | strict; None unknown
    because: Reason
    trust: bool | None
    trust_because: Reason


def assess_provider(connection: Connection, client: Client, provider: Provider) -> tuple[Assessment, ...]:
    """What the provider makes of a connection; where the registry decides, once for each answer."""
    wish = _wish(connection, provider)
    modern = provider.authentication and connection.effective("authentication") is not None
    gates = (True, False) if wish.trust and (provider.gated or modern) and wish.mode != "strict" else (True,)
    ignored = tuple(_ignored(connection, wish))
    return tuple(
        Assessment(
            client=client,
            as_is=_posture(wish, provider, modern, allowed=allowed, forced=False),
            forced=_posture(wish, provider, modern, allowed=allowed, forced=True),
            ignored=ignored,
        )
        for allowed in gates
    )


def _is_provider_string(connection: Connection) -> bool:
    """Whether the words are those of a provider string: no initialization string is around them."""
    return connection.builder and connection.effective("data source") is None


def _asked(connection: Connection, what: str) -> Setting | None:
    keyword, word = _KEYS[what]
    return connection.effective(word if _is_provider_string(connection) else keyword)


def _wish(connection: Connection, provider: Provider) -> _Wish:
    encrypt, trust = _asked(connection, "encrypt"), _asked(connection, "trust")
    mode: str | None
    if encrypt is not None:
        word = str(encrypt).strip().lower()
        mode = "mandatory" if word in _ON else "optional" if word in _OFF else None
        if provider.words and word in ("mandatory", "optional", "strict"):
            mode = word
        text = f"{encrypt.said} is written" if mode else f"what {provider.title} makes of {encrypt.name} is not known"
    elif connection.complete:
        mode = "mandatory" if provider.encrypts else "optional"
        text = f"encryption is not asked for; {provider.title} defaults to {'yes' if provider.encrypts else 'no'}"
    else:
        mode, text = None, "encryption is not asked for here, but may be elsewhere"
    because = _reason(text, encrypt)
    accepts: bool | None = False if connection.complete else None
    told = "Trust Server Certificate is not written; the default is no"
    if trust is not None:
        word = str(trust).strip().lower()
        accepts = None if not provider.trusts else True if word in _ON else False if word in _OFF else None
        told = f"{trust.said} is written" if accepts is not None else f"the value of {trust.name} is not known here"
    return _Wish(mode=mode, because=because, trust=accepts, trust_because=_reason(told, trust))


def _posture(wish: _Wish, provider: Provider, modern: bool, *, allowed: bool, forced: bool) -> Posture:
    encryption = encryption_of(wish.mode, forced=forced)
    because = _reason("the server forces encryption", None) if forced and wish.mode == "optional" else wish.because
    verification, looked = _verification(wish, provider, modern, allowed=allowed, forced=forced)
    return posture(encryption, because, verification, looked)


def _verification(
    wish: _Wish, provider: Provider, modern: bool, *, allowed: bool, forced: bool
) -> tuple[Verification, Reason]:
    if wish.mode == "strict":
        return Verification.CHAIN, _reason("Strict always verifies", wish.because.setting)
    if wish.trust and allowed:
        text = wish.trust_because.text
        if provider.gated or modern:
            text += ", and holds where the machine's registry allows it too"
        return Verification.NONE, _reason(text, wish.trust_because.setting)
    if wish.mode is None or wish.trust is None or (wish.mode == "mandatory" and not provider.trusts):
        return Verification.UNKNOWN, wish.trust_because
    if wish.mode == "mandatory" or modern:
        text = "the machine's registry does not allow to trust" if wish.trust else wish.trust_because.text
        return Verification.CHAIN, _reason(text, None)
    if forced:
        text = f"whether {provider.title} verifies a session that only the server wants encrypted is not documented"
        return Verification.UNKNOWN, _reason(text, None)
    return Verification.NONE, _reason("the login is not verified", None)


def _ignored(connection: Connection, wish: _Wish) -> Iterator[tuple[Setting, Reason]]:
    trust = _asked(connection, "trust")
    if trust is not None and wish.trust and wish.mode == "strict":
        yield trust, _reason("with Strict the certificate is always verified", wish.because.setting)
    if _is_provider_string(connection):
        return
    for keyword, word in _KEYS.values():
        setting = connection.effective(word)
        if setting is not None:
            text = (
                f"{setting.name} is a word of provider strings; in a string for ADO the property"
                f" {keyword.title().replace(' For ', ' for ')} wins, with its default where it is not written"
            )
            yield setting, Reason(text=text, evidence=Evidence.DOCUMENTED, source=_KEYWORDS, setting=setting)


def _reason(text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=Evidence.DOCUMENTED, source=_SOURCE, setting=setting)
