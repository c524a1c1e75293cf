"""The TOML front-end: what tomli loads, at its exact places; broken files as far as they can be read."""

import re
from collections.abc import Iterator

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends.toml import FRONTEND, tree
from lint_rds_tls.text import MappedText
from tests.documents import at, fragments, literals, problems, records, scalars, told, uses, values


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('a = "k=v"', ["k=v"]),
        ("a = 'k=\\v'", ["k=\\v"]),
        ('a = "k=\\u0076\\U0001F600\\t\\"\\\\"', ['k=v\U0001f600\t"\\']),
        ('a = """\nk=v\\\n   w\r\n\\"x"""""', ['k=vw\n"x""']),
        ("a = '''\r\nk=v\\\r\n w''''", ["k=v\\\n w'"]),
        ("'k=v' = 1\n\"k=w\" = 2", []),
        ("a = ['k=v', [\n 'k=w', # 'k=x'\n], {b = 'k=y', c.d = 'k=z'}]", ["k=v", "k=w", "k=y", "k=z"]),
        ("a = {b = [{c = 'k=v'}]}\nd = 'k=w'", ["k=w", "k=v"]),
        ("a = 1979-05-27 07:32:00\nb = 'k=v'", ["k=v"]),
        ("# a = 'k=v'\na = 1 # 'k=w'", []),
        ("a = 'jdbc:sqlserver://h'", ["jdbc:sqlserver://h"]),
        ("a = ''\r\nb = 'k=v'\r\n", ["k=v"]),
        ("", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found
    assert problems(FRONTEND, source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a = 'k=v'\nb = 'k=w", ["k=v"]),
        ("a = \nb = 'k=v'", ["k=v"]),
        ("a b = 'k=v'\nc = 'k=w'", ["k=w", "k=v"]),
        ("a\n[b\nc = 'k=v'", ["k=v"]),
        ("a = ['k=v'\nb = 'k=w'", ["k=v", "k=w"]),
        ("a = {b = 'k=v'", ["k=v"]),
        ('a = "k=\\q\\UFFFFFFFF"', ["k=\\q\\UFFFFFFFF"]),
        ("= 'k=v'\na = 'k=w'", ["k=w"]),
        ("a = 'k=v'\na = 'k=w'", ["k=v", "k=w"]),
        ("a = k=v", []),
        ("a = " + "[" * 5_000 + "'k=v'", ["k=v"]),
    ],
)
def test_a_broken_file_is_told_and_read(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found
    (message,) = problems(FRONTEND, source)
    assert message.startswith("is no TOML: ")


def test_the_message_is_that_of_tomli() -> None:
    assert problems(FRONTEND, "a = 1\nb = ") == ["is no TOML: Invalid value (at end of document)"]


def test_the_path_of_a_value() -> None:
    source = "[environments.dev]\nurl = 'a=b'\n[[x]]\n[[x]]\n[x.'y.z']\nw.v = ['a=b']"
    assert [uses(each) for each in literals(FRONTEND, source)] == [
        ["key environments:dev:url"],
        ["key x:1:y.z:w:v:0"],
    ]


def test_places_through_escapes() -> None:
    source = 'url = """\njdbc:sqlserver://h;\\\n    enc\\u0072ypt=no;\r\nx"""'
    (literal,) = literals(FRONTEND, source)
    value = str(literal.text)
    assert value == "jdbc:sqlserver://h;encrypt=no;\nx"
    assert at(source, literal.text[value.index("encrypt") :][:10]) == "enc\\u0072ypt=no"
    assert at(source, literal.text[-2:-1]) == "\r\n"
    assert source[literal.span.start : literal.span.end] == source[6:]


def test_a_table_with_a_known_key_is_a_record_of_all_below() -> None:
    source = '[db]\nEncrypt = false\ndriver = "x.Driver"\n[db.p]\n"trust" = ""\nl = [1, {a = "b"}]\n[other]\nx = 1\n'
    (record,) = records(FRONTEND, source)
    assert told(record) == [
        ("Encrypt", "false"),
        ("driver", "x.Driver"),
        ("p.trust", ""),
        ("p.l.0", "1"),
        ("p.l.1.a", "b"),
    ]
    assert [source[each.span.start : each.span.end] for each in record.entries] == [
        "Encrypt = false",
        'driver = "x.Driver"',
        '"trust" = ""',
        "1",
        'a = "b"',
    ]
    assert source[record.span.start : record.span.end] == '[db]\nEncrypt = false\ndriver = "x.Driver"'
    assert [use.name for use in record.uses] == ["db"]
    assert record.libraries == ("x.Driver",)


_KEYS = st.text(alphabet="ab.\"'\\ é", max_size=4)
_TEXTS = st.text(alphabet="ab=\"'\\\n\t #é\U0001f600[]{},", max_size=12)
_VALUES = st.recursive(
    _TEXTS | st.integers(-9, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


def _escaped(text: str, quote: str) -> str:
    written = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("é", "\\u00e9")
    return f"{quote}{written}{quote}"


def _quoted(text: str, style: int) -> str:
    """A string in one of the styles that can hold it."""
    if style == 1 and "'" not in text and "\n" not in text:
        return f"'{text}'"
    if style == 2 and "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''"
    if style in (3, 4):
        return _escaped(text, '"""' if not text.startswith("\n") else '"""\n').replace("é", "\\\n  \n é")
    return _escaped(text, '"').replace("\n", "\\n")


def _written(value: object, style: int) -> str:
    if isinstance(value, str):
        return _quoted(value, style)
    if isinstance(value, list):
        return f"[{', '.join(_written(each, style) for each in value)}]"
    if isinstance(value, dict):
        pairs = (f"{_quoted(name, style % 2)} = {_written(each, style)}" for name, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    return str(value).lower()


def _document(value: dict[str, object], style: int, end: str) -> str:
    lines = [f"{_quoted(name, style % 2)} = {_written(each, style)}\n" for name, each in value.items()]
    tables = [f"[[x.{_quoted(name, 0)}]]\ny = {_written(each, style)}\n" for name, each in value.items()]
    return re.sub("\n", end, "".join(("[t]\n", *lines, *tables)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


@given(st.dictionaries(_KEYS, _VALUES, max_size=4), st.integers(0, 4), st.sampled_from(("\n", "\r\n")))
@settings(max_examples=300, deadline=None)
def test_every_string_is_that_of_tomli(value: dict[str, object], style: int, end: str) -> None:
    written = _document(value, style, end)
    loaded = tomli.loads(written)
    found = [scalar for _, scalar in scalars([tree(MappedText.copied(written))])]
    texts = [each.value for each in found if written[each.start] in "\"'"]
    assert sorted(texts) == sorted(_strings(loaded))
    for each in found:
        assert str(each.text()) == each.value
    assert problems(FRONTEND, written) == []


@given(st.text(alphabet="ab.=[]{},\"'\\# \n\r\tu0", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    fragments(FRONTEND, text)
