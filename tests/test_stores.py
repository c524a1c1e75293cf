"""Which trust store a JVM connection reads: its own, its process's, the JDK's; and where the file is in the tree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reports import json_of

URL = "jdbc:sqlserver://h;encrypt=true"
OPTION = "-Djavax.net.ssl.trustStore="


def stores(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> dict[str, Any]:
    """For each file with a connection: the store's name, where it is written, the file, and what the client reads."""
    (folder / ".git").mkdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    found = {}
    for connection in json_of(".")["connections"]:
        store = connection["trust_store"]
        lines = [] if store is None else (folder / store["path"]).read_text(encoding="utf-8").splitlines()
        written = store and lines[store["start"]["line"] - 1][store["start"]["column"] - 1 : store["end"]["column"] - 1]
        told = store and (store["name"], written, store["path"], store["process"], store["file"])
        found[connection["path"]] = told, connection["assessments"][-1]["as_is"]["trust_store"]
    return found


def test_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stores(tmp_path, monkeypatch, **{"a.properties": f"u={URL}"}) == {"a.properties": (None, "system")}


def test_its_own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "app/src/main/resources/a.properties": f"u={URL};trustStore=classpath:certs/rds.jks",
        "app/src/main/resources/certs/rds.jks": "",
        "b.yaml": f"u: {URL};trustStore=/opt/rds.jks\nv: r2dbc:mssql://h/d?ssl=true&trustStore=x.jks",
        "Dockerfile": f"ENV JAVA_OPTS={OPTION}/other.jks",
    }
    found = stores(tmp_path, monkeypatch, **files)
    name, path = "classpath:certs/rds.jks", "app/src/main/resources/a.properties"
    assert found[path] == ((name, name, path, False, "app/src/main/resources/certs/rds.jks"), "file")
    assert found["b.yaml"] == (("x.jks", "x.jks", "b.yaml", False, None), "file")


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("Dockerfile", f'ENV JAVA_OPTS="-Xmx1g {OPTION}certs/rds.jks -Da=b"', "certs/rds.jks"),
        ("Dockerfile", f'ENTRYPOINT ["java", "{OPTION}certs/rds.jks", "-jar", "a.jar"]', "certs/rds.jks"),
        (".mvn/jvm.config", f"{OPTION}certs/rds.jks", "certs/rds.jks"),
        (
            "docker-compose.yml",
            f"services:\n a:\n  command:\n   - X=={OPTION}certs/rds.jks",
            "certs/rds.jks",
        ),
        ("bin/setenv.sh", f"CATALINA_OPTS=\"$CATALINA_OPTS {OPTION}'certs/rds.jks'\"", "certs/rds.jks"),
        ("gradle.properties", "systemProp.javax.net.ssl.trustStore=certs/rds.jks", "certs/rds.jks"),
        (".env", f"JAVA_TOOL_OPTIONS={OPTION}certs/rds.jks", "certs/rds.jks"),
        ("build.gradle", f"bootRun {{ jvmArgs '{OPTION}certs/rds.jks' }}", "certs/rds.jks"),
    ],
)
def test_options_of_the_process(
    name: str, text: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"src/a.properties": f"u={URL}", name: text, "certs/rds.jks": ""}
    found = stores(tmp_path, monkeypatch, **files)
    assert found["src/a.properties"] == ((written, written, name, True, "certs/rds.jks"), "file")


def test_the_file_itself_tells_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = 'System.setProperty("javax.net.ssl.trustStore", "own.jks");'
    files = {
        "A.java": f'class A {{ void f() {{ {call} g("jdbc:jtds:sqlserver://h/d;ssl=authenticate"); }} }}',
        "Dockerfile": f"ENV JAVA_OPTS={OPTION}/other.jks",
    }
    found = stores(tmp_path, monkeypatch, **files)
    assert found == {"A.java": (("own.jks", "own.jks", "A.java", True, None), "file")}


def test_the_nearest_folder_tells_and_several_tell_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "Dockerfile": f"ENV A={OPTION}/far.jks",
        "a/Dockerfile": f"ENV A={OPTION}/near.jks",
        "a/b/c.properties": f"u={URL}",
        "d/Dockerfile": f"ENV A={OPTION}/one.jks\nENV B={OPTION}/two.jks",
        "d/e.properties": f"u={URL}",
    }
    found = stores(tmp_path, monkeypatch, **files)
    assert found["a/b/c.properties"][0] == ("/near.jks", "/near.jks", "a/Dockerfile", True, None)
    assert found["d/e.properties"][0] == ("/far.jks", "/far.jks", "Dockerfile", True, None)


@pytest.mark.parametrize("name", ["../out.jks", "/etc/x.jks", "${TRUST}", "missing.jks", "file:/x.jks"])
def test_no_file_outside_the_tree(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.jks").touch()
    inner = tmp_path / "in"
    inner.mkdir()
    ((told, _),) = stores(inner, monkeypatch, **{"a.properties": f"u={URL};trustStore={name}"}).values()
    assert told is None if name == "${TRUST}" else told[-1] is None


def test_only_clients_of_the_jvm_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "a.json": '{"ConnectionStrings": {"A": "Server=h;Encrypt=true;Database=d"}}',
        "Dockerfile": f"ENV A={OPTION}/x.jks",
    }
    assert stores(tmp_path, monkeypatch, **files) == {"a.json": (None, "system")}
