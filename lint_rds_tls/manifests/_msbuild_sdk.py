"""What MSBuild and the .NET SDK bring to an evaluation: properties, defaults, and the files they import by name.

Read in dotnet/msbuild (`src/Tasks/Microsoft.Common.props`), dotnet/sdk (`Microsoft.NET.Sdk.props`,
`Microsoft.NET.TargetFrameworkInference.targets`) and NuGet/NuGet.Client (`NuGet.props`).
"""

from __future__ import annotations

import re

from lint_rds_tls.frameworks import parse
from lint_rds_tls.manifests._msbuild_values import UNKNOWN, Value, Written

__all__ = [
    "AFTER_FRAMEWORK",
    "ARCADE",
    "CENTRAL_VERSIONS",
    "COMMON_PROPS",
    "COMMON_TARGETS",
    "ENVIRONMENT",
    "SDK_DEFAULTS",
    "TOOLS",
    "inferred",
    "is_plain",
    "sets_in_arcade",
]

#: Stands for the folder of the build tools, wherever that is; no path of a file system starts like this.
TOOLS = "<tools>/"

#: Set before the first line of a project; None is not known without a machine.
ENVIRONMENT: dict[str, Value] = {
    "msbuildruntimetype": (Written("Core"), Written("Full")),
    **dict.fromkeys(
        (
            "msbuildbinpath",
            "msbuildextensionspath",
            "msbuildextensionspath32",
            "msbuildextensionspath64",
            "msbuildframeworktoolspath",
            "msbuildsdkspath",
            "msbuildtoolspath",
            "msbuildtoolspath32",
            "vctargetspath",
            "vstoolspath",
        ),
        (Written(TOOLS),),
    ),
    **dict.fromkeys(
        (
            "bundlednetcoreapppackageversion",
            "bundlednetcoreapptargetframeworkversion",
            "msbuildassemblyversion",
            "msbuildtoolsversion",
            "msbuildversion",
            "netcoreappmaximumversion",
            "netcoresdkversion",
            "nugetpackageroot",
            "visualstudioversion",
        ),
        UNKNOWN,
    ),
}

#: Tools' files that import Directory.Build.props and Directory.Packages.props, and Directory.Build.targets.
COMMON_PROPS = frozenset({"microsoft.common.props"})
COMMON_TARGETS = frozenset(
    {
        "microsoft.common.targets",
        "microsoft.csharp.targets",
        "microsoft.fsharp.targets",
        "microsoft.visualbasic.targets",
    }
)

#: What the SDK sets where Directory.Build.props did not.
SDK_DEFAULTS = {
    "Configuration": "Debug",
    "Platform": "AnyCPU",
    "OutputType": "Library",
    "UsingMicrosoftNETSdk": "true",
}

#: What the SDK infers from TargetFramework, after the project's own lines.
AFTER_FRAMEWORK = ("targetframeworkidentifier", "targetframeworkversion", "targetplatformidentifier")

#: An SDK that many repositories of Microsoft build upon: it reads `eng/Versions.props` beside `global.json`.
#: Read in dotnet/arcade (`RepoLayout.props`, `DefaultVersions.props` of Microsoft.DotNet.Arcade.Sdk).
ARCADE = "microsoft.dotnet.arcade.sdk"
_ARCADE_NAMES = re.compile(
    r"(default)?net(core|current|framework|minimum|previous|tool)|artifacts|copyright|ispackable|is(unit|integration)?test"
    r"|language|officialbuild|restore|usingtool|visualstudio|.*version\Z"
)

#: An SDK that reads `Packages.props` after a project: central versions before NuGet had them.
CENTRAL_VERSIONS = "microsoft.build.centralpackageversions"

_PLAIN = ("microsoft.net.sdk", "aspire.apphost.sdk", "msbuild.sdk.sqlproj", "mstest.sdk")


def sets_in_arcade(name: str) -> bool:
    """Whether Arcade may set a property, its name in lower case."""
    return _ARCADE_NAMES.match(name) is not None


def is_plain(sdk: str) -> bool:
    """Whether an SDK (`Microsoft.NET.Sdk.Web/8.0`) is Microsoft.NET.Sdk, or that with packages that bring no client."""
    name = sdk.partition("/")[0].lower()
    return name in _PLAIN or name.startswith("microsoft.net.sdk.")


def inferred(framework: str) -> dict[str, str]:
    """What the SDK infers from a short framework name; nothing from one we do not know."""
    found = parse(framework)
    if found is None:
        return {}
    numbers = [*found.version, 0, 0][: max(2, len(found.version))]
    return {
        "TargetFrameworkIdentifier": found.identifier,
        "TargetFrameworkVersion": "v" + ".".join(map(str, numbers)),
        "TargetPlatformIdentifier": found.platform,
    }
