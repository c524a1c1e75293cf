"""Notes what code runs: lists of words, objects that start a process, steps that give a text to a shell."""

from __future__ import annotations

from lint_rds_tls.frontends._code.commands import mentions, run, script, started
from lint_rds_tls.frontends._code.context import Context
from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import Access, Assignment, Block, Call, Create, Lambda, Name, Node
from lint_rds_tls.frontends._code.symbols import Member
from lint_rds_tls.frontends._code.values import Values
from lint_rds_tls.frontends._code.writes import Writes
from lint_rds_tls.model import Entry, Fragment, Surroundings

__all__ = ["Runs"]

#: The members of an object that starts a process (.NET's ProcessStartInfo): program, arguments.
_PROGRAM, _ARGUMENTS = "FileName", "Arguments"
#: Documents that need no `=` and no brace.
_SIGNS = ("kind:", "services:", "jobs:", "#!/")


class Runs(Writes):
    """The pass's part for commands."""

    def __init__(self, source: str, values: Values, names: Names) -> None:
        super().__init__(source, values, names)
        self.commands: list[Fragment] = []
        self._runs = mentions(source, names.programs)
        #: what a text holds that may be a command line or a document, where such may be in the file at all
        self.signs = tuple(sign for sign in _SIGNS if sign in source) + tuple(names.programs if self._runs else ())
        self._parts: dict[tuple[Member, str], dict[str, Node]] = {}  # of objects that start a process, by their text
        self._environment: dict[str, Entry] = {}  # that a pipeline gives its steps

    def run(self, node: Node, context: Context) -> None:
        """Note the command that a list of words, a call or a new object is."""
        if not self._runs:
            return
        self.commands.extend(run(self.values, node, self.names.programs, context.guards))
        if isinstance(node, Create) and node.initializer is not None:
            parts = {each.name.name: each.values[0] for each in node.initializer.entries if each.name and each.values}
            self._start(parts, context)

    def scripted(self, node: Call, context: Context) -> bool:
        """Note the text that a call gives to an interpreter; False where it gives none."""
        name = node.target.name if isinstance(node.target, Name) else ""
        if name == "environment" and self.names.scripts:
            self._note_environment(node)
        language = self.names.scripts.get(name)
        if language is None:
            return False
        around = Surroundings(variables=tuple(self._environment.values()), guards=context.guards)
        found = list(script(self.values, node, language, around))
        self.commands.extend(found)
        return bool(found)

    def assignment(self, node: Assignment, context: Context) -> None:
        """`info.FileName = …; info.Arguments = …;` start a process together."""
        target = node.target
        if self._runs and isinstance(target, Access) and target.name in (_PROGRAM, _ARGUMENTS):
            holder = self.source[target.target.start : target.target.end]
            parts = self._parts.setdefault((self.member, holder), {})
            parts[target.name] = node.value
            self._start(parts, context)
        super().assignment(node, context)

    def _start(self, parts: dict[str, Node], context: Context) -> None:
        if _PROGRAM in parts and _ARGUMENTS in parts:
            program, arguments = parts[_PROGRAM], parts[_ARGUMENTS]
            found = started(self.values, program, arguments, self.names.programs, context.guards)
            self.commands.extend(found)

    def _note_environment(self, node: Call) -> None:
        """`environment { NAME = 'value' }` of a pipeline."""
        for argument in node.arguments:
            body = argument.value.body if isinstance(argument.value, Lambda) else None
            for each in body.statements if isinstance(body, Block) else ():
                if isinstance(each, Assignment) and isinstance(each.target, Name):
                    name = self.places.text(each.target.start, each.target.end)
                    span = self.places.span(each.start, each.end)
                    self._environment[str(name)] = Entry(name=name, value=self.values.text(each.value), span=span)
