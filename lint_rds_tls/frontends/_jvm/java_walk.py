"""What Java code does with objects: setters, properties, fluent calls, and the calls that connect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lint_rds_tls.frontends._code.commands import elements
from lint_rds_tls.frontends._code.context import Context
from lint_rds_tls.frontends._code.nodes import Access, Block, Call, Create, Initializer, Name, Node, String, Type
from lint_rds_tls.frontends._code.objects import Event, plain_key, records
from lint_rds_tls.frontends._code.places import Known
from lint_rds_tls.frontends._code.values import Values, last_name
from lint_rds_tls.frontends._code.walk import Walk
from lint_rds_tls.model import Entry, Record
from lint_rds_tls.text import MappedText

__all__ = ["JavaValues", "JavaWalk"]

#: Calls with a name and a value.
_KEYED = frozenset(
    ("put", "setProperty", "putIfAbsent", "option", "addDataSourceProperty", "addConnectionProperty", "withUrlParam")
)
#: Calls that ask for a value, compare or tell it, and do not set it.
_ASKS = re.compile(
    r"get|has|is[A-Z]|contains|equals|assert|expect|verify|remove|log|print|format|debug|info|warn|error"
)
_STARTS = frozenset(("builder", "create", "getInstance"))
#: `Map.of("a", b, …)`, and what makes the pairs of `Map.ofEntries`.
_MAPS, _PAIRS = frozenset(("Map", "ImmutableMap")), frozenset(("entry", "Pair", "SimpleEntry"))
#: Annotations that hold settings as `name=value`.
_ANNOTATIONS = frozenset(
    ("TestPropertySource", "SpringBootTest", "DataJpaTest", "DataJdbcTest", "JdbcTest", "DataR2dbcTest")
)
#: `Option.valueOf("name")` is the name of an option.
_OPTIONS = frozenset(("valueOf", "sensitiveValueOf"))
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
#: A chain of fluent calls longer than this is not followed.
_LONGEST_CHAIN = 200


class JavaValues(Values):
    """Values as Java writes them."""

    def word(self, constant: bool | int) -> str:
        """`true` and `false` in lower case."""
        return str(constant).lower()

    def scalar(self, node: Node) -> MappedText | None:
        """A value as a setting takes it; `Boolean.TRUE` is one."""
        if isinstance(node, Access) and node.name in ("TRUE", "FALSE") and last_name(node.target) == "Boolean":
            return self.places.decoded(node.name.lower(), node)
        target = node.target if isinstance(node, Call) and not node.arguments else None
        if isinstance(target, Access) and target.name in ("toString", "name"):
            return self.scalar(target.target)
        return super().scalar(node)


class JavaWalk(Walk):
    """One pass over all members of a Java file."""

    def may_matter(self, node: Node) -> bool:
        """Whether a literal by itself can hold settings, a URL or a document."""
        find = self.source.find
        return any(find(sign, node.start, node.end) >= 0 for sign in ("=", "{", "dbc:", *self.signs))

    # --- objects with a name

    def written_by_call(self, node: Call, context: Context) -> bool:
        """Note what is set on an object; False where the call does something else."""
        if not isinstance(node.target, Access):
            return False
        holder = self.names.symbol(node.target.target)
        if holder is None or self.type_of(holder) is None:
            return False
        event = self._event(node, node.target, context)
        if event is not None:
            self.event(self.member, holder, event)
        return event is not None

    def _event(self, node: Call, target: Access, context: Context) -> Event | None:
        name, count = target.name, len(node.arguments)
        entry = self._written(node, target, context, fluent=False)
        if entry is not None:
            return Event("set", context.path, entry=entry, key=plain_key(str(entry.name)))
        if name in _KEYED or name == "putAll":
            return Event("unknown", context.path)
        if name == "remove" and count == 1:
            key = self.key_of(node.arguments)
            kind = "unknown" if key is None else "remove"
            return Event(kind, context.path, key="" if key is None else plain_key(str(key)))
        return Event("clear", context.path) if name == "clear" and not count else None

    def _written(self, node: Call, target: Access, context: Context, *, fluent: bool) -> Entry | None:
        """What one call sets; None where it sets nothing, or nobody knows what."""
        name, arguments = target.name, node.arguments
        start = target.end - len(name)
        if name in _KEYED and len(arguments) == 2:
            key = self.known_text(arguments[0].value) or self._option(name, arguments[0].value)
            if key is None:
                return None
            return replace(self.entry(key, arguments[0].start, arguments[1].value, context), method=name)
        if name.startswith("set") and name[3:4].isupper() and len(arguments) == 1:
            return self.entry(self.places.text(start + 3, target.end), start + 3, arguments[0].value, context)
        if fluent and len(arguments) == 1:
            return self.entry(self.places.text(start, target.end), start, arguments[0].value, context)
        if fluent and name.startswith("enable") and not arguments:
            place = self.places.span(start, target.end)
            value = MappedText.decoded("true", place)
            return Entry(name=self.places.text(start, target.end), value=value, span=place, guards=context.guards)
        return None

    def _option(self, method: str, node: Node) -> MappedText | None:
        """`SSL` is the option `ssl`, `TRUST_SERVER_CERTIFICATE` is `trustServerCertificate`; elsewhere it may be so."""
        if isinstance(node, Call) and last_name(node.target) in _OPTIONS and node.arguments:
            return self.known_text(node.arguments[0].value)
        name = last_name(node)
        if not _CONSTANT.fullmatch(name):
            return None
        first, *others = name.lower().split("_")
        found = self.places.decoded(first + "".join(map(str.capitalize, others)), node)
        return found if method == "option" else found.as_default()

    def entries(self, initializer: Initializer | Block, context: Context) -> Iterator[Entry]:
        """The named values of an initializer, also of `new Properties() {{ put("a", "b"); }}`."""
        if isinstance(initializer, Initializer):
            yield from super().entries(initializer, context)
            return
        waiting = list(initializer.statements)
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, Block):
                waiting[:0] = node.statements
            elif isinstance(node, Call) and isinstance(node.target, Name):
                inside = Access(node.target.start, node.target.end, node.target, node.target.name)
                entry = self._written(node, inside, context, fluent=False)
                if entry is not None:
                    yield entry

    def record(self, node: Create, context: Context) -> Record | None:
        """A new object, where the vocabulary knows its type; what is set in its own class too."""
        body = node.arguments[-1].value if node.arguments else None
        if not isinstance(body, Block):
            return super().record(node, context)
        plain = Create(node.start, node.end, node.type, node.arguments[:-1], None, node.scope)
        found = super().record(plain, context)
        return None if found is None else replace(found, entries=tuple(self.entries(body, context)))

    # --- maps and annotations

    def _listed(self, node: Call, context: Context) -> None:
        """`Map.of("url", …, "encrypt", …)`, `Map.ofEntries(entry("url", …))`, `@TestPropertySource("url=…")`."""
        arguments = [argument.value for argument in node.arguments]
        name, target = last_name(node.target), node.target
        pairs: list[tuple[Node, Node]] = []
        entries: list[Entry] = []
        if isinstance(target, Access) and last_name(target.target) in _MAPS and name == "of":
            pairs = list(zip(arguments[::2], arguments[1::2], strict=False))
        elif name == "ofEntries":
            pairs = [pair for pair in map(_pair, arguments) if pair is not None]
        elif name in _ANNOTATIONS:
            entries = [entry for each in arguments for entry in self._properties(each)]
        for key, value in pairs:
            text = self.known_text(key)
            if text is not None:
                entries.append(self.entry(text, key.start, value, context))
        if any(self.is_key(entry.name) for entry in entries):
            libraries = self.names.libraries(self.member.scope)
            span = self.places.span(node.start, node.end)
            self.records.append(Record(type="", entries=tuple(entries), span=span, libraries=libraries))

    def is_key(self, name: MappedText) -> bool:
        """Whether a name, or what is behind its last dot, is one by which settings of a connection are known."""
        written = str(name).lower()
        return written in self.names.keys or written.rpartition(".")[2] in self.names.keys

    def _properties(self, node: Node) -> Iterator[Entry]:
        for each in elements(node) or [node]:
            text = self.known_text(each)
            name, sign, _ = str(text or "").partition("=")
            if text is not None and sign:
                value = text[len(name) + 1 :]
                yield Entry(name=text[: len(name)], value=value, span=self.places.span(each.start, each.end))

    # --- chains, and the calls that connect

    def called(self, node: Call, context: Context) -> None:
        """An object made in one expression, or handed to a call that connects."""
        if last_name(node.target) in self.names.calls and len(node.arguments) == 2:
            self.records.extend(self._connected(node))
        self._keyed(node, context)
        self._listed(node, context)
        root, chain = _chain(node)
        if node in self._inner:
            return
        self._inner.update(chain)
        record = self._started(root, context)
        fluent = record is not None and not isinstance(root, Create)
        written = [
            self._written(each, each.target, context, fluent=fluent)
            for each in chain
            if isinstance(each.target, Access) and (record is not None or each.target.name in _KEYED)
        ]
        entries = tuple(entry for entry in written if entry is not None)
        tracked = self.type_of(self.names.symbol(root)) is not None
        if record is None and not tracked and any(str(entry.name).lower() in self.names.keys for entry in entries):
            record = Record(type="", entries=(), span=self.places.span(node.start, node.end))
        if record is not None and entries:
            span = self.places.span(node.start, node.end)
            self.records.append(replace(record, entries=(*record.entries, *entries), span=span))

    def _keyed(self, node: Call, context: Context) -> None:
        """A call that is not known, with a known key and a value behind it."""
        name = last_name(node.target)
        if name in _KEYED | _PAIRS or name == "of" or _ASKS.match(name):
            return
        for key, value in zip(node.arguments, node.arguments[1:], strict=False):
            text = self.known_text(key.value) if isinstance(key.value, String) else None
            if text is not None and str(text).lower() in self.names.keys:
                entry = replace(self.entry(text, key.start, value.value, context), method=name)
                libraries = self.names.libraries(self.member.scope)
                span = self.places.span(node.start, node.end)
                self.records.append(Record(type="call", entries=(entry,), span=span, libraries=libraries))

    def _started(self, root: Node, context: Context) -> Record | None:
        """The object that a chain begins with: new, or of a builder; None where its type tells nothing."""
        if isinstance(root, Create):
            return self.record(root, context)
        if isinstance(root, Call) and isinstance(root.target, Access) and root.target.name in _STARTS:
            owner = root.target.target
            if isinstance(owner, Name):
                found = Type(owner.start, owner.end, (owner.name,))
                name = self.names.library_type(found, owner.scope)
                libraries = self.names.libraries(owner.scope)
                return Record(type=name, entries=(), span=self.places.span(0, 0), libraries=libraries) if name else None
        return None

    def _connected(self, node: Call) -> Iterator[Record]:
        """`getConnection(url, properties)`, with the properties as they are by then."""
        url, given = (argument.value for argument in node.arguments)
        holder = self.names.symbol(given)
        events = self.events.get((self.member, holder)) if holder is not None else None
        found = self.values.texts(url)
        if not events or found is None:
            return
        for state in records(events):
            for known in found:
                yield self._of_call(node, known, state)

    def _of_call(self, node: Call, known: Known, state: Record) -> Record:
        return replace(
            state,
            type="getConnection",
            base=known.text,
            arguments=(known.text,),
            argument_types=(),
            span=self.places.span(node.start, node.end),
        )

    def _member(self, member: object) -> None:
        self._inner: set[Call] = set()
        super()._member(member)  # type: ignore[arg-type]


def _chain(node: Call) -> tuple[Node, list[Call]]:
    """What `x.a().b().c()` begins with, and its calls in order."""
    calls: list[Call] = []
    at: Node = node
    while isinstance(at, Call) and isinstance(at.target, Access) and len(calls) < _LONGEST_CHAIN:
        if at.target.name in _STARTS:
            break
        calls.append(at)
        at = at.target.target
    return at, calls[::-1]


def _pair(node: Node) -> tuple[Node, Node] | None:
    """`entry(a, b)`, `new SimpleEntry<>(a, b)`."""
    found: list[Node] = []
    if (isinstance(node, Call) and last_name(node.target) in _PAIRS) or (
        isinstance(node, Create) and node.type is not None and node.type.name in _PAIRS
    ):
        found = [argument.value for argument in node.arguments]
    return (found[0], found[1]) if len(found) == 2 else None
