"""boto3: `create_db_instance`, `modify_db_parameter_group` and their kin, of the client of RDS.

Names: https://docs.aws.amazon.com/boto3/latest/reference/services/rds.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from lint_rds_tls.tools._entries import listed_parameters, said, told

_NAME = "boto3"
_MAKES_GROUP = ("create_db_parameter_group", "modify_db_parameter_group")
_NAMES_AUTHORITY = (
    "create_db_instance",
    "modify_db_instance",
    "create_db_instance_read_replica",
    "restore_db_instance_from_db_snapshot",
    "restore_db_instance_from_s3",
    "restore_db_instance_to_point_in_time",
)
_CERTIFICATES = "modify_certificates"
_PARAMETER = ("ParameterName", "ParameterValue", "ApplyMethod")


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """What calls make and change; a group that the same file makes is known by its name."""
    families: dict[str, Setting] = {}
    for fragment in fragments:
        if isinstance(fragment, Record):
            operation = fragment.type.rpartition(".")[2]
            if operation in _MAKES_GROUP:
                yield from _group(fragment, path, families)
            elif operation in _NAMES_AUTHORITY or operation == _CERTIFICATES:
                yield from _instance(operation, fragment, path)


def _instance(operation: str, record: Record, path: str) -> Iterator[Resource]:
    entries = record.entries
    engine = told(entries, "engine", "Engine")
    if operation == "create_db_instance":
        yield Instance(
            tool=_NAME,
            path=path,
            span=record.span,
            name=said(entries, "DBInstanceIdentifier"),
            engine=engine,
            group=told(entries, "group", "DBParameterGroupName"),
            complete=not record.truncated,
            alternative=record.alternative,
        )
    name = "CertificateIdentifier" if operation == _CERTIFICATES else "CACertificateIdentifier"
    identifier = told(entries, "ca-identifier", name)
    if identifier is not None:
        yield Authority(
            tool=_NAME,
            path=path,
            identifier=identifier,
            span=identifier.span,
            engine=engine,
            alternative=record.alternative,
        )


def _group(record: Record, path: str, families: dict[str, Setting]) -> Iterator[ParameterGroup]:
    name = said(record.entries, "DBParameterGroupName")
    family = told(record.entries, "family", "DBParameterGroupFamily")
    if family is not None and name:
        families[name] = family
    found = tuple(listed_parameters(record.entries, "Parameters", _PARAMETER, immediate=None))
    if found:
        yield ParameterGroup(
            tool=_NAME,
            path=path,
            span=record.span,
            name=name,
            family=family or families.get(name),
            parameters=found,
            complete=False,  # what is not named keeps the value it has
            alternative=record.alternative,
        )


TOOL = Tool(
    name=_NAME,
    keywords=(b"db_instance", b"db_parameter_group", _CERTIFICATES.encode()),
    vocabulary=Vocabulary(
        calls=frozenset({*_MAKES_GROUP, *_NAMES_AUTHORITY, _CERTIFICATES}),
        keys=frozenset({"cacertificateidentifier", "dbinstanceidentifier", "dbparametergroupname"}),
    ),
    read=read,
    languages=("python", "ipynb"),
)
