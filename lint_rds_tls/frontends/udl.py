"""UDL: a Universal Data Link file, whose third line is an OLE DB connection string."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Fragment, Frontend, Literal, Source, Use, Vocabulary


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 -- UDL has no types
    """A literal for each line that is neither a section nor a comment."""
    position = 0
    for line in str(source.text).splitlines(keepends=True):
        written = line.strip()
        if "=" in written and not written.startswith((";", "[")):
            text = source.text[position : position + len(line)].strip()
            yield Literal(text=text, span=text.span, uses=(Use(role="key", name="oledb"),), libraries=("OLE DB",))
        position += len(line)


FRONTEND = Frontend(name="udl", patterns=("*.udl",), read=read, comments=(";",))
