"""Pulumi programs in YAML: `aws:rds:Instance` and `aws:rds:ParameterGroup`.

Names: pulumi/examples (aws-yaml-*), and of properties the ones of the bridged Terraform provider:
https://www.pulumi.com/registry/packages/aws/api-docs/rds/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.model import Authority, Fragment, Instance, ParameterGroup, Record, Resource, Tool, Vocabulary
from lint_rds_tls.text import Span
from lint_rds_tls.tools._entries import below, documents, is_unknown, key_path, listed_parameters, told

_NAME = "pulumi-yaml"
_INSTANCES = ("aws:rds:Instance", "aws:rds/instance:Instance")
_GROUPS = ("aws:rds:ParameterGroup", "aws:rds/parameterGroup:ParameterGroup")
_PARAMETER = ("name", "value", "applyMethod")


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of a program."""
    for record in documents(fragments):
        kind = next((entry for entry in record.entries if str(entry.name) == "type"), None)
        if kind is not None and str(kind.value) in _INSTANCES:
            yield from _instance(record, path, kind.value.span)
        elif kind is not None and str(kind.value) in _GROUPS:
            yield _group(record, path, kind.value.span)


def _instance(record: Record, path: str, span: Span) -> Iterator[Resource]:
    properties = below(record.entries, "properties")
    engine = told(properties, "engine", "engine")
    identifier = told(properties, "ca-identifier", "caCertIdentifier")
    source = told(properties, "source", "replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime")
    yield Instance(
        tool=_NAME,
        path=path,
        span=span,
        name=_name(record),
        engine=engine,
        group=told(properties, "group", "parameterGroupName"),
        complete=bool(properties) and not record.truncated and source is None,
    )
    if identifier is not None:
        yield Authority(tool=_NAME, path=path, identifier=identifier, span=identifier.span, engine=engine)


def _group(record: Record, path: str, span: Span) -> ParameterGroup:
    properties = below(record.entries, "properties")
    return ParameterGroup(
        tool=_NAME,
        path=path,
        span=span,
        name=_name(record),
        family=told(properties, "family", "family"),
        parameters=tuple(listed_parameters(properties, "parameters", _PARAMETER, immediate=True)),
        complete=bool(properties) and not record.truncated and not is_unknown(properties, "parameters"),
    )


def _name(record: Record) -> str:
    return next(iter(key_path(record)[-1:]), "")


TOOL = Tool(
    name=_NAME,
    keywords=tuple(kind.lower().encode() for kind in (*_INSTANCES, *_GROUPS)),
    vocabulary=Vocabulary(values=frozenset(kind.lower() for kind in (*_INSTANCES, *_GROUPS))),
    read=read,
    languages=("yaml", "json"),
)
