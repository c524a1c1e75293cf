"""What names of a TypeScript module stand for: imports, and constants."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.frontends._script.tokens import Tokens

__all__ = ["Names"]

_DECLARES = frozenset({"const", "let", "var"})


class Names:
    """The names of one file; scopes are not told apart, so a name that is declared twice is not known."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._paths: dict[str, str] = {}  #: of imports: `rds` is `aws-cdk-lib/aws-rds`
        self.constants: dict[str, tuple[int, int]] = {}  #: the tokens of the value of each
        self.grown: set[str] = set()  #: constants that the code writes into
        declared: set[str] = set()
        for index, kind in enumerate(tokens.kinds):
            if kind != "NAME":
                continue
            word = tokens.word(index)
            if word == "import" and tokens.kind(index - 1) != ".":
                self._import(index + 1)
            elif word in _DECLARES:
                self._declaration(index, word, declared)
            elif tokens.kind(index + 1) == "[" or (
                tokens.kind(index + 1) == "." and tokens.kind(index + 2) == "NAME" and tokens.kind(index + 3) == "="
            ):
                self.grown.add(word)
            elif word == "assign" and tokens.kind(index + 1) == "(":
                self.grown.add(tokens.word(index + 2))
        for name in self.grown:
            self.constants.pop(name, None)

    def path(self, words: list[str]) -> str:
        """A dotted name with what its first part is imported from; "" where nothing is imported by that name."""
        found = self._paths.get(words[0])
        return "" if found is None else ".".join((found, *words[1:]))

    def _import(self, index: int) -> None:
        """`import a, * as b, { c as d } from "m"`, and `import a = require("m")`."""
        tokens = self._tokens
        if tokens.word(index) == "type" and tokens.word(index + 1) != "from":
            index += 1
        found: list[tuple[str, str]] = []
        while tokens.word(index) not in ("from", ""):
            if tokens.kind(index) == "{":
                found += self._renamed(index, "as")
                index = tokens.behind(index)
            elif tokens.kind(index) == "*" and tokens.word(index + 1) == "as":
                found.append((tokens.word(index + 2), ""))
                index += 3
            elif tokens.kind(index) == "NAME" and tokens.kind(index + 1) == "=":
                self._required(index + 2, [(tokens.word(index), "")])
                return
            elif tokens.kind(index) == "NAME":
                found.append((tokens.word(index), ""))
                index += 1
            elif tokens.kind(index) == ",":
                index += 1
            else:
                return
        self._name(found, index + 1)

    def _name(self, found: list[tuple[str, str]], index: int) -> None:
        tokens = self._tokens
        if tokens.kind(index) == "STRING":
            module = tokens.word(index)[1:-1]
            self._paths.update((local, f"{module}.{name}" if name else module) for local, name in found)

    def _renamed(self, opening: int, sign: str) -> Iterator[tuple[str, str]]:
        """Local name and name of what stands between braces: `{ a, b as c }`, `{ a, b: c }`."""
        tokens = self._tokens
        index, close = opening + 1, tokens.partners.get(opening, opening)
        while index < close:
            if tokens.kind(index) == "NAME":
                if tokens.word(index) == "type" and tokens.kind(index + 1) == "NAME" and tokens.word(index + 1) != sign:
                    index += 1
                renamed = tokens.word(index + 1) == sign
                yield tokens.word(index + 2 if renamed else index), tokens.word(index)
                index += 3 if renamed else 1
            else:
                index = tokens.behind(index)

    def _required(self, index: int, found: list[tuple[str, str]]) -> bool:
        tokens = self._tokens
        if tokens.word(index) != "require" or tokens.kind(index + 1) != "(":
            return False
        self._name(found, index + 2)
        return True

    def _declaration(self, index: int, word: str, declared: set[str]) -> None:
        tokens = self._tokens
        index += 1
        if tokens.kind(index) == "{":
            after = tokens.behind(index)
            if tokens.kind(after) == "=":
                self._required(after + 1, list(self._renamed(index, ":")))
            return
        name = tokens.word(index)
        if tokens.kind(index) != "NAME":
            return
        again = name in declared
        declared.add(name)
        equals = self._equals(index + 1)
        if again or equals is None:
            self.constants.pop(name, None)
            return
        end = self._end(equals + 1)
        words = self._dotted(equals + 1, end)
        if self._required(equals + 1, [(name, "")]):
            return
        if words and self.path(words):
            self._paths[name] = self.path(words)
        if word == "const":
            self.constants[name] = equals + 1, end

    def _equals(self, index: int) -> int | None:
        """The sign before the value of a declaration, behind a type."""
        tokens = self._tokens
        if tokens.kind(index) == ":":
            for _ in range(30):
                index = tokens.behind(index)
                if tokens.kind(index) in ("=", ";", "") or tokens.word(index) in _DECLARES:
                    break
        return index if tokens.kind(index) == "=" else None

    def _end(self, index: int) -> int:
        """Where an expression ends: at a semicolon or comma, at a closing bracket, or at the end of a line."""
        tokens = self._tokens
        begin = index
        while index < len(tokens.kinds) and tokens.kind(index) not in (";", ",", ")", "]", "}"):
            line = tokens.source[tokens.ends[index - 1] : tokens.starts[index]]
            if index > begin and "\n" in line and tokens.kind(index) in ("NAME", "STRING", "{", "}"):
                previous = tokens.word(index - 1)
                if (
                    tokens.kind(index - 1) in ("NAME", "STRING", "NUMBER", ")", "]", "}", "TEMPLATE")
                    and previous != "new"
                ):
                    break
            index = tokens.behind(index)
        return min(index, len(tokens.kinds))

    def _dotted(self, start: int, end: int) -> list[str]:
        tokens = self._tokens
        if (end - start) % 2 == 0 or end - start > 9:
            return []
        found = [tokens.word(index) for index in range(start, end, 2) if tokens.kind(index) == "NAME"]
        dots = all(tokens.kind(index) == "." for index in range(start + 1, end, 2))
        return found if dots and len(found) == (end - start + 1) // 2 else []
