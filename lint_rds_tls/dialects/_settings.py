"""Which of several settings of one key wins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lint_rds_tls.model import Setting

__all__ = ["last_wins"]


def last_wins(settings: Iterable[Setting]) -> tuple[Setting, ...]:
    """The settings, those marked that a later one of the same key overrides."""
    settings = list(settings)
    winners = {setting.key: setting for setting in settings}
    return tuple(
        setting if winner is setting else replace(setting, effective=False, overridden_by=winner.span)
        for setting in settings
        for winner in (winners[setting.key],)
    )
