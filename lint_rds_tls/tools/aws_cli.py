"""The AWS command line: `aws rds create-db-instance`, `modify-db-parameter-group` and their kin.

https://docs.aws.amazon.com/cli/latest/reference/rds/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lint_rds_tls.model import (
    Authority,
    Command,
    Fragment,
    Instance,
    Parameter,
    ParameterGroup,
    Resource,
    Setting,
    Tool,
    Vocabulary,
    Word,
)
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.tools._settings import setting

_PROGRAM = "aws"
#: Global options that take a value.
_GLOBAL = frozenset(
    ("--region", "--profile", "--output", "--query", "--endpoint-url", "--ca-bundle", "--color", "--cli-read-timeout",
     "--cli-connect-timeout", "--cli-binary-format")
)  # fmt: skip
_CHANGES_INSTANCE = frozenset(
    ("create-db-instance", "modify-db-instance", "restore-db-instance-from-db-snapshot",
     "restore-db-instance-to-point-in-time", "restore-db-instance-from-s3", "create-db-instance-read-replica")
)  # fmt: skip
_NAMES_AUTHORITY = ("--ca-certificate-identifier", "--certificate-identifier")
#: `ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=pending-reboot`, values with or without quotes.
_PART = re.compile(r"\s*([A-Za-z]+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([^,'\"\s\]]*))\s*(?:,|\Z|(?=\s))")
#: The same as JSON.
_MEMBER = re.compile(r"\"(ParameterName|ParameterValue|ApplyMethod)\"\s*:\s*\"([^\"]*)\"")


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
    words = list(_behind_options(command.arguments))
    if len(words) < 2 or str(words[0].text) != "rds":
        return
    operation = str(words[1].text)
    options = dict(_options(words[2:]))
    region = _region(command)
    engine = _option(options, "engine", "--engine")
    yield from _authorities(command, path, options, engine, region)
    if operation == "create-db-instance":
        yield Instance(
            tool="aws-cli",
            path=path,
            span=words[1].span,
            name=_text(options.get("--db-instance-identifier", ())),
            engine=engine,
            group=_option(options, "group", "--db-parameter-group-name"),
            complete=not _is_open(options, words),
            alternative=command.alternative,
        )
    elif operation in ("create-db-parameter-group", "modify-db-parameter-group"):
        parameters = tuple(each for word in options.get("--parameters", ()) for each in _parameters(word))
        name = _text(options.get("--db-parameter-group-name", ()))
        family = _option(options, "family", "--db-parameter-group-family")
        if family is not None and name:
            families[name] = family
        if parameters:
            yield ParameterGroup(
                tool="aws-cli",
                path=path,
                span=words[1].span,
                name=name,
                family=family or families.get(name),
                parameters=parameters,
                complete=False,  # what is not named keeps the value it has
                alternative=command.alternative,
            )


def _authorities(
    command: Command, path: str, options: Mapping[str, Sequence[Word]], engine: Setting | None, region: str | None
) -> Iterator[Authority]:
    identifier = _option(options, "ca-identifier", *_NAMES_AUTHORITY)
    if identifier is not None:
        yield Authority(
            tool="aws-cli",
            path=path,
            identifier=identifier,
            span=identifier.span,
            region=region,
            engine=engine,
            alternative=command.alternative,
        )


def _behind_options(words: Sequence[Word]) -> Iterator[Word]:
    """The words from the service on; global options may stand before it."""
    index = 0
    while index < len(words) and str(words[index].text).startswith("-"):
        index += 2 if str(words[index].text) in _GLOBAL else 1
    return iter(words[index:])


def _options(words: Sequence[Word]) -> Iterator[tuple[str, Sequence[Word]]]:
    """Each option with the option's own word and the values that follow it."""
    starts = [index for index, word in enumerate(words) if str(word.text).startswith("--")]
    for start, end in pairwise((*starts, len(words))):
        name, equals, _ = str(words[start].text).partition("=")
        if equals:
            word = words[start]
            yield name, (word, Word(text=word.text[len(name) + 1 :], span=word.span), *words[start + 1 : end])
        else:
            yield name, words[start:end]


def _option(options: Mapping[str, Sequence[Word]], key: str, *names: str) -> Setting | None:
    for name in names:
        words = options.get(name, ())
        if len(words) > 1:
            span = words[0].span.cover(words[1].span)
            return setting(key, words[0].text[: len(name)], words[1].text, span, joint=" ")
    return None


def _text(words: Sequence[Word]) -> str:
    return str(words[1].text) if len(words) > 1 and not words[1].text.has_hole else ""


def _is_open(options: Mapping[str, Sequence[Word]], words: Sequence[Word]) -> bool:
    """Whether options may stand elsewhere: in a file, in a variable that splits."""
    return "--cli-input-json" in options or "--cli-input-yaml" in options or any(word.splits for word in words)


def _region(command: Command) -> str | None:
    options = dict(_options(command.arguments))
    if region := _text(options.get("--region", ())):
        return region
    told = {str(entry.name): entry.value for entry in command.environment}
    value = told.get("AWS_REGION", told.get("AWS_DEFAULT_REGION"))
    return None if value is None or value.has_hole else str(value)


def _parameters(word: Word) -> Iterator[Parameter]:
    """The parameters in one word after --parameters: in the short form, or as JSON."""
    text = word.text
    written = str(text)
    if written.startswith("--"):
        return
    if "{" in written:
        for start, end in _objects(written):
            members = {match[1]: text[slice(*match.span(2))] for match in _MEMBER.finditer(written, start, end)}
            yield from _parameter(members, text[start:end].span)
        return
    parts = {match[1]: text[slice(*match.span(match.lastindex or 4))] for match in _PART.finditer(written)}
    yield from _parameter(parts, text.span)


def _objects(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\{[^{}]*\}", text):
        yield match.span()


def _parameter(parts: Mapping[str, MappedText], span: Span) -> Iterator[Parameter]:
    name = parts.get("ParameterName")
    if name is None or name.has_hole:
        return
    value, method = parts.get("ParameterValue"), parts.get("ApplyMethod")
    yield Parameter(
        name=str(name).lower(),
        value=None if value is None or value.has_hole else value,
        span=span,
        method=method,
        immediate=None if method is None or method.has_hole else str(method).lower() == "immediate",
    )


TOOL = Tool(
    name="aws-cli",
    keywords=(b"db-instance", b"db-parameter-group", b"modify-certificates"),
    vocabulary=Vocabulary(programs=frozenset({_PROGRAM})),
    read=read,
    languages=(),
)
