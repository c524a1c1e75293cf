"""CloudFormation, SAM, and what CDK synthesizes: `AWS::RDS::DBInstance` and `AWS::RDS::DBParameterGroup` of templates.

Names of properties: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_RDS.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from lint_rds_tls.model import (
    Authority,
    Entry,
    Fragment,
    Instance,
    ParameterGroup,
    Record,
    Resource,
    Tool,
    Vocabulary,
)
from lint_rds_tls.tools._choices import alternatives
from lint_rds_tls.tools._entries import below, documents, is_unknown, key_path, mapped_parameters, said, told

_NAME = "cloudformation"
_INSTANCE, _GROUP = "AWS::RDS::DBInstance", "AWS::RDS::DBParameterGroup"
#: Of what an instance is a copy.
_SOURCES = ("SourceDBInstanceIdentifier", "SourceDbiResourceId", "DBSnapshotIdentifier", "DBClusterSnapshotIdentifier")
#: What puts more into a template than stands in it.
_INCLUDE = "Fn::Transform"
_R = TypeVar("_R", Instance, ParameterGroup, Authority)


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of a template."""
    for record in documents(fragments):
        kind = next((entry for entry in record.entries if str(entry.name) == "Type"), None)
        if kind is not None and str(kind.value) == _INSTANCE:
            yield from _instances(record, path, kind)
        elif kind is not None and str(kind.value) == _GROUP:
            yield from _groups(record, path, kind)


def _instances(record: Record, path: str, kind: Entry) -> Iterator[Resource]:
    properties = below(record.entries, "Properties")
    known = _is_complete(record, properties)

    def instance(entries: Sequence[Entry]) -> Instance:
        # A replica has the group of its source; which one a restored instance has was not verified.
        source = told(entries, "source", *_SOURCES)
        return Instance(
            tool=_NAME,
            path=path,
            span=kind.value.span,
            name=_logical_name(record),
            engine=told(entries, "engine", "Engine"),
            group=told(entries, "group", "DBParameterGroupName"),
            complete=known and source is None,
        )

    def authority(entries: Sequence[Entry]) -> Authority | None:
        identifier = told(entries, "ca-identifier", "CACertificateIdentifier")
        engine = told(entries, "engine", "Engine")
        if identifier is None:
            return None
        return Authority(tool=_NAME, path=path, identifier=identifier, span=identifier.span, engine=engine)

    names = ("Engine", "DBParameterGroupName", *_SOURCES)
    yield from _all_ways(record, properties, names, instance)
    yield from _all_ways(record, properties, ("CACertificateIdentifier", "Engine"), authority)


def _groups(record: Record, path: str, kind: Entry) -> Iterator[Resource]:
    properties = below(record.entries, "Properties")
    known = _is_complete(record, properties)

    def group(entries: Sequence[Entry]) -> ParameterGroup:
        return ParameterGroup(
            tool=_NAME,
            path=path,
            span=kind.value.span,
            name=_logical_name(record),
            family=told(entries, "family", "Family"),
            parameters=tuple(each for each in mapped_parameters(entries, "Parameters") if "::" not in each.name),
            complete=known and not is_unknown(entries, "Parameters"),
        )

    yield from _all_ways(record, properties, ("Family", "Parameters"), group)


def _all_ways(
    record: Record, properties: Sequence[Entry], names: Sequence[str], make: Callable[[Sequence[Entry]], _R | None]
) -> Iterator[_R]:
    """What is made of the properties of these names, in each way in which the conditions may turn out."""
    made = (make(entries) for entries in alternatives(properties, names))
    found = list(dict.fromkeys(each for each in made if each is not None))
    several = len(found) > 1 or bool(said(record.entries, "Condition"))
    for each in found:
        yield replace(each, alternative=several)


def _is_complete(record: Record, properties: Sequence[Entry]) -> bool:
    names = {str(entry.name) for entry in record.entries}
    included = any(_INCLUDE in name for name in names)
    return bool(properties) and not record.truncated and not included and "Properties" not in names


def _logical_name(record: Record) -> str:
    return next(iter(key_path(record)[-1:]), "")


TOOL = Tool(
    name=_NAME,
    keywords=(b"aws::rds::dbinstance", b"aws::rds::dbparametergroup"),
    vocabulary=Vocabulary(values=frozenset({_INSTANCE.lower(), _GROUP.lower()})),
    read=read,
    languages=(),
)
