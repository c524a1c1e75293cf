"""Tells SQL Server strings of SqlClient from the other products that write `name=value;` pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lint_rds_tls.data.adonet_keywords import KEYS
from lint_rds_tls.dialects._adonet_settings import TLS_KEYS
from lint_rds_tls.model import Setting, Use

__all__ = ["LIBRARIES", "is_sql_server", "libraries_of", "names_another_product", "names_sql_client"]

#: Namespaces, providers and packages of SqlClient, and the package they mean.
LIBRARIES = ("Microsoft.Data.SqlClient", "System.Data.SqlClient")

#: Keys that SqlClient does not know and other products do.
_FOREIGN_KEYS = frozenset(
    {
        "accountendpoint", "accountkey", "accountname", "allow user variables", "allowpublickeyretrieval",
        "bootstrapservers", "broker", "cache", "character set", "charset", "client encoding", "data provider", "dbname",
        "dbq", "defaultendpointsprotocol", "dialect", "driver", "dsn", "encoding", "endpoint", "endpointsuffix",
        "filedsn", "filename", "foreign keys", "host", "hostname", "ingestionendpoint", "instrumentationkey",
        "journal mode", "mode", "ole db services", "port", "protocol", "provider", "search path", "searchpath",
        "service name", "sharedaccesskey", "sharedaccesskeyname", "sid", "ssl", "ssl mode", "sslca", "sslcert",
        "sslkey", "sslmode", "tns_admin", "url", "use encryption for data", "username", "version", "virtual host",
        "virtualhost", "xpoprovider",
    }
)  # fmt: skip

#: Keys that only SqlClient has, or next to nobody else.
_OWN_KEYS = frozenset(
    {
        "initial catalog", "trust server certificate", "multiple active result sets", "attachdbfilename",
        "workstation id", "multi subnet failover", "application intent", "column encryption setting", "user instance",
        "attestation protocol", "enclave attestation url", "failover partner", "type system version",
        "network library", "host name in certificate", "integrated security", "packet size", "connect retry count",
        "connect retry interval", "pool blocking period", "context connection", "transaction binding",
    }
)  # fmt: skip

_OTHER_PRODUCT = re.compile(
    r"(?i:npgsql|postgre|pgsql|mariadb|sqlite|oracle|odbc|ole ?db|firebird|sqlce|sqlserverce|redis|rabbit|mongo|cosmos"
    r"|service ?bus|eventhub|blob|amqp|informix|sybase|db2|duckdb|clickhouse|snowflake|teradata|(?<![a-z])hana|jdbc"
    r"|r2dbc|\bjavax?\.sql\b|mssql_python|pymssql|pytds)"
    r"|MySql|mysql|MYSQL|MySQL"  # mySqlConnection is somebody's own
)
#: Programs of these connect by libraries of their own, unless they import SqlClient.
_OTHER_RUNTIMES = frozenset({"python"})
_SQL_CLIENT = re.compile(
    r"(?<![A-Za-z])Sql(?:Connection(?:StringBuilder)?|Database|BulkCopy|DataAdapter|Dependency|Client)\b"
    r"|UseSqlServer|UseAzureSql|AddSqlServer|(?<![A-Za-z])SqlServer(?!Ce)|MsSql|mssql|SQLCONNSTR|SQLAZURECONNSTR|\bSQL\b"
)
_INSPECTS = re.compile(
    r"(?:Contains|StartsWith|EndsWith|IndexOf|LastIndexOf|Replace|Split|IsMatch|Match|Matches|Remove|TrimEnd|TrimStart"
    r"|DoesNotContain|Contain|NotContain|BeEquivalentTo)\Z"
)
_DATABASE_FILE = re.compile(
    r"data source\s*=\s*[^;]*(?::memory:|\.(?:db3?|sqlite3?|sdf|s3db|mdb|accdb|xlsx?|csv|duckdb))\s*(?:;|\Z)",
    re.IGNORECASE,
)
#: SqlClient takes a port behind a comma; behind a colon it is for somebody else.
_COLON_PORT = re.compile(r"\A\s*[\w.-]+:\d+\s*\Z")
_SQL_SERVER_HOST = re.compile(
    r"(?i)\s*(?:tcp:|np:|lpc:|admin:)|\(local(?:db)?\)|\A\s*\.\s*(?:\\|,|\Z)|\\sqlexpress|\\\w+\Z|,\s*\d+\s*\Z"
    r"|\.database\.(?:windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)|\bmssql|sqlserver|sql-server"
)
_OTHER_USERS = frozenset({"root", "postgres", "mysql", "system", "scott", "guest", "npgsql_tests"})


def names_another_product(uses: Iterable[Use], libraries: Sequence[str]) -> bool:
    """Whether what is done with a value, or its provider, says that it is not for SqlClient."""
    if _OTHER_RUNTIMES.intersection(libraries):
        return not libraries_of(uses, libraries)
    if any(_OTHER_PRODUCT.search(name) for use in uses for name in (use.name, use.owner) if name):
        return not names_sql_client(uses)
    others = [library for library in libraries if _OTHER_PRODUCT.search(library.lower())]
    return bool(others) and not libraries_of((), libraries) and not any(each.lower() == "sql" for each in libraries)


def names_sql_client(uses: Iterable[Use]) -> bool:
    """Whether what is done with a value says that it is for SqlClient."""
    return any(_SQL_CLIENT.search(name) for use in uses for name in (use.name, use.owner) if name)


def inspects(uses: Sequence[Use]) -> bool:
    """Whether the value is only compared with or looked for in other text."""
    arguments = [use for use in uses if use.role == "argument"]
    return bool(arguments) and all(_INSPECTS.search(use.name) for use in arguments)


def libraries_of(uses: Iterable[Use], libraries: Iterable[str]) -> tuple[str, ...]:
    """The packages of SqlClient that the surroundings name: what the value is handed to, else what is in scope."""
    named = [use.owner for use in uses] + [use.name for use in uses if use.role == "argument"]
    found = [each for name in named for each in LIBRARIES if name.startswith(each)]
    if not found:
        found = [each for name in libraries for each in LIBRARIES if each.lower() in name.lower()]
    return tuple(dict.fromkeys(found))


def is_sql_server(text: str, settings: Sequence[Setting], uses: Sequence[Use], libraries: Sequence[str]) -> bool:
    """Whether a text whose pairs are `settings` is for SqlClient."""
    if not settings or names_another_product(uses, libraries) or text.lstrip().startswith("jdbc:"):
        return False
    keys = {setting.key for setting in settings}
    if keys & _FOREIGN_KEYS:
        return False
    known = keys & KEYS.keys()
    named = names_sql_client(uses)
    if len(known) * 2 <= len(keys) and not (named and known):
        return False
    if "data source" in keys:
        return _is_server(text, settings, keys, named or bool(libraries_of(uses, libraries)))
    if len(known) < len(keys) or inspects(uses):
        return False
    if any(str(setting.name)[:1].islower() and " " not in str(setting.name) for setting in settings):
        return named  # trustServerCertificate alone is how JDBC and JavaScript write it
    if keys & (TLS_KEYS - {"encrypt"}):
        return True
    return named or (bool(libraries_of(uses, libraries)) and bool(keys & (TLS_KEYS | _OWN_KEYS)))


def _is_server(text: str, settings: Sequence[Setting], keys: set[str], named: bool) -> bool:
    server = next(str(setting) for setting in reversed(settings) if setting.key == "data source")
    if "://" in server:
        return False  # `Data Source=https://….kusto.windows.net` and the like
    spelled = {str(setting.name).lower() for setting in settings}
    own = (keys | spelled) & (_OWN_KEYS | TLS_KEYS) - ({"initial catalog"} if "database" in spelled else set())
    if not own and (_DATABASE_FILE.search(text) or _COLON_PORT.match(server)):
        return False
    if named or own or _SQL_SERVER_HOST.search(server):
        return True
    users = [str(setting).lower() for setting in settings if setting.key == "user id"]
    sql_server_words = {"user id", "data source", "connection timeout", "encrypt"} & spelled
    return bool(users) and users[-1] not in _OTHER_USERS and bool(sql_server_words) and "initial catalog" in keys
