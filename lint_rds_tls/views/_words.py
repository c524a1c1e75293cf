"""How the views say verdicts, postures, hosts and clients, and what they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from lint_rds_tls.model import (
    ClientRotation,
    Encryption,
    HostClass,
    Hostname,
    Inventory,
    Posture,
    RotationVerdict,
    Row,
    StoreSeen,
    TrustStore,
    Verification,
)

__all__ = [
    "ENCRYPTED_IS_NOT_VERIFIED",
    "MEANINGS",
    "TITLES",
    "client_of",
    "counted",
    "headline",
    "host_of",
    "library_of",
    "never_seen",
    "plural",
    "posture_words",
    "sessions_of",
    "sides",
    "store_of",
    "store_words",
    "told_by_client",
]

TITLES: Mapping[RotationVerdict, str] = {
    RotationVerdict.NEEDS_CA: "needs the CA",
    RotationVerdict.NEEDS_CA_ONCE_FORCED: "needs the CA once TLS is forced",
    RotationVerdict.PINNED: "pins one certificate",
    RotationVerdict.CANNOT_TELL: "cannot tell",
    RotationVerdict.DOES_NOT_VERIFY: "does not verify",
    RotationVerdict.CANNOT_CONNECT: "cannot connect",
    RotationVerdict.NOT_AFFECTED: "not affected",
}
MEANINGS: Mapping[RotationVerdict, str] = {
    RotationVerdict.NEEDS_CA: "Verifies now: the root must be in its trust store before the rotation, or "
    "it stops connecting.",
    RotationVerdict.NEEDS_CA_ONCE_FORCED: "Verifies nothing until the server forces TLS (rds.force_ssl=1): the root "
    "must be in its trust store before that.",
    RotationVerdict.PINNED: "Accepts one server certificate, which RDS replaces by itself: it stops connecting then, "
    "whatever its trust store holds.",
    RotationVerdict.CANNOT_TELL: "The client, its version or a setting is not known here: find it out, or take it for "
    "one that needs the CA.",
    RotationVerdict.DOES_NOT_VERIFY: "Accepts any certificate: the rotation does not break it, but whoever stands in "
    "between can read along.",
    RotationVerdict.CANNOT_CONNECT: "The client refuses what is written: nothing connects, before the "
    "rotation or after it.",
    RotationVerdict.NOT_AFFECTED: "No TLS, or no certificate that an authority of RDS issues.",
}
ENCRYPTED_IS_NOT_VERIFIED = (
    "That a session is encrypted does not tell whether its client verified the certificate: the server cannot know."
)
_ENCRYPTION = {
    Encryption.NEVER: "no TLS",
    Encryption.LOGIN_ONLY: "only the login encrypted",
    Encryption.OPPORTUNISTIC: "encrypted if offered",
    Encryption.REQUIRED: "encrypted",
    Encryption.STRICT: "encrypted (strict)",
    Encryption.UNKNOWN: "encryption not known",
}
_VERIFICATION = {
    Verification.NONE: "not verified",
    Verification.CHAIN: "verified",
    Verification.PINNED: "one certificate pinned",
    Verification.UNKNOWN: "verification not known",
}


def posture_words(posture: Posture | None) -> str:
    """`encrypted, verified`; what a client that refuses does not do."""
    if posture is None:
        return "does not connect"
    encryption, verification = posture.encryption.value, posture.verification.value
    if encryption is Encryption.UNKNOWN and verification is Verification.UNKNOWN:
        return "not known"
    said = _ENCRYPTION.get(encryption, "") if isinstance(encryption, Encryption) else ""
    if encryption is Encryption.NEVER or not isinstance(verification, Verification):
        return said
    name = posture.hostname.value is Hostname.NOT_CHECKED and verification is Verification.CHAIN
    return f"{said}, {_VERIFICATION[verification]}" + (" (but not its name)" if name else "")


def sides(row: Row) -> tuple[str, str]:
    """As is and once the server forces TLS; where clients differ, each kind once."""
    return _told(row, lambda each: each.as_is), _told(row, lambda each: each.forced)


def _told(row: Row, side: Callable[[ClientRotation], Posture | None]) -> str:
    return "; or ".join(dict.fromkeys(posture_words(side(each)) for each in _taking(row))) or "not known"


def _taking(row: Row) -> Sequence[ClientRotation]:
    """The clients that take what is written; all of them where none does."""
    return [each for each in row.rotation.clients if each.as_is is not None] or row.rotation.clients


def client_of(row: Row) -> str:
    """The clients that may be behind a connection, with versions where they are few."""
    names = list(dict.fromkeys(each.name for each in _taking(row)))
    return " or ".join(names) if 0 < len(names) <= 2 else library_of(row)


def library_of(row: Row) -> str:
    """The client libraries that may be behind a connection."""
    titles = sorted({each.title for each in row.rotation.clients})
    if len(titles) > 3:
        return f"{titles[0]}, {titles[1]} or {len(titles) - 2} others"
    return " or ".join(titles) or "not known"


def host_of(row: Row) -> str:
    """The host and what is known of it."""
    if row.host is None:
        return "this machine" if row.host_class is HostClass.LOCAL else "host not known"
    kind = f"RDS {row.endpoint}" if row.endpoint is not None else ""
    known = ", ".join(each for each in (kind, row.region) if each)
    return f"{row.host} ({known})" if known else row.host


def store_words(store: StoreSeen | None) -> str:
    """The file of anchors that a connection names; "" where it names none."""
    if store is None:
        return ""
    name = store.path or store.name
    if store.readiness is not None:
        return f"{name}: {store.readiness.replace('-', ' ')}" + (f". {store.message}" if store.message else "")
    return name if store.path is not None else f"{name}, which is not in this tree"


def store_of(row: Row) -> str:
    """Where a connection reads its anchors."""
    if row.store is not None:
        return store_words(row.store)
    postures = [each for client in row.rotation.clients for each in (client.as_is, client.forced) if each is not None]
    if any(each.trust_store.value is TrustStore.SYSTEM for each in postures):
        return "the default one of its client"
    return "none is read" if postures and all(each.trust_store.value is TrustStore.NONE for each in postures) else ""


def sessions_of(row: Row) -> str:
    """The sessions that look like a connection; "" where no export tells."""
    if row.sessions is None:
        return ""
    return f"{row.sessions}" + (f" ({row.unencrypted} unencrypted)" if row.unencrypted else "")


def never_seen(inventory: Inventory) -> int:
    """Connections that no session looks like."""
    return sum(row.sessions == 0 for row in inventory.rows)


def counted(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[str, Mapping[RotationVerdict, int]]:
    """Rows by a name and verdict, the names with the most rows first."""
    found: dict[str, dict[RotationVerdict, int]] = {}
    for row in rows:
        verdicts = found.setdefault(key(row), {})
        verdicts[row.rotation.verdict] = verdicts.get(row.rotation.verdict, 0) + 1
    return dict(sorted(found.items(), key=lambda each: (-sum(each[1].values()), each[0])))


def told_by_client(inventory: Inventory) -> int:
    """Connections of which only the client or its version would have to be known to tell."""
    rows = (row.rotation for row in inventory.rows if row.rotation.verdict is RotationVerdict.CANNOT_TELL)
    return sum(len({each.verdict for each in rotation.clients}) > 1 for rotation in rows)


def plural(count: int, word: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def headline(inventory: Inventory) -> tuple[str, str]:
    """The answer in one sentence, and what else there is in another; "" for nothing."""
    counts = inventory.counts()
    total = len(inventory.rows)
    looked = f"{plural(total, 'connection')} in {plural(inventory.files, 'file')}, as of {inventory.as_of.isoformat()}."
    if not total:
        return "No connection to SQL Server was found.", f"{plural(inventory.files, 'file')} looked at."
    now, later = counts[RotationVerdict.NEEDS_CA], counts[RotationVerdict.NEEDS_CA_ONCE_FORCED]
    if now and later:
        first = f"{plural(now, 'connection')} {_need(now)} the new CA before the rotation"
        first += f", {later} more before TLS is forced."
    elif now:
        first = f"{plural(now, 'connection')} {_need(now)} the new CA before the rotation."
    elif later:
        first = f"No connection needs the new CA today; {later} will before TLS is forced."
    elif counts[RotationVerdict.CANNOT_TELL]:
        first = (
            f"Whether {plural(counts[RotationVerdict.CANNOT_TELL], 'connection')} will need the new CA cannot be told."
        )
    else:
        first = "No connection needs the new CA."
    return first, looked


def _need(count: int) -> str:
    return "needs" if count == 1 else "need"
