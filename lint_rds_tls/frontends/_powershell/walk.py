"""Goes through a script's statements in order, and then reports its texts, objects and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from lint_rds_tls.frontends._code.context import Arm
from lint_rds_tls.frontends._code.objects import Event, records
from lint_rds_tls.frontends._powershell.commands import Commands
from lint_rds_tls.frontends._powershell.nodes import (
    Assignment,
    Block,
    Branches,
    Cast,
    Chain,
    Command,
    Flow,
    Function,
    Node,
    Pipeline,
    Scoped,
    Switch,
    Variable,
)
from lint_rds_tls.frontends._powershell.values import Draft, Fork, Hash, Pair, Slot, Thing, Values, as_text, distinct
from lint_rds_tls.frontends._powershell.words import DEFAULTS
from lint_rds_tls.model import Embedded, Entry, Fragment, Literal, Record, Use
from lint_rds_tls.text import MappedText

__all__ = ["Walk"]

_SCOPES = re.compile(r"(?:script|global|local|private|using|variable):")
_REQUIRES = re.compile(r"(?im)^[ \t]*#requires[ \t]+-modules?[ \t]+(.*)$")
_MODULE_TABLE = re.compile(r"@\{[^}]*\}")
_MODULE_ENTRY = re.compile(r"(?i)(modulename|moduleversion|requiredversion)\s*=\s*['\"]?([\w.]+)")
_LEAVES = frozenset(("return", "throw", "exit", "break", "continue"))
_MOST_GUARDS = 32


class Walk(Commands):
    """One script."""

    def read(self, statements: Sequence[Node], aside: Sequence[Node]) -> Iterator[Fragment]:
        """All fragments of the script."""
        self._required()
        self.output: list[Values] = []
        self.block(statements)
        for each in aside:
            self.value(each)
        for language, text in self.documents:
            yield Embedded(language=language, text=text)
        yield from filter(None, map(self._literal, self.drafts))
        yield from dict.fromkeys(self.found)
        for thing in self.things:
            yield from filter(self._tells, records(thing.events))
        yield from self._tables()

    def _required(self) -> None:
        """`#Requires -Modules`."""
        for match in _REQUIRES.finditer(self.written):
            rest = match[1]
            for table in _MODULE_TABLE.findall(rest):
                told = {name.lower(): value for name, value in _MODULE_ENTRY.findall(table)}
                exact, least = told.get("requiredversion"), told.get("moduleversion")
                self.module(told.get("modulename", ""), f"=={exact}" if exact else f">={least}" if least else "")
            for name in re.findall(r"[\w.]+", _MODULE_TABLE.sub("", rest)):
                self.module(name, "")

    # --- what is reported

    def _literal(self, draft: Draft) -> Literal | None:
        if (draft.begun or draft.handed) and not draft.direct:
            return None
        return Literal(
            text=draft.text,
            span=draft.span,
            uses=tuple(dict.fromkeys(draft.uses)),
            libraries=self.libraries(),
            guards=draft.guards,
            alternative=draft.alternative,
        )

    def _tells(self, record: Record) -> bool:
        """Whether an object is one that matters, or one of an unknown type with a member that does."""
        return bool(record.type) or any(str(each.name).lower() in self.vocabulary.keys for each in record.entries)

    def _tables(self) -> Iterator[Record]:
        """Tables that hold settings by themselves, not as arguments of a command; default parameters of commands."""
        for table in self.tables:
            if table.defaults:
                yield Record(type="PSDefaultParameterValues", entries=tuple(_entries(table.pairs)), span=table.span)
                continue
            pairs = next(table.choices(()), ())
            if not table.taken and any(str(pair.name).lower() in self.vocabulary.keys for pair in pairs):
                yield Record(type="", entries=tuple(_entries(pairs)), span=table.span, libraries=self.libraries())

    # --- statements

    def block(self, statements: Sequence[Node]) -> Values | None:
        """Statements in order; what the last of them puts out."""
        guards = self.guards
        last: Values | None = None
        for each in statements:
            last = self.run(each)
            self._dropped(each, last)
            if isinstance(each, Branches) and each.kind == "if" and len(each.arms) == 1 and _leaves(each.arms[0][1]):
                self.guards = (*self.guards, f"!({self._condition(each.arms[0][0])})")[-_MOST_GUARDS:]
        self.guards = guards
        return last

    def _dropped(self, node: Node, values: Values | None) -> None:
        """What a statement puts out is a text of the script too."""
        if values is not None and not isinstance(node, Assignment | Branches | Switch | Function | Scoped | Flow):
            self.use(node, values)

    def _condition(self, node: Node | None) -> str:
        return self.written[node.start : node.end].strip("()") if node is not None else ""

    def run(self, node: Node) -> Values | None:
        """Let a statement happen."""
        runner = _RUNNERS.get(type(node))
        return self.value(node) if runner is None else runner(self, node)

    def _command(self, node: Command) -> Values | None:
        return self.command(node, None)

    def _pipeline(self, node: Pipeline) -> Values | None:
        given: Values | None = None
        for index, each in enumerate(node.elements):
            piped = bool(index) and node.signs[index - 1] == "|"
            if isinstance(each, Command):
                given = self.command(each, given if piped else None)
            else:
                given = self.run(each)
                self.use(each, given or (self.hole(each),), handed=isinstance(each, Assignment))
        return None

    def _assignment(self, node: Assignment) -> Values | None:
        target: Node = node.target
        kind = ""
        while isinstance(target, Cast):
            kind, target = target.type, target.value
        if isinstance(target, Variable):
            self._name_assigned(target, kind, node)
        elif isinstance(target, Chain):
            self._member_assigned(target, node)
        else:
            self.use(node.value, self.value(node.value))
        return None

    def _name_assigned(self, target: Variable, kind: str, node: Assignment) -> None:
        name = _SCOPES.sub("", target.name, count=1)
        written = self.places.text(target.start, target.end)
        use = Use(role="variable", name=str(written).lstrip("$").rpartition(":")[2].strip("{}"), owner=kind)
        old = self.names.get(name)
        if node.sign == "+=":
            values = self.added(old.values if old is not None else (self.hole(target),), target, node.value)
            values = values or (self.hole(node),)
        elif node.sign == "=":
            values = self.value(node.value)
            if kind:
                values = self._cast(Cast(node.start, node.end, kind, _Known(node.value.start, node.value.end, values)))
        else:
            values = distinct((*(old.values if old is not None else ()), *self.value(node.value)))
        same = self.slot_of(node.value) if node.sign == "=" else None
        if same is not None:
            for draft in same.drafts:
                draft.uses.append(use)
            drafts: tuple[Draft, ...] = same.drafts
        else:
            drafts = self.draft(values, node if node.sign == "+=" else node.value, (use,), direct=False)
        for value in values if name == DEFAULTS else ():
            if isinstance(value, Hash):
                value.defaults = True
        self.names[name] = Slot(values, drafts, kind or (old.type if old is not None else ""))

    def _member_assigned(self, target: Chain, node: Assignment) -> None:
        *before, last = target.steps
        holder = Chain(target.start, target.end, target.base, before) if before else target.base
        holders = self.value(holder)
        names = self.value(last.name)
        name = names[0] if len(names) == 1 and isinstance(names[0], MappedText) else self.hole(last.name)
        values = self.value(node.value)
        span = self.places.span(last.name.start, node.value.end)
        owner = self.declared(target.base)
        if (
            isinstance(holder, Variable)
            and last.sign == "."
            and len(holders) == 1
            and isinstance(holders[0], MappedText)
        ):
            holders = (self._unknown_object(holder),)
        for each in holders:
            if isinstance(each, Thing):
                owner = each.owner
                self.set_member(each, name, values, span)
            elif isinstance(each, Hash):
                self.put(each, name, values, span)
        if (
            isinstance(holder, Variable)
            and holder.name.rpartition(":")[2] == DEFAULTS
            and holder.name not in self.names
        ):
            table = Hash(self.span(holder))
            self.put(table, name, values, span)
            self.names[DEFAULTS] = Slot((table,))
            table.defaults = True
            self.tables.append(table)
        role = "property" if last.sign != "[" else "key"
        self.use(node.value, values, (Use(role=role, name=str(name), owner=owner if role == "property" else ""),))

    def _unknown_object(self, holder: Variable) -> Thing:
        """An object of which nothing is known but what is written to it."""
        span = self.span(holder)
        record = Record(type="", entries=(), span=span, base=MappedText.hole(span), truncated=True)
        thing = Thing([Event("declared", self.path, record)], "")
        self.things.append(thing)
        name = _SCOPES.sub("", holder.name, count=1)
        old = self.names.get(name)
        if old is not None:
            self.names[name] = Slot((thing,), old.drafts, old.type)
        return thing

    # --- ways that may be taken

    def _branches(self, node: Branches) -> Values | None:
        for each in node.head:
            self.use(each, self.run(each) or (self.hole(each),), handed=True)
        if node.item is not None:
            self.names[node.item.name] = Slot((self.hole(node.item),))
        if node.kind == "if":
            return self._choose(node, node.arms, whole=node.arms[-1][0] is None)
        if node.kind == "try":
            return self._try(node)
        return self._choose(node, node.arms, whole=False, choice=False)

    def _try(self, node: Branches) -> Values | None:
        """The block runs; what is caught may."""
        result = self.block(node.arms[0][1].statements)
        for _, block in node.arms[1:]:
            self._choose(node, [(None, block)], whole=False, choice=False)
        return result

    def _switch(self, node: Switch) -> Values | None:
        for each in node.subject:
            self.run(each)
        return self._choose(node, node.arms, whole=any(pattern is None for pattern, _ in node.arms))

    def _choose(
        self, node: Node, arms: Sequence[tuple[Node | None, Block]], *, whole: bool, choice: bool = True
    ) -> Values | None:
        """Ways of which one is taken, or none unless `whole`; the names then hold what any of them left there."""
        fork = Fork(node.start, node.end, len(arms) if whole else 0)
        before, path, guards = self.names, self.path, self.guards
        left: list[dict[str, Slot]] = [] if whole else [before]
        results: list[Values | None] = []
        negated: tuple[str, ...] = ()
        for number, (condition, block) in enumerate(arms):
            if condition is not None:
                self.value(condition)
            said = self._condition(condition)
            self.names = dict(before)
            self.path = (*path, _arm(fork, number, choice))[-_MOST_GUARDS:]
            self.guards = (*guards, *negated, *((said,) if said else ()))[-_MOST_GUARDS:]
            negated = (*negated, f"!({said})") if said else negated
            results.append(self.block(block.statements))
            if not _leaves(block):
                left.append(self.names)
            self.names, self.path, self.guards = before, path, guards
        self.names = _merged(left) if left else before
        if whole and all(values is not None for values in results):
            return distinct(value for values in results for value in values or ())
        return None

    # --- blocks with names of their own

    def _function(self, node: Function) -> Values | None:
        results = self._body(node.block)
        if node.name:
            self.results[node.name] = results
        return None

    def scoped(self, block: Block) -> None:
        """A script block: read where it stands, whoever runs it."""
        self._body(block)

    def _body(self, block: Block) -> Values | None:
        fork = Fork(block.start, block.end)
        before, path, guards, output = self.names, self.path, self.guards, self.output
        self.names, self.output = dict(before), []
        self.path = (*path, _arm(fork, 0, False))[-_MOST_GUARDS:]
        self._bind(block)
        last = self.block(block.statements)
        results = [*self.output, *([last] if last is not None else [])]
        self.names, self.path, self.guards, self.output = before, path, guards, output
        return distinct(value for values in results for value in values) or None

    def _bind(self, block: Block) -> None:
        """Parameters hold what nobody sees here, but for their defaults."""
        for variable, kind, default in block.parameters:
            values: Values = (self.hole(variable),)
            drafts: tuple[Draft, ...] = ()
            if default is not None:
                known = self.value(default)
                if all(isinstance(each, MappedText) for each in known):
                    values = tuple(each.as_default() for each in known if isinstance(each, MappedText))
                drafts = self.draft(
                    values, default, (Use(role="variable", name=variable.name, owner=kind),), direct=False
                )
            self.names[_SCOPES.sub("", variable.name, count=1)] = Slot(values, drafts, kind)

    def _scoped(self, node: Scoped) -> Values | None:
        self._bind(node.block)
        return self.block(node.block.statements)

    def _flow(self, node: Flow) -> Values | None:
        if node.value is None:
            return None
        values = self.run(node.value)
        if node.kind == "return" and values is not None:
            self.output.append(values)
            self.use(node.value, values)
        return None


def _arm(fork: Fork, number: int, choice: bool) -> Arm:
    return Arm(fork, number, choice)


def _entries(pairs: Iterable[Pair]) -> Iterator[Entry]:
    for pair in pairs:
        if pair.values:
            value = as_text(pair.values[0], pair.span)
            yield Entry(name=pair.name, value=value, span=pair.span, guards=pair.guards)


class _Known(Node):
    """A node whose values are known already."""

    __slots__ = ("values",)

    def __init__(self, start: int, end: int, values: Values) -> None:
        super().__init__(start, end)
        self.values = values


def _leaves(block: Block) -> bool:
    """Whether what follows a block is not reached through it."""
    last = block.statements[-1] if block.statements else None
    return isinstance(last, Flow) and last.kind in _LEAVES


def _merged(ways: Sequence[dict[str, Slot]]) -> dict[str, Slot]:
    """What names hold after one of several ways."""
    if len(ways) == 1:
        return ways[0]
    found: dict[str, Slot] = {}
    for name in dict.fromkeys(name for way in ways for name in way):
        slots = list(dict.fromkeys(way[name] for way in ways if name in way))
        if len(slots) == 1:
            found[name] = slots[0]
            continue
        drafts = tuple(dict.fromkeys(draft for slot in slots for draft in slot.drafts))
        for draft in drafts:
            draft.alternative = True
        values = distinct(value for slot in slots for value in slot.values)
        found[name] = Slot(values, drafts, slots[0].type)
    return found


_RUNNERS: dict[type[Node], Callable[..., Values | None]] = {
    Command: Walk._command,
    Pipeline: Walk._pipeline,
    Assignment: Walk._assignment,
    Branches: Walk._branches,
    Switch: Walk._switch,
    Function: Walk._function,
    Scoped: Walk._scoped,
    Flow: Walk._flow,
    _Known: lambda _, node: node.values,
}
