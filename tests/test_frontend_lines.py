"""Units of systemd, justfiles, Procfiles and tables of cron."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends import crontab, justfile, procfile, systemd
from lint_rds_tls.languages import frontend_of
from tests.documents import around, fragments, runs, values

UNIT = "[Unit]\nDescription=sqlcmd -C\n[Service]\n"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("ExecStart=/usr/bin/sqlcmd -C -Q 'SELECT 1'", ["/usr/bin/sqlcmd | -C | -Q | SELECT 1"]),
        ('ExecStartPre=-/bin/sh -c "sqlcmd -C"', ["shell: sqlcmd -C"]),
        ("ExecStart=@+sqlcmd -C \\\n  # comment\n  -S db", ["sqlcmd | -C | # | comment"]),
        ("ExecStart=sqlcmd -C \\\n# comment\n  -S db", ["sqlcmd | -C | -S | db"]),
        ("ExecStart=sqlcmd -S %i -P $PW ${X} 100%%", ["sqlcmd | -S | ◌ | -P | ◌ | ◌ | 100%"]),
        ("Environment=H=db\nExecStart=sqlcmd -S ${H} $H", ["sqlcmd | -S | db | db"]),
        ("ExecStart=a ; sqlcmd -C", ["sqlcmd | -C"]),
        ("#ExecStart=sqlcmd -C", []),
        ("ExecStart=", []),
    ],
)
def test_units_of_systemd(lines: str, found: list[str]) -> None:
    assert runs(systemd.FRONTEND, UNIT + lines + "\n") == found


def test_a_unit_has_an_environment() -> None:
    source = UNIT + 'Environment="CS=Server=db;Encrypt=false" A=1\nExecStart=sqlcmd\n'
    assert around(systemd.FRONTEND, source) == ({"CS": "Server=db;Encrypt=false", "A": "1"}, ())
    assert values(systemd.FRONTEND, source) == ["Server=db;Encrypt=false"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a:\n    sqlcmd -C\n    @b\n", ["shell: sqlcmd -C\n", "shell: b\n"]),
        ('host := "db"\na x="y": b\n    -sqlcmd -S {{host}} {{ x }} {{{{x}}\n', ["shell: sqlcmd -S db ◌ {{x}}\n"]),
        (
            "a:\n    #!/usr/bin/env bash\n    set -e\n    sqlcmd -C\n",
            ["shell: #!/usr/bin/env bash\nset -e\nsqlcmd -C\n"],
        ),
        ("a:\n    #!/usr/bin/env node\n    sqlcmd -C\n", []),
        ('set shell := ["pwsh", "-c"]\na:\n    b\n', ["powershell: b\n"]),
        ("# a:\n#    sqlcmd -C\n", []),
        ("x := `sqlcmd -C`\n", []),
        ("", []),
    ],
)
def test_justfiles(source: str, found: list[str]) -> None:
    assert runs(justfile.FRONTEND, source) == found


def test_recipes_of_just_know_what_is_exported() -> None:
    assert around(justfile.FRONTEND, "export A := 'x'\nB := 'y'\na:\n    z\n") == ({"A": "x"}, ())


def test_procfiles() -> None:
    assert runs(procfile.FRONTEND, "web: a\nrelease: sqlcmd -C\n# x: y\n") == ["shell: a", "shell: sqlcmd -C"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("0 3 * * * sqlcmd -C", ["shell: sqlcmd -C"]),
        ("@daily sqlcmd -C", ["shell: sqlcmd -C"]),
        ("*/5 1-3 * JAN mon,tue root sqlcmd -C", ["shell: sqlcmd -C"]),
        ("0 3 * * * app /opt/sqlcmd -C", ["shell: /opt/sqlcmd -C"]),
        ("0 3 * * * sqlcmd -C%SELECT 1", ["shell: sqlcmd -C"]),
        ("# 0 3 * * * sqlcmd -C", []),
    ],
)
def test_tables_of_cron(line: str, found: list[str]) -> None:
    assert runs(crontab.FRONTEND, line + "\n") == found


def test_a_table_of_cron_has_variables() -> None:
    assert around(crontab.FRONTEND, 'A = "x y"\nB=z\n@daily a\n') == ({"A": "x y", "B": "z"}, ())


@pytest.mark.parametrize(
    ("name", "frontend"),
    [
        ("app.service", "systemd"),
        ("justfile", "justfile"),
        ("Justfile", "justfile"),
        ("Procfile", "procfile"),
        ("crontab", "crontab"),
    ],
)
def test_names(name: str, frontend: str) -> None:
    found = frontend_of(name)
    assert found is not None
    assert found.name == frontend


def test_long_files_are_read() -> None:
    fragments(systemd.FRONTEND, UNIT + "ExecStart=a " + "\\\n b" * 10_000)
    fragments(justfile.FRONTEND, "a:\n" + "    b\n" * 5_000)
    fragments(crontab.FRONTEND, "* " * 50_000)
    fragments(procfile.FRONTEND, "a:" * 50_000)
