"""What PowerShell modules on SqlClient do with TLS: by parameters, or by the connection string they hand on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.drivers._postures import encryption_of, posture
from lint_rds_tls.drivers._sqlclient import Generation, assess_generations
from lint_rds_tls.model import (
    Assessment,
    Client,
    Complaint,
    Connection,
    Evidence,
    Posture,
    Reason,
    Setting,
    Verification,
)
from lint_rds_tls.versions import ANY, Version, VersionRange

__all__ = ["Module", "assess", "told"]

_TOLD = re.compile(r"(==|>=)\s*(.+)")
_MODES = {
    "true": "mandatory", "mandatory": "mandatory", "false": "optional", "optional": "optional", "strict": "strict",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """The versions of one module that treat TLS alike."""

    title: str  #: `the SqlServer module from 22 on`
    low: str | None  #: first version; None for the first of all
    high: str | None  #: first version after; None for the newest
    encrypts: bool | None  #: by default; None where that is not known
    verifies: bool | None  #: where encryption is asked for; None where that is not known
    parameters: frozenset[str]  #: keys of TLS that it has parameters for
    evidence: Evidence
    source: str
    client: Generation  #: what reads a connection string


def told(connection: Connection, module: str) -> VersionRange:
    """The versions of a module that the script asks for."""
    for each in connection.library:
        match = _TOLD.search(each)
        if match is not None and each.lower().startswith(module.lower()):
            try:
                version = Version.parse(match[2])
            except ValueError:
                continue
            return VersionRange(exact=version) if match[1] == "==" else VersionRange(low=version)
    return ANY


def assess(connection: Connection, client: Client, name: str, modules: Sequence[Module]) -> tuple[Assessment, ...]:
    """One assessment for each generation of a module that may be in use."""
    versions = told(connection, name)
    found: list[Assessment] = []
    for module in modules:
        low, high = (Version.parse(each) if each else None for each in (module.low, module.high))
        if versions.meets(low, high):
            found.extend(_assess(connection, replace(client, versions=versions.within(low, high)), module))
    return tuple(found)


def _assess(connection: Connection, client: Client, module: Module) -> Iterator[Assessment]:
    if any(each.key in ("trust server certificate", "data source") for each in connection.settings):
        yield from _by_string(connection, client, module)
        return
    refused = _refused(connection, module)
    if refused is not None:
        yield Assessment(client=client, refused=refused)
        return
    mode, because = _mode(connection, module)
    trust, reason = _trust(connection, module)
    as_is, forced = (_posture(module, mode, because, trust, reason, forced=forced) for forced in (False, True))
    yield Assessment(client=client, as_is=as_is, forced=forced, ignored=tuple(_ignored(connection, mode, because)))


# --- by a connection string ---


def _by_string(connection: Connection, client: Client, module: Module) -> Iterator[Assessment]:
    for each in assess_generations(replace(connection, builder=False), Client(driver=client.driver), (module.client,)):
        forced = each.forced
        if module.encrypts is None and connection.effective("encrypt") is None:
            continue  # what the module's client does by itself is not known
        if module.verifies is None and forced is not None:
            forced = _unverified(forced, module)
        yield replace(each, client=client, forced=forced)


def _unverified(forced: Posture, module: Module) -> Posture:
    """Which of its clients a module runs on decides what a session that only the server wants encrypted comes to."""
    if forced.verification.because.setting is not None:
        return forced
    reason = _reason(module, f"whether {module.title} verifies what only the server wants encrypted is not known")
    return posture(forced.encryption.value, forced.encryption.because, Verification.UNKNOWN, reason)  # type: ignore[arg-type]


# --- by parameters ---


def _refused(connection: Connection, module: Module) -> Complaint | None:
    for each in connection.settings:
        if each.tls and not each.implied and _parameter(each) not in module.parameters:
            name = str(each.name).lstrip("-")
            return Complaint(
                kind="unknown-keyword",
                message=f"A parameter cannot be found that matches parameter name '{name}'.",
                keyword=name,
                tls=True,
                span=each.span,
                thrown="a ParameterBindingException",
            )
    return None


def _parameter(setting: Setting) -> str:
    """Which of its parameters a setting is written with: two mean encryption."""
    if setting.key == "encrypt":
        return "encryptconnection" if setting.flag or str(setting).lower() in ("true", "false") else "encrypt"
    return setting.key


def _mode(connection: Connection, module: Module) -> tuple[str | None, Reason]:
    setting = connection.effective("encrypt")
    if setting is None:
        if not connection.complete:
            return None, _reason(module, "whether encryption is asked for is not seen here")
        if module.encrypts is None or connection.builder:
            return None, _reason(module, f"what {module.title} does where nothing is said is not known")
        does = "encrypts unless told otherwise" if module.encrypts else "encrypts only the login unless told otherwise"
        return ("mandatory" if module.encrypts else "optional"), _reason(module, f"{module.title} {does}")
    if setting.value is None:
        return None, _reason(module, f"the value of {setting.name} is not known here", setting)
    return _MODES.get(str(setting).lower()), _reason(module, setting.implied or f"{setting.said} is written", setting)


def _trust(connection: Connection, module: Module) -> tuple[bool | None, Reason]:
    setting = connection.effective("trustservercertificate")
    if setting is None:
        if not connection.complete:
            return None, _reason(module, "whether any certificate is trusted is not seen here")
        return False, _reason(module, "nothing turns verification off")
    if setting.value is None:
        return None, _reason(module, f"the value of {setting.name} is not known here", setting)
    trusts = str(setting).lower() not in ("false", "0", "")
    return trusts, _reason(module, setting.implied or f"{setting.said} is written", setting)


def _posture(
    module: Module, mode: str | None, because: Reason, trust: bool | None, reason: Reason, *, forced: bool
) -> Posture:
    encryption = encryption_of(mode, forced=forced)
    if forced and mode == "optional":
        because = _reason(module, "the server forces encryption")
    verification, reason = _verification(module, mode, because, trust, reason, forced=forced)
    return posture(encryption, because, verification, reason)


def _verification(
    module: Module, mode: str | None, because: Reason, trust: bool | None, reason: Reason, *, forced: bool
) -> tuple[Verification, Reason]:
    if mode == "strict":
        return Verification.CHAIN, _reason(module, "strict encryption always verifies", because.setting)
    if trust:
        return Verification.NONE, reason
    if mode == "optional" and not forced:
        return Verification.NONE, _reason(module, "the login alone is not verified")
    if mode is None or trust is None:
        return Verification.UNKNOWN, because if mode is None else reason
    if module.verifies is None:
        return Verification.UNKNOWN, _reason(module, f"whether {module.title} verifies is not documented")
    return Verification.CHAIN, reason


def _ignored(connection: Connection, mode: str | None, because: Reason) -> Iterable[tuple[Setting, Reason]]:
    trust = connection.effective("trustservercertificate")
    if mode == "strict" and trust is not None and str(trust).lower() == "true":
        yield trust, replace(because, text="with strict encryption the certificate is always verified")


def _reason(module: Module, text: str, setting: Setting | None = None) -> Reason:
    return Reason(text=text, evidence=module.evidence, source=module.source, setting=setting)
