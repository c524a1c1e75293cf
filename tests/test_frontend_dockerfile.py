"""The Dockerfile front-end: instructions, forms, heredocs, stages, and what each command knows of its stage."""

from __future__ import annotations

import pytest

from lint_rds_tls.frontends.dockerfile import FRONTEND
from lint_rds_tls.languages import frontend_of
from lint_rds_tls.model import Record
from tests.documents import around, at, fragments, literals, runs, told, uses, values


def dockerfile(*lines: str, image: str = "debian") -> str:
    return "\n".join((f"FROM {image}", *lines)) + "\n"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("RUN sqlcmd -C", ["shell: sqlcmd -C"]),
        ("run sqlcmd -C", ["shell: sqlcmd -C"]),
        ('RUN ["sqlcmd", "-C"]', ["sqlcmd | -C"]),
        ('RUN [ "sh", "-c", "sqlcmd -C" ]', ["shell: sqlcmd -C"]),
        ("RUN ['sqlcmd', '-C']", ["shell: ['sqlcmd', '-C']"]),
        ("RUN --mount=type=cache,target=/x --network=none sqlcmd -C", ["shell: sqlcmd -C"]),
        ("RUN a && \\\n    sqlcmd -C", ["shell: a &&     sqlcmd -C"]),
        ("RUN a && \\\n# a comment\n  # another\n\n    sqlcmd -C", ["shell: a &&     sqlcmd -C"]),
        ("RUN a && \\  \n  b", ["shell: a &&   b"]),
        ("CMD sqlcmd -C", ["shell: sqlcmd -C"]),
        ('CMD ["sqlcmd", "-C"]', ["sqlcmd | -C"]),
        ('ENTRYPOINT ["sh", "-c"]\nCMD ["sqlcmd -C"]', ["shell: sqlcmd -C"]),
        ('ENTRYPOINT ["sqlcmd"]\nCMD ["-C"]', ["sqlcmd | -C"]),
        ("ENTRYPOINT sqlcmd -C", ["shell: sqlcmd -C"]),
        ("HEALTHCHECK --interval=5s --retries=3 CMD sqlcmd -C || exit 1", ["shell: sqlcmd -C || exit 1"]),
        ('HEALTHCHECK --interval=5s \\\n  CMD ["sqlcmd", "-C"]', ["sqlcmd | -C"]),
        ("HEALTHCHECK NONE", []),
        ("ONBUILD RUN sqlcmd -C", ["shell: sqlcmd -C"]),
        ('SHELL ["pwsh", "-Command"]\nRUN Invoke-X', ["powershell: Invoke-X"]),
        ('SHELL ["cmd", "/S", "/C"]\nRUN sqlcmd -C', ["batch: sqlcmd -C"]),
        ('SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a', ["shell: a"]),
        ("# RUN sqlcmd -C", []),
        ("LABEL usage='sqlcmd -C'", []),
        ("COPY sqlcmd -C /", []),
        ("WORKDIR sqlcmd", []),
    ],
)
def test_instructions(line: str, found: list[str]) -> None:
    assert runs(FRONTEND, dockerfile(line)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("RUN <<EOF\nsqlcmd -C\na\nEOF\nRUN b", ["shell: sqlcmd -C\na\n", "shell: b"]),
        ("RUN <<-'EOF'\n\tsqlcmd -C\n\tEOF\nRUN b", ["shell: sqlcmd -C\n", "shell: b"]),
        ("RUN <<EOF\n#!/usr/bin/env python3\nx = 1\nEOF", ["python: #!/usr/bin/env python3\nx = 1\n"]),
        ("RUN bash -e <<EOF\nsqlcmd -C\nEOF", ["shell: bash -e <<EOF\nsqlcmd -C\nEOF\n"]),
        ("COPY <<EOF /init.sh\nsqlcmd -C\nEOF", ["shell: sqlcmd -C\n"]),
        ("COPY <<EOF /init\n#!/bin/sh\nsqlcmd -C\nEOF", ["shell: #!/bin/sh\nsqlcmd -C\n"]),
        ("COPY <<EOF /readme\nsqlcmd -C\nEOF", []),
        ("COPY <<'EOF' /a.sh\n$X\nEOF", ["shell: $X\n"]),
        ("ENV X=y\nCOPY <<EOF /a.sh\n$X\nEOF", ["shell: y\n"]),
        ("RUN <<EOF\nnever closed", ["shell: never closed\n"]),
    ],
)
def test_heredocs(source: str, found: list[str]) -> None:
    assert runs(FRONTEND, dockerfile(source)) == found


def test_the_escape_may_be_a_backtick() -> None:
    source = "# escape=`\nFROM microsoft/windowsservercore\nRUN dir C:\\ && `\n  sqlcmd -C\n"
    assert runs(FRONTEND, source) == ["batch: dir C:\\ &&   sqlcmd -C"]


@pytest.mark.parametrize(
    ("image", "language"),
    [
        ("mcr.microsoft.com/windows/servercore:ltsc2022", "batch"),
        ("mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-1809", "batch"),
        ("mcr.microsoft.com/mssql/server:2022-latest", "shell"),
    ],
)
def test_the_image_tells_which_shell_there_is(image: str, language: str) -> None:
    assert runs(FRONTEND, dockerfile("RUN a", image=image)) == [f"{language}: a"]


def test_a_command_knows_the_variables_of_its_stage() -> None:
    source = """\
ARG TAG=18
FROM mcr.microsoft.com/mssql-tools:${TAG}
ARG TAG
ARG DIR=/opt/mssql-tools$TAG
ENV PATH="$DIR/bin:$PATH" HOST=db\\ 1
ENV NOTE a text of several words
RUN sqlcmd
"""
    told_variables, libraries = around(FRONTEND, source)
    assert told_variables == {
        "TAG": "18",
        "DIR": "/opt/mssql-tools18",
        "PATH": "/opt/mssql-tools18/bin:◌",
        "HOST": "db 1",
        "NOTE": "a text of several words",
    }
    assert libraries == ("mcr.microsoft.com/mssql-tools:18",)


def test_an_argument_may_be_given_another_value_when_it_is_built() -> None:
    source = dockerfile("ARG A=x", "ENV B=y", "RUN z")
    (embedded,) = (each for each in fragments(FRONTEND, source) if hasattr(each, "around"))
    assert [(str(each.name), each.value.has_default) for each in embedded.around.variables] == [
        ("A", True),
        ("B", False),
    ]


def test_a_stage_goes_on_where_its_base_ended() -> None:
    source = """\
FROM debian AS base
ENV A=1
RUN apt-get update && \\
    apt-get install -y --no-install-recommends mssql-tools18=18.2.1 curl
FROM alpine AS other
RUN apk add sqlcmd
FROM base
COPY --from=other /x /x
COPY --from=nginx:1 /y /y
RUN sqlcmd
"""
    assert around(FRONTEND, source) == (
        {"A": "1"},
        ("debian", "mssql-tools18=18.2.1", "curl", "alpine", "sqlcmd", "nginx:1"),
    )


def test_connection_strings_in_variables_are_literals() -> None:
    source = dockerfile("ARG H=db", 'ENV CS="Server=$H;Encrypt=false" OTHER=x', "ENV CS2 Server=b;Encrypt=no")
    assert values(FRONTEND, source) == ["Server=db;Encrypt=false", "Server=b;Encrypt=no"]
    first, second = literals(FRONTEND, source)
    assert uses(first) == ["key CS"]
    assert source[first.span.start : first.span.end] == 'CS="Server=$H;Encrypt=false"'
    assert at(source, second.text) == "Server=b;Encrypt=no"


def test_variables_of_one_prefix_are_a_record() -> None:
    source = dockerfile("ENV DB_ENCRYPT=false DB_SERVER=h", "ENV DB_USER=u")
    (record,) = (each for each in fragments(FRONTEND, source) if isinstance(each, Record))
    assert told(record) == [("ENCRYPT", "false"), ("SERVER", "h"), ("USER", "u")]


@pytest.mark.parametrize(
    "name", ["Dockerfile", "dockerfile", "api.dockerfile", "Dockerfile.dev", "dockerfile_1", "Containerfile"]
)
def test_names(name: str) -> None:
    assert frontend_of(name) is FRONTEND


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\\",
        "FROM",
        "FROM \\\n",
        "RUN",
        "RUN [",
        'RUN ["a"',
        "ENV",
        "ENV =",
        "ENV A",
        "HEALTHCHECK",
        "ONBUILD",
        "SHELL []",
        "ONBUILD ONBUILD RUN x",
        "\ufeffFROM a",
    ],
)
def test_half_instructions_are_read(source: str) -> None:
    fragments(FRONTEND, source)


def test_long_files_are_read() -> None:
    assert len(runs(FRONTEND, dockerfile(*["RUN a"] * 5_000))) == 5_000
    assert len(runs(FRONTEND, dockerfile("RUN a " + "\\\n b" * 20_000))) == 1
    assert len(runs(FRONTEND, dockerfile("RUN " + "<<EOF " * 300))) == 1
    fragments(FRONTEND, dockerfile("ENV " + "A=$A" * 2_000, *[f"ENV A=$A$A{n}" for n in range(30)]))
