"""The Makefile front-end: recipes as a shell gets them, and what the file says of its variables."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends.makefile import FRONTEND
from lint_rds_tls.languages import frontend_of
from tests.documents import around, at, fragments, runs, uses, values
from tests.documents import literals as literals_of


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a:\n\tsqlcmd -C\n", ["shell: sqlcmd -C\n"]),
        ("a:\n\t@-+ sqlcmd -C", ["shell: sqlcmd -C"]),
        ("a: b ; sqlcmd -C\n\tc\n", ["shell: sqlcmd -C", "shell: c\n"]),
        ("a:\n\tsqlcmd -C \\\n\t  -Q x\n", ["shell: sqlcmd -C \\\n  -Q x\n"]),
        ('a:\n\tsqlcmd -P "$$PW" $$(cat x)\n', ['shell: sqlcmd -P "$PW" $(cat x)\n']),
        ("a::\n\tb\n\n\tc\n", ["shell: b\n", "shell: c\n"]),
        ("a:\n# comment\n\tb\nifdef X\n\tc\nendif\n\td\n", ["shell: b\n", "shell: c\n", "shell: d\n"]),
        ("%.o: %.c\n\tcc $< -o $@ $(CFLAGS)\n", ["shell: cc ◌ -o ◌ ◌\n"]),
        ("a:\n\t$(shell sqlcmd -C)\n", ["shell: ◌\n", "shell: sqlcmd -C"]),
        ("X := $(shell sqlcmd -S $(H))\nH = db\n", ["shell: sqlcmd -S db"]),
        (".ONESHELL:\na:\n\tX=1\n\tsqlcmd $$X\n", ["shell: X=1\nsqlcmd $X\n"]),
        ("SHELL := /bin/bash\na:\n\tb", ["shell: b"]),
        ("SHELL = pwsh.exe\na:\n\tb", ["powershell: b"]),
        (".RECIPEPREFIX = >\na:\n>sqlcmd -C", ["shell: sqlcmd -C"]),
        ("# a:\n#\tsqlcmd -C", []),
        ("NOTE = sqlcmd -C", []),
        ("\tsqlcmd -C", []),
    ],
)
def test_recipes(source: str, found: list[str]) -> None:
    assert runs(FRONTEND, source) == found


@pytest.mark.parametrize(
    ("definitions", "text"),
    [
        ("X = a", "a"),
        ("X := a # comment", "a"),
        ("X ::= a", "a"),
        ("X ?= a", "a"),
        ("X = a\nX ?= b", "a"),
        ("X = a\nX += b", "a b"),
        ("X = a\nX = b", "b"),
        ("X = $(Y)\nY = b", "b"),
        ("X = $(Y)\nY = $(X)", "◌"),
        ("X := a\nX := $(X) b", "◌"),
        ("X = a \\\n  b", "a b"),
        ("override X = a", "a"),
        ("define X\na\nendef", "a\n"),
        ("X != date", "◌"),
        ("X = $(shell date)", "◌"),
        ("X = $(Y:a=b)", "◌"),
        ("ifeq (a,b)\nX = a\nelse\nX = b\nendif", "◌"),
        ("ifdef Y\nX = a\nendif", "a"),
        ("", "◌"),
    ],
)
def test_variables(definitions: str, text: str) -> None:
    (recipe,) = (each for each in runs(FRONTEND, f"{definitions}\nt:\n\techo $(X)") if each.startswith("shell: echo"))
    assert recipe == f"shell: echo {text}"
    (braced,) = (each for each in runs(FRONTEND, f"{definitions}\nt:\n\techo ${{X}}") if each.startswith("shell: echo"))
    assert braced == recipe


def test_a_canned_recipe_is_called_with_arguments() -> None:
    source = 'define run\n@sqlcmd -Q "$(1)"\n@echo $(2)\nendef\na:\n\t$(call run,SELECT (1,2),x)\n'
    assert runs(FRONTEND, source) == ['shell: sqlcmd -Q "SELECT (1,2)"\n', "shell: echo x\n"]


def test_what_a_variable_says_stands_where_it_is_written() -> None:
    source = "FLAGS = -C\na:\n\tsqlcmd $(FLAGS)\n"
    (embedded,) = fragments(FRONTEND, source)
    assert hasattr(embedded, "text")
    assert at(source, embedded.text[7:9]) == "-C"


def test_recipes_know_what_is_exported() -> None:
    source = "export A = 1\nB = 2\nC = 3\nexport C\na:\n\tsqlcmd"
    assert around(FRONTEND, source) == ({"A": "1", "C": "3"}, ())
    assert around(FRONTEND, "A = 1\nexport\na:\n\tsqlcmd") == ({"A": "1"}, ())


def test_connection_strings_in_variables_are_literals() -> None:
    source = "H = db\nCS = Server=$(H);Encrypt=false # test\n"
    assert values(FRONTEND, source) == ["Server=db;Encrypt=false"]
    (literal,) = literals_of(FRONTEND, source)
    assert uses(literal) == ["key CS"]
    assert source[literal.span.start : literal.span.end] == "CS = Server=$(H);Encrypt=false"


@pytest.mark.parametrize("name", ["Makefile", "makefile", "GNUmakefile", "docker.mk"])
def test_names(name: str) -> None:
    assert frontend_of(name) is FRONTEND


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\t",
        "a:",
        "a:\n\t",
        "define X",
        "define X\n",
        "X",
        "X =",
        "=",
        ":",
        "$(",
        "a:\n\t$(",
        "a:\n\t$",
        "endif",
        "a: X = y\n\tb",
    ],
)
def test_half_lines_are_read(source: str) -> None:
    fragments(FRONTEND, source)


def test_references_that_multiply_end() -> None:
    source = "".join(f"X{n} = $(X{n + 1})$(X{n + 1})$(X{n + 1})\n" for n in range(30)) + "X30 = a\na:\n\t$(X0)\n"
    fragments(FRONTEND, source)
    fragments(FRONTEND, "a:\n\t" + "$(" * 20_000)
    fragments(FRONTEND, "a:\n" + "\tx\n" * 5_000)
    fragments(FRONTEND, "A = " + "x \\\n" * 20_000)
