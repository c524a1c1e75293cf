"""Words of a shell script as far as they are known: parameters, substitutions, splitting into fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lint_rds_tls.frontends._shell.nodes import Chars, Parameter, Part, Script, Substitution, Unknown, Word
from lint_rds_tls.frontends._shell.patterns import braced, changed
from lint_rds_tls.frontends._shell.state import OUTPUT, POSITIONAL, Choice, Field, State, Way, World, meets
from lint_rds_tls.text import MappedText, Span

__all__ = ["Expansion"]

#: Ways on which one command line is looked at; on more, what differs is unknown.
_MOST_WAYS = 16
_BLANKS = re.compile(r"[ \t\r\n]+")
_DEFAULTS = frozenset({":-", "-", ":=", "=", ":?", "?"})


@dataclass(slots=True)
class _Open:
    """A way while its word is being read: fields that are done, and the one that is not."""

    world: World
    guards: tuple[str, ...]
    done: list[Field] = field(default_factory=list)
    parts: list[MappedText] = field(default_factory=list)
    started: bool = False
    splits: bool = False
    place: Span | None = None  #: where the field is written, if that is not where the word is

    def copy(self, world: World, guards: tuple[str, ...]) -> _Open:
        return _Open(world, (*self.guards, *guards), [*self.done], [*self.parts], self.started, self.splits, self.place)

    def add(self, text: MappedText, *, splits: bool = False, place: Span | None = None) -> None:
        self.started = True
        if not len(text):
            return
        self.place = None if self.parts else place
        self.parts.append(text)
        self.splits = self.splits or splits

    def close(self, site: Span) -> None:
        if self.started:
            if not self.parts:
                text = MappedText(anchor=site.start)
            else:
                text = self.parts[0] if len(self.parts) == 1 else MappedText.joined(self.parts)
            self.done.append(Field(text, self.place or site, self.splits))
        self.parts, self.started, self.splits, self.place = [], False, False, None


class Expansion(State):
    """Expands words of `text`, the text of the script that is being walked."""

    def __init__(self) -> None:
        super().__init__()
        self.text = MappedText()

    def printed(self, script: Script) -> None:
        """Run the commands of a substitution; what they print is appended to `OUTPUT`."""
        raise NotImplementedError

    def ways(self, words: Sequence[Word]) -> list[Way]:
        """The fields that words come to, one after the other."""
        ways = [Way((), self.world)]
        for word in words:
            if word.parts is None and (plain := self._plain(word)) is not None:
                ways = [Way((*way.fields, *plain), way.world, way.guards) for way in ways]
                continue
            found: list[Way] = []
            for way in ways:
                for more in self._word(word, way.world, split=True):
                    fields = (*way.fields, *more.fields)
                    found.append(Way(fields, more.world, (*way.guards, *more.guards)))
            ways = found[:_MOST_WAYS]
        return ways

    def text_of(self, word: Word | None) -> list[Way]:
        """A word that is not split: one field a way."""
        if word is None:
            return [Way((Field(MappedText(), Span(0, 0)),), self.world)]
        return self._word(word, self.world, split=False)

    def source(self, word: Word) -> str:
        """A word as it is written."""
        return str(self.text)[word.start : word.end]

    def _plain(self, word: Word) -> tuple[Field, ...] | None:
        text = self.text[word.start : word.end]
        written = str(text)
        if "{" in written and (found := braced(text)):
            return tuple(Field(each, text.span) for each in found)
        if text.has_hole:
            return (Field(text, text.span, splits=True),)
        return (Field(text, text.span),)

    def _word(self, word: Word, world: World, *, split: bool) -> list[Way]:
        site = self.text[word.start : word.end].span
        ways = [_Open(world, ())]
        parts = word.parts if word.parts is not None else [Chars(word.start, word.end, False)]
        for part in parts:
            if isinstance(part, Chars):
                text = self._chars(part)
                splits = split and not part.quoted and text.has_hole
                for way in ways:
                    if len(text) or part.quoted:
                        way.add(text, splits=splits)
                continue
            found: list[_Open] = []
            for way in ways:
                for choice in self._part(part, way.world):
                    other = way.copy(choice.world, choice.guards)
                    self._add(other, part, choice, split, site)
                    found.append(other)
            ways = found[:_MOST_WAYS] if len(found) <= _MOST_WAYS else found[:1]
        for way in ways:
            if not split:
                way.started = True
            way.close(site)
        return [Way(tuple(way.done), way.world, way.guards) for way in ways]

    def _chars(self, part: Chars) -> MappedText:
        text = self.text[part.start : part.end]
        return text if part.said is None else MappedText.decoded(part.said, text.span)

    def _add(self, way: _Open, part: Part, choice: Choice, split: bool, site: Span) -> None:
        """Add what a part comes to: as it is in quotes, else split at blanks."""
        quoted = part.quoted or not split
        if choice.array and split and not choice.fields and not way.parts:
            way.started = False  # `"$@"` is no word where there are no parameters
        for index, each in enumerate(choice.fields):
            if index and split:
                way.close(site)
            elif index:
                way.add(MappedText.decoded(" ", each.text.span))
            if quoted:
                way.add(each.text, splits=each.splits and split, place=each.place if choice.array else None)
            else:
                self._split(way, each, site, place=each.place if choice.array else None)

    def _split(self, way: _Open, each: Field, site: Span, *, place: Span | None = None) -> None:
        """Split at blanks; what is not known may hold more of them."""
        text = str(each.text)
        several = len(text.split()) > 1
        last = 0
        for match in (*_BLANKS.finditer(text), None):
            end = len(text) if match is None else match.start()
            if end > last:
                run = each.text[last:end]
                own = run.span if several or (place is None and text[last] == "-") else place
                way.add(run, splits=each.splits or run.has_hole, place=own)
            if match is not None:
                way.close(site)
                last = match.end()

    def _part(self, part: Part, world: World) -> Iterator[Choice]:
        """The values of an expansion on a way, each with the way it leads to."""
        span = self.text[part.start : part.end].span
        unknown = Choice((Field(MappedText.hole(span), span),), world)
        if isinstance(part, Parameter):
            for choice in self._parameter(part, world):
                yield from self._operated(part, choice, unknown)
        elif isinstance(part, Substitution):
            yield from self._substituted(part, world, unknown)
        else:
            if isinstance(part, Unknown):
                for inner in part.inner:
                    self._run(inner, world)
            yield unknown

    def _run(self, part: Substitution, world: World) -> tuple[Choice, ...]:
        before, self.world = self.world, world
        text, self.text = self.text, part.script.text
        ended, self.ended = self.ended, ""
        self.begin()
        self.put(OUTPUT, (Choice(()),))
        self.printed(part.script)
        value = self.value(OUTPUT)
        self.changes()
        self.world, self.text, self.ended = before, text, ended
        return value

    def _substituted(self, part: Substitution, world: World, unknown: Choice) -> Iterator[Choice]:
        found = self._run(part, world)
        if part.process or not any(len(each.text) for choice in found for each in choice.fields):
            yield unknown
            return
        for choice in found:
            if meets(choice.world, world):
                text = MappedText.joined(each.text for each in choice.fields)
                text = text[: len(str(text).rstrip("\r\n"))]
                place = unknown.fields[0].place
                yield Choice((Field(text, place),), {**world, **choice.world}, choice.guards)

    def _parameter(self, part: Parameter, world: World) -> Iterator[Choice]:
        """The values of a parameter on a way."""
        name = part.name
        if name in "#?$!-":
            span = self.text[part.start : part.end].span
            yield Choice((Field(MappedText.hole(span), span),), world)
            return
        number = int(name) if name.isdigit() and name != "0" else 0
        value = self.values.get(POSITIONAL if number or name == "*" else name)
        for choice in value or (Choice((), unset=True),):
            if not meets(choice.world, world):
                continue
            joined = {**world, **choice.world}
            if number and not choice.unset:
                yield replace(_element(choice, number - 1), world=joined)
            elif part.index is not None:
                yield replace(self._indexed(part.index, choice), world=joined)
            elif choice.array and name not in ("@", "*") and not choice.unset:
                yield replace(_element(choice, 0), world=joined)
            else:
                yield Choice(choice.fields, joined, choice.guards, choice.array, choice.unset)

    def _indexed(self, index: Word, choice: Choice) -> Choice:
        written = self.source(index).strip()
        if written in ("@", "*"):
            return choice if choice.array or choice.unset else replace(choice, array=True)
        ways = self.text_of(index)
        key = str(ways[0].fields[0].text) if len(ways) == 1 and not ways[0].fields[0].text.has_hole else None
        if key is None or choice.unset:
            return Choice((), unset=True, guards=choice.guards)
        found = [each for each in choice.fields if each.key == key]
        if found:
            return Choice((replace(found[-1], key=""),), guards=choice.guards)
        if key.isdigit():
            return _element(choice, int(key))
        return Choice((), unset=True, guards=choice.guards)

    def _operated(self, part: Parameter, choice: Choice, unknown: Choice) -> Iterator[Choice]:
        """What the operator of `${…}` makes of a value."""
        unknown = Choice(unknown.fields, choice.world, choice.guards)
        if part.prefix == "#":
            yield unknown
            return
        if part.prefix == "!":
            yield from self._indirect(part, choice, unknown)
            return
        hole = all(each.text.has_hole for each in choice.fields)
        if part.sign in _DEFAULTS:
            yield from self._defaulted(part, choice, unknown, hole)
        elif part.sign in (":+", "+"):
            yield from self._alternative(part, choice, hole)
        elif choice.unset or (hole and choice.fields and part.sign):
            several = part.name in ("@", "*") or (part.index is not None and self.source(part.index) in ("@", "*"))
            yield replace(unknown, fields=(replace(unknown.fields[0], splits=several or not part.quoted),))
        elif not part.sign:
            star = part.quoted and part.name == "*"
            yield _starred(choice) if star else choice
        else:
            yield self._changed(part, choice, unknown)

    def _defaulted(self, part: Parameter, choice: Choice, unknown: Choice, hole: bool) -> Iterator[Choice]:
        text = "".join(str(each.text) for each in choice.fields)
        known = not choice.unset and not (hole and choice.fields)
        if (known and (text or part.sign[0] != ":")) or part.sign in (":?", "?"):
            if known and choice.fields:
                yield choice
            else:
                yield replace(unknown, fields=(replace(unknown.fields[0], splits=not part.quoted),))
            return
        world, self.world = self.world, choice.world
        ways = self._word(part.argument or Word(part.end, part.end), choice.world, split=False)
        self.world = world
        for way in ways:
            (each,) = way.fields
            if not len(each.text) and not known:
                yield replace(unknown, fields=(replace(unknown.fields[0], splits=not part.quoted),))
                continue
            given = Choice(
                (replace(each, text=each.text if known else each.text.as_default()),),
                way.world,
                (*choice.guards, *way.guards),
            )
            if part.sign.endswith("=") and part.index is None:
                self.put(part.name, (replace(given, world={}),))
            yield given

    def _alternative(self, part: Parameter, choice: Choice, hole: bool) -> Iterator[Choice]:
        ways = self._word(part.argument or Word(part.end, part.end), choice.world, split=False)
        text = "".join(str(each.text) for each in choice.fields)
        open_ = choice.unset or (hole and bool(choice.fields))
        inner = part.argument.parts if part.argument is not None else None
        place = self.text[part.start : part.end].span
        if open_ or text:
            fork = self.fork_of(f"+{part.name}")
            for way in ways:
                world = {**way.world, fork: 1} if open_ else way.world
                if meets({fork: 1}, way.world) or not open_:
                    guards = (str(self.text[part.start : part.end]),) if open_ else ()
                    fields = self._argument_fields(part, world, place) if inner else way.fields
                    yield Choice(fields, world, (*choice.guards, *guards), array=bool(inner))
            if open_ and meets({fork: 0}, choice.world):
                yield Choice((), {**choice.world, fork: 0}, choice.guards)
        else:
            yield Choice((), choice.world, choice.guards)

    def _argument_fields(self, part: Parameter, world: World, place: Span) -> tuple[Field, ...]:
        """`${X:+-C "$Y"}`: the words of the argument, which blanks outside its quotes part."""
        argument = part.argument
        if argument is None or part.quoted:
            ways = self._word(argument or Word(part.end, part.end), world, split=False)
            return tuple(replace(each, place=place) for each in ways[0].fields)
        fields: list[Field] = []
        way = _Open(world, ())
        for inner in argument.parts or ():
            if isinstance(inner, Chars) and not inner.quoted:
                text = self._chars(inner)
                self._split(way, Field(text, text.span), text.span)
                continue
            for choice in [next(iter(self._part(inner, world)))] if not isinstance(inner, Chars) else ():
                self._add(way, inner, choice, True, place)
            if isinstance(inner, Chars):
                way.add(self._chars(inner))
        way.close(place)
        fields += way.done
        return tuple(fields)

    def _indirect(self, part: Parameter, choice: Choice, unknown: Choice) -> Iterator[Choice]:
        name = str(choice.fields[0].text) if len(choice.fields) == 1 and not choice.array else ""
        value = self.values.get(name)
        if not name or value is None or part.sign:
            yield replace(unknown, fields=(replace(unknown.fields[0], splits=not part.quoted),))
            return
        for other in value:
            if meets(other.world, choice.world):
                world = {**choice.world, **other.world}
                yield replace(unknown, world=world) if other.unset else replace(other, world=world)

    def _changed(self, part: Parameter, choice: Choice, unknown: Choice) -> Choice:
        ways = self.text_of(part.argument)
        argument = ways[0].fields[0].text if len(ways) == 1 else None
        if argument is None or argument.has_hole:
            return unknown
        several = choice.array and (part.name in ("@", "*") or part.index is not None)
        if several and part.sign == ":":
            first, *length = str(argument).split(":")
            if not first.strip().isdigit() or any(not each.strip().isdigit() for each in length):
                return replace(unknown, fields=(replace(unknown.fields[0], splits=True),))
            start = int(first) - (part.name in ("@", "*"))
            end = start + int(length[0]) if length else None
            if any(each.splits for each in choice.fields[: max(start, 0)]):
                return replace(unknown, fields=(replace(unknown.fields[0], splits=True),))
            return replace(choice, fields=choice.fields[max(start, 0) : end])
        fields = []
        for each in choice.fields:
            text = changed(each.text, part.sign, str(argument))
            fields.append(replace(each, text=text) if text is not None else unknown.fields[0])
        return replace(choice, fields=tuple(fields))


def _element(choice: Choice, index: int) -> Choice:
    """One element of an array; not known where one before it may be several."""
    before = choice.fields[:index]
    if any(each.splits for each in choice.fields[: index + 1]):
        return Choice((), unset=True, guards=choice.guards)
    if len(before) == index < len(choice.fields):
        return Choice((choice.fields[index],), guards=choice.guards)
    return Choice((), guards=choice.guards)


def _starred(choice: Choice) -> Choice:
    parts: list[MappedText] = []
    for index, each in enumerate(choice.fields):
        if index:
            parts.append(MappedText.decoded(" ", each.place))
        parts.append(each.text)
    if not parts:
        return choice
    text = MappedText.joined(parts)
    splits = any(each.splits for each in choice.fields)
    return replace(choice, fields=(Field(text, choice.fields[0].place, splits and False),), array=False)
