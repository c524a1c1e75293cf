"""What the front-ends of Kotlin, Scala and Groovy make of texts and objects: values, places, uses, what is set."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends import groovy, kotlin, scala
from lint_rds_tls.model import Embedded, Fragment, Literal, Record, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind

FRONTENDS = {each.FRONTEND.name: each.FRONTEND for each in (kotlin, scala, groovy)}
VOCABULARY = Vocabulary(
    types=frozenset(("SQLServerDataSource", "HikariConfig", "Properties")),
    namespaces=frozenset(("java.sql", "com.microsoft.sqlserver.jdbc")),
    calls=frozenset(("getConnection",)),
    keys=frozenset(("url", "encrypt", "trustservercertificate")),
)


def fragments(language: str, source: str) -> list[Fragment]:
    found = list(FRONTENDS[language].read(Source(path="a", text=MappedText.copied(source)), VOCABULARY))
    for text in (text for fragment in found for text in texts_of(fragment)):
        for piece in text.pieces:
            assert 0 <= piece.span.start <= piece.span.end <= len(source)
            if piece.kind is PieceKind.COPIED:
                assert source[piece.span.start : piece.span.end] == piece.text
    return found


def texts_of(fragment: Fragment) -> list[MappedText]:
    if isinstance(fragment, Literal | Embedded):
        return [fragment.text]
    assert isinstance(fragment, Record)
    return [text for entry in fragment.entries for text in (entry.name, entry.value)]


def shown(text: MappedText) -> str:
    return str(text).replace(HOLE_CHARACTER, "◌")


def values(language: str, source: str) -> list[str]:
    return [shown(each.text) for each in fragments(language, source) if isinstance(each, Literal)]


def records(language: str, source: str) -> list[tuple[str, list[str]]]:
    return [
        (each.type, [f"{shown(one.name)}={shown(one.value)}" for one in each.entries])
        for each in fragments(language, source)
        if isinstance(each, Record)
    ]


@pytest.mark.parametrize(
    ("language", "source", "found"),
    [
        (
            "kotlin",
            'const val H = "db"\nclass C { companion object { const val P = 1433 }\n val u = "a=$H:$P,${x}" }',
            ["a=db:1433,◌"],
        ),
        ("kotlin", 'val a by lazy { "x=" + b }', ["x=◌"]),
        ("kotlin", 'fun f(d: Boolean) = if (d) "a=1" else "b=2"', ["a=1", "b=2"]),
        ("kotlin", 'val a = System.getenv("X") ?: "a=1"', ["a=1"]),
        (
            "kotlin",
            'val a = when (n) { 1 -> "a=1"; in 2..3, 4 -> { "b=2" }\n else -> throw E("c=3") }',
            ["a=1", "b=2", "c=3"],
        ),
        (
            "kotlin",
            'fun f() {\n val a = "a=1"\n +"b=2"\n val c = d\n  .e("f=3")\n  ?: "g=4" }',
            ["a=1", "b=2", "f=3", "g=4"],
        ),
        ("kotlin", 'var s = "a=1;"\nfun f() { var t = "b=2;"\n t += "c=3"\n use(t) }', ["a=1;", "b=2;c=3"]),
        ("kotlin", '/* "a=1" /* */ "b=2" */ // "c=3"\nval x = "d=4"', ["d=4"]),
        (
            "kotlin",
            'class A(@B("a=1") private val c: String = "d=2") : E("f=3"), G by h("i=4") { init { j("k=5") } }',
            ["a=1", "d=2", "f=3", "i=4", "k=5"],
        ),
        (
            "kotlin",
            'enum class A(val b: String) { C("d=1"), E("f=2") { override fun g() = "h=3" }; }',
            ["d=1", "f=2", "h=3"],
        ),
        (
            "kotlin",
            'val o = object : A() { override val b = "c=1" }\nval p: (String) -> Unit = { d -> e("$d=2") }',
            ["c=1", "◌=2"],
        ),
        (
            "kotlin",
            'val x: String\n get() = "a=1"\nfun <T : Any> List<T>.f(g: T) where T : H { i<String>("j=1") }',
            ["a=1", "j=1"],
        ),
        ("scala", 'object A { val h = "db"; val u = s"a=$h;b=${1 + 2}" }', ["a=db;b=3"]),
        ("scala", 'object A {\n val u = """a=1\n  |b=2""".stripMargin\n}', ["a=1\nb=2"]),
        (
            "scala",
            'def f(x: Int): String = x match {\n case 1 => "a=1"\n case y if y > 2 =>\n  g("b=2")\n  "c=3"\n}',
            ["a=1", "b=2", "c=3"],
        ),
        (
            "scala",
            'class A(b: String = "c=1") extends D("e=2") with F { def this() = this("g=3") }',
            ["c=1", "e=2", "g=3"],
        ),
        (
            "scala",
            'val f = (x: Int) => "a=" + x\nlist.map { x => g(s"$x=1") }.foreach(_ + "b=2")',
            ["a=◌", "◌=1", "◌b=2"],
        ),
        ("scala", '// "a=1"\nval x = f"b=$y%05d;" /* "c=2" */', ["b=◌;"]),
        ("scala", 'def f =\n  val a = "a=1"\n  a + "b=2"\n', ["a=1b=2"]),
        ("groovy", "def h = 'db'\ndef u = \"a=${h}:$c.d\"", ["a=db:◌"]),
        ("groovy", "url 'a=1', user: 'b=2'\nx.y 'c=3'", ["a=1", "b=2", "c=3"]),
        ("groovy", "def f(boolean d) { d ? 'a=1' : 'b=2' }", ["a=1", "b=2"]),
        (
            "groovy",
            "switch (x) { case 1: y = 'a=1'; break\n case [2, 3]: y = 'b=2'\n default: y = 'c=3' }",
            ["a=1", "b=2", "c=3"],
        ),
        ("groovy", "def r = a / b / c\ndef s = x =~ /d=1/", ["d=1"]),
        (
            "groovy",
            "class A extends B { private static final String C = 'd=1'\n A(String e = 'f=2') { super('g=3') } }",
            ["d=1", "f=2", "g=3"],
        ),
        ("groovy", "def 'a test'() {\n given:\n def x = 'a=1'\n expect: x == 'b=2'\n}", ["a=1", "b=2"]),
        ("groovy", "@A(b = 'c=1') class D { @E('f=2')\n String g }", ["c=1", "f=2"]),
    ],
)
def test_texts(language: str, source: str, found: list[str]) -> None:
    assert sorted(values(language, source)) == sorted(found)


@pytest.mark.parametrize(
    ("language", "source", "found"),
    [
        (
            "kotlin",
            'val d = SQLServerDataSource().apply { serverName = "h"; setEncrypt("false") }',
            [("SQLServerDataSource", ["serverName=h", "Encrypt=false"])],
        ),
        (
            "kotlin",
            'fun f() = g(HikariConfig().apply { jdbcUrl = "u"; addDataSourceProperty("encrypt", "false") })',
            [("HikariConfig", ["jdbcUrl=u", "encrypt=false"])],
        ),
        (
            "kotlin",
            'fun f() { val c = HikariConfig()\n c.jdbcUrl = "u"\n c.dataSourceProperties["encrypt"] = "false" }',
            [("HikariConfig", ["jdbcUrl=u", "encrypt=false"])],
        ),
        ("kotlin", 'fun f(c: HikariConfig) { with(c) { jdbcUrl = "u" } }', [("HikariConfig", ["jdbcUrl=u"])]),
        (
            "kotlin",
            'val p = Properties().also { it["a"] = "1"; it.setProperty("b", "2") }',
            [("Properties", ["a=1", "b=2"])],
        ),
        (
            "kotlin",
            'fun f() { val jdbcUrl = "x"\n HikariConfig().apply { this.jdbcUrl = jdbcUrl } }',
            [("HikariConfig", ["jdbcUrl=x"])],
        ),
        ("kotlin", 'val m = mapOf("url" to "u", "encrypt" to false)', [("", ["url=u", "encrypt=false"])]),
        ("kotlin", 'val m = mapOf("name" to "u")', []),
        ("scala", 'val p = new Properties()\np.put("a", "1")', [("Properties", ["a=1"])]),
        (
            "scala",
            'df.read.format("jdbc")\n  .option("url", "u")\n  .option("encrypt", false)\n  .load()',
            [("", ["url=u", "encrypt=false"])],
        ),
        ("scala", 'val m = Map("url" -> "u", "encrypt" -> "false")', [("", ["url=u", "encrypt=false"])]),
        (
            "groovy",
            "def d = new SQLServerDataSource(serverName: 'h', encrypt: 'false')\nd.trustServerCertificate = true",
            [("SQLServerDataSource", ["serverName=h", "encrypt=false", "trustServerCertificate=true"])],
        ),
        (
            "groovy",
            "def c = new HikariConfig().with { jdbcUrl = 'u'\n addDataSourceProperty 'encrypt', 'false'\n it }",
            [("HikariConfig", ["jdbcUrl=u", "encrypt=false"])],
        ),
        ("groovy", "def m = [url: 'u', 'encrypt': false]", [("", ["url=u", "encrypt=false"])]),
    ],
)
def test_objects(language: str, source: str, found: list[tuple[str, list[str]]]) -> None:
    assert sorted(records(language, source)) == sorted(found)


def test_uses_and_imports() -> None:
    source = (
        'package a\nimport java.sql.DriverManager\nval x = DriverManager.getConnection("a=1")\n'
        '@Value("\\${k:b=2}") lateinit var y: String'
    )
    literals = [each for each in fragments("kotlin", source) if isinstance(each, Literal)]
    assert [
        (shown(each.text), [f"{use.role} {use.name}" for use in each.uses], each.libraries) for each in literals
    ] == [
        ("a=1", ["argument getConnection"], ("java.sql",)),
        ("${k:b=2}", ["argument Value"], ("java.sql",)),
    ]


PIECES = """\" \"\"\" ' ''' @ A ( ) [ ] { } < > ; , : . ? ?: = += + -> => <- :: \\ $ ${ $a // /* */ / $/ /$ class object
    fun def val var if else when match case switch for while do try catch new return throw import package by in is
    as to lazy apply with \"a=b\" s\"$x x 1 it |"""


@pytest.mark.parametrize("language", FRONTENDS)
@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n"]), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(language: str, parts: list[str]) -> None:
    fragments(language, " ".join(parts))


@pytest.mark.parametrize(
    ("language", "source", "count"),
    [
        ("kotlin", "val s = " + " + ".join(f'"k{n}=v;"' for n in range(10_000)), 1),
        ("kotlin", "val s = " + "(" * 3_000 + '"a=b"' + ")" * 3_000, 1),
        ("kotlin", "fun f() " + "{" * 3_000 + 'use("a=b")' + "}" * 3_000, 1),
        ("kotlin", "val s = " + '"${' * 500 + '"a=b"' + '}"' * 500, 1),
        ("kotlin", "use(x" + "".join(f'.a("k{n}=v")' for n in range(2_000)) + ")", 2_000),
        ("kotlin", "val s = " + "if (a) " * 1_000 + '"a=b"', 1),
        ("scala", "val s = " + "f { x => " * 1_000 + '"a=b"' + "}" * 1_000, 1),
        ("scala", "class A { " * 1_000 + 'val s = "a=b"' + "}" * 1_000, 1),
        ("groovy", "def s = " + "[" * 3_000 + "'a=b'" + "]" * 3_000, 1),
        ("groovy", "a { " * 3_000 + "b 'c=d'" + "}" * 3_000, 1),
        ("groovy", "def s = " + "a ? 'b=c' : " * 1_000 + "'d=e'", 1_001),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else str(value),
)
def test_long_and_deep_code(language: str, source: str, count: int) -> None:
    assert len([each for each in fragments(language, source) if isinstance(each, Literal)]) == count
