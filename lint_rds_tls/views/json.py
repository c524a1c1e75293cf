"""The inventory as JSON, version 1, for scripts.

```json
{"version": 1, "as_of": "2026-11-23",
 "summary": {"connections": 1, "by_verdict": {"needs-ca": 1, "needs-ca-once-forced": 0, "pinned": 0, "cannot-tell": 0,
             "does-not-verify": 0, "cannot-connect": 0, "not-affected": 0}},
 "connections": [{"path": "src/Db.cs", "line": 12, "column": 40, "part": "src", "dialect": "adonet", "host": "…",
                  "host_class": "rds|local|remote|unknown", "endpoint": "instance", "region": "eu-west-1",
                  "application": null, "verdict": "needs-ca", "reasons": ["…"], "to_do": "…",
                  "trust_store": null, "sessions": null, "unencrypted_sessions": null,
                  "clients": [{"client": "microsoft-data-sqlclient", "version": "5.1.9", "verdict": "needs-ca",
                               "as_is": {"encryption": "required", "verification": "chain", "hostname": "checked",
                                         "trust_store": "system"},
                               "forced": {}, "reasons": ["…"], "to_do": "…", "name_hint": ""}]}],
 "servers": [{"kind": "parameter group", "tool": "terraform", "path": "main.tf", "line": 3, "name": "main",
              "says": "…", "forces_tls": false}],
 "trust_stores": [{"name": "rds.jks", "path": "certs/rds.jks", "readiness": "ready|lacks-root|no-rds|unreadable",
                   "message": "…", "region": null, "named_by": ["src/Db.java:3"]}],
 "sessions": {"path": "sessions.csv", "count": 9, "unencrypted": 1, "left_out": 2, "told_apart": true,
              "unexplained": [{"client_interface_name": "jTDS", "client": "jTDS", "program_name": "report",
                               "host_name": "batch1", "count": 3, "unencrypted": 3}],
              "unread": [{"line": 4, "message": "…"}]},
 "guides": [{"subject": "Microsoft.Data.SqlClient", "text": "…", "source": "…"}],
 "errors": [{"path": "…", "message": "…"}],
 "stats": {"files": 120, "seconds": 1.5}}
```

Members are always there; what is not known, or was not asked for, is null. Postures are null where the client refuses
what is written. `to_do` may have several lines, one for each group of clients. Names of verdicts and postures are those
of the enumerations of `model`. New members may be added within version 1.
"""

from __future__ import annotations

import json
from typing import Any

from lint_rds_tls.model import ClientRotation, Inventory, Posture, Row, Server, Sessions, StoreSeen, View


def write(inventory: Inventory, colour: bool) -> str:  # noqa: ARG001 -- JSON has no colour
    """One document, its members in a fixed order."""
    document = {
        "version": 1,
        "as_of": inventory.as_of.isoformat(),
        "summary": {
            "connections": len(inventory.rows),
            "by_verdict": {verdict.value: count for verdict, count in inventory.counts().items()},
        },
        "connections": [_row(row) for row in inventory.rows],
        "servers": [_server(server) for server in inventory.servers],
        "trust_stores": [_store(store) for store in inventory.stores],
        "sessions": inventory.sessions and _sessions(inventory.sessions),
        "guides": [{"subject": each.subject, "text": each.text, "source": each.source} for each in inventory.guides],
        "errors": [{"path": problem.path, "message": problem.message} for problem in inventory.problems],
        "stats": {"files": inventory.files, "seconds": round(inventory.seconds, 3)},
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _row(row: Row) -> dict[str, Any]:
    return {
        "path": row.path,
        "line": row.line,
        "column": row.column,
        "part": row.part,
        "dialect": row.dialect,
        "host": row.host,
        "host_class": row.host_class.value,
        "endpoint": row.endpoint,
        "region": row.region,
        "application": row.application,
        "verdict": row.rotation.verdict.value,
        "reasons": list(row.rotation.reasons),
        "to_do": row.rotation.to_do,
        "trust_store": row.store and _store(row.store),
        "sessions": row.sessions,
        "unencrypted_sessions": None if row.sessions is None else row.unencrypted,
        "clients": [_client(each) for each in row.rotation.clients],
    }


def _client(client: ClientRotation) -> dict[str, Any]:
    return {
        "client": client.driver,
        "version": client.versions,
        "verdict": client.verdict.value,
        "as_is": _posture(client.as_is),
        "forced": _posture(client.forced),
        "reasons": list(client.reasons),
        "to_do": client.to_do,
        "name_hint": client.name_hint,
    }


def _posture(posture: Posture | None) -> dict[str, str] | None:
    if posture is None:
        return None
    return {
        "encryption": posture.encryption.value.value,
        "verification": posture.verification.value.value,
        "hostname": posture.hostname.value.value,
        "trust_store": posture.trust_store.value.value,
    }


def _store(store: StoreSeen) -> dict[str, Any]:
    return {
        "name": store.name,
        "path": store.path,
        "readiness": store.readiness,
        "message": store.message,
        "region": store.region,
        "named_by": list(store.named_by),
    }


def _server(server: Server) -> dict[str, Any]:
    return {
        "kind": server.kind,
        "tool": server.tool,
        "path": server.path,
        "line": server.line,
        "name": server.name,
        "says": server.says,
        "forces_tls": server.forces_tls,
    }


def _sessions(sessions: Sessions) -> dict[str, Any]:
    return {
        "path": sessions.path,
        "count": sessions.count,
        "unencrypted": sessions.unencrypted,
        "left_out": sessions.left_out,
        "told_apart": sessions.told_apart,
        "unexplained": [
            {
                "client_interface_name": each.client,
                "client": each.driver,
                "program_name": each.program,
                "host_name": each.machine,
                "count": each.count,
                "unencrypted": each.unencrypted,
            }
            for each in sessions.unexplained
        ],
        "unread": [{"line": each.line, "message": each.message} for each in sessions.unread],
    }


VIEW = View(name="json", summary="everything, version 1, for scripts", write=write)
