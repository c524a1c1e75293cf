"""What the Java front-end makes of texts and objects: values, places, uses, what is set and handed over."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls.frontends.java import FRONTEND
from lint_rds_tls.model import Command, Embedded, Fragment, Literal, Record, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind
from tests.test_java_literals import rows

TYPES = """SQLServerDataSource HikariConfig Properties MssqlConnectionConfiguration ConnectionFactoryOptions HashMap
    Map"""
VOCABULARY = Vocabulary(
    types=frozenset(TYPES.split()),
    enums=frozenset(("EncryptOption",)),
    namespaces=frozenset(("java.sql", "com.microsoft.sqlserver.jdbc")),
    calls=frozenset(("getConnection",)),
    keys=frozenset(("url", "encrypt", "trustservercertificate", "connector.class")),
    programs=frozenset(("sqlcmd", "bcp")),
)


def fragments(source: str) -> list[Fragment]:
    found = list(FRONTEND.read(Source(path="A.java", text=MappedText.copied(source)), VOCABULARY))
    for text in (text for fragment in found for text in texts_of(fragment)):
        for piece in text.pieces:
            assert 0 <= piece.span.start <= piece.span.end <= len(source)
            if piece.kind is PieceKind.COPIED:
                assert source[piece.span.start : piece.span.end] == piece.text
    return found


def texts_of(fragment: Fragment) -> list[MappedText]:
    if isinstance(fragment, Literal | Embedded):
        return [fragment.text]
    if isinstance(fragment, Command):
        return [word.text for word in (fragment.program, *fragment.arguments)]
    assert isinstance(fragment, Record)
    return [text for entry in fragment.entries for text in (entry.name, entry.value)]


def shown(text: MappedText) -> str:
    return str(text).replace(HOLE_CHARACTER, "◌")


def method(body: str, members: str = "") -> str:
    return f"import java.sql.*;\nclass C {{ {members} void m(String host, boolean dev, int n) {{\n{body}\n}} }}"


def values(source: str) -> list[str]:
    return [shown(each.text) for each in fragments(source) if isinstance(each, Literal)]


def records(source: str) -> list[tuple[str, list[str]]]:
    return [
        (each.type, [f"{shown(one.name)}={shown(one.value)}" for one in each.entries])
        for each in fragments(source)
        if isinstance(each, Record)
    ]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"a=b"', "a=b"),
        ('"jdbc:sqlserver://h"', "jdbc:sqlserver://h"),
        ('"a=" + "b" + host + 1 + true + \'c\'', "a=b◌1truec"),
        ('("a=" + "b")', "a=b"),
        ('(String) "a=b"', "a=b"),
        ('"a=%s;b=%d;c=%5.2f%%%n".formatted("x", 1, n)', "a=x;b=1;c=◌%\n"),
        ('String.format("a=%2$s;b=%1$s", host, "y")', "a=y;b=◌"),
        ('String.format(Locale.ROOT, "a=%s", "x")', "a=x"),
        ('String.join(";", "a=1", host, "c=2")', "a=1;◌;c=2"),
        ('"a=".concat("b")', "a=b"),
        ('"a=" + String.valueOf(true)', "a=true"),
        ('MessageFormat.format("a={0};b={1}\'\'", host, "y")', "a=◌;b=y'"),
        ('new StringBuilder("a=").append("b").append(1).toString()', "a=b1"),
        ('new StringBuffer().append("a=").append(host).toString()', "a=◌"),
        ('"a=b".trim().intern()', "a=b"),
        ('"""\n    a=b;\\\n    c=d\n    """', "a=b;c=d\n"),
        ('"\\141\\u003db"', "a=b"),
        ("A + B", "a=1◌"),
    ],
)
def test_value_of_an_expression(expression: str, text: str) -> None:
    members = 'static final String A = "a=1"; String B; void w() { B = "x"; B = "y"; }'
    source = method(f"String s = {expression};", members)
    assert text in values(source)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('String s = dev ? "a=1" : "a=2";', [("a=1", True), ("a=2", True)]),
        ('String s = switch (n) { case 1 -> "a=1"; default -> "a=2"; };', [("a=1", True), ("a=2", True)]),
        ('String s = "a=1"; s += ";b=2"; use(s);', [("a=1;b=2", False)]),
        ('StringBuilder s = new StringBuilder("a=1"); s.append(";b=").append(2); use(s);', [("a=1;b=2", False)]),
        ('// "a=1"\n/* "a=2" */ use("a=3");', [("a=3", False)]),
        ('use(new Object() { String x() { return "a=1"; } });', [("a=1", False)]),
        ('list.forEach(x -> use("a=1"));', [("a=1", False)]),
        ('try (A a = of("a=1")) { use("a=2"); } catch (X | Y e) { use("a=3"); } finally { use("a=4"); }',
         [("a=1", False), ("a=2", False), ("a=3", False), ("a=4", False)]),
    ],
)  # fmt: skip
def test_texts_of_a_body(body: str, found: list[tuple[str, bool]]) -> None:
    literals = [each for each in fragments(method(body)) if isinstance(each, Literal)]
    assert sorted((shown(each.text), each.alternative) for each in literals) == found


def test_uses_and_imports() -> None:
    source = '@Value("${a:b=c}") class C { @A(value = "d=e") String x = System.getProperty("k", "f=g"); }'
    literals = [each for each in fragments("import java.sql.Connection;\n" + source) if isinstance(each, Literal)]
    assert [(shown(each.text), [f"{use.role} {use.name}" for use in each.uses]) for each in literals] == [
        ("${a:b=c}", ["argument Value"]),
        ("d=e", ["argument A", "variable value"]),
        ("f=g", ["argument getProperty", "key k"]),
    ]
    assert {each.libraries for each in literals} == {("java.sql",)}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "SQLServerDataSource d = new SQLServerDataSource();"
            'd.setEncrypt("strict"); d.setTrustServerCertificate(dev);',
            [("SQLServerDataSource", ["Encrypt=strict", "TrustServerCertificate=◌"])],
        ),
        (
            "SQLServerDataSource d = new SQLServerDataSource(); d.setEncrypt(EncryptOption.OPTIONAL.toString());",
            [("SQLServerDataSource", ["Encrypt=OPTIONAL"])],
        ),
        (
            'HikariConfig c = new HikariConfig(); c.setJdbcUrl("u");c.addDataSourceProperty("encrypt", Boolean.FALSE);',
            [("HikariConfig", ["JdbcUrl=u", "encrypt=false"])],
        ),
        (
            'Properties p = new Properties(); p.put("a", "1"); p.put("a", "2"); p.remove("b"); getConnection("u", p);',
            [("getConnection", ["a=2"]), ("Properties", ["a=2"])],
        ),
        (
            'spark.read().option("url", "u").option("encrypt", "false").load();',
            [("", ["url=u", "encrypt=false"])],
        ),
        (
            'MssqlConnectionConfiguration.builder().host("h").enableSsl().trustServerCertificate(true).build();',
            [("MssqlConnectionConfiguration", ["host=h", "enableSsl=true", "trustServerCertificate=true"])],
        ),
        ('with(url, "trustServerCertificate", "true");', [("call", ["trustServerCertificate=true"])]),
        ('p.getProperty("trustServerCertificate", "true"); assertEquals("encrypt", "true");', []),
        ('map.put("name", "x");', []),
        ('Map.of("url", "u", "encrypt", false); Map.of("a", "b");', [("", ["url=u", "encrypt=false"])]),
        ('Map.ofEntries(entry("a.url", "u"), Map.entry("a.encrypt", x));', [("", ["a.url=u", "a.encrypt=◌"])]),
        (
            'Map<String, String> m = new HashMap<>(); m.put("connector.class", "c"); m.put("driver.encrypt", "false");',
            [("HashMap", ["connector.class=c", "driver.encrypt=false"])],
        ),
        (
            'use(new Properties() {{ setProperty("encrypt", "false"); put("a", "b"); }});',
            [("Properties", ["encrypt=false", "a=b"])],
        ),
        (
            'ConnectionFactoryOptions.builder().option(DRIVER, "mssql").option(ConnectionFactoryOptions.SSL, true)'
            '.option(Option.valueOf("trustServerCertificate"), true).option(MY_OWN, "x").build();',
            [
                (
                    "ConnectionFactoryOptions",
                    ["driver=mssql", "ssl=true", "trustServerCertificate=true", "myOwn=x"],
                )
            ],
        ),
        (
            '@TestPropertySource(properties = {"spring.datasource.url=u", "x.encrypt=false", "y"}) int d = 1;',
            [("", ["spring.datasource.url=u", "x.encrypt=false"])],
        ),
    ],
)
def test_objects(body: str, found: list[tuple[str, list[str]]]) -> None:
    assert sorted(records(method(body))) == sorted(found)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            'run("/opt/mssql-tools18/bin/sqlcmd", "-C", "-S", host);',
            [("/opt/mssql-tools18/bin/sqlcmd", ["-C", "-S", "◌"])],
        ),
        ('new ProcessBuilder("docker", "exec", id, "sqlcmd", "-Q", "a " + n);', [("sqlcmd", ["-Q", "a ◌"])]),
        (
            'List.of("SQLCMD.EXE", "-N"); String[] a = { "bcp", "-C", "1" };',
            [("SQLCMD.EXE", ["-N"]), ("bcp", ["-C", "1"])],
        ),
        ('run(new String[] {sqlcmdPath, "-C"});', [("sqlcmd", ["-C"])]),
        ('log("sqlcmd"); log("sqlcmd -C"); log("no sqlcmd", "-C"); tar("-C", "x");', []),
    ],
)
def test_lists_of_words(body: str, found: list[tuple[str, list[str]]]) -> None:
    commands = [each for each in fragments(method(body)) if isinstance(each, Command)]
    assert [(shown(each.program.text), [shown(one.text) for one in each.arguments]) for each in commands] == found


def test_a_constant_that_is_not_known_here_is_only_a_possible_name() -> None:
    body = 'p.setProperty(Constants.TRUST_SERVER_CERTIFICATE, "true"); o.option(SSL, true).option("encrypt", "x");'
    (one, other) = (each for each in fragments(method(body)) if isinstance(each, Record))
    assert [(str(each.name), each.name.has_default) for each in (*one.entries, *other.entries)] == [
        ("trustServerCertificate", True),
        ("ssl", False),
        ("encrypt", False),
    ]


def test_places_of_what_is_set() -> None:
    source = method('HikariConfig c = new HikariConfig(); c.setJdbcUrl("u"); c.addDataSourceProperty("encrypt", true);')
    (record,) = (each for each in fragments(source) if isinstance(each, Record))
    assert [source[each.span.start : each.span.end] for each in record.entries] == [
        'JdbcUrl("u"',
        '"encrypt", true',
    ]
    assert [each.method for each in record.entries] == ["", "addDataSourceProperty"]


def test_generated_sources_cut_anywhere_are_read() -> None:
    chance = random.Random(3)  # noqa: S311
    for row in rows()[::10]:
        for _ in range(3):
            cut = chance.randrange(len(row["source"]) + 1)
            fragments(row["source"][:cut])
            fragments(row["source"][cut:])


PIECES = """\" ' @ A ( ) [ ] { } < > ; , : . ? = + -> :: \\ \\u0041 \"\"\" // /* */ new class enum case switch default
    interface import package extends super for try return throws \"a=b\" x 1 yield record ..."""


@given(st.lists(st.sampled_from([*PIECES.split(), " ", "\n"]), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(parts: list[str]) -> None:
    fragments(" ".join(parts))


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("String s = " + " + ".join(f'"k{n}=v;"' for n in range(10_000)) + ";", 1),
        ("String[] s = { " + ", ".join(f'"k{n}=v"' for n in range(10_000)) + " };", 10_000),
        ("String s = " + "(" * 3_000 + '"a=b"' + ")" * 3_000 + ";", 1),
        ("{" * 3_000 + 'use("a=b");' + "}" * 3_000, 1),
        ("String s = " + "".join(f'a ? "k={n}" : ' for n in range(2_000)) + '"a=b";', 2_001),
        ("use(x" + "".join(f'.a("k{n}=v")' for n in range(2_000)) + ");", 2_000),
        ("A<" * 2_000 + "int" + ">" * 2_000 + ' s = of("a=b");', 1),
        ("use(" + "switch (a) { default -> " * 200 + '"a=b"' + "; }" * 200 + ");", 1),
        ("use(" + "new A() { B b = " * 200 + '"a=b"' + "; }" * 200 + ");", 1),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else str(value),
)
def test_long_and_deep_code(body: str, count: int) -> None:
    assert len([each for each in fragments(method(body)) if isinstance(each, Literal)]) == count
