"""What tools that read Kubernetes manifests share: which objects those are, and how sure what they say is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lint_rds_tls.model import Entry, Fragment
from lint_rds_tls.text import Span
from lint_rds_tls.tools._entries import documents, key_path, said

__all__ = ["Manifest", "manifests"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """An object of a cluster."""

    kind: str
    name: str  #: as the manifest calls it; "" where not known
    span: Span  #: of its kind
    entries: Sequence[Entry]
    complete: bool  #: what is not said is not set
    patched: bool  #: part of a composition, of which patches may change what it says


def manifests(fragments: Iterable[Fragment], groups: Sequence[str]) -> Iterator[Manifest]:
    """The objects of these API groups, in any version."""
    for record in documents(fragments):
        group = said(record.entries, "apiVersion").partition("/")[0]
        kind = next((entry for entry in record.entries if str(entry.name) == "kind"), None)
        if group not in groups or kind is None or kind.value.has_hole:
            continue
        names = {str(entry.name) for entry in record.entries}
        patched = key_path(record)[-1:] == ("base",)
        yield Manifest(
            kind=str(kind.value),
            name=said(record.entries, "metadata.name"),
            span=kind.value.span,
            entries=record.entries,
            complete=not record.truncated and not patched and "spec" not in names,
            patched=patched,
        )
