"""Works out what PowerShell's expressions come to, every character at its own place; notes what they do on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from lint_rds_tls.frontends._code_context import Arm, Path
from lint_rds_tls.frontends._code_objects import Event, plain_key
from lint_rds_tls.frontends._code_parts import Part
from lint_rds_tls.frontends._code_places import Places
from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.frontends._powershell_nodes import (
    Block,
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
from lint_rds_tls.frontends._powershell_values import (
    Draft,
    Fork,
    Hash,
    Items,
    Pair,
    Slot,
    Thing,
    Value,
    Values,
    as_text,
    distinct,
    joined,
)
from lint_rds_tls.model import Entry, Record, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

__all__ = ["Evaluation", "Guards"]

Guards = tuple[str, ...]

_CONSTANTS = {"true": "True", "false": "False", "null": ""}
_SCOPES = re.compile(r"(?:script|global|local|private|using|variable):")
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d+)([^{}]*)\}")
_PASSING = frozenset(("tostring", "trim", "normalize", "clone"))
#: Members of a command, a file or a path that are its path again.
_PATHS = frozenset(("source", "path", "definition", "fullname", "providerpath", "value"))
_SHORTEST_DOCUMENT = 20


class Evaluation:
    """Expressions of one script; statements and commands are the walk's."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self.written = str(source.text)
        self.places = Places(source.text)
        self.around = source.around
        self.vocabulary = vocabulary
        self.types = {name.lower(): name for name in vocabulary.types}
        self.enums = {name.lower() for name in vocabulary.enums}
        self.namespaces: list[str] = []  #: of `using namespace`
        self.names: dict[str, Slot] = {}
        self.drafts: list[Draft] = []
        self.things: list[Thing] = []
        self.tables: list[Hash] = []
        self.documents: list[tuple[str, MappedText]] = []
        self.guards: Guards = ()
        self.path: Path = ()

    # --- for the walk to fill in

    def run(self, node: Node) -> Values | None:
        """Let a statement happen; what it puts out, where that is known."""
        raise NotImplementedError

    def scoped(self, block: Block) -> None:
        """Read a script block where it stands."""
        raise NotImplementedError

    # --- places

    def span(self, node: Node) -> Span:
        """The place of a node."""
        return self.places.span(node.start, node.end)

    def hole(self, node: Node) -> MappedText:
        """Something unknown."""
        return MappedText.hole(self.span(node))

    def in_arm(self, fork: Fork, number: int, *, choice: bool) -> Path:
        """The place inside one way of a fork."""
        return (*self.path, Arm(fork, number, choice))

    # --- texts that may be reported

    def draft(self, values: Values, node: Node, uses: Sequence[Use] = (), *, direct: bool = True) -> tuple[Draft, ...]:
        """Note the texts among some values, and those in lists; what a name holds is noted already."""
        found: list[Draft] = []
        texts = [text for value in values for text in _texts(value)]
        for text in texts:
            written = str(text)
            language = language_of(written) if len(written) >= _SHORTEST_DOCUMENT else None
            if language is not None:
                self.documents.append((language, text))
            elif may_connect(written):
                draft = Draft(text, self.span(node), self.guards, list(uses), len(values) > 1, direct)
                self.drafts.append(draft)
                found.append(draft)
        return tuple(found)

    def use(self, node: Node, values: Values, uses: Sequence[Use] = (), *, handed: bool = False) -> None:
        """A value goes somewhere: into an argument, a member, out of the script."""
        slot = self._slot_of(node)
        if slot is None:
            drafts = self.draft(values, node, uses, direct=not handed)
            for draft in drafts:
                draft.handed = handed
            return
        for draft in slot.drafts:
            draft.uses.extend(uses)
            draft.direct = draft.direct or not handed
            draft.handed = draft.handed or handed

    def _slot_of(self, node: Node) -> Slot | None:
        while isinstance(node, Cast | Enclosed):
            if isinstance(node, Enclosed) and len(node.body) != 1:
                return None
            node = node.value if isinstance(node, Cast) else node.body[0]
        return self.names.get(_plain(node.name)) if isinstance(node, Variable) else None

    # --- values

    def value(self, node: Node) -> Values:
        """What an expression may come to; it happens once."""
        reader = _READERS.get(type(node))
        if reader is not None:
            return reader(self, node) or (self.hole(node),)
        return self.run(node) or (self.hole(node),)

    def text(self, node: Node) -> MappedText:
        """The one text of an expression, or a hole."""
        values = self.value(node)
        return as_text(values[0], self.span(node)) if len(values) == 1 else self.hole(node)

    def part(self, node: Node) -> list[MappedText]:
        """What an expression adds to a bigger text; the texts that it is made of are reported with that."""
        values = self.value(node)
        slot = self._slot_of(node)
        for draft in slot.drafts if slot is not None else ():
            draft.begun = True
        texts = [as_text(value, self.span(node)) for value in values]
        return [self.hole(node)] if len(texts) > 1 and any(text.has_hole for text in texts) else texts

    def _text(self, node: Text) -> Values:
        parts: list[list[MappedText]] = [[MappedText(anchor=self.span(node).start)]]
        run: list[Part] = []
        for each in node.parts:
            if isinstance(each, Node):
                parts += [[self.places.parts(run, node.start)], self.part(each)]
                run = []
            else:
                run.append(each)
        parts.append([self.places.parts(run, node.start)])
        return joined(parts, self.span(node))

    def _number(self, node: Number) -> Values:
        copied = self.written[node.start : node.end] == node.text
        return (self.places.text(node.start, node.end) if copied else self.places_of(node.text, node),)

    def places_of(self, text: str, node: Node) -> MappedText:
        """Text that a node stands for as a whole."""
        span = self.span(node)
        return MappedText.decoded(text, span) if text else MappedText(anchor=span.start)

    def _variable(self, node: Variable) -> Values:
        name = _plain(node.name)
        if name in _CONSTANTS:
            return (self.places_of(_CONSTANTS[name], node),)
        slot = self.names.get(name)
        if slot is not None:
            return slot.values
        if name.startswith("env:"):
            found = [each.value for each in self.around.variables if str(each.name).lower() == name[4:]]
            if found:
                return (found[-1],)
        return (self.hole(node),)

    def _listed(self, node: Listed) -> Values:
        return (Items(tuple(self._element(each) for each in node.elements)),)

    def _element(self, node: Node) -> Value:
        values = self.value(node)
        return values[0] if len(values) == 1 else self.hole(node)

    def _enclosed(self, node: Enclosed) -> Values:
        found = [(each, self.value(each)) for each in node.body]
        if node.sign != "@(" and len(found) == 1:
            return found[0][1]
        if not found:
            return (Items(()) if node.sign == "@(" else self.places_of("", node),)
        elements: list[Value] = []
        is_open = False
        for each, values in found:
            value = values[0] if len(values) == 1 else self.hole(each)
            if isinstance(value, Items):
                elements.extend(value.elements)
                is_open = is_open or value.open
            elif isinstance(value, MappedText) and isinstance(each, Variable) and value.has_hole:
                is_open = True
            else:
                elements.append(value)
        return (Items(tuple(elements), is_open),)

    def _script(self, node: Script) -> Values:
        self.scoped(node.block)
        return (self.hole(node),)

    def _statement(self, node: Statement) -> Values:
        for each in node.inner:
            self.value(each)
        return (self.hole(node),)

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

    # --- operators

    def _operation(self, node: Operation) -> Values | None:
        if node.signs == ["?"]:
            self.value(node.operands[0])
            return distinct(value for each in node.operands[1:] for value in self.value(each))
        if len(node.operands) == 1:
            return self._signed(node)
        if node.signs[0] in ("+", "??", "f", "join", "as"):
            return self._folded(node)
        found = [self.value(each) for each in node.operands]
        if node.signs[-1] in ("replace", "creplace", "ireplace"):
            for operand, values in zip(node.operands[1:], found[1:], strict=True):
                self.use(operand, values, (Use(role="argument", name="replace"),))
            return found[0] if len(found[0]) == 1 and not _whole(found[0][0]) else None
        return None

    def _signed(self, node: Operation) -> Values | None:
        operand = node.operands[0]
        values = self.value(operand)
        if node.signs[0] == "join" and len(values) == 1:
            return self._join(values[0], MappedText(anchor=self.span(node).start), node)
        if node.signs[0] in ("!", "not") and len(values) == 1 and str(values[0]) in ("True", "False"):
            return (self.places_of("False" if str(values[0]) == "True" else "True", node),)
        return None

    def _folded(self, node: Operation) -> Values | None:
        """Operators whose results are known, from the left."""
        total: Values | None = None
        first: Node = node.operands[0]
        for index, operand in enumerate(node.operands):
            sign = node.signs[index - 1] if index else ""
            if not index:
                total = self.value(operand)
            elif sign == "+":
                total = self._added(total or (), first, operand)
            elif sign == "??":
                total = distinct((*(total or ()), *self.value(operand)))
            elif sign == "f":
                total = self._formatted(total or (), operand, node)
            elif sign == "join":
                separator = self.text(operand)
                total = self._join(total[0], separator, node) if total and len(total) == 1 else None
            else:
                self.value(operand)
                total = total if sign == "as" else None
            if total is None:
                for rest in node.operands[index + 1 :]:
                    self.use(rest, self.value(rest))
                return None
        return total

    def _added(self, left: Values, first: Node, right: Node) -> Values | None:
        """`left + right`."""
        if len(left) == 1 and isinstance(left[0], Hash):
            other = self.value(right)
            merged = Hash(left[0].span, list(left[0].pairs), left[0].open)
            merged.open = merged.open or not (len(other) == 1 and isinstance(other[0], Hash))
            for value in other:
                if isinstance(value, Hash):
                    merged.pairs.extend(value.pairs)
            return (merged,)
        if len(left) == 1 and isinstance(left[0], Items):
            other = self.value(right)
            value = other[0] if len(other) == 1 else self.hole(right)
            if isinstance(value, Items):
                return (Items((*left[0].elements, *value.elements), left[0].open or value.open),)
            unknown = isinstance(value, MappedText) and value.has_hole and isinstance(right, Variable)
            return (Items((*left[0].elements, *(() if unknown else (value,))), left[0].open or unknown),)
        slot = self._slot_of(first)
        for draft in slot.drafts if slot is not None else ():
            draft.begun = True
        texts = [as_text(value, self.span(first)) for value in left]
        if isinstance(first, Number):
            self.value(right)
            return None
        return joined([texts, self.part(right)], self.places.span(first.start, right.end))

    def _join(self, value: Value, separator: MappedText, node: Node) -> Values | None:
        if isinstance(value, Items):
            if value.open:
                return None
            parts = [as_text(each, self.span(node)) for each in value.elements]
            return (MappedText.joined(parts, separator),)
        return (value,)

    def _formatted(self, formats: Values, operand: Node, node: Node) -> Values:
        nodes = operand.elements if isinstance(operand, Listed) else [operand]
        arguments = [self.part(each) for each in nodes]
        found: list[MappedText] = []
        for each in formats:
            if isinstance(each, MappedText):
                found.extend(self.filled(each, arguments, node))
            else:
                found.append(self.hole(node))
        return distinct(found)

    def filled(self, pattern: MappedText, arguments: Sequence[list[MappedText]], node: Node) -> tuple[MappedText, ...]:
        """A composite format with its placeholders replaced."""
        parts: list[list[MappedText]] = []
        position = 0
        for match in _PLACEHOLDER.finditer(str(pattern)):
            parts.append([pattern[position : match.start()]])
            position = match.end()
            span = pattern[match.start() : position].span
            if match[1] is None:
                parts.append([MappedText.decoded(match[0][0], span)])
            elif int(match[1]) < len(arguments) and not match[2]:
                parts.append(arguments[int(match[1])])
            else:
                parts.append([MappedText.hole(span)])
        parts.append([pattern[position:]])
        return joined(parts, self.span(node))

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
        slot = self._slot_of(node)
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
            values = self._stepped(values or (self.hole(before),), before, step, node)
            before = step
        return values

    def _stepped(self, values: Values, before: Node, step: Step, node: Chain) -> Values | None:
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
            return self._object_call(holder, name, arguments, step)
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

    def _object_call(self, thing: Thing, name: str, arguments: list[tuple[Node, Values]], step: Step) -> Values | None:
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
            values = self._stepped(values or (self.hole(before),), before, each, node)
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
            return self._join(arguments[1][1][0], texts[0][0], node)
        if called == "path.combine" and texts:
            return (self.path_of([each[0] for each in texts], node),)
        if called == "environment.getenvironmentvariable" and texts:
            return self._variable(Variable(node.start, node.end, f"env:{str(texts[0][0]).lower()}"))
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
            slot = self._slot_of(each)
            for draft in slot.drafts if slot is not None else ():
                draft.begun = True

    def path_of(self, parts: Sequence[MappedText], node: Node) -> MappedText:
        """Parts of a path put together."""
        slash = "\\" if any("\\" in str(part) for part in parts) else "/"
        return MappedText.joined(parts, MappedText.decoded(slash, Span(node.start, node.start)))


def _plain(name: str) -> str:
    """A name without its scope."""
    return _SCOPES.sub("", name, count=1)


def _whole(value: Value) -> bool:
    return isinstance(value, MappedText) and not value.has_hole


def _texts(value: Value) -> Iterator[MappedText]:
    if isinstance(value, MappedText):
        yield value
    elif isinstance(value, Items):
        for each in value.elements:
            yield from _texts(each)


def _split(text: MappedText, old: str) -> list[MappedText]:
    written = str(text)
    parts, position = [], 0
    while (found := written.find(old, position)) >= 0:
        parts.append(text[position:found])
        position = found + len(old)
    return [*parts, text[position:]]


_READERS: dict[type[Node], Callable[..., Values | None]] = {
    Text: Evaluation._text,
    Number: Evaluation._number,
    Variable: Evaluation._variable,
    Listed: Evaluation._listed,
    Enclosed: Evaluation._enclosed,
    Script: Evaluation._script,
    Statement: Evaluation._statement,
    Table: Evaluation._table,
    Operation: Evaluation._operation,
    Cast: Evaluation._cast,
    Chain: Evaluation._chain,
    TypeName: lambda evaluation, node: (evaluation.places_of(node.name, node),),
}
