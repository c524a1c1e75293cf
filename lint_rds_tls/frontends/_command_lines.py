"""Command lines, however they are written: what only starts a program is peeled off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from lint_rds_tls.model import Command, Fragment, Surroundings, Word
from lint_rds_tls.text import MappedText

__all__ = ["fragments", "program_name"]

_FOLDERS = re.compile(r".*[/\\]")


def program_name(text: MappedText) -> str:
    """The file name of a program in lower case, without folders and `.exe`; "" where it is not known."""
    written = str(text)
    return "" if text.has_hole else _FOLDERS.sub("", written).lower().removesuffix(".exe")


def fragments(
    words: Sequence[Word],
    programs: Collection[str],
    *,
    shell: str = "",
    input: MappedText | None = None,  # noqa: A002 - the noun that Command has for it
    around: Surroundings,
) -> Iterator[Fragment]:
    """What a command line comes to: the Command of one of the `programs`, the text that a shell it starts reads.

    `words` are the program and its arguments, `shell` and `input` as in Command; `around.variables` are those that
    are set for it. `sudo`, `docker exec`, `xargs` and their kin are peeled off; of `sh -c TEXT` TEXT is Embedded.
    """
    for index, word in enumerate(words):
        if program_name(word.text) in programs:
            yield Command(
                program=word,
                arguments=tuple(words[index + 1 :]),
                span=word.span.cover(words[-1].span),
                shell=shell,
                environment=around.variables,
                input=input,
                libraries=around.libraries,
                guards=around.guards,
                alternative=around.alternative,
            )
            return
