"""Finds the namespaces, types and members of a file, and declares their names; their code is not read yet."""

from __future__ import annotations

from lint_rds_tls.frontends._code.cursor import PREDEFINED
from lint_rds_tls.frontends._code.nodes import Type
from lint_rds_tls.frontends._code.statements import Statements
from lint_rds_tls.frontends._code.symbols import Imports, Member, Scope, Symbol
from lint_rds_tls.frontends._code.tokens import Tokens, words

__all__ = ["Members"]

_MODIFIERS = words(
    """abstract async const extern file fixed internal new override partial private protected public readonly required
    sealed static unsafe virtual volatile"""
)
_CONTEXTUAL_MODIFIERS = frozenset(("async", "file", "partial", "required"))
_TYPES = frozenset(("class", "struct", "interface", "enum"))
_BODY = frozenset(("{", "=>", ";", "END", "}"))


class Members(Statements):
    """The syntax of one file: `members` in order, their names declared in `file` and the scopes below."""

    def __init__(self, source: str, tokens: Tokens) -> None:
        super().__init__(source, tokens)
        self.members: list[Member] = []
        self.imports = self.file.imports or Imports()
        self.program: Scope | None = None
        self._names: dict[tuple[str, ...], dict[str, list[Symbol]]] = {(): self.file.names}
        self._body(self.file, self.count)

    # --- namespaces and types

    def _body(self, scope: Scope, close: int) -> None:
        """The members up to a closing brace; explicitly stacked, so that depth is no limit."""
        waiting = [(scope, 0, close)]
        while waiting:
            self.scope, self.at, close = waiting.pop()
            self.waiting = waiting
            while self.at < close:
                before = self.at
                nested = self._member(close)
                if self.at == before:
                    self.at += 1
                if nested is not None:
                    waiting.append((self.scope, self.at, close))
                    waiting.append(nested)
                    break

    def _member(self, close: int) -> tuple[Scope, int, int] | None:
        """One member; of a namespace or type what is inside."""
        first = self.at
        marks: list[tuple[str, int]] = []
        while self.kinds[self.at] == "[":
            marks.append(("attributes", self.at))
            self.at = self.close(self.at) + 1
        if self.scope.kind == "file" and self.kinds[self.at] == "new":  # a modifier only inside types
            self._top_level(first, close)
            return None
        modifiers: set[str] = set()
        while self._at_modifier():
            modifiers.add(self.word(self.at))
            self.at += 1
        kind = self.kinds[self.at]
        if kind == "NAME" and self.kinds[self.at + 1] == "using" and self.text(self.at) == "global":
            self.at += 1
            kind = "using"
        if kind == "using" and self.scope.kind in ("file", "namespace") and self._import():
            return None
        if kind == "namespace":
            return self._namespace(first, marks)
        if kind in _TYPES or (kind == "NAME" and self._is_record()):
            return self._type(first, marks)
        if kind == "extern" or (self.scope.kind == "file" and not modifiers and self._is_statement()):
            self._top_level(first, close)
            return None
        if self.scope.kind == "enum":
            self._enum_member(first, marks, close)
        elif kind in (";", "}"):
            self._attributes_alone(first, marks)
            self.at += 1
        else:
            self._other(first, marks, frozenset(modifiers), close)
        return None

    def _at_modifier(self) -> bool:
        kind = self.kinds[self.at]
        if kind in _MODIFIERS:
            return not (kind == "extern" and self.is_word(self.at + 1, "alias"))
        return (
            kind == "NAME"
            and self.kinds[self.at + 1] not in ("(", "=", ";", ",", "=>", "{", ".", "<", "?", "[")
            and self.text(self.at) in _CONTEXTUAL_MODIFIERS
        )

    def _is_record(self) -> bool:
        return (
            self.text(self.at) == "record"
            and self.kinds[self.at + 1] in ("NAME", "class", "struct")
            and (self.kinds[self.at + 2] in ("(", "{", ":", "<", ";", "NAME"))
        )

    def _import(self) -> bool:
        """`using A.B;`, `using static A.B;`, `using X = A.B;`; False where it is a statement."""
        token = self.at + 1
        static = self.kinds[token] == "static"
        token += static
        token += self.kinds[token] == "unsafe"
        alias = self.name(token) if self.kinds[token + 1] == "=" else ""
        found, after = self.type_at(token + 2 if alias else token)
        if found is None or self.kinds[after] not in (";", "END"):
            return False
        self.at = after + 1
        imports = self.scope.imports or self.imports
        if alias:
            self.declared.add(alias)
            imports.aliases[alias] = found
        elif static:
            imports.statics.append(found.path)
        else:
            imports.usings.append(found.path)
        return True

    def _namespace(self, first: int, marks: list[tuple[str, int]]) -> tuple[Scope, int, int] | None:
        self._attributes_alone(first, marks)
        found, after = self.type_at(self.at + 1)
        path = (*self.scope.path, *(found.path if found else ()))
        scope = Scope("namespace", self.scope, self._names.setdefault(path, {}), path, imports=Imports())
        (self.scope.imports or self.imports).namespaces.append(scope)
        if self.kinds[after] == ";":
            self.at = self.count
            return scope, after + 1, self.count
        if self.kinds[after] != "{":
            self.at = after
            return None
        close = self.close(after)
        self.at = close + 1
        return scope, after + 1, close

    def _type(self, first: int, marks: list[tuple[str, int]]) -> tuple[Scope, int, int] | None:
        keyword = self.word(self.at)
        self.at += 1
        if keyword == "record" and self.kinds[self.at] in ("class", "struct"):
            self.at += 1
        token = self.at
        if self.kinds[token] != "NAME":
            return None
        kind = keyword if keyword in ("enum", "interface") else "type"
        scope = Scope(kind, self.scope, path=(self.name(token),))
        for other in self.scope.names.get(self.name(token), ()):
            if other.inner is not None:  # the parts of a partial type are one
                scope.names, scope.bases = other.inner.names, other.inner.bases
        symbol = self.declare("type", token, None)
        symbol.inner = scope
        self.at += 1
        if self.kinds[self.at] == "<":
            for parameter in self._type_parameters(marks):
                self.add(Symbol(parameter.name, "other", scope, parameter.start, parameter.end))
        member = self._add(first, "type", marks, scope)
        if self.kinds[self.at] == "(":
            marks.append(("parameters", self.at))
            member.symbols.append(symbol)
            self.at = self.close(self.at) + 1
        if self.kinds[self.at] == ":":
            self._bases(scope, marks)
        while self.kinds[self.at] not in ("{", ";", "END", "}"):
            self.at += 1
        member.last = self.at
        if self.kinds[self.at] != "{":
            return None
        inside, close = self.at + 1, self.close(self.at)
        self.at = close + 1
        return scope, inside, close

    def _type_parameters(self, marks: list[tuple[str, int]]) -> tuple[Type, ...]:
        """Go behind the type parameters that start here; their attributes are part of the member."""
        first = self.at
        found, after = self.type_arguments(first)
        self.at = max(after, first + 1)
        for token in range(first, self.at):
            if self.kinds[token] == "[" and self.kinds[token - 1] in ("<", ","):
                marks.append(("attributes", token))
        return found or ()

    def _bases(self, scope: Scope, marks: list[tuple[str, int]]) -> None:
        while True:
            found, after = self.type_at(self.at + 1)
            if found is None:
                return
            scope.bases.append(found)
            self.at = after
            if self.kinds[self.at] == "(":  # base call of a primary constructor
                marks.append(("base", self.at))
                self.at = self.close(self.at) + 1
            if self.kinds[self.at] != ",":
                return

    def _add(self, first: int, kind: str, marks: list[tuple[str, int]], scope: Scope | None = None) -> Member:
        member = Member(self.starts[first], self.starts[first], kind, scope or self.scope, first, self.at, marks)
        self.members.append(member)
        return member

    def _attributes_alone(self, first: int, marks: list[tuple[str, int]]) -> None:
        """Attributes of an assembly, or of something that is missing."""
        if marks:
            self._add(first, "function", marks)

    # --- members

    def _is_statement(self) -> bool:
        """Whether code stands at the top level, which only a program's first file may have."""
        kind = self.kinds[self.at]
        if kind in self.READERS or kind not in ("NAME", "(", *PREDEFINED):
            return kind not in ("}", "delegate", "event")
        found, after = self.type_at(self.at)
        return found is None or self.kinds[after] != "NAME" or self.kinds[after + 1] not in ("(", "<")

    def _top_level(self, first: int, close: int) -> None:
        """Statements up to the first type, which share one scope."""
        self.at = first
        member = self._add(first, "statement", [("code", first)], self._program())
        while self.at < close and self.kinds[self.at] not in _TYPES and self.kinds[self.at] != "namespace":
            if self.kinds[self.at] in ("public", "internal", "sealed", "abstract", "file") or (
                self.kinds[self.at] in ("static", "partial") and self.kinds[self.at + 1] in ("class", "partial")
            ):
                break
            self.at = self.close(self.at) + 1 if self.kinds[self.at] in ("{", "(", "[") else self.at + 1
        member.last = self.at

    def _program(self) -> Scope:
        """The scope of the statements at the top level, where the arguments have a name."""
        if self.program is None:
            self.program = Scope("block", self.file)
            self.add(Symbol("args", "parameter", self.program, 0, 0))
        return self.program

    def _enum_member(self, first: int, marks: list[tuple[str, int]], close: int) -> None:
        if self.kinds[self.at] == "NAME":
            self.declare("enum", self.at, None)
            self.at += 1
        if self.kinds[self.at] == "=":
            marks.append(("value", self.at))
        self.skip_to(frozenset((",",)), close)
        if marks:
            self._add(first, "enum", marks)
        self.at += 1

    def _other(self, first: int, marks: list[tuple[str, int]], modifiers: frozenset[str], close: int) -> None:
        """Field, property, method, constructor, event, delegate, operator."""
        kind = self.kinds[self.at]
        if kind in ("event", "delegate", "implicit", "explicit", "~"):
            self.at += 1
        found: Type | None = None
        if not (self.kinds[self.at] == "NAME" and self.kinds[self.at + 1] == "("):
            found, self.at = self.type_at(self.at)
        name = self._declared_name()
        following = self.kinds[self.at]
        if following == "<":
            self._type_parameters(marks)
            following = self.kinds[self.at]
        if following in ("(", "["):
            self._function(first, marks, modifiers, found, name)
        elif following in ("{", "=>") and name >= 0:
            self._property(first, marks, modifiers, found, name)
        elif name >= 0 and following in ("=", ";", ",", "END", "}"):
            self._fields(first, marks, modifiers, found, name, close)
        else:
            self._lost(first, close)

    def _declared_name(self) -> int:
        """Go behind the name of a member; the token of the name, -1 where there is none."""
        name = -1
        while self.kinds[self.at] in ("NAME", "this", "operator"):
            name = self.at
            if self.kinds[self.at] == "operator":
                while self.kinds[self.at] not in ("(", "END", "{", ";"):
                    self.at += 1
                if self.kinds[self.at] == "(" and self.kinds[self.at + 1] == ")":
                    self.at += 2
                return name
            after = self.at + 1
            if self.kinds[after] == "<":  # IList<T>.Name
                _, behind = self.type_arguments(after)
                after = behind if self.kinds[behind] == "." else after
            if self.kinds[after] != ".":
                self.at = after
                return name
            self.at = after + 1
        return name

    def _named(self, kind: str, name: int, found: Type | None, modifiers: frozenset[str], member: Member) -> Symbol:
        symbol = self.declare(kind, name, found, modifiers)
        symbol.member = member
        member.symbols.append(symbol)
        return symbol

    def _function(
        self, first: int, marks: list[tuple[str, int]], modifiers: frozenset[str], found: Type | None, name: int
    ) -> None:
        member = self._add(first, "function", marks)
        member.type = found
        if name >= 0 and self.kinds[name] == "NAME" and self.kinds[self.at] == "(":
            self._named("method", name, found, modifiers, member)
        marks.append(("parameters", self.at))
        self.at = self.close(self.at) + 1
        if self.kinds[self.at] == ":" and self.kinds[self.at + 1] in ("base", "this"):
            marks.append((self.kinds[self.at + 1], self.at + 2))
            self.at += 2
            self.at = self.close(self.at) + 1 if self.kinds[self.at] == "(" else self.at
        while self.kinds[self.at] not in _BODY:
            self.at += 1
        self._end_body("body", marks)
        member.last = self.at

    def _end_body(self, what: str, marks: list[tuple[str, int]]) -> None:
        if self.kinds[self.at] in ("{", "=>"):
            marks.append((what if self.kinds[self.at] == "{" else "value", self.at))
        if self.kinds[self.at] == "{":
            self.at = self.close(self.at) + 1
        else:
            self.skip_to(frozenset((";", "END", "}")), self.count)
            self.at += self.kinds[self.at] == ";"

    def _property(
        self, first: int, marks: list[tuple[str, int]], modifiers: frozenset[str], found: Type | None, name: int
    ) -> None:
        member = self._add(first, "property", marks)
        member.type = found
        if self.kinds[name] == "NAME":
            self._named("property", name, found, modifiers, member)
        self._end_body("accessors", marks)
        if self.kinds[self.at] == "=":
            marks.append(("value", self.at))
            self.skip_to(frozenset((";", "END", "}")), self.count)
            self.at += self.kinds[self.at] == ";"
        member.last = self.at

    def _fields(
        self,
        first: int,
        marks: list[tuple[str, int]],
        modifiers: frozenset[str],
        found: Type | None,
        name: int,
        close: int,
    ) -> None:
        member = self._add(first, "field", marks)
        member.type = found
        kind = "const" if "const" in modifiers else "field"
        while True:
            self._named(kind, name, found, modifiers, member)
            if self.kinds[self.at] == "=":
                marks.append(("value", self.at))
                self._skip_value(close)
            if self.kinds[self.at] != "," or self.kinds[self.at + 1] != "NAME":
                break
            name = self.at + 1
            self.at += 2
        self.at += self.kinds[self.at] in (";", ",")
        member.last = self.at

    def _skip_value(self, close: int) -> None:
        """Go to the comma or semicolon behind an initial value."""
        stops = frozenset((";", ",", "<", "END", "}"))
        self.skip_to(stops, close)
        while self.kinds[self.at] == "<":
            found, after = self.type_arguments(self.at)
            self.at = after if found is not None else self.at + 1
            self.skip_to(stops, close)

    def _lost(self, first: int, close: int) -> None:
        """What is no member: statements without their method, a branch of #if too many."""
        self.at = max(self.at, first + 1)
        self.skip_to(frozenset((";", "{", "END", "}")), close)
        if self.kinds[self.at] == "{":
            self.at = self.close(self.at)
        self.at = min(self.at + 1, close)
        self._add(first, "statement", [("code", first)])
