"""The TypeScript front-end: what the objects hold that calls of known packages are given."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends.typescript import FRONTEND
from lint_rds_tls.model import Record, Source, Vocabulary
from lint_rds_tls.text import MappedText

WORDS = Vocabulary(calls=frozenset({"@shop/db/kit.Box", "@shop/db.kit.Box", "@shop/db/kit.Box.of", "*.addLabel"}))
IMPORT = 'import * as kit from "@shop/db/kit";\n'


def records(text: str, imports: str = IMPORT) -> list[Record]:
    source = Source(path="box.ts", text=MappedText.copied(imports + text))
    return [each for each in FRONTEND.read(source, WORDS) if isinstance(each, Record)]


def held(text: str, imports: str = IMPORT) -> dict[str, str]:
    """The entries of the one record; ◌ for what is not known, with what is written."""
    (record,) = records(text, imports)
    return {str(each.name): f"◌{each.written}" if each.value.has_hole else str(each.value) for each in record.entries}


def test_objects_are_flattened_and_lists_numbered() -> None:
    text = (
        "new kit.Box(this, 'a', { size: 3, open: true, 'x.y': \"z\", in: { side: { up: 'w' } }, list: [{ n: 'v' }] })"
    )
    assert held(text) == {"size": "3", "open": "true", "x.y": "z", "in.side.up": "w", "list.0.n": "v"}


def test_names_of_constants_stand_for_their_values() -> None:
    text = """
        const color: string = 'red', ignored = 1
        const shape = { corners: '4' };
        new kit.Box(this, 'a', { color, shape, other: color, missing })
    """
    assert held(text) == {"color": "red", "shape.corners": "4", "other": "red", "missing": "◌missing"}


@pytest.mark.parametrize(
    "declared",
    [
        "let color = 'red';",
        "function f() { const color = 'red'; } function g() { const color = 'blue'; }",
        "const color = { a: 'red' }; color['b'] = 'blue';",
        "const color = { a: 'red' }; color.b = 'blue';",
        "const color = { a: 'red' }; Object.assign(color, more);",
        "const color = other; const other = color;",
    ],
)
def test_what_may_be_another_value_is_not_known(declared: str) -> None:
    assert set(held(f"{declared} new kit.Box(this, 'a', {{ color }})").values()) <= {"◌color", "◌other"}


def test_what_is_not_known_says_what_is_written() -> None:
    text = (
        "new kit.Box(this, 'a', { a: b.c, d: kit.e({ f: 1 }), g: h ? 'i' : 'j', k: 'l' + m, n: `o${p}`, q: new R() })"
    )
    assert held(text) == {"a": "◌b.c", "d": "◌kit.e({ f: 1 })", "g": "◌", "k": "◌", "n": "◌", "q": "◌new R()"}


def test_escapes_are_decoded() -> None:
    text = r"new kit.Box(this, 'a', { a: '\x41\u0042\u{43}\'', b: `d\ne`, c: 'f\
g' })"
    assert held(text) == {"a": "ABC'", "b": "d\ne", "c": "fg"}


@pytest.mark.parametrize(
    "given",
    [
        "{ ...props, a: 'b' }",
        "{ c: { ...props } }",
        "props",
        "{ [key]: 'b' }",
        "{ a: [one()] }",
        "{ a: [...b] }",
        "{ a: 'b'",
    ],
)
def test_records_that_may_hold_more_are_truncated(given: str) -> None:
    (record,) = records(f"new kit.Box(this, 'a', {given}")
    assert record.truncated


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ('import { Box } from "@shop/db/kit"', "new Box"),
        ('import { Box as Case } from "@shop/db/kit"', "new Case"),
        ('import type { Other } from "@shop/db/kit"; import { type More, Box } from "@shop/db/kit"', "new Box"),
        ('import kit from "@shop/db/kit"', "new kit.Box"),
        ('import kit = require("@shop/db/kit")', "new kit.Box"),
        ('const kit = require("@shop/db/kit")', "new kit.Box"),
        ('const { Box: Case, Other } = require("@shop/db/kit")', "new Case"),
        ('import * as db from "@shop/db"', "new db.kit.Box"),
        ('import { kit } from "@shop/db"', "new kit.Box"),
        ('import * as db from "@shop/db"; const kit = db.kit;', "new kit.Box"),
        ('import kit from "@shop/db/kit"', "new kit.Box<string, Props>"),
    ],
)
def test_imports_of_all_kinds(imports: str, call: str) -> None:
    assert held(f"{call}(this, 'a', {{ b: 'c' }})", f"{imports}\n") == {"b": "c"}


@pytest.mark.parametrize(
    "text",
    [
        "new other.Box(this, 'a', { b: 'c' })",
        "new Box(this, 'a', { b: 'c' })",
        "// new kit.Box(this, 'a', { b: 'c' })",
        "const s = `new kit.Box(this, 'a', { b: 'c' })`",
        "const s = /new kit.Box(this, [/'\"`] { b: 'c' })/g",
        "new kit.Other({ server: 'db', encrypt: false })",
    ],
)
def test_nothing_else_is_told(text: str) -> None:
    assert records(text) == []


def test_nothing_is_told_without_an_import_of_a_known_package() -> None:
    assert records("new kit.Box(this, 'a', { b: 'c' }); x.addLabel('d')", "import * as kit from 'kit';\n") == []


def test_slashes_divide_and_begin_expressions() -> None:
    assert held("const a = b / 2, c = (1) / 3 / d['\"']; const e = /[/'\"]/; new kit.Box({ f: 'g' })") == {"f": "g"}


def test_templates_are_nested() -> None:
    assert held("x(`a${`b${{ c: '}' }.c}`}d`, `e`); new kit.Box({ f: `g` })") == {"f": "g"}


def test_texts_are_arguments_and_the_first_is_the_base() -> None:
    (record,) = records("kit.Box.of('a', b)")
    assert (str(record.base), [each.has_hole for each in record.arguments]) == ("a", [False, True])


def test_methods_of_anything() -> None:
    (record,) = records("this.box.addLabel('d', 'e')")
    assert (record.type, [str(each) for each in record.arguments]) == ("this.box.addLabel", ["d", "e"])


def test_spans_point_at_the_file() -> None:
    text = IMPORT + "new kit.Box(this, 'a', { color: 'red' });"
    (record,) = FRONTEND.read(Source(path="box.ts", text=MappedText.copied(text)), WORDS)
    assert isinstance(record, Record)
    (entry,) = record.entries
    places = record.span, entry.span, entry.value.span
    assert [text[span.start : span.end] for span in places] == [
        "kit.Box(this, 'a', { color: 'red' })",
        "color: 'red'",
        "red",
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "new kit.Box({a:'b'});",
        "{",
        "(",
        "`${",
        "/[",
        "'",
        "const a=b;",
        "const a={...a};",
        "kit.Box(",
        "a[0]/",
        "/*",
        "a:{b:",
        "<",
    ],
)
def test_long_lines_come_to_an_end_and_hide_nothing_before_them(unit: str) -> None:
    one = "new kit.Box(this, 'a', { size: 3 });\n"
    (before,) = records(one)
    assert records(one + unit * (60_000 // len(unit)))[0] == before
