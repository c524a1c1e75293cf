"""The options of go-sqlcmd by release.

From setFlags in cmd/sqlcmd/sqlcmd.go of microsoft/go-sqlcmd at its tags v1.1.0 to v1.10.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lint_rds_tls.versions import Version

__all__ = ["RELEASES", "Flag", "Release", "release"]

#: Where the command line changes: `-N` alone; attached values; the host name as -F; pinning.
RELEASES = tuple(Version.parse(text) for text in ("1.5", "1.6", "1.8.1", "1.9", "1.10"))
_SIX, _EIGHT_ONE, _NINE, _TEN = RELEASES[1:]


@dataclass(frozen=True, slots=True)
class Flag:
    """An option that takes a value of a kind; `bool` takes one only behind `=`."""

    letter: str
    name: str
    kind: str = "string"
    since: Version | None = None
    before: Version | None = None

    @property
    def key(self) -> str:
        """The letter, or the name where there is none."""
        return self.letter or self.name

    def known_to(self, version: Version) -> bool:
        """Whether a release has this option."""
        return (self.since is None or self.since <= version) and (self.before is None or version < self.before)


_FLAGS = (
    Flag("?", "help", "bool"),
    Flag("", "trace-file", since=_NINE),
    Flag("i", "input-file", "list"),
    Flag("o", "output-file"),
    Flag("", "version", "bool"),
    Flag("C", "trust-server-certificate", "bool"),
    Flag("d", "database-name"),
    Flag("E", "use-trusted-connection", "bool"),
    Flag("c", "batch-terminator"),
    Flag("U", "user-name"),
    Flag("q", "initial-query"),
    Flag("Q", "query"),
    Flag("S", "server"),
    Flag("", "server-name", since=_TEN),
    Flag("X", "disable-cmd-and-warn", "int"),
    Flag("", "authentication-method"),
    Flag("G", "use-aad", "bool"),
    Flag("x", "disable-variable-substitution", "bool"),
    Flag("v", "variables", "pairs"),
    Flag("a", "packet-size", "int"),
    Flag("l", "login-timeOut", "int"),
    Flag("H", "workstation-name"),
    Flag("K", "application-intent"),
    Flag("N", "encrypt-connection"),
    Flag("F", "host-name-in-certificate", since=_NINE),
    Flag("J", "server-certificate", since=_TEN),
    Flag("F", "format", before=_NINE),
    Flag("", "vertical", "bool", since=_NINE),
    Flag("r", "errors-to-stderr", "int"),
    Flag("", "driver-logging-level", "int"),
    Flag("b", "exit-on-error", "bool"),
    Flag("m", "error-level", "int"),
    Flag("h", "headers", "int"),
    Flag("u", "unicode-output-file", "bool"),
    Flag("s", "column-separator"),
    Flag("W", "trim-spaces", "bool"),
    Flag("M", "multi-subnet-failover", "bool"),
    Flag("P", "password"),
    Flag("V", "error-severity-level", "byte"),
    Flag("w", "screen-width", "int"),
    Flag("y", "variable-type-width", "int"),
    Flag("Y", "fixed-type-width", "int"),
    Flag("L", "list-servers"),
    Flag("A", "dedicated-admin-connection", "bool"),
    Flag("I", "enable-quoted-identifiers", "bool"),
    Flag("R", "client-regional-setting", "bool"),
    Flag("k", "remove-control-characters", "int"),
    Flag("e", "echo-input", "bool"),
    Flag("t", "query-timeout", "int"),
    Flag("g", "enable-column-encryption", "bool"),
    Flag("z", "change-password"),
    Flag("Z", "change-password-exit"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The command line of one release."""

    letters: Mapping[str, Flag]  #: its options
    names: Mapping[str, Flag]  #: the same by long name
    short_flags_only: bool  #: only a dash and one letter counts as an option when values are put in
    fills_attached: bool  #: a value is put in even behind an option that has one attached: `-Nm` becomes `-Nm true`
    fills_encrypt: bool  #: `-N` alone is `-N true`
    rewrites_help: bool  #: `-h` without a number asks for help


@cache
def release(version: Version) -> Release:
    """What is known of a release."""
    flags = [flag for flag in _FLAGS if flag.known_to(version)]
    return Release(
        letters={flag.letter: flag for flag in flags if flag.letter},
        names={flag.name: flag for flag in flags},
        short_flags_only=version < _EIGHT_ONE,
        fills_attached=_EIGHT_ONE <= version < _NINE,
        fills_encrypt=version >= _SIX,
        rewrites_help=version >= _TEN,
    )
