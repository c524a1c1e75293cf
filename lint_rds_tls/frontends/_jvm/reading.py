"""Code of Kotlin, Scala and Groovy to fragments: values and objects as in Java, and maps written as pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lint_rds_tls.frontends._code.context import Context
from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import Access, Argument, Assignment, Call, Collection, Index, Initializer, Name
from lint_rds_tls.frontends._code.places import Known, Places
from lint_rds_tls.frontends._code.reading import fragments
from lint_rds_tls.frontends._jvm.calls import call_texts, property_texts
from lint_rds_tls.frontends._jvm.declarations import Declarations
from lint_rds_tls.frontends._jvm.java_walk import JavaValues, JavaWalk
from lint_rds_tls.model import Fragment, Record, Source, Vocabulary

__all__ = ["read"]

_PROPERTIES = "dataSourceProperties"  #: of a pool: what it hands to the driver


class JvmValues(JavaValues):
    """Values as these languages write them."""

    def name_texts(self, node: Name | Access) -> list[Known] | None:
        """What a name comes to; a call without arguments is written like a member."""
        found = super().name_texts(node)
        return property_texts(self, node) if found is None and isinstance(node, Access) else found


class JvmWalk(JavaWalk):
    """One pass over all members of a file."""

    def assignment(self, node: Assignment, context: Context) -> None:
        """`config.dataSourceProperties["encrypt"] = …` is `config.addDataSourceProperty("encrypt", …)`."""
        target = node.target
        if isinstance(target, Index) and isinstance(target.target, Access) and target.target.name == _PROPERTIES:
            holder = target.target.target
            method = Access(target.start, target.target.end, holder, "addDataSourceProperty")
            value = Argument(node.value.start, node.value.end, node.value)
            self.waiting.append((Call(node.start, node.end, method, [*target.arguments, value]), context))
        else:
            super().assignment(node, context)

    def array(self, node: Initializer | Collection, context: Context) -> None:
        """A map becomes an object of configuration where one of its keys is one."""
        pairs = isinstance(node, Initializer) and not any(entry.name for entry in node.entries)
        entries = tuple(self.entries(node, context)) if pairs and isinstance(node, Initializer) else ()
        if any(str(entry.name).lower() in self.names.keys for entry in entries):
            libraries = self.names.libraries(self.member.scope)
            span = self.places.span(node.start, node.end)
            self.records.append(Record(type="", entries=entries, span=span, libraries=libraries))
        super().array(node, context)


def read(
    source: Source, vocabulary: Vocabulary, parser: Declarations, scripts: Mapping[str, str] | None = None
) -> Iterable[Fragment]:
    """The fragments of a file; `scripts` are the calls that give a text to an interpreter, with its language."""
    words = vocabulary.namespaces, vocabulary.types, vocabulary.calls, vocabulary.keys, vocabulary.programs
    names = Names(parser.file, parser.declared, *words, scripts=scripts or {})
    values = JvmValues(str(source.text), Places(source.text), names, vocabulary.enums, call_texts)
    return dict.fromkeys(fragments(parser, values, names, JvmWalk))
