"""What a rotation of the server's authority means for a connection: the verdict, why, and what to do.

Where the clients that may be behind a connection differ, the verdict is the one that all of them share; the need of the
root now and the need of it once the server forces TLS count as shared (the earlier one is told), and so do "accepts any
certificate" and "does without TLS", neither of which needs it. Everything else is "cannot tell", which names who
differs: to call such a row safe could cost an outage, to call it broken sends people after nothing. Clients that refuse
what is written have no say unless all of them do. Whether the host is known does not matter: what is not known to be
exempt is taken for RDS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from lint_rds_tls.endpoints import EndpointKind, endpoint_of
from lint_rds_tls.model import (
    Assessment,
    Case,
    ClientRotation,
    Connection,
    Driver,
    Encryption,
    HostClass,
    Hostname,
    Posture,
    Rotation,
    RotationVerdict,
    StoreSeen,
    TrustStore,
    Verdict,
    Verification,
)
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.remedies import place_of
from lint_rds_tls.versions import VersionRange

__all__ = ["certified_host", "exemption_of", "rotation_of"]

#: Azure's own servers: ADP.AzureSqlServerEndpoints of dotnet/SqlClient.
_AZURE = (
    ".database.windows.net", ".database.cloudapi.de", ".database.usgovcloudapi.net", ".database.chinacloudapi.cn",
    ".database.fabric.microsoft.com",
)  # fmt: skip
_LOOPBACK = ("localhost", ".", "(local)", "::1", "[::1]", "0.0.0.0", "host.docker.internal")  # noqa: S104 -- a name
_NAME_KEYS = ("host name in certificate", "hostnameincertificate", "certificate hostname")
_UNKNOWN = (Verification.UNKNOWN, Encryption.UNKNOWN)
_NEED = (RotationVerdict.NEEDS_CA, RotationVerdict.NEEDS_CA_ONCE_FORCED)
_NO_NEED = (RotationVerdict.DOES_NOT_VERIFY, RotationVerdict.NOT_AFFECTED)
_DOES = {
    RotationVerdict.NEEDS_CA: "verifies now and needs the root",
    RotationVerdict.NEEDS_CA_ONCE_FORCED: "verifies, and needs the root, once the server forces TLS",
    RotationVerdict.PINNED: "accepts one pinned certificate only",
    RotationVerdict.DOES_NOT_VERIFY: "accepts any certificate",
    RotationVerdict.CANNOT_TELL: "is not known",
    RotationVerdict.CANNOT_CONNECT: "refuses what is written",
    RotationVerdict.NOT_AFFECTED: "does without TLS",
}


def rotation_of(case: Case, store: StoreSeen | None = None) -> Rotation:
    """The verdict on a connection; `store` is the file of anchors that it is told to read, judged where it could be."""
    exempt = exemption_of(case.connection)
    clients = tuple(_client(case.connection, each, store, exempt) for each in case.assessments)
    if exempt is not None:
        return Rotation(
            verdict=RotationVerdict.NOT_AFFECTED, reasons=(exempt,), to_do="Nothing to do.", clients=clients
        )
    if not clients:
        return Rotation(
            verdict=RotationVerdict.CANNOT_TELL, reasons=("No client of this kind is known.",), to_do="", clients=()
        )
    voting = [each for each in clients if each.verdict is not RotationVerdict.CANNOT_CONNECT] or list(clients)
    verdict = _agreed({each.verdict for each in voting})
    if verdict is None:
        return _differing(voting, clients)
    return Rotation(
        verdict=verdict,
        reasons=(*_told_apart(voting, lambda each: each.reasons), *_notes(case.connection, clients, voting)),
        to_do=_with_hint("\n".join(_told_apart(voting, lambda each: (each.to_do,))), voting),
        clients=clients,
    )


def certified_host(connection: Connection) -> str | None:
    """The name that the server's certificate must carry: the one that the client is told to expect, else the host."""
    told = next((found for key in _NAME_KEYS if (found := connection.effective(key)) is not None), None)
    name = str(told).strip() if told is not None and told.value is not None else ""
    return name if endpoint_of(name) is not None else connection.host


def exemption_of(connection: Connection) -> str | None:
    """Why no root of RDS is needed to connect there, whatever the client; None where that is not known."""
    host = connection.host
    if connection.localdb:
        return "LocalDB never leaves the machine."
    if connection.host_class is HostClass.LOCAL:
        if host is None or host.lower() in _LOOPBACK or host.startswith(("127.", "(localdb)")):
            return (
                f"{_quoted(host)} is this machine, whose certificate RDS does not issue. If it is the end of a tunnel "
                "to RDS, judge the connection as one to RDS; the name in the certificate will then not match."
            )
        return f"{_quoted(host)} is set up beside it by the same file, and is no RDS instance."
    endpoint = endpoint_of(host)
    if endpoint is not None and endpoint.kind is EndpointKind.PROXY:
        return (
            f"{_quoted(host)} is an RDS Proxy: its certificate comes from AWS Certificate Manager, not from an "
            "authority of RDS, and most trust stores of operating systems hold the roots for it."
        )
    if host is not None and host.lower().endswith(_AZURE):
        return f"{_quoted(host)} is a server of Azure, not of RDS."
    return None


def _quoted(host: str | None) -> str:
    return "The host" if host is None else f"`{' '.join(host.split())}`"


# --- one client ------------------------------------------------------------------------------------------------------


def _client(
    connection: Connection, assessment: Assessment, store: StoreSeen | None, exempt: str | None
) -> ClientRotation:
    driver = all_drivers()[assessment.client.driver]
    verdict = RotationVerdict.NOT_AFFECTED if exempt else _verdict(assessment)
    reasons = (exempt,) if exempt else tuple(dict.fromkeys(_reasons(driver, assessment, verdict)))
    return ClientRotation(
        driver=driver.name,
        title=driver.title,
        name=_name(driver, assessment.client.versions),
        versions=str(assessment.client.versions),
        verdict=verdict,
        as_is=assessment.as_is,
        forced=assessment.forced,
        reasons=reasons,
        to_do="Nothing to do." if exempt else _to_do(connection, driver, assessment, verdict, store),
        name_hint="" if exempt else _name_hint(connection, driver, assessment, verdict),
    )


def _name(driver: Driver, versions: VersionRange) -> str:
    if versions.exact is not None:
        return f"{driver.title} {versions.exact}"
    if versions.low is None:
        return driver.title if versions.high is None else f"{driver.title} before {versions.high}"
    return f"{driver.title} {versions.low} " + ("and later" if versions.high is None else f"to before {versions.high}")


def _verdict(assessment: Assessment) -> RotationVerdict:
    if assessment.as_is is None or assessment.forced is None:
        return RotationVerdict.CANNOT_CONNECT
    as_is, forced = _looks(assessment.as_is), _looks(assessment.forced)
    if Verification.PINNED in (as_is, forced):
        return RotationVerdict.PINNED
    if as_is is Verification.CHAIN:
        return RotationVerdict.NEEDS_CA
    if forced is Verification.CHAIN:
        return RotationVerdict.NEEDS_CA_ONCE_FORCED
    if Verification.UNKNOWN in (as_is, forced):
        return RotationVerdict.CANNOT_TELL
    return RotationVerdict.NOT_AFFECTED if as_is is forced is None else RotationVerdict.DOES_NOT_VERIFY


def _looks(posture: Posture) -> Verification | None:
    """How a certificate is looked at; None where there is none, without TLS."""
    if posture.encryption.value is Encryption.NEVER:
        return None
    value = posture.verification.value
    return value if isinstance(value, Verification) else Verification.UNKNOWN


def _reasons(driver: Driver, assessment: Assessment, verdict: RotationVerdict) -> Iterator[str]:
    if assessment.refused is not None:
        yield f"{driver.title} refuses what is written: {assessment.refused.message}"
    if assessment.as_is is None or assessment.forced is None:
        return
    now, then = (_axes(each) for each in (assessment.as_is, assessment.forced))
    if verdict is RotationVerdict.CANNOT_TELL:  # what is not known goes before what is
        yield from (_because(each) for each in (*now, *then) if each.value in _UNKNOWN)
    said = [_because(each) for each in now]
    yield from said
    for text in map(_because, then):
        if text not in said and text != "the server forces encryption":
            yield f"once the server forces TLS: {text}"
    yield from (f"known defect: {flaw.text}" for flaw in assessment.flaws)


def _axes(posture: Posture) -> tuple[Verdict, Verdict]:
    return posture.encryption, posture.verification


def _because(verdict: Verdict) -> str:
    setting = verdict.because.setting
    outside = setting is not None and (
        setting.name.has_default or (setting.value is not None and setting.value.has_default)
    )
    return verdict.because.text + (", unless something outside says otherwise" if outside else "")


# --- what to do ------------------------------------------------------------------------------------------------------


def _to_do(
    connection: Connection, driver: Driver, assessment: Assessment, verdict: RotationVerdict, store: StoreSeen | None
) -> str:
    if verdict is RotationVerdict.CANNOT_CONNECT:
        return f"{driver.title} does not open this connection at all: mend what is written first."
    decisive = _decisive(assessment, verdict)
    read = None if decisive is None or decisive.trust_store.value is TrustStore.SYSTEM else store
    place = place_of(driver, certified_host(connection), read)
    seen = f"{place.seen}. " if place.seen else ""
    if verdict is RotationVerdict.NEEDS_CA:
        text = f"{seen}Nothing to do." if place.ready else f"{seen}Before the rotation, {place.order}."
    elif verdict is RotationVerdict.NEEDS_CA_ONCE_FORCED:
        rest = "nothing is left to do" if place.ready else place.order
        text = f"Nothing breaks before rds.force_ssl is 1. {seen}Before that, {rest}."
    elif verdict is RotationVerdict.PINNED:
        rest = "" if place.ready else f" and {_system(driver, connection)}"
        text = (
            "RDS replaces the server's certificate by itself, at the rotation and before it runs out: from then on "
            f"nothing connects. Take {_pin(assessment)} out{rest}."
        )
    elif verdict is RotationVerdict.DOES_NOT_VERIFY:
        first = f"{seen}To mend it, {driver.verifying}." if place.ready else (
            f"{seen}To mend it, {place.order}; then {driver.verifying}."
        )  # fmt: skip
        text = f"The rotation does not break it, since it accepts any certificate. {first}"
    elif verdict is RotationVerdict.CANNOT_TELL:
        text = f"{seen}If it verifies: before the rotation, {place.order or 'nothing is left to do'}."
    else:
        text = (
            "The rotation changes nothing. Once the server forces TLS (rds.force_ssl=1) it is turned away: before "
            f"that, {place.order + '; then ' if place.order else ''}{driver.verifying}."
        )
    return text


def _decisive(assessment: Assessment, verdict: RotationVerdict) -> Posture | None:
    """The posture that a verdict is about."""
    return assessment.as_is if verdict is RotationVerdict.NEEDS_CA else assessment.forced


def _system(driver: Driver, connection: Connection) -> str:
    """The order for the store that is read where nothing is pinned."""
    return place_of(driver, certified_host(connection), None).order


def _pin(assessment: Assessment) -> str:
    for posture in (assessment.as_is, assessment.forced):
        setting = None if posture is None else posture.verification.because.setting
        if posture is not None and posture.verification.value is Verification.PINNED and setting is not None:
            return str(setting.name)
    return "the pinned certificate"


def _name_hint(connection: Connection, driver: Driver, assessment: Assessment, verdict: RotationVerdict) -> str:
    """A name that is none of RDS's is not in the certificate of an RDS instance."""
    host, posture = connection.host, _decisive(assessment, verdict)
    if host is None or posture is None or connection.host_class is not HostClass.REMOTE:
        return ""
    checks = posture.hostname.value is Hostname.CHECKED
    if verdict is RotationVerdict.PINNED or not (checks if verdict in _NEED else driver.name_setting):
        return ""
    if any(connection.effective(key) is not None for key in _NAME_KEYS):
        return ""
    with_it = f"name that endpoint with {driver.name_setting}" if driver.name_setting else "connect to that endpoint"
    own = f"If {_quoted(host)} is a name of your own for an RDS instance"
    return f"{own}, {with_it}: the certificate holds no other."


# --- several clients -------------------------------------------------------------------------------------------------


def _agreed(verdicts: set[RotationVerdict]) -> RotationVerdict | None:
    """The verdict that all clients share, None where they differ in whether the root is needed."""
    if not verdicts:
        return RotationVerdict.CANNOT_TELL
    if len(verdicts) == 1 or verdicts <= {*_NEED} or verdicts <= {*_NO_NEED}:
        return min(verdicts, key=lambda each: each.rank)
    return None


def _differing(voting: Sequence[ClientRotation], clients: tuple[ClientRotation, ...]) -> Rotation:
    ordered = sorted(voting, key=lambda each: each.verdict.rank)
    reasons = []
    for verdict, group in groupby(ordered, key=lambda each: each.verdict):
        same = list(group)
        because = f" ({same[0].reasons[0]})" if verdict is RotationVerdict.CANNOT_TELL and same[0].reasons else ""
        reasons.append(f"{_listed(each.name for each in same)}: {_DOES[verdict]}{because}.")
    drivers = {each.driver for each in voting}
    missing = "which client this is" if len(drivers) > 1 else f"the version of {ordered[0].title}"
    strictest = ordered[0]
    return Rotation(
        verdict=RotationVerdict.CANNOT_TELL,
        reasons=(f"It depends on {missing}.", *reasons),
        to_do=_with_hint(
            f"Tell {missing}: name its package in the project, or look at the sessions of the server "
            f"(lint-rds-tls sessions-query). Until then take it for {strictest.name}. {strictest.to_do}",
            ordered,
        ),
        clients=clients,
    )


def _with_hint(text: str, clients: Iterable[ClientRotation]) -> str:
    """What to do, and the first client's hint about names."""
    hint = next((each.name_hint for each in clients if each.name_hint), "")
    return f"{text}{chr(10) if chr(10) in text else ' '}{hint}" if hint else text


def _notes(
    connection: Connection, clients: Sequence[ClientRotation], voting: Sequence[ClientRotation]
) -> Iterator[str]:
    refusing = [each for each in clients if each not in voting]
    if refusing:
        yield f"{_listed(each.name for each in refusing)}: refuses what is written."
    if connection.alternative:
        yield "This is one of several ways to connect that the code chooses among."


def _told_apart(clients: Sequence[ClientRotation], lines: Callable[[ClientRotation], Iterable[str]]) -> tuple[str, ...]:
    """The lines of all clients; where they differ, each with the clients it is about."""
    said: dict[tuple[str, ...], list[str]] = {}
    for each in clients:
        said.setdefault(tuple(lines(each)), []).append(each.name)
    if len(said) <= 1:
        return next(iter(said), ())
    return tuple(f"{_listed(names)}: {text}" for texts, names in said.items() for text in texts)


def _listed(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"
