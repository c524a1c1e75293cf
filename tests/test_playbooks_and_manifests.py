"""Ansible, AWS Controllers for Kubernetes, Crossplane and Pulumi's YAML: names, links, and what stays unknown."""

from __future__ import annotations

import pytest

from tests.resources import authorities, groups, instances

ACK = "rds.services.k8s.aws/v1alpha1"
UPBOUND = "rds.aws.upbound.io/v1beta1"
COMMUNITY = "rds.aws.crossplane.io/v1alpha1"


def task(module: str, options: str) -> str:
    return f"- hosts: all\n  tasks:\n    - {module}: {{{options}}}\n"


def manifest(api: str, kind: str, spec: str) -> str:
    return f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: n}}\nspec: {{{spec}}}\n"


def program(kind: str, properties: str) -> str:
    return f"resources:\n  n:\n    type: {kind}\n    properties: {{{properties}}}\n"


@pytest.mark.parametrize("module", ["rds_instance", "amazon.aws.rds_instance", "community.aws.rds_instance"])
@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("id: n, engine: sqlserver-se", [("n", "sqlserver-se", "", True, False)]),
        ("id: n, engine: sqlserver-se, state: running", [("n", "sqlserver-se", "", True, False)]),
        ("id: n, engine: sqlserver-se, db_parameter_group_name: g", [("n", "sqlserver-se", "g", True, False)]),
        ("id: n, engine: sqlserver-se, creation_source: snapshot", [("n", "sqlserver-se", "", False, False)]),
        ("id: n, engine: sqlserver-se, state: absent", []),
        ("id: n, engine: sqlserver-se, state: stopped", []),
    ],
)
def test_an_instance_of_ansible(module: str, options: str, found: list[tuple[str, str, str, bool, bool]]) -> None:
    assert instances(task(module, options), "play.yml") == found


def test_a_list_of_tasks_in_a_role() -> None:
    source = "- name: a\n  amazon.aws.rds_instance:\n    id: n\n    engine: sqlserver-se\n  when: x\n"
    assert instances(source, "main.yml") == [("n", "sqlserver-se", "", True, False)]


@pytest.mark.parametrize("module", ["rds_instance_info", "rds_snapshot", "rds_option_group", "mssql_db"])
def test_other_modules_are_left_alone(module: str) -> None:
    assert instances(task(module, "id: n, engine: sqlserver-se"), "play.yml") == []


@pytest.mark.parametrize(
    ("options", "parameters", "complete"),
    [
        ("params: {rds.force_ssl: 1}", {"rds.force_ssl": "1 later"}, True),
        ("immediate: false, parameters: {rds.force_ssl: 1}", {"rds.force_ssl": "1 later"}, True),
        ("immediate: yes, params: {rds.force_ssl: 1}", {"rds.force_ssl": "1 at once"}, True),
        ("apply_immediately: true, params: {x: 1}", {"x": "1 at once"}, True),
        ("immediate: '{{ now }}', params: {x: 1}", {"x": "1"}, True),
        ("params: '{{ all }}'", {}, False),
        ("description: x", {}, True),
    ],
)
def test_a_group_of_ansible(options: str, parameters: dict[str, str], complete: bool) -> None:
    source = task("rds_instance_param_group", f"state: present, name: n, engine: sqlserver-se-15.0, {options}")
    assert groups(source, "play.yml") == [("n", "sqlserver-se-15.0", parameters, complete, False)]


@pytest.mark.parametrize(
    "options", ["ca_certificate_identifier: x, region: r, id: n", "id: n, ca_certificate_identifier: x"]
)
def test_an_authority_of_ansible(options: str) -> None:
    region = "r" if "region" in options else None
    assert authorities(task("rds_instance", options), "play.yml") == [("x", region)]


@pytest.mark.parametrize(
    ("spec", "found"),
    [
        ("engine: mysql", ("n", "mysql", "", True, False)),
        ("engine: mysql, dbParameterGroupName: g", ("n", "mysql", "g", True, False)),
        ("engine: mysql, dbParameterGroupRef: {from: {name: g}}", ("n", "mysql", "◌", True, False)),
        ("engine: mysql, sourceDBInstanceIdentifier: x", ("n", "mysql", "", False, False)),
    ],
)
def test_an_instance_of_ack(spec: str, found: tuple[str, str, str, bool, bool]) -> None:
    assert instances(manifest(ACK, "DBInstance", spec), "rds.yaml") == [found]


@pytest.mark.parametrize(
    ("api", "kind", "values", "found"),
    [
        (UPBOUND, "Instance", "engine: mysql", ("n", "mysql", "", True, False)),
        (UPBOUND, "Instance", "engine: mysql, parameterGroupName: g", ("n", "mysql", "g", True, False)),
        (UPBOUND, "Instance", "engine: mysql, parameterGroupNameRef: {name: g}", ("n", "mysql", "◌", True, False)),
        (UPBOUND, "Instance", "engine: mysql, replicateSourceDb: x", ("n", "mysql", "", False, False)),
        (COMMUNITY, "DBInstance", "engine: mysql", ("n", "mysql", "", True, False)),
        (COMMUNITY, "DBInstance", "engine: mysql, dbParameterGroupNameSelector: {matchLabels: {a: b}}",
         ("n", "mysql", "◌", True, False)),
    ],
)  # fmt: skip
def test_an_instance_of_crossplane(api: str, kind: str, values: str, found: tuple[str, str, str, bool, bool]) -> None:
    assert instances(manifest(api, kind, f"forProvider: {{{values}}}"), "rds.yaml") == [found]


def test_what_is_only_made_with_is_set_too() -> None:
    spec = "initProvider: {engine: mysql}, forProvider: {region: r}"
    assert instances(manifest(UPBOUND, "Instance", spec), "rds.yaml") == [("n", "mysql", "", True, False)]


def test_a_part_of_a_composition_may_be_patched() -> None:
    base = "apiVersion: rds.aws.upbound.io/v1beta1, kind: Instance, spec: {forProvider: {engine: mysql}}"
    source = manifest("apiextensions.crossplane.io/v1", "Composition", f"resources: [{{name: a, base: {{{base}}}}}]")
    assert instances(source, "rds.yaml") == [("", "mysql", "", False, True)]


@pytest.mark.parametrize(
    ("api", "kind", "values", "found"),
    [
        (UPBOUND, "ParameterGroup", "family: f, parameter: [{name: A, value: '1'}]", {"a": "1 at once"}),
        (UPBOUND, "ParameterGroup", "family: f, parameter: [{name: a, value: 1, applyMethod: pending-reboot}]",
         {"a": "1 later"}),
        (COMMUNITY, "DBParameterGroup",
         "dbParameterGroupFamily: f, parameters: [{parameterName: a, parameterValue: 1}]", {"a": "1"}),
    ],
)  # fmt: skip
def test_a_group_of_crossplane(api: str, kind: str, values: str, found: dict[str, str]) -> None:
    source = manifest(api, kind, f"forProvider: {{{values}}}")
    assert groups(source, "rds.yaml") == [("n", "f", found, True, False)]


@pytest.mark.parametrize(
    ("api", "kind"),
    [
        ("elasticache.aws.upbound.io/v1beta1", "ParameterGroup"),
        ("ec2.aws.upbound.io/v1beta1", "Instance"),
        (UPBOUND, "ClusterInstance"),
        ("memorydb.services.k8s.aws/v1alpha1", "DBInstance"),
    ],
)
def test_other_kinds_are_left_alone(api: str, kind: str) -> None:
    source = manifest(api, kind, f"engine: mysql, forProvider: {{engine: mysql}}, note: '{ACK} {UPBOUND}'")
    assert (instances(source, "rds.yaml"), groups(source, "rds.yaml")) == ([], [])


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("engine: mysql", ("n", "mysql", "", True, False)),
        ("engine: mysql, parameterGroupName: '${g.name}'", ("n", "mysql", "${g.name}", True, False)),
        ("engine: mysql, replicateSourceDb: '${a.id}'", ("n", "mysql", "", False, False)),
    ],
)
def test_an_instance_of_pulumi(properties: str, found: tuple[str, str, str, bool, bool]) -> None:
    assert instances(program("aws:rds:Instance", properties), "Pulumi.yaml") == [found]
    assert instances(program("aws:rds/instance:Instance", properties), "Pulumi.yaml") == [found]


def test_a_group_of_pulumi() -> None:
    listed = "family: f, parameters: [{name: a, value: 1, applyMethod: pending-reboot}, {name: b, value: 2}]"
    unknown = "family: f, parameters: '${all}'"
    assert groups(program("aws:rds:ParameterGroup", listed), "Pulumi.yaml") == [
        ("n", "f", {"a": "1 later", "b": "2 at once"}, True, False)
    ]
    assert groups(program("aws:rds:ParameterGroup", unknown), "Pulumi.yaml") == [("n", "f", {}, False, False)]
