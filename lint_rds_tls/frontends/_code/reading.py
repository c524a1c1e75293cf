"""Code to fragments: which names are written again, then one pass over the code, then what it noted."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.frontends._code.building import built
from lint_rds_tls.frontends._code.commands import line_language
from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import Argument, Assignment, Node, Operation
from lint_rds_tls.frontends._code.notes import Text
from lint_rds_tls.frontends._code.objects import records
from lint_rds_tls.frontends._code.places import Places
from lint_rds_tls.frontends._code.symbols import Symbol
from lint_rds_tls.frontends._code.syntax import Syntax
from lint_rds_tls.frontends._code.values import Values
from lint_rds_tls.frontends._code.walk import Walk
from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.model import Embedded, Fragment, Literal, Surroundings, Use

__all__ = ["fragments"]

_SHORTEST_DOCUMENT = 20


def fragments(parser: Syntax, values: Values, names: Names, walk_type: type[Walk]) -> Iterator[Fragment]:
    """What the code of one file is made of; `walk_type` is the language's pass over it."""
    _note_writes(parser, names, values)
    walk = walk_type(parser, values, names)
    texts = [*walk.texts, *_built(walk)]
    chosen = _chosen(texts)
    for found in texts:
        alternative = found.alternative or found.context.symbol in chosen
        fragment = _fragment(found, walk, values.places, alternative=alternative)
        if fragment is not None:
            yield fragment
    yield from walk.records
    yield from dict.fromkeys(walk.commands)
    for events in walk.events.values():
        yield from records(events)


def _note_writes(parser: Syntax, names: Names, values: Values) -> None:
    """Which names are assigned again, and where."""
    waiting: list[Node] = [node for member in parser.members for node in parser.read(member)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Assignment):
            symbol = names.symbol(node.target)
            if symbol is not None:
                values.writes.setdefault(symbol, []).append(node)
        elif isinstance(node, Argument):
            symbol = names.symbol(node.value) if node.mode in ("ref", "out") else None
            if symbol is not None:
                values.spoiled.add(symbol)
        elif isinstance(node, Operation) and node.sign in ("++", "--"):
            symbol = names.symbol(node.operands[0])
            if symbol is not None:
                values.spoiled.add(symbol)
        waiting.extend(node.children())


def _built(walk: Walk) -> Iterator[Text]:
    for (member, _), steps in walk.steps.items():
        for each in built(steps):
            yield Text(each.node, each.known, each.context, member.scope, each.alternative)


def _chosen(texts: list[Text]) -> set[Symbol | None]:
    """The names that get one of several texts, depending on the branch that is taken."""
    paths: dict[Symbol, set[object]] = {}
    for found in texts:
        if found.context.symbol is not None:
            paths.setdefault(found.context.symbol, set()).add(found.context.path)
    return {symbol for symbol, each in paths.items() if len(each) > 1}


def _fragment(found: Text, walk: Walk, places: Places, *, alternative: bool) -> Fragment | None:
    text = found.known.text
    written = str(text)
    symbol = found.context.symbol
    if symbol is not None and symbol in walk.begun and symbol not in walk.direct:
        return None  # the bigger text that begins with it is reported
    language = language_of(written) if len(written) >= _SHORTEST_DOCUMENT else None
    if language is not None:
        return Embedded(language=language, text=text)
    uses = tuple(dict.fromkeys((*found.context.uses, *_uses_of(symbol, walk))))
    line = line_language(text, walk.names.programs, uses)
    if line is not None:
        guards = tuple(dict.fromkeys((*found.context.guards, *found.known.guards)))
        return Embedded(language=line, text=text, around=Surroundings(guards=guards, alternative=alternative))
    if not may_connect(written):
        return None
    return Literal(
        text=text,
        span=places.span(found.node.start, found.node.end),
        uses=uses,
        libraries=walk.names.libraries(found.scope),
        guards=tuple(dict.fromkeys((*found.context.guards, *found.known.guards))),
        alternative=alternative,
    )


def _uses_of(symbol: Symbol | None, walk: Walk) -> Iterator[Use]:
    """The uses of a name, and of the names it is given to."""
    seen: set[Symbol] = set()
    waiting = [symbol] if symbol is not None else []
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            yield from walk.uses.get(each, ())
            waiting.extend(walk.given.get(each, ()))
