"""Shell scripts: POSIX sh, bash and its kin."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.frontends._trees.environment import groups
from lint_rds_tls.model import Fragment, Frontend, Problem, Source, Vocabulary
from lint_rds_tls.text import Span


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:
    """The commands that run programs of the vocabulary, texts that may connect, and what is written into files."""
    # The reader is large: only whoever meets such a file pays for it.
    from lint_rds_tls.frontends._shell.builtins import Builtins
    from lint_rds_tls.frontends._shell.parser import parse

    script, problems = parse(source.text)
    for message, at in problems:
        place = source.text.offset(at)
        source.problems.append(Problem(path=source.path, message=message, span=Span(place, place + 1), fatal=False))
    run = Builtins(source, vocabulary)
    run.run(script, [str(entry.name) for entry in source.around.variables])
    yield from run.found
    for group in groups(run.members.values(), vocabulary.keys):
        yield from group.record(source.text, "")


FRONTEND = Frontend(
    name="shell",
    patterns=(
        "*.sh", "*.bash", "*.zsh", "*.ksh", "*.dash", "*.bats", "*.command", "*.sh.tmpl", "*.sh.tpl", "*.sh.j2",
        "*.sh.erb", "*.sh.in", "*.sh.template", "*.sh.gotmpl", ".bashrc", ".bash_profile", ".bash_aliases", ".profile",
        ".zshrc", ".zprofile", ".zshenv",
    ),
    read=read,
    comments=("#",),
    interpreters=("sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "bats"),
)  # fmt: skip
