"""What all tools share: named values of records and words of commands as settings."""

from __future__ import annotations

from collections.abc import Sequence

from lint_rds_tls.model import Entry, Setting
from lint_rds_tls.text import MappedText, Span

__all__ = ["setting", "setting_of", "truth"]

#: Words that say yes and no where a tool takes a truth value.
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def setting(key: str, name: MappedText, value: MappedText, span: Span, *, joint: str = "=") -> Setting:
    """A value under its canonical key; not known where it has a hole."""
    return Setting(key=key, name=name, value=None if value.has_hole else value, span=span, joint=joint)


def setting_of(entries: Sequence[Entry], key: str, *names: str) -> Setting | None:
    """The last entry of one of these names (any case), under its canonical key; None where none is written."""
    lower = {name.lower() for name in names}
    found = [entry for entry in entries if str(entry.name).lower() in lower]
    return setting(key, found[-1].name, found[-1].value, found[-1].span) if found else None


def truth(text: MappedText | None) -> bool | None:
    """Whether a value says yes; None where that is not known."""
    return None if text is None or text.has_hole else _TRUTHS.get(str(text).strip().lower())
