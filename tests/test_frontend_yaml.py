"""The YAML front-end: what pyyaml reads, at its exact places; aliases, templates and broken files."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends._trees.nodes import Scalar, Tree
from lint_rds_tls.frontends.yaml import FRONTEND, trees
from lint_rds_tls.model import Embedded, Literal, Record, Source
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind
from tests.documents import at, fragments, literals, problems, records, told, uses, values

URL = "jdbc:sqlserver://h:1433;encrypt=false"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a: k=v", ["k=v"]),
        ("k=v", ["k=v"]),
        ("a: 'it''s k=v'", ["it's k=v"]),
        ('a: "k=\\u0076\\x41\\t\\"\\/\\N"', ['k=vA\t"/\x85']),
        ('a: "\\U0001F600=v"', ["\U0001f600=v"]),
        ('a: "k=\n  v\n\n  w \\\n  x"', ["k= v\nw x"]),
        ("a: 'k=\n\n\n  v'", ["k=\n\nv"]),
        ("a: k=\n  v\n  w", ["k= v w"]),
        ("a: k=\r\n  v\r\n\r\n  w", ["k= v\nw"]),
        ("a: |\n  k=v\n  w\n", ["k=v\nw\n"]),
        ("a: |-\r\n  k=v\r\n  w\r\n", ["k=v\nw"]),
        ("a: |+ # c\n  k=v\n\nb: 1", ["k=v\n\n"]),
        ("a: >\n  k=v\n  w\n\n  x\n    y\n  z\n", ["k=v w\nx\n  y\nz\n"]),
        ("a: >-\n  k=v\n  w", ["k=v w"]),
        ("a: |2-\n    k=v\n   w", ["  k=v\n w"]),
        ("a: |\n\n  k=v", ["\nk=v"]),
        ("- k=v\n- [a=b, {c: d=e}]\n- ? x=y\n  : z=w", ["k=v", "a=b", "d=e", "z=w"]),
        ("? [x]\n: k=v", ["k=v"]),
        ("a: &x k=v\nb: *x", ["k=v", "k=v"]),
        ("a: *nowhere", []),
        ("a: &x [k=v, *x]", ["k=v"]),
        ("a: !Sub k=v", ["k=v"]),
        ("a: !Join ['', [k=v]]", ["k=v"]),
        ("a: &x !!str 'k=v'", ["k=v"]),
        ("a: !<tag:x,1:y> # c\n  k=v", ["k=v"]),
        ("a: !!binary 'az12'", []),
        ("a: !!binary az1=", []),
        ("a: k=v\n---\nb: k=w\n...\n%YAML 1.1\n---\nk=x", ["k=v", "k=w", "k=x"]),
        ("# k=v\na: b # k=v", []),
        ("a: ${X:k=v}", ["${X:k=v}"]),
        ("a: k=\x85  v", ["k= v"]),
        ("a: k=\u2028  v", ["k=\u2028v"]),
        ("a: k=\x01v", ["k=\x01v"]),
        ("", []),
        ("\ufeffa: k=v", ["k=v"]),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found
    assert problems(FRONTEND, source) == []


@pytest.mark.parametrize(
    ("source", "found", "told"),
    [
        ("a: k=v\nb: 'k=w", ["k=v"], ["found unexpected end of stream"]),
        ("a: k=v\n\tb: k=w", ["k=v"], ["found character '\\t' that cannot start any token"]),
        ("a: k=v\nb: ]\n--- \nc: k=x", ["k=v", "k=x"], ["expected the node content, but found ']'"]),
        ("a: k=v\n---\nb: [k=w", ["k=v", "k=w"], ["expected ',' or ']', but got '<stream end>'"]),
        ('a: "\\UFFFFFFFF"', [], [None]),
        ("a: k=v\nb: @", ["k=v"], ["found character '@' that cannot start any token"]),
        ("a:\n  b: k=v\n\tc: k=w\n  d: k=x\n", ["k=v", "k=x"], ["found character '\\t' that cannot start any token"]),
        (
            "a: k=v\nb: `c`\nd:\n- k=w\n- }\n- k=x",
            ["k=v", "k=w", "k=x"],
            ["found character '`' that cannot start any token"],
        ),
    ],
)
def test_what_stands_before_a_mistake_is_read(source: str, found: list[str], told: list[str | None]) -> None:
    assert values(FRONTEND, source) == found
    messages = problems(FRONTEND, source)
    assert len(messages) == len(told)
    for message, wanted in zip(messages, told, strict=True):
        assert message.startswith("is no YAML: ")
        assert wanted is None or message == f"is no YAML: {wanted}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a: {{ .Values.x }}\nb: k=v", ["k=v"]),
        ("a: {{ x }}-k=v", ["◌-k=v"]),
        ('a: "{{ x }};k=v"', ["{{ x }};k=v"]),
        ("a: k={{ x }}", ["k={{ x }}"]),
        ("{{- if .x }}\na: k=v\n{{- end }}", ["k=v"]),
        ('a:\n{{- range .x }}\n  - k={{ . }}\n{{ end }}\n{{ include "x" . | nindent 4 }}', ["k={{ . }}"]),
        ('a: "k={{ x | default "y" }}"', ["k=◌"]),
        ("{{/* k=v\n  b: {{c}} */}}\na: k=v", ["k=v"]),
        ("{% if x %}\na: k=v\n{% endif %}", ["k=v"]),
        ("a: |\n  {{ x }}\n  k={{ y }}", ["{{ x }}\nk={{ y }}"]),
        ("- {{ x }}\n- k=v", ["k=v"]),
        ("a: @project.version@\nb: %X%-k=v\nc: k=v", ["◌-k=v", "k=v"]),
        ("{{ x }}: k=v", ["k=v"]),
        ("a: {{ x\nb: k=v", []),
    ],
)
def test_templates(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found


def test_the_path_of_a_value() -> None:
    source = "spring.datasource:\n  url: a=b\nx:\n- y: a=b\nConnectionStrings__Shop: a=b"
    assert [uses(each) for each in literals(FRONTEND, source)] == [
        ["key ConnectionStrings:Shop"],
        ["key spring:datasource:url"],
        ["key x:0:y"],
    ]


def test_a_url_in_a_folded_scalar() -> None:
    source = "db:\n  url: >-\n      jdbc:sqlserver://h:1433;\n      encrypt=false;\n      trust=\n      true\n"
    (literal,) = literals(FRONTEND, source)
    value = str(literal.text)
    assert value == "jdbc:sqlserver://h:1433; encrypt=false; trust= true"
    assert at(source, literal.text[value.index("encrypt") :][:13]) == "encrypt=false"
    assert at(source, literal.text[value.index("trust") :]) == "trust=\n      true"
    assert source[literal.span.start : literal.span.end] == source[source.index(">-") :]


def test_a_url_in_a_double_quoted_scalar_with_escapes() -> None:
    source = 'url: "jdbc:\\x73qlserver://h;\\\n   enc\\u0072ypt=\\u0066alse"'
    (literal,) = literals(FRONTEND, source)
    value = str(literal.text)
    assert value == "jdbc:sqlserver://h;encrypt=false"
    assert at(source, literal.text[value.index("encrypt") :]) == "enc\\u0072ypt=\\u0066alse"
    assert at(source, literal.text[5:6]) == "\\x73"
    assert source[literal.span.start : literal.span.end] == source[5:]


def test_a_url_under_an_alias() -> None:
    source = f"base: &url {URL}\ndb:\n  url: *url\n  encrypt: &no false\ncopy:\n  encrypt: *no\n  port: 1\n"
    first, second = literals(FRONTEND, source)
    assert uses(first) == ["key base"]
    assert uses(second) == ["key db:url"]
    for each in (first, second):
        assert source[each.span.start : each.span.end] == URL
        assert at(source, each.text[-5:]) == "false"
        assert each.text.span.end == source.index(URL) + len(URL)
    _, record = records(FRONTEND, source)
    entry = record.entries[0]
    assert source[entry.span.start : entry.span.end] == "encrypt: *no"
    assert entry.value.span.start == source.index("&no false") + 4


def test_a_url_in_a_later_document() -> None:
    source = f"a: 1\n---\nurl: {URL}\n"
    (literal,) = literals(FRONTEND, source)
    assert source[literal.span.start : literal.span.end] == URL
    assert literal.span.start == source.index("jdbc")


def test_a_mapping_with_a_known_key_is_a_record_of_all_below() -> None:
    source = (
        "spring:\n  datasource: # c\n    Encrypt: 'false'\n    driver-class-name: x.Driver\n    hikari:\n"
        '      data-source-properties: {"trust": ~, list: [1, two]}\n\nother: 1\n'
    )
    (record,) = records(FRONTEND, source)
    assert told(record) == [
        ("Encrypt", "false"),
        ("driver-class-name", "x.Driver"),
        ("hikari.data-source-properties.trust", ""),
        ("hikari.data-source-properties.list.0", "1"),
        ("hikari.data-source-properties.list.1", "two"),
    ]
    assert [source[each.span.start : each.span.end] for each in record.entries] == [
        "Encrypt: 'false'",
        "driver-class-name: x.Driver",
        '"trust": ~',
        "1",
        "two",
    ]
    assert source[record.span.start : record.span.end] == source[source.index("Encrypt") : source.index("\n\nother")]
    assert [use.name for use in record.uses] == ["spring:datasource"]
    assert record.libraries == ("x.Driver",)
    assert not record.truncated


def test_merge_keys() -> None:
    source = (
        "base: &b {encrypt: true, x: 1}\nmore: &m {x: 2, y: 3, <<: {z: 4}}\n"
        "db:\n  <<: [*b, *m]\n  encrypt: false\nalone: {<<: *b}\n"
    )
    assert [told(each) for each in records(FRONTEND, source)] == [
        [("encrypt", "true"), ("x", "1")],
        [("x", "1"), ("y", "3"), ("z", "4"), ("encrypt", "false")],
        [("encrypt", "true"), ("x", "1")],
    ]


def test_documents_in_scalars_are_read_as_what_they_are() -> None:
    source = (
        "data:\n  application.yml: |\n    url: k=v\n    x: 1\n  db.properties: |\n    a=b\n    c=d\n"
        '  "x": \'{"k": "a=b"}\'\n  note.yml: k=v\n'
    )
    found = [each for each in fragments(FRONTEND, source) if isinstance(each, Embedded)]
    assert [(each.language, str(each.text)) for each in found] == [
        ("json", '{"k": "a=b"}'),
        ("yaml", "url: k=v\nx: 1\n"),
        ("properties", "a=b\nc=d\n"),
    ]
    assert values(FRONTEND, source) == ["k=v"]


def test_aliases_of_aliases_stay_linear() -> None:
    levels = "".join(f"l{n + 1}: &l{n + 1} [{', '.join([f'*l{n}'] * 10)}]\n" for n in range(30))
    maps = "".join(f"m{n + 1}: &m{n + 1} {{encrypt: 1, a: *m{n}, b: *m{n}, c: *m{n}}}\n" for n in range(30))
    found = fragments(FRONTEND, f"l0: &l0 [k=v]\n{levels}m0: &m0 {{x: y}}\n{maps}u: &u k=w\nv: [{'*u, ' * 5000}]")
    texts = [str(each.text) for each in found if isinstance(each, Literal)]
    assert (texts.count("k=v"), texts.count("k=w")) == (1, 8)
    made = [each for each in found if isinstance(each, Record)]
    assert not made[0].truncated
    assert made[-1].truncated
    assert sum(len(each.entries) for each in made) < 50_000


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "{? "])
def test_any_depth(opening: str) -> None:
    assert values(FRONTEND, "a: k=v\n---\n" + opening * 2_000 + "k=v")[0] == "k=v"


def test_brackets_nested_too_deep_are_told() -> None:
    source = "a: k=v\nb: " + "[" * 100_000 + "\n---\nk=w"
    assert values(FRONTEND, source) == ["k=v", "k=w"]
    assert problems(FRONTEND, source) == ["is no YAML: brackets are nested too deep"]


def _leaves(roots: list[Tree | Scalar]) -> list[Scalar]:
    found: list[Scalar] = []
    for root in roots:
        if isinstance(root, Scalar):
            found.append(root)
        else:
            found += _leaves([member.node for member in root.members])
    return found


_TEXTS = st.text(alphabet="ab=:;'\"\\#-|> \t\n é\U0001f600{}[],&*!%@`0~", max_size=24)
_STYLES = st.sampled_from((None, "'", '"', "|", ">"))


@given(_TEXTS, _STYLES, st.sampled_from((10, 30, 1000)), st.sampled_from(("\n", "\r\n", "\r", "\x85")), st.booleans())
@settings(max_examples=400, deadline=None)
def test_every_scalar_is_that_of_pyyaml(text: str, style: str | None, width: int, end: str, escaped: bool) -> None:
    written = yaml.dump({"a": [text, {"b": text}]}, default_style=style, width=width, allow_unicode=not escaped)
    written = re.sub("\n", end, written)
    loaded = yaml.safe_load(written)["a"]
    found = _leaves(list(trees(Source(path="a", text=MappedText.copied(written)))))
    assert [str(each.text()) for each in found] == [loaded[0], loaded[1]["b"]]
    for each in found:
        assert each.value == str(each.text())
        pieces = each.text().pieces
        for piece in pieces:
            if piece.kind is PieceKind.COPIED:
                assert written[piece.span.start : piece.span.end] == piece.text
        # What stands for itself is never taken as decoded in one lump.
        if len(each.value) > 3 and each.value.isalpha():
            assert any(piece.kind is PieceKind.COPIED for piece in pieces)


@given(st.text(alphabet="ab: -'\"\\\n\t[]{},&*!|>#%?<=.\x85\ufeff\x00", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for each in literals(FRONTEND, text):
        assert HOLE_CHARACTER not in str(each.text) or "{{" in text
    fragments(FRONTEND, text)
