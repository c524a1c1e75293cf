"""AWS Controllers for Kubernetes: `DBInstance` and `DBParameterGroup` of `rds.services.k8s.aws`.

Names: apis/v1alpha1 of aws-controllers-k8s/rds-controller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.model import Authority, Fragment, Instance, ParameterGroup, Resource, Tool, Vocabulary
from lint_rds_tls.tools._entries import below, is_unknown, mapped_parameters, told
from lint_rds_tls.tools._manifests import Manifest, manifests

_NAME = "ack"
_API = "rds.services.k8s.aws"


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of manifests."""
    for manifest in manifests(fragments, (_API,)):
        if manifest.kind == "DBInstance":
            yield from _instance(manifest, path)
        elif manifest.kind == "DBParameterGroup":
            yield _group(manifest, path)


def _instance(manifest: Manifest, path: str) -> Iterator[Resource]:
    spec = below(manifest.entries, "spec")
    engine = told(spec, "engine", "engine")
    identifier = told(spec, "ca-identifier", "caCertificateIdentifier")
    source = told(spec, "source", "sourceDBInstanceIdentifier", "dbSnapshotIdentifier")
    yield Instance(
        tool=_NAME,
        path=path,
        span=manifest.span,
        name=manifest.name,
        engine=engine,
        group=told(spec, "group", "dbParameterGroupName", "dbParameterGroupRef"),
        complete=manifest.complete and source is None,
        alternative=manifest.patched,
    )
    if identifier is not None:
        yield Authority(
            tool=_NAME,
            path=path,
            identifier=identifier,
            span=identifier.span,
            engine=engine,
            alternative=manifest.patched,
        )


def _group(manifest: Manifest, path: str) -> ParameterGroup:
    spec = below(manifest.entries, "spec")
    overrides = "parameterOverrides"
    return ParameterGroup(
        tool=_NAME,
        path=path,
        span=manifest.span,
        name=manifest.name,
        family=told(spec, "family", "family"),
        parameters=tuple(mapped_parameters(spec, overrides)),
        complete=manifest.complete and not is_unknown(spec, overrides),
        alternative=manifest.patched,
    )


TOOL = Tool(
    name=_NAME,
    keywords=(_API.encode(),),
    vocabulary=Vocabulary(values=frozenset({f"{_API}/v1alpha1"})),
    read=read,
    languages=(),
)
