"""Goes through the code of a file in order and notes its texts, its objects, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from lint_rds_tls.frontends._code.building import Step
from lint_rds_tls.frontends._code.calls import text_parts
from lint_rds_tls.frontends._code.context import Arm, Context
from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import (
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
    Hole,
    Initializer,
    Interpolation,
    Lambda,
    Name,
    Node,
    Operation,
    String,
    Sum,
    SwitchExpression,
    Unread,
)
from lint_rds_tls.frontends._code.notes import Text
from lint_rds_tls.frontends._code.objects import Event
from lint_rds_tls.frontends._code.runs import Runs
from lint_rds_tls.frontends._code.symbols import Member
from lint_rds_tls.frontends._code.syntax import Syntax
from lint_rds_tls.frontends._code.values import Values, last_name, switch_guard
from lint_rds_tls.model import Use

__all__ = ["Walk"]

_EXITS = frozenset(("return", "throw", "break", "continue"))
_PASSING = frozenset(("ToString", "Trim", "toString", "trim", "strip", "intern"))


class Walk(Runs):
    """One pass over all members."""

    def __init__(self, parser: Syntax, values: Values, names: Names) -> None:
        super().__init__(parser.source, values, names)
        self.parser = parser
        for member in parser.members:
            self._member(member)

    def _member(self, member: Member) -> None:
        self.member = member
        self.waiting = []
        self.push(self.parser.read(member), Context())
        while self.waiting:
            node, context = self.waiting.pop()
            visit = _VISITS.get(type(node))
            if visit is not None:
                visit(self, node, context)
            else:
                self.push(node.children(), context.plain)

    def _inside(self, node: Node, context: Context) -> None:
        self.push(node.children(), context.plain)

    def _through(self, node: Node, context: Context) -> None:
        self.push(node.children(), context)

    # --- texts

    def _string(self, node: String, context: Context) -> None:
        if context.whole is None and self.may_matter(node):
            self._text(node, context)

    def may_matter(self, node: String) -> bool:
        """Whether a literal by itself can hold settings or a document; nearly all cannot."""
        return any(self.source.find(sign, node.start, node.end) >= 0 for sign in ("=", "{", *self.signs))

    def _text(self, node: Node, context: Context) -> None:
        found = self.values.texts(node)
        if found is None:
            self._inside(node, context)
            return
        whole = context.whole
        if whole is None:
            whole = found[0].text
            for known in found:
                alternative = context.alternative or len(found) > 1
                self.texts.append(Text(node, known, context, self.member.scope, alternative))
        self.push(text_parts(node), context.part(whole))

    def _conditional(self, node: Conditional, context: Context) -> None:
        if context.whole is not None:
            self._text(node, context)
            return
        known = self.values.constants.value(node.condition)
        condition = self.source[node.condition.start : node.condition.end]
        arms = ((1, node.no, f"!({condition})"), (0, node.yes, condition))
        for number, value, guard in arms:
            if isinstance(known, bool):
                self.waiting.extend([] if known is bool(number) else [(value, context)])
            else:
                self.waiting.append((value, context.arm(Arm(node, number, True), (guard,)).one_of()))
        self.waiting.append((node.condition, context.plain))

    def _coalesce(self, node: Coalesce, context: Context) -> None:
        if context.whole is not None:
            self._text(node, context)
        else:
            self.push(node.operands, context.one_of())

    def _switch(self, node: SwitchExpression, context: Context) -> None:
        if context.whole is not None:
            self._text(node, context)
            return
        for number in range(len(node.arms) - 1, -1, -1):
            pattern, value = node.arms[number]
            guards = (switch_guard(self.source, node, pattern),)
            self.waiting.append((value, context.arm(Arm(node, number, True), guards).one_of()))
            self.waiting.append((pattern, context.plain))
        self.waiting.append((node.subject, context.plain))

    # --- names

    def _name(self, node: Name | Access, context: Context) -> None:
        symbol = self.names.symbol(node)
        if symbol is None:
            if self.values.texts(node) is not None:
                self._text(node, context)
            elif isinstance(node, Access):
                self.waiting.append((node.target, context.reading()))
            return
        if context.whole is not None:
            found = self.values.texts(node)
            if found is not None:
                if found[0].text.offset(0) == context.whole.offset(0):
                    self.begun.add(symbol)
                else:
                    self.direct.add(symbol)
                return
        if not context.read:
            self.direct.add(symbol)
        if context.symbol is not None:
            self.given.setdefault(symbol, []).append(context.symbol)
        if context.uses:
            self.uses.setdefault(symbol, []).extend(context.uses)
        if self.type_of(symbol) is not None:
            escapes = bool(context.uses) and not context.read
            self.event(self.member, symbol, Event("escape" if escapes else "use", context.path))
        elif (self.member, symbol) in self.steps:
            self.steps[self.member, symbol].append(Step("use", [], node, context))

    # --- objects and calls

    def _create(self, node: Create, context: Context) -> None:
        record = self.record(node, context)
        if record is not None:
            self.records.append(record)
        self.run(node, context)
        self.push(node.children(), context.value((), type_=node.type if node.type is not None else context.type))

    def _call(self, node: Call, context: Context) -> None:
        if self.values.texts(node) is not None:
            self._text(node, context)
            return
        if self.appended(node, context):
            return
        if self.scripted(node, context):
            return
        self.called(node, context)
        self.run(node, context)
        written = self.written_by_call(node, context)
        target = node.target
        name = last_name(target)
        self._arguments(node.arguments, name, self._receiver(target), context)
        if isinstance(target, Access) and not written:
            passing = name in _PASSING and not node.arguments
            self.waiting.append((target.target, context if passing else context.reading()))
        elif isinstance(target, Name):
            self._called(target, context)
        elif not written:
            self.waiting.append((target, context.plain))

    def called(self, node: Call, context: Context) -> None:
        """What a language makes of a call by itself."""

    def _called(self, target: Name, context: Context) -> None:
        """A function of this file is called: what it returns has these uses."""
        symbol = self.names.symbol(target)
        if symbol is not None and symbol.kind == "method":
            self.direct.add(symbol)
            self.uses.setdefault(symbol, []).extend(context.uses)

    def _receiver(self, target: Node) -> str:
        """The type of the object whose method is called, as far as it is written."""
        if not isinstance(target, Access):
            return ""
        holder = self.names.symbol(target.target)
        if holder is not None and holder.type is not None:
            found = self.type_of(holder) or holder.type
            return self.names.qualified(found, holder.scope)
        name = last_name(target.target)
        return name if name[:1].isupper() else ""

    def _arguments(self, arguments: list[Argument], name: str, owner: str, context: Context) -> None:
        key = self.key_of(arguments[:1]) if len(arguments) > 1 else None
        for index in range(len(arguments) - 1, -1, -1):
            argument = arguments[index]
            uses = [Use(role="argument", name=name, owner=owner)] if name else []
            if argument.name:
                uses.append(Use(role="variable", name=argument.name))
            if index == 1 and key is not None and "=" not in str(key):
                uses.append(Use(role="key", name=str(key)))
            self.waiting.append((argument.value, context.value(tuple(uses))))

    def _constructor_argument(self, node: Argument, context: Context) -> None:
        """An argument of a new object, whose type the context holds."""
        uses: list[Use] = []
        if context.type is not None:
            owner = self.names.qualified(context.type, self.member.scope)
            uses.append(Use(role="argument", name=owner.rpartition(".")[2], owner=owner))
        if node.name:
            uses.append(Use(role="variable", name=node.name))
        self.waiting.append((node.value, context.value(tuple(uses))))

    def _initial(self, node: Entry, context: Context) -> None:
        """An element of an initializer."""
        values = node.values
        if node.name is not None:
            owner = self.names.qualified(context.type, self.member.scope) if context.type is not None else ""
            self.push(values, context.value((Use(role="property", name=node.name.name, owner=owner),)))
        else:
            key = self.key_of(node.keys)
            if not node.keys and len(values) == 2:
                key = self.known_text(values[0])
            uses = (Use(role="key", name=str(key)),) if key is not None else context.uses
            self.push(values, context.value(uses))

    def array(self, node: Initializer | Collection, context: Context) -> None:
        """The elements of an array."""
        self.run(node, context)
        self.push(node.children(), context)

    # --- statements

    def _operation(self, node: Operation, context: Context) -> None:
        if node.sign == "!!":
            self.push(node.operands, context)
        elif node.sign == "[]":
            self.run(node, context)
            self._inside(node, context)
        elif node.sign == "return":
            self.push(node.operands, context.returned())
        else:
            self._inside(node, context)

    def _lambda(self, node: Lambda, context: Context) -> None:
        symbol = node.symbol
        if symbol is None:
            inside = context.plain.arm(Arm(node, 0, False), ())
            inside.result = None  # what it returns goes we know not where
            self.waiting.append((node.body, inside))
            return
        use = Use(role="variable", name=symbol.name, owner=self.written_type(symbol))
        result = context.value((use,), symbol, symbol.type)
        self.waiting.append((node.body, context.body(result) if isinstance(node.body, Block) else result))

    def _block(self, node: Block, context: Context) -> None:
        found: list[tuple[Node, Context]] = []
        for statement in node.statements:
            found.append((statement, context))
            if _leaves_early(statement):
                context = context.under((f"!({self._condition(statement)})",))
        self.waiting.extend(found[::-1])

    def _condition(self, node: Branching) -> str:
        return self.source[node.condition[0] : node.condition[1]]

    def _branching(self, node: Branching, context: Context) -> None:
        choice = node.kind in ("if", "switch")
        guards: tuple[tuple[str, ...], ...] = ((),) * len(node.arms)
        if node.kind == "if":
            condition = self._condition(node)
            guards = ((condition,), (f"!({condition})",))
        for number in range(len(node.arms) - 1, -1, -1):
            self.waiting.append((node.arms[number], context.arm(Arm(node, number, choice), guards[number])))
        self.push(node.head, context)

    def _unread(self, node: Unread, context: Context) -> None:
        self.push(self.parser.read_later(node), context.plain)


def _leaves_early(node: Node) -> TypeGuard[Branching]:
    """Whether what follows a statement is reached only where its condition does not hold."""
    return isinstance(node, Branching) and node.kind == "if" and len(node.arms) == 1 and _leaves(node.arms[0])


def _leaves(node: Node) -> bool:
    """Whether code behind a statement is not reached through it."""
    while isinstance(node, Block) and node.statements:
        node = node.statements[-1]
    return isinstance(node, Operation) and node.sign in _EXITS


_VISITS: dict[type[Node], Callable[..., None]] = {
    String: Walk._string,
    Interpolation: Walk._text,
    Sum: Walk._text,
    Call: Walk._call,
    Conditional: Walk._conditional,
    Coalesce: Walk._coalesce,
    SwitchExpression: Walk._switch,
    Group: Walk._through,
    Cast: Walk._through,
    Hole: Walk._through,
    Name: Walk._name,
    Access: Walk._name,
    Declaration: Walk.declaration,
    Assignment: lambda walk, node, context: walk.assignment(node, context),
    Create: Walk._create,
    Argument: Walk._constructor_argument,
    Entry: Walk._initial,
    Initializer: lambda walk, node, context: walk.array(node, context),
    Collection: lambda walk, node, context: walk.array(node, context),
    Operation: Walk._operation,
    Lambda: Walk._lambda,
    Block: Walk._block,
    Branching: Walk._branching,
    Unread: Walk._unread,
}
