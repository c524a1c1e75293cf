"""The dotenv front-end: quotes, escapes and places; variables that belong together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends.dotenv import FRONTEND, tree
from lint_rds_tls.frontends.yaml import FRONTEND as YAML
from lint_rds_tls.languages import frontend_of
from lint_rds_tls.model import Source
from lint_rds_tls.text import MappedText
from tests.documents import at, fragments, literals, problems, records, scalars, told, uses, values


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("A=k=v", ["k=v"]),
        ("export A=k=v", ["k=v"]),
        ("  export\tA = k=v ", ["k=v"]),
        ("A='k=v\\n#\"'", ['k=v\\n#"']),
        ('A="k=v\\n\\"\\$\\\\\\q"', ['k=v\n"$\\\\q']),
        ('A="k=v\n  w" # c\nB=`k="w"`', ["k=v\n  w", 'k="w"']),
        ('A="k=v\\\n  w"', ["k=v  w"]),
        ("A=k=v # c\nB=k=v#c\nC=# k=v", ["k=v", "k=v#c"]),
        ("A=k=${X:-v}", ["k=${X:-v}"]),
        ("# A=k=v\nset -a\nsource k=v\nB=k=w", ["k=w"]),
        ("A=\r\nB=k=v\r\nC='k=w'\r\n", ["k=v", "k=w"]),
        ("A=jdbc:sqlserver://h", ["jdbc:sqlserver://h"]),
        ("A='k=v'x\nB=k=w", ["k=v", "k=w"]),
        ("A=", []),
        ("", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found
    assert problems(FRONTEND, source) == []


@pytest.mark.parametrize("source", ["A='k=v\nB=k=w", 'A="k=v\nB=k=w', "A=`k=v\nB=k=w"])
def test_a_quotation_mark_that_is_not_closed_is_told(source: str) -> None:
    assert values(FRONTEND, source) == [source[2:6], "k=w"]
    assert problems(FRONTEND, source) == ["a quotation mark is not closed"]


def test_the_name_of_a_variable() -> None:
    assert [uses(each) for each in literals(FRONTEND, "ConnectionStrings__Shop=a=b\nDB_URL=a=b")] == [
        ["key ConnectionStrings:Shop"],
        ["key DB_URL"],
    ]


def test_places_through_escapes() -> None:
    source = 'A="jdbc:sqlserver://h;p=\\"x\\";encrypt=no"'
    (literal,) = literals(FRONTEND, source)
    value = str(literal.text)
    assert at(source, literal.text[value.index("encrypt") :]) == "encrypt=no"
    assert at(source, literal.text[value.index('"x"') :][:3]) == '\\"x\\"'
    assert source[literal.span.start : literal.span.end] == source[2:]


def test_variables_that_share_the_prefix_of_a_known_key_are_a_record() -> None:
    source = (
        "OTHER=1\nDB_ENCRYPT=false\nDB_DRIVER_CLASS_NAME='x.Driver'\nX_ENCRYPT=1\n"
        "export DB_HIKARI_DATA_SOURCE_PROPERTIES_TRUST_SERVER_CERTIFICATE=\nDBX=1\nDB_URL=k=v\n"
    )
    first, second = records(FRONTEND, source)[0], records(FRONTEND, source)[1:]
    assert told(first) == [
        ("ENCRYPT", "false"),
        ("DRIVER.CLASS.NAME", "x.Driver"),
        ("HIKARI.DATA.SOURCE.PROPERTIES.TRUST_SERVER_CERTIFICATE", ""),
        ("URL", "k=v"),
    ]
    assert [source[each.span.start : each.span.end] for each in first.entries] == [
        "DB_ENCRYPT=false",
        "DB_DRIVER_CLASS_NAME='x.Driver'",
        "export DB_HIKARI_DATA_SOURCE_PROPERTIES_TRUST_SERVER_CERTIFICATE=",
        "DB_URL=k=v",
    ]
    assert at(source, first.entries[0].name) == "ENCRYPT"
    assert at(source, first.entries[1].name) == "DRIVER_CLASS_NAME"
    assert [use.name for use in first.uses] == ["DB"]
    assert first.libraries == ("x.Driver",)
    assert second == []
    assert [each.libraries for each in literals(FRONTEND, source)] == [("x.Driver",)]


def test_names_without_a_prefix_share_none() -> None:
    assert records(FRONTEND, "encrypt=1\nOTHER=2") == []
    assert [told(each) for each in records(FRONTEND, "encrypt=1\nOTHER=2\nTrust_Server_Certificate=3")] == [
        [("encrypt", "1"), ("Trust_Server_Certificate", "3")]
    ]


@pytest.mark.parametrize(
    "source",
    [
        "environment:\n  DB_ENCRYPT: 'false'\n  DB_PORT: 1\n  OTHER: 1",
        "environment:\n  - DB_ENCRYPT=false\n  - DB_PORT=1\n  - OTHER=1",
        "env:\n- name: DB_ENCRYPT\n  value: 'false'\n- {name: DB_PORT, value: 1}\n- {name: OTHER, valueFrom: {x: y}}",
    ],
)
def test_variables_in_yaml(source: str) -> None:
    (record,) = records(YAML, source)
    assert told(record) == [("ENCRYPT", "false"), ("PORT", "1")]
    assert [use.name for use in record.uses] == [f"{source[: source.index(':')]}:DB"]


def test_a_pair_in_a_list_of_variables_is_named_by_it() -> None:
    (literal,) = literals(YAML, "x:\n  environment:\n    - DB_URL=jdbc:x;a=b\n    - DB_DRIVER=y\n    - plain")
    assert uses(literal) == ["key x:environment:DB_URL"]
    assert str(literal.text) == "jdbc:x;a=b"


@pytest.mark.parametrize("name", [".env", "prod.env", ".env.local", ".envrc", ".ENV"])
def test_file_names(name: str) -> None:
    assert frontend_of(name) is FRONTEND


@given(st.text(alphabet="AB_=\"'`\\# \n\r\tn.", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    fragments(FRONTEND, text)
    for _, scalar in scalars([tree(Source(path="a", text=MappedText.copied(text)))]):
        assert str(scalar.text()) == scalar.value
