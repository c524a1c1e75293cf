"""go-mssqldb: the login alone is encrypted unless asked, and any certificate accepted unless `encrypt` is written.

Held against 11 releases: what they read in 1,934 strings and how they connect (tests/recorded/go_mssqldb).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lint_rds_tls.drivers._ranges import assessed
from lint_rds_tls.model import (
    Assessment,
    Client,
    Complaint,
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

#: Where what the driver reads or does changes.
_STARTS = ("0.1", "1.6", "1.9.3", "1.9.6", "1.10", "1.11", "1.11.2")
_WORDS, _QUOTES, _PINS, _ONE_CASE, _SYNONYMS, _YES = (Version.parse(each) for each in _STARTS[1:])
_TRUE, _FALSE = (
    frozenset({"1", "t", "T", "true", "TRUE", "True"}),
    frozenset({"0", "f", "F", "false", "FALSE", "False"}),
)
_ENCRYPT = {
    **dict.fromkeys(("mandatory", "yes", "1", "t", "true"), "required"),
    **dict.fromkeys(("optional", "no", "0", "f", "false"), "off"),
    "disable": "disabled",
    "strict": "strict",
}
_TLS = frozenset(
    {"encrypt", "trustservercertificate", "hostnameincertificate", "certificate", "servercertificate", "tlsmin"}
)
_TRUST = "trustservercertificate"
_PARSED = "measured, tests/recorded/go_mssqldb/strings.jsonl.gz"
_CONNECTED = "measured, tests/recorded/go_mssqldb/postures.jsonl.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the settings ask for, as a version reads them."""

    mode: str | None  #: off | required | disabled | strict; None unknown
    because: Reason
    trust: bool | None
    trust_because: Reason


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the possible versions make of a connection."""
    return assessed(client, _STARTS, lambda each, version: _assess(connection, each, version))


def _assess(connection: Connection, client: Client, version: Version) -> Assessment:
    refused = next(_refusals(connection, version), None)
    if refused is not None:
        return Assessment(client=client, refused=refused)
    wish = _wish(connection, version)
    as_is, forced = (_posture(connection, wish, version, forced=forced) for forced in (False, True))
    return Assessment(client=client, as_is=as_is, forced=forced, ignored=tuple(_ignored(connection, wish, version)))


def _written(connection: Connection, key: str, version: Version) -> Setting | None:
    """The setting of a key that counts; a spelling with blanks is known from 1.11 on."""
    found = [each for each in connection.settings if each.key == key and _is_known(each, version)]
    if len(found) > 1 and all(each.effective for each in found):
        return replace(found[-1], value=None)  # in a URL, where chance decides
    return found[-1] if found else None


def _is_known(setting: Setting, version: Version) -> bool:
    return version >= _SYNONYMS or " " not in str(setting.name).strip() or setting.key not in _TLS


# --- what is refused -------------------------------------------------------------------------------------------------


def _refusals(connection: Connection, version: Version) -> Iterator[Complaint]:
    if connection.complaint is not None and (version >= _ONE_CASE or connection.complaint.kind != "conflict"):
        yield connection.complaint
    encrypt, trust = (_written(connection, key, version) for key in ("encrypt", _TRUST))
    if encrypt is not None and encrypt.value is not None and _mode(encrypt, version) is None:
        yield _invalid(encrypt, f"invalid encrypt '{encrypt}'.")
    if trust is not None and trust.value is not None and _boolean(trust, version) is None:
        yield _invalid(trust, f"invalid trust server certificate '{trust}'.")
    pin = _written(connection, "servercertificate", version)
    if version >= _PINS and pin is not None and str(pin):
        for key, name in (("certificate", "certificate"), ("hostnameincertificate", "hostnameincertificate")):
            other = _written(connection, key, version)
            if other is not None and str(other):
                message = f"cannot specify both '{name}' and 'serverCertificate' parameters."
                yield Complaint(
                    kind="conflict", message=message, keyword=name, tls=True, span=pin.span, thrown="an error"
                )


def _invalid(setting: Setting, message: str) -> Complaint:
    return Complaint(
        kind="invalid-value", message=message, keyword=str(setting.name), tls=True, span=setting.span, thrown="an error"
    )


def _as_read(setting: Setting, version: Version) -> str:
    return f'"{setting}"' if setting.quoted and version < _QUOTES else str(setting)


def _mode(setting: Setting, version: Version) -> str | None:
    word = _as_read(setting, version)
    if version >= _WORDS:
        return _ENCRYPT.get(word.lower())
    if word.lower() == "disable":
        return "disabled"
    return "required" if word in _TRUE else "off" if word in _FALSE else None


def _boolean(setting: Setting, version: Version) -> bool | None:
    word = _as_read(setting, version)
    if version >= _YES and word.lower() in ("yes", "no"):
        return word.lower() == "yes"
    return True if word in _TRUE else False if word in _FALSE else None


# --- what is asked for -----------------------------------------------------------------------------------------------


def _wish(connection: Connection, version: Version) -> _Wish:
    encrypt, trust = (_written(connection, key, version) for key in ("encrypt", _TRUST))
    mode: str | None = None
    if encrypt is not None:
        mode = _mode(encrypt, version) if encrypt.value is not None else None
        text = f"{encrypt.said} is written" if mode else f"the value of {encrypt.name} is not known here"
    elif connection.complete:
        mode, text = "off", "encrypt is not written; go-mssqldb then encrypts the login alone"
    else:
        text = "encrypt is not written here, but may be elsewhere"
    because = _reason(text, encrypt)
    if mode == "strict":
        return _Wish(mode=mode, because=because, trust=False, trust_because=_reason("strict always verifies", encrypt))
    if mode == "disabled":
        text = "encrypt=disable goes on to TLS only where the server forces it, and then verifies"
        return _Wish(mode=mode, because=because, trust=False, trust_because=_reason(text, None))
    if trust is not None:
        accepts = _boolean(trust, version) if trust.value is not None else None
        text = f"{trust.said} is written" if accepts is not None else f"the value of {trust.name} is not known here"
        return _Wish(mode=mode, because=because, trust=accepts, trust_because=_reason(text, trust))
    if not connection.complete:
        text = "TrustServerCertificate is not written here, but may be elsewhere"
        return _Wish(mode=mode, because=because, trust=None, trust_because=_reason(text, None))
    text = "without encrypt go-mssqldb accepts any certificate" if encrypt is None else "with encrypt it verifies"
    return _Wish(mode=mode, because=because, trust=encrypt is None, trust_because=_reason(text, None))


def _posture(connection: Connection, wish: _Wish, version: Version, *, forced: bool) -> Posture:
    encryption = {
        "strict": Encryption.STRICT,
        "required": Encryption.REQUIRED,
        "off": Encryption.REQUIRED if forced else Encryption.LOGIN_ONLY,
        "disabled": Encryption.REQUIRED if forced else Encryption.NEVER,
    }.get(str(wish.mode), Encryption.UNKNOWN)
    because = wish.because
    if forced and wish.mode in ("off", "disabled"):
        because = _reason("the server forces encryption", None)
    looked = wish.trust_because
    verification, hostname, store = {
        True: (Verification.NONE, Hostname.NOT_CHECKED, TrustStore.NONE),
        False: (Verification.CHAIN, Hostname.CHECKED, TrustStore.SYSTEM),
        None: (Verification.UNKNOWN, Hostname.UNKNOWN, TrustStore.UNKNOWN),
    }[wish.trust]
    pin, anchors = (_written(connection, key, version) for key in ("servercertificate", "certificate"))
    if wish.mode == "disabled" and not forced:
        verification, hostname, store = Verification.NONE, Hostname.NOT_CHECKED, TrustStore.NONE
        looked = _reason("without TLS there is no certificate", None)
    elif pin is not None and str(pin) and version >= _PINS and wish.mode != "disabled":
        verification, hostname, store = Verification.PINNED, Hostname.NOT_CHECKED, TrustStore.FILE
        looked = _reason(f"{pin.said}: only this certificate is accepted", pin)
    elif verification is Verification.CHAIN and anchors is not None and wish.mode != "disabled":
        store = TrustStore.FILE
    return Posture(
        encryption=Verdict(encryption, because),
        verification=Verdict(verification, looked),
        hostname=Verdict(hostname, looked),
        trust_store=Verdict(store, looked),
    )


def _ignored(connection: Connection, wish: _Wish, version: Version) -> Iterator[tuple[Setting, Reason]]:
    trust = _written(connection, _TRUST, version)
    if trust is not None and wish.mode == "strict" and _boolean(trust, version):
        yield trust, _reason("with encrypt=strict the certificate is always verified", trust)
    for setting in connection.settings:
        if setting.tls and setting.effective and (setting.key not in _TLS or not _is_known(setting, version)):
            text = f"go-mssqldb has no parameter of the name {str(setting.name)!r} here and drops it"
            yield setting, Reason(text=text, evidence=Evidence.MEASURED, source=_PARSED, setting=setting)


def _reason(text: str, setting: Setting | None) -> Reason:
    return Reason(text=text, evidence=Evidence.MEASURED, source=_CONNECTED, setting=setting)


DRIVER = Driver(
    name="go-mssqldb",
    title="go-mssqldb",
    dialects=("go-mssqldb",),
    library="github.com/microsoft/go-mssqldb",
    assess=assess,
    anchors="go-file",
    verifying="write encrypt=true;TrustServerCertificate=false",
    name_setting="hostNameInCertificate",
)
