"""Tells the ODBC drivers of SQL Server from each other, and from those of other products."""

from __future__ import annotations

import re

__all__ = ["ANY_OF_MICROSOFT", "FREETDS", "libraries_of", "names_another_product", "names_sql_server"]

#: Packages by what a driver's name or the path of its library says.
_LIBRARIES = (
    (re.compile(r"odbc driver 1[89]\b|msodbcsql[-.]?1[89]"), "msodbcsql18"),
    (re.compile(r"odbc driver 1[1-7](?:\.\d)?\b|msodbcsql[-.]?1[1-7]"), "msodbcsql17"),
    (re.compile(r"sql (?:server )?native client|sqlncli"), "sqlncli"),
    (re.compile(r"sql server\Z|sqlsrv32(?:\.dll)?\Z"), "sqlsrv32"),
    (re.compile(r"freetds|tdsodbc"), "tdsodbc"),
)
FREETDS = "tdsodbc"
#: What a driver whose name an administrator chose may be.
ANY_OF_MICROSOFT = ("msodbcsql18", "msodbcsql17")
_OTHER_PRODUCT = re.compile(
    r"postgre|psql|npgsql|mysql|maria|oracle|sqlite|access driver|\.mdb|excel|text driver|dbase|paradox"
    r"|foxpro|snowflake|db2|informix|teradata|hive|impala|spark|databricks|redshift|athena|presto|trino|vertica|netezza"
    r"|sybase|adaptive server|sql anywhere|hana|hdb|firebird|interbase|mongo|bigquery|denodo|exasol|cassandra|couchbase"
    r"|dremio|duckdb|clickhouse|openedge|filemaker|salesforce|monetdb|virtuoso|intersystems|ingres|pervasive|sqream"
    r"|starburst|greenplum|cubrid|tibero|kingbase|datadirect|easysoft|devart|simba|cdata|singlestore|nuodb"
    r"|jdbc|(?:\A|\s)(?:com|org|net)\.\w"
)
_SQL_SERVER = re.compile(r"mssql|ms sql|sql ?server|sqlsrv|\btds\b")


def libraries_of(driver: str) -> tuple[str, ...]:
    """The packages that a driver's name or path means, () where it tells none."""
    name = driver.strip().strip("{}").lower()  # named arguments bring their braces
    file = re.split(r"[\\/]", name)[-1].removeprefix("lib")
    return tuple(library for pattern, library in _LIBRARIES if pattern.match(name) or pattern.match(file))[:1]


def names_another_product(text: str) -> bool:
    """Whether a driver's name, a path or a key says that it is not for SQL Server."""
    lower = text.lower()
    return _OTHER_PRODUCT.search(lower) is not None and not libraries_of(text)


def names_sql_server(text: str) -> bool:
    """Whether a name says SQL Server in one of its spellings."""
    return _SQL_SERVER.search(text.lower()) is not None
