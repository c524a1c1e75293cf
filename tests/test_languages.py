"""Which front-end reads a file."""

from __future__ import annotations

import pytest

from lint_rds_tls.languages import frontend_of, may_read


@pytest.mark.parametrize(
    ("name", "frontend"),
    [("A.CS", "csharp"), ("web.Release.config", "xml"), ("appsettings.json", "json"), ("a.udl", "udl"), ("a.md", None)],
)
def test_front_end_of(name: str, frontend: str | None) -> None:
    found = frontend_of(name)
    assert (found.name if found else None) == frontend


@pytest.mark.parametrize(("name", "read"), [("a.cs", True), ("a.md", False), ("entrypoint", True)])
def test_a_file_without_an_ending_may_have_an_interpreter(name: str, read: bool) -> None:
    assert may_read(name) is read
