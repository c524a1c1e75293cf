"""Tells text that is a document of another language, so that it can be read as one."""

from __future__ import annotations

import re

__all__ = ["language_of"]

_XML = re.compile(r"\s*<(?:\?xml\b|configuration\b|connectionStrings\b|appSettings\b|SerializableConnectionString\b)")
_JSON = re.compile(r'\s*\{\s*"[^"\n]*"\s*:')


def language_of(text: str) -> str | None:
    """`xml` or `json` for the text of a whole document, None for everything else."""
    if _XML.match(text):
        return "xml"
    return "json" if _JSON.match(text) else None
