"""Terraform and OpenTofu: RDS in resources of the AWS provider, and in the module `terraform-aws-modules/rds`.

Names: internal/service/rds of hashicorp/terraform-provider-aws; variables.tf of terraform-aws-modules/rds.
The provider applies a parameter at once unless `apply_method` says otherwise (`parameter_group.go`), static ones too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.model import (
    Authority,
    Entry,
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
from lint_rds_tls.tools._entries import documents, is_unknown, key_path, listed_parameters, said, told
from lint_rds_tls.tools._settings import truth

_NAME = "terraform"
_INSTANCE, _GROUP = "aws_db_instance", "aws_db_parameter_group"
_ACCOUNT, _DATA, _PROVIDER = "aws_rds_certificate", "data.aws_rds_certificate", "provider.aws"
_PARAMETER = ("name", "value", "apply_method")
#: Of what an instance is a copy.
_SOURCES = ("replicate_source_db", "snapshot_identifier", "restore_to_point_in_time", "s3_import")
#: Where the module is found, and its parts that can be used alone.
_MODULES = tuple(
    f"{host}terraform-aws-modules/rds/aws"
    for host in ("", "registry.terraform.io/", "registry.opentofu.org/", "app.terraform.io/")
)
_INSTANCE_PART, _GROUP_PART = "//modules/db_instance", "//modules/db_parameter_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A block that sets something up."""

    path: str
    entries: Sequence[Entry]
    name: str
    span: Span  #: of what says what it sets up
    region: str | None
    alternative: bool  #: whether there is one at all is worked out
    complete: bool

    def told(self, key: str, *names: str) -> Setting | None:
        """What is written under one of these names."""
        return told(self.entries, key, *names, joint="=")

    def ignores(self, name: str) -> bool:
        """Whether what is set elsewhere stays as it is."""
        ignored = (each for each in self.entries if str(each.name).startswith("lifecycle.0.ignore_changes"))
        return any(each.written in (name, "all") or str(each.value) == name for each in ignored)


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """The instances, groups and authorities of a file."""
    region = _region(fragments)
    for record in (each for each in fragments if isinstance(each, Record)):
        if record.type in (_INSTANCE, _GROUP, _ACCOUNT, _DATA) and len(record.arguments) > 2:
            yield from _resource(record, _block(record, path, record.arguments[1].span, region))
    for record in documents(fragments):
        where = key_path(record)
        source = next((each for each in record.entries if str(each.name) == "source"), None)
        if where[:1] == ("module",) and source is not None and str(source.value).lower() in _SOURCES_OF_MODULES:
            yield from _module(str(source.value), _block(record, path, source.value.span, region))


def _region(fragments: Sequence[Fragment]) -> str | None:
    """Of the one provider that the file sets up."""
    found = [each for each in fragments if isinstance(each, Record) and each.type == _PROVIDER]
    return said(found[0].entries, "region") or None if len(found) == 1 else None


def _block(record: Record, path: str, span: Span, region: str | None) -> _Block:
    how_often = [each for each in record.entries if str(each.name) in ("count", "for_each")]
    return _Block(
        path=path,
        entries=record.entries,
        name=next(iter(key_path(record)[-1:]), ""),
        span=span,
        region=said(record.entries, "region") or region,
        alternative=any(str(each.value) != "1" for each in how_often),
        complete=not record.truncated,
    )


def _resource(record: Record, block: _Block) -> Iterator[Resource]:
    if said(block.entries, "count") == "0":
        return
    if record.type == _INSTANCE:
        yield _instance(block, block.told("group", "parameter_group_name"))
        yield from _authority(block, "ca_cert_identifier")
    elif record.type == _GROUP:
        yield _group(block, "parameter")
    else:
        yield from _authority(block, "certificate_identifier" if record.type == _ACCOUNT else "id")


def _instance(block: _Block, group: Setting | None) -> Instance:
    # A replica has the group of its source; which one a restored instance has was not verified.
    source = block.told("source", *_SOURCES)
    return Instance(
        tool=_NAME,
        path=block.path,
        span=block.span,
        name=said(block.entries, "identifier") or block.name,
        engine=block.told("engine", "engine"),
        group=group,
        complete=block.complete and source is None and not block.ignores("parameter_group_name"),
        alternative=block.alternative,
    )


def _group(block: _Block, parameters: str) -> ParameterGroup:
    unknown = is_unknown(block.entries, parameters) or block.ignores(parameters)
    return ParameterGroup(
        tool=_NAME,
        path=block.path,
        span=block.span,
        name=said(block.entries, "name") or block.name,
        family=block.told("family", "family"),
        parameters=tuple(listed_parameters(block.entries, parameters, _PARAMETER, immediate=True)),
        complete=block.complete and not unknown,
        alternative=block.alternative,
    )


def _authority(block: _Block, name: str) -> Iterator[Authority]:
    identifier = block.told("ca-identifier", name)
    if identifier is not None:
        yield Authority(
            tool=_NAME,
            path=block.path,
            identifier=identifier,
            span=identifier.span,
            region=block.region,
            engine=block.told("engine", "engine"),
            alternative=block.alternative,
        )


def _module(source: str, block: _Block) -> Iterator[Resource]:
    """An instance and its group, as far as the module is told to make them."""
    if said(block.entries, "count") == "0":
        return
    makes_group, makes_instance = _made(block, "create_db_parameter_group"), _made(block, "create_db_instance")
    named = block.told("group", "parameter_group_name")
    if source.endswith(_GROUP_PART):
        yield _group(block, "parameters")
        return
    if source.endswith(_INSTANCE_PART):
        makes_group = False
    if makes_group is not False:
        group = _group(block, "parameters")
        # Of old versions, that a group is named keeps the module from making one.
        known = makes_group is True and named is None
        yield replace(group, complete=group.complete and known, alternative=group.alternative or not known)
    if makes_instance is not False:
        instance = _instance(block, named)
        known = makes_group is False or named is not None
        yield replace(instance, complete=instance.complete and known)
        yield from _authority(block, "ca_cert_identifier")


def _made(block: _Block, name: str) -> bool | None:
    """Whether the module makes something, which it does unless told otherwise; None where that is not known."""
    setting = block.told("made", name)
    return True if setting is None else truth(setting.value)


_SOURCES_OF_MODULES = frozenset(f"{each}{part}" for each in _MODULES for part in ("", _INSTANCE_PART, _GROUP_PART))

TOOL = Tool(
    name=_NAME,
    keywords=(b"aws_db_instance", b"aws_db_parameter_group", b"aws_rds_certificate", b"terraform-aws-modules/rds/aws"),
    vocabulary=Vocabulary(
        types=frozenset({_INSTANCE, _GROUP, _ACCOUNT, _DATA, _PROVIDER}),
        values=_SOURCES_OF_MODULES,
    ),
    read=read,
    languages=("hcl",),
)
