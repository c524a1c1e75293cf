"""Works out what PowerShell's texts come to, every character at its own place, and notes those that may be reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_rds_tls.frontends._code.context import Arm, Path
from lint_rds_tls.frontends._code.parts import Part
from lint_rds_tls.frontends._code.places import Places
from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.frontends._powershell.nodes import (
    Block,
    Cast,
    Enclosed,
    Listed,
    Node,
    Number,
    Operation,
    Script,
    Statement,
    Text,
    Variable,
)
from lint_rds_tls.frontends._powershell.values import (
    Draft,
    Fork,
    Hash,
    Items,
    Slot,
    Thing,
    Value,
    Values,
    as_text,
    distinct,
    joined,
)
from lint_rds_tls.model import Source, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

__all__ = ["Texts", "plain"]

Guards = tuple[str, ...]

_CONSTANTS = {"true": "True", "false": "False", "null": ""}
_SCOPES = re.compile(r"(?:script|global|local|private|using|variable):")
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d+)([^{}]*)\}")
_SHORTEST_DOCUMENT = 20


class Texts:
    """Texts of one script; objects and statements are for those who build on this."""

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
        slot = self.slot_of(node)
        if slot is None:
            drafts = self.draft(values, node, uses, direct=not handed)
            for draft in drafts:
                draft.handed = handed
            return
        for draft in slot.drafts:
            draft.uses.extend(uses)
            draft.direct = draft.direct or not handed
            draft.handed = draft.handed or handed

    def slot_of(self, node: Node) -> Slot | None:
        while isinstance(node, Cast | Enclosed):
            if isinstance(node, Enclosed) and len(node.body) != 1:
                return None
            node = node.value if isinstance(node, Cast) else node.body[0]
        return self.names.get(plain(node.name)) if isinstance(node, Variable) else None

    # --- values

    def value(self, node: Node) -> Values:
        """What an expression may come to; it happens once."""
        raise NotImplementedError

    def text(self, node: Node) -> MappedText:
        """The one text of an expression, or a hole."""
        values = self.value(node)
        return as_text(values[0], self.span(node)) if len(values) == 1 else self.hole(node)

    def part(self, node: Node) -> list[MappedText]:
        """What an expression adds to a bigger text; the texts that it is made of are reported with that."""
        values = self.value(node)
        slot = self.slot_of(node)
        for draft in slot.drafts if slot is not None else ():
            draft.begun = True
        texts = [as_text(value, self.span(node)) for value in values]
        return [self.hole(node)] if len(texts) > 1 and any(text.has_hole for text in texts) else texts

    def text_value(self, node: Text) -> Values:
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

    def number_value(self, node: Number) -> Values:
        copied = self.written[node.start : node.end] == node.text
        return (self.places.text(node.start, node.end) if copied else self.places_of(node.text, node),)

    def places_of(self, text: str, node: Node) -> MappedText:
        """Text that a node stands for as a whole."""
        span = self.span(node)
        return MappedText.decoded(text, span) if text else MappedText(anchor=span.start)

    def variable(self, node: Variable) -> Values:
        name = plain(node.name)
        if name in _CONSTANTS:
            return (self.places_of(_CONSTANTS[name], node),)
        slot = self.names.get(name)
        if slot is not None:
            # What is not known at all is not known here, wherever that began.
            return tuple(self.hole(node) if _is_hole(value) else value for value in slot.values)
        if name.startswith("env:"):
            found = [each.value for each in self.around.variables if str(each.name).lower() == name[4:]]
            if found:
                return (found[-1],)
        return (self.hole(node),)

    def listed_value(self, node: Listed) -> Values:
        return (Items(tuple(self._element(each) for each in node.elements)),)

    def _element(self, node: Node) -> Value:
        values = self.value(node)
        return values[0] if len(values) == 1 else self.hole(node)

    def enclosed_value(self, node: Enclosed) -> Values:
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

    def script_value(self, node: Script) -> Values:
        self.scoped(node.block)
        return (self.hole(node),)

    def statement_value(self, node: Statement) -> Values:
        for each in node.inner:
            self.value(each)
        return (self.hole(node),)

    # --- operators

    def operation_value(self, node: Operation) -> Values | None:
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
            return self.join(values[0], MappedText(anchor=self.span(node).start), node)
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
                total = self.added(total or (), first, operand)
            elif sign == "??":
                total = distinct((*(total or ()), *self.value(operand)))
            elif sign == "f":
                total = self._formatted(total or (), operand, node)
            elif sign == "join":
                separator = self.text(operand)
                total = self.join(total[0], separator, node) if total and len(total) == 1 else None
            else:
                self.value(operand)
                total = total if sign == "as" else None
            if total is None:
                for rest in node.operands[index + 1 :]:
                    self.use(rest, self.value(rest))
                return None
        return total

    def added(self, left: Values, first: Node, right: Node) -> Values | None:
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
        slot = self.slot_of(first)
        for draft in slot.drafts if slot is not None else ():
            draft.begun = True
        texts = [as_text(value, self.span(first)) for value in left]
        if isinstance(first, Number):
            self.value(right)
            return None
        return joined([texts, self.part(right)], self.places.span(first.start, right.end))

    def join(self, value: Value, separator: MappedText, node: Node) -> Values | None:
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


def plain(name: str) -> str:
    """A name without its scope."""
    return _SCOPES.sub("", name, count=1)


def _is_hole(value: Value) -> bool:
    return isinstance(value, MappedText) and len(value) == 1 and value.has_hole


def _whole(value: Value) -> bool:
    return isinstance(value, MappedText) and not value.has_hole


def _texts(value: Value) -> Iterator[MappedText]:
    if isinstance(value, MappedText):
        yield value
    elif isinstance(value, Items):
        for each in value.elements:
            yield from _texts(each)
