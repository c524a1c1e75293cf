"""Makefiles: the lines of recipes as shell, with what the file says of its variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.frontends._carriers.installs import installed
from lint_rds_tls.frontends._documents import language_of_interpreter
from lint_rds_tls.frontends._make_values import Variable, Variables, closing
from lint_rds_tls.frontends._trees.nodes import Tree, scalar_of
from lint_rds_tls.frontends._trees.settings import fragments as settings
from lint_rds_tls.model import Embedded, Entry, Fragment, Frontend, Source, Surroundings, Vocabulary
from lint_rds_tls.text import MappedText

#: A line with those that a backslash joins to it.
_LINE = re.compile(r"(?P<text>(?:[^\\\r\n]|\\(?:\r\n|[\s\S]|\Z))*)(?:\r\n|\n|\r|\Z)")
_JOIN = re.compile(r"[ \t]*\\(?:\r\n|\n|\r)[ \t]*")
_ASSIGNMENT = re.compile(
    r"[ ]*(?P<words>(?:(?:export|override|private)[ \t]+)*)(?P<name>[^\s:#=+?!$]+)[ \t]*"
    r"(?P<sign>=|:{1,3}=|\?=|\+=|!=)[ \t]*"
)
_DEFINE = re.compile(r"[ ]*(?:(?:export|override)[ \t]+)*define[ \t]+(?P<name>[^\s=:+?]+)[ \t]*(?:[:+?]*=)?[ \t]*\Z")
_ENDEF = re.compile(r"[ \t]*endef\b")
_CONDITION = re.compile(r"[ ]*(?P<word>ifeq|ifneq|ifdef|ifndef|else|endif)\b")
_EXPORT = re.compile(r"[ ]*export(?:[ \t]+(?P<names>[\w \t]+))?\Z")
_RULE = re.compile(r"(?P<targets>[^\t#=:][^#=:]*|)(?P<colon>:{1,2})(?P<rest>[^=].*|)\Z", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)#.*", re.DOTALL)
_SHELL = re.compile(r"\$[({]shell[ \t]+")
#: What make takes off a line of a recipe.
_PREFIX = re.compile(r"[ \t]*(?:[@+-][ \t]*)*")


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """The lines of all recipes, and the variables that may connect."""
    reader = _Reader(source.text)
    reader.read()
    yield from reader.recipes()
    yield from settings(source.text, reader.tree(), vocabulary)


class _Reader:
    """Goes over a file twice: the variables first, for a recipe is expanded when it runs."""

    def __init__(self, text: MappedText) -> None:
        self._text = text
        self._written = str(text)
        self._variables = Variables()
        self._places: list[tuple[str, int, int, MappedText]] = []  # of assignments, in order
        self._rules: list[list[MappedText]] = []
        self._arms = 0  # conditions that are open
        self._one_shell = self._exports_all = False
        self._tab = "\t"

    def read(self) -> None:
        """All lines."""
        position = 0
        in_rule = False
        while position < len(self._written):
            line = _LINE.match(self._written, position)
            if line is None or line.end() == position:
                return
            start, position = line.start(), line.end()
            written = line["text"]
            if written.startswith(self._tab) and in_rule:
                self._rules[-1].append(self._recipe_line(start, line.end("text")))
            elif (define := _DEFINE.match(written)) is not None:
                position = self._define(define["name"], start + define.start("name"), position)
            elif written.strip() and not written.lstrip().startswith("#"):
                in_rule = self._directive(written, start) or (in_rule and bool(_CONDITION.match(written)))

    def recipes(self) -> Iterator[Fragment]:
        """Each line by itself, or all of a rule's where one shell reads them."""
        shell = self._known("SHELL")
        language = (language_of_interpreter(shell.split()[0]) if shell.split() else None) or "shell"
        for lines in self._rules:
            texts = [self._variables.expanded(line) for line in lines]
            packages = tuple(name for text in texts for name in installed(str(text)))
            around = Surroundings(variables=tuple(self._environment()), libraries=packages)
            if self._one_shell and texts:
                texts = [MappedText.joined(texts)]
            for line in texts if self._one_shell else (line for text in texts for line in _lines(text)):
                stripped = line[_prefixed(str(line)) :]
                if str(stripped).strip():
                    yield Embedded(language=language, text=stripped, around=around)
        around = Surroundings(variables=tuple(self._environment()))
        for match in _SHELL.finditer(self._written):
            inner = self._text[match.end() : closing(self._written, match.start() + 1) - 1]
            yield Embedded(language=language, text=self._variables.expanded(inner), around=around)

    def tree(self) -> Tree:
        """The variables as a file of settings."""
        tree = Tree(0, len(self._written), flat=True)
        for name, start, end, value in self._places:
            text = self._variables.expanded(value)
            place = self._text[start : start + len(name)]
            tree.put([place], scalar_of(text, start, end), start, end)
        return tree

    def _known(self, name: str) -> str:
        variable = self._variables.get(name)
        value = variable.value if variable is not None else None
        return str(self._variables.expanded(value)) if value is not None else ""

    def _environment(self) -> Iterator[Entry]:
        for variable in self._variables.values():
            if (variable.exported or self._exports_all) and variable.value is not None:
                value = self._variables.expanded(variable.value)
                yield Entry(name=variable.name, value=value, span=variable.span)

    def _recipe_line(self, start: int, end: int) -> MappedText:
        """A line of a recipe with those that it goes on in, the sign that starts each left out; its end with it."""
        written = self._written[start:end]
        parts: list[MappedText] = []
        position = 1
        for match in re.finditer(rf"\\(?:\r\n|\n|\r){re.escape(self._tab)}", written):
            parts.append(self._text[start + position : start + match.end() - 1])
            position = match.end()
        return MappedText.joined([*parts, self._text[start + position : end + 1]])

    def _directive(self, written: str, start: int) -> bool:
        """A line outside recipes; whether it starts a rule."""
        condition = _CONDITION.match(written)
        if condition is not None:
            self._arms += {"endif": -1, "else": 0}.get(condition["word"], 1)
            return False
        exported = _EXPORT.match(_COMMENT.sub("", written))
        if exported is not None:
            self._export((exported["names"] or "").split())
            return False
        assignment = _ASSIGNMENT.match(written)
        if assignment is not None:
            self._assign(assignment, written, start)
            return False
        return self._rule(written, start)

    def _rule(self, written: str, start: int) -> bool:
        bare = _COMMENT.sub("", written)
        head, semicolon, _ = bare.partition(";")
        match = _RULE.match(head)
        if match is None:
            return False
        targets = match["targets"].split()
        self._one_shell = self._one_shell or ".ONESHELL" in targets
        self._exports_all = self._exports_all or ".EXPORT_ALL_VARIABLES" in targets
        own = _ASSIGNMENT.match(written, match.start("rest"))
        if own is not None:
            self._arms += 1
            self._assign(own, written, start)
            self._arms -= 1
            return False
        self._rules.append([])
        if semicolon:
            self._rules[-1].append(self._text[start + len(head) + 1 : start + len(written)])
        return True

    def _assign(self, match: re.Match[str], written: str, start: int) -> None:
        name, sign = match["name"], match["sign"]
        end = match.end() + len(_COMMENT.sub("", written[match.end() :]).rstrip())
        value = self._joined(start + match.end(), start + max(end, match.end()))
        if name == ".RECIPEPREFIX":
            self._tab = str(value)[:1] or "\t"
        variable = self._variables.get(name)
        if variable is None:
            place = start + match.start("name")
            variable = Variable(name=self._text[place : place + len(name)], span=self._text[place : start + end].span)
            self._variables[name] = variable
        variable.exported = variable.exported or "export" in match["words"].split()
        before = variable.values
        if sign == "!=":
            value = MappedText.hole(self._text[start + match.start("name") : start + end].span)
        if sign == "+=" and before:
            blank = MappedText.decoded(" ", value.span)
            variable.values = [MappedText.joined((each, blank, value)) for each in before]
        elif sign == "?=":
            variable.values = before or [value.as_default()]
        else:
            # A value that names itself is what it was before.
            refers = sign != "=" and f"({name})" in str(value)
            value = MappedText.hole(value.span) if refers else value
            variable.values = [*before, value] if self._arms else [value]
        self._places.append((name, start + match.start("name"), start + end, value))

    def _define(self, name: str, place: int, position: int) -> int:
        """A variable of several lines; where the file goes on."""
        start = position
        while position < len(self._written):
            line = _LINE.match(self._written, position)
            if line is None or line.end() == position:
                break
            if _ENDEF.match(line["text"]):
                value = self._text[start:position]
                found = Variable(name=self._text[place : place + len(name)], values=[value], span=value.span)
                self._variables[name] = found
                return line.end()
            position = line.end()
        return position

    def _export(self, names: list[str]) -> None:
        self._exports_all = self._exports_all or not names
        for name in names:
            if name in self._variables:
                self._variables[name].exported = True

    def _joined(self, start: int, end: int) -> MappedText:
        """A value, its continued lines joined by blanks."""
        parts: list[MappedText] = []
        position = start
        for match in _JOIN.finditer(self._written, start, end):
            parts += (
                self._text[position : match.start()],
                MappedText.decoded(" ", self._text[slice(*match.span())].span),
            )
            position = match.end()
        return MappedText.joined([*parts, self._text[position:end]])


def _lines(text: MappedText) -> Iterator[MappedText]:
    """The lines that each have a shell of their own: a variable may hold several."""
    written = str(text)
    position = 0
    while (match := _LINE.match(written, position)) is not None and match.end() > position:
        yield text[position : match.end()]
        position = match.end()


def _prefixed(line: str) -> int:
    match = _PREFIX.match(line)
    return match.end() if match is not None else 0


FRONTEND = Frontend(
    name="makefile",
    patterns=("Makefile", "GNUmakefile", "Makefile.am", "Makefile.in", "*.mk", "*.mak"),
    read=read,
    comments=("#",),
)
