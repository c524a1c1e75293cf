"""Works out what PowerShell's expressions come to, every character at its own place; notes what they do on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lint_rds_tls.frontends._code.objects import Event, plain_key
from lint_rds_tls.frontends._powershell.nodes import (
    Cast,
    Chain,
    Enclosed,
    Listed,
    Node,
    Number,
    Operation,
    Script,
    Statement,
    Step,
    Table,
    Text,
    TypeName,
    Variable,
)
from lint_rds_tls.frontends._powershell.texts import Texts
from lint_rds_tls.frontends._powershell.values import (
    Hash,
    Items,
    Pair,
    Slot,
    Thing,
    Value,
    Values,
    as_text,
    joined,
)
from lint_rds_tls.model import Entry, Record, Use
from lint_rds_tls.text import MappedText, Span

__all__ = ["Evaluation"]


_PASSING = frozenset(("tostring", "trim", "normalize", "clone"))
#: Members of a command, a file or a path that are its path again.
_PATHS = frozenset(("source", "path", "definition", "fullname", "providerpath", "value"))


class Evaluation(Texts):
    """Expressions of one script; statements and commands are the walk's."""

    def value(self, node: Node) -> Values:
        """What an expression may come to; it happens once."""
        reader = _READERS.get(type(node))
        if reader is not None:
            return reader(self, node) or (self.hole(node),)
        return self.run(node) or (self.hole(node),)

    # --- tables

    def _table(self, node: Table) -> Values:
        table = Hash(self.span(node))
        for key, value in node.pairs:
            names = self.value(key)
            values = (self.hole(key),) if value is None else self.value(value)
            name = names[0] if len(names) == 1 else self.hole(key)
            if isinstance(name, MappedText) and value is not None:
                span = self.places.span(key.start, value.end)
                table.pairs.append(Pair(name, values, span, self.path, self.guards))
                self.use(value, values, (Use(role="key", name=str(name)),))
        self.tables.append(table)
        return (table,)

    def put(self, table: Hash, name: MappedText, values: Values, span: Span) -> None:
        """Write a key of a table."""
        table.pairs.append(Pair(name, values, span, self.path, self.guards))

    # --- types and objects

    def qualified(self, name: str) -> str:
        """A type with its namespace, where the file tells."""
        if name.lower().startswith(("data.", "io.", "text.", "net.")):
            return f"System.{name}"  # PowerShell finds types without their System.
        if "." in name or name.lower() not in self.types:
            return name
        known = [each for each in self.namespaces if each in self.vocabulary.namespaces]
        return f"{known[0]}.{name}" if len(known) == 1 else name

    def _typed(self, name: str) -> str:
        """The name of the vocabulary's type, "" for any other."""
        return self.types.get(name.rpartition(".")[2].lower(), "")

    def created(self, name: str, arguments: Sequence[tuple[Node, Values]], node: Node) -> Values:
        """A new object."""
        owner = self.qualified(name)
        simple = owner.rpartition(".")[2]
        for each, values in arguments:
            self.use(each, values, (Use(role="argument", name=simple, owner=owner),))
        kind = self._typed(name)
        if not kind:
            if simple.lower() in ("hashtable", "ordereddictionary") and not arguments:
                table = Hash(self.span(node))
                self.tables.append(table)
                return (table,)
            return (self.hole(node),)
        texts = tuple(self._argument(each, values) for each, values in arguments)
        types = tuple(self.declared(each) for each, _ in arguments)
        record = Record(
            type=kind,
            owner=owner,
            entries=(),
            span=self.span(node),
            base=texts[0] if texts else None,
            arguments=texts,
            argument_types=types,
            libraries=self.libraries(),
        )
        thing = Thing([Event("new", self.path, record)], owner)
        self.things.append(thing)
        return (thing,)

    def _argument(self, node: Node, values: Values) -> MappedText:
        return as_text(values[0], self.span(node)) if len(values) == 1 else self.hole(node)

    def declared(self, node: Node) -> str:
        """The type that a name was declared with."""
        slot = self.slot_of(node)
        return slot.type if slot is not None else ""

    def libraries(self) -> tuple[str, ...]:
        """The namespaces of the vocabulary that the script sees by simple name."""
        return tuple(each for each in self.namespaces if each in self.vocabulary.namespaces)

    def _cast(self, node: Cast) -> Values:
        values = self.value(node.value)
        kind = self._typed(node.type)
        if kind and not any(isinstance(value, Thing) for value in values):
            text = values[0] if len(values) == 1 else None
            if isinstance(text, Hash):
                made = self.created(node.type, [], node)
                if isinstance(made[0], Thing):
                    for pair in next(text.choices(self.path), ()):
                        self.set_member(made[0], pair.name, pair.values, pair.span)
                    text.taken = True
                return made
            return self.created(node.type, [(node.value, values)], node)
        return values

    def set_member(self, thing: Thing, name: MappedText, values: Values, span: Span) -> None:
        """Write a member of an object."""
        value = as_text(values[0], span) if len(values) == 1 else MappedText.hole(span)
        if plain_key(str(name)) == "connectionstring":
            thing.events.append(Event("replace", self.path, text=value))
            return
        entry = Entry(name=name, value=value, span=span, guards=self.guards)
        thing.events.append(Event("set", self.path, entry=entry, key=plain_key(str(name))))

    # --- members

    def _chain(self, node: Chain) -> Values | None:
        if isinstance(node.base, TypeName):
            return self._static(node.base.name, node)
        values: Values | None = self.value(node.base)
        before: Node = node.base
        for step in node.steps:
            values = self._stepped(values or (self.hole(before),), before, step)
            before = step
        return values

    def _stepped(self, values: Values, before: Node, step: Step) -> Values | None:
        names = self.value(step.name)
        name = str(names[0]) if len(names) == 1 and isinstance(names[0], MappedText) else ""
        if step.sign == "[":
            return self._indexed(values, name)
        arguments = [(each, self.value(each)) for each in step.arguments] if step.arguments is not None else None
        holder = values[0] if len(values) == 1 else None
        if arguments is None:
            return self._member(values, holder, name)
        if isinstance(holder, Hash):
            return self._table_call(holder, name.lower(), arguments, step)
        if isinstance(holder, Thing):
            return self._object_call(holder, name, arguments)
        if all(isinstance(value, MappedText) for value in values):
            if name.lower() in _PASSING and not arguments:
                return values
            replaced = self._replaced(values, name.lower(), arguments)
            if replaced is not None:
                return replaced
        owner = self.declared(before)
        for each, given in arguments:
            self.use(each, given, (Use(role="argument", name=name, owner=owner),))
        return None

    def _indexed(self, values: Values, key: str) -> Values | None:
        holder = values[0] if len(values) == 1 else None
        if isinstance(holder, Hash):
            return holder.get(key.lower(), self.path)
        if isinstance(holder, Items) and key.lstrip("-").isdigit() and not holder.open:
            index = int(key[:6])
            if -len(holder.elements) <= index < len(holder.elements):
                return (holder.elements[index],)
        return None

    def _member(self, values: Values, holder: Value | None, name: str) -> Values | None:
        if isinstance(holder, Hash):
            return holder.get(name.lower(), self.path)
        if isinstance(holder, MappedText) and not holder.has_hole and name.lower() in _PATHS:
            return values
        if isinstance(holder, Thing):
            holder.events.append(Event("use", self.path))
        return None

    def _table_call(self, table: Hash, name: str, arguments: list[tuple[Node, Values]], step: Step) -> Values | None:
        texts = [self._argument(each, values) for each, values in arguments]
        if name == "add" and len(arguments) == 2:
            span = self.places.span(arguments[0][0].start, arguments[1][0].end)
            self.use(arguments[1][0], arguments[1][1], (Use(role="key", name=str(texts[0])),))
            self.put(table, texts[0], arguments[1][1], span)
        elif name == "remove" and texts:
            table.pairs.append(Pair(texts[0], (), self.span(step), self.path, removed=True))
        elif name == "clone":
            clone = Hash(table.span, list(table.pairs), table.open)
            return (clone,)
        return None

    def _object_call(self, thing: Thing, name: str, arguments: list[tuple[Node, Values]]) -> Values | None:
        thing.events.append(Event("use", self.path))
        if name.lower() == "add" and len(arguments) == 2:
            span = self.places.span(arguments[0][0].start, arguments[1][0].end)
            self.set_member(thing, self._argument(*arguments[0]), arguments[1][1], span)
            return None
        if name.lower() == "remove" and len(arguments) == 1:
            key = plain_key(str(self._argument(*arguments[0])))
            thing.events.append(Event("remove", self.path, key=key))
            return None
        for each, values in arguments:
            self.use(each, values, (Use(role="argument", name=name, owner=thing.owner),))
        return None

    def _replaced(self, values: Values, name: str, arguments: list[tuple[Node, Values]]) -> Values | None:
        """`text.Replace(old, new)` of known texts."""
        if name != "replace" or len(arguments) != 2:
            return None
        old, new = (self._argument(each, given) for each, given in arguments)
        if old.has_hole or not str(old):
            return None
        found: list[MappedText] = []
        for value in values:
            if isinstance(value, MappedText):
                pieces = _split(value, str(old))
                found.append(MappedText.joined(pieces, new) if len(pieces) < 1000 else value)
        return tuple(found)

    def _static(self, name: str, node: Chain) -> Values | None:
        """`[type]::member`, and what follows."""
        step = node.steps[0]
        names = self.value(step.name)
        member = str(names[0]) if len(names) == 1 else ""
        simple = name.rpartition(".")[2]
        values: Values | None
        if step.arguments is None:
            values = (self.places_of(member, step),) if simple.lower() in self.enums else None
        else:
            arguments = [(each, self.value(each)) for each in step.arguments]
            first = Chain(node.start, step.end, node.base, [step])
            if member.lower() == "new":
                values = self.created(name, arguments, first)
            else:
                values = self._static_call(simple, member, arguments, first)
        before: Node = step
        for each in node.steps[1:]:
            values = self._stepped(values or (self.hole(before),), before, each)
            before = each
        return values

    def _static_call(self, simple: str, member: str, arguments: list[tuple[Node, Values]], node: Node) -> Values | None:
        called = f"{simple}.{member}".lower()
        texts = [[self._argument(each, values)] for each, values in arguments]
        if called == "string.format" and texts:
            self._begin(arguments)
            return self.filled(texts[0][0], texts[1:], node)
        if called == "string.concat":
            self._begin(arguments)
            return joined(texts, self.span(node)) if texts else None
        if called == "string.join" and len(arguments) == 2:
            return self.join(arguments[1][1][0], texts[0][0], node)
        if called == "path.combine" and texts:
            return (self.path_of([each[0] for each in texts], node),)
        if called == "environment.getenvironmentvariable" and texts:
            return self.variable(Variable(node.start, node.end, f"env:{str(texts[0][0]).lower()}"))
        if called == "environment.setenvironmentvariable" and len(texts) > 1:
            name = str(texts[0][0])
            drafts = self.draft(arguments[1][1], arguments[1][0], (Use(role="variable", name=name),), direct=False)
            self.names[f"env:{name.lower()}"] = Slot(arguments[1][1], drafts)
            return None
        for each, values in arguments:
            self.use(each, values, (Use(role="argument", name=member, owner=simple),))
        return None

    def _begin(self, arguments: list[tuple[Node, Values]]) -> None:
        for each, _ in arguments:
            slot = self.slot_of(each)
            for draft in slot.drafts if slot is not None else ():
                draft.begun = True

    def path_of(self, parts: Sequence[MappedText], node: Node) -> MappedText:
        """Parts of a path put together."""
        slash = "\\" if any("\\" in str(part) for part in parts) else "/"
        return MappedText.joined(parts, MappedText.decoded(slash, Span(node.start, node.start)))


def _split(text: MappedText, old: str) -> list[MappedText]:
    written = str(text)
    parts, position = [], 0
    while (found := written.find(old, position)) >= 0:
        parts.append(text[position:found])
        position = found + len(old)
    return [*parts, text[position:]]


_READERS: dict[type[Node], Callable[..., Values | None]] = {
    Text: Evaluation.text_value,
    Number: Evaluation.number_value,
    Variable: Evaluation.variable,
    Listed: Evaluation.listed_value,
    Enclosed: Evaluation.enclosed_value,
    Script: Evaluation.script_value,
    Statement: Evaluation.statement_value,
    Table: Evaluation._table,
    Operation: Evaluation.operation_value,
    Cast: Evaluation._cast,
    Chain: Evaluation._chain,
    TypeName: lambda evaluation, node: (evaluation.places_of(node.name, node),),
}
