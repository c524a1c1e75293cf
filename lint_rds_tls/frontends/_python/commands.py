"""Finds the command lines that Python code runs: lists of words, and text for a shell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lint_rds_tls.frontends._commands.lines import fragments, program_name
from lint_rds_tls.frontends._python.notes import Notes
from lint_rds_tls.frontends._python.values import Item, Listing, Mapping, Text, Value, part, single
from lint_rds_tls.model import Entry, Surroundings, Word
from lint_rds_tls.text import MappedText

__all__ = ["COMMAND_NAMES", "SHELLS", "WORDS", "Commands"]

#: These have text read by a shell.
SHELLS = frozenset(
    {
        "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "subprocess.run",
        "subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
        "asyncio.create_subprocess_shell", "pexpect.spawn", "pexpect.run", "commands.getoutput",
    }
)  # fmt: skip
#: These get the words as arguments of their own.
WORDS = frozenset(
    {
        "asyncio.create_subprocess_exec", "os.execl", "os.execlp", "os.execle", "os.execlpe", "os.spawnl", "os.spawnlp",
    }
)  # fmt: skip
#: Functions and arguments of other libraries whose text a shell reads, where it names a known program.
COMMAND_NAMES = frozenset(
    {
        "exec", "exec_run", "exec_command", "execute_command", "run", "run_command", "run_cmd", "run_shell", "system",
        "shell", "sh", "bash", "sudo", "local", "spawn", "call", "check_call", "check_output", "popen", "getoutput",
        "create_container", "command", "cmd", "commands", "cmds", "bash_command", "shell_command", "cmdline",
        "command_line", "args", "script", "with_command", "healthcheck", "test",
    }
)  # fmt: skip
_WORD = re.compile(r"\S+")
_OPTION = re.compile(r"[-/][A-Za-z?-]")


class Commands(Notes):
    """What runs programs."""

    def run_list(self, listing: Listing, around: Surroundings, text: MappedText | None = None) -> None:
        """The command line that a list is."""
        listing.ran = True
        self._run(listing.items, replace(around, alternative=True) if listing.chosen else around, text)

    def _run(self, items: Sequence[Item], around: Surroundings, text: MappedText | None) -> None:
        words = [self._word(item) for item in items]
        if any(self._is_program(word) for word in words) or self._mentioned(words):
            self.told += fragments(words, self.vocabulary.programs, input=text, around=around)

    def run_words(self, items: Sequence[Item], around: Surroundings) -> None:
        """The command line that arguments are."""
        self._run([each for item in items for each in self._spread(item)], around, None)

    def _spread(self, item: Item) -> Iterable[Item]:
        return item.value.items if item.starred and isinstance(item.value, Listing) else (item,)

    def _word(self, item: Item) -> Word:
        if item.start < 0 and isinstance(item.value, Text):  # cut out of a text
            return Word(text=item.value.ways[0].text, span=item.value.ways[0].text.span)
        span = self.place(item.start, item.end)
        if item.starred:
            return Word(text=MappedText.hole(span), span=span, splits=True)
        return Word(text=part(item.value, span).ways[0].text, span=span)

    def _is_program(self, word: Word) -> bool:
        return program_name(word.text) in self.vocabulary.programs

    def _mentioned(self, words: Iterable[Word]) -> bool:
        """Whether a word is a command line itself: `["bash", "-c", "sqlcmd …"]`."""
        return any(self.mentions(str(word.text)) for word in words)

    def mentions(self, text: str) -> bool:
        """Whether a text names one of the programs."""
        lowered = text.lower()
        return any(
            re.search(rf"(?<![\w.-]){re.escape(program)}(?:\.exe)?(?![\w-])", lowered)
            for program in self.vocabulary.programs
            if program in lowered
        )

    def shell_text(self, value: Text) -> None:
        """A shell reads a text."""
        for way in value.ways:
            if way.note is not None:
                way.note.language = "shell"

    def split(self, value: Text) -> Listing:
        """The words between the white space of a text."""
        text = value.ways[0].text
        cut = (text[match.start() : match.end()] for match in _WORD.finditer(str(text)))
        listing = Listing([Item(single(each), -1, -1) for each in cut], -1, -1, noted=True)
        self.listings.append(listing)
        return listing

    def around(self, environment: Value | None) -> Surroundings:
        """What holds for a program that is run here, with this environment."""
        entries: list[Entry] = []
        if isinstance(environment, Mapping):
            environment.taken = True
            entries = list(self.entries(environment, ()))
        return Surroundings(variables=tuple(entries), guards=self.guards)

    def entries(self, mapping: Mapping, above: tuple[MappedText, ...]) -> Iterator[Entry]:
        """The values of a dict and of the dicts in it, their names joined by dots."""
        raise NotImplementedError

    def left_over(self) -> None:
        """The lists that nobody was seen to run: those that look like command lines."""
        for listing in self.listings:
            if not listing.ran and any(self._is_option(item) for item in listing.items):
                self._run(listing.items, Surroundings(alternative=listing.chosen), None)

    def _is_option(self, item: Item) -> bool:
        return isinstance(item.value, Text) and _OPTION.match(str(item.value.ways[0].text)) is not None
