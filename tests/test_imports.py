"""Imports point down only, siblings stay apart, and each third-party library has one home."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "lint_rds_tls"
MODULES = {
    ".".join(["lint_rds_tls", *path.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
#: From the bottom up; a module may import from lower layers, and from its own only in PEERS.
LAYERS = (
    ("text", "versions", "frameworks", "endpoints"),
    ("model", "grammar", "secrets", "data", "anchors"),
    ("frontends", "dialects", "tools", "formats", "drivers", "rules", "reporters", "manifests", "views"),
    ("registry",),
    ("discovery", "languages", "bundles", "prefilter", "config", "suppress", "fixes", "remedies", "sessions"),
    ("dependencies", "clients", "judge", "stores", "rotation"),
    ("engine",),
    ("explain", "inventory", "ca"),
    ("cli",),
    ("__main__",),
)
PLUGINS = LAYERS[2]
PEERS = {("model", "grammar"), ("frameworks", "versions"), ("data", "data"), ("anchors", "model"), ("anchors", "data")}
HOMES = {
    "cryptography": {"formats._x509"},
    "lark": {"grammar"},
    "tomli": {"config", "frontends.toml", "manifests._gradle_catalogs"},
    "pathspec": {"discovery"},
    "yaml": {"frontends.yaml"},
    "libcst": {f"frontends._python.{name}" for name in ("calls", "containers", "expressions", "tree", "walk")},
}


def imported(module: str) -> set[str]:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def area(module: str) -> str:
    return [*module.split("."), ""][1]


def layer(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if name in names)


@pytest.mark.parametrize("module", [module for module in MODULES if "." in module])
def test_imports_point_down(module: str) -> None:
    here = area(module)
    for name in imported(module):
        there = area(name)
        if not name.startswith("lint_rds_tls.") or there == here or there == "__version__":
            continue
        assert layer(there) < layer(here) or (here, there) in PEERS, f"{module} imports {name}"


@pytest.mark.parametrize("module", [module for module in MODULES if area(module) in PLUGINS and module.count(".") > 1])
def test_plugins_share_only_underscored_modules(module: str) -> None:
    package = ".".join(module.split(".")[:2])
    for name in imported(module) & MODULES.keys():
        if name.startswith(package + ".") and name != module:
            assert name.removeprefix(f"{package}.").startswith("_"), f"{module} imports its sibling {name}"


@pytest.mark.parametrize("module", MODULES)
def test_third_party_libraries_have_one_home(module: str) -> None:
    roots = {name.partition(".")[0] for name in imported(module)} - set(sys.stdlib_module_names) - {"lint_rds_tls"}
    for root in roots:
        assert module.removeprefix("lint_rds_tls.") in HOMES.get(root, ()), f"{module} imports {root}"
