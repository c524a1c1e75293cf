"""What commands do with files of certificates: fetch, copy and write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lint_rds_tls.data.rds import holds_many
from lint_rds_tls.model import Command, Word

__all__ = ["COPIERS", "FETCHERS", "Files", "Move", "file_name", "moves", "program"]

FETCHERS = frozenset({"curl", "wget", "invoke-webrequest", "iwr"})
COPIERS = frozenset({"cp", "mv", "install", "copy", "add"})
#: Options of one letter that take a value, of https://curl.se/docs/manpage.html, GNU Wget and coreutils.
_VALUED = {
    "curl": "oHduAeXbcxmwTFErtyYzDPQUCKi",
    "wget": "OoaPtTUeiQlARDIXB",
    "install": "mogtS",
    "cp": "tS",
    "mv": "tS",
}
_INTO = "t"
#: Options of Invoke-WebRequest: where it writes, and those behind which an address stands.
_OUT, _FROM = ("-outfile", "-o"), ("-uri", "-u")


@dataclass(frozen=True, slots=True)
class Move:
    """A file that comes to stand somewhere, by one command."""

    source: Word  #: a path or an address
    target: Word | None  #: None: under its own name in the working directory
    inside: bool = False  #: the target is told to be a directory


@dataclass(slots=True)
class Files:
    """Where the commands of a file have put what, so far: a path to the name or address that its content has."""

    contents: dict[str, str] = field(default_factory=dict)

    def follow(self, command: Command) -> None:
        """Take in what a command does."""
        if program(command) == "openssl":
            for before, word in pairwise(command.arguments):
                if str(before.text) == "-out":
                    self.contents[_path(str(word.text))] = ""
        for move in moves(command):
            if move.target is not None and not move.inside and not _is_unknown(move.source, move.target):
                self.contents[_path(str(move.target.text))] = self.content(str(move.source.text))

    def content(self, path: str) -> str:
        """The name or address that tells what a path holds: its own where nothing else is known."""
        return self.contents.get(_path(path), path)

    def holds_many(self, path: str) -> bool:
        """Whether it holds more than one certificate of RDS."""
        return holds_many(self.content(path))


def program(command: Command) -> str:
    """The name of the program, in lower case."""
    return file_name(str(command.program.text)).lower().removesuffix(".exe")


def file_name(path: str) -> str:
    """The last part of a path or an address."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2].partition("?")[0]


def moves(command: Command) -> Iterator[Move]:
    """What a command fetches or copies, and to where."""
    name = program(command)
    if name == "curl":
        yield from _fetched(*_options(command.arguments, name), ("o", "output"))
    elif name == "wget":
        yield from _fetched(*_options(command.arguments, name), ("O", "output-document"))
    elif name in FETCHERS:
        yield from _web_request(command.arguments)
    elif name in COPIERS:
        yield from _copied(*_options(command.arguments, name))


def _fetched(options: Sequence[tuple[str, Word]], operands: Sequence[Word], outputs: tuple[str, str]) -> Iterator[Move]:
    targets = [word for option, word in options if option in outputs]
    addresses = [word for option, word in options if option == "url"] + [
        word for word in operands if "://" in str(word.text)
    ]
    for index, address in enumerate(addresses):
        yield Move(address, targets[index] if index < len(targets) else None)


def _web_request(words: Sequence[Word]) -> Iterator[Move]:
    """PowerShell's: the address may stand alone."""
    behind = {str(before.text).lower(): word for before, word in pairwise(words)}
    address = next((behind[name] for name in _FROM if name in behind), None)
    address = address or next((word for word in words if str(word.text).lower().startswith("http")), None)
    target = next((behind[name] for name in _OUT if name in behind), None)
    if address is not None and target is not None:
        yield Move(address, target)


def _copied(options: Sequence[tuple[str, Word]], operands: Sequence[Word]) -> Iterator[Move]:
    into = next((word for option, word in options if option in (_INTO, "target-directory")), None)
    sources, target = (operands, into) if into is not None else (operands[:-1], operands[-1] if operands else None)
    for source in sources:
        if target is not None:
            yield Move(source, target, inside=into is not None or len(sources) > 1 or str(target.text).endswith("/"))


def _options(words: Sequence[Word], name: str) -> tuple[list[tuple[str, Word]], list[Word]]:
    """The options that have a value, by their names without dashes, and the operands."""
    valued, found, operands = _VALUED.get(name, ""), [], []
    waiting = ""
    for word in words:
        text = str(word.text)
        if waiting:
            found.append((waiting, word))
            waiting = ""
        elif text.startswith("--"):
            option, equals, _ = text[2:].partition("=")
            if equals:
                found.append((option, Word(text=word.text[len(option) + 3 :], span=word.span)))
            elif option in ("output", "output-document", "url", "target-directory"):
                waiting = option
        elif text.startswith("-") and len(text) > 1:
            at = next((index for index, letter in enumerate(text) if index and letter in valued), 0)
            if at and at + 1 < len(text):
                found.append((text[at], Word(text=word.text[at + 1 :], span=word.span)))
            elif at:
                waiting = text[at]
        else:
            operands.append(word)
    return found, operands


def _is_unknown(*words: Word) -> bool:
    return any(word.text.has_hole for word in words)


def _path(text: str) -> str:
    return text.removeprefix("./")
