"""Measures go-mssqldb: `python -m tests.recorded.go_mssqldb.measure strings|postures OUT`; README.md says more."""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.recorded.watching_server import WatchingServer

HERE = Path(__file__).parent
CERTIFICATES = ("good", "rogue", "wronghost", "expired")
VERSIONS = ("0.17.0", "1.0.0", "1.1.0", "1.6.0", "1.7.2", "1.8.2", "1.9.4", "1.9.8", "1.10.0", "1.11.2")
#: One of each kind of connecting.
CONNECTING = ("0.17.0", "1.1.0", "1.6.0", "1.9.8", "1.11.2")
KEYS = (
    "encrypt", "Encrypt", "ENCRYPT", "trustservercertificate", "TrustServerCertificate", "trust server certificate",
    "Trust Server Certificate", "hostnameincertificate", "hostNameInCertificate", "host name in certificate",
    "certificate", "servercertificate", "server certificate", "tlsmin", "database", "user id", "password", "pwd",
    "port", "app name", "ssl", "sslmode", "server", "data source", "Address", "log",
)  # fmt: skip
VALUES = {
    "encrypt": (
        "true", "false", "True", "FALSE", "yes", "no", "1", "0", "t", "f", "T", "", "strict", "STRICT", "mandatory",
        "Optional", "disable", "DISABLE", "disabled", "off", "on", "required", " true ", '"true"', "{true}", "'true'",
        "m", "default", "tRuE",
    ),
    "trust": (
        "true", "false", "True", "FALSE", "TRUE", "yes", "no", "1", "0", "t", "F", "", "tRuE", " true ", '"true"',
        "{true}", "on",
    ),
    "": ("", "x", "a.b", "1433", "0", "10.0.0.1", "a;b", '"a;b"', '"a""b"', "{a;b}", "{a}}b}", "a b", "1.2", "/x.pem"),
}  # fmt: skip
SERVERS = ("h", "h:1433", "h.example.com", "", "localhost", "[::1]:1433", "[::1]", "10.0.0.1", "h:port", ".", "(local)")
ADO_SERVERS = ("h", "tcp:h", "tcp:h,1433", "h,1433", "h\\i", "h\\i,1433", ".", "(local)", "", "np:h", "h,", "a,b,c")


class Asked:
    """The driver of one version in a process of its own."""

    def __init__(self, version: str, program: Path, environment: dict[str, str] | None = None) -> None:
        self.version = version
        self._process = subprocess.Popen(
            [program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )

    def ask(self, verb: str, text: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{verb} {json.dumps(text)}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def built(version: str, folder: Path) -> Path:
    """The program with the driver of one version, compiled."""
    place = folder / version
    place.mkdir()
    (place / "main.go").write_text((HERE / "main.go").read_text())
    environment = {**os.environ, "GOFLAGS": "-mod=mod -buildvcs=false"}
    for command in (
        ["go", "mod", "init", "asked"],
        ["go", "get", f"github.com/microsoft/go-mssqldb@v{version}"],
        ["go", "mod", "tidy"],
        ["go", "build", "-o", "asked", "."],
    ):
        subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    return place / "asked"


def _pair(chance: random.Random) -> tuple[str, str]:
    key = chance.choice(KEYS)
    if chance.random() < 0.4:
        key = chance.choice(("encrypt", "TrustServerCertificate"))
    kind = "encrypt" if key.lower() == "encrypt" else "trust" if "trust" in key.lower() else ""
    return key, chance.choice(VALUES[kind])


def _url(chance: random.Random, pairs: list[tuple[str, str]]) -> str:
    def escaped(text: str) -> str:
        return "".join(f"%{ord(c):02X}" if c in '%&=;"{}' or (c == " " and chance.random() < 0.5) else c for c in text)

    user = chance.choice(("", "u:p@", "u@", "u:p%40@", "do%5Cu:p;w@", "u:p@ss@"))
    path = chance.choice(("", "", "/", "/i", "/SQLEXPRESS"))
    query = "&".join(f"{escaped(key)}={escaped(value)}".replace(" ", "+") for key, value in pairs)
    scheme = chance.choice(("sqlserver",) * 12 + ("SQLSERVER", "mssql"))
    url = f"{scheme}://{user}{chance.choice(SERVERS)}{path}" + (f"?{query}" if query else chance.choice(("", "?")))
    if chance.random() < 0.12:
        at = chance.randrange(12, len(url) + 1)
        url = url[:at] + chance.choice(";=%&?#/+ @:") + url[at:]
    return url


def _pairs(chance: random.Random, pairs: list[tuple[str, str]]) -> str:
    server = chance.choice(("server", "Server", "data source", "Address"))
    pairs = [(server, chance.choice(ADO_SERVERS)), *pairs]
    chance.shuffle(pairs)
    equals = chance.choice(("=", "=", "=", " = "))
    text = chance.choice((";", ";", "; ", " ;")).join(f"{key}{equals}{value}" for key, value in pairs)
    if chance.random() < 0.2:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(';="{} ') + text[at + chance.randrange(2) :]
    return text + chance.choice(("", "", ";"))


def strings(count: int) -> Iterator[str]:
    """Realistic and broken strings of the three forms, always the same ones."""
    chance = random.Random(count)  # noqa: S311
    while True:
        pairs = [_pair(chance) for _ in range(chance.randrange(5))]
        form = chance.random()
        yield _url(chance, pairs) if form < 0.4 else ("odbc:" if form < 0.6 else "") + _pairs(chance, pairs)


def measured_strings(asked: list[Asked], count: int) -> Iterator[dict[str, Any]]:
    """What each version makes of each string; versions that agree are folded."""
    for text in dict.fromkeys(itertools.islice(strings(count), count)):
        folded: dict[str, list[str]] = {}
        for each in asked:
            answer = each.ask("parse", text)
            folded.setdefault(json.dumps(answer, sort_keys=True), []).append(each.version)
        yield {"string": text, "answers": [{"versions": names, **json.loads(said)} for said, names in folded.items()]}


def settings(folder: str) -> Iterator[dict[str, str]]:
    """The combinations that are connected with."""
    encrypts = (None, "true", "false", "disable", "strict", "optional", "mandatory", "1", "on")
    for encrypt, trust in itertools.product(encrypts, (None, "true", "false", "yes")):
        yield {k: v for k, v in (("encrypt", encrypt), ("trustservercertificate", trust)) if v is not None}
    for encrypt in (None, "true", "false", "strict"):
        for more in (
            {"hostnameincertificate": "db.elsewhere.example"},
            {"certificate": f"{folder}/good.pem"},
            {"certificate": f"{folder}/missing.pem"},
            {"servercertificate": f"{folder}/rogue.pem"},
            {"servercertificate": f"{folder}/rogue.pem", "trustservercertificate": "true"},
            {"certificate": f"{folder}/ca.pem", "trustservercertificate": "false"},
        ):
            yield {**({"encrypt": encrypt} if encrypt else {}), **more}


def measured_postures(asked: list[Asked], folder: str) -> Iterator[dict[str, Any]]:
    """How each version connects to each server with each certificate."""
    modes = ("allow", "force", "none")
    servers = {(mode, name): WatchingServer(f"{folder}/{name}", mode) for mode in modes for name in CERTIFICATES}
    for row in settings(folder):
        folded: dict[str, list[str]] = {}
        for each in asked:
            seen = {
                mode: connected(each, row, {name: servers[mode, name] for name in names})
                for mode, names in (("allow", CERTIFICATES), ("force", CERTIFICATES), ("none", ("good",)))
            }
            folded.setdefault(json.dumps(seen, sort_keys=True).replace(folder, "."), []).append(each.version)
        named = {name: value.replace(folder, ".") for name, value in row.items()}
        for seen_text, versions in folded.items():
            yield {"settings": named, "versions": versions, **json.loads(seen_text)}


def connected(client: Asked, row: dict[str, str], servers: dict[str, WatchingServer]) -> dict[str, Any]:
    """What the client offered, the certificates over which it went on to log in, how, and what it said elsewhere."""
    offers: set[str] = set()
    accepts: list[str] = []
    logins: set[str] = set()
    thrown: set[str] = set()
    for name, server in servers.items():
        server.seen.clear()
        text = f"server=localhost;port={server.port};user id=u;password=p;dial timeout=4;disableretry=true"
        said = client.ask("connect", text + "".join(f";{k}={v}" for k, v in row.items())).get("error", "")
        time.sleep(0.01)
        while server.open:
            time.sleep(0.002)
        offers.update(seen["offers"] for seen in server.seen)
        logged_in = {seen["login"] for seen in server.seen} - {"none"}
        logins |= logged_in
        accepts += [name] if logged_in else []
        thrown |= set() if logged_in else {re.sub(r"current time \S+ is after \S+|:\d{4,5}\b", "", said)}
    found: dict[str, Any] = {"offers": sorted(offers), "accepts": accepts, "login": sorted(logins)}
    return found if accepts else {"offers": sorted(offers), "throws": sorted(thrown)[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("strings", "postures"))
    parser.add_argument("out", help="a .jsonl.gz to write")
    parser.add_argument("--count", type=int, default=2000, help="how many strings")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programs = {
            version: built(version, Path(folder))
            for version in (VERSIONS if arguments.what == "strings" else CONNECTING)
        }
        if arguments.what == "postures":
            subprocess.run([HERE.parent / "make_certificates.sh", folder], check=True)
        trusted = {"SSL_CERT_FILE": f"{folder}/ca.pem"}
        asked = [Asked(version, program, trusted) for version, program in programs.items()]
        rows: Iterable[dict[str, Any]]
        rows = (
            measured_strings(asked, arguments.count)
            if arguments.what == "strings"
            else measured_postures(asked, folder)
        )
        lines = "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)
        for each in asked:
            each.close()
    Path(arguments.out).write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
