"""Maven's project files as far as they decide packages: inheritance, properties, profiles, one project by another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath

from lint_rds_tls.manifests._jvm_values import Value, Written, doubted, joined, unknown
from lint_rds_tls.manifests._xml_tree import Element, Placed, parse
from lint_rds_tls.model import Location

__all__ = ["Pom", "Poms", "Read"]

#: Gives the text of a file, None where there is none to be read.
Read = Callable[[PurePath], "str | None"]

_PLACEHOLDER = re.compile(r"\$\{([^{}]*)\}")

#: Chains of parents or of properties longer than this are nobody's; so are more modules than this.
_DEEPEST = 20
_MOST_MODULES = 400


class Poms:
    """The project files of one tree, read through `read` when they are asked for."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[str, Pom | None] = {}
        self._named: dict[PurePath, dict[tuple[str, str], Pom]] = {}

    def at(self, path: str, depth: int = 0) -> Pom | None:
        """The project at a path, which may be that of its directory; None where there is none."""
        path = posixpath.normpath(path)
        if path not in self._known:
            text = self._read(PurePath(path)) if depth < _DEEPEST else None
            root = parse(text) if text is not None else None
            if root is None and not path.endswith(".xml"):
                self._known[path] = self.at(f"{path}/pom.xml", depth + 1)
            elif root is None or root.tag != "project":
                self._known[path] = None
            else:
                self._known[path] = None  # whoever asks for it again while its parents are read goes in a circle
                self._known[path] = Pom(path, root, self, depth)
        return self._known[path]

    def find(self, near: Pom, group: str, artifact: str) -> Pom | None:
        """A project of the same tree by its name: among the directories above and all of their modules."""
        folder = PurePath(near.path).parent
        if folder not in self._named:
            self._named[folder] = {pom.coordinates: pom for pom in reversed(list(self._around(folder)))}
        return self._named[folder].get((group, artifact))

    def _around(self, folder: PurePath) -> Iterator[Pom]:
        waiting = [pom for above in (folder, *folder.parents) if (pom := self.at((above / "pom.xml").as_posix()))]
        seen: set[str] = set()
        for pom in waiting:
            if pom.path not in seen and len(seen) < _MOST_MODULES:
                seen.add(pom.path)
                yield pom
                waiting.extend(pom.modules())


class Pom:
    """One project file and what it inherits."""

    def __init__(self, path: str, root: Element, poms: Poms, depth: int) -> None:
        self.path = path
        self.root = root
        self.poms = poms
        self._depth = depth
        self.parent: Pom | None = None
        self.outer: Element | None = None  #: the `parent` element of a parent that is not in this tree
        self._inherit()
        self.coordinates = self._coordinate("groupId"), self._coordinate("artifactId")
        self._properties = self._collected()
        self._values: dict[str, Value] = {}

    # --- inheritance ---

    def _inherit(self) -> None:
        element = next(self.root.named("parent"), None)
        if element is None:
            return
        self.parent = next(filter(None, self._parents(element)), None)
        if self.parent is None:
            self.outer = element

    def _parents(self, element: Element) -> Iterator[Pom | None]:
        folder = posixpath.dirname(self.path)
        told = next(element.named("relativePath"), None)
        relative = "../pom.xml" if told is None else told.text.text.strip()
        if relative:
            yield self._fitting(posixpath.join(folder, relative.replace("\\", "/")), element)
        for above in PurePath(folder).parents:
            yield self._fitting((above / "pom.xml").as_posix(), element)

    def _fitting(self, path: str, element: Element) -> Pom | None:
        """The project at a path where it is the parent that is asked for; Maven looks elsewhere where it is not."""
        found = self.poms.at(path, self._depth + 1)
        if found is None or (text(element, "groupId"), text(element, "artifactId")) != found.coordinates:
            return None
        wanted, offered = text(element, "version"), found.version_text
        return found if wanted == offered or "${" in wanted + offered else None

    @property
    def lineage(self) -> tuple[Pom, ...]:
        """The project, its parent and so on, as far as they are in this tree."""
        return (self, *self.parent.lineage) if self.parent else (self,)

    @property
    def origin(self) -> Element | None:
        """The `parent` element of the outermost project of the lineage, which leads out of this tree."""
        return self.lineage[-1].outer

    def _coordinate(self, name: str) -> str:
        own = text(self.root, name)
        parent = next(self.root.named("parent"), None)
        return own or (text(parent, name) if parent is not None and name != "artifactId" else "")

    @property
    def version_text(self) -> str:
        """Its version as written, or as its parent's is."""
        return self._coordinate("version")

    def version(self) -> Value:
        """Its version, with the place where it or its parent's is written."""
        parent = next(self.root.named("parent"), None)
        for element in (self.root, parent) if parent is not None else (self.root,):
            for found in element.named("version"):
                return self.expand(found.text)
        return unknown(self.place(Placed("", self.root.span)))

    def modules(self) -> Iterator[Pom]:
        """The projects that this one builds, those of profiles too."""
        folder = posixpath.dirname(self.path)
        for holder in (self.root, *(profile for profile, _ in self.profiles())):
            for modules in (*holder.named("modules"), *holder.named("subprojects")):
                for module in modules.children:
                    name = module.text.text.strip().replace("\\", "/")
                    if name and (found := self.poms.at(posixpath.join(folder, name))):
                        yield found

    def profiles(self) -> Iterator[tuple[Element, bool]]:
        """Its profiles, and whether each holds unless something says otherwise."""
        for profiles in self.root.named("profiles"):
            for profile in profiles.named("profile"):
                activation = next(profile.named("activation"), None)
                default = text(activation, "activeByDefault") if activation is not None else ""
                yield profile, default.lower() == "true"

    # --- properties ---

    def _collected(self) -> dict[str, tuple[tuple[Placed, str, bool], ...]]:
        """The properties as written, outer projects first: text, file and certainty of each possible value."""
        found = dict(self.parent._properties) if self.parent else {}
        for element, certain in ((self.root, True), *self.profiles()):
            for properties in element.named("properties"):
                for each in properties.children:
                    new = (each.text, self.path, certain)
                    if certain:
                        found[each.tag] = (new,)
                    else:
                        kept = ((placed, path, False) for placed, path, _ in found.get(each.tag, ()))
                        found[each.tag] = (*kept, new)
        return found

    def value(self, name: str, place: Location, depth: int = 0) -> Value:
        """The property of this name; unknown where nothing sets it."""
        if name in self._properties:
            if name not in self._values:
                self._values[name] = unknown(place)  # for whoever asks again on the way: a circle
                self._values[name] = tuple(
                    each
                    for placed, path, certain in self._properties[name]
                    for each in self._expanded(placed, path, certain, depth + 1)
                )
            return self._values[name]
        own = name.removeprefix("project.").removeprefix("pom.")
        if own in ("groupId", "artifactId") and name != own:
            return (Written(self.coordinates[own == "artifactId"], place),)
        if own in ("version", "parent.version", "parent.groupId", "parent.artifactId"):
            return self._own(own, place, depth)
        return unknown(place)

    def _own(self, name: str, place: Location, depth: int) -> Value:
        head, _, tail = name.rpartition(".")
        parent = next(self.root.named("parent"), None)
        holders = [parent] if head else [self.root, parent]
        for holder in holders:
            for found in holder.named(tail) if holder is not None else ():
                return self._expanded(found.text, self.path, True, depth + 1)
        return unknown(place)

    def set(self, name: str) -> bool:
        """Whether anything sets the property of this name."""
        return name in self._properties

    def expand(self, placed: Placed, path: str = "") -> Value:
        """A text of one of the files of the lineage (by default this one) with its properties filled in."""
        return self._expanded(placed, path or self.path, True, 0)

    def _expanded(self, placed: Placed, path: str, certain: bool, depth: int) -> Value:
        place = Location(path=path, span=placed.span)
        if depth > _DEEPEST:
            return unknown(place)
        parts: list[Value] = []
        last = 0
        written = placed.text.strip()
        for match in _PLACEHOLDER.finditer(written):
            if match.start() > last:
                parts.append((Written(written[last : match.start()], place),))
            parts.append(self.value(match[1].strip(), place, depth))
            last = match.end()
        if last < len(written) or not parts:
            parts.append((Written(written[last:], place),))
        found = joined(parts, place)
        return found if certain else doubted(found)

    def place(self, placed: Placed) -> Location:
        """Where something of this file is written."""
        return Location(path=self.path, span=placed.span)


def text(element: Element, tag: str) -> str:
    """The text of a child, "" where there is none."""
    found = next(element.named(tag), None)
    return found.text.text.strip() if found is not None else ""
