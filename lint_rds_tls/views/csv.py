"""A line for each connection and client, for spreadsheets: RFC 4180, with nothing that one would run as a formula."""

from __future__ import annotations

import csv
import io

from lint_rds_tls.model import ClientRotation, Inventory, Row, View
from lint_rds_tls.views._words import posture_words, store_of

_HEADER = (
    "verdict", "client_verdict", "path", "line", "column", "part", "client", "version", "host", "host_class",
    "endpoint", "region", "as_is", "forced", "trust_store", "application", "sessions", "unencrypted_sessions",
    "reasons", "to_do",
)  # fmt: skip
#: What makes a spreadsheet take a cell for a formula; https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(inventory: Inventory, colour: bool) -> str:  # noqa: ARG001 -- CSV has no colour
    """A heading, then the lines of all connections."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(_HEADER)
    for row in inventory.rows:
        for client in row.rotation.clients:
            lines.writerow([_cell(each) for each in _cells(row, client)])
    return text.getvalue()


def _cells(row: Row, client: ClientRotation) -> tuple[str | int | None, ...]:
    return (
        row.rotation.verdict.value,
        client.verdict.value,
        row.path,
        row.line,
        row.column,
        row.part,
        client.title,
        client.versions,
        row.host,
        row.host_class.value,
        row.endpoint,
        row.region,
        posture_words(client.as_is),
        posture_words(client.forced),
        store_of(row),
        row.application,
        row.sessions,
        None if row.sessions is None else row.unencrypted,
        "; ".join(client.reasons),
        f"{client.to_do} {client.name_hint}".strip(),
    )


def _cell(value: str | int | None) -> str:
    """A value that a spreadsheet shows and does not run: an apostrophe stands before what looks like a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


VIEW = View(name="csv", summary="a line for each connection and client, for spreadsheets", write=write)
