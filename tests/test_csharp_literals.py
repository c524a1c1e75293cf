"""The C# front-end's lexer, parser and constants against what the compiler recorded."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lint_rds_tls.frontends._code.constants import Constants
from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import (
    Assignment,
    Call,
    Constant,
    Interpolation,
    Name,
    Node,
    String,
    Sum,
    Unread,
)
from lint_rds_tls.frontends._code.parser import Parser
from lint_rds_tls.frontends._code.strings import literal, text_of
from lint_rds_tls.frontends._csharp.scan import scan
from lint_rds_tls.frontends._csharp.strings import text_piece

RECORDED = Path(__file__).parent / "recorded" / "csharp-literals" / "generated.jsonl.gz"

Span = tuple[int, int]


def read(source: str) -> Iterator[tuple[int, int, str]]:
    """Every literal, piece of interpolated text, character and maximal constant string, with its value."""
    parser = Parser(source, scan(source).tokens)
    waiting: list[tuple[Node, bool]] = [(node, False) for member in parser.members for node in parser.read(member)]
    constants = Constants(source, Names(parser.file, parser.declared), declared=True)
    while waiting:
        node, inside = waiting.pop()
        if isinstance(node, Unread):
            waiting.extend((each, inside) for each in parser.read_later(node))
            continue
        yield from texts(source, node)
        value = constants.value(node) if not inside and not isinstance(node, String) else None
        if isinstance(value, str):
            yield node.start, node.end, value
        elif isinstance(node, Sum) and not inside:
            constant = prefix(node, constants)
            if constant:
                yield node.start, node.operands[constant - 1].end, value_of(node, constant, constants)
            waiting.extend((each, index < constant) for index, each in enumerate(node.operands))
            continue
        waiting.extend((each, inside or isinstance(value, str)) for each in uses(node))


def texts(source: str, node: Node) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, String):
        yield node.start, node.end, text_of(literal(source, node.start, node.end, node.kind))
    elif isinstance(node, Interpolation):
        for part in node.parts:
            if isinstance(part, String):
                text = text_piece(source, part.start, part.end, part.opening, part.indentation, first=part.first)
                yield part.start, part.end, text_of(text)
    elif isinstance(node, Constant) and node.text[:1] == "'":
        yield node.start, node.end, text_of(literal(source, node.start, node.end, "CHARACTER"))


def prefix(node: Sum, constants: Constants) -> int:
    """How many operands from the left are a constant together: `a + b + c` is `(a + b) + c`."""
    counts = range(len(node.operands) - 1, 1, -1)
    return next((count for count in counts if isinstance(constants.value(part(node, count)), str)), 0)


def part(node: Sum, count: int) -> Sum:
    return Sum(node.start, node.operands[count - 1].end, node.operands[:count])


def value_of(node: Sum, count: int, constants: Constants) -> str:
    value = constants.value(part(node, count))
    assert isinstance(value, str)
    return value


def uses(node: Node) -> list[Node]:
    """The children that are values: not the names that are called or assigned."""
    children = list(node.children())
    return children[1:] if isinstance(node, Assignment | Call) and isinstance(children[0], Name) else children


def records() -> list[dict[str, Any]]:
    with gzip.open(RECORDED, "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def expected(record: dict[str, Any]) -> dict[Span, str]:
    """What has to be found."""
    texts = [each for each in record["literals"] if not each.get("format")]  # format clauses are no text of ours
    return {(each["start"], each["end"]): each["value"] for each in (*texts, *record["constants"])}


def test_every_string_and_constant_is_the_compilers() -> None:
    whole = [record for record in records() if not record["broken"]]
    differing = {}
    for record in whole:
        wanted = expected(record)
        found = {(start, end): value for start, end, value in read(record["source"])}
        if found != wanted:
            differing[record["id"]] = [
                (span, found.get(span), wanted.get(span))
                for span in sorted(found.keys() | wanted.keys())
                if found.get(span) != wanted.get(span)
            ]
    assert differing == {}
    assert len(whole) == 1608
    assert sum(len(record["constants"]) for record in whole) == 6891


def test_broken_texts_are_read_too() -> None:
    broken = [record for record in records() if record["broken"]]
    assert len(broken) == 392
    right = 0
    for record in broken:
        found = {(start, end): value for start, end, value in read(record["source"])}
        right += sum(found.get(span) == value for span, value in expected(record).items())
    assert right > 4400  # of 4,883; the compiler recovers in ways of its own


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ('"a \\" b"', ['a " b']),
        ('@"a "" b\\"', ['a " b\\']),
        ('"""one "line" """', ['one "line" ']),
        ('"""\n    two\n      lines ""\n    """', ['two\n  lines ""']),
        ('""""holds """ three""""', ['holds """ three']),
        ('$$"""{x} {{y}} {"""', ["{x} ", " {"]),
        ('$"a{x}b"', ["a", "b"]),
        ('$"a{(x ? "p" : "q")}c"', ["a", "p", "q", "c"]),
        ('$"a{x switch { 1 => "one", _ => "t}wo" }}b"', ["a", "one", "t}wo", "b"]),
        ('$"a{$"b{$"c{d}"}"}e"', ["a", "b", "c", "e"]),
        ('$"a{{n}} {x}"', ["a{n} "]),
        ('$@"a""b{d["k"]}c\\"', ['a"b', "k", "c\\"]),
        ('@$"a""b{x}"', ['a"b']),
        ("'\"'", ['"']),
        ("'\\''", ["'"]),
        ('"u"u8', ["u"]),
        ('"x" /* "no" */ + y // "nor this"', ["x"]),
        ('"\\u0041\\x42\\U00000043\\e"', ["ABC\x1b"]),
        ('\\u0061b + "x"', ["x"]),
        ('a<b>("x")', ["x"]),
        ('$"{x,10:N2}{y:yyyy\\-MM}"', []),
        ('$"http://x/{b}//c"', ["http://x/", "//c"]),
        ('$"#1 {b} # c"', ["#1 ", " # c"]),
        ('$" {a} /* not a comment */ "', [" ", " /* not a comment */ "]),
        ('$"{{{x}}}"', ["{", "}"]),
        ('f(a ? b : "c", $"{d}")', ["c"]),
        ('"a\U0001f600\\uD83D\\uDE00"', ["a\U0001f600\U0001f600"]),
    ],
)
def test_traps(source: str, values: list[str]) -> None:
    found = sorted(each for each in read(f"class C {{ object M() => {source}; }}") if not is_joined(each, source))
    assert [value for _, _, value in found] == values


def is_joined(found: tuple[int, int, str], source: str) -> bool:
    """Whether this is the constant around literals, not a literal."""
    start = len("class C { object M() => ")
    return source.startswith("$") and found[:2] == (start, start + len(source))


@pytest.mark.parametrize(
    "source",
    [
        '#region it\'s\nclass C { string s = "x"; }\n#endregion "',
        '#if false\njunk \' " @" /* $"{ \n#endif\nclass C { string s = "x"; }',
        'class C {\n#if A\n  void M() {\n#else\n  void N() {\n#endif\n    F("x"); } }',
        '#line 7 "..\\x"\n#pragma checksum "a" "{b}" "c"\nclass C { string s = "x"; }',
        '#error it\'s "quoted\nclass C { string s = "x"; }',
        'class C { // "a\u2028 string s = "x"; // "b\x85 }',
        'class C { string s = "x"; // it\'s\n /* "y */ /** \'z */ }',
        '#if !DEBUG && (A || !B) // "\nclass C { string s = "x"; }\n#else\n"\n#endif',
    ],
)
def test_what_is_no_code_holds_no_strings(source: str) -> None:
    assert [value for _, _, value in read(source)] == ["x"]


def test_all_branches_are_read() -> None:
    source = '#if A\nf("a");\n#if B\nf("b");\n#else\nf("c");\n#endif\n#elif C\nf("d");\n#else\nf("e");\n#endif\nf("f");'
    scanned = scan(source)
    read_in = [
        [source[each.starts[index] : each.ends[index]] for index, kind in enumerate(each.kinds) if kind == "STRING"]
        for each in (scanned.tokens, *scanned.variants)
    ]
    assert read_in == [['"e"', '"f"'], ['"a"', '"b"', '"f"'], ['"a"', '"c"', '"f"'], ['"d"', '"f"']]
