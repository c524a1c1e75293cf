"""mssql-cli: sqlcmd's letters, read by Python's argparse.

From mssqlcli/mssqlclioptionsparser.py of dbcli/mssql-cli.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.dialects._command_settings import located, settings_of, variables
from lint_rds_tls.dialects._sqlcmd_options import Option
from lint_rds_tls.model import Command, Connection, Dialect, Fragment, Vocabulary, Word
from lint_rds_tls.text import HOLE_CHARACTER, MappedText

_PROGRAM = "mssql-cli"
LIBRARY = "mssql-cli"
_KEYS = {
    "S": "server", "d": "database", "U": "user", "P": "password", "N": "encrypt", "C": "trustservercertificate",
}  # fmt: skip
_VARIABLES = {
    "MSSQL_CLI_SERVER": "server", "MSSQL_CLI_USER": "user", "MSSQL_CLI_PASSWORD": "password",
    "MSSQL_CLI_DATABASE": "database",
}  # fmt: skip
_FLAGS = frozenset("EvNCMAh")
_NAMES = {
    "server": "S", "username": "U", "password": "P", "database": "d", "integrated": "E", "version": "v",
    "encrypt": "N", "trust-server-certificate": "C", "connect-timeout": "l", "application-intent": "K",
    "multi-subnet-failover": "M", "packet-size": "a", "dac-connection": "A", "query": "Q", "input_file": "i",
    "output_file": "o", "mssqlclirc": "mssqlclirc", "row-limit": "row-limit", "prompt": "prompt", "help": "h",
    "less-chatty": "-", "auto-vertical-output": "-", "enable-sqltoolsservice-logging": "-",
    "interactive_mode": "interactive_mode",
}  # fmt: skip


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that the program makes."""
    if not isinstance(fragment, Command) or not _is_program(fragment) or not fragment.arguments:
        return
    options = list(_options(fragment.arguments))
    if any(option.letter in ("h", "v") for option in options):
        return
    settings = settings_of(options, _KEYS, fragment)
    from_outside = tuple(variables(fragment.environment, _VARIABLES, (each.key for each in settings)))
    connection = Connection(
        dialect="mssql-cli",
        path=path,
        span=fragment.span,
        settings=(*settings, *from_outside),
        library=(LIBRARY,),
        complete=not any(str(word.text).startswith(HOLE_CHARACTER) for word in _loose(fragment.arguments, options)),
        alternative=fragment.alternative,
    )
    yield located(connection)


def _is_program(command: Command) -> bool:
    name = str(command.program.text).replace("\\", "/").rpartition("/")[2].lower()
    return name.removesuffix(".exe").removesuffix(".bat") == _PROGRAM


def _loose(words: Sequence[Word], options: Sequence[Option]) -> Iterator[Word]:
    """The words that no option takes."""
    taken = {option.word + more for option in options for more in range(2 if option.joint == " " else 1)}
    yield from (word for index, word in enumerate(words) if index not in taken)


def _options(words: Sequence[Word]) -> Iterator[Option]:
    index = 0
    while index < len(words):
        found = list(_word(words, index))
        yield from found
        index += 2 if found and found[-1].joint == " " else 1


def _word(words: Sequence[Word], index: int) -> Iterator[Option]:
    text = words[index].text
    written = str(text)
    if written.startswith("--"):
        name, equals, _ = written[2:].partition("=")
        letter = _abbreviated(name)
        if letter:
            value = text[3 + len(name) :] if equals else None
            yield _option(words, index, letter, text[: 2 + len(name)], value, "=" if equals else "")
    elif written.startswith("-"):
        for at in range(1, len(written)):
            letter, rest = written[at], text[at + 1 :]
            label = text[:2] if at == 1 else MappedText.decoded(f"-{letter}", text[at : at + 1].span)
            flag = letter in _FLAGS
            yield _option(words, index, letter, label, rest if len(rest) and not flag else None, "")
            if not flag:
                return


def _abbreviated(name: str) -> str:
    """The letter of a long option, which argparse lets be cut as long as no other starts so."""
    if name in _NAMES:
        return _NAMES[name]
    found = [letter for full, letter in _NAMES.items() if full.startswith(name)]
    return found[0] if len(found) == 1 else ""


def _option(
    words: Sequence[Word], index: int, letter: str, name: MappedText, value: MappedText | None, joint: str
) -> Option:
    word = words[index]
    bundled = len(word.text) > 2 and not str(word.text).startswith("--")
    span = name.span if letter in _FLAGS and bundled else word.span
    following = words[index + 1] if index + 1 < len(words) else None
    takes = value is None and letter not in _FLAGS and letter != "-"
    if takes and following is not None and not str(following.text).startswith("-"):
        value, joint, span = following.text, " ", word.span.cover(following.span)
    return Option(letter=letter, name=name, value=value, joint=joint, span=span, word=index, alone=not bundled)


DIALECT = Dialect(
    name="mssql-cli",
    keywords=(b"mssql-cli",),
    vocabulary=Vocabulary(programs=frozenset({_PROGRAM})),
    read=read,
)
