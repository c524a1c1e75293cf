"""Pulumi programs in YAML: `aws:rds:Instance` and `aws:rds:ParameterGroup`.

Names: pulumi/examples (aws-yaml-*).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.model import Fragment, Record, Resource, Tool, Vocabulary
from lint_rds_tls.text import Span
from lint_rds_tls.tools._entries import below, documents, key_path
from lint_rds_tls.tools._pulumi import Made, group, instance

_NAME = "pulumi-yaml"
_INSTANCES = ("aws:rds:Instance", "aws:rds/instance:Instance")
_GROUPS = ("aws:rds:ParameterGroup", "aws:rds/parameterGroup:ParameterGroup")


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of a program."""
    for record in documents(fragments):
        kind = next((entry for entry in record.entries if str(entry.name) == "type"), None)
        if kind is not None and str(kind.value) in _INSTANCES:
            yield from instance(_made(record, path, kind.value.span))
        elif kind is not None and str(kind.value) in _GROUPS:
            yield group(_made(record, path, kind.value.span))


def _made(record: Record, path: str, span: Span) -> Made:
    properties = below(record.entries, "properties")
    name = next(iter(key_path(record)[-1:]), "")
    complete = bool(properties) and not record.truncated
    return Made(tool=_NAME, path=path, name=name, span=span, properties=properties, complete=complete)


TOOL = Tool(
    name=_NAME,
    keywords=tuple(kind.lower().encode() for kind in (*_INSTANCES, *_GROUPS)),
    vocabulary=Vocabulary(values=frozenset(kind.lower() for kind in (*_INSTANCES, *_GROUPS))),
    read=read,
    languages=("yaml", "json"),
)
