"""Measures go-sqlcmd: `python -m tests.recorded.go_sqlcmd.measure arguments|postures OUT`; see README.md."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.recorded.go_sqlcmd.arguments import arguments
from tests.recorded.watching_server import WatchingServer

HERE = Path(__file__).parent
CERTIFICATES = ("good", "rogue", "wronghost", "expired")
MODULE = "github.com/microsoft/go-sqlcmd"
VERSIONS = ("1.5.0", "1.6.0", "1.8.0", "1.8.3", "1.9.0", "1.10.0")


def built(source: Path, program: Path, *, probe: bool, environment: dict[str, str] | None = None) -> None:
    """Compile the program in `source`, with the probe in it if wanted; nothing is written to `source`."""
    with tempfile.TemporaryDirectory() as folder:
        overlay = Path(folder) / "overlay.json"
        added = {str(source / "cmd" / "sqlcmd" / "lint_rds_tls_probe.go"): str(HERE / "probe.go")} if probe else {}
        overlay.write_text(json.dumps({"Replace": added}))
        command: list[str | Path] = [
            "go",
            "build",
            "-buildvcs=false",
            "-overlay",
            overlay,
            "-o",
            program,
            "./cmd/modern",
        ]
        subprocess.run(command, cwd=source, env={**os.environ, **(environment or {})}, check=True, capture_output=True)


def module(version: str, folder: Path) -> Path:
    """A copy of the published module: Go lays nothing over what is in its cache. Raises CalledProcessError."""
    asked = ["go", "mod", "download", "-json", f"{MODULE}@v{version}"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    place = folder / version
    shutil.copytree(json.loads(found)["Dir"], place, copy_function=shutil.copyfile)
    for each in (place, *place.rglob("*/")):
        each.chmod(0o755)
    return place


# --- arguments -------------------------------------------------------------------------------------------------------


def parsed(program: Path, lists: Sequence[list[str]]) -> list[dict[str, Any]]:
    """What a probe says of each list."""
    given = "".join(json.dumps(each) + "\n" for each in lists)
    environment = {**os.environ, "LINT_RDS_TLS_PROBE": "1"}
    said = subprocess.run([program], input=given, text=True, capture_output=True, env=environment, check=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def measured_arguments(folder: Path, count: int) -> Iterator[dict[str, Any]]:
    lists = [list(each) for each in dict.fromkeys(tuple(each) for each in arguments(count, count))]
    answers = {}
    for version in VERSIONS:
        built(module(version, folder), folder / f"probe-{version}", probe=True)
        answers[version] = parsed(folder / f"probe-{version}", lists)
    for index, each in enumerate(lists):
        folded: dict[str, list[str]] = {}
        for version in VERSIONS:
            folded.setdefault(json.dumps(_short(answers[version][index]), sort_keys=True), []).append(version)
        yield {"arguments": each, "answers": [{"releases": v, **json.loads(k)} for k, v in folded.items()]}


def _short(answer: dict[str, Any]) -> dict[str, Any]:
    """Every refusal alike: its words are the program's own."""
    if "panic" in answer:
        return {"refused": "panic"}
    return {"refused": "error"} if "error" in answer else answer


# --- postures --------------------------------------------------------------------------------------------------------

SETTINGS: tuple[tuple[str, ...], ...] = (
    (), ("-C",), ("-N",), ("-N", "-C"), ("-N", "true"), ("-N", "true", "-C"), ("-N", "false"), ("-N", "false", "-C"),
    ("-N", "True"), ("-N", "STRICT"), ("-N", "Optional"), ("-N", "DISABLE"),
    ("-N", "mandatory"), ("-N", "optional"), ("-N", "optional", "-C"), ("-N", "disable"), ("-N", "disable", "-C"),
    ("-N", "strict"), ("-N", "strict", "-C"), ("-N", "m"), ("-N", "o"), ("-N", "s"), ("-N", "s", "-C"), ("-No",),
    ("-Nm", "-C"), ("-N", "M"), ("-N", "S"), ("-N", "O"), ("-N", "yes"), ("-N", "no"), ("-N", "1"), ("-N", "f"),
    ("-C=false",), ("-N", "-C=false"), ("-bC",), ("--trust-server-certificate", "--encrypt-connection=true"),
    ("--encrypt-connection=",), ("-N", "true", "-F", "db.elsewhere.example"), ("-F", "db.elsewhere.example"),
    ("-N", "s", "-F", "db.elsewhere.example"), ("-N", "true", "-J", "rogue.pem"), ("-N", "s", "-J", "rogue.pem"),
    ("-N", "true", "-C", "-J", "rogue.pem"), ("-N", "true", "-J", "missing.pem"), ("query",), ("query", "-C"),
)  # fmt: skip


def measured_postures(folder: Path) -> Iterator[dict[str, Any]]:
    subprocess.run([HERE.parent / "make_certificates.sh", folder], check=True)
    for version in VERSIONS:
        built(module(version, folder / "sources"), folder / f"sqlcmd-{version}", probe=False)
    with ThreadPoolExecutor(2) as pool:
        for rows in pool.map(lambda version: list(postures_of(version, folder)), VERSIONS):
            yield from rows


def postures_of(version: str, folder: Path) -> Iterator[dict[str, Any]]:
    modes = ("allow", "force", "none")
    servers = {(mode, name): WatchingServer(f"{folder}/{name}", mode) for mode in modes for name in CERTIFICATES}
    for settings in SETTINGS:
        sides = {"allow": CERTIFICATES, "force": CERTIFICATES, "none": ("good",)}
        found = {
            mode: connected(version, folder, settings, {name: servers[mode, name] for name in names})
            for mode, names in sides.items()
        }
        yield {"release": version, "arguments": settings, **found}


def connected(version: str, folder: Path, settings: Sequence[str], servers: dict[str, WatchingServer]) -> Any:
    """What the program offered, the certificates over which it went on to log in, and how."""
    offers: set[str] = set()
    logins: set[str] = set()
    accepts = []
    for name, server in servers.items():
        server.seen.clear()
        _run(folder / f"sqlcmd-{version}", folder, settings, server.port)
        time.sleep(0.02)
        while server.open:
            time.sleep(0.005)
        offers.update(seen["offers"] for seen in server.seen)
        logged_in = {seen["login"] for seen in server.seen} - {"none"}
        logins |= logged_in
        accepts += [name] if logged_in else []
    return {"offers": sorted(offers), "accepts": accepts, "login": sorted(logins)}


def _run(program: Path, folder: Path, settings: Sequence[str], port: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SSL_CERT_FILE": str(folder / "ca.pem"), "HOME": home, "SQLCMDPASSWORD": "p"}
        if settings[:1] == ("query",):
            where = Path(home) / ".sqlcmd" / "sqlconfig"
            where.parent.mkdir()
            where.write_text(_CONTEXT.replace("PORT", str(port)))
            words: Iterable[str] = ("query", "SELECT 1", *settings[1:])
        else:
            words = ("-S", f"tcp:localhost,{port}", "-U", "u", "-Q", "SELECT 1", "-l", "6", *settings)
        command: list[str | Path] = [program, *words]
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=30, check=False)


#: What `sqlcmd config add-endpoint`, `add-user` and `add-context` write.
_CONTEXT = """version: v1
currentcontext: c
contexts:
  - context:
      endpoint: e
      user: u
    name: c
endpoints:
  - endpoint:
      address: localhost
      port: PORT
    name: e
users:
  - authentication-type: basic
    basic-auth:
      username: u
      password-encryption: none
      password: cA==
    name: u
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("arguments", "postures"))
    parser.add_argument("out", type=Path, help="a .jsonl.gz to write")
    parser.add_argument("--count", type=int, default=2600, help="how many lists of arguments")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.what == "arguments":
            rows = list(measured_arguments(folder, given.count))
        else:
            rows = list(measured_postures(folder))
    lines = "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)
    given.out.write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
