"""Goes through the code of a C# file in order and notes its texts, its objects, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard

from lint_rds_tls.frontends._csharp_names import Names, enclosing_type
from lint_rds_tls.frontends._csharp_nodes import (
    Access,
    Argument,
    Assignment,
    Block,
    Branching,
    Call,
    Cast,
    Coalesce,
    Collection,
    Conditional,
    Create,
    Declaration,
    Entry,
    Group,
    Index,
    Initializer,
    Interpolation,
    Lambda,
    Name,
    Node,
    Operation,
    String,
    Sum,
    SwitchExpression,
    Type,
    Unread,
)
from lint_rds_tls.frontends._csharp_objects import Event, Path, described
from lint_rds_tls.frontends._csharp_parser import Parser
from lint_rds_tls.frontends._csharp_symbols import Member, Scope, Symbol
from lint_rds_tls.frontends._csharp_values import Known, Values, is_null
from lint_rds_tls.model import Entry as RecordEntry
from lint_rds_tls.model import Record, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

__all__ = ["Found", "Walk"]

_EXITS = frozenset(("return", "throw", "break", "continue"))
_WHOLE_TEXT = "ConnectionString"


@dataclass(frozen=True, slots=True)
class Context:
    """Where a node stands."""

    uses: tuple[Use, ...] = ()
    guards: tuple[str, ...] = ()
    path: Path = ()
    alternative: bool = False
    symbol: Symbol | None = None  #: what the value is assigned to
    type: Type | None = None  #: of what the value is assigned to, for `new(…)`
    part: bool = False  #: of a bigger text
    read: bool = False  #: only a member of it is looked at


@dataclass(frozen=True, slots=True)
class Found:
    """A text in the source."""

    node: Node
    known: Known
    context: Context
    scope: Scope
    alternative: bool


class Walk:
    """One pass over all members; what it found is in `texts`, `uses`, `records` and `events`."""

    def __init__(self, parser: Parser, values: Values, names: Names, vocabulary: Vocabulary) -> None:
        self.parser = parser
        self.values = values
        self.names = names
        self.vocabulary = vocabulary
        self.texts: list[Found] = []
        self.uses: dict[Symbol, list[Use]] = {}
        self.given: dict[Symbol, list[Symbol]] = {}  #: a name assigned to other names
        self.through: set[Symbol] = set()  #: names whose text became part of a bigger one
        self.direct: set[Symbol] = set()  #: names that are used as they are
        self.records: list[Record] = []
        self.events: dict[tuple[Member, Symbol], list[Event]] = {}
        for member in parser.members:
            self._member(member)

    def _member(self, member: Member) -> None:
        self.member = member
        self.scope = member.scope
        self.waiting: list[tuple[Node, Context]] = []
        self._push(self.parser.read(member), Context())
        while self.waiting:
            node, context = self.waiting.pop()
            visit = _VISITS.get(type(node))
            if visit is not None:
                visit(self, node, context)
            else:
                self._inside(node, context)

    def _push(self, nodes: list[Node] | tuple[Node, ...], context: Context) -> None:
        for node in reversed(nodes):
            self.waiting.append((node, context))

    def _inside(self, node: Node, context: Context) -> None:
        plain = _plain(context)
        children = node.children()
        self._push(list(children), plain)

    # --- texts

    def _text(self, node: Node, context: Context) -> None:
        if context.part:
            if self.values.texts(node) is None:
                context = _plain(context)
            else:
                self._push(list(node.children()), replace(_plain(context), part=True))
                return
        if isinstance(node, String) and not self._is_worth(node):
            return
        found = self.values.texts(node)
        if found is None:
            self._inside(node, context)
            return
        for known in found:
            self.texts.append(Found(node, known, context, self.scope, context.alternative or len(found) > 1))
        self._push(list(node.children()), replace(_plain(context), part=True))

    def _is_worth(self, node: String) -> bool:
        source = self.parser.source
        return source.find("=", node.start, node.end) >= 0 or source.find("{", node.start, node.end) >= 0

    def _conditional(self, node: Conditional, context: Context) -> None:
        if context.part:
            self._text(node, context)
            return
        condition = self.parser.source[node.condition.start : node.condition.end]
        for arm, value, guard in ((1, node.no, f"!({condition})"), (0, node.yes, condition)):
            self.waiting.append((value, _arm(context, node, arm, (guard,))))
        self.waiting.append((node.condition, _plain(context)))

    def _coalesce(self, node: Coalesce, context: Context) -> None:
        if context.part:
            self._text(node, context)
            return
        for index in range(len(node.operands) - 1, -1, -1):
            self.waiting.append((node.operands[index], replace(context, alternative=True)))

    def _switch(self, node: SwitchExpression, context: Context) -> None:
        if context.part:
            self._text(node, context)
            return
        subject = self.parser.source[node.subject.start : node.subject.end]
        for arm in range(len(node.arms) - 1, -1, -1):
            pattern, value = node.arms[arm]
            guard = f"{subject} is {self.parser.source[pattern.start : pattern.end]}"
            self.waiting.append((value, _arm(context, node, arm, (guard,))))
            self.waiting.append((pattern, _plain(context)))
        self.waiting.append((node.subject, _plain(context)))

    def _through(self, node: Node, context: Context) -> None:
        self._push(list(node.children()), context)

    # --- names

    def _name(self, node: Name | Access, context: Context) -> None:
        symbol = self.names.symbol(node)
        if symbol is None:
            if isinstance(node, Access):
                self.waiting.append((node.target, replace(_plain(context), read=True)))
            return
        if context.part and self.values.texts(node) is not None:
            self.through.add(symbol)
            return
        if context.uses or not context.read:
            self.direct.add(symbol)
        if context.symbol is not None:
            self.given.setdefault(symbol, []).append(context.symbol)
        self.uses.setdefault(symbol, []).extend(context.uses)
        if self._type_of(symbol) is not None:
            escapes = bool(context.uses) and not context.read
            self._event(symbol, Event("escape" if escapes else "use", context.path))

    def _event(self, symbol: Symbol, event: Event) -> None:
        key = (self.member, symbol)
        if key not in self.events:
            self.events[key] = []
            if event.record is None and symbol.type is not None:
                record = self._described(symbol.type, symbol.scope, Span(symbol.start, symbol.end))
                if record is not None:
                    self.events[key].append(Event("declared", event.path, record))
        self.events[key].append(event)

    def _type_of(self, symbol: Symbol) -> Type | None:
        """The type of a variable, where the vocabulary knows it."""
        if symbol.kind not in ("local", "field", "property", "parameter"):
            return None
        found = symbol.type
        if found is not None and found.name == "var":
            value = symbol.value
            while isinstance(value, Group):
                value = value.inner
            found = value.type if isinstance(value, Create | Cast) else None
            symbol.type = found if found is not None and found.name in self.vocabulary.types else symbol.type
        return (
            found if found is not None and found.name in self.vocabulary.types and not found.suffix.strip("?") else None
        )

    def _described(self, found: Type, scope: Scope, span: Span) -> Record | None:
        if found.name not in self.vocabulary.types:
            return None
        place = self.values.places.span(span.start, span.end)
        return described(place, found.name, self.names.qualified(found, scope), (), self.names.libraries(scope))

    # --- assignments

    def _declaration(self, node: Declaration, context: Context) -> None:
        symbol = node.symbol
        if node.value is None:
            return
        written = self.parser.source[symbol.type.start : symbol.type.end] if symbol.type is not None else ""
        use = Use(role="variable", name=symbol.name, owner=written)
        self._assigned(symbol, node.value, replace(context, uses=(use,), symbol=symbol, type=symbol.type))

    def _assigned(self, symbol: Symbol, value: Node, context: Context) -> None:
        created = _created(value)
        found = self._type_of(symbol)
        if created is not None:
            record = self._record(created, context)
            if record is not None:
                self._event(symbol, Event("new", context.path, record))
                self._push(list(created.children()), self._within(created, context))
                return
        elif found is not None and not is_null(value):
            record = self._described(found, symbol.scope, Span(symbol.start, symbol.end))
            self._event(symbol, Event("declared", context.path, record))
        self.waiting.append((value, context))

    def _assignment(self, node: Assignment, context: Context) -> None:
        target = node.target
        context = _plain(context)
        symbol = self.names.symbol(target)
        if symbol is not None:
            if symbol.kind == "local" or symbol.kind == "parameter":
                use = Use(role="variable", name=symbol.name, owner=self._written(symbol.type))
            else:
                use = Use(role="property", name=symbol.name, owner=self._class(symbol.scope))
            self._assigned(symbol, node.value, replace(context, uses=(use,), symbol=symbol, type=symbol.type))
        elif isinstance(target, Access):
            self._member_assigned(target, node, context)
        elif isinstance(target, Index):
            self._index_assigned(target, node, context)
        else:
            uses = (Use(role="property", name=target.name),) if isinstance(target, Name) else ()
            self.waiting.append((node.value, replace(context, uses=uses)))
            if not isinstance(target, Name):
                self.waiting.append((target, context))

    def _member_assigned(self, target: Access, node: Assignment, context: Context) -> None:
        holder = self.names.symbol(target.target)
        found = self._type_of(holder) if holder is not None else None
        owner = ""
        if holder is not None and found is not None:
            owner = self.names.qualified(found, holder.scope)
            start = target.end - len(target.name)
            if target.name == _WHOLE_TEXT:
                self._event(holder, Event("replace", context.path, text=self.values.text(node.value)))
            else:
                name = self.values.places.text(start, target.end)
                self._set(holder, name, start, node.value, context)
        else:
            if holder is not None:
                owner = self._written(holder.type)
            self.waiting.append((target.target, replace(context, read=True)))
        use = Use(role="property", name=target.name, owner=owner)
        self.waiting.append((node.value, replace(context, uses=(use,))))

    def _index_assigned(self, target: Index, node: Assignment, context: Context) -> None:
        holder = self.names.symbol(target.target)
        key = self._key(target.arguments)
        if holder is not None and key is not None and self._type_of(holder) is not None:
            if is_null(node.value):
                self._event(holder, Event("remove", context.path, key=_plain_key(str(key))))
            else:
                self._set(holder, key, target.arguments[0].start, node.value, context)
        else:
            self.waiting.append((target.target, replace(context, read=True)))
        uses = (Use(role="key", name=str(key)),) if key is not None else ()
        self.waiting.append((node.value, replace(context, uses=uses)))

    def _key(self, arguments: list[Argument]) -> MappedText | None:
        if len(arguments) != 1:
            return None
        found = self.values.texts(arguments[0].value)
        return found[0].text if found is not None and len(found) == 1 and not found[0].text.has_hole else None

    def _set(self, holder: Symbol, name: MappedText, start: int, value: Node, context: Context) -> None:
        entry = self._entry(name, start, value, context)
        self._event(holder, Event("set", context.path, entry=entry, key=_plain_key(str(name))))

    def _entry(self, name: MappedText, start: int, value: Node, context: Context) -> RecordEntry:
        scalar = self.values.scalar(value)
        return RecordEntry(
            name=name,
            value=scalar if scalar is not None else self.values.places.hole(value),
            span=self.values.places.span(start, value.end),
            guards=context.guards,
        )

    def _written(self, found: Type | None) -> str:
        return self.parser.source[found.start : found.end] if found is not None else ""

    def _class(self, scope: Scope) -> str:
        owner = enclosing_type(scope)
        return ".".join(owner.path) if owner is not None else ""

    # --- objects

    def _create(self, node: Create, context: Context) -> None:
        record = self._record(node, context)
        if record is not None:
            self.records.append(record)
        self._push(list(node.children()), self._within(node, context))

    def _record(self, node: Create, context: Context) -> Record | None:
        found = node.type if node.type is not None else context.type
        if found is None or found.name not in self.vocabulary.types or node.array:
            return None
        arguments = tuple(self._argument_text(argument.value) for argument in node.arguments)
        base = arguments[0] if arguments and not found.arguments else None
        return Record(
            type=found.name,
            owner=self.names.qualified(found, node.scope),
            entries=tuple(self._entries(node.initializer, context)) if node.initializer is not None else (),
            span=self.values.places.span(node.start, node.end),
            base=base,
            arguments=arguments,
            uses=context.uses,
            libraries=self.names.libraries(node.scope),
        )

    def _argument_text(self, node: Node) -> MappedText:
        scalar = self.values.scalar(node)
        return scalar if scalar is not None else self.values.text(node)

    def _entries(self, initializer: Initializer, context: Context) -> Iterator[RecordEntry]:
        for entry in initializer.entries:
            if entry.name is not None:
                name = self.values.places.text(entry.name.start, entry.name.end)
                yield self._entry(name, entry.name.start, entry.values[0], context)
            elif entry.keys:
                key = self._key(entry.keys)
                if key is not None:
                    yield self._entry(key, entry.keys[0].start, entry.values[0], context)
            elif len(entry.values) == 2:
                found = self.values.texts(entry.values[0])
                if found is not None and len(found) == 1 and not found[0].text.has_hole:
                    yield self._entry(found[0].text, entry.values[0].start, entry.values[1], context)

    def _within(self, node: Create, context: Context) -> Context:
        """What holds for the arguments and initial values of a new object."""
        return replace(_plain(context), type=node.type if node.type is not None else context.type, symbol=None)

    def _call(self, node: Call, context: Context) -> None:
        if self.values.texts(node) is not None:
            self._text(node, context)
            return
        self._object_call(node, context)
        name = node.target.name if isinstance(node.target, Name | Access) else ""
        owner = ""
        if isinstance(node.target, Access):
            holder = self.names.symbol(node.target.target)
            if holder is not None and holder.type is not None:
                owner = self.names.qualified(holder.type, holder.scope)
            elif isinstance(node.target.target, Name):
                owner = node.target.target.name if node.target.target.name[:1].isupper() else ""
            self.waiting.append((node.target.target, replace(_plain(context), read=True)))
        elif not isinstance(node.target, Name):
            self.waiting.append((node.target, _plain(context)))
        self._arguments(node.arguments, name, owner, context)

    def _arguments(self, arguments: list[Argument], name: str, owner: str, context: Context) -> None:
        key = self._key(arguments[:1]) if len(arguments) > 1 else None
        for index in range(len(arguments) - 1, -1, -1):
            argument = arguments[index]
            uses = [Use(role="argument", name=name, owner=owner)] if name else []
            if argument.name:
                uses.append(Use(role="variable", name=argument.name))
            if index == 1 and key is not None:
                uses.append(Use(role="key", name=str(key)))
            self.waiting.append((argument.value, replace(_plain(context), uses=tuple(uses))))

    def _object_call(self, node: Call, context: Context) -> None:
        """Add, Remove, Clear of an object."""
        if not isinstance(node.target, Access):
            return
        holder = self.names.symbol(node.target.target)
        if holder is None or self._type_of(holder) is None:
            return
        key = self._key(node.arguments[:1])
        match node.target.name, len(node.arguments):
            case "Add", 2 if key is not None:
                self._set(holder, key, node.arguments[0].start, node.arguments[1].value, context)
            case "Remove", 1 if key is not None:
                self._event(holder, Event("remove", context.path, key=_plain_key(str(key))))
            case "Clear", 0:
                self._event(holder, Event("clear", context.path))

    def _create_argument(self, node: Argument, context: Context) -> None:
        """An argument of a constructor, whose type the context holds."""
        uses: list[Use] = []
        if context.type is not None:
            owner = self.names.qualified(context.type, self.scope)
            uses.append(Use(role="argument", name=context.type.name, owner=owner))
        if node.name:
            uses.append(Use(role="variable", name=node.name))
        self.waiting.append((node.value, replace(context, uses=tuple(uses), type=None)))

    def _initial(self, node: Entry, context: Context) -> None:
        """An element of an initializer."""
        values = node.values
        if node.name is not None:
            owner = self.names.qualified(context.type, self.scope) if context.type is not None else ""
            use = Use(role="property", name=node.name.name, owner=owner)
            self.waiting.append((values[0], replace(_plain(context), uses=(use,))))
            return
        key = self._key(node.keys)
        if key is None and len(values) == 2:
            found = self.values.texts(values[0])
            key = found[0].text if found is not None and len(found) == 1 else None
        uses = (Use(role="key", name=str(key)),) if key is not None else ()
        self._push(values, replace(_plain(context), uses=uses, part=context.part))

    # --- statements

    def _operation(self, node: Operation, context: Context) -> None:
        if node.sign == "!!":
            self._push(node.operands, context)
        elif node.sign == "attributes":
            self._push(node.operands, Context(guards=context.guards, path=context.path))
        elif node.sign in ("return", "yield"):
            self._push(node.operands, replace(_plain(context), symbol=None, uses=context.uses, type=context.type))
        else:
            self._inside(node, context)

    def _lambda(self, node: Lambda, context: Context) -> None:
        uses: tuple[Use, ...] = ()
        found = None
        if node.symbol is not None:
            uses = (Use(role="variable", name=node.symbol.name, owner=self._written(node.symbol.type)),)
            found = node.symbol.type
        path = context.path if node.symbol is not None else (*context.path, (node, 0, "lambda"))
        self.waiting.append((node.body, Context(uses=uses, guards=context.guards, path=path, type=found)))

    def _block(self, node: Block, context: Context) -> None:
        guards = context.guards
        found: list[tuple[Node, Context]] = []
        for statement in node.statements:
            found.append((statement, replace(context, guards=guards) if guards != context.guards else context))
            if _leaves_early(statement):
                guards = (*guards, f"!({self._condition(statement)})")
        self.waiting.extend(reversed(found))

    def _condition(self, node: Branching) -> str:
        return self.parser.source[node.condition[0] : node.condition[1]]

    def _branching(self, node: Branching, context: Context) -> None:
        kind = node.kind
        condition = self._condition(node) if kind == "if" else ""
        for arm in range(len(node.arms) - 1, -1, -1):
            guards = ((condition,), (f"!({condition})",))[arm] if kind == "if" else ()
            self.waiting.append((node.arms[arm], _branch(context, node, arm, kind, guards)))
        self._push(node.head, context)

    def _unread(self, node: Unread, context: Context) -> None:
        self._push(self.parser.read_later(node), _plain(context))


def _plain(context: Context) -> Context:
    """The context without what holds for one value only."""
    return Context(guards=context.guards, path=context.path)


def _arm(context: Context, node: Node, arm: int, guards: tuple[str, ...]) -> Context:
    return replace(
        context, alternative=True, guards=(*context.guards, *guards), path=(*context.path, (node, arm, "if"))
    )


def _branch(context: Context, node: Node, arm: int, kind: str, guards: tuple[str, ...]) -> Context:
    return replace(context, guards=(*context.guards, *guards), path=(*context.path, (node, arm, kind)))


def _created(node: Node) -> Create | None:
    """The new object that an expression is."""
    while isinstance(node, Group | Cast):
        node = node.inner if isinstance(node, Group) else node.value
    return node if isinstance(node, Create) else None


def _leaves_early(node: Node) -> TypeGuard[Branching]:
    """Whether what follows a statement is reached only where its condition does not hold."""
    return isinstance(node, Branching) and node.kind == "if" and len(node.arms) == 1 and _leaves(node.arms[0])


def _leaves(node: Node) -> bool:
    """Whether code behind a statement is not reached through it."""
    while isinstance(node, Block) and node.statements:
        node = node.statements[-1]
    return isinstance(node, Operation) and node.sign in _EXITS


def _plain_key(name: str) -> str:
    return name.replace(" ", "").lower()


_VISITS: dict[type[Node], Callable[..., None]] = {
    String: Walk._text,
    Interpolation: Walk._text,
    Sum: Walk._text,
    Call: Walk._call,
    Conditional: Walk._conditional,
    Coalesce: Walk._coalesce,
    SwitchExpression: Walk._switch,
    Group: Walk._through,
    Cast: Walk._through,
    Name: Walk._name,
    Access: Walk._name,
    Declaration: Walk._declaration,
    Assignment: Walk._assignment,
    Create: Walk._create,
    Argument: Walk._create_argument,
    Entry: Walk._initial,
    Initializer: Walk._through,
    Collection: Walk._through,
    Operation: Walk._operation,
    Lambda: Walk._lambda,
    Block: Walk._block,
    Branching: Walk._branching,
    Unread: Walk._unread,
}
