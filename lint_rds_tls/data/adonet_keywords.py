"""The keywords of ADO.NET connection strings for SQL Server, by client and version.

Read mechanically from the keyword tables at 28 tags of dotnet/SqlClient (1.0 to 7.1, .NET and .NET Framework builds)
and of dotnet/maintenance-packages; held against tests/recorded/adonet-strings.jsonl.gz. As of 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["ARRIVED", "GONE", "KEYS", "NETFX_ONLY", "NOT_IN_SYSTEM_DATA", "NOT_ON_NETCORE", "SPELLINGS"]

#: The canonical key, in the newest spelling, and all its spellings, in lower case.
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "application intent": ("application intent", "applicationintent"),
        "application name": ("application name", "app"),
        "asynchronous processing": ("asynchronous processing", "async"),
        "attachdbfilename": ("attachdbfilename", "extended properties", "initial file name"),
        "attestation protocol": ("attestation protocol",),
        "authentication": ("authentication",),
        "column encryption setting": ("column encryption setting", "columnencryption"),
        "command timeout": ("command timeout",),
        "connect retry count": ("connect retry count", "connectretrycount"),
        "connect retry interval": ("connect retry interval", "connectretryinterval"),
        "connect timeout": ("connect timeout", "connection timeout", "connecttimeout", "timeout"),
        "connection idle timeout": ("connection idle timeout",),
        "connection reset": ("connection reset",),
        "context connection": ("context connection",),
        "current language": ("current language", "language"),
        "data source": ("data source", "server", "address", "addr", "network address"),
        "enclave attestation url": ("enclave attestation url",),
        "encrypt": ("encrypt",),
        "enlist": ("enlist",),
        "failover partner": ("failover partner", "failoverpartner"),
        "failover partner spn": ("failover partner spn", "failoverpartnerspn"),
        "host name in certificate": ("host name in certificate", "hostnameincertificate"),
        "initial catalog": ("initial catalog", "database"),
        "integrated security": ("integrated security", "trusted_connection"),
        "ip address preference": ("ip address preference", "ipaddresspreference"),
        "load balance timeout": ("load balance timeout", "connection lifetime"),
        "max pool size": ("max pool size",),
        "min pool size": ("min pool size",),
        "multi subnet failover": ("multi subnet failover", "multisubnetfailover"),
        "multiple active result sets": ("multiple active result sets", "multipleactiveresultsets"),
        "network library": ("network library", "net", "network"),
        "packet size": ("packet size", "packetsize"),
        "password": ("password", "pwd"),
        "persist security info": ("persist security info", "persistsecurityinfo"),
        "pool blocking period": ("pool blocking period", "poolblockingperiod"),
        "pooling": ("pooling",),
        "replication": ("replication",),
        "server certificate": ("server certificate", "servercertificate"),
        "server spn": ("server spn", "serverspn"),
        "transaction binding": ("transaction binding",),
        "transparent network ip resolution": (
            "transparent network ip resolution",
            "transparentnetworkipresolution",
        ),
        "trust server certificate": ("trust server certificate", "trustservercertificate"),
        "type system version": ("type system version",),
        "user id": ("user id", "uid", "user"),
        "user instance": ("user instance",),
        "workstation id": ("workstation id", "workstationid", "wsid"),
    }
)

#: Every spelling and its key.
SPELLINGS: Mapping[str, str] = MappingProxyType({spelling: key for key, all_ in KEYS.items() for spelling in all_})

#: The first Microsoft.Data.SqlClient that knows a spelling; what is not listed was in 1.0.
ARRIVED: Mapping[str, str] = MappingProxyType(
    {
        "attestation protocol": "1.1",
        "application intent": "2.0",
        "connect retry count": "2.0",
        "connect retry interval": "2.0",
        "multi subnet failover": "2.0",
        "multiple active result sets": "2.0",
        "transparent network ip resolution": "2.0",
        "trust server certificate": "2.0",
        "command timeout": "2.1",
        "pool blocking period": "2.1",
        "ip address preference": "3.0",
        "ipaddresspreference": "3.0",
        "failover partner spn": "5.0",
        "failoverpartnerspn": "5.0",
        "host name in certificate": "5.0",
        "hostnameincertificate": "5.0",
        "server spn": "5.0",
        "serverspn": "5.0",
        "server certificate": "5.1",
        "servercertificate": "5.1",
        "columnencryption": "7.1.0-preview1",
        "connecttimeout": "7.1.0-preview1",
        "failoverpartner": "7.1.0-preview1",
        "packetsize": "7.1.0-preview1",
        "workstationid": "7.1.0-preview1",
        "connection idle timeout": "7.1.0-preview2",
    }
)

#: The first Microsoft.Data.SqlClient that no longer knows a spelling.
GONE: Mapping[str, str] = MappingProxyType(
    {
        "asynchronous processing": "4.0",
        "async": "4.0",
        "connection reset": "6.1",
        "net": "6.1",
        "network": "6.1",
        "network library": "6.1",
    }
)

#: Known to Microsoft.Data.SqlClient 1.0 and not to the System.Data.SqlClient package (.NET Framework's own knows them).
NOT_IN_SYSTEM_DATA = frozenset({"authentication", "column encryption setting", "enclave attestation url"})

#: Keys that only builds for .NET Framework know.
NETFX_ONLY = frozenset({"transparent network ip resolution"})

#: Keys that builds for .NET know only to refuse them; .NET Framework takes them.
NOT_ON_NETCORE = frozenset({"asynchronous processing", "connection reset", "context connection", "network library"})
