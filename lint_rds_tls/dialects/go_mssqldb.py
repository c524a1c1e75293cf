"""go-mssqldb: `sqlserver://` URLs, `odbc:` strings, and ADO strings where the surroundings say Go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.dialects._go_mssqldb_grammar import Pair, Parsed, ado, host_of, is_odbc, is_url, odbc, url
from lint_rds_tls.dialects._go_strings import is_prisma, speaks_go
from lint_rds_tls.dialects._hosts import host_class_of
from lint_rds_tls.dialects._jdbc_settings import looks_like_tls
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import goes_on, last_wins, place_of
from lint_rds_tls.model import Complaint, Connection, Dialect, Fragment, HostClass, Literal, Setting, Vocabulary
from lint_rds_tls.text import MappedText

LIBRARY = "github.com/microsoft/go-mssqldb"
_TLS = frozenset(
    {"encrypt", "trustservercertificate", "hostnameincertificate", "certificate", "servercertificate", "tlsmin"}
)
_INSTEAD = {"encrypt": "true", "trustservercertificate": "false"}
_SECRETS = frozenset({"password", "pwd", "change password"})
#: `NAME=sqlserver://…`, as lists of variables and command lines have it.
_NAMED = re.compile(r"\s*[\w.\-]*\s*=\s*(?=sqlserver://)")
_SERVER = re.compile(r"(?i)[:;]\s*server\s*=")
_FILLED_IN = re.compile(r"[{}<>$%]")


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connections of go-mssqldb in one fragment."""
    if not isinstance(fragment, Literal):
        return
    text = _text(fragment.text)
    written = str(text)
    if is_url(written) and not is_prisma(written):
        parsed, form = url(text), "url"
    elif is_odbc(written):
        if _SERVER.search(written) is None:
            return
        parsed, form = odbc(text), "odbc"
    elif speaks_go(written, fragment.libraries, path):
        parsed, form = ado(text), "ado"
    else:
        return
    connection = _connection(text, parsed, form, path)
    if connection is not None:
        complete = connection.complete and not goes_on(fragment)
        place = place_of(text, fragment)
        yield replace(connection, alternative=fragment.alternative, complete=complete, span=place)


def _text(text: MappedText) -> MappedText:
    if "sqlserver://" in str(text):
        text = settled(text, url=True)
        match = _NAMED.match(str(text))
        return text[match.end() :] if match else text
    return settled(text)


def _connection(text: MappedText, parsed: Parsed, form: str, path: str) -> Connection | None:
    found = tuple(map(_setting, parsed.pairs))
    # Which of two letter cases counts in a URL is left to chance up to 1.9, from 1.10 on the driver refuses it.
    settings = found if form == "url" else last_wins(found)
    server = next((each for each in reversed(parsed.pairs) if each.key == "server"), None)
    if not any(len(pair.value) for pair in parsed.pairs):
        return None  # the scheme alone
    complaint = None
    if parsed.error:
        complaint = Complaint(kind="syntax", message=parsed.error + ".", span=text.span, thrown="an error")
    elif form == "url":
        complaint = _twice(settings)
    connection = Connection(
        dialect="go-mssqldb",
        path=path,
        span=text.span,
        settings=settings,
        library=(LIBRARY,),
        complete=parsed.complete and server is not None,
        complaint=complaint,
    )
    return connection if server is None else _hosted(connection, server.value, form)


def _twice(settings: Sequence[Setting]) -> Complaint | None:
    """A key in two letter cases; one that decides about TLS goes first."""
    twice = [each for index, each in enumerate(settings) if each.key in {other.key for other in settings[:index]}]
    if not twice:
        return None
    first = next((each for each in twice if each.tls), twice[0])
    message = f'key "{first.name}" provided more than once.'
    return Complaint(kind="conflict", message=message, tls=first.tls, span=first.span, thrown="an error")


def _hosted(connection: Connection, server: MappedText, form: str) -> Connection:
    if form != "url":
        server = host_of(server)
    if server.has_hole or _FILLED_IN.search(str(server)):
        return connection
    host = str(server).lower() or "localhost"
    kind = host_class_of(host)
    if server.has_default and kind is HostClass.LOCAL:
        kind = HostClass.UNKNOWN
    return replace(connection, host=host, host_class=kind)


def _setting(pair: Pair) -> Setting:
    key, value = pair.key, pair.value
    return Setting(
        key=key,
        name=pair.name,
        value=None if value.has_hole else value,
        span=pair.span,
        tls=key in _TLS or looks_like_tls(key),
        secret=key in _SECRETS,
        quoted=pair.quoted,
        instead=_INSTEAD.get(key, ""),
    )


DIALECT = Dialect(
    name="go-mssqldb",
    keywords=(b"sqlserver://", b"odbc:server", b"go-mssqldb", b"server=", b"server ="),
    vocabulary=Vocabulary(namespaces=frozenset({LIBRARY, "github.com/denisenkom/go-mssqldb"})),
    read=read,
)
