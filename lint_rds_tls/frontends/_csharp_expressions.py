"""Reads the expressions of C# into nodes; takes any tokens, what it does not understand is an empty operation."""

from __future__ import annotations

from lint_rds_tls.frontends._csharp_cursor import PREDEFINED, Cursor
from lint_rds_tls.frontends._csharp_nodes import (
    Access,
    Argument,
    Assignment,
    Call,
    Cast,
    Coalesce,
    Collection,
    Conditional,
    Constant,
    Create,
    Entry,
    Group,
    Hole,
    Index,
    Initializer,
    Interpolation,
    Name,
    Node,
    Operation,
    String,
    Sum,
    Type,
)
from lint_rds_tls.frontends._csharp_tokens import NEW_LINE, indentation_start, words

__all__ = ["ASSIGNMENTS", "NO_OPERAND", "PRECEDENCE", "SHIFT", "STARTS_OPERAND", "STOPS", "Expressions"]

ASSIGNMENTS = words("= += -= *= /= %= &= |= ^= <<= ??=")

PRECEDENCE = {
    sign: level
    for level, signs in enumerate(
        ("??", "||", "&&", "|", "^", "&", "== !=", "< > <= >= is as", "<< >>", "+ -", "* / %", ".."), start=1
    )
    for sign in signs.split()
}
RELATIONAL = PRECEDENCE["<"]
SHIFT = PRECEDENCE["<<"]
_STRINGS = frozenset(("STRING", "VERBATIM", "RAW", "UTF8"))
_PREFIXES = frozenset(("!", "~", "-", "+", "++", "--", "&", "*", "^", "..", "ref", "throw"))
STARTS_OPERAND = PREDEFINED | words(
    """NAME NUMBER CHARACTER STRING VERBATIM RAW UTF8 INTERPOLATED BROKEN ( ! ~ new this base typeof default null true
    false sizeof checked unchecked stackalloc delegate"""
)
_SIGNS = frozenset(("-", "+", "&", "*", "^", "++", "--", "["))
NO_OPERAND = words("and or when is equals descending ascending into select by on in")
_SINGLE = frozenset(("NAME", "NUMBER", "CHARACTER", "null", "true", "false", *_STRINGS))
STOPS = frozenset((",", ";", ":", "END"))


class Expressions(Cursor):
    """The parser's part for expressions."""

    _last_call = 0  #: the parenthesis of the call read last

    # What the parser's other parts know how to read.

    def lambda_(self) -> Node | None:
        """A lambda or anonymous method, where one starts here."""
        raise NotImplementedError

    def typed_lambda(self, start: int, parameters: int) -> Node:
        """A lambda with its return type, of which the parameters start at a token."""
        raise NotImplementedError

    def query(self) -> Node | None:
        """A query expression, where one starts here."""
        raise NotImplementedError

    def pattern(self) -> Node:
        """What stands behind `is`."""
        raise NotImplementedError

    def switch(self, subject: Node) -> Node:
        """The arms of a switch expression."""
        raise NotImplementedError

    # --- lowest precedence first

    def expression(self) -> Node:
        """An expression, assignments and lambdas included."""
        if self.too_deep():
            return self.unread(STOPS, statements=False)
        self.depth += 1
        node = self.lambda_() or self.query() or self._assignment()
        self.depth -= 1
        return node

    def _assignment(self) -> Node:
        left = self.conditional()
        kind = self.kinds[self.at]
        if kind in ASSIGNMENTS:
            self.at += 1
            value = self.initializer() if self.kinds[self.at] == "{" else self.expression()
            return Assignment(left.start, value.end, left, kind, value)
        if kind == "=>" and isinstance(left, Call):  # a lambda with its return type
            return self.typed_lambda(left.start, self._last_call)
        return left

    def conditional(self) -> Node:
        """An expression that is no assignment."""
        condition = self.binary(1)
        if self.kinds[self.at] != "?":
            return condition
        self.at += 1
        yes = self.expression()
        if self.kinds[self.at] != ":":
            return Operation(condition.start, yes.end, "?", [condition, yes])
        self.at += 1
        no = self.expression()
        return Conditional(condition.start, no.end, condition, yes, no)

    def binary(self, lowest: int) -> Node:
        """Operands joined by operators of at least this precedence."""
        left = self.unary()
        while True:
            sign = self.kinds[self.at]
            level = PRECEDENCE.get(sign)
            if level is None:
                return left
            width = 1
            if sign == ">":
                width = self._shift_width()
                sign, level = (">>", SHIFT) if width > 1 else (sign, level)
            if level < lowest or not width:
                return left
            self.at += width
            left = self._joined(left, sign, level)

    def _shift_width(self) -> int:
        """How many tokens the operator is that starts with >; 0 where it assigns."""
        width = 1
        while (
            self.kinds[self.at + width] in (">", ">=")
            and self.ends[self.at + width - 1] == self.starts[self.at + width]
        ):
            if self.kinds[self.at + width] == ">=":
                return 0
            width += 1
        return width

    def _joined(self, left: Node, sign: str, level: int) -> Node:
        if sign == "is":
            pattern = self.pattern()
            return Operation(left.start, pattern.end, sign, [left, pattern])
        if sign == "as":
            found, after = self.type_at(self.at, nullable=self._nullable_type_follows())
            if found is None:
                return left
            self.at = after
            return Cast(left.start, found.end, Type(found.start, found.end, ("as", *found.path)), left, self.scope)
        right = self.binary(level + 1)
        if sign == ".." and right.start == right.end:
            right = Operation(left.end, left.end, "", [])
        end = max(left.end, right.end)
        if sign == "+":
            if isinstance(left, Sum):
                left.operands.append(right)
                left.end = end
                return left
            return Sum(left.start, end, [left, right])
        if sign == "??":
            if isinstance(left, Coalesce):
                left.operands.append(right)
                left.end = end
                return left
            return Coalesce(left.start, end, [left, right])
        if isinstance(left, Operation) and left.sign == sign:
            left.operands.append(right)
            left.end = end
            return left
        return Operation(left.start, end, sign, [left, right])

    def _nullable_type_follows(self) -> bool:
        """Whether a ? behind the next type belongs to it."""
        _, after = self.type_at(self.at, nullable=False)
        return self.kinds[after] == "?" and self.kinds[after + 1] not in STARTS_OPERAND

    # --- operands

    def unary(self) -> Node:
        """An operand with the signs before it."""
        kind = self.kinds[self.at]
        start = self.starts[self.at]
        if kind in _PREFIXES or (kind == "NAME" and self.text(self.at) == "await" and self._operand_follows()):
            if self.too_deep():
                return self.unread(STOPS, statements=False)
            self.at += 1
            self.depth += 1
            operand = self.expression() if kind in ("ref", "throw") else self.unary()
            self.depth -= 1
            return Operation(start, max(operand.end, self.ends[self.at - 1]), kind, [operand])
        if kind == "(":
            found = self.cast_type()
            if found is not None and not self.too_deep():
                self.at = self.close(self.at) + 1
                self.depth += 1
                value = self.unary()
                self.depth -= 1
                return Cast(start, value.end, found, value, self.scope)
        return self._postfix(self._primary())

    def _operand_follows(self) -> bool:
        return self.kinds[self.at + 1] in STARTS_OPERAND

    def cast_type(self) -> Type | None:
        """The type of a cast that starts here; None where the parenthesis is another one."""
        first = self.at
        close = self.close(first)
        following = self.kinds[close + 1]
        if following not in STARTS_OPERAND and following not in _SIGNS:
            return None
        found, after = self.type_at(first + 1)
        if found is None or after != close:
            return None
        if following in _SIGNS and not (len(found.path) == 1 and found.path[0] in PREDEFINED):
            return None
        return None if following == "NAME" and self.text(close + 1) in NO_OPERAND else found

    def _postfix(self, node: Node) -> Node:
        while True:
            kind = self.kinds[self.at]
            if kind in (".", "?.", "->", "::"):
                node = self._access(node, kind)
            elif kind == "(":
                first, close = self.at, self.close(self.at)
                arguments = self.arguments()
                self._last_call = first
                node = Call(node.start, self.ends[min(close, self.count - 1)], node, arguments)
            elif kind == "[" or (kind == "?" and self._indexes_if_not_null()):
                self.at += kind == "?"
                close = self.close(self.at)
                arguments = self.arguments()
                node = Index(node.start, self.ends[min(close, self.count - 1)], node, arguments)
            elif kind == "!":
                node = Operation(node.start, self.ends[self.at], "!!", [node])
                self.at += 1
            elif kind in ("++", "--"):
                node = Operation(node.start, self.ends[self.at], kind, [node])
                self.at += 1
            elif kind == "switch" and self.kinds[self.at + 1] == "{":
                node = self.switch(node)
            elif kind == "NAME" and self.kinds[self.at + 1] == "{" and self.text(self.at) == "with":
                self.at += 1
                changes = self.initializer()
                node = Operation(node.start, changes.end, "with", [node, changes])
            else:
                return node

    def _access(self, node: Node, sign: str) -> Node:
        token = self.at + 1
        if self.kinds[token] != "NAME":
            self.at += 1
            return Access(node.start, self.ends[self.at - 1], node, "", sign)
        node = Access(node.start, self.ends[token], node, self.name(token), sign)
        self.at = token + 1
        if self.kinds[self.at] == "<":
            after = self.generic_end(self.at)
            if after > 0:
                self.at = after
                node.end = self.ends[after - 1]
        return node

    def _indexes_if_not_null(self) -> bool:
        """Whether `?[` is one operator here, not the start of a conditional's branch."""
        return (
            self.kinds[self.at + 1] == "["
            and self.ends[self.at] == self.starts[self.at + 1]
            and self.kinds[self.close(self.at + 1) + 1] != ":"
        )

    def _primary(self) -> Node:
        kind = self.kinds[self.at]
        token = self.at
        start, end = self.starts[token], self.ends[token]
        if kind == "NAME":
            self.at += 1
            node = Name(start, end, self.name(token), self.scope)
            if self.kinds[self.at] == "<":
                after = self.generic_end(self.at)
                if after > 0:
                    self.at = after
                    node.generic, node.end = True, self.ends[after - 1]
            return node
        if kind in _STRINGS:
            self.at += 1
            return String(start, end, kind)
        if kind == "INTERPOLATED":
            return self._interpolation()
        if kind in ("NUMBER", "CHARACTER", "true", "false", "null"):
            self.at += 1
            return Constant(start, end, self.text(token))
        if kind == "new":
            return self._create()
        if kind == "(":
            return self._parentheses()
        if kind in ("this", "base") or kind in PREDEFINED:
            self.at += 1
            return Name(start, end, kind, self.scope)
        if kind == "[":
            return self._collection()
        if kind == "{":
            return self.initializer()
        return self._keyword(kind)

    def _keyword(self, kind: str) -> Node:
        start = self.starts[self.at]
        following = self.kinds[self.at + 1]
        if kind in ("typeof", "sizeof", "default") and following == "(":
            self.at = self.close(self.at + 1) + 1
            return Constant(start, self.ends[self.at - 1], kind)
        if kind in ("checked", "unchecked") and following == "(":
            self.at += 1
            inner = self._parentheses()
            return Group(start, inner.end, inner)
        if kind in ("default", "BROKEN", "JUNK"):
            self.at += 1
            return Constant(start, self.ends[self.at - 1], kind)
        if kind == "stackalloc":
            return self._create()
        return Operation(start, start, "", [])

    # --- brackets

    def arguments(self) -> list[Argument]:
        """The arguments between the brackets that open here."""
        close = self.close(self.at)
        self.at += 1
        found: list[Argument] = []
        while self.at < close:
            found.append(self._argument())
            self.next_in_list(close)
        self.at = close + 1
        return found

    def next_in_list(self, close: int) -> None:
        """Go behind the comma; behind one token where something is written that has no place there."""
        if self.kinds[self.at] == "," or (self.at < close and self.kinds[self.at] not in STARTS_OPERAND):
            self.at += 1

    def _argument(self) -> Argument:
        start = self.starts[self.at]
        name = mode = ""
        if self.kinds[self.at] == "NAME" and self.kinds[self.at + 1] == ":":
            name = self.name(self.at)
            self.at += 2
        if self.kinds[self.at] in ("ref", "out", "in"):
            mode = self.kinds[self.at]
            self.at += 1
        if self.kinds[self.at + 1] in (",", ")") and self.kinds[self.at] in _SINGLE:
            value = self._primary()
        else:
            value = self._designation(mode) or self.expression()
        return Argument(start, max(value.end, start), value, name, mode)

    def _designation(self, mode: str) -> Node | None:
        """`type name`, which declares a variable inside an expression."""
        if self.kinds[self.at + 1] != "NAME" and not mode:
            return None
        found, after = self.type_at(self.at)
        if found is None or self.kinds[after] != "NAME" or self.kinds[after + 1] not in (",", ")", "]"):
            return None
        self.declare("local", after, found)
        self.at = after + 1
        return Operation(found.start, self.ends[after], "", [])

    def _parentheses(self) -> Node:
        first, close = self.at, self.close(self.at)
        elements = [argument.value for argument in self.arguments()]
        start, end = self.starts[first], self.ends[min(close, self.count - 1)]
        return Group(start, end, elements[0]) if len(elements) == 1 else Collection(start, end, elements)

    def _collection(self) -> Node:
        first, close = self.at, self.close(self.at)
        elements = [argument.value for argument in self.arguments()]
        node = Collection(self.starts[first], self.ends[min(close, self.count - 1)], elements)
        if self.kinds[self.at] in ("(", "static", "delegate", "NAME") or self.kinds[self.at] in PREDEFINED:
            if self.kinds[self.at] == "NAME" and self.text(self.at) in NO_OPERAND:
                return node
            value = self.expression()  # these were the attributes of a lambda
            return Operation(node.start, value.end, "", [node, value])
        return node

    def initializer(self) -> Initializer:
        """The elements between braces behind a new object."""
        first, close = self.at, self.close(self.at)
        self.at += 1
        entries: list[Entry] = []
        if self.too_deep():
            rest = self.unread(frozenset(), statements=False)
            entries.append(Entry(rest.start, rest.end, None, [], [rest]))
        self.depth += 1
        while self.at < close:
            entries.append(self._entry())
            self.next_in_list(close)
        self.depth -= 1
        self.at = close + 1
        return Initializer(self.starts[first], self.ends[min(close, self.count - 1)], entries)

    def _entry(self) -> Entry:
        start = self.starts[self.at]
        kind = self.kinds[self.at]
        name: Name | None = None
        keys: list[Argument] = []
        if kind == "{":
            inner = self.initializer()
            values = [value for entry in inner.entries for value in entry.values]
            return Entry(start, inner.end, None, [], values)
        if kind == "NAME" and self.kinds[self.at + 1] == "=":
            name = Name(start, self.ends[self.at], self.name(self.at), self.scope)
            self.at += 2
        elif kind == "[" and self.kinds[self.close(self.at) + 1] == "=":
            keys = self.arguments()
            self.at += 1
        value = self.initializer() if self.kinds[self.at] == "{" else self.expression()
        return Entry(start, max(value.end, start), name, keys, [value])

    def _create(self) -> Node:
        start = self.starts[self.at]
        self.at += 1
        found: Type | None = None
        arguments: list[Argument] = []
        array = False
        if self.kinds[self.at] not in ("[", "(", "{"):
            found, after = self.type_at(self.at, suffixes=False)
            self.at = after + (self.kinds[after] == "?")
        while self.kinds[self.at] == "[":
            array = True
            arguments += self.arguments()
        if self.kinds[self.at] == "(" and not array:
            arguments = self.arguments()
        end = self.ends[self.at - 1]
        node = Create(start, end, found, arguments, None, self.scope, array, end)
        if self.kinds[self.at] == "{":
            node.initializer = self.initializer()
            node.end = node.initializer.end
        return node

    def _interpolation(self) -> Node:
        first, close = self.at, self.close(self.at)
        opening = self.text(first)
        indentation: str | None = None
        if opening.endswith('"""') and "@" not in opening:
            line = NEW_LINE.search(self.source, self.ends[first])
            if line is not None and not self.source[self.ends[first] : line.start()].strip():
                end = self.starts[close]
                indentation = self.source[indentation_start(self.source, end) : end]
        parts: list[String | Hole] = []
        self.at += 1
        while self.at < close:
            if self.kinds[self.at] == "HOLE":
                parts.append(self._hole())
                continue
            if self.kinds[self.at] == "TEXT":
                start, end = self.starts[self.at], self.ends[self.at]
                parts.append(String(start, end, "TEXT", opening, indentation, self.at == first + 1))
            self.at += 1
        self.at = close + 1
        return Interpolation(self.starts[first], self.ends[min(close, self.count - 1)], parts)

    def _hole(self) -> Hole:
        first, close = self.at, self.close(self.at)
        self.at += 1
        value = self.expression()
        plain = self.at == close
        alignment: Node | None = None
        if not plain and self.kinds[self.at] == ",":
            self.at += 1
            alignment = self.expression()
        if self.kinds[self.at] != "FORMAT" and self.at < close:  # no expression: keep what is in it
            value = Operation(value.start, value.end, "", [value])
            while self.at < close and self.kinds[self.at] != "FORMAT":
                before = self.at
                value.operands.append(self.expression())
                self.at = max(self.at, before + 1)
        self.at = close + 1
        return Hole(self.starts[first], self.ends[min(close, self.count - 1)], value, plain, alignment)
