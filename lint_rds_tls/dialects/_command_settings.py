"""Options of a command line as settings, and the server that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lint_rds_tls.dialects._hosts import host_class_of, host_of, known_host
from lint_rds_tls.dialects._placeholders import settled
from lint_rds_tls.dialects._settings import last_wins
from lint_rds_tls.dialects._sqlcmd_options import Option
from lint_rds_tls.model import Command, Connection, Entry, HostClass, Setting
from lint_rds_tls.text import HOLE_CHARACTER, MappedText, PieceKind, Span

__all__ = ["SECRETS", "TLS_KEYS", "known", "located", "settings_of", "variables"]

TLS_KEYS = frozenset({"encrypt", "trustservercertificate", "hostnameincertificate", "servercertificate"})
#: `-Psecret` where a value should stand; new passwords too.
_PASSWORD = re.compile(r"-(?:\w*?[PZz].|-password=|-change-password)")
SECRETS = frozenset({"password", "new password"})


def settings_of(
    options: Iterable[Option], keys: Mapping[str, str], command: Command, flags: Mapping[str, str] | None = None
) -> tuple[Setting, ...]:
    """The settings among the options; `keys` are those of their letters, `flags` what an option alone stands for."""
    found = [_setting(option, keys[option.letter], command, flags or {}) for option in options if option.letter in keys]
    return last_wins(found)


def _setting(option: Option, key: str, command: Command, flags: Mapping[str, str]) -> Setting:
    flag = option.value is None or option.filled
    meant = MappedText.decoded(flags.get(option.letter, "true"), option.span)
    value = meant if option.value is None else option.value
    if key == "server":  # `{{ host }}`, `<server>`, `%s`: somebody fills it in before
        value = settled(value)
    return Setting(
        key=key,
        name=option.name,
        value=known(value),
        span=option.span,
        prefix=str(value).partition(HOLE_CHARACTER)[0] if value.has_hole else "",
        tls=key in TLS_KEYS,
        secret=key in SECRETS or _hides_password(key, str(value)),
        quoted=True,
        joint=option.joint,
        flag=flag,
        removable=_removable(option, command) if flag else None,
    )


def _hides_password(key: str, value: str) -> bool:
    """Whether a value is another option with its password: of `-N -Psecret`, and of `-NPsecret`, which is no bundle."""
    return _PASSWORD.match(value) is not None or (key == "encrypt" and value[:1] in ("P", "Z", "z"))


def known(value: MappedText) -> MappedText | None:
    """The value, None where a part of it is not known."""
    return None if value.has_hole else value


def _removable(option: Option, command: Command) -> Span | None:
    """The word, with the blank before it; None in a list of words, of which none can simply be taken out."""
    word = command.arguments[option.word]
    pieces = word.text.pieces
    written_here = len(pieces) == 1 and pieces[0].kind is PieceKind.COPIED
    if not command.shell or not option.alone or not written_here or word.listed:
        return None
    if pieces[0].span.start not in word.span:  # in the value of a variable, of which would be left an empty word
        return None
    before = command.arguments[option.word - 1] if option.word else command.program
    start = word.span.start - 1 if before.span.end == word.span.start - 1 else word.span.start
    return Span(start, word.span.end)


def _of_entry(entry: Entry, key: str) -> Setting:
    """A variable of the environment as a setting."""
    return Setting(
        key=key,
        name=entry.name,
        value=known(entry.value),
        span=entry.span,
        prefix=str(entry.value).partition(HOLE_CHARACTER)[0] if entry.value.has_hole else "",
        secret=key in SECRETS,
        quoted=True,
    )


def located(connection: Connection, *, default_local: bool = True) -> Connection:
    """With the host that its server setting names; without one the server on this machine."""
    server = connection.effective("server")
    if server is None:
        place = HostClass.LOCAL if default_local and connection.complete else HostClass.UNKNOWN
        return replace(connection, host_class=place)
    name = server.prefix if server.value is None else str(server)
    host = known_host(name) if server.value is None else host_of(name)
    if server.value is not None and (not host or name.lower().startswith("lpc:")):
        return replace(connection, host=host or None, host_class=HostClass.LOCAL)
    return replace(
        connection,
        host=host or None,
        host_class=host_class_of(host),
        localdb=name.strip().lower().startswith(("(localdb)", "np:\\\\.\\pipe\\localdb#")),
    )


def variables(entries: Sequence[Entry], keys: Mapping[str, str], taken: Iterable[str]) -> Iterator[Setting]:
    """The settings that the environment holds and the command line does not."""
    given = set(taken)
    latest = {str(entry.name): entry for entry in entries}
    for name, key in keys.items():
        if name in latest and key not in given:
            given.add(key)
            yield _of_entry(latest[name], key)
