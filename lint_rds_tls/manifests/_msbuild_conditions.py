"""MSBuild conditions, with a third answer: only a build knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from lint_rds_tls.manifests._msbuild_functions import version_numbers
from lint_rds_tls.manifests._msbuild_values import Possible, Scope, closing, expand

__all__ = ["holds"]

_OPERATOR = re.compile(r"==|!=|<=|>=|[<>!(),]")
_WORD = re.compile(r"[^\s'()=!<>,]+")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?\Z|0[xX][0-9a-fA-F]+\Z")
_TRUTHS = {"true": True, "on": True, "yes": True, "!false": True, "!off": True, "!no": True}
_TRUTHS |= {"false": False, "off": False, "no": False, "!true": False, "!on": False, "!yes": False}

#: More parentheses and negations than this are no condition that a person wrote.
_DEEPEST = 40


def holds(condition: str | None, scope: Scope) -> bool | None:
    """Whether a condition holds; None where that cannot be told, or it is not well formed."""
    if condition is None or not condition.strip():
        return True
    try:
        return _Reading(condition, scope).whole()
    except _MalformedError:
        return None


class _MalformedError(Exception):
    pass


class _Reading:
    """A recursive descent over `or`, `and`, `!`, comparisons and calls, from loose to tight."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._tokens = _tokens(text)
        self._scope = scope
        self._next = 0
        self._depth = 0

    def whole(self) -> bool | None:
        result = self._either()
        if self._peek() is not None:
            raise _MalformedError
        return result

    def _peek(self) -> str | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, *wanted: str) -> str | None:
        token = self._peek()
        if token is None or (wanted and token.lower() not in wanted):
            return None
        self._next += 1
        return token

    def _expect(self, wanted: str) -> None:
        if not self._take(wanted):
            raise _MalformedError

    def _either(self) -> bool | None:
        result = self._both()
        while self._take("or"):
            right = self._both()
            result = True if result or right else None if result is None or right is None else False
        return result

    def _both(self) -> bool | None:
        result = self._single()
        while self._take("and"):
            right = self._single()
            result = False if result is False or right is False else None if result is None or right is None else True
        return result

    def _single(self) -> bool | None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _MalformedError
        try:
            if self._take("!"):
                inner = self._single()
                return None if inner is None else not inner
            if self._take("("):
                inner = self._either()
                self._expect(")")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> bool | None:
        token = self._take()
        if token is None:
            raise _MalformedError
        if token.lower() in ("exists", "hastrailingslash") and self._take("("):
            argument = self._take()
            self._expect(")")
            return self._call(token.lower(), self._values(argument or ""))
        left = self._values(token)
        operator = self._take("==", "!=", "<", ">", "<=", ">=")
        if operator is None:
            return _agreed(_TRUTHS.get(each.lower()) if each is not None else None for each in left)
        right = self._take()
        if right is None:
            raise _MalformedError
        return _agreed(_compared(operator, one, other) for one, other in product(left, self._values(right)))

    def _values(self, token: str) -> Possible:
        return expand(token[1:-1] if token.startswith("'") else token, self._scope)

    def _call(self, name: str, values: Possible) -> bool | None:
        if name == "hastrailingslash":
            return _agreed(None if each is None else each.endswith(("/", "\\")) for each in values)
        return _agreed(None if each is None else self._scope.exists(each) for each in values)


def _agreed(answers: Iterable[bool | None]) -> bool | None:
    distinct = set(answers)
    return distinct.pop() if len(distinct) == 1 else None


def _compared(operator: str, left: str | None, right: str | None) -> bool | None:
    if left is None or right is None:
        return None
    if operator in ("==", "!="):
        return _same(left, right) is (operator == "==")
    try:
        one, other = _magnitudes(left, right)
    except ValueError:
        return None
    if operator[0] == "<":
        return one <= other if operator == "<=" else one < other
    return one >= other if operator == ">=" else one > other


def _same(left: str, right: str) -> bool:
    """Numbers as numbers, truths as truths, all else as text without regard to case."""
    if _NUMBER.match(left) and _NUMBER.match(right):
        return _number(left) == _number(right)
    if left.lower() in _TRUTHS and right.lower() in _TRUTHS:
        return _TRUTHS[left.lower()] is _TRUTHS[right.lower()]
    return left.lower() == right.lower()


def _number(text: str) -> float:
    return float(int(text, 16)) if text.lower().startswith("0x") else float(text)


def _magnitudes(left: str, right: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if _NUMBER.match(left) and _NUMBER.match(right):
        return (_number(left),), (_number(right),)
    return version_numbers(left), version_numbers(right)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    tokens: list[str] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        end = _token_end(text, position)
        tokens.append(text[position:end])
        position = end
    return tuple(tokens)


def _token_end(text: str, start: int) -> int:
    if text[start] == "'":
        return _quoted_end(text, start)
    if text[start : start + 2] in ("$(", "@(", "%("):
        end = closing(text, start + 1)
        if end is None:
            raise _MalformedError
        return end + 1
    match = _OPERATOR.match(text, start) or _WORD.match(text, start)
    if match is None:
        raise _MalformedError
    return match.end()


def _quoted_end(text: str, start: int) -> int:
    """The end of a quoted string; the quotes of a function call inside it are its own."""
    position = start + 1
    while position < len(text):
        if text[position] == "'":
            return position + 1
        call = text[position : position + 2] in ("$(", "@(", "%(")
        end = closing(text, position + 1) if call else None
        position = end + 1 if end is not None else position + 1
    raise _MalformedError
