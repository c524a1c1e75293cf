"""Finds the shapes of Java that C# writes otherwise: which tokens change, go, or come in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from lint_rds_tls.frontends._code.tokens import Tokens, words

__all__ = ["Shapes"]

_OPENING = {"(": ")", "[": "]", "{": "}"}
_MODIFIERS = words("public private protected static final abstract default synchronized native strictfp ] ; { }")
_BEFORE_STATEMENT = frozenset(("", ";", "{", "}", ")", ":", "else", "do"))
_IN_TYPE_ARGUMENTS = words("NAME . , ? extends super & [ ] < > @ int long short byte char boolean float double")
#: Type arguments longer than this are none.
_LONGEST_TYPE_ARGUMENTS = 200

Insert = tuple[str, int, int]


class Shapes:
    """What has to change in the tokens of one source."""

    def __init__(self, source: str, raw: Tokens) -> None:
        self._source = source
        self._kinds = [*raw.kinds, *[""] * 4]
        self._starts = [*raw.starts, *[len(source)] * 4]
        self._ends = [*raw.ends, *[len(source)] * 4]
        self._count = len(raw)
        self._partner = _partners(raw.kinds)
        self._header = False  #: a class header has had its first base
        self.changed: dict[int, str] = {}  #: the kind of a token; "" where it goes
        self.before: dict[int, list[Insert]] = {}
        self.after: dict[int, list[Insert]] = {}
        for index in range(self._count):
            reader = self._READERS.get(self._kinds[index])
            if reader is not None and index not in self.changed:
                reader(self, index)

    def _text(self, index: int) -> str:
        return self._source[self._starts[index] : self._ends[index]]

    def _close(self, index: int) -> int:
        return self._partner.get(index, self._count)

    def _drop(self, start: int, end: int) -> None:
        for index in range(start, end):
            self.changed[index] = ""

    def _insert(self, index: int, kind: str) -> None:
        self.after.setdefault(index, []).append((kind, self._ends[index], self._ends[index]))

    # --- types

    def _angle(self, index: int) -> None:
        """`<T> T of(…)` and `A.<T>of(…)`: type arguments where C# has none."""
        if self._kinds[index - 1] in _MODIFIERS or self._kinds[index - 1] == ".":
            end = self._angle_end(index)
            if end > 0:
                self._drop(index, end)

    def _angle_end(self, index: int) -> int:
        """Behind the `>` that closes a `<`; -1 where these are no type arguments."""
        depth = 0
        for at in range(index, min(index + _LONGEST_TYPE_ARGUMENTS, self._count)):
            kind = self._kinds[at]
            if kind not in _IN_TYPE_ARGUMENTS:
                return -1
            depth += (kind == "<") - (kind == ">")
            if not depth:
                return at + 1
        return -1

    def _extends(self, index: int) -> None:
        before, outer = self._kinds[index - 1], self._kinds[index - 2]
        if before in ("NAME", "?") and outer in ("<", ","):
            self._bound(index)
        elif self._kinds[index] == "super":
            if before in (".", "::"):
                self.changed[index] = "NAME"
        elif self._header:
            self.changed[index] = ","
        else:
            self._header = True

    def _bound(self, index: int) -> None:
        """`T extends A & B<C>`: the bound goes."""
        at = index + 1
        while self._kinds[at] in ("NAME", ".", "&", "<"):
            end = self._angle_end(at) if self._kinds[at] == "<" else at + 1
            if end < 0:
                break
            at = end
        self._drop(index, at)

    def _wildcard(self, index: int) -> None:
        if self._kinds[index - 1] in ("<", ",") and self._kinds[index + 1] in (">", ",", "extends", "super"):
            self.changed[index] = "NAME"

    def _array(self, index: int) -> None:
        """`String a[] = …`: C# has the brackets behind the type."""
        declared = self._kinds[index - 1] == "NAME" and self._kinds[index - 2] in ("NAME", ">", "]", "int", "byte")
        if declared and self._kinds[index + 1] == "]" and self._kinds[index + 2] in ("=", ";", ",", ")", ":"):
            self._drop(index, index + 2)

    def _variable(self, index: int) -> None:
        self.changed[index] = ""  # `String... names`

    # --- declarations

    def _type(self, index: int) -> None:
        if self._kinds[index - 1] in (".", "::"):
            self.changed[index] = "NAME"  # Foo.class
        self._header = False

    def _enum(self, index: int) -> None:
        """Constants with arguments are fields with new objects."""
        self._header = False
        opening = index
        while opening < self._count and self._kinds[opening] not in ("{", ";", "("):
            opening += 1
        at = opening + 1
        while self._kinds[opening] == "{" and at < self._close(opening):
            while self._kinds[at] == "@":
                at = self._behind_annotation(at)
            if self._kinds[at] != "NAME":
                break
            at = self._constant(at)
            if self._kinds[at] == ",":
                self.changed[at] = ";"
                at += 1
            elif self._kinds[at] != ";":
                break
            else:
                return

    def _constant(self, name: int) -> int:
        """One constant `A(…) {…}`; where the sign behind it is."""
        start, end = self._starts[name], self._ends[name]
        self.before.setdefault(name, []).append(("NAME", start, end))
        at = name + 1
        if self._kinds[at] in ("(", "{"):
            self.after[name] = [("=", end, end), ("new", end, end), ("NAME", start, end)]
        if self._kinds[at] == "(":
            at = self._close(at) + 1
        elif self._kinds[at] == "{":
            self.after[name] += [("(", end, end), (")", end, end)]
        if self._kinds[at] == "{":
            at = self._close(at) + 1
        return at

    def _import(self, index: int) -> None:
        """The package of what is imported: `using A.B;` for `import A.B.C;` and `import A.B.*;`."""
        static = self._kinds[index + 1] == "static"
        end = index
        while end < self._count and self._kinds[end] != ";":
            end += 1
        if static:
            self.changed[index + 1] = ""
        self._drop(max(end - (4 if static else 2), index + 2 + static), end)

    def _annotation(self, index: int) -> None:
        if self._kinds[index + 1] == "interface":
            self.changed[index] = ""
            return
        self.changed[index] = "["
        self._insert(self._behind_annotation(index) - 1, "]")

    def _behind_annotation(self, index: int) -> int:
        at = index + 2
        while self._kinds[at] == "." and self._kinds[at + 1] == "NAME":
            at += 2
        return min(self._close(at) + 1 if self._kinds[at] == "(" else at, self._count)

    def _default(self, index: int) -> None:
        """A modifier of interfaces, the value of an annotation's element, or a label."""
        if self._kinds[index - 1] == ")":
            self.changed[index] = "=>"
        elif self._kinds[index + 1] not in (":", "->"):
            self.changed[index] = ""
        else:
            self._case(index)

    # --- statements

    def _synchronized(self, index: int) -> None:
        if self._kinds[index + 1] == "(":
            self.changed[index] = "lock"

    def _for(self, index: int) -> None:
        """`for (A a : b)` is foreach."""
        opening = index + 1
        at = opening + 1
        while self._kinds[opening] == "(" and at < self._close(opening) and self._kinds[at] != ";":
            if self._kinds[at] == ":" and "?" not in self._kinds[opening:at]:
                self.changed[index], self.changed[at] = "foreach", "in"
                return
            at = self._close(at) + 1 if self._kinds[at] in _OPENING else at + 1

    def _switch(self, index: int) -> None:
        """As an expression it is of another shape in C#, so it gets a kind of its own."""
        if self._kinds[index - 1 if index else self._count] not in _BEFORE_STATEMENT:
            self.changed[index] = "SWITCH"

    def _case(self, index: int) -> None:
        """`case A ->` of a statement is `case A:`."""
        at = index + 1
        while at < self._count and self._kinds[at] not in (":", "->", ";", "}"):
            at = self._close(at) + 1 if self._kinds[at] in _OPENING else at + 1
        if self._kinds[at] == "->":
            self.changed[at] = ":"

    def _lambda(self, index: int) -> None:
        self.changed[index] = "=>"

    def _new(self, index: int) -> None:
        if self._kinds[index - 1] == "::":
            self.changed[index] = "NAME"

    def _name(self, index: int) -> None:
        """Words that are keywords only here and there."""
        text, following = self._text(index), self._kinds[index + 1]
        if text == "yield" and self._kinds[index - 1] in _BEFORE_STATEMENT and following not in ("=", ".", "(", "++"):
            self.changed[index] = "return"
        elif text in ("sealed", "record") and following in ("class", "interface", "abstract", "public"):
            self.changed[index] = ""
        elif text == "record" and following == "NAME":
            self._header = False
        elif text == "permits" and self._kinds[index - 1] in ("NAME", ">", ")") and following == "NAME":
            self.changed[index] = "," if self._header else ":"

    _READERS: ClassVar[dict[str, Callable[[Shapes, int], None]]] = {
        "<": _angle,
        "extends": _extends,
        "implements": _extends,
        "super": _extends,
        "?": _wildcard,
        "[": _array,
        "...": _variable,
        "class": _type,
        "interface": _type,
        "enum": _enum,
        "import": _import,
        "@": _annotation,
        "default": _default,
        "synchronized": _synchronized,
        "for": _for,
        "switch": _switch,
        "case": _case,
        "->": _lambda,
        "new": _new,
        "NAME": _name,
    }


def _partners(kinds: list[str]) -> dict[int, int]:
    """The closing bracket of each opening one that has one."""
    partner: dict[int, int] = {}
    waiting: list[int] = []
    for index, kind in enumerate(kinds):
        if kind in _OPENING:
            waiting.append(index)
        elif kind in (")", "]", "}") and waiting:
            while waiting and _OPENING[kinds[waiting[-1]]] != kind and kinds[waiting[-1]] != "{":
                waiting.pop()
            if waiting and _OPENING[kinds[waiting[-1]]] == kind:
                partner[waiting.pop()] = index
    return partner
