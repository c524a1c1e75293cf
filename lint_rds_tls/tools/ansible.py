"""Ansible: the modules `rds_instance` and `rds_instance_param_group`, and the older `rds` and `rds_param_group`.

Names: plugins/modules of ansible-collections/amazon.aws and community.aws, and of Ansible before 2.10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.model import (
    Authority,
    Fragment,
    Instance,
    ParameterGroup,
    Record,
    Resource,
    Setting,
    Tool,
    Vocabulary,
)
from lint_rds_tls.text import Span
from lint_rds_tls.tools._entries import documents, is_unknown, key_path, mapped_parameters, said, told
from lint_rds_tls.tools._settings import truth

_NAME = "ansible"
_INSTANCE, _OLD_INSTANCE = "rds_instance", "rds"
_GROUPS = ("rds_instance_param_group", "rds_param_group")
_ENGINES = tuple(f"sqlserver-{edition}" for edition in ("ee", "se", "ex", "web"))
_FAMILIES = tuple(f"{engine}-{version}.0" for engine in _ENGINES for version in range(11, 17))
#: States in which an instance is made where there is none.
_MAKES = frozenset({"", "present", "running", "started"})
_IDENTIFIERS = ("db_instance_identifier", "instance_id", "id")
#: Names of the map of parameters.
_PARAMETERS = ("params", "parameters")


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of tasks."""
    tasks = [(record, key_path(record)[-1:]) for record in documents(fragments)]
    for record, module in tasks:
        if module == (_INSTANCE,):
            yield from _instance(record, path)
        elif module == (_OLD_INSTANCE,):
            yield from _old_instance(record, path)
        # Also where a variable holds what tasks are given.
        yield from _authority(record, path)
    groups = [group for record, module in tasks if module and module[0] in _GROUPS for group in _group(record, path)]
    times = Counter(group.name for group in groups)
    for group in groups:
        # Another task may set what this one does not.
        yield replace(group, complete=group.complete and (not group.name or times[group.name] == 1))


def _instance(record: Record, path: str) -> Iterator[Instance]:
    entries = record.entries
    engine = told(entries, "engine", "engine")
    source = told(entries, "source", "source_db_instance_identifier", "read_replica", "creation_source")
    if said(entries, "state") in _MAKES:
        yield Instance(
            tool=_NAME,
            path=path,
            span=_span(record, engine),
            name="".join(said(entries, key) for key in _IDENTIFIERS),
            engine=engine,
            group=told(entries, "group", "db_parameter_group_name"),
            complete=not record.truncated and source is None,
        )


def _authority(record: Record, path: str) -> Iterator[Authority]:
    identifier = told(record.entries, "ca-identifier", "ca_certificate_identifier")
    if identifier is not None:
        yield Authority(
            tool=_NAME,
            path=path,
            identifier=identifier,
            span=identifier.span,
            region=said(record.entries, "region") or None,
            engine=told(record.entries, "engine", "engine"),
        )


def _old_instance(record: Record, path: str) -> Iterator[Instance]:
    engine = told(record.entries, "engine", "db_engine")
    if said(record.entries, "command") == "create":
        yield Instance(
            tool=_NAME,
            path=path,
            span=_span(record, engine),
            name=said(record.entries, "instance_name"),
            engine=engine,
            group=told(record.entries, "group", "parameter_group"),
            complete=not record.truncated,
        )


def _group(record: Record, path: str) -> Iterator[ParameterGroup]:
    entries = record.entries
    if said(entries, "state") not in ("", "present"):
        return
    family = told(entries, "family", "engine")
    # One flag decides about all of them: without it they wait for a reboot.
    flag = next((entry for entry in entries if str(entry.name) in ("immediate", "apply_immediately")), None)
    method = None if flag is None else flag.value
    yield ParameterGroup(
        tool=_NAME,
        path=path,
        span=_span(record, family),
        name=said(entries, "name"),
        family=family,
        parameters=tuple(
            replace(each, method=method, immediate=False if flag is None else truth(method), deferred="false")
            for name in _PARAMETERS
            for each in mapped_parameters(entries, name)
        ),
        complete=not record.truncated and not any(is_unknown(entries, name) for name in _PARAMETERS),
    )


def _span(record: Record, told_by: Setting | None) -> Span:
    return record.span if told_by is None else told_by.span


TOOL = Tool(
    name=_NAME,
    keywords=(b"rds_instance", b"rds_param_group", b"db_engine", b"ca_certificate_identifier"),
    vocabulary=Vocabulary(
        keys=frozenset({"ca_certificate_identifier", "db_parameter_group_name"}),
        values=frozenset({*_ENGINES, *_FAMILIES}),
    ),
    read=read,
    languages=("yaml",),
)
