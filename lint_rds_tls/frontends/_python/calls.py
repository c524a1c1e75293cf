"""What Python's calls come to: those that make texts, dicts and lists, those that connect, those that run programs."""

from __future__ import annotations

import re
from collections.abc import Callable

import libcst as cst

from lint_rds_tls.frontends._python.commands import COMMAND_NAMES, SHELLS, WORDS
from lint_rds_tls.frontends._python.expressions import Expressions
from lint_rds_tls.frontends._python.records import Argument, Call, Records
from lint_rds_tls.frontends._python.texts import (
    METHODS,
    dedented,
    each_way,
    formatted,
    in_list,
    quoted,
    replaced,
    stripped,
    url_encoded,
)
from lint_rds_tls.frontends._python.values import (
    Item,
    Listing,
    Mapping,
    Member,
    Named,
    Scalar,
    Text,
    Unknown,
    Value,
    as_default,
    part,
    scalar,
)
from lint_rds_tls.model import Use

__all__ = ["Calls"]

_GROWS = frozenset(("append", "extend", "insert"))
_LOOKS_UP = frozenset(("get", "getenv", "setdefault", "pop"))
#: A longer call is not repeated as it is written.
_LONGEST_CALL = 200

#: These only look at the texts they are given, or look for them.
_LOOKING = frozenset(
    {
        "startswith", "endswith", "find", "rfind", "index", "rindex", "count", "partition", "rpartition", "split",
        "rsplit", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "len", "isinstance", "hasattr", "type",
    }
)  # fmt: skip
#: These show their texts to people.
_SAYING = re.compile(
    r"print|pprint|(?:.*\.)?(?:debug|info|warn|warning|error|critical|exception|fatal|trace|success|echo|secho|skip|xfail|fail"
    r"|skipTest|skipif|assert\w*)|re\.\w+|logging\.\w+|.*(?:Error|Exception|Warning)"
)
#: Arguments of these names are documentation.
_PROSE = frozenset(
    {"help", "description", "epilog", "usage", "metavar", "doc", "reason", "match", "msg", "error_message"}
)


class Calls(Expressions, Records):
    """Evaluates calls."""

    def call(self, node: cst.Call) -> Value:
        """What a call comes to, and what it does."""
        path, whole = self.path_of(node.func)
        receiver: Value | None = None
        if isinstance(node.func, cst.Attribute):
            receiver = self.value(node.func.value)
        elif not isinstance(node.func, cst.Name):
            self.settle(node.func)
        call = Call(path, tuple(map(self._argument, node.args)), self.at(node), whole)
        found = self._method(receiver, call)
        if found is None and whole and path in _FUNCTIONS:
            found = _FUNCTIONS[path](self, call)
        if found is None and whole and path in self.vocabulary.types:
            found = self.new_dict(call)
        if found is None and call.name in _LOOKS_UP:
            found = self._default(call)
        if found is not None:
            return found
        if receiver is not None:
            self.read(receiver)
        self._done(call)
        default = call.named("default")
        if default is not None:
            return as_default(default.value)
        begin, end = call.extent
        return Unknown(self.span(node), str(self.text[begin:end]) if end - begin <= _LONGEST_CALL else "")

    def _argument(self, node: cst.Arg) -> Argument:
        value, extent = self.value(node.value), self.at(node.value)
        if node.keyword is None:
            return Argument(value, extent, star=node.star)
        begin, end = self.at(node.keyword)
        return Argument(value, extent, name=self.text[begin:end], begin=begin)

    # --- methods of what is known

    def _method(self, receiver: Value | None, call: Call) -> Value | None:
        if isinstance(receiver, Text):
            return self._text_method(receiver, call)
        if isinstance(receiver, Mapping):
            return self._dict_method(receiver, call)
        if isinstance(receiver, Listing) and call.name in _GROWS:
            self._grow(receiver, call)
            return Unknown(self.place(*call.extent))
        return None

    def _text_method(self, receiver: Text, call: Call) -> Value | None:
        name, span = call.name, self.place(*call.extent)
        values = [each.value for each in call.positional]
        known = [scalar(value) for value in values]
        if name in METHODS and (not call.arguments or name in ("encode", "decode")):
            return each_way(receiver, METHODS[name])
        if name in ("strip", "lstrip", "rstrip") and known and known[0] is not None:
            return each_way(receiver, stripped(name, str(known[0])))
        if name == "format":
            named = {str(each.name): each.value for each in call.arguments if each.name is not None}
            starred = any(each.star for each in call.arguments)
            return formatted(receiver, [] if starred else values, {} if starred else named, span)
        if name == "format_map" and isinstance(call.first, Mapping):
            return formatted(receiver, (), {key: each.value for key, each in call.first.members.items()}, span)
        if name == "join" and isinstance(call.first, Listing):
            call.first.ran = call.first.noted = True
            spans = [self.place(item.start, item.end) for item in call.first.items]
            return in_list(receiver.ways[0].text, call.first.items, spans, span)
        if name == "replace" and len(known) > 1 and known[0] is not None:
            old, new = str(known[0]), self.text_of(values[1], span)
            return each_way(receiver, lambda text: replaced(text, old, new))
        if name == "split" and not call.arguments and len(receiver.ways) == 1:
            return self.split(receiver)
        return None

    def _dict_method(self, receiver: Mapping, call: Call) -> Value | None:
        span = self.place(*call.extent)
        if call.name == "update":
            self._fill(receiver, call)
            return Unknown(span)
        if call.name == "items" and not call.arguments:
            return self.pairs(receiver)
        if call.name == "copy":
            copy = self.mapping(call.extent)
            copy.members, copy.whole = dict(receiver.members), receiver.whole
            return copy
        key = scalar(call.first) if call.first is not None else None
        if key is None or call.name not in _LOOKS_UP:
            return None
        member = receiver.members.get(str(key))
        if member is not None:
            return member.value
        if len(call.arguments) < 2:
            return Unknown(span)
        given = call.arguments[1]
        if call.name == "setdefault":
            self.put(receiver, Member(key, given.value, call.arguments[0].extent[0], given.extent[1], self.guards))
        return as_default(given.value)

    def _fill(self, mapping: Mapping, call: Call) -> None:
        """Write what `dict(…)` and `d.update(…)` are given."""
        for each in call.arguments:
            if each.name is not None:
                self.put(mapping, Member(each.name, each.value, each.begin, each.extent[1], self.guards))
            elif isinstance(each.value, Mapping):
                self.take(mapping, each.value)
            else:
                mapping.whole = False

    def _grow(self, listing: Listing, call: Call) -> None:
        listing.chosen |= self.guards != listing.guards
        for each in call.arguments[-1:]:
            item = Item(each.value, *each.extent, starred=call.name == "extend")
            if item.starred and isinstance(item.value, Listing):
                item.value.ran = True
                listing.items += item.value.items
            elif call.name == "insert" and str(scalar(call.arguments[0].value)) == "0":
                listing.items.insert(0, item)
            else:
                listing.items.append(item)

    # --- functions

    def _default(self, call: Call) -> Value | None:
        """`environ.get(key, default)`."""
        if len(call.arguments) != 2 or not isinstance(call.arguments[1].value, Text | Scalar):
            return None
        return as_default(call.arguments[1].value)

    def new_dict(self, call: Call) -> Value:
        """`dict(…)`."""
        mapping = self.mapping(call.extent)
        self._fill(mapping, call)
        return mapping

    def encoded(self, call: Call, *, plus: bool) -> Value | None:
        """`urllib.parse.quote(text)`."""
        if call.first is None:
            return None
        argument = call.named("safe") or (call.arguments[1] if len(call.arguments) > 1 else None)
        safe = scalar(argument.value) if argument is not None else None
        kept = str(safe) if safe is not None else "" if plus else "/"
        value = part(call.first, self.place(*call.arguments[0].extent))
        return each_way(value, lambda text: quoted(text, kept, plus=plus))

    def query(self, call: Call) -> Value | None:
        """`urllib.parse.urlencode(values)`."""
        if not isinstance(call.first, Mapping):
            return None
        call.first.taken = True
        return url_encoded(call.first, self.place(*call.extent))

    def shell_words(self, call: Call) -> Value | None:
        """`shlex.split(text)`."""
        if not isinstance(call.first, Text):
            return None
        noted = self.note(call.first, call.arguments[0].extent)
        if isinstance(noted, Text) and any(self.mentions(str(way.text)) for way in noted.ways):
            self.shell_text(noted)
        return Unknown(self.place(*call.extent))

    # --- what a call does

    def _done(self, call: Call) -> None:
        handed = call.first
        if self._is_watched(call):
            self.call_records(call)
        elif isinstance(handed, Named) and handed.path in self.vocabulary.calls:
            # partial(connect, …), to_thread(connect, …)
            self.call_records(Call(handed.path, call.arguments[1:], call.extent, whole=True))
        else:
            self.keyword_record(call)
        self._run_by(call)
        silent = call.name in _LOOKING or (_SAYING.fullmatch(call.path) is not None and call.named("file") is None)
        for each in call.arguments:
            if silent or (each.name is not None and str(each.name) in _PROSE):
                continue
            uses = [Use(role="argument", name=call.name, owner=call.owner)] if call.name else []
            if each.name is not None:
                uses.append(Use(role="variable", name=str(each.name)))
            noted = self.note(each.value, each.extent, *uses)
            if isinstance(noted, Text) and self._goes_to_a_shell(call, each, noted):
                self.shell_text(noted)

    def _is_watched(self, call: Call) -> bool:
        """Whether it is a function of a library, or a method whose name alone tells what it is given by name."""
        if call.whole and "." in call.path and call.path in self.vocabulary.calls:
            return True
        if call.owner and f"*.{call.name}" in self.vocabulary.calls:
            return True
        named = any(each.name is not None or each.star == "**" for each in call.arguments)
        return named and "_" in call.name and call.name in self.vocabulary.calls

    def _run_by(self, call: Call) -> None:
        environment, given = call.named("env", "environment"), call.named("input")
        around = self.around(environment.value if environment is not None else None)
        if call.path in WORDS:
            items = [Item(each.value, *each.extent, bool(each.star)) for each in call.arguments if each.name is None]
            self.run_words(items, around)
        for each in call.arguments:
            name = call.name if each.name is None else str(each.name)
            if isinstance(each.value, Listing) and (name in COMMAND_NAMES or call.path in SHELLS):
                text = self.text_of(given.value, self.place(*given.extent)) if given is not None else None
                self.run_list(each.value, around, text)

    def _goes_to_a_shell(self, call: Call, argument: Argument, value: Text) -> bool:
        if call.path in SHELLS:
            return argument.name is None or str(argument.name) in ("args", "command", "cmd")
        name = call.name if argument.name is None else str(argument.name)
        return name.lower() in COMMAND_NAMES and any(self.mentions(str(way.text)) for way in value.ways)


def _same_text(_: Calls, call: Call) -> Value | None:
    return call.first if isinstance(call.first, Text | Scalar) else None


def _same_list(_: Calls, call: Call) -> Value | None:
    return call.first if isinstance(call.first, Listing) else None


def _dedent(_: Calls, call: Call) -> Value | None:
    return each_way(call.first, dedented) if isinstance(call.first, Text) else None


def _quote(calls: Calls, call: Call) -> Value | None:
    return calls.encoded(call, plus=False)


def _quote_plus(calls: Calls, call: Call) -> Value | None:
    return calls.encoded(call, plus=True)


_FUNCTIONS: dict[str, Callable[[Calls, Call], Value | None]] = {
    "dict": Calls.new_dict,
    "str": _same_text,
    "list": _same_list,
    "tuple": _same_list,
    "textwrap.dedent": _dedent,
    "inspect.cleandoc": _dedent,
    "shlex.split": Calls.shell_words,
    "urllib.parse.quote_plus": _quote_plus,
    "urllib.quote_plus": _quote_plus,
    "six.moves.urllib.parse.quote_plus": _quote_plus,
    "urllib.parse.quote": _quote,
    "urllib.quote": _quote,
    "urllib.parse.urlencode": Calls.query,
    "urllib.urlencode": Calls.query,
}
