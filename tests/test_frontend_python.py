"""What the Python front-end makes of texts: their values, places, uses and conditions."""

from __future__ import annotations

import random
import textwrap
import urllib.parse
from typing import Any

import pytest

from lint_rds_tls.frontends.python import FRONTEND
from lint_rds_tls.model import Embedded, Literal
from tests.documents import at, fragments, literals, problems, uses, values


def shown(source: str, name: str = "cs") -> list[str]:
    """The texts that a name gets, with holes as ◌."""
    return [
        str(each.text).replace("\ufffc", "◌") for each in literals(FRONTEND, source) if f"variable {name}" in uses(each)
    ]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"Server=a"', "Server=a"),
        ("'''Server=a;\n X=\"y\"'''", 'Server=a;\n X="y"'),
        ('r"Server=.\\a" u";X=y"', "Server=.\\a;X=y"),
        ('"Server=\\x61\\141\\u0061\\N{LATIN SMALL LETTER A};\\\nX=\\y"', "Server=aaaa;X=\\y"),
        ('"Server=a;" "X=y"', "Server=a;X=y"),
        ('("Server=a;"\n  "X=y"\n)', "Server=a;X=y"),
        ('"Server=" + host + ",1433;X=y"', "Server=◌,1433;X=y"),
        ('f"Server={host},{1433};X={dev!r};Y={n:>5};Z={True}"', "Server=◌,1433;X=◌;Y=◌;Z=True"),
        ("f\"{{Server}}={'a'};{host=};{f'X={host}'}\"", "{Server}=a;host=◌;X=◌"),
        ('rf"Server=.\\{host};X=y"', "Server=.\\◌;X=y"),
        ('"Server=%s,%d;X=%%;Y=%5s" % (host, 1433, n)', "Server=◌,1433;X=%;Y=◌"),
        ('"Server=%(host)s;X=%(no)s" % {"host": "a"}', "Server=a;X=◌"),
        ('"Server=%s" % "a"', "Server=a"),
        ('"Server={};X={};{{y}}".format("a", host)', "Server=a;X=◌;{y}"),
        ('"Server={1};X={0};Y={z};Z={z!r}".format("a", "b", z="c")', "Server=b;X=a;Y=c;Z=◌"),
        ('"Server={0.name};X={}".format(*parts)', "Server=◌;X=◌"),
        ('";".join(["Server=a", host, "X=y"])', "Server=a;◌;X=y"),
        ('";".join(("Server=a", *rest))', "Server=a;◌"),
        ('";".join(f"{k}={v}" for k, v in {"Server": "a", "Port": 1}.items())', "Server=a;Port=1"),
        ('"Server=HOST;X=y".replace("HOST", "a")', "Server=a;X=y"),
        ('"  Server=a ".strip()', "Server=a"),
        ('"Server=a;;".rstrip(";")', "Server=a"),
        ('str("Server=a").encode("utf-8").decode()', "Server=a"),
        ('textwrap.dedent("""\n    Server=a;\n      X=y\n""")', "\nServer=a;\n  X=y\n"),
        ('"odbc_connect=" + quote_plus("Server=a b;X={y}")', "odbc_connect=Server%3Da+b%3BX%3D%7By%7D"),
        ('"u?" + urlencode({"driver": "ODBC Driver 18", "Encrypt": "no"})', "u?driver=ODBC+Driver+18&Encrypt=no"),
        ('"Server=" + {"host": "a"}["host"] + ["b", "c"][1]', "Server=ac"),
        ('"Server=" + os.environ.get("HOST", "a")', "Server=a"),
        ('"Server=" + (os.getenv("HOST") or "a")', "Server=a"),
        ('"Server=" + settings.get("host", "a")', "Server=a"),
        ('"Server=" + environ("HOST", default="a")', "Server=a"),
        ('"Server=a" if True and x else "Server=a"', "Server=a"),
        ('(lambda: 1) and "Server=a"', "Server=a"),
        ('(y := "Server=a")', "Server=a"),
    ],
)
def test_value_of_an_expression(expression: str, text: str) -> None:
    source = f"import os, textwrap\nfrom urllib.parse import quote_plus, urlencode\ncs = {expression}\n"
    assert shown(source)[:1] == [text]
    assert problems(FRONTEND, source) == []


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('A = "a"\ncs = f"Server={A}"', ["Server=a"]),
        ('A = "a"\nA = "b"\ncs = f"Server={A}"', ["Server=b"]),
        ('def f():\n  host = "a"\n  cs = "Server=" + host\nhost = "b"', ["Server=a"]),
        ('def f():\n  cs = "Server=" + HOST\nHOST = "b"', ["Server=b"]),
        ('def f():\n  cs = "Server=" + HOST\ndef g():\n  global HOST\n  HOST = "c"\nHOST = "b"', ["Server=◌"]),
        ('def f(host="a", *, port=1433, **more):\n  cs = f"Server={host},{port};{more}"', ["Server=a,1433;◌"]),
        ('class A:\n  host = "a"\n  def f(self):\n    cs = "Server=" + self.host', ["Server=a"]),
        (
            'class A:\n  def f(self):\n    cs = "Server=" + self.host\n  def __init__(self):\n    self.host = "a"',
            ["Server=a"],
        ),
        (
            'class A:\n  def f(self):\n    cs = "Server=" + self.h\n  def g(self):\n    self.h = x\n    self.h = "b"',
            ["Server=◌"],
        ),
        ('class A:\n  X = "a"\nclass B(A):\n  pass\ncs = "Server=" + B.X', ["Server=a"]),
        ('class E(Enum):\n  X = "a"\ncs = "Server=" + E.X.value', ["Server=a"]),
        ('@dataclass\nclass A:\n  host: str = "a"\n  def f(self):\n    cs = "Server=" + self.host', ["Server=a"]),
        ('cs = "Server=a"\ncs += ";X=y"', ["Server=a;X=y"]),
        ('cs = "Server=a"\nfor k in ks:\n  cs += f";{k}=1"\nconnect(cs + ";Z=1")', ["Server=a;◌=1"]),
        ('a, b = "a", "b"\ncs = "Server=" + a + b', ["Server=ab"]),
        ('for a in x: pass\ncs = "Server=" + a', ["Server=◌"]),
        (
            'd = {"a": "b"}\nd["c"] = "d"\nd.update(e="f")\ncs = "Server=" + d["a"] + d["c"] + d.get("e")',
            ["Server=bdf"],
        ),
        ('import x\ncs = "Server=" + x.HOST', ["Server=◌"]),
        ("cs = cs = cs", []),
        ('A = B\nB = A\ncs = "Server=" + A', ["Server=◌"]),
    ],
)
def test_names_stand_for_what_is_known_of_them(source: str, texts: list[str]) -> None:
    assert shown(source) == texts


def test_what_the_code_chooses_among_is_told_with_its_conditions() -> None:
    source = 'cs = "Server=a" if dev else "Server=b"\nif x:\n  o = "k=1"\nelse:\n  o = "k=2"\nconnect(o)\n'
    assert [(str(each.text), each.guards, each.alternative) for each in literals(FRONTEND, source)] == [
        ("Server=a", ("dev",), True),
        ("Server=b", ("not (dev)",), True),
        ("k=1", ("x",), True),
        ("k=2", ("not (x)",), True),
    ]
    assert uses(literals(FRONTEND, source)[3]) == ["variable o", "argument connect"]


def test_behind_a_return_the_condition_does_not_hold() -> None:
    source = 'def f():\n  if x:\n    return "Server=a"\n  return "Server=b"\n'
    assert [(str(each.text), each.guards) for each in literals(FRONTEND, source)] == [
        ("Server=a", ("x",)),
        ("Server=b", ("not (x)",)),
    ]


def test_a_default_holds_unless_something_outside_says_otherwise() -> None:
    (literal,) = literals(FRONTEND, 'import os\ncs = "Encrypt=" + os.getenv("E", "no") + ";X=y"')
    assert [(piece.text, piece.default) for piece in literal.text.pieces] == [
        ("Encrypt=", False),
        ("no", True),
        (";X=y", False),
    ]


def test_uses_of_a_text() -> None:
    source = (
        'import pyodbc as p\nfrom a.b import c\ncs = "Server=a"\np.connect(cs)\nc(dsn=cs)\n'
        'class K:\n  def f(self):\n    self.cs = "Server=b"\n    self.open(self.cs)\n'
        'd = {"db": {"url": "Server=c"}}\nreturned = lambda: "Server=d"\ndef g():\n  return "Server=e"\n'
        'import os\nos.environ["DB"] = "Server=f"\n'
    )
    assert {
        str(each.text): [*uses(each), *[use.owner for use in each.uses]] for each in literals(FRONTEND, source)
    } == {
        "Server=a": ["variable cs", "argument connect", "argument c", "variable dsn", "", "pyodbc", "a.b", ""],
        "Server=b": ["property cs", "argument open", "K", "self"],
        "Server=c": ["key d:db:url", ""],
        "Server=d": [],
        "Server=e": ["variable g", ""],
        "Server=f": ["key DB", ""],
    }


def test_libraries_are_the_runtime_and_what_is_imported() -> None:
    source = "import os, pyodbc\ndef f():\n  from sqlalchemy.engine import URL\ncs = 'Server=a'"
    (literal,) = literals(FRONTEND, source)
    assert literal.libraries == ("python", "pyodbc", "sqlalchemy", "sqlalchemy.engine")


@pytest.mark.parametrize(
    "source",
    [
        '"""Server=a;Encrypt=no"""',
        'def f():\n  """Server=a;Encrypt=no"""',
        'class A:\n  "Server=a;"\n  "Encrypt=no"',
        '# "Server=a"',
        'assert "Encrypt=no" in x, "no Encrypt=no"',
        'x == "Server=a"',
        'if "Encrypt=no" not in x: pass',
        'x.startswith("Server=")',
        'print("Server=a")',
        'self.log.info("Server=%s" % a)',
        'logging.warning(f"Server={a}")',
        'raise ValueError("Server=a")',
        'self.assertEqual(x, "Server=a")',
        're.compile("Server=(.*)")',
        'p.add_argument("--dsn", help="Server=a;Encrypt=no")',
        '{"Server=a": 1}',
        'x["Server=a"]',
    ],
)
def test_what_is_said_compared_or_looked_for_connects_nowhere(source: str) -> None:
    assert fragments(FRONTEND, source + '\ny = "https://a"') == []


def test_documents_and_programs_in_texts() -> None:
    source = (
        'A = """<configuration><a b="Encrypt=no" /></configuration>"""\n'
        'B = \'{"a": "Encrypt=no", "b": 1}\'\n'
        'C = """\n    import pyodbc\n    pyodbc.connect("Encrypt=no")\n"""\n'
    )
    found = [each for each in fragments(FRONTEND, source) if isinstance(each, Embedded)]
    assert [each.language for each in found] == ["xml", "json", "python"]
    assert str(found[2].text) == '\nimport pyodbc\npyodbc.connect("Encrypt=no")\n'


def test_places_through_escapes_and_names() -> None:
    source = 'K = "Encrypt"\ncs = f"Server=\\x61;{K}=no;\\tX={1}"\n'
    (literal,) = [each for each in literals(FRONTEND, source) if "Server" in str(each.text)]
    value = str(literal.text)
    assert at(source, literal.text[value.index("a;") :][:1]) == "\\x61"
    assert at(source, literal.text[value.index("Encrypt") :][:7]) == "Encrypt"
    assert at(source, literal.text[value.index("=no") :][:3]) == "=no"
    assert source[literal.span.start : literal.span.end] == source[source.index("f") : -1]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('print "x"\ncs = "Server=a;" \'X=y\'\n', ["Server=a;X=y"]),
        ('{% if x %}\ncs = ("Server=a;"  \\\n  "X=y", "Y=z")\n', ["Server=a;X=y", "Y=z"]),
        ('def f(:\n  with x:\n  cs = r"Server=.\\a"\ndef f():\n  """Server=doc"""\n', ["Server=.\\a"]),
        ('x = (\ncs = "Server=a\ny = """Z=1', ["Server=a", "Z=1"]),
        ('cs = f"Server={host};X=y"\nexcept:', ["Server=◌;X=y"]),
    ],
)
def test_of_what_cannot_be_parsed_the_strings_are_read(source: str, texts: list[str]) -> None:
    assert values(FRONTEND, source) == texts
    assert problems(FRONTEND, source) == ["cannot be parsed as Python; only its strings were read"]


@pytest.mark.parametrize(
    "line",
    [
        "x = " + "(" * 2000 + ")" * 2000,
        "x = " + "[" * 90 + "]" * 90,
        "x = " + "a + " * 3000 + "a",
        "x = " + "not " * 3000 + "a",
        "x = " + "a.b" * 3000,
        "x = (" + "'a' " * 3000 + ")",
        "x = " + "lambda: " * 3000 + "a",
    ],
)
def test_what_is_nested_too_deep_costs_only_itself(line: str) -> None:
    source = f'{line}\ncs = "Server=a"\n'
    assert values(FRONTEND, source) == ["Server=a"]
    assert problems(FRONTEND, source) == ["expressions are nested too deep; only their strings were read"]


@pytest.mark.parametrize(
    "source",
    [
        "if a:\n" * 0 + "".join(" " * depth + "if a:\n" for depth in range(150)) + " " * 150 + "x = 'a=b'\n",
        "if a:\n  x = 'a=b'\n" + "elif b:\n  x = 'a=c'\n" * 1500,
        "x = 'a=b\0'\n",
        "x = '''a=b\n" + "'" * 3000,
        "x = 'a=b'\n" + "y = {" * 5000,
        "\f\nx = 'a=b'\r\rif x:\r\n\ty = 1\n        z = 2\n",
        "d = {}\nd['d'] = d\nd['x'] = 'a=b'\nl = ['a=b']\nl.append(l)\nl += l\n",
        "x = 'a=b'\n" + "x += x\n" * 200,
        "x = 'a=b'\n" + "if a: x += 'c'\n" * 200,
    ],
)
def test_hostile_sources_are_read(source: str) -> None:
    assert "a=b" in "".join(values(FRONTEND, source))


def test_generated_expressions_come_to_what_python_makes_of_them() -> None:
    chance = random.Random(5)  # noqa: S311
    for _ in range(400):
        expression = generated(chance, 3)
        wanted = "x=" + eval(expression, {"textwrap": textwrap, "parse": urllib.parse})  # noqa: S307 - our own expression
        source = f"import textwrap\nfrom urllib import parse\ncs = 'x=' + {expression}\n"
        assert shown(source) == [wanted], expression


def generated(chance: random.Random, depth: int) -> str:
    """An expression of Python that comes to a text."""

    def some() -> str:
        return generated(chance, depth - 1)

    def quoted() -> str:
        text = "".join(chance.choice("ab=; %{}\\\n\t'\"é\U0001f600") for _ in range(chance.randrange(6)))
        return chance.choice((repr(text), ascii(text)))

    if depth == 0:
        return chance.choice((quoted, quoted, lambda: "str('a')", lambda: "'k' \"=v\""))()
    shapes: list[Any] = [
        lambda: f"({some()} + {some()})",
        lambda: "('%s|%s%%' % (" + some() + ", " + some() + "))",
        lambda: f"'{{}}{{{{=}}}}{{}}'.format({some()}, {some()})",
        lambda: f"'{{1}}{{a}}{{0}}'.format({some()}, {some()}, a={some()})",
        lambda: f"{chance.choice([repr(';'), repr('')])}.join([{some()}, {some()}])",
        lambda: f"({some()}).replace({chance.choice(['a', ';', 'ab'])!r}, {chance.choice(['', 'x=y'])!r})",
        lambda: f"({some()}).{chance.choice(['strip', 'lstrip', 'rstrip', 'upper', 'lower'])}()",
        lambda: f"parse.{chance.choice(['quote', 'quote_plus'])}({some()})",
        lambda: f"textwrap.dedent({some()})",
        lambda: f"{{'a': {some()}, 'b': {some()}}}[{chance.choice(['a', 'b'])!r}]",
        lambda: f"({some()}, {some()})[{chance.randrange(2)}]",
        lambda: f"parse.urlencode({{{quoted()}: {some()}, 'n': 5}})",
        lambda: (
            'f"{' + chance.choice(("1", "True", "0x1F", "'a' + 'b'")) + "}{{{" + chance.choice(("None", "5")) + '}"'
        ),
    ]
    found: str = chance.choice(shapes)()
    return found


def test_literal_types() -> None:
    assert all(isinstance(each, Literal) for each in fragments(FRONTEND, "a = 'b=c'\n"))
