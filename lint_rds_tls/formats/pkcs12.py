"""PKCS #12: key and trust stores under a password, RFC 7292; what keytool makes since JDK 9."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.formats._asn1 import INTEGER, OCTETS, SEQUENCE, Element, children, element, first
from lint_rds_tls.formats._contents import bundle
from lint_rds_tls.formats._x509 import Found, UnreadableError, in_pkcs12
from lint_rds_tls.model import Bundle, Format

#: Tried after those that were given: none, and those that Java's manuals use.
_USUAL = ("", None, "changeit", "changeme")
#: More rounds than this make a file that only keeps us busy; tools write up to some ten thousand, careful people 1e6.
_MOST_ROUNDS = 2_000_000
_DEEPEST = 16
_CONTEXT = 0xA0


def detect(data: bytes) -> bool:
    """Whether it begins with the version 3."""
    inner = first(data)
    return inner is not None and data[inner.start : inner.end] == b"\x02\x01\x03"


def read(data: bytes, path: str, passwords: Sequence[str]) -> Bundle:
    """The certificates beside keys, if a password opens the store."""
    return bundle(path, "pkcs12", _found(data, passwords))


def _found(data: bytes, passwords: Sequence[str]) -> Iterator[Found]:
    whole = element(data)
    if whole is None or not detect(data):
        raise UnreadableError("is no PKCS #12 store, or is cut off")
    if sum(_rounds(data, whole)) > _MOST_ROUNDS:
        raise UnreadableError(f"asks for more than {_MOST_ROUNDS} rounds to try a password")
    for password in dict.fromkeys((*passwords, *_USUAL)):
        found = in_pkcs12(data, password)
        if found is not None:
            yield from found
            return
    raise UnreadableError("no password that was tried opens the store")


def _rounds(data: bytes, parent: Element, depth: int = 0) -> Iterator[int]:
    """How many rounds each key takes: the number behind a salt. Strings of octets may hold more of the same."""
    before: Element | None = None
    for each in children(data, parent):
        if each.tag == INTEGER and before is not None and before.tag == OCTETS:
            yield int.from_bytes(data[each.content : each.end], "big")
        elif depth < _DEEPEST and each.tag in (SEQUENCE, _CONTEXT, OCTETS, OCTETS | 0x20):
            yield from _rounds(data, each, depth + 1)
        before = each


FORMAT = Format(name="pkcs12", patterns=("*.p12", "*.pfx", "*.pkcs12"), detect=detect, read=read)
