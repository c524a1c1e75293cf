"""sqlcmd: the command lines of the ODBC tools of both generations and of go-sqlcmd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lint_rds_tls.dialects._command_settings import located, settings_of, variables
from lint_rds_tls.dialects._connect_directive import DIRECTIVE, connection, directives
from lint_rds_tls.dialects._go_options import RELEASES
from lint_rds_tls.dialects._sqlcmd_clients import GO, ODBC18, Tool, tools
from lint_rds_tls.dialects._sqlcmd_go import parse as parse_go
from lint_rds_tls.dialects._sqlcmd_odbc import parse as parse_odbc
from lint_rds_tls.dialects._sqlcmd_options import Option, Parsed, dashed, long_options, stray
from lint_rds_tls.model import Command, Complaint, Connection, Dialect, Fragment, Setting, Vocabulary, Word
from lint_rds_tls.text import MappedText
from lint_rds_tls.versions import Version, VersionRange

_PROGRAM = "sqlcmd"
_KEYS = {
    "S": "server", "d": "database", "U": "user", "P": "password", "z": "new password", "Z": "new password",
    "N": "encrypt", "C": "trustservercertificate", "F": "hostnameincertificate", "J": "servercertificate", "D": "dsn",
}  # fmt: skip
_VARIABLES = {
    "SQLCMDSERVER": "server", "OSQLSERVER": "server", "SQLCMDDBNAME": "database", "SQLCMDUSER": "user",
    "SQLCMDPASSWORD": "password", "OSQLPASSWORD": "password",
}  # fmt: skip
#: Options with which it only says something, and connects to nothing.
_TELLING = frozenset(("?", "help", "version", "L"))
#: First words with which go-sqlcmd becomes another program.
_SUBCOMMANDS = frozenset(
    (
        "create", "install", "uninstall", "query", "start", "stop", "open", "config", "delete", "completion", "help",
        "--help",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reading:
    """A command line as one program reads it."""

    library: str
    release: Version | None  #: where the program changed its mind
    parsed: Parsed
    settings: tuple[Setting, ...]

    @property
    def outcome(self) -> tuple[object, ...]:
        """What has to be equal for two readings to be one."""
        return self.settings, self.parsed.complete


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections that a command line makes: one, or one for each way in which it may be read."""
    if not isinstance(fragment, Command):
        return
    if str(fragment.program.text).lower() == DIRECTIVE:
        yield from connection(fragment, path)
    elif _is_sqlcmd(fragment):
        for directive in directives(fragment.input, fragment) if fragment.input is not None else ():
            yield from connection(directive, path)
    if _is_sqlcmd(fragment) and fragment.arguments:
        if str(fragment.arguments[0].text) in _SUBCOMMANDS:
            yield from _modern(fragment, path)
        else:
            yield from _connections(fragment, path)


def _is_sqlcmd(command: Command) -> bool:
    name = str(command.program.text).replace("\\", "/").rpartition("/")[2].lower()
    return name.removesuffix(".exe") == _PROGRAM


def _connections(command: Command, path: str) -> Iterator[Connection]:
    readings = list(_readings(command))
    accepted = [each for each in readings if each.parsed.complaint is None]
    if not accepted:
        yield from _refused(command, readings, path)
        return
    if any(option.letter in _TELLING for each in accepted for option in each.parsed.options):
        return
    if not any(each.parsed.options or each.parsed.complete for each in accepted):
        return  # `sqlcmd "$@"`: nothing is known of it
    groups: dict[tuple[object, ...], list[_Reading]] = {}
    for each in accepted:
        groups.setdefault(each.outcome, []).append(each)
    older = _some_refuse(readings)
    for same in groups.values():
        one = replace(_connection(command, same, path), complaint=older)
        yield replace(one, alternative=command.alternative or len(groups) > 1)


def _readings(command: Command) -> Iterator[_Reading]:
    for tool in tools(command):
        for release, parsed in _parsed(command, tool):
            yield _Reading(tool.library, release, parsed, settings_of(parsed.options, _KEYS, command))


def _parsed(command: Command, tool: Tool) -> Iterator[tuple[Version | None, Parsed]]:
    if tool.library == GO:
        yield from ((release, parse_go(command.arguments, release)) for release in reversed(RELEASES))
    else:
        yield None, parse_odbc(command.arguments, windows=tool.windows, newer=tool.library == ODBC18)


def _some_refuse(readings: Iterable[_Reading]) -> Complaint | None:
    """What some releases of go-sqlcmd say to a command line that others take; whoever wrote it has one of the others.

    Of the other tools those that refuse it are no longer in question.
    """
    refusing = [each for each in readings if each.release is not None and each.parsed.complaint is not None]
    if not refusing or refusing[0].parsed.complaint is None:
        return None
    return replace(
        refusing[0].parsed.complaint,
        library=GO,
        versions=tuple(_range(each.release) for each in reversed(refusing) if each.release is not None),
    )


def _range(release: Version) -> VersionRange:
    index = RELEASES.index(release)
    return VersionRange(release if index else None, RELEASES[index + 1] if index + 1 < len(RELEASES) else None)


def _refused(command: Command, readings: list[_Reading], path: str) -> Iterator[Connection]:
    """What no program takes; about TLS where all of them say so."""
    complaints = [each.parsed.complaint for each in readings if each.parsed.complaint is not None]
    if complaints:
        first = next(filter(None, map(_dashed, command.arguments)), complaints[0])
        tls = first.tls and (first is not complaints[0] or all(each.tls for each in complaints))
        yield replace(_connection(command, readings, path), complaint=replace(first, tls=tls))


def _dashed(word: Word) -> Complaint | None:
    """The complaint about an option of TLS that starts with a dash copied from a document."""
    found = stray(word) if dashed(word) else None
    return found if found is not None and found.tls else None


def _connection(command: Command, readings: list[_Reading], path: str) -> Connection:
    reading = readings[0]
    from_outside = tuple(variables(command.environment, _VARIABLES, (each.key for each in reading.settings)))
    found = Connection(
        dialect="sqlcmd",
        path=path,
        span=command.span,
        settings=(*reading.settings, *from_outside),
        library=tuple(dict.fromkeys(each.library for each in readings)),
        complete=reading.parsed.complete and not _names_source(reading.parsed.options),
        alternative=command.alternative,
    )
    return located(found)


def _names_source(options: Iterable[Option]) -> bool:
    """Whether -S is a data source of odbc.ini, which has settings of its own."""
    return any(option.letter == "D" for option in options)


# --- subcommands of go-sqlcmd ----------------------------------------------------------------------------------------


def _modern(command: Command, path: str) -> Iterator[Connection]:
    """`create` connects to the container that it makes, `config add-endpoint` names the server of later queries.

    None of the subcommands has an option for TLS.
    """
    words = [str(word.text) for word in command.arguments]
    if words[0] in ("create", "install"):
        place = command.arguments[0].span
        server = MappedText.decoded("localhost", place)
        implied = "the server is the container that is started"
        setting = Setting(key="server", name=server, value=server, span=place, implied=implied)
        yield _endpoint(command, setting, path)
    elif words[:2] == ["config", "add-endpoint"]:
        options = long_options(command.arguments[2:], frozenset(("name", "address", "port")), first=2)
        for setting in settings_of(options, {"address": "server"}, command):
            yield _endpoint(command, setting, path)


def _endpoint(command: Command, server: Setting, path: str) -> Connection:
    found = Connection(dialect="sqlcmd", path=path, span=command.span, settings=(server,), library=(GO,))
    return located(replace(found, alternative=command.alternative))


DIALECT = Dialect(
    name="sqlcmd",
    keywords=(b"sqlcmd", DIRECTIVE.encode()),
    vocabulary=Vocabulary(programs=frozenset({_PROGRAM, DIRECTIVE})),
    read=read,
)
