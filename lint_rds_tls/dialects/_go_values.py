"""What go-sqlcmd accepts as the values of its options, and which options it refuses together.

From Validate and normalizeFlags in cmd/sqlcmd/sqlcmd.go of microsoft/go-sqlcmd, and the flag types of spf13/pflag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lint_rds_tls.dialects._go_options import Release
from lint_rds_tls.dialects._sqlcmd_options import Option, complaint, shown
from lint_rds_tls.model import Complaint

__all__ = ["boolean", "decimal", "invalid", "refused"]

_TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
_FALSE = frozenset(("0", "f", "F", "FALSE", "false", "False"))
_DECIMAL = re.compile(r"[-+]?[0-9]+\Z")
#: Longer numbers do not fit.
_LONGEST = 80
_INTEGER = re.compile(r"[-+]?(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])*|[1-9](?:_?[0-9])*)\Z")
#: Records of encoding/csv: a field in quotes, or one without any.
_CSV = re.compile(r'(?:"(?:[^"]|"")*"|[^",\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\n]*))*(?:\n|\Z)')
_FIELD = re.compile(r'(?:\A|,)("(?:[^"]|"")*"|[^",\n]*)')
_ENCRYPT = frozenset(
    ("mandatory", "yes", "1", "t", "true", "disable", "optional", "no", "0", "f", "false", "strict")
)  # fmt: skip
_ENCRYPT_SAID = "m[andatory], yes, 1, t[rue], disable, o[ptional], no, 0, f[alse] and s[trict]"
_ENCRYPTS = frozenset(("s", "strict", "m", "mandatory", "true", "t", "yes", "1"))
_LETTERS = frozenset("mso")
_SHAPES = frozenset(("horiz", "horizontal", "vert", "vertical"))
_CHOICES = {
    "K": frozenset(("readonly",)),
    "r": frozenset("01"),
    "X": frozenset("01"),
    "k": frozenset("012"),
    "L": frozenset("|c"),
}
#: Least and greatest number; where 0 is the default, it passes.
_RANGES = {"a": (512, 32767), "h": (-1, None), "w": (9, 65535), "y": (0, 8000), "Y": (0, 8000), "t": (0, 65534)}


def boolean(text: str) -> bool | None:
    """strconv.ParseBool; None where it fails."""
    return True if text in _TRUE else False if text in _FALSE else None


def decimal(text: str) -> int | None:
    """strconv.Atoi; None where it fails."""
    return _number(text) if _DECIMAL.match(text) else None


def invalid(kind: str, text: str) -> str:
    """Why a text is no value of this kind, "" where it is."""
    if kind == "bool" and boolean(text) is None:
        return f'strconv.ParseBool: parsing "{text}": invalid syntax'
    if kind in ("int", "byte") and _number(text, kind) is None:
        return f'strconv.ParseInt: parsing "{text}": invalid syntax'
    if kind == "list" and text and not _CSV.match(text):
        return 'parse error: bare " in non-quoted-field'
    if kind == "pairs":
        pairs = [text] if text.count("=") == 1 else _fields(text)
        if pairs is None or not all("=" in pair for pair in pairs) or not pairs:
            return "it must be formatted as key=value"
    return ""


def _number(text: str, kind: str = "int") -> int | None:
    if not _INTEGER.match(text) or len(text) > _LONGEST:
        return None
    digits = text.replace("_", "").lower()
    octal = re.fullmatch(r"([-+]?)0([0-7]+)", digits)
    number = int(f"{octal[1]}0o{octal[2]}" if octal else digits, 0)
    low, high = (0, 255) if kind == "byte" else (-(2**63), 2**63 - 1)
    if kind == "byte" and text[:1] in ("+", "-"):
        return None
    return number if low <= number <= high else None


def _fields(text: str) -> list[str] | None:
    match = _CSV.match(text)
    if match is None:
        return None
    return [field[1] for field in _FIELD.finditer(match[0].rstrip("\n"))]


def refused(options: Sequence[Option], release: Release) -> Complaint | None:
    """What the program says of options that cannot stand so, or not together; None where it goes on."""
    last = {option.letter: option for option in options}
    values = {letter: _value(option) for letter, option in last.items()}
    lists = last.get("L")
    if lists is not None and values["L"] and len(last) > 1:
        return _said("The -L parameter can not be used in combination with other parameters.", lists)
    return _together(last, values) or _ranged(last, values) or _chosen(last, values, release)


def _value(option: Option) -> str | None:
    """The text of the value, `true` for a flag; None where it is not known."""
    if option.value is None:
        return "true"
    return None if option.value.has_hole else str(option.value)


def _together(last: Mapping[str, Option], values: Mapping[str, str | None]) -> Complaint | None:
    def given(letters: str) -> bool:
        return any(values.get(letter) for letter in letters)

    if last.get("i") is not None and given("Qq"):
        return _said("The i and the -Q/-q options are mutually exclusive.", last["i"])
    if boolean(values.get("E") or "") and given("UP"):
        return _said("The -E and the -U/-P options are mutually exclusive.", last["E"])
    if boolean(values.get("G") or "") and values.get("authentication-method"):
        return _said("The -G and the --authentication-method options are mutually exclusive.", last["G"])
    if values.get("F") and values.get("J"):
        return _said("The -F and the -J options are mutually exclusive.", last["J"])
    return None


def _ranged(last: Mapping[str, Option], values: Mapping[str, str | None]) -> Complaint | None:
    for letter, (least, greatest) in _RANGES.items():
        number = _number(values.get(letter) or "")
        if number is None or (letter == "a" and not number):
            continue
        if number < least or (greatest is not None and number > greatest):
            return _said(f"'-{letter} {number}': value must be from {least} to {greatest}.", last[letter])
    return None


def _chosen(last: Mapping[str, Option], values: Mapping[str, str | None], release: Release) -> Complaint | None:
    pin, encrypt = values.get("J"), values.get("N", "default")
    if pin and encrypt is not None and encrypt.lower() not in _ENCRYPTS:
        return _said("The -J parameter requires encryption to be enabled.", last["J"])
    for letter, choices in _CHOICES.items():
        value = values.get(letter)
        if value and (value.lower() if letter == "K" else _decimal(value)) not in choices:
            return _said(f"'-{letter} {shown(value)}': Unexpected argument.", last[letter])
    known = _ENCRYPT | (_LETTERS if release.fills_encrypt else frozenset())
    if encrypt and "N" in last and encrypt.lower() not in known:
        message = f"'-N {shown(encrypt)}': Unexpected argument. Argument value has to be one of {_ENCRYPT_SAID}."
        return _said(message, last["N"])
    shape = values.get("F")
    if shape and release.letters["F"].name == "format" and shape.lower() not in _SHAPES:
        return _said(f"'-F {shown(shape)}': Unexpected argument. Before 1.9 -F is the format of the output.", last["F"])
    return None


def _decimal(value: str) -> str:
    number = _number(value)
    return value if number is None else str(number)


def _said(message: str, option: Option) -> Complaint:
    return complaint(message, option.letter if len(option.letter) == 1 else "", option)
