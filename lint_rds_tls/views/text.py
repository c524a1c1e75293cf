"""For people at a terminal: the summary first, then the connections by verdict, each with what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping

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
    told_by_client,
)

_COLOURS = {
    RotationVerdict.NEEDS_CA: "31",
    RotationVerdict.NEEDS_CA_ONCE_FORCED: "33",
    RotationVerdict.PINNED: "31",
    RotationVerdict.CANNOT_TELL: "35",
    RotationVerdict.DOES_NOT_VERIFY: "33",
    RotationVerdict.CANNOT_CONNECT: "36",
    RotationVerdict.NOT_AFFECTED: "32",
}
_WIDTH, _LABEL = 110, 10
_Paint = Callable[[str, str], str]


def write(inventory: Inventory, colour: bool) -> str:
    """Summary, servers, trust stores, sessions, then the connections."""
    paint: _Paint = _paint if colour else _plain
    blocks = [
        _summary(inventory, paint),
        _clients(inventory),
        _servers(inventory),
        _stores(inventory),
        () if inventory.sessions is None else _sessions(inventory, inventory.sessions),
        *(_group(inventory, verdict, paint) for verdict in RotationVerdict),
        _guides(inventory, paint),
        (f"{problem.path}: {problem.message}" for problem in inventory.problems),
    ]
    return "\n\n".join(text for block in blocks if (text := "\n".join(block))) + "\n"


def _paint(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"


def _plain(text: str, codes: str) -> str:  # noqa: ARG001 -- the same shape as _paint
    return text


def _summary(inventory: Inventory, paint: _Paint) -> Iterator[str]:
    first, rest = headline(inventory)
    yield paint(first, "1")
    yield rest
    for verdict, number in inventory.counts().items():
        if number:
            yield f"  {paint(f'{number:>5}', '1;' + _COLOURS[verdict])}  {TITLES[verdict]}{_unsure(inventory, verdict)}"


def _unsure(inventory: Inventory, verdict: RotationVerdict) -> str:
    number = told_by_client(inventory) if verdict is RotationVerdict.CANNOT_TELL else 0
    return f", {number} of them for want of the client or its version" if number else ""


def _clients(inventory: Inventory) -> Iterator[str]:
    clients = counted(inventory.rows, library_of)
    if clients:
        yield "By client:"
    for client, verdicts in clients.items():
        parts = ", ".join(f"{count} {TITLES[each]}" for each, count in _in_order(verdicts))
        yield f"  {sum(verdicts.values()):>5}  {client}: {parts}"


def _in_order(verdicts: Mapping[RotationVerdict, int]) -> list[tuple[RotationVerdict, int]]:
    return sorted(verdicts.items(), key=lambda each: each[0].rank)


def _servers(inventory: Inventory) -> Iterator[str]:
    if inventory.servers:
        yield "Servers in this tree:"
    for each in inventory.servers:
        name = f" {each.name}" if each.name else ""
        yield f"  {each.path}:{each.line}: {each.kind}{name}: {each.says}"


def _stores(inventory: Inventory) -> Iterator[str]:
    if inventory.stores:
        yield "Trust stores in this tree:"
    for each in inventory.stores:
        readers = f" Read by {', '.join(each.named_by)}." if each.named_by else ""
        yield f"  {store_words(each)}.{readers}"


def _sessions(inventory: Inventory, sessions: Sessions) -> Iterator[str]:
    yield (
        f"Sessions in {sessions.path}: {sessions.count}, of which {sessions.unencrypted} unencrypted"
        + (
            f" ({plural(sessions.left_out, 'row')} left out: MARS, mirroring, shared memory)"
            if sessions.left_out
            else ""
        )
        + "."
    )
    yield f"  {ENCRYPTED_IS_NOT_VERIFIED}"
    if not sessions.told_apart:
        yield "  The export names no clients; the result of `lint-rds-tls sessions-query` does, and can be joined."
        return
    unseen = never_seen(inventory)
    if unseen:
        yield f"  {plural(unseen, 'connection')} found in code {'was' if unseen == 1 else 'were'} never seen."
    if sessions.unexplained:
        yield "  Sessions that no connection in the code explains:"
    for each in sessions.unexplained:
        who = each.driver or each.client or "a client that is not known"
        program = f", program {each.program}" if each.program and each.program != each.client else ""
        machine = f", on {each.machine}" if each.machine else ""
        clear = f" ({each.unencrypted} unencrypted)" if each.unencrypted else ""
        yield f"  {each.count:>5}  {who}{program}{machine}{clear}"


def _group(inventory: Inventory, verdict: RotationVerdict, paint: _Paint) -> Iterator[str]:
    rows = [row for row in inventory.rows if row.rotation.verdict is verdict]
    if not rows:
        return
    yield paint(f"{TITLES[verdict].upper()} ({len(rows)})", "1;" + _COLOURS[verdict])
    yield from textwrap.wrap(MEANINGS[verdict], _WIDTH)
    for row in rows:
        yield ""
        yield from _row(row, paint)


def _row(row: Row, paint: _Paint) -> Iterator[str]:
    yield f"{paint(f'{row.path}:{row.line}:{row.column}', '1')}  {client_of(row)}"
    as_is, forced = sides(row)
    lines = [("host", host_of(row)), ("as is", as_is), ("forced", forced), ("store", store_of(row))]
    if row.sessions is not None:
        lines.append(("sessions", sessions_of(row)))
    lines += [("because" if not number else "", text) for number, text in enumerate(row.rotation.reasons)]
    lines += [("to do" if not number else "", text) for number, text in enumerate(row.rotation.to_do.split("\n"))]
    for label, text in lines:
        if text:
            yield from textwrap.wrap(
                text,
                _WIDTH,
                initial_indent=f"  {label:<{_LABEL}}",
                subsequent_indent=" " * (_LABEL + 2),
                break_long_words=False,
                break_on_hyphens=False,
            )


def _guides(inventory: Inventory, paint: _Paint) -> Iterator[str]:
    if inventory.guides:
        yield paint("HOW A ROOT GETS THERE", "1")
    for each in inventory.guides:
        yield from textwrap.wrap(
            f"{each.subject}: {each.text}",
            _WIDTH,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


VIEW = View(name="text", summary="a summary, then every connection by verdict, for people", write=write)
