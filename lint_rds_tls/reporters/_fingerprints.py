"""GitHub's `primaryLocationLineHash`: tells an alert again after lines were added above it.

A rolling hash over the 100 UTF-16 units that follow a line's start, spaces and tabs left out, every line end a line
feed, then the end of the file; `:n` counts equal hashes (github/codeql-action, fingerprints).
"""

from __future__ import annotations

from collections import Counter

__all__ = ["line_hashes"]

_WINDOW = 100
_FACTOR = 37
_BITS = (1 << 64) - 1
_END = 65535


def line_hashes(text: str) -> list[str]:
    """The fingerprint of every line of a text."""
    seen: Counter[int] = Counter()
    fingerprints = []
    for value in _hashes(text.replace("\r\n", "\n").replace("\r", "\n")):
        seen[value] += 1
        fingerprints.append(f"{value:x}:{seen[value]}")
    return fingerprints


def _hashes(text: str) -> list[int]:
    """The hash of the window that starts with each line, in order."""
    units: list[int] = []
    starts = [0]
    for line in text.split("\n"):
        units += _units(line.replace(" ", "").replace("\t", ""))
        units.append(10)
        starts.append(len(units))
    units[-1] = _END  # the last line has no line feed
    units += [0] * _WINDOW
    return [_hash(units[start : start + _WINDOW]) for start in starts[:-1]]


def _hash(window: list[int]) -> int:
    value = 0
    for unit in window:
        value = value * _FACTOR + unit & _BITS
    return value


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-le", "surrogatepass")
    return [low | high << 8 for low, high in zip(data[::2], data[1::2], strict=True)]
