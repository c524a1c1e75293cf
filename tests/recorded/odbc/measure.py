"""Measures ODBC and Python clients: `python -m tests.recorded.odbc.measure`; README.md says more."""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import re
import selectors
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.recorded.odbc.settings import Cell, cells
from tests.recorded.odbc.strings import data_sources, strings
from tests.recorded.watching_server import WatchingServer

HERE = Path(__file__).parent
CERTIFICATES = ("good", "rogue", "wronghost", "expired")
#: Where the recorded strings and settings say they go.
SERVER = "localhost,1433"
_LONGEST = 15  #: seconds that a client may take
#: Fields of LOGIN7, in the order in which it lists their places.
_FIELDS = ("workstation", "user", "password", "app", "server", "", "library", "language", "database")


class Asked:
    """Clients in a process of their own."""

    def __init__(self, python: str, environment: Mapping[str, str], folder: str) -> None:
        self._command = [python, str(HERE / "connect.py")]
        self._environment, self._folder = {**os.environ, **environment}, folder
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
            cwd=self._folder,
        )

    def ask(self, client: str, arguments: Iterable[str] = (), keywords: Mapping[str, Any] | None = None) -> str:
        """What the client threw; a client that is silent too long, or dies, is started anew."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"client": client, "arguments": list(arguments), "keywords": keywords or {}}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._process.stdout, selectors.EVENT_READ)
            answer = self._process.stdout.readline() if waiting.select(_LONGEST) else ""
        if not answer:
            self.close()
            self._start()
            return "nothing said"
        return str(json.loads(answer)["thrown"])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()


def login_fields(body: bytes) -> dict[str, str]:
    """What a LOGIN7 packet says; passwords are scrambled in it."""
    found = {}
    for index, name in enumerate(_FIELDS):
        start = int.from_bytes(body[36 + 4 * index : 38 + 4 * index], "little")
        raw = body[start : start + 2 * int.from_bytes(body[38 + 4 * index : 40 + 4 * index], "little")]
        if name == "password":
            raw = bytes(((byte ^ 0xA5) >> 4 | (byte ^ 0xA5) << 4) & 0xFF for byte in raw)
        found[name] = raw.decode("utf-16-le", "replace")
    return {name: found[name] for name in ("user", "password", "database", "app")}


def watched(server: WatchingServer, asked: Asked, client: str, arguments: Iterable[str], keywords: Any = None) -> Any:
    """What the server saw of one connection (None where nobody came), the login, and what the client said."""
    server.seen.clear()
    server.logins.clear()
    said = asked.ask(client, [each.replace(SERVER, f"localhost,{server.port}") for each in arguments], keywords)
    time.sleep(0.003)
    until = time.monotonic() + 9
    while server.open and time.monotonic() < until:
        time.sleep(0.003)
    return server.seen[0] if server.seen else None, server.logins[-1] if server.logins else None, said


# --- strings ---------------------------------------------------------------------------------------------------------


def measured_strings(setups: Mapping[str, Asked], folder: str, count: int) -> Iterator[dict[str, Any]]:
    servers = {name: WatchingServer(f"{folder}/{name}", "force") for name in CERTIFICATES[:3]}
    sections = ((string, section) for section, string in data_sources().values())
    for string, section in itertools.chain(((each, "") for each in dict.fromkeys(strings(count))), sections):
        folded: dict[str, list[str]] = {}
        for setup, asked in setups.items():
            name = "mssql_python" if setup.startswith("mssql-python") else "pyodbc"
            if not wanted(setup, string):
                continue
            answer = json.dumps(read(servers, asked, name, string), sort_keys=True)
            folded.setdefault(answer, []).append(setup)
        told_by = {"section": section} if section else {}
        yield {
            "string": string,
            **told_by,
            "answers": [{"clients": who, **json.loads(each)} for each, who in folded.items()],
        }


def wanted(setup: str, string: str) -> bool:
    """Whether a string is for a client: mssql-python takes those that name no driver, and only it does."""
    if "driver" not in string.lower() and "DSN=" not in string:
        return setup.startswith("mssql-python")
    return ("freetds" in string.lower()) == setup.startswith("freetds") and not setup.startswith("mssql-python")


def read(servers: Mapping[str, WatchingServer], asked: Asked, client: str, string: str) -> dict[str, Any]:
    """What the client read in a string, as far as servers that force TLS see it."""
    accepts, offers, said, login = [], "", "", None
    for name, server in servers.items():
        seen, packet, thrown = watched(server, asked, client, [string], {"timeout": 3} if client == "pyodbc" else {})
        if seen is None:
            return {"refused": told(thrown)}
        offers = seen["offers"]
        accepts += [name] if packet is not None else []
        login = login if packet is None else packet
    found: dict[str, Any] = {"offers": offers, "accepts": accepts}
    return found | ({"login": login_fields(login)} if login is not None else {"said": told(said)})


def told(thrown: str) -> str:
    """What a client said, without what differs from run to run."""
    found = re.sub(r"localhost(?:,|:)\d{4,5}|\(SQLDriverConnect\)|\b\d{5}\b(?=\))", "", thrown)
    return re.sub(r"/\S+/", "", found)[:300]


# --- postures --------------------------------------------------------------------------------------------------------


def measured_postures(setups: Mapping[str, Asked], folder: str) -> Iterator[dict[str, Any]]:
    modes = ("allow", "force", "none")
    servers = {(mode, name): WatchingServer(f"{folder}/{name}", mode) for mode in modes for name in CERTIFICATES}
    for cell in cells():
        for setup, asked in setups.items():
            if not setup.startswith(cell.client):
                continue
            yield {
                "client": setup,
                "settings": dict(cell.settings),
                **{
                    mode: connected(asked, cell, {name: servers[mode, name] for name in names})
                    for mode, names in zip(modes, (CERTIFICATES, CERTIFICATES, ("good",)), strict=True)
                },
            }


def connected(asked: Asked, cell: Cell, servers: Mapping[str, WatchingServer]) -> dict[str, Any]:
    """What the client offered, the certificates over which it went on to log in, how, and what it said elsewhere."""
    offers: set[str] = set()
    accepts: list[str] = []
    logins: set[str] = set()
    thrown: set[str] = set()
    for name, server in servers.items():
        arguments, keywords = cell.call(server.port)
        seen, _, said = watched(server, asked, cell.module, arguments, keywords)
        if seen is not None:
            offers.add(seen["offers"])
        if seen is not None and seen["login"] != "none":
            accepts.append(name)
            logins.add(seen["login"])
        else:
            thrown.add(told(said))
    found: dict[str, Any] = {"offers": sorted(offers), "accepts": accepts, "login": sorted(logins)}
    return found if accepts else {"offers": sorted(offers), "throws": sorted(thrown)[0]}


# --- the clients -----------------------------------------------------------------------------------------------------


def setups(arguments: argparse.Namespace, folder: str) -> dict[str, Asked]:
    """The clients by name and version, each told by its environment which driver and which authorities there are."""
    found = {}
    for driver in arguments.driver:
        name, _, library = driver.partition("=")
        system = Path(folder, name)
        system.mkdir()
        title = "FreeTDS" if name.startswith("freetds") else "ODBC Driver 18 for SQL Server"
        system.joinpath("odbcinst.ini").write_text(f"[{title}]\nDriver={library}\n")
        sections = (f"[{source}]\nDriver={title}\n{body}\n" for source, (body, _) in data_sources().items())
        system.joinpath("odbc.ini").write_text("\n".join(sections))
        found[name] = {"ODBCSYSINI": str(system), "ODBCINI": f"{system}/odbc.ini"}
    for name in arguments.module:
        found[name] = {}
    for conf in arguments.conf:
        for name in [each for each in found if each.startswith(("freetds", "pymssql"))]:
            if "+" not in name:
                found[f"{name}+{Path(conf).stem}"] = {**found[name], "FREETDSCONF": str(Path(conf).resolve())}
    trusted = {"SSL_CERT_FILE": f"{folder}/ca.pem"}
    return {name: Asked(arguments.python, {**trusted, **more}, folder) for name, more in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("strings", "postures"))
    parser.add_argument("out", help="a .jsonl.gz to write")
    parser.add_argument("--python", required=True, help="the interpreter that has pyodbc and the others")
    parser.add_argument("--driver", action="append", default=[], help="NAME-VERSION=FILE of an ODBC driver")
    parser.add_argument("--module", action="append", default=[], help="NAME-VERSION of a Python client")
    parser.add_argument("--conf", action="append", default=[], help="a freetds.conf to use as well")
    parser.add_argument("--count", type=int, default=2500, help="how many strings")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["sh", HERE.parent / "make_certificates.sh", folder], check=True)
        asked = setups(arguments, folder)
        if arguments.what == "strings":
            rows = measured_strings(asked, folder, arguments.count)
        else:
            rows = measured_postures(asked, folder)
        lines = "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)
        for each in asked.values():
            each.close()
    Path(arguments.out).write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
