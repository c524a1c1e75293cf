"""Hostile texts of every language end soon, and never raise."""

from __future__ import annotations

import pytest

from lint_rds_tls.discovery import reported
from lint_rds_tls.frontends._commands.lines import program_name
from lint_rds_tls.judge import fragments
from lint_rds_tls.model import Literal, Source
from lint_rds_tls.registry import all_frontends
from lint_rds_tls.text import MappedText, Piece, PieceKind, Span

LANGUAGES = sorted(all_frontends())


def read(language: str, text: str) -> list[object]:
    return list(fragments(Source(path="x", text=MappedText.copied(text)), all_frontends()[language]))


@pytest.mark.parametrize("sign", ["%(", "{{", "[]", "(", "`", '"', "<%"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_that_repeat_are_read(language: str, sign: str) -> None:
    read(language, sign * 1_500)


def test_a_text_that_grows_by_the_line_stays_small() -> None:
    found = read("python", "import pyodbc\na = 'Server=db;'\n" + "a += 'b=c;'\n" * 3_000 + "pyodbc.connect(a)\n")
    assert sum(len(each.text.pieces) for each in found if isinstance(each, Literal)) < 100_000


@pytest.mark.parametrize("form", ["[*a{0}, *a{0}]", "a{0} + a{0}", "{{'a': a{0}, 'b': a{0}}}", "f'{{a{0}}}{{a{0}}}'"])
def test_values_that_double_values_stay_small(form: str) -> None:
    start = {"[": "['x']", "{": "{'Server': 'x'}"}.get(form[0], "'x'")
    lines = [f"a{number + 1} = {form.format(number)}\n" for number in range(40)]
    assert (
        len(read("python", f"import subprocess\na0 = {start}\n{''.join(lines)}subprocess.run(['sqlcmd', a40])\n")) < 100
    )


def test_a_long_text_without_folders_is_named_in_one_go() -> None:
    assert program_name(MappedText.copied("a" * 300_000)) == "a" * 300_000
    assert program_name(MappedText.copied("/opt/mssql tools/bin/SqlCmd.EXE")) == "sqlcmd"


def test_slices_share_the_pieces_inside_them() -> None:
    pieces = [Piece("ab", Span(at, at + 2), PieceKind.COPIED) for at in (0, 10, 20)]
    cut = MappedText(pieces)[1:5]
    assert cut.pieces == (Piece("b", Span(1, 2)), Piece("ab", Span(10, 12)), Piece("a", Span(20, 21)))
    assert cut.pieces[1] is pieces[1]


@pytest.mark.parametrize(
    ("path", "shown"), [("a/b.cs", "a/b.cs"), ("./a//b.cs", "a/b.cs"), ("a/../b.cs", "b.cs"), ("..", "..")]
)
def test_paths_are_shown_without_detours(path: str, shown: str) -> None:
    assert reported(path) == shown
