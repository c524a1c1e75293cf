"""What Kubernetes runs: containers and probes, files in ConfigMaps, Secrets in base64."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends import json, toml, yaml
from lint_rds_tls.model import Embedded, Literal
from tests.documents import at, fragments, runs

YAML, JSON, TOML = yaml.FRONTEND, json.FRONTEND, toml.FRONTEND

POD = (
    "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n"
    "      - image: i\n        "
)


@pytest.mark.parametrize(
    ("container", "found"),
    [
        ("command: [sqlcmd]\n        args: [-C, -S, db]", ["sqlcmd | -C | -S | db"]),
        ("command: [sh, -c]\n        args: ['sqlcmd -C']", ["shell: sqlcmd -C"]),
        ("args: [sqlcmd, -C]", ["sqlcmd | -C"]),
        ("livenessProbe:\n          exec:\n            command: [sqlcmd, -C, -P, $(PW)]", ["sqlcmd | -C | -P | ◌"]),
        ("env: [{name: PW, value: x}]\n        command: [sqlcmd, -P, $(PW), $$(PW)]", ["sqlcmd | -P | x | $(PW)"]),
        (
            ("lifecycle:\n          postStart:\n            exec:\n              command: [sh, -c, sqlcmd -C]"),
            ["shell: sqlcmd -C"],
        ),
        ("command: [sqlcmd, -S, '{{ .Values.host }}']", ["sqlcmd | -S | ◌"]),
    ],
)
def test_containers_of_kubernetes(container: str, found: list[str]) -> None:
    assert runs(YAML, POD + container) == found


def test_a_cron_job_is_a_workload_too() -> None:
    source = (
        "apiVersion: batch/v1\nkind: CronJob\n"
        "spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: i, command: "
        "[sqlcmd, -C]}]}}}}}"
    )
    assert runs(YAML, source) == ["sqlcmd | -C"]


def test_a_service_of_kubernetes_is_a_host() -> None:
    assert runs(YAML, "apiVersion: v1\nkind: Service\nmetadata: {name: mssql}\n") == ["host: mssql"]
    assert runs(YAML, "apiVersion: v1\nkind: Pod\nmetadata: {name: mssql}\n") == []


def test_files_in_a_config_map_are_read_by_their_extension_or_first_line() -> None:
    source = """\
apiVersion: v1
kind: ConfigMap
data:
  a.sh: |
    one
    two
  b.ps1: |
    three
    four
  c.sql: |
    five
    six
  setup: |
    #!/usr/bin/env bash
    seven
  note: |
    sqlcmd -C
    is a flag
"""
    assert sorted(each.partition(":")[0] for each in runs(YAML, source)) == ["powershell", "shell", "shell", "sql"]


def test_a_secret_is_decoded_at_its_place() -> None:
    # "Server=db;Encrypt=false", and a script of two lines
    encoded = "U2VydmVyPWRiO0VuY3J5cHQ9ZmFsc2U="
    script = "IyEvYmluL3NoCnNxbGNtZCAtQwo="
    source = f"apiVersion: v1\nkind: Secret\ndata:\n  cs: {encoded}\n  run.sh: {script}\n  other: '!'\n"
    literal, embedded = fragments(YAML, source)
    assert isinstance(literal, Literal)
    assert isinstance(embedded, Embedded)
    assert str(literal.text) == "Server=db;Encrypt=false"
    assert at(source, literal.text) == encoded
    assert str(embedded.text) == "#!/bin/sh\nsqlcmd -C\n"
    assert at(source, embedded.text) == script
