"""Where documents hold commands: which text runs, what reads it, and what is known around it."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends import json, toml, yaml
from lint_rds_tls.frontends._carriers.table import DOCUMENTS
from lint_rds_tls.model import Embedded, Literal
from lint_rds_tls.text import HOLE_CHARACTER
from tests.documents import around, at, fragments, runs

YAML, JSON, TOML = yaml.FRONTEND, json.FRONTEND, toml.FRONTEND

HEALTH = "services:\n  db:\n    image: mssql\n    healthcheck:\n      test: "


@pytest.mark.parametrize(
    ("test", "found"),
    [
        ('sqlcmd -C -P "$$PW" || exit 1', ['shell: sqlcmd -C -P "$PW" || exit 1']),
        (
            '["CMD", "/opt/mssql-tools18/bin/sqlcmd", "-C", "-Q", "SELECT 1"]',
            ["/opt/mssql-tools18/bin/sqlcmd | -C | -Q | SELECT 1"],
        ),
        ('["CMD-SHELL", "sqlcmd -P \\"$$PW\\" -C || exit 1"]', ['shell: sqlcmd -P "$PW" -C || exit 1']),
        ('["NONE"]', []),
        ("\n        - CMD\n        - sqlcmd\n        - -C", ["sqlcmd | -C"]),
        ("\n        - CMD-SHELL\n        - sqlcmd -C", ["shell: sqlcmd -C"]),
        ('["CMD", "sqlcmd", "-Q", "\'SELECT 1\'", "||", "exit 1"]', ["sqlcmd | -Q | 'SELECT 1' | || | exit 1"]),
        ("[]", []),
        ('["CMD"]', []),
        ('["CMD-SHELL"]', []),
    ],
)
def test_the_forms_of_a_health_check(test: str, found: list[str]) -> None:
    assert runs(YAML, HEALTH + test) == ["host: db", *found]


@pytest.mark.parametrize(
    ("service", "found"),
    [
        ("command: sqlcmd -C -Q 'SELECT 1'", ["sqlcmd | -C | -Q | SELECT 1"]),
        ("command: [sqlcmd, -C]", ["sqlcmd | -C"]),
        ("command: sh -c 'sqlcmd -C'", ["shell: sqlcmd -C"]),
        ("command:\n      - bash\n      - -c\n      - |\n        sqlcmd -C\n", ["shell: sqlcmd -C\n"]),
        ("entrypoint: [/bin/sh, -c]\n    command: ['sqlcmd -C']", ["shell: sqlcmd -C"]),
        ("entrypoint: /bin/bash -c\n    command: ['sqlcmd -C']", ["shell: sqlcmd -C"]),
        ("entrypoint: [sqlcmd]\n    command: [-C, -S, db]", ["sqlcmd | -C | -S | db"]),
        ("image: sqlcmd -C", []),
        ("labels: [sqlcmd -C]", []),
    ],
)
def test_what_a_service_runs(service: str, found: list[str]) -> None:
    assert runs(YAML, f"services:\n  a:\n    build: .\n    {service}") == ["host: a", *found]


def test_a_service_may_take_over_another() -> None:
    source = (
        "x-a: &a\n  healthcheck: &h\n    test: sqlcmd -C\nservices:\n  b:\n    <<: *a\n  c:\n"
        "    image: i\n    healthcheck: *h\n"
    )
    assert runs(YAML, source)[-2:] == ["host: c", "shell: sqlcmd -C"]


def test_every_service_is_a_host_and_so_are_its_other_names() -> None:
    source = """\
services:
  db:
    image: i
    container_name: sql-1
    hostname: mssql
    networks:
      back:
        aliases: [database, "${X}"]
"""
    assert runs(YAML, source) == ["host: db", "host: sql-1", "host: mssql", "host: database"]


def test_a_service_knows_its_image_and_variables() -> None:
    source = """\
services:
  db:
    image: mcr.microsoft.com/mssql/server:2019
    environment:
      - PW=x$$y
      - "TOOLS=${DIR:-/opt/mssql-tools}/bin"
      - UNKNOWN=${OTHER}
    healthcheck:
      test: $$TOOLS/sqlcmd
"""
    told, libraries = around(YAML, source)
    assert told == {"PW": "x$y", "TOOLS": "/opt/mssql-tools/bin", "UNKNOWN": "◌"}
    assert libraries == ("mcr.microsoft.com/mssql/server:2019",)


JOB = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - "


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (f"{JOB}run: sqlcmd -C", ["shell: sqlcmd -C"]),
        (f"{JOB}run: |\n          a\n          b\n", ["shell: a\nb\n"]),
        (f"{JOB}run: a\n        shell: pwsh", ["powershell: a"]),
        (f"{JOB}run: a\n        shell: powershell -command \". '{{0}}'\"", ["powershell: a"]),
        (f"{JOB}run: a\n        shell: cmd", ["batch: a"]),
        (f"{JOB}run: a\n        shell: bash -l {{0}}", ["shell: a"]),
        (f"{JOB}run: a\n        shell: python", ["python: a"]),
        (f"{JOB}run: a\n        shell: perl", []),
        (f"{JOB}run: a\n        shell: ${{{{ matrix.shell }}}}", ["shell: a"]),
        (JOB.replace("ubuntu", "windows") + "run: a", ["powershell: a"]),
        (JOB.replace("ubuntu", "windows") + "run: a\n        shell: bash", ["shell: a"]),
        (JOB.replace("ubuntu-latest", "[self-hosted, windows]") + "run: a", ["powershell: a"]),
        ("defaults:\n  run:\n    shell: pwsh\n" + JOB + "run: a", ["powershell: a"]),
        (JOB.replace("    steps", "    defaults:\n      run:\n        shell: cmd\n    steps") + "run: a", ["batch: a"]),
        (f"{JOB}run: sqlcmd -S ${{{{ matrix.host }}}} -C", ["shell: sqlcmd -S ◌ -C"]),
        (f"{JOB}name: sqlcmd -C", []),
        (f"{JOB}uses: azure/setup-sqlcmd@v1", []),
        ("runs:\n  using: composite\n  steps:\n    - run: a\n      shell: bash", ["shell: a"]),
    ],
)
def test_steps_of_github(source: str, found: list[str]) -> None:
    assert runs(YAML, source) == found


def test_steps_of_github_know_the_environment_and_what_was_installed() -> None:
    source = """\
env: {A: "1", B: w}
jobs:
  first:
    runs-on: ubuntu-latest
    steps:
      - run: apt-get install -y jq
  second:
    runs-on: ubuntu-latest
    container: debian
    env: {B: "${{ env.A }}2"}
    steps:
      - uses: azure/setup-sqlcmd@v1
      - run: sudo ACCEPT_EULA=Y apt-get install -y mssql-tools18 unixodbc-dev
      - run: sqlcmd
        env: {C: "${{ secrets.C }}"}
"""
    told, libraries = around(YAML, source)
    assert told == {"A": "1", "B": "12", "C": "◌"}
    assert libraries == ("debian", "azure/setup-sqlcmd@v1", "mssql-tools18", "unixodbc-dev")


@pytest.mark.parametrize(
    "options",
    [
        "--health-cmd \"sqlcmd -Q 'SELECT 1' -C\"",
        "--name=mssql --health-cmd=\"sqlcmd -Q 'SELECT 1' -C\"",
        (
            ">-\n          --name mssql\n          --health-cmd \"sqlcmd -Q 'SELECT 1' -C\"\n"
            "          --health-retries 3"
        ),
        "|\n          --name mssql\n          --health-cmd \"sqlcmd -Q 'SELECT 1' -C\"",
    ],
)
def test_options_of_a_service_container_are_those_of_docker(options: str) -> None:
    source = (
        f"jobs:\n  a:\n    runs-on: x\n    services:\n      db:\n        image: i\n"
        f"        options: {options}\n    steps: []\n"
    )
    first, text = runs(YAML, source)
    assert first == "host: db"
    assert text.startswith("shell: docker create --")
    assert "\n" not in text
    assert "sqlcmd -Q 'SELECT 1' -C" in text


def test_an_expression_that_chooses_between_two_texts_has_both() -> None:
    source = """\
jobs:
  a:
    runs-on: x
    env:
      TOOL: ${{ matrix.tag != '2017' && '/opt/mssql-tools18/bin/sqlcmd' || '/opt/mssql-tools/bin/sqlcmd' }}
    steps:
      - run: $TOOL -C
"""
    found = [each for each in fragments(YAML, source) if isinstance(each, Embedded)]
    assert [str(each.around.variables[0].value) for each in found] == [
        "/opt/mssql-tools18/bin/sqlcmd",
        "/opt/mssql-tools/bin/sqlcmd",
    ]
    assert all(each.around.alternative for each in found)
    assert at(source, found[0].around.variables[0].value) == "/opt/mssql-tools18/bin/sqlcmd"


@pytest.mark.parametrize(
    ("source", "path", "found"),
    [
        (
            "a:\n  before_script: [a]\n  script:\n    - b\n    - - c\n      - d\n  after_script: [e]",
            ".gitlab-ci.yml",
            ["shell: a\nb\nc\nd", "shell: e"],
        ),
        ("stages: [t]\na:\n  stage: t\n  script: sqlcmd -C", "ci.yml", ["shell: sqlcmd -C"]),
        (
            "a:\n  services:\n    - name: mssql\n      alias: db\n  script: [x]",
            ".gitlab-ci.yml",
            ["shell: x", "host: db"],
        ),
        ("steps:\n- script: a", "a", ["shell: a"]),
        (
            ("pool: {vmImage: windows-latest}\nsteps:\n- script: a\n- bash: b\n- pwsh: c\n- powershell: d"),
            "a",
            ["batch: a", "shell: b", "powershell: c", "powershell: d"],
        ),
        ("steps:\n- task: PowerShell@2\n  inputs: {targetType: inline, script: a}", "a", ["powershell: a"]),
        ("steps:\n- task: Bash@3\n  inputs: {script: a}", "a", ["shell: a"]),
        ("pool: {vmImage: windows-2022}\nsteps:\n- task: CmdLine@2\n  inputs: {script: a}", "a", ["batch: a"]),
        ("steps:\n- task: AzureCLI@2\n  inputs: {scriptType: pscore, inlineScript: a}", "a", ["powershell: a"]),
        (
            "stages:\n- stage: s\n  jobs:\n  - job: j\n    steps:\n    - ${{ if x }}:\n      - bash: a",
            "a",
            ["shell: a"],
        ),
        (
            "variables: {H: db}\nsteps:\n- bash: sqlcmd -S $(H) -P $(Secret) ${{ x }} $[y]",
            "a",
            ["shell: sqlcmd -S db -P ◌ ◌ ◌"],
        ),
        (
            (
                "version: 2\njobs:\n  a:\n    docker: [{image: i}]\n    steps:\n    - checkout\n"
                "    - run: a\n    - run: {name: n, command: b << x >>}"
            ),
            "a",
            ["shell: a", "shell: b ◌"],
        ),
        ("pipelines:\n  default:\n  - step:\n      script:\n      - a\n      - b", "a", ["shell: a\nb"]),
        ("kind: pipeline\nsteps:\n- name: a\n  image: i\n  commands: [a, b]", "a", ["shell: a\nb"]),
        ("language: go\ninstall: a\nscript: [b, c]", "a", ["shell: a", "shell: b\nc"]),
        (
            "image: Ubuntu\ninstall:\n- cmd: a\n- ps: b\n- sh: c\n- d\nbuild_script: [e]",
            "appveyor.yml",
            ["batch: d", "batch: a", "powershell: b", "shell: c", "batch: e"],
        ),
        (
            (
                "steps:\n- name: i\n  entrypoint: bash\n  args: [-c, 'sqlcmd -S $_HOST -P $$P']\n"
                "substitutions: {_HOST: db}"
            ),
            "a",
            ["shell: sqlcmd -S db -P $P"],
        ),
        ("steps:\n- name: i\n  args: [sqlcmd, -C]", "a", ["sqlcmd | -C"]),
        ("phases:\n  build:\n    commands: [a, b]", "a", ["shell: a\nb"]),
        (
            (
                "version: '3'\nvars: {H: db}\ntasks:\n  a:\n    cmds:\n    - sqlcmd -S {{.H}} {{.X}}\n"
                "    - cmd: b\n    - task: other\n  c: d"
            ),
            "a",
            ["shell: sqlcmd -S db ◌", "shell: b", "shell: d"],
        ),
        (
            (
                "#cloud-config\nruncmd:\n- a b\n- [sqlcmd, -C]\nwrite_files:\n- path: /x.sh\n  content: |\n"
                "    c\n- path: /y\n  content: |\n    #!/bin/sh\n    d\n"
            ),
            "a",
            ["shell: a b", "sqlcmd | -C", "shell: c\n", "shell: #!/bin/sh\nd\n"],
        ),
    ],
)
def test_pipelines_and_their_kin(source: str, path: str, found: list[str]) -> None:
    assert runs(YAML, source, path) == found


@pytest.mark.parametrize(
    ("task", "found"),
    [
        ("shell: sqlcmd -C", ["shell: sqlcmd -C"]),
        ("ansible.builtin.shell: sqlcmd -C", ["shell: sqlcmd -C"]),
        ("shell:\n    cmd: sqlcmd -C\n    chdir: /", ["shell: sqlcmd -C"]),
        ("shell: sqlcmd -S {{ host }}", ["shell: sqlcmd -S ◌"]),
        ("command: sqlcmd -C", ["shell: sqlcmd -C"]),
        ("ansible.builtin.command:\n    argv: [sqlcmd, -C]", ["sqlcmd | -C"]),
        ("ansible.windows.win_shell: Invoke-X", ["powershell: Invoke-X"]),
        ("win_command: sqlcmd -C", ["batch: sqlcmd -C"]),
        ("debug: {msg: sqlcmd -C}", []),
    ],
)
def test_tasks_of_ansible(task: str, found: list[str]) -> None:
    assert (
        runs(
            YAML,
            f"- hosts: all\n  tasks:\n  - name: n\n    {task}".replace("\n    ", "\n      ").replace(
                "      " + task[:3], "    " + task[:3]
            ),
        )
        == found
    )
    assert runs(YAML, f"- name: m\n  shell: x\n- name: n\n  {task}") == ["shell: x", *found]


@pytest.mark.parametrize(
    ("source", "path", "found"),
    [
        (
            '{"scripts": {"db": "sqlcmd -C", "x": "y"}, "private": true}',
            "package.json",
            ["shell: sqlcmd -C", "shell: y"],
        ),
        ('{"scripts": {"db": "sqlcmd -C"}}', "other.json", []),
        ('{"postCreateCommand": "sqlcmd -C"}', "devcontainer.json", ["shell: sqlcmd -C"]),
        ('{"postCreateCommand": ["sqlcmd", "-C"]}', "devcontainer.json", ["sqlcmd | -C"]),
        (
            '{ // comment\n"postCreateCommand": {"a": "b", "c": ["sqlcmd", "-C"]}}',
            "devcontainer.json",
            ["shell: b", "sqlcmd | -C"],
        ),
        (
            (
                '{"containerDefinitions": [{"entryPoint": ["sh", "-c"], "command": ["sqlcmd -C"], '
                '"healthCheck": {"command": ["CMD-SHELL", "x \\"y\\""]}}]}'
            ),
            "task.json",
            ["shell: sqlcmd -C", 'shell: x "y"'],
        ),
        (
            ('{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"command": ["sqlcmd", "-C"]}]}}'),
            "pod.json",
            ["sqlcmd | -C"],
        ),
        ('{"scripts": {"a": "b", "c": "d', "package.json", ["shell: b"]),
    ],
)
def test_json(source: str, path: str, found: list[str]) -> None:
    assert runs(JSON, source, path) == found


def test_a_secret_in_json_is_decoded_too() -> None:
    source = '{"apiVersion": "v1", "kind": "Secret", "data": {"cs": "U2VydmVyPWRiO0VuY3J5cHQ9ZmFsc2U="}}'
    (literal,) = fragments(JSON, source)
    assert isinstance(literal, Literal)
    assert str(literal.text) == "Server=db;Encrypt=false"
    assert at(source, literal.text) == "U2VydmVyPWRiO0VuY3J5cHQ9ZmFsc2U="


@pytest.mark.parametrize(
    ("source", "path", "found"),
    [
        ('[tool.poe.tasks]\ndb = "sqlcmd -C"', "pyproject.toml", ["shell: sqlcmd -C"]),
        ('[tasks.db]\nrun = ["a", "sqlcmd -C"]', "mise.toml", ["shell: a\nsqlcmd -C"]),
        ('[tasks]\ndb = "sqlcmd -C"', "other.toml", []),
    ],
)
def test_toml(source: str, path: str, found: list[str]) -> None:
    assert runs(TOML, source, path) == found


@pytest.mark.parametrize(
    "source",
    [
        "a: sqlcmd -C",
        "command: sqlcmd -C",
        "run: sqlcmd -C",
        "# services:\n#   db:\n#     command: sqlcmd -C\nx: y",
        "services: [sqlcmd -C]",
        "values:\n  command: [sqlcmd, -C]",
    ],
)
def test_what_no_document_runs_is_no_command(source: str) -> None:
    assert runs(YAML, source) == []


def test_a_document_that_holds_itself_ends() -> None:
    source = "services: &a\n  b:\n    image: i\n    command: &c [sqlcmd, *c]\n    x: *a\n"
    assert runs(YAML, source)[0] == "host: b"


def test_many_aliases_cost_no_more_than_the_members_looked_at() -> None:
    levels = "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    source = f"services:\n  db: {{image: i}}\nx:\n  a0: &a0 [sqlcmd]\n{levels}"
    assert runs(YAML, source) == ["host: db"]


def test_the_text_of_a_command_is_no_literal_besides() -> None:
    found = fragments(YAML, f"{JOB}run: export A='Server=db;Encrypt=false'")
    assert [type(each) for each in found] == [Embedded]


def test_rows_are_well_formed() -> None:
    assert len({each.name for each in DOCUMENTS}) == len(DOCUMENTS)
    for document in DOCUMENTS:
        assert document.files or document.holds
        assert all(row.path and not row.path.startswith("/") for row in document.rows)


def test_holes_are_one_character_each() -> None:
    (text,) = [each.text for each in fragments(YAML, f"{JOB}run: a ${{{{ x }}}} b") if isinstance(each, Embedded)]
    assert str(text) == f"a {HOLE_CHARACTER} b"
