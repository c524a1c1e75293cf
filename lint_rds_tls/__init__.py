"""A linter for the TLS side of SQL Server connections, for the days when Amazon RDS rotates its certificates."""

__version__ = "0.1.0"
