"""The configuration: `lint-rds-tls.toml`, or `[tool.lint-rds-tls]` in pyproject.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from lint_rds_tls.model import Level

__all__ = ["Config", "ConfigError", "find", "load"]

_OWN = "lint-rds-tls.toml"
_SHARED = "pyproject.toml"
_KEYS = ("exclude", "fail-on", "rules")
_FAIL_ON = ("note", "warning", "error", "never")
_LEVELS = ("off", "on", "note", "warning", "error")


class ConfigError(Exception):
    """A configuration that cannot be used; the message names the file, the key and what would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the configuration says; the defaults are those of no configuration."""

    path: str = ""  #: of the file, for messages
    exclude: tuple[str, ...] = ()  #: patterns as in .gitignore
    fail_on: str = "warning"
    levels: Mapping[str, Level | None] = field(default_factory=dict)  #: rule to level; None is off


def find(start: Path) -> Path | None:
    """The configuration file of a directory: its own or its nearest parent's; None where there is none."""
    for folder in (start, *start.parents):
        if (folder / _OWN).is_file():
            return folder / _OWN
        shared = folder / _SHARED
        if shared.is_file() and b"tool.lint-rds-tls" in shared.read_bytes():
            return shared
    return None


def load(path: Path, rules: Collection[str]) -> Config:
    """Read a configuration; raises ConfigError. `rules` are the names there are."""
    import tomli

    try:
        document = tomli.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    table = document.get("tool", {}).get("lint-rds-tls", {}) if path.name == _SHARED else document
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.lint-rds-tls must be a table")
    for key in table:
        _known(str(path), "key", key, _KEYS)
    return Config(
        path=str(path),
        exclude=_exclude(path, table.get("exclude", [])),
        fail_on=_one_of(path, "fail-on", table.get("fail-on", "warning"), _FAIL_ON),
        levels=_levels(path, table.get("rules", {}), rules),
    )


def _exclude(path: Path, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f"{path}: exclude must be a list of patterns as in .gitignore")
    return tuple(value)


def _levels(path: Path, table: Any, rules: Collection[str]) -> dict[str, Level | None]:
    if not isinstance(table, dict):
        raise ConfigError(f'{path}: rules must be a table, such as: [rules] encryption-off = "note"')
    levels: dict[str, Level | None] = {}
    for rule, value in table.items():
        _known(str(path), "rule", rule, rules)
        word = _one_of(path, f"rules.{rule}", value, _LEVELS)
        if word != "on":
            levels[rule] = None if word == "off" else Level(word)
    return levels


def _one_of(path: Path, key: str, value: Any, allowed: Collection[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ConfigError(f"{path}: {key} must be one of {', '.join(allowed)}; it is {value!r}")
    return value


def _known(path: str, what: str, name: str, names: Collection[str]) -> None:
    if name not in names:
        near = get_close_matches(name, names, 1)
        raise ConfigError(f"{path}: unknown {what} {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
