"""Tables of cron: the command of each line, with the variables set above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint_rds_tls.model import Embedded, Entry, Fragment, Frontend, Source, Surroundings, Vocabulary

_LINE = re.compile(
    r"^[ \t]*(?:(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*(?P<quote>[\"']?)(?P<value>[^\r\n]*?)(?P=quote)[ \t]*$"
    r"|(?:@\w+|[\d*][\d*,/-]*(?:[ \t]+[\w*,/-]+){4})[ \t]+(?P<user>(?:root|[a-z_][a-z0-9_-]*(?=[ \t]+/))[ \t]+)?"
    r"(?P<command>(?:[^%\r\n\\]|\\.)+))",
    re.MULTILINE,
)


def read(source: Source, vocabulary: Vocabulary) -> Iterator[Fragment]:  # noqa: ARG001 - what every front-end gets
    """The command of each line, up to the `%` behind which its standard input stands."""
    text = source.text
    variables: dict[str, Entry] = {}
    for match in _LINE.finditer(str(text)):
        if match["name"]:
            name, value = text[slice(*match.span("name"))], text[slice(*match.span("value"))]
            variables[match["name"]] = Entry(name=name, value=value, span=text[slice(*match.span())].span)
        else:
            around = Surroundings(variables=tuple(variables.values()))
            yield Embedded(language="shell", text=text[slice(*match.span("command"))], around=around)


FRONTEND = Frontend(
    name="crontab", patterns=("crontab", "crontab.*", "*.crontab", "*.cron"), read=read, comments=("#",)
)
