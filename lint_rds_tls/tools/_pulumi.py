"""What Pulumi's tools share: instances and groups from the properties that all its languages have.

Names are the ones of the bridged Terraform provider: https://www.pulumi.com/registry/packages/aws/api-docs/rds/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lint_rds_tls.model import Authority, Entry, Instance, ParameterGroup
from lint_rds_tls.text import Span
from lint_rds_tls.tools._code import in_one_spelling
from lint_rds_tls.tools._entries import is_unknown, listed_parameters, told

__all__ = ["Made", "group", "instance"]

_PARAMETER = ("name", "value", "applymethod")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A resource of a program."""

    tool: str
    path: str
    name: str  #: as the program calls it
    span: Span  #: of its heading
    properties: Sequence[Entry]
    complete: bool  #: no more properties may be set elsewhere
    alternative: bool = False


def instance(made: Made) -> Iterator[Instance | Authority]:
    """An instance, and the authority that is named for it."""
    properties = in_one_spelling(made.properties, below=True)
    engine = told(properties, "engine", "engine")
    identifier = told(properties, "ca-identifier", "cacertidentifier")
    source = told(properties, "source", "replicatesourcedb", "snapshotidentifier", "restoretopointintime", "s3import")
    yield Instance(
        tool=made.tool,
        path=made.path,
        span=made.span,
        name=made.name,
        engine=engine,
        group=told(properties, "group", "parametergroupname"),
        complete=made.complete and source is None,
        alternative=made.alternative,
    )
    if identifier is not None:
        yield Authority(
            tool=made.tool,
            path=made.path,
            identifier=identifier,
            span=identifier.span,
            engine=engine,
            alternative=made.alternative,
        )


def group(made: Made) -> ParameterGroup:
    """A parameter group; what it sets is applied at once unless it says otherwise."""
    properties = in_one_spelling(made.properties, below=True)
    return ParameterGroup(
        tool=made.tool,
        path=made.path,
        span=made.span,
        name=made.name,
        family=told(properties, "family", "family"),
        parameters=tuple(listed_parameters(properties, "parameters", _PARAMETER, immediate=True)),
        complete=made.complete and not is_unknown(properties, "parameters"),
        alternative=made.alternative,
    )
