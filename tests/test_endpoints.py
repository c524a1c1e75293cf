"""Host names of RDS, of every partition, and what only looks like one."""

from __future__ import annotations

import pytest

from lint_rds_tls.endpoints import Endpoint, EndpointKind, endpoint_of

INSTANCE, PROXY, CLUSTER = EndpointKind.INSTANCE, EndpointKind.PROXY, EndpointKind.CLUSTER


@pytest.mark.parametrize(
    ("host", "kind", "name", "region", "partition"),
    [
        ("db1.abcdefgh1234.eu-west-1.rds.amazonaws.com", INSTANCE, "db1", "eu-west-1", "aws"),
        ("DB1.ABCDEFGH1234.EU-WEST-1.RDS.AMAZONAWS.COM.", INSTANCE, "db1", "eu-west-1", "aws"),
        ("db1-green-abc123.abcdefgh1234.us-east-2.rds.amazonaws.com", INSTANCE, "db1-green-abc123", "us-east-2", "aws"),
        ("p.proxy-abcdefgh1234.us-east-1.rds.amazonaws.com", PROXY, "p", "us-east-1", "aws"),
        ("ro.endpoint.proxy-abcdefgh1234.us-east-1.rds.amazonaws.com", PROXY, "ro", "us-east-1", "aws"),
        ("c.cluster-abcdefgh1234.us-east-1.rds.amazonaws.com", CLUSTER, "c", "us-east-1", "aws"),
        ("c.cluster-ro-abcdefgh1234.us-east-1.rds.amazonaws.com", CLUSTER, "c", "us-east-1", "aws"),
        ("c.cluster-custom-abcdefgh1234.us-east-1.rds.amazonaws.com", EndpointKind.CUSTOM, "c", "us-east-1", "aws"),
        ("g.global-abcdefgh1234.global.rds.amazonaws.com", EndpointKind.GLOBAL, "g", None, "aws"),
        ("db.abcdefgh1234.us-gov-west-1.rds.amazonaws.com", INSTANCE, "db", "us-gov-west-1", "aws-us-gov"),
        ("db.abcdefgh1234.rds.us-gov-east-1.amazonaws.com", INSTANCE, "db", "us-gov-east-1", "aws-us-gov"),
        ("db.abcdefgh1234.rds-fips.us-gov-east-1.amazonaws.com", INSTANCE, "db", "us-gov-east-1", "aws-us-gov"),
        ("db.abcdefgh1234.rds.cn-north-1.amazonaws.com.cn", INSTANCE, "db", "cn-north-1", "aws-cn"),
        ("db.abcdefgh1234.cn-northwest-1.rds.amazonaws.com.cn", INSTANCE, "db", "cn-northwest-1", "aws-cn"),
        ("db.abcdefgh1234.rds.us-iso-east-1.c2s.ic.gov", INSTANCE, "db", "us-iso-east-1", "aws-iso"),
        ("db.abcdefgh1234.rds.us-isob-east-1.sc2s.sgov.gov", INSTANCE, "db", "us-isob-east-1", "aws-iso-b"),
        ("db.abcdefgh1234.eusc-de-east-1.rds.amazonaws.eu", INSTANCE, "db", "eusc-de-east-1", "aws-eusc"),
        ("dbinstance.rds.amazon.com", EndpointKind.PLACEHOLDER, "dbinstance", None, "aws"),
        ("mydb.rds.amazonaws.com", EndpointKind.PLACEHOLDER, "mydb", None, "aws"),
    ],
)
def test_endpoints(host: str, kind: EndpointKind, name: str, region: str | None, partition: str) -> None:
    assert endpoint_of(host) == Endpoint(kind=kind, name=name, region=region, partition=partition)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "localhost",
        "db.example.com",
        "rds.amazonaws.com",
        "rds.us-east-1.amazonaws.com",
        "rds-data.us-east-1.amazonaws.com",
        "truststore.pki.rds.amazonaws.com",
        "truststore.pki.us-gov-west-1.rds.amazonaws.com",
        "db.abcdefgh1234.us-east-1.rds.amazonaws.com.evil.example",
        "db.abcdefgh1234.us-east-1.rds.evilamazonaws.com",
        "s3.amazonaws.com",
        "db.abcdefgh1234.us-east-1.redshift.amazonaws.com",
    ],
)
def test_other_hosts(host: str | None) -> None:
    assert endpoint_of(host) is None
