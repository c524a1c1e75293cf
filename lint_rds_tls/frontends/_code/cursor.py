"""A place in the tokens of C# and Java, and the questions a parser asks there: brackets, names, types."""

from __future__ import annotations

from lint_rds_tls.frontends._code.nodes import Type, Unread
from lint_rds_tls.frontends._code.symbols import Imports, Scope, Symbol
from lint_rds_tls.frontends._code.tokens import Tokens, words
from lint_rds_tls.frontends._csharp.strings import decode_name

__all__ = ["PREDEFINED", "Cursor"]

#: Types that are keywords.
PREDEFINED = words("bool byte char decimal double float int long object sbyte short string uint ulong ushort void")

_OPENING = {"(": ")", "[": "]", "{": "}", "INTERPOLATED": "INTERPOLATED_END", "HOLE": "HOLE_END"}
_CLOSING = frozenset(_OPENING.values())
#: What a mismatched bracket inside may not reach across.
_STRONG = frozenset(("{", "INTERPOLATED", "HOLE"))

#: After these, `a < b > …` was a name with type arguments (ECMA-334 §6.2.5).
_AFTER_TYPE_ARGUMENTS = words("( ) ] } : ; , . ? == != | ^ && || & [ => ?. ?? :: { = HOLE_END FORMAT END")

#: How many brackets without a partner may lie between two that match.
_FARTHEST_PARTNER = 64

#: How deep expressions and statements may be nested before the rest is read by itself.
_DEEPEST = 56


class Cursor:
    """Tokens with a position, the scope that is open there, and how deep it is nested."""

    def __init__(self, source: str, tokens: Tokens) -> None:
        self.source = source
        self.count = len(tokens)
        self.kinds = [*tokens.kinds, *["END"] * 4]
        self.starts = [*tokens.starts, *[len(source)] * 4]
        self.ends = [*tokens.ends, *[len(source)] * 4]
        self.partner = _partners(self.kinds, self.count)
        self.at = 0
        self.depth = 0
        self.file = self.scope = Scope("file", None, imports=Imports())
        self.declared: set[str] = set()  #: every name that is declared anywhere in the file

    def text(self, token: int) -> str:
        """The characters of a token."""
        return self.source[self.starts[token] : self.ends[token]]

    def name(self, token: int) -> str:
        """A name as the compiler compares it."""
        text = self.source[self.starts[token] : self.ends[token]]
        return decode_name(text) if text[:1] == "@" or "\\" in text else text

    def word(self, token: int) -> str:
        """A keyword by its kind, a contextual one as it is written."""
        return self.text(token) if self.kinds[token] == "NAME" else self.kinds[token]

    def is_word(self, token: int, word: str) -> bool:
        """Whether a token is this contextual keyword."""
        return self.kinds[token] == "NAME" and self.text(token) == word

    def close(self, token: int) -> int:
        """The token that closes the bracket `token`; the end where none does."""
        return self.partner.get(token, self.count)

    def skip_to(self, stops: frozenset[str], last: int) -> None:
        """Move to the next token of `stops` that is in no bracket, at most to `last`."""
        while self.at < last and self.kinds[self.at] not in stops:
            self.at = self.close(self.at) + 1 if self.kinds[self.at] in _OPENING else self.at + 1
        self.at = min(self.at, last)

    def too_deep(self) -> bool:
        """Whether what comes next has to be read by itself."""
        return self.depth >= _DEEPEST

    def unread(self, stops: frozenset[str], *, statements: bool) -> Unread:
        """Leave what comes next, up to one of `stops`, for later."""
        first = self.at
        self.skip_to(stops | _CLOSING, self.count)
        if self.kinds[self.at] in stops and statements:
            self.at += 1
        end = self.ends[self.at - 1] if self.at > first else self.starts[first]
        return Unread(self.starts[first], end, first, self.at, self.scope, statements)

    def declare(self, kind: str, token: int, found: Type | None, modifiers: frozenset[str] = frozenset()) -> Symbol:
        """Declare the name at a token in the scope that is open."""
        symbol = Symbol(self.name(token), kind, self.scope, self.starts[token], self.ends[token], found)
        symbol.modifiers = modifiers
        return self.add(symbol)

    def add(self, symbol: Symbol) -> Symbol:
        """Put a symbol into its scope."""
        self.declared.add(symbol.name)
        symbol.scope.names.setdefault(symbol.name, []).append(symbol)
        return symbol

    # --- types

    def type_at(self, token: int, *, nullable: bool = True, suffixes: bool = True) -> tuple[Type | None, int]:
        """The type written at a token, and the token behind it; None where there is no type."""
        kinds = self.kinds
        first = token
        kind = kinds[token]
        path: tuple[str, ...]
        arguments: tuple[Type, ...] = ()
        alias = False
        if kind == "NAME":
            names = [self.name(token)]
            token += 1
            while True:
                if kinds[token] == "<":
                    found, after = self.type_arguments(token)
                    if found is None:
                        break
                    arguments, token = found, after
                if kinds[token] not in (".", "::") or kinds[token + 1] != "NAME":
                    break
                alias = alias or kinds[token] == "::"
                names.append(self.name(token + 1))
                token += 2
            path = tuple(names)
        elif kind in PREDEFINED:
            path = (kind,)
            token += 1
        elif kind in ("ref", "readonly") and kinds[token + 1] not in ("(", "[", "{"):
            return self.type_at(token + 1, nullable=nullable, suffixes=suffixes)
        elif kind == "(" and self._is_tuple_type(token):
            path = ()
            token = self.close(token) + 1
        else:
            return None, token
        suffix = ""
        while suffixes:
            kind = kinds[token]
            if kind == "[" and self._is_rank(token):
                token = self.close(token) + 1
                suffix += "[]"
            elif (kind == "?" and nullable) or (kind == "*" and kinds[token + 1] in ("NAME", "*", ")", "[", ">", ",")):
                token += 1
                suffix += kind
            else:
                break
        return Type(self.starts[first], self.ends[token - 1], path, arguments, suffix, alias), token

    def type_arguments(self, token: int) -> tuple[tuple[Type, ...] | None, int]:
        """The types between `<` at a token and its `>`, and the token behind; None where these are no types."""
        found: list[Type] = []
        if self.depth >= _DEEPEST:
            return None, token
        self.depth += 1
        while True:
            token += 1
            if self.kinds[token] == "[":
                token = self.close(token) + 1  # attributes of a type parameter
            if self.kinds[token] in ("in", "out"):
                token += 1
            argument, after = self.type_at(token)
            if argument is not None:
                found.append(argument)
                token = after
            if self.kinds[token] != ",":
                break
        self.depth -= 1
        return (tuple(found), token + 1) if self.kinds[token] == ">" else (None, token)

    def generic_end(self, token: int) -> int:
        """Behind the type arguments that start at `<`, in an expression; -1 where that is a comparison."""
        found, after = self.type_arguments(token)
        return after if found is not None and self.kinds[after] in _AFTER_TYPE_ARGUMENTS else -1

    def _is_rank(self, token: int) -> bool:
        return all(self.kinds[inner] == "," for inner in range(token + 1, self.close(token)))

    def _is_tuple_type(self, token: int) -> bool:
        close = self.close(token)
        count = 0
        if self.depth >= _DEEPEST:
            return False
        self.depth += 1
        while token < close:
            element, token = self.type_at(token + 1)
            if element is None:
                break
            count += 1
            if self.kinds[token] == "NAME":
                token += 1
            if self.kinds[token] != ",":
                break
        self.depth -= 1
        return token == close and count > 1


def _partners(kinds: list[str], count: int) -> dict[int, int]:
    """The closing bracket of each opening one; brackets that do not match close with what is around them."""
    partner: dict[int, int] = {}
    waiting: list[int] = []
    for token, kind in enumerate(kinds):
        if kind in _OPENING:
            waiting.append(token)
        elif kind in _CLOSING and waiting:
            depth = _opening_of(kind, kinds, waiting)
            if depth >= 0:
                for lost in waiting[depth:]:
                    partner[lost] = token
                del waiting[depth:]
    for lost in waiting:
        partner[lost] = count
    return partner


def _opening_of(closing: str, kinds: list[str], waiting: list[int]) -> int:
    """Which of the open brackets this one closes; -1 where none."""
    lowest = max(len(waiting) - _FARTHEST_PARTNER, 0)
    for depth in range(len(waiting) - 1, lowest - 1, -1):
        kind = kinds[waiting[depth]]
        if _OPENING[kind] == closing:
            return depth
        if kind in _STRONG:
            return -1
    return -1
