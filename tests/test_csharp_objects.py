"""What the C# front-end makes of objects: how they are built, what is written to them, on which path."""

import re

import pytest

from lint_rds_tls.model import Record
from tests.csharp_fragments import method, records, shown, used

SQL = "using Microsoft.Data.SqlClient;"
BUILDER = "Microsoft.Data.SqlClient.SqlConnectionStringBuilder"


def entries(record: Record) -> list[str]:
    return [f"{shown(entry.name)}={shown(entry.value)}" for entry in record.entries]


def states(body: str, **around: str) -> list[list[str]]:
    """The entries of every record of a method's body."""
    return [entries(record) for record in records(method(body, before=SQL, **around))]


def test_a_builder_with_all_ways_to_set_a_value() -> None:
    source = method(
        'var b = new SqlConnectionStringBuilder("Server=a") { Encrypt = false, ["Pooling"] = true };\n'
        'b.DataSource = host;\nb["HostNameInCertificate"] = "x";\n'
        'b.Add("Trust Server Certificate", bool.FalseString);\n'
        "Open(b.ConnectionString);",
        before=SQL,
    )
    (record,) = records(source)
    assert (record.type, record.owner) == ("SqlConnectionStringBuilder", BUILDER)
    assert shown(record.base) == "Server=a"
    assert [shown(each) for each in record.arguments] == ["Server=a"]
    assert used(record.uses) == ["variable b of var"]
    assert record.libraries == ("Microsoft.Data.SqlClient",)
    assert not record.truncated
    assert (
        source[record.span.start : record.span.end] == source[source.index("new Sql") : source.index(";\nb.DataSource")]
    )
    assert entries(record) == [
        "Encrypt=False",
        "Pooling=True",
        "DataSource=◌",
        "HostNameInCertificate=x",
        "Trust Server Certificate=False",
    ]
    assert [source[entry.span.start : entry.span.end] for entry in record.entries] == [
        "Encrypt = false",
        '"Pooling"] = true',
        "DataSource = host",
        '"HostNameInCertificate"] = "x"',
        '"Trust Server Certificate", bool.FalseString',
    ]


@pytest.mark.parametrize(
    ("value", "shown_value"),
    [
        ("true", "True"),
        ("false", "False"),
        ("bool.TrueString", "True"),
        ("Boolean.FalseString", "False"),
        ("SqlConnectionEncryptOption.Strict", "Strict"),
        ("Microsoft.Data.SqlClient.SqlConnectionEncryptOption.Optional", "Optional"),
        ("SqlConnectionEncryptOption.Strict.ToString()", "Strict"),
        ("OtherOption.Strict", "◌"),
        ('"no"', "no"),
        ('$"no{n}"', "no◌"),
        ("30", "30"),
        ("-1", "-1"),
        ("5 * 6", "30"),
        ("host", "◌"),
        ("Flag", "True"),
        ("!Flag", "False"),
        ("Text", "strict"),
        ("local", "False"),
        ("dev ? true : false", "◌"),
        ("dev ? false : false", "False"),
        ("dev ? SqlConnectionEncryptOption.Optional : SqlConnectionEncryptOption.Optional", "Optional"),
        ("n switch { 1 => true, _ => true }", "True"),
        ("n switch { 1 => true, _ => false }", "◌"),
        ("(bool)false", "False"),
        ("(false)", "False"),
        ("Get()", "◌"),
        ("chkTrust.Checked", "◌"),
        ("b.Pooling = false", "False"),
        ("null", "◌"),
    ],
)
def test_values(value: str, shown_value: str) -> None:
    source = method(
        f"bool local = false; var b = new SqlConnectionStringBuilder(); b.Encrypt = {value};",
        before=SQL,
        members='const bool Flag = true; const string Text = "strict";',
    )
    (record,) = records(source)
    (entry,) = (each for each in record.entries if str(each.name) == "Encrypt")
    assert shown(entry.value) == shown_value
    assert source[entry.span.start : entry.span.end] == f"Encrypt = {value}"


@pytest.mark.parametrize(
    ("creation", "base", "arguments"),
    [
        ("new SqlConnectionStringBuilder()", None, []),
        ("new SqlConnectionStringBuilder { Pooling = true }", None, []),
        ('new SqlConnectionStringBuilder("Server=a")', "Server=a", ["Server=a"]),
        ("new SqlConnectionStringBuilder(host)", "◌", ["◌"]),
        ('new SqlConnectionStringBuilder($"Server={host}")', "Server=◌", ["Server=◌"]),
        ("new SqlConnectionStringBuilder(Cs)", "X=y", ["X=y"]),
        ('new SqlConnectionStringBuilder(connectionString: "Server=a")', "Server=a", ["Server=a"]),
        ("new SqlConnection(host, credential)", "◌", ["◌", "◌"]),
        ("(SqlConnection)new SqlConnection(Cs)", "X=y", ["X=y"]),
    ],
)
def test_what_an_object_is_built_over(creation: str, base: str | None, arguments: list[str]) -> None:
    (record,) = records(method(f"var b = {creation};", before=SQL, members='const string Cs = "X=y";'))
    assert shown(record.base) == base
    assert [shown(each) for each in record.arguments] == arguments


def test_the_base_is_the_text_at_its_own_place() -> None:
    source = method("new SqlConnection(Cs);", before=SQL, members='const string Cs = "X=y";')
    (record,) = records(source)
    assert record.base is not None
    assert record.base.span.start == source.index("X=y")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # The last write holds; the ones before it only where the object was used as it was.
        ("b.Encrypt = true; b.Encrypt = false;", [["Encrypt=False"]]),
        ("b.Encrypt = true; Open(b.ConnectionString); b.Encrypt = false;", [["Encrypt=True"], ["Encrypt=False"]]),
        (
            "b.Pooling = true; b.Encrypt = true; Open(b.ToString()); b.Encrypt = false;",
            [["Pooling=True", "Encrypt=True"], ["Pooling=True", "Encrypt=False"]],
        ),
        ("b.Encrypt = true; if (dev) b.Encrypt = false;", [["Encrypt=True"], ["Encrypt=False"]]),
        (
            "b.Encrypt = true; b.Pooling = true; if (dev) { b.Encrypt = false; b.Pooling = false; }",
            [["Encrypt=True", "Pooling=True"], ["Encrypt=False", "Pooling=False"]],
        ),
        ("b.Encrypt = true; foreach (var x in y) { b.Encrypt = false; }", [["Encrypt=True"], ["Encrypt=False"]]),
        # The program chooses.
        ("if (dev) b.Encrypt = true; else b.Encrypt = false;", [["Encrypt=◌"]]),
        ("if (dev) b.Encrypt = true; else b.Encrypt = true;", [["Encrypt=True"]]),
        (
            "switch (n) { case 1: b.Encrypt = true; break; case 2: b.Encrypt = false; break; default: break; }",
            [["Encrypt=◌"]],
        ),
        ("if (dev) b.Encrypt = true; else if (n > 1) b.Encrypt = false;", [["Encrypt=◌"]]),
        ("try { b.Encrypt = true; } catch { b.Encrypt = false; }", [["Encrypt=True"], ["Encrypt=False"]]),
        # Removed, cleared, replaced.
        ('b.Encrypt = true; b.Remove("Encrypt");', [[]]),
        ('b.Encrypt = true; b["Encrypt"] = null;', [[]]),
        ('b["Trust Server Certificate"] = true; b.TrustServerCertificate = false;', [["TrustServerCertificate=False"]]),
        ("b.Encrypt = true; b.Clear(); b.Pooling = true;", [["Pooling=True"]]),
        ('b.Encrypt = true; b.ConnectionString = "x=y"; b.Pooling = true;', [["Pooling=True"]]),
        ('b.Encrypt = true; Open(b.ConnectionString); b.Remove("Encrypt");', [["Encrypt=True"], []]),
        # Reads and look-alikes.
        ("b.Pooling = true; if (b.Encrypt == true) { }", [["Pooling=True"]]),
        ("chkEncrypt.Encrypt = true;", [[]]),
        ("other.Encrypt = true;", [[]]),
    ],
)
def test_states_of_an_object(body: str, expected: list[list[str]]) -> None:
    assert states(f"var b = new SqlConnectionStringBuilder(); {body}") == expected


def test_conditions_under_which_a_value_is_written() -> None:
    source = method(
        "var b = new SqlConnectionStringBuilder();\n"
        "if (dev) b.Encrypt = false;\n"
        'if (!cs.Contains("Trust")) { b.TrustServerCertificate = true; } else { b.Pooling = true; }\n'
        "if (n > 1) return;\n"
        "b.DataSource = host;",
        before=SQL,
    )
    (record,) = records(source)
    assert [entry.guards for entry in record.entries] == [
        ("dev",),
        ('!cs.Contains("Trust")',),
        ('!(!cs.Contains("Trust"))',),
        ("!(n > 1)",),
    ]


def test_a_choice_is_one_entry_at_the_first_place() -> None:
    source = method(
        "var b = new SqlConnectionStringBuilder(); if (dev) b.Encrypt = true; else b.Encrypt = false;", before=SQL
    )
    (record,) = records(source)
    (entry,) = record.entries
    assert source[entry.span.start : entry.span.end] == "Encrypt = true"
    assert entry.value.has_hole
    assert entry.guards == ()


def test_a_new_object_under_the_same_name_is_another_object() -> None:
    body = 'var b = new SqlConnectionStringBuilder("a=1"); b.Encrypt = false; b = new("b=2"); b.Pooling = true;'
    source = method(body.replace("var b", "SqlConnectionStringBuilder b"), before=SQL)
    assert [(shown(record.base), entries(record)) for record in records(source)] == [
        ("a=1", ["Encrypt=False"]),
        ("b=2", ["Pooling=True"]),
    ]


def test_what_the_connection_string_is_replaced_with_is_the_base() -> None:
    source = method('var c = new SqlConnection(); c.ConnectionString = "Server=a"; c.Open();', before=SQL)
    (record,) = records(source)
    assert (shown(record.base), record.truncated) == ("Server=a", False)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # A parameter, a field, a local: how they were built is not in sight.
        ("void M(SCSB b) { b.Encrypt = true; }", [("◌", ["Encrypt=True"], True)]),
        ("void M() { SCSB b = Get(); b.Encrypt = true; }", [("◌", ["Encrypt=True"], True)]),
        ("void M() { var b = (SCSB)Get(); b.Encrypt = true; }", [("◌", ["Encrypt=True"], True)]),
        ("void M() { var b = Get() as SCSB; b.Encrypt = true; }", [("◌", ["Encrypt=True"], True)]),
        ("void M(SCSB b) { Open(b.ConnectionString); }", []),
        ("void M() { foreach (SCSB b in x) b.Encrypt = true; }", [("◌", ["Encrypt=True"], True)]),
        ("SCSB _b; void M() { _b.Encrypt = true; this._b.Pooling = true; }",
         [("◌", ["Encrypt=True", "Pooling=True"], True)]),
        ("SCSB B { get; } void M() => B.Encrypt = true;", [("◌", ["Encrypt=True"], True)]),
        ("void M() => x.Do((SCSB b) => { b.Encrypt = true; });", [("◌", ["Encrypt=True"], True)]),
        # A field with its initial object, and what a method does with it.
        ("SCSB _b = new() { Encrypt = true }; void M() { _b.Pooling = true; }",
         [(None, ["Encrypt=True"], False), ("◌", ["Pooling=True"], True)]),
        # Built in the constructor.
        ('SCSB _b; C() { _b = new("x=y"); _b.Encrypt = true; }', [("x=y", ["Encrypt=True"], False)]),
        # Given away: more may be set elsewhere.
        ("void M() { var b = new SCSB(); Fill(b); b.Encrypt = true; }", [(None, ["Encrypt=True"], True)]),
        ("SCSB M() { var b = new SCSB(); b.Encrypt = true; return b; }",
         [(None, ["Encrypt=True"], True)]),
        ("void M() { var b = new SCSB(); b.Encrypt = true; Open(b.ConnectionString); }",
         [(None, ["Encrypt=True"], False)]),
        # Without a name.
        ("string M() => new SCSB(x) { Encrypt = false }.ConnectionString;", [("◌", ["Encrypt=False"], False)]),
        ("string M() => (new SCSB(x) { Encrypt = false }).ToString();", [("◌", ["Encrypt=False"], False)]),
        ("SCSB M() => new() { Encrypt = false };", [(None, ["Encrypt=False"], False)]),
        ("SCSB M() { return new() { Encrypt = false }; }", [(None, ["Encrypt=False"], False)]),
        ("SCSB B => new() { Encrypt = false };", [(None, ["Encrypt=False"], False)]),
        # No objects of the vocabulary.
        ("void M() { var b = new NpgsqlConnectionStringBuilder(x) { TrustServerCertificate = true }; }", []),
        ("public bool Encrypt { get; set; } void M(bool encrypt = false) { Encrypt = encrypt; }", []),
        ("void M() { var b = new SCSB[3]; }", []),
        ("void M() { Options o = new() { Encrypt = false }; }", []),
    ],
)  # fmt: skip
def test_objects_in_members(source: str, expected: list[tuple[str | None, list[str], bool]]) -> None:
    source = re.sub(r"\bSCSB\b", "SqlConnectionStringBuilder", source)
    found = records(f"{SQL}\nclass C {{ {source} }}")
    assert [(shown(record.base), entries(record), record.truncated) for record in found] == expected


MDS = "using Microsoft.Data.SqlClient; "
SDS = "using System.Data.SqlClient; "
NEW = "class C { object o = new SqlConnection(x); }"


@pytest.mark.parametrize(
    ("source", "owner"),
    [
        (MDS + NEW, "Microsoft.Data.SqlClient.SqlConnection"),
        (SDS + NEW, "System.Data.SqlClient.SqlConnection"),
        (MDS + SDS + NEW, "SqlConnection"),
        (NEW, "SqlConnection"),
        ("namespace Microsoft.Data.SqlClient.Tests; " + NEW, "Microsoft.Data.SqlClient.SqlConnection"),
        (MDS + "namespace A { class SqlConnection { } " + NEW + " }", "A.SqlConnection"),
        (
            "using S = Microsoft.Data.SqlClient; " + NEW.replace("Sql", "S.Sql"),
            "Microsoft.Data.SqlClient.SqlConnection",
        ),
        (
            "using S = Microsoft.Data.SqlClient; " + NEW.replace("Sql", "S::Sql"),
            "Microsoft.Data.SqlClient.SqlConnection",
        ),
        (
            "using S = global::System.Data.SqlClient; " + NEW.replace("Sql", "S.Sql"),
            "System.Data.SqlClient.SqlConnection",
        ),
        (
            "using S = System.Data.SqlClient.SqlConnection; " + NEW.replace("SqlConnection", "S"),
            "System.Data.SqlClient.SqlConnection",
        ),
        (NEW.replace("Sql", "System.Data.SqlClient.Sql"), "System.Data.SqlClient.SqlConnection"),
        (NEW.replace("Sql", "global::System.Data.SqlClient.Sql"), "System.Data.SqlClient.SqlConnection"),
        (
            "namespace Microsoft.Data { " + NEW.replace("Sql", "SqlClient.Sql") + " }",
            "Microsoft.Data.SqlClient.SqlConnection",
        ),
        (MDS + 'class C { object o = new Dictionary<string, string> { ["a"] = "b" }; }', "Dictionary"),
    ],
)
def test_owners(source: str, owner: str) -> None:
    (record,) = records(source)
    assert record.owner == owner


def test_server_connection() -> None:
    source = method(
        'var c = new ServerConnection("srv") { EncryptConnection = false }; c.TrustServerCertificate = true;',
        before="using Microsoft.SqlServer.Management.Common;",
    )
    (record,) = records(source)
    assert (record.owner, shown(record.base)) == ("Microsoft.SqlServer.Management.Common.ServerConnection", "srv")
    assert entries(record) == ["EncryptConnection=False", "TrustServerCertificate=True"]


def test_dictionaries_with_constant_keys() -> None:
    source = method(
        'var p = new Dictionary<string, string> { { "Server", host }, ["Encrypt"] = "no" };\n'
        'p.Add("TrustServerCertificate", bool.TrueString);\np[Key] = "a"; p[host] = "b"; p.Remove("Encrypt");',
        before="using System.Collections.Generic;",
        members='const string Key = "User Id";',
    )
    found = records(source)
    assert [entries(record) for record in found] == [["Server=◌", "TrustServerCertificate=True", "User Id=a"]]
    assert (found[0].base, found[0].truncated) == (None, True)
    span = found[0].entries[0].span
    assert source[span.start : span.end] == '"Server", host'


def test_each_build_of_the_file_is_read() -> None:
    source = method(
        "var b = new SqlConnectionStringBuilder {\n"
        "#if DEBUG\n TrustServerCertificate = true,\n#endif\n Encrypt = true };",
        before=SQL,
    )
    assert [entries(record) for record in records(source)] == [
        ["Encrypt=True"],
        ["TrustServerCertificate=True", "Encrypt=True"],
    ]
