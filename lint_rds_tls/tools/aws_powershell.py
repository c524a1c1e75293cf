"""AWS Tools for PowerShell: `New-RDSDBInstance`, `Edit-RDSDBParameterGroup`, `Edit-RDSCertificate` and their kin.

Names: modules/AWSPowerShell/Cmdlets/RDS of aws/aws-tools-for-powershell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lint_rds_tls.model import (
    Authority,
    Command,
    Fragment,
    Instance,
    ParameterGroup,
    Resource,
    Setting,
    Tool,
    Vocabulary,
)
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.tools._parameter_texts import parameters
from lint_rds_tls.tools._settings import setting

_NAME = "aws-powershell"
_NEW_INSTANCE, _EDIT_INSTANCE = "new-rdsdbinstance", "edit-rdsdbinstance"
_NEW_GROUP, _EDIT_GROUP = "new-rdsdbparametergroup", "edit-rdsdbparametergroup"
_EDIT_CERTIFICATE = "edit-rdscertificate"
_CMDLETS = (_NEW_INSTANCE, _EDIT_INSTANCE, _NEW_GROUP, _EDIT_GROUP, _EDIT_CERTIFICATE)
_PARAMETER = re.compile("[-\u2013-\u2015]([A-Za-z]+)(:?)")


@dataclass(frozen=True, slots=True)
class _Argument:
    """A parameter of a cmdlet with its value."""

    name: MappedText
    value: MappedText
    span: Span


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """What the cmdlets make and change; a group that the same file makes is known by its name."""
    families: dict[str, Setting] = {}
    for fragment in fragments:
        if isinstance(fragment, Command):
            name = str(fragment.program.text).replace("\\", "/").rpartition("/")[2].lower()
            if name in _CMDLETS:
                yield from _cmdlet(name, fragment, path, families)


def _cmdlet(name: str, command: Command, path: str, families: dict[str, Setting]) -> Iterator[Resource]:
    given = dict(_arguments(command))
    engine = _setting(given, "engine", "engine")
    if name == _NEW_INSTANCE:
        yield Instance(
            tool=_NAME,
            path=path,
            span=command.program.span,
            name=_text(given, "dbinstanceidentifier"),
            engine=engine,
            group=_setting(given, "group", "dbparametergroupname"),
            complete=not any(word.splits or str(word.text).startswith("@") for word in command.arguments),
            alternative=command.alternative,
        )
    elif name in (_NEW_GROUP, _EDIT_GROUP):
        yield from _group(command, path, given, families)
    is_default = name == _EDIT_CERTIFICATE
    identifier = _setting(given, "ca-identifier", "certificateidentifier" if is_default else "cacertificateidentifier")
    if identifier is not None:
        yield Authority(
            tool=_NAME,
            path=path,
            identifier=identifier,
            span=identifier.span,
            region=_text(given, "region") or None,
            engine=engine,
            alternative=command.alternative,
        )


def _group(
    command: Command, path: str, given: Mapping[str, _Argument], families: dict[str, Setting]
) -> Iterator[ParameterGroup]:
    name = _text(given, "dbparametergroupname")
    family = _setting(given, "family", "dbparametergroupfamily")
    if family is not None and name:
        families[name] = family
    found = tuple(parameters(given["parameter"].value)) if "parameter" in given else ()
    if found:
        yield ParameterGroup(
            tool=_NAME,
            path=path,
            span=command.program.span,
            name=name,
            family=families.get(name),
            parameters=found,
            complete=False,  # what is not named keeps the value it has
            alternative=command.alternative,
        )


def _arguments(command: Command) -> Iterator[tuple[str, _Argument]]:
    words = command.arguments
    for index, word in enumerate(words):
        match = _PARAMETER.match(str(word.text))
        if match is None:
            continue
        name, following = word.text[: match.end(1)], words[index + 1 : index + 2]
        if match[2]:
            yield match[1].lower(), _Argument(name, word.text[match.end() :], word.span)
        elif following and not _PARAMETER.match(str(following[0].text)):
            span = word.span.cover(following[0].span)
            yield match[1].lower(), _Argument(name, following[0].text, span)


def _setting(given: Mapping[str, _Argument], key: str, name: str) -> Setting | None:
    argument = given.get(name)
    return None if argument is None else setting(key, argument.name, argument.value, argument.span, joint=" ")


def _text(given: Mapping[str, _Argument], name: str) -> str:
    argument = given.get(name)
    return "" if argument is None or argument.value.has_hole else str(argument.value)


TOOL = Tool(
    name=_NAME,
    keywords=(b"-rdsdbinstance", b"-rdsdbparametergroup", b"-rdscertificate"),
    vocabulary=Vocabulary(programs=frozenset(_CMDLETS)),
    read=read,
    languages=("powershell",),
)
