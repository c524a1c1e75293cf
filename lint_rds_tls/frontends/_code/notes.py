"""What is noted about C# and Java code: its texts, its objects, and what is done with names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lint_rds_tls.frontends._code.building import Step
from lint_rds_tls.frontends._code.context import Context
from lint_rds_tls.frontends._code.names import Names, enclosing_type
from lint_rds_tls.frontends._code.nodes import Argument, Cast, Create, Group, Initializer, Node, Type
from lint_rds_tls.frontends._code.objects import Event, plain_key
from lint_rds_tls.frontends._code.places import Known
from lint_rds_tls.frontends._code.symbols import Member, Scope, Symbol
from lint_rds_tls.frontends._code.values import Values
from lint_rds_tls.model import Entry, Record, Use
from lint_rds_tls.text import MappedText

__all__ = ["Notes", "Text", "created"]

_HOLDERS = frozenset(("local", "field", "property", "parameter"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the source."""

    node: Node
    known: Known
    context: Context
    scope: Scope
    alternative: bool


class Notes:
    """What one pass over a file notes."""

    def __init__(self, source: str, values: Values, names: Names) -> None:
        self.source = source
        self.values = values
        self.places = values.places
        self.names = names
        self.texts: list[Text] = []
        self.records: list[Record] = []  #: of objects without a name
        self.events: dict[tuple[Member, Symbol], list[Event]] = {}  #: of objects with a name
        self.steps: dict[tuple[Member, Symbol], list[Step]] = {}  #: of texts put together step by step
        self.uses: dict[Symbol, list[Use]] = {}
        self.given: dict[Symbol, list[Symbol]] = {}  #: names to which the value of a name was given
        self.begun: set[Symbol] = set()  #: names whose text begins a bigger one
        self.direct: set[Symbol] = set()  #: names that are used as they are
        self._types: dict[Symbol, Type | None] = {}

    # --- what a name holds

    def type_of(self, symbol: Symbol | None) -> Type | None:
        """The type of the object that a name holds, where the vocabulary knows it."""
        if symbol is None or symbol.kind not in _HOLDERS:
            return None
        if symbol not in self._types:
            self._types[symbol] = None
            self._types[symbol] = self._find_type(symbol)
        return self._types[symbol]

    def _find_type(self, symbol: Symbol) -> Type | None:
        if symbol.type is not None and self.names.library_type(symbol.type, symbol.scope):
            return symbol.type
        value = self.values.value_of(symbol) if symbol.kind != "parameter" else None
        value = value if value is not None else symbol.value
        while isinstance(value, Group):
            value = value.inner
        found = value.type if isinstance(value, Create | Cast) else None
        return found if found is not None and self.names.library_type(found, symbol.scope) else None

    def written_type(self, symbol: Symbol) -> str:
        """The declared type of a name."""
        return self.source[symbol.type.start : symbol.type.end] if symbol.type is not None else ""

    def owner_of(self, symbol: Symbol) -> str:
        """The type that a field or property is a member of."""
        scope = enclosing_type(symbol.scope)
        return ".".join(scope.path) if scope is not None else ""

    def key_of(self, arguments: list[Argument]) -> MappedText | None:
        """The one known text between brackets."""
        return self.known_text(arguments[0].value) if len(arguments) == 1 else None

    def known_text(self, node: Node) -> MappedText | None:
        """The text of an expression, where all of it is known."""
        found = self.values.texts(node)
        return found[0].text if found is not None and len(found) == 1 and not found[0].text.has_hole else None

    # --- objects

    def event(self, member: Member, symbol: Symbol, event: Event) -> None:
        """Note that something happens to the object that a name holds."""
        events = self.events.setdefault((member, symbol), [])
        if not events and event.record is None:
            found = self.type_of(symbol)
            if found is not None:
                events.append(Event("declared", event.path, self.described(found, symbol)))
        events.append(event)

    def described(self, found: Type, symbol: Symbol) -> Record:
        """An object of which nothing is known but its type."""
        span = self.places.span(symbol.start, symbol.end)
        return Record(
            type=self.names.library_type(found, symbol.scope),
            entries=(),
            span=span,
            owner=self.names.qualified(found, symbol.scope),
            base=None if found.arguments else MappedText.hole(span),
            libraries=self.names.libraries(symbol.scope),
            truncated=True,
        )

    def record(self, node: Create, context: Context) -> Record | None:
        """A new object, where the vocabulary knows its type."""
        found = node.type if node.type is not None else context.type
        name = self.names.library_type(found, node.scope) if found is not None else ""
        if found is None or node.array or not name:
            return None
        arguments = tuple(self._argument(argument.value) for argument in node.arguments)
        return Record(
            type=name,
            owner=self.names.qualified(found, node.scope),
            entries=tuple(self.entries(node.initializer, context)) if node.initializer is not None else (),
            span=self.places.span(node.start, node.end),
            base=arguments[0] if arguments and not found.arguments else None,
            arguments=arguments,
            argument_types=tuple(self._declared_type(argument.value) for argument in node.arguments),
            uses=context.uses,
            libraries=self.names.libraries(node.scope),
        )

    def _argument(self, node: Node) -> MappedText:
        scalar = self.values.scalar(node)
        return scalar if scalar is not None else self.values.text(node)

    def _declared_type(self, node: Node) -> str:
        symbol = self.names.symbol(node)
        return "" if symbol is None else self.written_type(symbol)

    def entries(self, initializer: Initializer, context: Context) -> Iterator[Entry]:
        """The named values of an initializer."""
        for entry in initializer.entries:
            if entry.name is not None:
                name: MappedText | None = self.places.text(entry.name.start, entry.name.end)
                start, value = entry.name.start, entry.values[0]
            elif entry.keys:
                name = self.key_of(entry.keys)
                start, value = entry.keys[0].start, entry.values[0]
            elif len(entry.values) == 2:
                name = self.known_text(entry.values[0])
                start, value = entry.values[0].start, entry.values[1]
            else:
                continue
            if name is not None:
                yield self.entry(name, start, value, context)

    def entry(self, name: MappedText, start: int, value: Node, context: Context) -> Entry:
        """A name with the value that is written to it."""
        scalar = self.values.scalar(value)
        return Entry(
            name=name,
            value=scalar if scalar is not None else self.places.hole(value),
            span=self.places.span(start, value.end),
            guards=context.guards,
        )

    def set_event(self, name: MappedText, start: int, value: Node, context: Context) -> Event:
        """A value is written to an object."""
        return Event("set", context.path, entry=self.entry(name, start, value, context), key=plain_key(str(name)))


def created(node: Node) -> Create | None:
    """The new object that an expression is."""
    while isinstance(node, Group | Cast):
        node = node.inner if isinstance(node, Group) else node.value
    return node if isinstance(node, Create) else None
