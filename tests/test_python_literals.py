"""Python's strings are those of Python's own `ast`: for sources full of traps, and for real ones."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_rds_tls.discovery import decode
from tests.python_literals import differing, expected

_SHAPES = (
    "{s}\n", "x = {s}\n", "x = ({s}\n     {s})\n", "x = {s} \\\n {s}\n", "x = {s} + {s} + ({s} + y)\n",
    "def f(a={s}, *, b: {s} = {s}) -> {s}:\n    {s}\n    return {s}\n", "x = [{s}, {{{s}: {s}}}, ({s},), {s}[0]]\n",
    "class A(b({s})):\n    {s}\n    c = {s}\n", "if x == {s}:\n\ty = {s}\nelif z: pass\nelse:\n\ty = {s}\n",
    "x = 'é\U0001f600', {s}\n", "# {c}\nx = {s}  # {c}\n", "x = f(lambda a={s}: {s}, *{s}, k={s})\n",
    "match x:\n    case {p}:\n        y = {s}\n", "x = {s} if {s} else {s}\n",
    "try:\n    x = {s}\nexcept E:\n    raise F({s})\n", "\f\nx = {s}\n",
    "x = (  # {c}\n    {s}\n    # {c}\n    {s}\n)\n", "with f({s}) as g: h = {s}; i = {s}\n",
)  # fmt: skip
_TEXTS = (
    '""', "''", "'a=b'", '"it\'s"', "'''a\n\"b\"'c'''", '"""a\\"""b"""', "r'\\\\'", "R'\\n\\''", "u'é'",
    "'\\N{BULLET}\\u00e9\\U0001F600'", "'\\x41\\101\\0\\7a\\q\\\\'", "'a\\\nb'", "'''\r\na\r\n'''",
    "'{not} {{a}}'", '"# no comment"', "''''a'''", "'%s' 'b'", "'a' r'\\b'", "f'a{x}b'", "f'{{a}}{x!r:>{w}}{y}'",
    "f'{x[0]}' 'b'", "rf'\\d{x}\\n'", "f'''{x}\n{{\n'''", "fR'{x:\\n}'", "F\"a{'b'}\"", "f'a'",
)  # fmt: skip


def generated(count: int) -> Iterator[str]:
    """Sources, always the same ones."""
    chance = random.Random(11)  # noqa: S311
    for _ in range(count):
        source = ""
        for _ in range(chance.randrange(1, 6)):
            shape = chance.choice(_SHAPES)
            while "{s}" in shape:
                shape = shape.replace("{s}", chance.choice(_TEXTS).replace("{", "{{").replace("}", "}}"), 1)
            source += shape.format(c="'no literal", p="'p=q'")
        yield source.replace("\n", "\r\n") if chance.random() < 0.2 and "\r" not in source else source


def test_every_literal_and_sum_is_asts() -> None:
    sources = list(generated(500))
    wanted = [expected(source) for source in sources]
    assert [source for source in sources if differing(source)] == []
    assert sum(each is not None for each in wanted) > 350
    assert sum(len(each or ()) for each in wanted) > 3000


@pytest.mark.parametrize(
    "text", ["b'a=b\\xff\\u0041'", "rb'\\x'", "Rb'\\\\'", "b'''a\n'''", "b'a' b'\\101'", "b'a' + b'c'"]
)
def test_bytes(text: str) -> None:
    assert expected(f"x = {text}\n")
    assert differing(f"x = {text}\n") == []


def test_real_files_are_read_as_python_reads_them() -> None:
    trees = os.environ.get("LINT_RDS_TLS_TREES")
    if not trees:
        pytest.skip("needs LINT_RDS_TLS_TREES naming a folder of repositories with Python in it")
    compared, differ = 0, []
    for path in sorted(Path(trees).rglob("*.py")):
        source = decode(path.read_bytes(), str(path))[0]
        if expected(source) is not None and len(source) < 400_000:
            compared += 1
            differ += [(path, *each) for each in differing(source)]
    assert differ == []
    assert compared > 1000


def test_libcst_is_only_loaded_for_python_that_matters(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("# mssql_python\nx = 1\n")
    (tmp_path / "a.cs").write_text('var c = new SqlConnection("Server=a;Encrypt=true");\n')
    (tmp_path / "b.py").write_text("import mssql_python\nmssql_python.connect('Server=a')\n")
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert run.stderr.splitlines() == ["False", "False", "True"]


PROGRAM = """
import contextlib, sys
from lint_rds_tls.cli import main
with contextlib.suppress(SystemExit):
    main(["--version"])
print("libcst" in sys.modules, file=sys.stderr)
main(["check", "a.py", "a.cs"])
print("libcst" in sys.modules, file=sys.stderr)
main(["check", "b.py"])
print("libcst" in sys.modules, file=sys.stderr)
"""
