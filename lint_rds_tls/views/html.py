"""One page to look at: self-contained, without network, also readable without JavaScript and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path

from lint_rds_tls import __version__
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

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="generator" content="lint-rds-tls {version}">
<link rel="icon" href="data:,">
<title>Who needs the new CA?</title>
<style>
{style}</style>
</head>
<body>
"""  # noqa: E501 -- a policy is one line
_MOST_SHARES = 12


def write(inventory: Inventory, colour: bool) -> str:  # noqa: ARG001 -- the page has its own
    """The whole page."""
    parts = (
        _HEAD.replace("{version}", escape(__version__)).replace("{style}", _asset("page.css")),
        *_header(inventory),
        "<main>",
        *_shares(inventory),
        *_connections(inventory),
        *_servers(inventory),
        *_stores(inventory),
        *(() if inventory.sessions is None else _sessions(inventory, inventory.sessions)),
        *_guides(inventory),
        *_problems(inventory),
        "</main>",
        f"<footer>lint-rds-tls {escape(__version__)}, judged as of {inventory.as_of}. {escape(_NOTE)}</footer>",
        f"<script>\n{_asset('page.js')}</script>\n</body>\n</html>",
    )
    return "\n".join(parts) + "\n"


_NOTE = "Made from what stands in the files: what is set elsewhere, it cannot know."


@cache
def _asset(name: str) -> str:
    return (Path(__file__).parent / "_page" / name).read_text(encoding="utf-8")


# --- at the top ------------------------------------------------------------------------------------------------------


def _header(inventory: Inventory) -> Iterator[str]:
    first, rest = headline(inventory)
    counts = {verdict: count for verdict, count in inventory.counts().items() if count}
    yield f"<header>\n<h1>{escape(first)}</h1>"
    yield f'<p class="dek">{escape(rest)}</p>' if rest else ""
    if counts:
        yield _bar(counts)
        yield '<ul class="verdicts">'
        for verdict, count in counts.items():
            yield (
                f'<li class="{verdict.value}"><b>{count}</b><strong>{escape(TITLES[verdict])}</strong>'
                f"<span>{escape(MEANINGS[verdict])}</span></li>"
            )
        yield "</ul>"
    yield "</header>"


def _bar(counts: Mapping[RotationVerdict, int], of: int = 0) -> str:
    """A bar of all verdicts, as long as its share `of` the most."""
    total = sum(counts.values())
    said = ", ".join(f"{counts[each]} {TITLES[each]}" for each in RotationVerdict if each in counts)
    parts = "".join(
        f'<i class="{each.value}" style="flex:{counts[each]} 0 0"></i>' for each in RotationVerdict if each in counts
    )
    width = f' style="width:{max(100 * total / of, 1):.1f}%"' if of else ""
    return f'<div class="bar" role="img" aria-label="{escape(said)}" title="{escape(said)}"{width}>{parts}</div>'


def _shares(inventory: Inventory) -> Iterator[str]:
    if not inventory.rows:
        return
    yield '<section class="shares">'
    yield from _share("By client", counted(inventory.rows, library_of))
    yield from _share("By part of the repository", counted(inventory.rows, lambda row: row.part))
    yield "</section>"


def _share(title: str, counts: Mapping[str, Mapping[RotationVerdict, int]]) -> Iterator[str]:
    most = max(sum(each.values()) for each in counts.values())
    yield f"<div><h2>{title}</h2>\n<table>"
    for name, verdicts in list(counts.items())[:_MOST_SHARES]:
        total = sum(verdicts.values())
        yield f'<tr><th scope="row">{escape(name)}</th><td>{_bar(verdicts, most)}</td><td>{total}</td></tr>'
    yield "</table>"
    left = len(counts) - _MOST_SHARES
    yield (f'<p class="none">and {left} more, in the table below</p></div>' if left > 0 else "</div>")


# --- the connections -------------------------------------------------------------------------------------------------


def _connections(inventory: Inventory) -> Iterator[str]:
    if not inventory.rows:
        return
    counting = inventory.sessions is not None and inventory.sessions.told_apart
    heads = ["Verdict", "Place", "Client", "Host", "As is", "Once forced", *(["Sessions"] if counting else [])]
    yield "<section>\n<h2>Connections</h2>"
    yield from _tools(inventory)
    yield '<table class="connections"><thead><tr>'
    yield "".join(f'<th scope="col">{head}</th>' for head in heads)
    yield "</tr></thead>"
    for row in inventory.rows:
        yield from _row(row, counting, len(heads))
    yield "</table>\n</section>"


def _tools(inventory: Inventory) -> Iterator[str]:
    yield '<div class="tools js-only">'
    yield '<input id="search" type="search" placeholder="Filter by any text" aria-label="Filter by any text">'
    for verdict, count in inventory.counts().items():
        if count:
            yield (
                f'<button type="button" class="{verdict.value}" data-verdict="{verdict.value}" aria-pressed="false">'
                f"{escape(TITLES[verdict])}</button>"
            )
    yield '<select class="sorting" aria-label="Sort"></select>'
    yield '<button type="button" id="every">Open all</button>'
    yield '<output id="shown" role="status"></output></div>'


def _row(row: Row, counting: bool, width: int) -> Iterator[str]:
    verdict = row.rotation.verdict
    as_is, forced = sides(row)
    cells = [
        f'<td data-sort="{verdict.rank}"><span class="verdict">{escape(TITLES[verdict])}</span></td>',
        f'<td class="place" data-sort="{escape(row.path)}:{row.line:07}">{_breaking(row.path, "/")}:{row.line}</td>',
        f'<td data-label="Client">{_breaking(client_of(row), ".")}</td>',
        f'<td data-label="Host">{_breaking(host_of(row), ".")}</td>',
        _cell("As is", as_is),
        _cell("Once forced", forced),
    ]
    if counting:
        cells.append(_cell("Sessions", sessions_of(row), "" if row.sessions is None else str(row.sessions)))
    yield f'<tbody class="{verdict.value}" data-verdict="{verdict.value}"><tr class="row">{"".join(cells)}</tr>'
    yield f'<tr class="more"><td colspan="{width}"><div>'
    yield f"<section><h3>What to do</h3>{_paragraphs(row.rotation.to_do.split(chr(10)))}</section>"
    yield f"<section><h3>Because</h3>{_list(row.rotation.reasons)}</section>"
    facts = [("Trust store", store_of(row)), ("Application", row.application or "")]
    said = " · ".join(f"{name}: {text}" for name, text in facts if text)
    yield f'<p class="facts">{escape(said)}</p></div></td></tr></tbody>'


def _cell(label: str, text: str, key: str = "") -> str:
    sort = f' data-sort="{escape(key)}"' if key else ""
    return f'<td data-label="{label}"{sort}>{escape(text)}</td>'


def _breaking(text: str, mark: str) -> str:
    """Text that may go on in a new line behind each mark."""
    return escape(text).replace(mark, f"{mark}<wbr>")


def _rich(text: str) -> str:
    """Text in which what stands between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{escape(part)}</code>" if number % 2 else escape(part) for number, part in enumerate(parts))


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{_rich(line)}</p>" for line in lines)


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_rich(line)}</li>' for line in lines)}</ul>"


# --- around them -----------------------------------------------------------------------------------------------------


def _table(
    title: str, heads: Iterable[tuple[str, bool]], lines: Iterable[Iterable[str]], note: str = ""
) -> Iterator[str]:
    """A section with a table; `heads` say which columns are numbers."""
    columns = list(heads)
    yield f'<section>\n<h2>{title}</h2>{note}\n<table class="plain"><thead><tr>'
    yield "".join(f'<th scope="col"{_numeric(number)}>{name}</th>' for name, number in columns) + "</tr></thead><tbody>"
    for cells in lines:
        paired = zip(columns, cells, strict=True)
        yield f"<tr>{''.join(f'<td{_numeric(number)}>{cell}</td>' for (_, number), cell in paired)}</tr>"
    yield "</tbody></table>\n</section>"


def _numeric(number: bool) -> str:
    return ' class="number"' if number else ""


def _servers(inventory: Inventory) -> Iterator[str]:
    if inventory.servers:
        heads = (("Place", False), ("What", False), ("Name", False), ("What it says", False))
        lines = (
            (
                f'<span class="place">{escape(each.path)}:{each.line}</span>',
                escape(each.kind),
                escape(each.name),
                _rich(each.says),
            )
            for each in inventory.servers
        )
        yield from _table("Servers in this tree", heads, lines)


def _stores(inventory: Inventory) -> Iterator[str]:
    if inventory.stores:
        lines = (
            (
                f'<span class="place">{escape(each.path or each.name)}</span>',
                escape(store_words(each)),
                escape(", ".join(each.named_by)),
            )
            for each in inventory.stores
        )
        yield from _table(
            "Trust stores in this tree", (("File", False), ("What it holds", False), ("Read by", False)), lines
        )


def _sessions(inventory: Inventory, sessions: Sessions) -> Iterator[str]:
    unseen = "The export names no clients; the result of lint-rds-tls sessions-query does."
    if sessions.told_apart:
        unseen = f"{plural(never_seen(inventory), 'connection')} found in code never seen."
    note = (
        f"<p>{plural(sessions.count, 'session')} in {escape(sessions.path)}, {sessions.unencrypted} unencrypted. "
        f"{escape(unseen)} {escape(ENCRYPTED_IS_NOT_VERIFIED)}</p>"
    )
    heads = (("Sessions", True), ("Unencrypted", True), ("Client", False), ("Program", False), ("Machine", False))
    if not sessions.unexplained:
        yield f"<section>\n<h2>Sessions</h2>{note}</section>"
        return
    lines = (
        (
            str(each.count),
            str(each.unencrypted),
            escape(each.driver or each.client),
            escape(each.program),
            escape(each.machine),
        )
        for each in sessions.unexplained
    )
    yield from _table("Sessions that no connection in the code explains", heads, lines, note)


def _guides(inventory: Inventory) -> Iterator[str]:
    if inventory.guides:
        yield "<section>\n<h2>How a root gets there</h2>\n<dl>"
        for each in inventory.guides:
            yield f"<dt>{escape(each.subject)}</dt><dd>{_rich(each.text)}<small>{escape(each.source)}</small></dd>"
        yield "</dl>\n</section>"


def _problems(inventory: Inventory) -> Iterator[str]:
    if inventory.problems:
        lines = (
            (f'<span class="place">{escape(each.path)}</span>', escape(each.message)) for each in inventory.problems
        )
        yield from _table("Not read in full", (("File", False), ("Why", False)), lines)


VIEW = View(name="html", summary="one self-contained page to look at, sort and filter", write=write)
