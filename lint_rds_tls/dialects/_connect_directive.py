r"""`:connect`, with which a script for sqlcmd goes to another server.

Microsoft: sqlcmd utility, `:Connect server[\instance] [-l timeout] [-U user [-P password]] [-N[s|m|o]] [-F host]`, the
last two with ODBC Driver 18. go-sqlcmd: pkg/sqlcmd/commands.go, connectCommand, which keeps what its own command line
said of TLS. None has an option to trust any certificate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_rds_tls.dialects._command_settings import located, settings_of
from lint_rds_tls.dialects._sqlcmd_clients import GO, ODBC17, ODBC18
from lint_rds_tls.dialects._sqlcmd_options import Option
from lint_rds_tls.model import Command, Connection, Word
from lint_rds_tls.text import MappedText

__all__ = ["DIRECTIVE", "connection", "directives"]

DIRECTIVE = ":connect"
_KEYS = {"S": "server", "U": "user", "P": "password", "N": "encrypt", "F": "hostnameincertificate"}
_LINE = re.compile(r"^[ \t]*(:connect)[ \t]+([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(r"[^ \t\"]+|\"([^\"]*)\"")


def directives(text: MappedText, command: Command) -> Iterator[Command]:
    """Those in a script that is handed to the program on its standard input."""
    for line in _LINE.finditer(str(text)):
        words = []
        for match in _WORD.finditer(str(text), *line.span(2)):
            inner = match.span(1) if match[1] is not None else match.span()
            words.append(Word(text=text[slice(*inner)], span=text[slice(*match.span())].span))
        name = text[slice(*line.span(1))]
        if words:
            yield Command(
                program=Word(text=name, span=name.span),
                arguments=tuple(words),
                span=name.span.cover(words[-1].span),
                libraries=command.libraries,
                alternative=command.alternative,
            )


def connection(command: Command, path: str) -> Iterator[Connection]:
    """The connection that the directive makes; what the command line says of TLS may hold for it too."""
    options = list(_options(command.arguments))
    if not any(option.letter == "S" for option in options):
        return
    newer = any(option.letter in "NF" for option in options)
    found = Connection(
        dialect="sqlcmd",
        path=path,
        span=command.span,
        settings=settings_of(options, _KEYS, command),
        library=(ODBC18,) if newer else (ODBC17, ODBC18, GO),
        complete=False,
        alternative=command.alternative,
    )
    yield located(found)


def _options(words: Sequence[Word]) -> Iterator[Option]:
    index = 0
    while index < len(words):
        word = words[index]
        letter, attached = str(word.text)[1:2], word.text[2:]
        following = words[index + 1] if index + 1 < len(words) else None
        index += 1
        if not str(word.text).startswith("-"):
            server = MappedText.decoded("server", word.span)
            yield Option(letter="S", name=server, value=word.text, joint="=", span=word.span, word=index - 1)
        elif letter == "N" or len(attached):
            value = attached if len(attached) else None
            yield Option(letter=letter, name=word.text[:2], value=value, joint="", span=word.span, word=index - 1)
        elif following is not None:
            span = word.span.cover(following.span)
            yield Option(letter=letter, name=word.text, value=following.text, joint=" ", span=span, word=index - 1)
            index += 1
