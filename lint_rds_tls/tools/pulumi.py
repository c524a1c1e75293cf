"""Pulumi programs: `aws.rds.Instance` and `aws.rds.ParameterGroup` of its AWS provider.

Names: https://www.pulumi.com/registry/packages/aws/api-docs/rds/ and pulumi/examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.model import Fragment, Record, Resource, Tool, Vocabulary
from lint_rds_tls.tools._pulumi import Made, group, instance

_NAME = "pulumi"
#: How programs may call the module: in Python and in TypeScript.
_MODULES = ("pulumi_aws.rds", "@pulumi/aws.rds", "@pulumi/aws/rds")
_INSTANCES = frozenset(f"{module}.Instance" for module in _MODULES)
_GROUPS = frozenset(f"{module}.ParameterGroup" for module in _MODULES)
_PARAMETERS = frozenset(f"{module}.ParameterGroupParameterArgs" for module in _MODULES)


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of a program."""
    for record in fragments:
        if isinstance(record, Record) and record.type in _INSTANCES:
            yield from instance(_made(record, path))
        elif isinstance(record, Record) and record.type in _GROUPS:
            yield group(_made(record, path))


def _made(record: Record, path: str) -> Made:
    name = record.arguments[0] if record.arguments else None
    return Made(
        tool=_NAME,
        path=path,
        name="" if name is None or name.has_hole else str(name),
        span=record.span,
        properties=record.entries,
        complete=bool(record.entries) and not record.truncated,
        alternative=record.alternative,
    )


TOOL = Tool(
    name=_NAME,
    keywords=(b"pulumi_aws", b"@pulumi/aws"),
    vocabulary=Vocabulary(types=_PARAMETERS, calls=_INSTANCES | _GROUPS),
    read=read,
    languages=("python", "ipynb", "typescript"),
)
