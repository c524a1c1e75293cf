"""The packages of the JVM that are SQL Server drivers, or bring one."""

from __future__ import annotations

from lint_rds_tls.data import load

__all__ = ["DRIVERS", "brings"]

#: As Maven names them.
DRIVERS = frozenset({"com.microsoft.sqlserver:mssql-jdbc", "net.sourceforge.jtds:jtds", "io.r2dbc:r2dbc-mssql"})


def brings(package: str) -> frozenset[str]:
    """The drivers that some version of a package brings."""
    facts = load("maven_brings")["packages"].get(package)
    return frozenset(each["package"] for row in facts["rows"] for each in row["brings"]) if facts else frozenset()
