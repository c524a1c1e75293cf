"""CloudFormation: instances, groups and authorities of templates, in every way in which conditions may turn out."""

from __future__ import annotations

import pytest

from tests.resources import authorities, groups, instances


def template(properties: str, kind: str = "DBInstance", head: str = "") -> str:
    return f"{head}\nResources:\n  R:\n    Type: AWS::RDS::{kind}\n    Properties: {{{properties}}}\n"


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("Engine: sqlserver-se", ("sqlserver-se", "", True)),
        ("Engine: sqlserver-se, DBParameterGroupName: own", ("sqlserver-se", "own", True)),
        ("Engine: sqlserver-se, DBParameterGroupName: !Ref Own", ("sqlserver-se", "◌", True)),
        ("Engine: sqlserver-se, DBParameterGroupName: !Ref AWS::NoValue", ("sqlserver-se", "", True)),
        ("Engine: sqlserver-se, DBParameterGroupName: {'Fn::Other': [x]}", ("sqlserver-se", "◌", True)),
        ("Engine: !Ref E", ("sqlserver-ex?", "", True)),
        ("Engine: !Ref Unknown", ("◌", "", True)),
        ("Engine: sqlserver-ee, SourceDBInstanceIdentifier: other", ("sqlserver-ee", "", False)),
        ("Engine: sqlserver-ee, DBSnapshotIdentifier: !Ref S", ("sqlserver-ee", "", False)),
        ("Engine: sqlserver-ee, DBSnapshotIdentifier: !Ref AWS::NoValue", ("sqlserver-ee", "", True)),
        ("Engine: sqlserver-ee, 'Fn::Transform': {Name: 'AWS::Include'}", ("sqlserver-ee", "", False)),
        ("'Fn::Transform': {Name: 'AWS::Include'}", ("", "", False)),
    ],
)
def test_an_instance(properties: str, found: tuple[str, str, bool]) -> None:
    engine, group, complete = found
    head = "Parameters: {E: {Type: String, Default: sqlserver-ex}}"
    assert instances(template(properties, head=head), "t.yaml") == [("R", engine, group, complete, False)]


def test_a_condition_gives_an_instance_for_each_way() -> None:
    found = instances(template("Engine: sqlserver-se, DBParameterGroupName: !If [C, a, !Ref AWS::NoValue]"), "t.yaml")
    assert found == [("R", "sqlserver-se", "a", True, True), ("R", "sqlserver-se", "", True, True)]


def test_one_condition_turns_out_the_same_everywhere() -> None:
    properties = "Engine: !If [C, sqlserver-se, mysql], DBParameterGroupName: !If [C, a, !Ref AWS::NoValue]"
    assert instances(template(properties), "t.yaml") == [
        ("R", "sqlserver-se", "a", True, True),
        ("R", "mysql", "", True, True),
    ]


def test_choices_stand_in_choices() -> None:
    properties = "Engine: !If [A, sqlserver-se, !If [B, sqlserver-ee, mysql]]"
    found = [engine for _, engine, *_ in instances(template(properties), "t.yaml")]
    assert found == ["sqlserver-se", "sqlserver-ee", "mysql"]


def test_conditions_that_choose_the_same_make_no_alternatives() -> None:
    assert instances(template("Engine: !If [A, mysql, mysql]"), "t.yaml") == [("R", "mysql", "", True, True)] * 2
    assert len(instances(template("Engine: mysql, StorageType: !If [A, gp2, gp3]"), "t.yaml")) == 1


def test_many_conditions_are_unknown() -> None:
    engine = "!If [A, a, !If [B, b, !If [C, c, d]]]"
    properties = f"Engine: {engine}, DBParameterGroupName: !If [D, d, !If [E, e, f]]"
    assert instances(template(properties), "t.yaml") == [("R", "◌", "◌", True, False)]


def test_a_resource_under_a_condition_is_one_of_several() -> None:
    source = "Resources: {R: {Type: 'AWS::RDS::DBInstance', Condition: C, Properties: {Engine: mysql}}}"
    assert instances(source, "t.yaml") == [("R", "mysql", "", True, True)]


@pytest.mark.parametrize(
    ("parameters", "found", "complete"),
    [
        ("{rds.force_ssl: 1}", {"rds.force_ssl": "1"}, True),
        ("{'rds.force_ssl': '1', rds.tls10: disabled}", {"rds.force_ssl": "1", "rds.tls10": "disabled"}, True),
        ("{Rds.Force_SSL: true}", {"rds.force_ssl": "true"}, True),
        ("{rds.force_ssl: !Ref P}", {"rds.force_ssl": "◌"}, True),
        ("{}", {}, True),
        ("!Ref P", {}, False),
        ("{'Fn::Transform': {Name: 'AWS::Include'}}", {}, False),
        ("{x: 1, 'Fn::Transform': {Name: m}}", {"x": "1"}, False),
    ],
)
def test_a_group(parameters: str, found: dict[str, str], complete: bool) -> None:
    source = template(f"Family: sqlserver-se-15.0, Parameters: {parameters}", "DBParameterGroup")
    assert groups(source, "t.yaml") == [("R", "sqlserver-se-15.0", found, complete, False)]


def test_a_choice_of_parameters() -> None:
    properties = "Family: f, Parameters: !If [C, {rds.force_ssl: 1}, {x: !If [C, 2, 3]}]"
    assert [group[2:] for group in groups(template(properties, "DBParameterGroup"), "t.yaml")] == [
        ({"rds.force_ssl": "1"}, True, True),
        ({"x": "3"}, True, True),
    ]


def test_an_authority_and_its_choices() -> None:
    assert authorities(template("Engine: mysql, CACertificateIdentifier: rds-ca-2019"), "t.yaml") == [
        ("rds-ca-2019", None)
    ]
    choice = "CACertificateIdentifier: !If [C, rds-ca-2019, !Ref AWS::NoValue]"
    assert authorities(template(choice), "t.yaml") == [("rds-ca-2019", None)]


@pytest.mark.parametrize("kind", ["CustomDBEngineVersion", "DBCluster", "DBProxy", "OptionGroup"])
def test_other_resources_are_left_alone(kind: str) -> None:
    assert instances(template("Engine: sqlserver-se", kind), "t.yaml") == []


@pytest.mark.parametrize(
    "source",
    [
        "resource_types: [AWS::RDS::DBInstance]",
        "cond_type: attribute\nresource_type: AWS::RDS::DBInstance\nEngine: sqlserver-se",
        '{"ResourceTypes": ["AWS::RDS::DBInstance"], "Engine": "sqlserver-se"}',
    ],
)
def test_whoever_names_a_type_makes_none(source: str) -> None:
    assert instances(source, "t.json" if source.startswith("{") else "t.yaml") == []


def test_json_reads_lists_and_choices() -> None:
    source = (
        '{"Resources": {"R": {"Type": "AWS::RDS::DBInstance", "Properties": {"Tags": [{"Key": "a", "Value": "b"}],'
        ' "Engine": {"Fn::If": ["C", "sqlserver-se", {"Ref": "E"}]}, "DBParameterGroupName": {"Ref": "G"}}}}}'
    )
    assert instances(source, "t.json") == [("R", "sqlserver-se", "◌", True, True), ("R", "◌", "◌", True, True)]


def test_a_template_in_a_template() -> None:
    inner = "        Resources:\n          R:\n            Type: AWS::RDS::DBInstance\n"
    source = f"resources:\n  extensions:\n    x:\n{inner}            Properties: {{Engine: sqlserver-se}}\n"
    assert instances(source, "serverless.yml") == [("R", "sqlserver-se", "", True, False)]


@pytest.mark.parametrize(
    "source",
    [
        template("Engine: sqlserver-se"),
        '{"Resources": {"R": {"Type": "AWS::RDS::DBInstance", "Properties": {"Engine": "sqlserver-se"}}}}',
    ],
)
def test_a_file_that_ends_in_template(source: str) -> None:
    assert instances(source, "rds.template") == [("R", "sqlserver-se", "", True, False)]
    assert instances(source.replace("AWS::", "Other::"), "rds.template") == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("deploy.sh", "cat > rds.yaml <<'EOF'\n{}EOF\naws cloudformation deploy --template-file rds.yaml\n"),
        ("deploy.py", 'client.create_stack(TemplateBody="""\n{}""")\n'),
        ("deploy.ps1", "$body = @'\n{}'@\nNew-CFNStack -TemplateBody $body\n"),
    ],
)
def test_a_template_in_a_program(path: str, source: str) -> None:
    assert instances(source.format(template("Engine: mysql")), path) == [("R", "mysql", "", True, False)]
