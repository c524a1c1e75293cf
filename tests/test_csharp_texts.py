"""What the C# front-end makes of texts: their values, places, uses and conditions."""

import pytest

from lint_rds_tls.frontends.csharp import FRONTEND
from lint_rds_tls.model import Embedded, Literal, Source
from lint_rds_tls.text import MappedText, Span
from tests.csharp_fragments import VOCABULARY, fragments, literals, method, shown, used

SQL = "using Microsoft.Data.SqlClient;"


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"Server=a"', "Server=a"),
        ('@"Server=.\\a;X=""y"""', 'Server=.\\a;X="y"'),
        ('"Server=.\\\\a;Encr\\u0079pt=no\\n"', "Server=.\\a;Encrypt=no\n"),
        ('"""Server=a;X="y" """', 'Server=a;X="y" '),
        ('"Server=" + "a;" + "Encrypt=no"', "Server=a;Encrypt=no"),
        ('"Server=" + host + ",1433;Encrypt=no"', "Server=◌,1433;Encrypt=no"),
        ('"Server=a," + 1433 + ";X=" + true + \'c\' + null', "Server=a,1433;X=Truec◌"),
        ('1 + 2 + "=a"', "3=a"),
        ('(host + n) + "=a"', "◌=a"),
        ('$"Server={host},{1433};Encrypt={dev:x};Y={n,5}"', "Server=◌,1433;Encrypt=◌;Y=◌"),
        ('$"{{Server}}={"a"};{$"X={host}"}"', "{Server}=a;X=◌"),
        ('$@"Server=.\\{host};X=""y"""', 'Server=.\\◌;X="y"'),
        ('$$"""Server={{host}};X={y}"""', "Server=◌;X={y}"),
        ('string.Format("Server={0};Encrypt={1};{{x}}={2}", host, "no", n)', "Server=◌;Encrypt=no;{x}=◌"),
        ('string.Format(CultureInfo.InvariantCulture, "Server={0};X={1:N}", "a", 1)', "Server=a;X=◌"),
        ('String.Format("Server={0};X={1}", new object[] { "a", n })', "Server=a;X=◌"),
        ('string.Concat("Server=a;", host, "X=y")', "Server=a;◌X=y"),
        ('string.Join(";", "Server=a", host, "X=y")', "Server=a;◌;X=y"),
        ('string.Join(\';\', new[] { "Server=a", "X=y" })', "Server=a;X=y"),
        ('string.Join(";", ["Server=a", "X=y"])', "Server=a;X=y"),
        ('new StringBuilder("Server=a;").Append("X=").Append(1).AppendLine(";").ToString()', "Server=a;X=1;\n"),
        ('new StringBuilder().AppendFormat("Server={0};", host).Append("X=y").ToString()', "Server=◌;X=y"),
        ('("Server=a")', "Server=a"),
        ('(string)"Server=a"', "Server=a"),
        ('"Server=a"!', "Server=a"),
        ('"Server=a".Trim().ToString()', "Server=a"),
        ('true ? "Server=a" : "Server=b"', "Server=a"),
        ('"Server=" + nameof(System.String) + bool.TrueString + string.Empty', "Server=StringTrue"),
        ('checked("Server=" + (string)"a")', "Server=a"),
    ],
)
def test_value_of_an_expression(expression: str, text: str) -> None:
    source = method(f"var cs = {expression};")
    (literal,) = literals(source)
    assert shown(literal.text) == text
    assert used(literal.uses) == ["variable cs of var"]
    assert not literal.alternative


@pytest.mark.parametrize(
    ("members", "expression", "text"),
    [
        ('const string A = "a"; const int Port = 1 + 1432;', '$"Server={A},{Port}"', "Server=a,1433"),
        ('static readonly string A = "a";', '"Server=" + A', "Server=a"),
        ('string _a = "a";', '"Server=" + _a', "Server=a"),
        ('string _a = "a"; void N() { _a = "b"; }', '"Server=" + _a', "Server=◌"),
        ('string _a; C() { _a = "a"; }', '"Server=" + this._a', "Server=a"),
        ('public string A = "a";', '"Server=" + A', "Server=◌"),
        ('public string A { get; } = "a"; string B => "b";', '"Server=" + A + B', "Server=ab"),
        ('public string A { get; set; } = "a";', '"Server=" + A', "Server=◌"),
        ('class D { public const string A = "a"; }', '"Server=" + D.A + C.D.A', "Server=aa"),
        ('string _a = "a"; void N() { Get(out _a); }', '"Server=" + _a', "Server=◌"),
        ('const string host = "field";', '"Server=" + host', "Server=◌"),
        ("const string A = B; const string B = A;", '"Server=" + A', "Server=◌"),
        ('string A(string x) => "a";', '"Server=" + A(host)', "Server=◌"),
    ],
)
def test_names_stand_for_what_is_assigned_once(members: str, expression: str, text: str) -> None:
    source = method(f"var cs = {expression};", members=members)
    assert [shown(each.text) for each in literals(source) if "variable cs of var" in used(each.uses)] == [text]


def test_a_text_used_by_name_is_reported_where_it_is_written_with_its_uses() -> None:
    source = method(
        "var c = new SqlConnection(Cs); options.UseSqlServer(Cs); var d = Cs; Open(connection: d);",
        before=SQL,
        members='const string Cs = "Server=a";',
    )
    (literal,) = literals(source)
    assert source[literal.span.start : literal.span.end] == '"Server=a"'
    assert used(literal.uses) == [
        "variable Cs of string",
        "argument SqlConnection of Microsoft.Data.SqlClient.SqlConnection",
        "argument UseSqlServer",
        "variable d of var",
        "argument Open",
        "variable connection",
    ]
    assert literal.libraries == ("Microsoft.Data.SqlClient",)


def test_a_text_that_only_begins_a_bigger_one_is_not_reported_by_itself() -> None:
    source = method(
        'var a = Cs + ";Encrypt=no"; var b = string.Format(F, n);', members='const string Cs = "Server=a", F = "X={0}";'
    )
    assert [shown(each.text) for each in literals(source)] == ["Server=a;Encrypt=no", "X=◌"]


def test_characters_of_a_name_point_at_their_definition() -> None:
    source = method('var cs = "Server=" + A;', members='const string A = "host";')
    (literal,) = literals(source)
    assert literal.text[7:].span == Span(source.index("host"), source.index("host") + 4)
    assert source[literal.span.start : literal.span.end] == '"Server=" + A'


def test_escapes_are_pieces_of_their_own() -> None:
    source = method('Use("a\\\\b=\\u0041\\"");')
    (literal,) = literals(source)
    assert str(literal.text) == 'a\\b=A"'
    start = source.index("a\\")
    assert [(piece.text, piece.span.start - start, piece.span.end - start) for piece in literal.text.pieces] == [
        ("a", 0, 1),
        ("\\", 1, 3),
        ("b=", 3, 5),
        ("A", 5, 11),
        ('"', 11, 13),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            'var cs = dev ? "a=1" : "b=2";',
            [("a=1", ["dev"], '"a=1"'), ("b=2", ["!(dev)"], '"b=2"')],
        ),
        (
            'var cs = n switch { 1 => "a=1", 2 when dev => "b=2", _ => throw new X() };',
            [("a=1", ["n is 1"], '"a=1"'), ("b=2", ["n is 2 when dev"], '"b=2"')],
        ),
        ('var cs = Get() ?? "a=1";', [("a=1", [], '"a=1"')]),
        ('string cs = Get(); cs ??= "a=1";', [("a=1", [], '"a=1"')]),
        (
            'var cs = $"x=y;{(dev ? "a=1" : "b=2")}";',
            [
                ("x=y;a=1", ["dev"], '$"x=y;{(dev ? "a=1" : "b=2")}"'),
                ("x=y;b=2", ["!(dev)"], '$"x=y;{(dev ? "a=1" : "b=2")}"'),
            ],
        ),
        (
            'string cs; if (dev) cs = "a=1"; else { cs = "b=2"; }',
            [("a=1", ["dev"], '"a=1"'), ("b=2", ["!(dev)"], '"b=2"')],
        ),
        (
            'string cs = null; switch (n) { case 1: cs = "a=1"; break; default: cs = "b=2"; break; }',
            [("a=1", [], '"a=1"'), ("b=2", [], '"b=2"')],
        ),
    ],
)
def test_alternatives(body: str, expected: list[tuple[str, list[str], str]]) -> None:
    source = method(body)
    found = literals(source)
    assert all(each.alternative for each in found)
    assert [
        (shown(each.text), list(each.guards), source[each.span.start : each.span.end]) for each in found
    ] == expected


def test_what_may_be_unknown_makes_a_bigger_text_unknown_there_only() -> None:
    source = method('var cs = $"x=y;u={(Get() ?? "sa")};a=1";')
    assert [shown(each.text) for each in literals(source)] == ["x=y;u=◌;a=1"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('string cs = "a=1;"; cs += "b=2;"; cs += host;', [("a=1;b=2;◌", [])]),
        ('string cs = "a=1;"; cs += dev ? "b=2;" : "c=3;";', [("a=1;b=2;", ["dev"]), ("a=1;c=3;", ["!(dev)"])]),
        ('string cs = "a=1;"; if (dev) cs += "b=2;";', [("a=1;", []), ("a=1;b=2;", ["dev"])]),
        (
            'string cs = "a=1;"; if (dev) { cs += "b=2;"; } else { cs += "c=3;"; } cs += "d=4;";',
            [("a=1;c=3;d=4;", ["!(dev)"]), ("a=1;b=2;d=4;", ["dev"])],
        ),
        ('string cs = "a=1;"; Open(cs); cs += "b=2;"; Open(cs);', [("a=1;", []), ("a=1;b=2;", [])]),
        ('string cs = ""; cs += "a=1;";', [("a=1;", [])]),
        (
            'var cs = new StringBuilder("a=1;"); cs.Append("b=").Append(2); cs.AppendLine(";c=3");',
            [("a=1;b=2;c=3\n", [])],
        ),
        (
            'StringBuilder cs = new(); cs.Append("a=1;"); if (dev) cs.Append("b=2;");',
            [("a=1;", []), ("a=1;b=2;", ["dev"])],
        ),
        (
            'string cs = "a=1;"; switch (n) { case 1: cs += "b=2;"; break; default: cs += "c=3;"; break; }',
            [("a=1;c=3;", []), ("a=1;b=2;", [])],
        ),
    ],
)
def test_texts_put_together_step_by_step(body: str, expected: list[tuple[str, list[str]]]) -> None:
    found = literals(method(body))
    assert [(shown(each.text), list(each.guards)) for each in found] == expected


def test_a_text_put_together_has_the_uses_of_its_name() -> None:
    source = method(
        'var sb = new StringBuilder("a=1;"); sb.Append("b=2"); new SqlConnection(sb.ToString());', before=SQL
    )
    (literal,) = literals(source)
    assert used(literal.uses) == [
        "variable sb of var",
        "argument SqlConnection of Microsoft.Data.SqlClient.SqlConnection",
    ]


@pytest.mark.parametrize(
    ("body", "uses"),
    [
        ('options.UseSqlServer("a=1");', ["argument UseSqlServer"]),
        ('SqlDependency.Start("a=1");', ["argument Start of SqlDependency"]),
        ('new SqlConnection("a=1");', ["argument SqlConnection of Microsoft.Data.SqlClient.SqlConnection"]),
        ('new SqlBulkCopy("a=1");', ["argument SqlBulkCopy of SqlBulkCopy"]),
        ('Run(connectionString: "a=1");', ["argument Run", "variable connectionString"]),
        ('c.ConnectionString = "a=1";', ["property ConnectionString"]),
        (
            'SqlConnection c = Get(); c.ConnectionString = "a=1";',
            ["property ConnectionString of Microsoft.Data.SqlClient.SqlConnection"],
        ),
        ('_cs = "a=1";', ["property _cs"]),
        ('var o = new Options { Cs = "a=1" };', ["property Cs of Options"]),
        ('config["ConnectionStrings:X"] = "a=1";', ["key ConnectionStrings:X"]),
        (
            'Environment.SetEnvironmentVariable("X", "a=1");',
            ["argument SetEnvironmentVariable of Environment", "key X"],
        ),
        ('var d = new Map { ["X"] = "a=1" };', ["key X"]),
        ('var d = new Map { { "X", "a=1" } };', ["key X"]),
        ('string Local() { return "a=1"; }', ["variable Local of string"]),
        ('foreach (var x in new[] { "a=1" }) { }', []),
    ],
)
def test_uses(body: str, uses: list[str]) -> None:
    (literal,) = literals(method(body, before=SQL))
    assert used(literal.uses) == uses


@pytest.mark.parametrize(
    ("source", "uses"),
    [
        ('class C : Db { C() : base("a=1") { } }', ["argument Db of Db"]),
        ('class C(string x) : Db("a=1");', ["argument Db of Db"]),
        ('class C { C() : this("a=1") { } }', ["argument C of C"]),
        ('class C { [InlineData("a=1")] void M() { } }', ["argument InlineData"]),
        ('class C { [Setting(Value = "a=1")] string S => null; }', ["argument Setting", "variable Value"]),
        ('class C { void M(string cs = "a=1") { } }', ["variable cs of string"]),
        ('class C { string Cs => "a=1"; }', ["variable Cs of string"]),
        ('class C { string Cs { get { return "a=1"; } } }', ["variable Cs of string"]),
        ('class C { string Cs { get => "a=1"; } }', ["variable Cs of string"]),
        ('class C { string Cs { get; set; } = "a=1"; }', ["variable Cs of string"]),
        ('class C { static string Get() => "a=1"; }', ["variable Get of string"]),
        ('class C { string Get() => "a=1"; void M() { Open(Get()); } }', ["variable Get of string", "argument Open"]),
        ('class C { string _a; C() { this._a = "a=1"; } }', ["property _a of C"]),
        ('enum E { [Description("a=1")] A }', ["argument Description"]),
        ('var cs = "a=1"; Open(cs);', ["variable cs of var", "argument Open"]),
        ('record R(string Cs = "a=1");', ["variable Cs of string"]),
        ('using System;\n[assembly: X("a=1")]', ["argument X"]),
    ],
)
def test_uses_in_declarations(source: str, uses: list[str]) -> None:
    (literal,) = literals(source)
    assert used(literal.uses) == uses


@pytest.mark.parametrize(
    ("body", "guards"),
    [
        ('if (dev) Use("a=1");', ["dev"]),
        ('if (dev) { } else { Use("a=1"); }', ["!(dev)"]),
        ('if (dev) { } else if (n > 1) { Use("a=1"); }', ["!(dev)", "n > 1"]),
        ('if (!cs.Contains("X")) cs = cs + ";a=1";', ['!cs.Contains("X")']),
        ('if (cs.Contains("X")) return; Use("a=1");', ['!(cs.Contains("X"))']),
        ('if (cs.Contains("X")) { Log(); throw new E(); } Use("a=1");', ['!(cs.Contains("X"))']),
        ('while (dev) Use("a=1");', []),
        ('try { Use("a=1"); } catch { }', []),
    ],
)
def test_guards(body: str, guards: list[str]) -> None:
    (literal,) = literals(method(body))
    assert list(literal.guards) == guards


@pytest.mark.parametrize(
    ("source", "libraries"),
    [
        ("using Microsoft.Data.SqlClient; class C { X }", ["Microsoft.Data.SqlClient"]),
        ("global using System.Data.SqlClient; class C { X }", ["System.Data.SqlClient"]),
        ("using S = Microsoft.Data.SqlClient; class C { X }", ["Microsoft.Data.SqlClient"]),
        ("using S = System.Data.SqlClient.SqlConnection; class C { X }", ["System.Data.SqlClient"]),
        ("using static System.Data.SqlClient.SqlClientFactory; class C { X }", ["System.Data.SqlClient"]),
        ("namespace Microsoft.Data.SqlClient.Tests { class C { X } }", ["Microsoft.Data.SqlClient"]),
        ("namespace Microsoft.Data.SqlClient; class C { X }", ["Microsoft.Data.SqlClient"]),
        ("namespace A { using System.Data.SqlClient; } namespace B { class C { X } }", []),
        (
            "using System.Data.SqlClient;\nusing Microsoft.Data.SqlClient; class C { X }",
            ["System.Data.SqlClient", "Microsoft.Data.SqlClient"],
        ),
        ("#if A\nusing System.Data.SqlClient;\n#endif\nclass C { }", None),
        ("using Microsoft.Data.SqlClient.Server; class C { X }", []),
    ],
)
def test_libraries(source: str, libraries: list[str] | None) -> None:
    if libraries is None:
        source = source.replace("class C { }", 'class C { string s = "a=1"; }')
        assert [each.libraries for each in literals(source)] == [(), ("System.Data.SqlClient",)]
        return
    (literal,) = literals(source.replace("X", 'string s = "a=1";'))
    assert list(literal.libraries) == libraries


def test_documents_in_strings_are_handed_to_their_language() -> None:
    source = method(
        'var x = """\n   <?xml version="1.0"?>\n     <a b="c=d"/>\n   """;\n'
        'var z = "{ \\"a\\": { \\"b\\": \\"c=d\\" } }"; var w = "{0}=a; this is no document";'
    )
    found = fragments(source)
    assert [(each.language, str(each.text)) for each in found if isinstance(each, Embedded)] == [
        ("xml", '<?xml version="1.0"?>\n  <a b="c=d"/>'),
        ("json", '{ "a": { "b": "c=d" } }'),
    ]
    assert [shown(each.text) for each in literals(source)] == ["{0}=a; this is no document"]


@pytest.mark.parametrize(
    "body",
    [
        '// var cs = "a=1";',
        '/* "a=1" */ /// "a=1"',
        "var c = 'a'; var d = \"no setting\";",
        '#region "a=1"\n#endregion',
        '#pragma warning disable "a=1"',
        "if (b.Encrypt == SqlConnectionEncryptOption.Optional) { }",
    ],
)
def test_silent(body: str) -> None:
    assert fragments(method(body)) == []


def test_a_mapped_source_keeps_its_places() -> None:
    outer = "XX var cs = &quot;Server=a;Encrypt=no&quot;; YY"
    mapped = MappedText.joined(
        [
            MappedText.copied(outer, 1000)[3:12],
            MappedText.decoded('"', Span(1012, 1018)),
            MappedText.copied(outer, 1000)[18:37],
            MappedText.decoded('"', Span(1037, 1043)),
            MappedText.copied(outer, 1000)[43:44],
        ]
    )
    (literal,) = FRONTEND.read(Source(path="a", text=mapped, depth=1), VOCABULARY)
    assert isinstance(literal, Literal)
    assert literal.span == Span(1012, 1043)
    assert literal.text.span == Span(1018, 1037)
    assert literal.text[9:].span == Span(1027, 1037)
