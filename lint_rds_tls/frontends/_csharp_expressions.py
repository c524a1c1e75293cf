"""Reads the expressions of C# into nodes; takes any tokens, what it does not understand is an empty operation."""

from __future__ import annotations

from lint_rds_tls.frontends._csharp_cursor import PREDEFINED, Cursor
from lint_rds_tls.frontends._csharp_nodes import (
    Access,
    Argument,
    Assignment,
    Block,
    Call,
    Cast,
    Coalesce,
    Collection,
    Conditional,
    Constant,
    Create,
    Declaration,
    Entry,
    Group,
    Hole,
    Index,
    Initializer,
    Interpolation,
    Lambda,
    Name,
    Node,
    Operation,
    Scope,
    String,
    Sum,
    SwitchExpression,
    Symbol,
    Type,
)
from lint_rds_tls.frontends._csharp_tokens import NEW_LINE, indentation_start, words

__all__ = ["ASSIGNMENTS", "Expressions"]

ASSIGNMENTS = words("= += -= *= /= %= &= |= ^= <<= ??=")

_PRECEDENCE = {
    sign: level
    for level, signs in enumerate(
        ("??", "||", "&&", "|", "^", "&", "== !=", "< > <= >= is as", "<< >>", "+ -", "* / %", ".."), start=1
    )
    for sign in signs.split()
}
_RELATIONAL = _PRECEDENCE["<"]
_SHIFT = _PRECEDENCE["<<"]
_STRINGS = frozenset(("STRING", "VERBATIM", "RAW", "UTF8"))
_PREFIXES = frozenset(("!", "~", "-", "+", "++", "--", "&", "*", "^", "..", "ref", "throw"))
_STARTS_OPERAND = PREDEFINED | words(
    """NAME NUMBER CHARACTER STRING VERBATIM RAW UTF8 INTERPOLATED BROKEN ( ! ~ new this base typeof default null true
    false sizeof checked unchecked stackalloc delegate"""
)
_SIGNS = frozenset(("-", "+", "&", "*", "^", "++", "--", "["))
_NO_OPERAND = words("and or when is equals descending ascending into select by on in")
_QUERY_WORDS = words("from let where join on equals into orderby ascending descending select group by")
_SINGLE = frozenset(("NAME", "NUMBER", "CHARACTER", "null", "true", "false", *_STRINGS))
_STOPS = frozenset((",", ";", ":", "END"))
_IN_LIST = frozenset((",",))


class Expressions(Cursor):
    """The parser's part for expressions."""

    def block(self) -> Block:
        """The statements between braces; the parser of statements knows how."""
        raise NotImplementedError

    # --- lowest precedence first

    def expression(self) -> Node:
        """An expression, assignments and lambdas included."""
        if self.too_deep():
            return self.unread(_STOPS, statements=False)
        self.depth += 1
        node = self._lambda() or self._query() or self._assignment()
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
            return self._lambda_body(left.start, self._lambda_scope())
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
            level = _PRECEDENCE.get(sign)
            if level is None:
                return left
            width = 1
            if sign == ">":
                width = self._shift_width()
                sign, level = (">>", _SHIFT) if width > 1 else (sign, level)
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
        return self.kinds[after] == "?" and self.kinds[after + 1] not in _STARTS_OPERAND

    # --- operands

    def unary(self) -> Node:
        """An operand with the signs before it."""
        kind = self.kinds[self.at]
        start = self.starts[self.at]
        if kind in _PREFIXES or (kind == "NAME" and self.text(self.at) == "await" and self._operand_follows()):
            if self.too_deep():
                return self.unread(_STOPS, statements=False)
            self.at += 1
            self.depth += 1
            operand = self.expression() if kind in ("ref", "throw") else self.unary()
            self.depth -= 1
            return Operation(start, max(operand.end, self.ends[self.at - 1]), kind, [operand])
        if kind == "(":
            cast = self._cast()
            if cast is not None:
                return cast
        return self._postfix(self._primary())

    def _operand_follows(self) -> bool:
        return self.kinds[self.at + 1] in _STARTS_OPERAND

    def _cast(self) -> Node | None:
        first = self.at
        close = self.close(first)
        following = self.kinds[close + 1]
        if following not in _STARTS_OPERAND and following not in _SIGNS:
            return None
        found, after = self.type_at(first + 1)
        if found is None or after != close or self.too_deep():
            return None
        if following in _SIGNS and not (len(found.path) == 1 and found.path[0] in PREDEFINED):
            return None
        if following == "NAME" and self.text(close + 1) in _NO_OPERAND:
            return None
        self.at = close + 1
        self.depth += 1
        value = self.unary()
        self.depth -= 1
        return Cast(self.starts[first], value.end, found, value, self.scope)

    def _postfix(self, node: Node) -> Node:
        while True:
            kind = self.kinds[self.at]
            if kind in (".", "?.", "->", "::"):
                node = self._access(node, kind)
            elif kind == "(":
                close = self.close(self.at)
                arguments = self.arguments()
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
                node = self._switch(node)
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
            self._next_in_list(close)
        self.at = close + 1
        return found

    def _next_in_list(self, close: int) -> None:
        """Go behind the comma; behind one token where something is written that has no place there."""
        if self.kinds[self.at] == "," or (self.at < close and self.kinds[self.at] not in _STARTS_OPERAND):
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

    def declare(self, kind: str, token: int, found: Type | None, modifiers: frozenset[str] = frozenset()) -> Symbol:
        """Declare the name at a token in the scope that is open."""
        symbol = Symbol(self.name(token), kind, self.scope, self.starts[token], self.ends[token], found)
        symbol.modifiers = modifiers
        return self.scope.declare(symbol)

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
            if self.kinds[self.at] == "NAME" and self.text(self.at) in _NO_OPERAND:
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
            self._next_in_list(close)
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
        if not plain and self.kinds[self.at] == ",":
            self.at += 1
            self.expression()
        if self.kinds[self.at] != "FORMAT" and self.at < close:  # no expression: keep what is in it
            value = Operation(value.start, value.end, "", [value])
            while self.at < close and self.kinds[self.at] != "FORMAT":
                before = self.at
                value.operands.append(self.expression())
                self.at = max(self.at, before + 1)
        self.at = close + 1
        return Hole(self.starts[first], self.ends[min(close, self.count - 1)], value, plain)

    # --- patterns

    def pattern(self) -> Node:
        """What stands behind `is`, `case` and in the arms of switch."""
        start = self.starts[self.at]
        parts = [self._single_pattern()]
        while self.kinds[self.at] == "NAME" and self.text(self.at) in ("and", "or"):
            self.at += 1
            parts.append(self._single_pattern())
        return parts[0] if len(parts) == 1 else Operation(start, parts[-1].end, "pattern", parts)

    def _single_pattern(self) -> Node:
        while self.is_word(self.at, "not") and self.kinds[self.at + 1] not in ("=>", ")", ",", ";", ":", "]", "}"):
            self.at += 1
        kind = self.kinds[self.at]
        start = self.starts[self.at]
        if self.too_deep():
            return self.unread(_STOPS | {"=>"}, statements=False)
        self.depth += 1
        node: Node
        if kind in ("<", ">", "<=", ">=", ".."):
            self.at += 1
            node = self.pattern() if kind == ".." and self.kinds[self.at] != "]" else self.binary(_SHIFT)
        elif kind in ("(", "[", "{"):
            node = self._subpatterns()
        else:
            node = self._type_pattern() or self.binary(_SHIFT)
            if self.kinds[self.at] == "{":
                node = Operation(start, node.end, "pattern", [node, self._subpatterns()])
        self._pattern_variable(node)
        self.depth -= 1
        return node

    def _type_pattern(self) -> Node | None:
        """A type with a name or braces behind it, which an expression would not end with."""
        found, after = self.type_at(self.at, nullable=False)
        if found is None or not found.path or (self.kinds[after] != "{" and not self._names_pattern(after)):
            return None
        self.at = after
        return Name(found.start, found.end, found.name, self.scope, generic=True)

    def _names_pattern(self, token: int) -> bool:
        return (
            self.kinds[token] == "NAME" and self.text(token) not in _NO_OPERAND and self.text(token) not in _QUERY_WORDS
        )

    def _subpatterns(self) -> Node:
        first, close = self.at, self.close(self.at)
        round_ = self.kinds[first] == "("
        self.at += 1
        parts: list[Node] = []
        while self.at < close:
            token = self.at
            while self.kinds[token] == "NAME" and self.kinds[token + 1] in (".", "?."):
                token += 2
            if self.kinds[token] == "NAME" and self.kinds[token + 1] == ":":
                self.at = token + 2
            parts.append(self.pattern())
            self._next_in_list(close)
        self.at = close + 1
        start, end = self.starts[first], self.ends[min(close, self.count - 1)]
        node: Node = Operation(start, end, "pattern", parts)
        if round_ and len(parts) == 1:
            node = Group(start, end, parts[0])
        if self.kinds[self.at] == "{":
            node = Operation(start, end, "pattern", [node, self._subpatterns()])
        return node

    def _pattern_variable(self, node: Node) -> None:
        token = self.at
        if self._names_pattern(token):
            path = (node.name,) if isinstance(node, Name) else ()
            self.declare("local", token, Type(node.start, node.end, path) if path else None)
            self.at += 1

    def _switch(self, subject: Node) -> Node:
        close = self.close(self.at + 1)
        self.at += 2
        arms: list[tuple[Node, Node]] = []
        outer = self.scope
        while self.at < close:
            self.scope = Scope("block", outer)
            pattern = self.pattern()
            if self.is_word(self.at, "when"):
                self.at += 1
                guard = self.conditional()
                pattern = Operation(pattern.start, guard.end, "when", [pattern, guard])
            if self.kinds[self.at] == "=>":
                self.at += 1
            arms.append((pattern, self.expression()))
            self._next_in_list(close)
        self.scope = outer
        self.at = close + 1
        return SwitchExpression(subject.start, self.ends[min(close, self.count - 1)], subject, arms)

    # --- lambdas and queries

    def _lambda(self) -> Node | None:
        token = self.at
        kinds = self.kinds
        while kinds[token] == "static" or (
            kinds[token] == "NAME"
            and kinds[token + 1] in ("NAME", "(", "static", "delegate")
            and self.text(token) == "async"
        ):
            token += 1
        kind = kinds[token]
        if kind == "NAME" and kinds[token + 1] == "=>":
            scope = self._lambda_scope()
            self.at = token + 2
            start = self.starts[token]
            scope.declare(Symbol(self.name(token), "parameter", scope, start, self.ends[token]))
            return self._lambda_body(start, scope)
        if kind == "(" and kinds[self.close(token) + 1] == "=>":
            scope = self._lambda_scope()
            start = self.starts[token]
            defaults = self.parameters(token, scope)
            self.at += 1
            return self._lambda_body(start, scope, defaults)
        if kind == "delegate" and kinds[token + 1] in ("(", "{"):
            scope = self._lambda_scope()
            self.at = token + 1
            if kinds[token + 1] == "(":
                self.parameters(token + 1, scope)
            return self._lambda_body(self.starts[token], scope)
        return None

    def _lambda_scope(self) -> Scope:
        return Scope("block", self.scope)

    def _lambda_body(self, start: int, scope: Scope, before: list[Node] | None = None) -> Node:
        if self.kinds[self.at] == "=>":
            self.at += 1
        outer, self.scope = self.scope, scope
        body: Node = self.block() if self.kinds[self.at] == "{" else self.expression()
        self.scope = outer
        node: Node = Lambda(start, body.end, body)
        return Operation(start, body.end, "", [*before, node]) if before else node

    def parameters(self, token: int, scope: Scope) -> list[Node]:
        """Declare the parameters between parentheses; what their attributes and defaults hold."""
        close = self.close(token)
        outer, self.scope = self.scope, scope
        self.at = token + 1
        found: list[Node] = []
        while self.at < close:
            while self.kinds[self.at] == "[":
                found.append(self.attributes())
            while self.kinds[self.at] in ("ref", "out", "in", "params", "this", "readonly") or (
                self.is_word(self.at, "scoped") and self.kinds[self.at + 1] in ("NAME", "ref", "in")
            ):
                self.at += 1
            declared, after = self.type_at(self.at)
            if declared is not None and self.kinds[after] != "NAME":
                declared, after = None, self.at
            if self.kinds[after] == "NAME":
                symbol = self.declare("parameter", after, declared)
                self.at = after + 1
                if self.kinds[self.at] == "=":
                    self.at += 1
                    value = self.expression()
                    found.append(Declaration(symbol.start, value.end, symbol, value))
            self.skip_to(_IN_LIST, close)
            self.at += 1
        self.scope = outer
        self.at = close + 1
        return found

    def attributes(self) -> Node:
        """The attributes between brackets, each a call."""
        first, close = self.at, self.close(self.at)
        self.at += 1
        if self.kinds[self.at + 1] == ":":
            self.at += 2  # what they are attached to
        found: list[Node] = []
        while self.at < close:
            found.append(self.expression())
            self._next_in_list(close)
        self.at = close + 1
        return Operation(self.starts[first], self.ends[min(close, self.count - 1)], "attributes", found)

    def _query(self) -> Node | None:
        if not self.is_word(self.at, "from") or self.kinds[self.at + 1] not in _STARTS_OPERAND:
            return None
        after = self.at + 2
        if self.kinds[after] != "in":
            found, after = self.type_at(self.at + 1)
            if found is None or self.kinds[after] != "NAME" or self.kinds[after + 1] != "in":
                return None
        outer = self.scope
        self.scope = Scope("block", outer)
        start = self.starts[self.at]
        parts: list[Node] = []
        while (self.kinds[self.at] == "NAME" and self.text(self.at) in _QUERY_WORDS) or self.kinds[self.at] in (
            ",",
            "in",
        ):
            if self.kinds[self.at] == "," and not parts:
                break
            self._clause(parts)
        self.scope = outer
        return Operation(start, self.ends[self.at - 1], "query", parts)

    def _clause(self, parts: list[Node]) -> None:
        word = self.text(self.at)
        self.at += 1
        if word in ("from", "join", "let", "into"):
            found, after = self.type_at(self.at)
            if self.kinds[after] == "NAME" and self.kinds[after + 1] == "in":
                self.declare("local", after, found)
                self.at = after + 1
            elif self.kinds[self.at] == "NAME":
                self.declare("local", self.at, None)
                self.at += 1
            if self.kinds[self.at] in ("in", "="):
                self.at += 1
            elif word == "into":
                return
        if self.kinds[self.at] == "NAME" and self.text(self.at) in _QUERY_WORDS:
            return
        before = self.at
        parts.append(self.expression())
        self.at = max(self.at, before)
