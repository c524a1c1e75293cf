"""What the pass over code asks of a parser, whatever the language."""

from __future__ import annotations

from typing import Protocol

from lint_rds_tls.frontends._code.nodes import Node, Unread
from lint_rds_tls.frontends._code.symbols import Member

__all__ = ["Syntax"]


class Syntax(Protocol):
    """The syntax of one file."""

    source: str
    members: list[Member]

    def read(self, member: Member) -> list[Node]:
        """The nodes of a member."""
        ...

    def read_later(self, rest: Unread) -> list[Node]:
        """The nodes of what was too deep to read at once."""
        ...
