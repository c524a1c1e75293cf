"""Parameters of a group in the texts of command lines: the short form of `aws`, JSON, PowerShell's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lint_rds_tls.model import Parameter
from lint_rds_tls.text import MappedText

__all__ = ["parameters"]

_OBJECT = re.compile(r"\{[^{}]*\}")
#: `ParameterName=rds.force_ssl`, values with or without quotes; `"ParameterName": "…"`, whose quotes may be escaped.
_MEMBER = re.compile(
    r"""\\?["']?\b(ParameterName|ParameterValue|ApplyMethod)\\?["']?\s*[:=]\s*"""
    r"""(?:\\?"([^"\\]*)\\?"|'([^']*)'|([^,;\s"'{}\[\]]*))""",
    re.IGNORECASE,
)
_NAME, _VALUE, _METHOD = "parametername", "parametervalue", "applymethod"


def parameters(text: MappedText) -> Iterator[Parameter]:
    """The parameters in a text, in order."""
    written = str(text)
    objects = [match.span() for match in _OBJECT.finditer(written)]
    for start, end in objects or _runs(written):
        parts = {
            match[1].lower(): text[slice(*match.span(match.lastindex or 4))]
            for match in _MEMBER.finditer(written, start, end)
        }
        name, value, method = (parts.get(key) for key in (_NAME, _VALUE, _METHOD))
        if name is not None and not name.has_hole:
            yield Parameter(
                name=str(name).lower(),
                value=None if value is None or value.has_hole else value,
                span=text[start:end].span,
                method=method,
                immediate=None if method is None or method.has_hole else str(method).lower() == "immediate",
            )


def _runs(written: str) -> Iterator[tuple[int, int]]:
    """The parts of a short form, each of which names one parameter."""
    starts = [match.start() for match in _MEMBER.finditer(written) if match[1].lower() == _NAME]
    yield from pairwise((*starts, len(written)))
