"""go.mod: which version of the driver a Go project is built with."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from lint_rds_tls.manifests.go_mod import read


def versions(text: str) -> list[str]:
    found = list(read(PurePath("go.mod"), lambda _: text))
    assert all(each.name == "github.com/microsoft/go-mssqldb" for each in found)
    return [str(each.versions) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("module x\n\nrequire github.com/microsoft/go-mssqldb v1.7.2\n", ["1.7.2"]),
        ("require (\n\tgithub.com/microsoft/go-mssqldb v1.8.2 // indirect\n)\n", ["1.8.2"]),
        ("require (\n\tgithub.com/denisenkom/go-mssqldb v0.12.3\n)\n", ["0.12.3"]),
        ("require github.com/denisenkom/go-mssqldb v0.0.0-20191001013358-cfbb681360f0\n", ["any"]),
        ("module github.com/microsoft/go-mssqldb\n\ngo 1.21\n", []),
        ("// require github.com/microsoft/go-mssqldb v1.7.2\n", []),
        ("require github.com/microsoft/go-mssqldb/azuread v1.0.0\n", []),
        ("", []),
    ],
)
def test_versions(text: str, found: list[str]) -> None:
    assert versions(text) == found


def test_the_place_of_the_version_is_told() -> None:
    text = "require github.com/microsoft/go-mssqldb v1.7.2\n"
    (dependency,) = read(PurePath("a/go.mod"), lambda _: text)
    assert dependency.location is not None
    assert dependency.location.path == "a/go.mod"
    assert text[dependency.location.span.start : dependency.location.span.end] == "v1.7.2"
