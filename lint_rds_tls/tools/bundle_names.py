"""CA bundles of RDS that are named or fetched, in commands and in strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lint_rds_tls.data.rds import is_bundle_name, is_current_bundle
from lint_rds_tls.model import BundleName, Command, Fragment, Literal, Resource, Tool, Vocabulary
from lint_rds_tls.text import MappedText, Span
from lint_rds_tls.tools._files import COPIERS, FETCHERS, Files, file_name

#: A path or an address inside a longer text: `sslrootcert=/certs/x.pem`.
_TOKEN = re.compile(r"[^\s\"'`=;,&?()<>|\[\]{}]+")
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d")


def read(fragments: Sequence[Fragment], path: str) -> Iterator[Resource]:
    """Each name once for a place; a name under which the same file saves a bundle of today is none of old."""
    files = Files()
    seen: set[Span] = set()
    for fragment in fragments:
        if isinstance(fragment, Command):
            files.follow(fragment)
    for fragment in fragments:
        for text in _texts(fragment):
            for name in _names(text, files):
                if name.span not in seen:
                    seen.add(name.span)
                    yield _named(name, path)


def _texts(fragment: Fragment) -> Iterator[MappedText]:
    if isinstance(fragment, Command):
        yield from (word.text for word in fragment.arguments)
    elif isinstance(fragment, Literal):
        yield fragment.text


def _names(text: MappedText, files: Files) -> Iterator[MappedText]:
    for match in _TOKEN.finditer(str(text)):
        if is_bundle_name(match[0]) and not _is_renewed(match[0], files):
            yield text[match.start() : match.end()]


def _is_renewed(name: str, files: Files) -> bool:
    """Whether what lies under a name comes from elsewhere than the name says."""
    saved = {file_name(path) for path, content in files.contents.items() if content == "" or is_current_bundle(content)}
    return "://" not in name and file_name(name) in saved


def _named(text: MappedText, path: str) -> BundleName:
    region = _REGION.search(file_name(str(text)))
    return BundleName(
        tool="bundle-names", path=path, text=text, span=text.span, region=None if region is None else region[0]
    )


TOOL = Tool(
    name="bundle-names",
    keywords=(b"rds-combined-ca", b"rds-downloads", b"rds-ca-", b"rds-govcloud-root", b"rds-cn-north", b"-bundle.p"),
    vocabulary=Vocabulary(programs=frozenset({"keytool", "openssl", "csplit", "psql", "mysql"}) | FETCHERS | COPIERS),
    read=read,
)
