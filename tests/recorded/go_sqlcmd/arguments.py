"""Lists of arguments for sqlcmd, realistic and broken: `arguments(seed, count)`."""

from __future__ import annotations

import random
from collections.abc import Iterator

__all__ = ["arguments"]

_SERVERS = (
    "db1.example.com", "localhost", "tcp:db1,1433", ".\\SQLEXPRESS", "(localdb)\\x",
    "db1.abc.eu-west-1.rds.amazonaws.com",
    "np:\\\\.\\pipe\\sql", "", "admin:db", "=db", "-C",
)  # fmt: skip
_ENCRYPT = (
    "true", "false", "mandatory", "optional", "strict", "disable", "yes", "no", "1", "0", "t", "f", "m", "o", "s", "M",
    "S", "O", "True", "STRICT", "Optional", "default", "on", "", "x", "C", "-C", "s m",
)  # fmt: skip
_NUMBERS = (
    "0", "1", "2", "-1", "30", "100", "512", "32767", "40000", "9", "8", "8000", "8001", "65535", "65536", "0x10",
    "010", "1_0", "x", "", "3.5", "+5", "256", "99999999999999999999",
)  # fmt: skip
_TEXTS = ("SELECT 1", "select 1 -C", "x", "-C", "-N", "master", "sa", "p@ss", "a,b", 'a"b', "GO", "|", "-", "--", "a=b",
          "a=b=c", "a=1,b=2", "", "$(x)", "ReadOnly", "c", "readwrite")  # fmt: skip
_BOOLEANS = ("", "", "", "=true", "=false", "=1", "=F", "=yes", "=", "x", "C", "b", "bE", "0")
_LETTERS_ON = "CEGxbuWMAIReg?"
_LETTERS_NUMBER = "XalrmhVwyYkt"
_LETTERS_TEXT = "oidcUqQSHKFJsPLzZv"
_NAMES_ON = ("trust-server-certificate", "exit-on-error", "use-trusted-connection", "version", "help", "vertical",
             "use-aad", "trim-spaces")  # fmt: skip
_NAMES_TEXT = ("server", "database-name", "user-name", "password", "query", "input-file", "encrypt-connection",
               "host-name-in-certificate", "server-certificate", "format", "authentication-method", "server-name",
               "trace-file", "headers", "encrypt", "variables", "login-timeOut", "login-timeout")  # fmt: skip


def arguments(seed: int, count: int) -> Iterator[list[str]]:
    """Always the same lists for a seed."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        yield _broken(chance, _usual(chance)) if chance.random() < 0.6 else _usual(chance)


def _usual(chance: random.Random) -> list[str]:
    """What people write: a server, a login, a query, and something about TLS."""
    parts = [
        ["-S", chance.choice(_SERVERS[:6])],
        ["-U", "sa", "-P", "p@ss"] if chance.random() < 0.7 else ["-E"],
        chance.choice((["-Q", "SELECT 1"], ["-i", "a.sql"], ["-i", "a.sql", "b.sql"], ["-d", "master"], [])),
        chance.choice(
            (["-b"], ["-h", "-1"], ["-h-1"], ["-l", "30"], ["-W"], ["-v", "a=b", "c=d"], ["-r1"], ["-r"], [])
        ),
        chance.choice(
            (
                ["-C"],
                ["-N"],
                ["-N", "-C"],
                ["-C", "-N"],
                ["-No"],
                ["-N", "o"],
                ["-Ns"],
                ["-Nm", "-C"],
                ["-N", "s"],
                [],
                ["-N", chance.choice(_ENCRYPT)],
                ["-C=false"],
                ["-bC"],
                ["-Cb"],
                ["-N", "m", "-F", "db"],
                ["-J", "c.pem"],
                ["-N", "s", "-J", "c.pem"],
            )
        ),
    ]
    if chance.random() < 0.5:
        chance.shuffle(parts)
    return [word for part in parts for word in part]


def _broken(chance: random.Random, words: list[str]) -> list[str]:
    """The same with options put in, words left out, glued together or changed."""
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(words) + 1)
        change = chance.random()
        if change < 0.65:
            words[at:at] = _option(chance)
        elif change < 0.75:
            del words[at : at + 1]
        elif change < 0.85:
            words[at : at + 2] = ["".join(words[at : at + 2])]
        elif change < 0.93:
            words[at : at + 1] = [_spoiled(chance, word) for word in words[at : at + 1]]
        else:
            words[at:at] = [
                chance.choice(("x", "-", "--", "---", "--=x", "-=", "\N{EN DASH}C", "/C", "-help", "-h", "--?"))
            ]
    return words


def _option(chance: random.Random) -> list[str]:
    kind = chance.random()
    if kind < 0.2:
        letter = chance.choice("NNNNNNFJ")
        value = chance.choice(_ENCRYPT) if letter == "N" else chance.choice(_TEXTS)
        return chance.choice(([f"-{letter}"], [f"-{letter}{value}"], [f"-{letter}={value}"], [f"-{letter}", value]))
    if kind < 0.45:
        return [f"-{chance.choice('CCCC' + _LETTERS_ON)}{chance.choice(_BOOLEANS)}"]
    if kind < 0.6:
        letter, value = chance.choice(_LETTERS_NUMBER), chance.choice(_NUMBERS)
        return chance.choice(([f"-{letter}"], [f"-{letter}{value}"], [f"-{letter}={value}"], [f"-{letter}", value]))
    if kind < 0.8:
        letter, value = chance.choice(_LETTERS_TEXT), chance.choice(_TEXTS)
        return chance.choice(([f"-{letter}"], [f"-{letter}{value}"], [f"-{letter}={value}"], [f"-{letter}", value]))
    if kind < 0.88:
        return [f"--{chance.choice(_NAMES_ON)}{chance.choice(_BOOLEANS)}"]
    name, value = chance.choice(_NAMES_TEXT), chance.choice(_TEXTS + _ENCRYPT)
    return chance.choice(([f"--{name}"], [f"--{name}={value}"], [f"--{name}", value]))


def _spoiled(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word) + 1)
    return word[:at] + chance.choice('-="CN, x') + word[at + chance.randrange(2) :]
