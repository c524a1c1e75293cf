"""Java's keytool: imports that take one certificate of many, or none.

Measured with keytool of JDK 17 and 25: of a bundle of 115 certificates one is stored, and a PKCS #7 bundle is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.data.rds import is_bundle_name
from lint_rds_tls.model import Command, Fragment, Resource, StoreImport, StoreImportFault, Tool, Vocabulary, Word
from lint_rds_tls.tools._files import COPIERS, FETCHERS, Files, file_name, program

_PROGRAM = "keytool"
_IMPORTS = frozenset({"-import", "-importcert"})


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """Each import of a bundle of RDS, by its name or because the same file fetched one there."""
    files = Files()
    for fragment in fragments:
        if not isinstance(fragment, Command):
            continue
        if program(fragment) == _PROGRAM:
            yield from _import(fragment, path, files)
        else:
            files.follow(fragment)


def _import(command: Command, path: str, files: Files) -> Iterator[Resource]:
    options = {str(word.text).lower(): after for word, after in _pairs(command.arguments)}
    source = options.get("-file")
    if source is None or source.text.has_hole or not _IMPORTS & options.keys():
        return
    fault, name = None, str(source.text)
    if is_bundle_name(files.content(name)) and file_name(files.content(name)).lower().endswith(".p7b"):
        fault = StoreImportFault.FORMAT_REFUSED
    elif files.holds_many(name):
        fault = StoreImportFault.FIRST_CERTIFICATE_ONLY
    store = options.get("-keystore")
    yield StoreImport(
        tool=_PROGRAM,
        path=path,
        span=source.span,
        source=name,
        store="" if store is None or store.text.has_hole else str(store.text),
        fault=fault,
        alternative=command.alternative or source.text.has_default,
    )


def _pairs(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Each word with the one behind it; the last one with itself."""
    return zip(words, (*words[1:], *words[-1:]), strict=True)


TOOL = Tool(
    name=_PROGRAM,
    keywords=(b"keytool",),
    vocabulary=Vocabulary(programs=frozenset({_PROGRAM, "openssl"}) | FETCHERS | COPIERS),
    read=read,
)
