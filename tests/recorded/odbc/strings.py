"""The strings that are measured: realistic ones, and ones mutated to meet every rule of the grammar."""

from __future__ import annotations

import random
from collections.abc import Iterator

__all__ = ["data_sources", "strings"]

_DRIVER = "Driver={ODBC Driver 18 for SQL Server}"
_SERVER = "Server=localhost,1433"
#: Every one of these is measured, behind driver, server and login.
_TRAPS = (
    "", ";", ";;;", " ; ", ";\n", "\n", "bogus", "bogus;Encrypt=no", "=", "=x;Encrypt=no", "a=b=c;Encrypt=no",
    "Encrypt", "Encrypt;", "Encrypt=", "Encrypt=;TrustServerCertificate=yes", "Encrypt =no", "Encrypt= no",
    "Encrypt=no ", "Encrypt=no;", "Encrypt=no ;", "Encrypt=no\n", "Encrypt=no\n;", "\nEncrypt=no", " Encrypt=no",
    "\tEncrypt=no", "\r\n  Encrypt=no;\r\n  TrustServerCertificate=yes;\r\n", "Encrypt\n=no", "Encrypt\t=no",
    "Encrypt=\tno", "Encrypt={no}", "Encrypt={ no }", "Encrypt={no} ", "Encrypt={no};", "Encrypt={no}x", "Encrypt={no",
    "Encrypt=n{o}", "Encrypt=no}", "Encrypt='no'", 'Encrypt="no"', "Encrypt={no}}", "Encrypt={no}};x}", "{Encrypt}=no",
    "Encrypt=true", "Encrypt=false", "Encrypt=1", "Encrypt=0", "Encrypt=on", "Encrypt=off", "Encrypt=Y", "Encrypt=N",
    "Encrypt=YES", "Encrypt=Mandatory", "Encrypt=OPTIONAL", "Encrypt=Strict", "Encrypt=disable", "Encrypt=require",
    "Encrypt=yes;Encrypt=no", "Encrypt=no;Encrypt=yes", "Encrypt=no;encrypt=bad", "Encrypt=bad;Encrypt=no",
    "Encrypt=;Encrypt=no", "Encrypt={};Encrypt=no", "Encrypt =no;Encrypt=no", "ENCRYPT=no", "eNcRyPt=no", "Encrypt==no",
    "Encrypt=no;TrustServerCertificate=yes", "TrustServerCertificate=yes", "TrustServerCertificate=no",
    "TrustServerCertificate=YES", "TrustServerCertificate=true", "TrustServerCertificate=false",
    "TrustServerCertificate=1", "TrustServerCertificate=0", "TrustServerCertificate=y", "TrustServerCertificate=",
    "TrustServerCertificate={yes}", "TrustServerCertificate= yes", "TrustServerCertificate =yes",
    "TrustServerCertificate=yes ", "TrustServerCertificate=mandatory", "TrustServerCertificate=optional",
    "TrustServerCertificate=strict", "TrustServerCertificate=yes;TrustServerCertificate=no",
    "TrustServerCertificate=no;TrustServerCertificate=yes", "TrustServerCertificate=;TrustServerCertificate=yes",
    "Trust Server Certificate=yes", "Trust_Server_Certificate=yes", "TrustServerCert=yes", "TrustCert=yes",
    "trust_cert=yes", "trustservercertificate=yes", "Encryption=no", "Use Encryption for Data=no", "UseEncryption=no",
    "SSL=no", "Encrypt=strict;TrustServerCertificate=yes", "Encrypt=strict;ServerCertificate=rogue.pem",
    "Encrypt=strict;ServerCertificate=missing.pem", "Encrypt=yes;ServerCertificate=rogue.pem",
    "Encrypt=yes;ServerCertificate=missing.pem", "Encrypt=no;ServerCertificate=rogue.pem",
    "Encrypt=strict;ServerCertificate={rogue.pem}",
    "Encrypt=strict;ServerCertificate=rogue.pem;TrustServerCertificate=yes",
    "HostnameInCertificate=db.elsewhere.example", "HostNameInCertificate=db.elsewhere.example",
    "Hostname In Certificate=db.elsewhere.example", "HostnameInCertificate=x.example", "HostnameInCertificate=",
    "Encrypt=strict;HostnameInCertificate=db.elsewhere.example",
    "Encrypt=no;HostnameInCertificate=db.elsewhere.example",
    "HostnameInCertificate=x;HostnameInCertificate=db.elsewhere.example", "PWD={a;b};Encrypt=no",
    "PWD={a}}b};Encrypt=no",
    "PWD={a}}b;Encrypt=no", "PWD={a};Encrypt=no", "PWD={a}b;Encrypt=no", "PWD=a{b;Encrypt=no", "PWD=a}b;Encrypt=no",
    "PWD={a;Encrypt=no", "PWD={a;Encrypt=no}", "PWD='a;b';Encrypt=no", "PWD= a ;Encrypt=no", "PWD={}};Encrypt=no",
    "PWD={{};Encrypt=no", "PWD=;Encrypt=no", "PWD={};Encrypt=no", "PWD={ a };Encrypt=no", "PWD={a} ;Encrypt=no",
    "APP={a;b};Encrypt=no", "APP={a;TrustServerCertificate=yes", "Database=d;Encrypt=no", "Database= d ;Encrypt=no",
    "Database=d Encrypt=no", "Database=d\nEncrypt=no", "Database=d,Encrypt=no", "Initial Catalog=d",
    "Database=a;Database=b",
    "Database={d}x;Encrypt=no", "UID=v;Encrypt=no", "User ID=v", "User=v", "Password=q", "Data Source=x", "Addr=x",
    "Address=x", "Network Address=x", "Server=x", "Trusted_Connection=no", "Encrypt=no;;TrustServerCertificate=yes",
    "Encrypt=no,TrustServerCertificate=yes", "Encrypt=no&TrustServerCertificate=yes", "Encrypt=no:x", "#Encrypt=no",
    "\u00a0Encrypt=no", "Encrypt\u00a0=no", "Encrypt=\uff4eo", "Encrypt=no\u200b", "\ufeffEncrypt=no",
    "Encrypt=n\u00f6",
    "\vEncrypt=no", "\fEncrypt=no", "; Encrypt=no", ";\tEncrypt=no;", "MARS_Connection=yes;Encrypt=no",
    "Encrypt={yes;no}", "Encrypt={};TrustServerCertificate={}", "ENCRYPT=NO;TRUSTSERVERCERTIFICATE=YES;",
)  # fmt: skip
_KEYS = (
    "Encrypt", "encrypt", "ENCRYPT", "TrustServerCertificate", "trustservercertificate", "Trust Server Certificate",
    "HostnameInCertificate", "HostNameInCertificate", "ServerCertificate", "Database", "DATABASE", "APP", "WSID",
    "ApplicationIntent", "MultiSubnetFailover", "LoginTimeout", "Connection Timeout", "bogus", "Encryption",
    "KeepAlive", "ColumnEncryption", "Language", "QuotedId", "AnsiNPW", "Description", "PacketSize",
    "Persist Security Info",
)  # fmt: skip
_VALUES = {
    "encrypt": ("yes", "no", "Yes", "NO", "mandatory", "Optional", "strict", "true", "False", "1", "", "{no}", " no",
                "no ", "{yes}", "x", "'no'", "no}", "{no", "yes\n"),
    "trustservercertificate": ("yes", "no", "YES", "No", "true", "0", "", "{yes}", " yes", "yes ", "y", "{no}", "{yes"),
    "hostnameincertificate": ("db.elsewhere.example", "localhost", "", "{db.elsewhere.example}", "x.example"),
    "servercertificate": ("rogue.pem", "missing.pem", "", "{rogue.pem}"),
    "database": ("d", "{d}", "{d;e}", "{d}}e}", "", "d e", "{d"),
    "app": ("a", "{a}", "a b", "{a;b}", "", "a=b"),
    "multisubnetfailover": ("no",), "applicationintent": ("ReadWrite", "ReadOnly"), "keepalive": ("30",),
    "logintimeout": ("5",), "columnencryption": ("Disabled",), "language": ("us_english",), "quotedid": ("yes", "no"),
    "ansinpw": ("yes", "no"), "wsid": ("w", "{w}"), "packetsize": ("4096",),
}  # fmt: skip
_FREETDS_KEYS = (
    "Encrypt", "Encryption", "encryption", "TrustServerCertificate", "TDS_Version", "ClientCharset", "Database", "APP",
    "ServerCertificate", "HostNameInCertificate", "Language", "bogus",
)  # fmt: skip
_FREETDS_VALUES = {
    "encrypt": ("yes", "no", "mandatory", "optional", "strict", "true", "false", ""),
    "encryption": ("off", "request", "require", "Require", "strict", "yes", "default", "", "{require}", "require ",
    " off"),
    "tds_version": ("7.3", "7.4", "8.0", "auto"),
    "clientcharset": ("UTF-8",),
}  # fmt: skip
#: Sections of odbc.ini, and what a string that names them goes on with.
_SECTIONS = (
    ("Encrypt = no", ""), ("Encrypt=no", ""), ("encrypt = No", ""), ("ENCRYPT = NO", ""), ("Encrypt = yes", ""),
    ("Encrypt = true", ""), ("Encrypt = false", ""), ("Encrypt = 0", ""), ("Encrypt = optional", ""),
    ("Encrypt = strict", ""), ("Encrypt = mandatory", ""), ("Encrypt =", ""), ("Encrypt = no ; x", ""),
    ("Encrypt = no # x", ""), ("; Encrypt = no", ""), ("# Encrypt = no", ""), ("Encrypt = {no}", ""),
    ('Encrypt = "no"', ""), ("Encrypt = no\nEncrypt = yes", ""), ("Encrypt = yes\nEncrypt = no", ""),
    ("Encrypt = no", "Encrypt=yes"), ("Encrypt = yes", "Encrypt=no"), ("Encrypt = strict", "Encrypt=no"),
    ("TrustServerCertificate = yes", ""), ("TrustServerCertificate=yes", ""), ("TrustServerCertificate = Yes", ""),
    ("TrustServerCertificate = true", ""), ("TrustServerCertificate = 1", ""), ("TrustServerCertificate = no", ""),
    ("TrustServerCertificate = yes", "TrustServerCertificate=no"), ("trustservercertificate = yes", ""),
    ("Trust Server Certificate = yes", ""), ("TrustServerCertificate = no", "TrustServerCertificate=yes"),
    ("TrustServerCertificate = yes\nTrustServerCertificate = no", ""), ("Encrypt = no\nTrustServerCertificate = yes",
    ""),
    ("TrustServerCertificate", ""), ("HostnameInCertificate = db.elsewhere.example", ""),
    ("Encrypt = strict\nServerCertificate = rogue.pem", ""), ("Database = d", ""), ("Database = {d}", ""),
    ("Description = a\nEncrypt = no", ""), ("Encrypt=no\\", ""), ("Encrypt = nö", ""), ("UID = z\nEncrypt = no", ""),
    ("Encrypt = NO ", ""), ("  Encrypt = no", ""), ("\tEncrypt\t=\tno\t", ""),
)  # fmt: skip


def data_sources() -> dict[str, tuple[str, str]]:
    """By name, the section of odbc.ini and the string that uses it."""
    found = {}
    for index, (section, more) in enumerate(_SECTIONS):
        name = f"source{index}"
        found[name] = (section, f"DSN={name};{_SERVER};UID=u;PWD=p;{more}")
    return found


def strings(count: int) -> Iterator[str]:
    """Always the same ones: traps behind a login and before it, then as many made by chance."""
    for trap in _TRAPS:
        yield f"{_DRIVER};{_SERVER};UID=u;PWD=p;{trap}"
        yield f"{_DRIVER};{trap};{_SERVER};UID=u;PWD=p"
        yield f"{_SERVER};UID=u;PWD=p;{trap}"
    yield from _more_drivers()
    chance = random.Random(count)  # noqa: S311
    for index in range(count):
        freetds = index % 4 == 3
        yield _made(chance, freetds=freetds)


def _more_drivers() -> Iterator[str]:
    login = f"{_SERVER};UID=u;PWD=p;Encrypt=no"
    for driver in (
        "DRIVER=ODBC Driver 18 for SQL Server", "driver={ODBC Driver 18 for SQL Server}",
        " Driver={ODBC Driver 18 for SQL Server}",
        "Driver ={ODBC Driver 18 for SQL Server}", "Driver= {ODBC Driver 18 for SQL Server}",
        "Driver={ODBC Driver 18 for SQL Server} ", "Driver={odbc driver 18 for sql server}",
        "\nDriver={ODBC Driver 18 for SQL Server}",
        "Driver='ODBC Driver 18 for SQL Server'", "Driver={ODBC Driver 17 for SQL Server}", "Driver={}", "Driver=",
    ):  # fmt: skip
        yield f"{driver};{login}"
        yield f"{login};{driver}"
        yield f"{login};{driver};{_DRIVER}"
        yield f"{login};{_DRIVER};{driver}"


def _made(chance: random.Random, *, freetds: bool) -> str:
    keys, special = (_FREETDS_KEYS, _FREETDS_VALUES) if freetds else (_KEYS, {})
    pairs = []
    for _ in range(chance.randrange(1, 6)):
        key = chance.choice(keys[:4]) if chance.random() < 0.6 else chance.choice(keys)
        values = special.get(key.lower()) or _VALUES.get(key.lower().replace(" ", ""), ("x", "{x}"))
        good = chance.random() < 0.6
        pairs.append(f"{key}={chance.choice(values[:3] if good else values)}")
    if chance.random() < 0.4:
        pairs = [_mutated(chance, each) if chance.random() < 0.5 else each for each in pairs]
    pairs += ["UID=u", f"PWD={chance.choice(('p', 'p', '{p}', '{p;q}', '{p}}q}', 'p}q', 'p{q', '{p=q}', 'p q'))}"]
    pairs.append(_SERVER)
    driver = "Driver={FreeTDS}" if freetds else _DRIVER
    if chance.random() < 0.3:
        chance.shuffle(pairs)
    if freetds or chance.random() < 0.7:
        pairs.insert(0, driver)
    return chance.choice((";", ";", ";", "; ", ";\n", ";;", ";\n    ")).join(pairs) + chance.choice(
        ("", ";", ";;", " ", "\n")
    )


def _mutated(chance: random.Random, pair: str) -> str:
    at = chance.randrange(len(pair) + 1)
    return pair[:at] + chance.choice(" {}=;\"'\n\t,&}") * chance.choice((1, 1, 2)) + pair[at + chance.randrange(2) :]
