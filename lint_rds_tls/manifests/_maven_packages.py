"""What one Maven project depends on, and what it says of versions for whoever brings a package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lint_rds_tls.manifests import _spring_boot
from lint_rds_tls.manifests._jvm_values import Value, Written, doubted
from lint_rds_tls.manifests._jvm_versions import asked
from lint_rds_tls.manifests._maven_model import Pom, text
from lint_rds_tls.manifests._xml_tree import Element
from lint_rds_tls.model import Dependency, Location, Told
from lint_rds_tls.versions import ANY, VersionRange

__all__ = ["Declared", "Key", "Managed", "declared", "managed", "used"]

#: groupId, artifactId, type and classifier: what Maven tells dependencies apart by.
Key = tuple[str, str, str, str]

#: Bills of materials that import each other deeper than this are nobody's.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Declared:
    """A `dependency` element as written."""

    key: Key
    version: Value  #: () where it is not written
    place: Location  #: of its name
    scope: str
    optional: bool
    excluded: frozenset[str]  #: what it does not bring: `groupId:artifactId`, either may be `*`
    certain: bool = True

    @property
    def name(self) -> str:
        """`groupId:artifactId`."""
        return f"{self.key[0]}:{self.key[1]}"


@dataclass(frozen=True, slots=True)
class Managed:
    """A version for whoever leaves it out."""

    versions: VersionRange
    place: Location  #: where it is written, or what chooses it
    certain: bool = True
    written: bool = True  #: false where a table of ours tells it


def declared(pom: Pom) -> dict[Key, tuple[Declared, ...]]:
    """The dependencies of a project, with those that it inherits."""
    return _merged(pom, managing=False)


def _merged(pom: Pom, managing: bool) -> dict[Key, tuple[Declared, ...]]:
    found: dict[Key, tuple[Declared, ...]] = {}
    for each in reversed(pom.lineage):
        for holder, certain in ((each.root, True), *each.profiles()):
            for element in _elements(holder, managing):
                new = _read(element, each, pom)
                if new is None:
                    continue
                if certain:
                    found[new.key] = (new,)
                else:
                    others = (replace(other, certain=False) for other in found.get(new.key, ()))
                    found[new.key] = (*others, replace(new, certain=False))
    return found


def _elements(holder: Element, managing: bool) -> Iterator[Element]:
    for parent in holder.named("dependencyManagement") if managing else (holder,):
        for dependencies in parent.named("dependencies"):
            yield from dependencies.named("dependency")


def _read(element: Element, writer: Pom, pom: Pom) -> Declared | None:
    """One dependency, written in the file of `writer` and used by `pom`, whose properties count."""
    group, artifact = (_one(element, tag, writer, pom) for tag in ("groupId", "artifactId"))
    if not group or not artifact:
        return None
    name = next(element.named("artifactId"))
    version = next(element.named("version"), None)
    return Declared(
        key=(group, artifact, _one(element, "type", writer, pom) or "jar", _one(element, "classifier", writer, pom)),
        version=pom.expand(version.text, writer.path) if version is not None and version.text.text.strip() else (),
        place=writer.place(name.text),
        scope=text(element, "scope"),
        optional=text(element, "optional").lower() == "true",
        excluded=frozenset(
            f"{text(each, 'groupId')}:{text(each, 'artifactId')}"
            for exclusions in element.named("exclusions")
            for each in exclusions.named("exclusion")
        ),
    )


def _one(element: Element, tag: str, writer: Pom, pom: Pom) -> str:
    """The text of a child where it has one only."""
    child = next(element.named(tag), None)
    texts = {each.text for each in pom.expand(child.text, writer.path)} if child is not None else {""}
    return next(iter(texts)) or "" if len(texts) == 1 else ""


# --- versions for whoever leaves them out ---


def managed(pom: Pom, depth: int = 0) -> dict[Key, tuple[Managed, ...]]:
    """The dependency management of a project: its own and inherited, then Spring Boot's, then what is imported."""
    found: dict[Key, tuple[Managed, ...]] = {}
    imports: list[Declared] = []
    for key, entries in _merged(pom, managing=True).items():
        imported = [each for each in entries if each.key[2] == "pom" and each.scope == "import"]
        imports += imported
        if not imported:
            found[key] = tuple(
                _managed(each, each.certain and entry.certain) for entry in entries for each in entry.version
            )
    _add(found, _by_parent(pom))
    for each in imports if depth < _DEEPEST else ():
        _add(found, _imported(each, pom, depth))
    return found


def _managed(written: Written, certain: bool = True) -> Managed:
    return Managed(asked(written.text or ""), written.place, certain and written.certain)


def _add(found: dict[Key, tuple[Managed, ...]], later: dict[Key, tuple[Managed, ...]]) -> None:
    """What comes later counts only where what came before does not surely hold."""
    for key, entries in later.items():
        before = found.get(key, ())
        if not any(each.certain for each in before):
            found[key] = (*before, *(replace(each, certain=each.certain and not before) for each in entries))


def _by_parent(pom: Pom) -> dict[Key, tuple[Managed, ...]]:
    """The versions that Spring Boot's parent project chooses, or the properties that it asks."""
    origin = pom.origin
    if origin is None or f"{text(origin, 'groupId')}:{text(origin, 'artifactId')}" not in _spring_boot.PARENTS:
        return {}
    element = next(origin.named("version"), None)
    boots = pom.expand(element.text, pom.lineage[-1].path) if element is not None else ()
    return _by_boot(boots, pom)


def _by_boot(boots: Value, pom: Pom | None) -> dict[Key, tuple[Managed, ...]]:
    """The versions that a Spring Boot chooses; the properties of `pom` may choose others."""
    found: dict[Key, tuple[Managed, ...]] = {}
    for boot in boots:
        for package in _spring_boot.packages():
            versions = _spring_boot.managed(package, asked(boot.text or ""))
            if versions is None:
                continue
            group, _, artifact = package.partition(":")
            key = (group, artifact, "jar", "")
            setting = _spring_boot.override(package, asked(boot.text or ""))
            chosen: tuple[Managed, ...] = (Managed(versions, boot.place, boot.certain, written=False),)
            if pom is not None and setting and pom.set(setting):
                told = tuple(_managed(each) for each in pom.value(setting, boot.place))
                sure = any(each.certain for each in told)
                chosen = told if sure else (*(replace(each, certain=False) for each in chosen), *told)
            found[key] = (*found.get(key, ()), *(each for each in chosen if each not in found.get(key, ())))
    return found


def _imported(entry: Declared, pom: Pom, depth: int) -> dict[Key, tuple[Managed, ...]]:
    """What a bill of materials says: one of this tree, or Spring Boot's, which asks no property of who imports it."""
    versions = entry.version if entry.certain else doubted(entry.version)
    if entry.name == _spring_boot.BOM:
        return _by_boot(versions, None)
    bom = pom.poms.find(pom, entry.key[0], entry.key[1])
    if bom is None or bom is pom:
        return {}
    found = managed(bom, depth + 1)
    return (
        found if entry.certain else {key: tuple(replace(e, certain=False) for e in all_) for key, all_ in found.items()}
    )


# --- both together ---


def used(pom: Pom) -> Iterator[tuple[Declared, Dependency]]:
    """The dependencies of a project with their versions, then as pins those versions that only wait to be used."""
    versions = managed(pom)
    every = declared(pom)
    for key, entries in every.items():
        for entry in entries:
            for each in _versions(entry, versions.get(key, ())):
                yield entry, each
    for key, chosen in versions.items():
        if key not in every and key[2:] == ("jar", ""):
            for choice in chosen:
                entry = Declared(key, (), choice.place, "", False, frozenset(), choice.certain)
                yield (
                    entry,
                    Dependency(
                        name=entry.name,
                        versions=choice.versions,
                        location=choice.place,
                        told=Told.PINNED,
                        certain=choice.certain,
                    ),
                )


def _versions(entry: Declared, chosen: tuple[Managed, ...]) -> Iterator[Dependency]:
    told = tuple(_managed(each) for each in entry.version) or chosen or (Managed(ANY, entry.place),)
    for each in told:
        yield Dependency(
            name=entry.name,
            versions=each.versions,
            location=each.place if each.written else entry.place,
            certain=each.certain and entry.certain,
        )
