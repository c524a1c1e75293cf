"""Whose packages count for a file: those of the nearest project, read once, from this tree only."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePath

import pytest

from lint_rds_tls.dependencies import Dependencies
from lint_rds_tls.model import Dependency, Told

REFERENCE = '<ItemGroup><PackageReference Include="{}" Version="{}" /></ItemGroup>'


def project(name: str, version: str, head: str = "") -> str:
    return (
        f'<Project Sdk="Microsoft.NET.Sdk">{head}<PropertyGroup><TargetFramework>net8.0</TargetFramework>'
        f"</PropertyGroup>{REFERENCE.format(name, version)}</Project>"
    )


class Tree:
    """Files in memory below /repo, and what was asked of them."""

    def __init__(self, files: dict[str, str | bytes]) -> None:
        self.files = {f"/{name}": text.encode() if isinstance(text, str) else text for name, text in files.items()}
        self.asked: Counter[str] = Counter()

    def names(self, folder: PurePath) -> Iterable[str]:
        self.asked[folder.as_posix()] += 1
        start = folder.as_posix().rstrip("/") + "/"
        return {name[len(start) :].partition("/")[0] for name in self.files if name.startswith(start)}

    def read(self, path: PurePath) -> bytes | None:
        self.asked[path.as_posix()] += 1
        return self.files.get(path.as_posix())

    def dependencies(self, root: str = "/repo") -> Dependencies:
        return Dependencies(PurePath(root), self.names, self.read, lambda path: path.removeprefix("/repo/"))


def told(dependencies: Iterable[Dependency]) -> list[tuple[str, str, str]]:
    return [
        (each.name, str(each.versions), each.location.path if each.location else "")
        for each in dependencies
        if each.told is Told.REFERENCED
    ]


def test_the_nearest_project_upward_counts() -> None:
    near = Tree(
        {
            "repo/App.csproj": project("Outer", "1.0"),
            "repo/src/Data/Data.csproj": project("Inner", "2.0"),
            "repo/src/Data/Sql/Deep/Db.cs": "",
            "repo/src/Other/Db.cs": "",
        }
    ).dependencies()
    assert told(near.near("/repo/src/Data/Sql/Deep/Db.cs")) == [("Inner", "2.0", "src/Data/Data.csproj")]
    assert told(near.near("/repo/src/Data/Db.cs")) == [("Inner", "2.0", "src/Data/Data.csproj")]
    assert told(near.near("/repo/src/Other/Db.cs")) == [("Outer", "1.0", "App.csproj")]


def test_several_projects_in_one_directory_count_together() -> None:
    near = Tree(
        {
            "repo/B.vbproj": project("B", "2.0"),
            "repo/A.csproj": project("A", "1.0"),
            "repo/packages.config": '<packages><package id="C" version="3.0"/></packages>',
            "repo/A.deps.json": "{}",
        }
    ).dependencies()
    assert sorted(told(near.near("/repo/web.config"))) == [
        ("A", "1.0", "A.csproj"),
        ("B", "2.0", "B.vbproj"),
        ("C", "3.0", "packages.config"),
    ]


def test_where_there_is_no_project_there_are_no_packages() -> None:
    tree = Tree({"repo/src/App/App.csproj": project("A", "1.0"), "repo/Directory.Packages.props": "<Project/>"})
    assert tree.dependencies().near("/repo/docker-compose.yml") == ()
    assert tree.dependencies().near("/repo/src/appsettings.json") == ()


def test_nothing_outside_the_root_is_looked_at() -> None:
    tree = Tree(
        {
            "Directory.Build.props": f"<Project>{REFERENCE.format('Outside', '1.0')}</Project>",
            "App.csproj": project("Outside", "1.0"),
            "repo/App/App.csproj": project("A", "1.0", '<Import Project="../../outside.props"/>'),
            "outside.props": f"<Project>{REFERENCE.format('Outside', '2.0')}</Project>",
            "repo/Db.cs": "",
        }
    )
    dependencies = tree.dependencies()
    assert dependencies.near("/repo/Db.cs") == ()
    assert dependencies.near("/Db.cs") == ()
    assert dependencies.near("/repository/Db.cs") == ()
    assert told(dependencies.near("/repo/App/Db.cs")) == [("A", "1.0", "App/App.csproj")]
    assert [path for path in tree.asked if not path.startswith("/repo")] == []


def test_every_file_is_read_once_and_only_when_asked_for() -> None:
    files: dict[str, str | bytes] = {f"repo/src/P{number}/P.csproj": project("A", f"{number}.0") for number in range(9)}
    files["repo/Directory.Build.props"] = "<Project/>"
    tree = Tree(files)
    dependencies = tree.dependencies()
    assert tree.asked == {}
    for _ in range(2):
        for number in range(3):
            assert told(dependencies.near(f"/repo/src/P{number}/Data/Db.cs")) == [
                ("A", f"{number}.0", f"src/P{number}/P.csproj")
            ]
    assert set(tree.asked.values()) == {1}
    assert {path for path in tree.asked if path.endswith(".csproj")} == {
        f"/repo/src/P{number}/P.csproj" for number in range(3)
    }


@pytest.mark.parametrize(
    "encoded",
    [
        codecs.BOM_UTF8 + project("Pakét", "1.0").encode(),
        codecs.BOM_UTF16_LE + project("Pakét", "1.0").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + project("Pakét", "1.0").encode("utf-16-be"),
        project("Pakét", "1.0").encode("latin-1"),
        codecs.BOM_UTF8 + project("Pakét", "1.0").replace("><", ">\r\n<").encode(),
    ],
)
def test_byte_order_marks_are_no_part_of_the_text(encoded: bytes) -> None:
    (found,) = Tree({"repo/App.csproj": encoded}).dependencies().near("/repo/Db.cs")
    assert (found.name, str(found.versions)) == ("Pakét", "1.0")
    assert found.location is not None
    text = project("Pakét", "1.0")
    text = text.replace("><", ">\r\n<") if b"\r\n" in encoded else text
    assert text[found.location.span.start : found.location.span.end] == "1.0"


def test_projects_made_on_windows_do_not_mind_case() -> None:
    near = Tree(
        {
            "repo/App.CSPROJ": project("A", "$(V)", r'<Import Project=".\Shared\Common.Props"/>'),
            "repo/Shared/common.props": "<Project/>",
            "repo/directory.build.props": "<Project><PropertyGroup><V>1.5</V></PropertyGroup></Project>",
        }
    ).dependencies()
    assert told(near.near("/repo/Db.cs")) == [("A", "1.5", "directory.build.props")]


@pytest.mark.parametrize("broken", [b"", b"\0\xff\xfe", b"<Project", b"<Project>" * 200, codecs.BOM_UTF16_LE + b"<\0P"])
def test_a_broken_project_has_no_packages(broken: bytes) -> None:
    assert Tree({"repo/App.csproj": broken}).dependencies().near("/repo/Db.cs") == ()


def test_on_disk_paths_are_reported_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src" / "App" / "obj").mkdir(parents=True)
    (tmp_path / "src" / "App" / "App.csproj").write_text(project("A", "$(V)"), encoding="utf-8-sig")
    (tmp_path / "Directory.Build.props").write_text("<Project><PropertyGroup><V>1.5</V></PropertyGroup></Project>")
    (tmp_path / "src" / "App" / "Folder.csproj").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    dependencies = Dependencies.on_disk("..")
    assert told(dependencies.near("App/Db.cs")) == [("A", "1.5", "../Directory.Build.props")]
    assert dependencies.near("Db.cs") == ()
    assert dependencies.near("absent/folder/Db.cs") == ()
