"""Works out what Python's expressions come to, and notes the texts, dicts, calls and command lines they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

import libcst as cst

from lint_rds_tls.frontends._python.containers import Containers
from lint_rds_tls.frontends._python.scopes import Class
from lint_rds_tls.frontends._python.strings import decoded
from lint_rds_tls.frontends._python.texts import percent
from lint_rds_tls.frontends._python.values import (
    Listing,
    Mapping,
    Named,
    Scalar,
    Text,
    Unknown,
    Value,
    Way,
    as_default,
    joined,
    merged,
    part,
    scalar,
    single,
)
from lint_rds_tls.text import MappedText

__all__ = ["Expressions"]

_CONSTANTS = frozenset(("True", "False", "None"))
_EMPTY = frozenset(("", "None", "False", "0"))


class Expressions(Containers):
    """Evaluates the expressions of one file in the order in which they run."""

    def value(self, node: cst.BaseExpression) -> Value:
        """What an expression comes to. What it does is noted, what is done with it is not."""
        reader = _READERS.get(type(node))
        if reader is not None:
            return reader(self, node)
        self.inside(node)
        return Unknown(self.span(node))

    # --- texts

    def _string(self, node: cst.SimpleString) -> Value:
        start, end = self.places.inner[node]
        first, last = start + len(node.prefix) + len(node.quote), end - len(node.quote)
        return single(decoded(self.text[first:last], node.prefix.lower()))

    def _formatted(self, node: cst.FormattedString | cst.TemplatedString) -> Value:
        prefix = node.start.rstrip("\"'").lower()
        parts = [single(MappedText(anchor=self.span(node).start))]
        for each in node.parts:
            if isinstance(each, cst.FormattedStringText | cst.TemplatedStringText):
                start, end = self.places.extents[each]
                parts.append(single(decoded(self.text[start:end], prefix)))
            elif isinstance(each, cst.FormattedStringExpression | cst.TemplatedStringExpression):
                parts += self._replacement(each)
        return joined(parts, self.span(node))

    def _replacement(self, node: cst.FormattedStringExpression | cst.TemplatedStringExpression) -> Iterator[Text]:
        value, span = self.value(node.expression), self.span(node.expression)
        for each in node.format_spec or ():
            self.inside(each)
        plain = not node.format_spec and node.conversion in (None, "s")
        if node.equal is not None:
            start = self.places.extents[node][0] + 1
            yield single(self.text[start : self.places.extents[node.equal][1]])
            plain = plain and node.conversion == "s"
        yield part(value, span) if plain else single(MappedText.hole(span))

    def _concatenated(self, node: cst.ConcatenatedString) -> Value:
        parts: list[Text] = []
        rest: cst.BaseExpression = node
        while isinstance(rest, cst.ConcatenatedString):
            parts.append(part(self.value(rest.left), self.span(rest.left)))
            rest = rest.right
        parts.append(part(self.value(rest), self.span(rest)))
        return joined(parts, self.span(node))

    def _operation(self, node: cst.BinaryOperation) -> Value:
        if isinstance(node.operator, cst.Add):
            operands: list[cst.BaseExpression] = []
            left: cst.BaseExpression = node
            while isinstance(left, cst.BinaryOperation) and isinstance(left.operator, cst.Add):
                operands.append(left.right)
                left = left.left
            return self._sum([left, *operands[::-1]], node)
        left_value, right = self.value(node.left), self.value(node.right)
        if isinstance(node.operator, cst.Modulo) and isinstance(left_value, Text):
            return percent(left_value, right, self.span(node))
        if isinstance(node.operator, cst.BitOr) and isinstance(left_value, Mapping) and isinstance(right, Mapping):
            return self.union(left_value, right, node)
        self.note(left_value, self.at(node.left))
        self.note(right, self.at(node.right))
        return Unknown(self.span(node))

    def _sum(self, operands: Sequence[cst.BaseExpression], node: cst.BaseExpression) -> Value:
        values = [self.value(each) for each in operands]
        if any(isinstance(each, Listing) for each in values):
            return self.longer(values, operands, node)
        if not any(isinstance(each, Text) for each in values):
            return Unknown(self.span(node))
        return joined(
            [part(value, self.span(each)) for value, each in zip(values, operands, strict=True)], self.span(node)
        )

    # --- names

    def _name(self, node: cst.Name) -> Value:
        if node.value in _CONSTANTS:
            return Scalar(self.text[slice(*self.places.extents[node])])
        found = self.scope.get(node.value)
        if found is None:
            star = next((path for path in self.stars if f"{path}.{node.value}" in self.vocabulary.calls), None)
            return Named(f"{star}.{node.value}") if star else Unknown(self.span(node))
        return self._object(found, node)

    def _object(self, found: Value | Class, node: cst.BaseExpression) -> Value:
        return Unknown(self.span(node)) if isinstance(found, Class) else found

    def _attribute(self, node: cst.Attribute) -> Value:
        owner = self.class_of(node.value)
        if owner is not None:
            found = owner.attribute(node.attr.value)
            count = self.assigned[node.attr.value]
            return found if found is not None and count < 2 else Unknown(self.span(node))
        value = self.value(node.value)
        if isinstance(value, Named):
            return Named(f"{value.path}.{node.attr.value}")
        if isinstance(value, Text) and node.attr.value == "value":
            return value  # of a member of an enumeration
        self.read(value)
        return Unknown(self.span(node))

    def class_of(self, node: cst.BaseExpression) -> Class | None:
        """The class that a name stands for, or that the object of a name is of."""
        found = self.scope.get(node.value) if isinstance(node, cst.Name) else None
        return found if isinstance(found, Class) else None

    def path_of(self, node: cst.BaseExpression) -> tuple[str, bool]:
        """The dotted name of what is called, as far as it is one: `subprocess.run`, `self.client.exec_run`.

        And whether it is all of it: nothing of the file stands behind its first name.
        """
        names: list[str] = []
        whole = False
        while isinstance(node, cst.Attribute):
            names.append(node.attr.value)
            node = node.value
        if isinstance(node, cst.Name):
            found = self.scope.get(node.value)
            named = found if found is not None else self._name(node)
            whole = found is None or isinstance(found, Named)
            names.append(named.path if isinstance(named, Named) else node.value)
        return ".".join(reversed(names)), whole

    # --- choices

    def _conditional(self, node: cst.IfExp) -> Value:
        self.value(node.test)
        condition = self.code(node.test)
        values = []
        for each, guard in ((node.body, condition), (node.orelse, f"not ({condition})")):
            values.append(self._guarded(self.under(guard, each), guard))
        return merged(*values)

    def under(self, guard: str, node: cst.BaseExpression) -> Value:
        """What an expression comes to where a condition holds."""
        before, self.guards = self.guards, (*self.guards, guard)
        value = self.value(node)
        self.guards = before
        return value

    def _guarded(self, value: Value, guard: str) -> Value:
        if not isinstance(value, Text):
            return value
        return Text(tuple(Way(way.text, (guard, *way.guards), way.note) for way in value.ways))

    def _boolean(self, node: cst.BooleanOperation) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        if isinstance(node.operator, cst.Or):
            known = scalar(left)
            if known is not None and not known.has_default:
                return right if str(known) in _EMPTY else left
            if isinstance(left, Unknown | Named):
                return as_default(right)
            return merged(left, right)
        if isinstance(left, Unknown) and isinstance(right, Text):
            return merged(left, right)
        self.note(left, self.at(node.left))
        self.note(right, self.at(node.right))
        return Unknown(self.span(node))

    def _comparison(self, node: cst.Comparison) -> Value:
        self.value(node.left)  # what is compared connects nowhere
        for each in node.comparisons:
            self.value(each.comparator)
        return Unknown(self.span(node))

    def _named(self, node: cst.NamedExpr) -> Value:
        value = self.value(node.value)
        if isinstance(node.target, cst.Name):
            value = self.name(node.target.value, value, self.at(node.value))
        return value

    # --- the rest

    def _number(self, node: cst.Integer) -> Value:
        text = self.text[slice(*self.places.extents[node])]
        said = str(int(node.value, 0)) if len(node.value) < 40 and not node.value.startswith("0_") else node.value
        return Scalar(text if said == str(text) else MappedText.decoded(said, text.span))

    def _await(self, node: cst.Await) -> Value:
        return self.value(node.expression)

    def _lambda(self, node: cst.Lambda) -> Value:
        with self.inner_scope():
            self.parameters(node.params)
            self.settle(node.body)
        return Unknown(self.span(node))

    def _comprehension(self, node: cst.BaseComp) -> Value:
        with self.inner_scope():
            if isinstance(node, cst.DictComp):
                self._clauses(node.for_in)
                self.settle(node.key)
                self.settle(node.value)
                return Unknown(self.span(node))
            each = cast("cst.ListComp", node)
            values = self.value(each.for_in.iter)
            if isinstance(values, Listing) and not each.for_in.ifs and each.for_in.inner_for_in is None:
                return self.each(each, values)
            self._clauses(node.for_in)
            self.settle(each.elt)
        return Unknown(self.span(node))

    def _clauses(self, node: cst.CompFor) -> None:
        each: cst.CompFor | None = node
        while each is not None:
            self.settle(each.iter)
            self.bind_unknown(each.target)
            for condition in each.ifs:
                self.settle(condition.test)
            each = each.inner_for_in

    def parameters(self, node: cst.Parameters) -> None:
        """Bind the parameters of a function to their defaults."""
        for each in (*node.posonly_params, *node.params, *node.kwonly_params):
            value: Value = Unknown(self.span(each.name))
            if each.default is not None:
                value = self.name(each.name.value, self.value(each.default), self.at(each.default))
            self.scope.set(each.name.value, as_default(value))
        for star in (node.star_arg, node.star_kwarg):
            if isinstance(star, cst.Param):
                self.scope.set(star.name.value, Unknown(self.span(star.name)))

    def _call(self, node: cst.Call) -> Value:
        return self.call(node)

    def call(self, node: cst.Call) -> Value:
        """What a call comes to, and what it does."""
        raise NotImplementedError


_READERS: dict[type[cst.CSTNode], Callable[..., Value]] = {
    cst.SimpleString: Expressions._string,
    cst.FormattedString: Expressions._formatted,
    cst.TemplatedString: Expressions._formatted,
    cst.ConcatenatedString: Expressions._concatenated,
    cst.BinaryOperation: Expressions._operation,
    cst.Name: Expressions._name,
    cst.Attribute: Expressions._attribute,
    cst.IfExp: Expressions._conditional,
    cst.BooleanOperation: Expressions._boolean,
    cst.Comparison: Expressions._comparison,
    cst.NamedExpr: Expressions._named,
    cst.List: Expressions.list_value,
    cst.Tuple: Expressions.list_value,
    cst.Set: Expressions.list_value,
    cst.Dict: Expressions.dict_value,
    cst.Subscript: Expressions.subscript_value,
    cst.Integer: Expressions._number,
    cst.Await: Expressions._await,
    cst.Lambda: Expressions._lambda,
    cst.ListComp: Expressions._comprehension,
    cst.SetComp: Expressions._comprehension,
    cst.GeneratorExp: Expressions._comprehension,
    cst.DictComp: Expressions._comprehension,
    cst.Call: Expressions._call,
}
