"""Trust stores that a JVM is told to use: `-Djavax.net.ssl.trustStore=…`, `System.setProperty`, `systemProp.…`.

What JSSE's default trust manager reads, for every connection that brings no store of its own (Java: JSSE Reference
Guide, "Customizing the Default Keystores and Truststores").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.model import Entry, Fragment, Literal, Location, Record, Store
from lint_rds_tls.text import MappedText

__all__ = ["STORE_KEY", "stores"]

#: The system property, in lower case.
STORE_KEY = "javax.net.ssl.truststore"
_OPTION = re.compile(r"(?:-D[\"']?|systemProp\.)javax\.net\.ssl\.trustStore=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"',\]]*))")
_PROPERTY = re.compile(r"(?:systemProp\.)?javax\.net\.ssl\.trustStore", re.IGNORECASE)


def stores(fragment: Fragment, path: str) -> Iterator[Store]:
    """The trust stores that a fragment names for the process."""
    if isinstance(fragment, Literal):
        for match in _OPTION.finditer(str(fragment.text)):
            start, end = match.span(next(index for index in (1, 2, 3) if match[index] is not None))
            yield from _store(fragment.text[start:end], path)
        if any(_PROPERTY.fullmatch(use.name) for use in fragment.uses):
            yield from _store(fragment.text, path)
    elif isinstance(fragment, Record):
        for entry in filter(_is_store, fragment.entries):
            yield from _store(entry.value, path)


def _is_store(entry: Entry) -> bool:
    return _PROPERTY.fullmatch(str(entry.name)) is not None


def _store(name: MappedText, path: str) -> Iterator[Store]:
    if str(name) and not name.has_hole:
        yield Store(name=str(name), location=Location(path=path, span=name.span), process=True)
