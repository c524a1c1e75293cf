"""Reads C# in tests, with a vocabulary like that of the dialects."""

from lint_rds_tls.frontends.csharp import FRONTEND
from lint_rds_tls.model import Embedded, Fragment, Literal, Record, Source, Use, Vocabulary
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind

VOCABULARY = Vocabulary(
    types=frozenset(
        (
            "DbConnectionStringBuilder",
            "Dictionary",
            "ServerConnection",
            "SqlConnection",
            "SqlConnectionStringBuilder",
        )
    ),
    enums=frozenset(("SqlConnectionEncryptOption",)),
    namespaces=frozenset(
        ("Microsoft.Data.SqlClient", "Microsoft.SqlServer.Management.Common", "System.Data.SqlClient")
    ),
)


def fragments(source: str) -> list[Fragment]:
    found = list(FRONTEND.read(Source(path="a.cs", text=MappedText.copied(source)), VOCABULARY))
    for fragment in found:
        for text in texts_of(fragment):
            assert_mapped(source, text)
    return found


def texts_of(fragment: Fragment) -> list[MappedText]:
    if isinstance(fragment, Literal | Embedded):
        return [fragment.text]
    assert isinstance(fragment, Record)
    entries = [text for entry in fragment.entries for text in (entry.name, entry.value)]
    return [*entries, *fragment.arguments, *([fragment.base] if fragment.base is not None else [])]


def assert_mapped(source: str, text: MappedText) -> None:
    """Every copied character stands where it says."""
    for piece in text.pieces:
        if piece.kind is PieceKind.COPIED:
            assert source[piece.span.start : piece.span.end] == piece.text
        assert 0 <= piece.span.start <= piece.span.end <= len(source)


def literals(source: str) -> list[Literal]:
    return [fragment for fragment in fragments(source) if isinstance(fragment, Literal)]


def records(source: str) -> list[Record]:
    return [fragment for fragment in fragments(source) if isinstance(fragment, Record)]


def shown(text: MappedText | None) -> str | None:
    """A text with its holes as ◌."""
    return None if text is None else str(text).replace(HOLE_CHARACTER, "◌")


def used(uses: tuple[Use, ...]) -> list[str]:
    """Uses as `role name` or `role name of owner`."""
    return [f"{use.role} {use.name}" + (f" of {use.owner}" if use.owner else "") for use in uses]


def method(body: str, *, before: str = "", members: str = "") -> str:
    """A file whose one method holds `body`."""
    return f"{before}\nclass C {{ {members} void M(string host, bool dev, int n) {{\n{body}\n}} }}"
