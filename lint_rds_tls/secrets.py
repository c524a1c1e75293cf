"""Hides passwords and tokens in everything that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint_rds_tls.text import Span

__all__ = ["MASK", "is_word", "mask", "secret_spans"]

MASK = "***"

_QUOTE = r"""(?:\\?["']{1,2}|&quot;|&apos;|&\#3[49];)"""
_NAMED = re.compile(
    rf"""(?ix) (?: \b | _ | (?<=[a-z]) )
    (?: password | passwd | pwd | passphrase | access [ _]? token | account [ _]? key | shared [ _]? access [ _]? key
      | shared [ _]? secret | client [ _]? secret | api [ _]? key | user [ _]? secret | secret )
    \b {_QUOTE}? \s* (?: = (?!=) | : (?!:) ) \s*
    (?: {_QUOTE} (?P<quoted> (?: (?!{_QUOTE}) . )* ) | (?P<bare> [^\s;,"'<>&)}}]+ (?: &amp; [^\s;,"'<>&)}}]* )* ) )
    """
)
#: `scheme://user:password@host`, and not the port of `scheme://host:1433;name=value`
_IN_URL = re.compile(r"""://[^\s/?#:@"'`]*:(?!\d{1,5};)(?P<url>[^\s/?#"'`]+)@""")
#: `-e "SA_PASSWORD=a;b"`, `SA_PASSWORD: a)b`, `SQLCMDPASSWORD=a&b`: variables, in whose values any sign may stand.
_VARIABLE = re.compile(
    rf"""(?x) (?P<open> {_QUOTE} )? (?<![A-Za-z0-9]) [A-Z0-9_]* (?: _ | SQLCMD | OSQL | SA ) PASSWORD
    \s* [=:] \s* (?!\s)
    (?: (?(open) (?P<quoted> (?: (?!(?P=open)) . )+ ) (?P=open) | (?P<bare> (?!{_QUOTE}) [^\s"'`]+ ) ) )
    """
)
_VALUE = rf"""(?: (?P<mark> {_QUOTE} ) (?P<quoted> (?: (?!(?P=mark)) . )* ) | (?P<bare> [^\s"'`,;|<>\])]+ ) )"""
_NEXT = rf"(?: {_QUOTE} \s* , \s* | {_QUOTE}? \s+ )"
#: `--password value`, also as two words of a list.
_SPELLED = re.compile(rf"(?x) (?<![\w-]) --? [Pp]assword {_NEXT} {_VALUE}")
#: `/tp:value`: sqlpackage's short names of passwords and of an access token.
_SHORT = re.compile(
    rf"""(?ix) (?P<open> {_QUOTE} )? (?<![\w/:]) / (?: sp | tp | at ) :
    (?(open) (?P<quoted> (?: (?!(?P=open)) . )+ ) (?P=open) | (?P<bare> [^\s"'`,;]+ ) )"""
)
#: `ConvertTo-SecureString value`; the value may stand behind its switches.
_SECURED = re.compile(
    rf"(?x) ConvertTo-SecureString \b (?: \s+ - (?: String | AsPlainText | Force ) )* \s+ (?! [-$(] ) {_VALUE}",
    re.IGNORECASE,
)
#: `-P value`, which other programs take for a port or a path: only beside a tool of SQL Server, or a login.
_LETTER = re.compile(rf"(?x) (?<![\w/.:-]) (?: -P {_NEXT} | -P | /P {_NEXT} (?! / ) ) {_VALUE}")
_TOOL = re.compile(r"(?i)(?<![\w-])(?:sqlcmd|bcp|osql|isql|tsql)(?![\w-])|(?<!\S)[\"'\[]*[-/]U[\"']?[ \t,]")


def is_word(name: str) -> bool:
    """Whether a setting's key is a plain name, and not the rest of a password that a `;` cut in two."""
    return name.replace(" ", "").replace("_", "").isalnum()


def secret_spans(line: str) -> list[Span]:
    """The places in a line of source text that look like the value of a secret, in any quoting."""
    spans = []
    for pattern in (_NAMED, _VARIABLE, _SPELLED, _SHORT, _SECURED, *((_LETTER,) if _TOOL.search(line) else ())):
        for match in pattern.finditer(line):
            group = "quoted" if match["quoted"] is not None else "bare"
            if match[group]:
                spans.append(Span(*match.span(group)))
    spans += (Span(*match.span("url")) for match in _IN_URL.finditer(line))
    return spans


def mask(text: str, known: Iterable[Span] = ()) -> tuple[str, list[tuple[int, int]]]:
    """The text with secrets replaced, and for each replaced place (old end, change of length so far).

    `known` are places of secrets in `text`, beside those that look like one.
    """
    spans = sorted([*known, *secret_spans(text)], key=lambda span: (span.start, -span.end))
    parts: list[str] = []
    shifts: list[tuple[int, int]] = []
    position = shift = 0
    for span in spans:
        if span.end <= position or not len(span):
            continue
        start = max(span.start, position)
        parts += [text[position:start], MASK]
        shift += len(MASK) - (span.end - start)
        position = span.end
        shifts.append((position, shift))
    return "".join([*parts, text[position:]]), shifts
