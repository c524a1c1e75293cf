"""Tables for an issue, a wiki or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lint_rds_tls.model import Inventory, RotationVerdict, Row, Sessions, View
from lint_rds_tls.views._words import (
    ENCRYPTED_IS_NOT_VERIFIED,
    MEANINGS,
    TITLES,
    client_of,
    counted,
    headline,
    host_of,
    library_of,
    never_seen,
    plural,
    sessions_of,
    sides,
    store_of,
    store_words,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def write(inventory: Inventory, colour: bool) -> str:  # noqa: ARG001 -- Markdown has no colour
    """A heading, the summary, then a table for each verdict."""
    blocks = [
        ["# Who needs the new CA?"],
        [" ".join(map(_text, headline(inventory)))],
        _summary(inventory),
        _clients(inventory),
        *(_group(inventory, verdict) for verdict in RotationVerdict),
        _servers(inventory),
        _stores(inventory),
        [] if inventory.sessions is None else _sessions(inventory, inventory.sessions),
        _guides(inventory),
        _problems(inventory),
    ]
    return "\n\n".join(text for block in blocks if (text := "\n".join(block))) + "\n"


def _text(text: str) -> str:
    """Plain text that Markdown leaves alone, also in a table."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _code(text: str) -> str:
    """Text as it is written, in a table."""
    flat = " ".join(text.split()).replace("|", "\\|")
    ticks = "`" * (max((len(run) for run in re.findall("`+", flat)), default=0) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{ticks}{pad}{flat}{pad}{ticks}" if flat else ""


def _rich(text: str) -> str:
    """Text in which what stands between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _text(text)
    return "".join(_code(part) if number % 2 else _text(part) for number, part in enumerate(parts))


def _table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{'|'.join(' --- ' for _ in names)}|"
    for cells in lines:
        yield f"| {' | '.join(cells)} |"


def _summary(inventory: Inventory) -> Iterator[str]:
    lines = [
        (_text(TITLES[verdict]), str(count), _text(MEANINGS[verdict]))
        for verdict, count in inventory.counts().items()
        if count
    ]
    return _table(("verdict", "connections", "meaning"), lines) if lines else iter(())


def _clients(inventory: Inventory) -> Iterator[str]:
    clients = counted(inventory.rows, library_of)
    if not clients:
        return iter(())
    verdicts = [verdict for verdict, count in inventory.counts().items() if count]
    lines = (
        [_text(client), *(str(found.get(verdict, "")) for verdict in verdicts)] for client, found in clients.items()
    )
    return _table(("client", *(_text(TITLES[verdict]) for verdict in verdicts)), lines)


def _group(inventory: Inventory, verdict: RotationVerdict) -> Iterator[str]:
    rows = [row for row in inventory.rows if row.rotation.verdict is verdict]
    if not rows:
        return
    title = _text(TITLES[verdict])
    yield f"## {title[:1].upper()}{title[1:]} ({len(rows)})"
    yield ""
    yield _text(MEANINGS[verdict])
    yield ""
    counting = inventory.sessions is not None
    head = ("place", "client", "host", "as is", "forced", "store", *(("sessions",) if counting else ()), "what to do")
    yield from _table(head, (_cells(row, counting) for row in rows))


def _cells(row: Row, counting: bool) -> Iterator[str]:
    as_is, forced = sides(row)
    yield _code(f"{row.path}:{row.line}")
    yield _text(client_of(row))
    yield _text(host_of(row))
    yield _text(as_is)
    yield _text(forced)
    yield _text(store_of(row))
    if counting:
        yield _text(sessions_of(row))
    yield "<br>".join(_rich(line) for line in row.rotation.to_do.split("\n"))


def _servers(inventory: Inventory) -> Iterator[str]:
    if not inventory.servers:
        return
    yield "## Servers in this tree"
    yield ""
    lines = (
        (_code(f"{each.path}:{each.line}"), _text(each.kind), _text(each.name), _rich(each.says))
        for each in inventory.servers
    )
    yield from _table(("place", "what", "name", "what it says"), lines)


def _stores(inventory: Inventory) -> Iterator[str]:
    if not inventory.stores:
        return
    yield "## Trust stores in this tree"
    yield ""
    lines = (
        (_code(each.path or each.name), _text(store_words(each)), ", ".join(_code(place) for place in each.named_by))
        for each in inventory.stores
    )
    yield from _table(("file", "what it holds", "read by"), lines)


def _sessions(inventory: Inventory, sessions: Sessions) -> Iterator[str]:
    yield "## Sessions"
    yield ""
    yield (
        f"{plural(sessions.count, 'session')} in {_code(sessions.path)}, of which {sessions.unencrypted} unencrypted; "
        f"{plural(never_seen(inventory), 'connection')} never seen. {_text(ENCRYPTED_IS_NOT_VERIFIED)}"
    )
    if not sessions.unexplained:
        return
    yield ""
    yield "No connection in the code explains these:"
    yield ""
    lines = (
        (
            str(each.count),
            str(each.unencrypted),
            _text(each.driver or each.client),
            _text(each.program),
            _text(each.machine),
        )
        for each in sessions.unexplained
    )
    yield from _table(("sessions", "unencrypted", "client", "program", "machine"), lines)


def _guides(inventory: Inventory) -> Iterator[str]:
    if inventory.guides:
        yield "## How a root gets there"
        yield ""
    for each in inventory.guides:
        yield f"- **{_text(each.subject)}**: {_rich(each.text)}"


def _problems(inventory: Inventory) -> Iterator[str]:
    if inventory.problems:
        yield "## Not read in full"
        yield ""
    for problem in inventory.problems:
        yield f"- {_code(problem.path)}: {_text(problem.message)}"


VIEW = View(name="markdown", summary="tables for an issue or a wiki", write=write)
