"""Facts as data files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["load"]


@cache
def load(name: str) -> Any:
    """The content of `<name>.json`; whoever asks must not change it."""
    import json

    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))
