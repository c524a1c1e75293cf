"""What the Python front-end makes of calls, dicts and command lines."""

from __future__ import annotations

import json

import pytest

from lint_rds_tls.frontends.ipynb import FRONTEND as IPYNB
from lint_rds_tls.frontends.python import FRONTEND
from lint_rds_tls.model import Command, Embedded, Fragment, Frontend, Literal, Record, Source, Vocabulary
from lint_rds_tls.text import MappedText
from tests.documents import at, told

VOCABULARY = Vocabulary(
    calls=frozenset({"pyodbc.connect", "sqlalchemy.create_engine", "sqlalchemy.engine.URL.create", "getConnection"}),
    keys=frozenset({"encrypt", "trustservercertificate"}),
    programs=frozenset({"sqlcmd"}),
)


def fragments(source: str, frontend: Frontend = FRONTEND) -> list[Fragment]:
    return list(frontend.read(Source(path="a", text=MappedText.copied(source)), VOCABULARY))


def records(source: str) -> list[Record]:
    return [each for each in fragments(source) if isinstance(each, Record)]


def commands(source: str) -> list[str]:
    """Command lines; a hole is ◌, one that may be several words ◌*."""
    return [
        " ".join(
            str(each.text).replace("\ufffc", "◌*" if each.splits else "◌") for each in (found.program, *found.arguments)
        )
        for found in fragments(source)
        if isinstance(found, Command)
    ]


def shells(source: str) -> list[str]:
    return [
        str(each.text).replace("\ufffc", "◌")
        for each in fragments(source)
        if isinstance(each, Embedded) and each.language == "shell"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "import pyodbc\npyodbc.connect('Server=a', timeout=5)",
        "import pyodbc as db\ndb.connect('Server=a', timeout=5)",
        "from pyodbc import connect\nconnect('Server=a', timeout=5)",
        "from pyodbc import connect as c\nc('Server=a', timeout=5)",
        "from pyodbc import *\nconnect('Server=a', timeout=5)",
        "def f():\n  import pyodbc\n  with pyodbc.connect('Server=a', timeout=5) as c: pass",
        "import pyodbc\nopener = pyodbc.connect\nopener('Server=a', timeout=5)",
        "import pyodbc\nfunctools.partial(pyodbc.connect, 'Server=a', timeout=5)",
        "import pyodbc\nk = {'timeout': 5}\nasync def f():\n  return await g(lambda: pyodbc.connect('Server=a', **k))",
        "import pyodbc\nkw = dict(timeout=5)\ncs = 'Server=a'\npyodbc.connect(cs, **kw)",
    ],
)
def test_calls_by_every_name(source: str) -> None:
    (record,) = records(source)
    assert (record.type, str(record.base), told(record)) == ("pyodbc.connect", "Server=a", [("timeout", "5")])
    assert [(use.role, use.name, use.owner) for use in record.uses] == [("argument", "connect", "pyodbc")]
    assert record.libraries == ("python", "pyodbc")
    assert not record.truncated


@pytest.mark.parametrize(
    "source",
    [
        "import other as pyodbc\npyodbc.connect('Server=a')",
        "def connect(x): pass\nconnect('Server=a')",
        "x.getConnection('Server=a')",
        "import pyodbc\npyodbc = other()\npyodbc.connect('Server=a')",
    ],
)
def test_other_calls_are_not_told(source: str) -> None:
    assert records(source) == []


def test_arguments_of_a_call() -> None:
    source = (
        "from sqlalchemy.engine import URL\nkw = {'port': 1}\n"
        "URL.create('x', host, query={'Encrypt': 'no', **more}, on=True, none=None, **kw, **rest)"
    )
    (record,) = records(source)
    assert record.type == "sqlalchemy.engine.URL.create"
    assert [str(each) for each in record.arguments] == ["x", "\ufffc"]
    assert told(record) == [("query.Encrypt", "no"), ("on", "True"), ("none", "None"), ("port", "1")]
    assert record.truncated
    entry = record.entries[0]
    assert (at(source, entry.value), source[entry.span.start : entry.span.end]) == ("no", "'Encrypt': 'no'")
    assert source[record.entries[1].span.start : record.entries[1].span.end] == "on=True"
    assert source[record.span.start : record.span.end] == source[source.index("URL.create(") :]


def test_a_call_for_each_text_it_may_be_given() -> None:
    source = (
        "import pyodbc\nif dev:\n  cs = 'Server=a'\nelse:\n  cs = 'Server=b'\npyodbc.connect(cs)\npyodbc.connect(x)"
    )
    assert [str(each.base) for each in records(source)] == ["Server=a", "Server=b", "\ufffc"]
    assert [each.alternative for each in fragments(source) if isinstance(each, Literal)] == [True, True]


@pytest.mark.parametrize(
    ("source", "entries", "name"),
    [
        ("d = {'server': 'a', 'Encrypt': False}", [("server", "a"), ("Encrypt", "False")], "d"),
        ("d = dict(server='a', encrypt=no)", [("server", "a"), ("encrypt", "\ufffc")], "d"),
        ("d = {'server': 'a'}\nd['encrypt'] = 'no'", [("server", "a"), ("encrypt", "no")], "d"),
        (
            "d = {'encrypt': 'yes', 'x': 1}\nd.update({'encrypt': 'no'}, y=2)",
            [("x", "1"), ("encrypt", "no"), ("y", "2")],
            "d",
        ),
        ("d = {'a': {'encrypt': 1, 'b': {'c': 'd'}}}", [("encrypt", "1"), ("b.c", "d")], "d:a"),
        ("e = {'server': 'a'}\nd = {**e, 'encrypt': 'no'}", [("server", "a"), ("encrypt", "no")], "d"),
        ("e = {'server': 'a'}\nd = e | {'encrypt': 'no'}", [("server", "a"), ("encrypt", "no")], "d"),
        ("d = {'encrypt': 'no', 'x': 1}\nif a:\n  d['encrypt'] = 'yes'", [("x", "1"), ("encrypt", "\ufffc")], "d"),
        ("class A:\n  def f(self):\n    self.d = {'encrypt': 'no', 'x': 1}", [("encrypt", "no"), ("x", "1")], "d"),
        ("f({'encrypt': 'no', 'x': 1})", [("encrypt", "no"), ("x", "1")], "f"),
        ("f(server='a', TrustServerCertificate='yes')", [("server", "a"), ("TrustServerCertificate", "yes")], "f"),
        ("u.set(query={'Encrypt': 'No'}, x=1)", [("query.Encrypt", "No")], "set"),
        (
            "import os\nos.environ['DB_ENCRYPT'] = 'no'\nos.environ['DB_HOST'] = 'a'",
            [("ENCRYPT", "no"), ("HOST", "a")],
            "DB",
        ),
    ],
)
def test_dicts_and_keywords(source: str, entries: list[tuple[str, str]], name: str) -> None:
    (record,) = records(source)
    assert (record.type, told(record), record.uses[0].name) == ("", entries, name)


def test_what_a_call_takes_is_told_once() -> None:
    source = "import pyodbc\nd = {'encrypt': 'no', 'server': 'a'}\npyodbc.connect(**d)"
    assert [each.type for each in records(source)] == ["pyodbc.connect"]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("subprocess.run(['sqlcmd', '-S', host, '-C'])", ["sqlcmd -S ◌ -C"]),
        (
            "import subprocess as s\ns.call(('docker', 'exec', c, '/opt/bin/sqlcmd', '-C'))",
            ["/opt/bin/sqlcmd -C"],
        ),
        ("cmd = ['sqlcmd']\ncmd += ['-C']\ncmd.append('-b')\ncmd.extend(flags)\nrun(cmd)", ["sqlcmd -C -b ◌*"]),
        ("f = ['-C']\nrun(['sqlcmd', '-S', 'a', *f] + more + ['-Q', q])", ["sqlcmd -S a -C ◌* -Q ◌"]),
        ("async def f():\n  await asyncio.create_subprocess_exec('sqlcmd', '-C', *args)", ["sqlcmd -C ◌*"]),
        ("container.exec_run(['sqlcmd', '-C'])", ["sqlcmd -C"]),
        ("CMD = ['sqlcmd', '-C']", ["sqlcmd -C"]),
        ("run('sqlcmd -S a -C'.split())", ["sqlcmd -S a -C"]),
        ("tools = ['bcp', 'sqlcmd']", []),
        ("x = ['grep', '-C', 'sqlcmds']", []),
    ],
)
def test_lists_that_are_command_lines(source: str, lines: list[str]) -> None:
    assert commands("import subprocess, asyncio\n" + source) == lines


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("os.system('sqlcmd -C')", ["sqlcmd -C"]),
        ("subprocess.run(f'sqlcmd -S {h} -C', shell=True)", ["sqlcmd -S ◌ -C"]),
        ("c = 'sqlcmd -C'\nsubprocess.Popen(args=c, shell=True)", ["sqlcmd -C"]),
        ("container.exec_run('sqlcmd -C')", ["sqlcmd -C"]),
        ("BashOperator(task_id='x=y', bash_command='sqlcmd -C')", ["sqlcmd -C"]),
        ("subprocess.run(shlex.split('sqlcmd -C'))", ["sqlcmd -C"]),
        ("print('sqlcmd -C')\nrun('ls a=b')", []),
    ],
)
def test_texts_that_a_shell_reads(source: str, texts: list[str]) -> None:
    assert shells("import os, shlex, subprocess\n" + source) == texts


def test_the_environment_and_the_input_of_a_command_line() -> None:
    source = "import subprocess\nsubprocess.run(['sqlcmd', '-C'], env={**os.environ, 'X': 'y'}, input='select 1')"
    (found,) = [each for each in fragments(source) if isinstance(each, Command)]
    assert [(str(each.name), str(each.value)) for each in found.environment] == [("X", "y")]
    assert str(found.input) == "select 1"


def test_a_list_that_conditions_decide_about_is_one_of_several() -> None:
    source = "import subprocess\nc = ['sqlcmd', '-b']\nif x:\n  c.append('-C')\nsubprocess.run(c + ['-Q', 'x'])"
    (found,) = [each for each in fragments(source) if isinstance(each, Command)]
    assert (len(found.arguments), found.alternative) == (4, True)


def notebook(*cells: str | list[str], language: str = "python") -> str:
    return json.dumps(
        {
            "cells": [{"cell_type": "code", "outputs": [{"text": "Server=out"}], "source": each} for each in cells]
            + [{"cell_type": "markdown", "source": "Server=said"}],
            "metadata": {"kernelspec": {"language": language}},
        },
        indent=1,
    )


def test_cells_of_a_notebook_are_one_program() -> None:
    source = notebook(
        ["%load_ext x\n", 'host = "a"\n', "!sqlcmd -C\n"], 'r = %sql "mssql+x://h/d?a=b"\ncs = "Server=" + host'
    )
    found = fragments(source, IPYNB)
    assert [
        (type(each).__name__, getattr(each, "language", ""), str(each.text))
        for each in found
        if isinstance(each, Embedded | Literal)
    ] == [
        ("Embedded", "shell", "sqlcmd -C"),
        ("Literal", "", "mssql+x://h/d?a=b"),
        ("Embedded", "python", 'pass\nhost = "a"\npass\n\npass\ncs = "Server=" + host\n'),
    ]
    assert isinstance(found[2], Embedded)
    (literal,) = [
        each for each in FRONTEND.read(Source(path="a", text=found[2].text), VOCABULARY) if isinstance(each, Literal)
    ]
    assert str(literal.text) == "Server=a"
    assert source[literal.span.start : literal.span.end] == '\\"Server=\\" + host'


@pytest.mark.parametrize(
    ("cell", "language", "found"),
    [
        ("%%bash\nsqlcmd -C", "python", [("shell", "sqlcmd -C")]),
        ("%%script bash\nsqlcmd -C", "python", [("shell", "sqlcmd -C")]),
        ("%%writefile a/b.sh\nsqlcmd -C", "python", [("shell", "sqlcmd -C")]),
        ("%%time\nx = 'a=b'", "python", [("python", "x = 'a=b'\n")]),
        ("%%sql\nselect 1", "python", []),
        ("Invoke-X -C", "PowerShell", [("powershell", "Invoke-X -C\n")]),
        ("var x = 1;", "C#", [("csharp", "var x = 1;\n")]),
    ],
)
def test_cells_for_others(cell: str, language: str, found: list[tuple[str, str]]) -> None:
    told = fragments(notebook(cell, language=language), IPYNB)
    assert [(each.language, str(each.text)) for each in told if isinstance(each, Embedded)] == found


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cells": 1}', '{"cells": [{"cell_type": "code"}, 1, {}]}', '{"cells": [{"source']
)
def test_broken_notebooks_are_read(text: str) -> None:
    assert fragments(text, IPYNB) == []


def test_a_call_with_one_of_several_texts_is_one_of_several_ways() -> None:
    source = "import pyodbc\npyodbc.connect('A=' + ('b' if x else 'c'))\n"
    assert [(str(each.base), each.alternative) for each in records(source)] == [("A=b", True), ("A=c", True)]
