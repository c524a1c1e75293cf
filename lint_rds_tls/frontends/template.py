"""Files that end in `.template`: those of CloudFormation, which are JSON or YAML."""

from __future__ import annotations

from collections.abc import Iterator

from lint_rds_tls.model import Embedded, Fragment, Frontend, Source, Vocabulary

#: What every resource of such a template has in its type, and no other kind of template does.
_SIGN = "AWS::"


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 - what every front-end gets
    """The document."""
    text = str(source.text)
    if _SIGN in text:
        yield Embedded(language="json" if text.lstrip().startswith("{") else "yaml", text=source.text)


FRONTEND = Frontend(name="template", patterns=("*.template",), read=read, comments=("#", "//"))
