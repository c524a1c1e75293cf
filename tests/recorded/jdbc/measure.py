"""Measures JDBC drivers: `python -m tests.recorded.jdbc.measure urls|postures JARS OUT`; README.md says more."""

from __future__ import annotations

import argparse
import base64
import gzip
import itertools
import json
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.recorded.watching_server import WatchingServer

HERE = Path(__file__).parent
CERTIFICATES = ("good", "rogue", "wronghost", "expired")
TRAPS = (
    "", ";", ";;;", " ; ", ";encrypt", ";=x", "?encrypt=true&trustServerCertificate=true", "/db", ",1433", "\\INST",
    ":1433", ":1433/db", ":", "\\INST:1433", ";{encrypt}=false", ";ssl=true", ";Initial Catalog=x;User ID=u;Pwd=p",
    ';password="a;b"', ";password={a;encrypt=false}", ";password={a}};encrypt=false}", ";password={a}x", ";password={a",
    ";password=a}b", ";password=a=b", ";password={a}\t", ";password={a} ", ";encrypt=${E:true}", ";encrypt=tr{ue}",
    ";encrypt={true}", ";encrypt={ true }", ";encrypt=true&x=y", ";encrypt=\ntrue", ";\nencrypt=true", ";encrypt =true",
    ";trust server certificate=true", ";trustedServerCertificate=true", ";database=a;databaseName=b", ";serverName=b",
    ";portNumber=1444", ";uid=x;trusted_connection=true", ";tds=7.0", ";ssl=require", "; ssl=require",
    ";SSL=Authenticate", ";ssl=", ";ssl", ";namedPipe=true", ";fips=true", ";sslProtocol=TLSv1.2", ";sslProtocol=x",
    ";trustManagerClass=a.B", ";[a;b]=c", ";password=[a;b]", ";user=a:b;ssl=require", ";user=a/b;ssl=require",
)  # fmt: skip
KEYS = (
    "encrypt", "Encrypt", "ENCRYPT", "trustServerCertificate", "TrustServerCertificate", "trustServerCertificates",
    "hostNameInCertificate", "trustStore", "serverCertificate", "fips", "authentication", "databaseName", "user",
    "userName", "password", "integratedSecurity", "loginTimeout", "sslProtocol", "ssl", "SSL", "TDS", "namedPipe",
)  # fmt: skip
VALUES = (
    "true", "false", "True", "FALSE", "yes", "no", "1", "", "strict", "Strict", "mandatory", "optional", "{true}",
    "{x;y}", "require", "request", "authenticate", "Authenticate", "off", "a b", " true ", "${X}", "8.0", "7.0", "x",
    "TLSv1.2", "NotSpecified", "SqlPassword", "ActiveDirectoryPassword",
)  # fmt: skip


class Asked:
    """A driver of one version in a JVM of its own."""

    def __init__(self, jar: Path, classes: str, options: Iterable[str] = ()) -> None:
        version = re.search(r"(mssql-jdbc|jtds)-(\d[\d.]*?)(?:\.jre\d+)?\.jar", jar.name)
        assert version is not None, jar
        self.driver, self.client = version[1], f"{version[1]}-{version[2]}"
        command = ["java", *options, "-cp", f"{classes}:{jar}", "Drivers", self.driver]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def ask(self, verb: str, url: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{verb} {base64.b64encode(url.encode()).decode()}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def clients(jars: str, classes: str, options: Iterable[str] = ()) -> list[Asked]:
    return [Asked(jar, classes, options) for jar in sorted(Path(jars).glob("*.jar"))]


def urls(count: int) -> Iterator[str]:
    """Realistic and broken URLs, always the same ones."""
    chance = random.Random(count)  # noqa: S311
    prefixes = ("jdbc:sqlserver://", "jdbc:jtds:sqlserver://")
    yield from (prefix + "h" + trap for prefix in prefixes for trap in TRAPS)
    yield from ("jdbc:sqlserver://encrypt=true;user=u", "jdbc:sqlserver://encrypt=true", "JDBC:SQLSERVER://h")
    yield from (
        "jdbc:sqlserver:h;encrypt=true",
        "jdbc:sqlserver://[::1]:1433;encrypt=true",
        "JDBC:JTDS:SQLSERVER://h/d",
    )
    while True:
        prefix = chance.choice(prefixes)
        server = chance.choice(("h", "h:1433", "h\\i", "h,1433", "a.b.c:1433", "", " h ", "h/db", "[::1]:1433", "h=x"))
        parts = [
            chance.choice(TRAPS).lstrip(";")
            if chance.random() < 0.25
            else f"{chance.choice(KEYS)}={chance.choice(VALUES)}"
            for _ in range(chance.randrange(6))
        ]
        url = prefix + ";".join([server, *parts])
        for _ in range(chance.choice((0, 0, 0, 1, 2))):
            at = chance.randrange(len(prefix), len(url) + 1)
            url = url[:at] + chance.choice(";={}: \t\"'\\/&?") + url[at + chance.randrange(2) :]
        yield url


def measured_urls(jars: str, classes: str, count: int, *, takes: bool = True) -> Iterator[dict[str, Any]]:
    """What each version reads in each URL, and (with `takes`) whether it throws before it even reaches the network."""
    asked = clients(jars, classes)
    for url in dict.fromkeys(itertools.islice(urls(count), count)):
        folded: dict[str, list[str]] = {}
        for each in (each for each in asked if ("jtds" in url.lower()) == (each.driver == "jtds")):
            answer = each.ask("parse", url)
            if takes and answer.get("properties") and each.driver == "mssql-jdbc":
                answer["refused"] = each.ask("takes", url)["thrown"]
            folded.setdefault(json.dumps(answer, sort_keys=True), []).append(each.client)
        yield {"url": url, "answers": [{"clients": names, **json.loads(answer)} for answer, names in folded.items()]}
    for each in asked:
        each.close()


def settings(store: str, folder: str) -> Iterator[dict[str, str]]:
    """The combinations that are connected with."""
    encrypts = (None, "true", "false", "mandatory", "optional", "no", "strict", "yes")
    for encrypt, trust in itertools.product(encrypts, (None, "true", "false")):
        yield {k: v for k, v in (("encrypt", encrypt), ("trustServerCertificate", trust)) if v is not None}
    for encrypt in ("true", "false", "strict"):
        for more in (
            {"hostNameInCertificate": "db.elsewhere.example"},
            {"trustStore": store, "trustStorePassword": "changeit"},
            {"trustStore": f"{folder}/missing.jks"},
            {"trustStorePassword": "changeit"},
            {"serverCertificate": f"{folder}/rogue.pem"},
            {"serverCertificate": f"{folder}/missing.pem"},
            {"trustManagerClass": "TrustAll"},
            {"fips": "true"},
            {"fips": "true", "trustServerCertificate": "true"},
            {"authentication": "SqlPassword"},
            {"authentication": "SqlPassword", "trustServerCertificate": "true"},
            {"authentication": "NotSpecified"},
            {"sslProtocol": "TLSv1.2"},
        ):
            yield {"encrypt": encrypt, **more}


JTDS = ("", "off", "OFF", "request", "true", "require", "Require", "authenticate", "Authenticate")


def jtds_settings() -> Iterator[dict[str, str]]:
    yield {}
    for ssl in JTDS:
        yield {"ssl": ssl}
    for ssl in ("require", "authenticate"):
        for more in ({"tds": "7.0"}, {"tds": "8.0"}, {"tds": "4.2"}, {"SSL": "off"}):
            yield {"ssl": ssl, **more}


def measured_postures(jars: str, classes: str, folder: str) -> Iterator[dict[str, Any]]:
    """How each version connects to each server with each certificate."""
    options = (f"-Djavax.net.ssl.trustStore={folder}/store.jks", "-Djavax.net.ssl.trustStorePassword=changeit")
    with ThreadPoolExecutor(4) as pool:
        asked = clients(jars, classes, options)
        for rows in pool.map(lambda client: list(postures_of(client, folder)), asked):
            yield from rows
        for each in asked:
            each.close()


def postures_of(client: Asked, folder: str) -> Iterator[dict[str, Any]]:
    modes = ("allow", "force", "none")
    servers = {(mode, name): WatchingServer(f"{folder}/{name}", mode) for mode in modes for name in CERTIFICATES}
    for row in jtds_settings() if client.driver == "jtds" else settings(f"{folder}/store.jks", folder):
        yield {
            "client": client.client,
            "settings": {name: value.replace(folder, ".") for name, value in row.items()},
            "allow": connected(client, row, {name: servers["allow", name] for name in CERTIFICATES}),
            "force": connected(client, row, {name: servers["force", name] for name in CERTIFICATES}),
            "none": connected(client, row, {"good": servers["none", "good"]}),
        }


def connected(client: Asked, row: dict[str, str], servers: dict[str, WatchingServer]) -> dict[str, Any]:
    """What the client offered, the certificates over which it went on to log in, how, and what it said elsewhere."""
    offers: set[str] = set()
    accepts: list[str] = []
    logins: set[str] = set()
    thrown: set[str] = set()
    for name, server in servers.items():
        server.seen.clear()
        if client.driver == "jtds":
            url = f"jdbc:jtds:sqlserver://localhost:{server.port}/db;user=u;password=p;loginTimeout=6"
        else:
            url = f"jdbc:sqlserver://localhost:{server.port};user=u;password=p;loginTimeout=6;connectRetryCount=0"
        said = str(client.ask("connect", url + "".join(f";{k}={v}" for k, v in row.items()))["thrown"])
        time.sleep(0.02)
        while server.open:
            time.sleep(0.005)
        offers.update(seen["offers"] for seen in server.seen)
        logged_in = {seen["login"] for seen in server.seen} - {"none"}
        logins |= logged_in
        accepts += [name] if logged_in else []
        thrown |= set() if logged_in else {re.sub(r"\s*ClientConnectionId.*|:\d{4,5}\b", "", said)}
    found: dict[str, Any] = {"offers": sorted(offers), "accepts": accepts, "login": sorted(logins)}
    return found if accepts else {"offers": sorted(offers), "throws": sorted(thrown)[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("urls", "postures"))
    parser.add_argument("jars", help="a folder with jars of the drivers")
    parser.add_argument("out", help="a .jsonl.gz to write")
    parser.add_argument("--count", type=int, default=1000, help="how many URLs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["javac", "-d", folder, HERE / "Drivers.java", HERE / "TrustAll.java"], check=True)
        if arguments.what == "urls":
            rows = measured_urls(arguments.jars, folder, arguments.count)
        else:
            subprocess.run([HERE.parent / "make_certificates.sh", folder], check=True)
            rows = measured_postures(arguments.jars, folder, folder)
        lines = "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)
    Path(arguments.out).write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
