"""Command lines in C#, Java and Groovy: lists, process objects, whole lines, Jenkins' steps, documents in strings."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends import csharp, groovy, java
from lint_rds_tls.model import Embedded
from tests.documents import around, fragments, runs


def csharp_method(body: str) -> str:
    return f"using System.Diagnostics;\nclass C {{ void M(string host) {{\n{body}\n}} }}\n"


def java_method(body: str) -> str:
    return f"class C {{ void m(String host) {{\n{body}\n}} }}\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('Process.Start("sqlcmd", "-C -S " + host);', ["sqlcmd | -C | -S | ◌"]),
        ('Process.Start("sqlcmd", "-C -Q \\"SELECT 1\\"");', ["sqlcmd | -C | -Q | SELECT 1"]),
        ('Process.Start("sqlcmd", @"-S .\\SQLEXPRESS -C");', ["sqlcmd | -S | .\\SQLEXPRESS | -C"]),
        ('Process.Start("cmd", "/c sqlcmd -C");', ["batch: sqlcmd -C"]),
        ('new ProcessStartInfo("sqlcmd", "-C");', ["sqlcmd | -C"]),
        ('new ProcessStartInfo { FileName = "sqlcmd", Arguments = "-C -b" };', ["sqlcmd | -C | -b"]),
        ('p.StartInfo.FileName = "sqlcmd"; p.StartInfo.Arguments = "-C -b";', ["sqlcmd | -C | -b"]),
        ('p.StartInfo.Arguments = "-C"; q.StartInfo.FileName = "sqlcmd";', []),
        ('run(new[] { "sqlcmd", "-C" });', ["sqlcmd | -C"]),
        ('c.UntilCommandIsCompleted("/opt/x/sqlcmd", "-C");', ["/opt/x/sqlcmd | -C"]),
        ('c.WithCommand("bash", "-c", "sqlcmd -C");', ["shell: sqlcmd -C"]),
        ('c.Exec("docker", "exec", id, "sqlcmd", "-C");', ["sqlcmd | -C"]),
        ('var line = $"sqlcmd -S {host} -C";', ["shell: sqlcmd -S ◌ -C"]),
        ('var line = @"C:\\tools\\sqlcmd.exe -C";', ["batch: C:\\tools\\sqlcmd.exe -C"]),
        ('throw new Exception("sqlcmd -C failed");', []),
        ('Console.WriteLine("sqlcmd -C");', []),
        ('log.LogInformation("sqlcmd -S {Host} -C", host);', []),
        ('var text = "sqlcmd is a tool = good";', []),
        ('Process.Start("tar", "-C / sqlcmd.tar");', []),
    ],
)
def test_csharp(body: str, found: list[str]) -> None:
    assert list(dict.fromkeys(runs(csharp.FRONTEND, csharp_method(body)))) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('new ProcessBuilder("sqlcmd", "-C").start();', ["sqlcmd | -C"]),
        ('new ProcessBuilder(List.of("sh", "-c", "sqlcmd -C"));', ["shell: sqlcmd -C"]),
        ('Runtime.getRuntime().exec("sqlcmd -C");', ["shell: sqlcmd -C"]),
        ('Runtime.getRuntime().exec(new String[] {"sqlcmd", "-C"});', ["sqlcmd | -C"]),
        ('container.execInContainer("/opt/x/sqlcmd", "-C");', ["/opt/x/sqlcmd | -C"]),
        ('log.info("sqlcmd -C");', []),
    ],
)
def test_java(body: str, found: list[str]) -> None:
    assert list(dict.fromkeys(runs(java.FRONTEND, java_method(body)))) == found


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("sh 'sqlcmd -C'", ["shell: sqlcmd -C"]),
        ("sh('sqlcmd -C')", ["shell: sqlcmd -C"]),
        ('sh "sqlcmd -S ${host} -C"', ["shell: sqlcmd -S ◌ -C"]),
        ("sh \"sqlcmd -P \\$PW\"", ["shell: sqlcmd -P $PW"]),
        ("sh '''\na\nsqlcmd -C\n'''", ["shell: \na\nsqlcmd -C\n"]),
        ("sh(script: 'sqlcmd -C', returnStdout: true).trim()", ["shell: sqlcmd -C"]),
        ("sh label: 'x', script: 'sqlcmd -C'", ["shell: sqlcmd -C"]),
        ("bat 'sqlcmd -C'", ["batch: sqlcmd -C"]),
        ("powershell 'Invoke-X'", ["powershell: Invoke-X"]),
        ("pwsh 'Invoke-X'", ["powershell: Invoke-X"]),
        ("echo 'sqlcmd -C'", []),
        ("def c = \"sqlcmd -S ${host} -C\"", ["shell: sqlcmd -S ◌ -C"]),
    ],
)  # fmt: skip
def test_steps_of_jenkins(step: str, found: list[str]) -> None:
    assert runs(groovy.FRONTEND, f"pipeline {{ stages {{ stage('a') {{ steps {{\n{step}\n}} }} }} }}\n") == found


def test_steps_know_the_environment_of_the_pipeline() -> None:
    source = "pipeline {\n environment {\n  HOST = 'db'\n }\n stages { stage('a') { steps { sh 'sqlcmd' } } }\n}\n"
    assert around(groovy.FRONTEND, source) == ({"HOST": "db"}, ())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("apiVersion: v1\nkind: Pod\n", "yaml"),
        ("  apiVersion: v1\n  kind: Pod\n", None),
        ("services:\n  db:\n    image: x\n", "yaml"),
        ("on: push\njobs:\n  a:\n    steps: []\n", "yaml"),
        ("kind: of thing: that is said\n", None),
        ("services: many\nimages: few\n", None),
        ("#!/bin/bash\nsqlcmd -C\n", "shell"),
        ("#!/usr/bin/env pwsh\nInvoke-X\n", "powershell"),
        ("#!/usr/bin/env ruby\nx = 1\n", None),
    ],
)
def test_documents_in_strings(text: str, language: str | None) -> None:
    source = csharp_method(f'var x = @"{text}";')
    found = [each for each in fragments(csharp.FRONTEND, source) if isinstance(each, Embedded)]
    assert [each.language for each in found] == ([language] if language else [])
