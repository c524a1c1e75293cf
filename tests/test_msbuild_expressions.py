"""MSBuild's properties, conditions and NuGet's versions."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.manifests._msbuild_conditions import holds
from lint_rds_tls.manifests._msbuild_evaluation import Evaluation
from lint_rds_tls.manifests._msbuild_values import expand
from lint_rds_tls.manifests._nuget_versions import asked
from tests.test_msbuild import tree

# --- expressions -----------------------------------------------------------------------------------------------------

SCOPE = Evaluation(
    PurePath("/tree/src/App.csproj"),
    tree(
        src___App__csproj=(
            '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>'
            "<TargetFramework>net8.0</TargetFramework><Name> Sql;Client </Name><One>1</One><Yes>true</Yes>"
            "<Either>a</Either><Either Condition=\"'$(NuGetPackageRoot)' == ''\">b</Either>"
            "</PropertyGroup></Project>"
        ),
        Shared__props="<Project/>",
    ),
    {},
)


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("plain", ("plain",)),
        ("$(One).$(one)", ("1.1",)),
        ("$(Absent)", ("",)),
        ("$(MSBuildVersion)", (None,)),
        ("x$(Either)y", ("xay", "xby")),
        ("@(PackageReference)", (None,)),
        ("%(Identity)", (None,)),
        ("$(Name.Replace(';', ')'))", (" Sql)Client ",)),
        ("$(Name.ToLower().Contains('sql'))", ("True",)),
        ("$(Name.Trim().Substring(4, 2))", ("Cl",)),
        ("$(Name.Substring(40))", (None,)),
        ("$(Name.Split(';')[0])", (None,)),
        ("$(TargetFramework.StartsWith('net8'))", ("True",)),
        ("$(TargetFrameworkIdentifier)$(TargetFrameworkVersion)", (".NETCoreAppv8.0",)),
        ("$([MSBuild]::GetTargetFrameworkVersion('net462'))", ("4.6.2",)),
        ("$([MSBuild]::GetTargetPlatformIdentifier('net8.0-windows7.0'))", ("windows",)),
        ("$([MSBuild]::IsTargetFrameworkCompatible('net8.0', 'netstandard2.1'))", ("True",)),
        ("$([MSBuild]::IsTargetFrameworkCompatible('net462', 'netstandard2.1'))", ("False",)),
        ("$([MSBuild]::IsTargetFrameworkCompatible('net8.0', '$(MSBuildVersion)'))", (None,)),
        ("$([MSBuild]::VersionLessThan('5.1', 'v5.1.1'))", ("True",)),
        ("$([MSBuild]::VersionEquals('5.1.0', '5.1'))", ("True",)),
        ("$([MSBuild]::VersionEquals('five', '5.1'))", (None,)),
        ("$([MSBuild]::NormalizePath('$(MSBuildThisFileDirectory)', '..', 'x'))", ("/tree/x",)),
        ("$([MSBuild]::NormalizeDirectory('/a/', '..\\b'))", ("/b/",)),
        ("$([MSBuild]::GetPathOfFileAbove('Shared.props'))", ("/tree/Shared.props",)),
        ("$([MSBuild]::GetPathOfFileAbove('Absent.props', '$(MSBuildProjectDirectory)'))", ("",)),
        ("$([MSBuild]::GetDirectoryNameOfFileAbove($(MSBuildProjectDirectory), Shared.props))", ("/tree",)),
        ("$([System.IO.Path]::GetFileNameWithoutExtension('a\\b.csproj'))", ("b",)),
        ("$([MSBuild]::ValueOrDefault('$(Absent)', 'other'))", ("other",)),
        ("$([System.DateTime]::UtcNow)", (None,)),
        ("$([MSBuild]::VersionEquals('1'))", (None,)),
        ("$(MSBuildProjectName)$(MSBuildProjectExtension)", ("App.csproj",)),
        ("$(unclosed", ("$(unclosed",)),
        ("$()", (None,)),
    ],
)
def test_properties_are_filled_in(text: str, possible: tuple[str | None, ...]) -> None:
    assert expand(text, SCOPE) == possible


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        (None, True),
        ("  ", True),
        ("'$(One)' == '1.0'", True),
        ("'$(Yes)' == 'ON'", True),
        ("$(Yes)", True),
        ("!$(Yes)", False),
        ("'$(Name)' == ' sql;CLIENT '", True),
        ("'$(Name)' == 'Sql;Client'", False),
        ("'$(Absent)' == '' and '$(One)' != '2'", True),
        ("'$(One)' == '2' or '$(One)' == '1' and '$(Absent)' == 'x'", False),
        ("('$(One)' == '1' or '$(One)' == '2') and !('$(Absent)' == 'x')", True),
        ("$(One) > 0 and 0x1 >= $(One) and '10.0' > '9.0'", True),
        ("'5.10.1' &lt; '5.2'", None),
        ("'5.10.1' < '5.2'", False),
        ("'abc' < 'abd'", None),
        ("Exists('../Shared.props')", True),
        ("exists('..\\Absent.props')", False),
        ("Exists('../folder')", None),
        ("Exists('')", False),
        ("HasTrailingSlash('a\\') And !HasTrailingSlash('a')", True),
        ("'$(MSBuildVersion)' == '17.0'", None),
        ("'$(MSBuildVersion)' == '17.0' and '$(One)' == '2'", False),
        ("'$(MSBuildVersion)' == '17.0' or '$(One)' == '1'", True),
        ("'$(Either)' != 'c'", True),
        ("'$(Either)' == 'a'", None),
        ("'@(Compile)' == ''", None),
        ("%(Identity) == 'x'", None),
        ("$(Name.Contains('(')) == 'false'", True),
        ("'$(One)' == '1", None),
        ("== '1'", None),
        ("'1' ==", None),
        ("('1' == '1'", None),
        ("'1' == '1' '2'", None),
        ("maybe", None),
        ("(" * 500 + "true" + ")" * 500, None),
    ],
)
def test_conditions_hold_or_not_or_only_a_build_knows(condition: str | None, held: bool | None) -> None:
    assert holds(condition, SCOPE) is held


@pytest.mark.parametrize(
    ("written", "versions"),
    [
        ("5.1.3", "5.1.3"),
        (" 5.1.3-preview2 ", "5.1.3-preview2"),
        ("[5.1.3]", "5.1.3"),
        ("[5.1.3,5.1.3]", "5.1.3"),
        ("[5.0,6.0)", ">=5.0,<6.0"),
        ("[5.0, 6.0]", ">=5.0,<6.0.0.1"),
        ("(,5.0)", "<5.0"),
        ("[5.0,)", ">=5.0"),
        ("5.*", ">=5.0,<6.0"),
        ("5.1.*", ">=5.1,<5.2"),
        ("5.1.*-*", ">=5.1,<5.2"),
        ("5.1.0-*", ">=5.1.0-0,<5.1.0.1"),
        ("*", "any"),
        ("*-*", "any"),
        ("", "any"),
        ("$(X)", "any"),
        ("[)", "any"),
    ],
)
def test_versions_are_read_as_nuget_reads_them(written: str, versions: str) -> None:
    assert str(asked(written)) == versions


@given(st.text("$()[]:.'\",;@%!=<>andorExists 01\\/x\0", max_size=60))
@settings(max_examples=400, deadline=None)
def test_expressions_and_conditions_never_raise(text: str) -> None:
    assert holds(text, SCOPE) in (True, False, None)
    assert expand(text, SCOPE)
    assert asked(text) is not None
