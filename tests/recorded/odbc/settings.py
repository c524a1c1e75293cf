"""The settings whose postures are measured, and how each client is given them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Cell", "cells"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Settings for the clients whose name starts with `client`."""

    client: str
    settings: tuple[tuple[str, Any], ...]

    @property
    def module(self) -> str:
        return {"pymssql": "pymssql", "python-tds": "pytds", "mssql-python": "mssql_python"}.get(self.client, "pyodbc")

    def call(self, port: int) -> tuple[tuple[str, ...], dict[str, Any]]:
        """The arguments that connect to a port of this machine."""
        given = dict(self.settings)
        host = given.pop("host", "localhost")
        if self.client == "pymssql":
            return (), {"server": host, "port": str(port), "user": "u", "password": "p", "login_timeout": 5, **given}
        if self.client == "python-tds":
            return (), {"dsn": host, "port": port, "user": "u", "password": "p", "login_timeout": 5, **given}
        driver = "" if self.client == "mssql-python" else "Driver={ODBC Driver 18 for SQL Server};"
        driver = "Driver={FreeTDS};" if self.client == "freetds" else driver
        pairs = "".join(f"{name}={value};" for name, value in given.items())
        return (f"{driver}Server={host},{port};UID=u;PWD=p;{pairs}",), {}


def cells() -> Iterator[Cell]:
    """All of them, in an order that stays."""
    for client in ("msodbcsql", "mssql-python"):
        for settings in _microsoft(client):
            yield _cell(client, settings)
    for settings in _freetds():
        yield _cell("freetds", settings)
    for encryption in (None, "off", "request", "require", "strict", "default", "yes", "REQUIRE"):
        yield _cell("pymssql", {} if encryption is None else {"encryption": encryption})
    for settings in _pytds():
        yield _cell("python-tds", settings)


def _cell(client: str, settings: dict[str, Any]) -> Cell:
    return Cell(client=client, settings=tuple(settings.items()))


def _microsoft(client: str) -> Iterator[dict[str, Any]]:
    empty = ("",) if client == "msodbcsql" else ()
    encrypts = (None, "yes", "no", "mandatory", "optional", "strict", *empty)
    for encrypt, trust in itertools.product(encrypts, (None, "yes", "no", *empty)):
        yield {k: v for k, v in (("Encrypt", encrypt), ("TrustServerCertificate", trust)) if v is not None}
    for encrypt in ("yes", "no", "strict"):
        for more in (
            {"HostnameInCertificate": "db.elsewhere.example"},
            {"HostnameInCertificate": "db.elsewhere.example", "TrustServerCertificate": "yes"},
            {"HostnameInCertificate": "x.example"},
            {"ServerCertificate": "rogue.pem"},
            {"ServerCertificate": "missing.pem"},
            {"ServerCertificate": "rogue.pem", "TrustServerCertificate": "yes"},
            {"ServerCertificate": "rogue.pem", "HostnameInCertificate": "x.example"},
        ):
            yield {"Encrypt": encrypt, **more}


def _freetds() -> Iterator[dict[str, Any]]:
    yield {}
    for encryption in ("off", "request", "require", "strict", "Require", "yes"):
        yield {"Encryption": encryption}
    for encrypt in ("yes", "no", "mandatory", "optional", "strict", "true", "false"):
        yield {"Encrypt": encrypt}
    for trust in ("yes", "no"):
        yield {"Encryption": "require", "TrustServerCertificate": trust}
    yield {"Encrypt": "yes", "TrustServerCertificate": "no"}
    yield {"Encryption": "require", "ServerCertificate": "ca.pem"}
    yield {"Encryption": "request", "ServerCertificate": "ca.pem"}
    yield {"Encryption": "require", "TDS_Version": "8.0"}
    yield {"TDS_Version": "7.0"}
    yield {"TDS_Version": "7.4"}


def _pytds() -> Iterator[dict[str, Any]]:
    yield {}
    yield {"validate_host": False}
    yield {"enc_login_only": True}
    for cafile in ("ca.pem", "good.pem"):
        for more in (
            {},
            {"validate_host": False},
            {"enc_login_only": True},
            {"enc_login_only": True, "validate_host": False},
        ):
            yield {"cafile": cafile, **more}
