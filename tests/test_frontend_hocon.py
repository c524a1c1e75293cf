"""The HOCON front-end: objects, strings and their places, and other .conf files."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends.hocon import FRONTEND, tree
from lint_rds_tls.model import Source
from lint_rds_tls.text import MappedText
from tests.documents import at, fragments, literals, problems, records, scalars, told, uses, values


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('a = "k=v"', ["k=v"]),
        ('a : "k=v"', ["k=v"]),
        ('a += "k=v"', ["k=v"]),
        ('{"a": "k=v"}', ["k=v"]),
        ('a { b = "k=v" }\nc = "k=w"', ["k=w", "k=v"]),
        ('a = {\n b = "k=v", c = "k=w"\n}', ["k=v", "k=w"]),
        ('a = [\n "k=v"\n "k=w", {b = "k=x"}, ["k=y"]\n]', ["k=v", "k=w", "k=x", "k=y"]),
        ('a =\n{\n b = "k=v" }', ["k=v"]),
        ('a = "k=\\u0076\\ud83d\\ude00\\n\\"\\\\"', ['k=v\U0001f600\n"\\']),
        ('a = """k=v\\n\n"x"""""', ['k=v\\n\n"x""']),
        ('a = "k=" ${X} "v"  # c', ["k= ${X} v"]),
        ('a = "k="${?X}v', ["k=${?X}v"]),
        ("a = ${X:k=v}", ["${X:k=v}"]),
        ("a = k=v # c\nb = k=w // c", ["k=v", "k=w"]),
        ("a = jdbc:sqlserver://h:1433;p={x} \nb = k=v", ["jdbc:sqlserver://h:1433;p={x}", "k=v"]),
        ('# a = "k=v"\n// a = "k=v"\ninclude "k=v"\ninclude file("k=v")\na = "k=w"', ["k=w"]),
        ('a = \nb = "k=v"', ["k=v"]),
        ("[section]\na = k=v", ["k=v"]),
        ("server {\n  listen 80;\n  location / { x http://k; }\n}\na = k=v", ["k=v"]),
        ("a = null\nb = ''", []),
        ("}]=,{", []),
        ("", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found
    assert problems(FRONTEND, source) == []


def test_a_string_that_is_not_closed_is_told() -> None:
    assert values(FRONTEND, 'a = "k=v\nb = "k=w"') == ["k=w"]
    assert problems(FRONTEND, 'a = "k=v\nb = "k=w"') == ["a string is not closed"]


def test_the_path_of_a_value() -> None:
    source = 'a.b."c.d" { e = "a=b" }\nf = [{g = "a=b"}]\n"h.i" = "a=b"'
    assert [uses(each) for each in literals(FRONTEND, source)] == [["key h.i"], ["key a:b:c.d:e"], ["key f:0:g"]]


def test_places_through_escapes_and_concatenation() -> None:
    source = 'url = "jdbc:sqlserver://"${HOST}";enc\\u0072ypt=no"'
    (literal,) = literals(FRONTEND, source)
    value = str(literal.text)
    assert value == "jdbc:sqlserver://${HOST};encrypt=no"
    assert at(source, literal.text[value.index("encrypt") :]) == "enc\\u0072ypt=no"
    assert at(source, literal.text[value.index("$") :][:7]) == "${HOST}"
    assert source[literal.span.start : literal.span.end] == source[6:]


def test_an_object_with_a_known_key_is_a_record_of_all_below() -> None:
    source = (
        'db {\n  Encrypt = false\n  driver = "x.Driver"\n}\nother = 1\ndb.properties { trust = null, "x.y" : [1] }\n'
    )
    (record,) = records(FRONTEND, source)
    assert told(record) == [
        ("Encrypt", "false"),
        ("driver", "x.Driver"),
        ("properties.trust", ""),
        ("properties.x.y.0", "1"),
    ]
    assert [source[each.span.start : each.span.end] for each in record.entries] == [
        "Encrypt = false",
        'driver = "x.Driver"',
        "trust = null",
        "1",
    ]
    assert source[record.span.start : record.span.end] == source[3 : source.index("\nother")]
    assert [use.name for use in record.uses] == ["db"]
    assert record.libraries == ("x.Driver",)


def test_flyways_lines_read_the_same() -> None:
    source = (
        "# c\nflyway.url=jdbc:sqlserver://h:1433;databaseName=x\nflyway.user=\n"
        "flyway.jdbcProperties.encrypt=false\nflyway.jdbcProperties.x=a b\nflyway.locations=filesystem:a,b\n"
    )
    assert values(FRONTEND, source) == ["jdbc:sqlserver://h:1433;databaseName=x"]
    (record,) = records(FRONTEND, source)
    assert told(record) == [("encrypt", "false"), ("x", "a b")]


def test_any_depth() -> None:
    assert values(FRONTEND, "a {" * 5_000 + "b = k=v") == ["k=v"]
    assert values(FRONTEND, "a = " + "[" * 5_000 + "k=v") == ["k=v"]


_TEXTS = st.text(alphabet='ab=;"\\/\n\t é\U0001f600{}[],:<&#$', max_size=12)
_KEYS = st.text(alphabet='ab."\\ é', min_size=1, max_size=4)
_VALUES = st.recursive(
    _TEXTS | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _strings(each)]


@given(st.dictionaries(_KEYS, _VALUES, max_size=4), st.booleans(), st.sampled_from((None, 1, "\t")))
@settings(max_examples=200, deadline=None)
def test_every_string_of_json_is_read(value: dict[str, object], ascii_only: bool, indent: int | str | None) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    found = [scalar for _, scalar in scalars([tree(Source(path="a", text=MappedText.copied(written)))])]
    assert sorted(each.value for each in found if written[each.start] == '"') == sorted(_strings(value))


@given(st.text(alphabet='ab.=:+{}[],"\\#/$ \n\tu0', max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    fragments(FRONTEND, text)
    for _, scalar in scalars([tree(Source(path="a", text=MappedText.copied(text)))]):
        assert str(scalar.text()) == scalar.value
