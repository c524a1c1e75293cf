"""Goes through the statements of a Python file in the order in which they run."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Sequence

import libcst as cst

from lint_rds_tls.frontends._python.calls import Calls
from lint_rds_tls.frontends._python.scopes import Class, Scope, changed_in_a_loop
from lint_rds_tls.frontends._python.tree import Places
from lint_rds_tls.frontends._python.values import (
    Listing,
    Mapping,
    Named,
    Text,
    Unknown,
    Value,
    as_default,
    joined,
    part,
)
from lint_rds_tls.model import Use, Vocabulary
from lint_rds_tls.text import MappedText

__all__ = ["Walk"]

_ASSIGNED = re.compile(r"\b\w+\.(\w+)[ \t]*(?::[^=\n]*)?[-+*/|]?=(?!=)")
_GLOBAL = re.compile(r"^[ \t]+(?:global|nonlocal)[ \t]+([\w, \t]+)", re.MULTILINE)
_MAIN = re.compile(r"__name__\s*==|TYPE_CHECKING$")
_LEAVES = (cst.Return, cst.Raise, cst.Continue, cst.Break)


class Walk(Calls):
    """One pass over a module: its statements, then the bodies of its functions.

    `whole` is the source with what was left out of `text`.
    """

    def __init__(
        self, text: MappedText, module: cst.Module, places: Places, vocabulary: Vocabulary, whole: str
    ) -> None:
        super().__init__(text, places, vocabulary)
        self.assigned = Counter(match[1] for match in _ASSIGNED.finditer(whole))
        outside = {name.strip() for match in _GLOBAL.finditer(whole) for name in match[1].split(",")}
        self.scope = Scope(outside=outside)
        self.environment = Mapping({}, 0, 0, flat=True, whole=False, noted=True)
        self.mappings.append(self.environment)
        self._later: deque[tuple[cst.FunctionDef, Scope, tuple[str, ...], Class | None]] = deque()
        self._statements(module.body)
        while self._later:
            self._function_body(*self._later.popleft())
        self.left_over()

    # --- blocks

    def _statements(self, body: Sequence[cst.CSTNode]) -> bool:
        """Run statements; whether what follows them is not reached."""
        before = self.guards
        leaves = False
        for index, statement in enumerate(body):
            if isinstance(statement, cst.SimpleStatementLine | cst.SimpleStatementSuite):
                for each in statement.body:
                    self._small(each)
                    leaves = leaves or isinstance(each, _LEAVES)
            else:
                visit = _VISITS.get(type(statement))
                if visit is not None:
                    leaves = visit(self, statement) or leaves
                else:
                    self.inside(statement)
            if leaves and index + 1 < len(body) and len(self.guards) > 64:
                break
        self.guards = before
        return leaves

    def _block(self, body: cst.BaseSuite) -> bool:
        if isinstance(body, cst.SimpleStatementSuite):
            return self._statements([body])
        return self._statements(body.body)

    def _arm(self, run: Callable[[], bool], guard: str = "") -> tuple[dict[str, Value | Class], bool]:
        before = self.guards
        if guard:
            self.guards = (*before, guard)[-32:]
        self.scope.branch()
        leaves = run()
        self.guards = before
        return self.scope.back(), leaves

    def _if(self, node: cst.If) -> bool:
        self.value(node.test)
        condition = self.code(node.test)
        if _MAIN.match(condition):
            self._block(node.body)
            return False
        yes, leaves = self._arm(lambda: self._block(node.body), condition)
        otherwise = node.orelse
        no: dict[str, Value | Class] = {}
        leaves_too = False
        if otherwise is not None:
            rest = otherwise
            no, leaves_too = self._arm(lambda: self._otherwise(rest), f"not ({condition})")
        if leaves and not leaves_too:
            self.scope.join([no])
            if otherwise is None:
                self.guards = (*self.guards, f"not ({condition})")[-32:]
        else:
            self.scope.join([yes] if leaves_too and not leaves else [yes, no])
        return leaves and leaves_too

    def _otherwise(self, node: cst.If | cst.Else) -> bool:
        return self._if(node) if isinstance(node, cst.If) else self._block(node.body)

    def _try(self, node: cst.Try | cst.TryStar) -> bool:
        arms = []
        body, leaves = self._arm(
            lambda: self._block(node.body) | (node.orelse is not None and self._block(node.orelse.body))
        )
        if not leaves:
            arms.append(body)
        for handler in node.handlers:
            arm, left = self._arm(lambda handler=handler: self._block(handler.body))  # type: ignore[misc]
            if not left:
                arms.append(arm)
        self.scope.join(arms or [body])
        if node.finalbody is not None:
            self._block(node.finalbody.body)
        return False

    def _for(self, node: cst.For) -> bool:
        self.settle(node.iter)
        self.bind_unknown(node.target)
        return self._loop(node)

    def _while(self, node: cst.While) -> bool:
        self.value(node.test)
        return self._loop(node)

    def _loop(self, node: cst.For | cst.While) -> bool:
        wrote, _ = self._arm(lambda: self._block(node.body))
        for name, value in wrote.items():
            self.scope.set(name, changed_in_a_loop(self.scope.names.get(name), value))
        if node.orelse is not None:
            self._block(node.orelse.body)
        return False

    def _with(self, node: cst.With) -> bool:
        for item in node.items:
            value = self.settle(item.item)
            if item.asname is not None:
                self._bind(
                    item.asname.name, value if isinstance(value, Named) else Unknown(self.span(item.item)), item.item
                )
        return self._block(node.body)

    def _match(self, node: cst.Match) -> bool:
        self.value(node.subject)
        arms = []
        for case in node.cases:
            arm, leaves = self._arm(lambda case=case: self._block(case.body), self.code(case.pattern))  # type: ignore[misc]
            if not leaves:
                arms.append(arm)
        self.scope.join([*arms, {}])
        return False

    # --- definitions

    def _class(self, node: cst.ClassDef) -> bool:
        for each in (*node.decorators, *node.keywords):
            self.inside(each)
        bases = tuple(found for each in node.bases for found in (self.class_of(each.value),) if found is not None)
        owner = Class(node.name.value, bases)
        with self.inner_scope(Scope(self.scope, owner=owner)):
            self._block(node.body)
        self.scope.set(node.name.value, owner)
        return False

    def _function(self, node: cst.FunctionDef) -> bool:
        for each in node.decorators:
            self.inside(each)
        owner = self.scope.owner
        waiting = node, self.scope, self.guards, owner
        if owner is not None and node.name.value == "__init__":
            self._later.appendleft(waiting)
        else:
            self._later.append(waiting)
        if owner is None:
            self.scope.set(node.name.value, Unknown(self.span(node.name)))
        return False

    def _function_body(self, node: cst.FunctionDef, scope: Scope, guards: tuple[str, ...], owner: Class | None) -> None:
        self.guards = guards
        outer, self.scope = self.scope, Scope(scope)
        self.parameters(node.params)
        first = next(iter((*node.params.posonly_params, *node.params.params)), None)
        if owner is not None and first is not None:
            self.scope.set(first.name.value, owner)
        self.function = node.name.value
        self._block(node.body)
        self.scope = outer

    function = ""

    # --- small statements

    def _small(self, node: cst.BaseSmallStatement) -> None:
        visit = _SMALL.get(type(node))
        if visit is not None:
            visit(self, node)
        else:
            self.inside(node)

    def _expression(self, node: cst.Expr) -> None:
        if not isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):  # what only stands there is a comment
            self.settle(node.value)

    def _assign(self, node: cst.Assign) -> None:
        value = self.value(node.value)
        for each in node.targets:
            value = self._bind(each.target, value, node.value)

    def _annotated(self, node: cst.AnnAssign) -> None:
        if node.value is not None:
            value = self.value(node.value)
            # A field of a dataclass or of a NamedTuple: its default.
            self._bind(node.target, as_default(value) if self.scope.owner is not None else value, node.value)

    def _bind(self, target: cst.BaseExpression, value: Value, node: cst.CSTNode) -> Value:
        if isinstance(target, cst.Name):
            value = self.name(target.value, value, self.at(node))
            self.scope.set(target.value, value)
        elif isinstance(target, cst.Attribute):
            value = self._bind_attribute(target, value, node)
        elif isinstance(target, cst.Subscript):
            self._bind_item(target, value, node)
        elif isinstance(target, cst.Tuple | cst.List):
            same = isinstance(value, Listing) and len(value.items) == len(target.elements)
            for index, each in enumerate(target.elements):
                if same and isinstance(value, Listing) and not value.items[index].starred:
                    self._bind(each.value, value.items[index].value, node)
                else:
                    self.bind_unknown(each.value)
            if not same:
                self.note(value, self.at(node))
        else:
            self.note(value, self.at(node))
        return value

    def _bind_attribute(self, target: cst.Attribute, value: Value, node: cst.CSTNode) -> Value:
        owner = self.class_of(target.value)
        name = target.attr.value
        if owner is None:
            self.value(target.value)
            return self.name(name, value, self.at(node), self.path_of(target.value)[0] or "?")
        value = self.name(name, value, self.at(node), owner.name)
        old = owner.attributes.get(name)
        empty = old is None or (not isinstance(old, Text) and self.assigned[name] < 2)
        owner.attributes[name] = value if empty else Unknown(self.span(target))
        return value

    def _bind_item(self, target: cst.Subscript, value: Value, node: cst.CSTNode) -> None:
        mapping = self.value(target.value)
        if isinstance(mapping, Named) and mapping.path == "os.environ":
            mapping = self.environment
        keys = [each.slice.value for each in target.slice if isinstance(each.slice, cst.Index)]
        if isinstance(mapping, Mapping) and len(keys) == 1:
            self.member(mapping, keys[0], value, node)
            return
        key = self.value(keys[0]) if len(keys) == 1 else None
        uses = [Use(role="key", name=str(way.text)) for way in key.ways[:1]] if isinstance(key, Text) else []
        self.note(value, self.at(node), *uses)

    def _augmented(self, node: cst.AugAssign) -> None:
        value = self.value(node.value)
        old = self.value(node.target)
        if isinstance(node.operator, cst.AddAssign) and isinstance(old, Listing):
            old.chosen |= self.guards != old.guards
            if isinstance(value, Listing):
                old.items += value.items
                value.ran = True
            else:
                old.items += self.longer([value], [node.value], node).items
            return
        if isinstance(node.operator, cst.AddAssign) and (isinstance(old, Text) or isinstance(value, Text)):
            parts = [part(old, self.span(node.target)), part(value, self.span(node.value))]
            self._bind(node.target, joined(parts, self.span(node)), node)
            return
        if isinstance(node.operator, cst.BitOrAssign) and isinstance(old, Mapping) and isinstance(value, Mapping):
            self.take(old, value)
            return
        self.note(value, self.at(node.value))
        self.bind_unknown(node.target)

    def _return(self, node: cst.Return) -> None:
        if node.value is not None:
            uses = (Use(role="variable", name=self.function),) if self.function else ()
            self.note(self.value(node.value), self.at(node.value), *uses)

    def _assert(self, node: cst.Assert) -> None:
        self.value(node.test)  # what is expected, and what is said where it is not so, connect nowhere

    def _raise(self, node: cst.Raise) -> None:
        if node.exc is not None:
            self.value(node.exc.args[0].value if isinstance(node.exc, cst.Call) and node.exc.args else node.exc)

    def _delete(self, node: cst.Del) -> None:
        self.bind_unknown(node.target) if isinstance(node.target, cst.Name) else self.inside(node)

    # --- imports

    def _import(self, node: cst.Import) -> None:
        for each in node.names:
            path = _dotted(each.name)
            if each.asname is not None and isinstance(each.asname.name, cst.Name):
                self.scope.set(each.asname.name.value, Named(path))
            else:
                top = path.partition(".")[0]
                self.scope.set(top, Named(top))

    def _import_from(self, node: cst.ImportFrom) -> None:
        if node.relative or node.module is None:
            return
        module = _dotted(node.module)
        if isinstance(node.names, cst.ImportStar):
            self.stars.append(module)
            return
        for each in node.names:
            name = each.asname.name if each.asname is not None else each.name
            if isinstance(name, cst.Name):
                self.scope.set(name.value, Named(f"{module}.{_dotted(each.name)}"))


def _dotted(node: cst.BaseExpression) -> str:
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(node.attr.value)
        node = node.value
    return ".".join(reversed([*names, node.value if isinstance(node, cst.Name) else ""]))


_VISITS: dict[type[cst.CSTNode], Callable[..., bool]] = {
    cst.If: Walk._if,
    cst.Try: Walk._try,
    cst.TryStar: Walk._try,
    cst.For: Walk._for,
    cst.While: Walk._while,
    cst.With: Walk._with,
    cst.Match: Walk._match,
    cst.ClassDef: Walk._class,
    cst.FunctionDef: Walk._function,
}
_SMALL: dict[type[cst.CSTNode], Callable[..., None]] = {
    cst.Expr: Walk._expression,
    cst.Assign: Walk._assign,
    cst.AnnAssign: Walk._annotated,
    cst.AugAssign: Walk._augmented,
    cst.Return: Walk._return,
    cst.Assert: Walk._assert,
    cst.Raise: Walk._raise,
    cst.Del: Walk._delete,
    cst.Import: Walk._import,
    cst.ImportFrom: Walk._import_from,
}
