"""Tells which commands of a shell script may matter, so that only what they need is worked out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from lint_rds_tls.frontends._documents import language_of_file, may_connect
from lint_rds_tls.frontends._shell.nodes import Function, Script, Simple

__all__ = ["Interest"]

#: Commands that stand in one substitution before the one that is looked at.
_MOST_OUTSIDE = 20
_ALIAS = re.compile(r"alias\s+(?:-\w+\s+)*([\w.-]+)=")
#: A variable that is given an object of JSON.
_JSON = re.compile(r"=[\"']?\s*\{\s*\\?\"")


class Interest:
    """Marks commands: those that name a program, what leads to one, and whatever sets what they use.

    A variable carries where its value leads to a program: all that use it matter. Of others only what sets them does.
    """

    def __init__(self, script: Script, programs: Collection[str], carriers: Iterable[str]) -> None:
        self._text = str(script.text).lower()
        names = "|".join(re.escape(name) for name in sorted(programs)) or r"(?!)"
        self._programs = re.compile(f"{names}|powershell|pwsh")
        self._lines = sorted(script.lines, key=lambda line: line.start)
        self._starts = [line.start for line in self._lines]
        self._functions = {function.name: function for function in script.functions}
        self._owners = _owners(self._lines, script.functions)
        self._by_set: dict[str, list[Simple]] = defaultdict(list)
        self._by_use: dict[str, list[Simple]] = defaultdict(list)
        self._by_call: dict[str, list[Simple]] = defaultdict(list)
        #: calls whose output is read, and the functions of which that is a program
        self._told: dict[str, list[Simple]] = defaultdict(list)
        self._telling: set[str] = set()
        for line in self._lines:
            for name in line.sets:
                self._by_set[name].append(line)
            for name in line.uses:
                self._by_use[name].append(line)
            for name in line.calls:
                if name in self._functions:
                    self._by_call[name].append(line)
                    if line.substituted:
                        self._told[name].append(line)
        self._wanted: set[str] = set()
        self._carriers: set[str] = set()
        self._printing: set[str] = set()
        self._handed: set[str] = set()
        self._todo: list[tuple[Simple, bool]] = []
        self._mark(carriers)
        #: where commands that matter begin, in order
        self.places = [line.start for line in self._lines if line.matters]

    def within(self, start: int, end: int) -> bool:
        """Whether a command that matters begins there."""
        at = bisect_left(self.places, start)
        return at < len(self.places) and self.places[at] < end

    def _mark(self, carriers: Iterable[str]) -> None:
        for line in self._lines:
            line.matters = False
        for line in self._lines:
            if self._programs.search(self._text, line.start, line.end):
                self._todo.append((line, True))
            elif self._writes(line) or self._may_connect(line):
                self._todo.append((line, False))
        for name in carriers:
            self._carry(name)
        while self._todo:
            line, carries = self._todo.pop()
            if not line.matters or carries:
                self._matter(line, carries)

    def _writes(self, line: Simple) -> bool:
        """Whether a command is given a document, or writes a file that is one."""
        for redirect in line.redirects:
            target = redirect.target
            if redirect.heredoc is not None:
                return True
            if target is not None and ">" in redirect.sign:
                name = self._text[target.start : target.end].rstrip("\"'")
                if language_of_file(name) is not None:
                    return True
        return False

    def _may_connect(self, line: Simple) -> bool:
        raw = self._text[line.start : line.end]
        if _JSON.search(raw):
            return True
        # A lone pair is every other option; a pair and a semicolon, or a URL of a database, is not.
        return ("=" in raw and ";" in raw) or (":" in raw and may_connect(raw.replace("=", "")))

    def _matter(self, line: Simple, carries: bool) -> None:
        fresh, line.matters = not line.matters, True
        carries = carries or any(name in self._carriers for name in line.uses)
        for name in line.sets:
            if carries:
                self._carry(name)
            self._want(name)
        owner = self._owners.get(line.start)
        if carries and owner is not None and owner not in self._telling:
            self._telling.add(owner)
            self._todo += ((outer, True) for call in self._told.get(owner, ()) for outer in self._outside(call))
        if not fresh:
            return
        for name in line.uses:
            self._want(name)
        at = bisect_left(self._starts, line.start)
        while at < len(self._lines) and self._lines[at].start < line.end:
            inner = self._lines[at]
            if not inner.matters:
                self._todo.append((inner, False))
            at += 1
        if owner is not None:
            self._todo += ((call, False) for call in self._by_call.pop(owner, ()))
        for name in line.calls:
            if line.substituted:
                self._print(name)
            elif carries:
                self._hand_on(name)
        if carries and (alias := _ALIAS.match(self._text, line.start, line.end)):
            self._todo += ((call, False) for call in self._lines if call.calls[:1] == [alias[1]])

    def _outside(self, line: Simple) -> Iterator[Simple]:
        """The commands that a substituted command stands in: `S=$(find_program)`."""
        at = bisect_left(self._starts, line.start)
        for outer in reversed(self._lines[max(at - _MOST_OUTSIDE, 0) : at]):
            if outer.end >= line.end:
                yield outer
                if not outer.substituted:
                    return

    def _hand_on(self, name: str) -> None:
        """What a function does with its arguments matters where they name a program."""
        function = self._functions.get(name)
        if function is None or name in self._handed:
            return
        self._handed.add(name)
        at = bisect_left(self._starts, function.start)
        while at < len(self._lines) and self._lines[at].start < function.end:
            if any(use in ("@", "*") or use.isdigit() for use in self._lines[at].uses):
                self._todo.append((self._lines[at], False))
            at += 1

    def _print(self, name: str) -> None:
        """All of a function matters where its output does."""
        function = self._functions.get(name)
        if function is None or name in self._printing:
            return
        self._printing.add(name)
        at = bisect_left(self._starts, function.start)
        while at < len(self._lines) and self._lines[at].start < function.end:
            self._todo.append((self._lines[at], False))
            at += 1

    def _want(self, name: str) -> None:
        if name not in self._wanted:
            self._wanted.add(name)
            self._todo += ((line, False) for line in self._by_set[name])

    def _carry(self, name: str) -> None:
        if name not in self._carriers:
            self._carriers.add(name)
            self._todo += ((line, True) for line in self._by_use[name])


def _owners(lines: list[Simple], functions: Iterable[Function]) -> dict[int, str]:
    """The innermost function around each command, by where the command begins."""
    owners: dict[int, str] = {}
    starts = [line.start for line in lines]
    for function in sorted(functions, key=lambda each: each.start):
        for at in range(bisect_left(starts, function.start), bisect_left(starts, function.end)):
            owners[starts[at]] = function.name
    return owners
