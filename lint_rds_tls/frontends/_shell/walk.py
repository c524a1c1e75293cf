"""Walks a shell script as it runs: which ways it may take, what its variables hold there, which commands it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lint_rds_tls.frontends._shell.calls import MOST_AGAIN, Calls, Frame
from lint_rds_tls.frontends._shell.interest import Interest
from lint_rds_tls.frontends._shell.nodes import (
    Case,
    Chain,
    Conditional,
    For,
    Function,
    Group,
    Heredoc,
    Loop,
    Node,
    Parameter,
    Pipeline,
    Redirect,
    Script,
    Simple,
    Substitution,
    Test,
    Unknown,
    Word,
)
from lint_rds_tls.frontends._shell.state import OUTPUT, POSITIONAL, Choice, Field, Value, World
from lint_rds_tls.text import MappedText, Span

__all__ = ["Given", "Walk"]

#: Elements of a list that a loop is looked at with.
_MOST_TURNS = 12
#: A condition is remembered up to here.
_LONGEST_GUARD = 160
#: Programs that pass on what they read, or a part of it.
_FILTERS = frozenset({"head", "tail", "sort", "uniq", "tr", "xargs", "cat", "tee", "grep"})


@dataclass(frozen=True, slots=True)
class Given:
    """What a command reads on its standard input, on one way."""

    text: MappedText
    world: World
    guards: tuple[str, ...] = ()


class Walk(Calls):
    """Walks nodes; what a simple command does is told by the class that this is part of."""

    def __init__(self) -> None:
        super().__init__()
        self.capturing = False
        self.whole = MappedText()  #: the text of the file, of which is known what matters
        self.interest: Interest | None = None
        self._kinds: dict[type, Callable[..., None]] = {
            Simple: self._simple,
            Pipeline: self._pipeline,
            Chain: self._chain,
            Group: self._group,
            Conditional: self._conditional,
            Loop: self._loop,
            For: self._for,
            Case: self._case,
            Function: self.define,
            Test: self._test,
        }

    def simple(self, node: Simple, given: Sequence[Given]) -> None:
        """Run a simple command."""
        raise NotImplementedError

    def idle(self, node: Simple) -> None:
        """Pass over a simple command that does not matter."""
        raise NotImplementedError

    def written_to(self, redirects: Sequence[Redirect], texts: Sequence[Given]) -> None:
        """What texts that are printed into files come to."""
        raise NotImplementedError

    def script(self, script: Script) -> None:
        """Walk all of a script, then the functions that nothing in it calls."""
        self.text = self.whole = script.text
        self.most = len(script.lines) + MOST_AGAIN
        named = {name for line in script.lines for name in line.calls}
        for node in script.body:
            self.node(node)
            self.ended = ""
        self.text = script.text
        for wanted in (False, True):
            for defined in [*self.functions.values()]:
                if not defined.called and (defined.node.name in named) is wanted:
                    defined.called = True
                    self.text = defined.text
                    self.aside(partial(self._alone, defined.node))

    def _alone(self, node: Function) -> None:
        self.put(POSITIONAL, (Choice((), unset=True),))
        self.frames.append(Frame(node.name, self.open_forks))
        self.nodes(node.body)
        self.frames.pop()

    def nodes(self, nodes: Sequence[Node]) -> None:
        """Run commands one after the other, until one ends the way."""
        for node in nodes:
            self.node(node)
            if self.ended:
                return

    def node(self, node: Node) -> None:
        """Run one command, if it may matter."""
        known = self.interest if self.text is self.whole and not isinstance(node, (Simple, Function)) else None
        if known is None or known.within(node.start, node.end):
            self._kinds[type(node)](node)

    def _simple(self, node: Simple) -> None:
        if not node.matters:
            self.idle(node)
            return
        self.steps += 1
        if self.steps <= self.most:
            self.simple(node, self.given(node.redirects))

    def given(self, redirects: Sequence[Redirect]) -> list[Given]:
        """What here-documents and here-strings give to a command."""
        for redirect in reversed(redirects):
            if redirect.heredoc is not None:
                return self._document(redirect.heredoc, redirect.sign.endswith("-"))
            if redirect.sign.endswith("<<<") and redirect.target is not None:
                return [Given(way.fields[0].text, way.world, way.guards) for way in self.text_of(redirect.target)]
        for redirect in redirects:
            if redirect.target is not None and redirect.target.parts:
                self.inside(redirect.target)
        return []

    def _document(self, heredoc: Heredoc, strips: bool) -> list[Given]:
        found = []
        for way in self.text_of(heredoc.body):
            text = way.fields[0].text
            found.append(Given(_untabbed(text) if strips else text, way.world, way.guards))
        return found

    def inside(self, word: Word) -> None:
        """Run the commands in a word that is of no interest otherwise."""
        for part in word.parts or ():
            if isinstance(part, Substitution):
                self._run(part, self.world)
            elif isinstance(part, Unknown):
                for inner in part.inner:
                    self._run(inner, self.world)
            elif isinstance(part, Parameter) and part.argument is not None:
                self.inside(part.argument)

    def printed(self, script: Script) -> None:
        """Run a subshell whose output somebody reads."""
        before, self.capturing = self.capturing, True
        self.nodes(script.body)
        self.capturing = before

    def print(self, texts: Sequence[Given], fallback: Span | None = None) -> None:
        """Append to what is printed; one that is not known where there are no `texts`."""
        if not self.capturing:
            return
        value = self.values.get(OUTPUT, (Choice(()),))
        if not texts:
            if fallback is not None:
                hole = Field(MappedText.hole(fallback), fallback)
                self.put(OUTPUT, tuple(replace(choice, fields=(*choice.fields, hole)) for choice in value))
            return
        found = []
        for choice in value[:4]:
            for given in texts:
                world = {**choice.world, **given.world}
                fields = (*choice.fields, Field(given.text, given.text.span))
                found.append(Choice(fields, world, (*choice.guards, *given.guards)))
        self.put(OUTPUT, tuple(found))

    def _pipeline(self, node: Pipeline) -> None:
        given: list[Given] = []
        captures = self.capturing
        for index, each in enumerate(node.nodes):
            last = index == len(node.nodes) - 1
            output: list[Given] = []
            before, self.ended = self.ended, ""
            self.begin()
            self.put(OUTPUT, (Choice(()),))
            self.capturing = True
            if isinstance(each, Simple):
                self.steps += 1
                if not each.matters and not given:
                    self.idle(each)
                elif self.steps <= self.most:
                    if given and self._passes(each):
                        output = given
                    self.simple(each, self.given(each.redirects) or given)
            else:
                self.node(each)
            self.capturing = captures
            printed = self.value(OUTPUT)
            changed = self.changes()
            self.ended = before
            if last:
                for name, value in changed.items():
                    if name != OUTPUT:
                        self.put(name, value)
            given = output or [
                Given(MappedText.joined(part.text for part in choice.fields), choice.world, choice.guards)
                for choice in printed
                if choice.fields and not all(part.text.has_hole for part in choice.fields)
            ]
        self.print(given, self.text[node.start : node.end].span)

    def _passes(self, node: Simple) -> bool:
        word = node.words[0] if node.words else None
        return word is not None and word.parts is None and self.source(word) in _FILTERS

    def _chain(self, node: Chain) -> None:
        printed = self.values.get(OUTPUT, (Choice(()),))
        self.node(node.nodes[0])
        if self.is_over():
            return
        certain = isinstance(node.nodes[0], Simple) and not node.nodes[0].words
        guard = self._guard([node.nodes[0]])
        index = 1
        while index < len(node.nodes):
            sign, each = node.signs[index - 1], node.nodes[index]
            other = node.signs[index] if index < len(node.signs) else ""
            if sign == "&&" and certain:
                self.node(each)
            elif sign == "&&" and other == "||":
                otherwise = node.nodes[index + 1]
                self.forked([(guard, partial(self.node, each)), ("", partial(self.node, otherwise))], whole=True)
                index += 1
            elif sign == "||":
                self.forked([("", partial(self._instead, each, printed))], whole=False)
            else:
                self.forked([(guard, partial(self.node, each))], whole=False)
            certain = certain and isinstance(each, Simple) and not each.words
            if self.is_over():
                return
            index += 1

    def is_over(self) -> bool:
        """Whether what stands behind is not reached: something has left the loop, the function or the script."""
        return bool(self.ended)

    def _instead(self, node: Node, printed: Value) -> None:
        """What failed before has printed nothing."""
        if self.capturing:
            self.put(OUTPUT, printed)
        self.node(node)

    def _group(self, node: Group) -> None:
        self._redirected(node.redirects, partial(self._grouped, node))

    def _grouped(self, node: Group) -> None:
        if node.subshell:
            # What it prints lasts.
            self.begin()
            self.nodes(node.body)
            changed = self.changes()
            self.ended = ""
            if OUTPUT in changed:
                self.put(OUTPUT, changed[OUTPUT])
        else:
            self.nodes(node.body)

    def _redirected(self, redirects: Sequence[Redirect], run: Callable[[], None]) -> None:
        """Run a compound command; what it prints into a file is text of that file."""
        self.given(redirects)
        files = [each for each in redirects if each.sign in (">", ">>", "1>", "1>>", ">|") and each.target is not None]
        if not files:
            run()
            return
        before, self.capturing = self.capturing, True
        outer = self.values.get(OUTPUT, (Choice(()),))
        self.put(OUTPUT, (Choice(()),))
        run()
        value = self.value(OUTPUT)
        self.capturing = before
        self.put(OUTPUT, outer)
        texts = [Given(MappedText.joined(each.text for each in choice.fields), choice.world) for choice in value[:2]]
        self.written_to(files, texts)

    def _guard(self, nodes: Sequence[Node]) -> str:
        if not nodes:
            return ""
        return str(self.text[nodes[0].start : nodes[-1].end])[:_LONGEST_GUARD]

    def _conditional(self, node: Conditional) -> None:
        self._redirected(node.redirects, partial(self._branched, node))

    def _branched(self, node: Conditional) -> None:
        arms: list[tuple[str, Callable[[], None]]] = []
        for condition, body in node.arms:
            capturing, self.capturing = self.capturing, False
            self.nodes(condition)
            self.capturing = capturing
            self.ended = ""
            arms.append((self._guard(condition), partial(self.nodes, body)))
        self.forked(arms, whole=not node.arms[-1][0])

    def _loop(self, node: Loop) -> None:
        self.given(node.redirects)
        self.nodes(node.condition)
        self.ended = ""
        self._turn(node.body, whole=False)

    def _turn(self, body: Sequence[Node], *, whole: bool) -> None:
        if whole:
            self.nodes(body)
        else:
            self.forked([("", partial(self.nodes, body))], whole=False)
        if self.ended == "loop":
            self.ended = ""

    def _for(self, node: For) -> None:
        self.given(node.redirects)
        fields: list[Field] = []
        one = False
        if node.words is None:
            value = self.value(POSITIONAL) if node.name else ()
            fields = [*value[0].fields] if len(value) == 1 and not value[0].unset else []
        else:
            ways = self.ways(node.words)
            fields = [*dict.fromkeys(each for way in ways for each in way.fields)]
            one = self.differ(ways)
        known = bool(fields) and not any(each.splits for each in fields) and len(fields) <= _MOST_TURNS
        if node.name:
            place = self.text[node.start : node.start].span
            kept = fields[:_MOST_TURNS] if known else [each for each in fields if not each.text.has_hole][:_MOST_TURNS]
            if not known:
                kept.append(Field(MappedText.hole(place), place))
            fork = self.new_fork()
            if not one:
                self.turns.add(fork)
            several = len(kept) > 1
            self.put(node.name, tuple(Choice((each,), {fork: at} if several else {}) for at, each in enumerate(kept)))
        self._turn(node.body, whole=known)

    def _case(self, node: Case) -> None:
        self._redirected(node.redirects, partial(self._cased, node))

    def _cased(self, node: Case) -> None:
        self.inside(node.word)
        word = self.source(node.word)
        arms: list[tuple[str, Callable[[], None]]] = []
        whole = False
        for patterns, body in node.arms:
            written = "|".join(self.source(pattern) for pattern in patterns)
            whole = whole or written == "*"
            arms.append((f"{word} is {written}"[:_LONGEST_GUARD], partial(self.nodes, body)))
        if arms:
            self.forked(arms, whole=whole)

    def _test(self, node: Test) -> None:
        for word in node.words:
            if word.parts:
                self.inside(word)


def _untabbed(text: MappedText) -> MappedText:
    """Without the tabs at the start of lines, as `<<-` takes them off."""
    written = str(text)
    if "\t" not in written:
        return text
    parts = []
    at = 0
    for line in written.splitlines(keepends=True):
        tabs = len(line) - len(line.lstrip("\t"))
        parts.append(text[at + tabs : at + len(line)])
        at += len(line)
    return MappedText.joined(parts)
