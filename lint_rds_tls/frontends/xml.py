"""XML: web.config, app.config and their transforms, and the other XML that .NET and Java tools keep connections in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lint_rds_tls.frontends._documents import language_of, may_connect
from lint_rds_tls.frontends._xml_children import Children, Setting
from lint_rds_tls.grammar import scanner
from lint_rds_tls.model import Embedded, Entry, Fragment, Frontend, Literal, Problem, Record, Source, Use, Vocabulary
from lint_rds_tls.text import MappedText, Span

#: Attributes and sibling elements that name the database product.
_PROVIDERS = frozenset({"providername", "provider", "invariantname", "creationname", "dataprovider", "type"})
_NAMES = frozenset({"name", "key"})
#: Elements whose text is documentation.
_PROSE = frozenset({"doc", "docs", "summary", "remarks", "example", "code", "para", "member", "members", "description"})
_PREDEFINED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}
#: What may go on to the end of the file where its end is missing.
_CLOSED = {
    "COMMENT": ("-->", "a comment"),
    "CDATA": ("]]>", "a CDATA section"),
    "INSTRUCTION": ("?>", "a processing instruction"),
}
_EQUALS = re.compile(r"\s*=\s*")


@dataclass(slots=True)
class _Element:
    """An element that is open."""

    name: str
    start: int
    prose: bool
    attributes: dict[str, str] = field(default_factory=dict)  #: by local name in lower case
    texts: list[MappedText] = field(default_factory=list)
    providers: list[str] = field(default_factory=list)  #: texts of children that name the database product
    tag: tuple[int, int] = (0, 0)  #: where its name stands
    named: tuple[int, int] | None = None  #: its name or key attribute, which names it as a setting
    valued: tuple[int, int] | None = None  #: its value attribute
    children: Children = field(default_factory=Children)


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """A literal for each value and text with `=`, a record for each element with an attribute of the vocabulary."""
    text = str(source.text)
    content = scanner("xml", "content")
    stack = [_Element("", 0, False)]
    position = 0
    while (match := content.match(text, position)) is not None:
        position, kind = match.end(), match.lastgroup
        if kind in _CLOSED and not match[0].endswith(_CLOSED[kind][0]):
            _not_closed(source, _CLOSED[kind][1], Span(*match.span()))
        if kind == "TEXT":
            if not match[0].isspace():
                stack[-1].texts.append(_decoded(source.text[match.start() : match.end()]))
        elif kind == "CDATA":
            end = match.end() - (3 if match[0].endswith("]]>") else 0)
            stack[-1].texts.append(source.text[match.start() + 9 : end])
        elif kind == "START_TAG":
            element = _Element(_local(match[0][1:]), match.start(), stack[-1].prose)
            element.tag = position - len(element.name), position
            element.prose = element.prose or element.name.lower() in _PROSE
            above = [each.name for each in stack[-2:]]
            fragments, position, empty = _start_tag(source, text, position, element, above, vocabulary)
            yield from fragments
            if not empty:
                stack.append(element)
            elif not element.prose:
                _adopt(source, stack[-1], element, None, position, vocabulary)
        elif kind == "END_TAG":
            name = _local(match[0][2:-1].strip())
            if any(each.name == name for each in stack[1:]):
                while len(stack) > 1:
                    element = stack.pop()
                    yield from _closed(source, element, stack, position, vocabulary)
                    if element.name == name:
                        break
    while len(stack) > 1:
        yield from _closed(source, stack.pop(), stack, position, vocabulary)


def _not_closed(source: Source, what: str, span: Span) -> None:
    source.problems.append(Problem(path=source.path, message=f"{what} is not closed", span=span, fatal=False))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _start_tag(
    source: Source, text: str, position: int, element: _Element, above: list[str], vocabulary: Vocabulary
) -> tuple[list[Fragment], int, bool]:
    """The fragments of a tag's attributes, where the tag ends, and whether the element is empty."""
    found: list[tuple[str, int, int, int]] = []  # local name, start of the name, start and end of the value
    empty = False
    attributes = scanner("xml", "attributes")
    while (match := attributes.match(text, position)) is not None:
        if match.lastgroup == "UNQUOTED" and match[0] == "<":
            break  # the tag is cut off
        position = match.end()
        if match.lastgroup == "ATTRIBUTE":
            name, value = _EQUALS.split(match[0], maxsplit=1)
            local = _local(name)
            found.append((local, match.start() + len(name) - len(local), position - len(value) + 1, position - 1))
            lower = local.lower()
            element.attributes.setdefault(lower, value[1:-1])
            if lower in _NAMES:
                element.named = position - len(value) + 1, position - 1
            elif lower == "value":
                element.valued = position - len(value) + 1, position - 1
        elif match.lastgroup == "TAG_END":
            empty = match[0] == "/>"
            break
    else:
        _not_closed(source, "a tag", Span(element.start, position))
    if element.prose:
        return [], position, empty
    return list(_attributes(source, text, element, found, above, position, vocabulary)), position, empty


def _attributes(
    source: Source,
    text: str,
    element: _Element,
    found: list[tuple[str, int, int, int]],
    above: list[str],
    end: int,
    vocabulary: Vocabulary,
) -> Iterator[Fragment]:
    keys = tuple(Use(role="key", name=element.attributes[name]) for name in _NAMES if name in element.attributes)
    path = "/".join([*above[-2:], element.name]).strip("/")
    for name, _, start, stop in found:
        value = text[start:stop]
        if "=" in value or "&" in value or (":" in value and may_connect(value)):
            decoded = _decoded(source.text[start:stop])
            use = Use(role="attribute", name=f"{path}@{name}")
            libraries = tuple(value for name, value in element.attributes.items() if name in _PROVIDERS)
            yield from _text(decoded, decoded.span, (use, *keys), libraries)
    if len(found) > 1 and not vocabulary.keys.isdisjoint(element.attributes):
        entries = (_entry(source, *attribute) for attribute in found)
        span = source.text[element.start : end].span
        yield Record(type="", entries=tuple(entries), span=span, uses=(Use(role="attribute", name=path), *keys))


def _entry(source: Source, name: str, at: int, start: int, end: int) -> Entry:
    value = _decoded(source.text[start:end])
    return Entry(name=source.text[at : at + len(name)], value=value, span=source.text[at : end + 1].span)


def _closed(
    source: Source, element: _Element, stack: list[_Element], end: int, vocabulary: Vocabulary
) -> Iterator[Fragment]:
    """The text of an element whose end was met; comments in it are left out, so its parts are joined."""
    if element.prose:
        return
    text = MappedText.joined(element.texts).strip() if element.texts else None
    parent = stack[-1]
    if text is not None and str(text):
        if element.name.lower() in _PROVIDERS:
            parent.providers.append(str(text))
        libraries = (*(value for name, value in element.attributes.items() if name in _PROVIDERS), *parent.providers)
        attributes = {**parent.attributes, **element.attributes}
        yield from _text(text, text.span, _uses(element, stack, attributes), libraries)
    if element.children.wanted:
        uses = _uses(element, stack, element.attributes)
        yield from element.children.record(source.text, element.start, end, uses)
    _adopt(source, parent, element, text, end, vocabulary)


def _uses(element: _Element, above: list[_Element], attributes: dict[str, str]) -> tuple[Use, ...]:
    keys = (Use(role="key", name=attributes[name]) for name in _NAMES if name in attributes)
    path = "/".join([*(each.name for each in above[-2:]), element.name]).strip("/")
    return Use(role="attribute", name=path), *keys


def _adopt(
    source: Source, parent: _Element, element: _Element, text: MappedText | None, end: int, vocabulary: Vocabulary
) -> None:
    """Let the parent know an element that may be a setting: by its name attribute, else by its tag."""
    inner = element.children.found
    if element.named is not None and element.valued is not None:
        text = _decoded(source.text[slice(*element.valued)])
    elif text is None and not inner:
        if element.attributes and element.named is None:
            return  # says something of itself, but has no value
        text = source.text[end:end]
    name = element.named or element.tag
    parent.children.add(Setting(name, text, element.start, end, inner), _is_known(source, name, vocabulary))


def _is_known(source: Source, name: tuple[int, int], vocabulary: Vocabulary) -> bool:
    written = str(source.text)[slice(*name)].lower()
    return written in vocabulary.keys or written.rpartition(".")[2] in vocabulary.keys


def _text(text: MappedText, span: Span, uses: tuple[Use, ...], libraries: tuple[str, ...]) -> Iterator[Fragment]:
    written = str(text)
    language = language_of(written)
    if language is not None:
        yield Embedded(language=language, text=text)
    elif may_connect(written):
        yield Literal(text=text, span=span, uses=uses, libraries=libraries)


def _decoded(text: MappedText) -> MappedText:
    """Character data with its references resolved; an entity that only a DTD could declare is unknown."""
    written = str(text)
    if "&" not in written:
        return text
    parts = []
    for match in scanner("xml", "data").finditer(written):
        part = text[match.start() : match.end()]
        if match.lastgroup == "PREDEFINED":
            part = MappedText.decoded(_PREDEFINED[match[0]], part.span)
        elif match.lastgroup == "CHARACTER":
            part = MappedText.decoded(_character(match[0]), part.span)
        elif match.lastgroup == "ENTITY":
            part = MappedText.hole(part.span)
        parts.append(part)
    return MappedText.joined(parts)


def _character(reference: str) -> str:
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\N{REPLACEMENT CHARACTER}"


FRONTEND = Frontend(
    name="xml",
    patterns=(
        "*.config", "*.settings", "*.xml", "*.pubxml", "*.dtsx", "*.conmgr", "*.dtsconfig", "*.rds", "*.rdl", "*.dbml",
        "*.edmx", "*.datasource", "*.csproj", "*.vbproj", "*.fsproj", "*.sqlproj", "*.props", "*.targets", "*.user",
        "*.regsrvr", "*.scmp",
    ),
    read=read,
    comments=("<!--",),
)  # fmt: skip
