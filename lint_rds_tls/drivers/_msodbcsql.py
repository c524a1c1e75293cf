"""What Microsoft's ODBC drivers make of Encrypt and TrustServerCertificate; generations differ by a few facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lint_rds_tls.drivers._postures import posture
from lint_rds_tls.model import (
    Assessment,
    Client,
    Complaint,
    Connection,
    Encryption,
    Evidence,
    Posture,
    Reason,
    Setting,
    Verification,
)

__all__ = ["FILE", "Generation", "assess"]

#: The dialect of sections of odbc.ini, where a driver drops values that it does not know instead of refusing them.
FILE = "odbc-file"
_TRUST = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """Drivers that behave alike."""

    title: str
    evidence: Evidence
    source: str
    words: Mapping[str, str]  #: values of Encrypt in lower case, and what they ask for: on, off, strict
    default: str  #: what it does where Encrypt is not written
    keys: frozenset[str]  #: keywords about TLS that it knows
    verifies_forced: bool = False  #: whether a session that only the server wants encrypted is verified
    refuses: bool = False  #: whether it is known to refuse other values


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the settings ask for."""

    encrypt: str | None  #: on | off | strict; None unknown
    because: Reason
    trust: bool | None  #: None unknown
    trust_because: Reason


def assess(connection: Connection, client: Client, generation: Generation) -> tuple[Assessment, ...]:
    """What every version of a generation makes of a connection."""
    refused = _refusal(connection, generation)
    if refused is not None:
        return (Assessment(client=client, refused=refused),)
    wish = _wish(connection, generation)
    as_is, forced = (_posture(connection, wish, generation, forced=forced) for forced in (False, True))
    ignored = tuple(_ignored(connection, wish, generation))
    return (Assessment(client=client, as_is=as_is, forced=forced, ignored=ignored),)


def _refusal(connection: Connection, generation: Generation) -> Complaint | None:
    if not generation.refuses or connection.dialect == FILE:
        return None
    known = {"encrypt": generation.words, "trustservercertificate": _TRUST}
    for setting in connection.settings:
        words = known.get(setting.key) if setting.effective and setting.value is not None else None
        if words is not None and _word(connection, setting) not in words:
            return Complaint(
                kind="invalid-value",
                message=f"Invalid value specified for connection string attribute '{setting.name}'; "
                + f"it takes {', '.join(words)}, without blanks around them.",
                keyword=setting.key,
                tls=True,
                span=setting.span,
                thrown="error 08001",
            )
    return None


def _word(connection: Connection, setting: Setting) -> str:
    """A value as the driver gets it: what sets it through an API writes booleans as yes and no."""
    word = str(setting).lower()
    return {"true": "yes", "false": "no"}.get(word, word) if connection.builder else word


def _wish(connection: Connection, generation: Generation) -> _Wish:
    encrypt, because = _encrypt(connection, generation)
    trust, trust_because = _trust(connection, generation)
    return _Wish(encrypt=encrypt, because=because, trust=trust, trust_because=trust_because)


def _encrypt(connection: Connection, generation: Generation) -> tuple[str | None, Reason]:
    setting = connection.effective("encrypt")
    word = "yes" if generation.default == "on" else "no"
    if setting is None:
        if not connection.complete:
            return None, _reason(generation, "Encrypt is not written here, but may be elsewhere", None)
        text = f"Encrypt is not written; {generation.title} defaults to {word}"
        return generation.default, _reason(generation, text, None)
    if setting.value is None:
        return None, _reason(generation, f"the value of {setting.name} is not known here", setting)
    asked = generation.words.get(_word(connection, setting))
    if asked is None and connection.dialect == FILE and generation.refuses:
        text = f"{setting.said} is dropped without a word; {generation.title} defaults to {word}"
        return generation.default, _reason(generation, text, None)
    if asked is None:
        text = f"what {generation.title} does with {setting.said} is not documented"
        return None, _reason(generation, text, setting)
    return asked, _reason(generation, f"{setting.said} is written", setting)


def _trust(connection: Connection, generation: Generation) -> tuple[bool | None, Reason]:
    setting = connection.effective("trustservercertificate")
    if setting is None:
        if not connection.complete:
            text = "TrustServerCertificate is not written here, but may be elsewhere"
            return None, _reason(generation, text, None)
        return False, _reason(generation, "TrustServerCertificate is not written; the default is no", None)
    if setting.value is None:
        return None, _reason(generation, f"the value of {setting.name} is not known here", setting)
    asked = _TRUST.get(_word(connection, setting))
    if asked is None and connection.dialect == FILE and generation.refuses:
        return False, _reason(generation, f"{setting.said} is dropped without a word; the default is no", None)
    return asked, _reason(generation, f"{setting.said} is written", setting)


def _posture(connection: Connection, wish: _Wish, generation: Generation, *, forced: bool) -> Posture:
    encryption = {
        "strict": Encryption.STRICT,
        "on": Encryption.REQUIRED,
        "off": Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY,
        None: Encryption.UNKNOWN,
    }[wish.encrypt]
    by_server = forced and wish.encrypt == "off"
    because = _reason(generation, "the server forces encryption", None) if by_server else wish.because
    verification, reason = _verification(connection, wish, generation, forced=forced)
    return posture(encryption, because, verification, reason)


def _verification(
    connection: Connection, wish: _Wish, generation: Generation, *, forced: bool
) -> tuple[Verification, Reason]:
    if wish.encrypt == "strict":
        pin = connection.effective("servercertificate") if "servercertificate" in generation.keys else None
        if pin is not None and str(pin):
            return Verification.PINNED, _reason(generation, f"{pin.said}: with Encrypt=strict only it is accepted", pin)
        return Verification.CHAIN, _reason(generation, "Encrypt=strict always verifies", None)
    if wish.trust:
        return Verification.NONE, wish.trust_because
    if wish.encrypt is None:
        return Verification.UNKNOWN, wish.because
    if wish.encrypt == "off" and not forced:
        text = "the login is encrypted, but not verified, without Encrypt=yes"
        return Verification.NONE, _reason(generation, text, None)
    if wish.encrypt == "off" and not generation.verifies_forced:
        text = f"{generation.title} does not verify a session that only the server wants encrypted"
        return Verification.NONE, _reason(generation, text, None)
    if wish.trust is None:
        return Verification.UNKNOWN, wish.trust_because
    return Verification.CHAIN, wish.trust_because


def _ignored(connection: Connection, wish: _Wish, generation: Generation) -> Iterator[tuple[Setting, Reason]]:
    for setting in connection.settings:
        if setting.tls and setting.effective and setting.key not in generation.keys:
            yield setting, _reason(generation, _unknown(setting, generation), setting)
    trust = connection.effective("trustservercertificate")
    if wish.encrypt == "strict" and wish.trust and trust is not None:
        text = "with Encrypt=strict TrustServerCertificate is not looked at"
        yield trust, _reason(generation, text, wish.because.setting)
    for key, words in (("encrypt", generation.words), ("trustservercertificate", _TRUST)):
        dropped = connection.effective(key) if connection.dialect == FILE and generation.refuses else None
        if dropped is not None and dropped.value is not None and str(dropped) and str(dropped).lower() not in words:
            text = f"in a data source {generation.title} drops every value but {', '.join(words)}"
            yield dropped, _reason(generation, text, dropped)


def _unknown(setting: Setting, generation: Generation) -> str:
    name = str(setting.name)
    if ";" in name:
        return (
            f"a name goes up to the next '=', so that {generation.title} reads {name!r} as one, which it does not know"
        )
    if name != name.strip():
        return f"the blank before '=' belongs to the name, and {generation.title} knows none like that"
    return f"{generation.title} has no keyword of the name {name!r} and drops it"


def _reason(generation: Generation, text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=generation.evidence, source=generation.source, setting=setting)
