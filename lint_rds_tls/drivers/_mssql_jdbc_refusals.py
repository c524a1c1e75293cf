"""What mssql-jdbc refuses before it connects, version by version.

Held against released jars (tests/recorded/jdbc/urls.jsonl.gz).
"""

from __future__ import annotations

from lint_rds_tls.data.jdbc_properties import SINCE
from lint_rds_tls.model import Complaint, Connection, Setting
from lint_rds_tls.versions import Version

__all__ = ["as_boolean", "as_encrypt", "refusal"]

_OPTIONS = Version.parse("11.1.0")
_ON, _OFF = frozenset({"true", "mandatory"}), frozenset({"false", "no", "optional"})
_NO_BOOLEAN = "The property {} does not contain a valid boolean value. Only true or false can be used."


def as_boolean(text: str) -> bool | None:
    """A boolean as the driver reads it; None where it throws."""
    return {"true": True, "false": False}.get(text.lower())


def as_encrypt(text: str, version: Version) -> str | None:
    """`on`, `off` or `strict`; None where this version throws."""
    word = text.lower()
    if version < _OPTIONS:
        return {"true": "on", "false": "off"}.get(word)
    return "on" if word in _ON else "off" if word in _OFF else "strict" if word == "strict" else None


def refusal(connection: Connection, version: Version) -> Complaint | None:
    """Why this version throws; None where it connects, as far as the settings are known."""
    complaint = connection.complaint
    if complaint is not None and (complaint.kind != "server-name" or version >= _OPTIONS):
        return complaint
    encrypt = connection.effective("encrypt")
    if encrypt is not None and encrypt.value is not None and as_encrypt(str(encrypt), version) is None:
        return _invalid(encrypt, _encrypt_message(encrypt, version))
    trust = connection.effective("trustservercertificate")
    if trust is not None and trust.value is not None and as_boolean(str(trust)) is None:
        return _invalid(trust, _NO_BOOLEAN.format(trust.name))
    return _fips(connection, version)


def _encrypt_message(setting: Setting, version: Version) -> str:
    if version < _OPTIONS:
        return _NO_BOOLEAN.format("encrypt")
    return f'The EncryptOption value "{setting}" is not valid.'


def _invalid(setting: Setting, message: str) -> Complaint:
    return Complaint(
        kind="empty-value" if not str(setting) else "invalid-value",
        message=message,
        keyword=setting.key,
        tls=True,
        span=setting.span,
    )


def _fips(connection: Connection, version: Version) -> Complaint | None:
    """`fips=true` wants encrypt=true and no trustServerCertificate=true."""
    fips = connection.effective("fips")
    if fips is None or as_boolean(str(fips)) is not True or version < Version.parse(SINCE["fips"]):
        return None
    encrypt, trust = connection.effective("encrypt"), connection.effective("trustservercertificate")
    off = encrypt is not None and encrypt.value is not None and as_encrypt(str(encrypt), version) != "on"
    trusting = trust is not None and as_boolean(str(trust)) is True
    if not off and not trusting:
        return None
    return Complaint(
        kind="conflict",
        message="Could not enable FIPS due to either encrypt is not true or using trusted certificate settings.",
        keyword="fips",
        tls=True,
        span=fips.span,
    )
