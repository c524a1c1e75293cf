"""The AWS command line, its PowerShell and boto3: options anywhere, several forms of parameters, and what is silent."""

from __future__ import annotations

import pytest

from tests.resources import authorities, groups, instances, resources

CREATE = "aws rds create-db-instance"
MODIFY = "aws rds modify-db-parameter-group --db-parameter-group-name g --parameters"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"{CREATE} --engine sqlserver-se", ("", "sqlserver-se", "", True)),
        (f"{CREATE} --db-instance-identifier=a --engine=sqlserver-se", ("a", "sqlserver-se", "", True)),
        (f"{CREATE} --db-parameter-group-name g --engine mysql --tags Key=a,Value=b", ("", "mysql", "g", True)),
        ("aws --profile p --debug rds --region r create-db-instance --engine mysql", ("", "mysql", "", True)),
        ("aws $OPTIONS rds create-db-instance --engine mysql", ("", "mysql", "", False)),
        (f"{CREATE} --engine mysql $MORE", ("", "mysql", "", False)),
        (f'{CREATE} --engine "$E" --db-parameter-group-name "$G"', ("", "◌", "◌", True)),
        (f"E=mysql; {CREATE} --engine $E", ("", "mysql", "", True)),
        (f"{CREATE} --cli-input-json file://a.json --engine mysql", ("", "mysql", "", False)),
        (f'{CREATE} --cli-input-yaml "$INPUT"', ("", "", "", False)),
        (f'{CREATE} --cli-input-json \'{{"Engine": "mysql"}}\'', ("", "mysql", "", True)),
        (f'{CREATE} --engine mysql --cli-input-json \'{{"Engine": "x"}}\'', ("", "mysql", "", True)),
        ("/usr/local/bin/aws rds create-db-instance --engine mysql", ("", "mysql", "", True)),
        ("sudo -u deploy aws rds create-db-instance --engine mysql", ("", "mysql", "", True)),
    ],
)
def test_an_instance_of_the_command_line(line: str, found: tuple[str, str, str, bool]) -> None:
    assert [each[:4] for each in instances(f"{line}\n", "a.sh")] == [found]


@pytest.mark.parametrize(
    "line",
    [
        "aws rds describe-db-instances --query 'DBInstances[?CACertificateIdentifier==`rds-ca-2019`]'",
        "aws rds describe-certificates --certificate-identifier rds-ca-2019",
        "aws rds wait db-instance-available --db-instance-identifier a",
        "aws rds create-db-instance --engine sqlserver-se --generate-cli-skeleton",
        "aws rds reset-db-parameter-group --db-parameter-group-name g --parameters ParameterName=rds.force_ssl",
        "aws docdb modify-db-instance --ca-certificate-identifier rds-ca-2019",
        "aws --profile rds s3 ls modify-db-instance --ca-certificate-identifier rds-ca-2019",
        "echo aws rds modify-db-instance --ca-certificate-identifier rds-ca-2019",
        f"{MODIFY} file://parameters.json",
        "aws rds",
        "aws",
    ],
)
def test_what_changes_nothing_is_silent(line: str) -> None:
    assert resources(f"{line} # db-instance\n", "a.sh") == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ParameterName=a,ParameterValue=1,ApplyMethod=immediate", {"a": "1 at once"}),
        ("ParameterName=a,ParameterValue=1 ParameterName=b,ParameterValue=2", {"a": "1", "b": "2"}),
        ("\"ParameterName='a',ParameterValue='1, 2',ApplyMethod=pending-reboot\"", {"a": "1, 2 later"}),
        ('"ParameterName=a,ParameterValue=$V"', {"a": "◌"}),
        ('\'[{"ParameterName": "a", "ParameterValue": "1", "ApplyMethod": "immediate"}]\'', {"a": "1 at once"}),
        ('\'[{"ParameterValue": "1", "ParameterName": "a"}, {"ParameterName": "b"}]\'', {"a": "1", "b": "◌"}),
        ('"[{\\"ParameterName\\": \\"a\\", \\"ParameterValue\\": \\"1\\"}]"', {"a": "1"}),
        ("'ParameterName=a,ParameterValue=1 ParameterName=b,ParameterValue=2'", {"a": "1", "b": "2"}),
    ],
)
def test_forms_of_parameters(words: str, found: dict[str, str]) -> None:
    assert groups(f"{MODIFY} {words}\n", "a.sh") == [("g", "", found, False, False)]


def test_a_group_is_known_by_what_the_file_made() -> None:
    made = "aws rds create-db-parameter-group --db-parameter-group-name g --db-parameter-group-family f\n"
    assert groups(f"{made}{MODIFY} ParameterName=a,ParameterValue=1\n", "a.sh") == [
        ("g", "f", {"a": "1"}, False, False)
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("aws rds modify-db-instance --ca-certificate-identifier x --no-certificate-rotation-restart", ("x", None)),
        ("aws --region=r rds modify-db-instance --ca-certificate-identifier=x", ("x", "r")),
        ("AWS_REGION=r aws rds modify-certificates --certificate-identifier x", ("x", "r")),
        ("export AWS_DEFAULT_REGION=r\naws rds modify-certificates --certificate-identifier x", ("x", "r")),
    ],
)
def test_an_authority_and_its_region(line: str, found: tuple[str, str | None]) -> None:
    assert authorities(f"{line}\n", "a.sh") == [found]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (".github/workflows/a.yml", "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: {}\n"),
        (".gitlab-ci.yml", "a:\n  script:\n    - {}\n"),
        ("Dockerfile", "FROM amazonlinux\nRUN {}\n"),
        ("Makefile", "rotate:\n\t@{}\n"),
        ("a.ps1", "{}\n"),
        ("a.cmd", "@echo off\r\n{}\r\n"),
        ("a.py", "import subprocess\nsubprocess.run('{}', shell=True)\n"),
        ("Jenkinsfile", "node {{ sh '{}' }}\n"),
    ],
)
def test_commands_stand_in_many_files(path: str, source: str) -> None:
    line = "aws rds modify-certificates --certificate-identifier rds-ca-2019 --region eu-west-1"
    assert authorities(source.format(line), path) == [("rds-ca-2019", "eu-west-1")]


def test_windows_quotes() -> None:
    line = (
        'aws rds modify-db-parameter-group --db-parameter-group-name g --parameters "[{\\"ParameterName\\":\\"a\\"}]"'
    )
    assert groups(f"{line}\r\n", "a.cmd") == [("g", "", {"a": "◌"}, False, False)]


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("New-RDSDBInstance -Engine sqlserver-se -DBInstanceIdentifier a", ("a", "sqlserver-se", "", True)),
        ("New-RDSDBInstance -Engine:mysql -dbparametergroupname g", ("", "mysql", "g", True)),
        ("$e = 'mysql'\nNew-RDSDBInstance -Engine $e -DBParameterGroupName $g", ("", "mysql", "◌", True)),
        ("$a = @{Engine='mysql'}\nNew-RDSDBInstance @a -MultiAZ $true", ("", "mysql", "", True)),
        ("New-RDSDBInstance -Engine mysql @more", ("", "mysql", "", False)),
        ("AWS.Tools.RDS\\New-RDSDBInstance -Engine mysql", ("", "mysql", "", True)),
    ],
)
def test_an_instance_of_powershell(script: str, found: tuple[str, str, str, bool]) -> None:
    assert [each[:4] for each in instances(f"{script}\n", "a.ps1")] == [found]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("@{ParameterName='a';ParameterValue=1;ApplyMethod='immediate'}", {"a": "1 at once"}),
        ("@(@{ParameterName='a';ParameterValue='1'}, @{ParameterName='b';ParameterValue=$v})", {"a": "1", "b": "◌"}),
        ("@{parametername='a';parametervalue='1'},@{ParameterName='b'}", {"a": "1", "b": "◌"}),
    ],
)
def test_parameters_of_powershell(given: str, found: dict[str, str]) -> None:
    script = f"Edit-RDSDBParameterGroup -DBParameterGroupName g -Parameter {given}\n"
    assert groups(script, "a.ps1") == [("g", "", found, False, False)]
    assert groups(f"$p = {given}\n{script.replace(given, '$p')}", "a.ps1") == [("g", "", found, False, False)]


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("rds.create_db_instance(DBInstanceIdentifier='a', Engine='mysql')", ("a", "mysql", "", True)),
        ("self.rds.create_db_instance(Engine='mysql', DBParameterGroupName=g)", ("", "mysql", "◌", True)),
        ("d = {'Engine': 'mysql'}\nc.create_db_instance(**d)", ("", "mysql", "", True)),
        (
            "d = dict(Engine='mysql')\nd['DBParameterGroupName'] = 'g'\nc.create_db_instance(**d)",
            ("", "mysql", "g", True),
        ),
        ("c.create_db_instance(Engine='mysql', **more)", ("", "mysql", "", False)),
        ("boto3.client('rds').create_db_instance(Engine='mysql')", ("", "mysql", "", True)),
        ("boto3.client('rds').create_db_instance(Engine=e.get('E', 'mysql'))", ("", "mysql?", "", True)),
    ],
)
def test_an_instance_of_boto3(call: str, found: tuple[str, str, str, bool]) -> None:
    assert [each[:4] for each in instances(f"import boto3\n{call}  # DBInstanceIdentifier=\n", "a.py")] == [found]


@pytest.mark.parametrize(
    "call",
    [
        "rds.describe_certificates(CertificateIdentifier='rds-ca-2019')",
        "dms.modify_certificates_of(CertificateIdentifier='rds-ca-2019')",
        "modify_certificates()",
        "def create_db_instance(DBInstanceIdentifier, Engine='sqlserver-se'): pass",
    ],
)
def test_other_calls_are_silent(call: str) -> None:
    assert resources(f"import boto3\n{call}\n", "a.py") == ()


def test_parameters_of_boto3() -> None:
    source = """import boto3
PARAMETERS = [{"ParameterName": "a", "ParameterValue": "1", "ApplyMethod": "immediate"}]
def f(c):
    c.create_db_parameter_group(DBParameterGroupName="g", DBParameterGroupFamily="f", Description="d")
    c.modify_db_parameter_group(DBParameterGroupName="g", Parameters=PARAMETERS)
    c.modify_db_parameter_group(DBParameterGroupName="h", Parameters=[dict(ParameterName="b", ParameterValue=v)])
    c.modify_db_parameter_group(DBParameterGroupName="h", Parameters=made())
"""
    assert groups(source, "a.py") == [
        ("g", "f", {"a": "1 at once"}, False, False),
        ("h", "", {"b": "◌"}, False, False),
    ]
