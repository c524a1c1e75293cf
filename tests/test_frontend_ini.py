"""The front-ends for INI files and registry exports: values, references and data sources at their exact places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_rds_tls import engine
from lint_rds_tls.discovery import InputFile
from lint_rds_tls.frontends import ini, reg
from lint_rds_tls.model import Frontend, Literal, Record, Source
from lint_rds_tls.text import MappedText
from tests.documents import VOCABULARY, literals, records, told, uses, values


def data_sources(text: str, path: str, frontend: Frontend = ini.FRONTEND) -> list[Record]:
    found = frontend.read(Source(path=path, text=MappedText.copied(text)), VOCABULARY)
    return [each for each in found if isinstance(each, Record)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("[a]\nk = x=y", ["x=y"]),
        ("[a]\nk: x=y", ["x=y"]),
        ("k=x=y ", ["x=y"]),
        ("[a]\nk = plain", []),
        ("[a]\nurl = db+driver://u@h", ["db+driver://u@h"]),
        ("[a]\npage = https://example.com", []),
        ('[a]\nk = "x=y"', ["x=y"]),
        ('[a]\nk = "x"=y"', ['"x"=y"']),
        ("[a]\n; k = x=y\n# k = x=y", []),
        ("[a]\nk = x=y ; z", ["x=y ; z"]),
        ("[a]\nk =\n  x=y\n  z", ["x=y\nz"]),
        ("[a]\nk = x=y\n\n# c\n   z\nl = 1", ["x=y\nz"]),
        ("[a]\nk = x=100%%", ["x=100%"]),
        ("[DEFAULT]\nh = db\n[a]\nk = x=%(h)s", ["x=db"]),
        ("[a]\nh = db\nk = x=%(H)s", ["x=db"]),
        ("[a]\nk = x=%(other)s", ["x=◌"]),
        ("[a]\nk = x=%(k)s", ["x=◌"]),
        ("[a]\nk = x=%d%", ["x=%d%"]),
        ("[a\nk = x=y", ["x=y"]),
        ("\ufeff[a]\nk = x=y", ["x=y"]),
        ("[a]\r\nk = x=y\r\n", ["x=y"]),
        ("", []),
        ("=", []),
        ("[", []),
    ],
)
def test_values(source: str, found: list[str]) -> None:
    assert values(ini.FRONTEND, source) == found


def test_the_path_of_a_key() -> None:
    source = "k = x=y\n[a]\nk = x=y\n[sqlalchemy.db]\nurl = x=y"
    assert [uses(each) for each in literals(ini.FRONTEND, source)] == [
        ["key k"],
        ["key a:k"],
        ["key sqlalchemy.db:url"],
    ]


def test_a_section_with_a_known_key_is_a_record() -> None:
    (record,) = records(ini.FRONTEND, "[a]\nserver = h\nencrypt = no\n[b]\nserver = h\n")
    assert told(record) == [("server", "h"), ("encrypt", "no")]


def test_a_section_that_names_a_driver_is_a_data_source() -> None:
    (record,) = records(ini.FRONTEND, "[Shop]\nDriver = d\nServer = h\nEncrypt = no\n")
    assert [(use.role, use.name) for use in record.uses] == [("key", "odbc:Shop")]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("etc/odbc.ini", "odbc:Shop"),
        (".odbc.ini", "odbc:Shop"),
        ("a/odbcinst.ini", "odbcinst:Shop"),
        ("Shop.DSN", "odbc:Shop"),
        ("freetds.conf", "freetds:Shop"),
        ("home/.freetds.conf", "freetds:Shop"),
    ],
)
def test_what_a_file_is_tells_its_name(path: str, name: str) -> None:
    (record,) = data_sources("[Shop]\nk = v\n", path)
    assert [use.name for use in record.uses] == [name]


def test_nothing_goes_on_or_is_referred_to_in_a_data_source() -> None:
    (record,) = data_sources("[Shop]\nk = %(x)s%%\n  l = w\n", "odbc.ini")
    assert told(record) == [("k", "%(x)s%%"), ("l", "w")]


def test_what_freetds_reads_for_all_stands_before_each() -> None:
    _, shop = data_sources("[global]\nencryption = off\n[shop]\nhost = h\n", "freetds.conf")
    assert told(shop) == [("encryption", "off"), ("host", "h")]


REGISTRY = """Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\SOFTWARE\\ODBC\\ODBC.INI\\Shop]
@="default"
"Driver"="C:\\\\Windows\\\\system32\\\\msodbcsql18.dll"
"Server"="db1.example.com"
"Encrypt"="No"
"Size"=dword:0000000a

[HKEY_LOCAL_MACHINE\\SOFTWARE\\ODBC\\ODBC.INI\\ODBC Data Sources]
"Shop"="ODBC Driver 18 for SQL Server"

[HKEY_CURRENT_USER\\Software\\Shop]
"Connection"="Server=h;App=\\"a\\""
"""


def test_the_registry_holds_data_sources_and_values() -> None:
    found = list(reg.FRONTEND.read(Source(path="a.reg", text=MappedText.copied(REGISTRY)), VOCABULARY))
    source, literal = found
    assert isinstance(source, Record)
    assert isinstance(literal, Literal)
    assert [use.name for use in source.uses] == ["odbc:Shop"]
    assert told(source) == [
        ("Driver", "C:\\Windows\\system32\\msodbcsql18.dll"),
        ("Server", "db1.example.com"),
        ("Encrypt", "No"),
        ("Size", "dword:0000000a"),
    ]
    assert str(literal.text) == 'Server=h;App="a"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_registry_export_is_judged_in_its_encoding(encoding: str) -> None:
    data = REGISTRY.replace("\n", "\r\n").encode(encoding)
    report = engine.lint([InputFile(path="a.reg", location=None, data=data)], jobs=1)
    (finding,) = report.findings
    text = REGISTRY.replace("\n", "\r\n")
    assert (finding.rule, finding.level.value) == ("encryption-off", "error")
    assert text[finding.primary.span.start : finding.primary.span.end] == '"Encrypt"="No"'


@pytest.mark.parametrize("frontend", [ini.FRONTEND, reg.FRONTEND])
@settings(max_examples=150)
@given(source=st.text(alphabet="[]=:%()s;#\"'\\\r\n\t k.", max_size=60))
def test_any_text_is_read_without_raising(frontend: Frontend, source: str) -> None:
    for path in ("a.ini", "odbc.ini", "freetds.conf"):
        list(frontend.read(Source(path=path, text=MappedText.copied(source)), VOCABULARY))
