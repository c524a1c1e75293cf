"""The configuration file: found upwards, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_rds_tls.config import Config, ConfigError, find, load
from lint_rds_tls.model import Level

RULES = ("encryption-off", "setting-ignored")


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find(below) is None or not find(below).is_relative_to(tmp_path)  # type: ignore[union-attr]
    (tmp_path / "pyproject.toml").write_text("[tool.lint-rds-tls]\n")
    assert find(below) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert find(below) == tmp_path / "pyproject.toml"
    (tmp_path / "a" / "lint-rds-tls.toml").write_text("")
    assert find(below) == tmp_path / "a" / "lint-rds-tls.toml"


@pytest.mark.parametrize(("name", "prefix"), [("lint-rds-tls.toml", ""), ("pyproject.toml", "tool.lint-rds-tls")])
def test_both_files_say_the_same(name: str, prefix: str, tmp_path: Path) -> None:
    head, rules = (f"[{prefix}]\n", f"[{prefix}.rules]\n") if prefix else ("", "[rules]\n")
    path = tmp_path / name
    path.write_text(
        f'{head}exclude = ["old/"]\nfail-on = "error"\n{rules}encryption-off = "note"\nsetting-ignored = "off"\n'
    )
    assert load(path, RULES) == Config(
        path=str(path),
        exclude=("old/",),
        fail_on="error",
        levels={"encryption-off": Level.NOTE, "setting-ignored": None},
    )


def test_on_is_the_rules_own_level(tmp_path: Path) -> None:
    path = tmp_path / "lint-rds-tls.toml"
    path.write_text('[rules]\nencryption-off = "on"\n')
    assert load(path, RULES).levels == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exclud = []", "unknown key 'exclud'; did you mean 'exclude'?"),
        ("exclude = 'a'", "exclude must be a list of patterns as in .gitignore"),
        ("fail-on = 'errors'", "fail-on must be one of note, warning, error, never; it is 'errors'"),
        ("rules = 1", "rules must be a table"),
        ("[rules]\nencryption-off = 'critical'", "rules.encryption-off must be one of off, on, note, warning, error"),
        ("[rules]\nencrypt-off = 'off'", "unknown rule 'encrypt-off'; did you mean 'encryption-off'?"),
        ("a = ", "is not valid TOML"),
    ],
)
def test_mistakes_are_named(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "lint-rds-tls.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as raised:
        load(path, RULES)
    assert str(raised.value).startswith(f"{path}: {message}")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load(tmp_path / "lint-rds-tls.toml", RULES)
