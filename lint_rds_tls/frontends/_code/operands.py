"""Reads the operands of C# and Java expressions: literals, names, and what stands in brackets."""

from __future__ import annotations

from lint_rds_tls.frontends._code.cursor import PREDEFINED, Cursor
from lint_rds_tls.frontends._code.nodes import (
    Argument,
    Collection,
    Constant,
    Create,
    Entry,
    Group,
    Hole,
    Initializer,
    Interpolation,
    Name,
    Node,
    Operation,
    String,
    Type,
)
from lint_rds_tls.frontends._code.tokens import NEW_LINE, indentation_start, words

__all__ = ["NO_OPERAND", "STARTS_OPERAND", "STOPS", "Operands"]

_STRINGS = frozenset(("STRING", "VERBATIM", "RAW", "UTF8", "JAVA_STRING", "JAVA_BLOCK"))
STARTS_OPERAND = PREDEFINED | words(
    """NAME NUMBER CHARACTER STRING VERBATIM RAW UTF8 JAVA_STRING JAVA_BLOCK INTERPOLATED BROKEN
    ( ! ~ new this base typeof default null true
    false sizeof checked unchecked stackalloc delegate"""
)
NO_OPERAND = words("and or when is equals descending ascending into select by on in")
_SINGLE = frozenset(("NAME", "NUMBER", "CHARACTER", "null", "true", "false", *_STRINGS))
STOPS = frozenset((",", ";", ":", "END"))


class Operands(Cursor):
    """The parser's part for operands."""

    def expression(self) -> Node:
        """An expression; the parser of expressions knows how."""
        raise NotImplementedError

    def primary(self) -> Node:
        """An operand without the signs before it and what is done with it behind it."""
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
            value = self.primary()
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
            self.created_body(node)
        return node

    def created_body(self, node: Create) -> None:
        """What stands in braces behind a new object or array."""
        node.initializer = self.initializer()
        node.end = node.initializer.end

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
