"""Peeling: what starts a program is no part of its command line."""

from __future__ import annotations

import base64
import shlex

import pytest

from lint_rds_tls.frontends._commands.lines import fragments
from lint_rds_tls.model import Command, Embedded, Entry, Fragment, Literal, Surroundings, Word
from lint_rds_tls.text import MappedText, Span


def line(text: str, given: str | None = None, around: Surroundings | None = None) -> list[Fragment]:
    """The fragments of words as shlex cuts them; `?` is a quoted unknown, `*?` one that may be several words."""
    words, at = [], 0
    for said in shlex.split(text):
        place = Span(at, at + len(said))
        unknown = said in ("?", "*?")
        words.append(
            Word(
                text=MappedText.hole(place) if unknown else MappedText.copied(said, at), span=place, splits=said == "*?"
            )
        )
        at += len(said) + 1
    told = None if given is None else MappedText.copied(given, 1000)
    programs = {"sqlcmd", "bcp", "invoke-sqlcmd"}
    return list(fragments(words, programs, shell="sh", input=told, around=around or Surroundings()))  # noqa: S604


def command(text: str) -> str:
    """Program and arguments of the one command, with what is set for it in front and the images behind."""
    (found,) = [each for each in line(text) if isinstance(each, Command)]
    words = [str(word.text) for word in (found.program, *found.arguments)]
    variables = [f"{entry.name}={entry.value}" for entry in found.environment]
    return " ".join([*variables, *words, *(f"({library})" for library in found.libraries)]).replace("\ufffc", "?")


@pytest.mark.parametrize(
    "prefix",
    [
        "sudo", "sudo -u postgres", "sudo -E -H -u root --", "doas -u x", "exec", "exec -a name", "command",
        "command -p", "builtin", "nohup", "time -p", "timeout 5", "timeout -k 5 -s KILL 30s", "timeout --signal=9 5",
        "nice -n 5", "nice -n5", "ionice -c 2 -n 7", "stdbuf -oL -eL", "setsid -w", "docker exec db",
        "docker exec -it -u 0 db", "docker exec -ti -w /tmp db", "docker --context x exec db",
        "docker container exec db", "podman exec -l db", "nerdctl -n k8s.io exec db", "docker compose exec -T db",
        "docker compose -f a.yml --profile x exec db", "docker-compose -p x run --rm --no-deps -v a:b db",
        "kubectl exec -n ns pod -- ", "kubectl -n ns exec -it pod -c x --", "kubectl exec pod", "oc rsh pod",
        "kubectl exec deploy/mssql -it --", "gosu mssql", "su-exec mssql:root", "tini --", "tini -g -p SIGTERM --",
        "dumb-init -r 15:2", "wait-for-it db:1433 -t 60 --", "./wait-for-it.sh -h db -p 1433 --",
        "dockerize -wait tcp://db:1433 -timeout 60s", "retry 5", "./retry.sh --times 3", "flock -w 5 /tmp/lock",
        "chroot /mnt", "nsenter -t 1 -m -u --", "winpty", "wsl -d Ubuntu -u root --", "start /wait",
        "sudo docker exec db", "sudo -n timeout 5 docker exec -i db", "*?", "?", "*? exec db", "*? exec -T db",
        "*? compose exec db", "? -n ns exec pod --", "busybox", "runuser -u mssql --",
        "minikube kubectl -- exec pod --", "lxc exec c --", "aws-vault exec me --", "find . -name x -exec",
        "docker exec *? db", "docker exec *?",
    ],
)  # fmt: skip
def test_what_starts_a_program_is_peeled_off(prefix: str) -> None:
    assert command(f"{prefix} /opt/mssql-tools18/bin/sqlcmd -C -S db") == "/opt/mssql-tools18/bin/sqlcmd -C -S db"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("env A=b sqlcmd -C", "A=b sqlcmd -C"),
        ("env -i -u X A=b C=d sqlcmd -C", "A=b C=d sqlcmd -C"),
        ("sudo A=b sqlcmd -C", "A=b sqlcmd -C"),
        ("docker exec -e A=b --env=C=d -eE=f db sqlcmd -C", "A=b C=d E=f sqlcmd -C"),
        ("docker run --rm -it -e A=b --name x x.io/tools sqlcmd -C", "A=b sqlcmd -C (x.io/tools)"),
        ("docker run --network host --entrypoint /opt/bin/sqlcmd img -C -S x", "/opt/bin/sqlcmd -C -S x (img)"),
        ("docker run --entrypoint=sqlcmd img -C", "sqlcmd -C (img)"),
        ("kubectl run x --rm -it --image=tools --restart=Never --env=A=b -- sqlcmd -C", "A=b sqlcmd -C (tools)"),
        ("kubectl run x --image tools --command -- sqlcmd -C", "sqlcmd -C (tools)"),
        ("xargs -n1 -P 4 sqlcmd -C -i", "sqlcmd -C -i ?"),
        ("xargs -I{} sqlcmd -C -d {} -i x{}.sql", "sqlcmd -C -d ? -i x?.sql"),
        ("find . -name '*.sql' -exec sqlcmd -C -i {} ;", "sqlcmd -C -i {}"),
        ("bcp db.t in f -c -T", "bcp db.t in f -c -T"),
        ("SQLCMD.EXE -C", "SQLCMD.EXE -C"),
    ],
)  # fmt: skip
def test_variables_and_images_are_kept(text: str, wanted: str) -> None:
    assert command(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "echo sqlcmd -C", "printf %s sqlcmd -C", "tar -C sqlcmd -x", "grep sqlcmd -r .", "which sqlcmd",
        "command -v sqlcmd", "apt-get install -y sqlcmd -o x", "*? apt-get install sqlcmd -y", "cp sqlcmd -t /x",
        "ls -l sqlcmd", "test -x sqlcmd", "chmod +x sqlcmd", "rm -f sqlcmd", "find . -name sqlcmd -print",
        "alias sqlcmd", "cat sqlcmd", "man sqlcmd", "type sqlcmd", "log_info sqlcmd -C", "need sqlcmd",
        "*? install sqlcmd", "sudo apt-get install sqlcmd -y", "docker pull sqlcmd", "brew install sqlcmd",
        "git -C sqlcmd -x", "kubectl get sqlcmd -o yaml", "exec", "sudo", "docker exec", "docker run", "",
        "bash script.sh sqlcmd -C", "python run.py sqlcmd -C",
    ],
)  # fmt: skip
def test_a_program_that_only_takes_the_word_starts_nothing(text: str) -> None:
    assert line(text) == []


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("sh -c 'sqlcmd -C'", "shell", "sqlcmd -C"), ("bash -lc 'sqlcmd -C' name one", "shell", "sqlcmd -C"),
        ("/bin/bash -euo pipefail -c 'sqlcmd -C'", "shell", "sqlcmd -C"),
        ("sudo -u x bash --login -c 'sqlcmd -C'", "shell", "sqlcmd -C"),
        ("docker exec db /bin/sh -c 'sqlcmd -C'", "shell", "sqlcmd -C"),
        ("docker run --health-cmd 'sqlcmd -C' img", "shell", "sqlcmd -C"),
        ("docker create --health-cmd='sqlcmd -C' img", "shell", "sqlcmd -C"),
        ("--health-cmd 'sqlcmd -C' --health-interval 10s", "shell", "sqlcmd -C"),
        ("--name=x --health-cmd='sqlcmd -C'", "shell", "sqlcmd -C"), ("su -c 'sqlcmd -C' x", "shell", "sqlcmd -C"),
        ("su - x -c 'sqlcmd -C'", "shell", "sqlcmd -C"), ("ssh -p 22 host 'sqlcmd' -C", "shell", "sqlcmd -C"),
        ("ssh host -t sudo sqlcmd -C", "shell", "sudo sqlcmd -C"), ("eval 'sqlcmd' -C", "shell", "sqlcmd -C"),
        ("watch -n 5 sqlcmd -C", "shell", "sqlcmd -C"), ("parallel -j 4 sqlcmd -C ::: a b", "shell", "sqlcmd -C"),
        ("env -S 'sqlcmd -C'", "shell", "sqlcmd -C"), ("flock /x -c 'sqlcmd -C'", "shell", "sqlcmd -C"),
        ("vagrant ssh -c 'sqlcmd -C'", "shell", "sqlcmd -C"), ("retry 5 bash -c 'sqlcmd -C'", "shell", "sqlcmd -C"),
        ("*? exec db sh -c 'sqlcmd -C'", "shell", "sqlcmd -C"),
        ("docker exec db *? -lc 'sqlcmd -C'", "shell", "sqlcmd -C"),
        ("cmd /c sqlcmd -Q 'a b'", "batch", 'sqlcmd -Q "a b"'), ("cmd.exe //c 'sqlcmd -C'", "batch", "sqlcmd -C"),
        ("powershell -NoProfile -ExecutionPolicy Bypass -Command Invoke-Sqlcmd -X", "powershell", "Invoke-Sqlcmd -X"),
        ("pwsh -c 'Invoke-Sqlcmd -X'", "powershell", "Invoke-Sqlcmd -X"),
        ("powershell.exe Invoke-Sqlcmd -X", "powershell", "Invoke-Sqlcmd -X"),
        ("python3 -c 'import x'", "python", "import x"),
    ],
)  # fmt: skip
def test_text_that_something_reads_is_embedded(text: str, language: str, wanted: str) -> None:
    (found,) = line(text)
    assert isinstance(found, Embedded)
    assert (found.language, str(found.text)) == (language, wanted)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("bash", "shell"), ("sh -s -- a", "shell"), ("bash -e -", "shell"), ("ssh host", "shell"),
        ("docker exec -i db bash", "shell"), ("ssh host bash -s", "shell"), ("sudo su - x", "shell"),
        ("python -", "python"), ("python3", "python"), ("pwsh -Command -", "powershell"),
        ("kubectl apply -f -", "yaml"), ("docker compose -f - up", "yaml"), ("bash script.sh", None), ("cat", None),
    ],
)  # fmt: skip
def test_what_reads_its_standard_input_reads_what_it_is_given(text: str, language: str | None) -> None:
    found = [each.language for each in line(text, "given") if isinstance(each, Embedded) and str(each.text) == "given"]
    assert found == ([] if language is None else [language])


def test_an_encoded_command_is_decoded() -> None:
    encoded = base64.b64encode("Invoke-Sqlcmd -X".encode("utf-16-le")).decode()
    (found,) = line(f"pwsh -EncodedCommand {encoded}")
    assert isinstance(found, Embedded)
    assert (found.language, str(found.text), found.text.span) == (
        "powershell",
        "Invoke-Sqlcmd -X",
        Span(21, 21 + len(encoded)),
    )


def test_words_behind_the_text_of_a_shell_are_its_positional_parameters() -> None:
    (found,) = line("bash -c 'sqlcmd $1' name -C")
    assert isinstance(found, Embedded)
    assert [(str(each.name), str(each.value)) for each in found.around.variables] == [("0", "name"), ("1", "-C")]


def test_variables_of_this_machine_are_not_in_the_container() -> None:
    here = Entry(name=MappedText.copied("A"), value=MappedText.copied("b"), span=Span(0, 1))
    around = Surroundings(variables=(here,))
    (bare,) = line("docker exec db sqlcmd -C", around=around)
    (passed,) = line("docker exec -e A db sqlcmd -C", around=around)
    (local,) = line("sudo sqlcmd -C", around=around)
    assert isinstance(bare, Command)
    assert isinstance(passed, Command)
    assert isinstance(local, Command)
    assert (bare.environment, passed.environment, local.environment) == ((), (here,), (here,))


def test_a_variable_that_is_handed_over_may_connect() -> None:
    (found,) = line("docker run -e CS='Server=db;Encrypt=false' img")
    assert isinstance(found, Literal)
    assert (str(found.text), found.uses[0].name) == ("Server=db;Encrypt=false", "CS")


def test_endless_wrappers_end() -> None:
    assert line("sudo " * 2000 + "sqlcmd -C") == []
    assert line("x exec " * 2000) == []


@pytest.mark.parametrize("text", ["Describe Invoke-Sqlcmd -Tag Unit", "? Invoke-Sqlcmd -Query x", "x -- Invoke-Sqlcmd"])
def test_a_program_cannot_start_a_cmdlet(text: str) -> None:
    assert line(text) == []


@pytest.mark.parametrize("text", ["make -C sqlcmd -S", "cmake -C sqlcmd -S .", "ninja -C sqlcmd -v", "kcat -C bcp -b"])
def test_a_name_given_to_a_program_that_starts_none_is_no_command(text: str) -> None:
    assert line(text) == []
