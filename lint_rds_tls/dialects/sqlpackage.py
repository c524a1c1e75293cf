"""sqlpackage: `/Name:Value` for the source and the target, or a connection string for either.

From Microsoft's pages on sqlpackage's parameters, long names and short ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._adonet_settings import read_text
from lint_rds_tls.dialects._command_settings import SECRETS, TLS_KEYS, known, located
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Command, Connection, Dialect, Fragment, Setting, Vocabulary, Word
from lint_rds_tls.text import HOLE_CHARACTER

_PROGRAM = "sqlpackage"
LIBRARY = "microsoft.sqlpackage"
_ENDS = ("source", "target")
#: Behind `Source` or `Target`; behind `s` or `t`.
_PARAMETERS = {
    "servername": "server", "databasename": "database", "user": "user", "password": "password",
    "encryptconnection": "encrypt", "trustservercertificate": "trustservercertificate",
    "hostnameincertificate": "hostnameincertificate", "connectionstring": "connectionstring",
}  # fmt: skip
_SHORT = {
    "sn": "server", "dn": "database", "u": "user", "p": "password", "ec": "encrypt", "tsc": "trustservercertificate",
    "hnic": "hostnameincertificate", "cs": "connectionstring",
}  # fmt: skip
#: Keys of SqlClient's strings, by the names that options have.
_STRING_KEYS = {
    "data source": "server", "initial catalog": "database", "user id": "user",
    "trust server certificate": "trustservercertificate", "host name in certificate": "hostnameincertificate",
    "server certificate": "servercertificate",
}  # fmt: skip
_PARAMETER = re.compile(r"[/-]([A-Za-z]+)(:)")


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections to the source and to the target."""
    if not isinstance(fragment, Command) or not _is_program(fragment):
        return
    settings: dict[str, list[Setting]] = {end: [] for end in _ENDS}
    for word in fragment.arguments:
        end, setting = _setting(word)
        if setting is not None:
            settings[end].append(setting)
    complete = not any(_unknown(word) for word in fragment.arguments)
    for found in settings.values():
        if any(each.key in ("server", "connectionstring") for each in found):
            yield located(_connection(fragment, last_wins(found), complete, path), default_local=False)


def _is_program(command: Command) -> bool:
    name = str(command.program.text).replace("\\", "/").rpartition("/")[2].lower()
    return name.removesuffix(".exe").removesuffix(".dll") == _PROGRAM


def _unknown(word: Word) -> bool:
    """A word that may be any parameter, or a file of parameters."""
    return str(word.text).startswith((HOLE_CHARACTER, "@"))


def _setting(word: Word) -> tuple[str, Setting | None]:
    match = _PARAMETER.match(str(word.text))
    if match is None:
        return "", None
    name = match[1].lower()
    for end in _ENDS:
        key = _PARAMETERS.get(name.removeprefix(end)) if name.startswith(end) else None
        key = key or (_SHORT.get(name[1:]) if name[0] == end[0] else None)
        if key is not None:
            value = word.text[match.end() :]
            return end, Setting(
                key=key,
                name=word.text[: match.start(2)],
                value=known(value) if key != "connectionstring" else value,
                span=word.span,
                prefix=str(value).partition(HOLE_CHARACTER)[0] if value.has_hole else "",
                tls=key in TLS_KEYS,
                secret=key in SECRETS,
                quoted=True,
                joint=":",
            )
    return "", None


def _connection(command: Command, settings: tuple[Setting, ...], complete: bool, path: str) -> Connection:
    connection = Connection(
        dialect="sqlpackage",
        path=path,
        span=command.span,
        settings=settings,
        library=(LIBRARY,),
        complete=complete,
        alternative=command.alternative,
    )
    string = connection.effective("connectionstring")
    if string is None or string.value is None:
        return connection
    written = read_text(string.value)
    return replace(
        connection,
        span=string.value.span,
        settings=tuple(replace(each, key=_STRING_KEYS.get(each.key, each.key)) for each in written.settings),
        complete=complete and written.complete,
        complaint=written.complaint,
        swallowed=written.swallowed,
    )


DIALECT = Dialect(
    name="sqlpackage",
    keywords=(b"sqlpackage",),
    vocabulary=Vocabulary(programs=frozenset({_PROGRAM, "sqlpackage.dll"})),
    read=read,
)
