"""CDK: what programs set up with `aws-rds`."""

from __future__ import annotations

import pytest

from tests.resources import authorities, groups, instances

PYTHON = "from aws_cdk import aws_rds as rds\n"
SCRIPT = "import * as rds from 'aws-cdk-lib/aws-rds';\n"


@pytest.mark.parametrize(
    ("engine", "family"),
    [
        ("sqlServerSe({ version: rds.SqlServerEngineVersion.VER_15_00_4073_23_V1 })", "sqlserver-se-15.0"),
        ("sqlServerEx({ version: rds.SqlServerEngineVersion.VER_16 })", "sqlserver-ex-16.0"),
        ("sqlServerWeb({ version })", "sqlserver-web"),
        ("SQL_SERVER_EE", "sqlserver-ee"),
        ("postgres({ version: rds.PostgresEngineVersion.VER_16 })", "postgres"),
    ],
)
def test_engines_name_families(engine: str, family: str) -> None:
    text = f"new rds.ParameterGroup(this, 'a', {{ engine: rds.DatabaseInstanceEngine.{engine} }});"
    assert groups(SCRIPT + text, "shop.ts") == [("a", family, {}, True, False)]


@pytest.mark.parametrize("engine", ["props.engine", "on ? rds.DatabaseInstanceEngine.SQL_SERVER_EX : other"])
def test_groups_of_unknown_engines_are_not_told(engine: str) -> None:
    text = f"new rds.ParameterGroup(this, 'a', {{ engine: {engine}, parameters: {{ 'rds.force_ssl': '0' }} }});"
    assert groups(SCRIPT + text, "shop.ts") == []


def test_parameters_that_are_added_may_be_of_any_group() -> None:
    text = """
engine = rds.DatabaseInstanceEngine.sql_server_se(version=rds.SqlServerEngineVersion.VER_15)
group = rds.ParameterGroup(stack, "a", engine=engine)
group.add_parameter("rds.force_ssl", "1")
"""
    assert groups(PYTHON + text, "shop.py") == [
        ("a", "sqlserver-se-15.0", {}, False, False),
        ("", "sqlserver-se-15.0", {"rds.force_ssl": "1"}, False, False),
    ]


def test_an_instance_makes_a_group_of_its_parameters() -> None:
    engine = "rds.DatabaseInstanceEngine.SQL_SERVER_EX"
    text = f"new rds.DatabaseInstance(this, 'a', {{ engine: {engine}, parameters: {{ b: 'c' }} }});"
    assert instances(SCRIPT + text, "shop.ts") == [("a", "sqlserver-ex", "◌", True, False)]
    assert groups(SCRIPT + text, "shop.ts") == [("a", "sqlserver-ex", {"b": "c"}, True, False)]


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("rds.CaCertificate.RDS_CA_2019", "rds-ca-2019"),
        ("rds.CaCertificate.RDS_CA_RDS2048_G1", "rds-ca-rsa2048-g1"),
        ("rds.CaCertificate.RDS_CA_ECC384_G1", "rds-ca-ecc384-g1"),
        ("rds.CaCertificate.of('rds-ca-2015')", "rds-ca-2015"),
    ],
)
def test_authorities(written: str, identifier: str) -> None:
    script = f"new rds.DatabaseInstance(this, 'a', {{ engine, caCertificate: {written} }});"
    program = f"rds.DatabaseInstance(stack, 'a', engine=engine, ca_certificate={written})\n"
    assert authorities(SCRIPT + script, "shop.ts") == [(identifier, None)]
    assert authorities(PYTHON + program, "shop.py") == [(identifier, None)]


@pytest.mark.parametrize("module", ["aws-cdk-lib/aws-rds", "@aws-cdk/aws-rds"])
def test_both_versions_of_cdk(module: str) -> None:
    text = f"import {{ CfnDBInstance }} from '{module}'; new CfnDBInstance(this, 'a', {{ engine: 'sqlserver-se' }});"
    assert instances(text, "shop.js") == [("a", "sqlserver-se", "", True, False)]


def test_databases_of_other_services_are_not_told() -> None:
    text = "import * as rds from 'aws-cdk-lib/aws-docdb'; new rds.DatabaseInstance(this, 'a', { cluster });"
    assert instances(text, "shop.ts") == []
