"""MSBuild's evaluation, as far as it decides packages: properties and imports in one pass, then items."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from pathlib import PurePath, PurePosixPath

from lint_rds_tls.manifests._msbuild_conditions import holds
from lint_rds_tls.manifests._msbuild_functions import absolute, joined
from lint_rds_tls.manifests._msbuild_sdk import (
    AFTER_FRAMEWORK,
    ARCADE,
    CENTRAL_VERSIONS,
    COMMON_PROPS,
    COMMON_TARGETS,
    ENVIRONMENT,
    SDK_DEFAULTS,
    TOOLS,
    inferred,
    is_plain,
    sets_in_arcade,
)
from lint_rds_tls.manifests._msbuild_values import EMPTY, UNKNOWN, Value, Written, expand, written
from lint_rds_tls.manifests._xml_tree import Element, Placed, parse
from lint_rds_tls.model import Location

__all__ = ["Evaluation", "Group", "Read"]

#: Gives the text of a file, None where there is none to be read.
Read = Callable[[PurePath], "str | None"]

#: Imports nested deeper than this are no project's.
_DEEPEST = 30


class Group:
    """An ItemGroup that waits for the pass over items."""

    __slots__ = ("certain", "element", "path")

    def __init__(self, element: Element, path: str, certain: bool) -> None:
        self.element = element
        self.path = path  #: of the file it stands in
        self.certain = certain  #: whether it is read in every build


class Evaluation:
    """The first pass over one project: its properties, and the item groups in the order in which they count.

    `given` are properties that nothing in the project can change, such as the TargetFramework of one build of many;
    `machine` is the operating system that builds. A `Scope` for expressions.
    """

    def __init__(self, project: PurePath, read: Read, given: Mapping[str, str], machine: str = "linux") -> None:
        self.project = project.as_posix()
        self.groups: list[Group] = []
        self.opaque = False  #: whether something is imported that only a restore would bring, and could set anything
        self.sdk_style = False
        self.depends_on_machine = False  #: whether anything asked which operating system builds
        self._machine = machine
        self._read = read
        self._given = {name.lower() for name in given}
        self._properties: dict[str, Value] = dict(ENVIRONMENT)
        self._properties.update((name.lower(), (Written(value),)) for name, value in given.items())
        self._properties.update(_reserved(self.project, "msbuildproject"))
        self._files: list[str] = []  # being read, the innermost last
        self._folder = posixpath.dirname(self.project)  # what a relative path in a condition starts from
        self._imported: set[str] = set()
        self._on_arcade = False
        self._common: set[str] = set()
        root = self._tree(self.project)
        if root is not None:
            self._whole(root)

    # --- the scope of expressions ---

    def value(self, name: str) -> Value:
        """The property of this name; empty where nothing sets it."""
        name = name.lower()
        if name.startswith("msbuildthisfile"):
            return _reserved(self._files[-1], "msbuildthisfile").get(name, EMPTY)
        if name == "os":
            return (Written("Windows_NT" if self.machine() == "windows" else "Unix"),)
        found = self._properties.get(name)
        if found is None:
            return UNKNOWN if self.opaque or (self._on_arcade and sets_in_arcade(name)) else EMPTY
        return found

    def machine(self) -> str:
        """The operating system that builds."""
        self.depends_on_machine = True
        return self._machine

    def exists(self, path: str) -> bool | None:
        """Whether there is a file; of folders, and of what lies outside the tree, nothing is known."""
        if not path.strip():
            return False
        if path.startswith(TOOLS):
            return True if posixpath.basename(path.replace("\\", "/")).lower() in COMMON_PROPS else None
        full = joined(self._folder, path)
        if self._text(full) is not None:
            return True
        return False if posixpath.splitext(full)[1] and not path.endswith(("/", "\\")) else None

    def above(self, name: str, start: str) -> str | None:
        """The directory at or above `start` that holds the file `name`; "" where none does."""
        folder = joined(posixpath.dirname(self.project), start)
        if not absolute(folder):
            return None
        for parent in (PurePosixPath(folder), *PurePosixPath(folder).parents):
            if self._text(str(parent / name)) is not None:
                return str(parent)
        return ""

    def reading(self, path: str) -> Evaluation:
        """The same evaluation, its `MSBuildThisFile…` being those of the file at `path`."""
        self._files[:] = [path]
        return self

    # --- files ---

    def _text(self, path: str) -> str | None:
        return self._read(PurePath(path))

    def _tree(self, path: str) -> Element | None:
        text = self._text(path)
        return parse(text) if text is not None else None

    def _whole(self, root: Element) -> None:
        self._files.append(self.project)
        sdks = _sdks(root)
        self.sdk_style = bool(sdks)
        if sdks:
            self._sdk_props(sdks)
        self._children(root, True)
        if sdks:
            self._sdk_targets()
        self._files[:] = [self.project]

    def _file(self, path: str, certain: bool) -> None:
        """Read an imported file where it stands."""
        if path in self._imported or len(self._files) > _DEEPEST:
            return
        tree = self._tree(path)
        if tree is None:
            self.opaque = True
            return
        self._imported.add(path)
        self._files.append(path)
        self._children(tree, certain)
        self._files.pop()

    def _children(self, parent: Element, certain: bool) -> None:
        for element in parent.children:
            read = _READERS.get(element.tag)
            if read is None:
                continue
            held = True if element.tag in ("Choose", "ItemGroup") else self._holds(element)
            if held is not False:
                read(self, element, certain and held is True)

    def _holds(self, element: Element) -> bool | None:
        if element.tag in ("Import", "ImportGroup"):  # their paths start from the file that they stand in
            self._folder = posixpath.dirname(self._files[-1])
        held = holds(element.get("Condition"), self)
        self._folder = posixpath.dirname(self.project)
        return held

    # --- elements ---

    def _property_group(self, group: Element, certain: bool) -> None:
        for element in group.children:
            held = holds(element.get("Condition"), self)
            if held is False:
                continue
            new = written(element.text.text, self._location(element.text), self)
            self._set(element.tag, new, certain and held is True)

    def _item_group(self, group: Element, certain: bool) -> None:
        self.groups.append(Group(group, self._files[-1], certain))

    def _import_group(self, group: Element, certain: bool) -> None:
        self._children(group, certain)

    def _choose(self, choose: Element, certain: bool) -> None:
        for branch in choose.children:
            held = holds(branch.get("Condition"), self)
            if held is False:
                continue
            self._children(branch, certain and held is True)
            if held:
                return
            certain = False

    def _import(self, element: Element, certain: bool) -> None:
        target = element.get("Project") or ""
        if element.get("Sdk") is not None:
            self._sdk_import(element.get("Sdk") or "", target)
            return
        for path in expand(target, self):
            self._import_path(path, certain)

    def _import_path(self, path: str | None, certain: bool) -> None:
        name = posixpath.basename((path or "").replace("\\", "/")).lower()
        if name in COMMON_PROPS:
            self._common_props()
        elif name in COMMON_TARGETS and path is not None and path.startswith(TOOLS):
            self._common_targets()
        elif path is None or path.startswith(TOOLS) or "*" in path:
            self.opaque = self.opaque or path is None
        elif path.strip():
            self._file(joined(posixpath.dirname(self._files[-1]), path), certain)

    def _sdk(self, element: Element, _certain: bool) -> None:
        if len(self._files) > 1:
            self._other_sdk(element.get("Name") or "", "")

    def _sdk_import(self, sdk: str, target: str) -> None:
        if "props" in self._common and "targets" in self._common:
            return
        if len(self._files) > 1:  # a Directory.Build.props that builds upon another SDK
            self._other_sdk(sdk, target)
        elif target.lower() == "sdk.props":
            self._sdk_props([sdk])
        elif target.lower() == "sdk.targets":
            self._sdk_targets()

    # --- what the SDK does around a project ---

    def _sdk_props(self, sdks: list[str]) -> None:
        self.sdk_style = True
        self._common_props()
        self._defaults(SDK_DEFAULTS)
        for sdk in sdks:
            self.opaque = self.opaque or not is_plain(sdk)
            if sdk.lower().startswith("aspire.apphost.sdk"):
                self._defaults({"IsAspireHost": "true"})

    def _other_sdk(self, sdk: str, target: str) -> None:
        name, folder = sdk.partition("/")[0].lower(), posixpath.dirname(self.project)
        if name == ARCADE:
            self._on_arcade = True
            root = self.above("global.json", folder)
            if target.lower() == "sdk.props" and root:
                self._defaults({"RepoRoot": f"{root}/", "RepositoryEngineeringDir": f"{root}/eng/"})
                self._file_if_there(f"{root}/eng/Versions.props")
        elif name == CENTRAL_VERSIONS:
            if target.lower() != "sdk.props" and (above := self.above("Packages.props", folder)):
                self._file_if_there(f"{above}/Packages.props")
        else:
            self.opaque = self.opaque or not is_plain(sdk)

    def _file_if_there(self, path: str) -> None:
        if self._text(path) is not None:
            self._file(path, True)

    def _sdk_targets(self) -> None:
        framework = self.value("TargetFramework")
        if len(framework) == 1 and framework[0].text:
            self._defaults(inferred(framework[0].text))
        elif framework != EMPTY:
            self._properties.update((name, UNKNOWN) for name in AFTER_FRAMEWORK if name not in self._properties)
        self._common_targets()

    def _common_props(self) -> None:
        if "props" not in self._common:
            self._common.add("props")
            self._nearby("Directory.Build.props", "DirectoryBuildProps")
            self._nearby("Directory.Packages.props", "DirectoryPackagesProps")

    def _common_targets(self) -> None:
        self._common_props()
        if "targets" not in self._common:
            self._common.add("targets")
            self._nearby("Directory.Build.targets", "DirectoryBuildTargets")

    def _nearby(self, name: str, setting: str) -> None:
        """Import the nearest file of this name, unless the project says another or none."""
        if any((each.text or "").lower() == "false" for each in self.value(f"Import{setting}")):
            return
        told = self._properties.get(f"{setting}Path".lower(), EMPTY)[0].text
        folder = self.above(name, posixpath.dirname(self.project))
        path = joined(posixpath.dirname(self.project), told) if told else f"{folder}/{name}" if folder else ""
        if path:
            self._defaults({f"{setting}Path": path})
            self._file_if_there(path)

    # --- properties ---

    def _set(self, name: str, new: Value, certain: bool) -> None:
        name = name.lower()
        if name in self._given:
            return
        if not certain:
            new = tuple(dict.fromkeys((*self._properties.get(name, EMPTY), *new)))
        self._properties[name] = new

    def _defaults(self, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            if self._properties.get(name.lower(), EMPTY) == EMPTY:
                self._set(name, (Written(value),), True)

    def _location(self, placed: Placed) -> Location:
        return Location(path=self._files[-1], span=placed.span)


_READERS: dict[str, Callable[[Evaluation, Element, bool], None]] = {
    "PropertyGroup": Evaluation._property_group,
    "ItemGroup": Evaluation._item_group,
    "ImportGroup": Evaluation._import_group,
    "Import": Evaluation._import,
    "Choose": Evaluation._choose,
    "Sdk": Evaluation._sdk,
}


def _sdks(root: Element) -> list[str]:
    names = [name.strip() for name in (root.get("Sdk") or "").split(";") if name.strip()]
    return names + [name for child in root.named("Sdk") if (name := child.get("Name"))]


def _reserved(path: str, prefix: str) -> dict[str, Value]:
    """`MSBuildProject…` or `MSBuildThisFile…` of a file, names in lower case."""
    folder, name = posixpath.split(path)
    stem, extension = posixpath.splitext(name)
    this_file = prefix == "msbuildthisfile"
    values = {
        "fullpath": path,
        "directory": f"{folder}/" if this_file else folder,
        "name": stem,
        "extension": extension,
        "" if this_file else "file": name,
    }
    return {prefix + key: (Written(value),) for key, value in values.items()}
