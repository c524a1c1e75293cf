"""The XML front-end: values and places through entities, CDATA and comments; hostile and broken documents."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends.xml import FRONTEND
from lint_rds_tls.model import Embedded
from tests.documents import fragments, literals, problems, records, told, uses, values


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<a b="Server=x"/>', ["Server=x"]),
        ("<a b='Server=x' />", ["Server=x"]),
        ('<a b = "Server=x"\n c="y"></a>', ["Server=x"]),
        ("<a>Server=x</a>", ["Server=x"]),
        ("<a>\n  Server=x\n</a>", ["Server=x"]),
        ("<a><![CDATA[Server=x;P=<&amp;>]]></a>", ["Server=x;P=<&amp;>"]),
        ("<a>Server<![CDATA[=]]>x</a>", ["Server=x"]),
        ("<a>Server=x<!-- no=no -->;y=z</a>", ["Server=x;y=z"]),
        ("<!-- <a b='Server=x'/> --><c/>", []),
        ("<!-- not closed <a b='Server=x'/>", []),
        ("<?php Server=x ?><a/>", []),
        ('<a b="P=&quot;&apos;&lt;&gt;&amp;&#59;&#x3B;&#x1F600;"/>', ["P=\"'<>&;;\U0001f600"]),
        ('<a b="Server&#61;x"/>', ["Server=x"]),
        ("<a>Server&#x3d;x</a>", ["Server=x"]),
        ("<a>jdbc:sqlserver://h</a>", ["jdbc:sqlserver://h"]),
        ("<a b='JDBC:sqlserver://h' c='r2dbc:mssql://h' d='e:f'>g:h</a>", ["JDBC:sqlserver://h", "r2dbc:mssql://h"]),
        ('<a b="Server=&host;;x=&"/>', ["Server=◌;x=&"]),
        ('<a b="x=&#0;&#xD800;&#1114112;"/>', ["x=\ufffd\ufffd\ufffd"]),
        ("<a>Server=x", ["Server=x"]),
        ("<a b='Server=x", []),
        ("<a b='Server=x'", ["Server=x"]),
        ("<a b='Server=x' <c d='Server=y'/>", ["Server=x", "Server=y"]),
        ("<a><b>Server=x</a>", ["Server=x"]),
        ("</b><a>Server=x</c></a>", ["Server=x"]),
        ("<a b=Server=x c='d=e'/>", ["d=e"]),
        ("<summary>Server=x</summary><doc b='Server=x'><c>Server=x</c></doc><a>Server=y</a>", ["Server=y"]),
        ("<n:a n:b='Server=x' xmlns:n='urn:n'/>", ["Server=x"]),
        ("", []),
        ("<", []),
        ("<<<>>>", []),
        ("a < b && c = d", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(FRONTEND, source) == found


@pytest.mark.parametrize(
    ("source", "used", "libraries"),
    [
        (
            '<connectionStrings><add name="Shop" connectionString="a=b" providerName="Npgsql"/></connectionStrings>',
            ["attribute connectionStrings/add@connectionString", "key Shop"],
            ("Npgsql",),
        ),
        ('<a><add key="Shop" value="a=b"/></a>', ["attribute a/add@value", "key Shop"], ()),
        ('<setting name="Shop"><value>a=b</value></setting>', ["attribute setting/value", "key Shop"], ()),
        (
            "<d><provider>mysql</provider><connection>a=b</connection></d>",
            ["attribute d/connection"],
            ("mysql",),
        ),
        ("<x:d><x:e x:f='a=b'/></x:d>", ["attribute d/e@f"], ()),
    ],
)
def test_uses(source: str, used: list[str], libraries: tuple[str, ...]) -> None:
    (literal,) = literals(FRONTEND, source)
    assert uses(literal) == used
    assert literal.libraries == libraries


def test_places_through_entities() -> None:
    source = '<a b="Server=&quot;x&quot;;Encrypt&#61;no"/>'
    (literal,) = literals(FRONTEND, source)
    value = str(literal.text)
    place = literal.text[value.index("Encrypt") :].span
    assert source[place.start : place.end] == "Encrypt&#61;no"
    place = literal.text[7:10].span
    assert source[place.start : place.end] == "&quot;x&quot;"
    assert source[literal.span.start : literal.span.end] == "Server=&quot;x&quot;;Encrypt&#61;no"


def test_places_across_a_comment_and_cdata() -> None:
    source = "<a>Server=x;<!-- --><![CDATA[Encrypt=no]]></a>"
    (literal,) = literals(FRONTEND, source)
    place = literal.text[str(literal.text).index("Encrypt") :].span
    assert source[place.start : place.end] == "Encrypt=no"


def test_an_element_with_a_known_attribute_is_a_record() -> None:
    source = '<c:db c:Server="x&amp;y" Encrypt="false" name="Shop"/><e a="1" b="2"/>'
    (record,) = records(FRONTEND, source)
    assert [(str(each.name), str(each.value)) for each in record.entries] == [
        ("Server", "x&y"),
        ("Encrypt", "false"),
        ("name", "Shop"),
    ]
    assert [source[each.span.start : each.span.end] for each in record.entries] == [
        'Server="x&amp;y"',
        'Encrypt="false"',
        'name="Shop"',
    ]
    assert source[record.span.start : record.span.end] == source[: source.index("<e")]


@pytest.mark.parametrize(
    ("source", "entries"),
    [
        ("<d><encrypt>false</encrypt><url>a&amp;b</url></d>", ["<encrypt>false</encrypt>", "<url>a&amp;b</url>"]),
        (
            '<d><p name="Encrypt">false</p><p name="url">a&amp;b</p></d>',
            ['<p name="Encrypt">false</p>', '<p name="url">a&amp;b</p>'],
        ),
        (
            "<d><p name='x.encrypt' value='false'/><entry value='a&amp;b' key='url'></entry></d>",
            ["<p name='x.encrypt' value='false'/>", "<entry value='a&amp;b' key='url'></entry>"],
        ),
    ],
)
def test_children_that_name_settings_are_a_record(source: str, entries: list[str]) -> None:
    (record,) = records(FRONTEND, source)
    first, second = told(record)
    assert (first[0].lower().rpartition(".")[2], first[1]) == ("encrypt", "false")
    assert second == ("url", "a&b")
    assert [source[each.span.start : each.span.end] for each in record.entries] == entries
    assert source[record.span.start : record.span.end] == source
    assert [use.name for use in record.uses] == ["d"]


def test_groups_of_children_are_flattened_once() -> None:
    source = (
        "<x:ds name='Shop'><x:driver>y.Driver</x:driver><x:encrypt>true</x:encrypt><password/><other a='b'/>"
        "<x:props><property name='trust' value='1'/><deep><er>2</er></deep></x:props><list>3</list></x:ds>"
    )
    (record,) = records(FRONTEND, source)
    assert told(record) == [
        ("driver", "y.Driver"),
        ("encrypt", "true"),
        ("password", ""),
        ("props.trust", "1"),
        ("list", "3"),
    ]
    assert record.libraries == ("y.Driver",)
    assert [f"{use.role} {use.name}" for use in record.uses] == ["attribute ds", "key Shop"]
    assert source[record.entries[3].span.start : record.entries[3].span.end] == "<property name='trust' value='1'/>"


@pytest.mark.parametrize(
    "source",
    [
        "<d><encrypt>false</encrypt></d>",
        "<d><a>1</a><b>2</b></d>",
        "<d><a><encrypt>false</encrypt></a><b>2</b></d>",
        "<summary><encrypt>false</encrypt><b>2</b></summary>",
        f"<d><encrypt>false</encrypt>{'<b>2</b>' * 500}</d>",
        "<d><encrypt a='b'/><b>2</b></d>",
    ],
)
def test_other_children_are_no_record(source: str) -> None:
    assert records(FRONTEND, source) == []


def test_a_record_that_is_cut_off() -> None:
    (record,) = records(FRONTEND, "<d><encrypt>false</encrypt><b>2")
    assert told(record) == [("encrypt", "false"), ("b", "2")]


def test_documents_in_text_are_read_as_what_they_are() -> None:
    source = "<a>&lt;?xml version='1.0'?&gt;&lt;b c='Server=x'/&gt;</a>"
    (embedded,) = fragments(FRONTEND, source)
    assert isinstance(embedded, Embedded)
    assert (embedded.language, str(embedded.text)) == ("xml", "<?xml version='1.0'?><b c='Server=x'/>")


def test_no_entity_is_ever_declared_or_fetched() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(20))
    source = f'<!DOCTYPE a [<!ENTITY l0 "Server=x">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert values(FRONTEND, f'{source}<a b="k=&l20;">k=&f;</a>') == ["k=◌", "k=◌"]
    assert values(FRONTEND, f'<!DOCTYPE a SYSTEM "http://x/=">{source}<a b="k=v"/>') == ["k=v"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<a b='c'/>", []),
        ("", []),
        ("<a><b>", []),  # of which everything was read
        ("<a><!-- b", ["a comment is not closed"]),
        ("<a><![CDATA[b]]", ["a CDATA section is not closed"]),
        ("<?xml ", ["a processing instruction is not closed"]),
        ("<a b='c", ["a tag is not closed"]),
        ("<a <b/>", []),
    ],
)
def test_what_is_not_closed_is_told(source: str, told: list[str]) -> None:
    assert problems(FRONTEND, source) == told


def test_any_depth() -> None:
    assert values(FRONTEND, "<a>" * 5_000 + "k=v" + "</a>" * 5_000) == ["k=v"]
    assert values(FRONTEND, "<a>" * 5_000 + "k=v") == ["k=v"]


_TEXTS = st.text(alphabet="ab=;\"'<>&é\U0001f600", max_size=12)
_NAMES = st.sampled_from(("a", "b", "connectionString"))
_ELEMENTS = st.recursive(
    st.tuples(_NAMES, st.dictionaries(_NAMES, _TEXTS, max_size=3), _TEXTS, st.just(())),
    lambda inner: st.tuples(
        _NAMES, st.dictionaries(_NAMES, _TEXTS, max_size=3), _TEXTS, st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=8,
)


def _element(tree: tuple[str, dict[str, str], str, tuple[object, ...]]) -> ElementTree.Element:
    element = ElementTree.Element(tree[0], tree[1])
    element.text = tree[2]
    element.extend(_element(each) for each in tree[3])  # type: ignore[arg-type]
    return element


@given(_ELEMENTS)
@settings(max_examples=200, deadline=None)
def test_every_value_is_that_of_element_tree(tree: tuple[str, dict[str, str], str, tuple[object, ...]]) -> None:
    root = _element(tree)
    wanted = [value for each in root.iter() for value in (*each.attrib.values(), each.text or "") if "=" in value]
    assert sorted(values(FRONTEND, ElementTree.tostring(root, "unicode"))) == sorted(wanted)


@given(st.text(alphabet="<>/!-[]?&;#x=\"' aDOCTYPE\n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    fragments(FRONTEND, text)
