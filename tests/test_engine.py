"""The engine: many files, in one process or several, of which one may fail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lint_rds_tls import engine
from lint_rds_tls.discovery import InputFile
from lint_rds_tls.model import Case, Finding, Problem, Report

BAD = 'object a = new Microsoft.Data.SqlClient.SqlConnection("Server=db{};Encrypt=true;TrustServerCertificate=true");'
OLD = '<Project><ItemGroup><PackageReference Include="System.Data.SqlClient" Version="4.9.1"/></ItemGroup></Project>'


def file(name: str, text: str) -> InputFile:
    return InputFile(path=name, location=None, data=text.encode())


def said(report: Report) -> list[tuple[str, str, int]]:
    return [(each.primary.path, each.rule, each.primary.span.start) for each in report.findings]


def test_findings_come_by_path_and_place_however_many_processes_there_are() -> None:
    files = [file(f"{number:02}.cs", "\n".join(BAD.format(line) for line in range(3))) for number in range(9, -1, -1)]
    one, two = engine.lint(files, jobs=1), engine.lint(files, jobs=2)
    assert said(one) == said(two)
    assert [path for path, _, _ in said(one)] == [f"{number:02}.cs" for number in range(10) for _ in range(3)]
    assert (one.files, one.candidates) == (10, 10)
    assert [each.connection.host for each in one.cases] == [each.connection.host for each in two.cases]


def test_a_failure_of_one_file_is_told_and_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = engine.active_rules()["certificate-not-verified"]
    real = rule[0].check
    assert real is not None

    def check(case: Case) -> list[Finding]:
        if case.connection.path == "b.cs":
            raise KeyError("x")
        return list(real(case))

    monkeypatch.setattr(engine, "active_rules", lambda _: {"rule": (replace(rule[0], check=check), rule[1])})
    report = engine.lint([file(name, BAD) for name in ("a.cs", "b.cs", "c.cs")], jobs=1)
    assert [path for path, _, _ in said(report)] == ["a.cs", "c.cs"]
    assert report.problems == (Problem(path="b.cs", message="internal error, please report it: KeyError: 'x'"),)


def test_what_could_not_be_found_or_read_is_passed_on() -> None:
    missing = Problem(path="a.cs", message="does not exist")
    gone = InputFile(path="b.cs", location=Path("no/such/b.cs"))
    report = engine.lint([missing, gone, file("c.cs", BAD)], jobs=1)
    unread = Problem(path="b.cs", message="cannot be read: No such file or directory")
    assert report.problems == (missing, unread)
    assert [path for path, _, _ in said(report)] == ["c.cs"]
    assert report.files == 2


def test_a_file_that_no_front_end_reads_is_no_problem() -> None:
    report = engine.lint([replace(file("a.unknown", BAD), explicit=True)], jobs=1)
    assert (report.problems, report.findings, report.candidates) == ((), (), 0)


@pytest.mark.parametrize("top", ["tree", "tree/sub", None])
def test_project_files_count_up_to_the_directory_that_was_named(
    top: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "tree" / "sub").mkdir(parents=True)
    (tmp_path / "tree" / "a.csproj").write_text(OLD)
    code = tmp_path / "tree" / "sub" / "a.cs"
    code.write_text('using System.Data.SqlClient; class A { object a = new SqlConnection("Server=db;Database=x"); }')
    given = InputFile(path="a.cs", location=code, top=tmp_path / top if top else None)
    (case,) = engine.lint([given], jobs=1).cases
    assert [str(each.client.versions) for each in case.assessments] == (["4.9.1"] if top == "tree" else ["any"])


def test_the_repository_counts_whatever_was_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.csproj").write_text(OLD)
    code = tmp_path / "sub" / "a.cs"
    code.write_text('using System.Data.SqlClient; class A { object a = new SqlConnection("Server=db;Database=x"); }')
    (case,) = engine.lint([InputFile(path="a.cs", location=code, top=code.parent)], jobs=1).cases
    assert [str(each.client.versions) for each in case.assessments] == ["4.9.1"]
