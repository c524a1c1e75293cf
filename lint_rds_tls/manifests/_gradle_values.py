"""The values of names in build scripts: variables, extra properties, maps of versions, constants, gradle.properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lint_rds_tls.manifests._jvm_values import Value, Written, doubted, joined, unknown
from lint_rds_tls.manifests._script_text import Script
from lint_rds_tls.model import Location
from lint_rds_tls.text import Span

__all__ = ["Assigned", "Names", "assignments", "path_of", "properties"]

_DEEPEST = 20

_SEGMENT = re.compile(
    r"""\s*\??\.?\s*(?:
        (?P<name>[A-Za-z_]\w*)
      | \[\s*(?:"(?P<key>[^"$\n]*)"|'(?P<key2>[^'\n]*)')\s*\]
      | \(\s*(?:"(?P<argument>[^"$\n]*)"|'(?P<argument2>[^'\n]*)')\s*\)
      | \(\s*\)
    )""",
    re.VERBOSE,
)
#: Words that lead to a property without being part of its name.
_LEADING = frozenset(
    [
        "project",
        "rootProject",
        "parent",
        "gradle",
        "settings",
        "ext",
        "extra",
        "extraProperties",
        "properties",
        "providers",
        "this",
        "it",
        "extensions",
    ]
)
_GETTERS = frozenset(["property", "findProperty", "gradleProperty", "get", "getProperty", "getByName", "getAt"])
_CATALOG_GETTERS = {"findLibrary": "", "findVersion": "versions", "findBundle": "bundles", "findPlugin": "plugins"}
_TRAILING = frozenset(["get", "toString", "orNull", "asProvider", "getOrNull", "requiredVersion", "trim"])
_TAIL = re.compile(r"(?:\s+as\s+\w+\??|!!|\s)+\Z")

_ASSIGNMENT = re.compile(
    r"""(?P<declared>\b(?:def|val|var|String|Object)\s+)?
        (?<![\w.$"'\]])(?P<name>[A-Za-z_]\w*(?:\??\.\w+|\[\s*["'][^"'\n]*["']\s*\])*)
        (?:\s*:\s*[\w.<>?]+)?
        [ \t]*(?:=(?![=~])|\+=|<<(?!<))[ \t]*""",
    re.VERBOSE,
)
_SET = re.compile(r"""(?<![\w])(?:(?:ext|extra)\s*\.\s*)?set\s*\(\s*(["'])""")
_BY_EXTRA = re.compile(r"\bval\s+(\w+)\s*(?::\s*\w+)?\s+by\s+(?:\w+\.)?extra\s*[({]\s*")
#: Where an assignment without a keyword is one to a property of the project.
_OPEN = re.compile(
    r"(?:(?:project|rootProject|gradle|this)\s*\.\s*)?(?:ext|extra|allprojects|subprojects|buildscript"
    r"|companion object|if\b.*|else|else\s+if\b.*|(?:ext|extra)\s*\.\s*(?:apply|with)"
    r"|(?:\w+\s+)*(?:object|class|interface|enum)\s+\w+.*)\Z",
    re.DOTALL,
)
_HOLDER = re.compile(r"(?:object|class|interface)\s+(\w+)")
_TEMPLATE = re.compile(r"\\(.)|\$\{([^{}]*)\}|\$([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)", re.DOTALL)
_PROPERTY = re.compile(r"^[ \t\f]*([^#!\s=:][^\s=:]*)[ \t\f]*[=: \t][ \t\f]*([^\n\r]*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a name is given: a range of a script."""

    script: Script
    start: int
    end: int
    certain: bool = True  #: false under a condition


def path_of(text: str) -> str:
    """The dotted path that an expression names, `""` where it is more than a name.

    >>> path_of("rootProject.extra['mssql.version']"), path_of('property("v") as String'), path_of("libs.a.get()")
    ('mssql.version', 'v', 'libs.a')
    """
    text = _TAIL.sub("", text.strip())
    found: list[str] = []
    position = 0
    getter = ""
    while position < len(text):
        match = _SEGMENT.match(text, position)
        if match is None or (position and match["name"] and text[position] not in ".?"):
            return ""
        position = match.end()
        word = match["key"] or match["key2"] or match["argument"] or match["argument2"]
        if word is not None:
            if found and found[-1] in _GETTERS | _CATALOG_GETTERS.keys() and (match["argument"] or match["argument2"]):
                getter = found.pop()
                found += [_CATALOG_GETTERS[getter]] if _CATALOG_GETTERS.get(getter) else []
            found.append(word)
        elif match["name"]:
            found.append(match["name"])
    while len(found) > 1 and found[-1] in _TRAILING:
        found.pop()
    while len(found) > 1 and found[0] in _LEADING:
        found.pop(0)
    return ".".join(found)


def assignments(script: Script) -> dict[str, list[Assigned]]:
    """Everything that a script gives a name to, by path."""
    found: dict[str, list[Assigned]] = {}
    for path, assigned in _assignments(script):
        found.setdefault(path, []).append(assigned)
    return found


def _assignments(script: Script) -> Iterator[tuple[str, Assigned]]:
    code = script.code
    for match in _ASSIGNMENT.finditer(code):
        place = match.start("name")
        heads = [block.head for block in script.around(place)]
        if match["declared"] is None and not all(map(_OPEN.match, heads)):
            continue
        end = _value_end(script, match.end())
        certain = not any(head.startswith(("if", "else", "} else")) for head in heads)
        path = path_of(script.text[place : match.end("name")])
        holders = [holder[1] for head in reversed(heads) if (holder := _HOLDER.search(head))]
        for start in range(len(holders) + 1):
            yield from _whole(".".join([*holders[start:], path]), Assigned(script, match.end(), end, certain))
    for match in _SET.finditer(code):
        close = script.pairs.get(code.find("(", match.start()), len(code))
        parts = list(script.split(match.start(1), close))
        if len(parts) == 2:
            yield script.text[parts[0][0] + 1 : parts[0][1] - 1], Assigned(script, *parts[1])
    for match in _BY_EXTRA.finditer(code):
        opened = max(code.rfind("(", 0, match.end()), code.rfind("{", 0, match.end()))
        yield match[1], Assigned(script, *script.trimmed(opened + 1, script.pairs.get(opened, len(code))))


def _value_end(script: Script, start: int) -> int:
    for statement in script.statements(start, len(script.code)) if script.code[start : start + 1].isalpha() else ():
        return script.trimmed(start, statement.end)[1]
    first = script.code[start : start + 1]
    if first == "[":
        return min(script.pairs[start] + 1, len(script.code))
    line = script.code.find("\n", start)
    end = line if line >= 0 else len(script.code)
    stop = re.compile(r"[;,})]").search(script.code, start, end)
    return script.trimmed(start, stop.start() if stop else end)[1]


def _whole(path: str, assigned: Assigned, depth: int = 0) -> Iterator[tuple[str, Assigned]]:
    """The name itself, or each entry where it is given a map."""
    script, start, end = assigned.script, assigned.start, assigned.end
    opened = re.compile(r"(?:(?:mutable|linked|hash)?[mM]apOf\s*\(|\[)").match(script.code, start, end)
    if opened is None or depth > 4:
        if path:
            yield path, assigned
        return
    for first, last in script.split(opened.end(), min(script.pairs.get(opened.end() - 1, end), end)):
        pair = re.compile(r"""(["']?)([\w.\-\x01]+)\1\s*(?::|to\b)\s*""").match(script.code, first, last)
        if pair is not None:
            key = script.text[pair.start(2) : pair.end(2)]
            yield from _whole(f"{path}.{key}", Assigned(script, pair.end(), last, assigned.certain), depth + 1)


def properties(text: str, path: str) -> dict[str, Value]:
    """What a gradle.properties file sets."""
    return {
        match[1]: (Written(match[2], Location(path=path, span=Span(*match.span(2)))),)
        for match in _PROPERTY.finditer(text)
    }


class Names:
    """The names that one build script sees: `scopes` near ones first, then `fixed` values, then what `other` knows."""

    def __init__(
        self,
        scopes: list[dict[str, list[Assigned]]],
        fixed: dict[str, Value],
        other: Callable[[str], Value | None] = lambda _path: None,
    ) -> None:
        self._scopes = scopes
        self._fixed = fixed
        self._other = other
        self._asked: set[str] = set()
        self._known: dict[str, Value | None] = {}

    def assigned(self, path: str) -> list[Assigned]:
        """What gives a name its value, in the nearest script that does."""
        return next((scope[path] for scope in self._scopes if path in scope), [])

    def value(self, path: str) -> Value | None:
        """The values of a name; None where nothing sets it."""
        if path not in self._known:
            if path in self._asked or len(self._asked) > _DEEPEST:
                return None
            self._asked.add(path)
            self._known[path] = self._found(path)
            self._asked.discard(path)
        return self._known[path]

    def _found(self, path: str) -> Value | None:
        given = self.assigned(path)
        if not given:
            return self._fixed.get(path) or self._other(path)
        every = [
            each if one.certain else doubted((each,))[0]
            for one in given
            for each in self.evaluate(one.script, one.start, one.end)
        ]
        different = {each.text: each for each in every}
        return tuple(every[:1]) if len(different) == 1 else doubted(different.values())

    def evaluate(self, script: Script, start: int, end: int) -> Value:
        """The values of an expression."""
        start, end = script.trimmed(start, end)
        place = script.place(start, end)
        pieces = list(script.split(start, end, "+"))
        if len(pieces) > 1:
            return joined([self.evaluate(script, *piece) for piece in pieces[:20]], place)
        quoted = script.strings.get(start)
        if quoted is not None and not script.code[quoted.end : end].strip().removesuffix(".toString()"):
            return self.inside(script, quoted.inner.start, quoted.inner.end, quoted.plain and not script.kotlin)
        default = script.code.find("?:", start, end)
        if default >= 0:
            return doubted((*self.evaluate(script, start, default), *self.evaluate(script, default + 2, end)))
        path = path_of(script.text[start:end])
        return (self.value(path) if path else None) or unknown(place)

    def inside(self, script: Script, start: int, end: int, plain: bool = False) -> Value:
        """The values of a part of what stands between quotes."""
        place = script.place(start, end)
        if plain:
            return (Written(script.text[start:end], place),)
        parts: list[Value] = []
        last = start
        for match in _TEMPLATE.finditer(script.text, start, end):
            if match.start() > last:
                parts.append((Written(script.text[last : match.start()], place),))
            if match[1]:
                parts.append((Written(match[1], place),))
            else:
                parts.append(self._template(match, script, place))
            last = match.end()
        if last < end or not parts:
            parts.append((Written(script.text[last:end], place),))
        return joined(parts, place)

    def _template(self, match: re.Match[str], script: Script, place: Location) -> Value:
        name, tail = match[2] or match[3], ""
        if match[3] and script.kotlin:  # there `$a.b` is the value of `a` and then `.b`
            name, dot, tail = name.partition(".")
            tail = dot + tail
        found = (self.value(path_of(name)) if path_of(name) else None) or unknown(place)
        return joined([found, (Written(tail, place),)], place) if tail else found
