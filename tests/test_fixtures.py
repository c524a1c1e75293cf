"""Every fixture: each finding is marked and each mark is found, in every encoding and wherever the file is cut off."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from lint_rds_tls import engine, fixes
from lint_rds_tls.discovery import InputFile, reported
from lint_rds_tls.languages import FIRST_LINE, frontend_for
from lint_rds_tls.model import Finding, Report, Safety
from lint_rds_tls.prefilter import prefilter
from lint_rds_tls.registry import all_dialects, all_tools
from lint_rds_tls.text import Lines
from tests.fixture_marks import Mark, unmarked

#: The day for which authorities are judged in fixtures.
AS_OF = date(2026, 11, 23)
FIXTURES = Path(__file__).parent.parent / "fixtures"


def is_read(path: Path) -> bool:
    """Whether a front-end reads the file."""
    return path.is_file() and frontend_for(path.name, path.read_text(encoding="utf-8")[:FIRST_LINE]) is not None


FILES = sorted(
    path
    for path in FIXTURES.rglob("*")
    if "manifests" not in path.parts and ".fixed." not in path.name and is_read(path)
)
NAMES = [str(path.relative_to(FIXTURES)) for path in FILES]


@pytest.fixture(scope="module", autouse=True)
def unmarked_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixtures without marks in a folder of their own, so that project files around them count as they stand."""
    root = tmp_path_factory.mktemp("fixtures")
    shutil.copytree(FIXTURES, root, dirs_exist_ok=True)
    (root / ".git").mkdir()
    for path in root.rglob("*"):
        if is_read(path):
            path.write_text(unmarked(path.read_text(encoding="utf-8"))[0], encoding="utf-8", newline="")
    return root


def marks(name: str) -> list[Mark]:
    return unmarked((FIXTURES / name).read_text(encoding="utf-8"))[1]


def linted(root: Path, name: str, data: bytes | None = None) -> Report:
    """Lint one fixture, with its whole project where it belongs to one: a finding may point at the project file."""
    paths = {root / other for other in NAMES if Path(other).parent == Path(name).parent and name.startswith("projects")}
    files = [InputFile(path=reported(str(path)), location=path) for path in sorted(paths - {root / name})]
    path = root / name
    given = InputFile(path=reported(str(path)), location=path, data=path.read_bytes() if data is None else data)
    return engine.lint([given, *files], jobs=1, as_of=AS_OF)


def found(report: Report, root: Path, name: str) -> list[Mark]:
    here = reported(str(root / name))
    return sorted(mark(finding, report) for finding in report.findings if finding.primary.path == here)


def mark(finding: Finding, report: Report) -> Mark:
    lines = Lines(report.text(finding.primary.path))
    line, start = lines.position(finding.primary.span.start)
    end_line, end = lines.position(finding.primary.span.end)
    end = end if end_line == line else len(lines.line(line)) + 1
    return Mark(line, start, end, "expect", f"{finding.rule} {finding.level.value}")


def expected(name: str) -> list[Mark]:
    levels = {"error", "warning", "note"}
    wanted = [each for each in marks(name) if each.kind == "expect"]
    assert all(each.claim.split()[-1] in levels for each in wanted), "a mark says: expect: RULE LEVEL"
    return sorted(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_findings_are_those_marked(name: str, unmarked_tree: Path) -> None:
    report = linted(unmarked_tree, name)
    assert found(report, unmarked_tree, name) == expected(name)
    assert report.problems == ()


@pytest.mark.parametrize("name", [name for name in NAMES if any(each.kind != "expect" for each in marks(name))])
def test_settings_and_postures_are_those_marked(name: str, unmarked_tree: Path) -> None:
    report = linted(unmarked_tree, name)
    lines = Lines(report.text(reported(str(unmarked_tree / name))))
    said = set()
    for case in report.cases:
        for setting in case.connection.settings:
            start, end = lines.position(setting.span.start), lines.position(setting.span.end)
            value = "unknown" if setting.value is None else str(setting)
            said.add(Mark(start[0], start[1], end[1], "setting", f"{setting.key} = {value}"))
        start, end = lines.position(case.connection.span.start), lines.position(case.connection.span.end)
        width = end[1] if end[0] == start[0] else len(lines.line(start[0])) + 1
        for assessment in case.assessments:
            if assessment.as_is is not None:
                posture = assessment.as_is
                claim = f"{posture.encryption.value.value} {posture.verification.value.value} "
                claim += f"{posture.hostname.value.value} {assessment.client.driver} {assessment.client.versions}"
                said.add(Mark(start[0], start[1], width, "posture", claim))
    assert {each for each in marks(name) if each.kind != "expect"} <= said


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", NAMES)
def test_encodings_and_line_ends_change_nothing(name: str, line_end: str, encoding: str, unmarked_tree: Path) -> None:
    text = (unmarked_tree / name).read_text(encoding="utf-8").replace("\n", line_end)
    report = linted(unmarked_tree, name, text.encode(encoding))
    assert found(report, unmarked_tree, name) == expected(name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", [name for name in NAMES if expected(name)])
def test_whatever_has_a_connection_passes_the_prefilter(name: str, encoding: str, unmarked_tree: Path) -> None:
    text = (unmarked_tree / name).read_text(encoding="utf-8")
    report = linted(unmarked_tree, name)
    if (report.cases or report.resources) and not name.endswith(("proj", "pom.xml")):
        frontend = frontend_for(Path(name).name, text[:FIRST_LINE])
        assert frontend is not None
        assert prefilter((*all_dialects().values(), *all_tools().values()))(text.encode(encoding), frontend)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_cut_anywhere_never_raises(name: str, unmarked_tree: Path) -> None:
    text = (unmarked_tree / name).read_text(encoding="utf-8")
    step = max(1, len(text) // 40)
    for end in range(0, len(text), step):
        report = linted(unmarked_tree, name, text[:end].encode())
        assert not [problem for problem in report.problems if "internal error" in problem.message]


@pytest.mark.parametrize("name", [name for name in NAMES if (FIXTURES / name).with_suffix(
    ".fixed" + Path(name).suffix).exists()])  # fmt: skip
def test_fixed_files_are_as_given_and_stay_so(name: str, unmarked_tree: Path) -> None:
    report = linted(unmarked_tree, name)
    ((_, _, after),) = fixes.changed(report, {Safety.SAFE, Safety.UNSAFE})
    assert after == (FIXTURES / name).with_suffix(".fixed" + Path(name).suffix).read_text(encoding="utf-8")
    again = linted(unmarked_tree, name, after.encode())
    assert list(fixes.changed(again, {Safety.SAFE, Safety.UNSAFE})) == []
    mended = {finding.rule for finding in report.findings if finding.fixes}
    assert not mended & {finding.rule for finding in again.findings}


def test_there_are_fixtures_for_every_rule() -> None:
    rules = {mark.claim.split()[0] for name in NAMES for mark in expected(name)}
    assert rules == set(engine.active_rules())
