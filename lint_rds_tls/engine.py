"""Runs the pipeline over files: gate by name and bytes, judge the candidates, suppress, report."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from lint_rds_tls import suppress
from lint_rds_tls.bundles import may_hold_certificates, read_bundle
from lint_rds_tls.clients import clients_of
from lint_rds_tls.dependencies import Dependencies
from lint_rds_tls.discovery import InputFile, decode, is_binary, reported
from lint_rds_tls.judge import Clients, Judgement, Rules, Stores, fragments, judge, judge_resources
from lint_rds_tls.languages import FIRST_LINE, frontend_for, may_read
from lint_rds_tls.model import (
    Bundle,
    Client,
    Connection,
    Finding,
    Fragment,
    Level,
    Problem,
    Report,
    Source,
    Store,
)
from lint_rds_tls.prefilter import prefilter
from lint_rds_tls.registry import all_dialects, all_drivers, all_rules, all_tools
from lint_rds_tls.stores import TrustStores
from lint_rds_tls.text import MappedText

__all__ = ["Rules", "active_rules", "lint", "may_judge", "today"]

#: Candidates from which on a second process pays for its start; benchmarks/README.md has the measurement.
_WORTH_A_PROCESS = 60
#: Files of a directory that are read to understand one of them, and how large (bytes) they may be.
_MOST_BESIDE, _LARGEST_BESIDE = 100, 1 << 20


def active_rules(levels: Mapping[str, Level | None] | None = None) -> Rules:
    """The rules that are on; `levels` gives some another level than their own, None turns one off."""
    levels = levels or {}
    chosen = ((rule, levels.get(name, rule.level)) for name, rule in all_rules().items())
    return MappingProxyType({rule.name: (rule, level) for rule, level in chosen if level is not None})


def may_judge(name: str) -> bool:
    """Whether a file of this name (no folders) may hold anything: a text with a front-end, or certificates."""
    return may_read(name) or may_hold_certificates(name)


def today() -> date:
    """The day in UTC, in which certificates say how long they are valid."""
    return datetime.now(timezone.utc).date()


def lint(
    files: Iterable[InputFile | Problem],
    *,
    levels: Mapping[str, Level | None] | None = None,
    jobs: int = 0,
    as_of: date | None = None,
) -> Report:
    """Judge `files`; a Problem among them is passed on.

    `levels` is as in `active_rules`; `jobs` counts processes, 0 chooses; `as_of` is the day for which authorities and
    certificates are judged, None is today. Bad files become problems of the report, nothing is raised for them.
    """
    began = time.perf_counter()
    task = _Task(levels=levels, as_of=as_of or today())
    rules = active_rules(levels)
    sorted_files = _sorted(files)
    outcomes = _judge_all(sorted_files.candidates, task, jobs)
    bundles = _bundles(sorted_files)
    texts = _Texts(outcomes)
    found = [finding for outcome in outcomes for finding in outcome.judgement.findings]
    findings = _unique((*found, *judge_resources(bundles, rules, task.as_of)))
    suppressed = suppress.apply(findings, texts, partial(_leaders, texts), all_rules())
    return Report(
        findings=tuple(sorted(suppressed.findings, key=_place)),
        cases=tuple(case for outcome in outcomes for case in outcome.judgement.cases),
        resources=(*(each for outcome in outcomes for each in outcome.judgement.resources), *bundles),
        problems=(
            *sorted_files.problems,
            *(each for outcome in outcomes for each in outcome.judgement.problems),
            *suppressed.problems,
        ),
        files=sorted_files.count,
        candidates=len(sorted_files.candidates),
        seconds=time.perf_counter() - began,
        text=texts,
        rules={name: rule for name, (rule, _) in rules.items()},
        as_of=task.as_of,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """What every candidate is judged by."""

    levels: Mapping[str, Level | None] | None
    as_of: date


@dataclass(slots=True)
class _Sorted:
    """The files of a run."""

    count: int = 0
    candidates: list[InputFile] = field(default_factory=list)  #: may hold a connection or a resource
    certificates: list[InputFile] = field(default_factory=list)  #: may be a CA bundle or a trust store
    problems: list[Problem] = field(default_factory=list)  #: what could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What one candidate came to, and its text where a report may quote it."""

    path: str
    text: str | None
    judgement: Judgement


class _Texts:
    """The decoded text of a reported path: kept where it was judged, read again where a finding points elsewhere."""

    def __init__(self, outcomes: Iterable[_Outcome]) -> None:
        self._kept = {outcome.path: outcome.text for outcome in outcomes if outcome.text is not None}

    def __call__(self, path: str) -> str:
        if path not in self._kept:
            data = Path(path).read_bytes()
            self._kept[path] = "" if is_binary(data) else decode(data, path)[0]
        return self._kept[path]


def _sorted(files: Iterable[InputFile | Problem]) -> _Sorted:
    """What there is, and which of it is to be read whole."""
    may_hold = prefilter((*all_dialects().values(), *all_tools().values()))
    found = _Sorted()
    for file in files:
        if isinstance(file, Problem):
            found.problems.append(file)
            continue
        found.count += 1
        try:
            data = file.read()
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            found.problems.append(Problem(path=file.path, message=message))
            continue
        if may_hold_certificates(_name(file.path)):
            found.certificates.append(file)
            continue
        if is_binary(data):
            if file.explicit:
                found.problems.append(Problem(path=file.path, message="is a binary file"))
            continue
        frontend = frontend_for(_name(file.path), data[:FIRST_LINE].decode("utf-8", "replace"))
        if frontend is not None and may_hold(data, frontend):
            found.candidates.append(file)
    return found


def _bundles(files: _Sorted) -> tuple[Bundle, ...]:
    found = (read_bundle(file.read(), file.path) for file in files.certificates)
    return tuple(bundle for bundle in found if bundle is not None)


def _judge_all(candidates: Sequence[InputFile], task: _Task, jobs: int) -> list[_Outcome]:
    jobs = jobs or (os.cpu_count() or 1 if len(candidates) >= _WORTH_A_PROCESS else 1)
    if jobs == 1 or len(candidates) < 2:
        return [_judge_file(task, file) for file in candidates]
    with ProcessPoolExecutor(jobs, initializer=_collect_rarely) as pool:
        # Neighbours share project files, so each process gets whole runs of them.
        size = max(1, len(candidates) // (jobs * 4))
        return list(pool.map(partial(_judge_file, task), candidates, chunksize=size))


def _collect_rarely() -> None:
    """Trees of files live as long as their file: to look for garbage among them every 700 objects costs a fifth."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _judge_file(task: _Task, file: InputFile) -> _Outcome:
    text, problem = decode(file.read(), file.path)
    frontend = frontend_for(_name(file.path), text[:FIRST_LINE])
    if frontend is None:
        return _Outcome(path=file.path, text=None, judgement=Judgement())
    source = Source(
        path=file.path,
        text=MappedText.copied(text),
        problems=[problem] if problem else [],
        beside=partial(_beside, file),
    )
    rules = active_rules(task.levels)
    try:
        judgement = judge(source, frontend, _clients_around(file), rules, _stores_around(file), as_of=task.as_of)
    except Exception as error:  # one file must not cost the others their findings
        message = f"internal error, please report it: {type(error).__name__}: {error}"
        judgement = Judgement(problems=(*source.problems, Problem(path=file.path, message=message)))
    shown = bool(judgement.cases or judgement.resources)
    return _Outcome(path=file.path, text=text if shown else None, judgement=judgement)


def _beside(file: InputFile, pattern: str) -> tuple[Source, ...]:
    """The other files in its directory whose names match, as far as they can be read."""
    if file.location is None:
        return ()
    return tuple(each for each in _texts_in(str(file.location.absolute().parent), pattern) if each.path != file.path)


@cache
def _texts_in(folder: str, pattern: str) -> tuple[Source, ...]:
    found = []
    for path in sorted(Path(folder).glob(pattern))[:_MOST_BESIDE]:
        try:
            data = path.read_bytes() if path.stat().st_size <= _LARGEST_BESIDE else b""
        except OSError:
            continue
        if data and not is_binary(data):
            shown = reported(str(path))
            found.append(Source(path=shown, text=MappedText.copied(decode(data, shown)[0])))
    return tuple(found)


def _clients_around(file: InputFile) -> Clients:
    near = (file.location or Path(file.path)).absolute()
    drivers = all_drivers().values()

    def clients(connection: Connection) -> Iterable[Client]:
        return clients_of(connection, _dependencies(_root(str(near.parent), file.top)).near(near), drivers)

    return clients


def _stores_around(file: InputFile) -> Stores:
    near = (file.location or Path(file.path)).absolute()

    def stores(connection: Connection, told: Store | None) -> Store | None:
        return _trust_stores(_root(str(near.parent), file.top)).of(connection, told, near)

    return stores


@cache
def _trust_stores(root: str) -> TrustStores:
    return TrustStores(Path(root), _starter_fragments)


def _starter_fragments(source: Source) -> Iterable[Fragment]:
    frontend = frontend_for(_name(source.path), str(source.text)[:FIRST_LINE])
    return () if frontend is None else fragments(source, frontend)


@cache
def _dependencies(root: str) -> Dependencies:
    return Dependencies.on_disk(root)


@cache
def _root(folder: str, top: Path | None) -> str:
    """How far up project files count: the repository, else the working directory or the one that was named."""
    absolute = Path(folder).absolute()
    for parent in (absolute, *absolute.parents):
        if (parent / ".git").exists():
            return str(parent)
    around = [each for each in (Path.cwd(), (top or absolute).absolute()) if absolute.is_relative_to(each)]
    return str(around[0] if around else absolute)


def _leaders(texts: Callable[[str], str], path: str) -> tuple[str, ...]:
    frontend = frontend_for(_name(path), texts(path)[:FIRST_LINE])
    return frontend.comments if frontend else ()


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _unique(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and place: phases of one object, and files that share a dependency, repeat them."""
    return list({(each.rule, each.primary.path, each.primary.span): each for each in findings}.values())


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.primary.path, finding.primary.span.start, finding.primary.span.end, finding.rule
