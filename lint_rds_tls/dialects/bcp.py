"""bcp: bulk copies, whose letters are not those of sqlcmd (-C is a code page, -N a format, -u trusts, -Y encrypts)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.dialects._command_settings import located, settings_of
from lint_rds_tls.dialects._sqlcmd_clients import GO, ODBC18, Tool, tools
from lint_rds_tls.dialects._sqlcmd_options import Option, starts_unknown
from lint_rds_tls.model import Command, Complaint, Connection, Dialect, Fragment, Setting, Vocabulary, Word

_KEYS = {
    "S": "server", "d": "database", "U": "user", "P": "password", "Y": "encrypt", "u": "trustservercertificate",
    "H": "hostnameincertificate", "J": "servercertificate",
}  # fmt: skip
_DIRECTIONS = frozenset(("in", "out", "queryout", "format"))
_FLAGS = frozenset("cDEGknNqRTvwx")
_VALUES = frozenset("abCdefFhHiJKlLmoPrStUV")
#: Options of ODBC Driver 18.
_NEWER = frozenset("uYHJ")


@dataclass(frozen=True, slots=True)
class _Parsed:
    options: tuple[Option, ...]
    complete: bool = True
    refused: Complaint | None = None


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that a bulk copy makes."""
    if isinstance(fragment, Command) and _is_copy(fragment):
        yield from _connections(fragment, path)


def _is_copy(command: Command) -> bool:
    """There are other programs of the name; only this one has a direction as its second word."""
    name = str(command.program.text).replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    return name == "bcp" and len(command.arguments) > 2 and str(command.arguments[1].text).lower() in _DIRECTIONS


def _connections(command: Command, path: str) -> Iterator[Connection]:
    readings = [(tool, _parse(command.arguments, tool)) for tool in tools(command) if tool.library != GO]
    if not readings:
        return
    accepted = [each for each in readings if each[1].refused is None] or readings
    settings: tuple[Setting, ...] = settings_of(accepted[0][1].options, _KEYS, command)
    connection = Connection(
        dialect="bcp",
        path=path,
        span=command.span,
        settings=settings,
        library=tuple(dict.fromkeys(tool.library for tool, _ in accepted)),
        complete=accepted[0][1].complete and not any(option.letter == "D" for option in accepted[0][1].options),
        complaint=accepted[0][1].refused,
        alternative=command.alternative,
    )
    yield located(connection)


def _parse(words: Sequence[Word], tool: Tool) -> _Parsed:
    """The options behind the table, the direction and the file."""
    options: list[Option] = []
    complete = True
    index = 3
    while index < len(words):
        word = words[index]
        letter = str(word.text)[1:2]
        if starts_unknown(words, index) or word.text[1:2].has_hole:
            complete = False
            index += 1
            continue
        if letter in _NEWER and tool.library != ODBC18:
            message = f"bcp of ODBC Driver 17 and older has no -{letter}"
            tls = letter in "uY"
            refused = Complaint(
                kind="syntax", message=message, keyword=f"-{letter}", tls=tls, span=word.span, thrown=""
            )
            return _Parsed(tuple(options), complete, refused)
        taken = _option(words, index, letter)
        if taken is not None:
            options.append(taken)
        index += 2 if taken is not None and taken.joint == " " else 1
    return _Parsed(tuple(options), complete)


def _option(words: Sequence[Word], index: int, letter: str) -> Option | None:
    word = words[index]
    attached = word.text[2:]
    option = Option(letter=letter, name=word.text[:2], value=None, joint="", span=word.span, word=index)
    if not str(word.text).startswith(("-", "/")):
        return None
    if letter in _FLAGS or letter == "u":
        return option
    if letter == "Y" and not len(attached):
        return option
    if len(attached):
        return replace(option, value=attached)
    following = words[index + 1] if index + 1 < len(words) else None
    if letter in _VALUES and following is not None and not str(following.text).startswith("-"):
        return replace(option, value=following.text, joint=" ", span=word.span.cover(following.span))
    return option


DIALECT = Dialect(
    name="bcp",
    keywords=(b"bcp ", b'bcp"', b"bcp'", b"bcp.exe"),
    vocabulary=Vocabulary(programs=frozenset({"bcp"})),
    read=read,
)
