"""The values of string literals, whatever the language: the kind of the token tells how it is written."""

from __future__ import annotations

from lint_rds_tls.frontends._code.parts import Part
from lint_rds_tls.frontends._csharp import strings as _csharp_strings
from lint_rds_tls.frontends._jvm import java_strings as _java_strings
from lint_rds_tls.frontends._jvm import strings as _jvm_strings

__all__ = ["literal", "text_of"]


def literal(source: str, start: int, end: int, kind: str) -> list[Part]:
    """The value of the token of this kind between two places."""
    if kind in _jvm_strings.FORMS:
        return list(_jvm_strings.text(source, start, end, kind))
    if kind == "JAVA_STRING":
        return _java_strings.string(source, start, end)
    if kind == "JAVA_BLOCK":
        return _java_strings.block(source, start, end)
    return _csharp_strings.literal(source, start, end, kind)


def text_of(parts: list[Part]) -> str:
    """The value as plain text."""
    return parts[0].text if len(parts) == 1 else "".join(part.text for part in parts)
