"""Measures SQLAlchemy: `python -m tests.recorded.sqlalchemy.measure OUT PYTHON…`; README.md says more.

Run as a script with the word `answer` it is the part that a PYTHON with SQLAlchemy runs.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DRIVERS = ("mssql+pyodbc",) * 5 + ("mssql", "mssql+aioodbc", "mssql+pymssql", "mssql+mssqlpython")
USERS = ("u:p@", "u:p@", "u@", "", "u:p%40ss@", "do%5Cu:p;w@", "u:%7Bp%7D@", ":p@", "u:@", "u:a:b@", "u%20x:p%3Bq@")
HOSTS = ("h", "h:1433", "h.example.com", "h\\i", "h,1433", "[::1]:1433", "localhost", "", ":1433", "h:", "tcp:h,1433")
DATABASES = ("/db", "/db", "/db", "", "/", "/d%20b", "/d;b", "/db/x")
KEYS = (
    "driver", "Driver", "Encrypt", "encrypt", "TrustServerCertificate", "trustservercertificate", "trusted_connection",
    "Trusted_Connection", "dsn", "odbc_connect", "autocommit", "authentication", "Authentication", "port", "encryption",
    "charset", "odbc_autotranslate", "HostNameInCertificate", "LongAsMax", "host", "server", "tds_version",
)  # fmt: skip
VALUES = {
    "driver": (
        "ODBC+Driver+18+for+SQL+Server", "ODBC%20Driver%2017%20for%20SQL%20Server", "FreeTDS", "SQL+Server",
        "%7BODBC+Driver+18+for+SQL+Server%7D", "{ODBC Driver 17 for SQL Server}", "a}b", "/x/libtdsodbc.so", "",
    ),
    "odbc_connect": (
        "DRIVER%3D%7BODBC+Driver+18+for+SQL+Server%7D%3BSERVER%3Dh%3BEncrypt%3Dno",
        "Driver={ODBC Driver 17 for SQL Server};Server=h;Encrypt=yes;TrustServerCertificate=yes",
        "DSN%3Dx", "a%3Db%3BPWD%3D%7Bp%3B%7D%7Dq%7D", "",
    ),
    "": (
        "yes", "no", "Optional", "true", "", "a;b", "a%3Bb", "{a", "a%7Db", "x+y", "%E2%82%AC", "a=b", "1434", "strict",
    ),
}  # fmt: skip


def urls(count: int) -> Iterator[str]:
    """Realistic and odd URLs, always the same ones."""
    chance = random.Random(count)  # noqa: S311
    while True:
        items = []
        if chance.random() < 0.6:
            items.append(f"driver={chance.choice(VALUES['driver'])}")
        for _ in range(chance.randrange(4)):
            key = chance.choice(KEYS)
            key = "driver" if key == "odbc_connect" and chance.random() < 0.5 else key
            items.append(f"{key}={chance.choice(VALUES.get(key.lower(), VALUES['']))}")
        query = chance.choice(("&", "&", "&", ";")).join(items)
        url = f"{chance.choice(DRIVERS)}://{chance.choice(USERS)}{chance.choice(HOSTS)}{chance.choice(DATABASES)}"
        yield url + (f"?{query}" if query else "")


def answer() -> None:
    """Say what SQLAlchemy hands to the driver's module, for each line of standard input, a JSON string."""
    from sqlalchemy.engine.url import make_url  # type: ignore[import-not-found]

    warnings.simplefilter("ignore")
    for line in sys.stdin:
        said: dict[str, Any]
        try:
            url = make_url(json.loads(line))
            arguments, named = url.get_dialect()().create_connect_args(url)
            said = {"arguments": list(arguments), "named": named}
        except Exception as error:  # whatever it throws is the answer
            said = {"error": type(error).__name__}
        sys.stdout.write(json.dumps(said, sort_keys=True, default=str) + "\n")


def measured(pythons: list[str], count: int) -> Iterator[dict[str, Any]]:
    """What each version makes of each URL; versions that agree are folded."""
    asked = list(dict.fromkeys(itertools.islice(urls(count), count)))
    lines = "".join(json.dumps(url) + "\n" for url in asked)
    answers: dict[str, list[str]] = {}
    for python in pythons:
        command = [python, "-c", "import sqlalchemy; print(sqlalchemy.__version__)"]
        version = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        told = subprocess.run([python, __file__, "answer"], input=lines, check=True, capture_output=True, text=True)
        answers[version] = told.stdout.splitlines()
    for number, url in enumerate(asked):
        folded: dict[str, list[str]] = {}
        for version, said in answers.items():
            folded.setdefault(said[number], []).append(version)
        yield {"url": url, "answers": [{"versions": names, **json.loads(text)} for text, names in folded.items()]}


def main() -> None:
    rows = measured(sys.argv[2:], 1200)
    text = "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)
    Path(sys.argv[1]).write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    answer() if sys.argv[1:] == ["answer"] else main()
