"""The command line: outputs, exit codes, messages."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lint_rds_tls import cli
from lint_rds_tls.registry import all_reporters, all_rules

BAD = 'object a = new Microsoft.Data.SqlClient.SqlConnection("Server=db1;Encrypt=true;TrustServerCertificate=true");\n'
GOOD = 'object a = new Microsoft.Data.SqlClient.SqlConnection("Server=db1;Encrypt=true");\n'
HEAVY = ("lark", "libcst", "yaml", "importlib.metadata", "tomli", "pathspec")


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "Db.cs").write_text(BAD)
    (tmp_path / "Good.cs").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return cli.main(["check", "--format", "github", *arguments])


def found(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.split(",")[0] for line in capsys.readouterr().out.splitlines() if line.startswith("::")]


def test_findings_make_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 1
    assert found(capsys) == ["::error file=src/Db.cs"]


def test_no_finding_is_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Good.cs") == 0
    assert capsys.readouterr().out == "lint-rds-tls: 0 findings in 1 files.\n"


@pytest.mark.parametrize(
    ("level", "host", "code"),
    [("error", "db1", 1), ("note", "localhost", 1), ("warning", "localhost", 0), ("never", "db1", 0)],
)
def test_fail_on(level: str, host: str, code: int, tree: Path) -> None:
    (tree / "src" / "Db.cs").write_text(BAD.replace("db1", host))
    assert run("--fail-on", level, "src") == code


def test_a_missing_path_is_exit_code_2_and_the_rest_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("src", "nowhere") == 2
    captured = capsys.readouterr()
    assert captured.err == "lint-rds-tls: nowhere: does not exist\n"
    assert captured.out.startswith("::error file=src/Db.cs,")


def test_a_binary_file_that_is_named_is_exit_code_2(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "Data.cs").write_bytes(b"\0\1\2Server=db1")
    assert run("Data.cs") == 2
    assert capsys.readouterr().err == "lint-rds-tls: Data.cs: is a binary file\n"
    assert run("Good.cs") == 0


def test_several_outputs_in_one_run(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--output-file", "sarif=out.sarif", "--output-file", "json=out.json") == 1
    assert json.loads((tree / "out.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tree / "out.json").read_text())["findings"][0]["path"] == "src/Db.cs"
    assert found(capsys) == ["::error file=src/Db.cs"]
    assert sorted(path.name for path in tree.iterdir()) == ["Good.cs", "out.json", "out.sarif", "src"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--output-file", "xml=a"], "--output-file takes FORMAT=FILE with a FORMAT of text, json, sarif, github"),
        (["--format", "json"], "only one format goes to standard output"),
        (["--output-file", "json=no/such/folder"], "no/such/folder: cannot be written: No such file or directory"),
        (["--files-from", "nowhere"], "--files-from nowhere: No such file or directory"),
        (["-"], "reading standard input needs --stdin-filename NAME"),
    ],
)
def test_bad_usage_is_exit_code_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert capsys.readouterr().err.startswith(f"lint-rds-tls: {message}")


def stdin(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stdin(BAD.encode(), monkeypatch)
    assert run("--stdin-filename", "app/New.cs", "-") == 1
    assert found(capsys) == ["::error file=app/New.cs"]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
def test_files_from(separator: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stdin(separator.join(["src/Db.cs", "Good.cs", ""]).encode(), monkeypatch)
    assert run("--files-from", "-") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "lint-rds-tls: 1 finding in 2 files."


def test_an_empty_list_of_files_looks_at_nothing(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "list").write_text("")
    assert run("--files-from", "list") == 0
    assert capsys.readouterr().out == "lint-rds-tls: 0 findings in 0 files.\n"


def test_exclude(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--exclude", "src/") == 0
    assert run("--exclude", "src/", "src/Db.cs") == 1
    assert run("--exclude", "src/", "--force-exclude", "src/Db.cs") == 0
    assert len(found(capsys)) == 1


def test_configuration_turns_rules_off_and_down(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "lint-rds-tls.toml").write_text('[rules]\ncertificate-not-verified = "note"\n')
    assert run() == 0
    assert found(capsys) == ["::notice file=src/Db.cs"]
    (tree / "lint-rds-tls.toml").write_text('[rules]\ncertificate-not-verified = "off"\n')
    assert run() == 0
    assert found(capsys) == []
    assert run("--isolated") == 1


def test_a_bad_configuration_is_exit_code_2(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "lint-rds-tls.toml").write_text('[rules]\nencryption-of = "off"\n')
    assert run() == 2
    assert capsys.readouterr().err == (
        f"lint-rds-tls: {tree / 'lint-rds-tls.toml'}: unknown rule 'encryption-of'; did you mean 'encryption-off'?\n"
    )


def test_diff_shows_and_unsafe_fixes_write(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--unsafe-fixes", "--diff", "src"]) == 1
    assert capsys.readouterr().out.splitlines()[2:] == ["@@ -1 +1 @@", f"-{BAD.strip()}", f"+{BAD.strip()}".replace(
        "TrustServerCertificate=true", "TrustServerCertificate=false")]  # fmt: skip
    assert (tree / "src" / "Db.cs").read_text() == BAD
    assert cli.main(["check", "--fix", "--quiet", "src"]) == 1
    assert (tree / "src" / "Db.cs").read_text() == BAD
    assert cli.main(["check", "--unsafe-fixes", "--quiet", "src"]) == 1
    assert (tree / "src" / "Db.cs").read_text() == BAD.replace('=true"', '=false"')
    assert cli.main(["check", "--quiet", "src"]) == 0


def test_fixes_keep_encoding_and_line_ends(tree: Path) -> None:
    text = BAD.replace("\n", "\r\n").replace("db1", "dbä")
    (tree / "src" / "Db.cs").write_bytes(text.encode("utf-16"))
    assert cli.main(["check", "--unsafe-fixes", "--quiet", "src"]) == 1
    assert (tree / "src" / "Db.cs").read_bytes() == text.replace('=true"', '=false"').encode("utf-16")


def test_formats_are_the_reporters() -> None:
    assert sorted(cli._FORMATS) == sorted(all_reporters())


def test_explain_prints_the_manual_of_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    for name, rule in all_rules().items():
        assert cli.main(["explain", name]) == 0
        page = capsys.readouterr().out
        assert page.startswith(f"# {name} ({rule.level.value}")
        assert [line for line in page.splitlines() if line.startswith("## ")] == [
            "## Flags", "## Why", "## Fix", "## References",
        ]  # fmt: skip


def test_explain_lists_and_suggests(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(all_rules())
    assert cli.main(["explain", "encryption"]) == 2
    assert capsys.readouterr().err == "lint-rds-tls: no rule 'encryption'; did you mean 'encryption-off'?\n"


def test_explain_string(capsys: pytest.CaptureFixture[str]) -> None:
    string = "Server=db1;Password=hush;Encrypt=false"
    assert cli.main(["explain-string", string, "--client", "microsoft-data-sqlclient@5.1.9"]) == 0
    out = capsys.readouterr().out
    assert "hush" not in out
    assert out.splitlines()[:9] == [
        "settings",
        "  data source = db1",
        "  password = ***",
        "  encrypt = false",
        "",
        "microsoft-data-sqlclient 5.1.9",
        "  as is: encryption login-only, verification none, host name not-checked, trust store none",
        "  server forces TLS: encryption required, verification chain, host name checked, trust store system",
        "    because: Encrypt=false is written",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hello"], "this reads neither as a connection string for SQL Server nor as a command line"),
        (
            ["Server=a", "--client", "jtds"],
            "jtds takes no such string; microsoft-data-sqlclient, system-data-sqlclient may",
        ),
        (["Server=a", "--client", "system-data-sqlclient@x"], "not a version: 'x'; write system-data-sqlclient@5.1.9"),
    ],
)
def test_explain_string_refuses(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain-string", *arguments]) == 2
    assert capsys.readouterr().err == f"lint-rds-tls: {message}\n"


def test_without_a_command_the_help_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("usage: lint-rds-tls")


@pytest.mark.parametrize(
    "arguments", [["--version"], ["check", "--isolated", "--help"], ["check", "--isolated", "Good.txt"]]
)
def test_nothing_heavy_is_imported_before_it_is_needed(arguments: list[str], tree: Path) -> None:
    (tree / "Good.txt").write_text("no connection")
    script = (
        "import sys; from lint_rds_tls.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_shell_alone_needs_no_other_reader(tree: Path) -> None:
    (tree / "a.sh").write_text("sqlcmd -S db1 -C -Q 'select 1'\n")
    script = (
        "import sys; from lint_rds_tls.cli import main\n"
        "main(['check', '--isolated', '--jobs', '1', 'a.sh'])\n"
        "print('heavy:', [name for name in ('libcst', 'yaml', 'importlib.metadata') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_a_closed_pipe_is_quiet(tree: Path) -> None:
    for number in range(300):
        (tree / f"Db{number}.cs").write_text(BAD)
    command = f"{sys.executable} -m lint_rds_tls check --isolated . | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "text", "mended"),
    [
        ("a.sh", "sqlcmd -S db -C -N", "sqlcmd -S db -N"),
        ("a.sh", "sqlcmd -S db \"-C\" -N", "sqlcmd -S db -N"),
        ("a.sh", "A=(-N \"-C\")\nsqlcmd -S db \"${A[@]}\"", "A=(-N)\nsqlcmd -S db \"${A[@]}\""),
        ("a.sh", "sqlcmd -S db -N ${X:+\"-C\"}", "sqlcmd -S db -N"),
        ("a.sh", "A='-C'\nsqlcmd -S db -N \"$A\"", None),
        ("a.yml", "services:\n  db:\n    healthcheck:\n      test: [CMD, sqlcmd, -N, -C, -S, db1]", None),
        ("a.yml", "services:\n  db:\n    healthcheck:\n      test:\n      - CMD\n      - sqlcmd\n      - -C", None),
        ("Dockerfile", "FROM x\nCMD [\"sqlcmd\", \"-N\", \"-C\", \"-S\", \"db\"]", None),
        ("Dockerfile", "FROM x\nRUN sqlcmd -N -C -S db", "FROM x\nRUN sqlcmd -N -S db"),
        ("a.ps1", "sqlcmd -S db '-C' -N", "sqlcmd -S db -N"),
        ("a.ps1", "$a = @('-N', '-C')\nsqlcmd -S db @a", None),
        ("a.ps1", "Start-Process sqlcmd -ArgumentList '-S', 'db', '-C'", None),
        ("a.ps1", "Start-Process sqlcmd -ArgumentList '-S db -N -C'", "Start-Process sqlcmd -ArgumentList '-S db -N'"),
    ],
)  # fmt: skip
def test_a_flag_goes_with_its_blank_or_stays(name: str, text: str, mended: str | None, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text + "\n", encoding="utf-8")
    assert cli.main(["check", "--unsafe-fixes", "--quiet", "--fail-on", "never", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == (mended or text) + "\n"
