"""The AWS command line: `aws rds create-db-instance`, `modify-db-parameter-group` and their kin.

Names: https://docs.aws.amazon.com/cli/latest/reference/rds/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    Word,
)
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.tools._parameter_texts import parameters
from lint_rds_tls.tools._settings import setting

_PROGRAM = "aws"
#: Global options that take a value; https://docs.aws.amazon.com/cli/latest/reference/
_GLOBAL = frozenset(
    ("--region", "--profile", "--output", "--query", "--endpoint-url", "--ca-bundle", "--color", "--cli-read-timeout",
     "--cli-connect-timeout", "--cli-binary-format")
)  # fmt: skip
_MAKES_GROUP = frozenset(("create-db-parameter-group", "modify-db-parameter-group"))
_NAMES_AUTHORITY = frozenset(
    ("create-db-instance", "modify-db-instance", "create-db-instance-read-replica",
     "restore-db-instance-from-db-snapshot", "restore-db-instance-to-point-in-time", "restore-db-instance-from-s3")
)  # fmt: skip
_INPUTS = ("--cli-input-json", "--cli-input-yaml")
#: What members of `--cli-input-json` say as options.
_MEMBERS = {
    "DBInstanceIdentifier": "--db-instance-identifier",
    "Engine": "--engine",
    "DBParameterGroupName": "--db-parameter-group-name",
    "DBParameterGroupFamily": "--db-parameter-group-family",
    "CACertificateIdentifier": "--ca-certificate-identifier",
    "CertificateIdentifier": "--certificate-identifier",
}
_MEMBER = re.compile(r'\\?"(\w+)\\?"\s*:\s*\\?"([^"\\]*)\\?"')


@dataclass(frozen=True, slots=True)
class _Option:
    """An option with its values."""

    name: MappedText
    values: tuple[MappedText, ...]
    span: Span  #: of the name and the first value
    joint: str = " "


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """What `aws rds` makes and changes; a group that the same file makes is known by its name."""
    families: dict[str, Setting] = {}
    for fragment in fragments:
        if isinstance(fragment, Command) and _is_aws(fragment):
            yield from _command(fragment, path, families)


def _is_aws(command: Command) -> bool:
    name = str(command.program.text).replace("\\", "/").rpartition("/")[2].lower()
    return name.removesuffix(".exe") == _PROGRAM


def _command(command: Command, path: str, families: dict[str, Setting]) -> Iterator[Resource]:
    operation, words = _operation(command.arguments)
    options = dict(_options(words))
    if operation is None or "--generate-cli-skeleton" in options:
        return
    name = str(operation.text)
    yield from _authorities(name, command, path, options)
    if name == "create-db-instance":
        yield Instance(
            tool="aws-cli",
            path=path,
            span=operation.span,
            name=_text(options.get("--db-instance-identifier")),
            engine=_setting(options, "engine", "--engine"),
            group=_setting(options, "group", "--db-parameter-group-name"),
            complete=not _is_open(options, command.arguments),
            alternative=command.alternative,
        )
    elif name in _MAKES_GROUP:
        yield from _group(operation, command, path, options, families)


def _group(
    operation: Word, command: Command, path: str, options: Mapping[str, _Option], families: dict[str, Setting]
) -> Iterator[Resource]:
    name = _text(options.get("--db-parameter-group-name"))
    family = _setting(options, "family", "--db-parameter-group-family")
    if family is not None and name:
        families[name] = family
    texts = [value for key in ("--parameters", *_INPUTS) if key in options for value in options[key].values]
    found = tuple(each for text in texts for each in parameters(text))
    if found:
        yield ParameterGroup(
            tool="aws-cli",
            path=path,
            span=operation.span,
            name=name,
            family=family or families.get(name),
            parameters=found,
            complete=False,  # what is not named keeps the value it has
            alternative=command.alternative,
        )


def _authorities(operation: str, command: Command, path: str, options: Mapping[str, _Option]) -> Iterator[Authority]:
    if operation == "modify-certificates":
        identifier = _setting(options, "ca-identifier", "--certificate-identifier")
    elif operation in _NAMES_AUTHORITY:
        identifier = _setting(options, "ca-identifier", "--ca-certificate-identifier")
    else:
        identifier = None
    if identifier is not None:
        yield Authority(
            tool="aws-cli",
            path=path,
            identifier=identifier,
            span=identifier.span,
            region=_region(command),
            engine=_setting(options, "engine", "--engine"),
            alternative=command.alternative,
        )


def _operation(words: Sequence[Word]) -> tuple[Word | None, Sequence[Word]]:
    """The operation of `rds` and the words behind it; global options may stand anywhere."""
    named: list[Word] = []
    index = 0
    while index < len(words) and len(named) < 2:
        word, text = words[index], str(words[index].text)
        if text.startswith("--"):
            index += 2 if text in _GLOBAL else 1
            continue
        if not (word.splits and word.text.has_hole):  # else a variable that may hold options
            named.append(word)
        index += 1
    is_rds = len(named) == 2 and str(named[0].text) == "rds"
    return (named[1] if is_rds else None), words[index:]


def _options(words: Sequence[Word]) -> Iterator[tuple[str, _Option]]:
    """Each option with the values that follow it; those of a JSON text first, since the others win."""
    found: list[tuple[str, _Option]] = []
    starts = [index for index, word in enumerate(words) if str(word.text).startswith("--")]
    for start, end in pairwise((*starts, len(words))):
        first = words[start]
        name, equals, _ = str(first.text).partition("=")
        values = tuple(word.text for word in words[start + 1 : end])
        if equals:
            values = (first.text[len(name) + 1 :], *values)
        span = first.span if equals or not values else first.span.cover(words[start + 1].span)
        found.append((name, _Option(first.text[: len(name)], values, span, "=" if equals else " ")))
    for name, option in found:
        if name in _INPUTS and option.values:
            yield from _members(option.values[0])
    yield from found


def _members(text: MappedText) -> Iterator[tuple[str, _Option]]:
    for match in _MEMBER.finditer(str(text)):
        if match[1] in _MEMBERS:
            name, value = (text[slice(*match.span(number))] for number in (1, 2))
            yield _MEMBERS[match[1]], _Option(name, (value,), text[match.start() : match.end()].span, ": ")


def _setting(options: Mapping[str, _Option], key: str, name: str) -> Setting | None:
    option = options.get(name)
    if option is None or not option.values:
        return None
    return setting(key, option.name, option.values[0], option.span, joint=option.joint)


def _text(option: _Option | None) -> str:
    return str(option.values[0]) if option is not None and option.values and not option.values[0].has_hole else ""


def _is_open(options: Mapping[str, _Option], words: Sequence[Word]) -> bool:
    """Whether options may stand elsewhere: in a file, in a variable that splits."""
    inputs = [value for name in _INPUTS if name in options for value in options[name].values[:1]]
    return any(text.has_hole or "{" not in str(text) for text in inputs) or any(word.splits for word in words)


def _region(command: Command) -> str | None:
    if region := _text(dict(_options(command.arguments)).get("--region")):
        return region
    told = {str(entry.name): entry.value for entry in command.environment}
    value = told.get("AWS_REGION", told.get("AWS_DEFAULT_REGION"))
    return None if value is None or value.has_hole else str(value)


TOOL = Tool(
    name="aws-cli",
    keywords=(b"db-instance", b"db-parameter-group", b"modify-certificates"),
    vocabulary=Vocabulary(programs=frozenset({_PROGRAM})),
    read=read,
    languages=(),
)
