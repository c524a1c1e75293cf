"""Finds what C# and Java names stand for, as far as one file tells: variables, members, types and their namespaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from lint_rds_tls.frontends._code.nodes import Access, Name, Node, Type
from lint_rds_tls.frontends._code.symbols import Scope, Symbol

__all__ = ["Names"]

_STRING_TYPES = frozenset((("string",), ("String",), ("System", "String")))

_NONE: Mapping[str, str] = MappingProxyType({})
#: A type is not asked for members of more base types than this.
_MOST_BASES = 32


class Names:
    """Looks names up from where they are used."""

    def __init__(
        self,
        file: Scope,
        declared: set[str],
        namespaces: frozenset[str] = frozenset(),
        types: frozenset[str] = frozenset(),
        calls: frozenset[str] = frozenset(),
        keys: frozenset[str] = frozenset(),
        programs: frozenset[str] = frozenset(),
        scripts: Mapping[str, str] = _NONE,
    ) -> None:
        """`declared` are all names of the file, so that most others need no look; the rest is the vocabulary's.

        `scripts` are the calls that give a text to an interpreter, with the language that it reads.
        """
        self.file = file
        self.namespaces = namespaces
        self.types = types
        self.calls = calls
        self.keys = keys
        self.programs = programs
        self.scripts = scripts
        self._declared = declared
        self._found: dict[tuple[Scope, str], Symbol | None] = {}
        self._libraries: dict[Scope, tuple[str, ...]] = {}

    # --- variables and members

    def symbol(self, node: Node) -> Symbol | None:
        """What a name, `this.name` or `Type.name` was declared as."""
        if isinstance(node, Name):
            return self.lookup(node.name, node.scope)
        if isinstance(node, Access) and node.name in self._declared:
            target = node.target
            if isinstance(target, Name) and target.name in ("this", "base"):
                owner = enclosing_type(target.scope)
                return self.member(owner, node.name) if owner is not None else None
            owner = self._type_scope(target)
            return self.member(owner, node.name) if owner is not None else None
        return None

    def lookup(self, name: str, scope: Scope) -> Symbol | None:
        """The innermost declaration of a name."""
        if name not in self._declared:
            return None
        passed: list[Scope] = []
        at: Scope | None = scope
        found: Symbol | None = None
        while at is not None and found is None:
            if (at, name) in self._found:
                found = self._found[at, name]
                break
            passed.append(at)
            found = self.member(at, name) if at.kind in ("type", "interface") else _first(at, name)
            if found is None and at.kind in ("namespace", "file"):
                found = self._imported(name, at)
            at = at.parent
        for each in passed:
            self._found[each, name] = found
        return found

    def _imported(self, name: str, scope: Scope) -> Symbol | None:
        """A name that a namespace or using brings from elsewhere in the file."""
        imports = scope.imports
        if imports is None:
            return None
        if name in imports.aliases:
            return self._type_of_path(imports.aliases[name].path)
        if name not in self._declared:
            return None
        for path in [scope.path, *imports.usings]:
            found = self._type_of_path((*path, name))
            if found is not None:
                return found
        for path in imports.statics:
            owner = self._type_of_path(path)
            found = self.member(owner.inner, name) if owner is not None and owner.inner is not None else None
            if found is not None:
                return found
        return None

    def member(self, owner: Scope | None, name: str) -> Symbol | None:
        """A member of a type, its own or one of a base class in this file."""
        seen: set[Scope] = set()
        waiting = [owner] if owner is not None else []
        while waiting and len(seen) < _MOST_BASES:
            scope = waiting.pop()
            if scope in seen:
                continue
            seen.add(scope)
            found = _first(scope, name)
            if found is not None:
                return found
            for base in reversed(scope.bases):
                inner = self.type_scope(base, scope.parent or self.file)
                # What an interface declares is no member of the class.
                if inner is not None and (inner.kind != "interface" or scope.kind == "interface"):
                    waiting.append(inner)
        return None

    # --- types

    def type_scope(self, found: Type, scope: Scope) -> Scope | None:
        """The members of a type that this file declares."""
        symbol = self.lookup(found.path[0], scope) if found.path else None
        if symbol is None:
            symbol = self._type_of_path(found.path)
            return symbol.inner if symbol is not None else None
        inner = symbol.inner
        for name in found.path[1:]:
            nested = _first(inner, name) if inner is not None else None
            inner = nested.inner if nested is not None else None
        return inner

    def _type_scope(self, node: Node) -> Scope | None:
        """The members of the type that an expression names."""
        path: list[str] = []
        while isinstance(node, Access):
            path.append(node.name)
            node = node.target
        if not isinstance(node, Name):
            return None
        path.append(node.name)
        found = Type(node.start, node.end, tuple(reversed(path)))
        if len(path) == 1:
            symbol = self.lookup(node.name, node.scope)
            if symbol is not None and symbol.kind != "type":  # Color Color: a member named as its type
                return self._named_as_type(symbol, node)
        return self.type_scope(found, node.scope)

    def _named_as_type(self, symbol: Symbol, node: Name) -> Scope | None:
        if symbol.type is not None and symbol.type.path[-1:] == (node.name,):
            return self.type_scope(symbol.type, symbol.scope.parent or self.file)
        return None

    def _type_of_path(self, path: tuple[str, ...]) -> Symbol | None:
        """A type by its full name."""
        path = path[1:] if path[:1] == ("global",) else path
        waiting: list[tuple[Scope, tuple[str, ...]]] = [(self.file, path)]
        while waiting:
            scope, rest = waiting.pop()
            for symbol in scope.names.get(rest[0], ()) if rest else ():
                if symbol.inner is None:
                    continue
                if len(rest) == 1:
                    return symbol
                waiting.append((symbol.inner, rest[1:]))
            for inner in scope.imports.namespaces if scope.imports is not None else ():
                own = inner.path[len(scope.path) :]
                if rest[: len(own)] == own:
                    waiting.append((inner, rest[len(own) :]))
        return None

    def is_string(self, found: Type, scope: Scope) -> bool:
        """Whether a type is string."""
        if found.suffix not in ("", "?"):
            return False
        alias = self._alias(found.path[:1], scope)
        return (alias.path if alias is not None else found.path) in _STRING_TYPES

    # --- namespaces

    def _alias(self, name: tuple[str, ...], scope: Scope) -> Type | None:
        """The type or namespace that `using name = …` stands for."""
        for each in _outwards(scope) if name and name[0] in self._declared else ():
            if each.imports is not None and name[0] in each.imports.aliases:
                return each.imports.aliases[name[0]]
        return None

    def qualified(self, found: Type, scope: Scope) -> str:
        """A type with its namespace, where the file tells; else as written."""
        path = found.path
        if path[:1] == ("global",) and found.alias:
            return ".".join(path[1:])
        alias = self._alias(found.path[:1], scope)
        if alias is not None:
            target = alias.path[1:] if alias.alias and alias.path[0] == "global" else alias.path
            return ".".join((*target, *path[1:]))
        if len(path) != 1:
            return self._partly(path, scope)
        if found.arguments or path[0] not in self.types:
            return path[0]
        own = self.lookup(path[0], scope)
        if own is not None and own.kind == "type":
            return ".".join((*_namespace(own.scope), path[0]))
        libraries = self.libraries(scope)
        return f"{libraries[0]}.{path[0]}" if len(libraries) == 1 else path[0]

    def library_type(self, found: Type, scope: Scope) -> str:
        """The simple name of a type of the vocabulary; empty for any other."""
        name = found.name
        if found.suffix.strip("?"):
            return ""
        alias = self._alias(found.path, scope) if len(found.path) == 1 else None
        name = alias.name if alias is not None else name
        return name if name in self.types else ""

    def _partly(self, path: tuple[str, ...], scope: Scope) -> str:
        written = ".".join(path)
        prefix = ".".join(path[:-1])
        if prefix in self.namespaces:
            return written
        outer = _namespace(scope)
        for length in range(len(outer), 0, -1):
            whole = ".".join((*outer[:length], prefix))
            if whole in self.namespaces:
                return f"{whole}.{path[-1]}"
        return written

    def libraries(self, scope: Scope) -> tuple[str, ...]:
        """The namespaces of the vocabulary that code in this scope sees by simple name."""
        while scope.imports is None and scope.parent is not None:
            scope = scope.parent
        if scope not in self._libraries:
            paths = (".".join(path) for each in _outwards(scope) for path in self._visible(each))
            self._libraries[scope] = tuple(dict.fromkeys(path for path in paths if path in self.namespaces))
        return self._libraries[scope]

    def _visible(self, scope: Scope) -> Iterator[tuple[str, ...]]:
        if scope.kind == "namespace":
            for length in range(len(scope.path), 0, -1):
                yield scope.path[:length]
        imports = scope.imports
        if imports is None:
            return
        for path in imports.usings:
            yield path[1:] if path[:1] == ("global",) else path
        for alias in (*(each.path for each in imports.aliases.values()), *imports.statics):
            path = alias[1:] if alias[:1] == ("global",) else alias
            yield path
            yield path[:-1]


def enclosing_type(scope: Scope | None) -> Scope | None:
    """The type that a scope is in."""
    while scope is not None and scope.kind not in ("type", "interface"):
        scope = scope.parent
    return scope


def _first(scope: Scope, name: str) -> Symbol | None:
    found = scope.names.get(name)
    return found[0] if found else None


def _outwards(scope: Scope) -> Iterable[Scope]:
    at: Scope | None = scope
    while at is not None:
        yield at
        at = at.parent


def _namespace(scope: Scope) -> tuple[str, ...]:
    """The path of the namespace that a scope is in."""
    return next((each.path for each in _outwards(scope) if each.kind == "namespace"), ())
