"""Files of certificates: which files are some, and what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache

from lint_rds_tls.model import Bundle, Format
from lint_rds_tls.registry import all_formats

__all__ = ["may_hold_certificates", "read_bundle"]

#: A file that lies elsewhere, as Git LFS keeps it.
_POINTER = b"version https://git-lfs.github.com/spec/"


@cache
def may_hold_certificates(name: str) -> bool:
    """Whether a file of this name (no folders) may be a CA bundle or a trust store."""
    return any(
        fnmatchcase(name.lower(), pattern.lower()) for each in all_formats().values() for pattern in each.patterns
    )


def read_bundle(data: bytes, path: str, passwords: Sequence[str] = ()) -> Bundle | None:
    """What a file of certificates holds; None where that is nothing, as in a file of keys.

    `passwords` are tried before the usual ones, for stores that need one.
    """
    found = next((each for each in all_formats().values() if each.detect(data)), None) or _named(path)
    if found is None or data.startswith(_POINTER):
        return None
    bundle = found.read(data, path, passwords)
    return bundle if bundle.certificates or bundle.unreadable or bundle.names_rds else None


def _named(path: str) -> Format | None:
    """The format that a name alone promises: a file that breaks the promise is said to be unreadable."""
    name = path.rpartition("/")[2].lower()
    patterns = ((pattern.lower(), each) for each in all_formats().values() for pattern in each.patterns)
    return next((each for pattern, each in patterns if fnmatchcase(name, pattern)), None)
