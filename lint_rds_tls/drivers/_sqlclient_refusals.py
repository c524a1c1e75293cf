"""What SqlClient throws for, by version: unknown keywords, and values it cannot convert.

Order and wording follow the constructor of SqlConnectionOptions (SqlConnectionString before 7.0) in dotnet/SqlClient;
held against tests/recorded/adonet-strings.jsonl.gz.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from lint_rds_tls.data.adonet_keywords import (
    ARRIVED,
    GONE,
    NETFX_ONLY,
    NOT_IN_SYSTEM_DATA,
    NOT_ON_NETCORE,
    SPELLINGS,
)
from lint_rds_tls.model import Complaint, Connection, Setting
from lint_rds_tls.versions import Version

__all__ = ["as_boolean", "as_encrypt", "knows", "refusal"]

_TAKE_PASSWORD = frozenset(("activedirectorypassword", "activedirectoryserviceprincipal"))
_TRUE, _FALSE = frozenset(("true", "yes")), frozenset(("false", "no"))
_ENCRYPT_WORDS = MappingProxyType(
    {"true": "mandatory", "yes": "mandatory", "mandatory": "mandatory", "false": "optional", "no": "optional",
     "optional": "optional", "strict": "strict"}
)  # fmt: skip
_LOCAL = re.compile(r"(?i)(?:\(local\)|\.|localhost|::1|127\.0\.0\.1)(?:\\|,|\Z)")
_INTEGER = re.compile(r"[\s]*[-+]?[0-9]+[\s]*\0*\Z")
_THREE, _FIVE, _SIX, _SIX_ONE, _SEVEN = (Version.parse(text) for text in ("3.0", "5.0", "6.0", "6.1", "7.0"))

#: What a comparison by culture does not see; some values, and keywords from 7.0 on, are compared so (measured).
_IGNORABLE = dict.fromkeys(map(ord, "\u180e\u200b\ufeff"))

#: Booleans in the order in which they are converted, then what follows them.
_BOOLEANS = (
    "enlist", "multiple active result sets", "persist security info", "pooling", "replication", "user instance",
    "multi subnet failover",
)  # fmt: skip
_INTEGERS = (
    "command timeout", "connect timeout", "load balance timeout", "connection idle timeout", "max pool size",
    "min pool size", "packet size", "connect retry count", "connect retry interval",
)  # fmt: skip
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "pool blocking period": frozenset(("auto", "alwaysblock", "neverblock")),
        "application intent": frozenset(("readonly", "readwrite")),
        "column encryption setting": frozenset(("enabled", "disabled")),
        "attestation protocol": frozenset(("aas", "hgs", "none", "notspecified")),
        "ip address preference": frozenset(("ipv4first", "ipv6first", "useplatformdefault")),
        "type system version": frozenset(
            ("latest", "sql server 2000", "sql server 2005", "sql server 2008", "sql server 2012")
        ),
        "transaction binding": frozenset(("implicit unbind", "explicit unbind")),
        "authentication": frozenset(
            word
            for name in (
                "sql password", "active directory password", "active directory integrated",
                "active directory interactive", "active directory service principal",
                "active directory device code flow", "active directory managed identity", "active directory msi",
                "active directory default", "active directory workload identity",
            )
            for word in (name, name.replace(" ", ""))
        ),
    }
)  # fmt: skip


def knows(spelling: str, version: Version | None) -> bool:
    """Whether a version of Microsoft.Data.SqlClient, or System.Data.SqlClient (None), has this keyword."""
    key = SPELLINGS.get(spelling)
    if key is None:
        return False
    if version is None:
        return spelling not in ARRIVED and key not in NOT_IN_SYSTEM_DATA
    arrived, gone = ARRIVED.get(spelling), GONE.get(spelling)
    return (arrived is None or Version.parse(arrived) <= version) and (gone is None or version < Version.parse(gone))


def as_boolean(value: str) -> bool | None:
    """The value as every boolean keyword is read; None where it is refused."""
    word = value.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def as_encrypt(value: str, version: Version | None) -> str | None:
    """`mandatory`, `optional` or `strict`; None where it is refused. From 5.0 on white space is not trimmed."""
    if version is not None and version >= _FIVE:
        return _ENCRYPT_WORDS.get(value.lower())
    boolean = as_boolean(value)
    return None if boolean is None else "mandatory" if boolean else "optional"


def refusal(connection: Connection, version: Version | None, *, netcore: bool | None) -> Complaint | None:
    """Why this version of Microsoft.Data.SqlClient, or System.Data.SqlClient (None), throws; None where it does not.

    `netcore` tells the build: True for .NET, False for .NET Framework, None where unknown, which refuses only what
    both refuse.
    """
    for setting in connection.settings:
        if not _has(setting, version, netcore) and not connection.builder:
            name = str(setting.name).replace("==", "=").lower()
            return Complaint(
                kind="unknown-keyword",
                keyword=name,
                tls=setting.tls,
                span=setting.span,
                message="Keyword not supported" + ("." if setting.secret else f": '{name}'."),
            )
    if connection.complaint is not None:
        return connection.complaint
    return next(_complaints(connection, version, netcore), None)


def _has(setting: Setting, version: Version | None, netcore: bool | None) -> bool:
    if setting.implied or setting.name.has_hole:
        return True
    spelling = _spelling(setting, version)
    if netcore is not True:
        key = SPELLINGS.get(spelling)
        if key in NETFX_ONLY or key in NOT_ON_NETCORE or (version is None and key in NOT_IN_SYSTEM_DATA):
            return True
    elif setting.key in NETFX_ONLY:
        return False
    return knows(spelling, version)


def _spelling(setting: Setting, version: Version | None) -> str:
    """The keyword as the version looks it up."""
    keyword = str(setting.name).replace("==", "=").lower()
    return keyword.translate(_IGNORABLE) if version is not None and version >= _SEVEN else keyword


def _complaints(connection: Connection, version: Version | None, netcore: bool | None) -> Iterator[Complaint]:
    written = {setting.key: setting for setting in connection.settings if setting.effective}
    if netcore:
        for key in sorted(NOT_ON_NETCORE):
            if key in written and not (key == "context connection" and version is not None and version >= _SIX):
                yield _complaint("unsupported-keyword", written[key], "is not supported on this platform")
    for key, accepts in _conversions(version):
        setting = written.get(key)
        if setting is None or setting.value is None:
            continue
        if _nothing(setting):
            if accepts is as_boolean or key == "pool blocking period":
                yield _complaint("empty-value", setting, "has no value: NullReferenceException")
        elif accepts(str(setting.value)) is None:
            yield _complaint("invalid-value", setting, f"Invalid value for key '{setting.key}'.")
    if netcore:
        yield from _attached(written, version)
    yield from _conflicts(written)


def _nothing(setting: Setting) -> bool:
    return setting.value is not None and not setting.value and not setting.quoted


def _conversions(version: Version | None) -> Iterator[tuple[str, Callable[[str], object]]]:
    yield "integrated security", lambda value: True if value.strip().lower() == "sspi" else as_boolean(value)
    yield "pool blocking period", _word("pool blocking period")
    yield "encrypt", as_boolean if version is None or version < _FIVE else lambda value: as_encrypt(value, version)
    for key in _BOOLEANS:
        yield key, as_boolean
    for key in _INTEGERS:
        yield key, _integer
    yield "application intent", _word("application intent")
    yield "context connection", as_boolean
    yield "trust server certificate", as_boolean
    yield "authentication", _word("authentication") if version is None or version >= _THREE else _authentication
    for key in ("column encryption setting", "attestation protocol", "ip address preference"):
        yield key, _word(key)
    yield from _ranges()
    yield "type system version", _word("type system version")
    yield "transaction binding", _word("transaction binding")


def _ranges() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Least values, checked after everything was converted."""
    for key, least in (("load balance timeout", 0), ("connection idle timeout", 0), ("connect timeout", 0),
                       ("command timeout", 0), ("max pool size", 1), ("min pool size", 0)):  # fmt: skip
        yield key, _at_least(least)
    yield "packet size", lambda value: True if 512 <= int(value) <= 32768 else None


def _at_least(least: int) -> Callable[[str], object]:
    return lambda value: True if int(value) >= least else None


def _word(key: str) -> Callable[[str], object]:
    ignorable = _IGNORABLE if key in ("authentication", "attestation protocol") else {}
    return lambda value: True if value.translate(ignorable).strip().lower() in _WORDS[key] else None


def _authentication(value: str) -> object:
    """Active Directory Default came with 3.0."""
    word = value.translate(_IGNORABLE).replace(" ", "").lower()
    return None if word == "activedirectorydefault" else _word("authentication")(value)


def _integer(value: str) -> object:
    return True if _INTEGER.match(value) and -(2**31) <= int(value) < 2**31 else None


def _attached(written: Mapping[str, Setting], version: Version | None) -> Iterator[Complaint]:
    """System.Data.SqlClient on .NET refuses |DataDirectory|, Microsoft.Data.SqlClient for servers elsewhere."""
    attached, server = written.get("attachdbfilename"), written.get("data source")
    if attached is None or "|" not in str(attached):
        return
    local = version is not None and (
        server is None
        or _LOCAL.match(str(server))
        or (version < _SIX_ONE and str(server).lower().startswith("(localdb)"))
    )
    if not local:
        yield _complaint("invalid-value", attached, f"Invalid value for key '{attached.key}'.")


def _conflicts(written: Mapping[str, Setting]) -> Iterator[Complaint]:
    partner, catalog = written.get("failover partner"), written.get("initial catalog")
    if partner is not None and str(partner) and (catalog is None or (catalog.value is not None and not catalog.value)):
        yield _complaint("conflict", partner, "requires the key 'Initial Catalog' to be present")
    authentication, password = written.get("authentication"), written.get("password")
    if authentication is not None and password is not None and not _nothing(password):
        word = str(authentication).replace(" ", "").lower()
        if word.startswith("activedirectory") and word not in _TAKE_PASSWORD:
            yield _complaint("conflict", authentication, "cannot be used with a password")


def _complaint(kind: str, setting: Setting, message: str) -> Complaint:
    if not message.startswith("Invalid"):
        message = f"'{setting.key}' {message}."
    return Complaint(kind=kind, keyword=setting.key, tls=setting.tls, span=setting.span, message=message)
