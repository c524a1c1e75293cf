"""Builds the inventory from a report: a row for each connection, the servers and the trust stores around them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from lint_rds_tls.anchors import judge_bundle
from lint_rds_tls.data.rds import default_of, family_of
from lint_rds_tls.endpoints import Endpoint, endpoint_of
from lint_rds_tls.model import (
    Authority,
    Bundle,
    Case,
    Connection,
    Driver,
    Instance,
    Inventory,
    ParameterGroup,
    Report,
    Resource,
    RotationVerdict,
    Row,
    Server,
    Setting,
    StoreSeen,
)
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.remedies import guides_of
from lint_rds_tls.rotation import certified_host, rotation_of
from lint_rds_tls.sessions import Export, join
from lint_rds_tls.text import Lines, MappedText, Span

__all__ = ["build"]

_APPLICATION = ("application name", "applicationname", "app name", "appname", "app", "progname")
_MACHINE = ("workstation id", "workstationid", "wsid")
#: Settings in which clients are given a file of anchors, beside the trust stores of the JVM.
_FILES = ("cafile", "ca file", "certificate", "trustservercertificateca")
#: How many folders of a path name a part of the repository: `src/Orders`, `services/billing`.
_PART = 2
_PARAMETER = "rds.force_ssl"
_GROUP = "parameter group"
_ON, _OFF = frozenset({"1", "true", "on"}), frozenset({"0", "false", "off"})


def build(report: Report, *, export: Export | None = None) -> Inventory:
    """The inventory of what a run found; `export` is that of the server's sessions."""
    lines = _Places(report)
    shelf = _Shelf(report)
    rows = _sorted(_row(case, lines, shelf) for case in report.cases)
    sessions = None
    if export is not None:
        rows, sessions = join(export, rows)
    return Inventory(
        rows=rows,
        servers=_linked(_servers(report.resources, lines)),
        stores=tuple(shelf.stores(rows)),
        sessions=sessions,
        problems=report.problems,
        files=report.files,
        seconds=report.seconds,
        as_of=report.as_of,
        guides=tuple(guides_of(_drivers(rows))),
    )


class _Places:
    """Line and column of places."""

    def __init__(self, report: Report) -> None:
        self._text = report.text
        self._lines: dict[str, Lines] = {}

    def of(self, path: str, span: Span) -> tuple[int, int]:
        if path not in self._lines:
            self._lines[path] = Lines(self._text(path))
        return self._lines[path].position(span.start)


# --- connections -----------------------------------------------------------------------------------------------------


def _row(case: Case, places: _Places, shelf: _Shelf) -> Row:
    connection = case.connection
    endpoint = endpoint_of(certified_host(connection))
    line, column = places.of(connection.path, connection.span)
    store = shelf.named(connection, endpoint)
    return Row(
        path=connection.path,
        line=line,
        column=column,
        part=_part(connection.path),
        dialect=connection.dialect,
        host=connection.host,
        host_class=connection.host_class,
        endpoint=None if endpoint is None else endpoint.kind.value,
        region=None if endpoint is None else endpoint.region,
        application=_written(connection, _APPLICATION),
        machine=_written(connection, _MACHINE),
        store=store,
        rotation=rotation_of(case, store),
    )


def _part(path: str) -> str:
    folders = posixpath.normpath(path).split("/")[:-1]
    return "/".join(folders[:_PART]) or "."


def _written(connection: Connection, keys: Iterable[str]) -> str | None:
    setting = _first(connection, keys)
    return None if setting is None or setting.secret else _known(setting.value)


def _first(connection: Connection, keys: Iterable[str]) -> Setting | None:
    return next((found for key in keys if (found := connection.effective(key)) is not None), None)


def _known(text: MappedText | None) -> str | None:
    return None if text is None or text.has_hole or not str(text).strip() else str(text).strip()


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: (row.rotation.verdict.rank, row.path, row.line, row.column)))


def _drivers(rows: Iterable[Row]) -> Iterator[Driver]:
    """The drivers that are, or may be, to be given a root."""
    names = {
        client.driver
        for row in rows
        if row.rotation.verdict not in (RotationVerdict.NOT_AFFECTED, RotationVerdict.CANNOT_CONNECT)
        for client in row.rotation.clients
        if client.verdict is not RotationVerdict.CANNOT_CONNECT
    }
    return (driver for name, driver in all_drivers().items() if name in names)


# --- trust stores ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """A store as a connection names it."""

    name: str
    file: str | None


class _Shelf:
    """The files of certificates in the tree, judged once for each region that asks."""

    def __init__(self, report: Report) -> None:
        self._bundles = {each.path: each for each in report.resources if isinstance(each, Bundle)}
        self._as_of = report.as_of
        self._judged = cache(self._judge_path)

    def named(self, connection: Connection, endpoint: Endpoint | None) -> StoreSeen | None:
        """The file of anchors that a connection names."""
        store = connection.store
        named = None if store is None else _Named(store.name, store.file)
        if named is None:
            setting = _first(connection, _FILES)
            written = None if setting is None or setting.secret else _known(setting.value)
            if written is None or written.lower() in ("none", "system"):
                return None
            named = _Named(written, None)
        path = named.file or self._beside(connection.path, named.name)
        region = None if endpoint is None else endpoint.region
        if path is None:
            return StoreSeen(name=named.name)
        return replace(self._judged(path, region), name=named.name)

    def stores(self, rows: Iterable[Row]) -> Iterator[StoreSeen]:
        """Every file in the tree, with the connections that name it."""
        readers: dict[str, list[str]] = {path: [] for path in self._bundles}
        for row in rows:
            if row.store is not None and row.store.path is not None:
                readers.setdefault(row.store.path, []).append(f"{row.path}:{row.line}")
        for path, named_by in sorted(readers.items()):
            yield replace(self._judged(path, None), named_by=tuple(named_by))

    def _beside(self, path: str, name: str) -> str | None:
        """The one file that a relative name means, seen from the directory of a file or from one above it."""
        relative = posixpath.normpath(name.replace("\\", "/").removeprefix("file:"))
        if posixpath.isabs(relative) or relative.startswith(".."):
            return None
        folder = posixpath.dirname(path)
        while True:
            candidate = posixpath.join(folder, relative)
            if candidate in self._bundles:
                return candidate
            if not folder or folder == posixpath.dirname(folder):
                return None
            folder = posixpath.dirname(folder)

    def _judge_path(self, path: str, region: str | None) -> StoreSeen:
        bundle = self._bundles.get(path)
        if bundle is None:
            return StoreSeen(name=path, path=path, region=region)
        judged = judge_bundle(bundle, region, self._as_of)
        return StoreSeen(
            name=path, path=path, readiness=judged.readiness.value, message=judged.message.rstrip("."), region=region
        )


# --- servers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A server, and the name of the parameter group that it is given."""

    server: Server
    group: str = ""


def _servers(resources: Iterable[Resource], places: _Places) -> Iterator[_Found]:
    for resource in resources:
        if isinstance(resource, ParameterGroup):
            yield from _group(resource, places)
        elif isinstance(resource, Instance):
            yield from _instance(resource, places)
        elif isinstance(resource, Authority):
            yield from _authority(resource, places)


def _linked(servers: Iterable[_Found]) -> tuple[Server, ...]:
    """The servers; an instance forces TLS where the group of its name does, and all that is said of it agrees."""
    found = list(servers)
    groups: dict[str, set[bool | None]] = {}
    for each in found:
        if each.server.kind == _GROUP and each.server.name:
            groups.setdefault(each.server.name, set()).add(each.server.forces_tls)
    return tuple(_forced_by(each.server, groups.get(each.group, set())) for each in found)


def _forced_by(server: Server, said: set[bool | None]) -> Server:
    if len(said) != 1 or None in said:
        return server
    (forces,) = said
    return replace(server, forces_tls=forces, says=f"{server.says} It {'forces' if forces else 'does not force'} TLS.")


def _is_sql_server(setting: Setting | None) -> bool | None:
    """Whether an engine or a family is SQL Server; None where it is not told."""
    text = None if setting is None else _known(setting.value)
    return None if text is None else family_of(text) is not None


def _by_default(setting: Setting | None) -> bool | None:
    """Whether the server forces TLS where nothing is set; None where that was not seen."""
    family = None if setting is None else family_of(_known(setting.value) or "")
    default = None if family is None else default_of(_PARAMETER, family)
    return None if default is None else default in _ON


def _group(group: ParameterGroup, places: _Places) -> Iterator[_Found]:
    written = [each for each in group.parameters if each.name == _PARAMETER]
    of_sql_server = _is_sql_server(group.family)
    if of_sql_server is False or (of_sql_server is None and not written):
        return
    value = (_known(written[-1].value) or "").lower() if written else None
    forces: bool | None = None
    if value is None:
        forces = _by_default(group.family) if group.complete else None
        says = f"{_PARAMETER} is not set" + ("." if group.complete else " here, but may be elsewhere.")
    elif value in _ON or value in _OFF:
        forces = value in _ON
        says = f"{_PARAMETER} is {value}: the server {'forces' if forces else 'does not force'} TLS."
    else:
        says = f"{_PARAMETER} is set to what is not known here."
    if written and written[-1].value is not None and written[-1].value.has_default:
        forces, says = None, f"{says} Something outside may say otherwise."
    family = "" if group.family is None else _known(group.family.value) or ""
    yield _Found(_server(_GROUP, group.tool, group.path, group.span, group.name or family, says, forces, places))


def _instance(instance: Instance, places: _Places) -> Iterator[_Found]:
    if not _is_sql_server(instance.engine):
        return
    group = None if instance.group is None else _known(instance.group.value)
    forces: bool | None = None
    if (instance.group is None and instance.complete) or (group or "").lower().startswith("default."):
        forces = _by_default(instance.engine)
        says = "It has the default parameter group" + (f", in which {_PARAMETER} is 0." if forces is False else ".")
    elif instance.group is None:
        says = "Its parameter group is not told here."
    else:
        says = f"Its parameter group is `{group}`." if group else "Its parameter group is made in the code."
    server = _server("instance", instance.tool, instance.path, instance.span, instance.name, says, forces, places)
    yield _Found(server, group or "")


def _authority(authority: Authority, places: _Places) -> Iterator[_Found]:
    if _is_sql_server(authority.engine) is False:
        return
    identifier = _known(authority.identifier.value)
    where = f" in {authority.region}" if authority.region else ""
    says = f"Its authority is {identifier}{where}." if identifier else "Its authority is not known here."
    yield _Found(_server("authority", authority.tool, authority.path, authority.span, "", says, None, places))


def _server(
    kind: str, tool: str, path: str, span: Span, name: str, says: str, forces: bool | None, places: _Places
) -> Server:
    line, _ = places.of(path, span)
    return Server(kind=kind, tool=tool, path=path, line=line, name=name, says=says, forces_tls=forces)
