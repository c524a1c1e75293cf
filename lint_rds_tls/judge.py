"""The pure middle: one text to its connections and resources, what clients make of them, and what the rules say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from lint_rds_tls.model import (
    Assessment,
    Case,
    Client,
    Command,
    Connection,
    Embedded,
    Finding,
    Fragment,
    Frontend,
    HostClass,
    Level,
    Literal,
    Problem,
    Record,
    Resource,
    Rule,
    Service,
    Source,
    Store,
    Vocabulary,
)
from lint_rds_tls.registry import all_dialects, all_drivers, all_frontends, all_tools
from lint_rds_tls.text import MappedText, PieceKind, Span

__all__ = ["Judgement", "Rules", "Stores", "assess", "fragments", "judge", "judge_fragments", "judge_resources"]

#: How deep text may be embedded in text: `sh -c` in shell in YAML in a string in C# is four.
_DEEPEST = 6

#: Rules that are on, each with the level it has for remote hosts.
Rules = Mapping[str, tuple[Rule, Level]]

#: The clients that may be behind a connection.
Clients = Callable[[Connection], Iterable[Client]]

#: The trust store of a connection, by what it is told itself, and what its file tells the process.
Stores = Callable[[Connection, "Store | None"], "Store | None"]


def _as_told(connection: Connection, told: Store | None) -> Store | None:
    return connection.store or told


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one text came to."""

    cases: tuple[Case, ...] = ()
    resources: tuple[Resource, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()


def judge(
    source: Source,
    frontend: Frontend,
    clients: Clients,
    rules: Rules,
    stores: Stores = _as_told,
    *,
    as_of: date,
) -> Judgement:
    """Read `source` as `frontend`'s language and judge every connection and resource in it.

    `as_of` is the day for which authorities are judged. Never raises on bad input.
    """
    every = list(fragments(source, frontend))
    judgement = judge_fragments(every, source.path, clients, rules, stores)
    resources = tuple(dict.fromkeys(_resources(every, source.path, frontend.name)))
    return replace(
        judgement,
        resources=resources,
        findings=tuple(dict.fromkeys((*judgement.findings, *judge_resources(resources, rules, as_of)))),
        problems=(*source.problems, *judgement.problems),
    )


def judge_fragments(
    fragments: Iterable[Fragment],
    path: str,
    clients: Clients,
    rules: Rules,
    stores: Stores = _as_told,
) -> Judgement:
    """Judge the connections in `fragments` of the file at `path`."""
    every = list(fragments)
    services = {fragment.name.lower() for fragment in every if isinstance(fragment, Service)}
    found = [_beside(services, each) for each in _connections(every, path)]
    told = {dialect: _told(dialect, every, path) for dialect in {connection.dialect for connection in found}}
    stored = (replace(each, store=stores(each, told[each.dialect])) for each in found)
    cases = tuple(assess(connection, clients) for connection in stored)
    findings = (finding for case in cases for rule, level in rules.values() for finding in _checked(case, rule, level))
    return Judgement(cases=cases, findings=tuple(dict.fromkeys(findings)))


def judge_resources(resources: Iterable[Resource], rules: Rules, as_of: date) -> Iterator[Finding]:
    """What the rules say of resources on a day."""
    for resource in resources:
        for rule, level in rules.values():
            if rule.check_resource is not None:
                yield from (_levelled(each, rule, level) for each in rule.check_resource(resource, as_of))


def _resources(fragments: Sequence[Fragment], path: str, language: str) -> Iterator[Resource]:
    for tool in all_tools().values():
        if not tool.languages or language in tool.languages:
            yield from tool.read(fragments, path)


def _beside(services: Collection[str], connection: Connection) -> Connection:
    """A connection to a service of the same file never leaves the machine, or the network made for it."""
    if connection.host is not None and connection.host.lower() in services:
        return replace(connection, host_class=HostClass.LOCAL)
    return connection


def _told(dialect: str, fragments: list[Fragment], path: str) -> Store | None:
    """The one trust store that the file tells the process to use."""
    stores = all_dialects()[dialect].stores
    if stores is None:
        return None
    found = {store.name: store for fragment in fragments for store in stores(fragment, path)}
    return next(iter(found.values())) if len(found) == 1 else None


def assess(connection: Connection, clients: Clients) -> Case:
    """What every possible client makes of `connection`."""
    # Where no client of the project knows what is written (an API of a newer one), any other may be meant.
    return Case(
        connection=connection,
        assessments=_assessments(connection, clients(connection)) or _assessments(connection, _any_client(connection)),
    )


def _assessments(connection: Connection, clients: Iterable[Client]) -> tuple[Assessment, ...]:
    drivers = all_drivers()
    return tuple(each for client in clients for each in drivers[client.driver].assess(connection, client))


def _any_client(connection: Connection) -> Iterator[Client]:
    for driver in all_drivers().values():
        if connection.dialect in driver.dialects:
            yield Client(driver=driver.name)


def _checked(case: Case, rule: Rule, level: Level) -> Iterator[Finding]:
    return (_levelled(each, rule, level) for each in (rule.check(case) if rule.check is not None else ()))


def _levelled(finding: Finding, rule: Rule, level: Level) -> Finding:
    """A finding with the level that the user gives its rule, where it has not a milder one of its own."""
    if finding.level is rule.level:
        return replace(finding, level=level)
    return replace(finding, level=min(finding.level, level, key=lambda each: each.rank))


def fragments(source: Source, frontend: Frontend) -> Iterator[Fragment]:
    """The fragments of a text, those of what is embedded in it too."""
    for fragment in frontend.read(source, _vocabulary()):
        if isinstance(fragment, Embedded):
            yield from _embedded(source, fragment)
        else:
            yield fragment


def _embedded(source: Source, fragment: Embedded) -> Iterator[Fragment]:
    frontend = all_frontends().get(fragment.language)
    if frontend is not None and source.depth < _DEEPEST:
        # What the guess "this string is a document" cannot read is no problem of the file.
        inside = Source(path=source.path, text=fragment.text, depth=source.depth + 1, around=fragment.around)
        yield from fragments(inside, frontend)


@cache
def _vocabulary() -> Vocabulary:
    words = [dialect.vocabulary for dialect in all_dialects().values()]
    words += (tool.vocabulary for tool in all_tools().values())
    return Vocabulary(
        types=frozenset().union(*(each.types for each in words)),
        enums=frozenset().union(*(each.enums for each in words)),
        namespaces=frozenset().union(*(each.namespaces for each in words)),
        calls=frozenset().union(*(each.calls for each in words)),
        keys=frozenset().union(*(each.keys for each in words)),
        values=frozenset().union(*(each.values for each in words)),
        programs=frozenset().union(*(each.programs for each in words)),
    )


def _connections(fragments: list[Fragment], path: str) -> Iterator[Connection]:
    built_over = [span for fragment in fragments if isinstance(fragment, Record) for span in _known(fragment.base)]
    found = [(fragment, connection) for fragment in fragments for connection in _read(fragment, path)]
    taken = {
        setting.span
        for fragment, connection in found
        if isinstance(fragment, (Record, Command))
        for setting in connection.settings
    }
    seen: set[tuple[Span, tuple[Span, ...]]] = set()
    for fragment, connection in found:
        places = tuple(setting.span for setting in connection.settings)
        if isinstance(fragment, Literal) and (
            all(_within(span, built_over) for span in _known(fragment.text)) or (places and taken.issuperset(places))
        ):
            continue  # judged with what the builder, the object around it, or the command line makes of it
        if (connection.span, places) not in seen:
            seen.add((connection.span, places))
            yield connection


def _read(fragment: Fragment, path: str) -> Iterator[Connection]:
    chosen = isinstance(fragment, Record) and fragment.alternative
    for dialect in all_dialects().values():
        for connection in dialect.read(fragment, path):
            yield replace(connection, alternative=True) if chosen else connection


def _known(text: MappedText | None) -> Iterator[Span]:
    """The places of what is not a hole."""
    for piece in text.pieces if text is not None else ():
        if piece.kind is not PieceKind.HOLE:
            yield piece.span


def _within(span: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)
