"""Where the drivers of the JVM read their trust anchors."""

from __future__ import annotations

from lint_rds_tls.model import Connection, Evidence, Reason, TrustStore

__all__ = ["anchors"]


def anchors(connection: Connection, reason: Reason, *, own: bool = True) -> tuple[TrustStore, Reason]:
    """The store that a verifying client reads, and why; `own` where the client knows a setting for it.

    Without a setting and without a system property it is the JDK's own store.
    """
    store = connection.store
    if store is None or not (store.process or own):
        return TrustStore.SYSTEM, reason
    if not store.process:
        setting = connection.effective("truststore")
        return TrustStore.FILE, Reason(
            text=f"trustStore={store.name} is written", evidence=reason.evidence, source=reason.source, setting=setting
        )
    return TrustStore.FILE, Reason(
        text=f"the JVM is told to use javax.net.ssl.trustStore={store.name} in {store.location.path}",
        evidence=Evidence.DOCUMENTED,
        source="Java: JSSE Reference Guide, customizing the default keystores and truststores",
    )
