"""The properties front-end: what java.util.Properties loads, at its exact places."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends._trees.nodes import joined, parts_of
from lint_rds_tls.frontends.properties import FRONTEND, trees
from lint_rds_tls.model import Embedded, Record, Source, Vocabulary
from lint_rds_tls.text import MappedText
from tests.documents import at, fragments, literals, problems, records, scalars, told, uses, values

RECORDED = Path(__file__).parent / "recorded" / "properties" / "generated.jsonl.gz"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a=k=v", ["k=v"]),
        ("a = k=v ", ["k=v "]),
        ("a:k=v", ["k=v"]),
        ("a k=v", ["k=v"]),
        ("a=b", []),
        ("a=jdbc:sqlserver://h", ["jdbc:sqlserver://h"]),
        ("a=JDBC:sqlserver://h", ["JDBC:sqlserver://h"]),
        ("a=r2dbc:mssql://h", ["r2dbc:mssql://h"]),
        ("a=jdbc-secretsmanager:sqlserver://h", ["jdbc-secretsmanager:sqlserver://h"]),
        ("a=jdbc\\:sqlserver\\://h;encrypt\\=true", ["jdbc:sqlserver://h;encrypt=true"]),
        ("a=k\\u003dv", ["k=v"]),
        ("a=k=\\ud83d\\ude00", ["k=\U0001f600"]),
        ("a=k=\\t\\n\\r\\f\\q\\\\", ["k=\t\n\r\fq\\"]),
        ("a=k=\\\n   v;\\\r\n\tw", ["k=v;w"]),
        ("a=k=v\\\n# b=c", ["k=v# b=c"]),
        ("# a=k=v\n! b=k=v\\\nc=k=w", ["k=w"]),
        ("a\\=b=k=v", ["k=v"]),
        ("a=${X:k=v}", ["${X:k=v}"]),
        ("a=k=v\\", ["k=v"]),
        ("a=k=\\u12", ["k=\\u12"]),
        ("=k=v", ["k=v"]),
        ("a", []),
        ("\\", []),
        ("", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found


def test_the_path_of_a_key() -> None:
    source = 'spring.datasource.url=a=b\nquarkus.datasource."x.y".jdbc.url=a=b\ns[0].u=a=b\nConnectionStrings__Shop=a=b'
    assert [uses(each) for each in literals(FRONTEND, source)] == [
        ["key ConnectionStrings:Shop"],
        ["key spring:datasource:url"],
        ["key quarkus:datasource:x.y:jdbc:url"],
        ["key s:0:u"],
    ]


def test_places_through_escapes_and_continuations() -> None:
    source = "a = jdbc\\:sqlserver://h;enc\\\n    rypt=\\u0066alse"
    (literal,) = literals(FRONTEND, source)
    value = str(literal.text)
    assert value == "jdbc:sqlserver://h;encrypt=false"
    assert source[literal.span.start : literal.span.end] == source[4:]
    assert at(source, literal.text[4:5]) == "\\:"
    assert at(source, literal.text[value.index("false") :]) == "\\u0066alse"
    assert at(source, literal.text[value.index("encrypt=") :][:7]) == "enc\\\n    rypt"


def test_keys_of_one_prefix_are_a_record() -> None:
    source = (
        "spring.datasource.encrypt=false\nother=1\n"
        "spring.datasource.hikari.data-source-properties.trust=\n"
        "spring.datasource.driver-class-name = x.Driver\n"
    )
    (record,) = records(FRONTEND, source)
    assert told(record) == [
        ("encrypt", "false"),
        ("hikari.data-source-properties.trust", ""),
        ("driver-class-name", "x.Driver"),
    ]
    assert [source[each.span.start : each.span.end] for each in record.entries] == [
        "spring.datasource.encrypt=false",
        "spring.datasource.hikari.data-source-properties.trust=",
        "spring.datasource.driver-class-name = x.Driver",
    ]
    assert [use.name for use in record.uses] == ["spring:datasource"]
    assert record.libraries == ("x.Driver",)
    assert source[record.span.start : record.span.end] == source[:-1]
    assert at(source, record.entries[0].name) == "encrypt"


def test_a_dotted_key_is_one_of_the_mapping_that_its_path_starts_from() -> None:
    text = "x.connector.class=c.D\nx.database.hostname=h\nx.connector.other=1\ny=2\nconnector.class.z=3\n"
    vocabulary = Vocabulary(keys=frozenset({"connector.class", "url", "connection.url"}))
    (record,) = FRONTEND.read(Source(path="a", text=MappedText.copied(text)), vocabulary)
    assert isinstance(record, Record)
    assert told(record) == [("connector.class", "c.D"), ("connector.other", "1"), ("database.hostname", "h")]


def test_a_key_alone_is_no_record() -> None:
    assert records(FRONTEND, "a.encrypt=true\nb.c=d") == []


def test_the_product_is_that_of_the_mapping_or_the_one_above() -> None:
    source = "a.db-kind=mssql\na.jdbc.url=k=v\na.jdbc.x.url=k=v"
    assert [each.libraries for each in literals(FRONTEND, source)] == [("mssql",), ()]


def test_documents_of_spring_are_kept_apart() -> None:
    source = "a.encrypt=true\n#---\na.trust=false\n#----\na.b=c\n! ---\n"
    assert records(FRONTEND, source) == []
    assert len(records(FRONTEND, source.replace("#---\n", "# ---\n"))) == 1


def test_a_document_in_a_value_is_read_as_what_it_is() -> None:
    (embedded,) = fragments(FRONTEND, 'a={ "b": "c=d" }')
    assert isinstance(embedded, Embedded)
    assert embedded.language == "json"


def test_a_broken_escape_is_told() -> None:
    assert problems(FRONTEND, "a=\\u00g0") == [
        "java.util.Properties refuses the file: a \\u without four hexadecimal digits"
    ]
    assert problems(FRONTEND, "a=\\U00g0") == []


def test_everything_is_what_java_loads() -> None:
    rows = [json.loads(line) for line in gzip.decompress(RECORDED.read_bytes()).splitlines()]
    assert len(rows) == 1426
    for row in rows:
        source = Source(path="a", text=MappedText.copied(row["text"]))
        # Of a backslash at the very end Java makes a pair of nothing.
        found = [(name, scalar.value) for name, scalar in scalars(trees(source)) if name or scalar.value]
        assert (row["loaded"] is None) == bool(source.problems), row
        if row["loaded"] is not None:
            wanted = [
                (str(joined(parts_of(MappedText.copied(name)))), value)
                for name, value in row["loaded"]
                if name or value
            ]
            assert found == wanted, row
        fragments(FRONTEND, row["text"])


@given(st.text(alphabet='ab.=: \t\f\n\r\\u0#!-["]', max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    fragments(FRONTEND, text)
    for _, scalar in scalars(trees(Source(path="a", text=MappedText.copied(text)))):
        assert str(scalar.text()) == scalar.value
