"""ODBC strings and data sources are read as the drivers were seen to read them."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

from lint_rds_tls.dialects import mssql_python, odbc, odbc_file
from lint_rds_tls.model import Assessment, Client, Connection, Encryption, Entry, Literal, Record, Use, Verification
from lint_rds_tls.registry import all_drivers
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import VersionRange

RECORDED = Path(__file__).parent / "recorded" / "odbc" / "strings.jsonl.gz"
ROWS = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).decode().splitlines()]
DRIVERS = {"msodbcsql": "odbc-driver-18", "freetds": "freetds-odbc", "mssql-python": "mssql-python"}
OFFERS = {
    "off": Encryption.LOGIN_ONLY,
    "on": Encryption.REQUIRED,
    "strict": Encryption.STRICT,
    "not-supported": Encryption.NEVER,
}


def rows(client: str) -> list[tuple[str, dict[str, Any]]]:
    """Strings and what a client made of them; of those that name a data source, only where that is asked for."""
    return [
        (row["string"], {**answer, "section": row.get("section")})
        for row in ROWS
        for answer in row["answers"]
        if any(each.startswith(client) for each in answer["clients"]) and judged(row, answer)
    ]


def judged(row: dict[str, Any], answer: dict[str, Any]) -> bool:
    """Whether an answer is about what is read.

    The login of MARS is none that the server knows, a host may be wrong, and `{}` and `{{` we take for a template.
    """
    said = answer.get("refused", "")
    elsewhere = (
        "Login timeout",
        "Driver Manager",
        "Neither DSN",
        "Adaptive Server is unavailable",
        "Memory allocation",
    )
    values = re.search(r"attribute '(\w+)'", said)
    other = values is not None and values[1].lower() not in ("encrypt", "trustservercertificate")
    template = re.search(r"\{\d*\}|\{\{|Driver=\Z", row["string"])
    return not ("MARS" in row["string"] or other or template or any(each in said for each in elsewhere))


def connection(string: str, client: str) -> Connection | None:
    text = MappedText.copied(string)
    if client == "mssql-python":
        return next(mssql_python.read(Record(type="mssql_python.connect", base=text, entries=(), span=text.span), "a"))
    literal = Literal(text=text, span=text.span, uses=(Use(role="variable", name="sql_server"),))
    return next(odbc.read(literal, "a"), None)


def assessed(found: Connection, client: str) -> Assessment:
    driver = all_drivers()[DRIVERS[client]]
    version = VersionRange.of("1.3.17" if client == "freetds" else "18.6.2")
    (assessment,) = driver.assess(found, Client(driver=driver.name, versions=version))
    return assessment


def differs(found: Connection, assessment: Assessment, answer: dict[str, Any]) -> object:
    """What is not as the driver was seen to do it; None where all is."""
    if "refused" in answer or assessment.refused is not None:
        return None if "refused" in answer and assessment.refused is not None else (assessment.refused, answer)
    assert assessment.as_is is not None
    assert assessment.forced is not None
    wanted = OFFERS[answer["offers"]]
    trusts = {"rogue", "wronghost"} <= set(answer["accepts"])
    pinned = wanted is Encryption.STRICT and "good" not in answer["accepts"]
    verification = Verification.NONE if trusts else Verification.PINNED if pinned else Verification.CHAIN
    if not answer["accepts"] and not pinned:
        verification = assessment.forced.verification.value  # without a user FreeTDS does not come to log in
    mine = assessment.as_is.encryption.value, assessment.forced.verification.value
    login = answer.get("login", {})
    read = {name: value(found, key) for name, key in (("user", "uid"), ("password", "pwd"), ("database", "database"))}
    if mine != (wanted, verification) or (login and read != {name: login[name] for name in read}):
        return mine, (wanted, verification), read, login
    return None


def value(found: Connection, key: str) -> str:
    setting = found.effective(key)
    return "" if setting is None else str(setting)


def differing(client: str) -> list[object]:
    found = []
    for string, answer in rows(client):
        if answer["section"] is not None:
            continue
        ours = connection(string, client)
        if ours is None:
            found.append((string, "no connection"))
        elif (difference := differs(ours, assessed(ours, client), answer)) is not None:
            found.append((string, difference))
    return found


def test_strings_are_read_as_odbc_driver_18_reads_them() -> None:
    assert len(rows("msodbcsql")) > 1_300
    assert differing("msodbcsql") == []


def test_strings_are_read_as_freetds_reads_them() -> None:
    assert len(rows("freetds")) > 300
    assert differing("freetds") == []


def test_strings_are_read_as_mssql_python_reads_them() -> None:
    assert len(rows("mssql-python")) > 600
    assert differing("mssql-python") == []


def test_the_keyword_to_blame_is_the_one_that_the_driver_names() -> None:
    for string, answer in rows("msodbcsql"):
        named = re.search(r"attribute '(\w+)'", answer.get("refused", ""))
        if named is not None:
            found = connection(string, "msodbcsql")
            assert found is not None
            refused = assessed(found, "msodbcsql").refused
            assert refused is not None
            assert refused.keyword == named[1].lower(), string


def test_data_sources_are_read_as_odbc_driver_18_reads_them() -> None:
    """What the string says comes first; a value that the driver does not know is dropped, not refused."""
    checked = 0
    for string, answer in rows("msodbcsql"):
        if answer["section"] is None or string.rpartition("PWD=p;")[2]:
            continue
        lines = ["Driver = ODBC Driver 18 for SQL Server", "Server = localhost", *answer["section"].split("\n")]
        pairs = [line.partition("=") for line in lines if "=" in line and line.strip()[:1] not in ("#", ";")]
        entries = tuple(
            Entry(name=MappedText.copied(name.strip()), value=MappedText.copied(text.strip()), span=Span(0, 1))
            for name, _, text in pairs
        )
        record = Record(type="", entries=entries, span=Span(0, 1), uses=(Use(role="key", name="odbc:Shop"),))
        (found,) = odbc_file.read(record, "odbc.ini")
        login = {**answer["login"], "user": value(found, "uid"), "password": ""}
        assert differs(found, assessed(found, "msodbcsql"), {**answer, "login": login}) is None, answer["section"]
        checked += 1
    assert checked > 30
