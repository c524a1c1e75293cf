"""isql, tsql and osql: programs without an option for TLS, which an ODBC data source or freetds.conf decides about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lint_rds_tls.dialects._command_settings import located, settings_of
from lint_rds_tls.dialects._sqlcmd_options import Option
from lint_rds_tls.model import Command, Connection, Dialect, Fragment, Vocabulary, Word

_KEYS = {"S": "server", "H": "server", "D": "database", "U": "user", "P": "password"}
_PROGRAMS = frozenset(("isql", "tsql", "osql"))


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that one of them makes, to a server that is named; a data source names its own."""
    if not isinstance(fragment, Command):
        return
    name = str(fragment.program.text).replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
    options = list(_options(fragment.arguments)) if name in _PROGRAMS else []
    if any(option.letter in "SH" for option in options):
        connection = Connection(
            dialect="isql",
            path=path,
            span=fragment.span,
            settings=settings_of(options, _KEYS, fragment),
            library=(name,),
            complete=False,
            alternative=fragment.alternative,
        )
        yield located(connection)


def _options(words: Sequence[Word]) -> Iterator[Option]:
    for index, word in enumerate(words):
        letter = str(word.text)[1:2]
        if not str(word.text).startswith("-") or letter not in _KEYS:
            continue
        if len(word.text) > 2:
            yield Option(letter=letter, name=word.text[:2], value=word.text[2:], joint="", span=word.span, word=index)
        elif index + 1 < len(words):
            value = words[index + 1]
            span = word.span.cover(value.span)
            yield Option(letter=letter, name=word.text, value=value.text, joint=" ", span=span, word=index)


DIALECT = Dialect(
    name="isql",
    keywords=(b"isql -", b"tsql -", b"osql -"),
    vocabulary=Vocabulary(programs=_PROGRAMS),
    read=read,
)
