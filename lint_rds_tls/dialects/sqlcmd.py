"""sqlcmd: the command lines of the ODBC tools of both generations and of go-sqlcmd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lint_rds_tls.dialects._command_settings import located, settings_of, variables
from lint_rds_tls.dialects._go_options import RELEASES
from lint_rds_tls.dialects._sqlcmd_clients import GO, ODBC18, Tool, tools
from lint_rds_tls.dialects._sqlcmd_go import parse as parse_go
from lint_rds_tls.dialects._sqlcmd_odbc import parse as parse_odbc
from lint_rds_tls.dialects._sqlcmd_options import Option, Parsed
from lint_rds_tls.model import Command, Complaint, Connection, Dialect, Fragment, Setting, Vocabulary
from lint_rds_tls.text import MappedText

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
#: Words with which go-sqlcmd becomes another program; `query` and `create` connect.
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
    parsed: Parsed
    settings: tuple[Setting, ...]

    @property
    def outcome(self) -> tuple[object, ...]:
        """What has to be equal for two readings to be one."""
        return self.settings, self.parsed.complete


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections that a command line makes: one, or one for each way in which it may be read."""
    if isinstance(fragment, Command) and _is_sqlcmd(fragment) and fragment.arguments:
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
    groups: dict[tuple[object, ...], list[_Reading]] = {}
    for each in accepted:
        groups.setdefault(each.outcome, []).append(each)
    for same in groups.values():
        connection = _connection(command, same, path)
        yield replace(connection, alternative=command.alternative or len(groups) > 1)


def _readings(command: Command) -> Iterator[_Reading]:
    for tool in tools(command):
        for parsed in _parsed(command, tool):
            yield _Reading(tool.library, parsed, settings_of(parsed.options, _KEYS, command))


def _parsed(command: Command, tool: Tool) -> Iterator[Parsed]:
    if tool.library == GO:
        yield from (parse_go(command.arguments, release) for release in reversed(RELEASES))
    else:
        yield parse_odbc(command.arguments, windows=tool.windows, newer=tool.library == ODBC18)


def _refused(command: Command, readings: Iterable[_Reading], path: str) -> Iterator[Connection]:
    """What no program takes; about TLS where all of them say so."""
    readings = list(readings)
    complaints = [each.parsed.complaint for each in readings if each.parsed.complaint is not None]
    if complaints:
        tls = all(each.tls for each in complaints)
        yield replace(_connection(command, readings, path), complaint=_first(complaints, tls=tls))


def _first(complaints: list[Complaint], *, tls: bool) -> Complaint:
    return replace(complaints[0], tls=tls)


def _connection(command: Command, readings: list[_Reading], path: str) -> Connection:
    reading = readings[0]
    from_outside = tuple(variables(command.environment, _VARIABLES, (each.key for each in reading.settings)))
    connection = Connection(
        dialect="sqlcmd",
        path=path,
        span=command.span,
        settings=(*reading.settings, *from_outside),
        library=tuple(dict.fromkeys(each.library for each in readings)),
        complete=reading.parsed.complete and not _names_source(reading.parsed.options),
        alternative=command.alternative,
    )
    return located(connection)


def _names_source(options: Iterable[Option]) -> bool:
    """Whether -S is a data source of odbc.ini, which has settings of its own."""
    return any(option.letter == "D" for option in options)


# --- subcommands of go-sqlcmd ----------------------------------------------------------------------------------------


def _modern(command: Command, path: str) -> Iterator[Connection]:
    """`create` connects to the container that it makes, `query` to whatever the context names; neither asks for TLS."""
    word = command.arguments[0]
    if str(word.text) in ("create", "install"):
        server = Setting(
            key="server",
            name=MappedText.decoded("server", word.span),
            value=MappedText.decoded("localhost", word.span),
            span=word.span,
            implied="sqlcmd create connects to the container that it starts",
        )
        connection = Connection(dialect="sqlcmd", path=path, span=command.span, settings=(server,), library=(GO,))
        yield located(replace(connection, alternative=command.alternative))


DIALECT = Dialect(
    name="sqlcmd",
    keywords=(b"sqlcmd",),
    vocabulary=Vocabulary(programs=frozenset({_PROGRAM})),
    read=read,
)
