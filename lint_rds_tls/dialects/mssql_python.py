"""mssql-python: `mssql_python.connect`, which reads its string by stricter rules before its driver sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.dialects._odbc_grammar import Fault, Pair, parse_strictly
from lint_rds_tls.dialects._odbc_settings import TLS_KEYS, connection, effective, setting_of, value_of
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import first_wins, last_wins, place_of_call
from lint_rds_tls.model import Complaint, Connection, Dialect, Entry, Fragment, Record, Setting, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText

_CALLS = frozenset({"mssql_python.connect", "mssql_python.Connection", "mssql_python.db_connection.connect"})
#: The keywords that it lets through, and what it makes of them; `driver` and `app` are its own.
_KNOWN = {
    "server": "server", "address": "server", "addr": "server", "uid": "uid", "pwd": "pwd", "database": "database",
    "authentication": "authentication", "trusted_connection": "trusted_connection", "encrypt": "encrypt",
    "trustservercertificate": "trustservercertificate", "trust_server_certificate": "trustservercertificate",
    "hostnameincertificate": "hostnameincertificate", "servercertificate": "servercertificate",
    "serverspn": "serverspn", "multisubnetfailover": "multisubnetfailover", "applicationintent": "applicationintent",
    "connectretrycount": "connectretrycount", "connectretryinterval": "connectretryinterval", "keepalive": "keepalive",
    "keepaliveinterval": "keepaliveinterval", "ipaddresspreference": "ipaddresspreference",
    "packet size": "packetsize", "packetsize": "packetsize",
}  # fmt: skip
_RESERVED = frozenset({"driver", "app"})
#: Keywords that take one of a few words, and names that no value is.
_TRUTHS = frozenset({"encrypt", "trustservercertificate", "trust_server_certificate"})
_TLS_NAMES = frozenset({"encrypt", "encryption", "trustservercertificate", "trustcert"})
#: Named arguments that are for the module, not for the driver.
_OF_MODULE = frozenset({"connection_str", "autocommit", "attrs_before", "timeout", "native_uuid", "token_provider"})


def read(fragment: Fragment, path: str) -> Iterator[Connection]:
    """The connection that one call makes."""
    if isinstance(fragment, Record) and (fragment.type in _CALLS or _is_ours(fragment)):
        yield _call(fragment, path)


def _is_ours(record: Record) -> bool:
    """Named arguments, or a dict of them, in a file that imports the module and nothing else that connects."""
    names = {str(entry.name).lower() for entry in record.entries}
    told = {library.partition(".")[0] for library in record.libraries}
    known = "server" in names and bool(names & _TRUTHS)
    known = known and not any(_is_name(entry) for entry in record.entries)
    return not record.type and known and "mssql_python" in told and not told & {"pyodbc", "pymssql", "pytds"}


def _is_name(entry: Entry) -> bool:
    """Whether the value is the name of a setting, as in a table that tells one spelling by another."""
    return str(entry.name).lower() in _TRUTHS and str(entry.value).lower().replace("_", "") in _TLS_NAMES


def _call(record: Record, path: str) -> Connection:
    text = settled(_string(record))
    raw = str(text)
    pairs, faults = parse_strictly(raw)
    known = not text.has_hole or not any(_has_hole(text, each.key_start, each.value_start) for each in pairs)
    known = known and not any(_has_hole(text, each.start, each.end) for each in faults)
    written = first_wins(_canonical(_setting(text, pair)) for pair in pairs)
    named = [_canonical(value_of(each)) for each in record.entries if _is_keyword(each)]
    settings = last_wins([*(each for each in written if each.effective), *named])
    settings = (*(each for each in written if not each.effective), *settings)
    complete = known and not record.truncated and effective(settings, "server") is not None
    found = connection("mssql-python", path, place_of_call(record), settings, (), complete=complete)
    return replace(found, complaint=_complaint(text, pairs, faults) if known else None)


def _is_keyword(entry: Entry) -> bool:
    return str(entry.name).lower().partition(".")[0] not in _OF_MODULE


def _string(record: Record) -> MappedText:
    if record.base is not None:
        return record.base
    return next((each.value for each in record.entries if str(each.name) == "connection_str"), MappedText())


def _has_hole(text: MappedText, start: int, end: int) -> bool:
    return HOLE_CHARACTER in str(text)[start:end]


def _setting(text: MappedText, pair: Pair) -> Setting:
    value = text[pair.value_start + pair.braced : pair.value_end - pair.braced]
    if pair.braced and "}}" in str(value):
        value = MappedText.decoded(pair.value, value.span)
    span = text[pair.key_start : max(pair.value_end, pair.key_end)].span
    return setting_of(text[pair.key_start : pair.key_end], value, span, quoted=pair.braced)


def _canonical(setting: Setting) -> Setting:
    key = _KNOWN.get(setting.key.strip(), setting.key)
    return replace(setting, key=key, tls=key in TLS_KEYS or setting.tls)


def _complaint(text: MappedText, pairs: tuple[Pair, ...], faults: tuple[Fault, ...]) -> Complaint | None:
    """What it refuses the string for; what is about TLS goes first."""
    names = [
        Fault(
            f"Reserved keyword '{pair.key}' is controlled by the driver and cannot be specified by the user"
            if pair.key in _RESERVED
            else f"Unknown keyword '{pair.key}' is not recognized",
            pair.key,
            pair.key_start,
            pair.value_end,
        )
        for pair in pairs
        if pair.key not in _KNOWN
    ]
    found = [(fault, _about_tls(text, fault)) for fault in (*faults, *names)]
    if not found:
        return None
    fault, tls = next((each for each in found if each[1]), found[0])
    told = tls or fault.key in _KNOWN or fault.key in _RESERVED or not any(pair.key == "pwd" for pair in pairs)
    return Complaint(
        kind="syntax" if fault in faults else "unknown-keyword",
        # without braces around it, half of a password may stand where a keyword would
        message=f"{fault.message}." if told else re.sub(r"'.*?'(?= )", "'***'", fault.message, flags=re.DOTALL) + ".",
        keyword=fault.key if told else "",
        tls=tls,
        span=text[fault.start : fault.end].span,
        thrown="a ConnectionStringParseError",
    )


def _about_tls(text: MappedText, fault: Fault) -> bool:
    key = text[fault.start : fault.start + len(fault.key)]
    return _canonical(setting_of(key, MappedText(), key.span)).tls


DIALECT = Dialect(
    name="mssql-python",
    keywords=(b"mssql_python",),
    vocabulary=Vocabulary(calls=_CALLS, namespaces=frozenset({"mssql_python"})),
    read=read,
)
