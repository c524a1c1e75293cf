"""Terraform: instances, groups and authorities of resources and of the module, with what a directory tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_rds_tls import engine
from lint_rds_tls.discovery import discover
from lint_rds_tls.model import Finding
from tests.resources import authorities, groups, instances

VARIABLES = """
variable "engine" { default = "sqlserver-ex" }
variable "none" { default = null }
variable "asked" {}
locals { engine = "sqlserver-web", family = "${local.engine}-15.0" }
"""


def resource(kind: str, body: str) -> str:
    return f'{VARIABLES}\nresource "{kind}" "r" {{\n{body}\n}}\n'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('engine = "sqlserver-se"', ("sqlserver-se", "", True, False)),
        ('engine = "sqlserver-se"\nparameter_group_name = "own"', ("sqlserver-se", "own", True, False)),
        ('engine = "sqlserver-se"\nparameter_group_name = null', ("sqlserver-se", "", True, False)),
        (
            'engine = "sqlserver-se"\nparameter_group_name = aws_db_parameter_group.x[0].id',
            ("sqlserver-se", "◌", True, False),
        ),
        ('engine = "sqlserver-se"\nparameter_group_name = var.none', ("sqlserver-se", "◌", True, False)),
        ('engine = "sqlserver-se"\nparameter_group_name = a ? "b" : null', ("sqlserver-se", "◌", True, False)),
        ("engine = var.engine", ("sqlserver-ex?", "", True, False)),
        ('engine = "${var.engine}"', ("sqlserver-ex?", "", True, False)),
        ("engine = var.asked", ("◌", "", True, False)),
        ("engine = local.engine", ("sqlserver-web", "", True, False)),
        ('engine = lower("SQLSERVER-SE")', ("◌", "", True, False)),
        ("replicate_source_db = aws_db_instance.a.arn", ("", "", False, False)),
        ('engine = "sqlserver-se"\nsnapshot_identifier = var.s', ("sqlserver-se", "", False, False)),
        (
            'engine = "sqlserver-se"\nlifecycle {\n ignore_changes = [parameter_group_name]\n}',
            ("sqlserver-se", "", False, False),
        ),
        ('engine = "sqlserver-se"\nlifecycle {\n ignore_changes = all\n}', ("sqlserver-se", "", False, False)),
        ('engine = "sqlserver-se"\ncount = var.n', ("sqlserver-se", "", True, True)),
    ],
)
def test_an_instance(body: str, found: tuple[str, str, bool, bool]) -> None:
    assert instances(resource("aws_db_instance", body), "main.tf") == [("r", *found)]


def test_an_instance_of_which_there_is_none() -> None:
    assert instances(resource("aws_db_instance", 'count = 0\nengine = "sqlserver-se"'), "main.tf") == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("family = local.family", ("r", "sqlserver-web-15.0", {}, True, False)),
        ('name = "own"\nfamily = var.family', ("own", "◌", {}, True, False)),
        (
            'parameter {\n name = "rds.Force_SSL"\n value = 1\n}\nparameter {\n name = "b"\n value = var.asked\n'
            ' apply_method = "pending-reboot"\n}',
            ("r", "", {"rds.force_ssl": "1 at once", "b": "◌ later"}, True, False),
        ),
        (
            'dynamic "parameter" {\n for_each = []\n content {}\n}\nparameter {\n name = "b"\n value = 1\n}',
            ("r", "", {"b": "1 at once"}, False, False),
        ),
        ("lifecycle {\n ignore_changes = [parameter]\n}", ("r", "", {}, False, False)),
        ("for_each = var.asked", ("r", "", {}, True, True)),
    ],
)
def test_a_group(body: str, found: tuple[str, str, dict[str, str], bool, bool]) -> None:
    assert groups(resource("aws_db_parameter_group", body), "main.tf") == [found]


def module(body: str, source: str = "terraform-aws-modules/rds/aws") -> str:
    return (
        f'module "m" {{\n  source = "{source}"\n  engine = "sqlserver-se"\n  family = "sqlserver-se-15.0"\n{body}\n}}\n'
    )


@pytest.mark.parametrize(
    ("body", "group", "instance"),
    [
        ("", ({}, True, False), ("", False)),
        ('parameters = [{ name = "a", value = "1" }]', ({"a": "1 at once"}, True, False), ("", False)),
        ("parameters = var.p", ({}, False, False), ("", False)),
        ("parameters = concat(var.p, [])", ({}, False, False), ("", False)),
        ("create_db_parameter_group = false", None, ("", True)),
        ("create_db_parameter_group = var.x", ({}, False, True), ("", False)),
        ('create_db_parameter_group = false\nparameter_group_name = "own"', None, ("own", True)),
        ('parameter_group_name = "own"', ({}, False, True), ("own", True)),
        ("create_db_instance = false", ({}, True, False), None),
        ("count = 0", None, None),
    ],
)
def test_the_module(
    body: str, group: tuple[dict[str, str], bool, bool] | None, instance: tuple[str, bool] | None
) -> None:
    text = module(body)
    assert [each[2:] for each in groups(text, "main.tf")] == ([group] if group else [])
    assert [each[2:4] for each in instances(text, "main.tf")] == ([instance] if instance else [])


def test_parts_of_the_module_and_other_modules() -> None:
    name = "registry.terraform.io/terraform-aws-modules/rds/aws"
    assert groups(module("", f"{name}//modules/db_instance"), "main.tf") == []
    assert instances(module("", f"{name}//modules/db_parameter_group"), "main.tf") == []
    assert len(groups(module("", f"{name}//modules/db_parameter_group"), "main.tf")) == 1
    assert groups(module("", "./rds"), "main.tf") == []
    assert instances(module("", "./rds"), "main.tf") == []


def test_authorities_and_their_regions() -> None:
    text = """
    provider "aws" { region = "eu-west-1" }
    resource "aws_db_instance" "a" { ca_cert_identifier = "a" }
    resource "aws_db_instance" "b" {
      region             = "us-east-1"
      ca_cert_identifier = var.x
    }
    resource "aws_rds_certificate" "c" { certificate_identifier = "c" }
    data "aws_rds_certificate" "d" { id = "d" }
    data "aws_rds_certificate" "e" { latest_valid_till = true }
    """
    found = [("a", "eu-west-1"), ("◌", "us-east-1"), ("c", "eu-west-1"), ("d", "eu-west-1")]
    assert authorities(text, "main.tf") == found


def test_two_providers_tell_no_region() -> None:
    text = (
        'provider "aws" { region = "eu-west-1" }\n' * 2 + 'resource "aws_db_instance" "a" { ca_cert_identifier = "a" }'
    )
    assert authorities(text, "main.tf") == [("a", None)]


def lint_folder(folder: Path) -> tuple[Finding, ...]:
    return engine.lint(discover([str(folder)], wanted=engine.may_judge), jobs=1).findings


def test_a_directory_is_one_text(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_db_instance" "a" {\n  ca_cert_identifier = var.ca\n}\n')
    (tmp_path / "variables.tf").write_text('variable "ca" {\n  default = "rds-ca-2019"\n}\n')
    (found,) = lint_folder(tmp_path)
    assert (found.rule, found.certainty.value) == ("rds-ca-expired", "possible")
    assert found.primary.path.endswith("main.tf")


def test_what_is_given_for_a_variable_counts_before_its_default(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_db_instance" "a" {\n  ca_cert_identifier = var.ca\n}\n')
    (tmp_path / "variables.tf").write_text('variable "ca" {\n  default = "rds-ca-2019"\n}\n')
    (tmp_path / "terraform.tfvars").write_text('ca = "rds-ca-rsa2048-g1"\n')
    assert lint_folder(tmp_path) == ()
