"""The JSON front-end: values and places through escapes, comments, half files and documents in strings."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends.json import FRONTEND
from lint_rds_tls.model import Embedded, Literal
from tests.documents import fragments, literals, problems, records, uses, values


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{"a": "Server=x"}', ["Server=x"]),
        ('"Server=x"', ["Server=x"]),
        ('["Server=x", "y", "Server=z"]', ["Server=x", "Server=z"]),
        ('{"a": "no pair", "b": 1, "c": null, "d": true}', []),
        ('{"Server=x": 1}', []),
        ('{"a": "jdbc:sqlserver://h"}', ["jdbc:sqlserver://h"]),
        ('{"a": "Server\\u003dx"}', ["Server=x"]),
        ('{"a": "Server\\u003Dx"}', ["Server=x"]),
        ('{"a": "Server=.\\\\SQL;X=\\"y\\"\\/\\b\\f\\n\\r\\t"}', ['Server=.\\SQL;X="y"/\b\f\n\r\t']),
        ('{"a": "k=\\ud83d\\ude00"}', ["k=\U0001f600"]),
        ('{"a": "k=\\ud83d\\u0041"}', ["k=\ud83dA"]),
        ('{"a": "k=\U0001f600"}', ["k=\U0001f600"]),
        ('{"a": "k=\\q"}', ["k=\\q"]),
        ('{ // "Server=no"\n "a": /* "Server=no" */ "Server=x", /* "Server=no" }', ["Server=x"]),
        ('{"a": ["Server=x",], "b": "Server=y",}', ["Server=x", "Server=y"]),
        ('{"a": "Server=x"', ["Server=x"]),
        ('{"a": "Server=x', []),
        ('{"a": ["Server=x", {"b": "Server=y"', ["Server=y", "Server=x"]),
        ('{{placeholder}} {"a": "Server=x"} }}} ]', ["Server=x"]),
        ("", []),
        ("{", []),
        ("not json = at all", []),
        ("\ufeff{}", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ('{"ConnectionStrings": {"Shop": "a=b"}}', "ConnectionStrings:Shop"),
        ('{"ConnectionStrings:Shop": "a=b"}', "ConnectionStrings:Shop"),
        ('{"Values": {"ConnectionStrings__Shop": "a=b"}}', "Values:ConnectionStrings:Shop"),
        ('{"x": [{"y": 1}, {"y": "a=b"}]}', "x:1:y"),
        ('[["z", "a=b"]]', "0:1"),
    ],
)
def test_the_path_of_a_value_is_that_of_the_configuration_system(source: str, path: str) -> None:
    (literal,) = literals(FRONTEND, source)
    assert uses(literal) == [f"key {path}"]


def test_places_through_escapes() -> None:
    source = '{"a": "Pwd=\\u0078\\\\;Encrypt=no"}'
    (literal,) = literals(FRONTEND, source)
    assert source[literal.span.start : literal.span.end] == '"Pwd=\\u0078\\\\;Encrypt=no"'
    value = str(literal.text)
    assert value == "Pwd=x\\;Encrypt=no"
    place = literal.text[value.index("Encrypt") :].span
    assert source[place.start : place.end] == "Encrypt=no"
    place = literal.text[4:6].span
    assert source[place.start : place.end] == "\\u0078\\\\"


def test_a_sibling_names_the_product() -> None:
    source = '{"a": {"ConnectionString": "x=y", "ProviderName": "Npgsql"}, "b": {"c": "x=z"}}'
    assert [each.libraries for each in literals(FRONTEND, source)] == [("Npgsql",), ()]


def test_an_object_with_a_known_key_is_a_record() -> None:
    source = '{"db": {"Server": "x", "Encrypt": false, "Trust\\u0053erverCertificate": null, "port": 1}, "e": {"a": 1}}'
    (record,) = records(FRONTEND, source)
    assert [(str(each.name), str(each.value)) for each in record.entries] == [
        ("Server", "x"),
        ("Encrypt", "false"),
        ("TrustServerCertificate", ""),
        ("port", "1"),
    ]
    assert [source[each.span.start : each.span.end] for each in record.entries] == [
        'Server": "x',
        'Encrypt": false',
        'Trust\\u0053erverCertificate": null',
        'port": 1',
    ]
    assert source[record.span.start : record.span.end] == source[7 : source.index(', "e"')]
    assert [use.name for use in record.uses] == ["db"]


def test_a_key_alone_is_no_record() -> None:
    assert records(FRONTEND, '{"Encrypt": true}') == []


def test_documents_in_strings_are_read_as_what_they_are() -> None:
    source = r'{"a": "{\"b\": \"Server=x\"}", "c": "<configuration><a b=\"Server=y\"/></configuration>"}'
    assert [(each.language, str(each.text)) for each in fragments(FRONTEND, source) if isinstance(each, Embedded)] == [
        ("json", '{"b": "Server=x"}'),
        ("xml", '<configuration><a b="Server=y"/></configuration>'),
    ]


def test_a_string_that_is_not_closed_is_told() -> None:
    assert problems(FRONTEND, '{"a": "b') == ["a string is not closed"]
    assert problems(FRONTEND, '{"a": "b"') == []


def test_any_depth() -> None:
    assert values(FRONTEND, "[" * 20_000 + '"a=b"' + "]" * 20_000) == ["a=b"]
    assert values(FRONTEND, '{"a":' * 2_000 + '"a=b"') == ["a=b"]


_TEXTS = st.text(alphabet='ab=;"\\/\n\t é\U0001f600{}[],:<&', max_size=12)
_VALUES = st.recursive(
    _TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if "=" in value else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _strings(each)]


@given(_VALUES, st.booleans(), st.sampled_from((None, 1, "\t")))
@settings(max_examples=200, deadline=None)
def test_every_string_is_that_of_the_json_module(value: object, ascii_only: bool, indent: int | str | None) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    found = [str(each.text) for each in fragments(FRONTEND, written) if isinstance(each, Literal | Embedded)]
    assert sorted(each for each in found if "=" in each) == sorted(_strings(value))


@given(st.text(alphabet='{}[]",:\\/*u0a=\n tn', max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    fragments(FRONTEND, text)
