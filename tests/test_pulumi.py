"""Pulumi: what programs set up with the AWS provider."""

from __future__ import annotations

import pytest

from tests.resources import authorities, groups, instances

PYTHON = "import pulumi_aws as aws\n"
SCRIPT = 'import * as aws from "@pulumi/aws";\n'


def test_parameters_are_applied_at_once_unless_they_say_otherwise() -> None:
    text = """new aws.rds.ParameterGroup("a", { family: "sqlserver-se-15.0", parameters: [
        { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
        { name: "rds.rc4", value: "disabled" }] });"""
    parameters = {"rds.force_ssl": "1 later", "rds.rc4": "disabled at once"}
    assert groups(SCRIPT + text, "index.ts") == [("a", "sqlserver-se-15.0", parameters, True, False)]


@pytest.mark.parametrize(
    "parameter",
    [
        '{"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"}',
        'aws.rds.ParameterGroupParameterArgs(name="rds.force_ssl", value="1", apply_method="pending-reboot")',
    ],
)
def test_parameters_in_python(parameter: str) -> None:
    text = f'aws.rds.ParameterGroup("a", family="sqlserver-se-15.0", parameters=[{parameter}])\n'
    ((_, _, parameters, _, _),) = groups(PYTHON + text, "__main__.py")
    assert parameters == {"rds.force_ssl": "1 later"}


@pytest.mark.parametrize("source", ["snapshotIdentifier", "replicateSourceDb", "restoreToPointInTime"])
def test_copies_have_the_group_of_what_they_copy(source: str) -> None:
    text = f'new aws.rds.Instance("a", {{ engine: "sqlserver-se", {source}: x }});'
    assert instances(SCRIPT + text, "index.ts") == [("a", "sqlserver-se", "", False, False)]


def test_groups_of_the_program_are_not_judged_at_the_instance() -> None:
    text = 'new aws.rds.Instance("a", { engine: "sqlserver-se", parameterGroupName: group.name });'
    assert instances(SCRIPT + text, "index.ts") == [("a", "sqlserver-se", "◌", True, False)]


def test_authorities() -> None:
    script = 'new aws.rds.Instance("a", { engine: "sqlserver-se", caCertIdentifier: "rds-ca-2019" });'
    program = 'aws.rds.Instance("a", engine="sqlserver-se", ca_cert_identifier="rds-ca-2019")\n'
    assert authorities(SCRIPT + script, "index.ts") == [("rds-ca-2019", None)]
    assert authorities(PYTHON + program, "__main__.py") == [("rds-ca-2019", None)]


def test_options_are_no_properties() -> None:
    text = 'new aws.rds.Instance("a", { engine: "sqlserver-se" }, { parameterGroupName: "b" });'
    assert instances(SCRIPT + text, "index.ts") == [("a", "sqlserver-se", "", True, False)]
