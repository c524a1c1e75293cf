"""Notes what C# and Java code declares, assigns and writes to objects."""

from __future__ import annotations

from collections.abc import Iterable

from lint_rds_tls.frontends._code.building import Step
from lint_rds_tls.frontends._code.calls import BUILDERS, appended, appends, start_of, text_parts
from lint_rds_tls.frontends._code.context import Context
from lint_rds_tls.frontends._code.nodes import Access, Assignment, Call, Create, Declaration, Index, Name, Node
from lint_rds_tls.frontends._code.notes import Notes, created
from lint_rds_tls.frontends._code.objects import Event, plain_key
from lint_rds_tls.frontends._code.places import Known
from lint_rds_tls.frontends._code.symbols import Member, Symbol
from lint_rds_tls.frontends._code.values import is_null
from lint_rds_tls.model import Use
from lint_rds_tls.text import MappedText

__all__ = ["Writes"]

_WHOLE_TEXT = "ConnectionString"  #: the property that replaces everything that was set before


class Writes(Notes):
    """The pass's part for declarations and assignments."""

    member: Member
    waiting: list[tuple[Node, Context]]

    # --- names

    def declaration(self, node: Declaration, context: Context) -> None:
        """A variable, field or property with its initial value."""
        symbol = node.symbol
        if node.value is not None:
            use = Use(role="variable", name=symbol.name, owner=self.written_type(symbol))
            self._assigned(symbol, "=", node.value, context.value((use,), symbol, symbol.type))

    def assignment(self, node: Assignment, context: Context) -> None:
        """A value is assigned to a name, a member or an element."""
        target = node.target
        symbol = self.names.symbol(target)
        if symbol is not None:
            if symbol.kind in ("local", "parameter"):
                use = Use(role="variable", name=symbol.name, owner=self.written_type(symbol))
            else:
                use = Use(role="property", name=symbol.name, owner=self.owner_of(symbol))
            self._assigned(symbol, node.sign, node.value, context.value((use,), symbol, symbol.type))
        elif isinstance(target, Access):
            self._member_assigned(target, node, context)
        elif isinstance(target, Index):
            self._element_assigned(target, node, context)
        else:
            uses = (Use(role="property", name=target.name),) if isinstance(target, Name) else ()
            self.waiting.append((node.value, context.value(uses)))
            if not isinstance(target, Name):
                self.waiting.append((target, context.plain))

    def _assigned(self, symbol: Symbol, sign: str, value: Node, context: Context) -> None:
        if self._is_built(symbol):
            self._step(symbol, "append" if sign == "+=" else "start", value, context)
            return
        if sign == "??=":
            context = context.one_of()
        new = created(value)
        record = self.record(new, context) if new is not None else None
        if new is not None and record is not None:
            self.event(self.member, symbol, Event("new", context.path, record))
            self.push(new.children(), context.value((), type_=new.type or context.type))
            return
        found = self.type_of(symbol)
        if found is not None and not is_null(value):
            self.event(self.member, symbol, Event("declared", context.path, self.described(found, symbol)))
        self.waiting.append((value, context))

    def push(self, nodes: Iterable[Node], context: Context) -> None:
        """Visit these nodes next, in order."""
        self.waiting.extend([(node, context) for node in nodes][::-1])

    # --- texts put together step by step

    def _is_built(self, symbol: Symbol) -> bool:
        if any(write.sign == "+=" for write in self.values.writes.get(symbol, ())):
            return symbol.type is None or symbol.type.name in ("var", "string", "String")
        return self.is_builder(symbol)

    def is_builder(self, symbol: Symbol | None) -> bool:
        """Whether a name holds a StringBuilder."""
        if symbol is None or symbol.kind == "type":
            return False
        if symbol.type is not None and symbol.type.name != "var":
            return symbol.type.name in BUILDERS
        start = appends(symbol.value)[0] if symbol.value is not None else None
        return isinstance(start, Create) and start.type is not None and start.type.name in BUILDERS

    def _step(self, symbol: Symbol, kind: str, value: Node, context: Context) -> None:
        start, calls = appends(value)
        texts = self.values.texts(value)
        if isinstance(start, Create) and self.is_builder(symbol):
            parts = start_of(self.values, start) + [part for call in calls for part in appended(self.values, call)]
            texts = self.values.joined(parts, value)
        if texts is None:
            texts = [Known(MappedText())] if is_null(value) else [Known(self.places.hole(value))]
        self._note(symbol, Step(kind, texts, value, context))
        arguments = [argument.value for call in calls for argument in call.arguments]
        self.push([*text_parts(start), *arguments], context.part(texts[0].text))

    def appended(self, node: Call, context: Context) -> bool:
        """Note what a chain of calls appends to a StringBuilder; False where the call does something else."""
        start, calls = appends(node)
        symbol = self.names.symbol(start) if calls else None
        if symbol is None or not self.is_builder(symbol):
            return False
        for call in calls:
            texts = self.values.joined(appended(self.values, call), call)
            self._note(symbol, Step("append", texts, call, context))
            for argument in call.arguments:
                self.waiting.append((argument.value, context.part(texts[0].text)))
        return True

    def _note(self, symbol: Symbol, step: Step) -> None:
        self.steps.setdefault((self.member, symbol), []).append(step)

    # --- members and elements

    def _member_assigned(self, target: Access, node: Assignment, context: Context) -> None:
        holder = self.names.symbol(target.target)
        found = self.type_of(holder)
        owner = self.written_type(holder) if holder is not None else ""
        if holder is not None and found is not None:
            owner = self.names.qualified(found, holder.scope)
            if target.name == _WHOLE_TEXT:
                self.event(self.member, holder, Event("replace", context.path, text=self.values.text(node.value)))
            else:
                start = target.end - len(target.name)
                name = self.places.text(start, target.end)
                self.event(self.member, holder, self.set_event(name, start, node.value, context))
        else:
            self.waiting.append((target.target, context.reading()))
        self.waiting.append((node.value, context.value((Use(role="property", name=target.name, owner=owner),))))

    def _element_assigned(self, target: Index, node: Assignment, context: Context) -> None:
        holder = self.names.symbol(target.target)
        key = self.key_of(target.arguments)
        if holder is not None and self.type_of(holder) is not None:
            event = Event("unknown", context.path)
            if key is not None and is_null(node.value):
                event = Event("remove", context.path, key=plain_key(str(key)))
            elif key is not None:
                event = self.set_event(key, target.arguments[0].start, node.value, context)
            self.event(self.member, holder, event)
        else:
            self.waiting.append((target.target, context.reading()))
        uses = (Use(role="key", name=str(key)),) if key is not None else ()
        self.waiting.append((node.value, context.value(uses)))

    def written_by_call(self, node: Call, context: Context) -> bool:
        """Note Add, Remove and Clear of an object; False where the call does something else."""
        if not isinstance(node.target, Access):
            return False
        holder = self.names.symbol(node.target.target)
        if holder is None or self.type_of(holder) is None:
            return False
        key = self.key_of(node.arguments[:1])
        match node.target.name, len(node.arguments):
            case "Add", 2 if key is not None:
                value = node.arguments[1].value
                self.event(self.member, holder, self.set_event(key, node.arguments[0].start, value, context))
            case "Remove", 1 if key is not None:
                self.event(self.member, holder, Event("remove", context.path, key=plain_key(str(key))))
            case ("Add", 2) | ("Remove", 1):
                self.event(self.member, holder, Event("unknown", context.path))
            case "Clear", 0:
                self.event(self.member, holder, Event("clear", context.path))
            case _:
                return False
        return True
