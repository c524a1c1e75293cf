"""Debian's update-ca-certificates: files that it passes over, or that it installs for some clients only.

It takes `*.crt` below /usr/local/share/ca-certificates and gives each a hash link, unless that holds several
certificates: update-ca-certificates(8), openssl-rehash(1), both measured on Debian 12. Alpine has a program of its own
under this name, which takes other names, too; nothing is said there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_rds_tls.model import Command, Fragment, Resource, StoreImport, StoreImportFault, Tool, Vocabulary, Word
from lint_rds_tls.text import HOLE_CHARACTER
from lint_rds_tls.tools._files import COPIERS, FETCHERS, Files, Move, file_name, moves, program

_PROGRAM = "update-ca-certificates"
_FOLDER = "/usr/local/share/ca-certificates"
_TAKEN = ".crt"
_PASSED_OVER = (".pem", ".cer", ".der")
#: Programs that may give a file its right name later, or split it.
_MENDERS = frozenset({"mv", "cp", "ln", "rename", "openssl", "csplit", "split", "awk"})
_ELSEWHERE = re.compile(r"alpine|wolfi|chainguard|busybox", re.IGNORECASE)


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """Each certificate that is put where update-ca-certificates looks."""
    commands = [each for each in fragments if isinstance(each, Command)]
    programs = {program(each) for each in commands}
    if _PROGRAM not in programs or "apk" in programs:
        return  # files that lie there for others (NODE_EXTRA_CA_CERTS), or Alpine
    files = Files()
    for index, command in enumerate(commands):
        if not any(_ELSEWHERE.search(each) for each in command.libraries):
            for move in moves(command):
                yield from _import(command, move, path, files, commands[index + 1 :])
        files.follow(command)


def _import(command: Command, move: Move, path: str, files: Files, later: Sequence[Command]) -> Iterator[Resource]:
    if move.target is None or move.source.text.has_hole or move.target.text.has_hole:
        return
    target, source = str(move.target.text), str(move.source.text)
    if target != _FOLDER and not target.startswith(f"{_FOLDER}/"):
        return
    as_named = _is_folder(move, target)
    name, decides = (file_name(source), move.source) if as_named else (file_name(target), move.target)
    fault = _fault(name, source, files)
    if fault is not None and any(_may_mend(each, name) for each in later):
        return
    yield StoreImport(
        tool="ca-certificates",
        path=path,
        span=decides.span,
        source=source,
        name=name,
        store=_FOLDER,
        fault=fault,
        alternative=command.alternative or any(HOLE_CHARACTER in each for each in command.libraries),
    )


def _is_folder(move: Move, target: str) -> bool:
    return move.inside or target.rstrip("/") == _FOLDER or "." not in file_name(target)


def _fault(name: str, source: str, files: Files) -> StoreImportFault | None:
    if name.lower().endswith(_PASSED_OVER):
        return StoreImportFault.NAME_IGNORED
    if name.endswith(_TAKEN) and files.holds_many(source):
        return StoreImportFault.NOT_HASHED
    return None


def _may_mend(command: Command, name: str) -> bool:
    """Whether a later command may rename or split the file: it names it, or what it names is not known."""
    return program(command) in _MENDERS and any(_may_be(word, name) for word in command.arguments)


def _may_be(word: Word, name: str) -> bool:
    return word.text.has_hole or name in str(word.text) or "*" in str(word.text)


TOOL = Tool(
    name="ca-certificates",
    keywords=(b"local/share/ca-certificates",),
    vocabulary=Vocabulary(programs=_MENDERS | COPIERS | FETCHERS | {_PROGRAM, "apk"}),
    read=read,
)
