"""FreeTDS by its freetds.conf: `encryption` decides, and nothing is verified unless a `ca file` is named.

Held against connections of FreeTDS with such files (tests/recorded/odbc/postures.jsonl.gz); 1.5 by its source.
"""

from __future__ import annotations

from dataclasses import replace

from lint_rds_tls.drivers._freetds import Asked, posture, reason
from lint_rds_tls.drivers._ranges import assessed
from lint_rds_tls.model import Assessment, Client, Complaint, Connection, Driver, Hostname, Posture, Setting, Verdict
from lint_rds_tls.versions import Version

_TITLE = "FreeTDS"
_STARTS = ("1.0", "1.5")
_WORDS = frozenset({"off", "request", "require"})
_STRICT_SINCE = Version.parse("1.5")
_NO = frozenset({"no", "off", "false", "0"})


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:
    """What the versions before and from 1.5 on make of a section."""
    return assessed(client, _STARTS, lambda one, version: _assess(connection, one, version))


def _assess(connection: Connection, client: Client, version: Version) -> Assessment:
    encryption = connection.effective("encryption")
    word = "" if encryption is None else str(encryption).strip().lower()
    known = word in _WORDS or (word == "strict" and version >= _STRICT_SINCE)
    if encryption is not None and word and not known:
        return Assessment(client=client, refused=_refused(encryption))
    asked = _asked(connection, encryption, word)
    as_is, forced = (_with_name(connection, posture(_TITLE, asked, forced=forced)) for forced in (False, True))
    return Assessment(client=client, as_is=as_is, forced=forced)


def _with_name(connection: Connection, found: Posture) -> Posture:
    """The posture, its host name explained by the setting that leaves it out."""
    compared = connection.effective("check certificate hostname")
    if compared is None or found.hostname.value is not Hostname.NOT_CHECKED:
        return found
    return replace(found, hostname=Verdict(found.hostname.value, reason(f"{compared.said} is written", compared)))


def _refused(setting: Setting) -> Complaint:
    return Complaint(
        kind="invalid-value",
        message="FreeTDS knows off, request and require, from 1.5 on strict; with another word nothing connects.",
        keyword="encryption",
        tls=True,
        span=setting.span,
        thrown="an error",
    )


def _asked(connection: Connection, encryption: Setting | None, word: str) -> Asked:
    store = connection.effective("ca file")
    compared = connection.effective("check certificate hostname")
    told = connection.effective("tds version")
    if told is not None and str(told).strip() == "7.0":
        return Asked(mode="clear", because=reason(f"{told.said} is written: FreeTDS then does without TLS", told))
    mode: str | None = word or "request"
    if encryption is None and not connection.complete:
        mode, because = None, reason("encryption is not written here, but may be elsewhere", None)
    elif encryption is None:
        because = reason("encryption is not written; FreeTDS defaults to request", None)
    else:
        because = reason(f"{encryption.said} is written", encryption)
    return Asked(
        mode=mode,
        because=because,
        store=store if store is not None and str(store) else None,
        checked=compared is None or str(compared).strip().lower() not in _NO,
    )


DRIVER = Driver(
    name="freetds-conf",
    title="FreeTDS",
    dialects=("freetds-conf",),
    library="freetds",
    assess=assess,
    anchors="freetds",
    verifying="name a `ca file`",
    name_setting="certificate hostname",
)
