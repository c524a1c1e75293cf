"""Which packages projects use: every shape in fixtures/manifests, and MSBuild's own evaluation of real projects."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

import pytest

from lint_rds_tls.manifests import msbuild
from lint_rds_tls.manifests._nuget_versions import asked
from lint_rds_tls.manifests._xml_tree import parse
from lint_rds_tls.model import Dependency, Told
from lint_rds_tls.registry import all_manifests
from lint_rds_tls.text import Lines

FIXTURES = Path(__file__).parent.parent / "fixtures" / "manifests"
RECORDED = Path(__file__).parent / "recorded" / "project-packages.jsonl"


def reader(root: Path) -> Callable[[PurePath], str | None]:
    """Reads `/tree/…` from below `root`."""

    def read(path: PurePath) -> str | None:
        place = root / path.relative_to("/tree") if path.is_relative_to("/tree") else root
        return place.read_text(encoding="utf-8-sig") if place.is_file() else None

    return read


def tree(**files: str) -> Callable[[PurePath], str | None]:
    """Reads from memory: the names of files with `__` for a dot and a slash doubled as `___`."""
    named = {f"/tree/{name.replace('___', '/').replace('__', '.')}": text for name, text in files.items()}
    return lambda path: named.get(path.as_posix())


def project(body: str, framework: str = "net8.0") -> str:
    return (
        f'<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>{framework}</TargetFramework>'
        f"</PropertyGroup>{body}</Project>"
    )


def packages(read: Callable[[PurePath], str | None], path: str = "/tree/App.csproj") -> list[tuple[str, str, bool]]:
    """Name, versions and certainty of what the project at `path` refers to itself."""
    found = msbuild.read(PurePath(path), read)
    return [(each.name, str(each.versions), each.certain) for each in found if each.told is Told.REFERENCED]


# --- the shapes ------------------------------------------------------------------------------------------------------


def lines_of(folder: Path) -> Iterator[str]:
    """What every project file of a folder says, one line a dependency, with the place where it is written."""
    read = reader(folder)
    for path in sorted(folder.rglob("*")):
        for manifest in all_manifests().values():
            if any(fnmatchcase(path.name, pattern) for pattern in manifest.patterns):
                shown = path.relative_to(folder).as_posix()
                for each in manifest.read(PurePath("/tree", shown), read):
                    yield f"{shown} {line_of(each, read)}"


def line_of(dependency: Dependency, read: Callable[[PurePath], str | None]) -> str:
    marks = "" if dependency.told is Told.REFERENCED else f" {dependency.told.value}"
    marks += f" depth {dependency.depth}" if dependency.depth else ""
    marks += "" if dependency.certain else " possible"
    place = dependency.location
    assert place is not None
    text = read(PurePath(place.path))
    assert text is not None
    line, column = Lines(text).position(place.span.start)
    written = text[place.span.start : place.span.end]
    where = f"{PurePath(place.path).relative_to('/tree').as_posix()}:{line}:{column} {written}"
    return f"[{dependency.framework}] {dependency.name} {dependency.versions}{marks} at {where}"


SHAPES = sorted(folder.name for folder in FIXTURES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_says_what_is_expected(shape: str) -> None:
    expected = (FIXTURES / shape / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert list(lines_of(FIXTURES / shape)) == expected


# --- what others measured --------------------------------------------------------------------------------------------


def test_real_projects_are_read_as_msbuild_reads_them() -> None:
    trees = os.environ.get("LINT_RDS_TLS_TREES")
    if not trees:
        pytest.skip("set LINT_RDS_TLS_TREES to a folder of repositories: tests/recorded/README-project-packages.md")
    rows = [json.loads(line) for line in RECORDED.read_text(encoding="utf-8").splitlines()]
    tracked = {name for row in rows for found in row["packages"].values() for name in found}
    outcomes: Counter[str] = Counter()
    wrong: list[object] = []
    for row in rows:
        read = reader(Path(trees, row["repo"].replace("/", "__")))
        found = [
            each
            for each in msbuild.read(PurePath("/tree", row["project"]), read)
            if each.told is Told.REFERENCED and not each.depth and each.name in tracked
        ]
        for framework, wanted in row["packages"].items():
            for outcome in compare(framework, wanted, found):
                outcomes[outcome] += 1
                if outcome == "wrong":
                    wrong.append((row["repo"], row["project"], framework, wanted, found))
    assert wrong == []
    assert outcomes == {
        "nothing, as recorded": 200,
        "as recorded": 141,
        "as recorded, framework not known": 1,
        "a version where the recording has none": 8,
    }


def compare(framework: str, wanted: dict[str, str | None], found: list[Dependency]) -> Iterator[str]:
    """How what was found for a framework of a project relates to what is recorded."""
    short = {"v4.8": "net48"}.get(framework, framework)
    here = {(each.name, str(each.versions), each.certain) for each in found if each.framework == short}
    anywhere = {(each.name, str(each.versions), each.certain) for each in found if not each.framework}
    names = {name for name, _, _ in here | anywhere}
    if names - wanted.keys():
        yield "wrong"
    if not wanted and not names:
        yield "nothing, as recorded"
    for name, version in wanted.items():
        answers = {(versions, certain) for known, versions, certain in here | anywhere if known == name}
        if version is None:
            yield "a version where the recording has none" if answers else "wrong"
        elif answers != {(str(asked(version)), True)}:
            yield "wrong"
        else:
            yield "as recorded, framework not known" if not here else "as recorded"


# --- single matters --------------------------------------------------------------------------------------------------


def test_a_reference_without_a_version_is_of_any_version() -> None:
    body = '<ItemGroup><PackageReference Include="Microsoft.Data.SqlClient"/></ItemGroup>'
    assert packages(tree(App__csproj=project(body))) == [("Microsoft.Data.SqlClient", "any", True)]


def test_the_last_certain_update_wins_and_a_doubtful_one_adds() -> None:
    body = (
        '<ItemGroup><PackageReference Include="A;B" Version="1.0"/><PackageReference Include="C.D" Version="1.0"/>'
        '<PackageReference Update="a" Version="2.0"/><PackageReference Update="C.*"><Version>3.0</Version>'
        '</PackageReference><PackageReference Update="B" Version="4.0" Condition="\'$(MSBuildVersion)\' == \'17\'"/>'
        "</ItemGroup>"
    )
    assert packages(tree(App__csproj=project(body))) == [
        ("A", "2.0", True),
        ("B", "1.0", False),
        ("B", "4.0", False),
        ("C.D", "3.0", True),
    ]


def test_a_doubtful_removal_leaves_a_package_possible() -> None:
    body = (
        '<ItemGroup><PackageReference Include="A;B" Version="1.0"/>'
        '<PackageReference Remove="A" Condition="$(MSBuildRuntimeType) == \'Core\'"/><PackageReference Remove="B"/>'
        "</ItemGroup>"
    )
    assert packages(tree(App__csproj=project(body))) == [("A", "1.0", False)]


def test_items_see_properties_that_are_set_below_them() -> None:
    body = (
        '<ItemGroup Condition="\'$(Late)\' == \'yes\'"><PackageReference Include="A" Version="$(V)"/></ItemGroup>'
        "<PropertyGroup><Late>yes</Late><V>2.5</V></PropertyGroup>"
    )
    assert packages(tree(App__csproj=project(body))) == [("A", "2.5", True)]


def test_properties_see_only_what_stands_above_them() -> None:
    body = (
        "<PropertyGroup><A>1$(B)</A><B>2</B></PropertyGroup>"
        '<ItemGroup><PackageReference Include="A" Version="$(A).0"/></ItemGroup>'
    )
    assert packages(tree(App__csproj=project(body))) == [("A", "1.0", True)]


def test_nothing_changes_the_framework_that_is_given_in_each_build_of_many() -> None:
    text = (
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFrameworks> net8.0; net9.0;</TargetFrameworks>'
        "<TargetFramework>net5.0</TargetFramework></PropertyGroup><ItemGroup>"
        '<PackageReference Include="A" Version="1.0" Condition="\'$(TargetFramework)\' == \'net9.0\'"/>'
        "</ItemGroup></Project>"
    )
    found = msbuild.read(PurePath("/tree/App.csproj"), tree(App__csproj=text))
    assert [(each.framework, each.name) for each in found] == [("net9.0", "A")]


def test_a_missing_import_makes_what_it_may_set_doubtful() -> None:
    body = (
        '<Import Project="../absent.props"/><ItemGroup>'
        '<PackageReference Include="A" Version="1.0" Condition="\'$(Unset)\' == \'\'"/></ItemGroup>'
    )
    assert packages(tree(App__csproj=project(body))) == [("A", "1.0", False)]


def test_imports_in_a_circle_end() -> None:
    read = tree(
        App__csproj=project('<Import Project="a.props"/>'),
        a__props='<Project><Import Project="b.props"/><ItemGroup><PackageReference Include="A" Version="1.0"/>'
        "</ItemGroup></Project>",
        b__props='<Project><Import Project="a.props"/></Project>',
    )
    assert packages(read) == [("A", "1.0", True)]


def test_directory_build_props_may_be_turned_off_or_be_another_file() -> None:
    def read(head: str) -> Callable[[PurePath], str | None]:
        group = '<Project><ItemGroup><PackageReference Include="{}" Version="1.0"/></ItemGroup></Project>'
        return tree(
            App__csproj=f'<Project>{head}<Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk"/>'
            '<Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk"/></Project>',
            Directory__Build__props=group.format("Nearest"),
            Other__props=group.format("Other"),
        )

    def setting(name: str, value: str) -> str:
        return f"<PropertyGroup><{name}>{value}</{name}></PropertyGroup>"

    assert packages(read("")) == [("Nearest", "1.0", True)]
    assert packages(read(setting("ImportDirectoryBuildProps", "false"))) == []
    assert packages(read(setting("DirectoryBuildPropsPath", "Other.props"))) == [("Other", "1.0", True)]


def test_an_assets_file_counts_where_it_is_of_this_project() -> None:
    def assets(name: str) -> str:
        return json.dumps(
            {
                "version": 3,
                "targets": {
                    "net8.0": {"Microsoft.Data.SqlClient/5.1.6": {"type": "package"}, "Lib/1.0.0": {"type": "project"}},
                    "net8.0/linux-x64": {"Microsoft.Data.SqlClient/5.1.7": {"type": "package"}},
                },
                "project": {"restore": {"projectPath": f"C:\\src\\{name}"}},
            }
        )

    def resolved(text: str) -> list[tuple[str, str, str]]:
        read = tree(App__csproj=project(""), obj___project__assets__json=text)
        found = [each for each in msbuild.read(PurePath("/tree/App.csproj"), read) if each.told is Told.RESOLVED]
        return [
            (each.name, str(each.versions), text[each.location.span.start : each.location.span.end])
            for each in found
            if each.location is not None
        ]

    assert resolved(assets("App.csproj")) == [("Microsoft.Data.SqlClient", "5.1.6", "5.1.6")]
    assert resolved(assets("Other.csproj")) == []
    assert resolved("{") == []
    assert resolved("[" * 100_000) == []


# --- bad input -------------------------------------------------------------------------------------------------------


def test_a_document_that_declares_entities_is_not_read() -> None:
    assert parse('<!DOCTYPE p [<!ENTITY a "b">]><Project>&a;</Project>') is None
    assert packages(tree(App__csproj='<!DOCTYPE p [<!ENTITY a SYSTEM "file:///x">]><Project>&a;</Project>')) == []


def test_what_stands_before_a_mistake_is_read() -> None:
    text = project('<ItemGroup><PackageReference Include="A" Version="1.0"/>')[: -len("</Project>")]
    assert packages(tree(App__csproj=text)) == [("A", "1.0", True)]


def test_places_are_exact_beyond_ascii_entities_and_comments() -> None:
    text = "<p>\U0001f600é<a  b = ' &quot;ü ' c='1'/><d> <!-- no --> x&amp;y </d><e>5<!-- -->1</e></p>"
    root = parse(text)
    assert root is not None
    a, d, e = root.children
    assert (a.attributes["b"].text, text[a.attributes["b"].span.start : a.attributes["b"].span.end]) == (
        ' "ü ',
        "&quot;ü",
    )
    assert text[a.attributes["c"].span.start : a.attributes["c"].span.end] == "1"
    assert (d.text.text, text[d.text.span.start : d.text.span.end]) == ("  x&y ", "<!-- no --> x&amp;y")
    assert (e.text.text, text[e.text.span.start : e.text.span.end]) == ("51", "5<!-- -->1")


def cut(whole: Callable[[PurePath], str | None], place: PurePath, text: str) -> Callable[[PurePath], str | None]:
    return lambda path: text if path == place else whole(path)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_project_cut_anywhere_never_raises(shape: str) -> None:
    whole = reader(FIXTURES / shape)
    for path in sorted((FIXTURES / shape).rglob("*.*proj")):
        text = path.read_text(encoding="utf-8")
        place = PurePath("/tree", path.relative_to(FIXTURES / shape).as_posix())
        for length in range(0, len(text), 29):
            list(msbuild.read(place, cut(whole, place, text[:length])))
