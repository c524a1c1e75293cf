"""The words of PowerShell's commands as a program is given them, and what is known around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from lint_rds_tls.frontends._documents import may_connect
from lint_rds_tls.frontends._powershell.evaluation import Evaluation
from lint_rds_tls.frontends._powershell.nodes import Node, Parameter, Variable
from lint_rds_tls.frontends._powershell.values import MOST_CHOICES, Hash, Items, Pair, Value, Values, as_text
from lint_rds_tls.model import Entry, Source, Surroundings, Vocabulary, Word
from lint_rds_tls.text import MappedText, Span

__all__ = ["DEFAULTS", "Given", "Words"]

#: The table whose pairs are parameters of all commands that their keys match.
DEFAULTS = "psdefaultparametervalues"

_LONGEST_CHOICE = 60
#: Tables with more pairs are not given to a command as text.
_MOST_PAIRS = 32


@dataclass(frozen=True, slots=True)
class Given:
    """An argument of a command, as it is evaluated."""

    node: Node
    values: Values
    name: str = ""  #: of the parameter, in lower case, where it is joined to one


class Words(Evaluation):
    """The words of commands."""

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        super().__init__(source, vocabulary)
        self.modules: list[str] = []  #: PowerShell modules in sight, with their versions where told

    def input_of(self, given: Values | None) -> MappedText | None:
        return given[0] if given and len(given) == 1 and isinstance(given[0], MappedText) else None

    def surroundings(self, *, alternative: bool = False) -> Surroundings:
        """What holds here for what a command starts."""
        variables = list(self.around.variables)
        for name, slot in self.names.items():
            if name.startswith("env:") and len(slot.values) == 1 and isinstance(slot.values[0], MappedText):
                text = slot.values[0]
                variables.append(
                    Entry(name=MappedText.decoded(name[4:].upper(), text.span), value=text, span=text.span)
                )
        defaults = self.names.get(DEFAULTS)
        for value in defaults.values if defaults is not None else ():
            for pair in next(value.choices(self.path), ()) if isinstance(value, Hash) else ():
                text = as_text(pair.values[0], pair.span)
                variables.append(Entry(name=pair.name, value=text, span=pair.span, method=DEFAULTS))
        return Surroundings(
            variables=tuple(variables),
            libraries=(*self.around.libraries, *self.modules),
            guards=(*self.around.guards, *self.guards),
            alternative=alternative or self.around.alternative,
        )

    # --- words

    def lines(self, words: Sequence[Given], cmdlet: bool) -> Iterator[list[Word]]:
        """Every way in which the arguments may come out."""
        parts = [list(self._choices(each, cmdlet)) for each in words]
        count = 1
        for index, part in enumerate(parts):
            count *= len(part)
            if count > MOST_CHOICES:
                parts[index:] = [
                    [each[0]] if len(each) == 1 else [[self._unknown(words[at].node)]]
                    for at, each in enumerate(parts[index:], index)
                ]
                break
        for way in product(*parts):
            yield [word for part in way for word in part]

    def _unknown(self, node: Node) -> Word:
        return Word(text=self.hole(node), span=self.span(node), splits=True)

    def _choices(self, given: Given, cmdlet: bool) -> Iterator[list[Word]]:
        node = given.node
        if isinstance(node, Parameter):
            yield from self._parameter(node, given.values)
            return
        if isinstance(node, Variable) and node.splat:
            for value in given.values:
                yield from self._splatted(node, value)
            return
        values = given.values
        if len(values) > 1 and all(isinstance(each, MappedText) and _is_prose(str(each)) for each in values):
            values = (self.hole(node),)
        for value in values:
            if isinstance(value, Items) and not cmdlet:
                yield self._listed(node, value)
            else:
                text = self._one(value, node)
                yield [Word(text=text, span=self.span(node), splits=text.has_hole and self._splits(node, cmdlet))]

    def _splits(self, node: Node, cmdlet: bool) -> bool:
        """An unknown variable may hold a list, which a program is given as words."""
        return not cmdlet and isinstance(node, Variable)

    def _one(self, value: Value, node: Node) -> MappedText:
        return self._listed_text(value, self.span(node))

    def _listed_text(self, value: Value, span: Span) -> MappedText:
        """A value as one text: the elements of a list with commas between them."""
        if isinstance(value, Items):
            comma = MappedText.decoded(",", span)
            return MappedText.joined([self._table_text(each, span) for each in value.elements], comma)
        return self._table_text(value, span)

    def _table_text(self, value: Value, span: Span) -> MappedText:
        """A table as it is written, `@{name="value";…}`; that of all other values."""
        ways = list(value.choices(self.path)) if isinstance(value, Hash) and not value.open else []
        if len(ways) != 1 or len(ways[0]) > _MOST_PAIRS:
            return as_text(value, span)
        parts = [MappedText.decoded("@{", Span(span.start, span.start))]
        for pair in ways[0]:
            text = as_text(pair.values[0], pair.span) if len(pair.values) == 1 else MappedText.hole(pair.span)
            sign, end = (MappedText.decoded(each, Span(pair.span.end, pair.span.end)) for each in ('="', '";'))
            parts += pair.name, sign, text, end
        return MappedText.joined((*parts, MappedText.decoded("}", Span(span.end, span.end))))

    def _listed(self, node: Node, items: Items) -> list[Word]:
        words: list[Word] = []
        for each in items.elements:
            text = as_text(each, self.span(node))
            words.append(Word(text=text, span=text.span if text.pieces else self.span(node), listed=True))
        return [*words, self._unknown(node)] if items.open else words

    def _parameter(self, node: Parameter, values: Values) -> Iterator[list[Word]]:
        name = self.places.text(node.start, node.name_end)
        for value in values or (MappedText(),):
            text = self._one(value, node)
            yield [Word(text=MappedText.joined((name, text)) if values else name, span=self.span(node))]

    def _splatted(self, node: Node, value: Value) -> Iterator[list[Word]]:
        if isinstance(value, Hash):
            value.taken = True
            for way in value.choices(self.path):
                words = [self._pair(pair) for pair in way]
                yield [*words, self._unknown(node)] if value.open else words
        elif isinstance(value, Items):
            yield self._listed(node, value)
        else:
            yield [self._unknown(node)]

    def _pair(self, pair: Pair) -> Word:
        """A pair of a table as the parameter that it becomes."""
        name, span = pair.name, pair.span
        dash = MappedText.decoded("-", Span(name.span.start, name.span.start))
        colon = MappedText.decoded(":", Span(name.span.end, name.span.end))
        value = self._pair_value(pair)
        return Word(text=MappedText.joined((dash, name, colon, value)), span=span)

    def _pair_value(self, pair: Pair) -> MappedText:
        if len(pair.values) != 1:
            return MappedText.hole(pair.span)
        return self._listed_text(pair.values[0], pair.span)


def _is_prose(text: str) -> bool:
    """Whether this is too long, or too much like a sentence, to be an option or a host."""
    return not may_connect(text) and not text.startswith("-") and (len(text) > _LONGEST_CHOICE or len(text.split()) > 2)
