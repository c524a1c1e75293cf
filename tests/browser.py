"""A headless Chromium for tests, driven with the WebDriver protocol and nothing but the standard library."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

__all__ = ["HOW_TO_GET_IT", "Browser", "browser", "is_here"]

HOW_TO_GET_IT = "no Chromium: apt-get install chromium chromium-driver"
_OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage")


def is_here() -> bool:
    """Whether there is a browser and its driver."""
    return shutil.which("chromedriver") is not None and _chromium() is not None


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name)) is not None), None)


class Browser:
    """A page that is open."""

    def __init__(self, address: str) -> None:
        self._address = address

    @classmethod
    def start(cls, port: str, *, scripts: bool) -> Browser:
        preferences = {} if scripts else {"profile.managed_default_content_settings.javascript": 2}
        capabilities = {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": list(_OPTIONS), "binary": _chromium(), "prefs": preferences},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        found = _ask(f"http://127.0.0.1:{port}/session", {"capabilities": {"alwaysMatch": capabilities}})
        return cls(f"http://127.0.0.1:{port}/session/{found['sessionId']}")

    def open(self, path: Path) -> None:
        self._post("url", {"url": path.as_uri()})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self._post("execute/sync", {"script": script, "args": list(arguments)})

    def press(self, keys: str) -> None:
        """Type into whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._post("actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def size(self, width: int, height: int) -> None:
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def media(self, kind: str = "screen", scheme: str = "light") -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.command("Emulation.setEmulatedMedia", media=kind, features=features)

    def screenshot(self, path: Path, *, whole: bool = False) -> None:
        found = self.command("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(found["data"]))

    def pdf(self) -> bytes:
        return base64.b64decode(self._post("print", {"background": False}))

    def complaints(self) -> list[str]:
        """What stands in the console."""
        return [entry["message"] for entry in self._post("se/log", {"type": "browser"})]

    def requests(self) -> list[str]:
        """Every address that was asked for."""
        entries = (json.loads(each["message"])["message"] for each in self._post("se/log", {"type": "performance"}))
        return [each["params"]["request"]["url"] for each in entries if each["method"] == "Network.requestWillBeSent"]

    def command(self, name: str, **parameters: Any) -> Any:
        """A command of the DevTools protocol."""
        return self._post("goog/cdp/execute", {"cmd": name, "params": parameters})

    def quit(self) -> None:
        urlopen(Request(self._address, method="DELETE"), timeout=30).close()  # noqa: S310 -- this machine

    def _post(self, what: str, body: dict[str, Any]) -> Any:
        return _ask(f"{self._address}/{what}", body)


def _ask(address: str, body: dict[str, Any]) -> Any:
    request = Request(address, json.dumps(body).encode(), {"Content-Type": "application/json"})  # noqa: S310 -- likewise
    with urlopen(request, timeout=60) as answer:  # noqa: S310 -- likewise
        return json.load(answer)["value"]


@contextmanager
def browser(*, scripts: bool = True) -> Iterator[Browser]:
    """A browser, ended with the block."""
    with subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True) as driver:
        try:
            assert driver.stdout is not None
            port = next(found[1] for line in driver.stdout if (found := re.search(r"successfully on port (\d+)", line)))
            page = Browser.start(port, scripts=scripts)
            try:
                yield page
            finally:
                page.quit()
        finally:
            driver.terminate()
