"""Rotations for tests: what the rotation means for one connection, by the client that is given."""

from __future__ import annotations

from lint_rds_tls.engine import active_rules
from lint_rds_tls.judge import fragments, judge_fragments
from lint_rds_tls.model import Client, Connection, Fragment, Literal, Rotation, Source, StoreSeen, Use
from lint_rds_tls.registry import all_drivers, all_frontends
from lint_rds_tls.rotation import rotation_of
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.versions import ANY, VersionRange

__all__ = ["HOST", "rotation"]

HOST = "db1.abc123def456.eu-west-1.rds.amazonaws.com"


def rotation(text: str, *clients: str, language: str = "", store: StoreSeen | None = None) -> Rotation:
    """What the rotation means for the one connection in a connection string, or in a text of a language.

    `clients` are as `mssql-jdbc@12.6`; none of them: any that may be meant.
    """
    read: list[Fragment]
    if language:
        read = list(fragments(Source(path="a", text=MappedText.copied(text)), all_frontends()[language]))
    else:
        used = (Use(role="argument", name="SqlConnection", owner=""),)
        read = [Literal(text=MappedText.copied(text), span=Span(0, len(text)), uses=used)]

    def of(connection: Connection) -> list[Client]:
        if clients:
            return [_client(each) for each in clients]
        return [Client(driver=name) for name, each in all_drivers().items() if connection.dialect in each.dialects]

    (case,) = judge_fragments(read, "a", of, active_rules()).cases
    return rotation_of(case, store)


def _client(name: str) -> Client:
    driver, _, version = name.partition("@")
    return Client(driver=driver, versions=VersionRange.of(version) if version else ANY)
