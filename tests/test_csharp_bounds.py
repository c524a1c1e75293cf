"""The C# front-end takes any text, of any depth and length."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.csharp_fragments import fragments, literals, method, shown
from tests.test_csharp_literals import records


def test_generated_texts_cut_anywhere_are_read() -> None:
    chance = random.Random(20)  # noqa: S311
    for record in records()[::8]:
        source = record["source"]
        for _ in range(4):
            cut = chance.randrange(len(source) + 1)
            fragments(source[:cut])
            fragments(source[cut:])


PIECES = """\" ' @ $ # { } ( ) [ ] < > ; , : . ? = + ! & | * / \\ a 1 \"\"\" $$ // /* */ new class string case switch
    => return if using var .Add( b=c #if·a #else #endif"""


@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n"]), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(parts: list[str]) -> None:
    fragments("".join(parts).replace("·", " "))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("var s = " + " + ".join(f'"k{n}=v;"' for n in range(20_000)) + ";", 1),
        ("var s = new[] { " + ", ".join(f'"k{n}=v"' for n in range(30_000)) + " };", 30_000),
        ("var s = new StringBuilder()" + "".join(f'.Append("k{n}=v;")' for n in range(6_000)) + ".ToString();", 1),
        ('var s = "a=b;"; ' + "".join(f's += "k{n}=v;";\n' for n in range(6_000)) + "Open(s);", 1),
        ("var b = new SqlConnectionStringBuilder(); " + "".join(f'b["k{n}"] = 1;\n' for n in range(6_000)), 1),
        ("var s = " + "(" * 5_000 + '"a=b"' + ")" * 5_000 + ";", 1),
        ("var s = " + "x => " * 5_000 + '"a=b";', 1),
        ("{" * 5_000 + 'Open("a=b");' + "}" * 5_000, 1),
        ("".join(f'if (a) Open("k={n}"); else ' for n in range(2_000)) + 'Open("a=b");', 2_001),
        ("var s = " + "".join(f'a ? "k={n}" : ' for n in range(5_000)) + '"a=b";', 5_001),
        ("var s = " + "a ?? " * 10_000 + '"a=b";', 1),
        ("var s = " + "A<" * 3_000 + "int" + ">" * 3_000 + '("a=b");', 1),
        ("var s = " + "a < " * 10_000 + '"a=b";', 1),
        ("var s = " + "x is { A: " * 2_000 + '"a=b"' + "}" * 2_000 + ";", 1),
        ("if (a.X) return;\n" * 2_000 + 'Open("a=b");', 1),
        ("$" * 50_000 + "@" * 50_000 + '"a=b";', 1),
        ("#if A\n" * 3_000 + 'Open("a=b");\n' + "#endif\n" * 3_000, 1),
        ("#if A\n" + "".join(f'#elif B{n}\nOpen("k={n}");\n' for n in range(1_000)) + "#endif\n", 1_000),
    ],
    ids=lambda value: str(value)[:30].encode("unicode_escape").decode() if isinstance(value, str) else str(value),
)  # fmt: skip
def test_long_and_deep_code(body: str, count: int) -> None:
    assert len(fragments(method(body, before="using Microsoft.Data.SqlClient;"))) == count


def test_a_thousand_nested_interpolations() -> None:
    found = literals(method("var s = " + '$"a={' * 1_000 + "x" + '}"' * 1_000 + ";"))
    assert found
    assert all(str(each.text).startswith("a=") for each in found)


def test_names_that_double_names_do_not_fill_the_memory() -> None:
    members = 'const string K0 = "a=bcdefg;"; ' + "".join(f"const string K{n + 1} = K{n} + K{n}; " for n in range(60))
    found = literals(method("Open(K60);", members=members))
    assert len(found) == 1
    assert len(found[0].text) < 1_000_000


def test_names_that_stand_for_each_other_stand_for_nothing() -> None:
    members = 'const string A = B + "a=1"; const string B = C + "b=2"; const string C = A;'
    assert [shown(each.text) for each in literals(method("Open(A);", members=members))] == ["◌a=1b=2a=1"]
