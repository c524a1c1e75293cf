"""What the formats share: a bundle out of the certificates that were found, each read on its own."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.data.rds import is_bundle_name
from lint_rds_tls.formats._x509 import Found, UnreadableError, certificate
from lint_rds_tls.model import Bundle, Certificate

__all__ = ["bundle"]


def bundle(path: str, format_name: str, found: Iterable[Found], unreadable: Iterable[str] = ()) -> Bundle:
    """A bundle; one certificate that cannot be read costs none of the others."""
    certificates: list[Certificate] = []
    broken: list[str] = []
    try:
        for each in found:
            try:
                certificates.append(certificate(each))
            except UnreadableError as error:
                broken.append(f"{each.place}: {error}" if each.place else str(error))
    except UnreadableError as error:
        broken.append(str(error))
    return Bundle(
        path=path,
        format=format_name,
        certificates=tuple(certificates),
        unreadable=tuple(dict.fromkeys((*broken, *unreadable))),
        names_rds=is_bundle_name(path),
    )
