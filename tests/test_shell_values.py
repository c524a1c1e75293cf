"""What shell variables, functions and here-documents are known to be, and the commands that follow."""

from __future__ import annotations

import pytest

from lint_rds_tls.model import Command, Embedded, Literal
from tests.shell_words import fragments


def commands(text: str) -> list[str]:
    """Program and arguments of each command; `?` is unknown, `*` may be several words, `|` one of several."""
    found = []
    for each in fragments(text):
        if isinstance(each, Command):
            words = [f"{word.text}{'*' if word.splits else ''}" for word in (each.program, *each.arguments)]
            found.append(("| " if each.alternative else "") + " ".join(words).replace("\ufffc", "?"))
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("S=/opt/bin/sqlcmd\nO='-C -N'\n$S $O -S db", ["/opt/bin/sqlcmd -C -N -S db"]),
        ("O=\"-S a -P $X -C\"\nsqlcmd $O", ["sqlcmd -S a -P ?* -C"]),
        ("A=(-S 'a b')\nA+=(-C)\nsqlcmd \"${A[@]}\"", ["sqlcmd -S a b -C"]),
        ("set -- -C \"$@\"\nsqlcmd \"$@\"", ["sqlcmd -C ?*"]),
        ("f() { sqlcmd -C \"$@\"; }\nf -Q x\nf -Q y", ["sqlcmd -C -Q x", "sqlcmd -C -Q y"]),
        ("f() { sqlcmd -S \"$1\"; }", ["sqlcmd -S ?"]),
        ("S=$(command -v sqlcmd || echo /x/sqlcmd)\n$S -C", ["| /x/sqlcmd -C", "| sqlcmd -C"]),
        ("f() { if a; then echo /a/sqlcmd; else echo /b/sqlcmd; fi; }\nS=$(f); $S -C",
         ["| /a/sqlcmd -C", "| /b/sqlcmd -C"]),
        ("S=$(ls /opt/*/sqlcmd | head -1)\n\"$S\" -C", ["/opt/*/sqlcmd -C"]),
        ("if a; then O=-C; else O=-N; fi\nsqlcmd $O", ["| sqlcmd -C", "| sqlcmd -N"]),
        ("if a; then S=/a/sqlcmd O=-C; else S=/b/sqlcmd O=; fi\n$S $O -b", ["| /a/sqlcmd -C -b", "| /b/sqlcmd -b"]),
        ("sqlcmd -S \"${H:-localhost}\" $X", ["sqlcmd -S localhost ?*"]),
        ("for h in a b; do sqlcmd -S $h; done", ["sqlcmd -S a", "sqlcmd -S b"]),
        ("alias s='sqlcmd -C'\ns -Q x", ["sqlcmd -C -Q x"]),
        ("eval \"sqlcmd -C\"", ["sqlcmd -C"]),
        ("echo sqlcmd -C\n# sqlcmd -C", []),
        ("retry() { \"$@\"; }\nretry sqlcmd -C", ["sqlcmd -C"]),
    ],
)  # fmt: skip
def test_what_is_known_is_followed(text: str, wanted: list[str]) -> None:
    assert commands(text) == wanted


def test_words_of_a_variable_stand_where_it_is_set() -> None:
    text = "OPTS='-b -C'\nsqlcmd $OPTS"
    (found,) = [each for each in fragments(text) if isinstance(each, Command)]
    assert [text[word.span.start : word.span.end] for word in found.arguments] == ["-b", "-C"]
    assert text[found.span.start : found.span.end] == "sqlcmd $OPTS"


def test_here_documents_are_input_or_files() -> None:
    text = "sqlcmd <<E\nselect\nE\ncat > a.json <<E\n{}\nE\nssh h <<'E'\nls $x\nE\n"
    found = fragments(text)
    (command,) = [each for each in found if isinstance(each, Command)]
    assert str(command.input) == "select\n"
    embedded = [(each.language, str(each.text)) for each in found if isinstance(each, Embedded)]
    assert embedded == [("json", "{}\n"), ("shell", "ls $x\n")]


def test_assigned_texts_that_may_connect_are_literals() -> None:
    text = 'export CS="Server=db;Encrypt=$E"\necho "X=Server=db;Encrypt=no" >> $GITHUB_ENV\napp --cs="Server=db;A=b"'
    found = [(str(each.text), each.uses[0].name) for each in fragments(text) if isinstance(each, Literal)]
    assert found == [("Server=db;Encrypt=\ufffc", "CS"), ("Server=db;Encrypt=no", "X"), ("Server=db;A=b", "app")]


def test_a_variable_set_for_one_command_is_a_text_that_may_connect() -> None:
    text = 'CS="Server=$IP;Database=d" \\\n  python -m pytest\n'
    (literal,) = [each for each in fragments(text) if isinstance(each, Literal)]
    assert str(literal.text) == "Server=\ufffc;Database=d"
    assert [(use.role, use.name) for use in literal.uses] == [("variable", "CS")]


def test_a_script_that_a_program_reads_is_no_text_that_may_connect() -> None:
    (found,) = fragments("docker exec db bash -lc 'export A=b; sqlcmd -C'\n")
    assert isinstance(found, Embedded)
    assert (found.language, str(found.text)) == ("shell", "export A=b; sqlcmd -C")


def test_what_is_printed_into_a_document_is_its_text() -> None:
    (found,) = fragments('echo "{\\"a\\": \\"$b\\"}" > "x.json"\necho "{}" > x.log\n')
    assert isinstance(found, Embedded)
    assert (found.language, str(found.text)) == ("json", '{"a": "\ufffc"}')


@pytest.mark.parametrize(
    "behind", ['>> "$GITHUB_ENV"', '| tee -a "$GITHUB_ENV"', "| sudo tee -a $GITHUB_ENV > /dev/null"]
)
def test_a_variable_that_is_printed_into_a_file_of_variables_is_a_text_that_may_connect(behind: str) -> None:
    (found,) = fragments(f'echo "CS=Server=db;Encrypt=false" {behind}\n')
    assert isinstance(found, Literal)
    assert (str(found.text), found.uses[0].name) == ("Server=db;Encrypt=false", "CS")


def test_a_file_of_variables_is_read_as_one_though_it_has_one_line() -> None:
    (found,) = fragments('cat > .env <<X\nCS="Server=db;Encrypt=false"\nX\n')
    assert isinstance(found, Embedded)
    assert found.language == "dotenv"
