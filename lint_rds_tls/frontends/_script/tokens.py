"""Cuts TypeScript and JavaScript into tokens, and finds the partner of each bracket."""

from __future__ import annotations

from dataclasses import dataclass, field

from lint_rds_tls.grammar import scanner

__all__ = ["Tokens", "tokens"]

_CLOSES = {"(": ")", "[": "]", "{": "}", "${": "}"}
#: Behind these a slash divides.
_ENDS = frozenset({"NAME", "NUMBER", "STRING", "TEMPLATE", "BACKTICK", "REGEX", ")", "]", "}"})
#: Names behind which an expression begins.
_BEFORE_OPERAND = frozenset(
    {"return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "do", "else", "await", "yield"}
)


@dataclass(slots=True)
class Tokens:
    """Tokens in columns; the kind of one is its sign itself, or the name of its terminal."""

    source: str
    kinds: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    #: of an opening bracket, the number of the closing one; the number of tokens where it is missing
    partners: dict[int, int] = field(default_factory=dict)

    def word(self, index: int) -> str:
        """A token as it is written; "" where there is none."""
        return self.source[self.starts[index] : self.ends[index]] if 0 <= index < len(self.kinds) else ""

    def kind(self, index: int) -> str:
        """The kind of a token; "" where there is none."""
        return self.kinds[index] if 0 <= index < len(self.kinds) else ""

    def behind(self, index: int) -> int:
        """The number of the token behind this one, and behind its partner where it opens a bracket."""
        return self.partners.get(index, index) + 1


def tokens(source: str) -> Tokens:
    """Cut a source into tokens; takes any text."""
    found = Tokens(source)
    code, operand = (scanner("typescript", mode, "trivia") for mode in ("code", "operand"))
    template = scanner("typescript", "template")
    opened: list[tuple[str, int]] = []  # brackets and templates that are not closed yet, and where
    position = 0
    while position < len(source):
        in_text = bool(opened) and opened[-1][0] == "`"
        pattern = template if in_text else code if _divides(found) else operand
        match = pattern.match(source, position)
        if match is None or match.lastgroup is None:
            break
        terminal, (start, end) = match.lastgroup, match.span(match.lastgroup)
        kind = match[terminal] if terminal in ("SIGN", "HOLE") else terminal
        index = len(found.kinds)
        found.kinds.append(kind)
        found.starts.append(start)
        found.ends.append(end)
        if kind in _CLOSES:
            opened.append((kind, index))
        elif kind == "BACKTICK":
            if in_text:
                found.partners[opened.pop()[1]] = index
            else:
                opened.append(("`", index))
        elif kind in (")", "]", "}"):
            _close(found, opened, kind, index)
        position = end
    for _, index in opened:
        found.partners[index] = len(found.kinds)
    return found


def _divides(found: Tokens) -> bool:
    if not found.kinds or found.kinds[-1] not in _ENDS:
        return False
    return found.kinds[-1] != "NAME" or found.word(len(found.kinds) - 1) not in _BEFORE_OPERAND


def _close(found: Tokens, opened: list[tuple[str, int]], kind: str, index: int) -> None:
    """Pair a closing bracket with the last one that it fits; those inside it that are not closed end here, too."""
    for depth in range(len(opened) - 1, max(len(opened) - 4, -1), -1):
        bracket = opened[depth][0]
        if bracket == "`":
            return
        if _CLOSES[bracket] == kind:
            for _, begin in opened[depth:]:
                found.partners[begin] = index
            del opened[depth:]
            return
