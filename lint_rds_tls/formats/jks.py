"""JKS and JCEKS: Java's own stores, whose certificates lie open; only keys are encrypted.

The layout is that of the JDK's `sun.security.provider.JavaKeyStore` and `com.sun.crypto.provider.JceKeyStore`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from lint_rds_tls.formats._contents import bundle
from lint_rds_tls.formats._x509 import Found, UnreadableError
from lint_rds_tls.model import Bundle, Format

_MAGIC = {b"\xfe\xed\xfe\xed": "jks", b"\xce\xce\xce\xce": "jceks"}
_KEY, _CERTIFICATE, _SECRET = 1, 2, 3


def detect(data: bytes) -> bool:
    """Whether it has the magic number of one of them."""
    return data[:4] in _MAGIC


def read(data: bytes, path: str, passwords: Sequence[str]) -> Bundle:  # noqa: ARG001 -- what we read lies open
    """The trusted certificates; keys, and the certificates that vouch for them, are passed over."""
    return bundle(path, _MAGIC.get(data[:4], "jks"), _found(data))


class _Cursor:
    """Reads big-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, length: int) -> bytes:
        start, self._at = self._at, self._at + length
        if self._at > len(self._data):
            raise UnreadableError("the store is cut off")
        return self._data[start : self._at]

    def number(self, layout: str) -> int:
        value: int = struct.unpack(layout, self.take(struct.calcsize(layout)))[0]
        return value

    def text(self) -> str:
        return self.take(self.number(">H")).decode("utf-8", "replace")

    def block(self) -> bytes:
        return self.take(self.number(">I"))


def _found(data: bytes) -> Iterator[Found]:
    cursor = _Cursor(data)
    if cursor.take(4) not in _MAGIC:
        raise UnreadableError("is no store of Java")
    version = cursor.number(">I")
    for _ in range(cursor.number(">I")):
        tag, alias = cursor.number(">I"), cursor.text()
        cursor.number(">Q")  # when it was made
        if tag == _CERTIFICATE:
            yield Found(der=_certificate(cursor, version), alias=alias, place=alias)
        elif tag == _KEY:
            cursor.block()
            for _ in range(cursor.number(">I")):
                _certificate(cursor, version)
        else:
            # A secret key is a serialized object, which does not say where it ends.
            what = "a secret key" if tag == _SECRET else "something unknown"
            raise UnreadableError(f"what follows {what} ({alias}) cannot be read")


def _certificate(cursor: _Cursor, version: int) -> bytes:
    if version > 1:
        cursor.text()  # its type: X.509
    return cursor.block()


FORMAT = Format(
    name="jks",
    patterns=("*.jks", "*.jceks", "*.keystore", "*.truststore", "cacerts", "jssecacerts"),
    detect=detect,
    read=read,
)
