"""The Go front-end: strings, what `+`, names and Sprintf make of them, lists of words, documents in strings."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends.go import FRONTEND
from lint_rds_tls.model import Embedded
from tests.documents import at, fragments, literals, runs, uses, values


def function(body: str, before: str = "") -> str:
    return (
        f'package p\n\nimport (\n\t"database/sql"\n\tm "github.com/x/y"\n)\n\n{before}\n\n'
        f"func f(host string) {{\n{body}\n}}\n"
    )


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"a=b"', "a=b"),
        ("`a=b`", "a=b"),
        ("`a=\\n`", "a=\\n"),
        ('`a=\n"b"`', 'a=\n"b"'),
        ('"a=\\n\\t\\"\\\\\\x41\\u00e9\\U0001F600\\101"', 'a=\n\t"\\A\u00e9\U0001f600A'),
        ('"a=" + "b"', "a=b"),
        ('"a=" +\n\t"b"', "a=b"),
        ('("a=" + "b")', "a=b"),
        ('"a=" + host + ";c=d"', "a=◌;c=d"),
        ('"a=" + f(x) + ";"', "a=◌;"),
        ('"a=" + name', "a=n"),
        ('fmt.Sprintf("a=%s;b=%d;%%", host, 1)', "a=◌;b=◌;%"),
        ('fmt.Sprintf("a=%s;b=%v", name, "x")', "a=n;b=x"),
        ('fmt.Sprintf("a=%[2]s;b=%[1]s", "x", "y")', "a=y;b=x"),
        ('fmt.Sprintf("a=%s;", "b") + "c"', "a=b;c"),
        ('fmt.Sprintf("a=%5.2f;%q", 1.0, "x")', "a=◌;◌"),
        ('"a=b" /* "c=d" */', "a=b"),
    ],
)
def test_texts(expression: str, text: str) -> None:
    assert values(FRONTEND, function(f"use({expression})", 'const name = "n"'))[0] == text


@pytest.mark.parametrize(
    "body",
    [
        '// use("a=b")',
        '/* use("a=b") */',
        "r := '='",
        'x := "no pair"',
        'type t struct { A string `json:"a"` }',
        'use("a=b',
    ],
)
def test_what_is_no_text_that_may_connect(body: str) -> None:
    assert values(FRONTEND, function(body)) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('x := "a"\nuse("k=" + x)', ["k=a"]),
        ('x := "a"\nx = "b"\nuse("k=" + x)', ["k=◌"]),
        ('x := "a"\nx += "b"\nuse("k=" + x)', ["k=◌"]),
        ('use("k=" + file)', ["k=f"]),
        ('use("k=" + twice)', ["k=◌"]),
        ('file := "g"\nuse("k=" + file)', ["k=g"]),
        ('x := "k=" + x\nuse(x)', ["k=◌"]),
    ],
)
def test_names_hold_what_they_are_given_once(body: str, found: list[str]) -> None:
    before = 'var file string = "f"\nvar twice = "1"\nfunc g() { twice = "2" }\nvar twice = "3"'
    assert values(FRONTEND, function(body, before)) == found


@pytest.mark.parametrize(
    ("body", "use"),
    [
        ('sql.Open("sqlserver", "a=b")', ["argument Open"]),
        ('dsn := "a=b"', ["variable dsn"]),
        ('c := T{Dsn: "a=b"}', ["key Dsn"]),
        ('m := map[string]string{"Dsn": "a=b"}', ["key Dsn"]),
        ('return "a=b"', []),
        ('if x == "a=b" {}', []),
    ],
)
def test_uses(body: str, use: list[str]) -> None:
    (literal,) = literals(FRONTEND, function(body))
    assert uses(literal) == use
    assert literal.libraries == ("database/sql", "github.com/x/y")


def test_places() -> None:
    source = function('use("a=" + host + "\\x41;c=d")')
    (literal,) = literals(FRONTEND, source)
    assert source[literal.span.start : literal.span.end] == '"a=" + host + "\\x41;c=d"'
    assert at(source, literal.text[3:4]) == "\\x41"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('exec.Command("sqlcmd", "-C", "-S", host)', ["sqlcmd | -C | -S | ◌"]),
        ('exec.CommandContext(ctx, "sqlcmd", "-C").Run()', ["sqlcmd | -C"]),
        ('exec.Command("bash", "-c", "sqlcmd -C")', ["shell: sqlcmd -C"]),
        ('exec.Command("docker", "exec", id, "/opt/x/sqlcmd", "-C")', ["/opt/x/sqlcmd | -C"]),
        ('c.Exec(ctx, []string{"sqlcmd", "-C"})', ["sqlcmd | -C"]),
        ('Cmd: []string{\n"sqlcmd",\n"-C",\n},', ["sqlcmd | -C"]),
        ('args := []string{"-C", "-b"}\nexec.Command("sqlcmd", args...)', ["sqlcmd | -C | -b"]),
        ('exec.Command("sqlcmd", args...)', ["sqlcmd | ◌"]),
        ('run("sqlcmd -C -Q x")', ["shell: sqlcmd -C -Q x"]),
        ('run(fmt.Sprintf("sqlcmd -S %s -C", host))', ["shell: sqlcmd -S ◌ -C"]),
        ('run("C:\\\\tools\\\\sqlcmd.exe -C")', ["batch: C:\\tools\\sqlcmd.exe -C"]),
        ('t.Errorf("sqlcmd -C failed: %v", err)', []),
        ('log.Println("sqlcmd -C")', []),
        ('x := "sqlcmd is a tool"', []),
        ('exec.Command("tar", "-C", "/")', []),
    ],
)
def test_commands(body: str, found: list[str]) -> None:
    assert runs(FRONTEND, function(body)) == found


def test_documents_in_strings() -> None:
    manifest = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [sqlcmd, -C]\n"
    (embedded,) = fragments(FRONTEND, f"package p\nconst m = `{manifest}`\n")
    assert isinstance(embedded, Embedded)
    assert (embedded.language, str(embedded.text)) == ("yaml", manifest)


@pytest.mark.parametrize(
    "source",
    ["", "{", "}", "((((", '"', "`", "'", "import", "import (", 'const a = "b=c', "func f() {", "x :=", "+", '"a=b" +'],
)
def test_half_files_are_read(source: str) -> None:
    fragments(FRONTEND, source)


@pytest.mark.parametrize(
    "body",
    [
        "use(" * 5_000 + '"a=b"' + ")" * 5_000,
        "{" * 5_000 + 'use("a=b")' + "}" * 5_000,
        'use("a=b"' + ' + "c"' * 5_000 + ")",
        "x := []string{" + '"a=b", ' * 5_000 + "}",
        "\n".join(f"x{n} := x{n + 1} + x{n + 1}" for n in range(60)) + '\nuse("a=" + x0)',
        "(" * 50_000,
        'f("' * 5_000,
    ],
    ids=range(7),
)
def test_long_and_deep_code_is_read(body: str) -> None:
    fragments(FRONTEND, function(body))
