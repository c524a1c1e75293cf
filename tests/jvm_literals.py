"""Holds the values that the front-ends of Kotlin, Scala and Groovy know against what the real languages said."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lint_rds_tls.frontends._code.names import Names
from lint_rds_tls.frontends._code.nodes import Block, Declaration, Node
from lint_rds_tls.frontends._code.places import Places
from lint_rds_tls.frontends._jvm.calls import call_texts
from lint_rds_tls.frontends._jvm.declarations import Declarations
from lint_rds_tls.frontends._jvm.groovy_parser import LEXIS as GROOVY
from lint_rds_tls.frontends._jvm.groovy_parser import GroovyParser
from lint_rds_tls.frontends._jvm.kotlin_parser import LEXIS as KOTLIN
from lint_rds_tls.frontends._jvm.kotlin_parser import KotlinParser
from lint_rds_tls.frontends._jvm.reading import JvmValues
from lint_rds_tls.frontends._jvm.scala_parser import LEXIS as SCALA
from lint_rds_tls.frontends._jvm.scala_parser import ScalaParser
from lint_rds_tls.frontends._jvm.tokens import tokens
from lint_rds_tls.text import MappedText

RECORDED = Path(__file__).parent / "recorded" / "jvm-literals" / "sources.jsonl.gz"
PARSERS: dict[str, Any] = {
    "kotlin": (KotlinParser, KOTLIN),
    "scala": (ScalaParser, SCALA),
    "groovy": (GroovyParser, GROOVY),
}


def rows() -> list[dict[str, Any]]:
    """The recorded sources."""
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def parsed(language: str, source: str) -> Declarations:
    """The syntax of a source."""
    parser, lexis = PARSERS[language]
    found: Declarations = parser(source, tokens(source, lexis))
    return found


def known_values(language: str, source: str) -> Iterator[tuple[str, str | None]]:
    """The names of a source, and the text that each is known to be; None where it is not known."""
    parser = parsed(language, source)
    names = Names(parser.file, parser.declared)
    values = JvmValues(source, Places(MappedText.copied(source)), names, frozenset(), call_texts)
    waiting: list[Node] = [node for member in parser.members for node in parser.read(member)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Declaration) and node.value is not None:
            found = values.texts(node.value)
            known = found is not None and len(found) == 1 and not found[0].text.has_hole
            yield node.symbol.name, str(found[0].text) if found is not None and known else None
        elif isinstance(node, Block):
            waiting.extend(node.statements)
        else:
            waiting.extend(node.children())
