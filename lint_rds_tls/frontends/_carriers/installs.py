"""The packages that lines of shell install, by the package managers of systems and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["installed"]

#: A manager, its options and verb, and the words up to the end of the command; backslashes join lines.
_INSTALL = re.compile(
    r"\b(?:apt-get|apt|aptitude|yum|dnf|microdnf|tdnf|zypper|apk|brew|choco|winget|scoop|pip3?|npm|conda|go|"
    r"dotnet[ \t]+tool|Install-Module|Install-Package)\b"
    r"(?P<line>(?:[^\r\n;&|\\]|\\(?:\r\n|[\s\S]))*)"
)
_VERBS = frozenset({"install", "add", "in", "upgrade", "update"})
_VERBLESS = ("install-module", "install-package")
_WORD = re.compile(r"[^\s\"'`\\]+")


def installed(text: str) -> Iterator[str]:
    """The names of packages, in order; versions (`=18.2`, `@v1`) are left on them."""
    if "nstall" not in text and " add " not in text:
        return
    for match in _INSTALL.finditer(text):
        words = _WORD.findall(match["line"])
        verb = match[0].lower().startswith(_VERBLESS)
        for word in words:
            if word.startswith("-"):
                continue
            if not verb:
                verb = word in _VERBS
            elif word[0].isalnum():
                yield word
