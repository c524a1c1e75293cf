"""The registry finds plug-ins by their one constant and refuses mistakes."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from lint_rds_tls import registry
from lint_rds_tls.model import Level, Rule

_MODULE = """
from lint_rds_tls.model import Level, Rule
RULE = Rule(name={name!r}, summary="s", level=Level.NOTE, cwe=None, security_severity=1.0, manual="m",
            check=lambda case: ())
"""


def _package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, modules: dict[str, str]) -> ModuleType:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    return __import__(name)


def test_one_constant_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package(
        tmp_path, monkeypatch, "plugins_good", {"b": _MODULE.format(name="b"), "a": _MODULE.format(name="a"), "_c": ""}
    )
    found = registry.collect(package, "RULE", Rule)
    assert list(found) == ["a", "b"]
    assert found["a"].level is Level.NOTE


def test_a_module_without_its_constant_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package(tmp_path, monkeypatch, "plugins_bare", {"a": "RULE = 'no rule'"})
    with pytest.raises(registry.RegistryError, match=r"plugins_bare\.a has no RULE of type Rule"):
        registry.collect(package, "RULE", Rule)


def test_two_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package(
        tmp_path, monkeypatch, "plugins_twice", {"a": _MODULE.format(name="x"), "b": _MODULE.format(name="x")}
    )
    with pytest.raises(registry.RegistryError, match="named 'x' exists already"):
        registry.collect(package, "RULE", Rule)


def test_every_plugin_is_named_after_its_module() -> None:
    for plugins in (
        registry.all_frontends(),
        registry.all_dialects(),
        registry.all_drivers(),
        registry.all_rules(),
        registry.all_reporters(),
    ):
        for name, plugin in plugins.items():
            function = getattr(plugin, "read", None) or getattr(plugin, "check", None) or getattr(plugin, "write", None)
            if function is not None:
                assert function.__module__.rpartition(".")[2] == name.replace("-", "_")
