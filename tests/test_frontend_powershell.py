"""PowerShell to fragments: words as programs are given them, values that are followed, objects, what is left alone."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends import powershell
from lint_rds_tls.model import Command, Embedded, Fragment, Literal, Record, Source, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind

VOCABULARY = Vocabulary(
    programs=frozenset({"tool", "invoke-tool", "mytools"}),
    types=frozenset({"Builder"}),
    keys=frozenset({"encrypt"}),
    enums=frozenset({"Mode"}),
)


def fragments(source: str) -> list[Fragment]:
    found = list(powershell.FRONTEND.read(Source(path="a", text=MappedText.copied(source)), VOCABULARY))
    for command in (each for each in found if isinstance(each, Command)):
        for word in command.arguments:
            for piece in word.text.pieces:
                assert piece.kind is not PieceKind.COPIED or source[piece.span.start : piece.span.end] == piece.text
    return found


def lines(source: str) -> list[str]:
    """The command lines of a script, unknown parts as ◌."""
    return [
        " ".join(str(word.text) for word in (each.program, *each.arguments)).replace(HOLE_CHARACTER, "◌")
        for each in fragments(source)
        if isinstance(each, Command)
    ]


def texts(source: str) -> list[str]:
    return [str(each.text).replace(HOLE_CHARACTER, "◌") for each in fragments(source) if isinstance(each, Literal)]


def records(source: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (each.type, [(str(entry.name), str(entry.value).replace(HOLE_CHARACTER, "◌")) for entry in each.entries])
        for each in fragments(source)
        if isinstance(each, Record)
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("tool -S a -C", "tool -S a -C"),
        ("& 'C:\\x\\Tool.exe' -S a", "C:\\x\\Tool.exe -S a"),
        ("& \"$env:X\\bin\\tool.exe\" -C", "\\bin\\tool.exe -C"),
        (". tool -C; echo tool", "tool -C"),
        ("$out = tool -C 2>&1 > log.txt | Out-Null", "tool -C"),
        ("tool `\n  -S a `\n  -C", "tool -S a -C"),
        ("tool -S'a b'$x \"it`\"s\" # -C", "tool -Sa b◌ it\"s"),
        ("tool --% -S \"a b\" %X%", "tool --% -S \"a b\" %X%"),
        ("$t = 'tool'; & $t -C", "tool -C"),
        ("& $myToolsPath -C", "mytools -C"),
        ("& (Get-Command tool).Source -C", "tool -C"),
        ("$p = Join-Path $root 'tool'; & $p -C", "/tool -C"),
        ("$a = @('-S', $x); $a += '-C'; tool @a", "tool -S ◌ -C"),
        ("$a = '-S', 'a'; tool $a -Q 1,2", "tool -S a -Q 1 2"),
        ("tool $unknown", "tool ◌"),
        ("Start-Process -Wait tool -ArgumentList '-S a', '-Q \"x y\"'", "tool -S a -Q x y"),
        ("Invoke-Command -ScriptBlock { tool -C }", "tool -C"),
        ("function f { param($s = 'a') tool -S $s }", "tool -S a"),
        ("function f { return 'b' }; tool -S (f)", "tool -S b"),
        ("try { tool -C } catch { throw 'tool -S x' }", "tool -C"),
        ("foreach ($s in 1..3) { tool -S $s }", "tool -S ◌"),
        ("Invoke-Tool -A:$true -Bc $x", "Invoke-Tool -A:True -Bc ◌"),
        ("$h = @{A=1}; $h.B = 'x'; $h['C'] = $y; $h.Add('D',2); $h.Remove('A'); $h += @{ E = $false }; Invoke-Tool @h",
         "Invoke-Tool -B:x -C:◌ -D:2 -E:False"),
        ("$env:SRV = 'a'; tool -S $env:SRV", "tool -S a"),
        ("tool -Q @'\na'b\n'@", "tool -Q a'b"),
        ("tool ('{0}-{1}' -f 'a', $x) ('a' + 'b') ('a', 'b' -join ',')", "tool a-◌ ab a,b"),
    ],
)  # fmt: skip
def test_a_command_is_read_as_the_program_is_given_it(source: str, expected: str) -> None:
    assert lines(source) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "# tool -C",
        "<# tool -C #>",
        "Write-Host 'tool -C'",
        "Get-Command tool -ErrorAction Stop",
        "$tool = 'select 1'",
        "@'\ntool -C\n'@",
        "New-Item tool -Force",
        "git commit -m 'tool -C'",
    ],
)
def test_what_only_mentions_a_program_is_no_command(source: str) -> None:
    assert lines(source) == []


def test_both_ways_of_an_if_are_alternatives() -> None:
    source = "if ($x) { $o = '-C' } else { $o = '-N' }; tool $o"
    found = [each for each in fragments(source) if isinstance(each, Command)]
    assert [str(each.arguments[0].text) for each in found] == ["-C", "-N"]
    assert all(each.alternative for each in found)


def test_a_table_that_is_changed_in_one_way_only_may_be_either() -> None:
    assert lines("$h = @{ A = 1 }\nif ($x) { $h.B = 2 }\nInvoke-Tool @h") == [
        "Invoke-Tool -A:1 -B:2",
        "Invoke-Tool -A:1",
    ]


def test_inside_one_way_the_other_is_not_seen() -> None:
    assert lines("$h = @{}\nif ($x) { $h.A = 1; Invoke-Tool @h } else { $h.B = 2; Invoke-Tool @h }") == [
        "Invoke-Tool -A:1",
        "Invoke-Tool -B:2",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$c = \"a=$x;b=2\"", ["a=◌;b=2"]),
        ("$c = 'a=1'; $c += ';b=2'", ["a=1;b=2"]),
        ("$c = 'a=1'; $d = \"$c;b=2\"", ["a=1;b=2"]),
        ("$c = 'a=1'; f $c; $d = \"$c;b=2\"", ["a=1", "a=1;b=2"]),
        ("$c = [string]::Format('a={0}', 'x')", ["a=x"]),
        ("$c = @\"\na=$(1)\n\"@", ["a=1"]),
        ("$o.Text = 'a=1'", ["a=1"]),
        ("[Environment]::SetEnvironmentVariable('X', 'a=1')", ["a=1"]),
        ("Set-Variable -Name c -Value 'a=1'", ["a=1"]),
        ("$x -match 'a=1'", []),
        ("$x | Should -Be 'a=1'", []),
        ("Write-Verbose 'a=1'", []),
    ],
)  # fmt: skip
def test_texts_are_put_together_and_come_once(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_a_text_says_what_is_done_with_it() -> None:
    (found,) = fragments("$cs = 'a=1'; $b = New-Object N.Thing $cs; $o.Text = $cs")
    assert isinstance(found, Literal)
    assert [(use.role, use.name, use.owner) for use in found.uses] == [
        ("variable", "cs", ""),
        ("argument", "Thing", "N.Thing"),
        ("property", "Text", ""),
    ]


def test_objects_are_followed_in_order() -> None:
    source = "$b = [N.Builder]::new()\n$b.A = 'x'\n$b['B'] = [Mode]::Strict\n$b.Add('C', $false)"
    assert records(source) == [("Builder", [("A", "x"), ("B", "Strict"), ("C", "False")])]
    assert records("New-Object N.Builder -Property @{ A = 1 }") == [("Builder", [("A", "1")])]
    assert records("$b = New-Object N.Builder 'a=1'") == [("Builder", [])]


def test_a_table_of_settings_is_a_record_unless_it_is_splatted() -> None:
    assert records("$h = @{ Server = 'a'; Encrypt = $true }") == [("", [("Server", "a"), ("Encrypt", "True")])]
    assert records("$h = @{ Server = 'a'; Encrypt = $true }; Invoke-Tool @h") == []


def test_texts_of_other_languages_are_embedded() -> None:
    found = fragments('$j = \'{ "a": { "b": 1 }, "c": 2 }\'; Invoke-Expression \'tool -C\'')
    assert [each.language for each in found if isinstance(each, Embedded)] == ["json", "powershell"]


def test_modules_are_told_with_their_versions() -> None:
    source = (
        "#Requires -Modules Plain, @{ ModuleName = 'Least'; ModuleVersion = '2.0' }\nImport-Module Loaded\n"
        "Install-Module -Name Exact -RequiredVersion 1.2 -Force\ntool -C"
    )
    (command,) = [each for each in fragments(source) if isinstance(each, Command)]
    assert command.libraries == ("Least>=2.0", "Plain", "Loaded", "Exact==1.2")


@pytest.mark.parametrize("source", ["'a=1", '"a=$(', "@'\nx", 'tool -S "a'])
def test_a_string_without_an_end_is_reported(source: str) -> None:
    read = Source(path="a", text=MappedText.copied(source))
    list(powershell.FRONTEND.read(read, VOCABULARY))
    assert [problem.message for problem in read.problems] == ["a string is not closed"] or source == '"a=$('
