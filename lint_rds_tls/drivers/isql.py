"""isql, tsql, osql: what they do with TLS stands in a data source or in freetds.conf, and is not known here."""

from __future__ import annotations

from lint_rds_tls.drivers._postures import posture
from lint_rds_tls.model import (
    Assessment,
    Client,
    Connection,
    Driver,
    Encryption,
    Evidence,
    Reason,
    Verification,
)

_ELSEWHERE = Reason(
    text="isql, tsql and osql have no option for TLS: a data source or freetds.conf decides",
    evidence=Evidence.DOCUMENTED,
    source="unixODBC: isql; FreeTDS User Guide: tsql, freetds.conf; Microsoft: osql utility",
)


def assess(connection: Connection, client: Client) -> tuple[Assessment, ...]:  # noqa: ARG001 -- nothing of it tells
    """Nothing is known of any of them."""
    unknown = posture(Encryption.UNKNOWN, _ELSEWHERE, Verification.UNKNOWN, _ELSEWHERE)
    return (Assessment(client=client, as_is=unknown, forced=unknown),)


DRIVER = Driver(
    name="isql",
    title="isql, tsql, osql",
    dialects=("isql",),
    library="isql",
    assess=assess,
    anchors="elsewhere",
    verifying="set it in the data source or in freetds.conf",
)
