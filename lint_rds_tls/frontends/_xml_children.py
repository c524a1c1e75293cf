"""Settings that child elements name: by their tags, or by an attribute, as in `<property name="k">v</property>`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lint_rds_tls.frontends._trees.environment import is_provider
from lint_rds_tls.frontends._trees.nodes import joined
from lint_rds_tls.model import Entry, Record, Use
from lint_rds_tls.text import MappedText

__all__ = ["Children", "Setting"]

#: An element with more children is a list, whatever they are named.
_MOST = 500


@dataclass(slots=True)
class Setting:
    """A child element that names a value, or a group of such."""

    name: tuple[int, int]
    value: MappedText | None  #: None of a group
    start: int
    end: int
    inner: list[Setting]


@dataclass(slots=True)
class Children:
    """The children of one element that may be settings."""

    found: list[Setting] = field(default_factory=list)
    wanted: bool = False  #: one of them has a name of the vocabulary

    def add(self, setting: Setting, known: bool) -> None:
        """The next child; of a group only those settings are kept that are none."""
        if len(self.found) > _MOST:
            return
        if setting.inner:
            setting.inner = [each for each in setting.inner if each.value is not None]
        if setting.value is not None or setting.inner:
            self.found.append(setting)
            self.wanted = self.wanted or (known and setting.value is not None)

    def record(self, text: MappedText, start: int, end: int, uses: tuple[Use, ...]) -> Iterator[Record]:
        """The settings of the element that stands from `start` to `end`, where one has a name of the vocabulary."""
        if not self.wanted or not 1 < len(self.found) <= _MOST:
            return
        entries = tuple(_entries(text, self.found))
        providers = (each for each in entries if is_provider(str(each.name).rpartition(".")[2]))
        libraries = tuple(str(each.value) for each in providers if str(each.value))
        yield Record(type="", entries=entries, span=text[start:end].span, uses=uses, libraries=libraries)


def _entries(text: MappedText, settings: list[Setting]) -> Iterator[Entry]:
    for setting in settings:
        name = text[slice(*setting.name)]
        for each in setting.inner if setting.value is None else (setting,):
            whole = name if each is setting else joined((name, text[slice(*each.name)]))
            yield Entry(name=whole, value=each.value or MappedText(), span=text[each.start : each.end].span)
