"""Shell scripts that are broken, deep or huge are read in linear time and never raise."""

from __future__ import annotations

import time

import pytest

from lint_rds_tls.frontends.shell import read
from lint_rds_tls.model import Command, Source, Vocabulary
from lint_rds_tls.text import MappedText
from tests.shell_words import fragments

VOCABULARY = Vocabulary(programs=frozenset({"sqlcmd"}))


def problems(text: str) -> list[str]:
    source = Source(path="x.sh", text=MappedText.copied(text))
    list(read(source, VOCABULARY))
    return [problem.message for problem in source.problems]


@pytest.mark.parametrize(
    "text",
    [
        "'", '"', "`", "$(", "${", "$((", "((", "[[", "(", "{", "if", "case", "case x in", "for", "for x in",
        "while", "f(", "f() {", "a=(", "<<", "<<EOF", "<<EOF\n", "<<-'E O F'\n", "$'", '$"', "<(", "@(", "a[",
        "a[$(", "\\", "${x:-", "${x//", "function", "coproc", "!", "time", "&&", "| |", ";;", ")", "}", "fi",
        "done", "esac", "x=${", "sqlcmd <<<", "sqlcmd > ", "{{", "<%", "@@", "${{ x }}",
    ],
)  # fmt: skip
def test_whatever_is_not_closed_is_read(text: str) -> None:
    for written in (text, f"sqlcmd -C {text}", f"echo a\n{text} sqlcmd -C\n", f"{text}\r\nsqlcmd -C\r\n"):
        problems(written)


@pytest.mark.parametrize(
    "part",
    [
        "$(",
        "`",
        "${x:-",
        "((",
        "$((",
        "( ",
        "{ ",
        "if a; then ",
        "while ",
        "case x in a) ",
        "f() { ",
        "<(",
        "@(",
        '"$(',
        "a=(",
    ],
)
def test_deep_nesting_ends(part: str) -> None:
    began = time.process_time()
    problems("sqlcmd -C\n" + part * 3_000)
    assert time.process_time() - began < 20


def test_nesting_too_deep_is_told() -> None:
    assert problems("sqlcmd -C\n" + "( " * 200) == ["constructs nest too deep; the rest is not read"]


def test_unclosed_quotes_are_told_at_their_place() -> None:
    source = Source(path="x.sh", text=MappedText.copied("sqlcmd -C\necho 'a\n"))
    list(read(source, VOCABULARY))
    assert [(each.message, each.span.start if each.span else None, each.fatal) for each in source.problems] == [
        ("a quotation mark is not closed", 15, False)
    ]


@pytest.mark.parametrize(
    "line",
    [
        'sqlcmd -S db -C -Q "select $x"\n', "x=$x$x\n", "a+=(b c)\n", 'f() { sqlcmd "$@"; f; f; }; f a\n',
        "cat <<E\ntext $x\nE\n", "if [ $x ]; then y=1; else y=2; fi; sqlcmd $y\n", "# sqlcmd\n",
        "for i in a b c; do sqlcmd $i; done\n", "sqlcmd $(echo $(echo a))\n",
    ],
)  # fmt: skip
def test_time_grows_with_length_only(line: str) -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        fragments(line * count)
        return time.process_time() - began

    seconds(20)
    small, large = min(seconds(100) for _ in range(3)), seconds(800)
    assert large < max(small, 0.01) * 8 * 6


def test_a_long_line_is_read() -> None:
    found = [each for each in fragments("sqlcmd -C " + "x" * 300_000) if isinstance(each, Command)]
    assert len(found[0].arguments) == 2


def test_names_that_grow_into_each_other_stay_small() -> None:
    text = "a=xxxxxxxxxx\n" + "a=$a$a\n" * 60 + "sqlcmd $a\n"
    fragments(text)
