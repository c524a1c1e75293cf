"""Tells text that is a document of another language, and text that may say how to connect."""

from __future__ import annotations

import re

__all__ = ["language_of", "may_connect"]

_XML = re.compile(r"\s*<(?:\?xml\b|configuration\b|connectionStrings\b|appSettings\b|SerializableConnectionString\b)")
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:')
#: Pages and files are no databases.
_URL = re.compile(r"jdbc[:-]|r2dbcs?:|(?<![a-z0-9+.-])(?!https?:|ftp:|file:|git|ssh:|wss?:)[a-z][a-z0-9+.-]*://")


def language_of(text: str) -> str | None:
    """`xml` or `json` for the text of a whole document, None for everything else."""
    if _XML.match(text):
        return "xml"
    return "json" if _JSON.match(text) else None


def may_connect(text: str) -> bool:
    """Whether a value holds a pair of name and value, or the start of a connection URL."""
    return "=" in text or _URL.search(text.lower()) is not None
