"""Connection strings to settings: canonical keys, exact places, what is unknown, what was swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lint_rds_tls.data.adonet_keywords import SPELLINGS
from lint_rds_tls.dialects._adonet_grammar import IGNORABLE, WHITE_SPACE, Pair, lower, parse
from lint_rds_tls.dialects._hosts import host_of, known_host
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.model import Complaint, Setting
from lint_rds_tls.text import MappedText, PieceKind, Span

__all__ = [
    "SECRETS",
    "TLS_KEYS",
    "Written",
    "host_of",
    "key_of",
    "key_of_property",
    "known_host",
    "read_text",
    "unquoted",
]

#: Keys that decide about TLS.
TLS_KEYS = frozenset({"encrypt", "trust server certificate", "host name in certificate", "server certificate"})

#: Keys whose values are never shown.
SECRETS = frozenset({"password", "access token"})

#: Spaces and case do not matter for properties: `TrustServerCertificate`, `DataSource`.
_PROPERTIES = {spelling.replace(" ", ""): key for spelling, key in SPELLINGS.items()}

#: What tools replace before the driver sees it. The driver itself would take these literally.
_PLACEHOLDER = re.compile(
    r"\$\{[^{}]*\}|\$\([^()]*\)|#\{[^{}]*\}|\{\{[^{}]*\}\}|\{[A-Za-z_0-9][\w.:, -]*\}|%[A-Za-z_][\w.]*%"
    r"|<[^<>;=]+>|\[\[[^\[\]]*\]\]|__[A-Za-z]\w*?__|@@\w+@@"
)
_PARTIAL = re.compile(rf"((?:\A|;)[{WHITE_SPACE}]*)(\0+)(?!\0|[{WHITE_SPACE}]*=)")
_SWALLOWED = re.compile(
    rf"(?:[{WHITE_SPACE},]+|\A)(encrypt|trust ?server ?certificate|host ?name ?in ?certificate|server ?certificate)"
    rf"[{WHITE_SPACE}]*=[{WHITE_SPACE}]*[^{WHITE_SPACE},]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a text says, whether or not it is a SQL Server connection string."""

    settings: tuple[Setting, ...]  #: every pair, in written order, the last of each key effective
    complaint: Complaint | None = None  #: a violation of the grammar; settings are those before it
    complete: bool = True  #: false where something unknown may hold more pairs
    swallowed: tuple[tuple[str, Span, str], ...] = ()
    error_text: str = ""  #: from the violation on


def key_of(keyword: str) -> str:
    """The canonical key of a keyword; the keyword itself, in lower case, where unknown."""
    keyword = lower(keyword)
    return SPELLINGS.get(keyword.translate(IGNORABLE), keyword)


def key_of_property(name: str) -> str:
    """The canonical key of a builder's property or of a keyword given to its indexer."""
    name = lower(name)
    return SPELLINGS.get(name) or _PROPERTIES.get(name, name)


def read_text(text: MappedText, *, placeholders: bool = True) -> Written:
    """Read a connection string. `placeholders`: parts such as `${X}` and `{0}` are unknown, not literal."""
    raw = str(text)
    unknown = _unknown(text, raw, placeholders)
    complete = True
    if unknown:
        masked = _masked(raw, unknown)
        known = masked
        while (cut := _PARTIAL.sub(lambda match: match[1] + " " * len(match[2]), known)) != known:
            known = cut
        complete = known == masked
        raw = known.replace("\0", "x")
    parsed = parse(raw)
    settings = _hide_rests([_setting(text, pair, raw, unknown) for pair in parsed.pairs])
    complete = complete and not any(_touches(unknown, pair.key_start, pair.key_end) for pair in parsed.pairs)
    complaint = None
    if parsed.error is not None:
        blamed = _blamed(raw[parsed.error :])
        index = len(raw[: parsed.error].encode("utf-16-le")) // 2
        complaint = Complaint(
            kind="syntax",
            message=f"Format of the initialization string does not conform to specification starting at index {index}.",
            keyword=blamed,
            tls=bool(blamed),
            span=text[parsed.error :].strip().span,
        )
    return Written(
        settings=last_wins(settings),
        complaint=complaint,
        complete=complete,
        swallowed=tuple(found for pair in parsed.pairs for found in _swallowed(text, pair)),
        error_text="" if parsed.error is None else raw[parsed.error :],
    )


def _hide_rests(settings: list[Setting]) -> list[Setting]:
    """`Password=a;b=c` holds a pair whose name is half of the password."""
    hidden = list(settings)
    for index, setting in enumerate(settings[1:], 1):
        before = hidden[index - 1]
        if before.secret and not before.quoted and setting.key not in SPELLINGS.values():
            hidden[index] = replace(setting, secret=True)
    return hidden


def _unknown(text: MappedText, raw: str, placeholders: bool) -> list[tuple[int, int]]:
    """The ranges of `raw` that are not known."""
    ranges = []
    position = 0
    for piece in text.pieces:
        if piece.kind is PieceKind.HOLE:
            ranges.append((position, position + len(piece.text)))
        position += len(piece.text)
    if placeholders:
        ranges += [match.span() for match in _PLACEHOLDER.finditer(raw)]
    return ranges


def _masked(raw: str, unknown: Sequence[tuple[int, int]]) -> str:
    characters = list(raw.replace("\0", "\x01"))
    for start, end in unknown:
        characters[start:end] = "\0" * (end - start)
    return "".join(characters)


def _touches(unknown: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in unknown)


def _setting(text: MappedText, pair: Pair, raw: str, unknown: Sequence[tuple[int, int]]) -> Setting:
    start = pair.key_start
    for low, high in unknown:  # `{more}Encrypt=no`: what is unknown ends where the key starts
        if low <= start < high or (start <= low < pair.key_end and not raw[start:low].strip(WHITE_SPACE + ";")):
            start = min(high, pair.key_end)
    name = text[start : pair.key_end].strip(WHITE_SPACE)
    key = key_of(str(name).replace("==", "="))
    value = None if _touches(unknown, pair.value_start, pair.value_end) else unquoted(text, pair)
    end = max(pair.value_end, pair.key_end)
    return Setting(
        key=key,
        name=name,
        value=value,
        prefix=_before_unknown(text, pair, unknown) if value is None else "",
        span=text[start:end].strip(WHITE_SPACE).span if end > start else text[pair.key_start : end].span,
        tls=key in TLS_KEYS,
        secret=key in SECRETS,
        quoted=bool(pair.quote),
    )


def _before_unknown(text: MappedText, pair: Pair, unknown: Sequence[tuple[int, int]]) -> str:
    first = min(max(low, pair.value_start) for low, high in unknown if low < pair.value_end and pair.value_start < high)
    return str(text[pair.value_start + len(pair.quote) : first])


def unquoted(text: MappedText, pair: Pair) -> MappedText:
    """The value of a pair as the driver reads it."""
    if not pair.quote:
        return text[pair.value_start : pair.value_end]
    inner = text[pair.value_start + 1 : pair.value_end - 1]
    parts, written, position = [], str(inner), 0
    while (doubled := written.find(pair.quote * 2, position)) >= 0:
        parts.append(inner[position : doubled + 1])
        position = doubled + 2
    return MappedText.joined([*parts, inner[position:]]) if parts else inner


def _swallowed(text: MappedText, pair: Pair) -> Iterable[tuple[str, Span, str]]:
    """Settings of TLS inside the unquoted value of another one: a `;` is missing before them."""
    key = key_of(pair.key)
    if pair.quote or key in TLS_KEYS or key not in SPELLINGS.values():
        return
    written = str(text)
    for match in _SWALLOWED.finditer(written, pair.value_start, pair.value_end):
        name = written[pair.key_start : pair.key_end]
        yield key_of(match[1]), text[match.start(1) : match.end()].span, name


def _blamed(rest: str) -> str:
    """The TLS key that a violation of the grammar is about, "" where it is about another one."""
    key = key_of(re.split("[=;]", rest, maxsplit=1)[0].strip(WHITE_SPACE))
    return key if key in TLS_KEYS else ""
