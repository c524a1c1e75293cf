"""XML as a tree whose values know where they are written; for project files, read with expat."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from lint_rds_tls.text import Span

__all__ = ["Element", "Placed", "parse"]

_ATTRIBUTE = re.compile(r"""\s+([^\s=>/]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG_END = re.compile(r"\s*/?>")

#: Deeper documents are no project files.
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Placed:
    """A value, entities decoded, and the place of its characters without quotes and surrounding white space."""

    text: str
    span: Span


@dataclass(slots=True)
class Element:
    """An element; attributes and children in written order."""

    tag: str  #: without prefix
    attributes: dict[str, Placed]
    span: Span  #: of the start tag
    children: list[Element] = field(default_factory=list)
    text: Placed = Placed("", Span(0, 0))  #: everything between the tags that is no markup

    def get(self, name: str) -> str | None:
        """The value of an attribute, None where it is not written."""
        found = self.attributes.get(name)
        return found.text if found else None

    def named(self, tag: str) -> Iterator[Element]:
        """The children of this tag."""
        return (child for child in self.children if child.tag == tag)


class _UnwelcomeError(Exception):
    """A document that declares entities, or is deeper than any project."""


@lru_cache(maxsize=1024)
def parse(text: str) -> Element | None:
    """The root element, with what was read up to the first mistake; None where there is none.

    A document that declares entities is not read at all: no project needs them, and they can be made to explode.
    """
    reading = _Reading(text)
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.EntityDeclHandler = reading.entity
    reading.at = lambda: parser.CurrentByteIndex
    try:
        parser.Parse(reading.encoded, True)
    except expat.ExpatError:
        pass  # a file being edited: what stands before the mistake still counts
    except _UnwelcomeError:
        return None
    return reading.root


class _Reading:
    """What expat calls while it reads one document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.encoded = text.encode("utf-8", "surrogatepass")
        self.root: Element | None = None
        self.at: Callable[[], int] = int
        self._ascii = len(self.encoded) == len(text)
        self._known = 0, 0  # bytes and code points counted so far
        self._open: list[Element] = []
        self._texts: list[list[str]] = []

    def _offset(self) -> int:
        index = self.at()
        counted, points = self._known
        if self._ascii or index <= counted:
            return index if self._ascii else points
        points += len(self.encoded[counted:index].decode("utf-8", "surrogatepass"))
        self._known = index, points
        return points

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _DEEPEST:
            raise _UnwelcomeError
        begin = self._offset()
        position = begin + 1 + len(name)
        placed: dict[str, Placed] = {}
        while match := _ATTRIBUTE.match(self.text, position):
            span = _stripped(self.text, match.start(2) + 1, match.end(2) - 1)
            placed[match[1]] = Placed(attributes.get(match[1], ""), span)
            position = match.end()
        closing = _TAG_END.match(self.text, position)
        end = closing.end() if closing else position
        element = Element(name.rpartition(":")[2], placed, Span(begin, end))
        if self._open:
            self._open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def characters(self, data: str) -> None:
        if self._texts:
            self._texts[-1].append(data)

    def end(self, _name: str) -> None:
        element = self._open.pop()
        text = "".join(self._texts.pop())
        span = _stripped(self.text, element.span.end, max(self._offset(), element.span.end))
        found = self.text.find(text.strip(), span.start, span.end)  # a comment may stand beside it
        element.text = Placed(text, Span(found, found + len(text.strip())) if found >= 0 else span)

    def entity(self, *_: object) -> None:
        raise _UnwelcomeError


def _stripped(text: str, start: int, end: int) -> Span:
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip())
    return Span(start + left, start + max(left, len(raw.rstrip())))
