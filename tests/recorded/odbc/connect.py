"""Connects as it is told, one request a line, and says what was thrown; runs where the clients are installed."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any


def thrown(request: dict[str, Any]) -> str:
    """What a client says when it cannot connect; every server here refuses the login at last."""
    module = importlib.import_module(request["client"])
    vars(module)["pooling"] = False  # pyodbc would hand out a former connection
    try:
        module.connect(*request.get("arguments", ()), **request.get("keywords", {})).close()
    except Exception as error:  # whatever the client says is the answer
        return f"{type(error).__name__}: {error}"
    return ""


def main() -> None:
    for line in sys.stdin:
        print(json.dumps({"thrown": thrown(json.loads(line))}), flush=True)


if __name__ == "__main__":
    main()
