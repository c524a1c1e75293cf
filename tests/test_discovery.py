"""Discovery: which files, in which order, and their text."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_rds_tls.discovery import InputFile, decode, discover, is_binary
from lint_rds_tls.model import Problem


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.cs", "a.cs", "c.txt", "sub/d.cs", "out/e.cs", "sub/keep.cs", "node_modules/f.cs"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / ".gitignore").write_text("out/\n/sub/*.cs\n!/sub/keep.cs\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*given: str, exclude: tuple[str, ...] = (), force: bool = False) -> list[str]:
    found = discover(given, wanted=lambda name: name.endswith(".cs"), exclude=exclude, force_exclude=force)
    return [file.path for file in found if isinstance(file, InputFile)]


@pytest.mark.parametrize("git", [True, False])
def test_a_directory_gives_what_git_would(git: bool) -> None:
    if git:
        subprocess.run(["git", "init", "-q"], check=True)
    assert paths(".") == ["a.cs", "b.cs", "sub/keep.cs"]
    assert paths("sub") == ["sub/keep.cs"]


def test_no_program_that_the_tree_names_is_run(tree: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    (tree / "monitor").write_text(f"#!/bin/sh\ntouch {tree}/was-run\n")
    (tree / "monitor").chmod(0o755)
    subprocess.run(["git", "config", "core.fsmonitor", str(tree / "monitor")], check=True)
    assert paths(".") == ["a.cs", "b.cs", "sub/keep.cs"]
    assert not (tree / "was-run").exists()


def test_a_folder_that_cannot_be_read_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = list(discover(["."], wanted=lambda name: name.endswith(".cs")))
    assert [each.path for each in found] == ["a.cs", "b.cs", "sub"]
    assert found[-1] == Problem(path="sub", message="cannot be read: Permission denied")


def test_git_that_does_not_answer_is_done_without(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tree))
    assert paths(".") == ["a.cs", "b.cs", "sub/keep.cs"]


def test_what_is_named_is_taken_whatever_it_is_called_and_once() -> None:
    assert paths("c.txt", "out/e.cs", "a.cs", ".") == ["c.txt", "out/e.cs", "a.cs", "b.cs", "sub/keep.cs"]


def test_exclude_holds_for_named_files_only_if_forced() -> None:
    assert paths(".", "sub/d.cs", exclude=("sub/",)) == ["a.cs", "b.cs", "sub/d.cs"]
    assert paths(".", "sub/d.cs", exclude=("sub/",), force=True) == ["a.cs", "b.cs"]


def test_links_are_followed_to_files_and_not_in_circles(tree: Path) -> None:
    (tree / "loop").symlink_to(tree)
    (tree / "z.cs").symlink_to(tree / "a.cs")
    (tree / "broken.cs").symlink_to(tree / "nowhere")
    assert paths(".") == ["a.cs", "b.cs", "sub/keep.cs"]


def test_a_path_that_is_not_there_is_a_problem() -> None:
    (problem,) = discover(["nowhere"], wanted=lambda _: True)
    assert problem == Problem(path="nowhere", message="does not exist")


def test_paths_outside_the_working_directory_are_relative_too(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "sub")
    assert paths("../a.cs", str(tree / "b.cs")) == ["../a.cs", "../b.cs"]


def test_a_file_too_large_is_not_read(tree: Path) -> None:
    with (tree / "big.cs").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    (file_,) = discover(["big.cs"], wanted=lambda _: True)
    assert isinstance(file_, InputFile)
    with pytest.raises(OSError, match="larger than 20 MiB"):
        file_.read()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_raises(tree: Path) -> None:
    (tree / "a.cs").chmod(0)
    with pytest.raises(PermissionError):
        InputFile(path="a.cs", location=tree / "a.cs").read()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("ä".encode(), "ä"),
        ("ä".encode("utf-8-sig"), "ä"),
        ("ä".encode("utf-16"), "ä"),
        ("\ufeffä".encode("utf-16-be"), "ä"),
        ("\ufeffä".encode("utf-32-le"), "ä"),
        ("ä".encode("cp1252"), "ä"),
        ('<?xml encoding="iso-8859-5"?>Д'.encode("iso-8859-5"), '<?xml encoding="iso-8859-5"?>Д'),
        ('<?xml encoding="no-such"?>ä'.encode("cp1252"), '<?xml encoding="no-such"?>ä'),
    ],
)  # fmt: skip
def test_decode(data: bytes, text: str) -> None:
    assert decode(data, "a") == (text, None)


def test_what_cannot_be_decoded_is_told_and_the_rest_is_kept() -> None:
    text, problem = decode(b"\xef\xbb\xbfab\xff", "a.cs")
    assert text == "ab\N{REPLACEMENT CHARACTER}"
    assert problem == Problem(path="a.cs", message="is not valid utf-8 at byte 5; the rest was read", fatal=False)


@pytest.mark.parametrize(("data", "binary"), [(b"a\0b", True), ("a".encode("utf-16"), False), (b"", False)])
def test_is_binary(data: bytes, binary: bool) -> None:
    assert is_binary(data) is binary
