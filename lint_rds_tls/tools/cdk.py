"""AWS CDK: the databases, parameter groups and authorities that programs make with `aws-rds`.

Names: packages/aws-cdk-lib/aws-rds/lib of aws/aws-cdk (instance.ts, instance-engine.ts, parameter-group.ts,
ca-certificate.ts), and of the classes named Cfn… the ones of CloudFormation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.model import (
    Authority,
    Entry,
    Fragment,
    Instance,
    Parameter,
    ParameterGroup,
    Record,
    Resource,
    Setting,
    Tool,
    Vocabulary,
)
from lint_rds_tls.text import MappedText
from lint_rds_tls.tools._code import in_one_spelling
from lint_rds_tls.tools._entries import is_unknown, mapped_parameters, said, told

_NAME = "cdk"
#: How programs may call the module: in Python, in TypeScript, and there in version 1.
_MODULES = ("aws_cdk.aws_rds", "aws-cdk-lib/aws-rds", "aws-cdk-lib.aws_rds", "@aws-cdk/aws-rds")
_INSTANCES = ("DatabaseInstance", "CfnDBInstance")
#: Which have the group of what they are copies of, unless told otherwise; that was not verified.
_COPIES = ("DatabaseInstanceFromSnapshot", "DatabaseInstanceReadReplica")
_GROUPS = ("ParameterGroup", "CfnDBParameterGroup")
_OF = "CaCertificate.of"
#: Adds a parameter to a group; which one is not always told.
_ADD = ("add_parameter", "addParameter")
_SOURCES = ("sourcedbinstanceidentifier", "sourcedbiresourceid", "dbsnapshotidentifier", "dbclustersnapshotidentifier")
_WATCHED = (*_INSTANCES, *_COPIES, *_GROUPS, "ParameterGroup.for_instance", "ParameterGroup.forInstance", _OF)
_ENGINE = re.compile(r"(?:[\w.\s]*\.\s*)?Database(?:Instance|Cluster)Engine\s*\.\s*(\w+)\s*(?:\(.*\))?\Z", re.DOTALL)
_SQL_SERVER = re.compile(r"sql_?server_?(ee|se|ex|web)", re.IGNORECASE)
_VERSION = re.compile(r"\bSqlServerEngineVersion\s*\.\s*VER_(\d+)")
_AUTHORITY = re.compile(r"\bCaCertificate\s*\.\s*(RDS_CA_\w+)\Z")


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of a program, and what it adds to the groups."""
    records = [each for each in fragments if isinstance(each, Record) and _kind(each)]
    found = [resource for record in records for resource in _resources(record, path)]
    added = [parameter for record in records if _kind(record) in _ADD for parameter in _added(record)]
    grows = any(_kind(record) in _ADD for record in records)
    families = {
        str(each.family.value): each.family for each in found if isinstance(each, ParameterGroup) and each.family
    }
    for each in found:
        # Which group a parameter is added to is not told.
        yield replace(each, complete=False) if grows and isinstance(each, ParameterGroup) else each
    if len(families) == 1:
        (family,) = families.values()
        for parameter in added:
            yield ParameterGroup(
                tool=_NAME, path=path, span=parameter.span, family=family, parameters=(parameter,), complete=False
            )


def _resources(record: Record, path: str) -> Iterator[Resource]:
    kind, entries = _kind(record), in_one_spelling(record.entries)
    if kind in _INSTANCES or kind in _COPIES:
        yield from _instance(kind, record, entries, path)
    elif kind == _OF:
        yield from _authority_of(record, path)
    elif kind not in _ADD:
        yield from _group(record, entries, path)


def _kind(record: Record) -> str:
    """The class, or the method of a class, that a record comes from; "" where that is none of RDS."""
    module = next((each for each in _MODULES if record.type.startswith(f"{each}.")), None)
    kind = record.type.rpartition(".")[2] if module is None else record.type[len(module) + 1 :]
    return kind if kind in _ADD or (module is not None and kind in _WATCHED) else ""


def _instance(kind: str, record: Record, entries: Sequence[Entry], path: str) -> Iterator[Resource]:
    engine = _engine(entries, versioned=False)
    yield Instance(
        tool=_NAME,
        path=path,
        span=record.span,
        name=_id(record),
        engine=engine,
        group=told(entries, "group", "parametergroup", "parameters", "dbparametergroupname"),
        complete=not record.truncated and kind not in _COPIES and told(entries, "source", *_SOURCES) is None,
        alternative=record.alternative,
    )
    if any(str(entry.name).startswith("parameters.") for entry in entries):
        # It makes a group of its own of these.
        yield from _group(record, entries, path)
    identifier = told(entries, "ca-identifier", "cacertificateidentifier") or _authority(entries)
    if identifier is not None:
        yield Authority(tool=_NAME, path=path, identifier=identifier, span=identifier.span, engine=engine)


def _group(record: Record, entries: Sequence[Entry], path: str) -> Iterator[ParameterGroup]:
    """A group of a known family: parameters of the same names have other meanings elsewhere."""
    family = told(entries, "family", "family") or _engine(entries, versioned=True)
    if family is None or family.value is None:
        return
    yield ParameterGroup(
        tool=_NAME,
        path=path,
        span=record.span,
        name=_id(record),
        family=family,
        parameters=tuple(mapped_parameters(entries, "parameters")),
        complete=not record.truncated and not is_unknown(entries, "parameters"),
        alternative=record.alternative,
    )


def _added(record: Record) -> Iterator[Parameter]:
    if len(record.arguments) == 2 and not record.arguments[0].has_hole:
        name, value = record.arguments
        yield Parameter(name=str(name).lower(), value=None if value.has_hole else value, span=record.span)


def _engine(entries: Sequence[Entry], *, versioned: bool) -> Setting | None:
    """The engine, or the family that one of a known version has."""
    found = next((entry for entry in reversed(entries) if str(entry.name) == "engine"), None)
    setting = told(entries, "engine", "engine")
    match = _ENGINE.match(found.written) if found is not None else None
    if found is None or setting is None or match is None:
        return setting
    edition = _SQL_SERVER.fullmatch(match[1])
    version = _VERSION.search(found.written) if versioned else None
    text = match[1].lower() if edition is None else f"sqlserver-{edition[1].lower()}"
    if edition is not None and version is not None:
        text = f"{text}-{version[1]}.0"
    return replace(setting, value=MappedText.decoded(text, found.value.span))


def _authority(entries: Sequence[Entry]) -> Setting | None:
    """An authority that is named by a constant."""
    found = next((entry for entry in reversed(entries) if str(entry.name) == "cacertificate"), None)
    match = _AUTHORITY.search(found.written) if found is not None else None
    setting = told(entries, "ca-identifier", "cacertificate")
    if found is None or setting is None or match is None:
        return None
    # Two constants are spelled RDS2048 and RDS4096, and mean rsa2048 and rsa4096.
    name = re.sub(r"rds(?=2048|4096)", "rsa", match[1].lower().replace("_", "-"))
    return replace(setting, value=MappedText.decoded(name, found.value.span))


def _authority_of(record: Record, path: str) -> Iterator[Authority]:
    """An authority that is named by a text."""
    if record.base is not None and not record.base.has_hole:
        identifier = Setting(key="ca-identifier", name=MappedText(), value=record.base, span=record.base.span)
        yield Authority(tool=_NAME, path=path, identifier=identifier, span=record.span, alternative=record.alternative)


def _id(record: Record) -> str:
    named = said(in_one_spelling(record.entries), "id")
    if named or len(record.arguments) < 2 or record.arguments[1].has_hole:
        return named
    return str(record.arguments[1])


_NAMES = frozenset(f"{module}.{each}" for module in _MODULES for each in _WATCHED)
TOOL = Tool(
    name=_NAME,
    keywords=(b"databaseinstance", b"cfndbinstance", b"parametergroup", b"cacertificate"),
    vocabulary=Vocabulary(calls=frozenset({*_NAMES, *(f"*.{each}" for each in _ADD)})),
    read=read,
    languages=("python", "ipynb", "typescript"),
)
