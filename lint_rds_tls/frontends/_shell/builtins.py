"""What is built into the shell, and what programs print whose output is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lint_rds_tls.frontends._commands.interpreters import joined
from lint_rds_tls.frontends._shell.nodes import Function, Script, Simple, Word
from lint_rds_tls.frontends._shell.parser import parse
from lint_rds_tls.frontends._shell.run import SILENT, Run
from lint_rds_tls.frontends._shell.state import POSITIONAL, Choice, Field, Way
from lint_rds_tls.frontends._shell.walk import Given
from lint_rds_tls.model import Source, Use, Vocabulary
from lint_rds_tls.model import Word as Shown
from lint_rds_tls.text import MappedText

__all__ = ["Builtins"]

#: Programs that print the path of the program they are asked for.
_FINDS = frozenset({"which", "command", "type", "whence", "realpath", "readlink", "ls"})
_DEEPEST_EVAL = 4


class Builtins(Run):
    """The last layer: everything that a script is walked with."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        super().__init__(source, vocabulary)
        self.aliases: dict[str, Simple] = {}
        self._evaluating = 0

    def builtin(self, name: str, node: Simple) -> bool:
        """Run what is built into the shell; False where `name` is not."""
        run = _BUILTINS.get(name)
        if run is None:
            return False
        return run(self, node)

    def _declare(self, node: Simple) -> bool:
        name = self.source(node.words[0])
        options = "".join(self.source(word) for word in node.words[1:] if self.source(word).startswith("-"))
        exported = name == "export" or "x" in options
        local = name in ("local", "declare", "typeset") and bool(self.frames) and "g" not in options
        for assign in node.declared:
            if local:
                self.frames[-1].locals.setdefault(assign.name, self.value(assign.name))
            if local and assign.value is None and assign.items is None:
                self.put(assign.name, (Choice((), array="a" in options or "A" in options),))
            self.assign(assign, exported=exported)
        for word in node.words[1:]:
            if word.parts:
                self._declared(word)
        return True

    def _declared(self, word: Word) -> None:
        """`export "NAME=value"`."""
        for way in self.ways([word])[:1]:
            for each in way.fields:
                written = str(each.text)
                name, equals, _ = written.partition("=")
                if equals and name.isidentifier():
                    text = each.text[len(name) + 1 :]
                    value = (Choice((Field(text, each.place),), way.world, way.guards),)
                    self.put(name, value)
                    self.exported.add(name)
                    self._literals(value, Use(role="variable", name=name))

    def _set(self, node: Simple) -> bool:
        words = node.words[1:]
        index = 0
        while index < len(words):
            written = self.source(words[index])
            if written == "--":
                index += 1
                break
            if written[:1] not in ("-", "+") or written == "-":
                break
            index += 1 + (written[-1] == "o")
        else:
            return True
        found = self.ways(words[index:])
        self.put(POSITIONAL, tuple(Choice(way.fields, way.world, way.guards, array=True) for way in found))
        return True

    def _shift(self, node: Simple) -> bool:
        written = self.source(node.words[1]) if len(node.words) > 1 else "1"
        count = int(written) if written.isdigit() else None
        value = []
        for choice in self.value(POSITIONAL):
            gone = choice.fields[: count or 0]
            if count is None or choice.unset or any(each.splits for each in gone):
                value.append(Choice((), choice.world, unset=True))
            else:
                value.append(replace(choice, fields=choice.fields[count:]))
        self.put(POSITIONAL, tuple(value))
        return True

    def _unset(self, node: Simple) -> bool:
        for word in node.words[1:]:
            self.put(self.source(word), (Choice(()),))
        return True

    def _read(self, node: Simple) -> bool:
        place = self.text[node.start : node.end].span
        for word in node.words[1:]:
            name = self.source(word)
            if name.isidentifier():
                array = self.source(node.words[0]) in ("mapfile", "readarray")
                hole = Field(MappedText.hole(place), place, splits=array)
                self.put(name, (Choice((hole,), array=array),))
        return True

    def _return(self, node: Simple) -> bool:
        for word in node.words[1:]:
            self.inside(word)
        self.leave()
        return True

    def _exit(self, node: Simple) -> bool:
        for word in node.words[1:]:
            self.inside(word)
        self.ended = "exit"
        return True

    def _break(self, _: Simple) -> bool:
        # What holds here holds behind the loop too: as a way that goes on.
        return True

    def _colon(self, node: Simple) -> bool:
        self.ways(node.words)
        return True

    def _eval(self, node: Simple) -> bool:
        for way in self.ways(node.words[1:])[:4]:
            words = [Shown(text=each.text, span=each.place) for each in way.fields]
            if words:
                world, guards = self.world, self.guards
                self.world, self.guards = way.world, (*guards, *way.guards)
                before, self.within = self.within, self.text[node.start : node.end].span
                self.evaluate(joined(words))
                self.within = before
                self.world, self.guards = world, guards
        return True

    def _trap(self, node: Simple) -> bool:
        for way in self.ways(node.words[1:2])[:1]:
            for each in way.fields[:1]:
                if " " in str(each.text):
                    self.aside(lambda text=each.text: self.evaluate(text))  # type: ignore[misc]
        return True

    def evaluate(self, text: MappedText) -> None:
        """Run text as commands of this shell."""
        if self._evaluating >= _DEEPEST_EVAL:
            return
        self._evaluating += 1
        before = self.text
        script = parse(text)[0]
        self.text = script.text
        self.nodes(script.body)
        self.text = before
        self._evaluating -= 1

    def _alias(self, node: Simple) -> bool:
        for way in self.ways(node.words[1:])[:1]:
            for each in way.fields:
                name, equals, _ = str(each.text).partition("=")
                if equals and name and not each.text[: len(name)].has_hole:
                    script = parse(each.text[len(name) + 1 :])[0]
                    self._aliased(name, script)
        return True

    def _aliased(self, name: str, script: Script) -> None:
        """An alias is a function whose last command is given the words behind it."""
        last = script.body[-1] if script.body else None
        if isinstance(last, Simple) and last.words:
            text, self.text = self.text, script.text
            self.define(Function(last.start, last.end, name, list(script.body)))
            self.aliases[name] = last
            self.text = text

    def call(self, name: str, fields: Sequence[Field]) -> bool:
        """Run a function, or an alias."""
        last = self.aliases.get(name)
        if last is None:
            return super().call(name, fields)
        defined = self.functions[name]
        defined.called = True
        text, self.text = self.text, defined.text
        for way in self.ways(last.words)[:4]:
            if str(way.fields[0].text if way.fields else "") not in self.functions:
                self._command(last, Way((*way.fields, *fields), way.world, way.guards), (), alternative=False)
        self.text = text
        return True

    def _printf(self, node: Simple) -> bool:
        if len(node.words) > 2 and self.source(node.words[1]) == "-v":
            place = self.text[node.start : node.end].span
            self.put(self.source(node.words[2]), (Choice((Field(MappedText.hole(place), place),)),))
            return True
        return False

    def _exec(self, node: Simple) -> bool:
        if len(node.words) > 1:
            ways = self.ways(node.words)
            for way in ways:
                self._command(node, way, (), alternative=self.differ(ways))
        return True

    def outputs(self, name: str, node: Simple, given: Sequence[Given]) -> list[Given]:
        """What a program prints, as far as that is known."""
        if name in SILENT or (not node.words and not given):
            return [] if not self.capturing else [Given(MappedText(), self.world)]
        if name == "cat" and given and len([w for w in node.words if self.source(w) not in ("-", "cat")]) == 0:
            return list(given)
        if name in ("echo", "printf"):
            return [found for way in self.ways(node.words) if (found := _said(name, way)) is not None]
        if name in _FINDS:
            return self._located(name, node)
        if name == "find":
            return self._sought(node)
        return []

    def _located(self, name: str, node: Simple) -> list[Given]:
        words = [word for word in node.words[1:] if not self.source(word).startswith("-")]
        if name in ("command", "type") and len(words) == len(node.words) - 1:
            return []
        return [
            Given(each.text, way.world, way.guards)
            for way in self.ways(words)
            for each in way.fields[:1]
            if not each.text.has_hole
        ]

    def _sought(self, node: Simple) -> list[Given]:
        written = [self.source(word) for word in node.words]
        at = next((index for index, each in enumerate(written[:-1]) if each in ("-name", "-path", "-iname")), None)
        if at is None:
            return []
        (way, *_) = self.ways([node.words[at + 1]])
        text = way.fields[0].text if way.fields else MappedText()
        return [Given(text, way.world)] if len(text) and "*" not in str(text).rpartition("/")[2] else []


def _said(name: str, way: Way) -> Given | None:
    """What `echo` and `printf` print."""
    fields = list(way.fields[1:])
    escapes = False
    if name == "echo":
        while fields and str(fields[0].text) in ("-n", "-e", "-E", "-en", "-ne"):
            escapes = escapes or "e" in str(fields[0].text)
            fields.pop(0)
        parts: list[MappedText] = []
        for index, each in enumerate(fields):
            if index:
                parts.append(MappedText.decoded(" ", each.place))
            parts.append(each.text)
        return Given(MappedText.joined(parts), way.world, way.guards)
    if fields and str(fields[0].text) == "--":
        fields.pop(0)
    if not fields:
        return None
    return _formatted(fields, way)


def _formatted(fields: Sequence[Field], way: Way) -> Given | None:
    pattern, rest = fields[0].text, list(fields[1:])
    written = str(pattern)
    parts: list[MappedText] = []
    last = 0
    index = 0
    while index < len(written):
        two = written[index : index + 2]
        if two == "%s":
            parts.append(pattern[last:index])
            if rest:
                parts.append(rest.pop(0).text)
            index = last = index + 2
        elif two == "\\n":
            parts += pattern[last:index], MappedText.decoded("\n", pattern[index : index + 2].span)
            index = last = index + 2
        elif two[:1] == "%" and two != "%%":
            return None
        else:
            index += 1
    parts.append(pattern[last:])
    return Given(MappedText.joined(parts), way.world, way.guards)


_BUILTINS: dict[str, Callable[[Builtins, Simple], bool]] = {
    **dict.fromkeys(("export", "declare", "local", "readonly", "typeset"), Builtins._declare),
    "set": Builtins._set,
    "shift": Builtins._shift,
    "unset": Builtins._unset,
    **dict.fromkeys(("read", "mapfile", "readarray", "getopts"), Builtins._read),
    "return": Builtins._return,
    "exit": Builtins._exit,
    "break": Builtins._break,
    "continue": Builtins._break,
    ":": Builtins._colon,
    "eval": Builtins._eval,
    "trap": Builtins._trap,
    "alias": Builtins._alias,
    "printf": Builtins._printf,
    "exec": Builtins._exec,
}
