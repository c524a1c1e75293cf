"""Crossplane: RDS in the managed resources of Upbound's provider and of the community's.

Names: apis/rds of crossplane-contrib/provider-upjet-aws, apis/rds and apis/database of crossplane-contrib/provider-aws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lint_rds_tls.model import (
    Authority,
    Entry,
    Fragment,
    Instance,
    ParameterGroup,
    Resource,
    Tool,
    Vocabulary,
)
from lint_rds_tls.tools._entries import below, is_unknown, listed_parameters, said, told
from lint_rds_tls.tools._manifests import Manifest, manifests

_NAME = "crossplane"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Provider:
    """How a provider calls what is read."""

    versions: tuple[str, ...]
    instance: str  #: kind
    group: str  #: kind; "" where it has none
    authority: str
    group_names: tuple[str, ...]  #: of an instance: how it names its group
    family: tuple[str, ...] = ()
    parameters: str = ""
    parameter: tuple[str, str, str] = ("", "", "")
    immediate: bool | None = None  #: whether a parameter is applied at once where nothing is said
    sources: tuple[str, ...] = ()  #: of what an instance is a copy


_UPJET = _Provider(
    versions=("v1beta1", "v1beta2", "v1beta3"),
    instance="Instance",
    group="ParameterGroup",
    authority="caCertIdentifier",
    group_names=("parameterGroupName", "parameterGroupNameRef", "parameterGroupNameSelector"),
    family=("family",),
    parameters="parameter",
    parameter=("name", "value", "applyMethod"),
    immediate=True,
    sources=("replicateSourceDb", "replicateSourceDbRef", "snapshotIdentifier", "restoreToPointInTime"),
)
_GROUP_NAMES = ("dbParameterGroupName", "dbParameterGroupNameRef", "dbParameterGroupNameSelector")
_COMMUNITY = _Provider(
    versions=("v1alpha1",),
    instance="DBInstance",
    group="DBParameterGroup",
    authority="caCertificateIdentifier",
    group_names=_GROUP_NAMES,
    family=("dbParameterGroupFamily", "dbParameterGroupFamilySelector.engine"),
    parameters="parameters",
    parameter=("parameterName", "parameterValue", "applyMethod"),
)
_OLD = _Provider(
    versions=("v1beta1",),
    instance="RDSInstance",
    group="",
    authority="caCertificateIdentifier",
    group_names=_GROUP_NAMES,
)
_PROVIDERS: Mapping[str, _Provider] = {
    "rds.aws.upbound.io": _UPJET,
    "rds.aws.m.upbound.io": _UPJET,
    "rds.aws.crossplane.io": _COMMUNITY,
    "database.aws.crossplane.io": _OLD,
}


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of manifests."""
    for manifest in manifests(fragments, tuple(_PROVIDERS)):
        provider = _PROVIDERS[said(manifest.entries, "apiVersion").partition("/")[0]]
        if _is_observed(manifest):
            continue
        # What is only set when it is made, and what is set always.
        values = [*below(manifest.entries, "spec.initProvider"), *below(manifest.entries, "spec.forProvider")]
        if manifest.kind == provider.instance:
            yield from _instance(provider, manifest, values, path)
        elif manifest.kind == provider.group:
            yield _group(provider, manifest, values, path)


def _is_observed(manifest: Manifest) -> bool:
    """Whether it is only looked at, and set up elsewhere."""
    policies = below(manifest.entries, "spec.managementPolicies")
    return [str(entry.value) for entry in policies] == ["Observe"]


def _instance(provider: _Provider, manifest: Manifest, values: Sequence[Entry], path: str) -> Iterator[Resource]:
    engine = told(values, "engine", "engine")
    identifier = told(values, "ca-identifier", provider.authority)
    yield Instance(
        tool=_NAME,
        path=path,
        span=manifest.span,
        name=manifest.name,
        engine=engine,
        group=told(values, "group", *provider.group_names),
        complete=manifest.complete and bool(values) and told(values, "source", *provider.sources) is None,
        alternative=manifest.patched,
    )
    if identifier is not None:
        yield Authority(
            tool=_NAME,
            path=path,
            identifier=identifier,
            span=identifier.span,
            region=said(values, "region") or None,
            engine=engine,
            alternative=manifest.patched,
        )


def _group(provider: _Provider, manifest: Manifest, values: Sequence[Entry], path: str) -> ParameterGroup:
    listed = listed_parameters(values, provider.parameters, provider.parameter, immediate=provider.immediate)
    return ParameterGroup(
        tool=_NAME,
        path=path,
        span=manifest.span,
        name=manifest.name,
        family=told(values, "family", *provider.family),
        parameters=tuple(listed),
        complete=manifest.complete and bool(values) and not is_unknown(values, provider.parameters),
        alternative=manifest.patched,
    )


TOOL = Tool(
    name=_NAME,
    keywords=tuple(group.encode() for group in _PROVIDERS),
    vocabulary=Vocabulary(
        values=frozenset(f"{group}/{version}" for group, each in _PROVIDERS.items() for version in each.versions)
    ),
    read=read,
    languages=(),
)
