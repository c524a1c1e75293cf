"""The sessions of a server, as an export of its views tells them, joined with the connections found in code.

That a session is encrypted says nothing about whether its client verified the certificate: the server cannot know.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from lint_rds_tls.data import load
from lint_rds_tls.model import HostClass, Row, Sessions, UnexplainedSession, UnreadRow

__all__ = ["QUERY", "Export", "Session", "join", "read_sessions"]

#: What `lint-rds-tls sessions-query` prints.
QUERY = """\
-- Who is connected to this SQL Server now, with which client, and is the session encrypted?
--
-- Needs the permission VIEW SERVER STATE, which the master user of an RDS instance has.
-- It sees only those who are connected at the moment: run it several times, at the hours at which jobs run, append the
-- results to one file, and hand that to: lint-rds-tls inventory --sessions FILE.csv
-- encrypt_option tells that a session is encrypted, never that its client verified the server's certificate.
-- Behind RDS Proxy the rows show the proxy, not its clients.
SET NOCOUNT ON;
SELECT
    c.session_id,
    c.encrypt_option,
    c.net_transport,
    c.auth_scheme,
    s.host_name,
    s.program_name,
    s.client_interface_name,
    s.client_version,
    c.client_net_address,
    c.protocol_version,
    c.parent_connection_id,
    c.connect_time
FROM sys.dm_exec_connections AS c
JOIN sys.dm_exec_sessions AS s
    ON s.session_id = c.session_id
WHERE s.is_user_process = 1
ORDER BY s.client_interface_name, s.program_name, s.host_name, c.session_id;
"""
_COLUMNS = tuple(re.findall(r"^    [cs]\.(\w+)", QUERY, re.MULTILINE))
#: The query of the Amazon RDS User Guide.
_OF_AWS = ("session_id", "encrypt_option", "net_transport", "auth_scheme")
_FOOTER = re.compile(r"\(\d+ rows? affected\)", re.IGNORECASE)
_NOTHING = frozenset({"", "null"})
_LOCAL = "shared memory"
_MOST_UNREAD = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fingerprint:
    """How one client shows."""

    title: str
    drivers: tuple[str, ...]
    interface: re.Pattern[str] | None
    program: re.Pattern[str] | None
    default_programs: re.Pattern[str] | None  #: None where it is the name of the process

    def fits(self, interface: str, program: str) -> bool:
        return (self.interface is None or self.interface.fullmatch(interface) is not None) and (
            self.program is None or self.program.fullmatch(program) is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session over the network."""

    encrypted: bool
    interface: str = ""  #: client_interface_name
    program: str = ""
    machine: str = ""  #: the name its client gives itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What could be read of an export."""

    path: str
    sessions: tuple[Session, ...]
    left_out: int  #: rows that are no session of their own, or never leave the server
    unread: tuple[UnreadRow, ...]
    told_apart: bool  #: whether it names clients


# --- reading ---------------------------------------------------------------------------------------------------------


def read_sessions(text: str, path: str) -> Export:
    """Read an export; lines that cannot be read are told by number, nothing is raised for them."""
    lines = text.replace("\0", "").lstrip("\ufeff").splitlines(keepends=True)
    start, separator = _head(lines)
    sessions: dict[tuple[str, ...], Session] = {}
    unread: list[UnreadRow] = []
    left_out = 0
    columns: Sequence[str] = ()
    for line, cells in _cells(lines[start:], separator, start):
        if isinstance(cells, str):
            unread.append(UnreadRow(line=line, message=cells))
            continue
        names = () if cells[0].isdigit() else _header(cells)
        if names:  # of the file, or of another one that was appended
            columns = names
            continue
        columns = columns or _assumed(cells)
        if not columns:
            message = f"{len(cells)} columns without names that are known; expected {', '.join(_OF_AWS)}, …"
            unread.append(UnreadRow(line=line, message=message))
            break
        row = _row(columns, cells)
        if isinstance(row, str):
            unread.append(UnreadRow(line=line, message=row))
        elif _is_left_out(row):
            left_out += 1
        else:
            # Samples that were appended to each other show a session again and again.
            key = (row["session_id"], row["connect_time"]) if row.get("connect_time") else (str(line),)
            sessions.setdefault(key, _session(row))
    return Export(
        path=path,
        sessions=tuple(sessions.values()),
        left_out=left_out,
        unread=tuple(unread[:_MOST_UNREAD]),
        told_apart="client_interface_name" in columns or "program_name" in columns,
    )


def _head(lines: Sequence[str]) -> tuple[int, str]:
    """Where the first line with content is, and which sign separates its cells."""
    for number, line in enumerate(lines):
        if line.strip():
            outside = re.sub(r'"[^"]*"', "", line)
            return number, max(",;\t|", key=outside.count)
    return 0, ","


def _cells(lines: Sequence[str], separator: str, start: int) -> Iterator[tuple[int, list[str] | str]]:
    """The rows, each with the number of its first line; a message in the place of one that is no CSV."""
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=separator, skipinitialspace=True)
    while True:
        line = reader.line_num + start + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"is no CSV: {error}"
            continue
        cells = [each.strip() for each in cells]
        if any(cells) and not _FOOTER.fullmatch(cells[0]) and any(each.strip("-") for each in cells):
            yield line, cells


def _header(cells: Sequence[str]) -> Sequence[str]:
    names = [re.sub(r"[\s_]+", "_", each.strip().strip("[]").lower()) for each in cells]
    return names if "encrypt_option" in names else ()


def _assumed(cells: Sequence[str]) -> Sequence[str]:
    """The columns of a result without a heading, as SSMS copies it unless told otherwise."""
    for columns in (_OF_AWS, _COLUMNS):
        if len(cells) == len(columns) and cells[1].lower() in ("true", "false"):
            return columns
    return ()


def _row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str] | str:
    if len(cells) != len(columns):
        return f"has {len(cells)} {'cell' if len(cells) == 1 else 'cells'}, not {len(columns)}"
    row = {name: "" if cell.lower() in _NOTHING else cell for name, cell in zip(columns, cells, strict=True)}
    if row.get("session_id") and not row["session_id"].isdigit():
        return f"session_id is no number: {row['session_id'][:40]!r}"
    if row["encrypt_option"].lower() not in ("true", "false"):
        return f"encrypt_option is neither TRUE nor FALSE: {row['encrypt_option'][:40]!r}"
    return row


def _is_left_out(row: Mapping[str, str]) -> bool:
    """Rows of MARS repeat their session; those of mirroring have none; shared memory never leaves the server."""
    if row.get("parent_connection_id") or row.get("net_transport", "").lower() in ("session", _LOCAL):
        return True
    return not row.get("session_id", "?") or "mirroring" in row.get("protocol_type", "").lower()


def _session(row: Mapping[str, str]) -> Session:
    return Session(
        encrypted=row["encrypt_option"].lower() == "true",
        interface=row.get("client_interface_name", ""),
        program=row.get("program_name", ""),
        machine=row.get("host_name", ""),
    )


# --- joining ---------------------------------------------------------------------------------------------------------


def join(export: Export, rows: Iterable[Row]) -> tuple[tuple[Row, ...], Sessions]:
    """The rows with the sessions that look like them, and what the export comes to.

    A session looks like a connection where its client is one that may be behind the connection, and its program and
    machine are what the connection writes, or the client's own default where it writes none. One that looks like
    several counts for each of them: nothing in it could tell them apart.
    """
    every = list(rows)
    indexed = _Index(every)
    counts: Counter[int] = Counter()
    clear: Counter[int] = Counter()
    strangers: dict[tuple[str, str, str], Counter[bool]] = {}
    for session, times in Counter(export.sessions if export.told_apart else ()).items():
        found = indexed.explaining(session, _fingerprint(session.interface, session.program))
        counts.update(dict.fromkeys(found, times))
        clear.update({} if session.encrypted else dict.fromkeys(found, times))
        if not found:
            who = session.interface, session.program, session.machine
            strangers.setdefault(who, Counter())[session.encrypted] += times
    joined = (
        replace(row, sessions=counts[number], unencrypted=clear[number])
        if export.told_apart and row.host_class is not HostClass.LOCAL
        else row
        for number, row in enumerate(every)
    )
    summary = Sessions(
        path=export.path,
        count=len(export.sessions),
        unencrypted=sum(not each.encrypted for each in export.sessions),
        unexplained=tuple(sorted(_unexplained(strangers), key=lambda each: (-each.count, each.program))),
        left_out=export.left_out,
        unread=export.unread,
        told_apart=export.told_apart,
    )
    return tuple(joined), summary


class _Index:
    """Rows by what sessions show of them: a server has thousands of sessions, a tree thousands of connections."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._by_program: dict[str, list[int]] = {}
        self._unnamed: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            if row.application is not None:
                self._by_program.setdefault(row.application.casefold(), []).append(number)
                continue
            for driver in {each.driver for each in row.rotation.clients}:
                self._unnamed.setdefault(driver, []).append(number)

    def explaining(self, session: Session, fingerprint: _Fingerprint | None) -> list[int]:
        """The numbers of the rows that a session looks like."""
        drivers = set(fingerprint.drivers) if fingerprint else set()
        named = [
            number
            for number in self._by_program.get(session.program.casefold(), ())
            if not drivers or drivers & {each.driver for each in self._rows[number].rotation.clients}
        ]
        if named or fingerprint is None or not _is_default(session.program, fingerprint):
            return [number for number in named if self._machine_fits(number, session)]
        unnamed = {number for driver in drivers for number in self._unnamed.get(driver, ())}
        return [number for number in sorted(unnamed) if self._machine_fits(number, session)]

    def _machine_fits(self, number: int, session: Session) -> bool:
        row = self._rows[number]
        if row.host_class is HostClass.LOCAL:
            return False
        return row.machine is None or not session.machine or row.machine.casefold() == session.machine.casefold()


def _is_default(program: str, fingerprint: _Fingerprint) -> bool:
    return fingerprint.default_programs is None or not program or bool(fingerprint.default_programs.fullmatch(program))


def _unexplained(strangers: Mapping[tuple[str, str, str], Counter[bool]]) -> Iterator[UnexplainedSession]:
    for (interface, program, machine), encrypted in strangers.items():
        fingerprint = _fingerprint(interface, program)
        yield UnexplainedSession(
            client=interface,
            driver=fingerprint.title if fingerprint else "",
            program=program,
            machine=machine,
            count=encrypted.total(),
            unencrypted=encrypted[False],
        )


@cache
def _fingerprint(interface: str, program: str) -> _Fingerprint | None:
    return next((each for each in _fingerprints() if each.fits(interface, program)), None)


@cache
def _fingerprints() -> tuple[_Fingerprint, ...]:
    return tuple(
        _Fingerprint(
            title=row["title"],
            drivers=tuple(row["drivers"]),
            interface=_pattern(row["interface"]),
            program=_pattern(row["program"]),
            default_programs=_pattern("|".join(row["default_programs"]) if row["default_programs"] else None),
        )
        for row in load("client_fingerprints")["clients"]
    )


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return None if text is None else re.compile(text, re.IGNORECASE)
